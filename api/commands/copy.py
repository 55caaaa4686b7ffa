"""``whoknows copy``."""

from typing import Annotated

import typer

from api.commands.options import say_waiting
from api.console import progress
from graphkit.acl import OPERATOR
from graphkit.copying import copy as move
from graphkit.ops import ops_path, turn
from graphkit.settings import Settings
from graphkit.store import open_store


def copy(
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="Address of a store.", show_default=False)
    ],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="Address of an empty one.", show_default=False)
    ],
) -> None:
    """Copy a store into another that is new or empty, of whatever kind, and compare them.

    Broken off, say it again: it begins anew. User and password of a server are those of
    WHOKNOWS_STORE_USER and WHOKNOWS_STORE_PASSWORD. What is known about passes stays behind: the
    next ingest finds out by itself what it need not read again.

    \b
    whoknows copy whoknows.db neo4j://localhost:7687
    whoknows copy neo4j://localhost:7687 sqlite:////srv/laptop.db
    """
    settings = Settings.load()
    opened = open_store(source, sign_in=settings.sign_in)
    made = open_store(target, create=True, sign_in=settings.sign_in)
    documents = opened.totals(OPERATOR).documents
    with (
        turn(ops_path(target, settings.ops), lambda: say_waiting(target)),
        progress("copy and compare", lambda: 2 * documents) as bar,
    ):
        copied = move(opened, made, bar.advance)
    opened.close()
    made.close()
    typer.echo(f"copied {copied:,} documents into {target}; both hold the same")

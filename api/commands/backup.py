"""``whoknows backup`` and ``whoknows restore``."""

from itertools import starmap
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Store, say_waiting
from api.console import progress
from graphkit.acl import OPERATOR
from graphkit.backup import backup as write
from graphkit.backup import restore as read
from graphkit.erasure import enforce
from graphkit.ops import known_erasures, ops_path, turn
from graphkit.settings import Settings
from graphkit.store import open_store
from graphkit.suppression import Suppression


def backup(
    file: Annotated[Path, typer.Argument(help="File to write.", show_default=False)],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the file if it is there.")
    ] = False,
    store: Store = None,
) -> None:
    """Write all that a store holds into one file, while others read and write it.

    The file holds names and permissions: keep it as safe as the store.

    \b
    whoknows backup firm-2026-11-24.backup
    whoknows backup nightly.backup --overwrite --store sqlite:////srv/firm.db
    """
    settings = Settings.load()
    opened = open_store(store or settings.store, sign_in=settings.sign_in)
    with progress("backup", lambda: opened.totals(OPERATOR).documents) as bar:
        documents = write(opened, file, bar.advance, overwrite=overwrite)
    opened.close()
    typer.echo(f"wrote {file}: {documents:,} documents, {file.stat().st_size / 1e6:.1f} MB")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.", show_default=False)],
    store: Store = None,
) -> None:
    """Read a backup into a store that is new or empty.

    The file is checked to its end before anything is written. To go back to an older state, move
    the store's file away first: nothing is lost by mistake. Who was erased since is erased again.

    \b
    whoknows restore firm-2026-11-24.backup --store sqlite:///restored.db
    """
    settings = Settings.load()
    address = store or settings.store
    opened = open_store(address, create=True, sign_in=settings.sign_in)
    ops = ops_path(address, settings.ops)
    with turn(ops, lambda: say_waiting(address)), progress("restore", lambda: None) as bar:
        documents = read(file, opened, bar.advance)
        enforce(opened, starmap(Suppression, known_erasures(ops)))
    people = opened.totals(OPERATOR).people
    opened.close()
    typer.echo(f"restored {documents:,} documents of {people:,} people into {address}")

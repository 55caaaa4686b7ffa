"""``whoknows erase``."""

from typing import Annotated

import typer

from api.commands.options import Json, Store, say_waiting
from api.console import progress
from api.identities import ErasureOut, erasure_lines
from graphkit.acl import OPERATOR
from graphkit.erasure import erase as erase_person
from graphkit.lookup import person_called
from graphkit.ops import ops_path, turn
from graphkit.settings import Settings
from graphkit.store import open_store
from graphkit.suppression import Suppressions
from graphkit.view import View

_NOT_PROVEN = 3


def erase(
    person: Annotated[
        str, typer.Argument(help="An id, an alias, or a name only one bears.", show_default=False)
    ],
    prove: Annotated[
        bool, typer.Option("--prove", help="Exit with 3 unless all is looked at, nothing found.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Forget somebody: addresses, handles, the id, and the full name in titles and topics.

    Reading the sources again brings nothing back. Names that somebody else bears stay, and so do
    single words and the documents themselves. It cannot be undone.

    \b
    whoknows erase email:ada@example.org --prove
    """
    settings = Settings.load()
    address = store or settings.store
    opened = open_store(address, sign_in=settings.sign_in)
    view = View(opened, OPERATOR, settings.languages)
    # an erasure that was cut short leaves nobody who is called so
    was_begun = Suppressions(opened.suppressions()).hit(person)
    known = person if was_begun else person_called(view, person)
    if not yes:
        typer.confirm(f"Erase {known} for good?", abort=True, err=True)
    ops = ops_path(address, settings.ops)
    with (
        turn(ops, lambda: say_waiting(address)),
        progress("erasing", lambda: opened.totals(OPERATOR).documents) as bar,
    ):
        done = erase_person(opened, known, ops=ops, advance=bar.advance)
    opened.close()
    shown = ErasureOut.of(done)
    for line in [shown.model_dump_json(indent=2)] if as_json else erasure_lines(shown):
        typer.echo(line)
    if prove and (shown.found or shown.unproven):
        raise typer.Exit(_NOT_PROVEN)

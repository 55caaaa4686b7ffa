"""``whoknows people``: who is who, by a directory and by hand."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import As, Json, Store, view_of
from api.console import progress
from api.identities import (
    DecisionOut,
    DetailsOut,
    ImportOut,
    SuggestionOut,
    decision_lines,
    details_lines,
    import_lines,
    suggestion_lines,
)
from graphkit.acl import OPERATOR
from graphkit.errors import ConfigError
from graphkit.lookup import person_called
from graphkit.people import import_people, merge, split, undo
from graphkit.person import Decision
from graphkit.profile import profile
from graphkit.review import groups
from graphkit.review import review as review_people
from graphkit.settings import Settings
from graphkit.store import GraphStore, open_store
from graphkit.view import View
from ingest.directory import read_people, template

_HELP = """Who is who: a directory, and what is merged and split by hand.

\b
whoknows people template > people.csv
whoknows people import people.csv
whoknows people show "Ada Lovelace"
whoknows people review
"""
app = typer.Typer(
    help=_HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_Alias = Annotated[
    str, typer.Argument(help="An id, an alias, or a name only one bears.", show_default=False)
]


@app.command("import")
def import_(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV, vCard or SCIM JSON. [default: directory of whoknows.toml]",
            show_default=False,
        ),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Who is missing from it has not left.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Even if above half of those on file have left.")
    ] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Take people over from a directory; again, when it has changed.

    Their addresses, handles and every way of writing their name are theirs from then on. Who is
    missing has left, and is no longer offered as an expert. Nothing is deleted.

    \b
    whoknows people template > people.csv
    whoknows people import people.csv
    """
    settings = Settings.load()
    file = file or settings.directory
    if file is None:
        raise ConfigError("name a file, or set `directory` in whoknows.toml")
    with progress("reading people"):
        listing = read_people(file)
    if not listing.people:
        why = "; ".join(fault.reason for fault in listing.faults[:1])
        why = f" ({why})" if why else ""
        raise ConfigError(f"{file} lists nobody{why}: see `whoknows people template`")
    opened = open_store(store or settings.store, create=True, sign_in=settings.sign_in)
    complete = not partial and not listing.faults
    with progress("writing people"):
        done = import_people(opened, listing.people, complete=complete, sweep=yes)
    shown = ImportOut.of(done, listing)
    opened.close()
    _print([shown.model_dump()] if as_json else import_lines(shown), as_json=as_json)


@app.command("template")
def template_() -> None:
    """Print a CSV file to fill in.

    \b
    whoknows people template > people.csv
    """
    typer.echo(template(), nl=False)


@app.command("show")
def show(person: _Alias, as_tokens: As = None, store: Store = None, as_json: Json = False) -> None:
    """Show what is known of somebody.

    \b
    whoknows people show "Ada Lovelace"
    whoknows people show email:ada@example.org --as group:bids
    """
    view, _ = view_of(store, as_tokens)
    shown = DetailsOut.of_profile(profile(view, person))
    _print([shown.model_dump()] if as_json else details_lines(shown), as_json=as_json)


@app.command("review")
def review(
    accept: Annotated[
        str, typer.Option(metavar="exact", help="Merge all pairs of this grade.")
    ] = "",
    most: Annotated[int, typer.Option("--most", min=1, help="Show so many pairs.")] = 50,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """List aliases that may be one person's, with reasons; nothing is merged unless you say so.

    For whoever runs the service: it looks at all documents.

    \b
    whoknows people review
    whoknows people review --accept exact
    """
    if accept not in {"", "exact"}:
        raise ConfigError(f"only --accept exact is possible, not {accept!r}: merge others by hand")
    opened = _opened(store)
    view = View(opened, OPERATOR, ())
    with progress("comparing"):
        found = review_people(view)
    if accept:
        exact = groups(view, (each for each in found if each.grade == accept))
        _say(merge(opened, *exact) if exact else (), as_json=as_json)
        return
    shown = [SuggestionOut.of(each) for each in found]
    rows: Iterable[object] = [each.model_dump() for each in shown]
    _print(rows if as_json else suggestion_lines(shown, most), as_json=as_json)


@app.command("merge")
def merge_(one: _Alias, other: _Alias, store: Store = None, as_json: Json = False) -> None:
    """Say that two are one person: the first, or who of them the directory lists.

    \b
    whoknows people merge email:ada@example.org "handle:ada-l"
    """
    opened = _opened(store)
    view = View(opened, OPERATOR, ())
    pair = [person_called(view, each) for each in (one, other)]
    _say(merge(opened, pair), as_json=as_json)


@app.command("split")
def split_(alias: _Alias, store: Store = None, as_json: Json = False) -> None:
    """Say that an alias is a person of its own.

    \b
    whoknows people split handle:ada-l
    """
    _say(split(_opened(store), alias), as_json=as_json)


@app.command("undo")
def undo_(store: Store = None, as_json: Json = False) -> None:
    """Take the last merge or split back; again, and the one before it.

    \b
    whoknows people undo
    """
    decided = undo(_opened(store))
    _say(decided, as_json=as_json, undone=True)


def _opened(store: str | None) -> GraphStore:
    settings = Settings.load()
    return open_store(store or settings.store, sign_in=settings.sign_in)


def _say(decided: Iterable[Decision], *, as_json: bool, undone: bool = False) -> None:
    shown = [DecisionOut.of(each, undone=undone) for each in decided]
    rows: Iterable[object] = [each.model_dump() for each in shown]
    _print(rows if as_json else decision_lines(shown), as_json=as_json)


def _print(rows: Iterable[object], *, as_json: bool) -> None:
    """A JSON list, or the lines for people."""
    if as_json:
        typer.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))
        return
    for line in rows:
        typer.echo(line)

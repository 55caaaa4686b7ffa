"""``whoknows ask`` and ``whoknows explain``."""

from collections.abc import Iterable
from typing import Annotated

import typer
from pydantic import BaseModel

from api.commands.options import As, Json, Store, view_of
from api.console import answer_lines, explanation_lines
from api.schemas import RECEIPTS, AnswerOut, ExplanationOut
from graphkit.explain import explain as explain_person
from graphkit.ranking import ask as ask_view
from graphkit.wanted import Wanted

Question = Annotated[str, typer.Argument(help="What about? Quote it.", show_default=False)]


def ask(
    question: Question,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many experts at most.")] = 5,
    all_receipts: Annotated[
        bool, typer.Option("--all-receipts", help="Show every document, not the best five.")
    ] = False,
    department: Annotated[
        str, typer.Option(help="Only people of this department, by the directory.")
    ] = "",
    location: Annotated[str, typer.Option(help="Only people of this location.")] = "",
    speaks: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Only people who speak it: fr, French.")
    ] = "",
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Only documents of this date or later: 2024-05.")
    ] = "",
    include_left: Annotated[
        bool, typer.Option("--include-left", help="Name those who have left, too.")
    ] = False,
    as_tokens: As = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Who knows about this? Names, with the documents that say so.

    Exit status: 0 when answered, also when nobody is known; 1 error; 2 wrong usage.

    \b
    whoknows ask "offshore wind permits"
    whoknows ask "tender pricing" --as group:bids -k 3
    whoknows ask "heat pumps" --department sales --speaks fr --since 2024
    whoknows ask "accessibilité web" --json | jq '.experts[].person'
    """
    view, settings = view_of(store, as_tokens)
    wanted = Wanted(department, location, speaks, since, include_left)
    answer = ask_view(view, question, k=k, formula=settings.formula, wanted=wanted)
    shown = AnswerOut.of(answer, None if all_receipts else RECEIPTS)
    _print(shown, answer_lines(shown), as_json=as_json)


def explain(
    question: Question,
    person: Annotated[
        str, typer.Argument(help="An id, or a name only one bears.", show_default=False)
    ],
    as_tokens: As = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Say why this person, or why not.

    All receipts, the words asked, and who is one place above.

    \b
    whoknows explain "offshore wind permits" email:ada@example.org
    whoknows explain "offshore wind permits" "Ada Lovelace" --as group:bids
    """
    view, settings = view_of(store, as_tokens)
    found = explain_person(view, question, person, formula=settings.formula)
    shown = ExplanationOut.of(found)
    _print(shown, explanation_lines(shown), as_json=as_json)


def _print(shown: BaseModel, lines: Iterable[str], *, as_json: bool) -> None:
    """The JSON, or the lines for people."""
    for line in [shown.model_dump_json(indent=2)] if as_json else lines:
        typer.echo(line)

"""Answers as lines for a terminal."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from typer import confirm, style

from api.schemas import (
    AnswerOut,
    ExpertOut,
    ExplanationOut,
    PartsOut,
    PersonOut,
    ProfileOut,
    ReceiptOut,
    TopicsOut,
)
from graphkit.text import one_line

_BAR = 5


class Bar(NamedTuple):
    """A progress bar: how to move it one on, and how to ask something in its place."""

    advance: Callable[[], None]
    agreed: Callable[[str], bool]


@contextmanager
def progress(what: str, total: Callable[[], int | None] | None = None) -> Iterator[Bar]:
    """A bar on stderr; where that is no terminal nothing is shown, and nobody agrees.

    Parameters
    ----------
    total
        How far it goes, asked only when it is shown; None when that is not known. Without it
        nothing is counted but the time.
    """
    if not sys.stderr.isatty():
        yield Bar(lambda: None, lambda _question: False)
        return
    from rich import progress as rich  # noqa: PLC0415  takes a while, and most need no bar
    from rich.console import Console  # noqa: PLC0415  the same

    columns = (
        rich.TextColumn("{task.description}", markup=False),
        rich.BarColumn(),
        *([rich.MofNCompleteColumn()] if total else []),
        rich.TimeElapsedColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True)) as shown:
        bar = shown.add_task(what, total=total() if total else None)

        def agreed(question: str) -> bool:
            shown.stop()
            return sys.stdin.isatty() and confirm(question, err=True)

        yield Bar(lambda: shown.advance(bar), agreed)


def answer_lines(answer: AnswerOut) -> Iterator[str]:
    """An answer: who, how strong, on which documents."""
    if answer.nobody:
        yield f"Nobody is known: {answer.nobody.reason}."
    for place, expert in enumerate(answer.experts, start=1):
        yield from _expert_lines(place, expert)


def explanation_lines(explanation: ExplanationOut) -> Iterator[str]:
    """An explanation: the words asked, where the person stands, every receipt."""
    yield style(_name(explanation.person), bold=True)
    yield from _profile_lines(explanation.person)
    if explanation.rank is None:
        yield f"  not among the {explanation.candidates} candidates: {explanation.reason}"
    else:
        yield (
            f"  place {explanation.rank} of {explanation.candidates}, score "
            f"{explanation.score:.2f}, {_strength(explanation.strength)}: {explanation.reason}"
        )
    asked = (f"{word.word} ({word.documents})" for word in explanation.words)
    yield f"  words asked, and in how many documents they stand: {', '.join(asked)}"
    if explanation.related:
        yield f"  related words, which count less: {', '.join(explanation.related)}"
    yield from _receipt_lines(explanation.receipts, parts=True)
    if explanation.ahead:
        ahead = explanation.ahead
        yield f"  one place above: {_name(ahead.person)}, score {ahead.score:.2f}"


def topic_lines(found: TopicsOut, prefix: str) -> Iterator[str]:
    """Topics: each with its documents and the people who have most to do with them."""
    if not found.topics:
        begins = f" of which a word begins with {one_line(prefix)!r}" if prefix.strip() else ""
        yield f"There is no topic{begins} that you may see in two documents or more."
        return
    width = max(len(each.topic) for each in found.topics)
    yield style(f"{'topic'.ljust(width)}  documents  people", dim=True)
    for each in found.topics:
        names = ", ".join(person.name for person in each.best)
        more = (
            f" and {each.people - len(each.best):,} more" if each.people > len(each.best) else ""
        )
        yield f"{style(each.topic.ljust(width), bold=True)}  {each.documents:9,}  {names}{more}"


def _expert_lines(place: int, expert: ExpertOut) -> Iterator[str]:
    name = style(expert.person.name, bold=True)
    yield f"{place}. {name}  {_strength(expert.strength)}  {', '.join(expert.topics)}"
    yield style(f"   {one_line(expert.person.id)}", dim=True)
    yield from _profile_lines(expert.person)
    yield from _receipt_lines(expert.receipts)
    if expert.receipts_left_out:
        yield style(f"   and {expert.receipts_left_out} more: --all-receipts", dim=True)


def _profile_lines(person: ProfileOut) -> Iterator[str]:
    if known := profile_line(person):
        yield f"   {known}"


def profile_line(person: ProfileOut) -> str:
    """What the directory knows; empty when it knows nothing."""
    known = [
        "has left" if person.left else "",
        person.title,
        *person.departments,
        person.location,
        f"speaks {', '.join(person.languages)}" if person.languages else "",
        person.contact,
    ]
    return " · ".join(one_line(each) for each in known if each)


def _receipt_lines(receipts: Iterable[ReceiptOut], *, parts: bool = False) -> Iterator[str]:
    for receipt in receipts:
        document = receipt.document
        about = [", ".join(receipt.roles), *filter(None, [(document.date or "")[:10]])]
        title = document.title or one_line(document.id)
        yield f"   {receipt.share:5.2f}  {title} ({'; '.join(about)})"
        if document.link:
            yield style(f"          {document.link}", dim=True)
        if parts and (of := parts_of(receipt.parts)):
            yield style(f"          {of}", dim=True)


def parts_of(parts: PartsOut) -> str:
    """What a share is made of, but for what rounds to nothing; empty when it is words alone."""
    named = {
        "words asked": parts.words,
        "the message it answers": parts.reply,
        "related words": parts.related,
        "connections": parts.network,
    }
    shown = {name: part for name, part in named.items() if round(part, 2)}
    if shown.keys() <= {"words asked"}:
        return ""
    return "from " + ", ".join(f"{name} {part:.2f}" for name, part in shown.items())


def _name(person: PersonOut) -> str:
    return f"{person.name} ({one_line(person.id)})"


def _strength(strength: float) -> str:
    """Five marks and a word; plain from one half."""
    full = round(strength * _BAR)
    return f"{'●' * full}{'○' * (_BAR - full)} {'plain' if strength >= 0.5 else 'weak'}"  # noqa: PLR2004  by definition of strength

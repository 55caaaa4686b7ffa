"""People, imports, suggestions and decisions: data for scripts, and lines for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Self

from pydantic import BaseModel, Field
from typer import style

from api.console import profile_line
from api.schemas import DocumentOut, PersonOut, ProfileOut
from graphkit.erasure import Erasure
from graphkit.people import Imported
from graphkit.person import Decision
from graphkit.profile import Profile
from graphkit.suggestions import Suggestion
from graphkit.text import one_line
from ingest.roster import Listing

_SHOWN = 20
"""Faults and shared aliases that are shown; `--json` has all."""


class DetailsOut(ProfileOut):
    """A person, as far as you may see."""

    manager: PersonOut | None
    former: list[str] = Field(description="Names before")
    aliases: list[str] = Field(description="What they are called in sources that you may see")
    documents: int = Field(description="In how many documents that you may see they have a part")
    newest: list[DocumentOut]
    topics: list[str] = Field(description="What most of these documents speak of")

    @classmethod
    def of_profile(cls, found: Profile) -> Self:
        """A profile as it is."""
        person = found.person
        return cls(
            **ProfileOut.of(found.name, person).model_dump(),
            manager=PersonOut(id=person.manager, name=found.manager) if found.manager else None,
            former=list(person.former),
            aliases=list(found.aliases),
            documents=found.documents,
            newest=[
                DocumentOut(id=d.id, title=d.title, link=d.link, date=d.date) for d in found.newest
            ],
            topics=list(found.topics),
        )


class ImportOut(BaseModel):
    """What an import did, in people."""

    added: int
    updated: int
    left: int
    aliases: int = Field(description="That the people of the directory own now")
    shared: list[str] = Field(description="Given to several people, and so to nobody")
    faults: list[str] = Field(description="What could not be read, and why")
    notes: list[str] = Field(description="What was left out of those who were read")

    @classmethod
    def of(cls, done: Imported, listing: Listing) -> Self:
        """What was done, and what was not."""
        return cls(
            added=done.added,
            updated=done.updated,
            left=done.left,
            aliases=done.aliases,
            shared=list(done.shared),
            faults=[f"{where}: {reason}" for where, reason in listing.faults],
            notes=[f"{where}: {reason}" for where, reason in listing.notes],
        )


class SuggestionOut(BaseModel):
    """Two aliases that may be one person's."""

    one: str
    other: str
    names: list[str]
    grade: str = Field(description="exact: --accept exact merges it; likely: look at it")
    reasons: list[str]

    @classmethod
    def of(cls, found: Suggestion) -> Self:
        """A suggestion as it is."""
        return cls(
            one=found.one.alias,
            other=found.other.alias,
            names=[known.names[0] if known.names else "" for known in (found.one, found.other)],
            grade=found.grade,
            reasons=list(found.reasons),
        )


class DecisionOut(BaseModel):
    """What was decided about aliases; ``person`` is empty when each stands alone."""

    number: int
    person: str
    aliases: list[str]
    undone: bool

    @classmethod
    def of(cls, decision: Decision, *, undone: bool) -> Self:
        """A decision as it is."""
        number, person, aliases = decision
        return cls(number=number, person=person, aliases=list(aliases), undone=undone)


class ErasureOut(BaseModel):
    """What an erasure did, and what it found of them afterwards."""

    person: str
    aliases: int
    documents: int = Field(description="That said something of them")
    kept: list[str] = Field(description="Names that others bear, too")
    found: list[str] = Field(description="Where something of them still stands")
    unproven: str = Field(description="What could not be looked at")

    @classmethod
    def of(cls, done: Erasure) -> Self:
        """An erasure as it was."""
        return cls(
            person=done.person,
            aliases=done.aliases,
            documents=done.documents,
            kept=list(done.kept),
            found=list(done.found),
            unproven=done.unproven,
        )


def erasure_lines(done: ErasureOut) -> Iterator[str]:
    """What an erasure did."""
    yield (
        f"erased {one_line(done.person)}: {done.aliases:,} aliases, "
        f"{done.documents:,} documents said something of them"
    )
    if done.kept:
        yield f"kept, since others are called so: {', '.join(done.kept)}"
    yield from _some("still found in", done.found)
    if done.unproven:
        yield done.unproven
    if not done.found and not done.unproven:
        yield "proven: nothing of them is in the store or in its files"


def details_lines(found: DetailsOut) -> Iterator[str]:
    """What is known of somebody."""
    yield style(f"{found.name} ({one_line(found.id)})", bold=True)
    if known := profile_line(found):
        yield f"  {known}"
    if found.former:
        yield f"  before: {', '.join(found.former)}"
    if found.manager:
        yield f"  manager: {found.manager.name} ({one_line(found.manager.id)})"
    if found.aliases:
        yield f"  also: {', '.join(map(one_line, found.aliases))}"
    yield f"  {found.documents:,} documents that you may see"
    if found.topics:
        yield f"  topics: {', '.join(found.topics)}"
    for document in found.newest:
        yield f"    {(document.date or '')[:10]:10}  {document.title or one_line(document.id)}"


def import_lines(done: ImportOut) -> Iterator[str]:
    """What an import did."""
    yield (
        f"{done.added:,} people added, {done.updated:,} updated, {done.left:,} have left; "
        f"they own {done.aliases:,} aliases"
    )
    yield from _some("given to several people, and so to nobody", done.shared)
    yield from _some("not read", done.faults)
    yield from _some("left out", done.notes)
    if done.faults:
        yield "nobody was marked as left, since not all could be read"


def suggestion_lines(found: Sequence[SuggestionOut], most: int) -> Iterator[str]:
    """Pairs, the surest first."""
    if not found:
        yield "no two aliases look like one person's"
        return
    for each in found[:most]:
        yield f"{each.grade:6}  {' = '.join(map(one_line, each.names))}"
        yield style(f"        {one_line(each.one)}  {one_line(each.other)}", dim=True)
        yield style(f"        {', '.join(each.reasons)}", dim=True)
    if len(found) > most:
        yield f"and {len(found) - most:,} more: --most {len(found)}"
    yield "merge a pair with `whoknows people merge ONE OTHER`, all exact ones with --accept exact"


def decision_lines(decided: Sequence[DecisionOut]) -> Iterator[str]:
    """What was decided, or taken back."""
    if not decided:
        yield "nothing to do"
    for each in decided:
        aliases = ", ".join(map(one_line, each.aliases))
        said = f"theirs is {aliases}" if each.person else f"on their own: {aliases}"
        whose = f"{one_line(each.person)}: " if each.person else ""
        yield f"{'taken back: ' if each.undone else ''}{whose}{said}"
    if decided and not decided[0].undone:
        yield "`whoknows people undo` takes it back"


def _some(what: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"{what}: {len(items):,}"
        yield from (f"  {one_line(item)}" for item in items[:_SHOWN])
    if len(items) > _SHOWN:
        yield f"  and {len(items) - _SHOWN:,} more: --json has all"

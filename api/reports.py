"""What passes did, as data for scripts and as lines for a terminal."""

from collections import Counter
from collections.abc import Collection, Iterator

from pydantic import BaseModel, Field

from graphkit.acl import EVERYONE
from graphkit.ops import KnownSource
from graphkit.text import encodable, one_line
from ingest.pipeline import Report

_SHOWN = 20
"""Lines of quarantine under a pass; `whoknows sources` has all."""

_COUNTS = (
    "read",
    "new",
    "changed",
    "unchanged",
    "removed",
    "served",
    "unseen",
    "anonymous",
    "blocked",
)


class FailedOut(BaseModel):
    """Something that could not be read, or a source whose pass stopped, and why."""

    source: str
    reason: str


class ReportOut(BaseModel):
    """What a run did, in records, over all its sources."""

    sources: list[str] = []
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    served: int = Field(0, description="Records that were given the --acl tokens")
    unseen: int = Field(0, description="Records of groups in which nobody is known to be")
    anonymous: int = Field(0, description="Records that name no person")
    blocked: int = Field(0, description="Mentions of phrases that WHOKNOWS_BLOCKED_TOPICS names")
    acl: list[str] = []
    quarantined: list[FailedOut] = []
    skipped: dict[str, int] = Field({}, description="What no connector reads, by kind")
    unswept: list[str] = Field([], description="Sources where removals could not be told")
    failed: list[FailedOut] = Field([], description="Sources whose pass stopped")
    untagged: list[str] = Field([], description="Languages whose tagger is not installed")
    people: int = Field(0, description="People on file afterwards")
    seconds: float = 0.0

    def add(self, name: str, report: Report, acl: Collection[str] | None) -> None:
        """Count a source's pass in, with its ``--acl`` if it has one."""
        self.sources.append(name)
        for count in _COUNTS:
            setattr(self, count, getattr(self, count) + getattr(report, count))
        if report.served:
            self.acl = sorted({*self.acl, *((EVERYONE,) if acl is None else acl)})
        self.quarantined += [
            FailedOut(source=encodable(f"{name}: {where}"), reason=encodable(reason))
            for where, reason in report.quarantined
        ]
        skipped = Counter({encodable(what): count for what, count in report.skipped.items()})
        self.skipped = dict(sorted((Counter(self.skipped) + skipped).items()))
        self.unswept += [] if report.complete else [name]
        self.seconds = round(self.seconds + report.seconds, 3)


class QuarantinedOut(BaseModel):
    """Something that could not be read: where, why, since when."""

    place: str
    reason: str
    since: str


class SourceOut(BaseModel):
    """A source and how its last pass ended."""

    name: str
    kind: str
    root: str
    documents: int
    ended: str | None = Field(description="When its last pass ended, UTC")
    summary: str | None = Field(description="What that pass did")
    error: str | None = Field(description="Why that pass stopped")
    quarantined: list[QuarantinedOut]

    @classmethod
    def of(cls, known: KnownSource, documents: int) -> "SourceOut":
        """A known source with so many documents on file."""
        return cls(
            name=known.name,
            kind=known.kind,
            root=known.root,
            documents=documents,
            ended=known.ended or None,
            summary=known.summary or None,
            error=known.error or None,
            quarantined=[
                QuarantinedOut(place=item.place, reason=item.reason, since=item.since)
                for item in known.quarantined
            ],
        )


def summary(report: Report | ReportOut) -> str:
    """What was read, in a few words."""
    return (
        f"{report.read:,} read, {report.new:,} new, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged, {report.removed:,} removed"
    )


def report_lines(total: ReportOut) -> Iterator[str]:
    """A run: its counts, then what needs somebody's attention."""
    if total.sources:
        yield (
            f"{', '.join(total.sources)}: {summary(total)}; {total.people:,} people on file; "
            f"{total.seconds:.1f} s"
        )
    yield from _attention(total)
    for language in total.untagged:
        yield f"no tagger for {language} is installed: phrases are found by runs of words (README)"
    if total.skipped:
        kinds = ", ".join(f"{one_line(what)} {count:,}" for what, count in total.skipped.items())
        yield f"skipped: {kinds}"
    for item in total.quarantined[:_SHOWN]:
        yield one_line(f"could not be read: {item.source}: {item.reason}")
    if len(total.quarantined) > _SHOWN:
        left = len(total.quarantined) - _SHOWN
        yield f"and {left:,} more could not be read: `whoknows sources` lists them"
    for name in total.unswept:
        yield f"nothing was removed from {name}: what could not be read may have been on file"


def _attention(total: ReportOut) -> Iterator[str]:
    """What is otherwise than somebody may think: who sees it, whom it speaks for."""
    if total.served:
        verb = "record brings" if total.served == 1 else "records bring"
        yield f"{total.served:,} {verb} no permissions: seen by {', '.join(total.acl)} (--acl)"
    if total.unseen:
        verb = "record is" if total.unseen == 1 else "records are"
        yield (
            f"{total.unseen:,} {verb} seen by nobody: who is in their groups is not known; for "
            "what brings no permissions, such as a public archive, say with --acl"
        )
    if total.anonymous:
        verb = "record names" if total.anonymous == 1 else "records name"
        yield f"{total.anonymous:,} {verb} no person, and so speak for nobody"
    if total.blocked:
        verb = "mention of a phrase" if total.blocked == 1 else "mentions of phrases"
        yield f"{total.blocked:,} {verb} not stored: WHOKNOWS_BLOCKED_TOPICS"


def source_lines(source: SourceOut) -> Iterator[str]:
    """A source: where it is, what is on file of it, and what is in quarantine."""
    yield one_line(f"{source.name}  ({source.kind}, {source.root})")
    ended = (source.ended or "").replace("T", " ")[:16]
    if source.error:
        error = one_line(source.error)
        yield f"  {source.documents:,} documents; stopped {ended} UTC: {error}"
    elif source.ended:
        yield f"  {source.documents:,} documents; last read {ended} UTC: {source.summary}"
    else:
        yield f"  {source.documents:,} documents; never read to its end"
    if source.quarantined:
        yield "  could not be read, and is tried again each time:"
    for item in source.quarantined:
        yield "    " + one_line(f"{item.place}: {item.reason} (since {item.since[:10]})")

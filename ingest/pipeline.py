"""ingest(): one pass over a source. Skip, read, extract, put, sweep, quarantine, report."""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, filterfalse

from graphkit.acl import EVERYONE, OPERATOR
from graphkit.errors import RecordRejected, SourceUnreadable, SweepRefused
from graphkit.ids import digest
from graphkit.model import Digest, Reading, Scope
from graphkit.store import GraphStore
from graphkit.suppression import Suppressions
from ingest.assemble import VERSION, assemble
from ingest.connector import Connector
from ingest.extraction import Extraction, Found, Part, Said
from ingest.record import Content, Record, Skipped, Unreadable
from ingest.workers import Limits, Workers

_BATCH_RECORDS = 3000
_BATCH_TAGGED = 300
"""Tagging takes seconds for these: what is done by then is written, and the bar moves."""
_BATCH_HEAVY = 100
"""So many files at most are parsed for nothing when the pass is killed."""
_BATCH_BYTES = 32_000_000


@dataclass(slots=True)
class Report:
    """What a pass did, in records; ``quarantined`` names each that could not be read and why.

    ``complete`` is false when something without an id could not be read: then nothing is swept.
    ``served`` counts the records that were given the ``--acl`` tokens, bringing none of their own;
    ``unseen`` those that nobody may see, as far as the source tells who is in its groups;
    ``anonymous`` those that name no person and so speak for nobody; ``blocked`` counts the
    mentions that the block list kept out.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    served: int = 0
    unseen: int = 0
    anonymous: int = 0
    blocked: int = 0
    quarantined: list[tuple[str, str]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    complete: bool = True
    seconds: float = 0.0


def ingest(  # noqa: PLR0913  a pass has that many conditions
    store: GraphStore,
    connector: Connector,
    source: str,
    *,
    extraction: Extraction,
    acl: frozenset[str] | None = None,
    workers: Workers | None = None,
    agree: Callable[[int, int], bool] = lambda _gone, _of: False,
    advance: Callable[[], None] = lambda: None,
) -> Report:
    """Read a source into a store; what is on file unchanged is not read again.

    Parameters
    ----------
    source
        The source's name: all document ids of the connector begin with it.
    extraction
        How topics are found.
    acl
        Serves records that bring none; None: what they fall back to, else everyone.
    workers
        Parse the records that are heavy, and tag, several at once when they are several.
    agree
        Asked with two numbers when so many documents of so many are gone, above half: whether
        that is right.
    advance
        Called once a record is done, for a progress bar.

    Raises
    ------
    SourceUnreadable
        When the source cannot be read to its end; what was read before stands.
    SweepRefused
        When above half of the source is gone and nobody agreed; what was read stands.
    """
    started = time.monotonic()
    run = _Pass(store, source, extraction, acl, workers or Workers(Limits()), advance)
    try:
        for item in connector.records():
            run.take(item)
    except SourceUnreadable:
        run.flush()
        raise
    run.flush()
    if run.report.complete:
        run.sweep(connector, agree)
    run.report.seconds = time.monotonic() - started
    return run.report


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A million tuples and no cycle: looking for cycles takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


_Parsed = tuple[Record, Content, Digest]


def _said(content: Content) -> Said:
    part: Part = "" if content.thread is None else "replies" if content.reply_to else "opens"
    return Said(content.title, content.text, content.language, part)


class _Pass:
    """The state of one pass: what is on file, what was seen, what waits to be written."""

    def __init__(  # noqa: PLR0913, PLR0917  made in one place
        self,
        store: GraphStore,
        source: str,
        extraction: Extraction,
        acl: frozenset[str] | None,
        workers: Workers,
        advance: Callable[[], None],
    ) -> None:
        self.report = Report()
        self._store, self._source, self._given = store, source, acl
        self._acl = frozenset({EVERYONE}) if acl is None else acl
        self._workers, self._advance = workers, advance
        self._extraction = extraction
        self._most = _BATCH_TAGGED if extraction.is_slow else _BATCH_RECORDS
        self._terms = (
            f"{VERSION} {extraction.version} {'' if acl is None else ' '.join(sorted(acl))}"
        )
        self._suppressed = Suppressions(store.suppressions())
        self._on_file: Mapping[str, Digest] = store.digests(source)
        self._seen: set[str] = set()
        self._waiting: list[tuple[Record, str, Callable[[], Content]]] = []
        self._bytes = self._heavy = 0

    def take(self, item: Record | Unreadable | Skipped) -> None:
        """Skip what is on file, keep the rest for the next batch."""
        if isinstance(item, Skipped):
            self.report.skipped[item.what] += 1
            self._advance()
            return
        self.report.read += 1
        if isinstance(item, Unreadable):
            if item.id in self._seen:  # a second one under the id of a good one, which stands
                self._name(item)
            else:
                self._quarantine(item)
            self._advance()
            return
        self._seen.add(item.id)
        raw = digest(item.raw, self._terms)
        if item.id in self._on_file and self._on_file[item.id].raw == raw:
            self.report.unchanged += 1
            self._advance()
            return
        parse = self._workers.beside(item.parse) if item.heavy else item.parse
        self._waiting.append((item, raw, parse))
        self._bytes += item.size
        self._heavy += item.heavy
        if (
            len(self._waiting) >= self._most
            or self._heavy >= _BATCH_HEAVY
            or self._bytes >= _BATCH_BYTES
        ):
            self.flush()

    def flush(self) -> None:
        """Parse, clean, extract and write what waits."""
        waiting, self._waiting, self._bytes, self._heavy = self._waiting, [], 0, 0
        parsed = list(chain.from_iterable(self._parsed(*each) for each in waiting))
        for group, members in {g: m for _, c, _ in parsed for g, m in c.groups.items()}.items():
            self._store.enrol(group, frozenset(filterfalse(self._suppressed.token, members)))
        with _collector_paused():
            change = self._store.put(self._read(parsed))
        self.report.new += change.added
        self.report.changed += change.replaced

    def sweep(self, connector: Connector, agree: Callable[[int, int], bool]) -> None:
        """Remove what a complete pass no longer found; above half of it only when agreed."""
        gone = [
            key for key in sorted(self._on_file) if key not in self._seen and connector.covers(key)
        ]
        if 2 * len(gone) > len(self._on_file) and not agree(len(gone), len(self._on_file)):
            msg = (
                f"{len(gone):,} of the {len(self._on_file):,} documents on file from "
                f"{self._source!r} are gone; none was removed: if that is right, repeat with --yes"
            )
            raise SweepRefused(msg)
        self.report.removed += self._store.remove(gone).removed

    def _parsed(self, record: Record, raw: str, parse: Callable[[], Content]) -> Iterator[_Parsed]:
        """A record parsed, if it can be."""
        try:
            content = parse()
        except RecordRejected as rejected:
            self._quarantine(Unreadable(record.where, str(rejected), record.id), record.acl)
        except Exception as error:  # noqa: BLE001  whatever a parser does, the pass goes on
            reason = f"its parser failed: {type(error).__name__}"
            self._quarantine(Unreadable(record.where, reason, record.id), record.acl)
        else:
            said = digest(self._extraction.version, *map(str, _said(content)))
            yield record, content, Digest(raw, said)
        self._advance()

    def _read(self, parsed: Sequence[_Parsed]) -> list[Reading]:
        """Clean, extract and assemble, where what is said has changed."""
        fresh = [each for each in parsed if not self._is_known(*each)]
        known = [each for each in parsed if self._is_known(*each)]
        said = [_said(content) for _, content, _ in fresh]
        readings: list[Reading] = []
        extracted = self._workers.extract(self._extraction, said)
        for found, (record, content, stamp) in zip(extracted, fresh, strict=True):
            self.report.blocked += found.blocked
            readings += self._reading(record, content, found, stamp)
        for record, content, stamp in known:
            readings += self._reading(record, content, None, stamp)
        return readings

    def _reading(
        self, record: Record, content: Content, found: Found | None, stamp: Digest
    ) -> Iterator[Reading]:
        """A record assembled, if the model allows it."""
        fallback = content.fallback if self._given is None else None
        try:
            acl = fallback or self._acl
            reading = self._suppressed.redacted(
                assemble(record.id, content, found, acl=acl, stamp=stamp)
            )
        except RecordRejected as rejected:
            self._quarantine(Unreadable(record.where, str(rejected), record.id), record.acl)
        else:
            fell = content.acl is None and bool(fallback)
            self.report.served += content.acl is None and not fell
            # who is in a group that somebody named is known to them
            self.report.unseen += all(
                not content.groups.get(token, not fell) for token in reading.document.acl
            )
            self.report.anonymous += not reading.contributions
            yield reading

    def _name(self, item: Unreadable) -> None:
        self.report.quarantined.append((item.where, item.reason))

    def _is_known(self, record: Record, _: Content, stamp: Digest) -> bool:
        """Whether it says what it said: its mentions on file are still right."""
        on_file = self._on_file.get(record.id)
        return on_file is not None and on_file.content == stamp.content

    def _quarantine(self, item: Unreadable, acl: frozenset[str] | None = None) -> None:
        """Name it; its last good reading stays, for those who might see it before and may now."""
        self._name(item)
        if item.id is None:
            self.report.complete = False
            return
        self._seen.add(item.id)
        now = self._acl if acl is None else acl
        if item.id in self._on_file and EVERYONE not in now:
            scope = Scope(documents=frozenset({item.id}), topics=frozenset())
            (kept,) = self._store.facts(OPERATOR, scope).readings
            before = kept.document.acl
            narrowed = now if EVERYONE in before else now & before
            if narrowed != before:
                document = replace(kept.document, acl=narrowed)
                stamp = Digest("", kept.digest.content)  # read it again as soon as it can be
                self._store.put([replace(kept, document=document, digest=stamp, mentions=None)])

"""The embedded store: one SQLite file, one writer beside many readers in other processes."""

import sqlite3
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graphkit.acl import OPERATOR, Viewer, token
from graphkit.errors import SchemaMismatch, StoreError, StoreUnavailable
from graphkit.model import (
    Change,
    Digest,
    Facts,
    Message,
    Postings,
    Reading,
    Scope,
    Totals,
    Vocabulary,
    Volume,
)
from graphkit.person import Decision, Person
from graphkit.rows import entries_of, rows_of
from graphkit.store import GraphStore, Row
from graphkit.stores import sqlite_migrations as migrations
from graphkit.stores import sqlite_people, sqlite_scrub
from graphkit.stores import sqlite_postings as postings
from graphkit.stores import sqlite_reads as reads
from graphkit.stores import sqlite_schema as schema
from graphkit.stores import sqlite_writes as writes
from graphkit.stores.sqlite_shelf import Shelf
from graphkit.stores.sqlite_vocabulary import vocabulary
from graphkit.suppression import Suppression


class SqliteStore(GraphStore):
    """A store in one file (``sqlite:///path``), in write-ahead mode.

    Reads and writes may come from any thread: each takes a connection of its own. A second
    writer, in this process or another, waits up to 30 seconds for the first one's batch.
    """

    def __init__(
        self,
        url: str,
        *,
        create: bool = False,
        sign_in: tuple[str, str] | None = None,  # noqa: ARG002  a file asks for none
    ) -> None:
        """Open the file; see `graphkit.store.open_store`."""
        self._path = Path(url.removeprefix("sqlite:///"))
        self._idle: list[sqlite3.Connection] = []
        weakref.finalize(self, _close, self._idle)  # nobody closes a notebook's view by hand
        self._topic_ids = writes.TopicIds()
        self._shelf = Shelf()
        if create and not (self._path.exists() and self._path.stat().st_size):
            with self._errors():
                schema.create(self._path)
        if not self._path.is_file():
            msg = f"there is no store at {self._path}: make it with `whoknows ingest PATH`"
            raise StoreUnavailable(msg)
        with self._errors():
            migrations.migrate(self._path)
        with self._connection():
            """Fail now, not at the first question, if this is no store of ours."""

    def put(self, readings: Iterable[Reading]) -> Change:
        """See `GraphStore.put`."""
        batch = {reading.document.id: reading for reading in readings}
        if not batch:
            return Change()
        with self._writing() as db:
            return writes.put(db, batch, self._topic_ids)

    def remove(self, document_ids: Iterable[str]) -> Change:
        """See `GraphStore.remove`."""
        gone = sorted(document_ids)
        if not gone:
            return Change()
        with self._writing() as db:
            return writes.remove(db, gone, self._topic_ids)

    def enrol(self, group: str, members: frozenset[str]) -> None:
        """See `GraphStore.enrol`."""
        known = {token(member) for member in members}
        with self._writing() as db:
            writes.enrol(db, token(group), frozenset(known), self._topic_ids)

    def assign(
        self, people: Iterable[Person], decisions: Collection[Decision] | None = None
    ) -> None:
        """See `GraphStore.assign`."""
        with self._writing() as db:
            writes.assign(db, people, decisions, self._topic_ids)

    def owners(self, aliases: Collection[str]) -> Mapping[str, Person]:
        """See `GraphStore.owners`."""
        with self._reading() as db:
            return sqlite_people.owners(db, aliases)

    def people(self, ids: Collection[str] | None = None) -> Mapping[str, Person]:
        """See `GraphStore.people`."""
        with self._reading() as db:
            return sqlite_people.people(db, ids)

    def decisions(self) -> tuple[Decision, ...]:
        """See `GraphStore.decisions`."""
        with self._reading() as db:
            return sqlite_people.decisions(db)

    def suppress(self, more: Iterable[Suppression]) -> None:
        """See `GraphStore.suppress`."""
        with self._writing() as db:
            writes.suppress(db, more, self._topic_ids)

    def suppressions(self) -> tuple[Suppression, ...]:
        """See `GraphStore.suppressions`."""
        with self._reading() as db:
            return sqlite_people.suppressions(db)

    def scrub(self, texts: Collection[str]) -> tuple[tuple[str, ...], str]:
        """See `GraphStore.scrub`."""
        with self._connection() as db:
            migrations.drop_copies(self._path)
            return sqlite_scrub.scrub(self._path, db, texts)

    def digests(self, source: str) -> Mapping[str, Digest]:
        """See `GraphStore.digests`."""
        with self._reading() as db:
            return reads.digests(db, source)

    def totals(self, viewer: Viewer) -> Totals:
        """See `GraphStore.totals`."""
        with self._reading() as db:
            return reads.totals(db, reads.visible_classes(db, viewer), self._shelf)

    def postings(self, viewer: Viewer, topics: frozenset[str]) -> Postings:
        """See `GraphStore.postings`."""
        with self._reading() as db:
            return postings.postings(db, viewer, topics, self._shelf)

    def frequencies(self, viewer: Viewer, topics: Collection[str]) -> Mapping[str, int]:
        """See `GraphStore.frequencies`."""
        with self._reading() as db:
            return postings.frequencies(db, viewer, topics, self._shelf)

    def keys(self, viewer: Viewer, numbers: Collection[int]) -> Mapping[int, str]:
        """See `GraphStore.keys`."""
        with self._reading() as db:
            return postings.keys(db, viewer, numbers, self._shelf)

    def since(self, viewer: Viewer, date: str) -> Collection[int]:
        """See `GraphStore.since`."""
        with self._reading() as db:
            return reads.since(db, reads.visible_classes(db, viewer), date)

    def threads(
        self, viewer: Viewer, documents: Collection[str]
    ) -> Collection[tuple[Message, ...]]:
        """See `GraphStore.threads`."""
        with self._reading() as db:
            return postings.threads(db, viewer, documents, self._shelf)

    def facts(self, viewer: Viewer, scope: Scope) -> Facts:
        """See `GraphStore.facts`."""
        with self._reading() as db:
            return reads.facts(db, viewer, scope, self._shelf)

    def volumes(self, viewer: Viewer, aliases: Collection[str]) -> Mapping[str, Volume]:
        """See `GraphStore.volumes`."""
        with self._reading() as db:
            return reads.volumes(db, reads.visible_classes(db, viewer), aliases, self._shelf)

    def vocabulary(self, viewer: Viewer, least: int) -> Vocabulary:
        """See `GraphStore.vocabulary`."""
        with self._reading() as db:
            return vocabulary(db, viewer, least)

    def dump(self) -> Iterator[Row]:
        """See `GraphStore.dump`."""
        with self._reading() as db:
            for membership in reads.memberships(db):
                yield from rows_of(membership)
            for person in sqlite_people.people(db, None).values():
                yield from rows_of(person)
            for decision in sqlite_people.decisions(db):
                yield from rows_of(decision)
            for suppressed in sqlite_people.suppressions(db):
                yield from rows_of(suppressed)
            for part in reads.parts(db):
                for reading in reads.facts(db, OPERATOR, Scope(part), Shelf()).readings:
                    yield from rows_of(reading)

    def load(self, rows: Iterable[Row]) -> None:
        """See `GraphStore.load`."""
        with self._writing() as db:
            if not reads.is_empty(db):
                msg = f"the store {self._path} is not empty: name a new file with --store"
                raise StoreError(msg)
            writes.load(db, entries_of(rows), self._topic_ids)

    def tidy(self) -> None:
        """See `GraphStore.tidy`."""
        with self._connection() as db:
            schema.tidy(db)
            migrations.drop_copies(self._path)

    def revision(self) -> int:
        """See `GraphStore.revision`."""
        with self._reading() as db:
            return reads.revision(db)

    def close(self) -> None:
        """See `GraphStore.close`."""
        _close(self._idle)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own, kept for the next who needs one."""
        with self._errors():
            try:
                db = self._idle.pop()
            except IndexError:
                db = schema.connect(self._path)
            try:
                yield db
            finally:
                self._idle.append(db)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent state of the store."""
        with self._connection() as db:
            db.execute("BEGIN")
            try:
                yield db
            finally:
                _roll_back(db)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                self._topic_ids.forget()
                _roll_back(db)
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """SQLite's errors in the product's words."""
        try:
            yield
        except sqlite3.IntegrityError as error:
            msg = f"{self._path} refuses what contradicts itself: {error}"
            raise StoreError(msg) from error
        except sqlite3.OperationalError as error:
            hint = "see that its folder is there and writable, and the disk not full"
            msg = f"the store {self._path} cannot be used ({error}): {hint}"
            raise StoreUnavailable(msg) from error
        except sqlite3.DatabaseError as error:
            msg = f"{self._path} is no whoknows store ({error}): name another with --store"
            raise SchemaMismatch(msg) from error


def _roll_back(db: sqlite3.Connection) -> None:
    if db.in_transaction:  # a disk that fails or is full has ended it already
        db.execute("ROLLBACK")


def _close(idle: list[sqlite3.Connection]) -> None:
    while idle:
        idle.pop().close()

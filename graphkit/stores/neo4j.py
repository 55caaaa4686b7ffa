"""The store for teams: a Neo4j database, whose writers take turns beside many readers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from graphkit.acl import OPERATOR, Viewer, token
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
from graphkit.rows import Membership, rows_of
from graphkit.store import GraphStore, Row
from graphkit.stores import neo4j_people
from graphkit.stores import neo4j_postings as postings
from graphkit.stores import neo4j_reads as reads
from graphkit.stores import neo4j_schema as schema
from graphkit.stores import neo4j_writes as writes
from graphkit.stores.neo4j_connection import Connection
from graphkit.stores.neo4j_load import load
from graphkit.stores.neo4j_schema import State, Tx
from graphkit.stores.neo4j_seen import Seen, seen, totals
from graphkit.suppression import Suppression

_Found = TypeVar("_Found")
_UNPROVEN = (
    "the server's files and logs were not looked at: they are clean after `whoknows copy` into an "
    "empty database, when this one is dropped"
)


class Neo4jStore(GraphStore):
    """A store in a Neo4j database (``neo4j://host:7687``, ``bolt://``, ``neo4j+s://``, …).

    A path names another database of the server than its usual one. Reads and writes may come
    from any thread and process; writers wait for each other.
    """

    def __init__(
        self, url: str, *, create: bool = False, sign_in: tuple[str, str] | None = None
    ) -> None:
        """Connect; see `graphkit.store.open_store`."""
        self._server = Connection(url, sign_in)
        self._seen: tuple[int, dict[Viewer, Seen]] = (-1, {})
        try:
            self._server.open(create=create)
        except BaseException:
            self.close()
            raise

    def put(self, readings: Iterable[Reading]) -> Change:
        """See `GraphStore.put`; what is too much for one transaction goes in several."""
        last = {reading.document.id: reading for reading in readings}
        change = Change()
        for lot in writes.lots(last[key] for key in sorted(last)):
            change += self._server.write(writes.written(lot))
        return change

    def remove(self, document_ids: Iterable[str]) -> Change:
        """See `GraphStore.remove`; what is too much for one transaction goes in several."""
        gone = sorted(document_ids)
        change = Change()
        for start in range(0, len(gone), writes.REMOVED_AT_ONCE):
            some = gone[start : start + writes.REMOVED_AT_ONCE]
            change += self._server.write(writes.removed(some))
        return change

    def enrol(self, group: str, members: frozenset[str]) -> None:
        """See `GraphStore.enrol`."""
        known = frozenset(token(member) for member in members)
        self._server.write(writes.enrolled(Membership(token(group), known)))

    def assign(
        self, people: Iterable[Person], decisions: Collection[Decision] | None = None
    ) -> None:
        """See `GraphStore.assign`; what is too much for one transaction goes in several."""
        for lot in neo4j_people.lots(people):
            self._server.write(neo4j_people.assigned(lot, None))
        self._server.write(neo4j_people.assigned((), decisions))

    def owners(self, aliases: Collection[str]) -> Mapping[str, Person]:
        """See `GraphStore.owners`."""
        return self._server.read(lambda tx, _: neo4j_people.owners(tx, aliases))

    def people(self, ids: Collection[str] | None = None) -> Mapping[str, Person]:
        """See `GraphStore.people`."""
        return self._server.read(lambda tx, _: neo4j_people.people(tx, ids))

    def decisions(self) -> tuple[Decision, ...]:
        """See `GraphStore.decisions`."""
        return self._server.read(lambda tx, _: neo4j_people.decisions(tx))

    def suppress(self, more: Iterable[Suppression]) -> None:
        """See `GraphStore.suppress`."""
        self._server.write(neo4j_people.suppressed(more))

    def suppressions(self) -> tuple[Suppression, ...]:
        """See `GraphStore.suppressions`."""
        return self._server.read(lambda tx, _: neo4j_people.suppressions(tx))

    def scrub(self, texts: Collection[str]) -> tuple[tuple[str, ...], str]:  # noqa: ARG002  a server's files are out of reach
        """See `GraphStore.scrub`; what a server has in its files, and for how long, is its own."""
        return (), _UNPROVEN

    def digests(self, source: str) -> Mapping[str, Digest]:
        """See `GraphStore.digests`."""
        return self._server.read(lambda tx, _: reads.digests(tx, source))

    def totals(self, viewer: Viewer) -> Totals:
        """See `GraphStore.totals`."""
        return self._look(viewer, totals)

    def postings(self, viewer: Viewer, topics: frozenset[str]) -> Postings:
        """See `GraphStore.postings`."""
        return self._look(viewer, lambda tx, known: postings.postings(tx, known, topics))

    def frequencies(self, viewer: Viewer, topics: Collection[str]) -> Mapping[str, int]:
        """See `GraphStore.frequencies`."""
        return self._look(viewer, lambda tx, known: postings.frequencies(tx, known, topics))

    def keys(self, viewer: Viewer, numbers: Collection[int]) -> Mapping[int, str]:
        """See `GraphStore.keys`."""
        return self._look(viewer, lambda tx, known: postings.keys(tx, known, numbers))

    def since(self, viewer: Viewer, date: str) -> Collection[int]:
        """See `GraphStore.since`."""
        return self._look(viewer, lambda tx, known: reads.since(tx, known, date))

    def threads(
        self, viewer: Viewer, documents: Collection[str]
    ) -> Collection[tuple[Message, ...]]:
        """See `GraphStore.threads`."""
        return self._look(viewer, lambda tx, known: postings.threads(tx, known, documents))

    def facts(self, viewer: Viewer, scope: Scope) -> Facts:
        """See `GraphStore.facts`."""
        return self._look(viewer, lambda tx, known: reads.facts(tx, known, scope))

    def volumes(self, viewer: Viewer, aliases: Collection[str]) -> Mapping[str, Volume]:
        """See `GraphStore.volumes`."""
        return self._look(viewer, lambda tx, known: reads.volumes(tx, known, aliases))

    def vocabulary(self, viewer: Viewer, least: int) -> Vocabulary:
        """See `GraphStore.vocabulary`."""
        return self._look(viewer, lambda tx, known: reads.vocabulary(tx, known, least))

    def dump(self) -> Iterator[Row]:
        """See `GraphStore.dump`; writers wait until it ends."""
        with (
            self._server.errors(),
            self._server.session() as session,
            session.begin_transaction() as tx,
        ):
            state = self._server.loaded(schema.lock(tx))
            known = seen(tx, OPERATOR, state.revision)
            for group, members in reads.memberships(tx).items():
                yield from rows_of(Membership(group, members))
            for person in neo4j_people.people(tx, None).values():
                yield from rows_of(person)
            for decision in neo4j_people.decisions(tx):
                yield from rows_of(decision)
            for suppressed in neo4j_people.suppressions(tx):
                yield from rows_of(suppressed)
            for part in reads.parts(tx):
                for reading in reads.facts(tx, known, Scope(part)).readings:
                    yield from rows_of(reading)
                known = Seen(known.revision, known.size, known.classes)

    def load(self, rows: Iterable[Row]) -> None:
        """See `GraphStore.load`."""
        load(self._server, rows)

    def tidy(self) -> None:
        """See `GraphStore.tidy`; Neo4j does it by itself."""

    def revision(self) -> int:
        """See `GraphStore.revision`."""
        return self._server.read(lambda _, state: state.revision)

    def close(self) -> None:
        """See `GraphStore.close`."""
        self._server.close()

    def _look(self, viewer: Viewer, work: Callable[[Tx, Seen], _Found]) -> _Found:
        """Read as a viewer, with what was read for them before."""

        def looking(tx: Tx, state: State) -> _Found:
            revision, kept = self._seen
            if revision != state.revision:
                self._seen = (state.revision, kept := {})
            known = kept.get(viewer)
            if known is None or known.is_full:
                known = kept[viewer] = seen(tx, viewer, state.revision)
            return work(tx, known)

        return self._server.read(looking)

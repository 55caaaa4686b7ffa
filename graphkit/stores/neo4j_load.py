"""Loading a dump into the Neo4j store: many transactions that count as one.

One alone would not fit into the server's memory. Until all is there the store bears the mark of
who loads it, and lets nobody read; what a load left that was killed, the next one wipes.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

from graphkit.errors import StoreError
from graphkit.model import Reading
from graphkit.rows import Membership, entries_of
from graphkit.store import Row
from graphkit.stores import neo4j_people
from graphkit.stores import neo4j_writes as writes
from graphkit.stores.neo4j_connection import Connection, Write
from graphkit.stores.neo4j_reads import is_empty
from graphkit.stores.neo4j_schema import State, Tx

_WIPED_AT_ONCE = 20_000
_PEOPLE_AT_ONCE = 1_000
_WIPE = (
    "MATCH ()-[r]->() WITH r LIMIT $some DELETE r RETURN count(*)",
    """MATCH (n) WHERE NOT n:Store AND NOT n:Announced
    WITH n LIMIT $some DELETE n RETURN count(*)""",
)
_MARK = "MATCH (s:Store {name: 'whoknows'}) SET s.loading = $by"
_GO_BACK = """
MATCH (s:Store {name: 'whoknows'}), (a:Announced {name: 'whoknows'})
SET s.revision = $revision, a.revision = $revision
"""

_Found = TypeVar("_Found")


def load(server: Connection, rows: Iterable[Row]) -> None:
    """See `graphkit.store.GraphStore.load`."""
    own = uuid.uuid4().hex
    before = server.write(lambda tx, state: _claimed(tx, state, own, server.address), loading=True)
    try:
        if before.loading:
            _wipe(server, own)
        _fill(server, rows, own)
    except BaseException:
        with suppress(StoreError):  # why it failed matters more
            _wipe(server, own)
            server.write(_mine(own, lambda tx, _: _gone_back(tx, before)), loading=True)
        raise
    server.write(_mine(own, lambda tx, _: _unmarked(tx)), loading=True)


def _claimed(tx: Tx, state: State, own: str, address: str) -> tuple[State, bool]:
    """Mark a store that is empty, or that a load has left."""
    if not state.loading and not is_empty(tx):
        raise StoreError(
            f"the store {address} is not empty: name a new file with --store, or an empty database"
        )
    tx.run(_MARK, by=own).consume()
    return state, False


def _fill(server: Connection, rows: Iterable[Row], own: str) -> None:
    """Write what a dump says, some documents at a time."""
    waiting: list[neo4j_people.Entry] = []

    def readings() -> Iterator[Reading]:
        for entry in entries_of(rows):
            if isinstance(entry, Reading):
                yield entry
            elif isinstance(entry, Membership):
                server.write(_mine(own, writes.enrolled(entry)), loading=True)
            else:
                waiting.append(entry)
                if len(waiting) == _PEOPLE_AT_ONCE:
                    flush()

    def flush() -> None:
        server.write(_mine(own, neo4j_people.written(waiting)), loading=True)
        waiting.clear()

    for lot in writes.lots(readings()):
        server.write(_mine(own, writes.written(lot)), loading=True)
    if waiting:
        flush()


def _wipe(server: Connection, own: str) -> None:
    """Delete all, some at a time."""
    for statement in _WIPE:
        while server.write(_mine(own, _wiped(statement)), loading=True):
            """There may be more."""


def _wiped(statement: str) -> Write[int]:
    def work(tx: Tx, _: State) -> tuple[int, bool]:
        return tx.run(statement, some=_WIPED_AT_ONCE).single(strict=True).value(), False

    return work


def _gone_back(tx: Tx, before: State) -> tuple[None, bool]:
    """Nobody has read meanwhile, so the count of writes may be what it was."""
    tx.run(_GO_BACK, revision=before.revision).consume()
    return _unmarked(tx)


def _unmarked(tx: Tx) -> tuple[None, bool]:
    tx.run(_MARK, by=None).consume()
    return None, False


def _mine(own: str, work: Write[_Found]) -> Write[_Found]:
    """The same, as long as nobody else began to load."""

    def checked(tx: Tx, state: State) -> tuple[_Found, bool]:
        if state.loading != own:
            raise StoreError("another load into the same store began: wait until it ends")
        return work(tx, state)

    return checked

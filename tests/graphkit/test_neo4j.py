"""What only a server can do wrong: not answer, refuse the sign-in, hold something else, die."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from graphkit.acl import OPERATOR
from graphkit.errors import ConfigError, SchemaMismatch, StoreError, StoreUnavailable
from graphkit.model import Scope
from graphkit.store import GraphStore, open_store
from graphkit.stores.neo4j_connection import Connection
from graphkit.stores.neo4j_schema import State, Tx
from tests import neo4j_server
from tests.conftest import ROOT
from tests.invariants.organisations import part, reading, stored

WIND = reading("a:wind", "wind ^wind_permit", part("ada"), date="2024-01-02")


@pytest.fixture
def address() -> str:
    """The server, empty."""
    return neo4j_server.emptied()


@pytest.fixture
def database(address: str) -> Iterator[Driver]:
    """The same, for a look past the store."""
    with GraphDatabase.driver(address, notifications_min_severity="OFF") as driver:
        yield driver


@pytest.fixture
def store(address: str) -> Iterator[GraphStore]:
    opened = stored(address, WIND)
    yield opened
    opened.close()


def _refused(address: str, error: type[Exception], said: str) -> float:
    """How many seconds it takes until a store that cannot be opened says so."""
    begun = time.monotonic()
    with pytest.raises(error, match=said):
        open_store(address, create=True)
    return time.monotonic() - begun


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "neo4j+s", "bolt+ssc"])
def test_where_nobody_answers_it_says_so_in_five_seconds(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert _refused(f"{scheme}://127.0.0.1:{port}", StoreUnavailable, "does not answer") < 5


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "neo4j+s"])
def test_where_somebody_listens_and_says_nothing_it_says_so_in_five_seconds(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert _refused(f"{scheme}://127.0.0.1:{port}", StoreUnavailable, "does not answer") < 5


@pytest.mark.parametrize("address", ["neo4j://ada:secret@host:7687", "bolt://:secret@host"])
def test_an_address_with_a_password_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(ConfigError, match="WHOKNOWS_STORE_PASSWORD") as refused:
        open_store(address)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("address", ["neo4j+x://h", "neo4j://", "bolt://h:no-port"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises((ConfigError, StoreUnavailable)):
        open_store(address)


def test_a_sign_in_that_is_refused_names_its_settings(tmp_path: Path) -> None:
    neo4j_server.address()  # skips where there is none
    server = {
        "NEO4J_LOCAL_DATA": str(tmp_path),
        "NEO4J_LOCAL_PORT": neo4j_server.free_port(),
        "NEO4J_LOCAL_HEAP": "256m",
    }
    own = "right-horse"
    address = neo4j_server.run("start", NEO4J_LOCAL_PASSWORD=own, **server)
    try:
        for sign_in in (None, ("neo4j", "wrong-horse"), ("nobody", own)):
            with pytest.raises(ConfigError, match="WHOKNOWS_STORE_USER") as refused:
                open_store(address, create=True, sign_in=sign_in)
            assert "horse" not in str(refused.value)
        store = open_store(address, create=True, sign_in=("neo4j", own))
        store.put([WIND])
        neo4j_server.run("kill", **server)
        begun = time.monotonic()
        with pytest.raises(StoreUnavailable, match="does not answer"):
            store.revision()
        assert time.monotonic() - begun < 5
        neo4j_server.run("start", **server)
        assert store.facts(OPERATOR, Scope()).readings == (WIND,)
        store.close()
    finally:
        neo4j_server.run("kill", **server)


def test_another_graph_and_another_version_are_left_alone(address: str, database: Driver) -> None:
    database.execute_query("CREATE (:Person {name: 'somebody else'})")
    assert _refused(address, SchemaMismatch, "holds another graph: name an empty database") < 5
    database.execute_query("MATCH (n) DETACH DELETE n")
    stored(address, WIND).close()
    database.execute_query("MATCH (s:Store) SET s.version = 99")
    _refused(address, SchemaMismatch, "holds a store of version 99")


def test_words_hang_apart_so_that_a_look_at_a_document_shows_topics(
    store: GraphStore, database: Driver
) -> None:
    assert store.revision() == 1
    shape = "MATCH (a)-[r]->(b) RETURN DISTINCT labels(a) + [type(r)] + labels(b)"
    found = {" ".join(row[0]) for row in database.execute_query(shape).records}
    assert found == {
        "Alias CONTRIBUTED Document",
        "Document MENTIONS Topic",
        "Document HAS_WORD Word",
    }


def test_nothing_is_left_of_what_nobody_refers_to(store: GraphStore, database: Driver) -> None:
    store.enrol("group:bids", frozenset({"user:ada@x.org"}))
    store.put([reading("a:wind", "grid", part("bob"), acl="group:bids")])
    store.remove(["a:wind"])
    count = "MATCH (n) WHERE NOT n:Store AND NOT n:Announced RETURN count(*)"
    assert database.execute_query(count).records[0][0] == 0


def test_what_a_writer_announced_who_died_does_not_keep_readers_out(
    store: GraphStore, database: Driver
) -> None:
    database.execute_query("MATCH (a:Announced) SET a.revision = a.revision + 1")
    assert store.revision() == 1
    announced = "MATCH (a:Announced) RETURN a.revision"
    assert database.execute_query(announced).records[0][0] == 1
    store.put([reading("a:2", "grid")])
    assert store.revision() == 2


def test_what_makes_no_sense_because_it_was_half_written_is_read_again(
    store: GraphStore, address: str
) -> None:
    server = Connection(address, None)

    def read(_: Tx, state: State) -> int:
        if state.revision == 1:
            store.put([reading("a:2", "grid")])
            raise KeyError
        return state.revision

    assert server.read(read) == 2
    with pytest.raises(ZeroDivisionError):
        server.read(lambda _, state: 1 // (state.revision - 2))
    server.close()


def test_a_load_that_was_killed_keeps_readers_out_and_the_next_one_begins_anew(
    address: str, database: Driver
) -> None:
    script = (
        "import os, sys; from graphkit.store import open_store;"
        "from tests.invariants.organisations import part, reading;"
        "from graphkit.rows import rows_of;"
        "many = [reading(f'a:{n:04}', 'wind', part('ada')) for n in range(1200)];"
        "rows = (row for each in many for row in rows_of(each));"
        "dying = (os._exit(9) if row[1] == 'a:1100' else row for row in rows);"
        "open_store(sys.argv[1], create=True).load(dying)"
    )
    done = subprocess.run([sys.executable, "-c", script, address], cwd=ROOT, check=False)
    assert done.returncode == 9
    half = "MATCH (d:Document) RETURN count(*)"
    assert 0 < database.execute_query(half).records[0][0] < 1100
    store = open_store(address, create=True)
    for read in (store.revision, lambda: list(store.dump()), lambda: store.put([WIND])):
        with pytest.raises(StoreUnavailable, match="is being loaded"):
            read()
    other = stored(neo4j_server.beside(), WIND)
    store.load(other.dump())
    assert list(store.dump()) == list(other.dump())
    other.close()
    store.close()


def test_of_two_loads_at_once_the_second_wins_and_the_first_is_told(address: str) -> None:
    first, second = open_store(address, create=True), open_store(address)
    other = stored(neo4j_server.beside(), WIND)

    def rows() -> Iterator[tuple[object, ...]]:
        second.load(other.dump())
        yield "member", "group:bids", ["user:ada@x.org"]

    with pytest.raises(StoreError, match="another load into the same store began"):
        first.load(rows())
    assert list(first.dump()) == list(other.dump())
    for store in (first, second, other):
        store.close()

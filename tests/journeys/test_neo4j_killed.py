"""Writers and servers that die, and writers that meet: nothing is lost, nothing doubled."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graphkit.store import Row, open_store
from tests import neo4j_server
from tests.conftest import ROOT, whoknows

ROWS = 4_000  # two batches


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two sources that share words and people."""
    folder = tmp_path_factory.mktemp("tables")
    return [_table(folder / f"{name}.jsonl", name) for name in ("one", "two")]


def _table(file: Path, name: str) -> Path:
    rows = (
        {
            "id": str(number),
            "text": f"wind permits {name}{number} word{number % 97} grid code",
            "people": [{"id": f"email:p{number % 50}@x.org", "name": f"P {number % 50}"}],
            "acl": [f"group:{number % 3}"],
        }
        for number in range(ROWS)
    )
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def undisturbed(tables: list[Path]) -> list[list[Row]]:
    """What an SQLite file holds after the first source, and after both."""
    address, found = neo4j_server.beside(), []
    for table in tables:
        assert whoknows("ingest", table, "--store", address, PHRASES="off").returncode == 0
        store = open_store(address)
        found.append(list(store.dump()))
        store.close()
    return found


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A server that may be killed, by command."""
    neo4j_server.address()  # skips where there is none
    data = str(tmp_path_factory.mktemp("server"))
    environment = {"NEO4J_LOCAL_DATA": data, "NEO4J_LOCAL_PORT": neo4j_server.free_port()}
    yield lambda command: neo4j_server.run(command, **environment)
    neo4j_server.run("kill", **environment)


def _begun(table: Path, address: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from api.terminal import main; main()", "ingest", str(table)],
        cwd=ROOT,
        env=os.environ
        | {"WHOKNOWS_STORE": address, "WHOKNOWS_OPS": str(folder / f"{table.stem}.ops.db")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _wait_for_some(address: str) -> None:
    """Until a part of the first source is on file."""
    with GraphDatabase.driver(address, notifications_min_severity="OFF") as driver:
        for _ in range(600):
            try:
                (row,) = driver.execute_query("MATCH (d:Document) RETURN count(*)").records
            except (DriverError, Neo4jError):
                row = [0]
            if row[0]:
                assert row[0] < ROWS, "it was through before it could be killed"
                return
            time.sleep(0.02)
    pytest.fail("nothing was written")


def _dumped(address: str) -> list[Row]:
    store = open_store(address)
    rows = list(store.dump())
    store.close()
    return rows


def test_after_a_writer_was_killed_a_second_pass_leaves_what_one_alone_leaves(
    tables: list[Path], undisturbed: list[list[Row]], tmp_path: Path
) -> None:
    address = neo4j_server.emptied()
    writer = _begun(tables[0], address, tmp_path)
    _wait_for_some(address)
    writer.kill()
    writer.communicate()
    again = _begun(tables[0], address, tmp_path)
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert _dumped(address) == undisturbed[0]


def test_after_the_server_was_killed_a_second_pass_leaves_what_one_alone_leaves(
    tables: list[Path],
    undisturbed: list[list[Row]],
    own: Callable[[str], str],
    tmp_path: Path,
) -> None:
    address = own("start")
    writer = _begun(tables[0], address, tmp_path)
    _wait_for_some(address)
    own("kill")
    said, _ = writer.communicate(timeout=60)
    assert writer.returncode != 0
    assert f"the store {address} does not answer" in said
    assert "Traceback" not in said
    own("start")
    again = _begun(tables[0], address, tmp_path)
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert _dumped(address) == undisturbed[0]


def test_two_ingests_at_once_lose_and_double_nothing(
    tables: list[Path], undisturbed: list[list[Row]], tmp_path: Path
) -> None:
    address = neo4j_server.emptied()
    writers = [_begun(table, address, tmp_path) for table in tables]
    for writer in writers:
        said, _ = writer.communicate(timeout=240)
        assert writer.returncode == 0, said
        assert f"{ROWS:,} new" in said
    assert _dumped(address) == undisturbed[1]

"""A real Neo4j for the tests (``scripts/neo4j-local``), started when the first one asks for it."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
from neo4j import GraphDatabase

_SCRIPT = Path(__file__).parents[1] / "scripts" / "neo4j-local"


def free_port() -> str:
    """A port that nobody uses: other tests may run on the same machine."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def missing() -> str:
    """What a server needs and this machine lacks."""
    return " and ".join(tool for tool in ("java", "mvn") if shutil.which(tool) is None)


_PORT = free_port()
_purposes: list[str] = []


def run(command: str, **environment: str) -> str:
    """What a command of ``scripts/neo4j-local`` prints last."""
    done = subprocess.run(
        [str(_SCRIPT), command],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env=os.environ | {"NEO4J_LOCAL_PORT": _PORT, "NEO4J_LOCAL_QUICK": "1"} | environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().rpartition("\n")[2]


@cache
def address() -> str:
    """The server of this run, ended with it; skips where it cannot run, unless in CI."""
    if lacking := missing():
        if os.environ.get("CI"):
            pytest.fail(f"Neo4j is not tested: there is no {lacking}")
        pytest.skip(f"Neo4j is not tested: there is no {lacking}")
    data = f"{_folder()}/server"
    atexit.register(run, "kill", NEO4J_LOCAL_DATA=data)
    return run("start", NEO4J_LOCAL_DATA=data)


@cache
def _driver() -> "GraphDatabase":
    driver = GraphDatabase.driver(address(), notifications_min_severity="OFF")
    atexit.register(driver.close)
    return driver


def emptied(purpose: str = "") -> str:
    """The address of the server, without any store in it; for what, where that is asked again."""
    _purposes.append(purpose)
    with _driver().session() as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
    return address()


def serves(purpose: str) -> bool:
    """Whether nobody has emptied the server since it was for that: tests may take turns."""
    return _purposes[-1:] == [purpose]


def beside() -> str:
    """The address of a new SQLite file, to compare with."""
    return f"sqlite:///{Path(tempfile.mkdtemp(dir=_folder())) / 'store.db'}"


@cache
def _folder() -> str:
    folder = tempfile.mkdtemp(prefix="neo4j-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder

"""Passes on record, quarantine, and taking turns."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from graphkit.errors import StoreUnavailable
from graphkit.ops import (
    Quarantined,
    claim_source,
    forget_source,
    known_sources,
    record_failure,
    record_pass,
    turn,
)
from tests.conftest import ROOT

MONDAY, TUESDAY = "2026-11-23T05:00:00", "2026-11-24T05:00:00"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in which two sources are known."""
    path = tmp_path / "ops.db"
    claim_source(path, "bids", "folder", tmp_path / "bids")
    claim_source(path, "air", "git", tmp_path / "air")
    return path


def test_before_anything_was_read_nothing_is_known(tmp_path: Path) -> None:
    assert known_sources(tmp_path / "ops.db") == []
    assert list(tmp_path.iterdir()) == []


def test_sources_come_by_name_with_their_last_pass(file: Path) -> None:
    record_pass(file, "bids", MONDAY, "1 read", [])
    record_pass(file, "bids", TUESDAY, "2 read", [])
    air, bids = known_sources(file)
    assert (air.name, air.kind, air.ended, air.summary, air.error) == ("air", "git", "", "", "")
    assert (bids.name, bids.ended, bids.summary, bids.error) == ("bids", TUESDAY, "2 read", "")
    assert bids.root == str(file.parent / "bids")


def test_what_stays_unreadable_is_named_since_it_is_and_what_was_read_is_not(file: Path) -> None:
    record_pass(file, "bids", MONDAY, "", [("b.pdf", "it is torn"), ("a.pdf", "it is torn")])
    record_pass(file, "bids", TUESDAY, "", [("c.pdf", "it is torn"), ("b.pdf", "encrypted")])
    _, bids = known_sources(file)
    assert bids.quarantined == (
        Quarantined("b.pdf", "encrypted", MONDAY),
        Quarantined("c.pdf", "it is torn", TUESDAY),
    )


def test_a_place_that_is_unreadable_twice_is_named_once(file: Path) -> None:
    record_pass(file, "bids", MONDAY, "", [("a.md", "first"), ("a.md", "second")])
    assert known_sources(file)[1].quarantined == (Quarantined("a.md", "second", MONDAY),)


def test_a_pass_that_stopped_says_why_and_keeps_the_quarantine(file: Path) -> None:
    record_pass(file, "bids", MONDAY, "1 read", [("a.pdf", "it is torn")])
    record_failure(file, "bids", TUESDAY, "there is no bids")
    _, bids = known_sources(file)
    assert (bids.ended, bids.summary, bids.error) == (TUESDAY, "", "there is no bids")
    assert [each.place for each in bids.quarantined] == ["a.pdf"]
    record_pass(file, "bids", TUESDAY, "1 read", [])
    assert known_sources(file)[1].error == ""


def test_a_forgotten_source_leaves_nothing_and_its_name_is_free(
    file: Path, tmp_path: Path
) -> None:
    record_pass(file, "bids", MONDAY, "1 read", [("a.pdf", "it is torn")])
    forget_source(file, "bids")
    assert [each.name for each in known_sources(file)] == ["air"]
    claim_source(file, "bids", "table", tmp_path / "elsewhere")
    assert known_sources(file)[1].quarantined == ()


def test_a_file_of_the_last_version_is_opened(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ops.db") as db:
        db.execute("CREATE TABLE source (name TEXT PRIMARY KEY, kind TEXT NOT NULL, root TEXT)")
        db.execute("INSERT INTO source VALUES ('bids', 'folder', '/bids')")
    db.close()
    assert [each.name for each in known_sources(tmp_path / "ops.db")] == ["bids"]


def test_the_second_waits_until_the_first_is_done_and_says_so_once(tmp_path: Path) -> None:
    order, waits = [], threading.Event()

    def second() -> None:
        with turn(tmp_path / "ops.db", lambda: (order.append("waits"), waits.set())[1]):
            order.append("second")

    with turn(tmp_path / "ops.db", pytest.fail):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["waits", "first", "second"]


def test_a_turn_ends_with_an_error_and_with_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "ops.db"
    with pytest.raises(ZeroDivisionError), turn(file, pytest.fail):
        raise ZeroDivisionError
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom graphkit.ops import turn\n"
        "with turn(Path(sys.argv[1]), print):\n print('mine', flush=True)\n time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"mine\n"
        waited: list[str] = []
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with turn(file, lambda: waited.append("waited")):
            assert waited == []


def test_where_nothing_can_be_written_there_is_no_turn(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(StoreUnavailable, match=r"cannot write .*file/ops\.db\.lock"),
        turn(tmp_path / "file" / "ops.db", pytest.fail),
    ):
        pass

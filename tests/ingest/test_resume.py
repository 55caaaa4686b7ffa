"""Passes that are stopped or killed while files are parsed beside them, and run again."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ingest.conftest import documents, dumped

FILES = 350


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of files, the last of which takes a minute and more to parse."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for n in range(FILES):
        (folder / f"{n:03}.md").write_text(f"Author: P{n % 9}\n\n# Pump {n}\n\nSeals, {n} bar.")
    (folder / "slow.rst").write_bytes(b"*a " * 300_000)
    return folder


def start(shelf: Path, store: Path, *more: str) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    code = "from api.terminal import main; main()"
    command = [sys.executable, "-c", code, "ingest", str(shelf), "--store", str(store), "--json"]
    return subprocess.Popen(
        [*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize(("number", "jobs"), [(signal.SIGKILL, "2"), (signal.SIGINT, "1")])
def test_a_pass_goes_on_where_it_was_and_parses_nothing_twice(
    shelf: Path, tmp_path: Path, number: signal.Signals, jobs: str
) -> None:
    store = tmp_path / "stopped.db"
    stopped = start(shelf, store, "--jobs", jobs)
    deadline = time.monotonic() + 60
    while stopped.poll() is None and not documents(store) and time.monotonic() < deadline:
        time.sleep(0.01)
    stopped.send_signal(number)
    _, said = stopped.communicate(timeout=20)
    if number == signal.SIGINT:
        assert (stopped.returncode, said) == (
            130, "whoknows: stopped; what was written before stands\n",
        )  # fmt: skip
    before = documents(store)
    assert 100 <= before < FILES
    (shelf / "slow.rst").unlink()
    again = start(shelf, store, "--jobs", jobs)
    report = json.loads(again.communicate(timeout=60)[0])
    assert (report["unchanged"], report["new"]) == (before, FILES - before)
    start(shelf, tmp_path / "undisturbed.db").communicate(timeout=60)
    assert dumped(store) == dumped(tmp_path / "undisturbed.db")

"""Processes beside this one: what a parser does there is here at most one reason."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkit.errors import RecordRejected
from ingest.workers import Limits, Workers, parse
from tests.conftest import ROOT

PUMPS = b"# Pumps\n\nThey hold."
SLOW = b"*a " * 40_000  # its parser takes the square of this
LARGE = b"a b\n\n" * 2_000_000


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Two of them, with narrow limits."""
    with Workers(Limits(jobs=2, seconds=1, megabytes=60)) as opened:
        yield opened


def alive(process: int) -> bool:
    """Whether a process runs (one that ended and is not waited for does not)."""
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(") ")[2][0] not in "ZX"


def test_a_file_says_beside_this_process_what_it_says_in_it(workers: Workers) -> None:
    assert workers.parse(".md", PUMPS) == parse(".md", PUMPS)


@pytest.mark.parametrize(
    ("suffix", "raw", "reason"),
    [
        (".rst", SLOW, "parsing it takes longer than 1 s (WHOKNOWS_PARSE_SECONDS)"),
        (".md", LARGE, "parsing it takes more than 60 MB (WHOKNOWS_PARSE_MB)"),
        (".md", b"\0", "it is not text: it holds control characters"),
        (".nope", b"", "its parser failed: ConfigError"),
    ],
)
def test_a_file_that_exceeds_a_limit_or_fails_is_rejected_and_the_next_is_read(
    workers: Workers, suffix: str, raw: bytes, reason: str
) -> None:
    with pytest.raises(RecordRejected) as rejected:
        workers.parse(suffix, raw)
    assert str(rejected.value) == reason
    assert workers.parse(".md", PUMPS).title == "Pumps"


def test_a_parser_that_dies_takes_only_its_file_with_it() -> None:
    before = set(multiprocessing.active_children())
    with Workers(Limits(seconds=30)) as workers:
        workers.parse(".md", PUMPS)
        (child,) = set(multiprocessing.active_children()) - before
        waiting = workers.beside(lambda: workers.parse(".rst", SLOW))
        time.sleep(0.2)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(RecordRejected, match="its parser died"):
            waiting()
        assert workers.parse(".md", PUMPS).title == "Pumps"


def test_a_worker_that_dies_idle_is_replaced() -> None:
    before = set(multiprocessing.active_children())
    with Workers(Limits(seconds=30)) as workers:
        workers.parse(".md", PUMPS)
        (child,) = set(multiprocessing.active_children()) - before
        child.kill()
        time.sleep(1)
        assert workers.parse(".md", PUMPS).title == "Pumps"


def test_no_process_is_started_before_one_is_needed() -> None:
    before = set(multiprocessing.active_children())
    with Workers(Limits()) as workers:
        assert workers.beside(lambda: 1)() == 1
        assert set(multiprocessing.active_children()) == before


def test_at_the_end_no_process_and_no_thread_is_left() -> None:
    before = set(multiprocessing.active_children()), set(threading.enumerate())
    with Workers(Limits(jobs=2, seconds=30)) as workers:
        waiting = [workers.beside(lambda: workers.parse(".rst", SLOW)) for _ in range(3)]
        time.sleep(0.5)
    assert len(waiting) == 3
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (
        set(multiprocessing.active_children()) - before[0]
        or set(threading.enumerate()) - before[1]
    ):
        time.sleep(0.05)
    assert set(multiprocessing.active_children()) <= before[0]
    assert set(threading.enumerate()) <= before[1]


def test_two_jobs_parse_two_files_at_once() -> None:
    with Workers(Limits(jobs=2, seconds=30)) as workers:
        workers.parse(".md", PUMPS)
        begun = time.monotonic()
        workers.beside(lambda: workers.parse(".rst", SLOW))
        assert workers.beside(lambda: workers.parse(".md", PUMPS))().title == "Pumps"
        assert time.monotonic() - begun < 15


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_ends_soon_after_its_parent_was_killed() -> None:
    code = (
        "import multiprocessing, time\n"
        "from ingest.workers import Limits, Workers\n"
        "workers = Workers(Limits(seconds=300))\n"
        "workers.beside(lambda: workers.parse('.rst', b'*a ' * 300_000))\n"
        "while not multiprocessing.active_children(): time.sleep(0.01)\n"
        "print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        time.sleep(1)
        assert alive(worker)
        parent.kill()
    deadline = time.monotonic() + 10
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(worker)

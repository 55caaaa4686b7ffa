"""Workers: processes beside this one that parse files, bounded in time and memory, and tag.

What a parser does with a hostile file (loop, swell, crash) happens there; here it is one
`RecordRejected` with the reason.
"""

import logging
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from threading import Lock, Thread
from typing import Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from graphkit.errors import RecordRejected
from graphkit.registry import find
from ingest.extraction import Extraction, Found, Said
from ingest.parser import Parsed, Parser
from ingest.parsers import PARSERS

if sys.platform != "win32":
    import resource

_DIED = (ProcessExpired, BrokenProcessPool)
_MB = 1_000_000
_LEAST_SHARE = 32
_SHARES = 4
"""Shares of a lot a process: the last one to end is not waited for long."""
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Limits:
    """What parsing may take.

    Parameters
    ----------
    jobs
        Processes at once, of each kind.
    seconds
        For parsing one file.
    megabytes
        For one process, beyond what it has when it starts. Held on Linux only.
    """

    jobs: int = 1
    seconds: float = 60
    megabytes: int = 1000


def parse(suffix: str, raw: bytes) -> Parsed:
    """What the parser registered for a suffix says of a file, unbounded."""
    parser: Parser = find(PARSERS, suffix, "parser")
    return parser(raw)


class Workers:
    """Pools of ``limits.jobs`` processes, each started when the first is needed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parsers: ProcessPool | None = None
        self._taggers: ProcessPool | None = None
        self._starting = Lock()
        self._parsing: set[Future[Parsed]] = set()
        self._threads = ThreadPoolExecutor(limits.jobs)

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for pool in filter(None, (self._parsers, self._taggers)):
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types most of itself
            pool.join()
        for parsing in list(self._parsing):  # a pool that stops tells nobody who waits
            parsing.cancel()

    def parse(self, suffix: str, raw: bytes) -> Parsed:
        """`parse` in a process that is ended when it takes too long; from any thread.

        Raises
        ------
        RecordRejected
            When the parser refuses, fails, or exceeds a limit.
        """
        most, pool = self._limits, self._open()
        parsing: Future[Parsed] = pool.schedule(parse, args=[suffix, raw], timeout=most.seconds)
        self._parsing.add(parsing)
        try:
            return parsing.result()
        except RecordRejected:
            raise
        except TimeoutError as error:
            reason = f"parsing it takes longer than {most.seconds:g} s (WHOKNOWS_PARSE_SECONDS)"
            raise RecordRejected(reason) from error
        except MemoryError as error:
            reason = f"parsing it takes more than {most.megabytes:,} MB (WHOKNOWS_PARSE_MB)"
            raise RecordRejected(reason) from error
        except _DIED as error:
            reason = "its parser died, as it does for want of memory (WHOKNOWS_PARSE_MB)"
            raise RecordRejected(reason) from error
        except Exception as error:
            raise RecordRejected(f"its parser failed: {type(error).__name__}") from error
        finally:
            self._parsing.discard(parsing)

    def beside(self, action: Callable[[], _Done]) -> Callable[[], _Done]:
        """Begin something that waits for a worker; the result is what waits for its end."""
        return self._threads.submit(action).result

    def extract(self, extraction: Extraction, lot: Sequence[Said]) -> list[Found]:
        """`Extraction.extract`: here, or with a tagger and several jobs in as many processes.

        These hold a language model each; what they read was parsed before, and is not bounded.
        """
        shares = self._limits.jobs if extraction.is_slow else 1
        size = max(_LEAST_SHARE, -(-len(lot) // (_SHARES * shares)))
        if shares == 1 or len(lot) <= size:
            return extraction.extract(lot)
        if self._taggers is None:
            self._taggers = self._pool_of(None)
        tagging = [
            self._taggers.schedule(extraction.extract, args=[lot[start : start + size]])
            for start in range(0, len(lot), size)
        ]
        return [found for share in tagging for found in share.result()]

    def _open(self) -> ProcessPool:
        with self._starting:
            if self._parsers is None or not self._parsers.active:  # broken by a death while idle
                self._parsers = self._pool_of(self._limits.megabytes)
            return self._parsers

    def _pool_of(self, megabytes: int | None) -> ProcessPool:
        return ProcessPool(
            max_workers=self._limits.jobs,
            initializer=_bound,
            initargs=[megabytes, os.getpid()],
            context=get_context("spawn"),  # a process forked from threads may hang
        )


def _bound(megabytes: int | None, parent: int) -> None:
    """Make this process a worker: silent, uninterrupted, gone with its parent, maybe bounded."""
    Thread(target=_end_with, args=[parent], daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends us
    # What a library complains of may quote the file, be it written by C or Rust.
    logging.disable()
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if megabytes is not None and sys.platform == "linux":
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
        own = int(pages[5]) * os.sysconf("SC_PAGE_SIZE")  # the sixth number: data and stack
        most = own + megabytes * _MB
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _end_with(parent: int) -> None:
    """A parent that was killed cannot end what hangs here."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)

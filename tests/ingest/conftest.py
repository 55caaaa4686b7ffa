"""What the tests of ingest share: an empty store, a source of given records, a time limit."""

import signal
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType

import pytest

from graphkit.acl import OPERATOR
from graphkit.errors import RecordRejected, StoreError
from graphkit.ids import digest
from graphkit.store import GraphStore, Row, open_store
from ingest.connector import Connector
from ingest.record import Actor, Content, Record, Skipped, Unreadable


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    """An empty store in a file."""
    opened = open_store(str(tmp_path / "store.db"), create=True)
    yield opened
    opened.close()


Item = Record | Unreadable | Skipped


class Listed(Connector):
    """A source that yields what it is given and raises the errors among it."""

    def __init__(self, items: Iterable[Item | Exception], without: str = "") -> None:
        self._items, self._without = list(items), without

    def records(self) -> Iterator[Item]:
        """See `Connector.records`."""
        for item in self._items:
            if isinstance(item, Exception):
                raise item
            yield item

    def covers(self, document_id: str) -> bool:
        """All but one document."""
        return document_id != self._without


def record(key: str, text: str = "They hold.", acl: Iterable[str] | None = None) -> Record:
    """A record of Ada's."""
    own = None if acl is None else frozenset(acl)
    content = Content(f"Pump {key}", text, (Actor("name:ada", "Ada", "author"),), acl=own)
    raw = digest(text, sorted(own or ()))
    return Record(f"s:{key}", raw, len(text), key, lambda: content)


def broken(key: str, error: Exception | None = None) -> Record:
    """A record whose parser fails."""

    def fail() -> Content:
        raise error or RecordRejected("it is torn")

    return Record(f"s:{key}", "broken", 6, key, fail)


def documents(store: Path) -> int:
    """How many documents a store holds while another process writes it; 0 while it is made."""
    with suppress(StoreError), closing(open_store(str(store))) as opened:
        return opened.totals(OPERATOR).documents
    return 0


def dumped(path: Path) -> list[Row]:
    """All that a store on file holds."""
    with closing(open_store(str(path))) as store:
        return list(store.dump())


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail what takes more processor time; what else the machine does is left out."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        pytest.fail(f"more than {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

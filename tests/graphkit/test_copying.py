"""A store is moved whole, and proved equal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkit.acl import OPERATOR
from graphkit.copying import copy
from graphkit.errors import StoreError
from graphkit.store import GraphStore, Row
from tests.invariants.organisations import part, reading, stored

WIND = reading("a:wind", "wind ^wind_permit", part("ada"), date="2024-01-02")
GRID = reading("b:grid", "grid", part("bob"), acl="group:bids")


@pytest.fixture
def source(tmp_path: Path) -> Iterator[GraphStore]:
    store = stored(str(tmp_path / "source.db"), WIND, GRID)
    store.enrol("group:bids", frozenset({"user:ada@x.org"}))
    yield store
    store.close()


@pytest.fixture
def target(tmp_path: Path) -> Iterator[GraphStore]:
    store = stored(str(tmp_path / "target.db"))
    yield store
    store.close()


def test_a_copy_holds_the_same_and_each_document_is_counted_twice(
    source: GraphStore, target: GraphStore
) -> None:
    steps: list[int] = []
    assert copy(source, target, lambda: steps.append(1)) == 2
    assert list(target.dump()) == list(source.dump())
    assert len(steps) == 4


def test_what_is_there_is_never_copied_over(source: GraphStore, target: GraphStore) -> None:
    target.put([GRID])
    before = list(target.dump())
    with pytest.raises(StoreError, match="is not empty"):
        copy(source, target)
    assert list(target.dump()) == before


class Forgetful:
    """A store that loses a mention on the way."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def load(self, rows: Iterator[Row]) -> None:
        """All but the last row."""
        self._store.load(list(rows)[:-1])

    def dump(self) -> Iterator[Row]:
        """What is left."""
        return self._store.dump()


def test_a_copy_that_lacks_something_is_found_out(source: GraphStore, target: GraphStore) -> None:
    lossy: GraphStore = Forgetful(target)  # type: ignore[assignment]  # all that a copy needs
    with pytest.raises(StoreError, match="does not hold what was copied"):
        copy(source, lossy)


def test_a_copy_that_breaks_off_leaves_nothing_and_begins_anew(
    source: GraphStore, target: GraphStore
) -> None:
    def out() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy(source, target, out)
    assert list(target.dump()) == []
    copy(source, target)
    assert target.totals(OPERATOR) == source.totals(OPERATOR)

"""What a pass removes, and when it asks before."""

import pytest

from graphkit.acl import OPERATOR
from graphkit.errors import SourceUnreadable, SweepRefused
from graphkit.store import GraphStore
from ingest.extraction import Extraction
from ingest.pipeline import ingest
from tests.ingest.conftest import Item, Listed, broken, record

TEN = [record(f"{n}") for n in range(10)]


def on_file(store: GraphStore) -> int:
    """How many documents there are."""
    return store.totals(OPERATOR).documents


def read(
    store: GraphStore, *items: Item | Exception, agreed: bool | None = None
) -> list[tuple[int, int]]:
    """One pass; the questions it asked, which are answered as agreed."""
    asked: list[tuple[int, int]] = []

    def agree(gone: int, of: int) -> bool:
        asked.append((gone, of))
        return bool(agreed)

    ingest(store, Listed(items), "s", extraction=Extraction(("en",)), agree=agree)
    return asked


@pytest.mark.parametrize("left", [5, 9, 10])
def test_up_to_half_of_a_source_goes_unasked(store: GraphStore, left: int) -> None:
    read(store, *TEN)
    assert read(store, *TEN[:left]) == []
    assert on_file(store) == left


@pytest.mark.parametrize("left", [4, 1, 0])
def test_above_half_of_a_source_goes_only_when_agreed(store: GraphStore, left: int) -> None:
    read(store, *TEN)
    with pytest.raises(SweepRefused) as refused:
        read(store, *TEN[:left], agreed=False)
    assert str(refused.value) == (
        f"{10 - left} of the 10 documents on file from 's' are gone; none was removed: "
        "if that is right, repeat with --yes"
    )
    assert on_file(store) == 10
    assert read(store, *TEN[:left], agreed=True) == [(10 - left, 10)]
    assert on_file(store) == left


def test_by_default_nobody_agrees(store: GraphStore) -> None:
    read(store, *TEN)
    with pytest.raises(SweepRefused):
        ingest(store, Listed([]), "s", extraction=Extraction(("en",)))


def test_what_is_new_stands_when_a_sweep_is_refused(store: GraphStore) -> None:
    read(store, *TEN)
    with pytest.raises(SweepRefused):
        read(store, record("new"))
    assert on_file(store) == 11
    assert read(store, *TEN, record("new")) == []


def test_what_cannot_be_read_is_not_gone(store: GraphStore) -> None:
    read(store, *TEN)
    assert read(store, *(broken(f"{n}") for n in range(10))) == []
    assert on_file(store) == 10


def test_a_source_that_stops_half_way_loses_nothing_and_asks_nothing(store: GraphStore) -> None:
    read(store, *TEN)
    with pytest.raises(SourceUnreadable):
        read(store, SourceUnreadable("it stops"), agreed=True)
    assert on_file(store) == 10

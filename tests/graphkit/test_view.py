"""A view keeps what was worked out until the store changes, and reads one state of it."""

import pytest

from graphkit.acl import PUBLIC, Viewer
from graphkit.errors import StoreUnavailable
from graphkit.labels import labels_of
from graphkit.model import Scope
from graphkit.view import View
from tests.graphkit.conftest import Look
from tests.invariants.organisations import LANGUAGES, reading

WIND = reading("a:1", "wind_farm")


class Counting:
    """Counts the documents of a view, and how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, view: View) -> int:
        """The number of documents."""
        self.times += 1
        return view.totals().documents


def test_what_was_worked_out_is_kept_until_a_write_and_worked_out_again_after(look: Look) -> None:
    view, documents = look(WIND), Counting()
    assert [view.kept(documents) for _ in range(3)] == [1, 1, 1]
    assert documents.times == 1
    view.store.put([reading("a:2", "soil")])
    assert [view.kept(documents) for _ in range(3)] == [2, 2, 2]
    assert documents.times == 2
    view.store.remove(["a:1", "a:2"])
    assert [view.kept(documents), documents.times] == [0, 3]


def test_reads_and_writes_of_nothing_let_it_be(look: Look) -> None:
    view, documents = look(WIND), Counting()
    view.kept(documents)
    view.store.put([])
    view.store.remove(["a:absent"])
    view.graph(Scope())
    view.kept(documents)
    assert documents.times == 1


def test_a_membership_is_a_change(look: Look) -> None:
    ada = Viewer(frozenset({"user:ada@x.org"}))
    view, documents = look(WIND, reading("a:2", "soil", acl="group:bids"), viewer=ada), Counting()
    assert view.kept(documents) == 1
    view.store.enrol("group:bids", ada.claims)
    assert view.kept(documents) == 2


def test_each_viewer_and_each_function_has_its_own(look: Look) -> None:
    view, one, other = look(WIND, reading("a:2", "soil", acl="group:bids")), Counting(), Counting()
    bids = View(view.store, Viewer(frozenset({"group:bids"})), LANGUAGES)
    assert (view.kept(one), bids.kept(one), view.kept(other)) == (1, 2, 1)
    assert (one.times, other.times) == (2, 1)
    assert view.kept(labels_of) is view.kept(labels_of)


def test_what_was_worked_out_while_the_store_was_written_is_worked_out_again(look: Look) -> None:
    view, numbers = look(), iter(range(1, 9))

    def written(seen: View) -> int:
        number = next(numbers)
        if number == 1:
            seen.store.put([WIND])
        return number

    assert [view.kept(written) for _ in range(3)] == [1, 2, 2]


def test_views_are_equal_whatever_they_keep(look: Look) -> None:
    view = look(WIND)
    other = View(view.store, PUBLIC, LANGUAGES)
    view.kept(Counting())
    assert view == other
    assert hash(view) == hash(other)


def test_several_reads_are_of_one_state(look: Look) -> None:
    view, numbers = look(), iter(range(99))

    def read() -> tuple[int, int]:
        before, number = view.totals().documents, next(numbers)
        if number < 3:
            view.store.put([reading(f"a:{number}", "wind")])
        return before, view.totals().documents

    assert view.in_one_state(read) == (3, 3)


def test_reads_of_a_store_that_never_rests_are_given_up(look: Look) -> None:
    view, numbers = look(), iter(range(99))
    with pytest.raises(StoreUnavailable, match="try again in a moment"):
        view.in_one_state(lambda: view.store.put([reading(f"a:{next(numbers)}", "wind")]))

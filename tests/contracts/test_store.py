"""What every store promises (`graphkit.store.GraphStore`), run over the register."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from graphkit.acl import OPERATOR, PUBLIC, Viewer
from graphkit.errors import RecordRejected
from graphkit.model import Change, Digest, Reading, Scope, Totals
from graphkit.stores import STORES
from tests.contracts import cases
from tests.contracts.conftest import BIDS, BOTH, HR, Hold, seen, told
from tests.invariants.organisations import part, places, reading

WIND = reading("a:wind", "wind permit Permit", part("ada"), date="2024-01-02")
GRID = reading(
    "a:grid", "grid wind", part("ada", "reviewer"), part("bob"), acl="group:bids", date="2025-01"
)
MAST = reading(
    "b:mast", "mast mast grid wind", part("ada", name="A. Lovelace"), acl="group:bids group:hr"
)
PAY = reading("b:pay", "pay wind", part("cleo"), acl="", date="2026-01-01")
FIRM = (WIND, GRID, MAST, PAY)


def test_every_registered_store_has_a_case() -> None:
    assert set(cases.STORES) == set(STORES)


def test_what_is_put_comes_back_whole(hold: Hold) -> None:
    facts = seen(hold(*FIRM))
    assert facts.readings == (GRID, WIND, MAST, PAY)
    assert facts.names == {
        "email:ada@x.org": {"Ada": 2, "A. Lovelace": 1},
        "email:bob@x.org": {"Bob": 1},
        "email:cleo@x.org": {"Cleo": 1},
    }


def test_a_write_says_what_it_did(hold: Hold) -> None:
    store = hold()
    assert store.put([WIND, GRID]) == Change(added=2)
    assert store.put([WIND, MAST]) == Change(added=1, replaced=1)
    assert store.put([]) == Change()
    assert store.remove(["a:wind", "a:absent"]) == Change(removed=1)
    assert store.remove([]) == Change()


def test_a_document_read_again_says_only_what_it_says_now(hold: Hold) -> None:
    again = reading("a:grid", "mast", part("cleo"), acl="group:hr", date="2020")
    store = hold(*FIRM)
    store.put([again])
    assert told(store) == told(hold(WIND, again, MAST, PAY))


@pytest.mark.parametrize("gone", [("a:wind",), ("a:grid", "b:mast"), ("b:pay", "a:absent")])
def test_a_removed_document_takes_exactly_what_it_said(hold: Hold, gone: tuple[str, ...]) -> None:
    store = hold(*FIRM)
    store.remove(gone)
    left = [r for r in FIRM if r.document.id not in gone]
    assert told(store) == told(hold(*left))


def test_an_emptied_store_tells_what_an_empty_one_tells(hold: Hold) -> None:
    store = hold(*FIRM)
    store.remove([r.document.id for r in FIRM])
    assert told(store) == told(hold())
    assert list(store.dump()) == []


def test_a_reading_without_mentions_keeps_those_on_file_and_what_was_measured_with_them(
    hold: Hold,
) -> None:
    moved = replace(
        MAST,
        document=replace(MAST.document, title="Masts", acl=frozenset({"group:hr"}), date="2023"),
        contributions=(part("bob"),),
        digest=Digest("new raw", "same content"),
    )
    unread = replace(
        moved, document=replace(moved.document, language="", length=0, bag=""), mentions=None
    )
    store = hold(*FIRM)
    assert store.put([unread]) == Change(replaced=1)
    assert told(store) == told(hold(WIND, GRID, moved, PAY))


def test_a_reading_without_mentions_of_a_new_document_has_none(hold: Hold) -> None:
    store = hold(replace(MAST, mentions=None))
    assert seen(store).readings == (replace(MAST, mentions=()),)


def _cut_off(*readings: Reading) -> Iterator[Reading]:
    yield from readings
    msg = "the source broke"
    raise RecordRejected(msg)


UNSTORABLE = replace(MAST, document=replace(MAST.document, title="half a pair: \ud800"))


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param(lambda: _cut_off(reading("a:wind", "pay"), MAST), id="cut off"),
        pytest.param(lambda: [reading("a:wind", "pay"), UNSTORABLE], id="unstorable, last"),
        pytest.param(lambda: [UNSTORABLE, reading("a:new", "pay")], id="unstorable, first"),
    ],
)
def test_a_batch_that_cannot_be_stored_leaves_nothing(
    hold: Hold, batch: Callable[[], Iterator[Reading]]
) -> None:
    store = hold(WIND, GRID)
    before, revision = told(store), store.revision()
    with pytest.raises((RecordRejected, UnicodeEncodeError)):
        store.put(batch())
    assert told(store) == before
    assert store.revision() == revision
    store.put([MAST])
    assert told(store) == told(hold(WIND, GRID, MAST))


def test_digests_are_told_by_source(hold: Hold) -> None:
    store = hold(*FIRM, reading("ab:1", "wind"))
    assert store.digests("a") == {"a:grid": GRID.digest, "a:wind": WIND.digest}
    assert set(store.digests("ab")) == {"ab:1"}
    assert store.digests("") == {}


@pytest.mark.parametrize(
    ("viewer", "totals"),
    [
        (PUBLIC, Totals(documents=1, length=3, people=1, newest="2024-01-02")),
        (BIDS, Totals(documents=3, length=9, people=2, newest="2025-01")),
        (HR, Totals(documents=2, length=7, people=1, newest="2024-01-02")),
        (BOTH, Totals(documents=3, length=9, people=2, newest="2025-01")),
        (OPERATOR, Totals(documents=4, length=11, people=3, newest="2026-01-01")),
    ],
)
def test_totals_are_sums_over_visible_documents(
    hold: Hold, viewer: Viewer, totals: Totals
) -> None:
    assert hold(*FIRM).totals(viewer) == totals


@pytest.mark.parametrize(
    ("viewer", "wind", "grid"),
    [
        (PUBLIC, [("a:wind", 1, 3, "wind")], None),
        (HR, [("a:wind", 1, 3, "wind"), ("b:mast", 1, 4, "wind")], ["b:mast"]),
        (
            BIDS,
            [
                ("a:grid", 1, 2, "wind"),
                ("a:wind", 1, 3, "wind"),
                ("b:mast", 1, 4, "wind"),
            ],
            ["a:grid", "b:mast"],
        ),
    ],
)
def test_postings_are_visible_mentions_and_absent_topics_are_left_out(
    hold: Hold, viewer: Viewer, wind: list[object], grid: list[str] | None
) -> None:
    store = hold(*FIRM)
    found = places(store, viewer, "en:wind", "en:grid", "en:pay", "en:nowhere")
    assert found["en:wind"] == wind
    assert set(found) == {"en:wind"} | ({"en:grid"} if grid else set())
    if grid:
        assert [place[0] for place in found["en:grid"]] == grid
    assert store.frequencies(viewer, ["en:wind", "en:grid", "en:nowhere"]) == {
        topic: len(where) for topic, where in found.items()
    }
    assert places(store, viewer) == {}


@pytest.mark.parametrize(
    ("viewer", "visible"),
    [(PUBLIC, [WIND]), (HR, [WIND, MAST]), (BIDS, [GRID, WIND, MAST]), (BOTH, [GRID, WIND, MAST])],
)
def test_facts_are_visible_and_a_document_without_tokens_is_the_operators_only(
    hold: Hold, viewer: Viewer, visible: list[Reading]
) -> None:
    assert seen(hold(*FIRM), viewer).readings == tuple(visible)


@pytest.mark.parametrize(
    ("viewer", "names"),
    [
        (PUBLIC, {"Ada": 1}),
        (HR, {"Ada": 1, "A. Lovelace": 1}),
        (BIDS, {"Ada": 2, "A. Lovelace": 1}),
    ],
)
def test_names_are_counted_over_all_visible_documents_whatever_the_scope(
    hold: Hold, viewer: Viewer, names: dict[str, int]
) -> None:
    only_wind = Scope(documents=frozenset({"a:wind"}))
    assert seen(hold(*FIRM), viewer, only_wind).names == {"email:ada@x.org": names}


@pytest.mark.parametrize(
    ("viewer", "volume"),
    [
        (PUBLIC, {("author",): 1}),
        (HR, {("author",): 2}),
        (BIDS, {("author",): 2, ("reviewer",): 1}),
    ],
)
def test_volumes_are_counted_by_roles_over_all_visible_documents_whatever_the_scope(
    hold: Hold, viewer: Viewer, volume: dict[tuple[str, ...], int]
) -> None:
    only_wind = Scope(documents=frozenset({"a:wind"}))
    assert seen(hold(*FIRM), viewer, only_wind).volumes == {"email:ada@x.org": volume}


A, B, C = ("email:ada@x.org", "email:bob@x.org", "email:cleo@x.org")


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), {"a:grid": "grid wind", "a:wind": "permit wind", "b:mast": "grid mast wind"}),
        (Scope(documents=frozenset({"a:wind", "b:pay", "no:1"})), {"a:wind": "permit wind"}),
        (Scope(documents=frozenset()), {}),
        (Scope(people=frozenset({B})), {"a:grid": "grid wind"}),
        (Scope(people=frozenset({C})), {}),
        (Scope(people=frozenset()), {}),
        (Scope(topics=frozenset({"en:grid"})), {"a:grid": "grid", "a:wind": "", "b:mast": "grid"}),
        (Scope(topics=frozenset()), {"a:grid": "", "a:wind": "", "b:mast": ""}),
        (
            Scope(
                documents=frozenset({"a:wind", "b:mast"}),
                people=frozenset({A, B}),
                topics=frozenset({"en:mast", "en:wind"}),
            ),
            {"a:wind": "wind", "b:mast": "mast wind"},
        ),
        (Scope(documents=frozenset({"a:wind"}), people=frozenset({B})), {}),
    ],
)
def test_a_scope_narrows_documents_by_id_and_people_and_mentions_by_topic(
    hold: Hold, scope: Scope, expected: dict[str, str]
) -> None:
    readings = seen(hold(*FIRM), BIDS, scope).readings
    found = {
        r.document.id: " ".join(m.topic.removeprefix("en:") for m in r.mentions or ())
        for r in readings
    }
    assert found == expected
    contributions = {r.document.id: r.contributions for r in FIRM}
    assert all(r.contributions == contributions[r.document.id] for r in readings)


def test_the_revision_grows_with_each_change_and_with_nothing_else(hold: Hold) -> None:
    store = hold()
    revisions = [store.revision()]
    changes: tuple[Callable[[], object], ...] = (
        lambda: store.put([WIND]),
        lambda: store.put([replace(WIND, mentions=None, digest=Digest("new", ""))]),
        lambda: store.remove(["a:wind"]),
    )
    for change in changes:
        change()
        revisions.append(store.revision())
    assert revisions == sorted(set(revisions))
    nothings: tuple[Callable[[], object], ...] = (
        lambda: store.put([]),
        lambda: store.remove([]),
        lambda: store.remove(["a:absent"]),
        lambda: store.facts(OPERATOR, Scope()),
        lambda: store.postings(OPERATOR, frozenset({"en:wind"})),
        lambda: store.frequencies(OPERATOR, ["en:wind"]),
        lambda: store.keys(OPERATOR, [0, 1, 2]),
        lambda: store.threads(OPERATOR, ["a:wind"]),
        lambda: store.vocabulary(OPERATOR, 1),
        lambda: list(store.dump()),
    )
    for nothing in nothings:
        nothing()
        assert store.revision() == revisions[-1]

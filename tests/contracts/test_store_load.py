"""A dump goes back into an empty store whole, or not at all (`GraphStore.load`)."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from graphkit.acl import PUBLIC
from graphkit.errors import RecordRejected, StoreError
from graphkit.model import Mention, Reading, Usage
from graphkit.store import GraphStore, Row, open_store
from graphkit.stores import STORES
from graphkit.text import is_phrase
from tests.contracts import cases
from tests.contracts.conftest import Hold, phrases_of, seen, told
from tests.invariants.organisations import (
    Memberships,
    memberships,
    organisations,
    part,
    reading,
)

WIND = reading("a:wind", "wind permit", part("ada", "author", "reviewer"), date="2024-01-02")
GRID = reading("b:grid", "grid", part("ada"), part("bob"), acl="group:bids")
MEMBER = ("member", "group:bids", ["user:ada@x.org", "user:bob@x.org"])


def _held(hold: Hold) -> GraphStore:
    store = hold(WIND, GRID)
    store.enrol("group:bids", frozenset(MEMBER[2]))
    return store


def test_a_loaded_store_tells_what_the_dumped_one_tells(hold: Hold) -> None:
    loaded, store = hold(), _held(hold)
    loaded.load(store.dump())
    assert told(loaded) == told(store)


def test_rows_may_have_been_json_in_between(hold: Hold) -> None:
    loaded, store = hold(), _held(hold)
    loaded.load([json.loads(json.dumps(row)) for row in store.dump()])
    assert told(loaded) == told(store)


def test_what_stands_in_titles_and_headings_is_loaded(hold: Hold) -> None:
    loaded, store = hold(), hold(reading("a:1", "^wind_farm #wind_farm #wind_farms grid_code"))
    loaded.load(store.dump())
    (found,) = seen(loaded).readings
    assert found.mentions is not None
    assert [m for m in found.mentions if is_phrase(m.topic)] == [
        Mention("en+grid code", "grid code", 1, 0, 0),
        Mention("en+wind farm", "wind farm", 3, 1, 2),
    ]
    (usage, headed) = ({"wind farm": 3}, {"a": 1})
    assert phrases_of(loaded, PUBLIC).phrases["en+wind farm"] == Usage(usage, 1, headed)


def test_a_loaded_store_goes_on_like_any_other(hold: Hold) -> None:
    loaded, store = hold(), _held(hold)
    loaded.load(store.dump())
    for each in (store, loaded):
        each.put([reading("a:wind", "mast", part("cleo"), acl="group:hr")])
        each.remove(["b:grid"])
    assert told(loaded) == told(store)


@pytest.mark.parametrize("scheme", sorted(STORES))
def test_any_dump_can_be_loaded(scheme: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=cases.EXAMPLES.get(scheme, 40), deadline=None)
    @given(readings=organisations, enrolled=memberships)
    def holds(readings: tuple[Reading, ...], enrolled: Memberships) -> None:
        loaded, store = (
            open_store(cases.STORES[kind](tmp_path_factory.mktemp("store")), create=True)
            for kind in (scheme, "sqlite")
        )
        for group, members in enrolled.items():
            store.enrol(group, members)
        store.put(readings)
        loaded.load(store.dump())
        assert told(loaded) == told(store)
        store.close()
        loaded.close()

    holds()


def test_many_documents_are_loaded_some_at_a_time(hold: Hold) -> None:
    many = [reading(f"a:{n}", f"wind word{n % 7}", part(f"p{n % 5}")) for n in range(2_500)]
    loaded, store = hold(), hold(*many)
    loaded.load(store.dump())
    assert list(loaded.dump()) == list(store.dump())


def test_a_store_that_was_emptied_is_empty(hold: Hold) -> None:
    emptied, store = _held(hold), _held(hold)
    emptied.remove(["a:wind", "b:grid"])
    emptied.load(store.dump())
    assert told(emptied) == told(store)


def test_the_dump_of_an_empty_store_changes_nothing(hold: Hold) -> None:
    store = hold()
    before = store.revision()
    store.load(hold().dump())
    assert (list(store.dump()), store.revision()) == ([], before)


def test_a_load_grows_the_revision(hold: Hold) -> None:
    for rows in ([MEMBER], list(hold(WIND).dump())):
        store = hold()
        before = store.revision()
        store.load(rows)
        assert store.revision() > before


@pytest.mark.parametrize("what", ["documents", "groups"])
@pytest.mark.parametrize("rows", ["some", "none"])
def test_a_store_that_holds_something_takes_no_load(hold: Hold, what: str, rows: str) -> None:
    store = hold(WIND) if what == "documents" else hold()
    if what == "groups":
        store.enrol("group:hr", frozenset({"user:ada@x.org"}))
    before, revision = told(store), store.revision()
    with pytest.raises(StoreError, match="is not empty: name a new file with --store"):
        store.load(hold(GRID).dump() if rows == "some" else ())
    assert (told(store), store.revision()) == (before, revision)


def _changed(kind: str, position: int, value: object, number: int = 0) -> list[Row]:
    """The rows of a dump, one value of one row otherwise."""
    rows = list(ROWS)
    at = [i for i, row in enumerate(rows) if row[0] == kind][number]
    row = list(rows[at])
    row[position] = value
    rows[at] = tuple(row)
    return rows


def _without(kind: str) -> list[Row]:
    return [row for row in ROWS if row[0] != kind]


ROWS: list[Row] = [
    MEMBER,
    ("member", "group:hr", ["user:cleo@x.org"]),
    ("document", "a:1", "One", ["everyone"], "", None, "en", 2, None, None, "", "", "r", "c"),
    ("contribution", "a:1", "email:ada@x.org", "Ada", ["author"]),
    ("contribution", "a:1", "email:bob@x.org", "Bob", ["author"]),
    ("mention", "a:1", "en:grid", "grid", 1, 0, 0),
    ("mention", "a:1", "en:wind", "wind", 1, 0, 0),
    (
        "document",
        "a:2",
        "Two",
        ["group:a", "group:b"],
        "",
        "2024",
        "en",
        0,
        "t",
        "a:1",
        "",
        "asks",
        "",
        "",
    ),
]


def test_rows_written_by_hand_are_loaded(hold: Hold) -> None:
    store = hold()
    store.load(ROWS)
    assert list(store.dump()) == ROWS


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([()], id="an empty row"),
        pytest.param([("person", "p:1")], id="of an unknown kind"),
        pytest.param([(["document"], "a:1")], id="of no kind"),
        pytest.param([*ROWS, ROWS[0]], id="a group after documents"),
        pytest.param([ROWS[1], ROWS[0]], id="groups out of order"),
        pytest.param([ROWS[0], ROWS[0]], id="a group twice"),
        pytest.param(_changed("member", 2, []), id="a group of nobody"),
        pytest.param(_changed("member", 2, ["user:b", "user:a"]), id="members out of order"),
        pytest.param(_changed("member", 2, ["user:b", "user:b"]), id="a member twice"),
        pytest.param(_changed("member", 2, "user:b"), id="members that are no list"),
        pytest.param(_changed("member", 2, [7]), id="members that are no text"),
        pytest.param(_changed("member", 1, None), id="a group without a token"),
        pytest.param([*ROWS, ROWS[-1]], id="a document twice"),
        pytest.param([*ROWS, *ROWS[2:7]], id="documents out of order"),
        pytest.param(_changed("document", 1, ""), id="an empty id"),
        pytest.param(_changed("document", 1, "e\u0301:1"), id="an id not in its normal form"),
        pytest.param(_changed("document", 1, "a:\n"), id="an id with a control character"),
        pytest.param(_changed("document", 2, None), id="a document without a title"),
        pytest.param(_changed("document", 2, "\ud83d"), id="half a character"),
        pytest.param(_changed("document", 3, ["b", "a"]), id="an acl out of order"),
        pytest.param(_changed("document", 5, 2024), id="a date that is a number"),
        pytest.param(_changed("document", 7, "2"), id="a length that is a text"),
        pytest.param(_changed("document", 7, True), id="a length that is a truth"),
        pytest.param(_changed("document", 7, 2.0), id="a length that is a fraction"),
        pytest.param(_changed("document", 7, 2**63), id="a number that is too large"),
        pytest.param(_changed("document", 7, 10**5000), id="a number of 5,000 digits"),
        pytest.param(_without("document"), id="parts of no document"),
        pytest.param(ROWS[3:], id="a part before its document"),
        pytest.param(_changed("contribution", 1, "a:2"), id="a part of a later document"),
        pytest.param(_changed("contribution", 2, "email:z@x.org"), id="people out of order"),
        pytest.param(_changed("contribution", 2, "email:bob@x.org"), id="somebody twice"),
        pytest.param(_changed("contribution", 4, ["author", "\udfff"]), id="half a role"),
        pytest.param(_changed("mention", 1, "a:0"), id="a mention of no document"),
        pytest.param(_changed("mention", 2, "en:zoo"), id="mentions out of order"),
        pytest.param(_changed("mention", 2, "en:wind"), id="a topic twice"),
        pytest.param(_changed("mention", 2, "en:\0"), id="a topic with a NUL"),
        pytest.param(_changed("mention", 6, "1"), id="headings that are a text"),
        pytest.param([*ROWS[:5], ROWS[5][:-1], *ROWS[6:]], id="a mention without headings"),
        pytest.param([*ROWS[:3], *ROWS[5:7], *ROWS[3:5]], id="mentions before people"),
        pytest.param([*ROWS[:-1], ROWS[-1][:-1]], id="a row cut short"),
        pytest.param([*ROWS[:-1], (*ROWS[-1], "")], id="a row too long"),
    ],
)
def test_what_is_no_row_of_a_dump_leaves_an_empty_store(hold: Hold, rows: list[Row]) -> None:
    store = hold()
    before = store.revision()
    with pytest.raises(StoreError, match=r"what begins in row \d+ is in no dump \(.+\): make"):
        store.load(rows)
    assert (list(store.dump()), store.revision()) == ([], before)
    store.load(ROWS)
    assert list(store.dump()) == ROWS


def test_rows_that_break_off_leave_an_empty_store(hold: Hold) -> None:
    many = [reading(f"a:{number}", "wind", part("ada")) for number in range(2_100)]
    store = hold()
    rows = list(hold(*many).dump())

    def broken() -> Iterator[Row]:
        yield from rows
        msg = "the line broke"
        raise RecordRejected(msg)

    with pytest.raises(RecordRejected, match="the line broke"):
        store.load(broken())
    assert list(store.dump()) == []


def test_a_wrong_row_is_named_by_its_number(hold: Hold) -> None:
    with pytest.raises(StoreError, match="what begins in row 8 is in no dump"):
        hold().load([*ROWS[:-1], ("document", "a:2")])


def test_a_tidied_store_tells_what_it_told_before(hold: Hold) -> None:
    store = _held(hold)
    before, revision = told(store), store.revision()
    for _ in range(2):
        store.tidy()
        assert (told(store), store.revision()) == (before, revision)
    store.put([reading("a:wind", "mast", part("cleo"))])
    store.tidy()
    fresh = hold(reading("a:wind", "mast", part("cleo")), GRID)
    fresh.enrol("group:bids", frozenset(MEMBER[2]))
    assert told(store) == told(fresh)

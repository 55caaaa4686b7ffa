"""Who is in a group sees what the group sees (`GraphStore.enrol`), in every store."""

from dataclasses import replace

import pytest

from graphkit.acl import OPERATOR, PUBLIC, Viewer
from graphkit.errors import ConfigError
from graphkit.model import Reading, Scope
from graphkit.store import GraphStore
from tests.contracts.conftest import ADA, BIDS, BOB, BOTH, HR, Hold, told, told_to
from tests.invariants.organisations import part, reading

WIND = reading("a:wind", "wind permit", part("ada"), date="2024-01-02")
GRID = reading("a:grid", "grid wind", part("bob"), acl="group:bids", date="2025-01")
MAST = reading("b:mast", "mast grid wind", part("cleo"), acl="group:bids group:hr")
PAY = reading("b:pay", "pay wind", part("cleo"), acl="group:hr", date="2026-01-01")
FIRM = (WIND, GRID, MAST, PAY)
TOPICS = frozenset({"en:wind", "en:permit", "en:grid", "en:mast", "en:pay"})
USER_ADA, USER_BOB = "user:ada@x.org", "user:bob@x.org"


def _of(*members: str) -> frozenset[str]:
    return frozenset(members)


def _members(store: GraphStore) -> list[tuple[object, ...]]:
    return [row for row in store.dump() if row[0] == "member"]


def _sees(store: GraphStore, viewer: Viewer) -> set[str]:
    return {r.document.id for r in store.facts(viewer, Scope()).readings}


def _moved(before: Reading, acl: str) -> Reading:
    return replace(before, document=replace(before.document, acl=frozenset(acl.split())))


def test_who_is_in_a_group_reads_what_the_group_reads_and_nobody_else_does(hold: Hold) -> None:
    store, plain = hold(*FIRM), hold(*FIRM)
    store.enrol("group:bids", _of(USER_ADA))
    for member, same in ((ADA, BIDS), (Viewer(ADA.claims | HR.claims), BOTH)):
        assert told_to(store, member, TOPICS) == told_to(plain, same, TOPICS)
    for other in (PUBLIC, BIDS, HR, BOB, OPERATOR):
        assert told_to(store, other, TOPICS) == told_to(plain, other, TOPICS)
    assert _sees(store, ADA) == {"a:wind", "a:grid", "b:mast"}


def test_somebody_in_several_groups_reads_what_each_reads(hold: Hold) -> None:
    store = hold(*FIRM)
    store.enrol("group:bids", _of(USER_ADA, USER_BOB))
    store.enrol("group:hr", _of(USER_ADA, "user:cleo@x.org"))
    assert told_to(store, ADA, TOPICS) == told_to(hold(*FIRM), BOTH, TOPICS)
    assert told_to(store, BOB, TOPICS) == told_to(hold(*FIRM), BIDS, TOPICS)


def test_members_are_replaced_whole_and_at_once(hold: Hold) -> None:
    store = hold(*FIRM)
    store.enrol("group:hr", _of(USER_ADA))
    assert _sees(store, ADA) == {"a:wind", "b:mast", "b:pay"}
    store.enrol("group:hr", _of(USER_BOB))
    assert _sees(store, ADA) == {"a:wind"}
    assert _sees(store, BOB) == {"a:wind", "b:mast", "b:pay"}
    store.enrol("group:hr", _of())
    assert _sees(store, BOB) == {"a:wind"}
    assert told(store) == told(hold(*FIRM))


def test_a_group_in_a_group_is_not_followed_but_who_holds_its_token_is_in(hold: Hold) -> None:
    store = hold(*FIRM)
    store.enrol("group:bids", _of(USER_ADA))
    store.enrol("group:hr", _of("group:bids"))
    assert _sees(store, ADA) == {"a:wind", "a:grid", "b:mast"}
    assert _sees(store, BIDS) == {"a:wind", "a:grid", "b:mast", "b:pay"}


def test_everyone_may_be_in_a_group(hold: Hold) -> None:
    store = hold(*FIRM)
    store.enrol("group:hr", _of("everyone"))
    assert _sees(store, PUBLIC) == _sees(store, ADA) == {"a:wind", "b:mast", "b:pay"}


@pytest.mark.parametrize(
    "claim",
    [
        "user:ada@x.org\0",
        "user:ada@x.org\0x",
        "user:ada@x.or",
        "USER:ADA@X.ORG",
        "user:%",
        "\ud800",
    ],
)
def test_a_claim_that_only_resembles_a_member_opens_nothing(hold: Hold, claim: str) -> None:
    store = hold(*FIRM)
    store.enrol("group:bids", _of(USER_ADA))
    assert _sees(store, Viewer(_of(claim))) == {"a:wind"}


@pytest.mark.parametrize("wrong", ["", "bids", "group:", ":bids", "group:a\nb", "group:\ud800"])
def test_what_is_no_token_is_refused_as_group_and_as_member(hold: Hold, wrong: str) -> None:
    store = hold(*FIRM)
    before, revision = told(store), store.revision()
    for group, member in ((wrong, USER_ADA), ("group:bids", wrong)):
        with pytest.raises(ConfigError, match="is no token: use everyone, group:NAME"):
            store.enrol(group, _of(USER_BOB, member))
    assert (told(store), store.revision()) == (before, revision)


def test_a_dump_begins_with_the_groups_sorted_and_their_members_sorted(hold: Hold) -> None:
    store = hold(WIND)
    store.enrol("group:é", _of(USER_ADA))
    store.enrol("group:b", _of("user:é@x.org", "user:z@x.org", USER_ADA))
    store.enrol("group:Z", _of("group:\U0001f50e", "group:\uffee"))
    assert list(store.dump())[:4] == [
        ("member", "group:Z", ["group:\uffee", "group:\U0001f50e"]),
        ("member", "group:b", [USER_ADA, "user:z@x.org", "user:é@x.org"]),
        ("member", "group:é", [USER_ADA]),
        next(row for row in store.dump() if row[0] == "document"),
    ]


def test_no_row_is_left_of_a_group_of_nobody(hold: Hold) -> None:
    store = hold(WIND)
    store.enrol("group:bids", _of())
    assert told(store) == told(hold(WIND))


def test_enrolling_the_same_again_writes_nothing_and_a_change_grows_the_revision(
    hold: Hold,
) -> None:
    store = hold(*FIRM)
    revisions = [store.revision()]
    for members in ((USER_ADA,), (USER_ADA, USER_BOB), (USER_BOB,), ()):
        for _ in range(2):
            store.enrol("group:bids", _of(*members))
            revisions.append(store.revision())
    assert revisions[1::2] == revisions[2::2]
    assert revisions[::2] == sorted(set(revisions))


def test_a_group_goes_with_the_last_document_that_names_it(hold: Hold) -> None:
    store = hold(*FIRM)
    for group in ("group:bids", "group:hr"):
        store.enrol(group, _of(USER_ADA))
    store.remove(["b:pay"])
    assert [group for _, group, _ in _members(store)] == ["group:bids", "group:hr"]
    store.remove(["b:mast", "a:absent"])
    assert [group for _, group, _ in _members(store)] == ["group:bids"]
    store.remove(["a:grid"])
    assert told(store) == told(hold(WIND))


@pytest.mark.parametrize("mentions", ["read", "kept"])
def test_a_group_goes_when_its_last_document_is_given_to_others(hold: Hold, mentions: str) -> None:
    store = hold(*FIRM)
    store.enrol("group:bids", _of(USER_ADA))
    store.enrol("group:hr", _of(USER_BOB))
    moved = [_moved(GRID, "group:hr"), _moved(MAST, "group:hr everyone")]
    store.put(replace(m, mentions=None) for m in moved) if mentions == "kept" else store.put(moved)
    assert _members(store) == [("member", "group:hr", [USER_BOB])]
    store.put([_moved(GRID, "group:bids")])
    assert _sees(store, ADA) == {"a:wind", "b:mast"}  # it has to be enrolled again


def test_a_group_stays_when_one_write_takes_its_last_document_and_brings_another(
    hold: Hold,
) -> None:
    store = hold(WIND, GRID)
    store.enrol("group:bids", _of(USER_ADA))
    store.put([_moved(GRID, "everyone"), _moved(WIND, "group:bids")])
    assert _sees(store, ADA) == {"a:wind", "a:grid"}


def test_a_group_enrolled_before_its_documents_waits_for_them(hold: Hold) -> None:
    store = hold(WIND, PAY)
    store.enrol("group:bids", _of(USER_ADA))
    store.remove(["b:pay"])
    store.put([_moved(WIND, "user:bob@x.org")])
    store.remove(["a:wind"])
    assert _members(store) == [("member", "group:bids", [USER_ADA])]
    store.put([GRID])
    assert _sees(store, ADA) == {"a:grid"}


def test_a_group_of_very_many_is_read_like_any_other(hold: Hold) -> None:
    store = hold(*FIRM)
    many = _of(*(f"user:{number}@x.org" for number in range(50_000)))
    store.enrol("group:bids", many)
    store.enrol("group:bids", many | _of(USER_ADA))
    assert _sees(store, ADA) == _sees(store, BIDS)
    assert _sees(store, BOB) == {"a:wind"}
    crowd = Viewer(_of(*(f"group:{number}" for number in range(50_000)), USER_ADA))
    assert _sees(store, crowd) == _sees(store, BIDS)


def test_groups_enrolled_between_writes_leave_topics_as_they_are(hold: Hold) -> None:
    store = hold()
    for number in range(6):
        store.enrol("group:bids", _of(f"user:{number}@x.org"))
        store.put([reading(f"a:{number}", f"wind word{number}", acl="group:bids")])
        store.enrol("group:bids", _of(f"user:{number}@x.org"))
    fresh = hold(
        *(reading(f"a:{n}", f"wind word{n}", acl="group:bids") for n in range(6)),
    )
    fresh.enrol("group:bids", _of("user:5@x.org"))
    assert told(store) == told(fresh)

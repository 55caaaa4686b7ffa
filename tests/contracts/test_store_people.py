"""Who owns which aliases, in each store of the register (`GraphStore.assign`)."""

import pytest
from hypothesis import given, settings

from graphkit.acl import OPERATOR, PUBLIC
from graphkit.errors import ConfigError
from graphkit.person import Decision, Person
from graphkit.store import open_store
from graphkit.stores import STORES
from tests.contracts import cases
from tests.contracts.conftest import Hold
from tests.invariants.organisations import directories, part, reading

ADA = Person(
    "person:1",
    "Ada Lovelace",
    "Lovelace",
    ("Ada Byron",),
    ("email:ada@x.org", "name:ada lovelace"),
    ("email:ada@x.org", "name:ada lovelace"),
    "Analyst",
    ("Computing", "Bids"),
    "London",
    ("en", "fr"),
    "person:2",
    "+44 1",
)
BOB = Person("person:2", "Bob", aliases=("email:bob@x.org",), has_left=True)
MERGED = Person("email:cleo@x.org", aliases=("email:cleo@x.org", "handle:cleo"))
DECISIONS = (
    Decision(1, "email:cleo@x.org", ("email:cleo@x.org", "handle:cleo")),
    Decision(2, "", ("email:x@x.org",)),
)


def test_people_are_told_as_they_were_assigned(hold: Hold) -> None:
    store = hold()
    store.assign([BOB, ADA, MERGED], DECISIONS[::-1])
    assert dict(store.people()) == {person.id: person for person in (MERGED, ADA, BOB)}
    assert list(store.people()) == [MERGED.id, ADA.id, BOB.id]
    assert store.people([ADA.id, "person:9"]) == {ADA.id: ADA}
    assert store.people([]) == {}
    assert store.decisions() == DECISIONS


def test_an_alias_tells_its_owner(hold: Hold) -> None:
    store = hold(reading("a:1", "wind", part("ada")))
    store.assign([ADA, BOB])
    asked = ["email:ada@x.org", "name:ada lovelace", "email:bob@x.org", "email:z@x.org", "a\0b"]
    owners = store.owners(asked)
    assert owners == {asked[0]: ADA, asked[1]: ADA, asked[2]: BOB}
    assert store.owners(["email:ada@x.org\0"]) == {}


def test_who_owns_several_aliases_counts_once(hold: Hold) -> None:
    store = hold(
        reading("a:1", "wind", part("ada")),
        reading("a:2", "wind", part("bob")),
        reading("b:1", "wind", part("cleo"), acl="group:hr"),
    )
    assert (store.totals(PUBLIC).people, store.totals(OPERATOR).people) == (2, 3)
    store.assign([Person("person:1", aliases=("email:ada@x.org", "email:bob@x.org"))])
    assert (store.totals(PUBLIC).people, store.totals(OPERATOR).people) == (1, 2)


def test_a_person_is_replaced_whole_and_an_alias_no_longer_named_stands_alone(hold: Hold) -> None:
    store = hold()
    store.assign([ADA])
    store.assign([Person(ADA.id, "Ada King", aliases=("email:ada@x.org",))])
    assert store.people()[ADA.id].title == ""
    assert set(store.owners(["email:ada@x.org", "name:ada lovelace"])) == {"email:ada@x.org"}


def test_an_alias_changes_hands(hold: Hold) -> None:
    store = hold()
    store.assign([ADA, BOB])
    store.assign([Person(BOB.id, "Bob", aliases=("email:bob@x.org", "email:ada@x.org"))])
    assert store.people()[ADA.id].aliases == ("name:ada lovelace",)
    assert store.owners(["email:ada@x.org"])["email:ada@x.org"].id == BOB.id
    store.assign([ADA, BOB])
    assert dict(store.people()) == {ADA.id: ADA, BOB.id: BOB}


def test_two_people_cannot_own_one_alias(hold: Hold) -> None:
    store = hold()
    with pytest.raises(ConfigError, match="cannot be of both"):
        store.assign([ADA, Person("person:3", aliases=("email:ada@x.org",))])
    assert list(store.dump()) == []


def test_who_says_nothing_is_taken_out(hold: Hold) -> None:
    store = hold()
    store.assign([ADA, MERGED], DECISIONS)
    store.assign([Person(ADA.id), Person(MERGED.id, aliases=(MERGED.id,))], ())
    assert list(store.dump()) == []
    assert store.owners([MERGED.id, "email:ada@x.org"]) == {}


def test_assigning_the_same_again_writes_nothing_and_a_change_grows_the_revision(
    hold: Hold,
) -> None:
    store = hold()
    before = store.revision()
    store.assign([ADA, BOB], DECISIONS)
    after = store.revision()
    assert after > before
    store.assign([BOB], None)
    store.assign([ADA, BOB], DECISIONS)
    assert store.revision() == after
    store.assign([], DECISIONS[:1])
    assert store.revision() > after


def test_people_stay_when_their_documents_go_and_documents_when_people_go(hold: Hold) -> None:
    store = hold(reading("a:1", "wind", part("ada"), part("bob")))
    store.assign([ADA])
    store.remove(["a:1"])
    assert store.owners(["email:ada@x.org"]) == {"email:ada@x.org": ADA}
    store.put([reading("a:1", "wind", part("ada"))])
    rows = list(store.dump())
    store.assign([Person(ADA.id)])
    assert list(store.dump()) == [row for row in rows if row[0] != "person"]


def test_a_dump_has_people_before_documents_and_is_loaded_again(hold: Hold) -> None:
    loaded, store = hold(), hold(reading("a:1", "wind", part("ada")))
    store.assign([ADA, BOB, MERGED], DECISIONS)
    store.enrol("group:bids", frozenset({"user:ada@x.org"}))
    rows = list(store.dump())
    kinds = [row[0] for row in rows]
    assert kinds[:6] == ["member", *["person"] * 3, *["decision"] * 2]
    loaded.load(rows)
    assert list(loaded.dump()) == rows
    assert loaded.owners(["email:ada@x.org"]) == {"email:ada@x.org": ADA}


@pytest.mark.parametrize("scheme", sorted(STORES))
def test_any_directory_comes_back(scheme: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=cases.EXAMPLES.get(scheme, 40), deadline=None)
    @given(first=directories, second=directories)
    def holds(first: tuple[Person, ...], second: tuple[Person, ...]) -> None:
        address = cases.STORES[scheme](tmp_path_factory.mktemp("store"))
        store = open_store(address, create=True)
        for people in (first, second):
            store.assign(people)
            on_file = store.people()
            for person in people:
                assert on_file.get(person.id, Person(person.id)) == person or person.is_plain
                if not person.is_plain:
                    assert set(store.owners(person.aliases)) == set(person.aliases)
        held = [alias for person in store.people().values() for alias in person.aliases]
        assert len(held) == len(set(held))
        store.close()

    holds()

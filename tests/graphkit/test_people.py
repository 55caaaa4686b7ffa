"""Whose aliases are whose: a directory, merges, splits, and taking them back."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.backup import backup, restore
from graphkit.errors import ConfigError, NotFound
from graphkit.people import Imported, import_people, merge, split, undo
from graphkit.person import Person
from graphkit.store import GraphStore, open_store
from tests.invariants.organisations import part, reading, stored

ADA = Person("person:1", "Ada Lovelace", "Lovelace", listed=("email:ada@x.org", "handle:ada"))
BOB = Person("person:2", "Bob Reed", "Reed", listed=("email:bob@x.org",))
NAMESAKE = Person("person:3", "Ada Lovelace", "Lovelace", listed=("email:ada2@x.org",))


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    return stored(
        str(tmp_path / "store.db"), reading("a:1", "wind permit", part("ada"), part("cleo"))
    )


def _owner(store: GraphStore, alias: str) -> str | None:
    owner = store.owners([alias]).get(alias)
    return owner and owner.id


def test_a_directory_gives_people_their_addresses_and_the_ways_of_writing_their_names(
    store: GraphStore,
) -> None:
    done = import_people(store, [ADA, BOB])
    assert (done.added, done.updated, done.left, done.shared) == (2, 0, 0, ())
    for alias in ("email:ada@x.org", "handle:ada", "name:ada lovelace", "name:lovelace ada"):
        assert _owner(store, alias) == "person:1"
    assert _owner(store, "name:a lovelace") == "person:1"


def test_a_name_that_fits_two_people_is_nobodys(store: GraphStore) -> None:
    import_people(store, [ADA, NAMESAKE])
    assert _owner(store, "name:ada lovelace") is None
    assert _owner(store, "email:ada2@x.org") == "person:3"
    import_people(store, [ADA, NAMESAKE, Person("person:4", "Anna Reed"), BOB])
    assert _owner(store, "name:a lovelace") is None
    assert _owner(store, "name:b reed") == "person:2"


def test_an_address_that_is_given_to_two_people_is_nobodys(store: GraphStore) -> None:
    shared = Person("person:9", "Desk", listed=("email:ada@x.org",))
    assert import_people(store, [ADA, shared]).shared == ("email:ada@x.org",)
    assert _owner(store, "email:ada@x.org") is None


def test_importing_the_same_again_writes_nothing(store: GraphStore) -> None:
    import_people(store, [ADA, BOB])
    revision, rows = store.revision(), list(store.dump())
    again = import_people(store, [BOB, ADA])
    assert again == Imported(0, 0, 0, again.aliases, ())
    assert (store.revision(), list(store.dump())) == (revision, rows)


def test_who_is_missing_from_a_complete_import_has_left_and_keeps_their_aliases(
    store: GraphStore,
) -> None:
    import_people(store, [ADA, BOB])
    assert import_people(store, [BOB], complete=False).left == 0
    assert import_people(store, [BOB]).left == 1
    assert store.people()["person:1"].has_left
    assert _owner(store, "email:ada@x.org") == _owner(store, "name:ada lovelace") == "person:1"
    assert import_people(store, [ADA, BOB]).updated == 1
    assert not store.people()["person:1"].has_left


def test_who_is_listed_under_another_key_takes_all_along(store: GraphStore) -> None:
    import_people(store, [BOB])
    import_people(store, [Person("person:77", "Bob Reed", "Reed", listed=("email:bob@x.org",))])
    assert _owner(store, "email:bob@x.org") == _owner(store, "name:bob reed") == "person:77"
    assert store.people()["person:2"].has_left


def test_a_merge_makes_two_one_and_undo_makes_them_two(store: GraphStore) -> None:
    merge(store, ["email:cleo@x.org", "email:ada@x.org"])
    assert _owner(store, "email:ada@x.org") == _owner(store, "email:cleo@x.org")
    assert store.people().keys() == {"email:cleo@x.org"}
    undo(store)
    assert (dict(store.people()), store.decisions()) == ({}, ())
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(store)


def test_what_was_decided_outlives_a_backup(store: GraphStore, tmp_path: Path) -> None:
    import_people(store, [BOB])
    merge(store, ["email:cleo@x.org", "email:ada@x.org"])
    backup(store, tmp_path / "a.backup")
    restored = open_store(str(tmp_path / "b.db"), create=True)
    restore(tmp_path / "a.backup", restored)
    assert (restored.decisions(), restored.people()) == (store.decisions(), store.people())
    undo(restored)
    assert restored.people().keys() == {"person:2"}


def test_the_directory_names_who_is_merged_with_somebody_of_theirs(store: GraphStore) -> None:
    import_people(store, [ADA])
    merge(store, ["email:cleo@x.org", "person:1"])
    assert _owner(store, "email:cleo@x.org") == "person:1"
    assert store.people().keys() == {"person:1"}


def test_a_merge_outlives_an_import_that_lists_one_of_them(store: GraphStore) -> None:
    merge(store, ["email:ada@x.org", "email:cleo@x.org"])
    import_people(store, [ADA, BOB])
    assert _owner(store, "email:cleo@x.org") == _owner(store, "email:ada@x.org") == "person:1"
    import_people(store, [BOB])
    assert _owner(store, "email:cleo@x.org") == "person:1"


def test_two_listed_people_become_one_and_two_again(store: GraphStore) -> None:
    import_people(store, [ADA, NAMESAKE])
    before = list(store.dump())
    merge(store, ["person:1", "person:3"])
    assert _owner(store, "email:ada2@x.org") == "person:1"
    assert store.people()["person:3"].aliases == ()
    undo(store)
    assert list(store.dump()) == before


def test_a_split_alias_stands_alone_whatever_the_directory_says(store: GraphStore) -> None:
    import_people(store, [ADA])
    split(store, "handle:ada")
    import_people(store, [ADA])
    assert _owner(store, "handle:ada") is None
    with pytest.raises(NotFound, match="stands alone already"):
        split(store, "handle:ada")
    undo(store)
    assert _owner(store, "handle:ada") == "person:1"


def test_the_alias_that_others_were_merged_into_can_be_split_off(store: GraphStore) -> None:
    merge(store, ["handle:a", "handle:b"])
    merge(store, ["handle:a", "handle:c"])
    split(store, "handle:a")
    assert _owner(store, "handle:a") is None
    assert _owner(store, "handle:b") == _owner(store, "handle:c") == "handle:b"


def test_who_is_one_already_is_not_merged(store: GraphStore) -> None:
    with pytest.raises(ConfigError, match="one person already"):
        merge(store, ["email:ada@x.org", "email:ada@x.org"])


_ALIASES = st.sampled_from([f"handle:{letter}" for letter in "abcdef"])


@settings(max_examples=50, deadline=None)
@given(pairs=st.lists(st.tuples(_ALIASES, _ALIASES), min_size=1, max_size=8))
def test_taking_everything_back_leaves_what_the_directory_said(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    store = open_store(str(tmp_path_factory.mktemp("undo") / "store.db"), create=True)
    import_people(store, [ADA, Person("person:5", "Fay Ott", listed=("handle:a", "handle:f"))])
    states = [list(store.dump())]
    for pair in pairs:
        people = [owner.id if (owner := store.owners([a]).get(a)) else a for a in pair]
        if people[0] == people[1]:
            continue
        merge(store, people)
        one, other = (_owner(store, alias) for alias in pair)
        assert one == other is not None
        states.append(list(store.dump()))
    for state in reversed(states[:-1]):
        undo(store)
        assert list(store.dump()) == state
    store.close()

"""Who was erased is gone: from every row, from the raw files, and after reading all again."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.acl import OPERATOR
from graphkit.backup import backup, restore
from graphkit.copying import copy
from graphkit.erasure import enforce, erase
from graphkit.errors import NotFound
from graphkit.model import Contribution, Mention, Reading, Scope
from graphkit.ops import known_erasures, record_pass
from graphkit.people import import_people, merge
from graphkit.person import Person
from graphkit.store import GraphStore, open_store
from graphkit.suppression import Suppression, Suppressions
from tests import neo4j_server
from tests.invariants.organisations import part, reading

_FIRST = ("Ada", "Jean-Pierre", "Zoë", "Łukasz", "Nguyễn Thị", "Kathleen", "François", "An")
_LAST = ("Lovelace", "Müller", "O'Connor", "de la Tour", "Wójcik", "Lan", "Garnier-Blanc", "Vo")
_ADDRESSES = ("{0}.{1}@x.org", "{1}@{0}.example", "{0}{1}@x.org")


def _ascii(text: str) -> str:
    return "".join(c for c in normalize("NFKD", text.lower()) if c.isascii() and c.isalpha())


@st.composite
def _somebody(draw: st.DrawFn) -> tuple[str, str, str]:
    """A full name, an address, a handle."""
    first, last = draw(st.sampled_from(_FIRST)), draw(st.sampled_from(_LAST))
    address = draw(st.sampled_from(_ADDRESSES)).format(_ascii(first), _ascii(last))
    return f"{first} {last}", f"email:{address}", f"handle:{_ascii(last)}{_ascii(first)}99"


def _firm(name: str, email: str, handle: str, texts: Iterable[int]) -> tuple[Reading, ...]:
    """Documents that speak of somebody in every way, and of others."""
    first, *_, last = name.split()
    surname = name.upper()
    said = [
        (f"Handover by {name}", "wind permit", Contribution(email, name, ("author",))),
        (f"{last} bridge", "bridge load", Contribution(handle, surname, ("reviewer",))),
        (f"Re: {name}, {first}", "soil noise", part("bob")),
        (f"mail from {email.removeprefix('email:')}", "heat pump", part("cleo")),
        ("Nothing", f"{last} method", part("bob")),
    ]
    readings = []
    for number in texts:
        title, text, who = said[number % len(said)]
        made = reading(f"a:{number}", text, who, acl=f"user:{email.removeprefix('email:')}")
        acl = frozenset({"everyone", *made.document.acl})
        document = replace(made.document, title=title, acl=acl)
        surfaces = (
            Mention(f"en+{last.lower()} method", f"{last} method", 1),
            Mention("en+the name", f"the {name} permit", 1),
        )
        mentions = tuple(sorted((*(made.mentions or ()), *surfaces)))
        readings.append(replace(made, document=document, mentions=mentions))
    return tuple(readings)


def _is_in(store: GraphStore, *texts: str) -> list[str]:
    rows = [str(row).casefold() for row in store.dump()]
    return [text for text in texts if any(text.casefold() in row for row in rows)]


def _told(store: GraphStore) -> list[object]:
    return [row for row in store.dump() if row[0] != "suppression"]


def _erased(store: GraphStore, somebody: tuple[str, str, str], texts: list[int]) -> None:
    name, email, handle = somebody
    firm = _firm(*somebody, texts)
    last = name.split()[-1]
    store.put(firm)
    store.enrol("group:bids", frozenset({f"user:{email.removeprefix('email:')}", "user:b@x.org"}))
    import_people(store, [Person("person:7", name, listed=(email, handle)), _BOB])
    done = erase(store, "person:7", key="k")
    assert (done.found, done.kept) == ((), ())
    gone = (name, name.upper(), email, email.removeprefix("email:"), handle, "person:7")
    assert _is_in(store, *gone) == []
    assert "person:2" in store.people()
    assert {number % 5 for number in texts} == {4} or done.documents
    assert _is_in(store, f"{last} method") == [f"{last} method"]
    after = _told(store)
    again = Suppressions(store.suppressions())
    store.put([again.redacted(each) for each in firm])
    store.enrol("group:bids", frozenset({"user:b@x.org"}))
    import_people(store, [Person("person:7", name, listed=(email, handle)), _BOB])
    assert _told(store) == after


_BOB = Person("person:2", "Bob Reed", listed=("email:bob@x.org",))
_texts = st.lists(st.integers(0, 40), min_size=1, max_size=8, unique=True).map(sorted)


@settings(max_examples=200, deadline=None)
@given(somebody=_somebody(), texts=_texts)
def test_nothing_of_them_is_left_in_rows_or_raw_files(
    tmp_path_factory: pytest.TempPathFactory, somebody: tuple[str, str, str], texts: list[int]
) -> None:
    file = tmp_path_factory.mktemp("erase") / "store.db"
    store = open_store(str(file), create=True)
    _erased(store, somebody, texts)
    store.close()
    raw = b"".join(each.read_bytes() for each in sorted(file.parent.iterdir()))
    name, email, handle = somebody
    for text in (name, name.upper(), email.removeprefix("email:"), handle, "person:7"):
        assert text.encode() not in raw


@settings(max_examples=50, deadline=None)
@given(somebody=_somebody(), texts=_texts)
def test_neo4j_forgets_them_too_and_so_does_a_copy(
    tmp_path_factory: pytest.TempPathFactory, somebody: tuple[str, str, str], texts: list[int]
) -> None:
    store = open_store(neo4j_server.emptied(), create=True)
    _erased(store, somebody, texts)
    file = tmp_path_factory.mktemp("copy") / "copy.db"
    copied = open_store(str(file), create=True)
    copy(store, copied)
    assert _is_in(copied, somebody[0], somebody[1].removeprefix("email:")) == []
    assert copied.suppressions() == store.suppressions()
    for each in (store, copied):
        each.close()
    raw = b"".join(each.read_bytes() for each in sorted(file.parent.iterdir()))
    for text in (somebody[0], somebody[1].removeprefix("email:"), somebody[2]):
        assert text.encode() not in raw


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    return open_store(str(tmp_path / "store.db"), create=True)


ADA, TWIN = ("Ada Lovelace", "email:ada@x.org", "handle:ada99"), "email:ada2@x.org"


def test_a_namesake_and_a_topic_with_the_surname_are_kept(store: GraphStore) -> None:
    store.put(_firm(*ADA, range(5)))
    twin = reading("b:1", "ada_lovelace lovelace_method", Contribution(TWIN, ADA[0], ("author",)))
    store.put([twin])
    done = erase(store, ADA[1])
    assert done.kept == (ADA[0],)
    (kept,) = store.facts(OPERATOR, Scope(frozenset({"b:1"}))).readings
    assert kept == twin
    assert _is_in(store, "email:ada@x.org") == []
    assert _is_in(store, "Lovelace bridge", "Handover by Ada Lovelace") != []


def test_merged_aliases_and_decisions_go_with_the_person(store: GraphStore) -> None:
    store.put(_firm(*ADA, range(5)))
    merge(store, [ADA[1], ADA[2]])
    assert erase(store, ADA[1]).aliases == 2
    assert (store.decisions(), dict(store.people())) == ((), {})
    assert _is_in(store, *ADA) == []


class _CutShort(Exception):
    """The power went off."""


def test_an_erasure_that_was_cut_short_is_finished_by_the_next(
    store: GraphStore, tmp_path: Path
) -> None:
    store.put(_firm(*ADA, range(10)))
    merge(store, ADA[1:])
    whole = open_store(str(tmp_path / "whole.db"), create=True)
    whole.load(store.dump())
    erase(whole, ADA[1], key="k")
    read = iter(range(4))

    def advance() -> None:
        if next(read, None) is None:
            raise _CutShort

    with pytest.raises(_CutShort):
        erase(store, ADA[1], key="k", advance=advance)
    assert _is_in(store, *ADA) != []
    assert erase(store, ADA[1]).found == ()
    assert list(store.dump()) == list(whole.dump())


def test_nobody_is_erased_who_is_not_known(store: GraphStore) -> None:
    with pytest.raises(NotFound, match="nothing is known of"):
        erase(store, "email:nobody@x.org")
    assert list(store.dump()) == []


def test_an_older_backup_is_restored_without_them(store: GraphStore, tmp_path: Path) -> None:
    ops = tmp_path / "store.db.ops.db"
    record_pass(ops, "a", "2026", "", [("Ada Lovelace.pdf", "is broken"), ("b.pdf", "too")])
    store.put(_firm(*ADA, range(5)))
    merge(store, ADA[1:])
    backup(store, tmp_path / "before.backup")
    erase(store, ADA[1], ops=ops)
    assert b"Ada Lovelace" not in ops.read_bytes()
    assert b"b.pdf" in ops.read_bytes()
    restored = open_store(str(tmp_path / "restored.db"), create=True)
    restore(tmp_path / "before.backup", restored)
    assert _is_in(restored, ADA[0]) != []
    enforce(restored, (Suppression(*each) for each in known_erasures(ops)))
    assert _is_in(restored, ADA[0], ADA[1]) == []
    assert list(restored.dump()) == list(store.dump())


def test_what_still_stands_in_a_file_is_found_whatever_the_store_is_called(tmp_path: Path) -> None:
    file = tmp_path / "firm [1].db"
    store = open_store(str(file), create=True)
    store.put(_firm(*ADA, range(5)))
    beside = file.with_name(f"{file.name}.ops.db")
    beside.write_text("quarantined: Ada Lovelace.pdf", encoding="utf-8")
    assert store.scrub([ADA[0]]) == ((str(file), str(beside)), "")
    assert store.scrub(["Zoe Nowhere"]) == ((), "")


def test_who_reads_meanwhile_keeps_the_proof_from_being_made(
    store: GraphStore, tmp_path: Path
) -> None:
    store.put(_firm(*ADA, range(5)))
    merge(store, ADA[1:])
    reader = open_store(str(tmp_path / "store.db"))
    rows = reader.dump()
    next(rows)
    done = erase(store, ADA[1])
    assert done.unproven.startswith("not proven yet: others have the store open")
    for _ in rows:
        """Read to the end."""
    assert store.scrub([ADA[0]]) == ((), "")

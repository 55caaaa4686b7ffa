"""Directories: files of people in any format become the same people."""

import csv
import io
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import SourceUnreadable
from graphkit.person import Person
from graphkit.registry import find
from ingest.directories import DIRECTORIES
from ingest.directory import MAX_BYTES, read_people, template
from ingest.entry import COLUMNS, Fault
from tests.conftest import ROOT

SAMPLES = ROOT / "tests" / "data" / "people"


def _owning(person: Person, *aliases: str) -> Person:
    return replace(person, aliases=aliases, listed=aliases)


EVERYBODY = (
    _owning(
        Person(
            "person:2001", "Ilse Brandtner", "Brandtner", title="Head, permits", location="Bremen",
            departments=("Permits",), languages=("de", "en"), contact="+49 421 555 0101",
        ),
        "email:ilse.brandtner@samples.example", "handle:ibrandtner",
    ),
    _owning(
        Person(
            "person:2002", "Théo Marchandeau", "Marchandeau", ("Théo Vauquelin",),
            title="Ingénieur; éolien", location="Saint-Malo", departments=("Wind", "Offshore"),
            languages=("fr",), manager="person:2001", contact="+33 2 55 50 01 02",
        ),
        "email:t.vauquelin@samples.example", "email:theo.m@samples.example", "handle:theom",
    ),
    _owning(
        Person(
            "person:2003", "Oona Kiviranta", "Kiviranta", departments=("Permits",),
            languages=("fi",), manager="person:2001", has_left=True,
        ),
        "email:oona@samples.example", "handle:okivi",
    ),
)  # fmt: skip
"""The three people of the samples; all of them are made up."""


def _in_cards(person: Person) -> Person:
    """What a card can say; who gives no telephone is written to."""
    contact = person.contact or person.aliases[0].partition(":")[2]
    return replace(person, former=(), has_left=False, contact=contact)


def _in_scim(person: Person) -> Person:
    """What SCIM can say: one language, one department."""
    languages, departments = person.languages[:1], person.departments[:1]
    contact = _in_cards(person).contact
    return replace(
        person, former=(), languages=languages, departments=departments, contact=contact
    )


CASES: Mapping[str, Callable[[Person], Person]] = {
    ".csv": lambda person: person,
    ".json": _in_scim,
    ".jsonl": _in_scim,
    ".tsv": lambda person: person,
    ".vcf": _in_cards,
}
"""What each format can say of a person."""


def test_every_registered_format_has_a_case_and_a_sample() -> None:
    assert set(CASES) == set(DIRECTORIES)
    assert all((SAMPLES / f"people{suffix}").is_file() for suffix in DIRECTORIES)


@pytest.mark.parametrize("suffix", sorted(DIRECTORIES))
def test_the_same_people_are_read_from_every_format(suffix: str) -> None:
    found = read_people(SAMPLES / f"people{suffix}")
    assert found.people == tuple(map(CASES[suffix], EVERYBODY))
    assert (found.faults, found.notes) == ((), ())


def test_the_older_vcards_say_the_same_but_for_languages() -> None:
    found = read_people(SAMPLES / "people-3.0.vcf")
    said = (replace(_in_cards(person), languages=()) for person in EVERYBODY)
    assert found == (tuple(said), (), ())


@pytest.mark.parametrize("suffix", sorted(DIRECTORIES))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_text_gives_people_and_faults_or_is_refused(suffix: str, data: st.DataObject) -> None:
    whole = (SAMPLES / f"people{suffix}").read_text(encoding="utf-8")
    at, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 60))
    text = data.draw(st.one_of(st.text(), st.sampled_from('"\0\r\n,;:{}[]\\\ud800')))
    mangled = io.StringIO(whole[:at] + text + whole[at + length :], newline="")
    items: list[object] = []
    with suppress(SourceUnreadable):
        items += find(DIRECTORIES, suffix, "format")(mangled)
    assert sum(not isinstance(item, Fault) for item in items) <= len(EVERYBODY) + 2


@pytest.mark.parametrize("suffix", sorted(DIRECTORIES))
@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"hello world", b"\0" * 999, b"\xff\xfe", bytes(range(256)), b"[7]", b"7"]
)
def test_a_file_of_something_else_is_refused_with_what_to_do(
    tmp_path: Path, suffix: str, raw: bytes
) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(raw)
    with pytest.raises(SourceUnreadable, match=r": its? .*: (?:export|name|save) ") as error:
        read_people(path)
    assert str(error.value).startswith(f"{path}: it")


def test_other_suffixes_are_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "people.xlsx").write_bytes(b"PK")
    with pytest.raises(SourceUnreadable, match=r"one of \.csv, .*: save a spreadsheet as CSV"):
        read_people(tmp_path / "people.xlsx")


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "large.csv").write_text(template(), encoding="utf-8")
    for name, reason in (
        ("none.csv", "No such file or directory"),
        ("folder.csv", "it is a folder or a device: name a file"),
        ("pipe.csv", "it is a folder or a device: name a file"),
        ("large.csv", r"it has 0\.1 MB, the most is 0\.0001 \(WHOKNOWS_MAX_FILE_MB\)"),
    ):
        with pytest.raises(SourceUnreadable, match=f"{name}: {reason}"):
            read_people(tmp_path / name, 100)
    assert len(read_people(tmp_path / "large.csv", MAX_BYTES).people) == 2


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "people.csv").symlink_to(SAMPLES / "people.csv")
    assert read_people(tmp_path / "people.csv").people == EVERYBODY


def test_the_template_reads_back_without_fault(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(template(), encoding="utf-8", newline="")
    found = read_people(path)
    assert (found.faults, found.notes) == ((), ())
    assert [person.has_left for person in found.people] == [False, True]
    first, second = found.people
    assert first.languages == ("sv", "fr", "en")
    assert "slack:T1/U012" in first.aliases
    assert second.manager == first.id


_words = st.text(st.sampled_from("abzÉßłИ中'-.=+#\""), min_size=1, max_size=12)
_texts = st.lists(_words, min_size=1, max_size=4).map(" ".join)
_several = st.lists(_texts, max_size=3, unique=True).map(tuple)
_codes = st.lists(st.sampled_from(["de", "en", "fr", "zh", "eo"]), max_size=3, unique=True)


@st.composite
def _people(draw: st.DrawFn) -> list[Person]:
    """People of whom each column says something, or nothing."""
    people = []
    for number in range(draw(st.integers(0, 5))):
        own = [f"email:p{number}.x@x.org", f"handle:p{number}", f"slack:T/{number}"]
        aliases = tuple(draw(st.lists(st.sampled_from(own), unique=True)))
        manager = f"person:é{draw(st.integers(0, number - 1))}" if number else ""
        people.append(
            Person(
                f"person:é{number}", draw(_texts), draw(_texts), draw(_several), aliases, aliases,
                draw(_texts), draw(_several), draw(_texts), tuple(draw(_codes)), manager,
                draw(_texts), draw(st.booleans()),
            )
        )  # fmt: skip
    return people


def _row(person: Person) -> dict[str, str]:
    emails = [alias[6:] for alias in person.aliases if alias.startswith("email:")]
    handles = [alias for alias in person.aliases if not alias.startswith("email:")]
    return {
        "id": person.id.removeprefix("person:"),
        "name": person.name,
        "family_name": person.family,
        "former_names": ";".join(person.former),
        "emails": "|".join(emails),
        "handles": " ; ".join(handles),
        "title": person.title,
        "departments": ";".join(person.departments),
        "location": person.location,
        "languages": ", ".join(person.languages),
        "manager": person.manager.removeprefix("person:"),
        "contact": person.contact,
        "status": "left" if person.has_left else "active",
    }


@settings(max_examples=60, deadline=None)
@given(
    _people(),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.permutations(COLUMNS),
)
def test_any_people_written_to_a_table_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    people: list[Person],
    delimiter: str,
    encoding: str,
    columns: list[str],
) -> None:
    path = tmp_path_factory.mktemp("people") / "people.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, columns, delimiter=delimiter)
        table.writeheader()
        table.writerows(map(_row, people))
    assert read_people(path) == (tuple(people), (), ())

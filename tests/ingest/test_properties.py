"""Properties of files: what programs fill in is neither a person nor a title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers.people import actors
from ingest.parsers.properties import language, people, person, title, without
from tests.ingest.conftest import at_most


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ada Lovelace", ["Ada Lovelace"]),
        ("Lovelace, Ada", ["Ada Lovelace"]),
        ("van der Berg, Jan", ["Jan van der Berg"]),
        ("Lovelace, Ada Byron", ["Ada Byron Lovelace"]),
        ("Ada Lovelace, Carl Dietz", ["Ada Lovelace", "Carl Dietz"]),
        ("Ada Lovelace; Dietz, Carl", ["Ada Lovelace", "Carl Dietz"]),
        ("Ada Lovelace, Carl Dietz, Eve", ["Ada Lovelace", "Carl Dietz", "Eve"]),
        ("Ada Lovelace, PhD", ["Ada Lovelace"]),
        ("Lovelace, Ada (Bids, Lyon)", ["Ada Lovelace"]),
        ("Ada Lovelace\nCarl Dietz", ["Ada Lovelace", "Carl Dietz"]),
        ("Microsoft Office User", []),
        ("admin; Ada Lovelace; ADMINISTRATOR.", ["Ada Lovelace"]),
        ("python-docx", []),
        (" ; , ", []),
        ("", []),
    ],
)
def test_people_are_parted_as_they_are_written(value: str, names: list[str]) -> None:
    assert list(people(value)) == names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Lovelace, Ada", "Ada Lovelace"),
        ("'Ada Lovelace'", "Ada Lovelace"),
        ("García López, Ana María", "García López Ana María"),
        ("Lovelace, Ada (Bids; Lyon)", "Ada Lovelace"),
        ("Lovelace, Ada, Bids", "Lovelace Ada Bids"),
        ("Bids & Tenders", "Bids/Tenders"),
        ("Ada and Carl", "Ada/Carl"),
        ("ada@x.org", "ada@x.org"),
        ("eve@y.org", "ada@x.org"),
        ("", "ada@x.org"),
    ],
)
def test_a_name_with_an_address_is_one_person(name: str, shown: str) -> None:
    (actor,) = actors(person(name, "ada@x.org"), "author")
    assert (actor.alias, actor.name) == ("email:ada@x.org", shown)


@given(st.text(max_size=40))
def test_no_name_makes_another_person_of_an_address(name: str) -> None:
    assert [actor.alias for actor in actors(person(name, "ada@x.org"), "author")] == [
        "email:ada@x.org"
    ]


@pytest.mark.parametrize(
    "made_up",
    [
        "PowerPoint Presentation", "Présentation PowerPoint", "PowerPoint-Präsentation", "Slide 1",
        "Folie 1", "Document1", "Dokument 12", "Microsoft Word - pumps.doc", "Microsoft Word - x",
        "pumps final v2.docx", "report.pdf", "Untitled", "untitled document", "Sans titre",
        "Book1", "Classeur1", "Mappe1", "Presentation3", "No Slide Title", "Titel", "", "  ",
        "x" * 301,
    ],
)  # fmt: skip
def test_what_a_program_made_up_is_no_title(made_up: str) -> None:
    assert title(made_up) == ""


@pytest.mark.parametrize(
    "stated",
    ["Pumps", "Documentation of pumps", "Slide gates 2", "Node.js", "Word order in German"],
)
def test_what_a_person_wrote_is_one(stated: str) -> None:
    assert title(f" {stated}\n") == stated


@pytest.mark.parametrize(
    ("tag", "code"),
    [("fr", "fr"), ("EN-us", "en"), ("de_AT", "de"), ("deu", None), ("", None), (None, None)],
)
def test_a_language_has_two_letters(tag: str | None, code: str | None) -> None:
    assert language(tag) == code


def test_only_what_repeats_the_title_goes_and_only_where_it_comes_early() -> None:
    early, late = ["x", "PUMPS", "y"], ["a", "b", "c", "d", "e", "pumps"]
    assert without("Pumps", early) == ["x", "y"]
    assert without("Pumps", late) == late
    assert without("", ["", "x"]) == ["", "x"]


@pytest.mark.parametrize(
    "value", ["(" * 1_000_000, "a, " * 300_000, " and " * 200_000, "[" * 10**6]
)
def test_a_megabyte_takes_seconds_whatever_it_holds(value: str) -> None:
    with at_most(3):
        list(people(value))
        title(value)
        language(value)

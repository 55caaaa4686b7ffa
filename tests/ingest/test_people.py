"""Bylines as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.parsers.people import actors, named
from ingest.record import Actor
from tests.ingest.conftest import at_most


def people(value: str) -> list[tuple[str, str]]:
    """Alias and name of each."""
    return [(actor.alias, actor.name) for actor in actors(value, "author")]


@pytest.mark.parametrize(
    ("value", "alias", "name"),
    [
        ("Ada B <ada@x.org>", "email:ada@x.org", "Ada B"),
        ("Ada B <Ada@X.ORG>", "email:ada@x.org", "Ada B"),
        ("Ross B (ross@x.org)", "email:ross@x.org", "Ross B"),
        ("Ada B [ada@x.org]", "email:ada@x.org", "Ada B"),
        ("Ada B <mailto:ada@x.org>", "email:ada@x.org", "Ada B"),
        ('"Ada B" <ada@x.org>', "email:ada@x.org", "Ada B"),
        ("ada.b+wind@mail.x-y.org", "email:ada.b+wind@mail.x-y.org", "ada.b+wind@mail.x-y.org"),
        ("O'Neil <o'neil@x.org>", "email:o'neil@x.org", "O'Neil"),
        ("Ada B (@ada-b)", "handle:ada-b", "Ada B"),
        ("@Ada", "handle:ada", "ada"),
        ("Ada B @ada <ada@x.org>", "email:ada@x.org", "Ada B"),
        ("Ada B", "name:ada b", "Ada B"),
        ("  Ada \t B. ", "name:ada b", "Ada B"),
        ("**Ada B**", "name:ada b", "Ada B"),
        ("Émile Łódź-Größe", "name:emile lodz grosse", "Émile Łódź-Größe"),
        ("Lan Nguyễn", "name:lan nguyen", "Lan Nguyễn"),
        ("李明", "name:李明", "李明"),
        ("J. R. R. Tolkien", "name:j r r tolkien", "J. R. R. Tolkien"),
        ("Carl D (Acme)", "name:carl d", "Carl D"),
        ("Carl D (Acme and Sons, Lyon)", "name:carl d", "Carl D"),
        ("Carl D [Acme Ltd.]", "name:carl d", "Carl D"),
        ("Roland and", "name:roland and", "Roland and"),
        ("Dr. Zoë O'Neil-Łuk", "name:zoe oneil luk", "Dr. Zoë O'Neil-Łuk"),
    ],
)
def test_an_address_comes_before_a_handle_before_a_name(value: str, alias: str, name: str) -> None:
    assert list(actors(value, "reviewer")) == [Actor(alias, name, "reviewer")]


@pytest.mark.parametrize("between", [", ", ",", "; ", " and ", " und ", " et ", " & "])
def test_several_people_are_told_apart(between: str) -> None:
    value = between.join(["Ada B <a@x.org>", "Roland Etienne (Acme)", "@eve", "Gus"])
    assert people(value) == [
        ("email:a@x.org", "Ada B"),
        ("name:roland etienne", "Roland Etienne"),
        ("handle:eve", "eve"),
        ("name:gus", "Gus"),
    ]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "  ",
        ", ;",
        "...",
        "-",
        "—",
        "?",
        "\u200b",
        "n/a",
        "2024",
        "v1.2",
        "http://x.org/ada",
        "see: below",
        "(Acme)",
        "nobody who is still here remembers it",
        "x" * 81,
        "a@b",
        "Dr.",
    ],
)
def test_what_is_no_name_names_nobody(value: str) -> None:
    assert people(value) == []


def test_who_is_no_name_does_not_hide_who_is() -> None:
    assert people("TBC 2024, Ada B, -") == [("name:ada b", "Ada B")]


def test_an_actor_without_a_name_is_called_by_the_alias() -> None:
    assert named("slack:T1/U12", "", "author") == Actor("slack:T1/U12", "T1/U12", "author")
    assert named("ada", " ", "author") == Actor("ada", "ada", "author")
    assert named("email:a@x.org", "Ada\n B", "author") == Actor("email:a@x.org", "Ada B", "author")


@settings(deadline=None)
@given(st.text(max_size=100))
def test_whatever_is_written_names_have_one_line_and_aliases_a_kind(value: str) -> None:
    for alias, name in people(value):
        assert alias.partition(":")[0] in {"email", "handle", "name"}
        assert alias.partition(":")[2]
        assert name.splitlines() == [name]


MB = 1_000_000
HARD = {
    "dots": "a." * (MB // 2),
    "marks": "a@" * (MB // 2),
    "almost addresses": ("a" * 64 + "@" + "a" * 63) * (MB // 128),
    "long domains": ("a" * 64 + "@" + "a." * 31) * (MB // 127),
    "spaced domains": ("a@" + "a-." * 20 + " ") * (MB // 63),
    "brackets that stay open": "([<@" * (MB // 4),
    "one bracket that stays open": "(" + "[" * MB,
    "people": "Ada B," * (MB // 6),
}


@pytest.mark.parametrize("value", HARD.values(), ids=HARD)
def test_a_megabyte_takes_seconds_whatever_it_holds(value: str) -> None:
    with at_most(5):
        list(actors(value, "author"))

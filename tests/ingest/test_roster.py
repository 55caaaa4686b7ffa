"""What becomes of an entry: keys, aliases, languages, who leads whom."""

import pytest

from graphkit.person import Person
from ingest.entry import Entry, Fault, Note
from ingest.roster import Listing, Roster

OTHERS = "is a program's, a list's or a role's: left out"


def listing(*said: dict[str, list[str]]) -> Listing:
    """A directory ``f`` whose entries are lines from 1 on."""
    roster = Roster("f")
    for number, each in enumerate(said, start=1):
        roster.add(Entry(f"line {number}", each))
    return roster.listing()


def person(**said: list[str]) -> tuple[Person, list[str]]:
    """The one person of a directory, and what was noted."""
    found = listing(said)
    assert found.faults == ()
    assert {note.where for note in found.notes} <= {"f line 1"}
    return found.people[0], [note.reason for note in found.notes]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"id": ["7"], "name": ["Ada B"], "emails": ["a@x.org"], "handles": ["ada"]}, "7"),
        ({"name": ["Ada B"], "emails": ["A@X.org", "b@x.org"], "handles": ["ada"]}, "a@x.org"),
        ({"name": ["Ada B"], "emails": ["info@x.org", "b@x.org"]}, "b@x.org"),
        ({"name": ["Ada B"], "handles": ["@Ada"]}, "ada"),
        ({"name": ["Ada B"], "handles": ["slack:T1/U1"]}, "slack:T1/U1"),
        ({"name": ["Ada  Élan"]}, "ada elan"),
        ({"given_name": ["Ada"], "family_name": ["Élan"]}, "ada elan"),
        ({"family_name": ["Élan"]}, "elan"),
    ],
)
def test_a_key_is_the_first_that_is_said_of_id_address_handle_and_name(
    said: dict[str, list[str]], key: str
) -> None:
    assert person(**said)[0].id == f"person:{key}"


@pytest.mark.parametrize("said", [{}, {"title": ["Head"]}, {"id": [" ", ""], "name": ["\u0301"]}])
def test_who_has_no_key_is_a_fault(said: dict[str, list[str]]) -> None:
    reason = "it names nobody: give an id, a name, an address or a handle"
    assert listing(said, {"id": ["1"]}) == (
        (Person("person:1"),),
        (Fault("f line 1", reason),),
        (),
    )


def test_of_two_with_one_key_the_first_is_read() -> None:
    found = listing({"id": ["1"], "name": ["Ada"]}, {"id": ["1"], "emails": ["a@x.org"]})
    assert found.people == (Person("person:1", "Ada"),)
    assert found.faults == (Fault("f line 2", "its key '1' is that of line 1"),)


def test_an_alias_stays_with_the_first_who_has_it() -> None:
    found = listing({"id": ["1"], "handles": ["ada"]}, {"id": ["2"], "handles": ["ada", "bob"]})
    assert [each.aliases for each in found.people] == [("handle:ada",), ("handle:bob",)]
    assert found.notes == (Note("f line 2", "handle:ada is that of line 1: left out"),)


@pytest.mark.parametrize(
    ("handle", "alias"),
    [
        ("Ada", "handle:ada"),
        ("@Ada", "handle:ada"),
        ("handle:x", "handle:x"),
        ("slack:T1/U012", "slack:T1/U012"),
        ("Slack:T1/U012", "slack:T1/U012"),
        ("zulip:x/7", "zulip:x/7"),
        ("email:Ada@X.org", "email:ada@x.org"),
        ("name:ada lovelace", "name:ada lovelace"),
        ("irc:Ada", "handle:irc:ada"),
        ("https://github.com/Ada-L/", "handle:ada-l"),
        ("e\u0301va", "handle:éva"),
    ],
)
def test_a_handle_may_say_its_kind(handle: str, alias: str) -> None:
    found, noted = person(id=["1"], handles=[handle])
    assert (found.aliases, found.listed, noted) == ((alias,), (alias,), [])


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("emails", "ada", "'ada' is no mail address: left out"),
        ("emails", "a b@x.org", "'a b@x.org' is no mail address: left out"),
        ("emails", "=cmd|'/c calc'!A0", "\"=cmd|'/c calc'!A0\" is no mail address: left out"),
        ("emails", "info@x.org", f"email:info@x.org {OTHERS}"),
        (
            "emails",
            "wind@lists.x.org",
            f"email:wind@lists.x.org {OTHERS}",
        ),
        ("handles", "email:info@x.org", f"email:info@x.org {OTHERS}"),
        ("handles", "pumps[bot]", f"handle:pumps[bot] {OTHERS}"),
        ("handles", "The Duke", "'The Duke' is no handle: left out"),
        ("handles", "@", "'@' is no handle: left out"),
        ("languages", "Klingon", "the language 'Klingon' is not known: write its ISO 639-1 code"),
        ("status", "on leave", "the status 'on leave' is not known: write active or left"),
        ("manager", "Eve", "its manager 'Eve' is nobody in this file"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_left_out_and_noted(
    column: str, value: str, reason: str
) -> None:
    assert person(id=["1"], **{column: [value]}) == (Person("person:1"), [reason])


def test_a_handle_that_roles_have_elsewhere_is_somebodys_own() -> None:
    assert person(handles=["news"])[0].aliases == ("handle:news",)


@pytest.mark.parametrize("word", "left inactive Former ehemalig Ancien partie FALSE 0".split())
def test_who_has_left_is_told_in_three_languages(word: str) -> None:
    assert person(id=["1"], status=[word]) == (Person("person:1", has_left=True), [])


@pytest.mark.parametrize("word", ["active", "Aktiv", "actif", "true", "1", " "])
def test_who_is_there_is_told_so_too(word: str) -> None:
    assert person(id=["1"], status=[word]) == (Person("person:1"), [])


@pytest.mark.parametrize(
    "said", ["1", "ada@x.org", "mailto:Ada@x.org", "@ada", "Ada Élan", "ADA ELAN", "slack:T1/U1"]
)
def test_a_manager_is_named_by_key_address_handle_or_name(said: str) -> None:
    ada = {
        "id": ["1"],
        "name": ["Ada Élan"],
        "emails": ["ada@x.org"],
        "handles": ["ada", "slack:T1/U1"],
    }
    found = listing({"id": ["2"], "manager": [said]}, ada)
    assert [each.manager for each in found.people] == ["person:1", ""]
    assert found.notes == ()


def test_a_manager_of_a_name_that_several_have_is_not_guessed() -> None:
    ada = {"name": ["Ada"]}
    found = listing({"id": ["1"]} | ada, {"id": ["2"]} | ada, {"id": ["3"], "manager": ["Ada"]})
    assert [each.manager for each in found.people] == ["", "", ""]
    reason = "its manager 'Ada' is the name of several in this file"
    assert found.notes == (Note("f line 3", reason),)


def test_who_is_said_to_lead_themselves_is_led_by_nobody() -> None:
    assert listing({"id": ["1"], "manager": ["1"]}) == ((Person("person:1"),), (), ())


def test_a_manager_of_nobody_is_not_somebody_without_a_name() -> None:
    found = listing({"id": ["1"]}, {"id": ["2"], "manager": ["\u0301"]})
    assert [each.manager for each in found.people] == ["", ""]


def test_values_are_cleaned_and_each_is_told_once() -> None:
    found, noted = person(
        id=["1"],
        name=["Ada\n\u202eB\0\ud800 e\u0301"],
        departments=["Wind", " Wind ", "", "=1+1"],
        languages=["fr", "French", "xx"],
        former_names=["Ada  C"],
    )
    assert (found.name, found.departments, found.former) == (
        "Ada B é",
        ("Wind", "=1+1"),
        ("Ada C",),
    )
    assert (found.languages, noted) == (("fr", "xx"), [])


@pytest.mark.parametrize("column", ["name", "emails", "title", "departments", "manager", "status"])
@pytest.mark.parametrize("value", ["x" * 513, "e\u0301" * 513, "a" + "\u0301\u0316" * 10**5])
def test_a_value_that_is_too_long_is_a_fault(column: str, value: str) -> None:
    ((where, reason),) = listing({"id": ["1"], column: [value]}).faults
    assert where == "f line 1"
    assert reason.startswith(f"its {column} '{value[:9]}")
    assert reason.endswith(" characters, the most is 512: is a quotation mark missing?")


def test_a_key_that_is_too_long_for_an_id_is_a_fault() -> None:
    ((_, reason),) = listing({"id": ["x" * 512]}).faults
    assert reason.startswith("an id must have 1 to 512 characters")

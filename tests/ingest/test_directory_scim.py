"""People in SCIM, as identity providers export them."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from graphkit.errors import SourceUnreadable
from graphkit.person import Person
from ingest.directory import read_people
from ingest.roster import Listing
from tests.ingest.conftest import at_most

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
BOB = {"id": "9", "userName": "bob"}
LISTED_BOB = Person("person:9", "", aliases=("handle:bob",), listed=("handle:bob",))


def read(folder: Path, said: object, suffix: str = ".json") -> Listing:
    """The people of a file; what is no text is written as JSON."""
    path = folder / f"p{suffix}"
    path.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    return read_people(path)


def user(folder: Path, **said: object) -> Person:
    """The one person of a user with the key 1."""
    found = read(folder, [{"id": "1"} | said])
    assert (found.faults, found.notes) == ((), ())
    return found.people[0]


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ({"displayName": "Ada E", "name": {"formatted": "Dr. Ada"}}, "name", "Ada E"),
        ({"name": {"formatted": "Dr. Ada", "givenName": "Ada"}}, "name", "Dr. Ada"),
        ({"name": {"givenName": "Ada", "familyName": "Élan"}}, "name", "Ada Élan"),
        ({"NAME": {"FamilyName": "Élan"}}, "family", "Élan"),
        ({"userName": "Ada@X.org"}, "aliases", ("email:ada@x.org",)),
        ({"userName": "Ada", "nickName": "The Duke"}, "aliases", ("handle:ada",)),
        ({"nickName": "duke"}, "aliases", ("handle:duke",)),
        ({"profileUrl": "https://github.com/ada"}, "aliases", ("handle:ada",)),
        ({"profileUrl": "https://x.org/ada"}, "aliases", ()),
        ({"emails": [{"value": "b@x.org"}, {"value": "a@x.org"}]}, "aliases",
         ("email:a@x.org", "email:b@x.org")),
        ({"emails": [{"value": "b@x.org"}, {"value": "a@x.org", "primary": True}]}, "contact",
         "a@x.org"),
        ({"emails": [{"type": "work"}], "phoneNumbers": [{"value": "tel:5"}]}, "contact", "5"),
        ({"title": "Head"}, "title", "Head"),
        ({ENTERPRISE: {"department": "Wind"}}, "departments", ("Wind",)),
        ({"groups": [{"display": "VPN users"}]}, "departments", ()),
        ({"addresses": [{"locality": "Bonn"}, {"locality": "Lyon", "primary": True}]},
         "location", "Lyon"),
        ({"preferredLanguage": "da, en-gb;q=0.8", "locale": "fr"}, "languages", ("da", "en")),
        ({"locale": "fr_FR"}, "languages", ("fr",)),
        ({"active": False}, "has_left", True),
        ({"active": True}, "has_left", False),
        ({"active": None, "emails": None, "name": None, "title": None}, "has_left", False),
        ({"title": "a\ud800\u0000b"}, "title", "ab"),
    ],
)  # fmt: skip
def test_a_user_says(
    tmp_path: Path, said: Mapping[str, object], field: str, value: object
) -> None:
    assert getattr(user(tmp_path, **said), field) == value


@pytest.mark.parametrize(
    "said",
    [
        {"Resources": [BOB], "totalResults": 1}, {"resources": [BOB]}, [BOB], BOB,
    ],
)  # fmt: skip
def test_users_come_in_a_response_in_a_list_or_alone(tmp_path: Path, said: object) -> None:
    assert read(tmp_path, said) == ((LISTED_BOB,), (), ())


def test_users_may_stand_one_on_a_line(tmp_path: Path) -> None:
    said = json.dumps(BOB)
    found = read(
        tmp_path, f'{said}\r\n\n{{\n[]\n{"[" * 99_999}\n{said[:-1]}, "id": "8"}}', ".jsonl"
    )
    assert [person.id for person in found.people] == ["person:9", "person:8"]
    assert [fault.where for fault in found.faults] == [
        f"p.jsonl line {number}" for number in (3, 4, 5)
    ]
    assert found.notes == (("p.jsonl line 6", "handle:bob is that of line 1: left out"),)


def test_an_external_key_serves_where_there_is_no_id(tmp_path: Path) -> None:
    found = read(tmp_path, [{"externalId": "hr-7"}, {"id": "1", "externalId": "hr-8"}])
    assert [person.id for person in found.people] == ["person:hr-7", "person:1"]


@pytest.mark.parametrize("manager", [{"value": "9"}, {"displayName": "bob"}])
def test_the_manager_is_another_user(tmp_path: Path, manager: Mapping[str, str]) -> None:
    found = read(tmp_path, [{"id": "1", ENTERPRISE: {"manager": manager}}, BOB])
    assert found.people[0].manager == "person:9"


def test_one_page_of_several_is_noted(tmp_path: Path) -> None:
    found = read(tmp_path, {"Resources": [BOB], "totalResults": 250})
    assert found.people == (LISTED_BOB,)
    assert found.notes == (("p.json", "it holds 1 of 250 users: export all pages as one list"),)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (5, "it is no JSON object"),
        (None, "it is no JSON object"),
        ([], "it is no JSON object"),
        ({}, "it names nobody: give an id, a name, an address or a handle"),
        ({"id": 5}, "its id is no text"),
        ({"userName": ["ada"]}, "its userName is no text"),
        ({"name": "Ada"}, "its name is no object"),
        ({"name": {"givenName": {}}}, "its givenName is no text"),
        ({"emails": "a@x.org"}, "its emails is no list"),
        ({"emails": ["a@x.org"]}, "one of its emails is no object"),
        ({"emails": [{"value": 1}]}, "its value is no text"),
        ({"phoneNumbers": {}}, "its phoneNumbers is no list"),
        ({"addresses": [{"locality": []}]}, "its locality is no text"),
        ({"active": "true"}, "its active is neither true nor false"),
        ({ENTERPRISE: []}, f"its {ENTERPRISE.lower()} is no object"),
        ({ENTERPRISE: {"manager": "9"}}, "its manager is no object"),
        ({"id": "1", "displayName": "Wind", "members": []}, "it is a group, not a user"),
        (BOB, "its key '9' is that of user 1"),
    ],
)
def test_a_broken_user_is_named_by_its_number_and_the_rest_is_read(
    tmp_path: Path, said: object, reason: str
) -> None:
    found = read(tmp_path, [BOB, said])
    assert found == ((LISTED_BOB,), (("p.json user 2", reason),), ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is no JSON: Expecting value"),
        ("{", "it is no JSON: Expecting property name"),
        ("[" * 100_000, "it is no JSON: it is nested too deeply"),
        ('{"a":' * 100_000, "it is no JSON: it is nested too deeply"),
        ("1" * 5000, "it is no JSON: Exceeds the limit"),
        ("7", "it is no list of users"),
        ('"x"', "it is no list of users"),
        ("{}", "it is no list of users"),
        ('{"Resources": {}}', "it is no list of users"),
        ('{"Resources": null}', "it is no list of users"),
        ("[7]", "it is no list of users"),
    ],
)
def test_a_file_of_no_users_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SourceUnreadable) as error:
        read(tmp_path, text)
    assert str(error.value).startswith(f"{tmp_path / 'p.json'}: {reason}")
    assert str(error.value).endswith(
        ": export the users of the identity provider as a SCIM 2.0 ListResponse"
    )


def test_hostile_users_take_no_time(tmp_path: Path) -> None:
    wide = {f"a{n}": n for n in range(10**5)}
    many = [{"value": f"a{n}@x.org"} for n in range(10**4)]
    with at_most(20):
        found = read(tmp_path, [BOB, BOB | {"id": "2", "emails": many} | wide, [[]] * 10**5])
    assert len(found.people[1].aliases) == 10**4

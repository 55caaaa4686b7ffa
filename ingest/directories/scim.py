"""SCIM 2.0 users (RFC 7643) in JSON, as identity providers export them.

Groups make no departments: at an identity provider they are permissions, "VPN users".
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from graphkit.errors import RecordRejected, SourceUnreadable
from ingest.entry import Entry, Fault, Note, github

_ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user"
_WHAT_NEXT = "export the users of the identity provider as a SCIM 2.0 ListResponse"

_Object = Mapping[str, Any]
"""A JSON object; names in lower case, as SCIM does not tell case."""


def users(text: TextIO) -> Iterator[Entry | Fault | Note]:
    """The users of a ListResponse, of a bare list, or the one that a file is.

    Raises
    ------
    SourceUnreadable
        When it is none of these.
    """
    try:
        found = json.loads(text.read())
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(f"{_no_json(error)}: {_WHAT_NEXT}") from error
    response = _lowered(found) if isinstance(found, dict) else {}
    if response:
        found = response.get("resources", [found] if "username" in response else None)
    if not isinstance(found, list) or (found and not any(isinstance(u, dict) for u in found)):
        raise SourceUnreadable(f"it is no list of users: {_WHAT_NEXT}")
    total = response.get("totalresults")
    if isinstance(total, int) and total > len(found):
        yield Note("", f"it holds {len(found)} of {total} users: export all pages as one list")
    for number, user in enumerate(found, start=1):
        yield _user(f"user {number}", user)


def lines(text: TextIO) -> Iterator[Entry | Fault | Note]:
    """The users of a file that has one on each line.

    Raises
    ------
    SourceUnreadable
        When none of its lines is a JSON object.
    """
    is_empty = True
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Fault(f"line {number}", _no_json(error))
            continue
        is_empty &= not isinstance(found, dict)
        yield _user(f"line {number}", found)
    if is_empty:
        raise SourceUnreadable(f"it has no user on any line: {_WHAT_NEXT}")


def _no_json(error: ValueError | RecursionError) -> str:
    deep = isinstance(error, RecursionError)
    return f"it is no JSON: {'it is nested too deeply' if deep else error}"


def _user(where: str, found: object) -> Entry | Fault:
    """What a user says of a person, or why it is none."""
    if not isinstance(found, dict):
        return Fault(where, "it is no JSON object")
    try:
        return Entry(where, _said(_lowered(found)))
    except RecordRejected as rejected:
        return Fault(where, str(rejected))


def _said(user: _Object) -> dict[str, list[str]]:
    """What a user says, by column."""
    if "username" not in user and "members" in user:
        raise RecordRejected("it is a group, not a user")
    name, work = _object(user, "name"), _object(user, _ENTERPRISE)
    manager = _object(work, "manager")
    login, nickname = _text(user, "userName"), _text(user, "nickName")
    emails = [*_values(user, "emails"), *([login] if "@" in login else [])]
    page = github(_text(user, "profileUrl"))
    return {
        "id": [_text(user, "id"), _text(user, "externalId")],
        "name": [_text(user, "displayName"), _text(name, "formatted")],
        "given_name": [_text(name, "givenName")],
        "family_name": [_text(name, "familyName")],
        "emails": emails,
        "handles": [each for each in (login, nickname, page) if not {"@", " "} & set(each)],
        "title": [_text(user, "title")],
        "departments": [_text(work, "department")],
        "location": _values(user, "addresses", "locality"),
        "languages": _languages(user),
        "manager": [_text(manager, "value"), _text(manager, "displayName")],
        "contact": [
            *(number.removeprefix("tel:") for number in _values(user, "phoneNumbers")),
            *emails,
        ],
        "status": [_status(user)],
    }


def _status(user: _Object) -> str:
    active = user.get("active")
    if active is not None and not isinstance(active, bool):
        raise RecordRejected("its active is neither true nor false")
    return "left" if active is False else "active"


def _languages(user: _Object) -> list[str]:
    """What they prefer, as browsers write it (``fr-FR, en;q=0.8``), or else their locale."""
    said = _text(user, "preferredLanguage") or _text(user, "locale")
    return [each.partition(";")[0] for each in said.split(",")]


def _text(of: _Object, name: str) -> str:
    """A field that is text; "" when it is missing."""
    value = of.get(name.lower())
    if value is not None and not isinstance(value, str):
        raise RecordRejected(f"its {name} is no text")
    return value or ""


def _object(of: _Object, name: str) -> _Object:
    """A field that is an object; an empty one when it is missing."""
    value = of.get(name.lower())
    if value is not None and not isinstance(value, dict):
        raise RecordRejected(f"its {name} is no object")
    return _lowered(value or {})


def _values(of: _Object, name: str, field: str = "value") -> list[str]:
    """A field of each object in a list, that of the primary one first."""
    listed = of.get(name.lower())
    if listed is not None and not isinstance(listed, list):
        raise RecordRejected(f"its {name} is no list")
    objects = [_lowered(each) for each in listed or () if isinstance(each, dict)]
    if len(objects) != len(listed or ()):
        raise RecordRejected(f"one of its {name} is no object")
    objects.sort(key=lambda each: each.get("primary") is not True)
    return [_text(each, field) for each in objects]


def _lowered(found: Mapping[str, Any]) -> _Object:
    return {name.lower(): value for name, value in found.items()}

"""The top of a text file: front matter, field lists, header blocks and lists of people.

Four ways to say who wrote it, all read into the same pairs of key and value::

    ---                          :Author: Ada B <a@x.org>      Attendees:
    authors: [Ada B <a@x.org>]   :Author: Carl D               - Ada B
    ---                          Author: Ada B <a@x.org>,      - Carl D
                                   Carl D <c@x.org>
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from graphkit.errors import RecordRejected
from ingest.parser import Header

KEYS = {
    name: key
    for key, names in {
        "author": "author authors auteur auteurs autrice autor autoren autorin verfasser by",
        "reviewer": "reviewer reviewers relecteur relecteurs relectrice prüfer prüferin",
        "approver": "approver approvers approbateur approbateurs freigabe",
        "participant": "attendee attendees participant participants participantes présents "
        "teilnehmer teilnehmende anwesend anwesende",
        "date": "date created datum",
        "title": "title titre titel",
        "language": "language lang langue sprache",
    }.items()
    for name in names.split()
} | {"start date": "date", "reviewed by": "reviewer", "approved by": "approver"}
"""What a source calls a header line, and what we call it."""

PEOPLE = frozenset({"author", "reviewer", "approver", "participant"})
"""The keys that name people; they are the roles these people have."""

_MAX_FRONT_MATTER = 20_000
_LONGEST_TITLE = 120
_FIELD = re.compile(
    r"\s*(?:[-*]\s+)?(?:\*\*|:)?(?P<key>[^\W\d_][\w ]{0,30}?)(?::?\*\*:?|:)"
    r"(?:\s+(?P<value>\S.*))?\s*$"
)
_BULLET = re.compile(r"\s*[-*+•]\s+(?P<text>\S.*)$")
_RULE = re.compile(r"([=\-~^\"'*+#])\1{2,}\s*$")
_INDENTED = re.compile(r"[ \t]+\S")


def split_header(text: str) -> tuple[Header, str]:
    """The header of a text, and the text without it.

    Raises
    ------
    RecordRejected
        When there is front matter that is no YAML mapping.
    """
    found, body = _front_matter(text)
    lines = body.split("\n")
    fields, used = _fields(lines)
    rest = "\n".join(line for number, line in enumerate(lines) if number not in used)
    return (*found, *fields), rest


class _NoAnchors(yaml.SafeLoader):
    """YAML without references: a few of them expand to gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            msg = "its front matter holds YAML references, which are not read"
            raise RecordRejected(msg)
        return super().compose_node(parent, index)


def _front_matter(text: str) -> tuple[Header, str]:
    if not text.startswith("---\n"):
        return (), text
    head, fence, body = text[4:].partition("\n---")
    if not fence or len(head) > _MAX_FRONT_MATTER:
        return (), text
    try:
        loaded = yaml.load(head, _NoAnchors)  # noqa: S506  a subclass of SafeLoader
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2024-13-45
        msg = f"its front matter is no YAML: {str(error).splitlines()[0]}"
        raise RecordRejected(msg) from error
    if not isinstance(loaded, dict):
        return (), text
    pairs = ((KEYS.get(str(key).lower()), value) for key, value in loaded.items())
    header = tuple((key, said) for key, value in pairs if key for said in _said(value))
    return header, body.partition("\n")[2]


def _said(value: Any) -> Iterator[str]:  # noqa: ANN401  whatever YAML holds
    """The strings in a front matter value: itself, a list's, or a person's name and address."""
    if isinstance(value, list):
        for each in value:
            yield from _said(each)
    elif isinstance(value, dict):
        named = {str(key).lower(): str(each) for key, each in value.items() if each}
        address = named.get("email") or named.get("mail")
        yield f"{named.get('name', '')} <{address}>" if address else named.get("name", "")
    elif value is not None:
        yield str(value)


def _fields(lines: Sequence[str]) -> tuple[Header, frozenset[int]]:
    """The fields among the first lines, and the numbers of the lines they took."""
    fields: list[tuple[str, str]] = []
    used: set[int] = set()
    people: str | None = None  # the key of people that the next line may go on with
    listed = False  # whether that key has a person yet
    title_passed = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        key, value = _field(line)
        if key:
            people = key if key in PEOPLE else None
            listed = bool(value)
            used.add(number)
            fields.extend([(key, value)] if value else [])
        elif not line.strip():
            people = people if not listed and _BULLET.match(following) else None
        elif _RULE.match(line) or line.startswith(".. ") or _FIELD.match(line):
            people = None
        elif people and (piece := _continuation(line, fields)):
            listed = True
            used.add(number)
            fields.append((people, piece))
        elif not title_passed and _is_title(line, following):
            title_passed, people = True, None
        else:
            break
    return tuple(fields), frozenset(used)


def _field(line: str) -> tuple[str | None, str]:
    """The known key of a line and its value; a heading such as Attendees is a key, too."""
    if line.startswith("#"):
        key = KEYS.get(line.strip("# \t:").lower())
        return (key, "") if key in PEOPLE else (None, "")
    match = _FIELD.match(line)
    if not match:
        return None, ""
    value = (match["value"] or "").strip().removesuffix("**").rstrip()  # **Date: 2024-05-14**
    return KEYS.get(match["key"].strip().lower()), value


def _continuation(line: str, fields: Sequence[tuple[str, str]]) -> str | None:
    """What a line adds to the field above: a bullet, an indented line, or after a comma."""
    bullet = _BULLET.match(line)
    if bullet:
        return bullet["text"].strip()
    if _INDENTED.match(line) or (fields and fields[-1][1].endswith((",", ";"))):
        return line.strip()
    return None


def _is_title(line: str, following: str) -> bool:
    """A heading, a line underlined, or a short line alone before a blank one."""
    short = len(line) <= _LONGEST_TITLE and not line.rstrip().endswith((".", ","))
    return bool(
        line.startswith("#") or _RULE.match(following) or (short and not following.strip())
    )

r"""vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), as address books export them.

Only the lines that say something of a person are taken apart, by the grammar that both versions
share. No library serves: vobject knows 3.0 alone and gives up the file at the first broken line,
icalendar knows calendars, the rest is not kept up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TextIO

from graphkit.errors import RecordRejected, SourceUnreadable
from ingest.entry import Entry, Fault, Note, github

_LINE = re.compile(
    r'(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:[^":;]++|"[^"]*+")*+)*+):(?P<value>.*)',
    re.DOTALL,
)
"""A group, a name, parameters, a value; possessive, so that no line takes more than one pass."""
_TOKEN = re.compile(r"\\.|[,;]|[^\\,;]+|\\", re.DOTALL)
_ESCAPED = {"\\n": " ", "\\N": " ", "\\,": ",", "\\;": ";", "\\:": ":", "\\\\": "\\"}
_VERSIONS = ("3.0", "4.0")
_SHOWN = 40

_TEXTS: Mapping[str, str] = {
    "UID": "id",
    "FN": "name",
    "EMAIL": "emails",
    "TITLE": "title",
    "LANG": "languages",
    "TEL": "contact",
    "X-MANAGER": "manager",
    "X-MS-MANAGER": "manager",
    "X-EVOLUTION-MANAGER": "manager",
}
"""Lines of one value."""
_PARTS: Mapping[str, Sequence[tuple[slice, str]]] = {
    "N": ((slice(0, 1), "family_name"), (slice(1, 2), "given_name")),
    "ORG": ((slice(1, None), "departments"),),
    "ADR": ((slice(3, 4), "location"),),
}
"""Lines of parts between semicolons; those of ORG after the first are the units within it."""
_LOGINS = frozenset({"IMPP", "NICKNAME", "URL"})
_KINDS = frozenset({"KIND", "X-ADDRESSBOOKSERVER-KIND"})
_READ = frozenset({*_TEXTS, *_PARTS, *_LOGINS, *_KINDS, "CATEGORIES", "RELATED"})
_CHATS = ("slack:", "zulip:")
_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_NO_BEGIN, _NO_END = f"{_BEGIN} is missing", f"{_END} is missing"
_WHAT_NEXT = "export the address book as vCard 4.0 or 3.0"

_Lines = Sequence[tuple[int, str]]
"""Lines of a card, each with its number in the file."""


class _Property(NamedTuple):
    """A line of a card; ``parameters`` in lower case, ``value`` still escaped."""

    name: str
    parameters: str
    value: str


def cards(text: TextIO) -> Iterator[Entry | Fault | Note]:
    """The cards of a file.

    Raises
    ------
    SourceUnreadable
        When it holds none.
    """
    is_empty = True
    for number, (at, lines, broken) in enumerate(_cards(text), start=1):
        where = f"card {number} (line {at})"
        yield Fault(where, broken) if broken else _entry(where, lines)
        is_empty &= broken == _NO_BEGIN
    if is_empty:
        raise SourceUnreadable(f"it holds no card: {_WHAT_NEXT}")


def _cards(text: TextIO) -> Iterator[tuple[int, _Lines, str]]:
    """Where each card begins, its lines, and what is wrong with its first or last."""
    began, is_open = 0, False
    lines: list[tuple[int, str]] = []
    for at, line in _unfolded(text):
        mark = line.strip().upper()
        if mark in {_BEGIN, _END}:
            if is_open:
                yield began, lines, "" if mark == _END else _NO_END
            elif lines:
                yield lines[0][0], lines, _NO_BEGIN
            began, lines, is_open = at, [], mark == _BEGIN
        elif mark:
            lines.append((at, line))
    if is_open:
        yield began, lines, _NO_END
    elif lines:
        yield lines[0][0], lines, _NO_BEGIN


def _unfolded(text: TextIO) -> Iterator[tuple[int, str]]:
    """Number and text of each line, with those that go on from it."""
    number, parts = 0, [""]
    for at, line in enumerate(text, start=1):
        if line.startswith((" ", "\t")):
            parts.append(line[1:].rstrip("\r\n"))
        else:
            yield number, "".join(parts)
            number, parts = at, [line.rstrip("\r\n")]
    yield number, "".join(parts)


def _entry(where: str, lines: _Lines) -> Entry | Fault | Note:
    """What a card says of a person, or why it is none."""
    try:
        card = list(_properties(lines))
        said: dict[str, list[str]] = {}
        for each in card:
            for column, value in _said(each):
                said.setdefault(column, []).append(value)
    except RecordRejected as rejected:
        return Fault(where, str(rejected))
    said.setdefault("contact", said.get("emails", [])[:1])
    kind = next((each.value.strip().lower() for each in card if each.name in _KINDS), "")
    if kind not in {"", "individual"}:
        return Note(where, f"it is no person's but of kind {kind[:_SHOWN]!r}")
    return Entry(where, said)


def _properties(lines: _Lines) -> Iterator[_Property]:
    """The lines that are read, taken apart.

    Raises
    ------
    RecordRejected
        When the card is of another version, or one of its lines is broken.
    """
    found = [(at, line, _LINE.fullmatch(line)) for at, line in lines]
    versions = (each["value"] for *_, each in found if each and each["name"].upper() == "VERSION")
    version = next(versions, "").strip()
    if version not in _VERSIONS:
        of = f"of version {version[:_SHOWN]}" if version else "of no version"
        raise RecordRejected(f"it is {of}: {_WHAT_NEXT}")
    for at, line, parts in found:
        if not parts:
            raise RecordRejected(f"line {at} is no NAME:value: {line[:_SHOWN]!r}")
        name = parts["name"].upper()
        if name in _READ:
            yield _Property(name, parts["parameters"].lower(), parts["value"])


def _said(line: _Property) -> Iterator[tuple[str, str]]:
    """Columns, and what a line says of them."""
    if "quoted-printable" in line.parameters:
        raise RecordRejected(f"its {line.name} is quoted-printable, as in vCard 2.1: {_WHAT_NEXT}")
    if line.name in _TEXTS:
        yield _TEXTS[line.name], _address(_text(line.value))
    elif line.name in _PARTS:
        parts = _parts(line.value, ";")
        for at, column in _PARTS[line.name]:
            yield from ((column, part) for part in parts[at])
    elif line.name == "CATEGORIES":
        yield from (("departments", each) for each in _parts(line.value, ","))
    elif line.name == "RELATED" and "manager" in line.parameters:
        yield "manager", _address(_text(line.value))
    elif line.name in _LOGINS:
        yield from (("handles", each) for each in _logins(line))


def _logins(line: _Property) -> list[str]:
    """The handles in a line: a nickname may be one, and an address at a place that has them."""
    said = _text(line.value)
    if line.name == "NICKNAME":
        return [each for each in _parts(line.value, ",") if " " not in each]  # no "The Duke"
    if line.name == "URL":
        return [github(said)]
    return [said] if said.lower().startswith(_CHATS) else []


def _address(value: str) -> str:
    """What stands in an address of mail or telephone."""
    scheme, colon, rest = value.partition(":")
    return rest if colon and scheme.lower() in {"mailto", "tel"} else value


def _text(value: str) -> str:
    r"""A value without its escapes.

    >>> _text(r"Wind\, offshore; and\nwaves")
    'Wind, offshore; and waves'
    """
    return _parts(value, "")[0]


def _parts(value: str, separator: str) -> list[str]:
    r"""The parts of a value between separators that are not escaped.

    >>> _parts(r"Wind\, offshore,Permits", ",")
    ['Wind, offshore', 'Permits']
    """
    if "\\" not in value:
        return [part.strip() for part in (value.split(separator) if separator else [value])]
    found: list[list[str]] = [[]]
    for token in _TOKEN.findall(value):
        if token == separator:
            found.append([])
        else:
            found[-1].append(_ESCAPED.get(token, token))
    return ["".join(part).strip() for part in found]

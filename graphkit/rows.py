"""The rows of a dump: what a store holds as plain values, and reading it back.

First one row a group, a person, a decision and a suppression, then document after document, each
followed by its people and its mentions.
All is sorted and nothing comes twice, so rows are checked as they pass, some at a time.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from graphkit.errors import RecordRejected, StoreError
from graphkit.ids import canonical
from graphkit.model import Contribution, Digest, Document, Mention, Reading
from graphkit.person import Decision, Person
from graphkit.store import Row
from graphkit.suppression import Suppression

_TEXT, _NUMBER, _TEXTS = frozenset({str}), frozenset({int}), frozenset({list})
_OPTIONAL = frozenset({str, type(None)})
_SHAPES = {
    "member": (_TEXT, _TEXT, _TEXTS),
    "person": (
        _TEXT, _TEXT, _TEXT, _TEXT, _TEXTS, _TEXTS, _TEXTS,
        _TEXT, _TEXTS, _TEXT, _TEXTS, _TEXT, _TEXT, _NUMBER,
    ),
    "decision": (_TEXT, _NUMBER, _TEXT, _TEXTS),
    "suppression": (_TEXT, _TEXT, _TEXT),
    "document": (
        _TEXT, _TEXT, _TEXT, _TEXTS, _TEXT, _OPTIONAL, _TEXT, _NUMBER,
        _OPTIONAL, _OPTIONAL, _TEXT, _TEXT, _TEXT, _TEXT,
    ),
    "contribution": (_TEXT, _TEXT, _TEXT, _TEXT, _TEXTS),
    "mention": (_TEXT, _TEXT, _TEXT, _TEXT, _NUMBER, _NUMBER, _NUMBER),
}  # fmt: skip
_LARGEST = 2**63 - 1
"""What a store can keep in a number."""
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Membership:
    """A group's token and the tokens of who is in it."""

    group: str
    members: frozenset[str]


Entry = Membership | Person | Decision | Suppression | Reading
"""What a dump says of one group, person, decision, suppression or document."""


class _Wrong(Exception):
    """Why rows cannot be a dump's."""


def rows_of(entry: Entry) -> Iterator[Row]:
    """What a dump says of one entry."""
    if isinstance(entry, Membership):
        yield "member", entry.group, sorted(entry.members)
    elif isinstance(entry, Person):
        yield "person", *map(_plain, astuple(entry))
    elif isinstance(entry, Decision):
        yield "decision", *map(_plain, entry)
    elif isinstance(entry, Suppression):
        yield "suppression", *entry
    else:
        yield from _of_reading(entry)


def _plain(value: object) -> object:
    """A value of a person as JSON has it: lists, and a number for a truth."""
    if isinstance(value, tuple):
        return list(value)
    return int(value) if isinstance(value, bool) else value


def _of_reading(entry: Reading) -> Iterator[Row]:
    d, digest = entry.document, entry.digest
    yield (
        "document", d.id, d.title, sorted(d.acl), d.link, d.date, d.language, d.length,
        d.thread, d.reply_to, d.bag, d.act, digest.raw, digest.content,
    )  # fmt: skip
    for contribution in entry.contributions:
        yield "contribution", d.id, contribution.alias, contribution.name, list(contribution.roles)
    for mention in entry.mentions or ():
        yield "mention", d.id, *mention


def person_of(values: Sequence[Any]) -> Person:
    """The person of whom a row says this, its kind left out."""
    said: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
    said[-1] = bool(said[-1])
    return Person(*said)


def entries_of(rows: Iterable[Row]) -> Iterator[Entry]:
    """What rows of a dump say: groups, people, decisions, suppressions, then documents.

    Raises
    ------
    StoreError
        Where no dump goes on like that. What stands before was given out already: read to the
        end before it counts.
    """
    before: tuple[int, str] = (0, "")
    for number, lot in _lots(rows):
        try:
            entry = _entry(lot)
            place = _place(entry)
            if place <= before:
                raise _Wrong("it is not sorted, or comes twice")
        except (_Wrong, RecordRejected) as error:
            msg = f"what begins in row {number:,} is in no dump ({error}): make the dump anew"
            raise StoreError(msg) from error
        before = place
        yield entry


def _lots(rows: Iterable[Row]) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """The rows of one entry at a time; the number of the first."""
    lot: list[tuple[Any, ...]] = []
    first = 1
    for row in rows:
        if lot and _begins(row):
            yield first, lot
            first += len(lot)
            lot = []
        lot.append(tuple(row))
    if lot:
        yield first, lot


def _begins(row: Sequence[object]) -> bool:
    return len(row) > 0 and row[0] not in ("contribution", "mention")


def _place(entry: Entry) -> tuple[int, str]:
    """Where an entry stands: kinds in their order, and each kind sorted."""
    if isinstance(entry, Membership):
        return 1, entry.group
    if isinstance(entry, Person):
        return 2, entry.id
    if isinstance(entry, Decision):
        return 3, f"{entry.number:020} {canonical([entry.person, *entry.aliases])}"
    if isinstance(entry, Suppression):
        return 4, canonical(entry)
    return 5, entry.document.id


def _entry(lot: Sequence[tuple[Any, ...]]) -> Entry:
    """What the rows of one entry say, if they say what such rows can."""
    for row in lot:
        _check_shape(row)
    (kind, *values), *rest = lot
    if kind == "member":
        entry: Entry = Membership(values[0], frozenset(values[1]))
        if not values[1]:
            raise _Wrong("it is a group of nobody")
    elif kind == "person":
        entry = person_of(values)
        if entry.is_plain:
            raise _Wrong("it says nothing of a person")
    elif kind == "decision":
        entry = Decision(values[0], values[1], tuple(values[2]))
    elif kind == "suppression":
        entry = Suppression(*values)
    elif kind == "document":
        entry = _reading(values, rest)
    else:
        raise _Wrong(f"a {kind} stands before its document")
    if list(rows_of(entry)) != list(lot):
        raise _Wrong("its parts are not sorted, or belong to something else")
    return entry


def _reading(values: Sequence[Any], rest: Sequence[tuple[Any, ...]]) -> Reading:
    key, title, acl, *measured, raw, content = values
    people = [row[2:] for row in rest if row[0] == "contribution"]
    mentions = [row[2:] for row in rest if row[0] == "mention"]
    for named in (people, mentions):
        names = [row[0] for row in named]
        if names != sorted(set(names)) or any("\0" in name for name in names):
            raise _Wrong("its people or mentions are not sorted, or come twice")
    return Reading(
        Document(key, title, frozenset(acl), *measured),
        tuple(Contribution(alias, name, tuple(roles)) for alias, name, roles in people),
        tuple(Mention(*mention) for mention in mentions),
        Digest(raw, content),
    )


def _check_shape(row: Sequence[object]) -> None:
    shape = _SHAPES.get(row[0]) if row and isinstance(row[0], str) else None
    if shape is None:
        raise _Wrong(f"it is no {', '.join(_SHAPES)}")
    if len(row) != len(shape):
        raise _Wrong(f"a {row[0]} has {len(shape)} values, not {len(row)}")
    for position, (value, kinds) in enumerate(zip(row, shape, strict=True), start=1):
        if type(value) not in kinds or not _storable(value):
            raise _Wrong(f"a {row[0]} cannot have that {type(value).__name__} as value {position}")


def _storable(value: object) -> bool:
    """Whether a store can keep a value: Unicode text, numbers of 64 bits, lists of text."""
    if isinstance(value, str):
        return value.isascii() or not _SURROGATE.search(value)
    if isinstance(value, list):
        return all(isinstance(each, str) and _storable(each) for each in value)
    return not isinstance(value, int) or -_LARGEST <= value <= _LARGEST

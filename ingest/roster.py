"""Roster: the people of one directory, made of its entries: keys, aliases, who leads whom."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from graphkit.errors import RecordRejected
from graphkit.ids import MAX_ID
from graphkit.person import LISTED, Person
from graphkit.spoken import code_of
from graphkit.text import fold, one_line
from ingest.entry import Entry, Fault, Note, github
from ingest.parsers.people import address
from ingest.robots import is_person, is_program

KINDS = frozenset({"email", "handle", "name", "slack", "zulip"})
"""Kinds of aliases that sources make; ``slack:T1/U012`` stands among handles as it is."""

_STATUS: Mapping[str, bool] = dict.fromkeys(
    "active actif actifs aktiv current employed enabled ja oui present true yes 1".split(), False
) | dict.fromkeys(
    "left alumni alumnus ancien ancienne ausgeschieden departed disabled ehemalig ehemalige "
    "ehemaliger false former gone inactif inactive inaktiv leaver nein no non parti partie "
    "retired terminated 0".split(),
    True,
)
"""Folded word → whether they have left."""


class Listing(NamedTuple):
    """What a directory came to: who is listed, what could not be read, what was left out."""

    people: tuple[Person, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]


class Roster:
    """The people of one file, each once."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._people: dict[str, Person] = {}
        self._where: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._managers: dict[str, str] = {}
        self._faults: list[Fault] = []
        self._notes: list[Note] = []

    def add(self, item: Entry | Fault | Note) -> None:
        """Take what a format says of a person, or why it can not."""
        if isinstance(item, Fault):
            self._faults.append(Fault(self._placed(item.where), item.reason))
        elif isinstance(item, Note):
            self._note(item.where, item.reason)
        else:
            try:
                self._list(item)
            except RecordRejected as rejected:
                self._faults.append(Fault(self._placed(item.where), str(rejected)))

    def listing(self) -> Listing:
        """All that was added, in its order, each with the id of who leads them."""
        known = self._by_name() if self._managers else {}
        for person, said in self._managers.items():
            manager = self._found(said, known)
            if manager == person:  # as tables have it of whoever leads all
                continue
            if manager:
                self._people[person] = replace(self._people[person], manager=manager)
            else:
                several = " is the name of several" if manager is None else " is nobody"
                self._note(self._where[person], f"its manager {said!r}{several} in this file")
        return Listing(tuple(self._people.values()), tuple(self._faults), tuple(self._notes))

    def _list(self, entry: Entry) -> None:
        """Make a person of an entry.

        Raises
        ------
        RecordRejected
            When it names nobody, somebody twice, or is too long.
        """
        given, family = _one(entry, "given_name"), _one(entry, "family_name")
        name = _one(entry, "name") or " ".join(filter(None, (given, family)))
        notes: list[str] = []
        mine = list(dict.fromkeys(_aliases(entry, name, notes)))
        person = LISTED + _key(_one(entry, "id"), mine, name)
        if person in self._people:
            raise RecordRejected(
                f"its key {person[len(LISTED) :]!r} is that of {self._where[person]}"
            )
        free = tuple(alias for alias in mine if alias not in self._owners)
        notes += (
            f"{alias} is that of {self._where[self._owners[alias]]}: left out"
            for alias in mine
            if alias in self._owners
        )
        made = Person(
            person,
            name,
            family,
            _all(entry, "former_names"),
            free,
            free,
            _one(entry, "title"),
            _all(entry, "departments"),
            _one(entry, "location"),
            tuple(dict.fromkeys(_languages(entry, notes))),
            contact=_one(entry, "contact"),
            has_left=_has_left(entry, notes),
        )
        self._people[made.id] = made
        self._where[made.id] = entry.where
        self._owners |= dict.fromkeys(made.aliases, made.id)
        manager = _one(entry, "manager")
        if manager:
            self._managers[made.id] = manager
        for reason in notes:
            self._note(entry.where, reason)

    def _found(self, said: str, known: Mapping[str, str | None]) -> str | None:
        """The id of a person by key, address, handle or name; "" for nobody, None for several."""
        if LISTED + said in self._people:
            return LISTED + said
        address = f"email:{said.lower().removeprefix('mailto:')}"
        owner = self._owners.get(address) or self._owners.get(_alias(said))
        return owner or known.get(fold(said), "")

    def _by_name(self) -> dict[str, str | None]:
        """People by folded name; None where several share it."""
        known: dict[str, str | None] = {}
        for person in self._people.values():
            name = fold(person.name)
            known[name] = None if name in known else person.id
        known.pop("", None)
        return known

    def _placed(self, where: str) -> str:
        return f"{self._file} {where}".rstrip()

    def _note(self, where: str, reason: str) -> None:
        self._notes.append(Note(self._placed(where), reason))


def _key(said: str, aliases: list[str], name: str) -> str:
    """What tells one person from all others in the file."""
    first = aliases[0] if aliases else ""
    return said or first.removeprefix("email:").removeprefix("handle:") or _named(name)


def _named(name: str) -> str:
    key = fold(name).strip()
    if not key:
        raise RecordRejected("it names nobody: give an id, a name, an address or a handle")
    return key


def _aliases(entry: Entry, name: str, notes: list[str]) -> Iterator[str]:
    """Addresses, then handles, in their order; what is no person's own is noted."""
    for email in _all(entry, "emails"):
        found = address(email.removeprefix("mailto:"))
        if not found:
            notes.append(f"{email!r} is no mail address: left out")
        else:
            yield from _own(f"email:{found}", name, notes)
    for handle in _all(entry, "handles"):
        alias = _alias(handle)
        if alias == "handle:" or (" " in alias and not alias.startswith("name:")):
            notes.append(f"{handle!r} is no handle: left out")
        else:
            yield from _own(alias, name, notes)


def _alias(handle: str) -> str:
    """The alias that a handle is, which may have its kind before it.

    >>> _alias("@Ada"), _alias("slack:T1/U012"), _alias("https://github.com/Ada")
    ('handle:ada', 'slack:T1/U012', 'handle:ada')
    """
    kind, _, own = handle.partition(":")
    if kind.lower() in KINDS and own:
        return f"{kind.lower()}:{own.lower() if kind.lower() == 'email' else own}"
    return f"handle:{(github(handle) or handle).removeprefix('@').lower()}"


def _own(alias: str, name: str, notes: list[str]) -> Iterator[str]:
    """An alias, unless programs, lists or roles have such."""
    is_mail = alias.startswith("email:")
    if is_person(alias, name) if is_mail else not is_program(alias, name):
        yield alias
    else:
        notes.append(f"{alias} is a program's, a list's or a role's: left out")


def _languages(entry: Entry, notes: list[str]) -> Iterator[str]:
    for said in _all(entry, "languages"):
        code = code_of(said)
        if code:
            yield code
        else:
            notes.append(f"the language {said!r} is not known: write its ISO 639-1 code")


def _has_left(entry: Entry, notes: list[str]) -> bool:
    said = _one(entry, "status")
    left = _STATUS.get(fold(said)) if said else False
    if left is None:
        notes.append(f"the status {said!r} is not known: write active or left")
    return bool(left)


def _one(entry: Entry, column: str) -> str:
    return next(iter(_all(entry, column)), "")


def _all(entry: Entry, column: str) -> tuple[str, ...]:
    """What is said in a column, clean, each once."""
    said = entry.said.get(column)
    return tuple(dict.fromkeys(filter(None, (_clean(v, column) for v in said)))) if said else ()


def _clean(value: str, column: str) -> str:
    """A value on one line, in NFC; normalising what is longer could take hours."""
    line = one_line(value)
    if not line.isascii() and len(line) <= 2 * MAX_ID:
        line = unicodedata.normalize("NFC", line)
    if len(line) > MAX_ID:
        most = f"has {len(line)} characters, the most is {MAX_ID}"
        raise RecordRejected(f"its {column} {line[:40]!r} {most}: is a quotation mark missing?")
    return line

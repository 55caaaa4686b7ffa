"""Who is behind the aliases: people as a directory lists them, and decisions made by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from graphkit.errors import ConfigError
from graphkit.ids import checked

LISTED = "person:"
"""What the ids of people begin with whom a directory lists."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who owns aliases; whatever is not known is empty.

    Parameters
    ----------
    id
        ``"person:<the directory's own key>"``; of people merged by hand the alias that the others
        were merged into.
    name, family
        As they are called today, and which part of that is the surname.
    former
        What they were called before, as whole names.
    aliases
        What is theirs, sorted: ``email:ada@x.org``, ``slack:T1/U12``, ``name:ada lovelace``.
    listed
        What the directory says is theirs, whatever was decided by hand since.
    title, departments, location, manager, contact
        As the directory has them; ``manager`` is a person's id.
    languages
        ISO 639-1 codes of what they speak.
    has_left
        Whether they are with the organisation no more.
    """

    id: str
    name: str = ""
    family: str = ""
    former: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    title: str = ""
    departments: tuple[str, ...] = ()
    location: str = ""
    languages: tuple[str, ...] = ()
    manager: str = ""
    contact: str = ""
    has_left: bool = False

    def __post_init__(self) -> None:
        """Hold ids to the model's limits and form."""
        object.__setattr__(self, "id", checked(self.id))
        for each in ("aliases", "listed"):
            held = sorted({checked(alias) for alias in getattr(self, each)})
            object.__setattr__(self, each, tuple(held))

    @property
    def is_listed(self) -> bool:
        """Whether a directory lists them; otherwise they were made by hand."""
        return self.id.startswith(LISTED)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said but that an alias is a person of its own."""
        return self in (Person(self.id), Person(self.id, aliases=(self.id,)))


class Decision(NamedTuple):
    """What somebody decided about aliases, whatever a directory says; the last one counts.

    Parameters
    ----------
    number
        Decisions of one command share it, and are undone together.
    person
        The id of the person whose they are; "" when each is a person of its own.
    aliases
        Sorted.
    """

    number: int
    person: str
    aliases: tuple[str, ...]


def by_id(people: Iterable[Person]) -> dict[str, Person]:
    """People by id, sorted; of several with one id the last.

    Raises
    ------
    ConfigError
        When two of them own the same alias.
    """
    last = {person.id: person for person in people}
    owners: dict[str, str] = {}
    for key, person in last.items():
        for alias in person.aliases:
            if owners.setdefault(alias, key) != key:
                msg = f"{alias} cannot be of both {owners[alias]} and {key}: give it to one"
                raise ConfigError(msg)
    return {key: last[key] for key in sorted(last)}


def changes(
    given: Mapping[str, Person], before: Mapping[str, Person], owners: Mapping[str, Person]
) -> list[Person]:
    """The people of whom something else is to be written than is on file, sorted by id.

    Parameters
    ----------
    given
        What is now said of people, by id.
    before
        The same people, as far as they are on file.
    owners
        Who owns their aliases on file, by alias.
    """
    changed = {
        key: person for key, person in given.items() if person != before.get(key, Person(key))
    }
    for person in list(changed.values()):
        for alias in person.aliases:
            owner = owners.get(alias)
            if owner and owner.id not in given:
                loser = changed.get(owner.id, owner)
                kept = tuple(each for each in loser.aliases if each != alias)
                changed[owner.id] = replace(loser, aliases=kept)
    return [changed[key] for key in sorted(changed)]

"""Who is behind the aliases: people as a directory lists them, and what somebody decided by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

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
        Those of them that the directory itself names, and perhaps ones taken from them by hand.
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
        """Whether they say no more than that an alias is a person of its own."""
        return self == Person(self.id, aliases=(self.id,)) or self == Person(self.id)

    def owning(self, aliases: Iterable[str]) -> "Person":
        """The same person with these aliases."""
        return replace(self, aliases=tuple(aliases))


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

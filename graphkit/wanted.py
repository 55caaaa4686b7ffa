"""Who is wanted: what narrows an answer to some people, or to some documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphkit.errors import QueryError
from graphkit.person import Person
from graphkit.spoken import code_of
from graphkit.text import fold, words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows an answer; by default everybody who has not left.

    People are left out after scoring, so nobody's score depends on it; documents before, and only
    what is recent votes. How rare a word is counts over all that the viewer sees.

    Parameters
    ----------
    department, location
        Words that stand in one of a person's departments, in their location.
    speaks
        A language that they speak, by its ISO 639-1 code or a name (`graphkit.spoken`).
    since
        ISO 8601 date, as exact as wanted: what is older, or has no date, does not count.
    include_left
        Whether those who have left are named, too.
    """

    department: str = ""
    location: str = ""
    speaks: str = ""
    since: str = ""
    include_left: bool = False

    def check(self) -> None:
        """Raise `QueryError` when no language is called so."""
        if self.speaks and not code_of(self.speaks):
            raise QueryError(f"no language {self.speaks!r} is known: say fr, French or français")

    @property
    def narrows(self) -> bool:
        """Whether it asks for anything of people beside that they have not left."""
        return bool(self.department or self.location or self.speaks)

    def admits(self, person: Person) -> bool:
        """Whether a person is wanted.

        >>> ada = Person("person:1", departments=("Bids & Tenders",), location="Lyon, France")
        >>> Wanted(department="tenders", location="LYON").admits(ada), Wanted("ten").admits(ada)
        (True, False)
        """
        return (
            (self.include_left or not person.has_left)
            and any(_holds(each, self.department) for each in person.departments or ("",))
            and _holds(person.location, self.location)
            and (not self.speaks or code_of(self.speaks) in person.languages)
        )


ANYBODY = Wanted()


def _holds(text: str, asked: str) -> bool:
    """Whether the words asked stand beside each other in a text."""
    told, wanted = (words(fold(each)) for each in (text, asked))
    return any(_begins(told[start:], wanted) for start in range(len(told) + 1))


def _begins(told: Sequence[str], wanted: Sequence[str]) -> bool:
    return list(told[: len(wanted)]) == list(wanted)

"""Who is meant: a reference to a person, as far as one viewer may see."""

import unicodedata

from graphkit.errors import NotFound, QueryError
from graphkit.model import Scope
from graphkit.names import name_alias
from graphkit.text import encodable, fold
from graphkit.view import View


def person_called(view: View, reference: str) -> str:
    """The id of the person that an id, an alias or a name means.

    Raises
    ------
    NotFound
        When the viewer sees no such person; the same whether hidden or absent.
    QueryError
        When several people bear the name.
    """
    reference = unicodedata.normalize("NFC", encodable(reference))
    known = view.identify(reference)
    if view.is_listed(known) or view.facts(part_of(known)).readings:
        return known
    listed = view.identify(name_alias(reference))
    if view.is_listed(listed):
        return listed
    everybody = view.graph(Scope(topics=frozenset()))
    names = {person: everybody.name(person) for person in everybody.people}
    namesakes = [p for p in names if fold(names[p]) == fold(reference)]
    if not namesakes and (words := _words(reference)):
        namesakes = [p for p in names if _words(names[p]) == words]
    if len(namesakes) > 1:
        msg = f"{len(namesakes)} people are called {reference!r}: say {' or '.join(namesakes)}"
        raise QueryError(msg)
    if not namesakes:
        msg = f"no person {reference!r} is known: take an id from `ask --json`"
        raise NotFound(msg)
    return namesakes[0]


def _words(name: str) -> list[str]:
    """The words of a name in any order: who is asked for as Byron, Ada is found."""
    return sorted(name_alias(name).removeprefix("name:").split())


def part_of(person: str) -> Scope:
    """The documents in which somebody has a part, without their topics."""
    return Scope(people=frozenset({person}), topics=frozenset())

"""review(): which people may be one, among all that a viewer sees; somebody decides."""

from collections.abc import Iterable

from graphkit.model import Scope
from graphkit.suggestions import Known, Suggestion, suggest
from graphkit.view import View


def review(view: View) -> tuple[Suggestion, ...]:
    """Pairs that are likely one person; of those who own several aliases one stands for all.

    Cost: reads every document's people.
    """
    facts = view.facts(Scope(topics=frozenset()))
    known = []
    for person, spellings in facts.names.items():
        owned = facts.people[person].aliases if person in facts.people else (person,)
        address = next((alias for alias in owned if alias.startswith("email:")), owned[0])
        names = sorted(spellings, key=lambda name, of=spellings: (-of[name], name))  # type: ignore[misc]  # a default binds it now
        listed = facts.people[person].name if person in facts.people else ""
        documents = sum(facts.volumes[person].values())
        known.append(Known(address, tuple(filter(None, (listed, *names))), documents))
    return suggest(known)


def groups(view: View, pairs: Iterable[Suggestion]) -> list[list[str]]:
    """The ids of the people whom pairs join, directly or through others; each group sorted."""
    group_of: dict[str, list[str]] = {}
    for pair in pairs:
        people = [view.identify(known.alias) for known in (pair.one, pair.other)]
        one, other = (group_of.setdefault(person, [person]) for person in people)
        if one is not other:
            one += other
            group_of.update(dict.fromkeys(other, one))
    distinct = {id(group): sorted(group) for group in group_of.values()}
    return sorted(distinct.values())

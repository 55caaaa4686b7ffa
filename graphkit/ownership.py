"""What a store tells by alias, told by person: whose an alias is changes nothing in the store."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from graphkit.model import Contribution, Facts, Message, Reading, Volume
from graphkit.person import Person

Owners = Mapping[str, Person]
"""Alias → who owns it; an alias that is not in it is a person of its own."""


def aliases_in(readings: Iterable[Reading]) -> frozenset[str]:
    """Who had a part in some documents."""
    return frozenset(c.alias for reading in readings for c in reading.contributions)


def facts_by_person(facts: Facts, owners: Owners, others: Mapping[str, Volume]) -> Facts:
    """Facts in which a person's aliases are one, called by the person's id.

    A document in which somebody stands under two aliases counts twice in their volume, since a
    store counts by alias.

    Parameters
    ----------
    others
        The volumes of aliases of theirs that none of the facts is about.
    """
    names: dict[str, Counter[str]] = {}
    volumes: dict[str, Counter[tuple[str, ...]]] = {}
    met = {alias: Volume(facts.names[alias], facts.volumes[alias]) for alias in facts.names}
    for alias, volume in (*met.items(), *others.items()):
        person = _person(alias, owners)
        names.setdefault(person, Counter()).update(volume.names)
        volumes.setdefault(person, Counter()).update(volume.roles)
    return replace(
        facts,
        readings=tuple(_reading(reading, owners) for reading in facts.readings),
        names={person: dict(names[person]) for person in sorted(names)},
        volumes={person: dict(volumes[person]) for person in sorted(volumes)},
        people={owner.id: owner for owner in owners.values()},
    )


def without_left(facts: Facts) -> Facts:
    """Facts that name nobody who has left; their documents stay."""
    left = {person for person, known in facts.people.items() if known.has_left}
    readings = (
        replace(r, contributions=tuple(c for c in r.contributions if c.alias not in left))
        for r in facts.readings
    )
    return replace(
        facts,
        readings=tuple(readings),
        names={person: names for person, names in facts.names.items() if person not in left},
        volumes={person: of for person, of in facts.volumes.items() if person not in left},
        people={person: known for person, known in facts.people.items() if person not in left},
    )


def threads_by_person(
    threads: Collection[tuple[Message, ...]], owners: Owners
) -> Collection[tuple[Message, ...]]:
    """Threads whose messages are people's."""
    if not owners:
        return threads
    return [
        tuple(m._replace(authors=_people(m.authors, owners)) for m in messages)
        for messages in threads
    ]


def _person(alias: str, owners: Owners) -> str:
    return owners[alias].id if alias in owners else alias


def _people(aliases: Iterable[str], owners: Owners) -> tuple[str, ...]:
    return tuple(sorted({_person(alias, owners) for alias in aliases}))


def _reading(reading: Reading, owners: Owners) -> Reading:
    if not any(c.alias in owners for c in reading.contributions):
        return reading
    parts: dict[str, list[Contribution]] = {}
    for contribution in reading.contributions:
        parts.setdefault(_person(contribution.alias, owners), []).append(contribution)
    return replace(
        reading,
        contributions=tuple(
            Contribution(person, of[0].name, tuple(sorted({r for c in of for r in c.roles})))
            for person, of in sorted(parts.items())
        ),
    )

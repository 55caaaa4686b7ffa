"""Whose aliases are whose: the directory, and what is merged and split by hand.

The directory says first, decisions say last, whatever was read when. Ingest says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graphkit.errors import ConfigError, NotFound, SweepRefused
from graphkit.names import name_aliases
from graphkit.person import LISTED, Decision, Person
from graphkit.store import GraphStore
from graphkit.suppression import Suppressions


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, in people.

    ``aliases``, how many those of the directory own now; ``shared``, which it gives to several
    people, and so nobody owns.
    """

    added: int
    updated: int
    left: int
    aliases: int
    shared: tuple[str, ...]


def import_people(
    store: GraphStore,
    listed: Iterable[Person],
    *,
    complete: bool = True,
    sweep: bool = False,
) -> Imported:
    """Take people over from a directory; what was decided by hand stays decided.

    Every way of writing a name that fits one of them alone is theirs, too
    (`graphkit.names.name_aliases`); who is missing from a complete import has left. Who was erased
    is not taken over.

    Parameters
    ----------
    listed
        With the addresses and handles that the directory names.
    sweep
        Whether more than half of those on file may have left at once.

    Raises
    ------
    SweepRefused
        When they would; nothing was written.
    """
    on_file = store.people()
    before = {key: person for key, person in on_file.items() if person.is_listed}
    suppressed = Suppressions(store.suppressions())
    told = filter(None, map(suppressed.person, listed))
    now = {person.id: person for person in told}
    own = Counter(alias for person in now.values() for alias in set(_addresses(person)))
    shared = tuple(sorted(alias for alias, people in own.items() if people > 1))
    for key, person in before.items():
        if key not in now:
            kept = tuple(alias for alias in _addresses(person) if alias not in own)
            # whose addresses are all another's now was listed under another key
            name = person.name if kept or not _addresses(person) else ""
            has_left = person.has_left or complete
            former = person.former if name else ()
            now[key] = replace(person, name=name, former=former, listed=kept, has_left=has_left)
    active = [key for key, person in before.items() if not person.has_left]
    gone = [key for key in active if now[key].has_left and now[key].name]
    if complete and not sweep and 2 * len(gone) > len(active):
        raise SweepRefused(
            f"{len(gone):,} of the {len(active):,} people on file are not listed any more; "
            "nothing was written: if that is right, repeat with --yes, else with --partial"
        )
    names = name_aliases(now.values())
    now = {
        key: replace(
            person,
            listed=(
                *(alias for alias in _addresses(person) if own[alias] <= 1),
                *names.get(key, ()),
            ),
        )
        for key, person in now.items()
    }
    owned = _owned(now, store.decisions())
    _assign(store, on_file, owned)
    known = [person for person in owned if person.is_listed]
    return Imported(
        added=sum(person.id not in before for person in known),
        updated=sum(person.id in before and person != before[person.id] for person in known),
        left=sum(p.has_left and p.id in before and not before[p.id].has_left for p in known),
        aliases=sum(len(person.aliases) for person in known),
        shared=shared,
    )


def merge(store: GraphStore, *groups: Sequence[str]) -> tuple[Decision, ...]:
    """Decide that the people of each group are one: the first, or who of them a directory lists.

    Parameters
    ----------
    groups
        Ids of people; an alias that nobody owns is one.

    Raises
    ------
    ConfigError
        When they are one already.
    """
    on_file, before = store.people(), store.decisions()
    number = _next(before)
    decided = []
    for group in groups:
        first, *others = sorted(dict.fromkeys(group), key=lambda p: not p.startswith(LISTED))
        aliases = {
            alias
            for other in others
            for alias in (on_file[other].aliases if other in on_file else (other,))
        }
        if not aliases:
            raise ConfigError(f"{first} is one person already: name another")
        decided.append(Decision(number, first, tuple(sorted(aliases))))
    _decide(store, on_file, (*before, *decided))
    return tuple(decided)


def split(store: GraphStore, alias: str) -> tuple[Decision, ...]:
    """Decide that an alias stands alone.

    Raises
    ------
    NotFound
        When nobody owns it, or nothing beside it.
    """
    on_file, before = store.people(), store.decisions()
    owner = store.owners([alias]).get(alias)
    if owner is None or (owner.aliases == (alias,) and not owner.is_listed):
        raise NotFound(f"{alias!r} stands alone already: see `whoknows people show`")
    number = _next(before)
    decided = [Decision(number, "", (alias,))]
    if owner.id == alias:  # the others were merged into it, and must be called otherwise
        first, *rest = (each for each in owner.aliases if each != alias)
        decided = [Decision(number, "", tuple(sorted((alias, first))))]
        if rest:
            decided.append(Decision(number, first, tuple(rest)))
    _decide(store, on_file, (*before, *decided))
    return tuple(decided)


def undo(store: GraphStore) -> tuple[Decision, ...]:
    """Take the last command's decisions back.

    Raises
    ------
    NotFound
        When nothing was decided.
    """
    on_file, before = store.people(), store.decisions()
    if not before:
        raise NotFound("nothing was merged or split by hand: there is nothing to undo")
    last = before[-1].number
    _decide(store, on_file, [each for each in before if each.number != last])
    return tuple(each for each in before if each.number == last)


def _decide(
    store: GraphStore, on_file: Mapping[str, Person], decisions: Sequence[Decision]
) -> None:
    listed = {key: person for key, person in on_file.items() if person.is_listed}
    _assign(store, on_file, _owned(listed, decisions), decisions)


def _assign(
    store: GraphStore,
    on_file: Mapping[str, Person],
    owned: Sequence[Person],
    decisions: Sequence[Decision] | None = None,
) -> None:
    """Write what is otherwise than on file; who was made by hand and owns nothing goes."""
    known = {person.id for person in owned}
    gone = [Person(key) for key in on_file if key not in known]
    store.assign([*(p for p in owned if p != on_file.get(p.id)), *gone], decisions)


def _owned(listed: Mapping[str, Person], decisions: Iterable[Decision]) -> list[Person]:
    """Everybody with what is theirs, by the directory first and then by each decision."""
    owners = {alias: key for key, person in sorted(listed.items()) for alias in person.listed}
    for _, person, aliases in sorted(decisions):
        owner = (owners.get(person) or person) if person else ""
        if owner and not owner.startswith(LISTED):
            owners[person] = owner
        for alias in aliases:
            owners[alias] = owner
    owned: dict[str, list[str]] = {key: [] for key in listed}
    for alias, owner in owners.items():
        if owner:
            owned.setdefault(owner, []).append(alias)
    return [
        replace(listed.get(key, Person(key)), aliases=tuple(aliases))
        for key, aliases in sorted(owned.items())
    ]


def _addresses(person: Person) -> tuple[str, ...]:
    """What a directory names itself."""
    return tuple(alias for alias in person.listed if not alias.startswith("name:"))


def _next(decisions: Sequence[Decision]) -> int:
    return max((each.number for each in decisions), default=0) + 1

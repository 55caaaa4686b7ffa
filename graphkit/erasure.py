"""erase(): somebody is forgotten, for good and with a proof; and forgetting them again.

What is erased is suppressed first and then taken out of all that is on file, so that an erasure
that was cut short is finished by doing it again, and by `enforce`.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graphkit.acl import OPERATOR
from graphkit.errors import NotFound
from graphkit.ids import canonical
from graphkit.model import Reading, Scope
from graphkit.names import forms
from graphkit.ops import record_erasure
from graphkit.person import Person
from graphkit.rows import Entry, Membership, entries_of
from graphkit.store import GraphStore
from graphkit.suppression import Suppression, Suppressions, spelt, suppression
from graphkit.text import LANGUAGES, phrase_key, stems_of

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure did.

    Parameters
    ----------
    person
        The id of whom it was.
    aliases, documents
        How many were theirs, and how many documents said anything of them.
    kept
        Names that others bear, too, and so stay.
    found
        Where something of them still stands; empty when nothing was found.
    unproven
        What could not be looked at, and what to do about it; "" when all was.
    """

    person: str
    aliases: int
    documents: int
    kept: tuple[str, ...]
    found: tuple[str, ...]
    unproven: str


def erase(
    store: GraphStore,
    person: str,
    *,
    key: str = "",
    ops: Path | None = None,
    advance: Callable[[], None] = lambda: None,
) -> Erasure:
    """Forget a person: every alias, the id, and the full name wherever it is written.

    Full names that somebody else bears stay, and so do single words. Reading the sources again
    brings nothing back, nor does loading a dump made since. What was cut short is finished by
    erasing the same id again.

    Parameters
    ----------
    person
        An id.
    key
        Of the fingerprints, where the store has none yet; by default made up.
    ops
        What the product knows of its own runs (`graphkit.ops`), which is cleaned, too.
    advance
        Called once a document that is read, for a progress bar.

    Raises
    ------
    NotFound
        When nothing is known of them.
    """
    known = store.people([person]).get(person) or Person(person, aliases=(person,))
    aliases = {*known.aliases, *known.listed}
    volumes = store.volumes(OPERATOR, aliases)
    was_begun = Suppressions(store.suppressions()).hit(person)
    if not (volumes or store.people([person]) or was_begun):
        raise NotFound(f"nothing is known of {person!r}: take an id from `whoknows people show`")
    written = {name for volume in volumes.values() for name in volume.names}
    names = {name for name in (known.name, *known.former, *written) if " " in spelt(name)}
    others = _names_of_others(store, person, aliases)
    kept = {name for name in names if _words(name) in others}
    key = next((each.key for each in store.suppressions()), key or secrets.token_hex(16))
    gone = {person, *aliases, *_runs(aliases, names - kept, known.family)}
    needles = _needles(person, aliases, names - kept)
    store.suppress(suppression(key, text) for text in gone)
    if ops:
        record_erasure(ops, store.suppressions(), needles)
    documents = enforce(store, advance=advance)
    found, unproven = store.scrub(needles)
    return Erasure(
        person,
        len(aliases),
        documents,
        tuple(sorted(kept)),
        (*_found_in(store, needles), *found),
        unproven,
    )


def enforce(
    store: GraphStore,
    more: Iterable[Suppression] = (),
    advance: Callable[[], None] = lambda: None,
) -> int:
    """Take all that is suppressed out of a store; the number of documents that said it.

    Parameters
    ----------
    more
        Is suppressed first: what was erased since a backup was made.
    """
    store.suppress(more)
    suppressed = Suppressions(store.suppressions())
    if not suppressed:
        return 0
    changed = []
    for entry in entries_of(store.dump()):
        now = _without(suppressed, entry)
        if now != entry:
            changed.append((entry, now))
        if isinstance(entry, Reading):
            advance()
    kept = map(suppressed.decision, store.decisions())
    store.assign(
        [now or Person(was.id) for was, now in changed if isinstance(was, Person)],  # type: ignore[misc]  # what was a person is one, or nobody
        [decision for decision in kept if decision],
    )
    for _, now in changed:
        if isinstance(now, Membership):
            store.enrol(now.group, now.members)
    readings = [now for _, now in changed if isinstance(now, Reading)]
    for start in range(0, len(readings), _AT_ONCE):
        store.put(readings[start : start + _AT_ONCE])
    return len(readings)


def _without(suppressed: Suppressions, entry: Entry) -> Entry | None:
    """What is left of something on file."""
    if isinstance(entry, Reading):
        return suppressed.redacted(entry)
    if isinstance(entry, Person):
        return suppressed.person(entry)
    if isinstance(entry, Membership):
        kept = frozenset(token for token in entry.members if not suppressed.token(token))
        return Membership(entry.group, kept)
    return entry


def _names_of_others(store: GraphStore, person: str, aliases: set[str]) -> set[frozenset[str]]:
    """The full names, whatever the order of their words, that the directory or a source gives."""
    names = store.facts(OPERATOR, Scope(topics=frozenset())).names
    written = (
        name
        for alias, spellings in names.items()
        if alias not in aliases and not alias.startswith("name:")
        for name in spellings
    )
    listed = (
        name
        for other in store.people().values()
        if other.id != person
        for name in (other.name, *other.former)
    )
    return {_words(name) for name in (*written, *listed)}


def _words(name: str) -> frozenset[str]:
    return frozenset(spelt(name).split())


def _runs(aliases: Iterable[str], names: Iterable[str], family: str) -> Iterator[str]:
    """The runs of words that give somebody away in a text or a topic."""
    for alias in aliases:
        if alias.startswith("email:"):
            yield spelt(alias.removeprefix("email:"))
    for name in names:
        full = (form.alias for form in forms(name, family) if form.strength == "full")
        ways = {spelt(name), *(alias.removeprefix("name:") for alias in full)}
        for way in ways:
            yield way
            for language in sorted(LANGUAGES):
                topic = phrase_key(way, language)
                # a name of which a part is a function word (An) is left to the surfaces
                if topic and len(stems := stems_of(topic)) == len(way.split()):
                    yield " ".join(stems)


def _needles(person: str, aliases: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """What no row and no file may hold any more: addresses and full names as they are written."""
    addresses = (alias for alias in aliases if not alias.startswith("name:"))
    shown = (alias.removeprefix("email:") for alias in addresses)
    return frozenset(text for text in (person, *shown, *names) if len(text) > 3)  # noqa: PLR2004  a login of three letters stands in words


def _found_in(store: GraphStore, needles: Iterable[str]) -> Iterator[str]:
    wanted = [canonical(text)[1:-1].casefold() for text in needles]
    for row in store.dump():
        told = canonical(row).casefold()
        if any(text in told for text in wanted):
            yield f"a {row[0]} of the store"

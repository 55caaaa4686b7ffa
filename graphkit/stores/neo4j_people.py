"""People and decisions in the Neo4j store.

``(:Alias)-[:OF]->(:Person)``; all else that is known of somebody are properties of their node, and
so is what the directory lists, which somebody may have given to another by hand. No statement
follows relationships once an id (see `graphkit.stores.neo4j_reads`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from graphkit.ids import canonical
from graphkit.person import Decision, Person, by_id, changes
from graphkit.stores.neo4j_schema import State, Tx
from graphkit.stores.neo4j_writes import DROP_ALIASES
from graphkit.suppression import Suppression

_OWNERS = """
MATCH (a:Alias)-[:OF]->(p) USING INDEX a:Alias(id) WHERE a.id IN $aliases RETURN a.id, p.id
"""
_ALL = "MATCH (p:Person) RETURN properties(p)"
_SOME = "MATCH (p:Person) USING INDEX p:Person(id) WHERE p.id IN $ids RETURN properties(p)"
_OWNED = """
MATCH (p:Person)<-[:OF]-(a) USING INDEX p:Person(id) WHERE p.id IN $ids
RETURN p.id, collect(a.id)
"""
_DECISIONS = "MATCH (d:Decision) RETURN d.number, d.person, d.aliases"
_FORGET = """
MATCH (p:Person)<-[o:OF]-(a) USING INDEX p:Person(id) WHERE p.id IN $ids DELETE o RETURN a.id
"""
_DROP = "MATCH (p:Person) USING INDEX p:Person(id) WHERE p.id IN $ids DELETE p"
_SAY = "UNWIND $rows AS row CREATE (p:Person) SET p = row"
_ALIASES = "UNWIND $rows AS row MERGE (:Alias {id: row[0]})"
_OWN = """
UNWIND $rows AS row MATCH (a:Alias {id: row[0]}) USING INDEX a:Alias(id)
MATCH (p:Person {id: row[1]}) USING INDEX p:Person(id) CREATE (a)-[:OF]->(p)
"""
_SUPPRESS = "UNWIND $rows AS row CREATE (s:Suppression) SET s = row"
_DECIDE = "UNWIND $rows AS row CREATE (d:Decision) SET d = row"
_AT_ONCE = 10_000

Entry = Person | Decision | Suppression


def owners(tx: Tx, aliases: Collection[str]) -> dict[str, Person]:
    """The owners of some aliases, by alias."""
    found = dict(tx.run(_OWNERS, aliases=sorted(aliases)).values()) if aliases else {}
    known = people(tx, set(found.values()))
    return {alias: known[found[alias]] for alias in sorted(found)}


def people(tx: Tx, ids: Collection[str] | None) -> dict[str, Person]:
    """People by id, all or some."""
    rows = tx.run(_ALL) if ids is None else tx.run(_SOME, ids=sorted(ids))
    said = {row["id"]: row for row in rows.value()}
    some = sorted(said)
    owned: dict[str, list[str]] = {}
    for start in range(0, len(some), _AT_ONCE):
        owned |= dict(tx.run(_OWNED, ids=some[start : start + _AT_ONCE]).values())
    return {key: _person(said[key], owned.get(key, [])) for key in some}


def decisions(tx: Tx) -> tuple[Decision, ...]:
    """All decisions, in their order."""
    rows = tx.run(_DECISIONS).values()
    return tuple(sorted(Decision(n, person, tuple(aliases)) for n, person, aliases in rows))


def lots(some: Iterable[Person]) -> Iterator[list[Person]]:
    """People, sorted, so many at a time as go into one transaction; at least one lot.

    Raises
    ------
    ConfigError
        When two of them own the same alias.
    """
    lot: list[Person] = []
    aliases = 0
    for person in by_id(some).values():
        lot.append(person)
        aliases += 1 + len(person.aliases)
        if aliases >= _AT_ONCE:
            yield lot
            lot, aliases = [], 0
    yield lot


def suppressions(tx: Tx) -> tuple[Suppression, ...]:
    """What is suppressed, sorted."""
    rows = tx.run("MATCH (s:Suppression) RETURN s.key, s.fingerprint").values()
    return tuple(sorted(Suppression(*row) for row in rows))


def suppressed(more: Iterable[Suppression]) -> Callable[[Tx, State], tuple[None, bool]]:
    """What writes suppressions, and says whether one was not on file."""
    wanted = set(more)

    def work(tx: Tx, _: State) -> tuple[None, bool]:
        new = sorted(wanted.difference(suppressions(tx)))
        if new:
            _write(tx, new)
        return None, bool(new)

    return work


def assigned(
    some: Iterable[Person], decided: Collection[Decision] | None
) -> Callable[[Tx, State], tuple[None, bool]]:
    """What writes people and decisions, and says whether they were not so on file already."""
    return lambda tx, _: (None, _assign(tx, some, decided))


def written(entries: Collection[Entry]) -> Callable[[Tx, State], tuple[None, bool]]:
    """What writes people, decisions and suppressions that are not on file."""

    def work(tx: Tx, _: State) -> tuple[None, bool]:
        _write(tx, entries)
        return None, True

    return work


def _assign(tx: Tx, some: Iterable[Person], decided: Collection[Decision] | None) -> bool:
    given = by_id(some)
    aliases = {alias for person in given.values() for alias in person.aliases}
    changed = changes(given, people(tx, given), owners(tx, aliases))
    if changed:
        ids = [person.id for person in changed]
        orphans = tx.run(_FORGET, ids=ids).value()
        tx.run(_DROP, ids=ids).consume()
        _write(tx, [person for person in changed if not person.is_plain])
        tx.run(DROP_ALIASES, ids=sorted(orphans)).consume()
    if decided is None or tuple(sorted(decided)) == decisions(tx):
        return bool(changed)
    tx.run("MATCH (d:Decision) DELETE d").consume()
    _write(tx, sorted(decided))
    return True


def _write(tx: Tx, entries: Collection[Entry]) -> None:
    some = [entry for entry in entries if isinstance(entry, Person)]
    owned = sorted((alias, person.id) for person in some for alias in person.aliases)
    tx.run(_SAY, rows=list(map(_row, some))).consume()
    tx.run(_ALIASES, rows=owned).consume()
    tx.run(_OWN, rows=owned).consume()
    rows = [_decision(entry) for entry in entries if isinstance(entry, Decision)]
    tx.run(_DECIDE, rows=rows).consume()
    rows = [_suppression(entry) for entry in entries if isinstance(entry, Suppression)]
    tx.run(_SUPPRESS, rows=rows).consume()


def _person(row: Mapping[str, Any], aliases: Iterable[str]) -> Person:
    said: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return Person(**said | {"aliases": tuple(aliases)})


def _row(person: Person) -> dict[str, object]:
    row = asdict(person)
    del row["aliases"]
    return row


def _decision(decision: Decision) -> dict[str, object]:
    number, person, aliases = decision
    key = canonical([number, person, *aliases])
    return {"id": key, "number": number, "person": person, "aliases": list(aliases)}


def _suppression(suppression: Suppression) -> dict[str, object]:
    return {"id": canonical(suppression), **suppression._asdict()}

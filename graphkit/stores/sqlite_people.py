"""People and decisions in the SQLite store."""

import json
import sqlite3
from collections.abc import Collection, Iterable

from graphkit.ids import canonical
from graphkit.person import Decision, Person, by_id, changes
from graphkit.rows import person_of, rows_of
from graphkit.suppression import Suppression

_OWNERS = "SELECT alias, person FROM owned WHERE alias IN (SELECT value FROM json_each(?))"
_PEOPLE = "SELECT said FROM person"
_SOME = " WHERE id IN (SELECT value FROM json_each(?))"


def owners(db: sqlite3.Connection, aliases: Collection[str]) -> dict[str, Person]:
    """The owners of some aliases, by alias."""
    if db.execute("SELECT 1 FROM owned LIMIT 1").fetchone() is None:
        return {}  # most stores, and each question asks
    asked = set(aliases)
    rows = db.execute(_OWNERS, (json.dumps(sorted(asked)),)).fetchall()
    known = people(db, {person for _, person in rows})
    # Only an alias that is equal here counts: JSON in SQLite ends a text at a NUL.
    return {alias: known[person] for alias, person in sorted(rows) if alias in asked}


def people(db: sqlite3.Connection, ids: Collection[str] | None) -> dict[str, Person]:
    """People by id, all or some."""
    if ids is None:
        rows = db.execute(_PEOPLE)
    else:
        rows = db.execute(_PEOPLE + _SOME, (json.dumps(sorted(ids)),))
    found = [person_of(json.loads(said)) for (said,) in rows]
    found.sort(key=lambda person: person.id)
    return {person.id: person for person in found if ids is None or person.id in ids}


def decisions(db: sqlite3.Connection) -> tuple[Decision, ...]:
    """All decisions, in their order."""
    rows = db.execute("SELECT number, person, aliases FROM decision").fetchall()
    return tuple(sorted(Decision(n, person, tuple(json.loads(a))) for n, person, a in rows))


def assign(
    db: sqlite3.Connection, some: Iterable[Person], decided: Collection[Decision] | None
) -> bool:
    """Write people and decisions that are not so on file already; whether there were any."""
    given = by_id(some)
    aliases = {alias for person in given.values() for alias in person.aliases}
    changed = changes(given, people(db, given), owners(db, aliases))
    ids = canonical([person.id for person in changed])
    for table, column in (("owned", "person"), ("person", "id")):
        inside = f"{column} IN (SELECT value FROM json_each(?))"
        db.execute(f"DELETE FROM {table} WHERE {inside}", (ids,))
    write(db, (person for person in changed if not person.is_plain))
    if decided is None or tuple(sorted(decided)) == decisions(db):
        return bool(changed)
    db.execute("DELETE FROM decision")
    write(db, sorted(decided))
    return True


def suppressions(db: sqlite3.Connection) -> tuple[Suppression, ...]:
    """What is suppressed, sorted."""
    rows = db.execute("SELECT key, fingerprint FROM suppression").fetchall()
    return tuple(sorted(Suppression(*row) for row in rows))


def write(db: sqlite3.Connection, entries: Iterable[Person | Decision | Suppression]) -> None:
    """Write what is not on file."""
    for entry in entries:
        if isinstance(entry, Suppression):
            db.execute("INSERT INTO suppression VALUES (?, ?)", entry)
            continue
        if isinstance(entry, Decision):
            values = (entry.number, entry.person, canonical(list(entry.aliases)))
            db.execute("INSERT INTO decision VALUES (?, ?, ?)", values)
            continue
        ((_, *said),) = rows_of(entry)
        db.execute("INSERT INTO person VALUES (?, ?)", (entry.id, canonical(said)))
        owned = ((alias, entry.id) for alias in entry.aliases)
        db.executemany("INSERT INTO owned VALUES (?, ?)", owned)

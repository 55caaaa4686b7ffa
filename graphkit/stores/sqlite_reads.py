"""What the SQLite store reads, trimmed inside each query by the viewer's acl classes."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from graphkit.acl import Viewer, may_see, tokens_of, with_groups
from graphkit.ids import canonical
from graphkit.model import (
    Contribution,
    Digest,
    Document,
    Facts,
    Mention,
    Reading,
    Scope,
    Totals,
    Volume,
)
from graphkit.rows import Membership
from graphkit.stores.sqlite_shelf import Kept, Shelf, Shelved

# Lists of ids go in as one JSON parameter: SQLite limits how many parameters there are.
# The unary + keeps the planner from walking a class where a few documents are asked for.
_CLASSES = "SELECT id, tokens FROM acl_class ORDER BY id"
_MEMBERSHIPS = """
SELECT member, token FROM membership WHERE member IN (SELECT value FROM json_each(?))
"""
_ANYTHING = "SELECT " + " OR ".join(
    f"EXISTS (SELECT 1 FROM {table})"
    for table in ("document", "membership", "person", "decision", "suppression")
)
_TOTALS = """
SELECT total(documents), total(length),
    (SELECT count(DISTINCT coalesce(person, volume.alias)) FROM volume
     LEFT JOIN owned ON owned.alias = volume.alias
     WHERE class IN (SELECT value FROM json_each(:visible))),
    (SELECT max((SELECT max(date) FROM document WHERE class = value)) FROM json_each(:visible))
FROM acl_class WHERE id IN (SELECT value FROM json_each(:visible))
"""
_SINCE = """
SELECT document.id FROM json_each(?) CROSS JOIN document ON class = value WHERE date >= ?
"""
_DOCUMENTS = """
SELECT id, key, title, class, link, date, language, length, thread, reply_to, bag, act,
    raw, content
FROM document WHERE +class IN (SELECT value FROM json_each(:visible))
"""
_OF_DOCUMENTS = " AND key IN (SELECT value FROM json_each(:documents))"
_OF_PEOPLE = """ AND id IN (
    SELECT document FROM contribution WHERE alias IN (SELECT value FROM json_each(:people)))"""
_CONTRIBUTIONS = """
SELECT document, alias, name, roles FROM contribution
WHERE document IN (SELECT value FROM json_each(?)) ORDER BY document, alias
"""
_MENTIONS = """
SELECT d.id, t.key, m.surface, m.times, m.in_title, m.in_heading
FROM document d CROSS JOIN mentioned ON mentioned.document = d.id
    CROSS JOIN json_each(mentioned.topics) each
    CROSS JOIN mention m ON m.topic = each.value AND m.class = d.class AND m.document = d.id
    CROSS JOIN topic t ON t.id = m.topic
WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY t.key
"""
_MENTIONS_OF_TOPICS = _MENTIONS.replace(
    "ORDER BY", "AND t.key IN (SELECT value FROM json_each(?)) ORDER BY"
)
_VOLUMES = """
SELECT alias, name, roles, sum(documents) FROM volume
WHERE alias IN (SELECT value FROM json_each(?)) AND class IN (SELECT value FROM json_each(?))
GROUP BY alias, name, roles
"""


def visible_classes(db: sqlite3.Connection, viewer: Viewer) -> str:
    """The ids of the acl classes that a viewer may see, as a JSON list."""
    viewer = with_groups(viewer, _groups(db, tokens_of(viewer)))
    classes = db.execute(_CLASSES)
    return canonical([i for i, tokens in classes if may_see(viewer, _list(tokens))])


def revision(db: sqlite3.Connection) -> int:
    """The number of the last write."""
    (number,) = db.execute("SELECT number FROM revision").fetchone()
    return int(number)


def digests(db: sqlite3.Connection, source: str) -> dict[str, Digest]:
    """Document id → digests, for one source."""
    rows = db.execute("SELECT key, raw, content FROM document WHERE source = ?", (source,))
    return {key: Digest(raw, content) for key, raw, content in rows}


def totals(db: sqlite3.Connection, visible: str, shelf: Shelf) -> Totals:
    """Sums over the visible classes."""
    known = shelf.at(revision(db)).totals
    if visible not in known:
        documents, length, people, newest = db.execute(_TOTALS, {"visible": visible}).fetchone()
        known[visible] = Totals(int(documents), int(length), people, newest)
    return known[visible]


def since(db: sqlite3.Connection, visible: str, date: str) -> list[int]:
    """The rows of the documents of this date or later."""
    return [row for (row,) in db.execute(_SINCE, (visible, date))]


def facts(db: sqlite3.Connection, viewer: Viewer, scope: Scope, shelf: Shelf) -> Facts:
    """Documents and people first, then what the documents mention."""
    visible = visible_classes(db, viewer)
    number = revision(db)
    if scope.documents is None:
        found = _documents(db, visible, scope.people, None)
    else:
        known = shelved(db, scope.documents, shelf.at(number))
        seen = set(json.loads(visible))
        found = [known[key] for key in scope.documents if key in known]
        found = [f for f in found if f.acl_class in seen]
        if scope.people is not None:
            found = [f for f in found if any(c.alias in scope.people for c in f.contributions)]
    mentions: dict[int, list[Mention]] = defaultdict(list)
    inside = canonical([f.row for f in found])
    for row, mention in _mention_rows(db, inside, scope.topics):
        mentions[row].append(mention)
    found.sort(key=lambda f: f.document.id)
    readings = tuple(
        Reading(f.document, f.contributions, tuple(mentions.get(f.row, ())), f.digest)
        for f in found
    )
    aliases = {c.alias for f in found for c in f.contributions}
    found_volumes = volumes(db, visible, aliases, shelf)
    return Facts(
        readings,
        {alias: names for alias, (names, _) in found_volumes.items()},
        {alias: roles for alias, (_, roles) in found_volumes.items()},
        number,
    )


def shelved(
    db: sqlite3.Connection, documents: Collection[str], kept: Kept
) -> Mapping[str, Shelved]:
    """Documents by id, of all classes; those that were not kept are read now."""
    new = [key for key in documents if key not in kept.documents]
    if new:
        everywhere = canonical([i for i, _ in db.execute(_CLASSES)])
        kept.documents.update((f.document.id, f) for f in _documents(db, everywhere, None, new))
    return kept.documents


def parts(db: sqlite3.Connection, size: int = 1000) -> Iterator[frozenset[str]]:
    """The document ids in their order, some at a time."""
    keys = sorted(key for (key,) in db.execute("SELECT key FROM document"))
    for start in range(0, len(keys), size):
        yield frozenset(keys[start : start + size])


def memberships(db: sqlite3.Connection) -> Iterator[Membership]:
    """Who is in which group, in the groups' order."""
    for token in sorted(token for (token,) in db.execute("SELECT DISTINCT token FROM membership")):
        yield Membership(token, members(db, token))


def members(db: sqlite3.Connection, group: str) -> frozenset[str]:
    """Who is in a group."""
    rows = db.execute("SELECT member FROM membership WHERE token = ?", (group,))
    return frozenset(member for (member,) in rows)


def is_empty(db: sqlite3.Connection) -> bool:
    """Whether there is nothing at all."""
    (something,) = db.execute(_ANYTHING).fetchone()
    return not something


def _groups(db: sqlite3.Connection, held: frozenset[str]) -> frozenset[str]:
    """The groups in which one of these tokens is enrolled."""
    # Only a token that is equal here counts: JSON in SQLite ends a text at a NUL.
    rows = db.execute(_MEMBERSHIPS, (json.dumps(sorted(held)),))
    return frozenset(token for member, token in rows if member in held)


def _documents(
    db: sqlite3.Connection,
    visible: str,
    people: Collection[str] | None,
    documents: Collection[str] | None,
) -> list[Shelved]:
    sql, values = _DOCUMENTS, {"visible": visible}
    if documents is not None:
        sql += _OF_DOCUMENTS
        values["documents"] = canonical(sorted(documents))
    if people is not None:
        sql += _OF_PEOPLE
        values["people"] = canonical(sorted(people))
    acls = {i: frozenset(_list(tokens)) for i, tokens in db.execute(_CLASSES)}
    rows = db.execute(sql, values).fetchall()
    contributions: dict[int, list[Contribution]] = defaultdict(list)
    for row, alias, name, roles in db.execute(_CONTRIBUTIONS, (canonical([r[0] for r in rows]),)):
        contributions[row].append(Contribution(alias, name, _list(roles)))
    return [
        Shelved(
            row,
            acl_class,
            Document(key, title, acls[acl_class], *rest),
            Digest(raw, content),
            tuple(contributions[row]),
        )
        for row, key, title, acl_class, *rest, raw, content in rows
    ]


def _mention_rows(
    db: sqlite3.Connection, inside: str, topics: frozenset[str] | None
) -> Iterator[tuple[int, Mention]]:
    if topics is None:
        rows = db.execute(_MENTIONS, (inside,))
    elif topics:
        rows = db.execute(_MENTIONS_OF_TOPICS, (inside, canonical(sorted(topics))))
    else:
        return
    for row, *mention in rows:
        yield row, Mention._make(mention)


def volumes(
    db: sqlite3.Connection, visible: str, aliases: Collection[str], shelf: Shelf
) -> dict[str, Volume]:
    """What some aliases have in the visible classes."""
    known = shelf.at(revision(db)).volumes.setdefault(visible, {})
    new = sorted(alias for alias in aliases if alias not in known)
    counts: dict[str, tuple[Counter[str], Counter[tuple[str, ...]]]] = {
        alias: (Counter(), Counter()) for alias in new
    }
    for alias, name, roles, documents in db.execute(_VOLUMES, (json.dumps(new), visible)):
        if alias in counts:  # JSON in SQLite ends a text at a NUL
            names, of_roles = counts[alias]
            names[name] += documents
            of_roles[_list(roles)] += documents
    known.update((alias, Volume(*both)) for alias, both in counts.items())
    return {alias: known[alias] for alias in aliases if known[alias].names}


@lru_cache(maxsize=10_000)
def _list(text: str) -> tuple[str, ...]:
    """A JSON list of strings; there are few different ones."""
    return tuple(json.loads(text))

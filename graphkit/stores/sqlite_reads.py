"""What the SQLite store reads, trimmed inside each query by the viewer's acl classes."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from graphkit.acl import Viewer, may_see
from graphkit.ids import canonical
from graphkit.model import (
    Contribution,
    Digest,
    Document,
    Facts,
    Mention,
    Posting,
    Postings,
    Reading,
    Scope,
    Totals,
)
from graphkit.store import Row

# Lists of ids go in as one JSON parameter: SQLite limits how many parameters there are.
# The unary + keeps the planner from walking a class where a few documents are asked for.
_CLASSES = "SELECT id, tokens FROM acl_class ORDER BY id"
_POSTINGS = """
SELECT d.key, m.times, m.in_title, m.length, m.surface
FROM mention m JOIN document d ON d.id = m.document
WHERE m.topic = (SELECT id FROM topic WHERE key = ?)
  AND m.class IN (SELECT value FROM json_each(?))
"""
_TOTALS = """
SELECT total(documents), total(length),
    (SELECT count(DISTINCT alias) FROM volume
     WHERE class IN (SELECT value FROM json_each(:visible))),
    (SELECT max((SELECT max(date) FROM document WHERE class = value)) FROM json_each(:visible))
FROM acl_class WHERE id IN (SELECT value FROM json_each(:visible))
"""
_DOCUMENTS = """
SELECT id, key, title, class, link, date, language, length, thread, reply_to, bag, raw, content
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
SELECT m.document, t.key, m.surface, m.times, m.in_title
FROM mention m JOIN topic t ON t.id = m.topic
WHERE m.document IN (SELECT value FROM json_each(?)) ORDER BY t.key
"""
_MENTIONS_OF_TOPICS = _MENTIONS.replace(
    "ORDER BY", "AND t.key IN (SELECT value FROM json_each(?)) ORDER BY"
)
_NAMES = """
SELECT alias, name, sum(documents) FROM volume
WHERE alias IN (SELECT value FROM json_each(?)) AND class IN (SELECT value FROM json_each(?))
GROUP BY alias, name
"""


def visible_classes(db: sqlite3.Connection, viewer: Viewer) -> str:
    """The ids of the acl classes that a viewer may see, as a JSON list."""
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


def totals(db: sqlite3.Connection, visible: str) -> Totals:
    """Sums over the visible classes."""
    documents, length, people, newest = db.execute(_TOTALS, {"visible": visible}).fetchone()
    return Totals(int(documents), int(length), people, newest)


def postings(db: sqlite3.Connection, viewer: Viewer, topics: Iterable[str]) -> Postings:
    """One range read a topic and class."""
    visible = visible_classes(db, viewer)
    found: dict[str, tuple[Posting, ...]] = {}
    for topic in sorted(topics):
        rows = db.execute(_POSTINGS, (topic, visible)).fetchall()
        if rows:
            found[topic] = tuple(rows)
    return Postings(found, totals(db, visible), revision(db))


def facts(db: sqlite3.Connection, viewer: Viewer, scope: Scope) -> Facts:
    """Documents first, then what hangs on them."""
    visible = visible_classes(db, viewer)
    documents = _documents(db, visible, scope)
    inside = canonical(list(documents))
    contributions: dict[int, list[Contribution]] = defaultdict(list)
    for i, alias, name, roles in db.execute(_CONTRIBUTIONS, (inside,)):
        contributions[i].append(Contribution(alias, name, _list(roles)))
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for i, topic, surface, times, in_title in _mention_rows(db, inside, scope.topics):
        mentions[i].append(Mention(topic, surface, times, in_title))
    aliases = {c.alias for group in contributions.values() for c in group}
    readings = (
        Reading(document, tuple(contributions[i]), tuple(mentions[i]), digest)
        for i, (document, digest) in documents.items()
    )
    return Facts(
        tuple(sorted(readings, key=lambda reading: reading.document.id)),
        _names(db, visible, aliases),
        revision(db),
    )


def parts(db: sqlite3.Connection, size: int = 1000) -> Iterator[frozenset[str]]:
    """The document ids in their order, some at a time."""
    keys = sorted(key for (key,) in db.execute("SELECT key FROM document"))
    for start in range(0, len(keys), size):
        yield frozenset(keys[start : start + size])


def rows(reading: Reading) -> Iterator[Row]:
    """What a dump says of one document."""
    d, digest = reading.document, reading.digest
    yield (
        "document", d.id, d.title, sorted(d.acl), d.link, d.date, d.language, d.length,
        d.thread, d.reply_to, d.bag, digest.raw, digest.content,
    )  # fmt: skip
    for contribution in reading.contributions:
        yield "contribution", d.id, contribution.alias, contribution.name, list(contribution.roles)
    for mention in reading.mentions or ():
        yield "mention", d.id, *mention


def _documents(
    db: sqlite3.Connection, visible: str, scope: Scope
) -> dict[int, tuple[Document, Digest]]:
    sql, values = _DOCUMENTS, {"visible": visible}
    if scope.documents is not None:
        sql += _OF_DOCUMENTS
        values["documents"] = canonical(sorted(scope.documents))
    if scope.people is not None:
        sql += _OF_PEOPLE
        values["people"] = canonical(sorted(scope.people))
    acls = {i: frozenset(_list(tokens)) for i, tokens in db.execute(_CLASSES)}
    return {
        i: (Document(key, title, acls[acl_class], *rest), Digest(raw, content))
        for i, key, title, acl_class, *rest, raw, content in db.execute(sql, values)
    }


def _mention_rows(
    db: sqlite3.Connection, inside: str, topics: frozenset[str] | None
) -> Iterable[tuple[int, str, str, int, int]]:
    if topics is None:
        return db.execute(_MENTIONS, (inside,))
    if not topics:
        return ()
    return db.execute(_MENTIONS_OF_TOPICS, (inside, canonical(sorted(topics))))


def _names(
    db: sqlite3.Connection, visible: str, aliases: Iterable[str]
) -> Mapping[str, Mapping[str, int]]:
    names: dict[str, dict[str, int]] = {}
    for alias, name, documents in db.execute(_NAMES, (canonical(sorted(aliases)), visible)):
        names.setdefault(alias, {})[name] = documents
    return names


@lru_cache(maxsize=10_000)
def _list(text: str) -> tuple[str, ...]:
    """A JSON list of strings; there are few different ones."""
    return tuple(json.loads(text))

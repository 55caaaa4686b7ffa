"""What the SQLite store writes, inside a transaction that the caller opened."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from operator import itemgetter

from graphkit.ids import canonical, source_of
from graphkit.model import Change, Reading
from graphkit.person import Decision, Person
from graphkit.rows import Entry, Membership
from graphkit.stores import sqlite_people
from graphkit.stores import sqlite_reads as reads
from graphkit.suppression import Suppression

_DOCUMENT = """
INSERT INTO document VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    class = excluded.class, title = excluded.title, link = excluded.link, date = excluded.date,
    language = excluded.language, length = excluded.length, thread = excluded.thread,
    reply_to = excluded.reply_to, bag = excluded.bag,
    raw = excluded.raw, content = excluded.content, act = excluded.act
"""
_TOPIC = itemgetter(0)
_IDS = "SELECT key, id FROM document WHERE key IN (SELECT value FROM json_each(?))"
_MEASURED = """
SELECT key, language, length, bag, act FROM document WHERE key IN (SELECT value FROM json_each(?))
"""
_TOPIC_IDS = "SELECT key, id FROM topic WHERE key IN (SELECT value FROM json_each(?))"
_MENTIONS_OF = """
SELECT each.value, d.class, d.id FROM document d JOIN mentioned ON mentioned.document = d.id
    CROSS JOIN json_each(mentioned.topics) each
WHERE d.id IN (SELECT value FROM json_each(?))
"""
_MENTION = "topic = ? AND class = ? AND document = ?"
_UNENROL = "DELETE FROM membership WHERE token = ? AND member = ?"
_COUNT_CHANGE = "UPDATE revision SET number = number + 1"
_LOADED_AT_ONCE = 1000
_DROP_TOPICS = """
DELETE FROM topic WHERE id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM mention WHERE topic = topic.id)
"""


class TopicIds:
    """Topic key → row, as far as known; another process' write makes it forget.

    Looking up the keys of every batch anew is a noticeable part of an ingest.
    """

    def __init__(self) -> None:
        """Know nothing."""
        self._ids: dict[str, int] = {}
        self._revision = -1

    def of(self, db: sqlite3.Connection, keys: Collection[str]) -> Mapping[str, int]:
        """The rows of topics, made where there are none."""
        before = reads.revision(db)
        if before != self._revision:
            self._ids.clear()
        new = sorted(key for key in keys if key not in self._ids)
        db.executemany("INSERT OR IGNORE INTO topic (key) VALUES (?)", ((key,) for key in new))
        self._ids.update(_ids(db, _TOPIC_IDS, new))
        self._revision = before + 1  # that of the write this belongs to, if it is committed
        return self._ids

    def pass_over(self, before: int) -> None:
        """A write that touches no topic followed this revision."""
        if before == self._revision:
            self._revision = before + 1

    def forget(self) -> None:
        """After rows were deleted, or a write was undone."""
        self._revision = -1


def put(db: sqlite3.Connection, batch: Mapping[str, Reading], topic_ids: TopicIds) -> Change:
    """Write readings by document id, each in the place of what its document said before."""
    classes = _class_ids(db, {reading.document.acl for reading in batch.values()})
    before = _ids(db, _IDS, batch)
    kept = {key for key in before if batch[key].mentions is None}
    batch = {**batch, **_as_measured(db, batch, kept)}
    orphans = _forget(db, [i for key, i in before.items() if key not in kept])
    for key in sorted(kept):
        _move(db, before[key], classes[batch[key].document.acl])
    db.executemany(_DOCUMENT, (_document(batch[key], classes) for key in sorted(batch)))
    ids = _ids(db, _IDS, batch)
    db.executemany(
        "INSERT INTO contribution VALUES (?, ?, ?, ?)",
        (
            (ids[key], c.alias, c.name, canonical(list(c.roles)))
            for key in sorted(batch)
            for c in batch[key].contributions
        ),
    )
    _write_mentions(db, batch, ids, classes, topic_ids)
    _finish(db, orphans, topic_ids)
    return Change(added=len(batch) - len(before), replaced=len(before))


def remove(db: sqlite3.Connection, documents: Collection[str], topic_ids: TopicIds) -> Change:
    """Take documents out, with what nothing else refers to any more."""
    before = _ids(db, _IDS, documents)
    if before:
        orphans = _forget(db, before.values())
        db.executemany("DELETE FROM document WHERE id = ?", ((i,) for i in before.values()))
        _finish(db, orphans, topic_ids)
    return Change(removed=len(before))


def enrol(
    db: sqlite3.Connection, group: str, members: frozenset[str], topic_ids: TopicIds
) -> None:
    """Make these the members of a group; when they are already, write nothing."""
    before = reads.members(db, group)
    if members == before:
        return
    gone, new = sorted(before - members), sorted(members - before)
    db.executemany(_UNENROL, ((group, member) for member in gone))
    db.executemany("INSERT INTO membership VALUES (?, ?)", ((member, group) for member in new))
    topic_ids.pass_over(reads.revision(db))
    db.execute(_COUNT_CHANGE)


def assign(
    db: sqlite3.Connection,
    people: Iterable[Person],
    decisions: Collection[Decision] | None,
    topic_ids: TopicIds,
) -> None:
    """Write people and decisions; when all is so already, write nothing."""
    if sqlite_people.assign(db, people, decisions):
        topic_ids.pass_over(reads.revision(db))
        db.execute(_COUNT_CHANGE)


def suppress(db: sqlite3.Connection, more: Iterable[Suppression], topic_ids: TopicIds) -> None:
    """Write suppressions; when all are on file, write nothing."""
    new = sorted(set(more).difference(sqlite_people.suppressions(db)))
    if new:
        sqlite_people.write(db, new)
        topic_ids.pass_over(reads.revision(db))
        db.execute(_COUNT_CHANGE)


def load(db: sqlite3.Connection, entries: Iterable[Entry], topic_ids: TopicIds) -> None:
    """Write what a dump says, some documents at a time."""
    batch: dict[str, Reading] = {}
    for entry in entries:
        if isinstance(entry, Membership):
            enrol(db, entry.group, entry.members, topic_ids)
            continue
        if not isinstance(entry, Reading):
            sqlite_people.write(db, [entry])
            db.execute(_COUNT_CHANGE)
            continue
        batch[entry.document.id] = entry
        if len(batch) == _LOADED_AT_ONCE:
            put(db, batch, topic_ids)
            batch = {}
    if batch:
        put(db, batch, topic_ids)


def _as_measured(
    db: sqlite3.Connection, batch: Mapping[str, Reading], kept: Iterable[str]
) -> dict[str, Reading]:
    """Readings that keep their mentions, with what was measured together with these."""
    measured = {}
    for key, language, length, bag, act in db.execute(_MEASURED, (canonical(sorted(kept)),)):
        document = replace(batch[key].document, language=language, length=length, bag=bag, act=act)
        measured[key] = replace(batch[key], document=document)
    return measured


def _document(reading: Reading, classes: Mapping[frozenset[str], int]) -> tuple[object, ...]:
    d = reading.document
    return (
        d.id, source_of(d.id), classes[d.acl], d.title, d.link, d.date, d.language, d.length,
        d.thread, d.reply_to, d.bag, reading.digest.raw, reading.digest.content, d.act,
    )  # fmt: skip


def _write_mentions(
    db: sqlite3.Connection,
    batch: Mapping[str, Reading],
    ids: Mapping[str, int],
    classes: Mapping[frozenset[str], int],
    topic_ids: TopicIds,
) -> None:
    keys: set[str] = set()
    for reading in batch.values():
        keys.update(map(_TOPIC, reading.mentions or ()))
    topics = topic_ids.of(db, keys)
    rows: list[tuple[int, int, int, int, int, int, str, int]] = []
    mentioned = []
    for key, reading in batch.items():
        if not reading.mentions:
            continue
        acl_class, document = classes[reading.document.acl], ids[key]
        length = reading.document.length
        rows += [
            (topics[topic], acl_class, document, times, in_title, length, surface, in_heading)
            for topic, surface, times, in_title, in_heading in reading.mentions
        ]
        mentioned.append((document, str([topics[mention[0]] for mention in reading.mentions])))
    db.executemany("INSERT INTO mentioned VALUES (?, ?)", mentioned)
    rows.sort(key=_TOPIC)  # nearly the table's own order, so neighbours go to the same page
    db.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _forget(db: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Delete what documents said; the topics that may have lost their last mention."""
    gone = canonical(sorted(documents))
    mentions = db.execute(_MENTIONS_OF, (gone,)).fetchall()
    db.executemany(f"DELETE FROM mention WHERE {_MENTION}", mentions)
    for table in ("mentioned", "contribution"):
        inside = "document IN (SELECT value FROM json_each(?))"
        db.execute(f"DELETE FROM {table} WHERE {inside}", (gone,))
    return {topic for topic, *_ in mentions}


def _move(db: sqlite3.Connection, document: int, acl_class: int) -> None:
    """Put a document's mentions into another class and take its people out."""
    mentions = db.execute(_MENTIONS_OF, (canonical([document]),)).fetchall()
    moved = [(acl_class, *mention) for mention in mentions]
    db.executemany(f"UPDATE mention SET class = ? WHERE {_MENTION}", moved)
    db.execute("DELETE FROM contribution WHERE document = ?", (document,))


def _finish(db: sqlite3.Connection, orphans: Collection[int], topic_ids: TopicIds) -> None:
    """Drop what nothing refers to any more, and count the change."""
    if orphans:
        db.execute(_DROP_TOPICS, (canonical(sorted(orphans)),))
        topic_ids.forget()
    _drop_classes(db)
    db.execute(_COUNT_CHANGE)


def _drop_classes(db: sqlite3.Connection) -> None:
    """Drop acl classes without documents, and who was in a group that none names any more."""
    empty = db.execute("SELECT tokens FROM acl_class WHERE documents = 0").fetchall()
    if not empty:
        return
    db.execute("DELETE FROM acl_class WHERE documents = 0")
    groups = {group for group in _tokens(empty) if reads.members(db, group)}
    if groups:
        groups -= _tokens(db.execute("SELECT tokens FROM acl_class"))
    db.executemany("DELETE FROM membership WHERE token = ?", ((each,) for each in sorted(groups)))


def _tokens(rows: Iterable[tuple[str]]) -> set[str]:
    return {token for (tokens,) in rows for token in json.loads(tokens)}


def _class_ids(
    db: sqlite3.Connection, acls: Iterable[frozenset[str]]
) -> dict[frozenset[str], int]:
    tokens = {acl: canonical(sorted(acl)) for acl in acls}
    db.executemany(
        "INSERT OR IGNORE INTO acl_class (tokens) VALUES (?)",
        ((t,) for t in sorted(tokens.values())),
    )
    ids = dict(db.execute("SELECT tokens, id FROM acl_class").fetchall())
    return {acl: ids[text] for acl, text in tokens.items()}


def _ids(db: sqlite3.Connection, sql: str, keys: Iterable[str]) -> dict[str, int]:
    return dict(db.execute(sql, (canonical(sorted(keys)),)).fetchall())

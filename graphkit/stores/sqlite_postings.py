"""Where topics occur in the SQLite store, in columns, and the threads around documents.

A topic's mentions of all acl classes are read once and kept; each viewer gets those of the classes
they may see.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from graphkit.acl import Viewer
from graphkit.ids import canonical, source_of
from graphkit.model import Column, Message, Occurrences, Postings
from graphkit.stores.sqlite_reads import revision, shelved, totals, visible_classes
from graphkit.stores.sqlite_shelf import Kept, Shelf

_OCCURRENCES = """
SELECT class, document, times, length, surface FROM mention
WHERE topic = (SELECT id FROM topic WHERE key = ?)
"""
_FREQUENCIES = """
SELECT class, count(*) FROM mention WHERE topic = (SELECT id FROM topic WHERE key = ?)
GROUP BY class
"""
_KEYS = "SELECT id, key, class FROM document WHERE id IN (SELECT value FROM json_each(?))"
_THREADS = """
SELECT d.source, d.thread, d.class, d.id, d.key, d.date, d.reply_to, d.act
FROM json_each(?) each CROSS JOIN document d
    ON d.thread = json_extract(each.value, '$[1]') AND d.source = json_extract(each.value, '$[0]')
"""
_AUTHORS = """
SELECT document, alias FROM contribution
WHERE document IN (SELECT value FROM json_each(?)) AND instr(roles, '"author"')
"""
_SIZE = "SELECT coalesce(max(id), 0) + 1 FROM document"


def postings(
    db: sqlite3.Connection, viewer: Viewer, topics: Iterable[str], shelf: Shelf
) -> Postings:
    """One range read a topic, unless it was read before."""
    visible = visible_classes(db, viewer)
    number = revision(db)
    kept = shelf.at(number)
    seen = _seen(visible)
    found: dict[str, Occurrences] = {}
    for topic in sorted(topics):
        if topic not in kept.occurrences:
            kept.occurrences[topic] = _read(db, topic)
            kept.rows += len(kept.occurrences[topic][0])
        classes, where = kept.occurrences[topic]
        here = seen[np.minimum(classes, len(seen) - 1)]
        if here.any():
            found[topic] = where if here.all() else _part(where, here)
    (size,) = db.execute(_SIZE).fetchone()
    return Postings(found, totals(db, visible, shelf), size, number)


def frequencies(
    db: sqlite3.Connection, viewer: Viewer, topics: Iterable[str], shelf: Shelf
) -> dict[str, int]:
    """Counted inside the index, once a topic."""
    visible = json.loads(visible_classes(db, viewer))
    known = shelf.at(revision(db)).frequencies
    found: dict[str, int] = {}
    for topic in topics:
        if topic not in known:
            known[topic] = dict(db.execute(_FREQUENCIES, (topic,)))
        of_class = known[topic]
        if documents := sum(of_class.get(each, 0) for each in visible):
            found[topic] = documents
    return found


def keys(
    db: sqlite3.Connection, viewer: Viewer, numbers: Collection[int], shelf: Shelf
) -> dict[int, str]:
    """The ids of some visible documents."""
    visible = set(json.loads(visible_classes(db, viewer)))
    known = shelf.at(revision(db)).keys
    new = [number for number in numbers if number not in known]
    if new:
        known.update((i, (key, c)) for i, key, c in db.execute(_KEYS, (canonical(new),)))
    told = [(number, known[number]) for number in numbers if number in known]
    return {number: key for number, (key, acl_class) in told if acl_class in visible}


def threads(
    db: sqlite3.Connection, viewer: Viewer, documents: Collection[str], shelf: Shelf
) -> list[tuple[Message, ...]]:
    """Whole threads, of all classes, are read once; the viewer gets what they may see."""
    visible = set(json.loads(visible_classes(db, viewer)))
    kept = shelf.at(revision(db))
    around = shelved(db, documents, kept)
    asked = sorted(
        {
            (source_of(key), thread)
            for key in documents
            if key in around and around[key].acl_class in visible
            and (thread := around[key].document.thread) is not None
        }
    )  # fmt: skip
    _read_threads(db, [thread for thread in asked if thread not in kept.threads], kept)
    told = (
        tuple(message for acl_class, message in kept.threads[thread] if acl_class in visible)
        for thread in asked
    )
    return list(told)


def _seen(visible: str) -> NDArray[np.bool_]:
    """Class → whether it is visible; what is beyond the last place is not."""
    classes = json.loads(visible)
    seen = np.zeros(max(classes, default=0) + 2, bool)
    seen[classes] = True
    return seen


def _read(db: sqlite3.Connection, topic: str) -> tuple[Column, Occurrences]:
    rows = db.execute(_OCCURRENCES, (topic,)).fetchall()
    classes, documents, times, lengths, surfaces = zip(*rows, strict=True) if rows else [()] * 5
    places = {surface: place for place, surface in enumerate(dict.fromkeys(surfaces))}
    written = list(map(places.__getitem__, surfaces))
    where = Occurrences(
        np.array(documents, np.int32),
        np.array(times, np.int32),
        np.array(lengths, np.int32),
        np.array(written, np.int32),
        tuple(places),
    )
    return np.array(classes, np.int32), where


def _part(where: Occurrences, here: NDArray[np.bool_]) -> Occurrences:
    """Some places; of the surfaces only those that stand there."""
    places, written = np.unique(where.written[here], return_inverse=True)
    return Occurrences(
        where.documents[here],
        where.times[here],
        where.lengths[here],
        written.astype(np.int32),
        tuple(where.surfaces[place] for place in places),
    )


def _read_threads(db: sqlite3.Connection, new: list[tuple[str, str]], kept: Kept) -> None:
    rows = db.execute(_THREADS, (canonical(new),)).fetchall() if new else []
    authors: dict[int, list[str]] = {row[3]: [] for row in rows}
    for document, alias in db.execute(_AUTHORS, (canonical(list(authors)),)):
        authors[document].append(alias)
    found: dict[tuple[str, str], list[tuple[int, Message]]] = {thread: [] for thread in new}
    for source, thread, acl_class, number, key, date, reply_to, act in rows:
        said = Message(number, key, date, reply_to, act, tuple(sorted(authors[number])))
        found[source, thread].append((acl_class, said))
    for messages in found.values():
        messages.sort(key=lambda message: message[1].document)
    kept.threads.update(found)

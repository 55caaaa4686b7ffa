"""Where topics occur in the Neo4j store, in columns, and the threads around documents."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from graphkit.ids import source_of
from graphkit.model import Message, Occurrences, Postings
from graphkit.stores.neo4j_reads import read_documents
from graphkit.stores.neo4j_schema import LINKS, Tx
from graphkit.stores.neo4j_seen import Seen, totals
from graphkit.text import is_phrase

# What differs least stands outside: each surface goes over the wire once.
_OCCURRENCES = """
MATCH (t:{label})<-[m:{link}]-(d) USING INDEX t:{label}(key)
WHERE t.key IN $keys AND d.acl_class IN $visible
RETURN t.key, m.surface, collect(d.number), collect(m.times), collect(d.length)
"""
_FREQUENCIES = """
MATCH (t:{label})<-[:{link}]-(d) USING INDEX t:{label}(key)
WHERE t.key IN $keys AND d.acl_class IN $visible RETURN t.key, count(*)
"""
_NUMBERED = """
UNWIND $numbers AS number MATCH (d:Document {number: number})
USING INDEX d:Document(number) WHERE d.acl_class IN $visible RETURN number, d.id
"""
_THREADS = """
UNWIND $threads AS thread
MATCH (d:Document {thread: thread[1], source: thread[0]})
USING INDEX d:Document(thread, source) WHERE d.acl_class IN $visible
RETURN thread[0], thread[1], d.number, d.id, d.date, d.reply_to, d.act
"""
_AUTHORS = """
MATCH (d:Document)<-[c:CONTRIBUTED]-(a) USING INDEX d:Document(id)
WHERE d.id IN $documents AND "author" IN c.roles RETURN d.id, collect(a.id)
"""


def postings(tx: Tx, known: Seen, topics: Collection[str]) -> Postings:
    """One way through the graph a topic."""
    _read_occurrences(tx, known, [t for t in sorted(topics) if t not in known.occurrences])
    found = {topic: where for topic in sorted(topics) if (where := known.occurrences[topic])}
    return Postings(found, totals(tx, known), known.size, known.revision)


def frequencies(tx: Tx, known: Seen, topics: Collection[str]) -> dict[str, int]:
    """Counted inside the database, once a topic."""
    new = [topic for topic in topics if topic not in known.frequencies]
    for label, link, keys in _by_label(new):
        statement = _FREQUENCIES.format(label=label, link=link)
        for key, documents in tx.run(statement, keys=keys, visible=known.visible):
            known.frequencies[key] = documents
    for topic in new:
        known.frequencies.setdefault(topic, 0)
    return {t: documents for t in topics if (documents := known.frequencies[t])}


def keys(tx: Tx, known: Seen, numbers: Collection[int]) -> dict[int, str]:
    """The ids of some visible documents."""
    new = [int(number) for number in numbers if number not in known.keys]
    if new:
        for number, key in tx.run(_NUMBERED, numbers=new, visible=known.visible):
            known.keys[number] = key
    return {number: known.keys[number] for number in numbers if number in known.keys}


def threads(tx: Tx, known: Seen, documents: Collection[str]) -> list[tuple[Message, ...]]:
    """Whole threads, as far as they are visible."""
    read_documents(tx, known, documents)
    asked = {
        (source_of(key), thread)
        for key in documents
        if key in known.documents
        and (thread := known.documents[key][1].document.thread) is not None
    }
    new = sorted(thread for thread in asked if thread not in known.threads)
    messages: dict[tuple[str, str], list[Message]] = {thread: [] for thread in new}
    rows = tx.run(_THREADS, threads=new, visible=known.visible).values() if new else ()
    authors = dict(tx.run(_AUTHORS, documents=[row[3] for row in rows]).values()) if rows else {}
    for source, thread, number, key, date, reply_to, act in rows:
        wrote = tuple(sorted(authors.get(key, ())))
        said = Message(number, key, date, reply_to, act, wrote)
        messages[source, thread].append(said)
    for asked_for, each in messages.items():
        known.threads[asked_for] = tuple(sorted(each, key=lambda message: message.document))
    return [known.threads[thread] for thread in sorted(asked)]


def _by_label(topics: Iterable[str]) -> Iterator[tuple[str, str, list[str]]]:
    phrases: list[str] = []
    words: list[str] = []
    for topic in topics:
        (phrases if is_phrase(topic) else words).append(topic)
    for (label, link), some in zip(LINKS, (phrases, words), strict=True):
        if some:
            yield label, link, some


def _read_occurrences(tx: Tx, known: Seen, new: Sequence[str]) -> None:
    rows: dict[str, list[tuple[str, list[int], list[int], list[int]]]] = defaultdict(list)
    for label, link, some in _by_label(new):
        statement = _OCCURRENCES.format(label=label, link=link)
        for key, *row in tx.run(statement, keys=some, visible=known.visible).values():
            rows[key].append(tuple(row))
    for topic in new:
        known.occurrences[topic] = _columns(rows[topic]) if topic in rows else None
        known.places += sum(len(numbers) for _, numbers, *_ in rows.get(topic, ()))


def _columns(rows: list[tuple[str, list[int], list[int], list[int]]]) -> Occurrences:
    surfaces, *columns = zip(*sorted(rows), strict=True)
    documents, times, lengths = (np.concatenate(each).astype(np.int32) for each in columns)
    sizes = [len(numbers) for _, numbers, *_ in sorted(rows)]
    written = np.repeat(np.arange(len(rows), dtype=np.int32), sizes)
    return Occurrences(documents, times, lengths, written, surfaces)

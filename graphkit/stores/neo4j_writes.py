"""What the Neo4j store writes, inside a transaction that holds the store's lock.

All goes in sorted, nodes before relationships, a list of rows a statement.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from graphkit.ids import digest, source_of
from graphkit.model import Change, Mention, Reading
from graphkit.rows import Membership
from graphkit.stores.neo4j_schema import LINKS, State, Tx, size
from graphkit.text import is_phrase

_BEFORE = """
UNWIND $documents AS id MATCH (d:Document {id: id})
RETURN id, d.acl_class, d.language, d.length, d.bag, d.act
"""
_CLASSES = "MATCH (c:AclClass) WHERE c.id IN $classes RETURN c.id, c.number"
_NEXT_CLASS = "MATCH (c:AclClass) RETURN coalesce(max(c.number), -1) + 1"
_MAKE_CLASSES = """
UNWIND $rows AS row CREATE (:AclClass {id: row.id, number: row.number, tokens: row.tokens})
"""
_DOCUMENTS = "UNWIND $rows AS row MERGE (d:Document {id: row.id}) SET d += row"
_CONTRIBUTIONS = """
UNWIND $rows AS row MERGE (a:Alias {id: row[0]})
WITH a, row MATCH (d:Document {id: row[1]}) USING INDEX d:Document(id)
CREATE (a)-[:CONTRIBUTED {name: row[2], roles: row[3]}]->(d)
"""
_TOPICS = "UNWIND $keys AS key MERGE (:{label} {{key: key}})"
_MENTIONS = """
UNWIND $rows AS row MATCH (d:Document {{id: row[0]}}) USING INDEX d:Document(id)
UNWIND row[1] AS mention MATCH (t:{label} {{key: mention[0]}}) USING INDEX t:{label}(key)
CREATE (d)-[:{link} {{
    surface: mention[1], times: mention[2], in_title: mention[3], in_heading: mention[4]
}}]->(t)
"""
_FORGET_PEOPLE = """
MATCH (d:Document)<-[c:CONTRIBUTED]-(a) USING INDEX d:Document(id) WHERE d.id IN $documents
DELETE c RETURN DISTINCT a.id
"""
_FORGET_MENTIONS = """
MATCH (d:Document)-[m:{link}]->(t) USING INDEX d:Document(id) WHERE d.id IN $documents
DELETE m RETURN DISTINCT t.key
"""
_DROP_TOPICS = """
UNWIND $keys AS key MATCH (t:{label} {{key: key}}) WHERE NOT EXISTS {{ (t)<-[:{link}]-() }}
DELETE t
"""
DROP_ALIASES = """
UNWIND $ids AS id MATCH (a:Alias {id: id})
WHERE NOT EXISTS { (a)-[:CONTRIBUTED]->() } AND NOT EXISTS { (a)-[:OF]->() } DELETE a
"""
_REMOVE = "UNWIND $documents AS id MATCH (d:Document {id: id}) DELETE d"
_DROP_CLASSES = """
UNWIND $classes AS number MATCH (c:AclClass {number: number})
WHERE NOT EXISTS { MATCH (d:Document) WHERE d.acl_class = number }
WITH c, c.tokens AS tokens DELETE c RETURN tokens
"""
_UNNAMED = """
UNWIND $tokens AS token MATCH (g:Group {token: token})
WHERE NOT EXISTS { MATCH (c:AclClass) WHERE token IN c.tokens } RETURN token
"""
_MEMBERS = "MATCH (m)-[:IN]->(:Group {token: $group}) RETURN m.token"
_JOIN = """
MERGE (g:Group {token: $group})
WITH g UNWIND $members AS token MERGE (m:Member {token: token}) CREATE (m)-[:IN]->(g)
"""
_LEAVE = """
MATCH (m:Member)-[i:IN]->(g) USING INDEX m:Member(token)
WHERE m.token IN $members AND g.token = $group DELETE i
"""
_DROP_MEMBERS = """
UNWIND $members AS token MATCH (m:Member {token: token})
WHERE NOT EXISTS { (m)-[:IN]->() } DELETE m
"""
_DROP_GROUP = "MATCH (g:Group {token: $group}) WHERE NOT EXISTS { (g)<-[:IN]-() } DELETE g"


_MOST = 50_000
"""Mentions a transaction: a server keeps all of it in memory until its end, some 2 kB each."""
_OF_A_DOCUMENT = 50
"""Mentions that take as much as a document and its people, at most."""
REMOVED_AT_ONCE = 500
"""Documents a transaction, for the same reason."""


def lots(readings: Iterable[Reading]) -> Iterator[dict[str, Reading]]:
    """Readings by document id, so many at a time as go into one transaction."""
    lot: dict[str, Reading] = {}
    mentions = 0
    for reading in readings:
        lot[reading.document.id] = reading
        mentions += _OF_A_DOCUMENT + len(reading.mentions or ())
        if mentions >= _MOST:
            yield lot
            lot, mentions = {}, 0
    if lot:
        yield lot


def put(tx: Tx, batch: Mapping[str, Reading]) -> Change:
    """Write readings by document id, each in the place of what its document said before."""
    before = {key: rest for key, *rest in tx.run(_BEFORE, documents=sorted(batch)).values()}
    kept = {key for key in before if batch[key].mentions is None}
    batch = {key: _as_measured(batch[key], before.get(key)) for key in sorted(batch)}
    people, orphans = _forget(tx, sorted(before), sorted(before.keys() - kept))
    classes = _classes(tx, {reading.document.acl for reading in batch.values()})
    new = [key for key in batch if key not in before]
    first = size(tx) if new else 0
    numbers = dict(zip(new, range(first, first + len(new)), strict=True))
    tx.run(
        _DOCUMENTS, rows=[_document(r, classes, numbers.get(key)) for key, r in batch.items()]
    ).consume()
    _write_people(tx, batch)
    _write_mentions(tx, batch)
    if before:
        _drop(tx, people, orphans, {acl_class for acl_class, *_ in before.values()})
    return Change(added=len(new), replaced=len(before))


def written(lot: Mapping[str, Reading]) -> Callable[[Tx, State], tuple[Change, bool]]:
    """What puts a lot, as the change of state that it is."""
    return lambda tx, _: (put(tx, lot), True)


def removed(some: Collection[str]) -> Callable[[Tx, State], tuple[Change, bool]]:
    """What removes some documents, and says whether any was there."""

    def work(tx: Tx, _: State) -> tuple[Change, bool]:
        change = remove(tx, some)
        return change, change != Change()

    return work


def remove(tx: Tx, documents: Collection[str]) -> Change:
    """Take documents out, with what nothing else refers to any more."""
    before = {key: rest for key, *rest in tx.run(_BEFORE, documents=sorted(documents)).values()}
    if before:
        there = sorted(before)
        people, orphans = _forget(tx, there, there)
        tx.run(_REMOVE, documents=there).consume()
        _drop(tx, people, orphans, {acl_class for acl_class, *_ in before.values()})
    return Change(removed=len(before))


def enrolled(entry: Membership) -> Callable[[Tx, State], tuple[None, bool]]:
    """What makes these the members of a group, and says whether they were not before."""
    return lambda tx, _: (None, _enrol(tx, entry.group, entry.members))


def _enrol(tx: Tx, group: str, members: frozenset[str]) -> bool:
    """Make these the members of a group; whether they were not before."""
    before = {token for (token,) in tx.run(_MEMBERS, group=group).values()}
    if before == members:
        return False
    if new := sorted(members - before):
        tx.run(_JOIN, group=group, members=new).consume()
    if gone := sorted(before - members):
        tx.run(_LEAVE, group=group, members=gone).consume()
        tx.run(_DROP_MEMBERS, members=gone).consume()
        tx.run(_DROP_GROUP, group=group).consume()
    return True


def _as_measured(reading: Reading, before: list[Any] | None) -> Reading:
    """A reading that keeps its mentions, with what was measured together with these."""
    if reading.mentions is not None or before is None:
        return reading
    _, language, length, bag, act = before
    document = replace(reading.document, language=language, length=length, bag=bag, act=act)
    return replace(reading, document=document)


def _document(
    reading: Reading, classes: Mapping[frozenset[str], int], number: int | None
) -> dict[str, object]:
    d = reading.document
    row: dict[str, object] = {
        "id": d.id, "source": source_of(d.id), "acl_class": classes[d.acl], "title": d.title,
        "link": d.link, "date": d.date, "language": d.language, "length": d.length,
        "thread": d.thread, "reply_to": d.reply_to, "bag": d.bag, "act": d.act,
        "raw": reading.digest.raw, "content": reading.digest.content,
    }  # fmt: skip
    return row if number is None else row | {"number": number}


def _classes(tx: Tx, acls: Collection[frozenset[str]]) -> dict[frozenset[str], int]:
    """The numbers of acl classes, made where there are none."""
    ids = {digest(sorted(acl)): acl for acl in acls}
    known = dict(tx.run(_CLASSES, classes=sorted(ids)).values())
    new = sorted(ids.keys() - known.keys())
    if new:
        first = tx.run(_NEXT_CLASS).single(strict=True).value()
        known |= {key: first + place for place, key in enumerate(new)}
        rows = [{"id": k, "number": known[k], "tokens": sorted(ids[k])} for k in new]
        tx.run(_MAKE_CLASSES, rows=rows).consume()
    return {acl: known[key] for key, acl in ids.items()}


def _write_people(tx: Tx, batch: Mapping[str, Reading]) -> None:
    rows = sorted(
        (c.alias, key, c.name, c.roles)
        for key, reading in batch.items()
        for c in reading.contributions
    )
    tx.run(_CONTRIBUTIONS, rows=rows).consume()


def _write_mentions(tx: Tx, batch: Mapping[str, Reading]) -> None:
    for label, link in LINKS:
        rows = [
            (key, [_mention(m) for m in reading.mentions or () if _label(m.topic) == label])
            for key, reading in batch.items()
        ]
        keys = sorted({mention[0] for _, mentions in rows for mention in mentions})
        if keys:
            tx.run(_TOPICS.format(label=label), keys=keys).consume()
            tx.run(_MENTIONS.format(label=label, link=link), rows=rows).consume()


def _label(topic: str) -> str:
    return "Topic" if is_phrase(topic) else "Word"


def _mention(mention: Mention) -> list[Any]:
    """What is nought is not stored: there are millions."""
    topic, surface, times, in_title, in_heading = mention
    return [topic, surface, times, in_title or None, in_heading or None]


def _forget(
    tx: Tx, people_of: list[str], mentions_of: list[str]
) -> tuple[list[str], dict[str, list[str]]]:
    """Delete what documents said; who and, by label, what may have lost their last one."""
    people = tx.run(_FORGET_PEOPLE, documents=people_of).value() if people_of else []
    orphans = {}
    for label, link in LINKS if mentions_of else ():
        statement = _FORGET_MENTIONS.format(label=label, link=link)
        orphans[label] = tx.run(statement, documents=mentions_of).value()
    return people, orphans


def _drop(
    tx: Tx,
    people: list[str],
    orphans: Mapping[str, list[str]],
    classes: Iterable[int],
) -> None:
    """Drop what nothing refers to any more: aliases, topics, acl classes and their groups."""
    if people:
        tx.run(DROP_ALIASES, ids=sorted(people)).consume()
    for label, link in LINKS:
        if keys := orphans.get(label):
            statement = _DROP_TOPICS.format(label=label, link=link)
            tx.run(statement, keys=sorted(keys)).consume()
    gone = tx.run(_DROP_CLASSES, classes=sorted(classes)).value()
    tokens = sorted({token for tokens in gone for token in tokens})
    for group in sorted(tx.run(_UNNAMED, tokens=tokens).value()) if tokens else ():
        _enrol(tx, group, frozenset())

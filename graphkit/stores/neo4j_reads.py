"""What the Neo4j store reads, trimmed inside the Cypher by the viewer's acl classes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from graphkit.model import (
    Contribution,
    Digest,
    Document,
    Facts,
    Mention,
    Reading,
    Scope,
    Usage,
    Vocabulary,
)
from graphkit.stores.neo4j_schema import Tx
from graphkit.stores.neo4j_seen import Seen

_ONE = """
UNWIND $documents AS id MATCH (d:Document {id: id}) USING INDEX d:Document(id)
WHERE d.acl_class IN $visible
"""
_ALL = "MATCH (d:Document) WHERE d.acl_class IN $visible"
_THEIRS = """
UNWIND $people AS person MATCH (a:Alias {id: person})-[:CONTRIBUTED]->(d) USING INDEX a:Alias(id)
WHERE d.acl_class IN $visible WITH DISTINCT d
"""
_DOCUMENT = """
RETURN d.number, d.acl_class, d.id, d.title, d.link, d.date, d.language, d.length,
    d.thread, d.reply_to, d.bag, d.act, d.raw, d.content,
    [(a)-[c:CONTRIBUTED]->(d) | [a.id, c.name, c.roles]]
"""
_MENTIONS = """
RETURN d.id,
    [(d)-[m:MENTIONS]->(t) | [t.key, m.surface, m.times, m.in_title, m.in_heading]] +
    [(d)-[m:HAS_WORD]->(t) | [t.key, m.surface, m.times, m.in_title, m.in_heading]]
"""
_MENTIONS_OF_TOPICS = _MENTIONS.replace(" |", " WHERE t.key IN $topics |")
_VOLUMES = """
UNWIND $aliases AS alias MATCH (a:Alias {id: alias})-[c:CONTRIBUTED]->(d)
USING INDEX a:Alias(id) WHERE d.acl_class IN $visible RETURN alias, c.name, c.roles, count(*)
"""
_SURFACES = """
MATCH (t:Topic)<-[m:MENTIONS]-(d:Document) WHERE d.acl_class IN $visible
RETURN t.key, m.surface, count(*), sum(m.times)
"""
_HEADED = """
MATCH (t:Topic)<-[m:MENTIONS]-(d:Document)
WHERE d.acl_class IN $visible AND (m.in_title IS NOT NULL OR m.in_heading IS NOT NULL)
RETURN t.key, d.source, count(*)
"""
_SOURCES = "MATCH (d:Document) WHERE d.acl_class IN $visible RETURN d.source, count(*)"
_NAMES = """
MATCH (:Alias)-[c:CONTRIBUTED]->(d:Document) WHERE d.acl_class IN $visible
RETURN DISTINCT c.name
"""
_DIGESTS = "MATCH (d:Document {source: $source}) RETURN d.id, d.raw, d.content"
_AT_ONCE = 1000


def facts(tx: Tx, known: Seen, scope: Scope) -> Facts:
    """Documents and people first, then what the documents mention."""
    if scope.documents is not None:
        read_documents(tx, known, scope.documents)
        found = [known.documents[k][1] for k in scope.documents if k in known.documents]
        if scope.people is not None:
            found = [r for r in found if any(c.alias in scope.people for c in r.contributions)]
    elif scope.people is not None:
        people = sorted(scope.people)
        found = [r for _, r in _documents(tx, known, _THEIRS, people=people)]
    else:
        found = [r for _, r in _documents(tx, known, _ALL)]
    found.sort(key=lambda reading: reading.document.id)
    ids = [reading.document.id for reading in found]
    mentions = _read_mentions(tx, known, ids, scope.topics)
    aliases = sorted({c.alias for reading in found for c in reading.contributions})
    _read_volumes(tx, known, [alias for alias in aliases if alias not in known.volumes])
    return Facts(
        tuple(
            Reading(r.document, r.contributions, mentions.get(r.document.id, ()), r.digest)
            for r in found
        ),
        {alias: known.volumes[alias][0] for alias in aliases},
        {alias: known.volumes[alias][1] for alias in aliases},
        known.revision,
    )


def vocabulary(tx: Tx, known: Seen, least: int) -> Vocabulary:
    """One way through all that is visible."""
    inside = {"visible": known.visible}
    surfaces: dict[str, dict[str, int]] = defaultdict(dict)
    documents: dict[str, int] = defaultdict(int)
    for key, surface, count, times in tx.run(_SURFACES, inside).values():
        surfaces[key][surface] = times
        documents[key] += count
    headed: dict[str, dict[str, int]] = defaultdict(dict)
    for key, source, count in tx.run(_HEADED, inside).values():
        headed[key][source] = count
    return Vocabulary(
        {
            key: Usage(surfaces[key], documents[key], headed.get(key, {}))
            for key in sorted(surfaces)
            if documents[key] >= least
        },
        dict(sorted(tx.run(_SOURCES, inside).values())),
        frozenset(tx.run(_NAMES, inside).value()),
        known.revision,
    )


def digests(tx: Tx, source: str) -> dict[str, Digest]:
    """Document id → digests, for one source."""
    rows = tx.run(_DIGESTS, source=source).values()
    return {key: Digest(raw, content) for key, raw, content in rows}


def parts(tx: Tx) -> Iterator[frozenset[str]]:
    """The document ids in their order, some at a time."""
    every = sorted(tx.run("MATCH (d:Document) RETURN d.id").value())
    for start in range(0, len(every), _AT_ONCE):
        yield frozenset(every[start : start + _AT_ONCE])


def memberships(tx: Tx) -> dict[str, frozenset[str]]:
    """Who is in which group, in the groups' order."""
    found: dict[str, set[str]] = defaultdict(set)
    for group, member in tx.run("MATCH (m:Member)-[:IN]->(g) RETURN g.token, m.token").values():
        found[group].add(member)
    return {group: frozenset(found[group]) for group in sorted(found)}


def is_empty(tx: Tx) -> bool:
    """Whether there is nothing at all."""
    count = "MATCH (n) WHERE n:Document OR n:Group RETURN count(*) = 0"
    return bool(tx.run(count).single(strict=True).value())


def read_documents(tx: Tx, known: Seen, documents: Iterable[str]) -> None:
    """Have these documents, with their people, among what is known of them."""
    new = sorted(key for key in documents if key not in known.documents)
    for start in range(0, len(new), _AT_ONCE):
        some = new[start : start + _AT_ONCE]
        for number, reading in _documents(tx, known, _ONE, documents=some):
            known.documents[reading.document.id] = number, reading


def _documents(tx: Tx, known: Seen, where: str, **values: object) -> Iterator[tuple[int, Reading]]:
    """Visible documents with their people, without their mentions."""
    for row in tx.run(where + _DOCUMENT, {"visible": known.visible} | values):
        number, acl_class, key, title, *rest, raw, content, people = row.values()
        parts_in_it = sorted((alias, name, tuple(roles)) for alias, name, roles in people)
        yield (
            number,
            Reading(
                Document(key, title, known.classes[acl_class], *rest),
                tuple(Contribution(*each) for each in parts_in_it),
                (),
                Digest(raw, content),
            ),
        )


def _read_mentions(
    tx: Tx, known: Seen, ids: list[str], topics: frozenset[str] | None
) -> dict[str, tuple[Mention, ...]]:
    if topics is not None and not topics:
        return {}
    statement, values = _ONE + _MENTIONS, {}
    if topics is not None:
        statement, values = _ONE + _MENTIONS_OF_TOPICS, {"topics": sorted(topics)}
    found: dict[str, tuple[Mention, ...]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for key, mentions in tx.run(statement, values, documents=some, visible=known.visible):
            found[key] = tuple(sorted(map(_mention, mentions)))
    return found


def _mention(row: list[Any]) -> Mention:
    topic, surface, times, in_title, in_heading = row
    return Mention(topic, surface, times, in_title or 0, in_heading or 0)


def _read_volumes(tx: Tx, known: Seen, new: list[str]) -> None:
    for alias in new:
        known.volumes[alias] = ({}, {})
    rows = tx.run(_VOLUMES, aliases=new, visible=known.visible).values() if new else ()
    for alias, name, roles, documents in rows:
        names, of_roles = known.volumes[alias]
        names[name] = names.get(name, 0) + documents
        held = tuple(roles)
        of_roles[held] = of_roles.get(held, 0) + documents

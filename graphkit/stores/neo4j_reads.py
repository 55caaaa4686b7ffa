"""What the Neo4j store reads, trimmed inside the Cypher by the viewer's acl classes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
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
    Volume,
)
from graphkit.stores.neo4j_schema import LINKS, Tx
from graphkit.stores.neo4j_seen import Seen

# Neo4j makes a statement's plan when it first sees it, and keeps that for a while when the store
# has grown: so each says with which index it begins, gives no other node a label whose nodes could
# be tried, and follows relationships once for a list of ids. Once for each id of an UNWIND, or in
# a comprehension, would be once through all relationships for each where there were few before.
_ALL = "MATCH (d:Document) WHERE d.acl_class IN $visible RETURN d.id"
_THEIRS = """
MATCH (a:Alias)-[:CONTRIBUTED]->(d) USING INDEX a:Alias(id)
WHERE a.id IN $people AND d.acl_class IN $visible RETURN DISTINCT d.id
"""
_DOCUMENTS = """
MATCH (d:Document) USING INDEX d:Document(id)
WHERE d.id IN $documents AND d.acl_class IN $visible
RETURN d.number, d.acl_class, d.id, d.title, d.link, d.date, d.language, d.length,
    d.thread, d.reply_to, d.bag, d.act, d.raw, d.content
"""
_PEOPLE = """
MATCH (d:Document)<-[c:CONTRIBUTED]-(a) USING INDEX d:Document(id)
WHERE d.id IN $documents AND d.acl_class IN $visible
RETURN d.id, collect([a.id, c.name, c.roles])
"""
_MENTIONS = """
MATCH (d:Document)-[m:{link}]->(t) USING INDEX d:Document(id)
WHERE d.id IN $documents AND d.acl_class IN $visible AND ($topics IS NULL OR t.key IN $topics)
RETURN d.id, collect([t.key, m.surface, m.times, m.in_title, m.in_heading])
"""
_VOLUMES = """
MATCH (a:Alias)-[c:CONTRIBUTED]->(d) USING INDEX a:Alias(id)
WHERE a.id IN $aliases AND d.acl_class IN $visible RETURN a.id, c.name, c.roles, count(*)
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
_SINCE = "MATCH (d:Document) WHERE d.acl_class IN $visible AND d.date >= $date RETURN d.number"
_SOURCES = "MATCH (d:Document) WHERE d.acl_class IN $visible RETURN d.source, count(*)"
_NAMES = """
MATCH (:Alias)-[c:CONTRIBUTED]->(d:Document) WHERE d.acl_class IN $visible
RETURN DISTINCT c.name
"""
_DIGESTS = "MATCH (d:Document {source: $source}) RETURN d.id, d.raw, d.content"
_AT_ONCE = 1000


def facts(tx: Tx, known: Seen, scope: Scope) -> Facts:
    """Documents and people first, then what the documents mention."""
    within = scope.documents
    if within is None:
        statement = _ALL if scope.people is None else _THEIRS
        values = {"visible": known.visible, "people": sorted(scope.people or ())}
        within = frozenset(tx.run(statement, values).value())
    read_documents(tx, known, within)
    found = [known.documents[key][1] for key in sorted(within) if key in known.documents]
    if scope.people is not None:
        found = [r for r in found if any(c.alias in scope.people for c in r.contributions)]
    ids = [reading.document.id for reading in found]
    mentions = _read_mentions(tx, known, ids, scope.topics)
    aliases = sorted({c.alias for reading in found for c in reading.contributions})
    counted = volumes(tx, known, aliases)
    return Facts(
        tuple(
            Reading(r.document, r.contributions, mentions.get(r.document.id, ()), r.digest)
            for r in found
        ),
        {alias: counted[alias].names for alias in aliases},
        {alias: counted[alias].roles for alias in aliases},
        known.revision,
    )


def since(tx: Tx, known: Seen, date: str) -> list[int]:
    """The numbers of the documents of this date or later."""
    return tx.run(_SINCE, visible=known.visible, date=date).value()


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
    count = "MATCH (n:Document|Group|Person|Decision|Suppression) RETURN count(*) = 0"
    return bool(tx.run(count).single(strict=True).value())


def read_documents(tx: Tx, known: Seen, documents: Iterable[str]) -> None:
    """Have these documents, with their people, among what is known of them."""
    new = sorted(key for key in documents if key not in known.documents)
    for start in range(0, len(new), _AT_ONCE):
        values = {"documents": new[start : start + _AT_ONCE], "visible": known.visible}
        people = dict(tx.run(_PEOPLE, values).values())
        for number, acl_class, key, title, *rest, raw, content in tx.run(_DOCUMENTS, values):
            parts_in_it = sorted((alias, name, tuple(r)) for alias, name, r in people.get(key, ()))
            reading = Reading(
                Document(key, title, known.classes[acl_class], *rest),
                tuple(Contribution(*each) for each in parts_in_it),
                (),
                Digest(raw, content),
            )
            known.documents[key] = number, reading


def _read_mentions(
    tx: Tx, known: Seen, ids: list[str], topics: frozenset[str] | None
) -> dict[str, tuple[Mention, ...]]:
    if topics is not None and not topics:
        return {}
    values = {"visible": known.visible, "topics": None if topics is None else sorted(topics)}
    found: dict[str, list[Mention]] = defaultdict(list)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for _, link in LINKS:
            for key, mentions in tx.run(_MENTIONS.format(link=link), values, documents=some):
                found[key] += map(_mention, mentions)
    return {key: tuple(sorted(mentions)) for key, mentions in found.items()}


def _mention(row: list[Any]) -> Mention:
    topic, surface, times, in_title, in_heading = row
    return Mention(topic, surface, times, in_title or 0, in_heading or 0)


def volumes(tx: Tx, known: Seen, aliases: Collection[str]) -> dict[str, Volume]:
    """What some aliases have in the visible documents."""
    new = sorted(alias for alias in aliases if alias not in known.volumes)
    counts: dict[str, tuple[Counter[str], Counter[tuple[str, ...]]]] = {
        alias: (Counter(), Counter()) for alias in new
    }
    rows = tx.run(_VOLUMES, aliases=new, visible=known.visible).values() if new else ()
    for alias, name, roles, documents in rows:
        names, of_roles = counts[alias]
        names[name] += documents
        of_roles[tuple(roles)] += documents
    known.volumes.update((alias, Volume(*both)) for alias, both in counts.items())
    return {alias: known.volumes[alias] for alias in aliases if known.volumes[alias].names}

"""What a viewer sees of the Neo4j store, and what was read of it before.

What was read for one set of acl classes is kept until the store is written: a service meets the
same words and the same thousand documents again and again.
"""

from dataclasses import dataclass, field

from graphkit.acl import Viewer, may_see, tokens_of, with_groups
from graphkit.model import Message, Occurrences, Reading, Totals, Volume
from graphkit.stores.neo4j_schema import Tx, size

_CLASSES = "MATCH (c:AclClass) RETURN c.number, c.tokens"
_GROUPS = """
MATCH (m:Member)-[:IN]->(g) USING INDEX m:Member(token) WHERE m.token IN $held
RETURN DISTINCT g.token
"""
_TOTALS = """
MATCH (d:Document) WHERE d.acl_class IN $visible
RETURN count(*), coalesce(sum(d.length), 0), max(d.date)
"""
_PEOPLE = """
MATCH (a:Alias) WHERE EXISTS { (a)-[:CONTRIBUTED]->(d) WHERE d.acl_class IN $visible }
OPTIONAL MATCH (a)-[:OF]->(p) RETURN count(DISTINCT coalesce(p.id, a.id))
"""
_FULL = 2_000_000
"""Documents, numbers and places together: some 300 MB."""


@dataclass(slots=True)
class Seen:
    """What was read at one revision of the store for viewers of the same acl classes."""

    revision: int
    size: int
    classes: dict[int, frozenset[str]]
    occurrences: dict[str, Occurrences | None] = field(default_factory=dict)
    frequencies: dict[str, int] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    documents: dict[str, tuple[int, Reading]] = field(default_factory=dict)
    threads: dict[tuple[str, str], tuple[Message, ...]] = field(default_factory=dict)
    volumes: dict[str, Volume] = field(default_factory=dict)
    totals: Totals | None = None
    places: int = 0

    @property
    def visible(self) -> list[int]:
        """The numbers of the visible classes."""
        return list(self.classes)

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin anew."""
        return (
            self.places + len(self.keys) + len(self.frequencies) + 10 * len(self.documents) > _FULL
        )


def seen(tx: Tx, viewer: Viewer, revision: int) -> Seen:
    """Which classes a viewer sees, and nothing read of them yet."""
    held = tokens_of(viewer)
    storable = sorted(each for each in held if each.isprintable())  # as every token on file is
    viewer = with_groups(viewer, tx.run(_GROUPS, held=storable).value())
    classes = sorted(tx.run(_CLASSES).values())
    return Seen(revision, size(tx), {n: frozenset(t) for n, t in classes if may_see(viewer, t)})


def totals(tx: Tx, known: Seen) -> Totals:
    """Sums over the visible classes."""
    if known.totals is None:
        documents, length, newest = tx.run(_TOTALS, visible=known.visible).single(strict=True)
        people = tx.run(_PEOPLE, visible=known.visible).single(strict=True).value()
        known.totals = Totals(documents, length, people, newest)
    return known.totals

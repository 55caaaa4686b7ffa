"""The shape of the graph in Neo4j, and opening a database that holds one.

``(:Alias)-[:CONTRIBUTED {name, roles}]->(:Document {acl_class, …})-[:MENTIONS {surface, times}]->
(:Topic)``; the words that questions match hang on ``-[:HAS_WORD]->(:Word)``, so that who looks at
a document in Neo4j's own browser sees topics. A document's permissions are a number, its acl
class: ``(:AclClass {number, tokens})``. ``(:Member)-[:IN]->(:Group)`` are memberships,
``(:Alias)-[:OF]->(:Person)`` says who is behind an alias, by the directory and ``(:Decision)``.

Neo4j reads what is committed, statement by statement, and not all of a commit at once. So one
node, ``(:Store)``, is locked by each writer and counts the writes, and another, ``(:Announced)``,
is told the next count right before a commit: who finds both equal before and after reading has
read one state.
"""

from dataclasses import dataclass

from neo4j import ManagedTransaction, Session, Transaction

from graphkit.errors import SchemaMismatch, StoreUnavailable

SCHEMA_VERSION = 1

Tx = ManagedTransaction | Session | Transaction
"""What reads and writes run in."""

LINKS = (("Topic", "MENTIONS"), ("Word", "HAS_WORD"))
"""What documents hold, and how it hangs on them."""

_KEYS = {
    "Store": "name",
    "Announced": "name",
    "AclClass": "id",
    "Group": "token",
    "Member": "token",
    "Document": "id",
    "Alias": "id",
    "Person": "id",
    "Decision": "id",
    "Suppression": "id",
    "Topic": "key",
    "Word": "key",
}
STATEMENTS = (
    *(
        f"CREATE CONSTRAINT {label.lower()}_is_one IF NOT EXISTS "
        f"FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        for label, key in _KEYS.items()
    ),
    "CREATE CONSTRAINT class_number IF NOT EXISTS FOR (c:AclClass) REQUIRE c.number IS UNIQUE",
    "CREATE INDEX document_by_class IF NOT EXISTS FOR (d:Document) ON (d.acl_class)",
    "CREATE INDEX document_by_source IF NOT EXISTS FOR (d:Document) ON (d.source)",
    "CREATE INDEX document_by_thread IF NOT EXISTS FOR (d:Document) ON (d.thread, d.source)",
    "CREATE INDEX document_by_number IF NOT EXISTS FOR (d:Document) ON (d.number)",
    "CREATE INDEX mention_by_surface IF NOT EXISTS FOR ()-[m:MENTIONS]-() ON (m.surface)",
)
"""Each may be said again; a change of the schema is a transaction of its own."""

_FOUND = """
OPTIONAL MATCH (s:Store {name: 'whoknows'})
RETURN s.version AS version, EXISTS { MATCH (n) WHERE NOT n:Store AND NOT n:Announced } AS nodes
"""
_MAKE = """
MERGE (s:Store {name: 'whoknows'})
ON CREATE SET s.version = $version, s.revision = 0
MERGE (a:Announced {name: 'whoknows'}) ON CREATE SET a.revision = 0
"""
_STATE = """
MATCH (s:Store {name: 'whoknows'}), (a:Announced {name: 'whoknows'})
RETURN s.revision AS revision, a.revision AS announced, s.loading AS loading
"""
# Setting anything locks a node until the transaction ends, and who comes second waits; what it
# says is read by a statement of its own, since this one may have read it before it waited.
_LOCK = "MATCH (s:Store {name: 'whoknows'}) SET s.locked = true"
_SETTLE = """
MATCH (s:Store {name: 'whoknows'}), (a:Announced {name: 'whoknows'}) SET a.revision = s.revision
"""
# The index is in order, so this reads one entry.
_LAST = """
OPTIONAL MATCH (d:Document) WHERE d.number >= 0
RETURN coalesce(d.number, -1) ORDER BY d.number DESC LIMIT 1
"""
ANNOUNCE = "MATCH (a:Announced {name: 'whoknows'}) SET a.revision = $revision"
COUNT = "MATCH (s:Store {name: 'whoknows'}) SET s.revision = $revision"


@dataclass(frozen=True, slots=True)
class State:
    """What the store says of itself: how many writes there were, and who is loading it."""

    revision: int
    announced: int
    loading: str | None

    @property
    def is_settled(self) -> bool:
        """Whether no write is being committed."""
        return self.revision == self.announced


def state(tx: Tx) -> State:
    """The store's state, as it stands now."""
    record = tx.run(_STATE).single()
    if record is None:
        raise StoreUnavailable("the database was emptied: make the store with `whoknows ingest`")
    return State(**record.data())


def lock(tx: Tx) -> State:
    """The store's state, which stays until the transaction ends; other writers wait."""
    tx.run(_LOCK).consume()
    return state(tx)


def settle(tx: Tx) -> State:
    """The same; what a writer announced who then died is taken back."""
    lock(tx)
    tx.run(_SETTLE).consume()
    return state(tx)


def size(tx: Tx) -> int:
    """One more than the largest number of a document."""
    return int(tx.run(_LAST).single(strict=True).value()) + 1


def is_there(tx: Tx, address: str) -> bool:
    """Whether a store of this version is in the database; false when that is empty.

    Raises
    ------
    SchemaMismatch
        When something else is in it, or a store of another version.
    """
    record = tx.run(_FOUND).single(strict=True)
    version, nodes = record["version"], record["nodes"]
    if version == SCHEMA_VERSION:
        return True
    if version is not None:
        raise SchemaMismatch(
            f"{address} holds a store of version {version}, this program needs {SCHEMA_VERSION}: "
            "update whoknows, or `whoknows copy` it with the program that made it"
        )
    if nodes:
        raise SchemaMismatch(f"{address} holds another graph: name an empty database")
    return False


def make(tx: Tx) -> None:
    """Make an empty store, unless there is one."""
    tx.run(_MAKE, version=SCHEMA_VERSION).consume()

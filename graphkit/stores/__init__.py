"""Register of stores: URL scheme → where the class lives."""

STORES: dict[str, str] = {
    "neo4j": "graphkit.stores.neo4j:Neo4jStore",
    "sqlite": "graphkit.stores.sqlite:SqliteStore",
}

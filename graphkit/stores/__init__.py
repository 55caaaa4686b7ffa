"""Register of stores: URL scheme → where the class lives."""

STORES: dict[str, str] = {
    "sqlite": "graphkit.stores.sqlite:SqliteStore",
}

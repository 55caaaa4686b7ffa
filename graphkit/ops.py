"""What the product knows about its own runs, in a file of its own beside the store.

None of it is a fact about the organisation: it is in no dump and changes no answer.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from graphkit.errors import ConfigError, StoreUnavailable

_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, root TEXT NOT NULL
)
"""


def ops_path(store: str, ops: str = "") -> Path:
    """The file for a store: as set, else beside an SQLite store, else in the working folder."""
    if ops:
        return Path(ops)
    scheme, separator, rest = store.partition("://")
    if separator and scheme != "sqlite":
        return Path("whoknows.ops.db")
    file = rest.removeprefix("/") if separator else store
    return Path(f"{file}.ops.db")


def claim_source(path: Path, name: str, kind: str, root: Path) -> None:
    """Put down where a source's documents come from, the first time it is read.

    Raises
    ------
    ConfigError
        When another place is on file under the name: its documents would be swept.
    """
    here = str(root.resolve())
    try:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as db:
            db.execute(_SCHEMA)
            db.execute("INSERT OR IGNORE INTO source VALUES (?, ?, ?)", (name, kind, here))
            (known,) = db.execute("SELECT root FROM source WHERE name = ?", (name,)).fetchone()
    except sqlite3.Error as error:
        msg = f"cannot write {path}: {error}"
        raise StoreUnavailable(msg) from error
    if known != here:
        msg = f"source {name!r} is {known}: give {root} another name with --source NAME"
        raise ConfigError(msg)

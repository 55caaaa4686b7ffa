"""What the product knows about its own runs, in a file of its own beside the store.

None of it is a fact about the organisation: it is in no dump and changes no answer.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graphkit.errors import ConfigError, StoreUnavailable

_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, root TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS export (          -- of what dates itself, its newest record
    source TEXT PRIMARY KEY, newest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS pass (            -- the last one
    source TEXT PRIMARY KEY, ended TEXT NOT NULL, summary TEXT NOT NULL, error TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS quarantine (
    source TEXT NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (source, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS suppression (     -- what was erased, for restoring older backups
    key TEXT NOT NULL, fingerprint TEXT NOT NULL,
    PRIMARY KEY (key, fingerprint)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something that could not be read: where it is, why, and since when (ISO 8601, UTC)."""

    place: str
    reason: str
    since: str


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source that was read before, and how its last pass ended.

    ``summary`` says in a line what the last pass did, ``error`` why it stopped ("" when it went
    to its end).
    """

    name: str
    kind: str
    root: str
    ended: str
    summary: str
    error: str
    quarantined: tuple[Quarantined, ...]


def ops_path(store: str, ops: str = "") -> Path:
    """The file for a store: as set, else beside an SQLite store, else in the working folder."""
    if ops:
        return Path(ops)
    scheme, separator, rest = store.partition("://")
    if separator and scheme != "sqlite":
        return Path("whoknows.ops.db")
    file = rest.removeprefix("/") if separator else store
    return Path(f"{file}.ops.db")


def claim_source(path: Path, name: str, kind: str, root: Path, newest: str | None = None) -> str:
    """Put down where a source's documents come from.

    Parameters
    ----------
    newest
        Date of an export's newest record: exports of a kind may come from anywhere, one after
        the other.

    Returns
    -------
    str
        The newest date on file of the source; "" when there is none.

    Raises
    ------
    ConfigError
        When another place or kind is on file under the name: its documents would be swept.
    """
    here = str(root.resolve())
    with _opened(path) as db:
        db.execute("INSERT OR IGNORE INTO source VALUES (?, ?, ?)", (name, kind, here))
        before, known = db.execute(
            "SELECT kind, root FROM source WHERE name = ?", (name,)
        ).fetchone()
        (dated,) = db.execute(
            "SELECT max(newest) FROM export WHERE source = ?", (name,)
        ).fetchone()
    if known != here and not (newest and before == kind):
        msg = f"source {name!r} is {known}: give {root} another name with --source NAME"
        raise ConfigError(msg)
    return dated or ""


def record_export(path: Path, source: str, root: Path, newest: str) -> None:
    """Put down the export that a source is now read from, and the date of its newest record."""
    with _opened(path) as db:
        db.execute("UPDATE source SET root = ? WHERE name = ?", (str(root.resolve()), source))
        db.execute("REPLACE INTO export VALUES (?, ?)", (source, newest))


def record_pass(
    path: Path, source: str, ended: str, summary: str, quarantined: Iterable[tuple[str, str]]
) -> None:
    """Put down a pass that went to its end; ``quarantined`` are places with reasons.

    What was in quarantine before and is not now could be read, or is gone.
    """
    with _opened(path) as db:
        rows = db.execute("SELECT place, since FROM quarantine WHERE source = ?", (source,))
        since = dict(rows.fetchall())
        db.execute("REPLACE INTO pass VALUES (?, ?, ?, '')", (source, ended, summary))
        db.execute("DELETE FROM quarantine WHERE source = ?", (source,))
        db.executemany(
            "REPLACE INTO quarantine VALUES (?, ?, ?, ?)",
            [(source, place, why, since.get(place, ended)) for place, why in quarantined],
        )


def record_failure(path: Path, source: str, ended: str, error: str) -> None:
    """Put down a pass that stopped; what is in quarantine stays there."""
    with _opened(path) as db:
        db.execute("REPLACE INTO pass VALUES (?, ?, '', ?)", (source, ended, error))


def known_sources(path: Path) -> list[KnownSource]:
    """All sources ever read into the store, by name."""
    if not path.is_file():
        return []
    with _opened(path) as db:
        rows = db.execute("""
            SELECT name, kind, root, coalesce(ended, ''), coalesce(summary, ''),
                coalesce(error, '')
            FROM source LEFT JOIN pass ON source = name ORDER BY name
        """).fetchall()
        return [
            KnownSource(name, kind, root, ended, summary, error, _quarantined(db, name))
            for name, kind, root, ended, summary, error in rows
        ]


def forget_source(path: Path, name: str) -> None:
    """Let go of all that is known about a source; its name is free again."""
    with _opened(path) as db:
        db.execute("DELETE FROM source WHERE name = ?", (name,))
        for table in ("export", "pass", "quarantine"):
            db.execute(f"DELETE FROM {table} WHERE source = ?", (name,))


def record_erasure(
    path: Path, suppressions: Iterable[tuple[str, str]], texts: Collection[str]
) -> None:
    """Put down what is suppressed, and let go of places in quarantine that tell of it."""
    with _opened(path) as db:
        db.execute("PRAGMA secure_delete = ON")
        db.executemany("INSERT OR IGNORE INTO suppression VALUES (?, ?)", suppressions)
        for source, place, reason in db.execute(
            "SELECT source, place, reason FROM quarantine"
        ).fetchall():
            if any(text.casefold() in f"{place} {reason}".casefold() for text in texts):
                db.execute(
                    "DELETE FROM quarantine WHERE source = ? AND place = ?", (source, place)
                )
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as db:
        db.execute("VACUUM")


def known_erasures(path: Path) -> list[tuple[str, str]]:
    """All that was ever suppressed in the store, as keys and fingerprints."""
    if not path.is_file():
        return []
    with _opened(path) as db:
        return db.execute("SELECT key, fingerprint FROM suppression").fetchall()


@contextmanager
def turn(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Take turns writing, one process at a time; ``waiting`` is called when it is not ours yet.

    A process that is killed ends its turn.
    """
    lock = FileLock(f"{path}.lock")
    try:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            waiting()
            lock.acquire()
    except OSError as error:
        raise StoreUnavailable(f"cannot write {path}.lock: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as db:
            db.executescript(_SCHEMA)
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreUnavailable(f"cannot write {path}: {error}") from error


def _quarantined(db: sqlite3.Connection, source: str) -> tuple[Quarantined, ...]:
    rows = db.execute(
        "SELECT place, reason, since FROM quarantine WHERE source = ? ORDER BY place", (source,)
    )
    return tuple(Quarantined(*row) for row in rows)

"""Nothing that was deleted is left in a store's files; and looking for what still is."""

import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

from graphkit.ids import canonical

_BLOCK = 1 << 22
_READERS_SECONDS = 5
"""How long to wait for those who read; a read takes less, but for a whole dump."""
_UNPROVEN = (
    "not proven yet: others have the store open, and the log keeps what they read; stop them and "
    "erase again"
)


def scrub(
    path: Path, db: sqlite3.Connection, texts: Collection[str]
) -> tuple[tuple[str, ...], str]:
    """Write the file anew without what was deleted, empty the log, and look into all files."""
    db.execute("PRAGMA secure_delete = ON")
    db.execute("VACUUM")
    (patience,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute(f"PRAGMA busy_timeout = {_READERS_SECONDS * 1000}")
    busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    db.execute(f"PRAGMA busy_timeout = {patience}")
    files = (each for each in sorted(path.parent.iterdir()) if each.name.startswith(path.name))
    found = tuple(str(file) for file in files if file.is_file() and _holds(file, texts))
    return found, _UNPROVEN if busy else ""


def _holds(file: Path, texts: Collection[str]) -> bool:
    """Whether a file holds one of the texts, as they are or as JSON has them."""
    wanted = {each.encode() for text in texts for each in (text, canonical(text)[1:-1])}
    return any(
        each in block
        for block in _blocks(file, max(map(len, wanted), default=0))
        for each in wanted
    )


def _blocks(file: Path, overlap: int) -> Iterator[bytes]:
    """The bytes of a file, each block with the end of the one before."""
    before = b""
    with file.open("rb") as raw:
        while block := raw.read(_BLOCK):
            yield before + block
            before = block[-overlap:]

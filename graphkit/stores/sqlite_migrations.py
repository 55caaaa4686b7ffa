"""Bringing a store file of an older version up to this one; a copy of it is kept beside it.

A version's statements stay as they are for good: they lead from what was made then to what the
next version made, whatever the tables of today look like.
"""

import os
import re
import shutil
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from graphkit.errors import StoreUnavailable
from graphkit.stores import sqlite_schema as schema

MIGRATIONS: Mapping[int, tuple[str, ...]] = {
    1: (
        """CREATE TABLE membership (
            member TEXT NOT NULL,
            token TEXT NOT NULL,
            PRIMARY KEY (member, token)
        ) WITHOUT ROWID""",
        "CREATE INDEX membership_by_token ON membership (token)",
    ),
    2: ("ALTER TABLE mention ADD COLUMN in_heading INTEGER NOT NULL DEFAULT 0",),
    3: (
        "CREATE INDEX document_by_thread ON document (thread, source) WHERE thread IS NOT NULL",
        "DROP TABLE volume",
        """CREATE TABLE volume (
            alias TEXT NOT NULL,
            class INTEGER NOT NULL,
            name TEXT NOT NULL,
            roles TEXT NOT NULL,
            documents INTEGER NOT NULL,
            PRIMARY KEY (alias, class, name, roles)
        ) WITHOUT ROWID""",
        """INSERT INTO volume SELECT alias, class, name, roles, count(*)
        FROM contribution JOIN document ON id = document GROUP BY alias, class, name, roles""",
        "DROP TRIGGER contribution_added",
        """CREATE TRIGGER contribution_added AFTER INSERT ON contribution BEGIN
            INSERT INTO volume SELECT new.alias, class, new.name, new.roles, 1
            FROM document WHERE id = new.document
            ON CONFLICT DO UPDATE SET documents = documents + 1;
        END""",
        "DROP TRIGGER contribution_gone",
        """CREATE TRIGGER contribution_gone AFTER DELETE ON contribution BEGIN
            UPDATE volume SET documents = documents - 1
            WHERE alias = old.alias AND name = old.name AND roles = old.roles
                AND class = (SELECT class FROM document WHERE id = old.document);
            DELETE FROM volume WHERE alias = old.alias AND documents = 0;
        END""",
    ),
    4: (
        "ALTER TABLE document ADD COLUMN act TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE person (id TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE owned (
            alias TEXT PRIMARY KEY,
            person TEXT NOT NULL REFERENCES person
        ) WITHOUT ROWID""",
        "CREATE INDEX owned_by_person ON owned (person)",
        """CREATE TABLE decision (
            number INTEGER NOT NULL,
            person TEXT NOT NULL,
            aliases TEXT NOT NULL,
            PRIMARY KEY (number, person, aliases)
        ) WITHOUT ROWID""",
        """CREATE TABLE suppression (
            key TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            PRIMARY KEY (key, fingerprint)
        ) WITHOUT ROWID""",
    ),
}
"""Version → what leads to the next one."""

_BEGUN = r"\.[0-9a-f]{32}"
_BESIDE = "(-journal|-wal|-shm)?"
"""How the name of a copy ends that is not complete, and of what SQLite keeps beside it."""

_WAIT_SECONDS = 600
"""How long to wait for another process, which may be copying gigabytes."""


def migrate(path: Path) -> None:
    """Bring a store up to this version, if it is of an older one that is known.

    First a complete copy is kept beside it; then all happens in one transaction, so whoever comes
    meets the old version or the new one. Of several processes one does it; the others wait.

    Raises
    ------
    SchemaMismatch
        When the file is no store.
    StoreUnavailable
        When it cannot be written, or no copy be made.
    """
    with closing(schema.opened(path)) as db:
        if not _is_old(schema.version(db)):
            return
        if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            msg = (
                f"{path} is a store of version {schema.version(db)} and cannot be written, to be "
                f"made one of version {schema.SCHEMA_VERSION}: open a copy in a folder of your own"
            )
            raise StoreUnavailable(msg)
        db.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")
        db.execute("BEGIN IMMEDIATE")  # what fails after this is undone when the file is closed
        version = schema.version(db)
        if not _is_old(version):
            return  # another process was faster
        with _file_errors(path):
            _keep_copy(path, version)
        for step in range(version, schema.SCHEMA_VERSION):
            for statement in MIGRATIONS[step]:
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
        db.execute("COMMIT")


def drop_copies(path: Path) -> None:
    """Remove what migrations kept beside a store.

    Raises
    ------
    StoreUnavailable
        When something cannot be removed.
    """
    with _file_errors(path):
        _drop(path, rf"({_BEGUN})?{_BESIDE}")


def _is_old(version: int) -> bool:
    """Whether each step from this version to today's is known."""
    return version < schema.SCHEMA_VERSION and all(
        step in MIGRATIONS for step in range(version, schema.SCHEMA_VERSION)
    )


def _keep_copy(path: Path, version: int) -> None:
    """Copy a store under another name, then name the copy; the caller holds the write lock.

    Nobody copies without that lock, so whatever else was begun was cut short.
    """
    _drop(path, _BEGUN + _BESIDE)
    kept = path.with_name(f"{path.name}.v{version}.backup")
    made = kept.with_name(f"{kept.name}.{uuid.uuid4().hex}")
    made.touch(mode=0o600)  # it holds names
    try:
        with closing(schema.opened(path)) as source, closing(sqlite3.connect(made)) as copy:
            source.backup(copy)
        shutil.copymode(path, made)
        made.replace(kept)
    finally:
        made.unlink(missing_ok=True)


def _drop(path: Path, ending: str) -> None:
    """Remove the copies of a store whose names end so."""
    names = re.compile(rf"{re.escape(path.name)}\.v\d+\.backup{ending}")
    for each in list(path.parent.iterdir()):
        if names.fullmatch(each.name):
            each.unlink(missing_ok=True)


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where, why = error.filename, error.strerror
        msg = f"cannot keep or remove the copy {where} of {path} ({why}): see that it is writable"
        raise StoreUnavailable(msg) from error

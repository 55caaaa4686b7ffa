"""The tables of the SQLite store, and opening a file that holds them.

A document's permissions are an acl class; documents with equal token sets share one. Mentions lie
sorted by topic, then class, then document, with the document's length beside the times, so that a
question is one range read a topic and class, and hidden mentions are not even read. Totals are
kept by triggers, so no write can forget them.
"""

import os
import sqlite3
import uuid
from pathlib import Path

from graphkit.errors import SchemaMismatch, StoreUnavailable

APPLICATION_ID = 0x77686F6B
"""Marks an SQLite file as ours ("whok")."""

SCHEMA_VERSION = 5

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""

_TIDY_SECONDS = 1
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

SCHEMA = """
CREATE TABLE revision (number INTEGER NOT NULL);
INSERT INTO revision VALUES (0);

CREATE TABLE acl_class (
    id INTEGER PRIMARY KEY,
    tokens TEXT NOT NULL UNIQUE,             -- JSON list, sorted
    documents INTEGER NOT NULL DEFAULT 0,
    length INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE membership (                    -- who holds a token beside their own
    member TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (member, token)
) WITHOUT ROWID;
CREATE INDEX membership_by_token ON membership (token);

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    class INTEGER NOT NULL REFERENCES acl_class,
    title TEXT NOT NULL, link TEXT NOT NULL, date TEXT, language TEXT NOT NULL,
    length INTEGER NOT NULL, thread TEXT, reply_to TEXT, bag TEXT NOT NULL,
    raw TEXT NOT NULL, content TEXT NOT NULL, -- digests
    act TEXT NOT NULL DEFAULT ''
);
CREATE INDEX document_by_class_and_date ON document (class, date);
CREATE INDEX document_by_source ON document (source, key, raw, content);
CREATE INDEX document_by_thread ON document (thread, source) WHERE thread IS NOT NULL;

CREATE TABLE contribution (
    document INTEGER NOT NULL REFERENCES document,
    alias TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,                     -- JSON list, sorted
    PRIMARY KEY (document, alias)
) WITHOUT ROWID;
CREATE INDEX contribution_by_alias ON contribution (alias);

CREATE TABLE volume (                        -- documents per alias, class, spelling and roles
    alias TEXT NOT NULL,
    class INTEGER NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (alias, class, name, roles)
) WITHOUT ROWID;

CREATE TABLE person (id TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;  -- JSON, as dumped
CREATE TABLE owned (                         -- what `person.said` holds, by alias
    alias TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person
) WITHOUT ROWID;
CREATE INDEX owned_by_person ON owned (person);
CREATE TABLE decision (
    number INTEGER NOT NULL,
    person TEXT NOT NULL,
    aliases TEXT NOT NULL,                   -- JSON list, sorted
    PRIMARY KEY (number, person, aliases)
) WITHOUT ROWID;
CREATE TABLE suppression (                   -- of what was erased
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (key, fingerprint)
) WITHOUT ROWID;

CREATE TABLE topic (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE mention (
    topic INTEGER NOT NULL REFERENCES topic,
    class INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document,
    times INTEGER NOT NULL,
    in_title INTEGER NOT NULL,
    length INTEGER NOT NULL,
    surface TEXT NOT NULL,
    in_heading INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, class, document)
) WITHOUT ROWID;
CREATE TABLE mentioned (                     -- the way from a document to its mentions:
    document INTEGER PRIMARY KEY REFERENCES document,
    topics TEXT NOT NULL                     -- a JSON list of ids: smaller than an index
);

CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
    UPDATE acl_class SET documents = documents + 1, length = length + new.length
    WHERE id = new.class;
END;
CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
    UPDATE acl_class SET documents = documents - 1, length = length - old.length
    WHERE id = old.class;
END;
CREATE TRIGGER document_moved AFTER UPDATE OF class, length ON document BEGIN
    UPDATE acl_class SET documents = documents - 1, length = length - old.length
    WHERE id = old.class;
    UPDATE acl_class SET documents = documents + 1, length = length + new.length
    WHERE id = new.class;
END;
CREATE TRIGGER contribution_added AFTER INSERT ON contribution BEGIN
    INSERT INTO volume SELECT new.alias, class, new.name, new.roles, 1
    FROM document WHERE id = new.document
    ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER contribution_gone AFTER DELETE ON contribution BEGIN
    UPDATE volume SET documents = documents - 1
    WHERE alias = old.alias AND name = old.name AND roles = old.roles
        AND class = (SELECT class FROM document WHERE id = old.document);
    DELETE FROM volume WHERE alias = old.alias AND documents = 0;
END;
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection to an existing store file, ready to use from any thread.

    Raises
    ------
    SchemaMismatch
        When the file is something else, or a store of another version.
    """
    connection = opened(path)
    try:
        found = version(connection)
        if found != SCHEMA_VERSION:
            instead = (
                "update whoknows" if found > SCHEMA_VERSION else "use the program that made it"
            )
            msg = (
                f"{path} is a store of version {found}, this program needs {SCHEMA_VERSION}: "
                f"ingest into a new file with --store, or {instead}"
            )
            raise SchemaMismatch(msg)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
    except BaseException:
        connection.close()
        raise
    return connection


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a store file of whatever version.

    Raises
    ------
    SchemaMismatch
        When the file is something else.
    """
    # Write-ahead mode needs a writable folder to read; where none can write, nothing changes.
    frozen = not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
    mode = "mode=ro&immutable=1" if frozen else "mode=rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            msg = f"{path} is an SQLite file, but no whoknows store: name another with --store"
            raise SchemaMismatch(msg)
    except BaseException:
        connection.close()
        raise
    return connection


def version(db: sqlite3.Connection) -> int:
    """The version of a store file."""
    (number,) = db.execute("PRAGMA user_version").fetchone()
    return int(number)


def tidy(db: sqlite3.Connection) -> None:
    """Let SQLite measure what its plans need, and take the log into the file.

    What others are in the way of is left for the next time.
    """
    db.execute(f"PRAGMA busy_timeout = {_TIDY_SECONDS * 1000}")
    try:
        # With a limit it keeps counts only, none of what is counted.
        db.execute("PRAGMA analysis_limit = 1000")
        for statement in ("PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"):
            try:
                db.execute(statement).fetchall()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in _BUSY:
                    raise
    finally:
        db.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def create(path: Path) -> None:
    """Make an empty store file where there is none, or an empty one.

    It is made under another name and then given its own, so that nobody meets half of it and
    two processes at once make one.
    """
    if not path.parent.is_dir():
        msg = f"cannot make {path}: there is no folder {path.parent}"
        raise StoreUnavailable(msg)
    made = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    connection = sqlite3.connect(made, isolation_level=None)
    try:
        connection.executescript(SCHEMA)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    if path.exists() and path.stat().st_size == 0:
        path.unlink()
    try:
        path.hardlink_to(made)
    except FileExistsError:
        """Another process was faster; its store is as good."""
    except OSError:  # a file system without hard links
        made.replace(path)
    made.unlink(missing_ok=True)

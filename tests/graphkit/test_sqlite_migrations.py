"""A store file of an older version becomes one of this version, or stays what it was."""

import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.acl import PUBLIC, Viewer
from graphkit.errors import SchemaMismatch, StoreUnavailable
from graphkit.model import Reading, Scope, Usage
from graphkit.store import open_store
from graphkit.stores import sqlite_schema as schema
from graphkit.stores.sqlite_migrations import MIGRATIONS
from tests.conftest import ROOT, let_in
from tests.invariants.organisations import part, reading, stored

DATA = ROOT / "tests" / "data"


def _said(before: Reading, thread: str, reply_to: str | None = None) -> Reading:
    return replace(before, document=replace(before.document, thread=thread, reply_to=reply_to))


BOTH = "group:bids group:hr"
READINGS = (
    reading(
        "a:grid",
        "grid wind",
        part("ada", "reviewer"),
        part("bob"),
        acl="group:bids",
        date="2025-01",
    ),
    reading("a:it's", "permit Permits permit", part("éva", name="Éva d'Or"), date="2023"),
    reading(
        "a:wind", "wind permit fr/éolien", part("ada", "author", "reviewer"), date="2024-01-02"
    ),
    _said(reading("b:1", "mast mast grid", part("dan"), acl=BOTH), "mast"),
    _said(reading("b:2", "mast", part("ada", name="A. Lovelace"), acl=BOTH), "mast", "b:1"),
    reading("b:pay", "pay wind", part("cleo"), acl=""),
)
"""What the program of each version was given before its tables were written down."""

ENROLLED = {
    1: frozenset[str](),
    2: frozenset({"user:ada@x.org", "user:éva@x.org"}),
    3: frozenset({"user:ada@x.org", "user:éva@x.org"}),
    4: frozenset({"user:ada@x.org", "user:éva@x.org"}),
}
"""Version → whom its program was told to be in bids; the first knew no groups."""


def _old(file: Path, version: int) -> Path:
    """A store as the program of a version left it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.executescript((DATA / f"store-v{version}.sql").read_text(encoding="utf-8"))
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("PRAGMA journal_mode = WAL")
    return file


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of version 1, alone in a folder."""
    return _old(tmp_path / "firm [1].db", 1)


_every_version = pytest.mark.parametrize("version", MIGRATIONS)


def _version(file: Path) -> int:
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def _tables(file: Path) -> list[tuple[str, str]]:
    """Names and texts of all tables, indexes and triggers; spaces and comments do not count."""
    with closing(sqlite3.connect(file)) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name")
        lines = [(name, [x.partition("--")[0] for x in sql.splitlines()]) for name, sql in rows]
    plain = ((name, " ".join(" ".join(text).split())) for name, text in lines)
    return [(name, sql.replace(" ,", ",").replace(" )", ")")) for name, sql in plain]


def _fresh(folder: Path, version: int = 1) -> Path:
    """A new store that holds what one of a version held."""
    file = folder / "fresh.db"
    store = stored(str(file), *READINGS)
    store.enrol("group:bids", ENROLLED[version])
    store.close()
    return file


def _dump(file: Path) -> list[object]:
    store = open_store(str(file))
    rows: list[object] = list(store.dump())
    store.close()
    return rows


def _beside(file: Path) -> set[str]:
    return {path.name for path in file.parent.iterdir()} - {file.name}


def test_each_version_before_this_one_has_its_migration() -> None:
    assert set(MIGRATIONS) == set(range(1, schema.SCHEMA_VERSION)) == set(ENROLLED)


@_every_version
def test_an_old_store_opens_and_holds_what_a_new_one_holds(tmp_path: Path, version: int) -> None:
    old = _old(tmp_path / "old.db", version)
    migrated = _dump(old)
    assert migrated == _dump(_fresh(tmp_path, version))
    assert _version(old) == schema.SCHEMA_VERSION
    mentions = [row for row in migrated if isinstance(row, tuple) and row[0] == "mention"]
    assert {row[-1] for row in mentions} == {0}  # in_heading, which no older version counted


@_every_version
def test_an_old_store_gets_the_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    old = _old(tmp_path / "old.db", version)
    open_store(str(old)).close()
    assert _tables(old) == _tables(_fresh(tmp_path))


@_every_version
def test_a_migrated_store_goes_on_like_a_new_one(tmp_path: Path, version: int) -> None:
    old = _old(tmp_path / "old.db", version)
    stores = [open_store(str(old)), open_store(str(_fresh(tmp_path, version)))]
    for store in stores:
        store.enrol("group:bids", frozenset({"user:ada@x.org"}))
        store.put([reading("a:wind", "wind_grid #wind_grid", part("bob"), acl="group:bids")])
        store.remove(["a:grid", "b:pay"])
    ada = Viewer(frozenset({"user:ada@x.org"}))
    facts = [replace(store.facts(ada, Scope()), revision=0) for store in stores]
    assert facts[0] == facts[1]
    assert [r.document.id for r in facts[0].readings] == ["a:it's", "a:wind", "b:1", "b:2"]
    assert list(stores[0].dump()) == list(stores[1].dump())
    phrases = [replace(store.vocabulary(ada, 1), revision=0) for store in stores]
    assert phrases[0] == phrases[1]
    assert phrases[0].phrases == {"en+wind grid": Usage({"wind grid": 2}, 1, {"a": 1})}
    for store in stores:
        store.close()


def test_a_copy_is_kept_that_is_the_old_store(old: Path) -> None:
    old.chmod(0o640)
    before = shutil.copy(old, old.with_name("before.db"))
    open_store(str(old)).close()
    copy = old.with_name(f"{old.name}.v1.backup")
    assert _beside(old) == {copy.name, "before.db"}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o640
    with closing(sqlite3.connect(copy)) as kept, closing(sqlite3.connect(before)) as was:
        assert list(kept.iterdump()) == list(was.iterdump())
    assert _version(copy) == 1
    copy.replace(old)  # who wants to go back renames it
    assert _version(old) == 1
    assert len(_dump(old)) > len(READINGS)


def test_what_still_lies_in_the_log_is_in_the_copy_and_in_the_new_version(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.execute("UPDATE document SET title = 'in the log' WHERE key = 'a:wind'")
        store = open_store(str(old))
        (found,) = store.facts(PUBLIC, Scope(documents=frozenset({"a:wind"}))).readings
        store.close()
    assert found.document.title == "in the log"
    with closing(sqlite3.connect(old.with_name(f"{old.name}.v1.backup"))) as copy:
        titles = copy.execute("SELECT title FROM document WHERE key = 'a:wind'").fetchall()
    assert titles == [("in the log",)]


def test_a_store_is_migrated_once(old: Path) -> None:
    open_store(str(old)).close()
    copy = old.with_name(f"{old.name}.v1.backup")
    copy.write_text("kept")
    open_store(str(old)).close()
    assert copy.read_text() == "kept"


def test_a_new_store_has_no_copy(tmp_path: Path) -> None:
    assert _beside(_fresh(tmp_path)) == set()


def test_tidying_removes_the_copy_and_nothing_else(old: Path) -> None:
    others = {
        "firm [1].db.v1.backup.mine",
        "firm 1.db.v1.backup",
        "other.db.v1.backup",
        "x.backup",
    }
    leftover = f"{old.name}.v1.backup.{'0' * 32}"
    for name in (*others, leftover, f"{leftover}-journal"):
        old.with_name(name).touch()
    store = open_store(str(old))
    assert f"{old.name}.v1.backup" in _beside(old)
    store.tidy()
    store.close()
    assert _beside(old) == others


@pytest.mark.parametrize("version", [0, -1, schema.SCHEMA_VERSION + 1, 99])
def test_a_version_that_is_not_known_is_refused_and_left_alone(old: Path, version: int) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.execute(f"PRAGMA user_version = {version}")
    before = old.read_bytes()
    advice = "update whoknows" if version > 0 else "use the program that made it"
    with pytest.raises(SchemaMismatch, match=f"of version {version}, .* new file .* or {advice}$"):
        open_store(str(old))
    assert old.read_bytes() == before
    assert _beside(old) == set()


def test_a_copy_that_cannot_be_made_leaves_the_store_as_it_was(old: Path) -> None:
    old.with_name(f"{old.name}.v1.backup").mkdir()
    with pytest.raises(StoreUnavailable, match=r"cannot keep or remove the copy .* \(Is a dir"):
        open_store(str(old))
    assert _version(old) == 1
    assert _beside(old) == {f"{old.name}.v1.backup"}


OPEN = """
import sys
from graphkit.store import open_store
print("opening", flush=True)
store = open_store(sys.argv[1])
print(len(list(store.dump())), flush=True)
"""


def _opening(file: Path, program: str = OPEN) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_of_processes_that_open_an_old_store_at_once_one_migrates_it(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")  # all come as far as wanting to migrate
        openers = [_opening(old) for _ in range(3)]
        for each in openers:
            assert each.stdout
            assert each.stdout.readline() == "opening\n"
        time.sleep(1)
        db.execute("ROLLBACK")
    printed = [each.communicate(timeout=60)[0] for each in openers]
    assert [each.returncode for each in openers] == [0, 0, 0]
    assert printed == [f"{len(_dump(old))}\n"] * 3
    assert _beside(old) == {f"{old.name}.v1.backup"}


STUCK = """
import sys
from graphkit.store import open_store
from graphkit.stores import sqlite_migrations as migrations
endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
last = (*migrations.MIGRATIONS[1], "DELETE FROM mention", endless)
migrations.MIGRATIONS = {**migrations.MIGRATIONS, 1: last}
open_store(sys.argv[1])
"""
"""A migration that has changed everything and never comes to its end."""


def _wait_for(file: Path, pattern: str) -> None:
    for _ in range(60_000):
        if any(file.parent.glob(pattern)):
            return
        time.sleep(0.001)
    raise AssertionError(pattern)


@pytest.mark.parametrize("moment", ["copying", "copied", "migrating"])
def test_a_process_killed_while_migrating_leaves_the_old_store(
    old: Path, tmp_path: Path, moment: str
) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.execute("CREATE TABLE ballast AS SELECT randomblob(60000000) AS bytes")
    process = _opening(old, STUCK)
    _wait_for(old, "*.v1.backup.*" if moment == "copying" else "*.v1.backup")
    if moment == "migrating":
        time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert _version(old) == 1
    copies = list(old.parent.glob("*.v1.backup"))
    assert all(_version(copy) == 1 for copy in copies)
    assert copies or moment == "copying"
    migrated = _dump(old)
    assert _version(old) == schema.SCHEMA_VERSION
    assert _beside(old) == {f"{old.name}.v1.backup"}
    assert migrated == _dump(_fresh(tmp_path))


@pytest.fixture
def locked(old: Path) -> Iterator[Path]:
    """An old store where nobody may write."""
    let_in(old.parent)
    old.chmod(0o444)
    old.parent.chmod(0o555)
    yield old
    old.parent.chmod(0o755)


BY_NOBODY = """
import os, sys
import graphkit.stores.sqlite
from graphkit.store import open_store
if os.geteuid() == 0:  # root may write everywhere
    os.setuid(65534)
try:
    print(open_store(sys.argv[1]).totals.__name__)
except Exception as error:
    print(type(error).__name__, error)
"""


def _opened_by_nobody(file: Path) -> str:
    """What a process hears that may not write."""
    said, _ = _opening(file, BY_NOBODY).communicate(timeout=60)
    return said


def test_where_nothing_can_be_written_an_old_store_says_what_to_do(locked: Path) -> None:
    assert _opened_by_nobody(locked) == (
        f"StoreUnavailable {locked} is a store of version 1 and cannot be written, to be made one "
        f"of version {schema.SCHEMA_VERSION}: open a copy in a folder of your own\n"
    )
    assert _version(locked) == 1
    locked.parent.chmod(0o755)
    locked.chmod(0o644)
    open_store(str(locked)).close()
    locked.chmod(0o444)
    locked.parent.chmod(0o555)
    assert _opened_by_nobody(locked) == "totals\n"

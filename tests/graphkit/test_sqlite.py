"""What is particular to the store in one SQLite file."""

import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.acl import OPERATOR, PUBLIC
from graphkit.errors import ConfigError, SchemaMismatch, StoreUnavailable
from graphkit.model import Scope
from graphkit.store import GraphStore, open_store
from tests.conftest import ROOT
from tests.invariants.organisations import part, places, reading, stored

WIND = reading("a:wind", "wind permit", part("ada"), date="2024-05-14")
SECRET = reading("a:secret", "wind merger", part("cleo"), acl="group:board")


def _rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as db:
        return db.execute(sql).fetchall()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a store is or will be."""
    return tmp_path / "firm.db"


@pytest.fixture
def store(file: Path) -> Iterator[GraphStore]:
    """A store of two documents, one of them hidden."""
    opened = stored(str(file), WIND, SECRET)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ["firm.db", "with space.db", "50%25?.db", "été#1.db", "a&b=c.db"])
def test_an_address_or_a_path_opens_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    stored(f"sqlite:///{name}", WIND).close()
    assert (tmp_path / name).is_file()
    for address in (
        name,
        f"sqlite:///{name}",
        f"sqlite:///{tmp_path}/{name}",
        str(tmp_path / name),
    ):
        opened = open_store(address)
        assert opened.totals(PUBLIC).documents == 1
        opened.close()


def test_a_store_that_is_not_there_is_not_made_unasked(file: Path) -> None:
    with pytest.raises(StoreUnavailable, match="make it with `whoknows ingest PATH`"):
        open_store(str(file))
    assert not file.exists()


def test_a_store_in_a_folder_that_is_not_there_says_which(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"there is no folder .*nowhere"):
        open_store(str(tmp_path / "nowhere" / "firm.db"), create=True)


def test_an_address_of_another_kind_is_answered_with_the_known_ones() -> None:
    said = "no store for 'mongo': an address begins with neo4j, sqlite"
    with pytest.raises(ConfigError, match=said):
        open_store("mongo://host/firm")


@pytest.mark.parametrize("create", [False, True])
def test_what_is_no_store_of_ours_is_refused_and_left_alone(file: Path, *, create: bool) -> None:
    file.write_text("a text that is no database " * 100)
    before = file.read_bytes()
    with pytest.raises(SchemaMismatch, match="is no whoknows store"):
        open_store(str(file), create=create)
    assert file.read_bytes() == before
    file.unlink()
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE diary (entry TEXT)")
    before = file.read_bytes()
    with pytest.raises(SchemaMismatch, match="an SQLite file, but no whoknows store"):
        open_store(str(file), create=create)
    assert file.read_bytes() == before


def test_an_empty_file_becomes_a_store(file: Path) -> None:
    file.touch()
    opened = stored(str(file), WIND)
    assert opened.totals(PUBLIC).documents == 1
    opened.close()


def test_a_store_of_another_version_is_refused(file: Path) -> None:
    stored(str(file)).close()
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(SchemaMismatch, match="a store of version 99, this program needs"):
        open_store(str(file))


def test_a_store_can_be_copied_when_it_is_closed(store: GraphStore, file: Path) -> None:
    store.close()
    shutil.copy(file, file.with_name("copy.db"))
    copy = open_store(str(file.with_name("copy.db")))
    assert list(copy.dump()) == list(store.dump())
    copy.close()


def test_after_a_removal_no_table_holds_what_nobody_refers_to(
    store: GraphStore, file: Path
) -> None:
    store.enrol("group:board", frozenset({"user:cleo@x.org"}))
    store.put([replace(SECRET, contributions=(part("dan"),))])
    store.remove(["a:secret"])
    assert _rows(file, "SELECT * FROM membership") == []
    assert _rows(file, "SELECT key FROM topic ORDER BY key") == [("en:permit",), ("en:wind",)]
    assert _rows(file, "SELECT tokens, documents, length FROM acl_class") == [
        ('["everyone"]', 1, 2)
    ]
    assert _rows(file, "SELECT alias, name, documents FROM volume") == [
        ("email:ada@x.org", "Ada", 1)
    ]
    store.remove(["a:wind"])
    tables = [name for (name,) in _rows(file, "SELECT name FROM sqlite_schema WHERE type='table'")]
    held = {name: len(_rows(file, f"SELECT * FROM {name}")) for name in map(str, tables)}
    assert {name for name, rows in held.items() if rows} == {"revision"}


def test_an_acl_that_is_used_no_more_goes_when_its_last_document_moves(
    store: GraphStore, file: Path
) -> None:
    opened = replace(SECRET.document, acl=frozenset({"everyone"}))
    store.put([replace(SECRET, document=opened, mentions=None)])
    assert _rows(file, "SELECT tokens, documents, length FROM acl_class") == [
        ('["everyone"]', 2, 4)
    ]
    assert _rows(file, "SELECT DISTINCT class FROM mention") == _rows(
        file, "SELECT id FROM acl_class"
    )


def test_lists_longer_than_sqlite_has_parameters_are_read_and_removed(store: GraphStore) -> None:
    many = [f"a:{number}" for number in range(40_000)] + ["a:wind"]
    scope = Scope(documents=frozenset(many), people=frozenset(many) | {"email:ada@x.org"})
    assert [r.document.id for r in store.facts(OPERATOR, scope).readings] == ["a:wind"]
    assert set(store.postings(OPERATOR, frozenset(many) | {"en:wind"}).topics) == {"en:wind"}
    assert store.remove(many).removed == 1


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE document; --", '"]}', "%", "\\", "\U0001f50e", "NULL"]
)
def test_what_looks_like_sql_or_json_is_text(store: GraphStore, text: str) -> None:
    hostile = reading(f"a:{text}", "wind", part("eve", text, name=text), acl=f"group:{text}")
    hostile = replace(hostile, document=replace(hostile.document, title=text, thread=text))
    store.put([hostile])
    scope = Scope(documents=frozenset({f"a:{text}"}))
    assert store.facts(OPERATOR, scope).readings == (hostile,)


def test_two_stores_on_one_file_see_each_others_writes(store: GraphStore, file: Path) -> None:
    other = open_store(str(file))
    other.put([reading("b:1", "grid permit"), reading("b:2", "grid")])
    other.remove(["b:2"])
    store.put([reading("a:2", "grid wind")])
    found = places(store, OPERATOR, "en:grid", "en:permit")
    assert {topic: [place[0] for place in where] for topic, where in found.items()} == {
        "en:grid": ["a:2", "b:1"],
        "en:permit": ["a:wind", "b:1"],
    }
    assert list(other.dump()) == list(store.dump())
    assert other.revision() == store.revision()
    other.close()


def test_who_enrols_after_anothers_write_knows_nothing_of_its_topics(
    store: GraphStore, file: Path
) -> None:
    other = open_store(str(file))
    store.put([reading("b:1", "mast")])
    other.remove(["b:1"])
    other.put([reading("b:2", "grid")])  # the row that was another topic's
    store.enrol("group:bids", frozenset({"user:ada@x.org"}))
    store.put([reading("b:3", "mast")])
    found = places(store, OPERATOR, "en:grid", "en:mast")
    assert {topic: [place[0] for place in where] for topic, where in found.items()} == {
        "en:grid": ["b:2"],
        "en:mast": ["b:3"],
    }
    other.close()


def test_a_writer_waits_for_another(store: GraphStore, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as db:
        db.execute("BEGIN IMMEDIATE")
        done = threading.Timer(0.3, db.execute, ["ROLLBACK"])
        done.start()
        assert store.put([reading("a:2", "grid")]).added == 1
        done.join()


def test_processes_that_make_a_store_at_once_make_one(file: Path) -> None:
    program = (
        "import sys; from tests.invariants.organisations import reading, stored;"
        "stored(sys.argv[1], reading(sys.argv[2], 'wind')).close()"
    )
    makers = [
        subprocess.Popen([sys.executable, "-c", program, str(file), f"a:{number}"], cwd=ROOT)
        for number in range(3)
    ]
    assert [maker.wait(timeout=60) for maker in makers] == [0, 0, 0]
    opened = open_store(str(file))
    assert opened.totals(PUBLIC).documents == 3
    opened.close()


def test_a_file_that_disappears_is_unavailable(store: GraphStore, file: Path) -> None:
    store.close()
    file.unlink()
    with pytest.raises(StoreUnavailable, match=r"firm\.db cannot be used"):
        store.totals(PUBLIC)


def test_hidden_mentions_are_not_even_read(store: GraphStore, file: Path) -> None:
    store.put([reading(f"b:{number}", "wind", acl="group:board") for number in range(50)])
    plan = """
        EXPLAIN QUERY PLAN SELECT document FROM mention
        WHERE topic = 1 AND class IN (SELECT value FROM json_each('[1]'))
    """
    (first, *_) = [str(row[-1]) for row in _rows(file, plan)]
    assert first == "SEARCH mention USING PRIMARY KEY (topic=? AND class=?)"


def test_groups_are_found_by_their_members(store: GraphStore, file: Path) -> None:
    store.enrol("group:board", frozenset({"user:cleo@x.org"}))
    plan = "EXPLAIN QUERY PLAN SELECT token FROM membership WHERE member IN ('a', 'b')"
    assert [row[-1] for row in _rows(file, plan)] == [
        "SEARCH membership USING PRIMARY KEY (member=?)"
    ]


def _log(file: Path) -> int:
    return file.with_name(f"{file.name}-wal").stat().st_size


def test_tidying_takes_the_log_into_the_file(store: GraphStore, file: Path) -> None:
    assert _log(file)
    store.tidy()
    assert _log(file) == 0
    assert store.totals(OPERATOR).documents == 2


def test_tidying_fails_for_no_reader_and_no_writer(store: GraphStore, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        for begin in ("BEGIN IMMEDIATE", "BEGIN"):
            store.put([replace(WIND, mentions=None)])
            other.execute(begin)
            before = other.execute("SELECT * FROM revision").fetchall()
            store.tidy()
            assert other.execute("SELECT * FROM revision").fetchall() == before
            other.execute("ROLLBACK")
    store.tidy()
    assert _log(file) == 0


def test_a_store_that_was_tidied_waits_for_writers_as_before(
    store: GraphStore, file: Path
) -> None:
    store.tidy()
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as db:
        db.execute("BEGIN IMMEDIATE")
        done = threading.Timer(2, db.execute, ["ROLLBACK"])
        done.start()
        assert store.put([reading("a:2", "grid")]).added == 1
        done.join()


def test_tidying_counts_what_plans_need_and_copies_none_of_it(
    store: GraphStore, file: Path
) -> None:
    store.tidy()
    tables = {name for (name,) in _rows(file, "SELECT name FROM sqlite_schema")}
    assert "sqlite_stat1" in tables
    assert "sqlite_stat4" not in tables  # samples of rows, where SQLite is built with it


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_batch_for_which_there_is_no_room_leaves_nothing(store: GraphStore, file: Path) -> None:
    many = [reading(f"b:{n}", f"wind word{n}", part(f"p{n}")) for n in range(3_000)]
    before, revision = list(store.dump()), store.revision()
    other = open_store(str(file))
    full = pytest.raises(StoreUnavailable, match=r"\(disk I/O error\): see that .* not full")
    with _files_of_at_most(_log(file) + 20_000), full:
        store.put(many)
    assert (list(store.dump()), store.revision()) == (before, revision)
    other.put([reading("c:1", "grid")])
    store.put([reading("c:2", "grid word7")])
    found = places(store, OPERATOR, "en:grid", "en:word7")
    assert {topic: [place[0] for place in where] for topic, where in found.items()} == {
        "en:grid": ["c:1", "c:2"],
        "en:word7": ["c:2"],
    }
    other.close()

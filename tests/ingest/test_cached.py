"""Stores in a cache: read once, and anew when anything about them changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.acl import OPERATOR
from graphkit.errors import ConfigError
from graphkit.store import open_store
from ingest import cached
from ingest.cached import CachedTable
from ingest.extraction import Extraction
from ingest.workers import Limits, Workers
from tests.bundles import rows


@pytest.fixture
def table(tmp_path: Path) -> CachedTable:
    """A table of two documents and the place of its store."""
    file = tmp_path / "my bundle*" / "documents.jsonl"
    file.parent.mkdir()
    rows(file, {"id": "1", "text": "wind"}, {"id": "2", "text": "soil"})
    return CachedTable(tmp_path / "cache", file, Extraction(("en",)), 1_000_000)


def _fill(table: CachedTable, advance: list[str] | None = None) -> int:
    """The number of documents read."""
    read: list[str] = [] if advance is None else advance
    with Workers(Limits()) as workers:
        table.fill(workers, lambda: None, lambda: read.append(""))
    return len(read)


def _again(table: CachedTable, /, **changes: object) -> CachedTable:
    return replace(table, **changes)  # type: ignore[arg-type]  # as the tests say


def _stores(table: CachedTable) -> list[Path]:
    return sorted(path for path in table.cache.iterdir() if path.is_dir())


def test_a_table_is_read_once(table: CachedTable) -> None:
    assert not table.path.exists()
    assert _fill(table) == 2
    store = open_store(str(table.path))
    assert store.totals(OPERATOR).documents == 2
    store.close()
    assert _again(table).path == table.path
    assert _fill(_again(table)) == 0


def test_a_change_in_the_table_or_in_how_it_is_read_makes_another_store(
    table: CachedTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = [table]
    changed += [
        _again(table, extraction=Extraction(("en", "fr"))),
        _again(table, extraction=Extraction(("en",), "runs")),
        _again(table, extraction=Extraction(("en",), blocked=("wind farm",))),
    ]
    for each in changed:
        assert _fill(each) == 2
        assert _stores(table) == [each.path.parent]  # the one before is gone
    with monkeypatch.context() as other:
        other.setattr(cached, "SCHEMA_VERSION", -1)
        assert _again(table).path != table.path
    with monkeypatch.context() as other:
        other.setattr(cached, "SCHEMA", "another")
        assert _again(table).path != table.path
    with monkeypatch.context() as other:
        other.setattr(cached, "version", lambda _: "0.0.0")
        assert _again(table).path != table.path
    rows(table.table, {"id": "1", "text": "wind"})
    assert _fill(_again(table)) == 1


def test_the_store_of_another_bundle_stays(table: CachedTable, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / table.table.parent.name / "documents.jsonl"
    other.parent.mkdir(parents=True)
    rows(other, {"id": "1", "text": "other"})
    _fill(table)
    _fill(_again(table, table=other))
    assert len(_stores(table)) == 2


class _Stopped(KeyboardInterrupt):
    """Ctrl-C."""


class _Stopping(list[str]):
    """Stops a pass once it has begun."""

    def append(self, _: str) -> None:
        """See `list.append`."""
        raise _Stopped


def test_a_pass_that_is_stopped_leaves_nothing(table: CachedTable) -> None:
    with pytest.raises(_Stopped):
        _fill(table, _Stopping())
    assert _stores(table) == []
    assert _fill(table) == 2


def test_what_a_killed_pass_left_goes_with_the_next(table: CachedTable) -> None:
    _fill(table)
    prefix = table.path.parent.name.rpartition("-")[0]
    left = table.cache / f"{prefix}--partial-0"
    left.mkdir()
    (left / "store.db").write_bytes(b"half")
    assert not _again(table, extraction=Extraction(("fr",))).path.exists()
    _fill(_again(table, extraction=Extraction(("fr",))))
    assert not left.exists()
    assert len(_stores(table)) == 1


def test_a_document_that_cannot_be_read_is_an_error_and_nothing_is_kept(
    table: CachedTable,
) -> None:
    rows(table.table, {"id": "1", "text": "wind"}, {"text": "no id"})
    with pytest.raises(ConfigError, match=r"documents\.jsonl line 2: it has no id: mend it"):
        _fill(table)
    rows(table.table)
    with pytest.raises(ConfigError, match="it holds no document"):
        _fill(_again(table))
    assert _stores(table) == []


def test_a_cache_that_cannot_be_written_is_named(table: CachedTable) -> None:
    table.cache.write_text("a file")
    with pytest.raises(ConfigError, match=r"cannot write the cache .*: set WHOKNOWS_CACHE"):
        _fill(table)


def test_a_table_that_is_a_folder_or_gone_is_named(table: CachedTable) -> None:
    table.table.unlink()
    with pytest.raises(ConfigError, match="cannot read"):
        _ = table.path


def test_only_its_owner_sees_the_cache(table: CachedTable) -> None:
    _fill(table)
    assert table.cache.stat().st_mode & 0o077 == 0

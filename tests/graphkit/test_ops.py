"""What the product knows about its own runs."""

from pathlib import Path

import pytest

from graphkit.errors import ConfigError, StoreUnavailable
from graphkit.ops import claim_source, ops_path


@pytest.mark.parametrize(
    ("store", "ops", "path"),
    [
        ("sqlite:///firm.db", "", "firm.db.ops.db"),
        ("sqlite:////var/firm.db", "", "/var/firm.db.ops.db"),
        ("firm.db", "", "firm.db.ops.db"),
        ("/var/firm.db", "", "/var/firm.db.ops.db"),
        ("neo4j://host:7687", "", "whoknows.ops.db"),
        ("neo4j://host:7687", "/var/ops.db", "/var/ops.db"),
        ("sqlite:///firm.db", "other.db", "other.db"),
    ],
)
def test_the_file_lies_beside_the_store_unless_set(store: str, ops: str, path: str) -> None:
    assert ops_path(store, ops) == Path(path)


def test_a_source_keeps_its_place(tmp_path: Path) -> None:
    file, here, there = tmp_path / "ops.db", tmp_path / "here", tmp_path / "there"
    claim_source(file, "firm", "folder", here)
    claim_source(file, "firm", "folder", here)
    claim_source(file, "firm", "folder", tmp_path / "x" / ".." / "here")
    claim_source(file, "other", "folder", here)
    with pytest.raises(ConfigError) as refused:
        claim_source(file, "firm", "folder", there)
    assert str(refused.value) == (
        f"source 'firm' is {here}: give {there} another name with --source NAME"
    )
    claim_source(file, "firm", "folder", here)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"cannot write .*no such folder.*ops\.db"):
        claim_source(tmp_path / "no such folder" / "ops.db", "firm", "folder", tmp_path)
    (tmp_path / "text.db").write_text("this is no database, but a text of some length" * 100)
    with pytest.raises(StoreUnavailable, match=r"cannot write .*text\.db: file is not a database"):
        claim_source(tmp_path / "text.db", "firm", "folder", tmp_path)

"""Real exports of chats, where ../shared/data is there: counts, and that a .zip says the same."""

import json
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from graphkit.store import Row, open_store
from tests.conftest import whoknows


def _dumped(path: Path, source: str, store: Path) -> tuple[dict[str, object], list[Row]]:
    address = f"sqlite:///{store}"
    done = whoknows("ingest", path, "--source", source, "--store", address, "--json")
    assert done.returncode == 0, done.stderr
    with closing(open_store(address)) as opened:
        return json.loads(done.stdout), list(opened.dump())


@pytest.mark.parametrize(
    ("folder", "messages", "skipped"),
    [("slack-export", 248, {}), ("zulip", 354, {"messages of bots": 9})],
)
def test_a_real_export_is_read_whole_be_it_a_folder_or_packed(
    shared: Path, tmp_path: Path, folder: str, messages: int, skipped: dict[str, int]
) -> None:
    root = shared / "raw" / folder
    packed = tmp_path / "export.zip"
    with ZipFile(packed, "w") as archive:
        for file in sorted(root.rglob("*.json")):
            archive.write(file, file.relative_to(root).as_posix())
    report, rows = _dumped(root, folder, tmp_path / "folder.db")
    assert (report["read"], report["new"]) == (messages, messages)
    assert (report["skipped"], report["quarantined"]) == (skipped, [])
    assert _dumped(packed, folder, tmp_path / "packed.db")[1] == rows

"""A whole store in one file, and back."""

import gzip
import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.backup import backup, restore
from graphkit.errors import ConfigError, StoreError
from graphkit.ids import canonical
from graphkit.store import GraphStore, open_store
from tests.conftest import ROOT
from tests.invariants.organisations import part, reading, stored

READINGS = (
    reading("a:it's", "wind permit fr/éolien", part("éva", name="Éva\nd'Or \u2028"), date="2024"),
    reading("b:grid", "grid wind", part("ada"), part("bob"), acl="group:bids"),
    reading("b:pay", "pay", acl=""),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    """A store with documents and a group."""
    opened = stored(str(tmp_path / "firm.db"), *READINGS)
    opened.enrol("group:bids", frozenset({"user:ada@x.org", "user:éva@x.org"}))
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    """Where a backup may go."""
    opened = open_store(str(tmp_path / "empty.db"), create=True)
    yield opened
    opened.close()


@pytest.fixture
def file(store: GraphStore, tmp_path: Path) -> Path:
    """A backup of the store, alone in a folder."""
    (tmp_path / "kept").mkdir()
    path = tmp_path / "kept" / "firm.backup"
    backup(store, path)
    return path


def _lines(file: Path) -> list[bytes]:
    return gzip.decompress(file.read_bytes()).splitlines(keepends=True)


def _write(file: Path, lines: list[bytes]) -> None:
    file.write_bytes(gzip.compress(b"".join(lines)))


def test_a_restored_store_holds_what_the_store_held(
    store: GraphStore, empty: GraphStore, file: Path
) -> None:
    restore(file, empty)
    assert list(empty.dump()) == list(store.dump())


def test_both_count_the_documents_and_say_when_one_is_done(
    store: GraphStore, empty: GraphStore, tmp_path: Path
) -> None:
    done: list[str] = []
    path = tmp_path / "b"
    assert backup(store, path, lambda: done.append("written")) == len(READINGS)
    assert restore(path, empty, lambda: done.append("read")) == len(READINGS)
    assert done == ["written"] * 3 + ["read"] * 3


def test_the_backup_of_an_empty_store_is_one_too(empty: GraphStore, tmp_path: Path) -> None:
    assert backup(empty, tmp_path / "b") == 0
    assert restore(tmp_path / "b", empty) == 0


def test_a_backup_is_a_header_the_rows_of_the_dump_and_their_number(
    store: GraphStore, file: Path
) -> None:
    header, *rows, trailer = [json.loads(line) for line in _lines(file)]
    assert header == {"whoknows": "backup", "format": 3}
    assert [tuple(row) for row in rows] == list(store.dump())
    assert trailer["rows"] == len(rows)


def test_the_same_facts_give_the_same_bytes_whatever_the_file_is_called_and_whenever(
    store: GraphStore, file: Path, empty: GraphStore, tmp_path: Path
) -> None:
    restore(file, empty)
    again = tmp_path / "another name"
    backup(empty, again)
    assert again.read_bytes() == file.read_bytes()
    packed = file.read_bytes()
    assert packed[3] == 0  # RFC 1952: no name, no comment
    assert packed[4:8] == bytes(4)  # no time
    store.remove(["b:pay"])
    backup(store, again, overwrite=True)
    assert again.read_bytes() != file.read_bytes()


def test_only_its_owner_may_read_a_backup(store: GraphStore, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        backup(store, tmp_path / "b")
        (tmp_path / "b").chmod(0o644)
        backup(store, tmp_path / "b", overwrite=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_replaced_only_when_told(store: GraphStore, file: Path) -> None:
    before = file.read_bytes()
    store.remove(["b:pay"])
    with pytest.raises(
        ConfigError, match=r"firm\.backup is there already: name another .* --over"
    ):
        backup(store, file)
    assert file.read_bytes() == before
    assert backup(store, file, overwrite=True) == 2
    assert _lines(file) != gzip.decompress(before).splitlines(keepends=True)
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_somebody_makes_meanwhile_is_left_to_them(
    store: GraphStore, tmp_path: Path
) -> None:
    theirs = tmp_path / "b"
    with pytest.raises(ConfigError, match="b was made by somebody else meanwhile: name another"):
        backup(store, theirs, lambda: theirs.write_text("theirs") and None)
    assert theirs.read_text() == "theirs"


def test_what_is_no_backup_is_not_even_replaced_when_told(
    store: GraphStore, tmp_path: Path
) -> None:
    before = list(store.dump())
    for other in (tmp_path / "firm.db", tmp_path):
        with pytest.raises(ConfigError, match="is no backup and is left alone: name another file"):
            backup(store, other, overwrite=True)
    assert list(store.dump()) == before
    (tmp_path / "touched").touch()
    assert backup(store, tmp_path / "touched", overwrite=True) == len(READINGS)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere/b", "there is no folder"), ("firm.db/b", "no folder"), ("b" * 300, "too long")],
)
def test_a_file_that_cannot_be_made_says_why(
    store: GraphStore, tmp_path: Path, name: str, reason: str
) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(ConfigError, match=reason):
        backup(store, tmp_path / name)
    assert set(tmp_path.iterdir()) == before


def test_what_breaks_off_leaves_no_file_and_the_one_before(store: GraphStore, file: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    before = file.read_bytes()
    for name in (file.name, "new.backup"):
        with pytest.raises(KeyboardInterrupt):
            backup(store, file.with_name(name), stop, overwrite=True)
    assert list(file.parent.iterdir()) == [file]
    assert file.read_bytes() == before


def test_a_row_that_could_not_be_restored_is_not_written(
    store: GraphStore, tmp_path: Path
) -> None:
    long = reading("c:long", "wind")
    store.put([replace(long, document=replace(long.document, title="x" * 64_000_000))])
    with pytest.raises(
        StoreError, match=r"b is not made: a document of 64,000,... bytes could not"
    ):
        backup(store, tmp_path / "b")
    assert not (tmp_path / "b").exists()


def _damages(file: Path) -> dict[str, bytes]:
    """Ways a backup goes bad on its way, by what happened."""
    packed, lines = file.read_bytes(), _lines(file)
    half = b"".join(lines[: len(lines) // 2])
    altered = b"".join(lines).replace(b'"pay"', b'"buy"')
    doubled = b"".join([*lines[:-1], lines[-2], lines[-1]])
    flipped = bytearray(packed)
    flipped[len(packed) // 2] ^= 1
    return {
        **{f"cut at {n}": packed[:n] for n in (2, 9, 10, 40, len(packed) // 2, len(packed) - 1)},
        "a bit flipped": bytes(flipped),
        "a hole": packed[:40] + b"\xff" * 60 + packed[100:],
        "something behind it": packed + b"x",
        "another behind it": packed + packed,
        "half of its lines": gzip.compress(half),
        "a row altered": gzip.compress(altered),
        "a row twice": gzip.compress(doubled),
        "a row less": gzip.compress(b"".join(lines[:-2] + lines[-1:])),
        "two rows exchanged": gzip.compress(b"".join([lines[0], lines[2], lines[1], *lines[3:]])),
        "no trailer": gzip.compress(b"".join(lines[:-1])),
        "a trailer altered": gzip.compress(b"".join(lines).replace(b'"rows":', b'"rows":1')),
        "no end of line": gzip.compress(b"".join(lines)[:-1]),
        "rows behind the trailer": gzip.compress(b"".join([*lines, lines[1]])),
        "no JSON": gzip.compress(b"".join([*lines[:2], b"[\n", *lines[2:]])),
        "no UTF-8": gzip.compress(b"".join([*lines[:2], b'["\xff"]\n', *lines[2:]])),
        "an endless list": gzip.compress(b"".join([*lines[:1], b"[" * 200_000 + b"\n"])),
        "a bomb": gzip.compress(lines[0] + b"[" + bytes(100_000_000)),
    }


def test_a_damaged_backup_is_refused_and_nothing_is_written(
    empty: GraphStore, file: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad"
    revision = empty.revision()
    for how, packed in _damages(file).items():
        bad.write_bytes(packed)
        with pytest.raises(StoreError, match="bad is damaged or not all there: restore another"):
            pytest.fail(f"{how}: {restore(bad, empty)} documents restored")
        assert (list(empty.dump()), empty.revision()) == ([], revision), how


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"wind permits",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"wind permits\n", mtime=0),
        gzip.compress(b'{"id": "1", "text": "wind"}\n', mtime=0),
        gzip.compress(b'["whoknows"]\n', mtime=0),
        gzip.compress(b"[" * 200_000 + b"\n", mtime=0),
    ],
)
def test_what_is_no_backup_is_refused(empty: GraphStore, tmp_path: Path, packed: bytes) -> None:
    (tmp_path / "other").write_bytes(packed)
    with pytest.raises(
        ConfigError, match="other is no backup: name a file that `whoknows backup`"
    ):
        restore(tmp_path / "other", empty)


@pytest.mark.parametrize("folder", ["/", "."])
def test_a_folder_is_no_file(store: GraphStore, folder: str) -> None:
    with pytest.raises(ConfigError, match=r"^[/.] is a folder: name a file in it$"):
        backup(store, Path(folder), overwrite=True)


def test_a_file_that_is_not_there_is_named(empty: GraphStore, tmp_path: Path) -> None:
    for path in (tmp_path / "gone", tmp_path):
        with pytest.raises(ConfigError, match=f"there is no backup {path}: name a file that"):
            restore(path, empty)


def test_a_backup_of_another_format_says_which(empty: GraphStore, file: Path) -> None:
    _write(file, [b'{"format":4,"whoknows":"backup"}\n', *_lines(file)[1:]])
    with pytest.raises(
        ConfigError, match="is a backup of format 4, this program reads 3: restore"
    ):
        restore(file, empty)


def _as_before(row: list[object], version: int) -> list[object]:
    """A row as a format has it that knows no acts, and in the first one no headings either."""
    if row[0] == "document":
        return row[:11] + row[12:]
    return row[:-1] if row[0] == "mention" and version == 1 else row


@pytest.mark.parametrize("version", [1, 2])
def test_a_backup_of_an_older_format_is_restored(
    empty: GraphStore, file: Path, version: int
) -> None:
    _, *rows, _ = [json.loads(line) for line in _lines(file)]
    old = [_as_before(row, version) for row in rows]
    assert old != rows
    body = [canonical(row).encode() + b"\n" for row in old]
    digest = hashlib.blake2b(b"".join(body)).hexdigest()
    trailer = canonical({"rows": len(body), "digest": digest}).encode() + b"\n"
    header = canonical({"format": version, "whoknows": "backup"}).encode() + b"\n"
    _write(file, [header, *body, trailer])
    restore(file, empty)
    assert [list(row) for row in empty.dump()] == [
        [*row[:-1], 0] if row[0] == "mention" and version == 1 else row for row in rows
    ]


def test_rows_that_are_no_dump_are_refused_though_their_digest_is_right(
    empty: GraphStore, store: GraphStore, file: Path
) -> None:
    class Wrong:
        """A store that dumps what is none."""

        def dump(self) -> Iterator[tuple[object, ...]]:
            yield from store.dump()
            yield ("document", "z:1")

    backup(Wrong(), file, overwrite=True)  # type: ignore[arg-type]  # all that a backup asks of one
    with pytest.raises(StoreError, match=r"what begins in row \d+ is in no dump"):
        restore(file, empty)
    assert list(empty.dump()) == []


def test_a_store_that_holds_something_is_refused_before_the_file_is_read(
    store: GraphStore, tmp_path: Path
) -> None:
    before = list(store.dump())
    with pytest.raises(StoreError, match="is not empty: name a new file with --store"):
        restore(tmp_path / "gone", store)
    assert list(store.dump()) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from graphkit.backup import backup
from graphkit.store import open_store
backup(open_store(sys.argv[1]), Path(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_process_killed_while_writing_leaves_no_half_backup(
    store: GraphStore, file: Path, tmp_path: Path
) -> None:
    new = file.with_name("new.backup")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "firm.db"), str(new)], cwd=ROOT, check=False
    )
    assert done.returncode < 0
    assert not new.exists()
    assert backup(store, new) == len(READINGS)


def test_a_store_that_is_written_meanwhile_is_kept_as_it_was_at_one_moment(
    store: GraphStore, empty: GraphStore, tmp_path: Path
) -> None:
    before = [json.loads(canonical(row)) for row in store.dump()]
    path = tmp_path / "b"
    assert backup(store, path, lambda: store.remove(["b:grid", "b:pay"]) and None) == len(READINGS)
    restore(path, empty)
    assert [json.loads(canonical(row)) for row in empty.dump()] == before

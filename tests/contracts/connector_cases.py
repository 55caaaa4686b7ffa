"""An entry for each kind of connector: samples of its input, and a change to each."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests import mailboxes
from tests.ingest import exports
from tests.repositories import BOB, CLEO, commit, git, repository


@dataclass(frozen=True, slots=True)
class Sample:
    """An input that a connector reads, and a change to it.

    ``make`` writes it into a folder and says where; ``keys`` are those of its records, without
    the source's name; ``broken`` those whose parsing is refused; ``change`` alters ``changed`` and
    makes ``added``, as in a history that only grows. ``covers`` is false when no pass over the
    input can tell that a record is gone.
    """

    name: str
    make: Callable[[Path], Path]
    keys: frozenset[str]
    broken: frozenset[str]
    changed: str
    change: Callable[[Path], None]
    added: frozenset[str] = frozenset()
    covers: bool = True


def _folder(folder: Path) -> Path:
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "wind.md").write_text("# Wind\n\nby: Ada <ada@x.org>\n\npermits", encoding="utf-8")
    (folder / "deep" / "er" / "été 1.txt").write_text("le réseau", encoding="utf-8")
    (folder / "deep" / "grid.rst").write_text(":Author: Bob\n\ngrid", encoding="utf-8")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02")
    (folder / "yaml.md").write_text("---\na: [\n---\ntext", encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / ".hidden.md").write_text("secret", encoding="utf-8")
    return folder


_ROWS = (
    '{"id": "1", "text": "permits", "people": [{"id": "email:ada@x.org"}], "acl": ["group:a"]}',
    '{"id": 2, "text": "grid", "title": "Grid", "reply_to": "1", "date": "2024-05-14"}',
    '{"id": "a:b/é", "text": ""}',
    '{"id": "bad acl", "text": "x", "acl": ["a"]}',
    '{"id": "bad text", "text": 7}',
    "no json",
    '{"text": "no id"}',
)
_TABLE_KEYS = frozenset({"1", "2", "a:b/é", "bad acl", "bad text"})
_TABLE_BROKEN = frozenset({"bad acl", "bad text"})


def _rows(folder: Path) -> Path:
    file = folder / "export.jsonl"
    file.write_text("\n".join(_ROWS), encoding="utf-8")
    return file


def _packed_rows(folder: Path) -> Path:
    file = folder / "export.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(_ROWS).encode()))
    return file


def _csv(folder: Path, name: str = "export.csv") -> Path:
    file = folder / name
    file.write_text(
        "id,title,text,author,acl\n"
        '1,Wind,"two\nlines",Ada <ada@x.org>; Bob,everyone\n'
        "2,Grid,grid,Ada,bids\n",
        encoding="utf-8",
    )
    return file


def _replaced(old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        packed = file.suffix == ".gz"
        before = gzip.decompress(file.read_bytes()) if packed else file.read_bytes()
        after = before.replace(old, new)
        file.write_bytes(gzip.compress(after) if packed else after)

    return change


def _single(folder: Path) -> Path:
    return _folder(folder) / "wind.md"


_LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
_REPOSITORY_FILES = frozenset({"wind.md", "deep/été 1.txt", "binary.txt", "pointer.md"})
_REPOSITORY_BROKEN = frozenset({"binary.txt", "pointer.md"})
_COMMITS = (
    "d96cb38c8062674afd050c3cf1eedb5dfda30853",
    "20d9907996547ca2fe06e4d013682df3ad4303dc",
    "a98fb2b6988dd6f5d39a639fc369091cbb89d1c2",
)
_PUSHED = "0eb2bf7becb1b6fdb25ef353a3ac125035f1c378"


def _repository(folder: Path) -> Path:
    repository(folder / "work")
    files = {
        "wind.md": "# Wind\n\npermits\n",
        "deep/été 1.txt": "le réseau\n",
        "binary.txt": b"\x00\x01",
        "pointer.md": _LFS,
        "photo.jpg": b"\xff\xd8",
        ".hidden.md": "secret",
    }
    commit(folder / "work", "Permits", files)
    commit(
        folder / "work", "Photo\n\nReviewed-by: Bob C <bob@x.org>", {"photo.jpg": b""}, who=CLEO
    )
    commit(folder / "work", "Wind", {"wind.md": "# Wind\n\npermits\nand grid\n"}, who=BOB)
    commit(folder / "work", "Bump", {"x.lock": "2"}, who="renovate[bot] <1+r[bot]@x.org>")
    return folder / "work"


def _bare_repository(folder: Path) -> Path:
    git(folder, "clone", "-q", "--bare", str(_repository(folder)), "bare.git")
    return folder / "bare.git"


def _map_cleo(folder: Path) -> None:
    (folder / ".mailmap").write_text("Cleo E <ce@x.org> <cleo@x.org>\n")


def _push(bare: Path) -> None:
    work = bare.parent / "work"
    commit(work, "Grids", {"deep/été 1.txt": "les réseaux\n"}, who=BOB)
    git(work, "push", "-q", str(bare), "main")


_LOG = """\
commit 1111111111111111111111111111111111111111 (HEAD -> main)
Merge: 2222222 3333333
Author: Ada B <ada@x.org>
Date:   Tue May 14 09:12:00 2024 +0200

    Merge the permits

commit 2222222222222222222222222222222222222222
Author: Bob C <bob@x.org>
Date:   Mon May 13 09:12:00 2024 +0200

    Permits for wind

    They hold.

3\t1\tdocs/wind.md

commit 3333333333333333333333333333333333333333
Author: renovate[bot] <1+renovate[bot]@x.org>
Date:   Mon May 13 09:12:00 2024 +0200

    Bump

commit 4444444444444444444444444444444444444444
Date:   Mon May 13 09:12:00 2024 +0200

    By nobody
"""


def _log(folder: Path) -> Path:
    file = folder / "history.log"
    file.write_text(_LOG, encoding="utf-8")
    return file


def _in_export(name: str, old: bytes, new: bytes, files: exports.Files) -> Callable[[Path], None]:
    """Alters a file of an export, be it a folder or packed."""

    def change(path: Path) -> None:
        after = exports.encoded(files[name]).replace(old, new)
        if path.is_dir():
            (path / name).write_bytes(after)
        else:
            exports.packed(path, {**files, name: after})

    return change


_SLACK_WRAPPED = {f"export/{name}": content for name, content in exports.SLACK.items()}


CONNECTORS: Mapping[str, tuple[Sample, ...]] = {
    "folder": (
        Sample(
            "folder",
            _folder,
            frozenset({"wind.md", "deep/er/été 1.txt", "deep/grid.rst", "binary.txt", "yaml.md"}),
            frozenset({"binary.txt", "yaml.md"}),
            "deep/grid.rst",
            lambda folder: _replaced(b"grid", b"grids")(folder / "deep" / "grid.rst"),
        ),
        Sample(
            "file",
            _single,
            frozenset({"wind.md"}),
            frozenset(),
            "wind.md",
            _replaced(b"permits", b"permit"),
        ),
    ),
    "git": (
        Sample(
            "repository",
            _repository,
            _REPOSITORY_FILES | set(_COMMITS),
            _REPOSITORY_BROKEN,
            _COMMITS[1],
            _map_cleo,
        ),
        Sample(
            "bare repository",
            _bare_repository,
            _REPOSITORY_FILES | set(_COMMITS),
            _REPOSITORY_BROKEN,
            "deep/été 1.txt",
            _push,
            added=frozenset({_PUSHED}),
        ),
    ),
    "git-log": (
        Sample(
            "log",
            _log,
            frozenset({"1" * 40, "2" * 40}),
            frozenset(),
            "2" * 40,
            _replaced(b"They hold", b"They held"),
            covers=False,
        ),
    ),
    "mail": (
        Sample(
            "mbox",
            mailboxes.mbox,
            mailboxes.KEYS,
            mailboxes.BROKEN,
            "1@x.org",
            _replaced(b"Do they hold", b"Do those hold"),
        ),
        Sample(
            "packed mbox",
            mailboxes.packed,
            mailboxes.KEYS,
            mailboxes.BROKEN,
            "1@x.org",
            _replaced(b"Ada B", b"Ada C"),
        ),
        Sample(
            "maildir",
            mailboxes.maildir,
            mailboxes.KEYS,
            mailboxes.BROKEN,
            "1@x.org",
            lambda folder: _replaced(b"Do they", b"Do those")(folder / "cur" / "0.x:2,S"),
        ),
        Sample(
            "folder of letters",
            mailboxes.letters,
            mailboxes.KEYS,
            mailboxes.BROKEN,
            "1@x.org",
            lambda folder: _replaced(b"Permits", b"Permit")(folder / "2024" / "0.eml"),
        ),
    ),
    "slack": (
        Sample(
            "folder",
            lambda folder: exports.written(folder, exports.SLACK),
            exports.SLACK_KEYS,
            frozenset(),
            "C0WIND001/1715767200.000100",
            _in_export("users.json", b"Cleo D", b"Cleo E", exports.SLACK),
        ),
        Sample(
            "zip",
            lambda folder: exports.packed(folder / "export.zip", exports.SLACK),
            exports.SLACK_KEYS,
            frozenset(),
            "C0BIDS001/1715681000.000100",
            _in_export("groups.json", b', "U0X"', b', "U0CLEO001"', exports.SLACK),
        ),
        Sample(
            "zip of the folder",
            lambda folder: exports.packed(folder / "export.zip", _SLACK_WRAPPED),
            exports.SLACK_KEYS,
            frozenset(),
            "old/1715767400.000100",
            _in_export("export/old/2024-05-15.json", b"Who", b"They", _SLACK_WRAPPED),
        ),
    ),
    "table": (
        Sample("json", _rows, _TABLE_KEYS, _TABLE_BROKEN, "2", _replaced(b"Grid", b"Mesh")),
        Sample("gzip", _packed_rows, _TABLE_KEYS, _TABLE_BROKEN, "1", _replaced(b":a", b":b")),
        Sample(
            "csv",
            _csv,
            frozenset({"1", "2"}),
            frozenset({"2"}),
            "1",
            _replaced(b"; Bob", b""),
        ),
        Sample(
            "csv, its name in capitals",
            lambda folder: _csv(folder, "EXPORT.CSV"),
            frozenset({"1", "2"}),
            frozenset({"2"}),
            "1",
            _replaced(b"; Bob", b""),
        ),
    ),
    "zulip": (
        Sample(
            "folder",
            lambda folder: exports.written(folder, exports.ZULIP),
            exports.ZULIP_KEYS,
            frozenset(),
            "12/2",
            _in_export("12-wind/Which.20permit.3F.json", b"old", b"new", exports.ZULIP),
        ),
        Sample(
            "zip",
            lambda folder: exports.packed(folder / "archive.zip", exports.ZULIP),
            exports.ZULIP_KEYS,
            frozenset(),
            "13/5",
            _in_export("13-grid/study.json", b"Cleo", b"Clea", exports.ZULIP),
        ),
    ),
}

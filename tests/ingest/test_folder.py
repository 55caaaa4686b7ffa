"""Folders of files as they lie about."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphkit.errors import SourceUnreadable
from ingest.connectors.folder import Folder
from ingest.parsers import PARSERS
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.workers import parse
from tests.conftest import let_in

MB = 1_000_000
NOT_A_FILE = "it is a link or a device, not a file"


def write(root: Path, *names: str, text: str = "They hold.") -> None:
    """Files with the same text."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def read(path: Path, max_bytes: int = MB) -> list[Record | Unreadable | Skipped]:
    """One pass over a folder or file, as source "s"."""
    return list(Folder.open(path, "s", max_bytes, parse).records())


def ids(path: Path) -> list[str]:
    """The ids of its records."""
    return [item.id for item in read(path) if isinstance(item, Record)]


def content(root: Path, name: str, text: str) -> Content:
    """What a single file says."""
    write(root, name, text=text)
    (record,) = read(root / name)
    assert isinstance(record, Record)
    return record.parse()


def test_a_document_is_called_by_its_path_below_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a.txt", "sub/deep/c d.rst", "sub/É.MD", "b/z.md")
    assert ids(tmp_path) == [
        "s:a.txt", "s:b.md", "s:b/z.md", "s:sub/É.MD", "s:sub/deep/c d.rst",
    ]  # fmt: skip


def test_a_file_says_what_it_holds_and_where_it_lies(tmp_path: Path) -> None:
    text = (
        "# Pumps\n\nAuthor: Ada B <a@x.org>, Carl D\nReviewer: @eve\nApproved by: Gus\n"
        "Language: fr\nDate: 2024-05-14\nDate: 2020-01-01\n\nAttendees:\n- Zoë\n\nThey hold."
    )
    write(tmp_path, "sub/2023-01-02-pumps.md", text=text)
    (record,) = read(tmp_path)
    assert isinstance(record, Record)
    assert (record.id, record.where) == ("s:sub/2023-01-02-pumps.md", "sub/2023-01-02-pumps.md")
    assert record.size == len(text.encode())
    assert record.parse() == Content(
        title="Pumps",
        text="They hold.",
        actors=(
            Actor("email:a@x.org", "Ada B", "author"),
            Actor("name:carl d", "Carl D", "author"),
            Actor("handle:eve", "eve", "reviewer"),
            Actor("name:gus", "Gus", "approver"),
            Actor("name:zoe", "Zoë", "participant"),
        ),
        date="2024-05-14",
        link="sub/2023-01-02-pumps.md",
        language="fr",
    )


@pytest.mark.parametrize(
    ("name", "title", "date"),
    [
        ("heat_network-losses.md", "heat network losses", None),
        ("2024-05-14-heat.md", "2024 05 14 heat", "2024-05-14"),
        ("2024-05-14.md", "2024 05 14", "2024-05-14"),
        ("2024-05-141.md", "2024 05 141", None),
        ("heat-2024-05-14.md", "heat 2024 05 14", None),
    ],
)
def test_a_name_serves_where_the_text_states_nothing(
    tmp_path: Path, name: str, title: str, date: str | None
) -> None:
    said = content(tmp_path, name, "They hold,\nmostly.")
    assert (said.title, said.date) == (title, date)


@pytest.mark.parametrize("name", ["a.md", "a.MD", "a.rst", "a.txt"])
def test_each_type_has_its_parser_and_line_ends_do_not_matter(tmp_path: Path, name: str) -> None:
    text = "Pumps\r\n=====\r\n\r\n:Author: Ada B\r\n\r\nThey hold.\r\n"
    said = content(tmp_path, name, text)
    assert said.actors == (Actor("name:ada b", "Ada B", "author"),)
    assert "They hold." in said.text
    assert (said.title == "Pumps") == (name != "a.txt")


def test_files_of_other_types_are_named_by_their_suffix(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.PNG", "c.tar.gz", "Makefile")
    assert [item for item in read(tmp_path) if isinstance(item, Skipped)] == [
        Skipped("Makefile", "no suffix"),
        Skipped("b.PNG", ".png"),
        Skipped("c.tar.gz", ".gz"),
    ]


def test_hidden_files_and_folders_are_not_seen(tmp_path: Path) -> None:
    write(tmp_path, "a.md", ".b.md", ".git/c.md", "sub/.d/e.md", "sub/.f.md")
    assert [item.where for item in read(tmp_path)] == ["a.md"]


def test_what_is_no_file_is_quarantined_and_nothing_hangs(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(root, "a.md", "folder.md/b.md")
    write(tmp_path, "outside/secret.md")
    (root / "link.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "dangling.md").symlink_to("nowhere.md")
    (root / "linked").symlink_to(tmp_path / "outside")
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.md")
    os.mkfifo(root / "pipe.bin")
    assert ids(root) == ["s:a.md", "s:folder.md/b.md"]
    assert [item for item in read(root) if not isinstance(item, Record)] == [
        Unreadable("dangling.md", NOT_A_FILE, "s:dangling.md"),
        Unreadable("link.md", NOT_A_FILE, "s:link.md"),
        Skipped("pipe.bin", ".bin"),
        Unreadable("pipe.md", NOT_A_FILE, "s:pipe.md"),
    ]


@pytest.mark.parametrize("size", [MB + 1, 3 * MB, 40_000 * MB])
def test_a_file_that_is_too_large_is_quarantined_unread(tmp_path: Path, size: int) -> None:
    with (tmp_path / "large.md").open("wb") as file:
        file.truncate(size)
    (item,) = read(tmp_path)
    assert isinstance(item, Unreadable)
    assert (item.where, item.id) == ("large.md", "s:large.md")
    found = re.fullmatch(
        r"it has (\S+) MB, the most is (\S+) \(WHOKNOWS_MAX_FILE_MB\)", item.reason
    )
    assert found
    assert float(found[1]) > float(found[2])


def test_a_file_of_just_the_largest_size_is_read(tmp_path: Path) -> None:
    write(tmp_path, "large.md", text="x" * 1000)
    assert [type(item) for item in read(tmp_path, max_bytes=1000)] == [Record]
    assert [type(item) for item in read(tmp_path, max_bytes=999)] == [Unreadable]


def test_a_file_that_is_gone_when_its_turn_comes_is_quarantined(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    folder = Folder.open(tmp_path, "s", MB, parse)
    (tmp_path / "a.md").unlink()
    first, second = folder.records()
    assert first == Unreadable("a.md", "No such file or directory", "s:a.md")
    assert isinstance(second, Record)


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"two\nlines.md", b"bell\x07.md"])
def test_a_name_that_can_be_no_id_is_quarantined_safe_to_show(tmp_path: Path, name: bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_text("They hold.")
    (item,) = read(tmp_path)
    assert isinstance(item, Unreadable)
    assert item.id == f"s:{os.fsdecode(name)!r}"  # none that is on file, so all can be swept
    assert f"{item.where} {item.reason}".isprintable()


def test_names_that_only_look_alike_do_not_share_a_document(tmp_path: Path) -> None:
    write(tmp_path, "caf\u00e9.md", text="One.")
    write(tmp_path, "cafe\u0301.md", text="Two.")
    found = ids(tmp_path)
    assert len(found) == len(set(found))


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may list any folder; nobody may not."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    write(tmp_path, "open/a.md", "closed/b.md")
    let_in(tmp_path)
    (tmp_path / "closed").chmod(0o000)
    with unprivileged():
        named = [item.where for item in read(tmp_path) if isinstance(item, Unreadable)]
    assert named == ["closed"]


def test_a_single_file_is_a_source_too(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    folder = Folder.open(tmp_path / "a.md", "s", MB, parse)
    assert [item.where for item in folder.records()] == ["a.md"]
    assert folder.estimate() == 1
    assert folder.covers("s:a.md")


def test_a_folder_covers_and_estimates_all_of_it(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "sub/b.md", "c.png")
    folder = Folder.open(tmp_path, "s", MB, parse)
    assert (folder.estimate(), folder.covers("s:gone.md")) == (3, True)


@pytest.mark.parametrize("names", [(), ("a.png", "b"), (".a.md",), (".git/a.md",)])
def test_a_folder_with_nothing_to_read_is_an_error(tmp_path: Path, names: tuple[str, ...]) -> None:
    write(tmp_path, *names)
    with pytest.raises(SourceUnreadable) as error:
        read(tmp_path)
    known = ", ".join(sorted(PARSERS))
    assert str(error.value) == f"there is nothing to read in {tmp_path}: looked for {known}"


def test_folders_and_files_with_a_parser_are_recognised(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a.TXT", "a.png", "a.csv")
    known = ["a.TXT", "a.md"]
    assert Folder.recognises(tmp_path)
    assert [p.name for p in sorted(tmp_path.iterdir()) if Folder.recognises(p)] == known


def test_only_bytes_and_path_tell_whether_a_file_changed(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "two/a.md", "three/b.md")
    write(tmp_path, "four/a.md", text="They leak.")
    os.utime(tmp_path / "two" / "a.md", (1, 1))
    one, two, three, four = (
        item.raw
        for name in ("one", "two", "three", "four")
        for item in read(tmp_path / name)
        if isinstance(item, Record)
    )
    assert one == two
    assert len({one, three, four}) == 3

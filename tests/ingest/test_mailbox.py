"""Mailboxes taken apart: where a message begins, what is held of it, which files there are."""

import gzip
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import mailbox
from ingest.mailbox import Part
from tests.ingest.conftest import at_most

LINE = b"From ada at x.org  Tue May 14 09:12:00 2024\n"


def parts(raw: bytes, most: int = 1000) -> list[Part]:
    """The parts of an mbox."""
    return list(mailbox.parts(io.BytesIO(raw), most))


def texts(*bodies: bytes) -> list[bytes]:
    """What is read of messages with these texts in one mbox, without their header lines."""
    box = b"\n".join(LINE + b"Subject: x\n\n" + body for body in bodies)
    return [part.raw.partition(b"\n\n")[2] for part in parts(box)]


def test_messages_are_parted_and_their_lines_are_numbered() -> None:
    one, two = LINE + b"A: b\n\none\n", LINE + b"A: b\n\ntwo\n"
    assert parts(one + b"\n" + two) == [Part(1, len(one) + 1, one), Part(6, len(two), two)]
    assert parts(b"") == []
    assert [part.line for part in parts(b"junk\n\n" + one)] == [1, 3]


def test_the_last_message_stays_the_same_when_another_follows() -> None:
    one = LINE + b"A: b\n\none\n"
    for rest in (b"", b"\n", b"\n" + one, b"\r\n\n"):
        assert parts(one + rest)[0].raw == one


@pytest.mark.parametrize(
    "separator",
    [
        b"From ada@x.org Tue May 14 09:12:00 2024\n",
        b"From ada@x.org Tue May 14 09:12:00 2024 +0200\n",
        b"From ada@x.org Tue May 14 09:12:00 CEST 2024\r\n",
        b"From ada at x.org  Sat Jan  2 20:39:58 2016\n",
        b"From - Tue May 14 09:12 2024\n",
        b"From ada@x.org Tue, 14 May 2024 09:12:00 +0200\n",
        b"From MAILER-DAEMON Tue May 14 09:12:00 2024\n",
        b'From "ada b"@x.org Tue May 14 09:12:00 2024\n',
    ],
)
def test_lines_with_a_sender_and_a_date_begin_a_message(separator: bytes) -> None:
    assert len(parts(LINE + b"A: b\n\none\n\n" + separator + b"A: b\n\ntwo\n")) == 2
    assert mailbox.begins(separator)


@pytest.mark.parametrize(
    "body",
    [
        b"\nFrom the start it held.\nA: b\n",
        b"\nFrom Tue to Fri it held.\nA: b\n",
        b"\nFrom ada Tue May 14\nA: b\n",
        b"one\n" + LINE + b"A: b\n",
        b"\n" + LINE + b"no header line\n",
        b"\n" + LINE,
        b"\nFrom " + b"a" * 400 + LINE[5:] + b"A: b\n",
    ],
)
def test_other_lines_that_begin_so_do_not(body: bytes) -> None:
    assert texts(body, b"two\n") == [body.rstrip() + b"\n", b"two\n"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"one\n>From here\n", b"one\nFrom here\n"),
        (b"\n>From here\n>From there\n", b"\nFrom here\nFrom there\n"),
        (b">one\n>From here\n", b">one\n>From here\n"),
        (b">>From here\n", b">>From here\n"),
        (b"> From here\n", b"> From here\n"),
        (b"a >From here\n", b"a >From here\n"),
    ],
)
def test_a_line_that_was_escaped_is_as_it_was_but_a_quote_stays(
    written: bytes, meant: bytes
) -> None:
    assert texts(written) == [meant]


def test_of_what_is_too_large_only_the_beginning_is_held() -> None:
    large = LINE + b"A: b\n\n" + b"x" * 77 + b"\n"

    class Endless(io.RawIOBase):
        """A message of a hundred megabytes, and one that follows."""

        def __init__(self) -> None:
            self._lines = self._all()

        def _all(self) -> Iterator[bytes]:
            yield from large.splitlines(keepends=True)
            yield from (b"y" * 1_000_000 for _ in range(100))
            yield from (b"\n", b"\n", LINE, b"A: b\n", b"\n", b"two\n")

        def readline(self, _size: int | None = -1, /) -> bytes:
            return next(self._lines, b"")

    tracemalloc.start()
    first, second = mailbox.parts(Endless(), 200_000)  # type: ignore[arg-type]  # readline is all
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert first.size > 100_000_000
    assert first.raw.startswith(large.rstrip())
    assert len(first.raw) < 100_000
    assert second.raw.endswith(b"two\n")
    assert peak < 5_000_000


@pytest.mark.parametrize("piece", [b"\n", b"From ", b"\nFrom a Tue ", b">", b"\nFrom a Tue May "])
def test_megabytes_of_marks_are_parted_in_seconds(piece: bytes) -> None:
    with at_most(5):
        assert parts(LINE + b"A: b\n\n" + piece * (5_000_000 // len(piece)), 10_000_000)


@given(
    st.lists(
        st.sampled_from([b"\n", LINE, b"A: b\n", b"one\n", b">From x\n", b"From x\n", b"\r\n"]),
        max_size=30,
    ).map(b"".join)
)
def test_nothing_is_lost_and_a_count_is_never_too_low(raw: bytes) -> None:
    found = parts(raw)
    assert sum(part.size for part in found) + raw.count(b">From x\n") >= len(raw)
    begun = [part for part in found if mailbox.begins(part.raw)]
    assert mailbox.count(io.BytesIO(raw)) >= len(begun)
    assert [part.line for part in found] == sorted({part.line for part in found})


def test_messages_and_attached_files_are_counted_over_the_ends_of_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = LINE + b"A: b\nContent-Disposition: attachment; filename=a.txt\n\none\n\n"
    for size in (7, 30, 31, 64, 1 << 20):
        monkeypatch.setattr(mailbox, "_BLOCK", size)
        assert mailbox.count(io.BytesIO(one * 50)) == 100


def test_a_box_is_known_by_its_suffix_or_its_first_line(tmp_path: Path) -> None:
    for name, raw, is_one in (
        ("a.mbox", b"", True), ("A.MBX", b"", True), ("a.mbox.gz", b"", True),
        ("2024q1.txt", LINE, True), ("Inbox", LINE, True),
        ("a.txt", b"From the start it held.\n", False), ("a.md", b"", False), ("b", b"x", False),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(raw)
        assert mailbox.is_box(tmp_path / name) == is_one
    assert not mailbox.is_box(tmp_path)


def test_a_folder_is_mail_when_all_that_can_be_read_in_it_is(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert not mailbox.is_all_mail(tmp_path)
    (tmp_path / "deep" / "a.EML").write_text("From: a")
    (tmp_path / ".hidden.md").write_text("x")
    assert mailbox.is_all_mail(tmp_path)
    (tmp_path / "deep" / "2024q1.txt").write_bytes(LINE)
    assert mailbox.is_all_mail(tmp_path)
    found = mailbox.files(tmp_path)
    assert [path.name for path in found.messages + found.boxes] == ["a.EML", "2024q1.txt"]
    (tmp_path / "notes.md").write_text("x")
    assert not mailbox.is_all_mail(tmp_path)


def test_a_maildir_is_read_with_its_folders_and_without_what_is_not_delivered(
    tmp_path: Path,
) -> None:
    for folder in ("", ".Sent", "Archive"):
        for name in ("cur", "new", "tmp"):
            (tmp_path / folder / name).mkdir(parents=True)
            (tmp_path / folder / name / f"1.{name}.x:2,S").write_text("From: a")
    (tmp_path / "dovecot.index").write_text("x")
    (tmp_path / ".other").mkdir()
    (tmp_path / ".other" / "a.eml").write_text("From: a")
    assert mailbox.is_maildir(tmp_path)
    found = mailbox.files(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found.messages] == [
        f"{folder}{name}/1.{name}.x:2,S"
        for folder in (".Sent/", "Archive/", "")
        for name in ("cur", "new")
    ]
    assert found.boxes == found.others == ()


def test_a_packed_box_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.mbox.gz").write_bytes(gzip.compress(LINE + b"A: b\n\none\n"))
    with mailbox.opened(tmp_path / "a.mbox.gz") as stream:
        assert len(list(mailbox.parts(stream, 1000))) == 1

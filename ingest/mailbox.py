"""Mailboxes: mbox files, maildirs and folders of single messages, taken apart."""

import gzip
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ingest.parsers import PARSERS

BROKEN = (OSError, EOFError, zlib.error)
"""What reading a mailbox may raise."""

_SUFFIXES = (".mbox", ".mbx", ".mbox.gz", ".mbx.gz")
_LONGEST_LINE = 1 << 16
_HEAD = 1 << 16
"""Kept of a message that is too large, to tell which one it is."""
_BLOCK = 1 << 20
_DAYS = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTHS = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SEPARATOR = re.compile(
    rb"From [^\r\n]{0,320}?\b" + _DAYS + rb",? (?=[^\r\n]{0,8}" + _MONTHS + rb" )"
    rb"(?=[^\r\n]{0,30}\d\d?:\d\d)(?=[^\r\n]{0,40}\b(?:19|20)\d\d\b)[^\r\n]{0,60}\r?\n"
)
_DATE = re.compile(rf"\b{_DAYS.decode()},? .*")
_HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:|>From ")
_PARTS = (b"\nFrom ", b"Content-Disposition: attachment")


class Part(NamedTuple):
    """What a mailbox holds from one separator to the next.

    ``line`` is the number of its first line; ``raw`` is its beginning alone where ``size`` is
    more than may be held.
    """

    line: int
    size: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a mailbox: messages by themselves, mboxes, and what else is there.

    ``unlisted`` are folders that cannot be.
    """

    messages: tuple[Path, ...] = ()
    boxes: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    unlisted: tuple[Path, ...] = ()


def is_box(path: Path) -> bool:
    """Whether a file is an mbox, by its suffix or its first line."""
    if not path.is_file():
        return False
    if path.name.lower().endswith(_SUFFIXES):
        return True
    with suppress(OSError), path.open("rb") as stream:
        return bool(_SEPARATOR.fullmatch(stream.readline(_LONGEST_LINE)))
    return False


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a maildir: ``cur`` and ``new``, in which each message is a file."""
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def is_all_mail(folder: Path) -> bool:
    """Whether a folder holds mail, and nothing else that a parser reads."""
    found = False
    for path in _visible(folder, []):
        if path.suffix.lower() == ".eml" or is_box(path):
            found = True
        elif path.suffix.lower() in PARSERS:
            return False
    return found


def files(path: Path) -> Files:
    """The files of a mailbox, in the order of their paths."""
    if not path.is_dir():
        return Files((path,)) if path.suffix.lower() == ".eml" else Files((), (path,))
    unlisted: list[Path] = []
    messages: list[Path] = []
    boxes: list[Path] = []
    others: list[Path] = []
    for file in _visible(path, unlisted):
        if file.suffix.lower() == ".eml" or _is_delivered(file):
            messages.append(file)
        else:
            (boxes if is_box(file) else others).append(file)
    return Files(tuple(messages), tuple(boxes), tuple(others), tuple(unlisted))


def opened(path: Path) -> BinaryIO | gzip.GzipFile:
    """The bytes of an mbox, unpacked."""
    return gzip.GzipFile(path) if path.suffix.lower() == ".gz" else path.open("rb")


def count(stream: BinaryIO | gzip.GzipFile) -> int:
    """About how many messages and attached files there are; not below the number of messages."""
    counted, rest = 1, b""
    while block := stream.read(_BLOCK):
        seen = rest + block
        counted += sum(seen.count(part) - rest.count(part) for part in _PARTS)
        rest = seen[-max(map(len, _PARTS)) :]
    return counted


def newest(stream: BinaryIO | gzip.GzipFile) -> str | None:
    """The day that the last separator of an mbox says, ISO 8601; None when none does."""
    last, rest = None, b"\n"
    while block := stream.read(_BLOCK):
        seen = rest + block
        end = len(seen)
        while (end := seen.rfind(b"\nFrom ", 0, end)) >= 0:
            if _SEPARATOR.match(seen, end + 1):
                last = seen[end + 1 : seen.index(b"\n", end + 1)]
                break
        rest = seen[-_LONGEST_LINE:]
    said = _DATE.search(last.decode("ascii", "replace")) if last else None
    try:
        return parsedate_to_datetime(said.group()).date().isoformat() if said else None
    except (ValueError, OverflowError):
        return None


def parts(stream: BinaryIO | gzip.GzipFile, most: int) -> Iterator[Part]:
    """The messages of an mbox, one held at a time, and what stands before the first.

    A message begins at a line ``From … <date>`` that follows a blank one, or nothing, and is
    followed by a header line: archives hold other lines that begin so. ``>From`` becomes
    ``From`` again, but where the line before is a quote, too, it is one.
    """
    held = bytearray()
    number = begun = 1
    size = 0
    blank, quote = True, False
    line = stream.readline(_LONGEST_LINE)
    while line:
        following = stream.readline(_LONGEST_LINE)
        if blank and line.startswith(b"From ") and _begins(line, following):
            if size:
                yield Part(begun, size, _ended(held))
            held.clear()
            begun, size = number, 0
        is_quote = line.startswith(b">")
        if is_quote and not quote and line.startswith(b">From "):
            line, is_quote = line[1:], False
        size += len(line)
        if size <= most:
            held += line
        else:
            del held[_HEAD:]
        blank, quote = line in {b"\n", b"\r\n"}, is_quote
        number += line.endswith(b"\n")
        line = following
    if size:
        yield Part(begun, size, _ended(held))


def begins(raw: bytes) -> bool:
    """Whether bytes begin as a message in an mbox does."""
    return bool(_SEPARATOR.match(raw))


def _begins(line: bytes, following: bytes) -> bool:
    return bool(_SEPARATOR.fullmatch(line) and _HEADER.match(following))


def _ended(held: bytearray) -> bytes:
    """Without the blank line before the next separator: the last message has none yet."""
    return bytes(held.rstrip(b"\r\n")) + b"\n"


def _visible(root: Path, unlisted: list[Path]) -> Iterator[Path]:
    """The files below a folder, no links; of a maildir what was delivered, and its folders'."""

    def cannot_list(error: OSError) -> None:
        unlisted.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=cannot_list):
        here = Path(folder)
        maildir = is_maildir(here)
        folders[:] = sorted(
            name
            for name in folders
            if not (maildir and name == "tmp")
            and (not name.startswith(".") or is_maildir(here / name))
        )
        if not maildir:
            shown = (here / name for name in sorted(names) if not name.startswith("."))
            yield from (file for file in shown if file.is_file() and not file.is_symlink())


def _is_delivered(file: Path) -> bool:
    """Whether a file is a message in a maildir."""
    return file.parent.name in {"cur", "new"} and is_maildir(file.parent.parent)

"""A file that holds what ``git log --numstat`` printed."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO, Self

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.ids import document_id
from ingest import commits
from ingest.commits import Commit
from ingest.connector import Connector
from ingest.parser import Parse
from ingest.record import Record, Skipped, Unreadable

_SUFFIXES = frozenset({"", ".log", ".txt"})
_FIRST = re.compile(rb"commit (?P<key>[0-9a-f]{40}(?:[0-9a-f]{24})?)(?:[ \r\n].*)?", re.DOTALL)
_LONGEST_FIRST = 4096
_HEADER = re.compile(r"(?P<key>[A-Za-z]+):\s*(?P<value>.*)")
_INDENT = "    "
_CHANGED = re.compile(
    r"(?:(?:\d+|-)\t(?:\d+|-)|(?::\d[^\t]* )?[ACDMRTUX]\d*)\t(?:[^\t]+\t)?(?P<path>[^\t]+)"
)
"""A line of ``--numstat``, ``--name-status`` or ``--raw``."""
_NOTES = re.compile(r"Notes(?: \(.*\))?:")
_RENAMED = re.compile(r"\{[^{}]* => (?P<within>[^{}]*)\}|^[^{}]* => ")
_QUOTED = re.compile(rb"\\(?:(?P<octal>[0-3][0-7]{2})|(?P<letter>.))")
_SECONDS = re.compile(r"(?P<seconds>-?\d{5,12})(?: (?P<hours>[+-]\d\d)(?P<minutes>\d\d))?")
_DATES = (
    "%a %b %d %H:%M:%S %Y %z",
    "%a %b %d %H:%M:%S %Y",
    "%Y-%m-%d %H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S %z",
)
"""As ``--date`` default, local, iso and rfc have it."""


@dataclass(frozen=True, slots=True)
class Log(Connector):
    """The commits of a log (key: the full hash). It has only those it was asked for."""

    path: Path
    source: str
    max_bytes: int

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """A file whose first line is that of a log."""
        if path.suffix.lower() not in _SUFFIXES or not path.is_file():
            return False
        with suppress(OSError), path.open("rb") as stream:
            return bool(_FIRST.fullmatch(stream.readline(_LONGEST_FIRST)))
        return False

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int, parse: Parse) -> Self:
        """See `Connector.open`."""
        if not path.is_file():
            msg = f"there is nothing to read in {path}: a log is a file"
            raise SourceUnreadable(msg)
        return cls(path, source, max_bytes)

    def estimate(self) -> int:
        """See `Connector.estimate`."""
        with suppress(OSError), self.path.open("rb") as stream:
            return sum(line.startswith(b"commit ") for line in _lines(stream, self.max_bytes))
        return 0

    def records(self) -> Iterator[Record | Unreadable | Skipped]:
        """See `Connector.records`."""
        numbers: dict[str, int] = {}
        try:
            with self.path.open("rb") as stream:
                lines = _lines(stream, self.max_bytes)
                for number, size, block in _blocks(lines, self.max_bytes):
                    yield self._item(number, size, block, numbers)
        except OSError as error:
            msg = f"{self.path} cannot be read to its end: {error.strerror}"
            raise SourceUnreadable(msg) from error
        if not numbers:
            msg = f"there is nothing to read in {self.path}: no line begins a commit"
            raise SourceUnreadable(msg)

    def covers(self, document_id: str) -> bool:
        """Nothing: a commit that is not in this log may be in the next."""
        return False

    def _item(
        self, number: int, size: int, block: Sequence[bytes], numbers: dict[str, int]
    ) -> Record | Unreadable | Skipped:
        """What the lines from one that begins a commit to the next say."""
        where = f"{self.path.name} line {number}"
        begun = _FIRST.fullmatch(block[0])
        if not begun:
            return Unreadable(where, "it begins no commit, as git log prints them")
        key = begun["key"].decode()
        document = None
        try:
            document = document_id(self.source, key)
            if numbers.setdefault(key, number) != number:
                raise RecordRejected(f"its hash is that of line {numbers[key]}")
            if size > self.max_bytes:
                most = self.max_bytes / 1e6
                raise RecordRejected(f"it has more than {most:g} MB (WHOKNOWS_MAX_FILE_MB)")
            commit = _commit(key, number, block)
        except RecordRejected as rejected:
            return Unreadable(where, str(rejected), document)
        raw = b"".join(block[1:]).rstrip()  # branches move, and blank lines part commits
        return commits.record(self.source, commit, commits.people(commit), raw)


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    """The lines of a file, cut where they are too long."""
    while line := stream.readline(longest):
        yield line
        while line and not line.endswith(b"\n"):
            line = stream.readline(longest)


def _blocks(lines: Iterator[bytes], most: int) -> Iterator[tuple[int, int, list[bytes]]]:
    """Number of the first line, size, and lines of each commit; as many as may be held."""
    block: list[bytes] = []
    begun, size = 1, 0
    for number, line in enumerate(lines, 1):
        if line.startswith(b"commit ") and block:
            yield begun, size, block
            block, begun, size = [], number, 0
        size += len(line)
        if size <= most or not block:
            block.append(line)
    if block:
        yield begun, size, block


def _commit(key: str, number: int, block: Sequence[bytes]) -> Commit:
    """A commit.

    Raises
    ------
    RecordRejected
        When it has no author, or a line that git log does not print.
    """
    text = (line.decode("utf-8", "replace").rstrip("\r\n") for line in block)
    lines = iter(list(enumerate(text, number))[1:])
    headers: dict[str, str] = {}
    for at, line in lines:
        header = _HEADER.fullmatch(line)
        if line and not header:
            raise RecordRejected(f"line {at} is no header that git log prints")
        if not header:
            break
        headers.setdefault(header["key"], header["value"])
    message: list[str] = []
    paths: list[str] = []
    told = message
    for at, line in lines:
        if not line or line.startswith(_INDENT):
            told.append(line[len(_INDENT) :])
        elif changed := _CHANGED.fullmatch(line):
            paths.append(_path(changed["path"]))
        elif _NOTES.fullmatch(line):
            told = []  # they are no part of the message
        else:
            raise RecordRejected(f"line {at} is none that git log --numstat prints")
    author = commits.identity(headers.get("Author", ""))
    if not author:
        raise RecordRejected("it names no author")
    merge = "Merge" in headers
    date = written(headers.get("AuthorDate") or headers.get("Date") or "")
    lent = tuple(commits.lent(sorted(paths), merge=merge))
    return Commit(key, author, date, "\n".join(message).strip("\n"), merge, lent)


def _path(listed: str) -> str:
    r"""A path, unquoted; of one renamed the new one.

    >>> _path("docs/{old => new}/a.md"), _path(r'"caf\303\251.md"')
    ('docs/new/a.md', 'café.md')
    """
    if len(listed) > 1 and listed[0] == listed[-1] == '"':
        raw = _QUOTED.sub(_unquoted, listed[1:-1].encode())
        listed = raw.decode("utf-8", "replace")
    return _RENAMED.sub(lambda found: found["within"] or "", listed).replace("//", "/")


def _unquoted(found: re.Match[bytes]) -> bytes:
    if found["octal"]:
        return bytes([int(found["octal"], 8)])
    return found["letter"] if found["letter"] in b'"\\' else b" "


def written(date: str) -> str | None:
    """A date as git writes it, in ISO 8601; None when it is none.

    >>> written("Tue May 14 09:12:00 2024 +0200"), written("1715670720 +0200")
    ('2024-05-14T09:12:00+02:00', '2024-05-14T09:12:00+02:00')
    """
    with suppress(ValueError, OverflowError, OSError):
        if seconds := _SECONDS.fullmatch(date):
            shift = timedelta(hours=int(seconds["hours"] or 0))
            sign = -1 if (seconds["hours"] or "").startswith("-") else 1
            shift += sign * timedelta(minutes=int(seconds["minutes"] or 0))
            return datetime.fromtimestamp(int(seconds["seconds"]), timezone(shift)).isoformat()
    for form in _DATES:
        with suppress(ValueError):
            return datetime.strptime(date, form).isoformat()  # noqa: DTZ007  some have no zone
    with suppress(ValueError):
        return datetime.fromisoformat(date).isoformat()
    return None

"""A folder of files, or a single one."""

import math
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.ids import digest, document_id
from graphkit.registry import find
from ingest.connector import Connector
from ingest.parsers import PARSERS
from ingest.parsers.decode import decode
from ingest.parsers.header import PEOPLE
from ingest.parsers.people import actors
from ingest.record import Content, Record, Skipped, Unreadable

VERSION = "folder-1"
"""Part of the digest: a new version of the parsers reads every file again."""

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Folder(Connector):
    """Files below a folder that a parser is registered for; the key is the path below it.

    Hidden files and folders, links, and files that are no regular files are not read.
    """

    root: Path
    files: tuple[Path, ...]
    unlisted: tuple[Path, ...]
    source: str
    max_bytes: int

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Any folder, and any file a parser is registered for."""
        return path.is_dir() or path.suffix.lower() in PARSERS

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int) -> Self:
        """See `Connector.open`."""
        root = path if path.is_dir() else path.parent
        files, unlisted = _walk(path) if path.is_dir() else ([path], [])
        if not any(file.suffix.lower() in PARSERS for file in files):
            known = ", ".join(sorted(PARSERS))
            msg = f"there is nothing to read in {path}: looked for {known}"
            raise SourceUnreadable(msg)
        return cls(root, tuple(files), tuple(unlisted), source, max_bytes)

    def estimate(self) -> int:
        """See `Connector.estimate`."""
        return len(self.files)

    def records(self) -> Iterator[Record | Unreadable | Skipped]:
        """See `Connector.records`."""
        for folder in self.unlisted:
            yield Unreadable(folder.relative_to(self.root).as_posix(), "it cannot be listed")
        seen: set[str] = set()
        for path in self.files:
            key = path.relative_to(self.root).as_posix()
            suffix = path.suffix.lower()
            if suffix not in PARSERS:
                yield Skipped(key, suffix or "no suffix")
                continue
            try:
                document = document_id(self.source, key)
            except RecordRejected as rejected:
                yield Unreadable(repr(key), str(rejected))
                continue
            if document in seen:
                yield Unreadable(
                    key, "its name is another's, with accents coded otherwise", document
                )
                continue
            seen.add(document)
            try:
                raw = _read(path, self.max_bytes)
            except (OSError, RecordRejected) as error:
                reason = getattr(error, "strerror", None) or str(error)
                yield Unreadable(key, reason, document)
                continue
            stamp = digest(VERSION, key, raw)
            yield Record(document, stamp, len(raw), key, partial(_parse, raw, key))

    def covers(self, document_id: str) -> bool:
        """Everything in a folder; of a single file only itself."""
        return True


def _walk(root: Path) -> tuple[list[Path], list[Path]]:
    """The files below a folder in the order of their paths, and the folders not to be listed."""
    found: list[Path] = []
    unlisted: list[Path] = []

    def cannot_list(error: OSError) -> None:
        unlisted.append(Path(error.filename))

    for folder, folders, files in os.walk(root, onerror=cannot_list):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder, name) for name in sorted(files) if not name.startswith(".")]
    return found, unlisted


def _read(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file of bearable size."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        msg = "it is a link or a device, not a file"
        raise RecordRejected(msg)
    if found.st_size > max_bytes:
        size, most = math.ceil(found.st_size / 1e5) / 10, max_bytes / 1e6
        msg = f"it has {size:g} MB, the most is {most:g} (WHOKNOWS_MAX_FILE_MB)"
        raise RecordRejected(msg)
    return path.read_bytes()


def _parse(raw: bytes, key: str) -> Content:
    """What a file says; a date in its name serves where it states none."""
    path = Path(key)
    parsed = find(PARSERS, path.suffix.lower(), "parser")(decode(raw).replace("\r\n", "\n"))
    said = dict(reversed(parsed.header))  # of several dates the first
    dated = _DATED.match(path.name)
    return Content(
        title=parsed.title or path.stem.replace("-", " ").replace("_", " "),
        text=parsed.text,
        actors=tuple(
            actor
            for role, value in parsed.header
            if role in PEOPLE
            for actor in actors(value, role)
        ),
        date=said.get("date") or (dated.group() if dated else None),
        link=key,
        language=said.get("language"),
    )

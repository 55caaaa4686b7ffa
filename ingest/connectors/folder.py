"""A folder of files, or a single one."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.ids import digest
from ingest import files
from ingest.connector import Connector
from ingest.parser import Parse
from ingest.parsers import PARSERS
from ingest.record import Content, Record, Skipped, Unreadable


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
    parse: Parse

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Any folder, and any file a parser is registered for."""
        return path.is_dir() or path.suffix.lower() in PARSERS

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int, parse: Parse) -> Self:
        """See `Connector.open`."""
        root = path if path.is_dir() else path.parent
        found, unlisted = _walk(path) if path.is_dir() else ([path], [])
        if not any(file.suffix.lower() in PARSERS for file in found):
            known = ", ".join(sorted(PARSERS))
            msg = f"there is nothing to read in {path}: looked for {known}"
            raise SourceUnreadable(msg)
        return cls(root, tuple(found), tuple(unlisted), source, max_bytes, parse)

    def estimate(self) -> int:
        """See `Connector.estimate`."""
        return len(self.files)

    def records(self) -> Iterator[Record | Unreadable | Skipped]:
        """See `Connector.records`."""
        for folder in self.unlisted:
            yield Unreadable(folder.relative_to(self.root).as_posix(), "it cannot be listed")
        names = files.Names(self.source)
        for path in self.files:
            key = path.relative_to(self.root).as_posix()
            document = names.document(key)
            if not isinstance(document, str):
                yield document
                continue
            try:
                raw = files.read(path, self.max_bytes)
            except (OSError, RecordRejected) as error:
                reason = getattr(error, "strerror", None) or str(error)
                yield Unreadable(key, reason, document)
                continue
            stamp = digest(files.VERSION, key, raw)
            parse = partial(self._parse, raw, key)
            yield Record(document, stamp, len(raw), key, parse, heavy=True)

    def covers(self, document_id: str) -> bool:
        """Everything in a folder; of a single file only itself."""
        return True

    def _parse(self, raw: bytes, key: str) -> Content:
        return files.content(self.parse(files.suffix(key), raw), key, self.source)


def _walk(root: Path) -> tuple[list[Path], list[Path]]:
    """The files below a folder in the order of their paths, and the folders not to be listed."""
    found: list[Path] = []
    unlisted: list[Path] = []

    def cannot_list(error: OSError) -> None:
        unlisted.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=cannot_list):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder, name) for name in sorted(names) if not name.startswith(".")]
    return found, unlisted

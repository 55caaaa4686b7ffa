"""An archive of Zulip's topics, or messages as its API gives them: a folder, or a .zip of it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import groupby, islice
from pathlib import Path, PurePosixPath
from typing import Self
from zipfile import is_zipfile

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.ids import digest, document_id
from graphkit.text import one_line
from ingest.archive import Archive, opened
from ingest.chats import BOTS, OTHERS, Said, Told, estimated, is_json, objects, written
from ingest.connector import Connector
from ingest.parser import Parse
from ingest.record import Content, Record, Skipped, Unreadable
from ingest.zulip import STREAM, Place, author, is_notice, place, words

VERSION = "zulip-1"
"""Part of the digest: a new version reads every message again."""

_TOPIC = re.compile(r"(?:.*/)?\d{1,12}-[^/]+/[^/]+\.json", re.IGNORECASE)
_MARK = b'"sender_full_name"'
_TIME = re.compile(rb'"timestamp"\s{0,9}:\s{0,9}(\d{1,12})\b')
_HEAD, _LONGEST = 1 << 20, 50 << 20
_TRIED = 10
"""Files that are looked into before a folder is taken for something else."""
_LATEST = datetime(9999, 12, 31, tzinfo=UTC).timestamp()

_Item = Record | Unreadable | Skipped


@dataclass(frozen=True, slots=True)
class Zulip(Connector):
    """Messages; the key is the stream's id and the message's.

    Topics are files in folders that are called by the stream's id and name, as zulip-archive
    writes them. They do not say who may read them. Direct messages, which only the API gives, are
    for those who have them.
    """

    path: Path
    source: str
    max_bytes: int
    streams: set[str] = field(default_factory=set)
    """Those that the last pass found."""

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """A folder or a .zip with a folder of a stream, in which there are messages."""
        if path.is_dir():
            below = (each for each in path.iterdir() if STREAM.fullmatch(each.name))
            files = (file for each in below for file in each.glob("*.json"))
            return any(map(_has_messages, islice(files, _TRIED)))
        if path.suffix.lower() != ".zip" or not is_zipfile(path):
            return False
        with suppress(SourceUnreadable, RecordRejected), opened(path, _LONGEST) as archive:
            names = islice(filter(_TOPIC.fullmatch, archive.names), _TRIED)
            return any(_MARK in archive.read(name) for name in names)
        return False

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int, parse: Parse) -> Self:
        """See `Connector.open`."""
        with opened(path, max_bytes) as archive:
            if not any(map(is_json, archive.names)):
                msg = f"there is nothing to read in {path}: an archive of Zulip has .json files"
                raise SourceUnreadable(msg)
        return cls(path, source, max_bytes)

    def estimate(self) -> int:
        """See `Connector.estimate`."""
        return estimated(self.path, self.max_bytes, b'"id"')

    def newest(self) -> str | None:
        """See `Connector.newest`."""
        latest = 0
        with suppress(SourceUnreadable), opened(self.path, self.max_bytes) as archive:
            for name in filter(is_json, archive.names):
                with suppress(RecordRejected):
                    found = map(int, _TIME.findall(archive.read(name)))
                    latest = max(latest, *(seconds for seconds in found if seconds < _LATEST), 0)
        return datetime.fromtimestamp(latest, UTC).date().isoformat() if latest else None

    def records(self) -> Iterator[_Item]:
        """See `Connector.records`."""
        self.streams.clear()
        with opened(self.path, self.max_bytes) as archive:
            yield from archive.refused
            for folder, names in groupby(archive.names, self._folder):
                told = Told()
                if known := STREAM.fullmatch(folder):
                    self.streams.add(known[1])
                for name in names:
                    if is_json(name):
                        yield from self._file(archive, name, told)
                    else:
                        yield Skipped(one_line(name), PurePosixPath(name).suffix.lower() or OTHERS)

    def covers(self, document_id: str) -> bool:
        """Messages of the streams that were read last; of direct ones it may not have all."""
        stream, _, _ = document_id.removeprefix(f"{self.source}:").rpartition("/")
        return stream in self.streams

    def _folder(self, name: str) -> str:
        """The folder of a file; of one that lies at the root that of the archive."""
        return PurePosixPath(name).parent.name or self.path.resolve().name

    def _file(self, archive: Archive, name: str, told: Told) -> Iterator[_Item]:
        """The messages of a topic."""
        try:
            messages = objects(archive, name)
        except RecordRejected as rejected:
            yield Unreadable(one_line(name), str(rejected))
            return
        for number, message in enumerate(messages, 1):
            where = f"{one_line(name)} message {number}"
            if not isinstance(message, dict):
                yield Unreadable(where, "it is no JSON object")
            elif not _is_number(message.get("id")) or not _is_number(message.get("timestamp")):
                yield Unreadable(where, "it has no id or no time (id, timestamp)")
            else:
                yield self._message(where, message, name, told)

    def _message(self, where: str, message: Said, name: str, told: Told) -> _Item:
        document = None
        try:
            stands = place(message, self._folder(name), PurePosixPath(name).stem, self.source)
            if is_notice(message, stands):
                return Skipped(where, BOTS)
            document = document_id(self.source, f"{stands.stream}/{message['id']}")
            said = written(message)
        except RecordRejected as rejected:
            return Unreadable(where, str(rejected), document)
        if stands.group is None:
            self.streams.add(stands.stream)
        acl = None if stands.group is None else frozenset({stands.group})
        raw = digest(VERSION, said, stands.thread, stands.topic, sorted(stands.members))
        parse = partial(_content, message, stands, acl)
        record = Record(document, raw, len(said), where, parse, acl)
        return told.again(where, document, raw) or record


def _content(message: Said, stands: Place, acl: frozenset[str] | None) -> Content:
    who = author(message)
    return Content(
        title=stands.topic,
        text=words(message),
        actors=(who,) if who else (),
        date=datetime.fromtimestamp(int(message["timestamp"]), UTC).isoformat(),
        acl=acl,
        thread=stands.thread,
        groups={stands.group: stands.members} if stands.group else {},
    )


def _is_number(value: object) -> bool:
    """Whether a value serves as an id or as seconds."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LATEST


def _has_messages(file: Path) -> bool:
    with suppress(OSError), file.open("rb") as stream:
        return _MARK in stream.read(_HEAD)
    return False

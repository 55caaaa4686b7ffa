"""An export of Slack: a folder, or the .zip as it was downloaded."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any, Self
from zipfile import is_zipfile

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.ids import digest, document_id
from graphkit.text import one_line
from ingest.archive import Archive, opened
from ingest.chats import (
    BOTS,
    DELETED,
    EVENTS,
    OTHERS,
    Said,
    Told,
    estimated,
    is_json,
    objects,
    text,
    written,
)
from ingest.connector import Connector
from ingest.parser import Parse
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.slack import LISTS, USERS, Channel, Member, Workspace, plain, root_of, workspace

VERSION = "slack-1"
"""Part of the digest: a new version reads every message again."""

_SPEECH = frozenset({"", "thread_broadcast", "reply_broadcast", "me_message", "file_share"})
_DELETED = frozenset({"message_deleted", "tombstone"})
_TS = re.compile(r"\d{1,11}\.\d{1,9}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=\.json)")
_DEPTH = 2
"""A folder a conversation, a file a day."""

_Item = Record | Unreadable | Skipped


class _Span:
    """The time of which an export holds messages.

    The days of its files, where each message stands in that of its day in UTC. Days of other
    zones begin and end at hours that are not known: then from the oldest message to the newest.
    """

    def __init__(self) -> None:
        self._moments: tuple[float, float] | None = None
        self._days: tuple[float, float] | None = None
        self._is_utc = True

    def take(self, name: str, ts: str) -> None:
        """Note a message of a file."""
        moment = float(ts)
        self._moments = _widened(self._moments, moment, moment)
        day = _DAY.search(name)
        begun = _begun(day.group()) if day else None
        if begun is None or not begun <= moment < begun + _LONG:
            self._is_utc = False
        else:
            self._days = _widened(self._days, begun, begun + _LONG)

    def holds(self, ts: str) -> bool:
        """Whether a message of a time would be in the export."""
        begin, end = (self._days if self._is_utc else self._moments) or (1, 0)
        return begin <= float(ts) <= end


_LONG = timedelta(days=1).total_seconds()


def _widened(span: tuple[float, float] | None, begin: float, end: float) -> tuple[float, float]:
    return (min(span[0], begin), max(span[1], end)) if span else (begin, end)


def _begun(day: str) -> float | None:
    """When a day begins in UTC, in seconds; None when it is none."""
    with suppress(ValueError):
        return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()
    return None


@dataclass(slots=True)
class _Held:
    """What the last pass found the export to hold; the keys are of conversations with messages."""

    lists: Workspace | None = None
    keys: set[str] = field(default_factory=set)
    span: _Span = field(default_factory=_Span)


@dataclass(frozen=True, slots=True)
class Slack(Connector):
    """Messages; the key is the conversation's id and the time, which is Slack's own.

    Messages have no title: the name of a channel, which may be what it is about, would count in
    each of them. All have a thread, most of them one of their own: what opens a thread does not
    always say so. Public channels are for everyone, other conversations for those who are in them.
    """

    path: Path
    source: str
    max_bytes: int
    held: _Held = field(default_factory=_Held)

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """A folder with lists of users and of conversations, or a .zip of one."""
        if path.is_dir():
            return all(any((path / each).is_file() for each in some) for some in (USERS, LISTS))
        if path.suffix.lower() != ".zip" or not is_zipfile(path):
            return False
        with suppress(SourceUnreadable), opened(path, 0) as archive:
            return root_of(archive.names) is not None
        return False

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int, parse: Parse) -> Self:
        """See `Connector.open`."""
        with opened(path, max_bytes) as archive:
            _root(archive, path)
        return cls(path, source, max_bytes)

    def estimate(self) -> int:
        """See `Connector.estimate`."""
        return estimated(self.path, self.max_bytes, b'"ts"')

    def newest(self) -> str | None:
        """See `Connector.newest`: the last day of which there is a file."""
        with opened(self.path, self.max_bytes) as archive:
            days = (_DAY.search(name) for name in archive.names)
            return max((day.group() for day in days if day), default=None)

    def records(self) -> Iterator[_Item]:
        """See `Connector.records`."""
        with opened(self.path, self.max_bytes) as archive:
            known = workspace(archive, _root(archive, self.path), self.source)
            self.held.lists, self.held.keys, self.held.span = known, set(), _Span()
            yield from archive.refused
            below = [name for name in archive.names if name.startswith(known.root)]
            if len(below) < len(archive.names):
                yield Skipped(self.path.name, OTHERS)
            for folder, names in groupby(below, lambda name: _inside(name, known)[0]):
                told = Told()
                channel = known.channel(folder)
                for name in names:
                    if is_json(name) and len(_inside(name, known)) == _DEPTH:
                        yield from self._file(archive, name, known, channel, told)
                    elif name.removeprefix(known.root) not in LISTS + USERS:
                        suffix = PurePosixPath(name).suffix.lower()
                        yield Skipped(one_line(name), OTHERS if suffix == ".json" else suffix)

    def covers(self, document_id: str) -> bool:
        """Messages of conversations and times that the export last read would have held."""
        key, _, ts = document_id.removeprefix(f"{self.source}:").rpartition("/")
        held = self.held
        if not held.lists or not (key in held.keys or held.lists.has(key)):
            return False
        return bool(_TS.fullmatch(ts)) and held.span.holds(ts)

    def _file(
        self, archive: Archive, name: str, known: Workspace, channel: Channel, told: Told
    ) -> Iterator[_Item]:
        """The messages of a day."""
        try:
            messages = objects(archive, name)
        except RecordRejected as rejected:
            yield Unreadable(one_line(name), str(rejected))
            return
        for number, message in enumerate(messages, 1):
            where = f"{one_line(name)} message {number}"
            if not isinstance(message, dict):
                yield Unreadable(where, "it is no JSON object")
            elif not _TS.fullmatch(text(message, "ts")):
                yield Unreadable(where, "it has no time (ts)")
            else:
                self.held.span.take(name, text(message, "ts"))
                self.held.keys.add(channel.key)
                yield self._message(where, message, known, channel, told)

    def _message(
        self, where: str, message: Said, known: Workspace, channel: Channel, told: Told
    ) -> _Item:
        member = known.member(message)
        heading = _heading(message, member)
        if heading:
            return Skipped(where, heading)
        key = f"{channel.key}/{text(message, 'ts')}"
        document = None
        try:
            document = document_id(self.source, key)
            about = [member.alias, member.name] if member else []
            said = written(message)
        except RecordRejected as rejected:
            return Unreadable(where, str(rejected), document or f"{self.source}:{key!r}")
        raw = digest(VERSION, said, about, channel.stamp)
        parse = partial(self._content, message, member, channel)
        record = Record(document, raw, len(said), where, parse, channel.acl)
        return told.again(where, document, raw) or record

    def _content(self, message: Said, member: Member | None, channel: Channel) -> Content:
        ts = text(message, "ts")
        opener = text(message, "thread_ts")
        opener = opener if _TS.fullmatch(opener) else ts
        answered = document_id(self.source, f"{channel.key}/{opener}") if opener != ts else None
        said = [plain(text(message, "text")), *_titles(message)]
        return Content(
            title="",
            place=channel.name,
            text="\n\n".join(filter(None, said)),
            actors=(Actor(member.alias, member.name, "author"),) if member else (),
            date=datetime.fromtimestamp(int(ts.partition(".")[0]), UTC).isoformat(),
            acl=channel.acl,
            thread=f"{channel.key}/{opener}",
            reply_to=answered,
            groups=channel.groups,
        )


def _heading(message: Said, member: Member | None) -> str | None:
    """Under what a message is skipped that nobody said."""
    subtype = text(message, "subtype")
    if message.get("bot_id") or subtype == "bot_message" or (member and member.is_bot):
        return BOTS
    if subtype in _DELETED:
        return DELETED
    return None if subtype in _SPEECH else EVENTS


def _titles(message: Said) -> Iterator[str]:
    """What the files are called that a message shares."""
    shared: Any = message.get("files") or [message.get("file")]
    for each in shared if isinstance(shared, list) else ():
        if isinstance(each, dict):
            yield one_line(text(each, "title", "name"))


def _root(archive: Archive, path: Path) -> str:
    root = root_of(archive.names)
    if root is None:
        known = ", ".join(LISTS)
        msg = f"there is nothing to read in {path}: an export of Slack has one of {known}"
        raise SourceUnreadable(msg)
    return root


def _inside(name: str, known: Workspace) -> list[str]:
    return name.removeprefix(known.root).split("/")

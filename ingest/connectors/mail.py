"""Mail: an mbox, a maildir, or a folder that holds mail and nothing else."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Self

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.ids import digest, document_id
from ingest import files, mailbox
from ingest.connector import Connector
from ingest.envelope import Envelope, envelope
from ingest.parser import Parse, Parsed
from ingest.record import Content, Record, Skipped, Unreadable

VERSION = "mail-1"
"""Part of the digest: a new version reads every message again."""

_SUFFIX = ".eml"
_MAY_ATTACH = re.compile(
    rb"^content-(?:disposition|type)[ \t]*:(?:[^\n]|\n[ \t]){0,1000}?name\*?[\d*]*[ \t]*=",
    re.IGNORECASE | re.MULTILINE,
)
"""Only what names a file is parsed before its turn, to tell which files it brings."""

_Item = Record | Unreadable | Skipped


@dataclass(frozen=True, slots=True)
class Mail(Connector):
    """Messages (key: the Message-ID) and the files attached (key: that and the file's name).

    A message without a Message-ID has the digest of its bytes for a key. Of several with one key
    the first counts: copies of a mail lie in the folders of all who got it.
    """

    root: Path
    found: mailbox.Files
    source: str
    max_bytes: int
    parse: Parse

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """An mbox, a maildir, a folder in which all that a parser reads is mail."""
        if path.is_dir():
            return mailbox.is_maildir(path) or mailbox.is_all_mail(path)
        return mailbox.is_box(path)

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int, parse: Parse) -> Self:
        """See `Connector.open`."""
        found = mailbox.files(path) if path.exists() else mailbox.Files()
        if not found.messages and not found.boxes:
            msg = f"there is nothing to read in {path}: looked for an mbox, a maildir, {_SUFFIX}"
            raise SourceUnreadable(msg)
        root = path if path.is_dir() else path.parent
        return cls(root, found, source, max_bytes, parse)

    def estimate(self) -> int:
        """See `Connector.estimate`."""
        counted = len(self.found.others)
        for path in self.found.messages + self.found.boxes:
            with suppress(*mailbox.BROKEN), mailbox.opened(path) as stream:
                counted += mailbox.count(stream)
        return counted

    def newest(self) -> str | None:
        """See `Connector.newest`: of mboxes, the day of a last message."""
        days = []
        for path in self.found.boxes:
            with suppress(*mailbox.BROKEN), mailbox.opened(path) as stream:
                days.append(mailbox.newest(stream))
        return max(filter(None, days), default=None)

    def records(self) -> Iterator[_Item]:
        """See `Connector.records`."""
        for folder in self.found.unlisted:
            yield Unreadable(self._name(folder), "it cannot be listed")
        for path in self.found.others:
            yield Skipped(self._name(path), files.suffix(path.name) or "no suffix")
        seen: set[bytes] = set()
        for path in self.found.messages:
            where = self._name(path)
            try:
                raw = files.read(path, self.max_bytes)
            except (OSError, RecordRejected) as error:
                yield Unreadable(where, getattr(error, "strerror", None) or str(error))
            else:
                yield from self._message(raw, len(raw), where, seen)
        for path in self.found.boxes:
            try:
                yield from self._box(path, seen)
            except mailbox.BROKEN as error:
                msg = f"{path} cannot be read to its end: {error}"
                raise SourceUnreadable(msg) from error
        if not seen:
            msg = f"there is nothing to read in {self.root}: no message begins"
            raise SourceUnreadable(msg)

    def covers(self, document_id: str) -> bool:
        """All that is on file under the source's name."""
        return True

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _box(self, path: Path, seen: set[bytes]) -> Iterator[_Item]:
        """The messages of an mbox."""
        with mailbox.opened(path) as stream:
            for part in mailbox.parts(stream, self.max_bytes):
                where = f"{self._name(path)} line {part.line}"
                if mailbox.begins(part.raw):
                    yield from self._message(part.raw, part.size, where, seen)
                elif part.raw.strip():
                    yield Unreadable(where, "no message begins there, as one in an mbox does")

    def _message(self, raw: bytes, size: int, where: str, seen: set[bytes]) -> Iterator[_Item]:
        """A message and what is attached to it."""
        sent = envelope(raw)
        if _is_seen(sent.key, seen):
            yield Skipped(where, "the same message again")
            return
        try:
            document = document_id(self.source, sent.key)
        except RecordRejected as rejected:
            yield Unreadable(where, str(rejected), f"{self.source}:{sent.key!r}")
            return
        try:
            files.check_size(size, self.max_bytes)
            early = self.parse(_SUFFIX, raw) if _MAY_ATTACH.search(raw) else None
        except RecordRejected as rejected:
            yield Unreadable(where, str(rejected), document)
            return
        stamp = digest(VERSION, files.VERSION, raw)
        if early is None:
            parse = partial(self._parse, raw, sent)
            yield Record(document, stamp, size, where, parse, heavy=True)
            return
        said = self._said(early, sent)
        yield Record(document, stamp, size, where, lambda: said)
        for name, attached in early.attached:
            yield self._attached(sent.key, name, attached, seen, where, said)

    def _attached(  # noqa: PLR0913, PLR0917  called in one place
        self, key: str, name: str, raw: bytes, seen: set[bytes], where: str, said: Content
    ) -> _Item:
        """A file that came with a message."""
        if _is_seen(f"{key}/{name}", seen):
            return Skipped(where, "attached under the same name")
        document = document_id(self.source, f"{key}/{name}")
        people = [[actor.alias, actor.name, actor.role] for actor in said.actors]
        known = (
            people,
            said.date,
            said.link,
            [sorted(said.acl or ()), sorted(said.fallback or ())],
        )
        stamp = digest(VERSION, files.VERSION, name, raw, *known)
        return Record(
            document,
            stamp,
            len(raw),
            f"{where}: {name}",
            partial(self._file, name, raw, said),
            said.acl,
            heavy=True,
        )

    def _file(self, name: str, raw: bytes, said: Content) -> Content:
        """What an attached file says: beside its own people's it is those of the message."""
        own = files.content(self.parse(files.suffix(name), raw), name, self.source)
        return replace(
            said,
            title=own.title,
            text=own.text,
            actors=tuple(dict.fromkeys((*own.actors, *said.actors))),
            language=own.language,
            thread=None,
            reply_to=None,
        )

    def _parse(self, raw: bytes, sent: Envelope) -> Content:
        return self._said(self.parse(_SUFFIX, raw), sent)

    def _said(self, parsed: Parsed, sent: Envelope) -> Content:
        """What a message says, with its place among others."""
        answered = document_id(self.source, sent.answered) if sent.answered else None
        return replace(
            files.content(parsed, "", self.source),
            link=sent.link or sent.key,
            thread=sent.thread,
            reply_to=answered,
        )


def _is_seen(key: str, seen: set[bytes]) -> bool:
    """Whether a key came before, of which no more than a few bytes are kept."""
    mark = blake2b(key.encode(), digest_size=8).digest()
    before = len(seen)
    seen.add(mark)
    return len(seen) == before

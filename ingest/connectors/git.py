"""A git repository: its commits, and the text files at its head with the people who made them."""

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple, Self

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.ids import digest
from ingest import commits, files
from ingest.commits import Commit, Identity
from ingest.connector import Connector
from ingest.git import Dialogue, Git
from ingest.lineage import LOG, Lineage, Made, Touch, counter, logged, shares
from ingest.parser import Parse
from ingest.parsers import PARSERS
from ingest.record import Content, Record, Skipped, Unreadable

VERSION = "git-1"
"""Part of the digest: a new version reads every file again."""

_REGULAR = (b"100644", b"100755")
_LONGEST_PATH = 1 << 16
_LOST = "its content is not in the repository: git fsck may tell more"
_LFS = b"version https://git-lfs.github.com/spec/"


class _Entry(NamedTuple):
    """A regular file at the head; its size is None when git does not have it."""

    path: bytes
    blob: str
    size: int | None

    @property
    def key(self) -> str:
        """Its path as text."""
        return self.path.decode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Repository(Connector):
    """The commits (key: the full hash) and the text files (key: the path) of a repository.

    A file's people are those it names itself, and those who wrote its lines.
    """

    git: Git
    source: str
    max_bytes: int
    parse: Parse

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """A folder with ``.git``, and a bare repository."""
        with suppress(OSError):  # a folder that may not be entered
            bare = all((path / name).exists() for name in ("HEAD", "objects", "refs"))
            return path.is_dir() and (bare or (path / ".git").exists())
        return False

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int, parse: Parse) -> Self:
        """See `Connector.open`."""
        if not path.is_dir():
            msg = f"there is nothing to read in {path}: a repository is a folder"
            raise SourceUnreadable(msg)
        opened = cls(Git(path.resolve()), source, max_bytes, parse)
        if opened.git.said("rev-parse", "--show-prefix"):
            msg = (
                f"{path} is no repository, it lies in one: "
                "name that one, or read this as a folder (--kind folder)"
            )
            raise SourceUnreadable(msg)
        opened._head()
        return opened

    def estimate(self) -> int:
        """See `Connector.estimate`."""
        head = self._head()
        listed = self.git.fields(_LONGEST_PATH, "ls-tree", "-r", "-z", "--name-only", head)
        return int(self.git.said("rev-list", "--count", head, "--")) + sum(1 for _ in listed)

    def records(self) -> Iterator[Record | Unreadable | Skipped]:
        """See `Connector.records`."""
        head = self._head()
        paths: list[bytes] = []
        entries: list[_Entry] = []
        for line in self.git.fields(_LONGEST_PATH, "ls-tree", "-r", "-l", "-z", head):
            facts, _, path = line.partition(b"\t")
            mode, _, blob, size = facts.split()
            paths.append(path)
            if mode in _REGULAR and not path.startswith(b".") and b"/." not in path:
                known = int(size) if size.isdigit() else None
                entries.append(_Entry(path, blob.decode(), known))
        read = [each.path for each in entries if files.suffix(each.key) in PARSERS]
        lineage = Lineage(read, paths)
        del paths
        yield from self._commits(head, lineage)
        yield from self._files(entries, lineage)

    def covers(self, document_id: str) -> bool:
        """All that is on file under the source's name."""
        return True

    def _head(self) -> str:
        return self.git.said("rev-parse", "--verify", "HEAD")

    def _commits(self, head: str, lineage: Lineage) -> Iterator[Record | Unreadable | Skipped]:
        """The commits, newest first; the lineage follows."""
        cut = self._cut()
        longest = max(self.max_bytes, _LONGEST_PATH) + 1
        with (
            closing(Dialogue(self.git, "check-mailmap", "--stdin")) as mailmap,
            closing(self.git.fields(longest, *LOG, head, "--")) as told,
        ):
            resolve = lru_cache(maxsize=None)(partial(_resolved, mailmap))
            for place, (facts, found) in enumerate(logged(told)):
                key, parents, name, address, date, message = (
                    fact.decode("utf-8", "replace") for fact in facts
                )
                changes = [] if key in cut else found
                merge = " " in parents
                lent = commits.lent(changes, merge=merge)
                paths = tuple(sorted(each.path.decode("utf-8", "replace") for each in lent))
                author = Identity(name, address)
                commit = Commit(key, author, date or None, message, merge, paths)
                parts = commits.people(commit, resolve)
                authors = tuple(part for part in parts or () if part.role == "author")
                lineage.take(
                    changes, Made(place, key, authors, date) if lent and authors else None
                )
                raw = b"\0".join((*facts, *(each.path for each in lent)))
                yield self._bounded(commits.record(self.source, commit, parts, raw))

    def _bounded(self, item: Record | Unreadable | Skipped) -> Record | Unreadable | Skipped:
        """A commit, unless its message is too long."""
        if isinstance(item, Record):
            try:
                files.check_size(item.size, self.max_bytes)
            except RecordRejected as rejected:
                return Unreadable(item.where, str(rejected), item.id)
        return item

    def _cut(self) -> frozenset[str]:
        """The commits a shallow clone ends at; they only seem to have made all there was."""
        listed = self.git.folder / self.git.said("rev-parse", "--git-path", "shallow")
        return frozenset(listed.read_text().split()) if listed.is_file() else frozenset()

    def _files(
        self, entries: Sequence[_Entry], lineage: Lineage
    ) -> Iterator[Record | Unreadable | Skipped]:
        """The text files, each with its history."""
        reader = _Reader(self.git, self.source, self.parse)
        names = files.Names(self.source)
        for entry in entries:
            document = names.document(entry.key)
            if not isinstance(document, str):
                yield document
                continue
            try:
                size = self._size(entry)
            except RecordRejected as rejected:
                yield Unreadable(entry.key, str(rejected), document)
                continue
            touches = lineage.touches(entry.path)
            known = "\n".join(_known(touches))
            stamp = digest(VERSION, files.VERSION, entry.key, entry.blob, known)
            parse = partial(reader.content, entry.blob, entry.key, touches)
            yield Record(document, stamp, size, entry.key, parse, heavy=True)

    def _size(self, entry: _Entry) -> int:
        if entry.size is None:
            raise RecordRejected(_LOST)
        files.check_size(entry.size, self.max_bytes)
        return entry.size


class _Reader:
    """What the files of one pass are read with, from any thread."""

    def __init__(self, git: Git, source: str, parse: Parse) -> None:
        self._source, self._parse = source, parse
        self._blobs = Dialogue(git, "cat-file", "--batch")
        self._added = counter(git)

    def content(self, blob: str, key: str, touches: Sequence[Touch]) -> Content:
        """A file's content, with the people of its history."""
        try:
            raw = self._blobs.ask(f"{blob}\n".encode(), _blob)
            if raw.startswith(_LFS):
                msg = "it is a Git LFS pointer: git lfs pull, and read the checkout as a folder"
                raise RecordRejected(msg)
            people = shares(touches, self._added)
        except SourceUnreadable as error:
            raise RecordRejected(str(error)) from error
        said = files.content(self._parse(files.suffix(key), raw), key, self._source)
        newest = touches[0].made.date if touches else None
        return replace(said, actors=(*said.actors, *people), date=said.date or newest)


def _known(touches: Sequence[Touch]) -> Iterator[str]:
    """What is known of a file's people without counting lines; no word holds a line feed."""
    for made, _ in touches:
        yield made.key
        for author in made.authors:
            yield author.alias
            yield author.name


def _resolved(mailmap: Dialogue, who: Identity) -> Identity:
    """Somebody as the mailmap has them."""
    asked = f"{who.name} <{who.address}>\n".lstrip()
    said = mailmap.ask(asked.encode("utf-8", "replace"), _line)
    return commits.identity(said.decode("utf-8", "replace")) or who


def _line(stream: BufferedReader) -> bytes:
    line = stream.readline()
    if not line:
        raise EOFError
    return line


def _blob(stream: BufferedReader) -> bytes:
    _, kind, *size = _line(stream).split()
    if kind != b"blob":
        raise RecordRejected(_LOST)
    raw = stream.read(int(size[0]))
    if stream.read(1) != b"\n":
        raise EOFError
    return raw

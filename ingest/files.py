"""Files: read in bounded size, and turned from what a parser says into a record's content."""

import math
import re
import stat
from pathlib import Path, PurePosixPath

from graphkit.errors import RecordRejected
from graphkit.ids import digest, document_id
from ingest.parser import Parsed
from ingest.parsers import PARSERS
from ingest.parsers.header import PEOPLE
from ingest.parsers.people import actors
from ingest.record import Content, Skipped, Unreadable

VERSION = "files-3"
"""Part of the digest: a new version of the parsers reads every file again."""

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


class Names:
    """The documents that the files of a source become, each once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: set[str] = set()

    def document(self, key: str) -> str | Skipped | Unreadable:
        """The id of a file's document by its key, or what to say of it instead."""
        if suffix(key) not in PARSERS:
            return Skipped(key, suffix(key) or "no suffix")
        try:
            document = document_id(self._source, key)
        except RecordRejected as rejected:
            never = f"{self._source}:{key!r}"  # no store can have it: it hinders no sweep
            return Unreadable(repr(key), str(rejected), never)
        if document in self._seen:
            return Unreadable(key, "its name is another's, with accents coded otherwise", document)
        self._seen.add(document)
        return document


def suffix(key: str) -> str:
    """What parsers are registered by, such as ``.pdf``; "" when it has none."""
    return PurePosixPath(key).suffix.lower()


def read(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file of bearable size.

    Raises
    ------
    RecordRejected, OSError
        When it is none, or cannot be read.
    """
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise RecordRejected("it is a link or a device, not a file")
    check_size(found.st_size, max_bytes)
    return path.read_bytes()


def check_size(size: int, max_bytes: int) -> None:
    """Refuse what is too large to be read whole."""
    if size > max_bytes:
        shown, most = math.ceil(size / 1e5) / 10, max_bytes / 1e6
        raise RecordRejected(f"it has {shown:g} MB, the most is {most:g} (WHOKNOWS_MAX_FILE_MB)")


def content(parsed: Parsed, key: str, source: str) -> Content:
    """What a file says, as a record's content; its name serves where it states no title or date.

    Parameters
    ----------
    key
        Its path inside the source, with slashes.
    source
        The source's name, which is that of a group where a mail names no recipient.
    """
    path = PurePosixPath(key)
    group = _group(parsed.members) if parsed.members else {}
    lists = parsed.lists if parsed.lists is None else parsed.lists or frozenset({source})
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
        acl=None if parsed.members is None else frozenset(group),  # of nobody: nobody
        groups=group,
        fallback=None if lists is None else frozenset(f"group:{name}" for name in lists),
    )


def _group(members: frozenset[str]) -> dict[str, frozenset[str]]:
    """One token for a set of addresses, and who is in it: documents of the same few share it."""
    return {f"group:mail/{digest(*sorted(members))}": frozenset(f"user:{m}" for m in members)}

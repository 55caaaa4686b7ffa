"""A table of documents, one a row: JSON lines (also gzipped) or CSV. The import format."""

import csv
import gzip
import io
import json
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Self

from graphkit.acl import token
from graphkit.errors import ConfigError, RecordRejected, SourceUnreadable
from graphkit.ids import canonical, digest, document_id
from ingest.connector import Connector
from ingest.dates import utc
from ingest.parser import Parse
from ingest.parsers.people import actors, named
from ingest.record import Actor, Content, Record, Skipped, Unreadable

VERSION = "table-1"
"""Part of the digest: a new version reads every row again."""

ROLE_COLUMNS = ("author", "reviewer", "approver", "participant", "mentioned")
"""Columns of a CSV file that name people: ``Ada B <a@x.org>; Carl D``."""

Row = Mapping[str, Any]
_BROKEN = (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error)
_Lines = BinaryIO | gzip.GzipFile

_SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".csv", ".csv.gz")


@dataclass(frozen=True, slots=True)
class Table(Connector):
    """Rows with ``id`` and ``text``, and as they are known ``title``, ``date``, ``link``,
    ``lang``, ``people`` (``[{"id", "name", "role"}]``), ``acl`` (a list of tokens), ``thread``,
    ``reply_to``. ``people[].id`` is the alias, verbatim; other fields are left alone.
    """  # noqa: D205  the fields are the summary

    path: Path
    source: str
    max_bytes: int

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """A file with the suffix of a table."""
        return path.is_file() and path.name.lower().endswith(_SUFFIXES)

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int, parse: Parse) -> Self:
        """See `Connector.open`."""
        if not path.is_file():
            msg = f"{path} is no file: a table is one .jsonl or .csv file"
            raise SourceUnreadable(msg)
        return cls(path, source, max_bytes)

    def estimate(self) -> int:
        """See `Connector.estimate`."""
        counted = 0
        with suppress(*_BROKEN), self._open_bytes() as lines:
            for _ in lines:
                counted += 1
        return counted

    def newest(self) -> str | None:
        """See `Connector.newest`: the largest date of a row, as far as it can be read."""
        newest = None
        with suppress(*_BROKEN), self._open_bytes() as lines:
            for _, _, row in self._rows(lines):
                said = row.get("date") if isinstance(row, dict) else None
                date = utc(said) if isinstance(said, str) else None
                newest = max(filter(None, (newest, date)), default=None)
        return newest

    def records(self) -> Iterator[Record | Unreadable | Skipped]:
        """See `Connector.records`."""
        numbers: dict[str, int] = {}
        try:
            with self._open_bytes() as lines:
                for number, raw, row in self._rows(lines):
                    yield self._record(number, raw, row, numbers)
        except _BROKEN as error:
            msg = f"{self.path} cannot be read to its end: {error}"
            raise SourceUnreadable(msg) from error

    def covers(self, document_id: str) -> bool:
        """All that is on file under the source's name."""
        return True

    def _rows(self, lines: _Lines) -> Iterator[tuple[int, bytes, Row | str]]:
        is_csv = self.path.name.lower().removesuffix(".gz").endswith(".csv")
        return (_csv_rows if is_csv else _json_rows)(lines, self.max_bytes)

    def _open_bytes(self) -> _Lines:
        if self.path.suffix.lower() == ".gz":
            return gzip.GzipFile(self.path)
        return self.path.open("rb")

    def _record(
        self, number: int, raw: bytes, row: Row | str, numbers: dict[str, int]
    ) -> Record | Unreadable:
        where = f"{self.path.name} line {number}"
        if isinstance(row, str):
            return Unreadable(where, row)
        key = row.get("id")
        if not isinstance(key, str | int) or isinstance(key, bool) or key == "":
            return Unreadable(where, "it has no id")
        try:
            document = document_id(self.source, str(key))
        except RecordRejected as rejected:
            never = f"{self.source}:{key!r}"  # no store can have it: it hinders no sweep
            return Unreadable(where, str(rejected), never)
        acl = None
        with suppress(RecordRejected):  # parsing will say so
            acl = _acl(row)
        first = numbers.setdefault(document, number)
        if first != number:
            return Unreadable(where, f"its id is that of line {first}", document)
        return Record(
            document,
            digest(VERSION, raw),
            len(raw),
            where,
            partial(_content, row, self.source),
            acl,
        )


def _json_rows(lines: _Lines, longest: int) -> Iterator[tuple[int, bytes, Row | str]]:
    """Line number, line, and the object in it or what is wrong with it."""
    number = 0
    while line := lines.readline(longest):
        number += 1
        if len(line) == longest and not line.endswith(b"\n"):
            while (more := lines.readline(longest)) and not more.endswith(b"\n"):
                pass
            yield number, b"", f"it is longer than {longest / 1e6:.0f} MB (WHOKNOWS_MAX_FILE_MB)"
        elif line.strip():
            yield number, line, _object(line)


def _object(line: bytes) -> Row | str:
    try:
        row = json.loads(line.removeprefix(BOM_UTF8))
    except (ValueError, RecursionError) as error:
        return f"it is no JSON: {error}"
    return row if isinstance(row, dict) else "it is no JSON object"


def _csv_rows(lines: _Lines, longest: int) -> Iterator[tuple[int, bytes, Row | str]]:
    """The same of CSV; people and tokens are unfolded into the form JSON has."""
    csv.field_size_limit(longest)
    with io.TextIOWrapper(lines, encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text)
        if "id" not in (reader.fieldnames or ()):
            msg = "its first line names no column id"
            raise csv.Error(msg)
        for row in reader:
            if None in row or None in row.values():
                yield reader.line_num, b"", "it has not as many fields as the first line"
            else:
                yield reader.line_num, canonical(row).encode(), _unfolded(row)


def _unfolded(row: Mapping[str, str]) -> Row:
    """A CSV row in the form JSON has: people in a list, tokens in a list, nothing empty."""
    said = {name: value for name, value in row.items() if value}
    people = [
        {"id": actor.alias, "name": actor.name, "role": role}
        for role in ROLE_COLUMNS
        for actor in actors(said.pop(role, ""), role)
    ]
    acl = {"acl": said["acl"].replace(";", " ").split()} if "acl" in said else {}
    return {**said, "people": people, **acl}


def _content(row: Row, source: str) -> Content:
    """What a row says."""
    reply_to = _text(row, "reply_to")
    return Content(
        title=_text(row, "title") or "",
        text=_text(row, "text") or "",
        actors=tuple(_actor(person) for person in _list(row, "people")),
        date=_text(row, "date"),
        link=_text(row, "link") or "",
        language=_text(row, "lang"),
        acl=_acl(row),
        thread=_text(row, "thread"),
        reply_to=document_id(source, reply_to) if reply_to else None,
    )


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        msg = f"its {name} is no text"
        raise RecordRejected(msg)
    return value


def _list(row: Row, name: str) -> list[Any]:
    value = row.get(name) or []
    if not isinstance(value, list):
        msg = f"its {name} is no list"
        raise RecordRejected(msg)
    return value


def _actor(person: Any) -> Actor:  # noqa: ANN401  whatever JSON holds
    if not isinstance(person, dict) or not isinstance(person.get("id"), str) or not person["id"]:
        msg = "one of its people has no id"
        raise RecordRejected(msg)
    return named(person["id"], str(person.get("name") or ""), str(person.get("role") or "author"))


def _acl(row: Row) -> frozenset[str] | None:
    """The row's own tokens; an empty list is nobody, no list at all is not said."""
    if row.get("acl") is None:
        return None
    try:
        return frozenset(token(str(each)) for each in _list(row, "acl"))
    except ConfigError as error:
        raise RecordRejected(str(error)) from error

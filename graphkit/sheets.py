"""Sheets: judgements as people make them in a spreadsheet, and how these are read back.

A sheet is CSV with one pair of question and person a row and an empty grade. Spreadsheets save it
with commas, semicolons or tabs, with a byte order mark or without, in UTF-8 or Windows' own code.
"""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from graphkit.errors import ConfigError

MAX_GRADE = 100
"""trec_eval makes a table as long as the highest grade."""

COLUMNS = ("question id", "question", "person id", "name", "grade")

_NEEDED = ("question id", "person id", "grade")
_DELIMITERS = ",;\t"
_GRADE = re.compile(r"[+-]?[0-9]{1,9}")
_ACTIVE = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet takes for a formula, or for what we made of one."""


class Judgement(NamedTuple):
    """Whether a person knows: a grade of 1 and more says yes; ``where`` is file and line."""

    where: str
    question: str
    person: str
    grade: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a person, to be judged."""

    question: str
    text: str
    person: str
    name: str


def grade(text: str, where: str) -> int:
    """A grade as written.

    Raises
    ------
    ConfigError
        When it is none.
    """
    if not _GRADE.fullmatch(text) or int(text) > MAX_GRADE:
        msg = f"{where}: the grade {text[:20]!r} is no whole number up to {MAX_GRADE}: 0 does not"
        raise ConfigError(f"{msg} know, 1 knows, 2 knows well")
    return int(text)


def sheet_of(pairs: Iterable[Pair], grades: str = "") -> str:
    """The text of a sheet; ``grades`` stands in each row."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for pair in pairs:
        cells = (pair.question, pair.text, pair.person, pair.name)
        rows.writerow([*map(_inert, cells), grades])
    return written.getvalue()


def read_sheet(file: Path) -> Iterator[Judgement]:
    """The judgements of a sheet; rows without a grade are not judged.

    Raises
    ------
    ConfigError
        When the file cannot be read, has not the columns of a sheet, or holds a bad grade.
    """
    text = _decoded(file)
    first = text.partition("\n")[0]
    with _csv_errors(file):
        found = (_columns(next(csv.reader([first], delimiter=d), [])) for d in _DELIMITERS)
        at, delimiter = next(
            ((at, d) for at, d in zip(found, _DELIMITERS, strict=True) if at), (None, ",")
        )
        if at is None:
            msg = f"{file} line 1: it names no columns {', '.join(_NEEDED)}: keep the first line"
            raise ConfigError(f"{msg} of the sheet as it was")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        next(rows)
        for row in rows:
            where = f"{file} line {rows.line_num}"
            if not any(map(str.strip, row)):
                continue
            if len(row) <= max(at):
                raise ConfigError(f"{where}: it has {len(row)} cells, the first line has more")
            question, person, judged = (row[i] for i in at)
            if judged.strip():
                number = grade(judged.strip(), where)
                yield Judgement(where, _original(question), _original(person), number)


def _columns(header: list[str]) -> tuple[int, ...] | None:
    """Where the columns that are needed stand, if they all do."""
    names = [name.strip().casefold() for name in header]
    return tuple(map(names.index, _NEEDED)) if set(_NEEDED) <= set(names) else None


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> _inert("=1+1"), _inert("'-x"), _inert("'n Sync")
    ("'=1+1", "''-x", "'n Sync")
    """
    return f"'{cell}" if _ACTIVE.match(cell) else cell


def _original(cell: str) -> str:
    """What `_inert` was given."""
    return cell[1:] if cell.startswith("'") and _ACTIVE.match(cell) else cell


def _decoded(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from error
    wide = raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError(f"{file}: it is neither UTF-8 nor Windows text: save it as CSV in UTF-8")


@contextmanager
def _csv_errors(file: Path) -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        raise ConfigError(f"{file} is no CSV: {error}: save the sheet as CSV") from error

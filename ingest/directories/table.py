"""A table of people, one a row, as spreadsheets and personnel systems save it."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from graphkit.errors import SourceUnreadable
from graphkit.text import fold, one_line
from ingest.entry import COLUMNS, MANY, Entry, Fault, Note

_DELIMITERS = ",;\t"
_SHOWN = 12
"""Of the columns that are not known."""
_LONGEST_NAME = 80
"""Of a column, in characters."""
_LONGEST_CELL = 1 << 17
"""A quotation mark that is not closed swallows no more than this of the rows after it."""
_BETWEEN = re.compile(r"[;|]")
_BETWEEN_WORDS = re.compile(r"[;|,]")
"""Where a comma is no part of a value."""
_WORDS = frozenset({"emails", "languages"})

_SYNONYMS: Mapping[str, str] = {
    "id": "uid employeeid employeenumber personid personnelnumber matricule personalnummer",
    "name": "fullname displayname nomcomplet",
    "given_name": "givennames firstname firstnames forename prenom vorname",
    "family_name": "lastname surname nom nomdefamille nachname familienname",
    "former_names": "formername previousname previousnames formerly anciennom fruherername",
    "emails": "email mail mails emailaddress emailaddresses mailaddress courriel adressemail",
    "handles": "handle login logins username usernames github githublogin nickname nicknames",
    "title": "jobtitle position function fonction poste funktion",
    "departments": "department dept depts team teams unit units division abteilung equipe",
    "location": "office site city place lieu ville standort ort",
    "languages": "language langue langues sprache sprachen",
    "manager": "manageremail managerid managername reportsto supervisor vorgesetzter responsable",
    "contact": "phone phonenumber telephone tel mobile telefon",
    "status": "active actif aktiv employmentstatus statut",
}
"""Column → what else its name may be, in lower case without accents, spaces and the like."""

_COLUMNS = {name.replace("_", ""): name for name in COLUMNS} | {
    synonym: name for name, synonyms in _SYNONYMS.items() for synonym in synonyms.split()
}
_NAMING = frozenset({"id", "name", "given_name", "family_name", "emails", "handles"})


def rows(text: TextIO) -> Iterator[Entry | Fault | Note]:
    """The rows of a table below a line that names its columns.

    Raises
    ------
    SourceUnreadable
        When no column tells who somebody is.
    """
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield from _rows(text)
    finally:
        csv.field_size_limit(before)


def _rows(text: TextIO) -> Iterator[Entry | Fault | Note]:
    delimiter, header, known = _header(text.readline())
    columns = [(at, column) for at, column in enumerate(known) if column]
    if _NAMING.isdisjoint(column for _, column in columns):
        raise SourceUnreadable(
            "its first line names no column by which people are known: name its columns as in "
            f"{','.join(COLUMNS)}"
        )
    unknown = [name for name, column in zip(header, known, strict=True) if name and not column]
    if unknown:
        shown = ", ".join(one_line(name[:_LONGEST_NAME]) for name in unknown[:_SHOWN])
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        yield Note("line 1", f"columns that are not known were left alone: {shown}{more}")
    table = csv.reader(text, delimiter=delimiter)
    while True:
        where = f"line {table.line_num + 2}"
        try:
            row = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault(where, f"it is no CSV: {error}: is a quotation mark missing?")
            continue
        if len(row) == len(header):
            said = _said(row, columns)
            if said:
                yield Entry(where, said)
        elif any(map(str.strip, row)):
            yield Fault(where, f"it has {len(row)} cells, the first line has {len(header)}")


def _header(line: str) -> tuple[str, list[str], list[str | None]]:
    """The delimiter that makes most known columns of the first line, its names, and which."""
    cells = ((delimiter, _cells(line, delimiter)) for delimiter in _DELIMITERS)
    found = [(delimiter, names, [_column(name) for name in names]) for delimiter, names in cells]
    return max(found, key=lambda each: sum(map(bool, each[2])))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _column(name: str) -> str | None:
    """The column that a name in the first line stands for.

    >>> _column("E-Mail"), _column("First name"), _column("Prénom"), _column("zulip_id")
    ('emails', 'given_name', 'given_name', None)
    """
    if len(name) > _LONGEST_NAME:
        return None
    return _COLUMNS.get("".join(filter(str.isalnum, fold(name))))


def _said(row: Sequence[str], columns: Sequence[tuple[int, str]]) -> dict[str, list[str]]:
    """What a row says, by column."""
    said: dict[str, list[str]] = {}
    for at, column in columns:
        if cell := row[at].strip():
            said.setdefault(column, []).extend(_values(cell, column))
    return said


def _values(cell: str, column: str) -> list[str]:
    """The values in a cell; an empty one counts for nothing."""
    if column not in MANY:
        return [cell]
    return (_BETWEEN_WORDS if column in _WORDS else _BETWEEN).split(cell)

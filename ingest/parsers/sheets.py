"""Spreadsheets: the words in their cells."""

import re
from collections.abc import Iterator
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from graphkit.errors import RecordRejected
from ingest.parser import Header, Parsed
from ingest.parsers.package import check_honest, is_compound, properties, read, unpacked

_UNNAMED = re.compile(
    r"(?:sheet|feuil|feuille|tabelle|hoja|foglio|blad|planilha|ark|list)[ _]?\d*", re.IGNORECASE
)
_UNKNOWN = "Cannot detect file format"
"""What the library says of every file it cannot open, also of an old one that is encrypted."""
_NONE = "it is no spreadsheet, or it is encrypted"
_ENCRYPTED = b"encryption-data"
"""In the list of the parts of an OpenDocument file."""
_LETTER = re.compile(r"[^\W\d_]")


def workbook(raw: bytes) -> Parsed:
    """A workbook of Excel, old or new, or of OpenDocument: one row a line, without numbers."""
    name, header = "", Header()
    if not is_compound(raw):
        archive = unpacked(raw, "spreadsheet")
        if _ENCRYPTED in read(archive, "META-INF/manifest.xml"):
            raise RecordRejected("it is encrypted")
        check_honest(raw, archive)
        name, header = properties(archive)
    return Parsed(name, "\n\n".join(_pieces(raw)), header)


def _pieces(raw: bytes) -> list[str]:
    """For each sheet that holds words its name, if somebody gave it one, and its lines."""
    pieces: list[str] = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        for sheet in book.sheet_names:
            lines = "\n".join(_lines(book.get_sheet_by_name(sheet)))
            if lines:
                pieces += [lines] if _UNNAMED.fullmatch(sheet) else [sheet, lines]
    except CalamineError as error:
        said = " ".join(str(error).split())[:100]
        torn = f"it is torn: {said}"
        raise RecordRejected(_NONE if said == _UNKNOWN else torn) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of Rust; it cannot be imported
            raise RecordRejected("it is torn") from error
        raise
    return pieces


def _lines(sheet: CalamineSheet) -> Iterator[str]:
    """The cells of each row that hold a letter; most begin with one."""
    for row in sheet.iter_rows():
        words = [
            cell
            for cell in row
            if isinstance(cell, str) and (cell[:1].isalpha() or _LETTER.search(cell))
        ]
        if words:
            line = " | ".join(words)
            yield " ".join(line.split()) if "\n" in line else line

"""Directory: a file that lists an organisation's people; each becomes a person with aliases.

A format is a plain function, found in the register by the suffix of the file. What it says of a
person goes through the same cleaning whatever the format (`ingest.roster`).
"""

import codecs
import csv
import io
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.registry import find
from ingest.directories import DIRECTORIES
from ingest.entry import COLUMNS, Entry, Fault, Note
from ingest.files import check_size
from ingest.roster import Listing, Roster

Format = Callable[[TextIO], Iterator[Entry | Fault | Note]]
"""The text of a file, its line ends as they are → what it says of each person.

Raises `graphkit.errors.SourceUnreadable`, without naming the file, when it is not of its format.
"""

MAX_BYTES = 50_000_000
"""As `graphkit.settings.Settings.max_file_mb` has it."""

_EXAMPLES = (
    {
        "id": "1001",
        "name": "Marta Lindqvist",
        "given_name": "Marta",
        "family_name": "Lindqvist",
        "former_names": "Marta Olofsson",
        "emails": "marta.lindqvist@firm.example;m.olofsson@firm.example",
        "handles": "mlindqvist;slack:T1/U012",
        "title": "Lead engineer",
        "departments": "Wind;Permits",
        "location": "Lyon",
        "languages": "sv;fr;en",
        "contact": "extension 4112",
        "status": "active",
    },
    {
        "id": "1002",
        "name": "Paul Okonjo",
        "given_name": "Paul",
        "family_name": "Okonjo",
        "emails": "paul.okonjo@firm.example",
        "handles": "pokonjo",
        "title": "Surveyor",
        "departments": "Permits",
        "location": "Bremen",
        "languages": "German;en",
        "manager": "1001",
        "status": "left",
    },
)


def read_people(path: Path, max_bytes: int = MAX_BYTES) -> Listing:
    """The people of a file, in its order.

    Raises
    ------
    SourceUnreadable
        When it cannot be read, is too large, or is no directory at all. Of a directory that can
        be read only the broken entries are missing, and named.
    """
    roster = Roster(path.name)
    try:
        for item in _format(path)(_opened(path, max_bytes)):
            roster.add(item)
    except (SourceUnreadable, RecordRejected) as error:
        raise SourceUnreadable(f"{path}: {error}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {path}: {error.strerror}") from error
    return roster.listing()


def template() -> str:
    """A table to start from: the first line, and two people who are made up.

    >>> template().splitlines()[0]
    'id,name,given_name,family_name,former_names,emails,handles,title,departments,location,\
languages,manager,contact,status'
    """
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows(_EXAMPLES)
    return written.getvalue()


def _format(path: Path) -> Format:
    """The function that reads a file, by its suffix."""
    suffix = path.suffix.lower()
    if suffix not in DIRECTORIES:
        known = ", ".join(DIRECTORIES)
        raise SourceUnreadable(
            f"a people file is one of {known}: save a spreadsheet as CSV in UTF-8, export an "
            "address book as vCard 4.0 or 3.0, and an identity provider's users as SCIM JSON"
        )
    format_: Format = find(DIRECTORIES, suffix, "people file")
    return format_


def _opened(path: Path, max_bytes: int) -> TextIO:
    """The text of a file of bearable size."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise SourceUnreadable("it is a folder or a device: name a file")
    check_size(found.st_size, max_bytes)
    raw = path.read_bytes()
    return io.TextIOWrapper(io.BytesIO(raw), encoding=_encoding(raw), newline="")


def _encoding(raw: bytes) -> str:
    """What a text is written in: spreadsheets save it in any of these."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SourceUnreadable("it is neither UTF-8 nor Windows text: save it in UTF-8")

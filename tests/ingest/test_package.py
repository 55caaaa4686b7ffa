"""Office files that are torn, made up, encrypted, or made to take all room and time."""

import io
import warnings
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from ingest.parser import Parsed
from ingest.parsers import package
from ingest.parsers.office import document, presentation
from ingest.parsers.sheets import workbook
from tests.ingest.conftest import at_most
from tests.ingest.packages import (
    WORD,
    compound,
    lying,
    old_workbook,
    relations,
    said,
    word,
    zipped,
)

READERS = (document, presentation, workbook)
GOOD = zipped(word(said("Pumps hold.")))
MAIN = "word/document.xml"


def sheet() -> bytes:
    """A good workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "pump " * 50)
    return file.getvalue()


SHEET = sheet()


def reason(read: Callable[[bytes], Parsed], raw: bytes) -> str:
    """Why it is not read; "" when it is."""
    try:
        read(raw)
    except RecordRejected as rejected:
        return str(rejected)
    return ""


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("raw", [b"", b"Pumps hold.", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n\0"])
def test_what_is_no_archive_is_said_to_be_none(
    read: Callable[[bytes], Parsed], raw: bytes
) -> None:
    assert reason(read, raw).startswith("it is no ")


@pytest.mark.parametrize("read", READERS)
def test_an_archive_without_a_directory_is_torn(read: Callable[[bytes], Parsed]) -> None:
    assert reason(read, b"PK\3\4").startswith("it is torn: ")


def test_another_kind_of_office_file_is_none_of_this() -> None:
    assert reason(document, SHEET) == "it is no .docx file, though it is packed like one"
    assert reason(presentation, GOOD) == "it is no .pptx file, though it is packed like one"
    assert reason(workbook, GOOD).startswith("it is no spreadsheet")


@pytest.mark.parametrize("read", READERS)
def test_an_encrypted_file_is_called_one(read: Callable[[bytes], Parsed]) -> None:
    raw = compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\1" * 5000})
    assert reason(read, raw) == "it is encrypted"


def test_an_old_workbook_that_takes_a_password_is_encrypted() -> None:
    locked = old_workbook("Pumps", [["pump"]], locked=True)
    assert reason(workbook, locked) == "it is no spreadsheet, or it is encrypted"


def test_an_encrypted_file_of_opendocument_is_called_one() -> None:
    listed = "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"
    raw = zipped({"META-INF/manifest.xml": listed, "content.xml": b"\x93\x10"})
    assert reason(workbook, raw) == "it is encrypted"


@pytest.mark.parametrize("read", [document, presentation])
def test_a_file_from_before_2007_is_called_one(read: Callable[[bytes], Parsed]) -> None:
    raw = compound({"WordDocument": b"\xec\xa5" + b"\0" * 5000})
    assert "but from before 2007: save it anew" in reason(read, raw)


def test_a_part_that_takes_a_password_makes_it_encrypted() -> None:
    locked = bytearray(GOOD)
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        locked[locked.find(mark) + flags] |= 1
    assert reason(document, bytes(locked)) == "it is encrypted"


@pytest.mark.parametrize("read", READERS)
def test_other_ways_of_packing_are_not_read(read: Callable[[bytes], Parsed]) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "x" * 1000)
    assert reason(read, file.getvalue()).startswith("it is packed as no Office program packs")


@pytest.mark.parametrize("read", READERS)
def test_a_bomb_is_refused_before_it_is_unpacked(read: Callable[[bytes], Parsed]) -> None:
    bomb = zipped({f"word/{n}.xml": b" " * 50_000_000 for n in range(5)})
    with at_most(1):
        assert reason(read, bomb) == "unpacked it has 250 MB, the most is 200"


@pytest.mark.parametrize("read", READERS)
def test_too_many_parts_are_refused(
    read: Callable[[bytes], Parsed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_PARTS", 3)
    many = zipped({f"{n}.xml": "" for n in range(4)})
    assert reason(read, many) == "unpacked it has 4 parts, the most is 3"


@pytest.mark.parametrize(
    ("read", "raw", "name"),
    [(document, GOOD, MAIN), (workbook, SHEET, "xl/sharedStrings.xml")],
)
def test_a_part_that_is_larger_than_the_directory_says_is_not_unpacked(
    read: Callable[[bytes], Parsed], raw: bytes, name: str
) -> None:
    assert reason(read, lying(raw, name, 9)).startswith("it is torn: ")


def test_no_more_is_unpacked_than_the_directory_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED_MB", 1)
    bomb = lying(zipped(word(said(" " * 60_000_000))), MAIN, 500_000)
    with at_most(1):
        assert reason(document, bomb).startswith("it is torn: ")


def test_a_wrong_checksum_is_found() -> None:
    bad = GOOD.replace(b"\x50\x4b\x01\x02", b"\x50\x4b\x01\x02")
    place = bad.rfind(b"PK\1\2", 0, bad.find(MAIN.encode(), bad.find(b"PK\1\2")))
    bad = bad[: place + 16] + b"\0\0\0\0" + bad[place + 20 :]
    assert reason(document, bad).startswith("it is torn: Bad CRC-32")


ENTITIES = {
    "a bomb": '<!DOCTYPE w:document [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>',
    "a file": '<!DOCTYPE w:document [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE w:document SYSTEM "http://localhost:9/x.dtd">',
    "parameters": '<!DOCTYPE w:document [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
}


@pytest.mark.parametrize("declared", ENTITIES.values(), ids=ENTITIES)
def test_entities_are_not_read(declared: str) -> None:
    body = f'<w:document xmlns:w="{WORD}"><w:body>{said("x")}</w:body></w:document>'
    for part, content in (
        (MAIN, declared + body.replace(">x<", ">&b;<" if "ENTITY b" in declared else ">x<")),
        ("docProps/core.xml", f"{declared}<core/>"),
        ("_rels/.rels", declared + relations(officeDocument=MAIN)),
    ):
        found = reason(document, zipped(word(said("x")) | {part: content}))
        assert found == f"its {part} declares a document type, which is not read"


@pytest.mark.parametrize(
    "body",
    ["<w:p>", "<w:p></w:q>", "\x01", "<w:tbl>" * 1000 + "</w:tbl>" * 1000, "<w:p>&no;</w:p>"],
)
def test_a_part_that_is_no_xml_is_torn(body: str) -> None:
    assert reason(document, zipped(word(body))) == f"it is torn: its {MAIN} is no XML"


@pytest.mark.parametrize(
    "target",
    ["../../../etc/passwd", "/etc/passwd", "", ".", "..", "//", "word/no.xml", "http://x"],
)
def test_a_relation_leads_nowhere_but_into_the_archive(target: str) -> None:
    parts = word(said("x"), rels=relations(officeDocument=target))
    assert "it is no .docx file" in reason(document, zipped(parts))


def test_names_of_parts_are_never_paths_on_the_disk() -> None:
    parts = word(said("x")) | {"../../evil.sh": "x", "/etc/evil": "x", "C:\\evil": "x"}
    assert document(zipped(parts)).text == "x"


def test_parts_of_one_name_are_read_once() -> None:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in [*word(said("x")).items(), *word(said("y")).items()]:
            archive.writestr(name, content)
    assert document(file.getvalue()).text == "y"


def test_a_library_that_panics_rejects(capfd: pytest.CaptureFixture[str]) -> None:
    raw = old_workbook("Pumps", [["pump"]])
    found = {reason(workbook, raw[:end]).partition(",")[0] for end in range(97, len(raw), 97)}
    assert found == {"", "it is no spreadsheet", "it is torn"}  # "": cut off was what fills it up
    capfd.readouterr()


HARD = {
    "paragraphs": said("x") * 20_000,
    "a long paragraph": "<w:p>" + "<w:r><w:t>x</w:t></w:r>" * 50_000 + "</w:p>",
    "headings": said("x", "h1") * 20_000,
    "boxes": "<w:p>" + f"<w:txbxContent>{said('x')}</w:txbxContent>" * 10_000 + "</w:p>",
    "tables in tables": "<w:tbl><w:tr><w:tc>" * 60 + said("x") + "</w:tc></w:tr></w:tbl>" * 60,
    "cells": "<w:tbl><w:tr>" + f"<w:tc>{said('x')}</w:tc>" * 20_000 + "</w:tr></w:tbl>",
    "a long word": said("x" * 1_000_000),
}


@pytest.mark.parametrize("body", HARD.values(), ids=HARD)
def test_a_megabyte_takes_seconds_whatever_it_holds(body: str) -> None:
    raw = zipped(word(body))
    with at_most(3):
        assert "x" in document(raw).text


@pytest.mark.parametrize(("read", "raw"), [(document, GOOD), (workbook, SHEET)])
def test_a_torn_file_is_read_or_rejected(read: Callable[[bytes], Parsed], raw: bytes) -> None:
    @settings(deadline=None, max_examples=200)
    @given(st.integers(0, len(raw)), st.integers(0, len(raw)), st.binary(max_size=8))
    def check(begin: int, end: int, middle: bytes) -> None:
        found = reason(read, raw[:begin] + middle + raw[end:])
        assert found.startswith(("it ", "its ", "unpacked it ")) or not found

    check()


@settings(deadline=None)
@given(st.sampled_from(READERS), st.binary(max_size=200))
def test_any_bytes_are_rejected(read: Callable[[bytes], Parsed], raw: bytes) -> None:
    assert reason(read, b"PK\3\4" + raw).startswith("it ")

"""Hostile files: torn, encrypted, lying, made to take all room and time, or named to confuse.

`write` puts them into a folder, in seconds and in a few megabytes, and says what may become of
each: "read" (it holds something, or nothing worth a complaint), "quarantined" (named, with a
reason) or "skipped" (of a type that is not read).
"""

import io
import os
import random
import socket
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from tests.ingest.packages import (
    WORD,
    compound,
    lying,
    old_workbook,
    relations,
    said,
    styles,
    word,
    zipped,
)
from tests.ingest.pdfs import pdf, stream, written

READ, QUARANTINED, SKIPPED = (frozenset({word}) for word in ("read", "quarantined", "skipped"))
EITHER = READ | QUARANTINED
Files = Iterator[tuple[str, bytes, frozenset[str]]]
"""Name, content, and what may become of it."""

GOOD = "# Heat network pumps\n\nAuthor: Ada Lovelace <ada@example.org>\n\nPumps hold for years.\n"
_PROSE = b"Pumps hold for years. " * 50
_MAIL = b"From: Ada <ada@example.org>\nTo: Carl <carl@example.org>\nSubject: Pumps\n"
_LONGEST_NAME = 255
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write(folder: Path) -> list[tuple[str, frozenset[str]]]:
    """Fill a folder; the paths below it, and what may become of each."""
    expected = []
    for part in (_torn, _encrypted, _bombs, _markup, _pdfs, _sheets, _mails, _lies, _names):
        for name, content, outcomes in part():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            expected.append((name, outcomes))
    expected += _special(folder)
    return expected


@cache
def good() -> Mapping[str, bytes]:
    """A good file of each type, by suffix."""
    return {
        ".docx": zipped(word(said("Pumps hold."))),
        ".eml": _MAIL + b"\n" + _PROSE,
        ".html": b"<title>Pumps</title><p>" + _PROSE,
        ".md": GOOD.encode(),
        ".ods": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        ".pdf": pdf([["Pumps hold."]]),
        ".pptx": zipped({"_rels/.rels": relations(officeDocument="ppt/presentation.xml")}),
        ".rst": GOOD.encode(),
        ".txt": _PROSE,
        ".xls": old_workbook("Pumps", [["Pumps hold."]]),
        ".xlsx": workbook("<row><c t='inlineStr'><is><t>Pumps hold.</t></is></c></row>"),
    }


def workbook(rows: str, **parts: str) -> bytes:
    """A workbook of one sheet, whose rows are given as they are written."""
    main = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships"><sheets><sheet name="Pumps" sheetId="1" r:id="r0"/></sheets>'
        "</workbook>"
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
            "xl/workbook.xml": main,
            "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": parts.get("before", "")
            + f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def _torn() -> Files:
    """Of each type one without content, one that ends in its middle, one that is noise."""
    text = {".html", ".md", ".rst", ".txt"}
    noise = random.Random(1).randbytes(5000)  # noqa: S311  the same every time
    for suffix, content in good().items():
        binary = suffix not in text
        yield f"torn/empty{suffix}", b"", QUARANTINED if binary else READ
        half = content[: len(content) // 2]
        yield f"torn/half{suffix}", half, EITHER if binary else READ
        yield f"torn/noise{suffix}", noise, QUARANTINED
    yield "torn/nul.txt", _PROSE + b"\0" + _PROSE, QUARANTINED
    yield "torn/nuls.md", b"\0" * 10_000, QUARANTINED
    yield "torn/unmarked.txt", _PROSE.decode().encode("utf-16-le"), QUARANTINED
    yield "torn/surrogates.txt", b"\xff\xfe\x00\xd8" * 50, EITHER
    checksum = bytearray(good()[".docx"])
    place = checksum.find(b"PK\1\2", checksum.find(b"word/document.xml", len(checksum) // 2) - 60)
    checksum[place + 16 : place + 20] = b"\0\0\0\0"
    yield "torn/checksum.docx", bytes(checksum), QUARANTINED


def _encrypted() -> Files:
    package = compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\1" * 9000})
    yield from ((f"locked/a{kind}", package, QUARANTINED) for kind in (".docx", ".pptx", ".xlsx"))
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good()[".pdf"])))
    writer.encrypt("secret", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    yield "locked/a.pdf", file.getvalue(), QUARANTINED
    locked = bytearray(good()[".docx"])
    locked[locked.find(b"PK\1\2") + 8] |= 1
    yield "locked/part.docx", bytes(locked), QUARANTINED
    sealed = b"Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nx"
    yield "locked/a.eml", _MAIL + sealed, EITHER


def _bombs() -> Files:
    """Archives that unpack to too much, and parts that grow or reach out when they are read."""
    many = {f"word/{n}.xml": b" " * 42_000_000 for n in range(5)}
    bomb = zipped(many)
    yield from ((f"bombs/honest{kind}", bomb, QUARANTINED) for kind in (".docx", ".pptx", ".xlsx"))
    wide = zipped(word(said(" " * 42_000_000)))
    yield "bombs/lying.docx", lying(wide, "word/document.xml", 99), QUARANTINED
    rows = workbook("<row/>" * 5_000_000)
    yield "bombs/lying.xlsx", lying(rows, "xl/worksheets/sheet1.xml", 99), QUARANTINED
    yield "bombs/nested.docx", zipped({"a.zip": bomb, "b.zip": bomb}), QUARANTINED
    yield "bombs/parts.docx", _archive(100_000), QUARANTINED
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&z;</w:t></w:r></w:p></w:body>'
    pairs = zip("abcdefgh", "bcdefghz", strict=True)
    grown = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairs)
    for name, declared in {
        "laughs": f'<!ENTITY a "ha">{grown}',
        "file": '<!ENTITY z SYSTEM "file:///etc/passwd">',
        "address": '<!ENTITY z SYSTEM "http://127.0.0.1:9/z">',
    }.items():
        kind = f"<!DOCTYPE d [{declared}]>"
        part = word("", document=f"{kind}{body}</w:document>")
        yield f"bombs/{name}.docx", zipped(part), QUARANTINED
        cell = "<row><c t='inlineStr'><is><t>&z;</t></is></c></row>"
        yield f"bombs/{name}.xlsx", workbook(cell, before=kind), EITHER
    escaping = {"../../../tmp/escaped": "x", "/tmp/escaped": "x", "..\\escaped": "x"}  # noqa: S108  where parts want to go
    yield "bombs/escaping.docx", zipped(word(said("x")) | escaping), READ
    deep = "<w:tbl><w:tr><w:tc>" * 5000
    yield "bombs/deep.docx", zipped(word(deep)), QUARANTINED
    yield "bombs/styles.docx", zipped(word(said("x"), styles=styles() * 2)), QUARANTINED


def _archive(parts: int) -> bytes:
    """An archive of so many parts without content."""
    body, directory = bytearray(), bytearray()
    for number in range(parts):
        name = b"%06d" % number
        directory += struct.pack("<4s6H3I5H2I", b"PK\1\2", *[0] * 9, 6, *[0] * 5, len(body)) + name
        body += struct.pack("<4s5H3I2H", b"PK\3\4", *[0] * 8, 6, 0) + name
    count = parts & 0xFFFF
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _markup() -> Files:
    """Text that is nested, endless, or asks for more than it says."""
    yield "markup/deep.html", b"<div>" * 100_000 + b"x", EITHER
    yield (
        "markup/attributes.html",
        b"<p " + b" ".join(b"a%d=1" % n for n in range(10**6)) + b">x",
        EITHER,
    )
    yield "markup/inline.html", b"<b>x" * 100_000, EITHER
    yield "markup/entities.html", b"&lt;&#x10FFFF;&#0;&nosuch;" * 50_000, READ
    yield "markup/script.html", b"<script>while(1);</script><iframe src=file:///etc/passwd>x", READ
    yield "markup/doctype.html", b"<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;", READ
    yield "markup/comment.html", b"<!--" * 100_000, READ
    yield "markup/unclosed.html", b"<p a='" + b"x" * 100_000, READ
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    yield "markup/bomb.md", f"---\n{bomb}---\nx".encode(), QUARANTINED
    yield "markup/object.md", b"---\na: !!python/object/apply:os.getcwd []\n---\nx", QUARANTINED
    yield "markup/brackets.md", b"---\n" + b"[ " * 9000 + b"\n---\nx", QUARANTINED
    yield "markup/quotes.md", b">" * 100_000 + b"x", READ
    yield "markup/stars.md", b"*a " * 50_000, EITHER
    yield (
        "markup/include.rst",
        b".. include:: /etc/passwd\n\n.. raw:: html\n   :url: file:///etc/passwd",
        READ,
    )
    yield "markup/line.txt", b"x" * 5_000_000, READ
    yield "markup/turned.txt", "\u202eevil\u2066\ufeff\u200b".encode() * 100, READ
    yield "markup/piled.txt", b"a" + "\u0301".encode() * 100_000, READ


def _pdfs() -> Files:
    """Pages without end, in circles, as pictures, or packed into almost nothing."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << >> >> >>"

    def file(tree: bytes, content: bytes = b"", **more: bytes) -> bytes:
        numbered = {int(key[1:]): each for key, each in more.items()}
        return written({1: catalog, 2: tree, 3: page, 4: content or stream(b"")} | numbered)

    one = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    yield "pdfs/many.pdf", pdf([["Pumps hold."]] * 10_000), EITHER
    yield "pdfs/pictures.pdf", pdf([[], []]), QUARANTINED
    yield "pdfs/tree.pdf", file(b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), QUARANTINED
    yield "pdfs/itself.pdf", file(b"2 0 R"), QUARANTINED
    loop = b"<< /Type /ObjStm /Extends 2 0 R /N 1 /First 4 /Length 4 >>\nstream\n2 0 \nendstream"
    yield "pdfs/objects.pdf", file(loop), QUARANTINED
    squeezed = zlib.compress(b"\0" * 100_000_000, 1)
    head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(squeezed)
    yield "pdfs/bomb.pdf", file(one, head + squeezed + b"\nendstream"), QUARANTINED
    twice = zlib.compress(squeezed)
    head = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(twice)
    yield "pdfs/twice.pdf", file(one, head + twice + b"\nendstream"), QUARANTINED
    yield "pdfs/operators.pdf", file(one, stream(b"q " * 5_000_000)), QUARANTINED
    yield "pdfs/arrays.pdf", file(one, stream(b"[" * 100_000)), EITHER
    yield "pdfs/count.pdf", file(b"<< /Type /Pages /Kids [3 0 R] /Count 99999999 >>"), QUARANTINED
    yield "pdfs/late.pdf", b"x" * 2000 + good()[".pdf"], QUARANTINED


def _sheets() -> Files:
    """Cells that are huge, or far from each other."""
    yield (
        "sheets/cell.xlsx",
        workbook(f"<row><c t='str'><v>{'x' * 5_000_000}</v></c></row>"),
        EITHER,
    )
    ends = "".join(
        f"<row r='{r}'><c r='{c}{r}'><v>1</v></c></row>" for c, r in (("A", 1), ("XFD", 2**20))
    )
    yield "sheets/far.xlsx", workbook(ends), QUARANTINED
    columns = "".join(f"<c r='A{n}'/>" for n in range(100_000))
    yield "sheets/columns.xlsx", workbook(f"<row>{columns}</row>"), EITHER
    yield (
        "sheets/outside.xlsx",
        workbook("<row r='99999999'><c r='ZZZZZZ99999999'><v>1</v></c></row>"),
        EITHER,
    )
    book = bytearray(old_workbook("Pumps", [["Pumps hold."]]))
    book[512 : 512 + 256] = b"\1\0\0\0" * 64  # every chain of sectors leads to itself
    yield "sheets/chain.xls", bytes(book), EITHER


def _mails() -> Files:
    """Parts in parts, headers without end."""
    nest = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)
    )
    yield "mails/nested.eml", _MAIL + nest, QUARANTINED
    inner = b"Content-Type: message/rfc822\n\n" * 10_000
    yield "mails/sent-on.eml", _MAIL + inner, EITHER
    beside = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 10_000
    yield "mails/beside.eml", _MAIL + beside, READ
    yield "mails/header.eml", _MAIL + b"Cc: " + b"a" * 10_000_000 + b"\n\nx", QUARANTINED
    yield "mails/lines.eml", _MAIL + b"X-A: b\n" * 500_000 + b"\nx", EITHER
    people = b",\n ".join(b"p%d@example.org" % n for n in range(10_000))
    yield "mails/people.eml", _MAIL + b"Bcc: " + people + b"\n\n" + _PROSE, READ
    yield "mails/words.eml", b"From: =?utf-8?q?" + b"=?" * 100_000 + b"\n\nx", EITHER
    yield "mails/groups.eml", b"From: " + b"(" * 100_000 + b"\n\nx", QUARANTINED
    yield (
        "mails/encoded.eml",
        _MAIL + b"Content-Transfer-Encoding: base64\n\n" + b"=" * 10**6,
        READ,
    )


def _lies() -> Files:
    """Files that are not of the type that their name says."""
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 500
    of = good()
    yield from ((f"lies/png{suffix}", png, QUARANTINED) for suffix in of)
    yield from (
        (f"lies/pdf{kind}", of[".pdf"], QUARANTINED) for kind in (".docx", ".xlsx", ".eml")
    )
    yield "lies/docx.pdf", of[".docx"], QUARANTINED
    yield "lies/docx.xlsx", of[".docx"], QUARANTINED
    yield "lies/xlsx.docx", of[".xlsx"], QUARANTINED
    yield "lies/xls.xlsx", of[".xls"], EITHER
    yield "lies/html.docx", of[".html"], QUARANTINED
    yield "lies/program.exe", b"MZ" + png, SKIPPED
    yield "lies/none", png, SKIPPED


def _names() -> Files:
    """Good content under names that confuse terminals, shells and stores."""
    for name in (
        "line\nfeed.md", "\u202egpj.md", "\x1b[2J\x07.md", "-rf.md", "--json.md", "'quotes\".md",
        "$(id);`id`.md", "a\\b.md", " .md", "%2e%2e%2f.md", "CON.md", "x.MD", "é.md",
        "e\u0301.md", f"{'n' * (_LONGEST_NAME - 3)}.md", "\u2028.md", "\ufeff.md", "null.md",
    ):  # fmt: skip
        yield f"names/{name}", GOOD.encode(), EITHER
    for number, name in enumerate((b"\xff\xfe.md", b"caf\xe9.md", b"\xed\xa0\x80.md")):
        yield f"names/{number}{os.fsdecode(name)}", GOOD.encode(), EITHER
    yield "names/x.pdf/inside.md", GOOD.encode(), READ
    yield "/".join(["names", *["deep"] * 90, "inside.md"]), GOOD.encode(), READ
    yield "/".join(["names", *["d" * 200] * 4, "inside.md"]), GOOD.encode(), EITHER


def _special(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """What is no file, or none that may be opened."""
    place = folder / "special"
    place.mkdir()
    makers: dict[str, Callable[[Path], object]] = {
        "loop.md": lambda path: path.symlink_to("loop.md"),
        "dangling.md": lambda path: path.symlink_to("nowhere.md"),
        "outside.md": lambda path: path.symlink_to("/etc/passwd"),
        "pipe.md": os.mkfifo,
        "socket.md": _bind,
        "locked.md": lambda path: (path.write_text(GOOD), path.chmod(0)),
        "sparse.md": lambda path: (path.touch(), os.truncate(path, 10**9)),
    }
    for name, make in makers.items():
        make(place / name)
        yield f"special/{name}", EITHER if name == "locked.md" else QUARANTINED
    (place / "circle").symlink_to(place, target_is_directory=True)
    (place / ".hidden.md").write_bytes(b"\0")
    (place / "shut").mkdir(mode=0)


def _bind(path: Path) -> None:
    """Leave a socket: its address is kept short, as it must be."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(before)

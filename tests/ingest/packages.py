"""Office files, written by hand: parts in a zip archive, and the compound files of old."""

import io
import struct
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def relations(**targets: str) -> str:
    """The relations of a part: kind and target."""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def core(**properties: str) -> str:
    """Core properties by the names of their elements."""
    stated = "".join(f"<x:{name}>{escape(said)}</x:{name}>" for name, said in properties.items())
    return f'<x:coreProperties xmlns:x="urn:x">{stated}</x:coreProperties>'


def word(body: str, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a Word document; ``more`` replaces parts, named without folder and ending."""
    spaces = f'xmlns:w="{WORD}" xmlns:mc="{_COMPATIBLE}"'
    document = f"<w:document {spaces}><w:body>{body}</w:body></w:document>"
    named = {
        "rels": ("_rels/.rels", relations(officeDocument="word/document.xml")),
        "document": ("word/document.xml", document),
        "relations": (
            "word/_rels/document.xml.rels",
            relations(styles="styles.xml", footnotes="footnotes.xml"),
        ),
        "styles": ("word/styles.xml", styles()),
        "footnotes": ("word/footnotes.xml", f'<w:footnotes xmlns:w="{WORD}"/>'),
        "core": ("docProps/core.xml", core()),
    }
    return {name: more.get(key, content) for key, (name, content) in named.items()}


def styles(**names: str) -> str:
    """Styles: id and name."""
    listed = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    return f'<w:styles xmlns:w="{WORD}">{listed}</w:styles>'


def said(text: str, style: str = "") -> str:
    """A paragraph of a Word document."""
    of = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{of}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file: what Office wrote before 2007, and wraps encrypted files in."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    chains: list[int] = [0xFFFFFFFD, end]  # the table itself, then the directory
    body = b""
    entries = [("Root Entry", 5, 1, end, 0)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(4096, b"\0")  # shorter ones would be kept elsewhere
        padded += b"\0" * (-len(padded) % sector)
        first, count = len(chains), len(padded) // sector
        chains += [*range(first + 1, first + count), end]
        right = number + 1 if number < len(streams) else free
        entries.append((name, 2, right, first, len(padded)))
        body += padded
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(sector, b"\xff")
    directory = b""
    for kind, (name, of, link, first, size) in enumerate(entries):
        encoded = name.encode("utf-16-le")
        right, child = (free, link) if kind == 0 else (link, free)
        directory += struct.pack(
            "<64sHBBIII16sI16sIQ", encoded, len(encoded) + 2, of, 1, free, right, child, b"", 0,
            b"", first if of == 2 else end, size,
        )  # fmt: skip
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6,
        b"", 0, 1, 1, 0, 4096, end, 0, end, 0,
    ) + struct.pack("<109I", 0, *[free] * 108)  # fmt: skip
    return header + table + directory.ljust(sector, b"\0") + body


def old_workbook(sheet: str, rows: list[list[str]], *, locked: bool = False) -> bytes:
    """A workbook in the format of Excel before 2007, which may take a password."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))

    named = struct.pack("<BB", len(sheet), 0) + sheet.encode("latin-1")
    head = begin(5) + (record(0x2F, b"\1\0" + b"\0" * 52) if locked else b"")
    place = len(head) + 4 + 6 + len(named) + 4
    book = head + record(0x85, struct.pack("<IH", place, 0) + named) + record(0xA, b"")
    book += begin(0x10)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            content = struct.pack("<HHHHB", row, column, 0, len(cell), 0) + cell.encode("latin-1")
            book += record(0x204, content)
    return compound({"Workbook": book + record(0xA, b"")})


def lying(raw: bytes, name: str, size: int) -> bytes:
    """An archive whose directory says that a part unpacks to another size."""
    file = bytearray(raw)
    for mark, names, sizes in ((b"PK\3\4", 30, 22), (b"PK\1\2", 46, 24)):
        place = 0
        while (place := file.find(mark, place)) >= 0:
            if file[place + names :].startswith(name.encode()):
                struct.pack_into("<I", file, place + sizes, size)
            place += 4
    return bytes(file)

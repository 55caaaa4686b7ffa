"""PDF files, written by hand: what the tests read must not hang on the library that reads it."""

import zlib
from collections.abc import Iterable, Mapping, Sequence

Line = str | tuple[float, float, str]
"""A line below the last one, or one at a place of its own, in points from the lower left."""


def pdf(
    pages: Iterable[Sequence[Line]], info: Mapping[str, str] | None = None, catalog: str = ""
) -> bytes:
    """A file with pages of text.

    Parameters
    ----------
    info
        Entries of the document information, such as ``{"Title": "Pumps"}``.
    catalog
        More entries of the catalogue, as they are written.
    """
    contents = [_content(lines) for lines in pages]
    first = 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(contents)))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for number, content in enumerate(contents):
        place = first + 2 * number
        objects[place] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {place + 1} 0 R >>"
        ).encode()
        objects[place + 1] = stream(content)
    if info:
        objects[len(objects) + 1] = b"<< %s >>" % b" ".join(
            b"/%s %s" % (key.encode(), string(value)) for key, value in info.items()
        )
    return written(objects, f"/Info {len(objects)} 0 R" if info else "")


def string(text: str) -> bytes:
    """A string object, in Unicode."""
    return b"<%s>" % ("\ufeff" + text).encode("utf-16-be").hex().encode()


def stream(content: bytes, entries: str = "/Filter /FlateDecode") -> bytes:
    """A stream object; without ``entries`` it is not packed."""
    packed = zlib.compress(content) if entries else content
    head = f"<< {entries} /Length {len(packed)} >>".encode()
    return b"%s\nstream\n%s\nendstream" % (head, packed)


def written(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """A file of numbered objects, the first of which is the catalogue."""
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(file)
    size = max(objects) + 1
    file += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        file += b"%d 1\n%010d 00000 n \n" % (number, place)
    file += (
        f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return bytes(file)


def _content(lines: Sequence[Line]) -> bytes:
    """A page's content: lines from the top down."""
    said = []
    top = 800.0
    for line in lines:
        x, y, text = line if isinstance(line, tuple) else (50.0, top, line)
        top = y - 15
        shown = (
            text.encode("cp1252")
            .replace(b"\\", rb"\\")
            .replace(b"(", rb"\(")
            .replace(b")", rb"\)")
        )
        said.append(b"BT /F1 11 Tf %d %d Td (%s) Tj ET" % (x, y, shown))
    return b"\n".join(said)

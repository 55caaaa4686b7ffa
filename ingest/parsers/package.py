"""Office files: zip archives of XML parts, opened without trust.

Nothing is unpacked before the archive's directory says that it is bearable, no part is unpacked
beyond what the directory says of it, and no part may declare entities.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from graphkit.errors import RecordRejected
from ingest.parser import Header
from ingest.parsers.properties import language, people, title

Element: TypeAlias = Any
"""Of lxml, which ships no types."""

MAX_UNPACKED_MB = 200
MAX_PARTS = 10_000

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TORN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""What reading an archive raises that is torn, made up, or packed in some other way."""
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/main")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/main"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CORE = "docProps/core.xml"
_OPENDOCUMENT = "meta.xml"
_LOCKED = 1
"""Bit of a part that takes a password."""
_LOCAL_HEADER = struct.Struct("<26x2H")
"""Of a part: 30 bytes that end with the lengths of its name and of what else comes before it."""


def is_compound(raw: bytes) -> bool:
    """Whether it is in the format of Office before 2007.

    Raises
    ------
    RecordRejected
        When that holds an encrypted file of a later one.
    """
    if raw.startswith(_COMPOUND) and _ENCRYPTED in raw:
        raise RecordRejected("it is encrypted")
    return raw.startswith(_COMPOUND)


def unpacked(raw: bytes, kind: str) -> ZipFile:
    """The archive that an Office file of some kind is.

    Raises
    ------
    RecordRejected
        When it is none, or one that would take too much room.
    """
    if is_compound(raw):
        raise RecordRejected(f"it is no {kind} but from before 2007: save it anew")
    if not raw.startswith(b"PK"):
        raise RecordRejected(f"it is no {kind}")
    try:
        archive = ZipFile(BytesIO(raw))
    except _TORN as error:
        raise RecordRejected(f"it is torn: {_reason(error)}") from error
    parts = archive.infolist()
    if any(part.flag_bits & _LOCKED for part in parts):
        raise RecordRejected("it is encrypted")
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        raise RecordRejected("it is packed as no Office program packs: save it anew")
    if len(parts) > MAX_PARTS:
        raise RecordRejected(f"unpacked it has {len(parts):,} parts, the most is {MAX_PARTS:,}")
    size = sum(part.file_size for part in parts) / 1e6
    if size > MAX_UNPACKED_MB:
        raise RecordRejected(f"unpacked it has {size:,.0f} MB, the most is {MAX_UNPACKED_MB}")
    return archive


def check_honest(raw: bytes, archive: ZipFile) -> None:
    """Refuse an archive with a part that unpacks to more than its directory says.

    For a library that unpacks by itself: what it believes is not known.
    """
    for part in archive.infolist():
        if part.compress_type == ZIP_DEFLATED and _unpacks_to_more(raw, part):
            raise RecordRejected("it is torn: a part is larger than its directory says")


def read(archive: ZipFile, name: str) -> bytes:
    """A part, "" when there is none of that name.

    Raises
    ------
    RecordRejected
        When it is torn.
    """
    try:
        part = archive.getinfo(name)
        with archive.open(part) as stream:
            return stream.read(part.file_size)  # without a size it would unpack 2 GB at once
    except KeyError:
        return b""
    except _TORN as error:
        raise RecordRejected(f"it is torn: {_reason(error)}") from error


def tree(archive: ZipFile, name: str) -> Element:
    """The root element of a part; an empty element when there is none.

    Raises
    ------
    RecordRejected
        When it is no XML, or declares entities.
    """
    raw = read(archive, name)
    if not raw:
        return etree.Element("none")
    if b"purl.oclc.org" in raw[:4096]:
        raw = _STRICT.sub(_TRANSITIONAL, raw)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise RecordRejected(f"it is torn: its {name} is no XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise RecordRejected(f"its {name} declares a document type, which is not read")
    return root


def related(archive: ZipFile, part: str, kind: str) -> list[str]:
    """The names of the parts that a part refers to, by the end of their kind."""
    return [name for _, name in relations(archive, part, kind)]


def relations(archive: ZipFile, part: str, kind: str) -> Iterator[tuple[str, str]]:
    """The same with the id by which the part refers to them; "" is the package itself."""
    folder, _, file = part.rpartition("/")
    for found in tree(archive, join(folder, "_rels", f"{file}.rels")).iter(_RELATIONS):
        target = found.get("Target", "")
        if found.get("Type", "").endswith(f"/{kind}") and found.get("TargetMode") != "External":
            yield found.get("Id", ""), normpath(join("/", dirname(part), target)).lstrip("/")


def properties(archive: ZipFile) -> tuple[str, Header]:
    """The title and the header that the properties state, of Office and OpenDocument alike."""
    said: dict[str, str] = {}
    core = next(iter(related(archive, "", "core-properties")), _CORE)
    stated = tree(archive, core if core in archive.namelist() else _OPENDOCUMENT)
    for element in stated.iter("{*}*"):
        if element.text and element.text.strip():
            said.setdefault(etree.QName(element).localname, element.text.strip())
    authors, editor = said.get("creator", ""), said.get("lastModifiedBy", "")
    if "initial-creator" in said:  # OpenDocument calls the last editor the creator
        authors, editor = said["initial-creator"], authors
    header = [("author", name) for name in people(authors)]
    header += [("participant", name) for name in people(editor)]
    dates = (said.get(key) for key in ("modified", "date", "created", "creation-date"))
    header += [("date", date) for date in list(filter(None, dates))[:1]]
    header += [("language", code) for code in filter(None, [language(said.get("language"))])]
    return title(said.get("title")), tuple(header)


def _unpacks_to_more(raw: bytes, part: ZipInfo) -> bool:
    """Whether a deflated part goes on where its directory says it ends."""
    try:
        before = sum(_LOCAL_HEADER.unpack_from(raw, part.header_offset), _LOCAL_HEADER.size)
        begin = part.header_offset + before
        packed = raw[begin : begin + part.compress_size]
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        return len(stream.decompress(packed, part.file_size + 1)) > part.file_size
    except (struct.error, zlib.error):
        return False


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__

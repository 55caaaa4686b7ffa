"""OpenDocument: texts and presentations, what is written in them in the order of reading."""

from collections.abc import Iterator

from lxml import etree

from graphkit.errors import RecordRejected
from ingest.parser import Parsed
from ingest.parsers.package import Element, properties, read, tree, unpacked
from ingest.parsers.properties import title, without

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
_BODY = _NAMESPACE % ("office", "body")
_ROW, _CELL = (_NAMESPACE % ("table", name) for name in ("table-row", "table-cell"))
_HEADING, _PARAGRAPH = (_NAMESPACE % ("text", name) for name in ("h", "p"))
_CLASS = _NAMESPACE % ("presentation", "class")
_SPACES = {
    _NAMESPACE % ("text", "s"): " ",
    _NAMESPACE % ("text", "tab"): " ",
    _NAMESPACE % ("text", "line-break"): "\n",
}
_UNSAID = (
    _NAMESPACE % ("office", "annotation"),
    _NAMESPACE % ("text", "tracked-changes"),
    _NAMESPACE % ("text", "table-of-content"),
    _NAMESPACE % ("text", "alphabetical-index"),
    _NAMESPACE % ("text", "illustration-index"),
    _NAMESPACE % ("text", "page-number"),
    _NAMESPACE % ("text", "note-citation"),
    _NAMESPACE % ("svg-compatible", "title"),
    _NAMESPACE % ("svg-compatible", "desc"),
)
"""Comments, what was deleted, what only repeats the headings, and numbers."""


def document(raw: bytes) -> Parsed:
    """A text or a presentation: paragraphs, tables and notes."""
    archive = unpacked(raw, "OpenDocument file")
    if b"encryption-data" in read(archive, "META-INF/manifest.xml"):
        raise RecordRejected("it is encrypted")
    body = next(tree(archive, "content.xml").iter(_BODY), None)
    if body is None:
        raise RecordRejected("it is no OpenDocument file, though it is packed like one")
    etree.strip_elements(body, *_UNSAID, with_tail=False)
    for space in body.iter(*_SPACES):
        space.text = _SPACES[space.tag]
    for paragraph in body.iter(_HEADING, _PARAGRAPH):  # those in cells and notes come apart
        paragraph.text, paragraph.tail = f" {paragraph.text or ''}", f" {paragraph.tail or ''}"
    name, header = properties(archive)
    name = name or next(filter(None, map(title, _headings(body))), "")
    return Parsed(name, "\n\n".join(without(name, list(_blocks(body)))), header)


def _headings(body: Element) -> Iterator[str]:
    """Headings, and what stands where a slide's title belongs."""
    for element in body.iter():
        if element.tag == _HEADING or element.get(_CLASS) == "title":
            yield _said(element)


def _blocks(body: Element) -> Iterator[str]:
    """Paragraphs, each with the notes in it, and rows of tables, each on one line."""
    for element in body.iter(_HEADING, _PARAGRAPH, _ROW):
        if next(element.iterancestors(_HEADING, _PARAGRAPH, _ROW), None) is not None:
            continue
        if element.tag == _ROW:
            cells = (_said(cell).replace("\n", " ") for cell in element.iter(_CELL))
            said = " | ".join(filter(None, cells))
        else:
            said = _said(element)
        if said:
            yield said


def _said(element: Element) -> str:
    """The words of an element."""
    lines = "".join(element.itertext()).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()

"""Word and PowerPoint: what is written in them, in the order in which it is read."""

import re
from collections.abc import Iterable, Iterator, Mapping
from zipfile import ZipFile

from lxml import etree

from graphkit.errors import RecordRejected
from ingest.parser import Parsed
from ingest.parsers.package import Element, properties, related, relations, tree, unpacked
from ingest.parsers.properties import title, without

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What is said a second time, for older programs."""

_SAID = {
    f"{_W}t": "",
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_A}t": "",
    f"{_A}br": "\n",
}
"""Elements of a paragraph; "" for those whose text is meant."""
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml"))
_HEADINGS = frozenset({"title", "heading 1"})
_CONTENTS = re.compile(r"toc \d|toc heading|table of (figures|authorities)")
"""Styles of the table of contents, which only repeats the headings."""
_TITLES = frozenset({"title", "ctrTitle"})
_ON_EVERY_SLIDE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})


def document(raw: bytes) -> Parsed:
    """A Word document: paragraphs, tables, text boxes and notes; no headers and footers."""
    archive = unpacked(raw, ".docx file")
    name, header = properties(archive)
    part, root = _main(archive, ".docx", f"{_W}document")
    etree.strip_elements(root, _AGAIN, f"{_W}moveFrom", with_tail=False)
    heading = _without_contents(root, _styles(archive, part))
    _boxes_behind(root)
    pieces = list(_blocks(root))
    for kind in ("footnotes", "endnotes"):
        for notes in related(archive, part, kind):
            pieces += _blocks(tree(archive, notes))
    name = name or heading
    return Parsed(name, "\n\n".join(without(name, pieces)), header)


def presentation(raw: bytes) -> Parsed:
    """A PowerPoint presentation: a paragraph for each slide, and one for its notes."""
    archive = unpacked(raw, ".pptx file")
    name, header = properties(archive)
    part, root = _main(archive, ".pptx", f"{_P}presentation")
    parts = dict(relations(archive, part, "slide"))
    listed = (each.get(_REFERENCE) or each.get(_STRICT) for each in root.iter(f"{_P}sldId"))
    slides = [(parts[each], tree(archive, parts[each])) for each in listed if each in parts]
    name = name or next((_slide_title(shown) for _, shown in slides), "")
    pieces: list[str] = []
    for slide, shown in slides:
        etree.strip_elements(shown, _AGAIN, with_tail=False)
        lines = list(_lines(shown))
        for drawing in related(archive, slide, "diagramData"):
            lines += _shape(tree(archive, drawing))
        notes = (_lines(tree(archive, each)) for each in related(archive, slide, "notesSlide"))
        pieces += ["\n".join(lines if pieces else without(name, lines)), *map("\n".join, notes)]
    return Parsed(name, "\n\n".join(filter(None, pieces)), header)


def _main(archive: ZipFile, suffix: str, tag: str) -> tuple[str, Element]:
    """The name and the root of the part that the file is about."""
    for part in related(archive, "", "officeDocument"):
        root = tree(archive, part)
        if root.tag == tag:
            return part, root
    raise RecordRejected(f"it is no {suffix} file, though it is packed like one")


def _styles(archive: ZipFile, part: str) -> dict[str, str]:
    """The names of a document's styles, lower case, by the id with which it refers to them."""
    return {
        style.get(f"{_W}styleId"): name.get(f"{_W}val", "").lower()
        for styles in related(archive, part, "styles")
        for style in tree(archive, styles).iter(f"{_W}style")
        for name in style.iter(f"{_W}name")
    }


def _without_contents(root: Element, names: Mapping[str, str]) -> str:
    """Take the table of contents out; the first heading, "" when there is none."""
    heading = ""
    for style in list(root.iter(f"{_W}pStyle")):
        name = names.get(style.get(f"{_W}val"), "")
        paragraph = next(style.iterancestors(f"{_W}p"), None)
        if paragraph is not None and _CONTENTS.fullmatch(name):
            paragraph.getparent().remove(paragraph)
        elif paragraph is not None and name in _HEADINGS:
            heading = heading or title(_said(paragraph))
    return heading


def _boxes_behind(root: Element) -> None:
    """Move each text box behind the paragraph it is anchored in, whose words it would split."""
    for box in reversed(list(root.iter(f"{_W}txbxContent"))):
        paragraph = next(box.iterancestors(f"{_W}p"), None)
        if paragraph is not None:
            paragraph.addnext(box)


def _blocks(above: Element) -> Iterator[str]:
    """The paragraphs and the rows of tables below an element of a Word document."""
    for element in above:
        if element.tag == f"{_W}p":
            yield from filter(None, [_said(element)])
        elif element.tag == f"{_W}tr":
            cells = [list(_blocks(cell)) for cell in _cells(element)]
            yield from cells[0] if len(cells) == 1 else filter(None, [_line(cells)])
        elif len(element):
            yield from _blocks(element)


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, not those of tables inside them."""
    for element in row:
        if element.tag == f"{_W}tc":
            yield element
        elif element.tag in _WRAPPERS:
            yield from _cells(element)


def _slide_title(slide: Element) -> str:
    """What stands where a slide's title belongs."""
    shapes = (shape for shape in slide.iter(f"{_P}sp") if _place(shape) in _TITLES)
    return next(filter(None, (title(" ".join(_shape(shape))) for shape in shapes)), "")


def _lines(slide: Element) -> Iterator[str]:
    """The paragraphs of a slide's shapes and the rows of its tables."""
    for shape in slide.iter(f"{_P}sp", f"{_A}tr"):
        if shape.tag == f"{_A}tr":
            cells = [list(_shape(cell)) for cell in shape.iter(f"{_A}tc")]
            yield from filter(None, [_line(cells)])
        elif _place(shape) not in _ON_EVERY_SLIDE:
            yield from _shape(shape)


def _place(shape: Element) -> str:
    """What a shape is for: ``title``, ``body``, ``sldNum``; "" when it is for nothing known."""
    return next((place.get("type", "") for place in shape.iter(f"{_P}ph")), "")


def _shape(shape: Element) -> Iterator[str]:
    return filter(None, map(_said, shape.iter(f"{_A}p")))


def _line(cells: Iterable[Iterable[str]]) -> str:
    """A row on one line; empty cells are left out."""
    return " | ".join(filter(None, (" ".join(" ".join(cell).split()) for cell in cells)))


def _said(paragraph: Element) -> str:
    """The words of a paragraph, in which a line may end."""
    said = (_SAID[each.tag] or each.text or "" for each in paragraph.iter(*_SAID))
    return "".join(said).strip()

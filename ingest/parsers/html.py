"""HTML and XHTML: the words of the article, without what surrounds it and what runs."""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from ingest.parser import Parsed
from ingest.parsers.decode import decode, decode_as
from ingest.parsers.dom import paragraphs
from ingest.parsers.properties import language, people, title, without

_QUICK = LexborDocumentOptions.WO_EVENTS
_HEAD = 4096
_STATED = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|\A\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_AUTHORS = (
    "author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "dc:creator",
    "parsely-author", "sailthru.author",
)  # fmt: skip
_DATES = (
    "article:published_time", "article:modified_time", "og:updated_time", "date", "dc.date",
    "dcterms.modified", "dcterms.created", "dcterms.date", "citation_date",
    "citation_publication_date", "last-modified",
)  # fmt: skip


def page(raw: bytes) -> Parsed:
    """An HTML or XHTML file; what its head states are its properties."""
    tree = LexborHTMLParser(_decoded(raw), options=_QUICK)
    said = _meta(tree)
    name = _title(tree, said)
    header = (
        *(("author", author) for author in _authors(said)),
        *(("date", date) for date in _date(tree, said)),
        *(("language", code) for code in _language(tree, said)),
    )
    return Parsed(name, "\n\n".join(without(name, paragraphs(tree))), header)


def text(html: str, without: str = "", until: str = "") -> str:
    """The words of an HTML text, as `paragraphs`, which blank lines part."""
    return "\n\n".join(paragraphs(LexborHTMLParser(html, options=_QUICK), without, until))


def _decoded(raw: bytes) -> str:
    """By its byte order mark, by what it states itself, or as it looks."""
    marked = raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE))
    match = None if marked else _STATED.search(raw[:_HEAD])
    stated = (match[1] or match[2]).decode("ascii") if match else "utf-8"
    # that it could be read shows that it is not in 16 bits
    if marked or b"\0" in raw or not stated.lower().startswith("utf"):
        return decode_as(raw, stated)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return decode(raw)


def _meta(tree: LexborHTMLParser) -> Mapping[str, Sequence[str]]:
    """What the page states about itself, by lower-case name."""
    said: dict[str, list[str]] = {}
    for node in tree.head.css("meta") if tree.head else ():
        given = node.attributes
        key = given.get("name") or given.get("property") or given.get("http-equiv")
        content = " ".join((given.get("content") or "").split())
        if key and content:
            said.setdefault(key.lower(), []).append(content)
    return said


def _title(tree: LexborHTMLParser, said: Mapping[str, Sequence[str]]) -> str:
    stated = tree.css_first("head > title")
    name = title(stated.text() if stated else "")
    if not name:
        name = title(next(iter(said.get("og:title", ())), ""))
    if not name:
        heading = tree.css_first("h1")
        name = title(heading.text() if heading else "")
    return name


def _authors(said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each once, whichever name they are stated under; no address of a page."""
    stated = (value for key in _AUTHORS for value in said.get(key, ()))
    named = (value for value in stated if "://" not in value and not value.startswith("/"))
    yield from dict.fromkeys(name for value in named for name in people(value))


def _date(tree: LexborHTMLParser, said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The first that can be read; when none can, the first."""
    stated = [value for key in _DATES for value in said.get(key, ())]
    if not stated:
        moment = tree.css_first("article header time[datetime], article time[datetime]")
        stated = [(moment.attributes.get("datetime") or "") if moment else ""]
    yield from filter(None, [next(filter(_is_iso, stated), stated[0])])


def _is_iso(date: str) -> bool:
    try:
        datetime.fromisoformat(date.strip())
    except ValueError:
        return False
    return True


def _language(tree: LexborHTMLParser, said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    given = tree.root.attributes if tree.root else {}
    stated = (given.get("lang"), given.get("xml:lang"), *said.get("dc.language", ()))
    yield from filter(None, [next(filter(None, map(language, stated)), None)])

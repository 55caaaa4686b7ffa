"""Markdown, reStructuredText and plain text: what they say, without their marks."""

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives
from docutils.utils import Reporter
from markdown_it import MarkdownIt
from markdown_it.token import Token

from graphkit.text import fold
from ingest.parser import Header, Parsed
from ingest.parsers.decode import decode
from ingest.parsers.header import split_header

_LONGEST_TITLE = 120
_RUN = re.compile(r"\S{500,}")
"""What no word and no address is; both parsers take the square of its length."""


class _Silent(Directive):
    """In the place of ``date``, which would write the day of reading into the text."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Say nothing."""
        return []


directives.register_directive("date", _Silent)


def markdown(raw: bytes) -> Parsed:
    """CommonMark with tables; raw HTML is dropped."""
    header, body = split_header(_RUN.sub(" ", decode(raw)))
    tokens = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").parse(body)
    headings: list[tuple[str, int]] = []
    pieces: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        said = _inline(token) if token.type == "inline" else token.content
        if token.type in {"inline", "fence", "code_block"} and said.strip():
            if before is not None and before.type == "heading_open":
                headings.append((before.tag, len(pieces)))
            pieces.append(said)
    title = _title_among(headings)
    heading = pieces.pop(title) if title is not None else ""
    return _parsed(header, heading, pieces)


def restructured(raw: bytes) -> Parsed:
    """ReStructuredText; directives that read other files or raw output are off."""
    header, body = split_header(_RUN.sub(" ", decode(raw)))
    tree = publish_doctree(
        body,
        settings_overrides={
            "file_insertion_enabled": False,
            "raw_enabled": False,
            "_disable_config": True,
            "report_level": Reporter.SEVERE_LEVEL + 1,
            "halt_level": Reporter.SEVERE_LEVEL + 1,
            "syntax_highlight": "none",
            "line_length_limit": 1_000_000,
        },
    )
    heading = str(tree.get("title", ""))
    return _parsed(header, heading, list(_prose(tree)))


def plain(raw: bytes) -> Parsed:
    """Text as it is; a short first line of its own is the title."""
    header, body = split_header(decode(raw))
    first, _, rest = body.strip().partition("\n")
    if len(first) <= _LONGEST_TITLE and not rest.partition("\n")[0].strip():
        return _parsed(header, first.strip(), [rest])
    return _parsed(header, "", [body])


def _parsed(header: Header, heading: str, pieces: list[str]) -> Parsed:
    """The header's title wins; a heading that only repeats it is not said twice."""
    stated = (value.strip() for key, value in header if key == "title")
    title = next(filter(None, stated), heading.strip())
    if heading and fold(heading.strip()) != fold(title):
        pieces = [heading, *pieces]
    return Parsed(title, "\n\n".join(pieces), header)


def _title_among(headings: list[tuple[str, int]]) -> int | None:
    """The place of the first heading, unless it is one of several sections below no title."""
    if not headings:
        return None
    level, place = headings[0]
    alone = sum(tag == level for tag, _ in headings) == 1
    return place if alone or level == "h1" else None


def _inline(token: Token) -> str:
    """The words of an inline token: text, code, what images are called; no addresses or HTML."""
    said = []
    for child in token.children or ():
        if child.type in {"text", "code_inline", "image"}:
            said.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            said.append("\n")
    return "".join(said)


def _prose(tree: nodes.document) -> Iterator[str]:
    """The text of a doctree's leaves, without comments and complaints."""
    for node in tree.findall(nodes.TextElement):
        hidden = isinstance(node, nodes.Invisible | nodes.system_message | nodes.problematic)
        inner = isinstance(node.parent, nodes.TextElement | nodes.system_message)
        title = isinstance(node, nodes.title) and node.parent is tree
        if not (hidden or inner or title):
            yield node.astext()

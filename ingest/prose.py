"""Prose: which lines of a text somebody wrote in sentences, and how a phrase finder reads them.

All is done line by line, by rules that take time in proportion to a line's length.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.extractor import Part
from ingest.replies import attribution
from ingest.signatures import signature

_FENCE = ("```", "~~~")
_DOTTED = re.compile(r"\.{5}|(?:\. ){4}|\u2026{2}")
_NUMBER = re.compile(r"\d+")
_SYMBOLS = str.maketrans("", "", '(){}[]<>=~+*^|\\_#$@&%;/`"0123456789')
_BULLET = re.compile(r"\s*(?:[-*+\u2022\u2023\u25e6\u2043\u2013]|\(?[0-9a-zA-Z]{1,2}[.)])\s")
_MARKS = re.compile(
    r"<[@#!][^<>\s]{1,80}>"  # mentions and channels of chats
    r"|(?<!\w)@\w(?:[\w.-]{0,62}\w)?"  # handles
    r"|(?<!\w):[a-z0-9_+-]{1,40}:"  # emoji
    r"|(?<!\w)#\d{1,9}\b"  # issues
    r"|\b(?=[a-f]{0,39}\d)[0-9a-f]{7,40}\b"  # hashes
    r"|[`*\u200b]"
)
_TYPED = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2011": "-"})
"""What print has in the place of what is typed; taggers know the latter."""

_LONGEST_HEADING = 80
_WORDS_OF_HEADING = 9
_LONGEST_HEAD = 80
_PAGES = 30
"""Lines of the shortest text that has pages."""
_REPEATED = 3
_DENSE = 0.25
"""So many symbols and digits a character make a line of code, a formula or a row of a table."""
_WRAPPED = 40
"""Characters of the shortest line that goes on in the next."""
_LONGEST_PIECE = 5_000
_LONGEST_WORD = 64


def parts(text: str) -> Iterator[tuple[Part, str]]:
    r"""The paragraphs of a text, each with the part it plays; blank lines part them.

    >>> list(parts("Method\n\nWe pump.\n\n> You pump?\nNo."))
    [('heading', 'Method'), ('prose', 'We pump.'), ('aside', '> You pump?'), ('prose', 'No.')]
    """
    lines = text.split("\n")
    block: list[tuple[bool, list[str]]] = []  # runs of lines that are asides, or are not
    for line, aside in zip([*lines, ""], [*_asides(lines), False], strict=True):
        if not line or line.isspace():
            yield from _paragraphs(block)
            block = []
        elif block and block[-1][0] == aside:
            block[-1][1].append(line)
        else:
            block.append((aside, [line]))


def _paragraphs(block: Sequence[tuple[bool, list[str]]]) -> Iterator[tuple[Part, str]]:
    for aside, lines in block:
        if aside:
            yield "aside", "\n".join(lines)
        elif len(lines) == len(block) == 1 and _is_heading(lines[0]):
            yield "heading", lines[0]
        else:
            yield "prose", "\n".join(lines)


def sentences(paragraph: str) -> list[str]:
    """A paragraph as a phrase finder reads it: lines joined, list items apart, no chat marks.

    A line that is shorter than any that was wrapped ends what it says. Pieces have at most 5,000
    characters; words longer than 64 are left out.
    """
    found = []
    for item in _items(paragraph):
        words = _MARKS.sub(" ", item.translate(_TYPED)).split()
        plain = " ".join(word for word in words if len(word) <= _LONGEST_WORD)
        start = 0
        while len(plain) - start > _LONGEST_PIECE:
            cut = plain.rfind(" ", start, start + _LONGEST_PIECE)
            found.append(plain[start:cut])
            start = cut + 1
        if plain:
            found.append(plain[start:])
    return found


def _items(paragraph: str) -> Iterator[str]:
    item: list[str] = []
    for line in paragraph.split("\n"):
        if item and (len(item[-1].strip()) < _WRAPPED or _BULLET.match(line)):
            yield " ".join(item)
            item = []
        item.append(line)
    yield " ".join(item)


def _asides(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is an aside."""
    found = [_is_aside(line) for line in lines]
    _mark_fences(lines, found)
    _mark_running_heads(lines, found)
    for n, line in enumerate(lines):
        if line.endswith(":"):
            span = attribution(lines, n)
            found[n + 1 - span : n + 1] = [True] * span
    start = signature(lines)
    found[start:] = [True] * (len(lines) - start)
    return found


def _is_aside(line: str) -> bool:
    """Whether a line by itself looks like a quote, code, a formula, a row or a contents entry."""
    if not line or line.isspace():
        return False
    if line.startswith((">", "$ ")):
        return True
    if line[0] == "#" and line.lstrip("#")[:1] == " ":  # a heading
        return False
    if "...." in line or "\u2026\u2026" in line or ". . ." in line:
        return bool(_DOTTED.search(line))
    symbols = len(line) - len(line.translate(_SYMBOLS))
    return symbols > _DENSE * (len(line) - line.count(" "))


def _mark_fences(lines: Sequence[str], found: list[bool]) -> None:
    """Code between fences, as in Markdown and chats; a fence that is never closed is none.

    Chats open and close them on one line, and close them where the last line of the code ends.
    """
    opening, fence = 0, ""
    for n, line in enumerate(lines):
        if "```" not in line and "~~~" not in line:
            continue
        plain = line.strip()
        if fence:
            if plain.startswith(fence) or plain.endswith(fence):
                found[opening : n + 1] = [True] * (n + 1 - opening)
                fence = ""
        elif plain[:3] in _FENCE:
            if plain[:3] in plain.lstrip(plain[0]):
                found[n] = True
            else:
                opening, fence = n, plain[:3]


def _mark_running_heads(lines: Sequence[str], found: list[bool]) -> None:
    """Short lines that come three times and more, whatever their numbers: all but the first."""
    if len(lines) < _PAGES:
        return
    short = [_head(line) for line in lines]
    counts = Counter(short)
    if max(counts.values(), default=0) < _REPEATED:
        return
    met: set[str] = set()
    for n, head in enumerate(short):
        if head and counts[head] >= _REPEATED:
            found[n] = found[n] or head in met
            met.add(head)


def _head(line: str) -> str:
    plain = line.strip()
    return _NUMBER.sub("0", plain) if len(plain) <= _LONGEST_HEAD else ""


def _is_heading(piece: str) -> bool:
    """A short line that ends as no sentence does."""
    line = piece.strip()
    return (
        len(line) <= _LONGEST_HEADING
        and line[-1] not in ".!?,;:"
        and len(line.split()) <= _WORDS_OF_HEADING
    )

"""PDF: the text of its pages, in the order in which it was written into them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import chain
from typing import TypeVar

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from graphkit.errors import RecordRejected
from ingest.parser import Header, Parsed
from ingest.parsers.properties import language, people, title

_HEAD = 1024
"""Bytes within which a PDF says that it is one."""
_MARK = b"%PDF-"
_EDGE = 2
"""So many lines at the top and at the bottom of a page may be a running head or a page number."""
_RUNNING = 3
"""Pages that have such a line, but for its digits, before it is one."""
_LEADERS = ("....", ". . . .")
"""Between a heading and its page, in a table of contents."""
_DIGITS = re.compile(r"\d+")
_SPLIT = re.compile(r"(?<=[^\W\d_])[-\u2010]\n(?=[^\W\d_])|\u00ad\n")
_Found = TypeVar("_Found")


def pages(raw: bytes) -> Parsed:
    """A PDF file; blank lines part its pages.

    A page that cannot be read is left out, unless none can.
    """
    reader = _opened(raw)
    said = [_page(reader, number) for number in range(len(reader.pages))]
    if said and all(isinstance(each, Exception) for each in said):
        raise RecordRejected(f"its pages cannot be read: {_reason(said[0])}")
    texts = _without_furniture([each for each in said if isinstance(each, str) and each.strip()])
    if not texts:
        raise RecordRejected(
            "it holds pictures of pages, no text: run it through text recognition"
        )
    name, header = _properties(reader)
    return Parsed(name, "\n\n".join(texts), header)


def _opened(raw: bytes) -> PdfReader:
    if _MARK not in raw[:_HEAD]:
        raise RecordRejected("it is no .pdf file")
    try:
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RecordRejected("it is encrypted")
        reader.get_num_pages()
    except (FileNotDecryptedError, DependencyError) as error:
        raise RecordRejected("it is encrypted") from error
    except (MemoryError, RecordRejected):
        raise
    except Exception as error:
        raise RecordRejected(f"it is torn: {_reason(error)}") from error
    return reader


def _page(reader: PdfReader, number: int) -> str | Exception:
    """The text of a page, or why it cannot be read."""
    try:
        text = reader.pages[number].extract_text()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  whatever a page does, the others are read
        return error
    return _SPLIT.sub(_joined, text) if "\n" in text else text


def _without_furniture(texts: Sequence[str]) -> list[str]:
    """Pages without page numbers, tables of contents, and running heads but for the first."""
    split = [text.split("\n") for text in texts]
    edges = [{_bare(line) for line in (*each[:_EDGE], *each[-_EDGE:])} for each in split]
    pages = Counter(chain.from_iterable(edges))
    running = {line for line, count in pages.items() if count >= _RUNNING}
    met = {"", "#"}
    kept: list[str] = []
    for lines in split:
        shown: list[str] = []
        for place, line in enumerate(lines):
            bare = _bare(line)
            at_edge = place < _EDGE or place >= len(lines) - _EDGE
            if (at_edge and bare in running and bare in met) or any(d in line for d in _LEADERS):
                continue
            met |= {bare} if at_edge else set()
            shown.append(line)
        kept.append("\n".join(shown))
    return kept


def _bare(line: str) -> str:
    """A line as it comes again on other pages."""
    return _DIGITS.sub("#", " ".join(line.split())).casefold()


def _joined(match: re.Match[str]) -> str:
    """A word that the end of a line parted is one; a name such as Jean-Pierre keeps its hyphen."""
    follows = match.string[match.end() : match.end() + 1]
    return "-" if follows.isupper() and match.group() != "\u00ad\n" else ""


def _properties(reader: PdfReader) -> tuple[str, Header]:
    """What the document information states; where it states nothing, the metadata in XML."""
    info, more = _tried(lambda: reader.metadata), _tried(lambda: reader.xmp_metadata)
    name = title(_text(lambda: info.title if info else None))
    authors = list(people(_text(lambda: info.author if info else None)))
    if more and not name:
        name = title(_text(lambda: next(iter((more.dc_title or {}).values()), None)))
    if more and not authors:
        authors = list(people(_text(lambda: ";".join(more.dc_creator or ()))))
    date = _tried(lambda: info.modification_date if info else None) or _tried(
        lambda: info.creation_date if info else None
    )
    spoken = language(_text(lambda: reader.root_object.get("/Lang")))
    header = [("author", author) for author in authors]
    header += [("date", date.isoformat())] if date else []
    header += [("language", spoken)] if spoken else []
    return name, tuple(header)


def _text(get: Callable[[], object]) -> str:
    found = _tried(get)
    return found if isinstance(found, str) else ""


def _tried(get: Callable[[], _Found]) -> _Found | None:
    """What is asked for, or None where the file is torn there: its text is read all the same."""
    try:
        return get()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  each library call fails in its own way
        return None


def _reason(error: object) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__

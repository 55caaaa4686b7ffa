"""Parser: the bytes of a file become what it says. A parser is a plain function."""

from collections.abc import Callable
from dataclasses import dataclass

Header = tuple[tuple[str, str], ...]
"""Pairs of a known key (of `ingest.parsers.header`) and a value; a key may come several times."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says.

    Parameters
    ----------
    title
        "" when it has none.
    text
        In paragraphs, which blank lines part.
    header
        Who wrote it, when, in which language, as its properties or first lines say.
    members
        The addresses it was written for, where they alone may see it (a mail); None otherwise.
    lists
        The addresses of the mailing lists it went to, none for a mail that names no recipient;
        None for all else.
    attached
        Names and bytes of the files that came with it, of those kinds that a parser reads.
    """

    title: str
    text: str
    header: Header = ()
    members: frozenset[str] | None = None
    lists: frozenset[str] | None = None
    attached: tuple[tuple[str, bytes], ...] = ()


Parser = Callable[[bytes], Parsed]
"""Raises `graphkit.errors.RecordRejected` with the reason; whatever else it raises is named too.
It may take as much time and memory as it likes: it runs in a process that is bounded in both."""

Parse = Callable[[str, bytes], Parsed]
"""Suffix (``".pdf"``) and bytes → what the registered parser says, bounded in time and memory."""

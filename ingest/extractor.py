"""TopicExtractor: texts become mentions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from graphkit.model import Mention

Part = Literal["title", "heading", "prose", "aside"]
"""Where a paragraph stands. An aside is what nobody said in sentences: code, quotes, contents,
running heads, signatures. Its words match questions; no phrase is looked for in it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of text in one language."""

    text: str
    language: str
    part: Part = "prose"


@dataclass(frozen=True, slots=True)
class Text:
    """What is left of a record after cleaning: its title, then its paragraphs."""

    paragraphs: tuple[Paragraph, ...]
    language: str


class TopicExtractor(Protocol):
    """Finds topics in some languages."""

    @classmethod
    def speaks(cls) -> frozenset[str]:
        """The languages it can do here, ISO 639-1; cheap to ask."""
        ...

    @classmethod
    def version(cls, languages: frozenset[str]) -> str:
        """Names all that decides what it finds; a new one makes every source be read again."""
        ...

    def __init__(self, languages: frozenset[str]) -> None:
        """Extract from paragraphs in these languages, and from no other."""
        ...

    def extract(self, texts: Iterable[Text]) -> Iterator[Sequence[Mention]]:
        """The mentions of each text, by topic; batched, because a language model wants batches."""
        ...

"""TopicExtractor: texts become mentions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from graphkit.model import Mention


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of text in one language; ``in_title`` when it is the title or subject."""

    text: str
    language: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What is left of a record after cleaning: its title, then its paragraphs."""

    paragraphs: tuple[Paragraph, ...]
    language: str


class TopicExtractor(Protocol):
    """Finds topics. A new ``version`` makes every source be read again."""

    version: str

    def extract(self, texts: Iterable[Text]) -> Iterator[Sequence[Mention]]:
        """The mentions of each text, by topic; batched, because a language model wants batches."""
        ...

"""Extraction: what records say becomes mentions, some records at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import merge
from itertools import pairwise
from typing import Literal, NamedTuple

from graphkit.ids import digest
from graphkit.model import Mention
from graphkit.registry import find
from graphkit.text import is_pair, is_phrase, is_word, phrase_key, stems_of
from ingest import clean, replies, threads
from ingest.extractor import TopicExtractor
from ingest.extractors import EXTRACTORS
from ingest.replies import own
from ingest.threads import act

Finder = Literal["tagger", "runs", "off"]
"""How phrases are found: by parts of speech where a model is installed and by runs of words in
other languages; by runs in all, which takes less than a tenth of the time; not at all."""

_FINDERS: dict[Finder, tuple[str, ...]] = {
    "tagger": ("phrases", "runs"),
    "runs": ("runs",),
    "off": (),
}
"""The extractors of each, in their order: a language goes to the first that speaks it."""


Part = Literal["", "opens", "replies"]
"""What a record is in a conversation, by its headers; "" when it is no message."""


class Said(NamedTuple):
    """What a record says: title, text, the language its source states, its part in talk."""

    title: str
    text: str
    language: str | None = None
    part: Part = ""


class Found(NamedTuple):
    """What was found in it, the language of most of it, what it does as a message ("" if none).

    ``blocked`` says how many phrases were blocked.
    """

    mentions: Sequence[Mention]
    language: str
    act: str = ""
    blocked: int = 0


@dataclass(frozen=True)
class Extraction:
    """How topics are found; the same in every process.

    Parameters
    ----------
    languages
        The configured ones, the main one first.
    phrases
        How phrases are found.
    blocked
        Phrases that are never stored, nor any longer phrase that holds one.
    """

    languages: tuple[str, ...]
    phrases: Finder = "off"
    blocked: tuple[str, ...] = ()

    @cached_property
    def finders(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Each extractor's name and the languages that are its."""
        left = frozenset(self.languages)
        found = [("words", left)]
        for name in _FINDERS[self.phrases]:
            spoken = left & _extractor(name).speaks()
            left -= spoken
            found += [(name, spoken)] if spoken else []
        return tuple(found)

    @cached_property
    def version(self) -> str:
        """Names all that decides what is found; part of the digests."""
        found = (_extractor(name).version(languages) for name, languages in self.finders)
        versions = f"{clean.VERSION} {replies.VERSION} {threads.VERSION}"
        terms = f"{versions} {' '.join(self.languages)} {' '.join(found)}"
        return f"{terms} {digest(sorted(self.blocked))}" if self.blocked else terms

    @property
    def untagged(self) -> tuple[str, ...]:
        """Languages that a tagger was asked for, whose model is not installed."""
        if self.phrases != "tagger":
            return ()
        phrases = find(EXTRACTORS, "phrases", "extractor")
        return tuple(sorted((phrases.models & set(self.languages)) - phrases.speaks()))

    @property
    def is_slow(self) -> bool:
        """Whether a tagger takes part, which several processes share with profit."""
        return any(name == "phrases" for name, _ in self.finders)

    def extract(self, lot: Sequence[Said]) -> list[Found]:
        """Clean the records of a lot and find their topics; of messages, in their own words."""
        lot = [s._replace(text=own(clean.readable(s.text))) if s.part else s for s in lot]
        texts = [clean.clean(s.title, s.text, self.languages, s.language) for s in lot]
        found = [_opened(name, spoken).extract(texts) for name, spoken in self.finders]
        acts = [
            act(s.text, text.language, is_reply=s.part == "replies") if s.part else ""
            for s, text in zip(lot, texts, strict=True)
        ]
        return [
            self._allowed(list(merge(*mentions)), text.language, done)
            for text, done, *mentions in zip(texts, acts, *found, strict=True)
        ]

    def _allowed(self, mentions: list[Mention], language: str, done: str) -> Found:
        if not self.blocked:
            return Found(mentions, language, done)
        blocked = {mention.topic for mention in mentions if self._is_blocked(mention.topic)}
        kept = [mention for mention in mentions if mention.topic not in blocked]
        return Found(kept, language, done, sum(map(is_phrase, blocked)))

    def _is_blocked(self, topic: str) -> bool:
        """Whether a phrase holds a blocked one, in that one's order; a pair also within one."""
        if is_word(topic):
            return False
        stems = stems_of(topic)
        runs = (stems[i:j] for i in range(len(stems)) for j in range(i + 1, len(stems) + 1))
        within = is_pair(topic) and stems in self._blocked_pairs
        return within or not self._blocked_stems.isdisjoint(runs)

    @cached_property
    def _blocked_pairs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(pair for stems in self._blocked_stems for pair in pairwise(stems))

    @cached_property
    def _blocked_stems(self) -> frozenset[tuple[str, ...]]:
        """What is blocked, in every language configured: the list does not say its own."""
        keys = (phrase_key(p, each) for p in self.blocked for each in self.languages)
        return frozenset(stems_of(key) for key in keys if key)


def blocked_phrases(text: str) -> Iterator[str]:
    r"""The phrases of a block list: one a line, ``#`` begins a comment.

    >>> list(blocked_phrases("# belief\nprayer room  # and the like\n\n"))
    ['prayer room']
    """
    for line in text.splitlines():
        phrase = line.partition("#")[0].strip()
        if phrase:
            yield phrase


def _extractor(name: str) -> type[TopicExtractor]:
    found: type[TopicExtractor] = find(EXTRACTORS, name, "extractor")
    return found


@cache
def _opened(name: str, languages: frozenset[str]) -> TopicExtractor:
    return _extractor(name)(languages)

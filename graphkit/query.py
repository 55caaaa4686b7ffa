"""A question becomes slots, one per content word, and pairs of neighbours."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graphkit.errors import QueryError
from graphkit.text import encodable, fold, pair_key, word_key, words

MAX_QUESTION = 5_000
"""Longest question, in characters: a page of a tender, not the tender."""

_FEW_WORDS = 2

FRAME_WORDS = frozenset(
    "know knows expert experts find anyone anything someone somebody something "
    "connait connaissent sait savent specialiste specialistes quelqu "
    "kennt kennen weiss experte experten expertin jemand".split()
)
"""Words that ask rather than name a topic (folded); they count when nothing else is asked."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One unit of a question as asked, and the keys that stand for it in documents, sorted."""

    word: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed question; each slot counts once, by its best key.

    ``slots`` are its content words, one key a language; ``pairs`` its neighbouring words, as far
    as documents hold them within a phrase.
    """

    question: str
    slots: tuple[Slot, ...]
    pairs: tuple[Slot, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """All keys of all slots and pairs."""
        return frozenset(key for slot in self.slots + self.pairs for key in slot.keys)


def parse(question: str, languages: Iterable[str]) -> Query:
    """Parse a question in every configured language.

    Function words are left out, of the language (or languages) of which the question holds most.
    Words that share a key are one slot: "bridge, bridges" asks once.

    >>> [slot.word for slot in parse("Who knows about offshore wind permits?", ["en"]).slots]
    ['offshore', 'wind', 'permits']

    Raises
    ------
    QueryError
        When the question is empty, holds no content word, or is longer than 5,000 characters.
    """
    question = " ".join(encodable(question).split())
    if not question:
        msg = 'the question is empty: ask about a topic, such as "offshore wind permits"'
        raise QueryError(msg)
    if len(question) > MAX_QUESTION:
        msg = (
            f"the question has {len(question)} characters, the most is {MAX_QUESTION}: shorten it"
        )
        raise QueryError(msg)
    question = unicodedata.normalize("NFC", question)
    # In a question that is all capitals, capitals make no acronym.
    shouted = question.isupper() and len(question.split()) > _FEW_WORDS
    asked = _content(question.lower() if shouted else question, sorted(languages))
    topical = [(word, keys) for word, keys in asked if fold(word) not in FRAME_WORDS]
    slots = _joined(topical or asked)
    if not slots:
        msg = "the question holds no word that names a topic: add one"
        raise QueryError(msg)
    return Query(
        question,
        tuple(Slot(word, tuple(sorted(keys))) for word, keys in slots),
        tuple(_pairs(topical or asked)),
    )


def _content(question: str, languages: list[str]) -> list[tuple[str, set[str]]]:
    """The content words of a question in their order, each with its key in each language."""
    found = [
        (word, [word_key(word, language) for language in languages]) for word in words(question)
    ]
    hits = [sum(keys[i] is None for _, keys in found) for i in range(len(languages))]
    spoken = [i for i, count in enumerate(hits) if count == max(hits)] if any(hits) else []
    return [
        (word, {key for key in keys if key})
        for word, keys in found
        if any(keys) and not any(keys[i] is None for i in spoken)
    ]


def _pairs(asked: Sequence[tuple[str, set[str]]]) -> Iterator[Slot]:
    """Neighbouring words, each pair once, with its keys in the languages of both."""
    met: set[str] = set()
    for (word, keys), (following, others) in pairwise(asked):
        found = {
            pair
            for first in keys
            for second in others
            if first[:2] == second[:2] and first != second
            for pair in (pair_key(first, second), _phrase(first, second))
        }
        if found and met.isdisjoint(found):
            met |= found
            yield Slot(f"{word} {following}", tuple(sorted(found)))


def _phrase(first: str, second: str) -> str:
    """The key of the phrase of just two words."""
    return f"{first[:2]}+{first[3:]} {second[3:]}"


def _joined(asked: Iterable[tuple[str, set[str]]]) -> list[tuple[str, set[str]]]:
    """Words that share a key, be it by way of a third word, as one, called by the first."""
    slots: list[tuple[str, set[str]]] = []
    for word, keys in asked:
        same = [slot for slot in slots if keys & slot[1]]
        if not same:
            slots.append((word, keys))
            continue
        same[0][1].update(keys, *(known for _, known in same[1:]))
        slots = [slot for slot in slots if slot not in same[1:]]
    return slots

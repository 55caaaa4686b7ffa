"""A question becomes slots, one per content word."""

from collections.abc import Iterable
from dataclasses import dataclass

from graphkit.errors import QueryError
from graphkit.text import fold, word_key, words

MAX_QUESTION = 5_000
"""Longest question, in characters: a page of a tender, not the tender."""

FRAME_WORDS = frozenset(
    "know knows expert experts find anyone someone somebody "
    "connait connaissent sait savent specialiste specialistes quelqu "
    "kennt kennen weiss experte experten expertin jemand".split()
)
"""Words that ask rather than name a topic (folded); they count when nothing else is asked."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One content word as asked, and the keys that stand for it, one a language, sorted."""

    word: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed question; each slot counts once, by its best key."""

    question: str
    slots: tuple[Slot, ...]

    @property
    def keys(self) -> frozenset[str]:
        """All keys of all slots."""
        return frozenset(key for slot in self.slots for key in slot.keys)


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
    question = " ".join(question.split())
    if not question:
        msg = 'the question is empty: ask about a topic, such as "offshore wind permits"'
        raise QueryError(msg)
    if len(question) > MAX_QUESTION:
        msg = (
            f"the question has {len(question)} characters, the most is {MAX_QUESTION}: shorten it"
        )
        raise QueryError(msg)
    shouted = question.isupper() and " " in question  # else every word were an acronym
    asked = _content(question.lower() if shouted else question, sorted(languages))
    topical = [(word, keys) for word, keys in asked if fold(word) not in FRAME_WORDS]
    slots: list[tuple[str, set[str]]] = []
    for word, keys in topical or asked:
        known = next((known for _, known in slots if keys & known), None)
        if known is None:
            slots.append((word, keys))
        else:
            known |= keys
    if not slots:
        msg = "the question holds no word that names a topic: add one"
        raise QueryError(msg)
    return Query(question, tuple(Slot(word, tuple(sorted(keys))) for word, keys in slots))


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

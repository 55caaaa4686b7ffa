"""Candidates: what phrase finders found becomes mentions."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from graphkit.model import Mention
from graphkit.text import pair_key, phrase_key, stems_of, word_key, words
from ingest.extractor import Part

MOST_WORDS = 5
"""Content words of the longest phrase that is a topic."""

_PAIR = 2
_LONGEST = 120
"""Characters of the longest phrase that anybody would read."""


class Candidate(NamedTuple):
    """A phrase as it is written somewhere."""

    surface: str
    language: str
    part: Part


def mentions(candidates: Iterable[Candidate]) -> list[Mention]:
    """Candidates of one text counted by their key, by topic; too long ones are left out.

    The neighbours within a phrase of three words and more are counted, too: who asks for two of
    them asks for it.
    """
    surfaces: dict[str, Counter[str]] = {}
    in_title: Counter[str] = Counter()
    in_heading: Counter[str] = Counter()
    for surface, language, part in candidates:
        key = phrase_key(surface, language)
        if key is None or len(stems_of(key)) > MOST_WORDS or len(surface) > _LONGEST:
            continue
        for topic, said in (key, surface), *_pairs(surface, language):
            surfaces.setdefault(topic, Counter())[said] += 1
            in_title[topic] += part == "title"
            in_heading[topic] += part == "heading"
    return [
        Mention(
            key, _commonest(surfaces[key]), surfaces[key].total(), in_title[key], in_heading[key]
        )
        for key in sorted(surfaces)
    ]


def _pairs(surface: str, language: str) -> list[tuple[str, str]]:
    """The neighbouring content words within a phrase, unless it is of two."""
    keyed = [(key, word) for word in words(surface) if (key := word_key(word, language))]
    if len(keyed) == _PAIR:
        return []
    return [
        (pair_key(first, second), f"{word} {following}")
        for (first, word), (second, following) in pairwise(keyed)
    ]


def _commonest(surfaces: Counter[str]) -> str:
    return min(surfaces, key=lambda surface: (-surfaces[surface], surface))

"""Candidates: what phrase finders found becomes mentions."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from graphkit.model import Mention
from graphkit.text import MOST_WORDS, phrase_key, stems_of
from ingest.extractor import Part

_LONGEST = 120
"""Characters of the longest phrase that anybody would read."""


class Candidate(NamedTuple):
    """A phrase as it is written somewhere."""

    surface: str
    language: str
    part: Part


def mentions(candidates: Iterable[Candidate]) -> list[Mention]:
    """Candidates of one text counted by their key, by topic; too long ones are left out."""
    surfaces: dict[str, Counter[str]] = {}
    in_title: Counter[str] = Counter()
    in_heading: Counter[str] = Counter()
    for surface, language, part in candidates:
        key = phrase_key(surface, language)
        if key is None or len(stems_of(key)) > MOST_WORDS or len(surface) > _LONGEST:
            continue
        surfaces.setdefault(key, Counter())[surface] += 1
        in_title[key] += part == "title"
        in_heading[key] += part == "heading"
    return [
        Mention(
            key, _commonest(surfaces[key]), surfaces[key].total(), in_title[key], in_heading[key]
        )
        for key in sorted(surfaces)
    ]


def _commonest(surfaces: Counter[str]) -> str:
    return min(surfaces, key=lambda surface: (-surfaces[surface], surface))

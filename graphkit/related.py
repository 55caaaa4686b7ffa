"""Related words: what the best documents of a question say beside its own words."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graphkit.formula import Formula, inverse_frequency
from graphkit.model import Scope
from graphkit.query import Query
from graphkit.text import is_word
from graphkit.view import View

_DOCUMENTS = 2
"""In so many of the best documents a related word must stand."""


@dataclass(frozen=True, slots=True)
class RelatedWord:
    """A word's key, how it is written, and its weight; those of a question sum to 1."""

    key: str
    surface: str
    weight: float


def related_words(
    view: View, query: Query, best: Mapping[str, float], formula: Formula
) -> tuple[RelatedWord, ...]:
    """The words that best tell some documents from the others, best first.

    A word's score is its idf, to the power of ``related_rarity``, times the mean of its share of
    each document's words, each document counted by its weight (pseudo-relevance feedback).

    Parameters
    ----------
    best
        Document id → its weight, above 0: the documents that match best.

    References
    ----------
    Lavrenko and Croft (2001), Relevance-Based Language Models.
    """
    total = math.fsum(best.values())
    asked = query.keys
    shares: dict[str, list[float]] = defaultdict(list)
    surfaces: dict[str, str] = {}
    for reading in view.facts(Scope(frozenset(best))).readings if best else ():
        weight = best[reading.document.id] / total / max(reading.document.length, 1)
        for mention in reading.mentions or ():
            if is_word(mention.topic) and mention.topic not in asked:
                shares[mention.topic].append(weight * mention.times)
                surfaces.setdefault(mention.topic, mention.surface)
    common = {topic: math.fsum(s) for topic, s in shares.items() if len(s) >= _DOCUMENTS}
    documents = view.totals().documents
    scores = {
        topic: common[topic] * inverse_frequency(frequency, documents) ** formula.related_rarity
        for topic, frequency in view.frequencies(common).items()
    }
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))[: formula.related_words]
    sum_ = math.fsum(scores[topic] for topic in ranked)
    return tuple(RelatedWord(t, surfaces[t], scores[t] / sum_) for t in ranked)

"""A query held against the visible documents: how much each document weighs.

Steps 1 and 2 of the formula (`graphkit.formula.Formula`), over visible facts only: the document
frequency of a word, the number of documents and their mean length are the viewer's own.
"""

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphkit.formula import Formula
from graphkit.model import Postings, Totals
from graphkit.query import Query, Slot


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents that match a query, heaviest first, and the numbers behind their weights.

    Parameters
    ----------
    query
        What was asked.
    frequencies
        For each slot, the number of visible documents with one of its keys; 0 when it is missing.
    weights
        Document id → w, 0 < w ≤ 1: coverage of the words and pairs that occur, and strength.
    evidence
        Document id → 0 to 1: the same of words alone, with the missing ones counted as not
        covered, which is what "nobody known" is judged on (study).
    """

    query: Query
    totals: Totals
    frequencies: tuple[int, ...]
    weights: Mapping[str, float]
    evidence: Mapping[str, float]

    @property
    def missing(self) -> tuple[Slot, ...]:
        """The slots that no visible document holds."""
        return tuple(
            slot for slot, n in zip(self.query.slots, self.frequencies, strict=True) if not n
        )


def match(query: Query, postings: Postings, formula: Formula) -> Matched:
    """Weigh every visible document that holds a word of the query; keep the heaviest.

    Cost: one pass over the postings, then a sort of the documents found.

    References
    ----------
    Robertson and Zaragoza (2009), The Probabilistic Relevance Framework: BM25 and Beyond.
    """
    totals = postings.totals
    words = [_held(slot, postings, formula) for slot in query.slots]
    pairs = [_held(pair, postings, formula) for pair in query.pairs if formula.pairs]
    found: dict[str, tuple[float, float]] = {}  # document → idf found, idf-weighted saturation
    present = _count(filter(None, words), totals, found)
    asked = present + words.count({}) * inverse_frequency(0, totals.documents)
    spoken = dict(found) if pairs else found
    present += _count(filter(None, pairs), totals, found, formula.pairs)
    weighed = {
        document: (covered / present) ** formula.coverage_power
        * (strong / covered) ** formula.strength_power
        for document, (covered, strong) in found.items()
    }  # fmt: skip
    kept = _heaviest(weighed, formula.documents)
    return Matched(
        query,
        totals,
        tuple(map(len, words)),
        {document: weighed[document] for document in kept},
        {document: _evidence(*spoken.get(document, (0.0, 0.0)), asked) for document in kept},
    )


def _held(slot: Slot, postings: Postings, formula: Formula) -> dict[str, float]:
    """Document → how strongly it holds a slot, 0 to 1, by the best of its keys."""
    totals = postings.totals
    mean_length = totals.length / totals.documents if totals.documents else 1.0
    flat = formula.saturation * (1 - formula.length_share)
    steep = formula.saturation * formula.length_share / max(mean_length, 1e-9)
    best: dict[str, float] = {}
    for key in slot.keys:
        for document, times, _, length, _ in postings.topics.get(key, ()):
            saturated = times / (times + flat + steep * length)
            if saturated > best.get(document, 0.0):
                best[document] = saturated
    return best


def _count(
    slots: Iterable[Mapping[str, float]],
    totals: Totals,
    found: dict[str, tuple[float, float]],
    weight: float = 1.0,
) -> float:
    """Add to each document the weighted idf of the slots it holds; that of all of them."""
    asked = 0.0
    for held in slots:
        idf = weight * inverse_frequency(len(held), totals.documents)
        asked += idf
        for document, strength in held.items():
            covered, strong = found.get(document, (0.0, 0.0))
            found[document] = (covered + idf, strong + idf * strength)
    return asked


def _heaviest(weighed: Mapping[str, float], most: int) -> list[str]:
    """The documents of largest weight, then smallest id; sorts only what may be among them."""
    least = heapq.nlargest(most, weighed.values())[-1] if weighed else 0.0
    near = [document for document, weight in weighed.items() if weight >= least]
    return sorted(near, key=lambda document: (-weighed[document], document))[:most]


def inverse_frequency(documents_with: int, documents: int) -> float:
    """Robertson and Spärck Jones' idf, never negative.

    >>> round(inverse_frequency(1, 10), 4), round(inverse_frequency(10, 10), 4)
    (1.9924, 0.0465)
    """
    return math.log1p((documents - documents_with + 0.5) / (documents_with + 0.5))


def _evidence(covered: float, strong: float, asked: float) -> float:
    """Coverage squared times strength, 0 to 1; votes by it tell whether somebody knows (study)."""
    return (covered / asked) ** 2 * (strong / covered) if covered else 0.0

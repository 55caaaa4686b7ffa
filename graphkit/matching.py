"""A query held against the visible documents: how much each document weighs, and why.

Steps 1 to 4 of the formula (`graphkit.formula.Formula`), over visible facts only: the document
frequency of a word, the number of documents and their mean length are the viewer's own. All is
reckoned in columns by document number; ids come back with the documents that are kept.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphkit.conversations import Conversations, conversations_around
from graphkit.errors import QueryError
from graphkit.formula import Formula, inverse_frequency
from graphkit.model import Column, Postings, Totals
from graphkit.query import Query, Slot
from graphkit.related import RelatedWord, related_words
from graphkit.view import View

Weights = NDArray[np.float64]
"""One number a document, by its number: shape (`Postings.size`,)."""

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_SHORT = 5
"""Documents of fewer words count as if they had so many, where a rate is concerned (study)."""

_DIGITS = 12
"""Weights are rounded, so that equal documents weigh the same wherever they stand in a column."""


class Weight(NamedTuple):
    """What a document weighs, above 0: the sum of its own words, what it answers, related words.

    ``evidence``, 0 to 1, is what "nobody known" is judged on (study): the words asked, with the
    missing ones counted as not covered; nothing that only follows from others.
    """

    weight: float
    words: float
    reply: float
    related: float
    evidence: float


@dataclass(frozen=True, slots=True)
class Held:
    """A word or pair asked: its idf (0 for a pair, which is no word), and who holds it.

    ``documents``: id → how strongly, 0 to 1, and how often by the document's length.
    """

    slot: Slot
    idf: float
    documents: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents that match a query, heaviest first, and what their weights come from.

    Parameters
    ----------
    query
        What was asked.
    frequencies
        For each word asked, the number of visible documents with one of its keys; 0: missing.
    weights
        Document id → what it weighs.
    held
        Each word and pair that counts, in the documents that are kept.
    related
        The words that stand in the best documents, which count beside those asked.
    conversations
        Who answers what among the threads of these documents.
    """

    query: Query
    totals: Totals
    frequencies: tuple[int, ...]
    weights: Mapping[str, Weight]
    keys: Mapping[int, str]
    held: tuple[Held, ...]
    related: tuple[RelatedWord, ...]
    conversations: Conversations

    @property
    def missing(self) -> tuple[Slot, ...]:
        """The words that no visible document holds."""
        return tuple(
            slot for slot, n in zip(self.query.slots, self.frequencies, strict=True) if not n
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or pair asked: where it stands, how strongly, how often by length, and its idf."""

    slot: Slot
    documents: Column
    strengths: Weights
    rates: Weights
    idf: float


def match(view: View, query: Query, formula: Formula, since: str = "") -> Matched:
    """Weigh every visible document that holds a word of the query, or follows one that does.

    Cost: linear in the postings of the words asked and of the related words, in columns.

    Parameters
    ----------
    since
        A date: documents of an earlier one, or of none, weigh nothing.

    Raises
    ------
    QueryError
        When it is no date.

    References
    ----------
    Robertson and Zaragoza (2009), The Probabilistic Relevance Framework: BM25 and Beyond.
    """
    postings = view.postings(query.keys)
    words = [unit(slot, postings, formula) for slot in query.slots]
    pairs = [unit(pair, postings, formula, formula.pairs) for pair in query.pairs]
    counted = _rarest(words, formula.question_words) + _present(pairs)
    counts = _recent(view, since, postings.size)
    own = weigh(counted, postings.size, formula) * counts
    around = conversations_around(view, heaviest(view, own, formula.documents))
    reply = np.zeros_like(own)
    for answer, answered in around.numbers:
        reply[answer] = round(formula.reply * float(own[answered]), _DIGITS)
    found = own + reply
    related, similar = _related(view, postings, query, found, formula)
    total = np.round((found + similar) * counts, _DIGITS)
    kept = heaviest(view, total, formula.documents)
    evidence = _evidence(words, postings)
    columns = (total, own, reply, similar, evidence)
    weights = zip(*(column[list(kept)].tolist() for column in columns), strict=True)
    return Matched(
        query,
        postings.totals,
        tuple(len(word.documents) for word in words),
        {document: Weight(*w) for document, w in zip(kept.values(), weights, strict=True)},
        kept,
        tuple(
            _held(each, kept, postings.size, is_word=each.slot in query.slots) for each in counted
        ),
        related,
        around,
    )


def _recent(view: View, since: str, size: int) -> Weights:
    """1 for a document that is recent enough, else 0."""
    if not since:
        return np.ones(size)
    if not _DATE.fullmatch(since):
        raise QueryError(f"a date is written 2024-05-14, 2024-05 or 2024, not {since[:40]!r}")
    counts = np.zeros(size)
    counts[list(view.since(since))] = 1
    return counts


def unit(slot: Slot, postings: Postings, formula: Formula, weight: float = 1.0) -> Unit:
    """How strongly documents hold a slot, 0 to 1, by the best of its keys."""
    totals = postings.totals
    mean_length = totals.length / totals.documents if totals.documents else 1.0
    flat = formula.saturation * (1 - formula.length_share)
    steep = formula.saturation * formula.length_share / max(mean_length, 1e-9)
    found = [postings.topics[key] for key in slot.keys if key in postings.topics]
    strengths, rates = np.zeros(postings.size), np.zeros(postings.size)
    for each in found:
        strong = each.times / (each.times + flat + steep * each.lengths)
        rate = each.times / np.maximum(each.lengths, _SHORT)
        strengths[each.documents] = np.maximum(strengths[each.documents], strong)
        rates[each.documents] = np.maximum(rates[each.documents], rate)
    documents = np.flatnonzero(strengths).astype(np.int32)
    idf = weight * inverse_frequency(len(documents), totals.documents)
    return Unit(slot, documents, strengths[documents], rates[documents], idf)


def weigh(units: Sequence[Unit], size: int, formula: Formula) -> Weights:
    """Coverage and strength, each to its power (`Formula`), 0 where nothing is held."""
    covered, strong = _sums(units, size)
    found = np.flatnonzero(covered)
    asked = math.fsum(each.idf for each in units)
    weights = np.zeros(size)
    weights[found] = np.round(
        (covered[found] / asked) ** formula.coverage_power
        * (strong[found] / covered[found]) ** formula.strength_power,
        _DIGITS,
    )
    return weights


def heaviest(view: View, weights: Weights, most: int) -> dict[int, str]:
    """Numbers and ids of the documents of largest weight above 0, then smallest id."""
    found = np.flatnonzero(weights)
    if len(found) > most:
        least = np.partition(weights[found], -most)[-most]
        found = found[weights[found] >= least]
    near = found.tolist()
    keys = view.keys(near)
    ranked = sorted(near, key=lambda number: (-weights[number], keys[number]))
    return {number: keys[number] for number in ranked[:most]}


def _present(units: Iterable[Unit]) -> list[Unit]:
    return [each for each in units if len(each.documents) and each.idf]


def _rarest(words: Sequence[Unit], most: int) -> list[Unit]:
    """The words that occur; of many the rarest, of equals the first, in the order asked."""
    present = _present(words)
    rarest = sorted(range(len(present)), key=lambda place: (-present[place].idf, place))[:most]
    return [present[place] for place in sorted(rarest)]


def _sums(units: Iterable[Unit], size: int) -> tuple[Weights, Weights]:
    """By document: the idf of what it holds, and that times how strongly it does."""
    covered, strong = np.zeros(size), np.zeros(size)
    for each in units:
        covered[each.documents] += each.idf
        strong[each.documents] += each.idf * each.strengths
    return covered, strong


def _related(
    view: View, postings: Postings, query: Query, found: Weights, formula: Formula
) -> tuple[tuple[RelatedWord, ...], Weights]:
    """Words of the best documents, and what each document weighs for holding them."""
    best = heaviest(view, found, formula.feedback) if formula.related else {}
    said = related_words(
        view, query, {key: float(found[number]) for number, key in best.items()}, formula
    )
    if not said:
        return (), np.zeros_like(found)
    where = view.postings(frozenset(word.key for word in said))
    units = [
        replace(unit(Slot(word.key, (word.key,)), where, formula), idf=word.weight)
        for word in said
    ]
    holding = weigh(units, postings.size, formula)
    mean = math.fsum(float(found[number]) for number in best) / len(best)
    return said, np.round(formula.related * mean * holding / holding.max(), _DIGITS)


def _evidence(words: Sequence[Unit], postings: Postings) -> Weights:
    """Coverage squared times strength of all words asked; votes by it tell who knows (study)."""
    covered, strong = _sums(words, postings.size)
    asked = math.fsum(each.idf for each in words)
    found = np.flatnonzero(covered)
    evidence = np.zeros(postings.size)
    evidence[found] = (covered[found] / asked) ** 2 * (strong[found] / covered[found])
    return np.round(evidence, _DIGITS)


def _held(unit: Unit, kept: Mapping[int, str], size: int, is_word: bool) -> Held:
    """A unit in the documents kept."""
    strengths, rates = np.zeros(size), np.zeros(size)
    strengths[unit.documents], rates[unit.documents] = unit.strengths, unit.rates
    numbers = list(kept)
    rows = zip(kept.values(), strengths[numbers].tolist(), rates[numbers].tolist(), strict=True)
    holding = {document: (strength, rate) for document, strength, rate in rows if strength}
    return Held(unit.slot, unit.idf if is_word else 0.0, holding)

"""Baselines: ways to rank people that the formula must beat; measured, never served.

Each takes a view, so it sees no more than the viewer, and a question; untuned, all roles equal.
"""

import heapq
import math
import random
import statistics
from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from graphkit.bundles import Question
from graphkit.errors import QueryError
from graphkit.formula import inverse_frequency
from graphkit.graph import Graph
from graphkit.model import Postings, Scope
from graphkit.query import parse
from graphkit.view import View

K1 = 1.2
B = 0.75
VOTERS = 300
"""Robertson's constants of BM25, and how many of the best documents vote (study)."""

SEED = 7

Baseline = Callable[[View, Question], Mapping[str, float]]
"""Person → score, higher is better."""


def parts(view: View) -> Graph:
    """All that the viewer may see of who had a part in what, read once (`View.kept`)."""
    return view.graph(Scope(topics=frozenset()))


def document_counts(view: View) -> Mapping[str, float]:
    """In how many documents that the viewer sees each person has a part, whatever is asked."""
    graph = view.kept(parts)
    return Counter(c.alias for d in graph.documents for c in graph.contributions(d.id))


def by_chance(view: View, question: Question) -> Mapping[str, float]:
    """Everybody, in an order that hangs on the question's id alone."""
    people = view.kept(parts).people
    order = random.Random(f"{SEED} {question.id}").sample(people, len(people))  # noqa: S311  no secret
    return {person: float(place) for place, person in enumerate(order)}


def by_documents(view: View, _: Question) -> Mapping[str, float]:
    """Who has a part in most documents."""
    return view.kept(document_counts)


def by_votes(view: View, question: Question) -> Mapping[str, float]:
    """BM25 votes: the best documents vote for their people with e to the power of their score.

    score(p) = ln Σ exp(z(d)) over the `VOTERS` best documents in which p has a part, z being
    BM25 in standard deviations from their mean: the logarithm of ExpCombSUM, which gives the same
    order and cannot overflow. Words only, each with the sum of its counts in several languages.
    Cost: one pass over the postings.

    References
    ----------
    Macdonald and Ounis (2006), Voting for Candidates. Robertson and Zaragoza (2009), The
    Probabilistic Relevance Framework: BM25 and Beyond.
    """
    try:
        query = parse(question.text, view.languages)
    except QueryError:
        return {}
    keys = [slot.keys for slot in query.slots]

    def read() -> dict[str, float]:
        postings = view.postings(frozenset().union(*keys))
        scores = bm25(postings, keys)
        return _best(view, scores)

    votes: dict[str, list[float]] = {}
    graph = view.kept(parts)
    for document, score in _standardised(view.in_one_state(read)).items():
        for contribution in graph.contributions(document):
            votes.setdefault(contribution.alias, []).append(score)
    return {person: _log_sum_exp(votes[person]) for person in sorted(votes)}


BASELINES: Mapping[str, Baseline] = {
    "random": by_chance,
    "document count": by_documents,
    "BM25 votes": by_votes,
}


def bm25(postings: Postings, words: list[tuple[str, ...]]) -> NDArray[np.float64]:
    """BM25 of every document, by number; 0 where it holds none of the words.

    Parameters
    ----------
    words
        For each word asked its keys, one a language; they count together.
    """
    totals = postings.totals
    mean_length = max(totals.length / max(totals.documents, 1), 1e-9)
    scores = np.zeros(postings.size)
    for keys in words:
        times, lengths = np.zeros(postings.size), np.zeros(postings.size)
        for where in filter(None, map(postings.topics.get, keys)):
            times[where.documents] += where.times
            lengths[where.documents] = where.lengths
        held = times.nonzero()[0]
        found = times[held]
        damping = K1 * (1 - B + B * lengths[held] / mean_length)
        idf = inverse_frequency(len(held), totals.documents)
        scores[held] += idf * (K1 + 1) * found / (found + damping)
    return scores


def _best(view: View, scores: NDArray[np.float64]) -> dict[str, float]:
    """The documents of highest score, of equals the smallest ids."""
    found = scores.nonzero()[0]
    least = heapq.nlargest(VOTERS, scores[found].tolist())[-1:]
    near = found[scores[found] >= (least[0] if least else 0.0)].tolist()
    keys = view.keys(near)
    ranked = sorted(near, key=lambda number: (-scores[number], keys[number]))[:VOTERS]
    return {keys[number]: float(scores[number]) for number in ranked}


def _standardised(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores in standard deviations from their mean; 0 where all are the same."""
    if not scores:
        return {}
    mean, deviation = statistics.fmean(scores.values()), statistics.pstdev(scores.values())
    return {key: (score - mean) / (deviation or 1.0) for key, score in scores.items()}


def _log_sum_exp(scores: list[float]) -> float:
    """The logarithm of Σ exp(score), whatever their size.

    >>> round(_log_sum_exp([1000.0, 1000.0]) - 1000, 6) == round(math.log(2), 6)
    True
    """
    most = max(scores)
    return most + math.log(math.fsum(math.exp(score - most) for score in scores))

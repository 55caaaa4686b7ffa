"""Document-centric voting: every document that matches votes for its people."""

import math
from collections.abc import Collection

import networkx as nx

from graphkit.formula import Formula
from graphkit.signal import Shares, Signal

_Thread = tuple[str, str]


class DocumentVotes(Signal):
    """Balog's Model 2 with a damped sum: the k-th best vote of a person counts 1/√k.

    Of the messages of a thread only a person's best counts.

    References
    ----------
    Balog, Azzopardi and de Rijke (2006), Formal Models for Expert Finding in Enterprise Corpora.
    Macdonald and Ounis (2006), Voting for Candidates.
    """

    name = "document_votes"

    def score(
        self,
        graph: "nx.DiGraph[str]",
        formula: Formula,
        weight: str = "weight",
        people: Collection[str] | None = None,
    ) -> Shares:
        """See `Signal.score`. Cost: one pass over the people's edges and a sort a person."""
        if people is None:
            people = [node["id"] for _, node in graph.nodes(data=True) if node["kind"] == "person"]
        damped = {
            person: _damped(_ballot(graph, f"person {person}", weight), formula.repetition)
            for person in sorted(people)
        }
        return {person: shares for person, shares in damped.items() if shares}


def _ballot(graph: "nx.DiGraph[str]", person: str, weight: str) -> list[tuple[float, str]]:
    """A person's votes, each with its document; the best of each thread."""
    best: dict[_Thread, tuple[float, str]] = {}
    for name, _, edge in graph.in_edges(person, data=True):
        document = graph.nodes[name]
        if "role" not in edge or not document[weight]:
            continue
        vote = document[weight] * edge["role"]
        thread = document["thread"]
        if thread not in best or (-vote, document["id"]) < (-best[thread][0], best[thread][1]):
            best[thread] = (vote, document["id"])
    return list(best.values())


def _damped(votes: list[tuple[float, str]], repetition: float) -> dict[str, float]:
    """Votes sorted downwards, the k-th divided by k**repetition.

    >>> _damped([(0.5, "a"), (0.8, "b")], 0.5)
    {'b': 0.8, 'a': 0.353553391}
    """
    ranked = sorted(votes, key=lambda vote: (-vote[0], vote[1])) if len(votes) > 1 else votes
    shares = {
        document: round(vote / math.pow(k, repetition), 9)
        for k, (vote, document) in enumerate(ranked, start=1)
    }
    return {document: share for document, share in shares.items() if share > 0}

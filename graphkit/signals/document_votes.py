"""Document-centric voting: every document that matches votes for its people."""

import math

import networkx as nx

from graphkit.formula import Formula
from graphkit.signal import Shares, Signal

_Thread = tuple[str, str]


class DocumentVotes(Signal):
    """Balog's Model 2 with a damped sum: the k-th best vote of a person counts 1/√k.

    Of the messages of a thread only a person's best counts, and all count less for the person
    who opened it.

    References
    ----------
    Balog, Azzopardi and de Rijke (2006), Formal Models for Expert Finding in Enterprise Corpora.
    Macdonald and Ounis (2006), Voting for Candidates.
    """

    name = "document_votes"

    def score(self, graph: "nx.DiGraph[str]", formula: Formula, weight: str = "weight") -> Shares:
        """See `Signal.score`. Cost: one pass over the edges and a sort a person."""
        votes: dict[str, dict[_Thread, tuple[float, str]]] = {}
        nodes = graph.nodes
        for name, to, edge in graph.edges(data=True):
            document = nodes[name]
            if "roles" not in edge or not document[weight]:
                continue
            vote = document[weight] * formula.role_weight(edge["roles"])
            vote *= formula.asker if edge["asked"] else 1
            ballot = votes.setdefault(nodes[to]["id"], {})
            best = ballot.get(document["thread"])
            if best is None or (-vote, document["id"]) < (-best[0], best[1]):
                ballot[document["thread"]] = (vote, document["id"])
        damped = {
            person: _damped(list(votes[person].values()), formula.repetition)
            for person in sorted(votes)
        }
        return {person: shares for person, shares in damped.items() if shares}


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

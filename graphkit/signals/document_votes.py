"""Document-centric voting: every document that matches votes for its people."""

import math
from collections.abc import Mapping

from graphkit.formula import Formula
from graphkit.graph import Graph
from graphkit.signal import Shares, Signal

_Thread = tuple[str, str]


class DocumentVotes(Signal):
    """Balog's Model 2 with a damped sum: the k-th best vote of a person counts 1/√k.

    A document and its visible copies vote once, as the original, for the people of all of them;
    of the messages of a thread only a person's best counts.

    References
    ----------
    Balog, Azzopardi and de Rijke (2006), Formal Models for Expert Finding in Enterprise Corpora.
    Macdonald and Ounis (2006), Voting for Candidates.
    """

    name = "document_votes"

    def score(self, weights: Mapping[str, float], graph: Graph, formula: Formula) -> Shares:
        """See `Signal.score`. Cost: one pass over the contributions and a sort a person."""
        votes: dict[str, dict[_Thread, tuple[float, str]]] = {}
        for document, weight in weights.items():
            original = graph.originals[document]
            thread = graph.thread(original)
            for contribution in graph.contributions(document):
                vote = weight * formula.role_weight(contribution.roles)
                ballot = votes.setdefault(contribution.alias, {})
                best = ballot.get(thread)
                if best is None or (-vote, original) < (-best[0], best[1]):
                    ballot[thread] = (vote, original)
        damped = {
            person: _damped(
                {original: vote for vote, original in votes[person].values()}, formula.repetition
            )
            for person in sorted(votes)
        }
        return {person: shares for person, shares in damped.items() if shares}


def _damped(ballot: Mapping[str, float], repetition: float) -> dict[str, float]:
    """Votes sorted downwards, the k-th divided by k**repetition.

    >>> _damped({"a": 0.5, "b": 0.8}, 0.5)
    {'b': 0.8, 'a': 0.353553391}
    """
    if len(ballot) == 1:  # most people
        return {
            document: rounded for document, vote in ballot.items() if (rounded := round(vote, 9))
        }
    ranked = sorted(ballot.items(), key=lambda item: (-item[1], item[0]))
    shares = {
        document: round(vote / math.pow(k, repetition), 9)
        for k, (document, vote) in enumerate(ranked, start=1)
    }
    return {document: share for document, share in shares.items() if share > 0}

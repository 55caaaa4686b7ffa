"""Signal: one way to turn a question's graph into shares for its people."""

from collections.abc import Collection, Mapping
from typing import Protocol

import networkx as nx

from graphkit.formula import Formula

Shares = Mapping[str, Mapping[str, float]]
"""Candidate expert → document → share, above 0."""


class Signal(Protocol):
    """A candidate's score is the sum of their shares, so every signal explains itself.

    Its weight in the formula is `Formula`'s number of the same name.
    """

    name: str

    def score(
        self,
        graph: "nx.DiGraph[str]",
        formula: Formula,
        weight: str = "weight",
        people: Collection[str] | None = None,
    ) -> Shares:
        """Split what the documents weigh into shares of their people, by id.

        Parameters
        ----------
        graph
            See `graphkit.question_graph`.
        weight
            The documents' attribute that says what they weigh; where it is 0 they give nothing.
        people
            Whose shares are wanted, by id; by default everybody's.
        """
        ...

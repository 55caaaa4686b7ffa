"""Signal: one way to turn matching documents into shares for their people."""

from collections.abc import Mapping
from typing import Protocol

from graphkit.formula import Formula
from graphkit.graph import Graph

Shares = Mapping[str, Mapping[str, float]]
"""Candidate expert → document → share, above 0."""


class Signal(Protocol):
    """A candidate's score is the sum of their shares, so every signal explains itself."""

    name: str

    def score(self, weights: Mapping[str, float], graph: Graph, formula: Formula) -> Shares:
        """Split the documents' weights into shares.

        Parameters
        ----------
        weights
            Document id → weight, above 0.
        graph
            These documents and their people, as the viewer may see them.
        """
        ...

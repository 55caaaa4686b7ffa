"""Personalised PageRank: who is near the question's best documents in its graph."""

import heapq
import math
from collections.abc import Collection

import networkx as nx

from graphkit.formula import Formula
from graphkit.signal import Shares, Signal

DAMPING = 0.7
"""How far a walk goes: with 0.3 it begins anew, at a document that matches (study: .5 to .85)."""

DOCUMENTS = 300
"""The walk stays among the documents that match best, and their people (study)."""

_REPLY = 0.25
"""A walk goes from a message to what it answers, and back, this seldom beside to its people."""


class PageRank(Signal):
    """A random walk over documents, their people and what they answer.

    It begins at documents, by the square of what they weigh, goes from a document to its people
    by their roles, from a person to their documents by what these weigh for them. What flows to a
    person through a document is that document's share; the heaviest document's weight is the sum
    of the shares of the person to whom most flows.

    References
    ----------
    Page, Brin, Motwani and Winograd (1999), The PageRank Citation Ranking.
    Haveliwala (2002), Topic-Sensitive PageRank.
    """

    name = "pagerank"

    def score(
        self,
        graph: "nx.DiGraph[str]",
        formula: Formula,  # noqa: ARG002  its numbers are in the edges
        weight: str = "weight",
        people: Collection[str] | None = None,
    ) -> Shares:
        """See `Signal.score`. Cost: a hundred passes over the edges at most."""
        nodes = graph.nodes
        weights = {name: float(n[weight]) for name, n in nodes(data=True) if n.get(weight)}
        kept = heapq.nsmallest(DOCUMENTS, weights, key=lambda name: (-weights[name], name))
        if not kept:
            return {}
        begins = {name: weights[name] ** 2 for name in sorted(kept)}
        walk = _walk(graph, {name: weights[name] for name in begins})
        rank = nx.pagerank(walk, DAMPING, begins, max_iter=300, tol=1e-12)
        flows: dict[str, dict[str, float]] = {}
        for document in begins:
            ways = [(to, edge["weight"]) for to, edge in walk.adj[document].items()]
            out = math.fsum(way for _, way in ways)
            for to, way in ways if out else ():
                if nodes[to]["kind"] == "person":
                    own = flows.setdefault(nodes[to]["id"], {})
                    own[nodes[document]["id"]] = rank[document] * way / out
        scaled = _scaled(flows, max(weights.values()))
        return scaled if people is None else {p: scaled[p] for p in sorted(people) if p in scaled}


def _walk(graph: "nx.DiGraph[str]", weights: dict[str, float]) -> "nx.DiGraph[str]":
    """The documents, their people and the ways between them, inserted in their order."""
    walk: nx.DiGraph[str] = nx.DiGraph()
    edges: list[tuple[str, str, float]] = []
    for document, weight in weights.items():
        for to, edge in graph.adj[document].items():
            if "role" in edge:
                edges += [(document, to, edge["role"]), (to, document, edge["role"] * weight)]
            elif to in weights:
                edges += [(document, to, _REPLY), (to, document, _REPLY)]
    walk.add_nodes_from(sorted({node for start, end, _ in edges for node in (start, end)}))
    walk.add_nodes_from(weights)
    walk.add_weighted_edges_from(sorted(edges))
    return walk


def _scaled(flows: dict[str, dict[str, float]], most: float) -> Shares:
    """Flows as shares; the largest sum of a person becomes ``most``."""
    largest = max((math.fsum(own.values()) for own in flows.values()), default=0.0)
    scaled = {
        person: {
            document: share
            for document in sorted(flows[person])
            if (share := round(most * flows[person][document] / largest, 9)) > 0
        }
        for person in sorted(flows)
    }
    return {person: shares for person, shares in scaled.items() if shares}

"""Personalised PageRank: who is near the question's best documents in its graph."""

import heapq

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

    def score(self, graph: "nx.DiGraph[str]", formula: Formula, weight: str = "weight") -> Shares:
        """See `Signal.score`. Cost: a hundred passes over the edges at most."""
        weights = {name: float(n[weight]) for name, n in graph.nodes(data=True) if n.get(weight)}
        kept = heapq.nsmallest(DOCUMENTS, weights, key=lambda name: (-weights[name], name))
        walk = _walk(graph, {name: weights[name] for name in sorted(kept)}, formula)
        rank = nx.pagerank(
            walk,
            DAMPING,
            {name: weights[name] ** 2 for name in sorted(kept)},
            max_iter=300,
            tol=1e-12,
        ) if kept else {}  # fmt: skip
        flows: dict[str, dict[str, float]] = {}
        for document in sorted(kept):
            out = walk.out_degree(document, "weight")
            for person, edge in walk[document].items():
                if graph.nodes[person]["kind"] == "person":
                    key = graph.nodes[document]["id"]
                    own = flows.setdefault(graph.nodes[person]["id"], {})
                    own[key] = rank[document] * edge["weight"] / out
        return _scaled(flows, max(weights.values(), default=0.0))


def _walk(
    graph: "nx.DiGraph[str]", weights: dict[str, float], formula: Formula
) -> "nx.DiGraph[str]":
    """The documents, their people and the ways between them, inserted in their order."""
    walk: nx.DiGraph[str] = nx.DiGraph()
    edges: list[tuple[str, str, float]] = []
    for document, weight in weights.items():
        for to, edge in graph[document].items():
            if "roles" in edge:
                role = formula.role_weight(edge["roles"])
                edges += [(document, to, role), (to, document, role * weight)]
            elif to in weights:
                edges += [(document, to, _REPLY), (to, document, _REPLY)]
    walk.add_nodes_from(sorted({node for start, end, _ in edges for node in (start, end)}))
    walk.add_nodes_from(weights)
    walk.add_weighted_edges_from(sorted(edges))
    return walk


def _scaled(flows: dict[str, dict[str, float]], most: float) -> Shares:
    """Flows as shares; the largest sum of a person becomes ``most``."""
    largest = max((sum(own.values()) for own in flows.values()), default=0.0)
    scaled = {
        person: {
            document: share
            for document in sorted(flows[person])
            if (share := round(most * flows[person][document] / largest, 9)) > 0
        }
        for person in sorted(flows)
    }
    return {person: shares for person, shares in scaled.items() if shares}

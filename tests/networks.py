"""Question graphs made by hand, for what runs on them."""

from collections.abc import Mapping

import networkx as nx

from graphkit.conversations import Conversations
from graphkit.formula import Formula
from graphkit.graph import Graph
from graphkit.matching import Held, Matched, Weight
from graphkit.model import Facts, Reading, Totals
from graphkit.query import Query, Slot
from graphkit.question_graph import question_graph

ASKED = Slot("wind", ("en:wind",))


def network(
    readings: tuple[Reading, ...],
    weights: Mapping[str, float],
    *,
    answered: Mapping[str, str] | None = None,
    askers: Mapping[str, tuple[str, ...]] | None = None,
) -> "nx.DiGraph[str]":
    """The graph of a question whose documents weigh so, for the words they hold alone."""
    graph = Graph(Facts(tuple(sorted(readings, key=lambda r: r.document.id))))
    heaviest = sorted(weights, key=lambda document: (-weights[document], document))
    matched = Matched(
        Query("?", (ASKED,)),
        Totals(documents=len(readings)),
        (len(weights),),
        {d: Weight(weights[d], weights[d], 0.0, 0.0, weights[d]) for d in heaviest},
        dict(enumerate(heaviest)),
        (Held(ASKED, 1.0, dict.fromkeys(heaviest, (0.5, 0.1))),),
        (),
        Conversations((), answered or {}, askers or {}),
    )
    return question_graph(matched, graph, Formula())


def backwards(graph: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """The same graph, put together in the opposite order."""
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_nodes_from(reversed(list(graph.nodes(data=True))))
    made.add_edges_from(reversed(list(graph.edges(data=True))))
    return made

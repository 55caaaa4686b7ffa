"""Pictures for notebooks."""

from typing import TYPE_CHECKING

import networkx as nx

from graphkit.answer import Answer

if TYPE_CHECKING:  # matplotlib comes with the extra `notebook`
    from matplotlib.figure import Figure

_KINDS = {  # colour, size, column; where the label stands: points right and up, its side
    "slot": ("#f2b84b", 260, 0, (-12, -3), "right"),
    "document": ("#9aa7a5", 90, 1, (0, 8), "center"),
    "person": ("#1f5f5b", 260, 2, (12, -3), "left"),
}
_LONGEST_LABEL = 34


def plot(answer: Answer, receipts: int = 4) -> "Figure":
    """Draw an answer: what was asked on the left, the best documents, the people on the right.

    The same answer gives the same picture. Lines to people are as wide as the document's share.

    Parameters
    ----------
    receipts
        How many documents a person are drawn.

    Raises
    ------
    ModuleNotFoundError
        Without matplotlib: ``pip install 'whoknows[notebook]'``.
    """
    from matplotlib import pyplot as plt  # noqa: PLC0415  an extra

    graph = answer_graph(answer, receipts)
    place = _places(graph)
    height = 1.5 + 0.33 * max(1, *(len(_of(graph, kind)) for kind in _KINDS))
    figure, axes = plt.subplots(figsize=(11, height), layout="constrained")
    widths = [0.6 + 6 * share for _, _, share in graph.edges.data("share", default=0.0)]
    nx.draw_networkx_edges(graph, place, ax=axes, width=widths, edge_color="#cfd6d4", arrows=False)
    for kind, (colour, size, _, offset, side) in _KINDS.items():
        nodes = _of(graph, kind)
        nx.draw_networkx_nodes(graph, place, nodes, node_size=size, node_color=colour, ax=axes)
        for node in nodes:
            label = _short(graph.nodes[node]["label"])
            axes.annotate(
                label,
                place[node],
                xytext=offset,
                textcoords="offset points",
                ha=side,
                size=9,
            )
    axes.invert_yaxis()  # the best on top
    axes.set_title(answer.question)
    axes.margins(0.2, 0.12)
    axes.axis("off")
    return figure


def answer_graph(answer: Answer, receipts: int = 4) -> "nx.DiGraph[str]":
    """The part of the question's graph that speaks for the experts by their best documents."""
    people = [f"person {expert.id}" for expert in answer.experts]
    shares = {
        (f"document {receipt.document.id}", f"person {expert.id}"): receipt.share
        for expert in answer.experts
        for receipt in expert.receipts[:receipts]
    }
    documents = dict.fromkeys(document for document, _ in shares)
    asked = [slot for slot in _of(answer.graph, "slot") if documents.keys() & answer.graph[slot]]
    graph: nx.DiGraph[str] = nx.DiGraph()
    for node in (*asked, *documents, *people):
        graph.add_node(node, **answer.graph.nodes[node])
    for start, end, edge in answer.graph.subgraph(graph).edges(data=True):
        graph.add_edge(start, end, **edge, share=shares.get((start, end), 0.0))
    return graph


def _places(graph: "nx.DiGraph[str]") -> dict[str, tuple[float, float]]:
    """A column a kind, evenly filled from the top in the order of the answer."""
    places: dict[str, tuple[float, float]] = {}
    for kind, (_, _, column, _, _) in _KINDS.items():
        nodes = _of(graph, kind)
        places |= {node: (column, (row + 0.5) / len(nodes)) for row, node in enumerate(nodes)}
    return places


def _of(graph: "nx.DiGraph[str]", kind: str) -> list[str]:
    return [node for node, found in graph.nodes(data=True) if found["kind"] == kind]


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"

import io

import networkx as nx
import pytest

from graphkit import ask, open_view, plot
from graphkit.plots import answer_graph

matplotlib = pytest.importorskip("matplotlib", reason="the extra notebook is not installed")
matplotlib.use("agg")


def test_the_drawn_graph_leads_from_the_words_asked_over_documents_to_people(
    firm_store: str,
) -> None:
    answer = ask(open_view(firm_store), "heat network losses", k=2)
    graph = answer_graph(answer)
    kinds = {(graph.nodes[start]["kind"], graph.nodes[end]["kind"]) for start, end in graph.edges}
    assert {("slot", "document"), ("document", "person")} <= kinds
    labels = {kind: _labels(graph, kind) for kind in ("slot", "person")}
    assert labels["person"] == [expert.name for expert in answer.experts]
    words = {"heat", "network", "losses", "heat network", "network losses"}
    assert set(labels["slot"]) == words
    shares = {share for _, _, share in graph.edges.data("share") if share}
    assert shares == {r.share for expert in answer.experts for r in expert.receipts[:4]}


def _labels(graph: "nx.DiGraph[str]", kind: str) -> list[str]:
    return [node["label"] for _, node in graph.nodes(data=True) if node["kind"] == kind]


@pytest.mark.parametrize("question", ["heat network losses", "quokka husbandry"])
def test_the_same_answer_gives_the_same_picture(firm_store: str, question: str) -> None:
    from matplotlib import pyplot as plt  # noqa: PLC0415  an extra

    answer = ask(open_view(firm_store), question)
    pictures = []
    for _ in range(2):
        figure = plot(answer)
        picture = io.BytesIO()
        figure.savefig(picture, format="png")
        pictures.append(picture.getvalue())
        plt.close(figure)
    assert pictures[0] == pictures[1]

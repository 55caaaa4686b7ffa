import io

import pytest

from graphkit import ask, open_view, plot
from graphkit.plots import answer_graph

matplotlib = pytest.importorskip("matplotlib", reason="the extra notebook is not installed")
matplotlib.use("agg")


def test_the_drawn_graph_leads_from_people_over_documents_to_topics(firm_store: str) -> None:
    graph = answer_graph(ask(open_view(firm_store), "heat network losses", k=2))
    kinds = {(graph.nodes[start]["kind"], graph.nodes[end]["kind"]) for start, end in graph.edges}
    assert kinds == {("person", "document"), ("document", "topic")}
    labels = {found["label"] for _, found in graph.nodes(data=True) if found["kind"] == "topic"}
    assert labels == {"heat network", "heat", "network", "losses"}


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

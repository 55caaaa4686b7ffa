"""How much of a specialist in a question's words each person is: one number that multiplies."""

import math
from collections.abc import Collection, Iterator, Mapping

import networkx as nx

from graphkit.formula import Formula

Rates = Mapping[str, float]
"""Document node → how often a word stands there, by the document's length."""


def standing(
    graph: "nx.DiGraph[str]", people: Collection[str], formula: Formula, *, named: bool = False
) -> Mapping[str, float]:
    """What each person's votes are multiplied by.

    It is ``1 + specialist * L / max L``, 1 to 2 by default: L says how much more often the words
    asked stand in a person's documents than elsewhere (`lifts`). Among people who are named one
    by one, who have in common that they know something, how much each has written tells nothing:
    it is divided out, ``(1 + V)**-volume``, V being the sum of their roles' weights over all
    documents the viewer sees.

    Parameters
    ----------
    graph
        See `graphkit.question_graph`.
    people
        The ids of the candidates.
    named
        Whether only these may be named.
    """
    lift = lifts(graph, formula) if formula.specialist else {}
    most = max((lift.get(person, 0.0) for person in people), default=0.0) or 1.0
    found = {}
    for person in people:
        factor = 1 + formula.specialist * lift.get(person, 0.0) / most
        if named:
            factor *= (1 + graph.nodes[f"person {person}"]["volume"]) ** -formula.volume
        found[person] = factor
    return found


def lifts(graph: "nx.DiGraph[str]", formula: Formula) -> Mapping[str, float]:
    """By person: the sum, over the words asked, of idf times the log of how much likelier.

    Of a word, t is the sum of its rates in a person's documents that match, by their role, and b
    its mean rate over all documents: ``L = sum of idf * max(0, ln((t + m b) / ((V + m) b)))``,
    where m documents like all the others smooth the rate of who has written little. A message
    counts what it answers, too, as in its weight.

    References
    ----------
    Zhai and Lafferty (2004), A Study of Smoothing Methods for Language Models.
    """
    people: dict[str, list[tuple[str, float]]] = {}
    found: dict[str, float] = {}
    for document, person, edge in graph.edges(data=True):
        if "role" in edge:
            people.setdefault(document, []).append((person, edge["role"]))
            found[person] = 0.0
    for idf, rates in _rates(graph, formula):
        mean = math.fsum(rates.values()) / graph.graph["documents"]
        sums: dict[str, float] = {}
        for document, rate in rates.items():
            for person, role in people.get(document, ()):
                sums[person] = sums.get(person, 0.0) + role * rate
        for person, total in sums.items():
            volume = graph.nodes[person]["volume"]
            likelier = (total + formula.smoothing * mean) / ((volume + formula.smoothing) * mean)
            found[person] += idf * max(0.0, math.log(likelier))
    return {graph.nodes[person]["id"]: lift for person, lift in found.items()}


def _rates(graph: "nx.DiGraph[str]", formula: Formula) -> Iterator[tuple[float, Rates]]:
    """The idf and the rates of each word asked."""
    answers = [
        (document, answered)
        for document, answered, edge in graph.edges(data=True)
        if "answers" in edge
    ]
    for slot, node in graph.nodes(data=True):
        if node["kind"] == "slot" and node["idf"]:
            own = {document: edge["rate"] for document, edge in graph[slot].items()}
            rates = dict(own)
            for document, answered in answers:
                if answered in own:
                    rates[document] = rates.get(document, 0.0) + formula.reply * own[answered]
            if rates:
                yield node["idf"], rates

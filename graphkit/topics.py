"""topics(): what people know about here, as far as one viewer may see."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from graphkit.formula import Formula
from graphkit.graph import Graph
from graphkit.labels import Label, labels_of
from graphkit.model import Postings, Scope
from graphkit.view import View


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that people would recognise, and who has to do with it.

    ``documents``, in how many visible documents it stands; ``people``, the ids and names of those
    with a part in them, who have most of a part first.
    """

    text: str
    documents: int
    people: tuple[tuple[str, str], ...]


def topics(view: View, prefix: str = "", *, k: int = 20) -> tuple[Topic, ...]:
    """The best ``k`` topics of which a word begins so; without a prefix the best of all.

    Examples
    --------
    ``topics(open_view("sqlite:///firm.db"), "wind")``
    """
    return view.in_one_state(lambda: _topics(view, prefix, k))


def _topics(view: View, prefix: str, k: int) -> tuple[Topic, ...]:
    shown = tuple(islice(view.kept(labels_of).starting(prefix), k))
    postings = view.postings(frozenset(topic for label in shown for topic in label.topics))
    numbers = {label: _documents(label, postings) for label in shown}
    keys = view.keys(frozenset().union(*numbers.values()))
    of = {label: frozenset(keys[number] for number in numbers[label]) for label in shown}
    facts = view.facts(Scope(frozenset().union(*of.values()), topics=frozenset()))
    graph = Graph(facts)
    return tuple(Topic(label.text, len(of[label]), _people(graph, of[label])) for label in shown)


def _documents(label: Label, postings: Postings) -> frozenset[int]:
    where = (postings.topics[topic] for topic in label.topics if topic in postings.topics)
    return frozenset(number for each in where for number in each.documents.tolist())


def _people(graph: Graph, documents: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Who has most of a part in some documents, copies once, by the weights of roles, then id."""
    formula = Formula()
    parts: dict[str, dict[str, float]] = {}
    for document in documents:
        original = graph.originals[document]
        for contribution in graph.contributions(document):
            own = parts.setdefault(contribution.alias, {})
            weight = formula.role_weight(contribution.roles)
            own[original] = max(weight, own.get(original, 0.0))
    ranked = sorted(parts, key=lambda person: (-math.fsum(parts[person].values()), person))
    return tuple((person, graph.name(person)) for person in ranked)

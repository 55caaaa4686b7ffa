"""The graph of one question: what was asked → documents → people, with replies and reviews.

Signals run on it (`graphkit.signal`), maps and notebooks draw it. Node names begin with the kind,
so ids never clash:

- ``slot WORD`` (kind slot, label, idf, which is 0 for pairs): a word or pair of the question.
  Edges to the documents that hold it carry ``strength``, 0 to 1, and ``rate``, how often it
  stands there by the document's length.
- ``document ID`` (kind document, id, label, thread, and `graphkit.matching.Weight`'s parts:
  weight, words, reply, related, evidence). Copies are one document, called as the oldest. Edges
  to its people carry ``roles``, among them what they are in its conversation, and what the
  strongest weighs (``role``); an edge to the document that it answers carries ``answers``, True.
- ``person ID`` (kind person, id, label, volume: the weights of their roles, summed up over all
  documents the viewer sees). Edges from an author to who reviewed or approved documents of theirs
  carry ``reviews``, their number.

The graph's own attribute ``documents`` says how many documents the viewer sees.
"""

import math
from collections.abc import Iterable, Iterator, Mapping

import networkx as nx

from graphkit.conversations import Conversations
from graphkit.formula import Formula
from graphkit.graph import Graph
from graphkit.matching import Matched, Weight

_REVIEWS = frozenset({"reviewer", "approver"})
_WRITES = frozenset({"author", "asker", "answerer"})
Roles = Mapping[str, tuple[str, ...]]


def question_graph(matched: Matched, graph: Graph, formula: Formula) -> "nx.DiGraph[str]":
    """Put the documents that match a question and their people together.

    Documents come heaviest first, everything else sorted: equal facts make equal graphs.
    Cost: linear in its edges.
    """
    found: nx.DiGraph[str] = nx.DiGraph(documents=matched.totals.documents)
    weights = _by_original(matched, graph)
    found.add_nodes_from(_documents(weights, graph))
    for held in matched.held:
        slot = f"slot {held.slot.word}"
        found.add_node(slot, kind="slot", label=held.slot.word, idf=held.idf)
        found.add_edges_from(
            (slot, f"document {document}", {"strength": strength, "rate": rate})
            for document, (strength, rate) in held.documents.items()
            if document in weights
        )
    reviews: dict[tuple[str, str], int] = {}
    parts: list[tuple[str, str, dict[str, object]]] = []
    for document in weights:
        roles = _roles_in(document, graph, matched.conversations)
        node = f"document {document}"
        for person, has in roles.items():
            part = {"roles": has, "role": formula.role_weight(has)}
            parts.append((node, f"person {person}", part))
        for pair in _reviews(roles) if len(roles) > 1 else ():
            reviews[pair] = reviews.get(pair, 0) + 1
        answered = graph.originals.get(matched.conversations.answered.get(document, ""), "")
        if answered in weights and answered != document:
            parts.append((node, f"document {answered}", {"answers": True}))
    found.add_edges_from(parts)
    people = sorted(name for name, data in found.nodes(data=True) if not data)
    found.add_nodes_from((name, _person(name, graph, formula)) for name in people)
    found.add_edges_from(
        (f"person {author}", f"person {reviewer}", {"reviews": count})
        for (author, reviewer), count in sorted(reviews.items())
    )
    return found


def _roles_in(original: str, graph: Graph, conversations: Conversations) -> Roles:
    """Everybody with a part in a document or a copy of it, with all their roles."""
    copies = graph.copies(original)
    if len(copies) == 1:  # most documents
        return {
            c.alias: conversations.roles(original, c.alias, c.roles)
            for c in graph.contributions(original)
        }
    roles: dict[str, set[str]] = {}
    for copy in copies:
        for c in graph.contributions(copy):
            roles.setdefault(c.alias, set()).update(conversations.roles(copy, c.alias, c.roles))
    return {person: tuple(sorted(roles[person])) for person in sorted(roles)}


def _by_original(matched: Matched, graph: Graph) -> dict[str, Weight]:
    """Copies weigh as the heaviest of them."""
    weights: dict[str, Weight] = {}
    for document, weight in matched.weights.items():
        weights.setdefault(graph.originals[document], weight)
    return weights


def _documents(
    weights: Mapping[str, Weight], graph: Graph
) -> Iterator[tuple[str, dict[str, object]]]:
    for key, (weight, words, reply, related, evidence) in weights.items():
        document = graph.document(key)
        yield (
            f"document {key}",
            {
                "kind": "document",
                "id": key,
                "label": document.title or key,
                "thread": graph.thread(key),
                "weight": weight,
                "words": words,
                "reply": reply,
                "related": related,
                "evidence": evidence,
            },
        )


def _person(name: str, graph: Graph, formula: Formula) -> dict[str, object]:
    person = name.partition(" ")[2]
    volume = math.fsum(
        formula.role_weight(roles) * documents
        for roles, documents in sorted(graph.volume(person).items())
    )
    return {"kind": "person", "id": person, "label": graph.name(person), "volume": volume}


def _reviews(roles: Roles) -> Iterable[tuple[str, str]]:
    """Who was reviewed by whom in one document."""
    reviewers = [person for person, held in roles.items() if not _REVIEWS.isdisjoint(held)]
    authors = [person for person, held in roles.items() if not _WRITES.isdisjoint(held)]
    return ((a, r) for a in authors for r in reviewers if a != r)

"""ask(): a question becomes candidate experts with receipts, or nobody with a reason."""

import math
from collections import Counter
from collections.abc import Collection, Container, Mapping
from dataclasses import asdict, dataclass
from itertools import islice

import networkx as nx

from graphkit.answer import Answer, Expert, Parts, Receipt
from graphkit.formula import Formula
from graphkit.graph import Graph
from graphkit.ids import digest
from graphkit.labels import Label, Labels, labels_of
from graphkit.matching import Matched, match
from graphkit.model import Scope
from graphkit.query import Query, parse
from graphkit.question_graph import question_graph
from graphkit.registry import find
from graphkit.signal import Shares, Signal
from graphkit.signals import SIGNALS
from graphkit.standing import standing
from graphkit.view import View
from graphkit.wanted import ANYBODY, Wanted

MAX_WORDS = 12
"""A question's words beyond this number add no evidence (study)."""

TOPICS = 8
"""Topics shown with a person; with a document half as many."""

_LABELS = 100
"""Labels that are looked for in the documents of an answer."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question held against what one viewer may see: `ask` shows its top, `explain` one line.

    ``network`` is the question's graph, ``signals`` the shares that each signal gives, weighted;
    ``people`` are the candidates, best first; ``labels`` those that hold a word of the question.
    """

    matched: Matched
    graph: Graph
    network: "nx.DiGraph[str]"
    signals: Mapping[str, Shares]
    shares: Shares
    people: tuple[str, ...]
    labels: tuple[Label, ...]
    formula: Formula

    def score(self, person: str) -> float:
        """The exact sum of a person's shares."""
        return math.fsum(self.shares[person].values())

    def evidence(self, person: str) -> float:
        """How strong a person's evidence is, 0 upwards (study): votes, once more.

        They are cast with evidence for weights and multiplied by the number of words asked.
        """
        votes = _signal("document_votes").score(
            self.network, self.formula, weight="evidence", people=[person]
        )
        words = min(len(self.matched.query.slots), MAX_WORDS)
        return words * math.fsum(votes.get(person, {}).values())

    def receipts(self, person: str) -> tuple[Receipt, ...]:
        """All documents that speak for a person, largest share first."""
        shares = self.shares.get(person, {})
        ranked = sorted(shares, key=lambda document: (-shares[document], document))
        return tuple(
            Receipt(
                self.graph.document(d),
                self.network.edges[f"document {d}", f"person {person}"]["roles"],
                shares[d],
                self._parts(person, d),
                self.topics(d),
            )
            for d in ranked
        )

    def _parts(self, person: str, document: str) -> Parts:
        """The votes of a document as its weight is composed; the rest is the network's."""
        share = self.shares[person][document]
        votes = self.signals["document_votes"].get(person, {}).get(document, 0.0)
        weight = self.network.nodes[f"document {document}"]
        reply, related = (
            round(votes * weight[part] / weight["weight"], 9) for part in ("reply", "related")
        )
        words = round(votes - reply - related, 9)
        return Parts(words, reply, related, round(share - votes, 9))

    def topics(self, document: str) -> tuple[str, ...]:
        """What a document says of the question: labels, best first, else the words it holds."""
        held = {mention.topic for mention in self.graph.mentions(document)}
        shown = (label.text for label in self.labels if not held.isdisjoint(label.topics))
        return tuple(islice(shown, TOPICS // 2)) or self._words(held)

    def expert(self, person: str) -> Expert:
        """A person with all receipts, and what these say of the question."""
        receipts = self.receipts(person)
        topics: dict[str, float] = {}
        for receipt in receipts:
            for topic in receipt.topics:
                topics[topic] = topics.get(topic, 0.0) + receipt.share
        labels = topics.keys() & {label.text for label in self.labels}
        ranked = sorted(labels or topics, key=lambda topic: (-topics[topic], topic))
        return Expert(
            person,
            self.graph.name(person),
            self.score(person),
            self.formula.strength(self.evidence(person)),
            tuple(ranked[:TOPICS]),
            receipts,
            self.graph.person(person),
        )

    def _words(self, held: Container[str]) -> tuple[str, ...]:
        """The words of the question among some topics, as they are mostly written here."""
        slots = (s for s in self.matched.query.slots if any(key in held for key in s.keys))
        return tuple(dict.fromkeys(self.graph.label(*slot.keys) for slot in slots))

    def fingerprint(self) -> str:
        """A digest of the facts read and the formula, the same wherever they are the same."""
        graph, talk = self.graph, self.matched.conversations
        documents = []
        for key, weight in self.matched.weights.items():
            d = graph.document(key)
            people = " ".join(
                f"{c.alias} {talk.roles(key, c.alias, c.roles)}" for c in graph.contributions(key)
            )
            text = graph.content_digest(key)
            documents.append(f"{key} {weight.weight} {d.title} {d.link} {d.date} {text} {people}")
        return digest(
            self.matched.query.question,
            formula_digest(self.formula),
            asdict(self.matched.totals),
            self.matched.frequencies,
            "\n".join(documents),
            [graph.name(person) for person in graph.people],
            repr(graph.known),
            [label.text for label in self.labels],
        )


def ask(
    view: View,
    question: str,
    *,
    k: int = 5,
    formula: Formula | None = None,
    wanted: Wanted = ANYBODY,
) -> Answer:
    """Who knows about this? The ``k`` best candidates who are wanted, each with all receipts.

    Examples
    --------
    ``ask(open_view("sqlite:///firm.db"), "offshore wind permits", k=3)``

    Raises
    ------
    QueryError
        When the question is empty, too long, or names no topic; when what is wanted names no
        date or no language.
    """
    wanted.check()
    formula = formula or Formula()
    ranking = rank(view, question, formula, since=wanted.since)
    plain = (p for p in ranking.people if ranking.evidence(p) >= formula.floor)
    known = tuple(islice((p for p in plain if wanted.admits(ranking.graph.person(p))), k))
    return Answer(
        ranking.matched.query.question,
        ranking.matched.totals.newest,
        formula_digest(formula),
        ranking.fingerprint(),
        None if known else _why_nobody(ranking, wanted),
        tuple(word.surface for word in ranking.matched.related),
        tuple(map(ranking.expert, known)),
        ranking.network,
    )


def rank(
    view: View,
    question: str,
    formula: Formula,
    among: Collection[str] | None = None,
    *,
    since: str = "",
) -> Ranking:
    """Match the documents, run the signals, order the people by score, then id.

    Parameters
    ----------
    among
        The ids of those who may be named; by default everybody. Among few people, how much each
        has written says little, so it is divided out (``Formula.volume``).
    since
        Documents of an earlier date, or of none, do not count.
    """
    matched, graph, labels = _read(view, question, formula, since)
    network = question_graph(matched, graph, formula)
    found = {
        name: _signal(name).score(network, formula) for name in SIGNALS if getattr(formula, name)
    }
    candidates = sorted(p for p in set().union(*found.values()) if among is None or p in among)
    factors = standing(network, candidates, formula, named=among is not None)
    signals = {
        name: _times(shares, getattr(formula, name), factors) for name, shares in found.items()
    }
    shares = _together(signals.values())
    scores = {person: math.fsum(found.values()) for person, found in shares.items()}
    people = tuple(sorted(scores, key=lambda person: (-scores[person], person)))
    return Ranking(matched, graph, network, signals, shares, people, labels, formula)


def _signal(name: str) -> Signal:
    signal: Signal = find(SIGNALS, name, "signal")()
    return signal


def _times(shares: Shares, weight: float, factors: Mapping[str, float]) -> Shares:
    """A signal's shares as the formula weighs them, of the candidates; rounded as all are."""
    return {
        person: {d: round(share * weight * factor, 9) for d, share in shares[person].items()}
        for person, factor in factors.items()
        if person in shares
    }


def _together(signals: Collection[Shares]) -> Shares:
    """What all signals give each person for each document."""
    sums: dict[str, dict[str, float]] = {}
    for shares in signals:
        for person, found in shares.items():
            own = sums.setdefault(person, {})
            for document, share in found.items():
                own[document] = round(own.get(document, 0.0) + share, 9)
    return {person: {d: s for d, s in own.items() if s} for person, own in sums.items()}


def formula_digest(formula: Formula) -> str:
    """A short name for one set of numbers."""
    return digest(asdict(formula))[:12]


def _read(
    view: View, question: str, formula: Formula, since: str
) -> tuple[Matched, Graph, tuple[Label, ...]]:
    """Reads of one state: which labels there are, where all occurs, then the heaviest documents.

    Labels take longest. Where the store was written meanwhile, the answer does without.
    """
    query = parse(question, view.languages)
    labels = view.kept(labels_of)
    touching = tuple(islice(_touching(query, labels), _LABELS))

    def read() -> tuple[Matched, Graph, tuple[Label, ...]]:
        shown = touching if labels.revision == view.store.revision() else ()
        said = (topic for label in shown for topic in label.topics)
        matched = match(view, query, formula, since)
        mentions = view.postings(query.keys.union(said)).mentions(matched.keys)
        facts = view.facts(Scope(frozenset(matched.weights), topics=frozenset()))
        return matched, Graph(facts, mentions), shown

    return view.in_one_state(read)


def _touching(query: Query, labels: Labels) -> list[Label]:
    """The labels that hold a word of the question, first those that hold most of them."""
    holding = Counter(label for slot in query.slots for label in labels.holding(slot.keys))
    return sorted(holding, key=lambda label: (-holding[label], -label.value, label.text))


def _why_nobody(ranking: Ranking, wanted: Wanted) -> str:
    if not ranking.matched.totals.documents:
        return "there is no document that you may see"
    plain = [p for p in ranking.people if ranking.evidence(p) >= ranking.formula.floor]
    if plain and not wanted.narrows:
        return "who knows of it has left: ask for those who left, too (--include-left)"
    if plain:
        is_known = any(ranking.graph.person(person).is_listed for person in plain)
        more = "not of those you asked for: leave out what narrows the answer"
        none = "in no directory, which would say more: `whoknows people import`"
        return f"who knows of it is {more if is_known else none}"
    if ranking.people:
        missing = ", ".join(slot.word for slot in ranking.matched.missing)
        held = f", and none holds {missing}" if missing else ""
        return f"what the documents say about it is too weak to name anybody{held}"
    if ranking.matched.weights:
        return "documents speak of it, but none of them names a person"
    when = f" since {wanted.since}" if wanted.since else ""
    return f"no document speaks of it{when}"

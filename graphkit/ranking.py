"""ask(): a question becomes candidate experts with receipts, or nobody with a reason."""

import math
from collections import Counter
from collections.abc import Container
from dataclasses import asdict, dataclass
from itertools import islice

from graphkit.formula import Formula
from graphkit.graph import Graph
from graphkit.ids import digest
from graphkit.labels import Label, Labels, labels_of
from graphkit.matching import Matched, match
from graphkit.model import Document, Scope
from graphkit.query import Query, parse
from graphkit.registry import find
from graphkit.signal import Shares, Signal
from graphkit.signals import SIGNALS
from graphkit.view import View

MAX_WORDS = 12
"""A question's words beyond this number add no evidence (study)."""

TOPICS = 8
"""Topics shown with a person; with a document half as many."""

_LABELS = 100
"""Labels that are looked for in the documents of an answer."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One document, a person's roles in it and its share of their score; topics are labels."""

    document: Document
    roles: tuple[str, ...]
    share: float
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expert:
    """A candidate expert, ranked. The shares of the receipts sum to the score (`math.fsum`).

    ``strength``, 0 to 1, says how strong the evidence is whatever the others have: from one half
    it is plain.
    """

    id: str
    name: str
    score: float
    strength: float
    topics: tuple[str, ...]
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Experts, best first, or the reason why nobody is known.

    ``date`` is the newest date among the documents the viewer sees. Equal ``fingerprint`` means
    that the same facts were read with the same formula.
    """

    question: str
    date: str | None
    formula: str
    fingerprint: str
    nobody: str | None
    experts: tuple[Expert, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question held against what one viewer may see: `ask` shows its top, `explain` one line.

    ``people`` are the candidates, best first; ``labels`` those that hold a word of the question.
    """

    matched: Matched
    graph: Graph
    shares: Shares
    people: tuple[str, ...]
    labels: tuple[Label, ...]
    formula: Formula
    signal: Signal

    def score(self, person: str) -> float:
        """The exact sum of a person's shares."""
        return math.fsum(self.shares[person].values())

    def evidence(self, person: str) -> float:
        """How strong a person's evidence is, 0 upwards (study): the same votes, once more.

        They are cast with evidence for weights and multiplied by the number of words asked.
        """
        own = [d for original in self.shares[person] for d in self.graph.copies(original)]
        held = self.matched.evidence
        votes = self.signal.score({d: held[d] for d in sorted(own)}, self.graph, self.formula)
        return min(len(self.matched.query.slots), MAX_WORDS) * math.fsum(
            votes.get(person, {}).values()
        )

    def receipts(self, person: str) -> tuple[Receipt, ...]:
        """All documents that speak for a person, largest share first."""
        shares = self.shares.get(person, {})
        ranked = sorted(shares, key=lambda document: (-shares[document], document))
        return tuple(
            Receipt(self.graph.document(d), self._roles(person, d), shares[d], self.topics(d))
            for d in ranked
        )

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
        )

    def _words(self, held: Container[str]) -> tuple[str, ...]:
        """The words of the question among some topics, as they are mostly written here."""
        slots = (s for s in self.matched.query.slots if any(key in held for key in s.keys))
        return tuple(dict.fromkeys(self.graph.label(*slot.keys) for slot in slots))

    def fingerprint(self) -> str:
        """A digest of the facts read and the formula, the same wherever they are the same."""
        query, graph = self.matched.query, self.graph
        documents = []
        for key, weight in self.matched.weights.items():
            d = graph.document(key)
            people = " ".join(f"{c.alias} {c.roles}" for c in graph.contributions(key))
            text = graph.content_digest(key)
            documents.append(f"{key} {weight} {d.title} {d.link} {d.date} {text} {people}")
        return digest(
            query.question,
            formula_digest(self.formula),
            asdict(self.matched.totals),
            self.matched.frequencies,
            "\n".join(documents),
            [graph.name(person) for person in graph.people],
            [label.text for label in self.labels],
        )

    def _roles(self, person: str, original: str) -> tuple[str, ...]:
        held = {
            role
            for copy in self.graph.copies(original)
            for contribution in self.graph.contributions(copy)
            if contribution.alias == person
            for role in contribution.roles
        }
        return tuple(sorted(held))


def ask(view: View, question: str, *, k: int = 5, formula: Formula | None = None) -> Answer:
    """Who knows about this? The ``k`` best candidates, each with all receipts.

    Examples
    --------
    ``ask(open_view("sqlite:///firm.db"), "offshore wind permits", k=3)``

    Raises
    ------
    QueryError
        When the question is empty, too long, or names no topic.
    """
    formula = formula or Formula()
    ranking = rank(view, question, formula)
    plain = (p for p in ranking.people if ranking.evidence(p) >= formula.floor)
    known = tuple(islice(plain, k))
    return Answer(
        ranking.matched.query.question,
        ranking.matched.totals.newest,
        formula_digest(formula),
        ranking.fingerprint(),
        None if known else _why_nobody(ranking),
        tuple(map(ranking.expert, known)),
    )


def rank(view: View, question: str, formula: Formula) -> Ranking:
    """Match the documents, let them vote, order the people by score, then id."""
    matched, graph, labels = _read(view, question, formula)
    signal: Signal = find(SIGNALS, "document_votes", "signal")()
    shares = signal.score(matched.weights, graph, formula)
    scores = {person: math.fsum(found.values()) for person, found in shares.items()}
    people = tuple(sorted(scores, key=lambda person: (-scores[person], person)))
    return Ranking(matched, graph, shares, people, labels, formula, signal)


def formula_digest(formula: Formula) -> str:
    """A short name for one set of numbers."""
    return digest(asdict(formula))[:12]


def _read(view: View, question: str, formula: Formula) -> tuple[Matched, Graph, tuple[Label, ...]]:
    """Reads of one state: which labels there are, where all occurs, then the heaviest documents.

    Labels take longest. Where the store was written meanwhile, the answer does without.
    """
    query = parse(question, view.languages)
    labels = view.kept(labels_of)
    touching = tuple(islice(_touching(query, labels), _LABELS))

    def read() -> tuple[Matched, Graph, tuple[Label, ...]]:
        shown = touching if labels.revision == view.store.revision() else ()
        said = (topic for label in shown for topic in label.topics)
        postings = view.postings(query.keys.union(said))
        matched = match(query, postings, formula)
        facts = view.facts(Scope(frozenset(matched.weights), topics=frozenset()))
        return matched, Graph(facts, postings.mentions(matched.weights)), shown

    return view.in_one_state(read)


def _touching(query: Query, labels: Labels) -> list[Label]:
    """The labels that hold a word of the question, first those that hold most of them."""
    holding = Counter(label for slot in query.slots for label in labels.holding(slot.keys))
    return sorted(holding, key=lambda label: (-holding[label], -label.value, label.text))


def _why_nobody(ranking: Ranking) -> str:
    if not ranking.matched.totals.documents:
        return "there is no document that you may see"
    if ranking.people:
        missing = ", ".join(slot.word for slot in ranking.matched.missing)
        held = f", and none holds {missing}" if missing else ""
        return f"what the documents say about it is too weak to name anybody{held}"
    if ranking.matched.weights:
        return "documents speak of it, but none of them names a person"
    return "no document speaks of it"

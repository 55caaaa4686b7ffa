"""What an answer holds: experts, each with the receipts that their score is the sum of."""

from dataclasses import dataclass, field
from typing import NamedTuple

import networkx as nx

from graphkit.model import Document
from graphkit.person import Person


class Parts(NamedTuple):
    """What a share comes from, each part from 0; together they are the share.

    The document's own words, the message it answers, related words, and who is connected with
    whom around the question (personalised PageRank).
    """

    words: float
    reply: float
    related: float
    network: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """One document, a person's roles in it and its share of their score; topics are labels."""

    document: Document
    roles: tuple[str, ...]
    share: float
    parts: Parts
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expert:
    """A candidate expert, ranked. The shares of the receipts sum to the score (`math.fsum`).

    ``strength``, 0 to 1, says how strong the evidence is whatever the others have: from one half
    it is plain. ``person`` holds what the directory knows.
    """

    id: str
    name: str
    score: float
    strength: float
    topics: tuple[str, ...]
    receipts: tuple[Receipt, ...]
    person: Person


@dataclass(frozen=True, slots=True)
class Answer:
    """Experts, best first, or the reason why nobody is known.

    ``date`` is the newest date among the documents the viewer sees. Equal ``fingerprint`` means
    that the same facts were read with the same formula. ``related`` are the words that counted
    beside those asked. ``graph`` is the question's graph (`graphkit.question_graph`).
    """

    question: str
    date: str | None
    formula: str
    fingerprint: str
    nobody: str | None
    related: tuple[str, ...]
    experts: tuple[Expert, ...]
    graph: "nx.DiGraph[str]" = field(compare=False, repr=False)

"""Every number of the ranking, each with its range and where it comes from.

Another ranking is another `Formula`; nothing else in the product holds a weight. "study" names the
measurements on seven judged collections from which the defaults were chosen.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache

from graphkit.errors import ConfigError

ROLE_WEIGHTS: Mapping[str, float] = {
    "author": 1.0,
    "answerer": 1.0,
    "reviewer": 0.5,
    "approver": 0.5,
    "participant": 0.5,
    "mentioned": 0.25,
}
"""How much of a document's vote a role receives (study; "mentioned" is a guess, not measured)."""

UNKNOWN_ROLE = "participant"
"""A role that the table does not name is kept as written and weighs as this one."""


def number(default: float, low: float, high: float, source: str) -> float:
    """Declare one number of the formula with its range and source."""
    found: float = field(default=default, metadata={"low": low, "high": high, "source": source})
    return found


def whole(default: int, low: int, high: int, source: str) -> int:
    """The same for a whole number."""
    found: int = field(default=default, metadata={"low": low, "high": high, "source": source})
    return found


def inverse_frequency(documents_with: int, documents: int) -> float:
    """Robertson and Spärck Jones' idf, never negative.

    >>> round(inverse_frequency(1, 10), 4), round(inverse_frequency(10, 10), 4)
    (1.9924, 0.0465)
    """
    return math.log1p((documents - documents_with + 0.5) / (documents_with + 0.5))


@dataclass(frozen=True, slots=True)
class Formula:
    """How documents that match a question become people with scores.

    1. A document d holds each x of the question, a word or two neighbours within a phrase, tf(x,
       d) times; ``idf = ln(1 + (N - n + 1/2) / (n + 1/2))`` over the N visible documents, n of
       them with x (`inverse_frequency`), that of neighbours times ``pairs``; and ``sat = tf / (tf
       + saturation * ((1 - length_share) + length_share * len(d) / mean len))`` (BM25). Coverage C
       is the share of the question's idf found in d, strength S the idf-weighted mean of sat over
       what was found. Of more than ``question_words`` words only the rarest count.
    2. The document weighs ``w = C**coverage_power * S**strength_power``.
    3. A reply weighs ``reply`` times w of the message it answers more.
    4. Related words: of the ``feedback`` heaviest documents, the ``related_words`` words that tell
       them best (`graphkit.related`) give e(d) as 1 and 2 give w(d); d weighs ``related * (mean w
       of those documents) * e(d) / max e`` more.
    5. The ``documents`` heaviest vote for each of their people with ``w * role weight``, which is
       ``asker`` for whoever opened the thread with a question (`graphkit.conversations`); in a
       thread only with the best of each; and a person's k-th best vote counts ``1 /
       k**repetition`` (document-centric voting, Balog's Model 2 with a damped sum). The signals
       of the register are added, each times its number.
    6. Who is a specialist gains: all is multiplied by ``1 + specialist * L / max L``
       (`graphkit.standing`).

    Raises
    ------
    ConfigError
        When a number is out of its range.
    """

    coverage_power: float = number(1.5, 0, 4, "study; 2 is sharper and loses on long questions")
    strength_power: float = number(0.5, 0, 4, "study")
    pairs: float = number(1.0, 0, 4, "study; how much a pair's idf counts, 0 matches words only")
    question_words: int = whole(10, 1, 1000, "study; of longer questions the rarest words")
    saturation: float = number(3.0, 0, 10, "study; BM25's k1")
    length_share: float = number(0.75, 0, 1, "BM25's b")
    reply: float = number(0.25, 0, 1, "study; of the weight of the message answered")
    related: float = number(0.25, 0, 1, "study; weight of related words, 0 does without")
    related_words: int = whole(10, 1, 100, "study")
    related_rarity: float = number(2.0, 0, 4, "our own measurements; power of idf among them")
    feedback: int = whole(10, 2, 100, "study; the documents in which related words are looked for")
    documents: int = whole(1000, 1, 100_000, "study; the heaviest documents that may vote")
    asker: float = number(0.5, 0, 1, "our own measurements; role weight of who asks, not tells")
    repetition: float = number(0.5, 0, 4, "study; 0 sums all votes, large takes the best")
    document_votes: float = number(1.0, 0, 1, "study; weight of this signal")
    pagerank: float = number(0.5, 0, 1, "our own measurements; weight of this signal")
    specialist: float = number(1.0, 0, 4, "our own measurements; how much specialists gain")
    smoothing: float = number(10.0, 0.1, 1000, "our own measurements; documents like all others")
    volume: float = number(0.25, 0, 1, "study; power of volume, divided out among people named")
    floor: float = number(0.1, 0, 1, "study; evidence under which nobody is known")
    plain: float = number(0.5, 0.01, 10, "study; evidence from which an answer is plain")

    def __post_init__(self) -> None:
        """Hold each number to its range."""
        for spec in fields(self):
            value = getattr(self, spec.name)
            if not spec.metadata["low"] <= value <= spec.metadata["high"]:
                low, high = spec.metadata["low"], spec.metadata["high"]
                msg = f"formula: {spec.name} must be {low} to {high}, not {value}"
                raise ConfigError(msg)

    def role_weight(self, roles: Iterable[str]) -> float:
        """The weight of the strongest of some roles, 0 to 1."""
        return _strongest(tuple(roles), self.asker)

    def strength(self, evidence: float) -> float:
        """Evidence (0 upwards) on a scale of 0 to 1: one half where an answer becomes plain."""
        return round(evidence / (evidence + self.plain), 4)


@cache
def _strongest(roles: tuple[str, ...], asker: float) -> float:
    """Asked for each part in each document; there are few different ones."""
    weights = {**ROLE_WEIGHTS, "asker": asker}
    return max((weights.get(role, weights[UNKNOWN_ROLE]) for role in roles), default=0.0)

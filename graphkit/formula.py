"""Every number of the ranking, each with its range and where it comes from.

Another ranking is another `Formula`; nothing else in the product holds a weight. "study" names the
measurements on seven judged collections from which the defaults were chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from graphkit.errors import ConfigError

ROLE_WEIGHTS: Mapping[str, float] = {
    "author": 1.0,
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


@dataclass(frozen=True, slots=True)
class Formula:
    """How documents that match a question become people with scores.

    A document d holds each x of the question, a word or two neighbours within a phrase, tf(x, d)
    times; ``idf = ln(1 + (N - n + 1/2) / (n + 1/2))`` over the N visible documents, n of them
    with x (Robertson and Spärck Jones), that of neighbours times ``pairs``; and ``sat = tf / (tf +
    saturation * ((1 - length_share) + length_share * len(d) / mean len))`` (BM25). Coverage C is
    the share of the question's idf found in d, strength S the idf-weighted mean of sat over what
    was found. The document weighs ``w = C**coverage_power * S**strength_power``, votes for each
    of its people with ``w * role weight``, in a thread only with the best of each, and a person's
    k-th best vote counts ``1 / k**repetition`` (document-centric voting, Balog's Model 2 with a
    damped sum).

    Raises
    ------
    ConfigError
        When a number is out of its range.
    """

    coverage_power: float = number(1.5, 0, 4, "study; 2 is sharper and loses on long questions")
    strength_power: float = number(0.5, 0, 4, "study")
    pairs: float = number(1.0, 0, 4, "study; how much a pair's idf counts, 0 matches words only")
    saturation: float = number(3.0, 0, 10, "study; BM25's k1")
    length_share: float = number(0.75, 0, 1, "BM25's b")
    # The one whole number: `number` is typed for the others.
    documents: int = number(1000, 1, 100_000, "study; the heaviest documents that may vote")  # type: ignore[assignment]  # see above
    repetition: float = number(0.5, 0, 4, "study; 0 sums all votes, large takes the best")
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
        unknown = ROLE_WEIGHTS[UNKNOWN_ROLE]
        return max((ROLE_WEIGHTS.get(role, unknown) for role in roles), default=0.0)

    def strength(self, evidence: float) -> float:
        """Evidence (0 upwards) on a scale of 0 to 1: one half where an answer becomes plain."""
        return round(evidence / (evidence + self.plain), 4)

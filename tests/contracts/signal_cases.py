"""What each signal is tested with: examples worked out by hand, with their sources."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from graphkit.formula import Formula
from graphkit.model import Reading
from tests.invariants.organisations import part, reading


@dataclass(frozen=True, slots=True)
class Votes:
    """Documents with weights, and the shares worked out by hand from a published source."""

    source: str
    readings: tuple[Reading, ...]
    weights: Mapping[str, float]
    shares: Mapping[str, Mapping[str, float]]
    formula: Formula


SIGNALS: Mapping[str, tuple[Votes, ...]] = {
    "document_votes": (
        Votes(
            "Balog et al. 2006, Model 2: p(q|ca) = sum over d of p(q|d) p(d|ca)",
            (
                reading("a:1", "wind", part("ada")),
                reading("a:2", "wind wind", part("ada"), part("bob")),
            ),
            {"a:1": 0.8, "a:2": 0.3},
            {"email:ada@x.org": {"a:1": 0.8, "a:2": 0.3}, "email:bob@x.org": {"a:2": 0.3}},
            Formula(repetition=0),
        ),
        Votes(
            "Macdonald and Ounis 2006, CombSUM, damped (study): the k-th best vote is / sqrt k",
            (
                reading("a:1", "wind", part("ada")),
                reading("a:2", "wind wind", part("ada")),
                reading("a:3", "wind wind wind", part("ada")),
            ),
            {"a:1": 0.2, "a:2": 0.9, "a:3": 0.4},
            {
                "email:ada@x.org": {
                    "a:2": 0.9,
                    "a:3": round(0.4 / math.sqrt(2), 9),
                    "a:1": round(0.2 / math.sqrt(3), 9),
                }
            },
            Formula(),
        ),
        Votes(
            "Balog et al. 2006, p(d|ca) by association: the strongest role counts, once",
            (
                reading(
                    "a:1",
                    "wind",
                    part("ada", "author", "reviewer"),
                    part("bob", "reviewer"),
                    part("cleo", "mentioned"),
                    part("dan", "scribe"),
                ),
            ),
            {"a:1": 0.6},
            {
                "email:ada@x.org": {"a:1": 0.6},
                "email:bob@x.org": {"a:1": 0.6 * 0.5},
                "email:cleo@x.org": {"a:1": 0.6 * 0.25},
                "email:dan@x.org": {"a:1": 0.6 * 0.5},
            },
            Formula(),
        ),
        Votes(
            "our own rule: a copy votes once, as the oldest, for the people of all copies",
            (
                reading("a:copy", "wind", part("ada"), part("bob"), date="2024-06-01"),
                reading("b:first", "wind", part("ada", "reviewer"), date="2020-01-01"),
            ),
            {"a:copy": 0.6, "b:first": 0.6},
            {"email:ada@x.org": {"b:first": 0.6}, "email:bob@x.org": {"b:first": 0.6}},
            Formula(),
        ),
    ),
    "pagerank": (
        Votes(
            "Page et al. 1999, by hand: one document, one person; all that flows comes back",
            (reading("a:1", "wind", part("ada")),),
            {"a:1": 0.8},
            {"email:ada@x.org": {"a:1": 0.8}},
            Formula(),
        ),
        Votes(
            "Page et al. 1999, by hand: of one document's flow a role of half gets a third",
            (reading("a:1", "wind", part("ada"), part("bob", "reviewer")),),
            {"a:1": 0.8},
            {"email:ada@x.org": {"a:1": 0.8}, "email:bob@x.org": {"a:1": 0.4}},
            Formula(),
        ),
        Votes(
            # With nothing that joins them, each document keeps what begins there: 16 to 1.
            "Haveliwala 2002, by hand: walks begin by the square of what documents weigh",
            (reading("a:1", "wind", part("ada")), reading("a:2", "wind wind", part("bob"))),
            {"a:1": 0.8, "a:2": 0.2},
            {"email:ada@x.org": {"a:1": 0.8}, "email:bob@x.org": {"a:2": 0.05}},
            Formula(),
        ),
    ),
}

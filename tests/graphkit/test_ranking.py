"""ask(): what an answer holds, and who comes before whom."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.acl import OPERATOR
from graphkit.answer import Answer
from graphkit.errors import QueryError
from graphkit.formula import Formula
from graphkit.model import Digest, Reading
from graphkit.ranking import MAX_WORDS, ask, formula_digest, rank
from graphkit.view import View
from tests.graphkit.conftest import Look
from tests.invariants.organisations import (
    Inquiry,
    formulas,
    inquiries,
    organisations,
    part,
    reading,
)

ADA, BOB = "email:ada@x.org", "email:bob@x.org"
EVERYBODY = Formula(floor=0)


def _ranked(answer: Answer) -> list[str]:
    return [expert.id.removeprefix("email:").removesuffix("@x.org") for expert in answer.experts]


OTHERS = tuple(reading(f"other:{i}", f"soil noise bridge{i}", part("zoe")) for i in range(6))

BETTER_FIRST = {
    "a document with all the words before one with some": (
        "wind permits",
        reading("a:1", "wind permit grid", part("ada")),
        reading("a:2", "wind cable grid", part("bob")),
    ),
    "more documents with all the words before fewer": (
        "wind permits",
        reading("a:1", "wind permit grid", part("ada"), part("bob")),
        reading("a:2", "wind permit cable", part("ada")),
    ),
    "an author before a reviewer": (
        "wind permits",
        reading("a:1", "wind permit", part("ada"), part("bob", "reviewer")),
    ),
    "a reviewer before who is mentioned": (
        "wind permits",
        reading("a:1", "wind permit", part("ada", "reviewer"), part("bob", "mentioned")),
    ),
    "two documents before one": (
        "wind",
        reading("a:1", "wind permit", part("ada")),
        reading("a:2", "wind grid", part("bob")),
        reading("a:3", "wind cable", part("ada")),
    ),
    "two documents before a copy of one": (
        "wind",
        reading("a:1", "wind permit", part("ada")),
        reading("a:2", "wind cable", part("ada")),
        reading("a:3", "wind grid", part("bob")),
        reading("a:4", "wind grid", part("bob")),
    ),
    "a rare word before a common one": (
        "hydrogen soil",
        reading("a:1", "hydrogen grid", part("ada")),
        reading("a:2", "soil grid", part("bob")),
    ),
    "often said before once": (
        "wind",
        reading("a:1", "wind wind wind grid", part("ada")),
        reading("a:2", "wind grid cable permit", part("bob")),
    ),
    "a short document before a long one": (
        "wind",
        reading("a:1", "wind grid", part("ada")),
        reading("a:2", "wind grid cable permit bond harbour", part("bob")),
    ),
    "one's own document before many in which one is mentioned": (
        "wind permits",
        reading("a:1", "wind permit", part("ada")),
        *(reading(f"b:{i}", f"wind word{i}", part("bob", "mentioned")) for i in range(4)),
    ),
    "of equals the smaller id": (
        "wind",
        reading("a:1", "wind grid", part("bob"), part("ada")),
    ),
}


@pytest.mark.parametrize("case", BETTER_FIRST)
def test_the_better_comes_first(look: Look, case: str) -> None:
    question, *readings = BETTER_FIRST[case]
    answer = ask(look(*readings, *OTHERS), question, formula=EVERYBODY)
    assert [who for who in _ranked(answer) if who != "zoe"] == ["ada", "bob"]
    ada, bob = (expert.score for expert in answer.experts if expert.name != "Zoe")
    assert (ada > bob) == (case != "of equals the smaller id")


_some = st.sets(st.integers(0, 7))


@settings(max_examples=60, deadline=None)
@given(readings=organisations, wrote=_some, more=_some, formula=formulas)
def test_writing_more_of_the_documents_never_lowers_a_score(
    relook: Look,
    readings: tuple[Reading, ...],
    wrote: set[int],
    more: set[int],
    formula: Formula,
) -> None:
    """Held fixed: the documents, so their number, lengths and words; only who wrote them changes.

    A document that is new to the store makes its own words less rare, which may lower scores. Who
    writes about other things, too, is less of a specialist, and walks lead elsewhere: both off.
    Who wrote a thread's question is asker in all of it, which weighs less: nobody asks here.
    """
    formula = replace(formula, specialist=0, pagerank=0)

    def score(written: set[int]) -> float:
        signed = (
            replace(
                each,
                document=replace(each.document, act=""),
                contributions=(part("ada"),) if number in written else (),
            )
            for number, each in enumerate(readings)
        )
        ranking = rank(relook(*signed, viewer=OPERATOR), "wind permits", formula)
        return ranking.score(ADA) if ADA in ranking.people else 0.0

    assert score(wrote | more) >= score(wrote)


WIND = reading("a:wind", "wind permit", part("ada"), part("bob", "reviewer"), date="2023-01-01")
GRID = reading("a:grid", "grid wind cable", part("ada"), date="2024-05-14")
SECRET = reading("a:pay", "wind permit pay", part("cleo"), acl="group:hr", date="2026-01-01")
WEAK = "what the documents say about it is too weak to name anybody"
ORPHAN = reading("a:orphan", "hydrogen storage")
FIRM = (WIND, GRID, SECRET, ORPHAN, *OTHERS)


def test_an_answer_holds_people_with_their_documents_roles_shares_and_topics(
    look: Look,
) -> None:
    answer = ask(look(*FIRM), " Wind   permits? ")
    assert (answer.question, answer.date, answer.nobody) == ("Wind permits?", "2024-05-14", None)
    assert answer.formula == formula_digest(Formula())
    ada, bob = answer.experts
    assert (ada.id, ada.name, ada.topics) == (ADA, "Ada", ("wind", "permit"))
    assert [(r.document, r.roles, r.topics) for r in ada.receipts] == [
        (WIND.document, ("author",), ("wind", "permit")),
        (GRID.document, ("author",), ("wind",)),
    ]
    assert [(r.document, r.roles, r.topics) for r in bob.receipts] == [
        (WIND.document, ("reviewer",), ("wind", "permit"))
    ]
    votes = ask(look(*FIRM), "wind permits", formula=Formula(specialist=0, pagerank=0))
    ada, bob = votes.experts
    assert bob.score == pytest.approx(ada.receipts[0].share / 2, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(inquiry=inquiries)
def test_a_score_is_exactly_the_sum_of_receipts_which_are_sorted(
    relook: Look, inquiry: Inquiry
) -> None:
    view = relook(*inquiry.readings, viewer=inquiry.viewer)
    answer = ask(view, f"permits {inquiry.question}", k=100, formula=inquiry.formula)
    order = [(-expert.score, expert.id) for expert in answer.experts]
    assert order == sorted(order)
    for expert in answer.experts:
        assert expert.score == math.fsum(receipt.share for receipt in expert.receipts)
        shares = [(-receipt.share, receipt.document.id) for receipt in expert.receipts]
        assert shares == sorted(shares)
        assert all(receipt.share > 0 and receipt.roles for receipt in expert.receipts)
        assert 0 <= expert.strength <= 1
    assert (answer.nobody is None) == bool(answer.experts)


@pytest.mark.parametrize(
    ("readings", "question", "reason"),
    [
        ((), "wind", "there is no document that you may see"),
        ((SECRET,), "wind", "there is no document that you may see"),
        (FIRM, "zeppelin", "no document speaks of it"),
        (FIRM, "pay", "no document speaks of it"),
        (FIRM, "hydrogen", "documents speak of it, but none of them names a person"),
        (
            FIRM,
            "wind zeppelin airship",
            f"{WEAK}, and none holds zeppelin, airship",
        ),
        (
            (reading("a:1", "wind " + " ".join(f"w{i}" for i in range(60)), part("ada")), GRID),
            "wind w1 zeppelin",
            f"{WEAK}, and none holds zeppelin",
        ),
    ],
)
def test_nobody_is_an_answer_with_a_reason(
    look: Look, readings: tuple[Reading, ...], question: str, reason: str
) -> None:
    answer = ask(look(*readings), question)
    assert answer.experts == ()
    assert answer.nobody == reason


def test_whose_evidence_is_under_the_floor_is_not_named(look: Look) -> None:
    view = look(*FIRM)
    ranking = rank(view, "wind permits", Formula())
    evidence = {person: ranking.evidence(person) for person in ranking.people}
    assert ranking.people == (ADA, BOB)
    assert evidence[ADA] > evidence[BOB] > 0
    for floor, known in [
        (evidence[BOB], ["ada", "bob"]),
        (math.nextafter(evidence[BOB], 1), ["ada"]),
        (math.nextafter(evidence[ADA], 1), []),
    ]:
        assert _ranked(ask(view, "wind permits", formula=Formula(floor=floor))) == known


def test_strength_is_evidence_on_a_scale_and_evidence_counts_at_most_twelve_words(
    look: Look,
) -> None:
    words = " ".join(f"word{i}" for i in range(MAX_WORDS + 3))
    view = look(reading("a:1", words, part("ada")))
    (expert,) = ask(view, words).experts
    (once,) = (w.evidence for w in rank(view, words, Formula()).matched.weights.values())
    assert expert.strength == Formula().strength(MAX_WORDS * round(once, 9))
    shorter = " ".join(words.split()[:2])
    (once,) = (w.evidence for w in rank(view, shorter, Formula()).matched.weights.values())
    assert ask(view, shorter).experts[0].strength == Formula().strength(2 * round(once, 9))


@pytest.mark.parametrize(("k", "known"), [(1, ["p0"]), (3, ["p0", "p1", "p2"]), (100, None)])
def test_k_experts_at_most_are_named(look: Look, k: int, known: list[str] | None) -> None:
    people = [f"p{i}" for i in range(7)]
    view = look(reading("a:1", "wind", *map(part, people)))
    assert _ranked(ask(view, "wind", k=k)) == (known or people)
    assert len(ask(view, "wind").experts) == 5


def test_a_question_that_cannot_be_asked_is_refused(look: Look) -> None:
    with pytest.raises(QueryError):
        ask(look(WIND), "the")


def _fingerprint(view: View) -> str:
    return ask(view, "wind permits").fingerprint


def _edited(**document: object) -> Reading:
    return replace(WIND, document=replace(WIND.document, **document))  # type: ignore[arg-type]  # any field of a document


CHANGES: dict[str, Callable[[], tuple[Reading, ...]]] = {
    "another document": lambda: (*FIRM, reading("a:new", "soil")),
    "a document less": lambda: FIRM[:-1],
    "new content": lambda: (replace(WIND, digest=Digest("", "new")), *FIRM[1:]),
    "another role": lambda: (replace(WIND, contributions=(part("ada"), part("bob"))), *FIRM[1:]),
    "one person less": lambda: (replace(WIND, contributions=(part("ada"),)), *FIRM[1:]),
    "another name": lambda: (
        replace(WIND, contributions=(part("ada", name="A. L."), WIND.contributions[1])),
        *FIRM[1:],
    ),
    "another date": lambda: (_edited(date="2022-01-01"), *FIRM[1:]),
    "another link": lambda: (_edited(link="https://elsewhere.org"), *FIRM[1:]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_fingerprint_changes_with_the_facts(look: Look, change: str) -> None:
    assert _fingerprint(look(*CHANGES[change]())) != _fingerprint(look(*FIRM))


def test_the_fingerprint_changes_with_the_question_and_the_formula(look: Look) -> None:
    view = look(*FIRM)
    answers = [
        ask(view, question, formula=formula)
        for question in ("wind permits", "permits wind", "wind")
        for formula in (Formula(), Formula(floor=0.2))
    ]
    assert len({answer.fingerprint for answer in answers}) == 6
    assert len({answer.formula for answer in answers}) == 2


def test_the_fingerprint_knows_nothing_of_hidden_documents_and_of_the_order_of_reading(
    look: Look,
) -> None:
    expected = _fingerprint(look(*FIRM))
    assert _fingerprint(look(*reversed(FIRM))) == expected
    assert _fingerprint(look(*(each for each in FIRM if each is not SECRET))) == expected
    assert _fingerprint(look(*FIRM, viewer=OPERATOR)) != expected

"""How much each document weighs, worked out by hand on three documents.

Robertson and Zaragoza (2009) for idf and saturation; coverage and strength are the study's.
"""

from collections.abc import Mapping, Sequence
from math import log

import pytest

from graphkit.formula import Formula
from graphkit.matching import Matched, inverse_frequency, match
from graphkit.model import Posting, Postings, Totals
from graphkit.query import Query, Slot

WIND, PERMIT, NONE = Slot("wind", ("en:wind",)), Slot("permit", ("en:permit",)), Slot("x", ("x",))

POSTINGS: Mapping[str, Sequence[Posting]] = {
    "en:wind": [("a:1", 2, 1, 4, "wind"), ("a:2", 1, 0, 10, "wind")],
    "en:permit": [("a:1", 1, 0, 4, "permit")],
}
TOTALS = Totals(documents=3, length=4 + 10 + 16)
"""Three documents of 4, 10 and 16 words, 10 on average; the third has no word of the question."""

IDF_WIND = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
IDF_PERMIT = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
IDF_NONE = log(1 + (3 - 0 + 0.5) / (0 + 0.5))


def _saturation(times: int, length: int) -> float:
    return times / (times + 3 * (0.25 + 0.75 * length / 10))


STRONG_1 = IDF_WIND * _saturation(2, 4) + IDF_PERMIT * _saturation(1, 4)
STRONG_2 = IDF_WIND * _saturation(1, 10)


def _match(
    *slots: Slot,
    postings: Mapping[str, Sequence[Posting]] = POSTINGS,
    totals: Totals = TOTALS,
    formula: Formula | None = None,
) -> Matched:
    return match(Query("?", slots), Postings(postings, totals, 1), formula or Formula())


@pytest.mark.parametrize(
    ("documents_with", "documents", "idf"),
    [
        (0, 0, log(1 + 0.5 / 0.5)),
        (1, 1, log(1 + 0.5 / 1.5)),
        (1, 10, log(1 + 9.5 / 1.5)),
        (10, 10, log(1 + 0.5 / 10.5)),
    ],
)
def test_idf_is_that_of_robertson_and_spaerck_jones_and_above_nothing(
    documents_with: int, documents: int, idf: float
) -> None:
    assert inverse_frequency(documents_with, documents) == pytest.approx(idf, rel=1e-12)
    assert idf > 0


def test_a_weight_is_coverage_to_one_and_a_half_times_the_root_of_strength() -> None:
    matched = _match(WIND, PERMIT)
    asked = IDF_WIND + IDF_PERMIT
    assert matched.weights == pytest.approx(
        {
            "a:1": 1**1.5 * (STRONG_1 / asked) ** 0.5,
            "a:2": (IDF_WIND / asked) ** 1.5 * (STRONG_2 / IDF_WIND) ** 0.5,
        },
        rel=1e-12,
    )
    assert list(matched.weights) == ["a:1", "a:2"]
    assert matched.frequencies == (2, 1)
    assert matched.missing == ()
    assert matched.totals == TOTALS


def test_evidence_is_coverage_squared_times_strength() -> None:
    asked = IDF_WIND + IDF_PERMIT
    assert _match(WIND, PERMIT).evidence == pytest.approx(
        {"a:1": 1**2 * STRONG_1 / asked, "a:2": (IDF_WIND / asked) ** 2 * STRONG_2 / IDF_WIND},
        rel=1e-12,
    )


def test_a_word_in_no_document_lowers_evidence_and_leaves_weights() -> None:
    matched = _match(WIND, PERMIT, NONE)
    asked = IDF_WIND + IDF_PERMIT + IDF_NONE
    found = IDF_WIND + IDF_PERMIT
    assert matched.weights == _match(WIND, PERMIT).weights
    assert matched.evidence["a:1"] == pytest.approx((found / asked) ** 2 * STRONG_1 / found)
    assert matched.frequencies == (2, 1, 0)
    assert matched.missing == (NONE,)


def test_the_numbers_of_another_formula_count() -> None:
    formula = Formula(coverage_power=2, strength_power=1, saturation=1, length_share=0)
    asked = IDF_WIND + IDF_PERMIT
    strong = IDF_WIND * 2 / (2 + 1) + IDF_PERMIT * 1 / (1 + 1)
    assert _match(WIND, PERMIT, formula=formula).weights == pytest.approx(
        {"a:1": strong / asked, "a:2": (IDF_WIND / asked) ** 2 * (1 / (1 + 1))}, rel=1e-12
    )


def test_a_slot_counts_once_by_its_best_key() -> None:
    both = Slot("wind", ("de:wind", "en:wind"))
    postings = {
        "de:wind": [("a:1", 1, 0, 4, "Wind"), ("a:3", 1, 0, 16, "Wind")],
        "en:wind": POSTINGS["en:wind"],
    }
    matched = _match(both, postings=postings)
    assert matched.frequencies == (3,)
    assert matched.weights == pytest.approx(
        {
            "a:1": _saturation(2, 4) ** 0.5,
            "a:2": _saturation(1, 10) ** 0.5,
            "a:3": _saturation(1, 16) ** 0.5,
        },
        rel=1e-12,
    )
    swapped = {"de:wind": postings["en:wind"], "en:wind": postings["de:wind"]}
    assert _match(both, postings=swapped) == matched


def _equal(*documents: str) -> Mapping[str, Sequence[Posting]]:
    return {"en:wind": [(document, 1, 0, 10, "wind") for document in documents]}


@pytest.mark.parametrize(
    ("most", "kept"), [(1, ["a:1"]), (2, ["a:1", "a:10"]), (3, ["a:1", "a:10", "a:2"])]
)
def test_of_equal_documents_those_of_smallest_id_are_kept(most: int, kept: list[str]) -> None:
    matched = _match(
        WIND,
        postings=_equal("b:1", "a:2", "a:10", "a:1"),
        totals=Totals(documents=5, length=50),
        formula=Formula(documents=most),
    )
    assert list(matched.weights) == list(matched.evidence) == kept
    assert matched.frequencies == (4,)


def test_the_heaviest_are_kept_before_the_smallest_ids() -> None:
    postings = {"en:wind": [("a:1", 1, 0, 10, "wind"), ("z:1", 2, 0, 10, "wind")]}
    matched = _match(WIND, postings=postings, formula=Formula(documents=1))
    assert list(matched.weights) == ["z:1"]


@pytest.mark.parametrize("totals", [Totals(), TOTALS])
def test_where_no_word_occurs_nothing_matches(totals: Totals) -> None:
    matched = _match(WIND, PERMIT, postings={}, totals=totals)
    assert matched.weights == matched.evidence == {}
    assert matched.missing == (WIND, PERMIT)


PAIR = Slot("wind permit", ("en+wind permit", "en~wind permit"))
TOGETHER = {**POSTINGS, "en~wind permit": [("a:1", 1, 0, 4, "wind permit")]}
"""The first document holds both words within a phrase; the second one of them."""
IDF_PAIR = IDF_PERMIT  # one document, too


def _paired(
    *pairs: Slot,
    postings: Mapping[str, Sequence[Posting]] = TOGETHER,
    formula: Formula | None = None,
) -> Matched:
    query = Query("?", (WIND, PERMIT), pairs)
    return match(query, Postings(postings, TOTALS, 1), formula or Formula())


def test_a_pair_is_one_more_thing_asked() -> None:
    asked = IDF_WIND + IDF_PERMIT + IDF_PAIR
    strong = STRONG_1 + IDF_PAIR * _saturation(1, 4)
    assert _paired(PAIR).weights == {
        "a:1": pytest.approx((asked / asked) ** 1.5 * (strong / asked) ** 0.5, rel=1e-12),
        "a:2": pytest.approx((IDF_WIND / asked) ** 1.5 * (STRONG_2 / IDF_WIND) ** 0.5, rel=1e-12),
    }


def test_a_pair_counts_once_by_the_best_of_its_keys() -> None:
    both = {**TOGETHER, "en+wind permit": [("a:1", 3, 0, 4, "wind permit")]}
    asked = IDF_WIND + IDF_PERMIT + IDF_PAIR
    strong = STRONG_1 + IDF_PAIR * _saturation(3, 4)
    assert _paired(PAIR, postings=both).weights["a:1"] == pytest.approx(
        (strong / asked) ** 0.5, rel=1e-12
    )


def test_a_pair_that_no_visible_document_holds_changes_nothing() -> None:
    assert _paired(PAIR, postings=POSTINGS).weights == _paired(postings=POSTINGS).weights


def test_pairs_are_no_evidence_and_no_words_asked() -> None:
    with_pair, without = _paired(PAIR), _paired()
    assert with_pair.evidence == without.evidence
    assert with_pair.frequencies == without.frequencies
    assert with_pair.missing == without.missing == ()


def test_a_pair_counts_as_much_as_the_formula_says() -> None:
    asked = IDF_WIND + IDF_PERMIT + 2 * IDF_PAIR
    strong = STRONG_1 + 2 * IDF_PAIR * _saturation(1, 4)
    weights = _paired(PAIR, formula=Formula(pairs=2)).weights
    assert weights["a:1"] == pytest.approx((strong / asked) ** 0.5, rel=1e-12)
    assert _paired(PAIR, formula=Formula(pairs=0)).weights == _paired().weights


def test_a_pair_without_its_words_is_no_evidence() -> None:
    alone = {"en~wind permit": [("a:3", 1, 0, 16, "wind permit")]}
    matched = _paired(PAIR, postings=alone)
    assert matched.weights["a:3"] > 0
    assert matched.evidence == {"a:3": 0.0}

"""How much each document weighs, worked out by hand on three documents.

Robertson and Zaragoza (2009) for idf and saturation; coverage and strength are the study's.
"""

from dataclasses import replace
from math import log

import pytest

from graphkit.formula import Formula, inverse_frequency
from graphkit.matching import Matched, match
from graphkit.model import Reading
from graphkit.query import Query, Slot
from tests.graphkit.conftest import Look
from tests.invariants.organisations import part, reading

WIND, PERMIT, NONE = Slot("wind", ("en:wind",)), Slot("permit", ("en:permit",)), Slot("x", ("x",))


def _filled(key: str, text: str, length: int) -> Reading:
    """A document of so many words, the last of which stand in no other."""
    return reading(key, " ".join([text, *(f"{key[2:]}fill{n}" for n in range(length))]))


FIRM = (
    _filled("a:1", "wind wind permit", 1),
    _filled("a:2", "wind", 9),
    _filled("a:3", "", 16),
)
"""Three documents of 4, 10 and 16 words, 10 on average; the third has no word of the question."""

ALONE = Formula(reply=0, related=0)
"""The words asked and nothing else."""

IDF_WIND = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
IDF_PERMIT = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
IDF_NONE = log(1 + (3 - 0 + 0.5) / (0 + 0.5))


def _saturation(times: int, length: int) -> float:
    return times / (times + 3 * (0.25 + 0.75 * length / 10))


STRONG_1 = IDF_WIND * _saturation(2, 4) + IDF_PERMIT * _saturation(1, 4)
STRONG_2 = IDF_WIND * _saturation(1, 10)


def _match(
    look: Look,
    *slots: Slot,
    readings: tuple[Reading, ...] = FIRM,
    formula: Formula = ALONE,
    pairs: tuple[Slot, ...] = (),
) -> Matched:
    return match(look(*readings), Query("?", slots, pairs), formula)


def _weights(matched: Matched) -> dict[str, float]:
    return {document: weight.weight for document, weight in matched.weights.items()}


def _evidence(matched: Matched) -> dict[str, float]:
    return {document: weight.evidence for document, weight in matched.weights.items()}


def _near(expected: dict[str, float]) -> object:
    return pytest.approx(expected, rel=1e-9)


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


def test_a_weight_is_coverage_to_one_and_a_half_times_the_root_of_strength(look: Look) -> None:
    matched = _match(look, WIND, PERMIT)
    asked = IDF_WIND + IDF_PERMIT
    assert _weights(matched) == _near(
        {
            "a:1": 1**1.5 * (STRONG_1 / asked) ** 0.5,
            "a:2": (IDF_WIND / asked) ** 1.5 * (STRONG_2 / IDF_WIND) ** 0.5,
        }
    )
    assert list(matched.weights) == list(matched.keys.values()) == ["a:1", "a:2"]
    assert matched.frequencies == (2, 1)
    assert matched.missing == matched.related == ()
    assert (matched.totals.documents, matched.totals.length) == (3, 30)
    assert all(w.words == w.weight and w.reply == w.related == 0 for w in matched.weights.values())


def test_how_strongly_each_document_holds_each_word_is_kept(look: Look) -> None:
    wind, permit = _match(look, WIND, PERMIT).held
    assert (wind.slot, permit.slot) == (WIND, PERMIT)
    assert (wind.idf, permit.idf) == pytest.approx((IDF_WIND, IDF_PERMIT))
    assert wind.documents == {
        "a:1": pytest.approx((_saturation(2, 4), 2 / 5)),  # under five words count as five
        "a:2": pytest.approx((_saturation(1, 10), 1 / 10)),
    }
    assert permit.documents == {"a:1": pytest.approx((_saturation(1, 4), 1 / 5))}


def test_evidence_is_coverage_squared_times_strength(look: Look) -> None:
    asked = IDF_WIND + IDF_PERMIT
    assert _evidence(_match(look, WIND, PERMIT)) == _near(
        {"a:1": 1**2 * STRONG_1 / asked, "a:2": (IDF_WIND / asked) ** 2 * STRONG_2 / IDF_WIND}
    )


def test_a_word_in_no_document_lowers_evidence_and_leaves_weights(look: Look) -> None:
    matched = _match(look, WIND, PERMIT, NONE)
    asked = IDF_WIND + IDF_PERMIT + IDF_NONE
    found = IDF_WIND + IDF_PERMIT
    assert _weights(matched) == _weights(_match(look, WIND, PERMIT))
    assert _evidence(matched)["a:1"] == pytest.approx((found / asked) ** 2 * STRONG_1 / found)
    assert matched.frequencies == (2, 1, 0)
    assert matched.missing == (NONE,)


def test_the_numbers_of_another_formula_count(look: Look) -> None:
    formula = replace(ALONE, coverage_power=2, strength_power=1, saturation=1, length_share=0)
    asked = IDF_WIND + IDF_PERMIT
    strong = IDF_WIND * 2 / (2 + 1) + IDF_PERMIT * 1 / (1 + 1)
    assert _weights(_match(look, WIND, PERMIT, formula=formula)) == _near(
        {"a:1": strong / asked, "a:2": (IDF_WIND / asked) ** 2 * (1 / (1 + 1))}
    )


def test_a_slot_counts_once_by_its_best_key(look: Look) -> None:
    both = Slot("wind", ("de:wind", "en:wind"))
    firm = (
        _filled("a:1", "wind wind de/Wind", 1),
        _filled("a:2", "wind", 9),
        _filled("a:3", "de/Wind", 15),
    )
    matched = _match(look, both, readings=firm)
    assert matched.frequencies == (3,)
    assert _weights(matched) == _near(
        {
            "a:1": _saturation(2, 4) ** 0.5,
            "a:2": _saturation(1, 10) ** 0.5,
            "a:3": _saturation(1, 16) ** 0.5,
        }
    )


def test_of_a_long_question_only_the_rarest_words_that_occur_count(look: Look) -> None:
    short = replace(ALONE, question_words=1)
    assert _weights(_match(look, WIND, PERMIT, NONE, formula=short)) == _weights(
        _match(look, PERMIT)
    )
    equal = Slot("fill", ("en:1fill0",))  # as rare as permit
    for asked in ((WIND, PERMIT, equal), (WIND, equal, PERMIT)):
        first = _match(look, *asked, formula=short).held
        assert [held.slot for held in first] == [asked[1]]


@pytest.mark.parametrize(
    ("most", "kept"), [(1, ["a:1"]), (2, ["a:1", "a:10"]), (3, ["a:1", "a:10", "a:2"])]
)
def test_of_equal_documents_those_of_smallest_id_are_kept(
    look: Look, most: int, kept: list[str]
) -> None:
    firm = [reading(key, f"wind fill{key[2:]}") for key in ("b:1", "a:2", "a:10", "a:1")]
    firm.append(reading("c:1", "grid"))
    formula = replace(ALONE, documents=most)
    matched = _match(look, WIND, readings=tuple(firm), formula=formula)
    assert list(matched.weights) == kept
    assert matched.frequencies == (4,)


def test_the_heaviest_are_kept_before_the_smallest_ids(look: Look) -> None:
    firm = reading("a:1", "wind grid mast"), reading("z:1", "wind wind grid")
    matched = _match(look, WIND, readings=firm, formula=replace(ALONE, documents=1))
    assert list(matched.weights) == ["z:1"]


@pytest.mark.parametrize("readings", [(), FIRM])
def test_where_no_word_occurs_nothing_matches(look: Look, readings: tuple[Reading, ...]) -> None:
    matched = _match(look, NONE, Slot("y", ("y",)), readings=readings, formula=Formula())
    assert matched.weights == {}
    assert matched.missing == (NONE, Slot("y", ("y",)))


PAIR = Slot("wind permit", ("en+wind permit", "en~wind permit"))
TOGETHER = (
    _filled("a:1", "wind wind_permit", 1),
    _filled("a:2", "wind", 9),
    _filled("a:3", "", 16),
)
"""The first document holds both words within a phrase; the second one of them."""
IDF_PAIR = IDF_PERMIT  # one document, too


def test_a_pair_is_one_more_thing_asked(look: Look) -> None:
    asked = IDF_WIND + IDF_PERMIT + IDF_PAIR
    strong = STRONG_1 + IDF_PAIR * _saturation(1, 4)
    assert _weights(_match(look, WIND, PERMIT, pairs=(PAIR,), readings=TOGETHER)) == _near(
        {
            "a:1": (asked / asked) ** 1.5 * (strong / asked) ** 0.5,
            "a:2": (IDF_WIND / asked) ** 1.5 * (STRONG_2 / IDF_WIND) ** 0.5,
        }
    )


def test_a_pair_that_no_visible_document_holds_changes_nothing(look: Look) -> None:
    assert _weights(_match(look, WIND, PERMIT, pairs=(PAIR,))) == _weights(
        _match(look, WIND, PERMIT)
    )


def test_pairs_are_no_evidence_and_no_words_asked(look: Look) -> None:
    with_pair = _match(look, WIND, PERMIT, pairs=(PAIR,), readings=TOGETHER)
    without = _match(look, WIND, PERMIT, readings=TOGETHER)
    assert _evidence(with_pair) == _evidence(without)
    assert with_pair.frequencies == without.frequencies
    assert with_pair.missing == without.missing == ()


def test_a_pair_counts_as_much_as_the_formula_says(look: Look) -> None:
    def weights(pairs: float) -> dict[str, float]:
        formula = replace(ALONE, pairs=pairs)
        asked = WIND, PERMIT
        return _weights(_match(look, *asked, pairs=(PAIR,), readings=TOGETHER, formula=formula))

    asked = IDF_WIND + IDF_PERMIT + 2 * IDF_PAIR
    strong = STRONG_1 + 2 * IDF_PAIR * _saturation(1, 4)
    assert weights(2)["a:1"] == pytest.approx((strong / asked) ** 0.5, rel=1e-9)
    assert weights(0) == _weights(_match(look, WIND, PERMIT, readings=TOGETHER))


TALK = [
    replace(made, document=replace(made.document, thread="t", reply_to=answers, act=act))
    for made, answers, act in (
        (reading("a:1", "wind permit", part("ada"), date="2024-01-01"), None, "asks"),
        (reading("a:2", "mast grid", part("bob"), date="2024-01-02"), "a:1", "tells"),
        (reading("a:3", "wind mast", part("cleo"), date="2024-01-03"), "a:2", "asks"),
        (reading("a:4", "thanks all", part("ada"), date="2024-01-04"), "a:absent", "thanks"),
    )
]
"""The second answers the first; of what the last answers nothing is known, so it is the first."""


def test_a_reply_weighs_a_part_of_what_it_answers_and_of_that_alone(look: Look) -> None:
    alone = _weights(_match(look, WIND, readings=tuple(TALK)))
    matched = _match(look, WIND, readings=tuple(TALK), formula=replace(ALONE, reply=0.25))
    assert set(alone) == {"a:1", "a:3"}
    assert _weights(matched) == _near(
        {
            "a:1": alone["a:1"],
            "a:2": alone["a:1"] / 4,
            "a:3": alone["a:3"],  # what it answers says nothing of wind itself
            "a:4": alone["a:1"] / 4,
        }
    )
    assert matched.weights["a:2"].reply == matched.weights["a:2"].weight
    assert matched.weights["a:2"].words == matched.weights["a:2"].evidence == 0
    assert matched.conversations.answered == {"a:2": "a:1", "a:3": "a:2", "a:4": "a:1"}
    assert set(matched.conversations.askers.values()) == {("email:ada@x.org",)}
    assert matched.conversations.thanks == {"a:4"}


def test_where_the_first_message_is_hidden_the_first_visible_one_stands_for_it(
    look: Look,
) -> None:
    hidden = replace(TALK[0], document=replace(TALK[0].document, acl=frozenset({"group:hr"})))
    matched = _match(look, WIND, readings=(hidden, *TALK[1:]))
    assert matched.conversations.answered == {"a:3": "a:2", "a:4": "a:2"}
    assert not matched.conversations.askers  # what the first visible message says is no question


BEST = (
    reading("a:1", "wind hub rotor hub"),
    reading("a:2", "wind hub rotor"),
    reading("a:3", "hub rotor mast"),
    reading("a:4", "mast grid"),
    reading("a:5", "grid soil"),
)


def test_related_words_are_those_that_tell_the_best_documents_from_others(look: Look) -> None:
    matched = _match(look, WIND, readings=BEST, formula=replace(Formula(), reply=0))
    alone = _weights(_match(look, WIND, readings=BEST))
    total = alone["a:1"] + alone["a:2"]
    # Both stand in three of five documents: their idf cancels out.
    hub = alone["a:1"] / total * 2 / 4 + alone["a:2"] / total * 1 / 3
    rotor = alone["a:1"] / total * 1 / 4 + alone["a:2"] / total * 1 / 3
    said = {word.key: word.weight for word in matched.related}
    assert said == _near({"en:hub": hub / (hub + rotor), "en:rotor": rotor / (hub + rotor)})
    assert [word.surface for word in matched.related] == ["hub", "rotor"]
    assert set(matched.weights) == {"a:1", "a:2", "a:3"}
    third = matched.weights["a:3"]
    assert 0 < third.related == third.weight <= 0.25 * total / 2
    assert max(w.related for w in matched.weights.values()) == pytest.approx(0.25 * total / 2)


def test_so_many_related_words_of_so_many_documents_count_as_the_formula_says(
    look: Look,
) -> None:
    def related(**numbers: int) -> list[str]:
        matched = _match(look, WIND, readings=BEST, formula=Formula(**numbers))
        return [word.key for word in matched.related]

    assert related() == ["en:hub", "en:rotor"]
    assert related(related_words=1) == ["en:hub"]
    assert _match(look, WIND, readings=BEST).related == ()


def test_a_word_of_one_document_is_not_related(look: Look) -> None:
    firm = reading("a:1", "wind hub"), reading("a:2", "wind rotor"), reading("a:3", "hub rotor")
    assert _match(look, WIND, readings=firm, formula=Formula()).related == ()

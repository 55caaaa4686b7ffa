"""Measures by hand, intervals by the reference's algorithm, and what is compared with what."""

import builtins
import math
import random
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from graphkit.acl import OPERATOR
from graphkit.bundles import read_bundle
from graphkit.errors import ConfigError
from graphkit.evaluation import (
    ABLATIONS,
    DEPTH,
    FORMULA,
    MEASURES,
    WITHOUT,
    ablated,
    absent,
    answers,
    compare,
    per_question,
    ranked,
    systems,
)
from graphkit.formula import Formula
from graphkit.intervals import estimates
from tests.bundles import bundle
from tests.graphkit.conftest import Look
from tests.invariants.organisations import part, reading

READINGS = (
    reading("a:1", "wind permits", part("ada"), part("bob", "reviewer")),
    reading("a:2", "wind", part("bob")),
    reading("a:3", "soil noise", part("cleo"), acl="group:hr"),
)
ADA, BOB, CLEO = "email:ada@x.org", "email:bob@x.org", "email:cleo@x.org"


def _measured(
    ranking: list[str], grades: Mapping[str, int], pool: frozenset[str] | None = None
) -> dict[str, float]:
    run = {"q": {person: -float(place) for place, person in enumerate(ranking)}}
    found = per_question(run, {"q": grades}, pool)
    return {measure: values[0] for measure, values in found.items()}


def test_the_measures_of_a_small_ranking_are_what_one_reckons_by_hand() -> None:
    # those who know stand second and third; a third one is not found
    found = _measured(["bob", "ada", "cleo", "dan"], {"ada": 2, "cleo": 1, "eve": 1})
    gain = 2 / math.log2(3) + 1 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert found == {
        "MAP": pytest.approx((1 / 2 + 2 / 3) / 3),
        "MRR": pytest.approx(1 / 2),
        "P@5": pytest.approx(2 / 5),
        "P@10": pytest.approx(2 / 10),
        "NDCG@10": pytest.approx(gain / ideal),
        "Recall@50": pytest.approx(2 / 3),
    }


def test_in_a_pool_only_its_people_are_ranked() -> None:
    ranking = ["bob", "ada", "dan", "cleo"]
    found = _measured(ranking, {"ada": 1, "cleo": 1}, frozenset({"ada", "cleo"}))
    assert found["MAP"] == found["MRR"] == 1


def test_of_equal_scores_the_smaller_id_comes_first_and_small_differences_count() -> None:
    tied = {"q": {"b": 1.0, "a": 1.0, "c": 1.0 + 1e-12}}
    assert per_question(tied, {"q": {"a": 1}})["MRR"] == (1 / 2,)


def test_a_thousand_people_are_measured() -> None:
    people = [f"p{n:04}" for n in range(DEPTH + 1)]
    assert _measured(people, {people[DEPTH - 1]: 1})["MRR"] == pytest.approx(1 / DEPTH)
    assert _measured(people, {people[DEPTH]: 1})["MRR"] == 0


def test_a_question_that_a_run_leaves_out_scores_zero() -> None:
    found = per_question(
        {"b": {"ada": 1.0}, "x": {"ada": 1.0}}, {"a": {"ada": 1}, "b": {"ada": 1}}
    )
    assert found["MAP"] == (0.0, 1.0)
    assert per_question({}, {"a": {"ada": 1}})["MAP"] == (0.0,)


def _reference(values: list[float]) -> tuple[float, float]:
    """As tools/evaluate.py of the study has it, verbatim."""
    draws, rng, n = 2000, random.Random(7), len(values)  # noqa: S311  no secret
    means = sorted(sum(rng.choices(values, k=n)) / n for _ in range(draws))
    return means[int(0.025 * draws)], means[int(0.975 * draws) - 1]


def test_intervals_are_the_reference_s_to_the_last_bit() -> None:
    rng = random.Random(1)  # noqa: S311  no secret
    columns = [[rng.gauss(0, 1) for _ in range(37)] for _ in range(3)]
    for column, found in zip(columns, estimates(columns), strict=True):
        assert (found.low, found.high) == _reference(column)
        assert found.mean == sum(column) / len(column)
        assert found.low < found.mean < found.high


def test_one_question_has_no_spread() -> None:
    (found,) = estimates([[0.25]])
    assert (found.mean, found.low, found.high) == (0.25, 0.25, 0.25)


def test_systems_are_compared_question_by_question_and_type_by_type(tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path, "q1 ada 1", "q2 bob 1", types=("x", "y")))
    runs = {
        FORMULA: {"q1": {"ada": 2.0, "bob": 1.0}, "q2": {"ada": 2.0, "bob": 1.0}},
        "other": {"q1": {"ada": 1.0, "bob": 2.0}},
    }
    whole, x, y = compare(read, runs)
    assert (whole.type, x.type, y.type) == (None, "x", "y")
    assert (whole.questions, x.questions, y.questions) == (2, 1, 1)
    assert whole.systems[FORMULA]["MAP"].mean == 0.75
    assert whole.systems["other"]["MAP"].mean == 0.25
    assert x.differences["other"]["MRR"].mean == y.differences["other"]["MRR"].mean == 0.5
    # both questions gain the same, so no choice of questions changes the difference
    pairwise = whole.differences["other"]["MAP"]
    assert pairwise.low == pairwise.high == 0.5
    assert set(whole.differences) == {"other"}
    assert list(whole.systems[FORMULA]) == list(MEASURES.values())


def test_questions_of_one_type_are_compared_once(tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path, "q1 ada 1", "q2 bob 1", types=("x", "x")))
    assert len(compare(read, {FORMULA: {}})) == 1


def test_everybody_is_ranked_the_floor_off(look: Look) -> None:
    view = look(*READINGS, viewer=OPERATOR)
    strict = Formula(floor=1.0)
    assert set(ranked(view, "wind permits quokka", strict)) == {ADA, BOB}
    assert ranked(view, "the", Formula()) == {}
    assert ranked(view, "", Formula()) == {}


def test_all_systems_answer_all_questions(look: Look, tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path, f"q1 {ADA} 1", f"q2 {CLEO} 1", f"q3 {BOB} 1"))
    view = look(*READINGS, viewer=OPERATOR)
    asked: list[None] = []
    runs = systems(view, read, Formula(), ablate=True, advance=lambda: asked.append(None))
    assert list(runs)[:4] == [FORMULA, "random", "document count", "BM25 votes"]
    assert list(runs)[4:] == [f"{WITHOUT}{name}" for name in ABLATIONS]
    assert len(asked) == answers(read, ablate=True) == 3 * len(runs)
    assert all(set(run) == {"q1", "q2", "q3"} for run in runs.values())
    assert set(runs[FORMULA]["q2"]) == {CLEO}
    assert runs[FORMULA]["q3"] == {}  # "the"
    assert runs[f"{WITHOUT}damping"]["q1"][BOB] > runs[FORMULA]["q1"][BOB]
    assert list(systems(view, read, Formula())) == list(runs)[:4]


@pytest.mark.parametrize("name", ABLATIONS)
def test_an_ablation_turns_off_numbers_that_the_formula_has(name: str) -> None:
    off = ABLATIONS[name]
    default = Formula()
    assert off
    assert set(off) <= {spec.name for spec in fields(Formula)}
    assert all(getattr(default, number) != value for number, value in off.items())
    changed = ablated(default, off)
    assert {n: getattr(changed, n) for n in off} == off


def test_no_two_ablations_are_the_same() -> None:
    numbers = [sorted(off.items()) for off in ABLATIONS.values()]
    assert all(numbers.count(each) == 1 for each in numbers)


def test_who_is_judged_to_know_and_in_no_document_is_told(look: Look, tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path, f"q1 {ADA} 1", "q1 email:eve@x.org 2", "q2 email:no 0"))
    assert absent(look(*READINGS), read) == ("email:eve@x.org",)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "pytrec_eval":
            raise ImportError(name)
        return imported(name, *rest)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigError, match="pip install pytrec-eval-terrier"):
        per_question({}, {"q": {"ada": 1}})

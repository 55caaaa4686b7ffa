"""Every number of the ranking."""

import dataclasses
import math

import pytest

from graphkit.errors import ConfigError
from graphkit.formula import ROLE_WEIGHTS, Formula

FIELDS = {spec.name: spec for spec in dataclasses.fields(Formula)}


@pytest.mark.parametrize("name", FIELDS)
def test_every_number_says_its_range_and_where_it_comes_from(name: str) -> None:
    metadata = FIELDS[name].metadata
    assert metadata["low"] <= FIELDS[name].default <= metadata["high"]
    assert metadata["source"]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_a_number_may_stand_at_either_end_of_its_range(name: str, end: str) -> None:
    value = FIELDS[name].metadata[end]
    assert getattr(Formula(**{name: value}), name) == value


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("beyond", [-1, 1_000_000, math.nan, math.inf])
def test_a_number_out_of_its_range_is_refused_by_name(name: str, beyond: float) -> None:
    with pytest.raises(ConfigError, match=f"{name} must be .* to .*, not {beyond}"):
        Formula(**{name: beyond})


def test_the_defaults_are_those_of_the_study() -> None:
    assert dataclasses.asdict(Formula()) == {
        "coverage_power": 1.5,
        "strength_power": 0.5,
        "pairs": 1.0,
        "question_words": 10,
        "saturation": 3.0,
        "length_share": 0.75,
        "reply": 0.25,
        "related": 0.25,
        "related_words": 10,
        "related_rarity": 2.0,
        "feedback": 10,
        "documents": 1000,
        "asker": 0.5,
        "repetition": 0.5,
        "document_votes": 1.0,
        "pagerank": 0.5,
        "specialist": 1.0,
        "smoothing": 10.0,
        "volume": 0.25,
        "floor": 0.1,
        "plain": 0.5,
    }


@pytest.mark.parametrize(
    ("roles", "weight"),
    [
        (("author",), 1.0),
        (("reviewer",), 0.5),
        (("approver",), 0.5),
        (("participant",), 0.5),
        (("mentioned",), 0.25),
        (("mentioned", "reviewer"), 0.5),
        (("author", "mentioned", "reviewer"), 1.0),
        (("scribe",), ROLE_WEIGHTS["participant"]),
        (("mentioned", "scribe"), ROLE_WEIGHTS["participant"]),
        ((), 0.0),
    ],
)
def test_of_several_roles_the_strongest_weighs_and_an_unknown_one_is_a_participants(
    roles: tuple[str, ...], weight: float
) -> None:
    assert Formula().role_weight(roles) == weight


@pytest.mark.parametrize(
    ("evidence", "plain", "strength"),
    [(0.0, 0.5, 0.0), (0.5, 0.5, 0.5), (1.5, 0.5, 0.75), (1.0, 1.0, 0.5), (0.1, 0.5, 0.1667)],
)
def test_strength_is_one_half_where_an_answer_becomes_plain(
    evidence: float, plain: float, strength: float
) -> None:
    assert Formula(plain=plain).strength(evidence) == strength


def test_strength_never_passes_one() -> None:
    assert Formula().strength(1e9) == 1.0

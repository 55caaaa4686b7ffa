"""Suggestions beside 185 labelled pairs of made-up people, committed before there was any rule."""

import csv
from collections import Counter

import pytest

from graphkit.names import name_alias
from graphkit.suggestions import Known, suggest
from tests.conftest import ROOT

Pair = tuple[str, str]


def _alias(alias: str, called: str) -> str:
    return name_alias(called) if alias.startswith("name:") else alias


@pytest.fixture(scope="module")
def labels() -> dict[Pair, str]:
    """Pair of aliases → same, different or unsure."""
    return {(min(pair), max(pair)): label for pair, label, _ in _rows()}


@pytest.fixture(scope="module")
def grades() -> dict[Pair, str]:
    """What is suggested where all of the set are of one firm."""
    names: dict[str, dict[str, None]] = {}
    for pair, _, called in _rows():
        for alias, name in zip(pair, called, strict=True):
            names.setdefault(alias, {})[name] = None
    found = suggest(Known(alias, tuple(written)) for alias, written in names.items())
    return {(each.one.alias, each.other.alias): each.grade for each in found}


def _rows() -> list[tuple[Pair, str, Pair]]:
    with (ROOT / "tests/data/identity/pairs.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                (_alias(row["one"], row["called"]), _alias(row["other"], row["also_called"])),
                row["label"],
                (row["called"], row["also_called"]),
            )
            for row in csv.DictReader(file)
        ]


def test_exact_is_never_wrong(labels: dict[Pair, str], grades: dict[Pair, str]) -> None:
    exact = {pair: labels.get(pair, "of two rows") for pair in grades if grades[pair] == "exact"}
    wrong = {pair for pair, label in exact.items() if label not in {"same", "unsure"}}
    assert wrong == set()
    assert len(exact) > 40


def test_seven_in_ten_of_the_same_are_suggested(
    labels: dict[Pair, str], grades: dict[Pair, str]
) -> None:
    same = {pair for pair, label in labels.items() if label == "same"}
    assert len(same & set(grades)) >= 0.7 * len(same)


def test_two_in_three_suggestions_are_right(
    labels: dict[Pair, str], grades: dict[Pair, str]
) -> None:
    found = Counter(labels.get(pair, "of two rows") for pair in grades)
    assert found["same"] >= 2 * (found["different"] + found["of two rows"])

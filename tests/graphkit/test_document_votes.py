"""Document-centric voting over threads."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from graphkit.formula import Formula
from graphkit.model import Reading
from graphkit.registry import find
from graphkit.signal import Shares, Signal
from graphkit.signals import SIGNALS
from tests.invariants.organisations import part, reading
from tests.networks import network

ADA, BOB = "email:ada@x.org", "email:bob@x.org"


def _message(key: str, thread: str | None, *people: str) -> Reading:
    made = reading(key, f"wind {key}", *map(part, people))
    return replace(made, document=replace(made.document, thread=thread))


def _score(
    weights: dict[str, float],
    *readings: Reading,
    formula: Formula | None = None,
    **conversations: Mapping[str, Any],
) -> Shares:
    graph = network(readings, weights, **conversations)
    signal: Signal = find(SIGNALS, "document_votes", "signal")()
    return signal.score(graph, formula or Formula())


def test_of_a_thread_only_the_best_message_of_each_person_votes() -> None:
    said = (
        _message("a:1", "t", "ada"),
        _message("a:2", "t", "ada", "bob"),
        _message("a:3", "t", "bob"),
        _message("a:4", "other", "ada"),
        _message("a:5", None, "ada"),
    )
    weights = {"a:1": 0.2, "a:2": 0.9, "a:3": 0.3, "a:4": 0.4, "a:5": 0.1}
    assert _score(weights, *said) == {
        ADA: {
            "a:2": 0.9,
            "a:4": round(0.4 / math.sqrt(2), 9),
            "a:5": round(0.1 / math.sqrt(3), 9),
        },
        BOB: {"a:2": 0.9},
    }


def test_of_equal_messages_the_one_of_the_smaller_id_votes() -> None:
    said = _message("a:2", "t", "ada"), _message("a:1", "t", "ada")
    assert _score({"a:1": 0.5, "a:2": 0.5}, *said) == {ADA: {"a:1": 0.5}}


@pytest.mark.parametrize("keys", [("a:1", "b:1"), ("a:1", "a:t")])
def test_threads_of_two_sources_and_documents_alone_are_apart(keys: tuple[str, str]) -> None:
    first, second = keys
    said = _message(first, "t", "ada"), _message(second, "t" if second[0] == "b" else None, "ada")
    assert set(_score({first: 0.5, second: 0.5}, *said)[ADA]) == set(keys)


def test_who_asks_counts_less_there_and_only_there() -> None:
    said = (
        _message("a:1", "t", "ada"),
        _message("a:2", "t", "bob"),
        _message("a:3", None, "ada"),
    )
    askers = {"a:1": (ADA,), "a:2": (ADA,)}
    shares = _score({"a:1": 0.8, "a:2": 0.8, "a:3": 0.5}, *said, askers=askers)
    assert shares == {
        ADA: {"a:3": 0.5, "a:1": round(0.8 * 0.5 / math.sqrt(2), 9)},
        BOB: {"a:2": 0.8},
    }


def test_what_a_message_answers_is_no_person_of_it() -> None:
    said = _message("a:1", "t", "ada"), _message("a:2", "t", "bob")
    weights = {"a:1": 0.5, "a:2": 0.5}
    assert _score(weights, *said, answered={"a:2": "a:1"}) == _score(weights, *said)

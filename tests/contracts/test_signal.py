"""What every signal promises (`graphkit.signal.Signal`), run over the register."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.formula import Formula
from graphkit.graph import Graph
from graphkit.model import Facts, Reading
from graphkit.registry import find
from graphkit.signal import Shares, Signal
from graphkit.signals import SIGNALS
from tests.contracts import cases
from tests.invariants.organisations import formulas, organisations, part, reading

_every_signal = pytest.mark.parametrize("name", sorted(SIGNALS))
_every_example = pytest.mark.parametrize(
    ("name", "votes"),
    [
        pytest.param(name, votes, id=f"{name}: {votes.source}")
        for name in sorted(SIGNALS)
        for votes in cases.SIGNALS.get(name, ())
    ],
)


def _signal(name: str) -> Signal:
    signal: Signal = find(SIGNALS, name, "signal")()
    return signal


def _graph(readings: tuple[Reading, ...]) -> Graph:
    return Graph(Facts(tuple(sorted(readings, key=lambda r: r.document.id))))


def _plain(shares: Shares) -> dict[str, dict[str, float]]:
    return {person: dict(found) for person, found in shares.items()}


def test_every_registered_signal_has_a_case_with_an_example() -> None:
    assert set(cases.SIGNALS) == set(SIGNALS)
    assert all(cases.SIGNALS.values())


@_every_signal
def test_a_signal_goes_by_the_name_it_is_registered_under(name: str) -> None:
    assert _signal(name).name == name


@_every_example
def test_a_signal_gives_the_shares_worked_out_by_hand(name: str, votes: cases.Votes) -> None:
    found = _signal(name).score(votes.weights, _graph(votes.readings), votes.formula)
    assert _plain(found) == votes.shares


@_every_example
def test_the_order_of_the_weights_changes_nothing(name: str, votes: cases.Votes) -> None:
    forwards = dict(sorted(votes.weights.items()))
    backwards = dict(sorted(votes.weights.items(), reverse=True))
    for weights in (forwards, backwards):
        found = _signal(name).score(weights, _graph(votes.readings), votes.formula)
        assert _plain(found) == votes.shares


_weights = st.lists(st.floats(1e-12, 1), min_size=8, max_size=8)


@_every_signal
@settings(max_examples=60, deadline=None)
@given(readings=organisations, numbers=_weights, formula=formulas)
def test_shares_are_above_nothing_and_only_of_people_and_documents_of_the_graph(
    name: str, readings: tuple[Reading, ...], numbers: list[float], formula: Formula
) -> None:
    graph = _graph(readings)
    weights = dict(zip((d.id for d in graph.documents), numbers, strict=False))
    shares = _signal(name).score(weights, graph, formula)
    assert set(shares) <= set(graph.people)
    for found in shares.values():
        assert set(found) <= set(weights)
        assert all(share > 0 for share in found.values())


@_every_signal
def test_a_vote_that_rounds_to_nothing_makes_no_candidate(name: str) -> None:
    readings = (reading("a:1", "wind", part("ada")), reading("a:2", "wind wind", part("bob")))
    shares = _signal(name).score({"a:1": 1e-12, "a:2": 0.5}, _graph(readings), Formula())
    assert set(shares) == {"email:bob@x.org"}


@_every_signal
def test_where_nothing_matches_nobody_is_a_candidate(name: str) -> None:
    assert _signal(name).score({}, _graph(()), Formula()) == {}

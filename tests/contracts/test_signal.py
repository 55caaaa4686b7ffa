"""What every signal promises (`graphkit.signal.Signal`), run over the register."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.formula import Formula
from graphkit.model import Reading
from graphkit.registry import find
from graphkit.signal import Shares, Signal
from graphkit.signals import SIGNALS
from tests.contracts.signal_cases import SIGNALS as CASES
from tests.contracts.signal_cases import Votes
from tests.invariants.organisations import formulas, organisations, part, reading
from tests.networks import backwards, network

_every_signal = pytest.mark.parametrize("name", sorted(SIGNALS))
_every_example = pytest.mark.parametrize(
    ("name", "votes"),
    [
        pytest.param(name, votes, id=f"{name}: {votes.source}")
        for name in sorted(SIGNALS)
        for votes in CASES.get(name, ())
    ],
)


def _signal(name: str) -> Signal:
    signal: Signal = find(SIGNALS, name, "signal")()
    return signal


def _plain(shares: Shares) -> dict[str, dict[str, float]]:
    return {person: dict(found) for person, found in shares.items()}


def test_every_registered_signal_has_a_case_with_an_example() -> None:
    assert set(CASES) == set(SIGNALS)
    assert all(CASES.values())


@_every_signal
def test_a_signal_goes_by_the_name_it_is_registered_under(name: str) -> None:
    assert _signal(name).name == name


@_every_example
def test_a_signal_gives_the_shares_worked_out_by_hand(name: str, votes: Votes) -> None:
    found = _signal(name).score(network(votes.readings, votes.weights), votes.formula)
    assert _plain(found) == votes.shares


@_every_example
def test_the_order_in_which_a_graph_was_made_changes_nothing(name: str, votes: Votes) -> None:
    graph = network(votes.readings, votes.weights)
    found = _signal(name).score(backwards(graph), votes.formula)
    assert _plain(found) == _plain(_signal(name).score(graph, votes.formula))


@_every_example
def test_another_attribute_may_say_what_documents_weigh(name: str, votes: Votes) -> None:
    graph = network(votes.readings, votes.weights)
    expected = _plain(_signal(name).score(graph, votes.formula))
    for _, node in graph.nodes(data=True):
        if node["kind"] == "document":
            node["weight"], node["other"] = 0.0, node["weight"]
    assert _plain(_signal(name).score(graph, votes.formula, weight="other")) == expected
    assert _signal(name).score(graph, votes.formula) == {}


@_every_example
def test_the_shares_of_some_people_are_those_they_have_among_all(name: str, votes: Votes) -> None:
    graph = network(votes.readings, votes.weights)
    for person, shares in votes.shares.items():
        found = _signal(name).score(graph, votes.formula, people=[person])
        assert _plain(found) == {person: shares}


@_every_signal
def test_the_formula_says_how_much_a_signal_counts(name: str) -> None:
    assert getattr(Formula(), name) > 0


_weights = st.lists(st.floats(1e-12, 1), min_size=8, max_size=8)


@_every_signal
@settings(max_examples=60, deadline=None)
@given(readings=organisations, numbers=_weights, formula=formulas)
def test_shares_are_above_nothing_and_only_of_people_and_documents_of_the_graph(
    name: str, readings: tuple[Reading, ...], numbers: list[float], formula: Formula
) -> None:
    documents = sorted(r.document.id for r in readings)
    weights = dict(zip(documents, numbers, strict=False))
    shares = _signal(name).score(network(readings, weights), formula)
    assert set(shares) <= {c.alias for r in readings for c in r.contributions}
    for found in shares.values():
        assert set(found) <= set(weights)
        assert all(share > 0 for share in found.values())


@_every_signal
def test_a_vote_that_rounds_to_nothing_makes_no_candidate(name: str) -> None:
    readings = (reading("a:1", "wind", part("ada")), reading("a:2", "wind wind", part("bob")))
    shares = _signal(name).score(network(readings, {"a:1": 1e-12, "a:2": 0.5}), Formula())
    assert set(shares) == {"email:bob@x.org"}


@_every_signal
def test_where_nothing_matches_nobody_is_a_candidate(name: str) -> None:
    assert _signal(name).score(network((), {}), Formula()) == {}

"""Who is a specialist: worked out by hand on graphs of one word."""

from dataclasses import replace
from math import log

import pytest

from graphkit.formula import Formula
from graphkit.ranking import rank
from graphkit.standing import lifts, standing
from tests.graphkit.conftest import Look
from tests.invariants.organisations import part, reading
from tests.networks import network

ADA, BOB = "email:ada@x.org", "email:bob@x.org"
FIRM = (
    reading("a:1", "wind", part("ada")),
    reading("a:2", "wind wind", part("bob")),
    reading("a:3", "soil", part("bob")),
    reading("a:4", "noise", part("cleo")),
)
ONE = Formula(smoothing=1)


def test_a_lift_is_the_log_of_how_much_likelier_a_word_is_in_ones_documents() -> None:
    graph = network(FIRM, {"a:1": 0.8, "a:2": 0.4})
    graph.nodes[f"person {ADA}"]["volume"] = 1.0
    graph.nodes[f"person {BOB}"]["volume"] = 2.0
    # Each document has the word at a rate of 0.1, two of four, so the mean is 0.05.
    assert lifts(graph, ONE) == {
        ADA: pytest.approx(log((0.1 + 0.05) / ((1 + 1) * 0.05))),
        BOB: 0.0,  # log(0.15 / 0.15)
    }
    assert standing(graph, (ADA, BOB), ONE) == {ADA: 2.0, BOB: 1.0}
    assert standing(graph, (ADA, BOB), replace(ONE, specialist=0.5)) == {ADA: 1.5, BOB: 1.0}
    assert standing(graph, (ADA, BOB), replace(ONE, specialist=0)) == {ADA: 1.0, BOB: 1.0}


def test_a_part_counts_by_its_role() -> None:
    graph = network((reading("a:1", "wind", part("ada"), part("bob", "mentioned")),), {"a:1": 1})
    for person in (ADA, BOB):
        graph.nodes[f"person {person}"]["volume"] = 0.5
    graph.graph["documents"] = 10
    found = lifts(graph, ONE)
    assert found[ADA] == pytest.approx(log((0.1 + 0.01) / (1.5 * 0.01)))
    assert found[BOB] == pytest.approx(log((0.025 + 0.01) / (1.5 * 0.01)))


def test_a_message_counts_a_part_of_what_it_answers() -> None:
    graph = network(FIRM[:2], {"a:1": 0.8, "a:2": 0.4}, answered={"a:2": "a:1"})
    alone = network(FIRM[:2], {"a:1": 0.8, "a:2": 0.4})
    for each in (graph, alone):
        each.graph["documents"] = 10
        each.nodes[f"person {ADA}"]["volume"] = each.nodes[f"person {BOB}"]["volume"] = 1.0
    assert lifts(alone, ONE)[BOB] == pytest.approx(log((0.1 + 0.02) / (2 * 0.02)))
    assert lifts(graph, ONE)[BOB] == pytest.approx(log((0.125 + 0.0225) / (2 * 0.0225)))


def test_where_nobody_stands_out_nothing_changes() -> None:
    assert standing(network((), {}), (), Formula()) == {}
    graph = network(FIRM[:1], {"a:1": 0.8})
    graph.nodes[f"person {ADA}"]["volume"] = 5.0
    assert standing(graph, (ADA,), Formula()) == {ADA: 1.0}


def test_among_people_named_one_by_one_volume_is_divided_out() -> None:
    graph = network(FIRM, {"a:1": 0.8})
    graph.nodes[f"person {ADA}"]["volume"] = 15.0
    formula = Formula(specialist=0)
    assert standing(graph, (ADA,), formula, named=True) == {ADA: pytest.approx(16**-0.25)}
    assert standing(graph, (ADA,), replace(formula, volume=0), named=True) == {ADA: 1.0}


def test_only_who_may_be_named_is_ranked_and_each_factor_is_in_the_shares(look: Look) -> None:
    view = look(*FIRM)
    everybody = rank(view, "wind", Formula(specialist=0, volume=0))
    assert everybody.people == (BOB, ADA)
    named = rank(view, "wind", Formula(specialist=0, volume=0), among={ADA, "email:absent@x.org"})
    assert named.people == (ADA,)
    assert named.shares[ADA] == everybody.shares[ADA]
    divided = rank(view, "wind", Formula(specialist=0), among={ADA, BOB})
    assert divided.score(BOB) == pytest.approx(everybody.score(BOB) * 3**-0.25, abs=1e-8)
    assert divided.score(ADA) == pytest.approx(everybody.score(ADA) * 2**-0.25, abs=1e-8)

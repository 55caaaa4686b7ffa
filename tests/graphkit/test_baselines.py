"""Baselines, by hand, and as blind as the viewer."""

import math
from dataclasses import replace

import pytest

from graphkit import baselines
from graphkit.acl import OPERATOR
from graphkit.baselines import BASELINES, bm25, by_chance, by_documents, by_votes
from graphkit.bundles import Question
from tests.graphkit.conftest import Look
from tests.invariants.organisations import part, reading

WIND = Question("q1", "wind")
ADA, BOB, CLEO = "email:ada@x.org", "email:bob@x.org", "email:cleo@x.org"


def test_bm25_of_three_documents_is_what_one_reckons_by_hand(look: Look) -> None:
    words = [("en:wind",)]
    view = look(
        reading("a:1", "wind wind soil", part("ada")),
        reading("a:2", "wind", part("ada"), part("bob", "reviewer")),
        reading("a:3", "soil noise", part("cleo")),
    )
    # 3 documents of 2 words on average, 2 with the word; k1 = 1.2, b = 0.75
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    first = idf * 2.2 * 2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2))
    second = idf * 2.2 * 1 / (1 + 1.2 * (0.25 + 0.75 * 1 / 2))
    scores = bm25(view.postings(frozenset({"en:wind"})), words)
    assert sorted(scores[scores > 0]) == pytest.approx(sorted([first, second]), abs=1e-12)
    # Of two, one is a standard deviation above their mean, the other one below.
    assert by_votes(view, WIND) == {
        ADA: pytest.approx(math.log(math.exp(1) + math.exp(-1)), abs=1e-9),
        BOB: pytest.approx(1, abs=1e-9),
    }


def test_a_word_counts_together_in_all_its_languages(look: Look) -> None:
    one = look(reading("a:1", "wind de/Wind fr/wind", part("ada")), reading("a:2", "soil"))
    other = look(reading("a:1", "wind wind wind", part("ada")), reading("a:2", "soil"))
    assert by_votes(one, WIND) == by_votes(other, WIND)


def test_the_words_of_a_question_add_up(look: Look) -> None:
    view = look(
        reading("a:1", "wind soil", part("ada")),
        reading("a:2", "wind noise", part("bob")),
        reading("a:3", "soil noise", part("cleo")),
    )
    both = by_votes(view, Question("q", "wind soil"))
    # Scores are 2, 1 and 1 times the same: their deviation is a third of the root of 2.
    assert both[ADA] == pytest.approx(math.sqrt(2))
    assert both[BOB] == both[CLEO] == pytest.approx(-1 / math.sqrt(2))


def test_only_the_best_documents_vote(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "VOTERS", 3)
    many = [reading(f"a:{n:04}", f"wind word{n}", part("ada")) for n in range(3)]
    worst = reading("a:worst", "wind soil noise permit", part("bob"))
    assert set(by_votes(look(*many, worst), WIND)) == {ADA}
    # of equals the smallest ids
    last = reading("a:9999", "wind word9999", part("bob"))
    assert set(by_votes(look(*many, last), WIND)) == {ADA}
    first = reading("a:", "wind word9999", part("bob"))
    assert set(by_votes(look(*many, first), WIND)) == {ADA, BOB}


@pytest.mark.parametrize("text", ["", "the", "quokka"])
def test_what_nobody_wrote_or_cannot_be_asked_has_no_votes(look: Look, text: str) -> None:
    view = look(reading("a:1", "wind", part("ada")))
    assert by_votes(view, Question("q", text)) == {}


def test_documents_are_counted_whatever_the_role_and_the_question(look: Look) -> None:
    view = look(
        reading("a:1", "wind", part("ada")),
        reading("a:2", "soil", part("ada", "author", "reviewer"), part("bob", "mentioned")),
    )
    assert by_documents(view, Question("q", "")) == {ADA: 2, BOB: 1}


def test_chance_ranks_everybody_and_hangs_on_the_question_s_id_alone(look: Look) -> None:
    view = look(*(reading(f"a:{n}", f"wind{n}", part(f"p{n}")) for n in range(20)))
    one, other = by_chance(view, WIND), by_chance(view, Question("q2", "wind"))
    assert one == by_chance(view, replace(WIND, text="soil"))
    assert set(one) == set(other)
    assert sorted(one.values()) == list(range(20))
    assert one != other


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_sees_what_the_viewer_sees(look: Look, name: str) -> None:
    shown = (
        reading("a:1", "wind soil", part("ada")),
        reading("a:2", "wind wind", part("bob"), part("ada")),
    )
    hidden = (
        reading("a:0", "wind soil noise", part("cleo"), part("bob"), acl="group:hr"),
        reading("b:1", "wind", part("cleo"), acl=""),
    )
    baseline = BASELINES[name]
    assert baseline(look(*shown, *hidden), WIND) == baseline(look(*shown), WIND)
    assert baseline(look(*shown, *hidden, viewer=OPERATOR), WIND) != baseline(look(*shown), WIND)


@pytest.mark.parametrize("name", BASELINES)
def test_an_empty_store_ranks_nobody(look: Look, name: str) -> None:
    assert BASELINES[name](look(), WIND) == {}

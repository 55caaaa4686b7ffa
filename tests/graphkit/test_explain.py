"""explain(): why this person, or why not."""

import pytest

from graphkit.acl import PUBLIC, Viewer
from graphkit.errors import NotFound, QueryError
from graphkit.explain import AskedWord, explain
from graphkit.formula import Formula
from graphkit.ranking import ask
from tests.graphkit.conftest import Look
from tests.invariants.organisations import ABSENT, part, reading

ADA, BOB, CLEO, DAN = (f"email:{who}@x.org" for who in ("ada", "bob", "cleo", "dan"))
JEAN_1, JEAN_2 = "email:jean1@x.org", "email:jean2@x.org"
HR = Viewer(frozenset({"group:hr"}))

FIRM = (
    reading("a:1", "wind permit", part("ada"), part("bob", "reviewer"), date="2024-05-14"),
    reading("a:2", "wind grid", part("ada")),
    reading("a:3", "soil noise", part("cleo"), part("jean1", name="Jean Martin")),
    reading("a:4", "soil", part("cleo"), part("jean2", name="jean martin")),
    reading("b:1", "wind permit pay", part("dan"), part("cleo"), acl="group:hr"),
    reading("b:2", "wind wind", part("zoe", name="Cleo"), acl=""),
)


def test_an_explanation_says_where_a_person_stands_with_all_receipts(look: Look) -> None:
    view = look(*FIRM)
    everybody = Formula(floor=0)
    answer = ask(view, "wind permits zeppelin", formula=everybody)
    for place, expert in enumerate(answer.experts, start=1):
        found = explain(view, "wind permits zeppelin", expert.id, formula=everybody)
        assert found.expert == expert
        assert (found.rank, found.candidates) == (place, 2)
        assert (found.question, found.date) == (answer.question, answer.date)
        assert (found.formula, found.fingerprint) == (answer.formula, answer.fingerprint)
        assert found.words == (
            AskedWord("wind", 2),
            AskedWord("permits", 1),
            AskedWord("zeppelin", 0),
        )
    assert [expert.id for expert in answer.experts] == [ADA, BOB]


def test_ahead_is_the_candidate_one_place_above(look: Look) -> None:
    view = look(*FIRM)
    first, second = ask(view, "wind permits").experts
    assert explain(view, "wind permits", ADA).ahead is None
    assert explain(view, "wind permits", BOB).ahead == first
    assert explain(view, "wind permits", BOB).expert == second
    assert explain(view, "wind permits", CLEO).ahead is None


@pytest.mark.parametrize(
    ("person", "viewer", "rank", "reason"),
    [
        (ADA, PUBLIC, 1, "2 documents speak for them"),
        (BOB, PUBLIC, 2, "1 document speaks for them"),
        (
            CLEO,
            PUBLIC,
            None,
            "of their documents that you may see (2), none matches",
        ),
        (CLEO, HR, 3, "1 document speaks for them"),  # she writes of soil, too; dan does not
    ],
)
def test_the_reason_counts_the_documents_that_speak_for_a_person(
    look: Look, person: str, viewer: Viewer, rank: int | None, reason: str
) -> None:
    found = explain(look(*FIRM, viewer=viewer), "wind permits", person)
    assert (found.rank, found.reason) == (rank, reason)
    assert found.expert.id == person
    assert (found.expert.score > 0) == (rank is not None)


def test_who_is_too_weak_to_be_named_has_a_rank_and_hears_so(look: Look) -> None:
    view, formula = look(*FIRM), Formula(floor=1)
    assert ask(view, "wind permits", formula=formula).experts == ()
    found = explain(view, "wind permits", ADA, formula=formula)
    assert found.rank == 1
    assert found.reason == "2 documents speak for them, too weakly to name them"
    assert len(found.expert.receipts) == 2


def test_who_has_no_matching_document_has_a_name_and_nothing_else(look: Look) -> None:
    expert = explain(look(*FIRM), "wind permits", CLEO).expert
    assert (expert.name, expert.score, expert.strength) == ("Cleo", 0, 0)
    assert (expert.topics, expert.receipts) == ((), ())


@pytest.mark.parametrize("name", ["Ada", "ada", "ADA", "Áda"])
def test_a_name_that_only_one_visible_person_bears_is_as_good_as_the_id(
    look: Look, name: str
) -> None:
    view = look(*FIRM)
    assert explain(view, "wind permits", name) == explain(view, "wind permits", ADA)


def test_a_hidden_namesake_is_no_namesake(look: Look) -> None:
    assert explain(look(*FIRM), "wind", "Cleo").expert.id == CLEO


def test_namesakes_are_listed_by_id(look: Look) -> None:
    view = look(*FIRM, reading("a:5", "noise", part("jean0", name="Jean Martin"), acl="group:hr"))
    with pytest.raises(QueryError) as refused:
        explain(view, "soil", "jean martin")
    assert str(refused.value) == f"2 people are called 'jean martin': say {JEAN_1} or {JEAN_2}"
    with pytest.raises(QueryError, match="2 people are called 'MARTIN, Jean'"):
        explain(view, "soil", "MARTIN, Jean")


@pytest.mark.parametrize("person", [DAN, "Dan", "dan", ABSENT, "zoe", "", "Dr."])
def test_who_is_hidden_is_not_found_like_who_is_absent(look: Look, person: str) -> None:
    with pytest.raises(NotFound) as refused:
        explain(look(*FIRM), "wind permits", person)
    assert str(refused.value) == f"no person {person!r} is known: take an id from `ask --json`"


def test_a_question_that_cannot_be_asked_is_refused_before_the_person_is_looked_up(
    look: Look,
) -> None:
    with pytest.raises(QueryError, match="no word that names a topic"):
        explain(look(*FIRM), "the", ABSENT)

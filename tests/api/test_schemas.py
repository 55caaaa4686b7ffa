"""What leaves through the doors."""

from dataclasses import replace

import networkx as nx
import pytest
from pydantic import ValidationError

from api.schemas import RECEIPTS, AnswerOut, ExpertOut, ExplanationOut, ReceiptOut
from graphkit.answer import Answer, Expert, Parts, Receipt
from graphkit.explain import AskedWord, Explanation
from graphkit.person import Person
from tests.invariants.organisations import reading

DOCUMENT = reading("a:1", "wind", acl="group:hr", date="2024-05-14").document


def _expert(receipts: int) -> Expert:
    shares = [round(1 / (number + 1), 9) for number in range(receipts)]
    return Expert(
        "email:ada@x.org",
        "Ada",
        sum(shares),
        0.75,
        ("wind",),
        tuple(_receipt(share, "wind") for share in shares),
        Person("email:ada@x.org", title="Analyst"),
    )


def _receipt(share: float, *topics: str) -> Receipt:
    parts = Parts(words=share / 2, reply=share / 4, related=share / 8, network=share / 8)
    return Receipt(DOCUMENT, ("author", "reviewer"), share, parts, topics)


ANSWER = Answer(
    "wind?",
    "2024-05-14",
    "f0",
    "f1",
    None,
    ("rotor", "hub"),
    (_expert(7), _expert(2)),
    nx.DiGraph(),
)


def test_a_receipt_says_where_the_document_is_and_nothing_of_who_may_see_it() -> None:
    receipt = ReceiptOut.of(_receipt(0.5, "wind", "grid"))
    assert receipt.model_dump() == {
        "document": {
            "id": "a:1",
            "title": "1",
            "link": "https://x.org/a:1",
            "date": "2024-05-14",
        },
        "roles": ["author", "reviewer"],
        "share": 0.5,
        "parts": {"words": 0.25, "reply": 0.125, "related": 0.0625, "network": 0.0625},
        "topics": ["wind", "grid"],
    }


@pytest.mark.parametrize(
    ("held", "shown", "kept"),
    [(7, 5, 5), (5, 5, 5), (2, 5, 2), (7, None, 7), (7, 0, 0), (0, 5, 0)],
)
def test_the_best_receipts_are_shown_and_the_rest_is_counted(
    held: int, shown: int | None, kept: int
) -> None:
    expert = ExpertOut.of(_expert(held), shown)
    assert [r.share for r in expert.receipts] == [r.share for r in _expert(held).receipts[:kept]]
    assert expert.receipts_left_out == held - kept
    assert expert.score == _expert(held).score


def test_an_answer_shows_five_receipts_an_expert_by_default() -> None:
    assert RECEIPTS == 5
    assert [len(expert.receipts) for expert in AnswerOut.of(ANSWER).experts] == [5, 2]
    assert [len(expert.receipts) for expert in AnswerOut.of(ANSWER, None).experts] == [7, 2]


def test_nobody_is_null_or_a_reason() -> None:
    assert AnswerOut.of(ANSWER).nobody is None
    nobody = AnswerOut.of(replace(ANSWER, nobody="no document speaks of it", experts=()))
    assert nobody.model_dump() == {
        "question": "wind?",
        "date": "2024-05-14",
        "formula": "f0",
        "fingerprint": "f1",
        "nobody": {"reason": "no document speaks of it"},
        "related": ["rotor", "hub"],
        "experts": [],
    }


def test_an_explanation_shows_every_receipt_and_the_candidate_ahead() -> None:
    found = Explanation(
        "wind?",
        None,
        "f0",
        "f1",
        _expert(7),
        2,
        9,
        (AskedWord("wind", 3),),
        ("rotor",),
        "why",
        _expert(1),
    )
    shown = ExplanationOut.of(found)
    assert len(shown.receipts) == 7
    assert shown.model_dump(exclude={"receipts"}) == {
        "question": "wind?",
        "date": None,
        "formula": "f0",
        "fingerprint": "f1",
        "person": {
            "id": "email:ada@x.org",
            "name": "Ada",
            "title": "Analyst",
            "departments": [],
            "location": "",
            "languages": [],
            "contact": "",
            "left": False,
        },
        "rank": 2,
        "candidates": 9,
        "score": _expert(7).score,
        "strength": 0.75,
        "reason": "why",
        "words": [{"word": "wind", "documents": 3}],
        "related": ["rotor"],
        "ahead": {"person": {"id": "email:ada@x.org", "name": "Ada"}, "score": 1.0},
    }
    assert ExplanationOut.of(replace(found, rank=None, ahead=None)).ahead is None


@pytest.mark.parametrize("wrong", [{"score": -0.1}, {"strength": 1.1}, {"strength": -0.1}])
def test_scores_and_strengths_keep_to_their_ranges(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ExpertOut(**{**ExpertOut.of(_expert(1), 5).model_dump(), **wrong})

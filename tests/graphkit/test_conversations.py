"""Who asks and who answers, decided over the messages that one may see."""

from dataclasses import replace

import pytest

from graphkit.acl import PUBLIC, Viewer
from graphkit.conversations import conversations_around
from graphkit.formula import Formula
from graphkit.model import Contribution, Reading
from graphkit.ranking import ask
from graphkit.view import View
from tests.graphkit.conftest import Look
from tests.invariants.organisations import part, reading

HR = Viewer(frozenset({"group:hr"}))


def _said(  # noqa: PLR0913, PLR0917  what a message has
    key: str,
    who: str | Contribution,
    act: str,
    reply_to: str | None = None,
    day: int = 1,
    acl: str = "everyone",
) -> Reading:
    people = part(who) if isinstance(who, str) else who
    made = reading(f"a:{key}", "wind permit", people, date=f"2024-01-0{day}", acl=acl)
    answered = f"a:{reply_to}" if reply_to else None
    return replace(
        made, document=replace(made.document, thread="t", reply_to=answered, act=act, bag=key)
    )


def _roles(view: View, *keys: str) -> dict[str, tuple[str, ...]]:
    """Message and person → their roles, as an answer shows them."""
    answer = ask(view, "wind permit", formula=Formula(floor=0))
    found = {
        f"{receipt.document.id[2:]} {expert.id[6:9]}": receipt.roles
        for expert in answer.experts
        for receipt in expert.receipts
    }
    return {key: found[key] for key in keys}


QUESTION = (
    _said("1", "ada", "asks"),
    _said("2", "bob", "tells", "1", 2),
    _said("3", "cleo", "thanks", "2", 3),
)


def test_who_opens_with_a_question_asks_others_answer_and_thanks_take_part(look: Look) -> None:
    assert _roles(look(*QUESTION), "1 ada", "2 bob", "3 cle") == {
        "1 ada": ("asker",),
        "2 bob": ("answerer",),
        "3 cle": ("participant",),
    }


def test_an_asker_asks_in_all_of_the_thread_and_nowhere_else(look: Look) -> None:
    more = _said("4", "ada", "tells", "2", 4)
    other = _said("5", "ada", "tells", day=5)
    other = replace(other, document=replace(other.document, thread="other"))
    view = look(QUESTION[1], more, other, replace(QUESTION[0], contributions=(part("dan"),)))
    assert _roles(view, "4 ada") == {"4 ada": ("answerer",)}
    talk = conversations_around(look(*QUESTION, more, other), {1: "a:4", 2: "a:5"})
    assert talk.roles("a:4", "email:ada@x.org", ("author",)) == ("asker",)
    assert talk.roles("a:5", "email:ada@x.org", ("author",)) == ("author",)


def test_where_a_thread_opens_with_no_question_authors_stay_authors(look: Look) -> None:
    told = _said("1", "ada", "tells"), _said("2", "bob", "asks", "1", 2)
    assert set(_roles(look(*told), "1 ada", "2 bob").values()) == {("author",)}


def test_other_roles_stay_as_given(look: Look) -> None:
    both = _said("2", part("bob", "author", "reviewer"), "tells", "1", 2)
    mentioned = _said("3", part("cleo", "mentioned"), "thanks", "1", 3)
    assert _roles(look(QUESTION[0], both, mentioned), "2 bob", "3 cle") == {
        "2 bob": ("answerer", "reviewer"),
        "3 cle": ("mentioned",),
    }


@pytest.mark.parametrize(
    ("opening", "asker"),
    [
        ((_said("1", "ada", "asks", day=2), _said("2", "bob", "tells", "1", 1)), "ada"),  # zones
        ((_said("1", "ada", "asks", day=2), _said("2", "bob", "asks", day=1)), "bob"),
        ((_said("1", "ada", "asks", "2", 2), _said("2", "bob", "asks", "1", 3)), "ada"),  # a ring
        ((_said("1", "ada", "asks", "0", 2), _said("2", "bob", "tells", "1", 3)), "ada"),
        ((_said("1", "ada", "asks", "1"), _said("2", "bob", "tells", "1", 2)), "ada"),
    ],
)
def test_the_opener_is_the_oldest_message_that_answers_none(
    look: Look, opening: tuple[Reading, ...], asker: str
) -> None:
    talk = conversations_around(look(*opening), {0: "a:1"})
    assert set(talk.askers.values()) == {(f"email:{asker}@x.org",)}


def test_what_is_hidden_has_no_part_in_it(look: Look) -> None:
    hidden = replace(
        QUESTION[0], document=replace(QUESTION[0].document, acl=frozenset({"group:hr"}))
    )
    view = look(hidden, *QUESTION[1:])
    assert _roles(view, "2 bob") == {"2 bob": ("author",)}
    with_it = View(view.store, HR, view.languages)
    assert _roles(with_it, "2 bob") == {"2 bob": ("answerer",)}
    assert ask(view, "wind permit") == ask(look(*QUESTION[1:], viewer=PUBLIC), "wind permit")


def test_copies_have_the_roles_of_all(look: Look) -> None:
    copy = _said("9", "bob", "tells", day=9)
    copy = replace(copy, document=replace(copy.document, thread=None, bag="2"))
    assert _roles(look(*QUESTION, copy), "2 bob") == {"2 bob": ("answerer", "author")}


def test_who_asks_counts_half_of_who_writes(look: Look) -> None:
    weights = {role: Formula().role_weight((role,)) for role in ("author", "answerer", "asker")}
    assert weights == {"author": 1.0, "answerer": 1.0, "asker": 0.5}
    view = look(*QUESTION)
    scores = [
        {e.id: e.score for e in ask(view, "wind permit", formula=formula).experts}
        for formula in (Formula(floor=0), Formula(floor=0, asker=1.0))
    ]
    ada = "email:ada@x.org"
    assert scores[0][ada] < scores[1][ada]

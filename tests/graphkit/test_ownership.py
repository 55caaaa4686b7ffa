"""A person's aliases are one to whoever asks; who has left is named only where that is wanted."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings

from graphkit.acl import OPERATOR, Viewer
from graphkit.answer import Answer
from graphkit.errors import NotFound, QueryError
from graphkit.explain import explain
from graphkit.formula import Formula
from graphkit.model import Contribution, Reading
from graphkit.person import Person
from graphkit.profile import profile
from graphkit.ranking import ask
from graphkit.view import View
from graphkit.wanted import Wanted
from tests.graphkit.conftest import Look
from tests.invariants.organisations import organisations, part, reading

WIND = reading("a:wind", "wind permit", part("ada"), date="2023-01-01")
GRID = reading("a:grid", "wind grid", part("ada.l", name="A. Lovelace"), date="2024-05-14")
MAST = reading("a:mast", "wind mast", part("bob"), date="2025-01-01")
PAY = reading("b:pay", "wind pay", part("cleo"), acl="group:hr")
OTHERS = [reading(f"z:{n}", "heat pump", part("zoe")) for n in range(8)]
ADA = Person(
    "person:1",
    "Ada King",
    aliases=("email:ada.l@x.org", "email:ada@x.org", "name:ada king"),
    listed=("email:ada.l@x.org", "email:ada@x.org", "name:ada king"),
    title="Analyst",
    departments=("Bids & Tenders", "Energy"),
    location="Lyon, France",
    languages=("en", "fr"),
)
EVERYBODY = Formula(floor=0)


def _view(look: Look, *people: Person) -> View:
    view = look(WIND, GRID, MAST, PAY, *OTHERS)
    view.store.assign(people)
    return view


def _names(answer: Answer) -> list[str]:
    return [expert.name for expert in answer.experts]


def test_a_person_has_the_receipts_of_all_their_aliases_and_the_directorys_name(
    look: Look,
) -> None:
    answer = ask(_view(look, ADA), "wind", formula=EVERYBODY)
    ada = next(expert for expert in answer.experts if expert.id == "person:1")
    assert (ada.name, ada.person) == ("Ada King", ADA)
    assert {receipt.document.id for receipt in ada.receipts} == {"a:wind", "a:grid"}


def test_a_merged_person_is_called_as_most_visible_documents_do(look: Look) -> None:
    merged = Person("email:ada@x.org", aliases=("email:ada@x.org", "email:bob@x.org"))
    view = _view(look, merged)
    view.store.put([reading("a:more", "wind farm", part("bob"))])
    (found,) = (e for e in ask(view, "wind", formula=EVERYBODY).experts if e.id == merged.id)
    assert (found.name, len(found.receipts)) == ("Bob", 3)


def _as_one(reading: Reading, aliases: Sequence[str], person: str) -> Reading:
    parts = tuple(
        replace(c, alias=person) if c.alias in aliases else c for c in reading.contributions
    )
    return replace(reading, contributions=tuple(sorted(parts, key=lambda c: c.alias)))


_TWO = ("email:jean1@x.org", "email:jean2@x.org")


def _has_both(contributions: Sequence[Contribution]) -> bool:
    return {*_TWO} <= {c.alias for c in contributions}


@settings(max_examples=60, deadline=None)
@given(readings=organisations)
def test_two_aliases_of_one_person_rank_as_one_alias_would(
    relook: Look, readings: tuple[Reading, ...]
) -> None:
    readings = tuple(r for r in readings if not _has_both(r.contributions))
    merged = Person(_TWO[0], aliases=_TWO)
    view = relook(*(_as_one(r, _TWO, _TWO[0]) for r in readings), viewer=OPERATOR)
    lawful = [(e.id, e.score, e.receipts) for e in ask(view, "wind permits").experts]
    view = relook(*readings, viewer=OPERATOR)
    view.store.assign([merged])
    told = [(e.id, e.score, e.receipts) for e in ask(view, "wind permits").experts]
    view.store.assign([Person(_TWO[0])])
    assert told == lawful


def test_who_has_left_is_not_offered_but_named_where_that_is_asked_for(look: Look) -> None:
    view = _view(look, replace(ADA, has_left=True))
    assert "Ada King" not in _names(ask(view, "wind", formula=EVERYBODY))
    wanted = Wanted(include_left=True)
    answer = ask(view, "wind", formula=EVERYBODY, wanted=wanted)
    assert "Ada King" in _names(answer)
    assert explain(view, "wind", "Ada King").expert.person.has_left
    alone = ask(view, "permit", formula=EVERYBODY)
    assert (_names(alone), alone.nobody) == (
        [],
        "who knows of it has left: ask for those who left, too (--include-left)",
    )


def test_where_that_is_set_nothing_tells_of_who_has_left(look: Look) -> None:
    view = _view(look, replace(ADA, has_left=True))
    hiding = replace(view, hides_left=True)
    everybody = Wanted(include_left=True)
    assert _names(ask(hiding, "wind", formula=EVERYBODY, wanted=everybody)) == ["Bob"]
    for reference in ("person:1", "email:ada@x.org", "Ada King"):
        with pytest.raises(NotFound):
            profile(hiding, reference)
        with pytest.raises(NotFound):
            explain(hiding, "wind", reference)
    led = Person("person:2", "Bob Reed", listed=("email:bob@x.org",), manager="person:1")
    view.store.assign([led])
    assert (profile(view, "person:2").manager, profile(hiding, "person:2").manager) == (
        "Ada King",
        "",
    )


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(department="tenders"), ["Ada King"]),
        (Wanted(department="BIDS & tenders"), ["Ada King"]),
        (Wanted(department="bid"), []),
        (Wanted(location="lyon"), ["Ada King"]),
        (Wanted(location="Paris"), []),
        (Wanted(speaks="FR"), ["Ada King"]),
        (Wanted(speaks="Französisch"), ["Ada King"]),
        (Wanted(speaks="de"), []),
        (Wanted(department="Energy", speaks="en", location="France"), ["Ada King"]),
        (Wanted(since="2025"), ["Bob"]),
        (Wanted(since="2024-05-14"), ["Bob", "Ada King"]),
        (Wanted(since="2030"), []),
    ],
)
def test_an_answer_is_narrowed(look: Look, wanted: Wanted, names: list[str]) -> None:
    answer = ask(_view(look, ADA), "wind", formula=EVERYBODY, wanted=wanted)
    assert sorted(_names(answer)) == sorted(names)
    assert (answer.nobody is None) == bool(names)


def test_where_no_directory_says_more_that_is_said(look: Look) -> None:
    answer = ask(look(WIND), "wind", formula=EVERYBODY, wanted=Wanted(location="Lyon"))
    assert "is in no directory, which would say more" in str(answer.nobody)


@pytest.mark.parametrize(
    "since", ["yesterday", "24", "2024-5", "2024-05-14x", "\u0662\u0660\u0662\u0664"]
)
def test_what_is_no_date_is_refused(look: Look, since: str) -> None:
    with pytest.raises(QueryError, match="a date is written 2024-05-14, 2024-05 or 2024, not"):
        ask(look(WIND), "wind", wanted=Wanted(since=since))


def test_what_is_no_language_is_refused(look: Look) -> None:
    with pytest.raises(QueryError, match="no language 'Klingon' is known: say fr"):
        ask(look(WIND), "wind", wanted=Wanted(speaks="Klingon"))


def test_narrowing_by_people_changes_nobodys_score(look: Look) -> None:
    view = _view(look, ADA)
    scores = {e.id: e.score for e in ask(view, "wind", formula=EVERYBODY).experts}
    narrowed = ask(view, "wind", formula=EVERYBODY, wanted=Wanted(speaks="fr"))
    assert [(e.id, e.score) for e in narrowed.experts] == [("person:1", scores["person:1"])]


def test_a_profile_tells_what_the_viewer_may_see(look: Look) -> None:
    found = profile(_view(look, ADA), "email:ada.l@x.org")
    assert (found.name, found.person.title, found.documents) == ("Ada King", "Analyst", 2)
    assert [document.id for document in found.newest] == ["a:grid", "a:wind"]
    assert found.aliases == ("email:ada.l@x.org", "email:ada@x.org")


def test_a_hidden_alias_that_was_merged_by_hand_is_not_shown(look: Look) -> None:
    merged = Person("email:ada@x.org", aliases=("email:ada@x.org", "email:cleo@x.org"))
    view = _view(look, merged)
    assert profile(view, "email:ada@x.org").aliases == ("email:ada@x.org",)
    with pytest.raises(NotFound):
        profile(view, "email:cleo@x.org")
    seeing = View(view.store, OPERATOR, view.languages)
    assert profile(seeing, "email:cleo@x.org").person.id == merged.id


@pytest.mark.parametrize(
    ("listed", "owned", "sees"),
    [
        pytest.param(ADA.listed, ADA.aliases, True, id="listed"),
        pytest.param(("email:ada@x.org",), ADA.aliases, False, id="merged by hand"),
        pytest.param(ADA.listed, ("email:ada@x.org",), False, id="split off by hand"),
    ],
)
def test_a_listed_address_opens_what_the_others_open_a_merge_by_hand_does_not(
    look: Look, listed: tuple[str, ...], owned: tuple[str, ...], sees: bool
) -> None:
    view = look(reading("b:mail", "wind letter", part("bob"), acl="user:ada.l@x.org"))
    view.store.assign([replace(ADA, listed=listed, aliases=owned)])
    ada = replace(view, viewer=Viewer(frozenset({"user:ada@x.org"})))
    assert bool(ada.known().totals().documents) == sees
    view.store.assign([replace(ADA, listed=("email:ada@x.org",))])
    assert not ada.known().totals().documents  # what is imported takes effect at once


def test_who_is_listed_is_known_without_a_document(look: Look) -> None:
    found = profile(_view(look, Person("person:7", "Nora Quinn", title="Buyer")), "person:7")
    assert (found.name, found.documents, found.topics) == ("Nora Quinn", 0, ())

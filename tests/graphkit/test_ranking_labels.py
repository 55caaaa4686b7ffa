"""Which labels an answer shows with people and documents."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import count

import pytest

from graphkit.acl import OPERATOR, PUBLIC, Viewer
from graphkit.answer import Answer
from graphkit.errors import StoreUnavailable
from graphkit.explain import explain
from graphkit.formula import Formula
from graphkit.model import (
    Facts,
    Mention,
    Message,
    Postings,
    Reading,
    Scope,
    Totals,
    Vocabulary,
    Volume,
)
from graphkit.person import Person
from graphkit.ranking import TOPICS, ask, rank
from graphkit.store import GraphStore
from graphkit.view import View
from tests.graphkit.conftest import Look
from tests.invariants.organisations import LANGUAGES, part, reading

EVERYBODY = Formula(floor=0)
FIRM = (
    reading("a:1", "offshore_wind_permit offshore_wind_permit cable", part("ada")),
    reading("a:2", "offshore_wind_permit wind_farm", part("ada"), part("bob", "reviewer")),
    reading("a:3", "wind_farm wind cable", part("bob")),
    reading("a:4", "permit soil permit", part("ada")),
    reading("a:5", "sea_wall wind", part("cleo")),
    reading("a:6", "sea_wall permit", part("cleo")),
    *(reading(f"b:{n}", f"soil noise bridge{n}", part("zoe")) for n in range(6)),
)


def _receipts(answer: Answer) -> dict[str, tuple[str, ...]]:
    """What each document of an answer shows; it shows the same with whomever it speaks for."""
    return {r.document.id: r.topics for expert in answer.experts for r in expert.receipts}


def test_a_receipt_shows_labels_that_hold_a_word_of_the_question_or_else_its_words(
    look: Look,
) -> None:
    assert _receipts(ask(look(*FIRM), "wind permits", formula=EVERYBODY)) == {
        "a:1": ("offshore wind permit",),
        "a:2": ("offshore wind permit", "wind farm"),
        "a:3": ("wind farm",),
        "a:4": ("permit",),
        "a:5": ("wind",),  # its label holds no word of the question
        "a:6": ("permit",),
    }


def test_a_person_shows_labels_by_the_shares_of_their_documents_and_words_only_without_any(
    look: Look,
) -> None:
    answer = ask(look(*FIRM), "wind permits", formula=EVERYBODY)
    ada, bob, cleo = (
        next(e for e in answer.experts if e.name == name) for name in ("Ada", "Bob", "Cleo")
    )
    shares = {r.document.id: r.share for r in bob.receipts}
    assert shares["a:3"] > 0
    assert ada.topics == ("offshore wind permit", "wind farm")  # and not "permit", from a:4
    assert bob.topics == ("wind farm", "offshore wind permit")  # of two documents, of one
    assert set(cleo.topics) == {"wind", "permit"}
    strongest = {r.topics[0] for r in cleo.receipts[:1]}
    assert set(cleo.topics[:1]) == strongest


def test_labels_that_hold_more_words_of_the_question_come_first_then_the_better(
    look: Look,
) -> None:
    said = "offshore_wind_permit permit_fee wind_farm tide_mill Wind_atlas"
    alone = reading("a:2", "wind_farm", part("bob"))
    view = look(*(reading(f"a:{n}", f"{said} word{n}", part("ada")) for n in range(2)), alone)
    ada = ask(view, "wind permits").experts[0]
    expected = ("offshore wind permit", "wind farm", "Wind atlas", "permit fee")
    assert ada.receipts[0].topics == ada.receipts[1].topics == expected
    assert ask(view, "permits").experts[0].receipts[0].topics == (
        "offshore wind permit",
        "permit fee",
    )


def test_labels_are_found_in_the_languages_of_the_question(look: Look) -> None:
    said = "fr/parc_éolien fr/éolien wind_farm"
    view = look(*(reading(f"a:{n}", f"{said} word{n}", part("ada")) for n in range(2)))
    english = View(view.store, PUBLIC, ("en",))
    for seen, question, topics in (
        (view, "éoliennes", ("parc éolien",)),
        (english, "parc wind", ("wind farm",)),
    ):
        assert ask(seen, question, formula=EVERYBODY).experts[0].topics == topics


WINDY = "farm mast park shear rose tunnel atlas vane lull gust speed load tower rotor yaw".split()


def test_a_document_shows_four_labels_and_a_person_eight(look: Look) -> None:
    readings = [
        reading(
            f"a:{n}",
            " ".join(f"wind_{word}" for word in WINDY[n // 2 * 5 :][:5]) + f" word{n}",
            part("ada"),
        )
        for n in range(6)
    ]
    (ada,) = ask(look(*readings), "wind").experts
    assert [len(r.topics) for r in ada.receipts] == [TOPICS // 2] * 6 == [4] * 6
    assert len({topic for r in ada.receipts for topic in r.topics}) > TOPICS
    assert len(ada.topics) == TOPICS == 8


def test_a_hundred_labels_are_looked_for_at_most(look: Look) -> None:
    said = " ".join(f"wind_w{number}" for number in range(100, 205))
    view = look(*(reading(f"a:{n}", f"{said} word{n}", part("ada")) for n in range(2)))
    shown = [label.text for label in rank(view, "wind", EVERYBODY).labels]
    assert shown == [f"wind w{number}" for number in range(100, 200)]


def test_an_explanation_shows_what_the_answer_shows(look: Look) -> None:
    view = look(*FIRM)
    for expert in ask(view, "wind permits", formula=EVERYBODY).experts:
        assert explain(view, "wind permits", expert.id, formula=EVERYBODY).expert == expert
    nothing = explain(view, "wind permits", "email:zoe@x.org", formula=EVERYBODY)
    assert nothing.expert.topics == ()


def _rewritten(surface: str) -> tuple[Reading, ...]:
    """The same documents, where one phrase is written otherwise."""

    def said(mention: Mention) -> Mention:
        return mention._replace(surface=surface) if mention.topic == "en+wind farm" else mention

    return tuple(replace(r, mentions=tuple(map(said, r.mentions or ()))) for r in FIRM)


@pytest.mark.parametrize(("question", "changes"), [("wind permits", True), ("permits", False)])
def test_the_fingerprint_changes_with_a_label_that_the_question_touches(
    look: Look, question: str, changes: bool
) -> None:
    before, after = (ask(look(*_rewritten(s)), question) for s in ("wind farm", "Wind farm"))
    assert (before.fingerprint != after.fingerprint) == changes
    scores = [[(e.id, e.score, e.strength) for e in answer.experts] for answer in (before, after)]
    assert scores[0] == scores[1]


def test_hidden_documents_change_no_label_that_is_shown(look: Look) -> None:
    hidden = [
        reading(f"c:{n}", "Wind_farm Wind_farm sea_wind sea_wall_permit", part("dan"), acl="")
        for n in range(3)
    ]
    answers = [ask(look(*each), "wind permits") for each in (FIRM, (*FIRM, *hidden))]
    assert answers[0] == answers[1]
    assert ask(look(*FIRM, *hidden, viewer=OPERATOR), "wind permits") != answers[0]


class Busy:
    """A store that somebody writes to just after it was read, as often as said."""

    def __init__(self, store: GraphStore, *reads: str, writes: int) -> None:
        self._store, self._reads, self._left = store, reads, writes
        self._numbers = count()

    def _write(self, read: str) -> None:
        if read in self._reads and self._left:
            self._left -= 1
            self._store.put([reading(f"z:{next(self._numbers)}", "noise", part("zoe"))])

    def vocabulary(self, viewer: Viewer, least: int) -> Vocabulary:
        """The store's."""
        found = self._store.vocabulary(viewer, least)
        self._write("vocabulary")
        return found

    def postings(self, viewer: Viewer, topics: frozenset[str]) -> Postings:
        """The store's."""
        found = self._store.postings(viewer, topics)
        self._write("postings")
        return found

    def frequencies(self, viewer: Viewer, topics: Collection[str]) -> Mapping[str, int]:
        """The store's."""
        return self._store.frequencies(viewer, topics)

    def keys(self, viewer: Viewer, numbers: Collection[int]) -> Mapping[int, str]:
        """The store's."""
        return self._store.keys(viewer, numbers)

    def threads(
        self, viewer: Viewer, documents: Collection[str]
    ) -> Collection[tuple[Message, ...]]:
        """The store's."""
        found = self._store.threads(viewer, documents)
        self._write("threads")
        return found

    def owners(self, aliases: Collection[str]) -> Mapping[str, Person]:
        """The store's."""
        return self._store.owners(aliases)

    def volumes(self, viewer: Viewer, aliases: Collection[str]) -> Mapping[str, Volume]:
        """The store's."""
        return self._store.volumes(viewer, aliases)

    def totals(self, viewer: Viewer) -> Totals:
        """The store's."""
        return self._store.totals(viewer)

    def facts(self, viewer: Viewer, scope: Scope) -> Facts:
        """The store's."""
        found = self._store.facts(viewer, scope)
        self._write("facts")
        return found

    def revision(self) -> int:
        """The store's."""
        return self._store.revision()


def _busy(view: View, *reads: str, writes: int) -> View:
    store: GraphStore = Busy(view.store, *reads, writes=writes)  # type: ignore[assignment]  # it passes on what is read
    return View(store, view.viewer, LANGUAGES)


@pytest.mark.parametrize("read", ["vocabulary", "postings", "threads", "facts"])
def test_while_the_store_is_written_answers_do_without_labels_and_then_have_them(
    look: Look, read: str
) -> None:
    view = look(*FIRM)
    busy = _busy(view, read, writes=1)
    meanwhile = ask(busy, "wind permits", formula=EVERYBODY)
    assert set().union(*_receipts(meanwhile).values()) == {"wind", "permit"}
    afterwards = ask(busy, "wind permits", formula=EVERYBODY)
    assert afterwards == ask(
        View(view.store, PUBLIC, LANGUAGES), "wind permits", formula=EVERYBODY
    )
    assert "wind farm" in set().union(*_receipts(afterwards).values())
    ranked = [[(e.id, e.score) for e in answer.experts] for answer in (meanwhile, afterwards)]
    assert ranked[0] == ranked[1]


def test_a_store_that_is_written_all_the_time_is_not_read(look: Look) -> None:
    with pytest.raises(StoreUnavailable, match="is being written too fast"):
        ask(_busy(look(*FIRM), "postings", writes=1_000), "wind")


def test_an_answer_shows_the_labels_of_the_store_as_it_is(look: Look) -> None:
    view = look(*FIRM)
    assert ask(view, "soil").experts[0].topics == ("soil",)
    view.store.put(reading(f"c:{n}", f"soil_survey word{n}", part("zoe")) for n in range(2))
    assert "soil survey" in ask(view, "soil").experts[0].topics
    view.store.remove(["c:0"])
    assert ask(view, "soil").experts[0].topics == ("soil",)

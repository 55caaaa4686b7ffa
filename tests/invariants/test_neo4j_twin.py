"""Whatever is written, in whatever order, an SQLite file and a Neo4j tell the same bytes."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from api.schemas import AnswerOut
from graphkit.acl import OPERATOR, Viewer
from graphkit.erasure import erase
from graphkit.errors import NotFound, QueryError
from graphkit.formula import Formula
from graphkit.model import Mention, Reading
from graphkit.person import Decision, Person
from graphkit.ranking import ask
from graphkit.store import GraphStore, open_store
from graphkit.view import View
from tests import neo4j_server
from tests.contracts.conftest import told_to
from tests.invariants.organisations import (
    LANGUAGES,
    SPELLINGS,
    Memberships,
    decisions,
    directories,
    formulas,
    memberships,
    organisations,
    questions,
    viewers,
)

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=512)
_names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)


def _written(reading: Reading, text: str, name: str) -> Reading:
    """A reading that says the same in the strangest spelling a source may have."""
    alias = unicodedata.normalize("NFC", f"name:{name}")
    first, *rest = reading.contributions
    strange = replace(first, alias=alias, name=text)
    people = tuple(sorted([strange, *rest], key=lambda part: part.alias))
    mentions = tuple(Mention(m.topic, text, *m[2:]) for m in reading.mentions or ())
    document = replace(reading.document, title=text, link=text)
    return replace(reading, document=document, contributions=people, mentions=mentions)


_readings = st.builds(
    lambda readings, text, name: (_written(readings[0], text, name), *readings[1:]),
    organisations,
    _texts,
    _names,
)


def _answer(view: View, question: str, formula: Formula) -> str:
    try:
        answer = ask(view, question, k=20, formula=formula)
    except QueryError as error:
        return str(error)
    return AnswerOut.of(answer, None).model_dump_json()


class Twins(RuleBasedStateMachine):
    """Two stores to which the same is done."""

    def __init__(self) -> None:
        """Both empty."""
        super().__init__()
        self.stores: list[GraphStore] = [
            open_store(neo4j_server.emptied(), create=True),
            open_store(neo4j_server.beside(), create=True),
        ]

    def _equal(self, *told: Any) -> None:  # noqa: ANN401  whatever a store tells
        assert told[0] == told[1]

    @rule(readings=_readings)
    def put(self, readings: tuple[Reading, ...]) -> None:
        """Add documents, and replace those that are there."""
        self._equal(*[store.put(readings) for store in self.stores])

    @rule(readings=organisations)
    def keep(self, readings: tuple[Reading, ...]) -> None:
        """Change permissions and people only."""
        unread = [replace(reading, mentions=None) for reading in readings]
        self._equal(*[store.put(unread) for store in self.stores])

    @rule(numbers=st.frozensets(st.integers(0, 7), max_size=4))
    def remove(self, numbers: frozenset[int]) -> None:
        """Take documents out, some of which may not be there."""
        gone = [f"{'ab'[number % 2]}:{number}" for number in sorted(numbers)]
        self._equal(*[store.remove(gone) for store in self.stores])

    @rule(enrolled=memberships)
    def enrol(self, enrolled: Memberships) -> None:
        """Say who is in some groups."""
        for store in self.stores:
            for group, members in enrolled.items():
                store.enrol(group, members)

    @rule(people=directories, decided=decisions)
    def assign(self, people: tuple[Person, ...], decided: tuple[Decision, ...] | None) -> None:
        """Say who owns which aliases."""
        for store in self.stores:
            store.assign(people, decided)

    @rule(person=st.sampled_from(sorted({alias for alias, _ in SPELLINGS})))
    def erase(self, person: str) -> None:
        """Forget somebody, where there is anything of them."""
        done = []
        for store in self.stores:
            try:
                erasure = erase(store, person, key="k")
            except NotFound as absent:
                done.append(str(absent))
            else:
                done.append((erasure.documents, erasure.kept, erasure.aliases))
        self._equal(*done)

    @rule(viewer=viewers, question=questions, formula=formulas)
    def ask(self, viewer: Viewer, question: str, formula: Formula) -> None:
        """Ask as somebody, and as the operator."""
        for who in (viewer, OPERATOR):
            views = [View(store, who, LANGUAGES) for store in self.stores]
            self._equal(*[_answer(view, question, formula) for view in views])

    @rule(viewer=viewers)
    def look(self, viewer: Viewer) -> None:
        """Read all that somebody may read."""
        topics = frozenset(self._topics())
        self._equal(*[told_to(store, viewer, topics) for store in self.stores])
        aliases = frozenset(row[2] for row in self.stores[1].dump() if row[0] == "contribution")
        self._equal(*[dict(store.volumes(viewer, aliases)) for store in self.stores])  # type: ignore[arg-type]  # texts
        self._equal(*[dict(store.owners(aliases)) for store in self.stores])  # type: ignore[arg-type]  # texts

    def _topics(self) -> Mapping[str, None]:
        rows = (row for row in self.stores[1].dump() if row[0] == "mention")
        return dict.fromkeys(str(topic) for _, _, topic, *_ in rows)

    def teardown(self) -> None:
        """Hold the dumps against each other."""
        self._equal(*[list(store.dump()) for store in self.stores])
        for store in self.stores:
            store.close()


TestTwins = Twins.TestCase
TestTwins.settings = settings(
    max_examples=100,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

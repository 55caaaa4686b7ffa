"""Stores of the register, each in a new place, and all that one tells."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphkit.acl import OPERATOR, PUBLIC, Viewer
from graphkit.model import Facts, Reading, Scope, Vocabulary
from graphkit.store import GraphStore, open_store
from graphkit.stores import STORES
from tests.contracts import cases
from tests.invariants.organisations import places

BIDS, HR = Viewer(frozenset({"group:bids"})), Viewer(frozenset({"group:hr"}))
BOTH = Viewer(frozenset({"group:bids", "group:hr"}))
ADA, BOB = Viewer(frozenset({"user:ada@x.org"})), Viewer(frozenset({"user:bob@x.org"}))

Hold = Callable[..., GraphStore]


@pytest.fixture(params=sorted(STORES))
def scheme(request: pytest.FixtureRequest) -> str:
    """Each key of the register."""
    name: str = request.param
    return name


@pytest.fixture
def hold(scheme: str, tmp_path: Path) -> Iterator[Hold]:
    """Makes a new store of some readings; all are closed at the end.

    The first is the one that is tested, the others, to compare it with, are SQLite files: a server
    holds one store.
    """
    opened: list[GraphStore] = []

    def holding(*readings: Reading) -> GraphStore:
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        kind = "sqlite" if opened else scheme
        opened.append(open_store(cases.STORES[kind](folder), create=True))
        opened[-1].put(readings)
        return opened[-1]

    yield holding
    for store in opened:
        store.close()


def seen(store: GraphStore, viewer: Viewer = OPERATOR, scope: Scope | None = None) -> Facts:
    """The facts, without the revision: stores that hold the same have their own."""
    return replace(store.facts(viewer, scope or Scope()), revision=0)


def told(store: GraphStore) -> list[object]:
    """Everything a store tells anybody, but for the revision."""
    facts = seen(store)
    topics = frozenset(m.topic for r in facts.readings for m in r.mentions or ())
    sources = {r.document.id.partition(":")[0] for r in facts.readings}
    answers: list[object] = [list(store.dump()), {s: dict(store.digests(s)) for s in sources}]
    viewers = (PUBLIC, BIDS, HR, BOTH, ADA, BOB, OPERATOR)
    return [*answers, *(told_to(store, viewer, topics) for viewer in viewers)]


def told_to(store: GraphStore, viewer: Viewer, topics: frozenset[str]) -> tuple[object, ...]:
    """Everything a viewer can read, but for the revision."""
    found = store.postings(viewer, topics | {"en:nowhere"})
    assert found.totals == store.totals(viewer)
    assert found.revision == store.revision()
    frequencies = store.frequencies(viewer, topics)
    assert frequencies == {topic: len(each.documents) for topic, each in found.topics.items()}
    phrases = [phrases_of(store, viewer, least) for least in (1, 2)]
    facts = seen(store, viewer)
    documents = [reading.document.id for reading in facts.readings]
    return (
        facts,
        found.totals,
        places(store, viewer, *topics),
        phrases,
        threads_of(store, viewer, *documents),
    )


def threads_of(store: GraphStore, viewer: Viewer, *documents: str) -> list[list[object]]:
    """The threads around documents, without the numbers, which are the store's."""
    found = store.threads(viewer, documents)
    for thread in found:
        keys = store.keys(viewer, [message.number for message in thread])
        assert list(keys.values()) == [message.document for message in thread]
    return sorted([list(message[1:]) for message in thread] for thread in found)


def phrases_of(store: GraphStore, viewer: Viewer, least: int = 1) -> Vocabulary:
    """A viewer's vocabulary, without the revision, which is the store's."""
    found = store.vocabulary(viewer, least)
    assert found.revision == store.revision()
    return replace(found, revision=0)

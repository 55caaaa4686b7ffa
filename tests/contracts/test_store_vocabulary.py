"""Which phrases a viewer may see, and how they are used (`GraphStore.vocabulary`), in every store.

That hidden documents take no part is what `graphkit.labels` relies on.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.acl import OPERATOR, PUBLIC, Viewer
from graphkit.model import Facts, Mention, Reading, Scope, Usage, Vocabulary
from graphkit.store import GraphStore, open_store
from graphkit.stores import STORES
from tests.contracts import cases
from tests.contracts.conftest import BIDS, BOTH, HR, Hold, phrases_of
from tests.invariants.organisations import (
    Memberships,
    memberships,
    organisations,
    part,
    reading,
    viewers,
)

FARM = reading("a:1", "^wind_farm wind_farm grid", part("ada"))
FARMS = reading("a:2", "#Wind_Farms NumPy_ NumPy_", part("bob"), acl="group:bids")
CODE = reading(
    "b:1", "wind_farm grid_code", part("ada", name="A. Lovelace"), acl="group:bids group:hr"
)
PAY = reading("b:2", "wind_farm ^grid_code", part("cleo"), acl="")
FIRM = (FARM, FARMS, CODE, PAY)

GRID_CODE = Usage({"grid code": 1}, 1, {})
NUMPY = Usage({"NumPy": 2}, 1, {})


def _vocabulary(phrases: dict[str, Usage], sources: dict[str, int], *names: str) -> Vocabulary:
    return Vocabulary(phrases, sources, frozenset(names), 0)


SEEN = {
    "public": (
        PUBLIC,
        _vocabulary({"en+wind farm": Usage({"wind farm": 2}, 1, {"a": 1})}, {"a": 1}, "Ada"),
    ),
    "hr": (
        HR,
        _vocabulary(
            {"en+grid code": GRID_CODE, "en+wind farm": Usage({"wind farm": 3}, 2, {"a": 1})},
            {"a": 1, "b": 1},
            *("Ada", "A. Lovelace"),
        ),
    ),
    "bids": (
        BIDS,
        _vocabulary(
            {
                "en+grid code": GRID_CODE,
                "en+numpi": NUMPY,
                "en+wind farm": Usage({"Wind Farms": 1, "wind farm": 3}, 3, {"a": 2}),
            },
            {"a": 2, "b": 1},
            *("Ada", "A. Lovelace", "Bob"),
        ),
    ),
    "operator": (
        OPERATOR,
        _vocabulary(
            {
                "en+grid code": Usage({"grid code": 2}, 2, {"b": 1}),
                "en+numpi": NUMPY,
                "en+wind farm": Usage({"Wind Farms": 1, "wind farm": 4}, 4, {"a": 2}),
            },
            {"a": 2, "b": 2},
            *("Ada", "A. Lovelace", "Bob", "Cleo"),
        ),
    ),
}


@pytest.mark.parametrize("viewer", SEEN)
def test_a_vocabulary_counts_visible_documents_and_nothing_else(hold: Hold, viewer: str) -> None:
    who, expected = SEEN[viewer]
    assert phrases_of(hold(*FIRM), who) == expected


@pytest.mark.parametrize(
    ("viewer", "least", "phrases"),
    [
        (PUBLIC, 1, ["en+wind farm"]),
        (PUBLIC, 2, []),  # of the four documents with it one is visible
        (HR, 2, ["en+wind farm"]),
        (HR, 3, []),
        (BIDS, 3, ["en+wind farm"]),
        (BOTH, 2, ["en+wind farm"]),
        (OPERATOR, 2, ["en+grid code", "en+wind farm"]),
        (OPERATOR, 4, ["en+wind farm"]),
        (OPERATOR, 5, []),
    ],
)
def test_at_least_so_many_visible_documents_hold_a_phrase(
    hold: Hold, viewer: Viewer, least: int, phrases: list[str]
) -> None:
    all_of, found = (phrases_of(hold(*FIRM), viewer, n) for n in (1, least))
    assert sorted(found.phrases) == phrases
    assert found == replace(all_of, phrases={key: all_of.phrases[key] for key in phrases})


def test_phrases_are_sorted_by_key_and_sources_by_name(hold: Hold) -> None:
    found = hold(*reversed(FIRM)).vocabulary(OPERATOR, 1)
    assert list(found.phrases) == sorted(found.phrases)
    assert list(found.sources) == ["a", "b"]


def test_words_are_no_phrases_whatever_they_hold(hold: Hold) -> None:
    mentions = tuple(Mention(key, key, 1) for key in ("en+c++", "en:a+b", "en:c++", "fr:+"))
    found = hold(replace(FARM, mentions=mentions)).vocabulary(PUBLIC, 1)
    assert list(found.phrases) == ["en+c++"]


def test_the_store_without_phrases_has_sources_and_names(hold: Hold) -> None:
    assert phrases_of(hold(reading("a:1", "wind", part("ada"))), PUBLIC) == _vocabulary(
        {}, {"a": 1}, "Ada"
    )
    assert phrases_of(hold(), OPERATOR) == _vocabulary({}, {})


def test_a_viewer_in_a_group_reads_what_the_group_reads(hold: Hold) -> None:
    store = hold(*FIRM)
    store.enrol("group:bids", frozenset({"user:ada@x.org"}))
    assert phrases_of(store, Viewer(frozenset({"user:ada@x.org"}))) == SEEN["bids"][1]


def _moved(before: Reading, acl: str) -> Reading:
    """The same under another acl, unread."""
    return replace(
        before, document=replace(before.document, acl=frozenset(acl.split())), mentions=None
    )


WRITES: dict[str, tuple[Callable[[GraphStore], object], Usage | None]] = {
    "another document": (
        lambda store: store.put([reading("c:1", "#wind_farm")]),
        Usage({"wind farm": 3}, 2, {"a": 1, "c": 1}),
    ),
    "a hidden document": (
        lambda store: store.put([reading("c:1", "wind_farm", acl="group:bids")]),
        Usage({"wind farm": 2}, 1, {"a": 1}),
    ),
    "other words": (
        lambda store: store.put([reading("a:1", "Wind_farms")]),
        Usage({"Wind farms": 1}, 1, {}),
    ),
    "other phrases": (lambda store: store.put([reading("a:1", "grid_code")]), None),
    "a document less": (lambda store: store.remove(["a:1"]), None),
    "a document hidden": (lambda store: store.put([_moved(FARM, "group:hr")]), None),
    "a document opened": (
        lambda store: store.put([_moved(FARMS, "everyone")]),
        Usage({"Wind Farms": 1, "wind farm": 2}, 2, {"a": 2}),
    ),
    "a document opened to some": (
        lambda store: store.put([_moved(PAY, "group:bids")]),
        Usage({"wind farm": 2}, 1, {"a": 1}),
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_each_write_is_seen(hold: Hold, write: str) -> None:
    store = hold(*FIRM)
    revision = store.vocabulary(PUBLIC, 1).revision
    do, expected = WRITES[write]
    do(store)
    assert phrases_of(store, PUBLIC).phrases.get("en+wind farm") == expected
    assert store.vocabulary(PUBLIC, 1).revision > revision


def _recounted(facts: Facts, least: int) -> Vocabulary:
    """The same from all that a viewer may see, one document after the other."""
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    headed: dict[str, Counter[str]] = defaultdict(Counter)
    documents: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    names: set[str] = set()
    for each in facts.readings:
        source = each.document.id.partition(":")[0]
        sources[source] += 1
        names.update(contribution.name for contribution in each.contributions)
        for mention in each.mentions or ():
            if mention.topic[2] == "+":
                surfaces[mention.topic][mention.surface] += mention.times
                documents[mention.topic] += 1
                if mention.in_title or mention.in_heading:
                    headed[mention.topic][source] += 1
    phrases = {
        key: Usage(dict(surfaces[key]), documents[key], dict(headed[key]))
        for key in sorted(surfaces)
        if documents[key] >= least
    }
    return Vocabulary(phrases, dict(sources), frozenset(names), 0)


@pytest.mark.parametrize("scheme", sorted(STORES))
def test_a_vocabulary_equals_one_counted_over_the_facts(
    scheme: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(max_examples=cases.EXAMPLES.get(scheme, 60), deadline=None)
    @given(readings=organisations, enrolled=memberships, viewer=viewers, least=st.integers(1, 4))
    def holds(
        readings: tuple[Reading, ...], enrolled: Memberships, viewer: Viewer, least: int
    ) -> None:
        address = cases.STORES[scheme](tmp_path_factory.mktemp("store"))
        store = open_store(address, create=True)
        for group, members in enrolled.items():
            store.enrol(group, members)
        store.put(readings)
        for who in (viewer, OPERATOR):
            assert phrases_of(store, who, least) == _recounted(store.facts(who, Scope()), least)
        store.close()

    holds()

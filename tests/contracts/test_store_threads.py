"""Threads and numbers of documents (`GraphStore.threads`, `GraphStore.keys`), in every store."""

from dataclasses import replace

import pytest

from graphkit.acl import OPERATOR, PUBLIC, Viewer
from graphkit.model import Contribution, Reading
from graphkit.store import GraphStore
from tests.contracts.conftest import BIDS, BOTH, HR, Hold, threads_of
from tests.invariants.organisations import part, reading


def _said(
    key: str,
    thread: str | None,
    reply_to: str | None = None,
    acl: str = "everyone",
    who: str = "ada",
) -> Reading:
    made = reading(key, f"wind {key}", part(who), acl=acl, date="2024-05-14")
    return replace(made, document=replace(made.document, thread=thread, reply_to=reply_to))


TALK = (
    _said("a:1", "t"),
    _said("a:2", "t", "a:1", "group:bids", "bob"),
    _said("a:3", "t", "a:2", who="cleo"),
    _said("a:4", "other", acl="group:hr"),
    _said("a:5", None),
    _said("b:1", "t"),
)


def _alias(contribution: Contribution) -> str:
    return contribution.alias


def _ids(store: GraphStore, viewer: Viewer, *documents: str) -> list[list[object]]:
    return [[message[0] for message in thread] for thread in threads_of(store, viewer, *documents)]


@pytest.mark.parametrize(
    ("viewer", "around", "threads"),
    [
        (PUBLIC, ["a:1"], [["a:1", "a:3"]]),
        (PUBLIC, ["a:1", "a:3"], [["a:1", "a:3"]]),
        (BIDS, ["a:3"], [["a:1", "a:2", "a:3"]]),
        (OPERATOR, ["a:3", "a:4", "b:1"], [["a:1", "a:2", "a:3"], ["a:4"], ["b:1"]]),
        (HR, ["a:4"], [["a:4"]]),
        (PUBLIC, ["a:4"], []),
        (PUBLIC, ["a:2"], []),  # hidden as absent
        (PUBLIC, ["a:absent"], []),
        (BOTH, ["a:5"], []),
        (PUBLIC, [], []),
    ],
)
def test_threads_are_whole_as_far_as_one_may_see_and_sources_are_apart(
    hold: Hold, viewer: Viewer, around: list[str], threads: list[list[str]]
) -> None:
    store = hold(*TALK)
    assert _ids(store, viewer, *around) == threads
    assert _ids(store, viewer, *around) == threads  # what is kept of the first read


def test_a_message_says_when_what_it_answers_what_it_does_and_who_wrote_it(hold: Hold) -> None:
    asks = replace(TALK[0], document=replace(TALK[0].document, act="asks"))
    (talk,) = threads_of(hold(asks, *TALK[1:]), PUBLIC, "a:1")
    assert talk == [
        ["a:1", "2024-05-14", None, "asks", ("email:ada@x.org",)],
        ["a:3", "2024-05-14", "a:2", "", ("email:cleo@x.org",)],
    ]


def test_authors_of_a_message_are_sorted_and_others_left_out(hold: Hold) -> None:
    said = _said("a:1", "t")
    people = tuple(part(who) for who in ("ada", "bob", "éva", "zoe"))
    others = (part("dan", "participant"), part("eve", "mentioned"))
    store = hold(replace(said, contributions=tuple(sorted(people + others, key=_alias))))
    ((message,),) = threads_of(store, PUBLIC, "a:1")
    assert isinstance(message, list)
    assert message[4] == tuple(f"email:{who}@x.org" for who in ("ada", "bob", "zoe", "éva"))


def test_threads_change_with_the_store(hold: Hold) -> None:
    store = hold(*TALK)
    assert _ids(store, PUBLIC, "a:1") == [["a:1", "a:3"]]
    store.put([_said("a:9", "t")])
    assert _ids(store, PUBLIC, "a:1") == [["a:1", "a:3", "a:9"]]
    store.remove(["a:1"])
    assert _ids(store, PUBLIC, "a:1", "a:3") == [["a:3", "a:9"]]


def test_a_number_tells_the_id_to_whom_the_document_is_visible(hold: Hold) -> None:
    store = hold(*TALK)
    (talk,) = store.threads(OPERATOR, ["a:1"])
    numbers = {message.document: message.number for message in talk}
    assert len(set(numbers.values())) == 3
    asked = [*numbers.values(), 10_000]
    assert store.keys(OPERATOR, asked) == {number: key for key, number in numbers.items()}
    assert set(store.keys(PUBLIC, asked).values()) == {"a:1", "a:3"}
    assert store.keys(PUBLIC, [numbers["a:2"]]) == {}
    found = store.postings(OPERATOR, frozenset({"en:wind"}))
    assert set(numbers.values()) <= set(found.topics["en:wind"].documents.tolist())
    assert max(found.topics["en:wind"].documents.tolist()) < found.size

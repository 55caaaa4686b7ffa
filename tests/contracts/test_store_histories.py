"""Whatever was written before, in whatever order, a store tells what it was told last."""

import itertools
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.acl import OPERATOR, Viewer
from graphkit.errors import StoreUnavailable
from graphkit.model import Digest, Reading, Scope
from graphkit.store import GraphStore, open_store
from graphkit.stores import STORES
from tests.contracts import cases
from tests.contracts.conftest import BIDS, Hold, told
from tests.invariants.organisations import (
    Memberships,
    memberships,
    organisations,
    part,
    reading,
)

Step = tuple[str, tuple[Reading, ...], Memberships]
"""``put``, ``keep`` (put without mentions) or ``remove``, of what, and who is enrolled before."""

_steps = st.lists(
    st.tuples(st.sampled_from(["put", "keep", "remove"]), organisations, memberships), max_size=4
)
_every_store = pytest.mark.parametrize("scheme", sorted(STORES))


def _empty(scheme: str, folders: pytest.TempPathFactory) -> GraphStore:
    return open_store(cases.STORES[scheme](folders.mktemp("store")), create=True)


def _write(store: GraphStore, what: str, readings: Iterable[Reading]) -> None:
    if what == "remove":
        store.remove(reading.document.id for reading in readings)
    elif what == "keep":
        store.put(replace(reading, mentions=None) for reading in readings)
    else:
        store.put(readings)


def _kept(new: Reading, before: Reading | None) -> Reading:
    """What `_write` should leave of a reading without mentions."""
    if before is None:
        return replace(new, mentions=())
    kept = before.document
    document = replace(
        new.document, language=kept.language, length=kept.length, bag=kept.bag, act=kept.act
    )
    return replace(new, document=document, mentions=before.mentions)


def _tokens(held: Mapping[str, Reading]) -> set[str]:
    return {token for reading in held.values() for token in reading.document.acl}


def _expected(steps: Iterable[Step]) -> tuple[Mapping[str, Reading], Memberships]:
    """What is left of documents and of groups after each other."""
    held: dict[str, Reading] = {}
    groups: dict[str, frozenset[str]] = {}
    for what, readings, enrolled in steps:
        groups.update(enrolled)
        before = _tokens(held)
        for each in readings:
            key = each.document.id
            if what == "remove":
                held.pop(key, None)
            else:
                held[key] = _kept(each, held.get(key)) if what == "keep" else each
        for token in before - _tokens(held):
            groups.pop(token, None)
    return held, groups


def _enrol(store: GraphStore, groups: Memberships) -> None:
    for group, members in groups.items():
        store.enrol(group, members)


@_every_store
def test_after_any_writes_a_store_tells_what_one_does_that_was_only_given_the_last_state(
    scheme: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(max_examples=cases.EXAMPLES.get(scheme, 60), deadline=None)
    @given(steps=_steps)
    def holds(steps: list[Step]) -> None:
        store, fresh = _empty(scheme, tmp_path_factory), _empty("sqlite", tmp_path_factory)
        for what, readings, enrolled in steps:
            _enrol(store, enrolled)
            _write(store, what, readings)
        held, groups = _expected(steps)
        fresh.put(held.values())
        _enrol(fresh, groups)
        assert told(store) == told(fresh)
        store.close()
        fresh.close()

    holds()


@_every_store
def test_any_order_and_any_batches_leave_the_same_dump(
    scheme: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(max_examples=cases.EXAMPLES.get(scheme, 20), deadline=None)
    @given(
        readings=organisations, enrolled=memberships, randomness=st.randoms(use_true_random=False)
    )
    def holds(readings: tuple[Reading, ...], enrolled: Memberships, randomness: Random) -> None:
        one_by_one, at_once = _empty(scheme, tmp_path_factory), _empty("sqlite", tmp_path_factory)
        at_once.put(readings)
        _enrol(at_once, enrolled)
        writes: list[Callable[[], object]] = [partial(one_by_one.put, [each]) for each in readings]
        writes += [partial(one_by_one.enrol, *each) for each in enrolled.items()]
        for write in randomness.sample(writes, len(writes)):
            write()
        assert told(at_once) == told(one_by_one)
        at_once.close()
        one_by_one.close()

    holds()


@_every_store
def test_a_pass_that_enrols_before_each_batch_leaves_the_same_in_any_order(
    scheme: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(max_examples=cases.EXAMPLES.get(scheme, 20), deadline=None)
    @given(
        before=organisations,
        after=organisations,
        enrolled=memberships,
        randomness=st.randoms(use_true_random=False),
    )
    def holds(
        before: tuple[Reading, ...],
        after: tuple[Reading, ...],
        enrolled: Memberships,
        randomness: Random,
    ) -> None:
        stores = [_empty(kind, tmp_path_factory) for kind in (scheme, "sqlite")]
        for store in stores:
            _enrol(store, enrolled)
            store.put(before)
        for store, order in zip(
            stores, (after, randomness.sample(after, len(after))), strict=True
        ):
            for each in order:
                _enrol(store, {g: m for g, m in enrolled.items() if g in each.document.acl})
                store.put([each])
        assert told(stores[0]) == told(stores[1])
        for store in stores:
            store.close()

    holds()


def test_of_several_readings_of_a_document_in_a_batch_the_last_counts(hold: Hold) -> None:
    first = reading("a:1", "wind permit", part("ada"))
    last = reading("a:1", "grid", part("bob"))
    assert told(hold(first, last)) == told(hold(last))


def test_what_was_written_is_there_when_the_store_is_opened_again(
    scheme: str, tmp_path: Path
) -> None:
    address = cases.STORES[scheme](tmp_path)
    with pytest.raises(StoreUnavailable):
        open_store(address)
    store = open_store(address, create=True)
    store.put([reading("a:1", "wind permit", part("ada")), reading("a:2", "grid", acl="")])
    before, revision = told(store), store.revision()
    store.close()
    for create in (False, True):
        again = open_store(address, create=create)
        assert told(again) == before
        assert again.revision() == revision
        again.close()


def _edition(number: int) -> list[Reading]:
    """Six documents that all say the same number, some of them hidden from bids."""
    said = f"wind {'permit ' * number}"
    return [
        reading(f"a:{i}", said, part("ada"), acl="group:bids" if i % 3 else "", date=str(number))
        for i in range(6)
    ]


def _is_one_edition(store: GraphStore, viewer: Viewer, documents: int) -> bool:
    """Whether what a viewer is told comes from one moment."""
    facts = store.facts(viewer, Scope())
    found = store.postings(viewer, frozenset({"en:permit"}))
    (date,) = {r.document.date for r in facts.readings}
    (newest, length) = (found.totals.newest, found.totals.length)
    return (
        {m.times for r in facts.readings for m in r.mentions or () if m.topic == "en:permit"}
        == {int(date or "")}
        and set(found.topics["en:permit"].times.tolist()) == {int(newest or "")}
        and length == documents * (int(newest or "") + 1)
        and len(facts.readings) == len(found.topics["en:permit"].documents) == documents
    )


def test_readers_in_other_threads_see_one_state_while_another_writes(hold: Hold) -> None:
    store, done = hold(*_edition(1)), threading.Event()

    def read(viewer: Viewer, documents: int) -> int:
        for times in itertools.count(1):
            assert _is_one_edition(store, viewer, documents)
            if done.is_set():
                return times
        raise AssertionError

    with ThreadPoolExecutor(4) as threads:
        readers = [
            threads.submit(read, viewer, documents)
            for viewer, documents in [(BIDS, 4), (OPERATOR, 6)] * 2
        ]
        try:
            for number in range(2, 40):
                store.put(_edition(number))
        finally:
            done.set()
        assert all(reader.result() for reader in readers)
    assert told(store) == told(hold(*_edition(39)))


def test_writers_in_several_threads_lose_nothing(hold: Hold) -> None:
    store = hold()

    def write(writer: int) -> None:
        for number in range(15):
            shared = f"{writer} word{number} word{number + 1}"
            store.put([reading(f"{writer}:{number}", shared, part(f"p{number}"))])
            if number % 3 == 2:
                store.remove([f"{writer}:{number - 1}"])

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(write, range(3)))
    left = [
        reading(f"{w}:{n}", f"{w} word{n} word{n + 1}", part(f"p{n}"))
        for w in range(3)
        for n in range(15)
        if n % 3 != 1
    ]
    assert told(store) == told(hold(*left))


def test_a_new_digest_alone_is_kept(hold: Hold) -> None:
    first = reading("a:1", "wind", part("ada"))
    store = hold(first)
    store.put([replace(first, mentions=None, digest=Digest("new raw", "same content"))])
    assert store.digests("a") == {"a:1": Digest("new raw", "same content")}

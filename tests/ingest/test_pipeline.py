"""Passes over a source: what is skipped, replaced, swept and quarantined."""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.acl import EVERYONE, OPERATOR
from graphkit.errors import SourceUnreadable
from graphkit.model import Mention, Reading, Scope
from graphkit.store import GraphStore, Row, open_store
from ingest.connectors.table import Table
from ingest.extraction import Extraction
from ingest.pipeline import Report, ingest
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.workers import parse
from tests.ingest.conftest import Item, Listed, broken, documents, dumped, record


def run(
    store: GraphStore,
    *items: Item | Exception,
    acl: Iterable[str] = (EVERYONE,),
    without: str = "",
) -> Report:
    """One pass over source "s"."""
    return ingest(
        store, Listed(items, without), "s", extraction=Extraction(("de", "en")), acl=frozenset(acl)
    )  # fmt: skip


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """Read, new, changed, unchanged, removed."""
    return report.read, report.new, report.changed, report.unchanged, report.removed


def readings(store: GraphStore) -> dict[str, Reading]:
    """All that is on file, by the source's own key."""
    found = store.facts(OPERATOR, Scope()).readings
    return {reading.document.id.removeprefix("s:"): reading for reading in found}


def acls(store: GraphStore) -> dict[str, set[str]]:
    """Who may see what is on file."""
    return {key: set(reading.document.acl) for key, reading in readings(store).items()}


def fresh(*items: Item, acl: Iterable[str] = (EVERYONE,)) -> list[Row]:
    """The dump of a store that holds one pass."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"{folder}/fresh.db", create=True)
        run(store, *items, acl=acl)
        dump = list(store.dump())
        store.close()
    return dump


def test_a_second_pass_over_the_same_writes_nothing(store: GraphStore) -> None:
    items = record("a"), record("b", "Seals leak."), Skipped("c.pdf", ".pdf")
    first = run(store, *items)
    before = store.revision(), list(store.dump())
    second = run(store, *items)
    assert counts(first) == (2, 2, 0, 0, 0)
    assert counts(second) == (2, 0, 0, 2, 0)
    assert (store.revision(), list(store.dump())) == before
    assert first.skipped == second.skipped == {".pdf": 1}


def test_what_changed_is_replaced_and_what_is_gone_is_swept(store: GraphStore) -> None:
    run(store, record("a", "Seals leak."), record("b"), record("c", "Valves close."))
    report = run(store, record("a", "Seals hold."), record("b"), record("d"))
    assert counts(report) == (3, 1, 1, 1, 1)
    assert list(store.dump()) == fresh(record("a", "Seals hold."), record("b"), record("d"))


def test_a_sweep_takes_nothing_the_source_does_not_cover(store: GraphStore) -> None:
    other = [Record("s2:a", "raw", 1, "a", lambda: Content("Pump", "They hold."))]
    ingest(store, Listed(other), "s2", extraction=Extraction(("en",)))
    run(store, record("a"), record("b"), record("c"))
    assert counts(run(store, record("b"), without="s:a")) == (1, 0, 0, 1, 1)
    assert list(readings(store)) == ["s2:a", "a", "b"]


def test_nothing_is_swept_where_something_without_an_id_is_broken(store: GraphStore) -> None:
    run(store, record("a"), record("b"))
    report = run(store, record("a"), Unreadable("line 2", "it is no JSON"))
    assert (counts(report), report.complete) == ((2, 0, 0, 1, 0), False)
    assert report.quarantined == [("line 2", "it is no JSON")]
    assert list(readings(store)) == ["a", "b"]
    assert counts(run(store, record("a"))) == (1, 0, 0, 1, 1)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (broken("b"), "it is torn"),
        (broken("b", ZeroDivisionError("secret text")), "its parser failed: ZeroDivisionError"),
        (broken("b", RecursionError()), "its parser failed: RecursionError"),
        (Unreadable("b", "it is a link", "s:b"), "it is a link"),
    ],
)
def test_what_cannot_be_read_is_named_and_its_last_reading_kept(
    store: GraphStore, item: Item, reason: str
) -> None:
    run(store, record("a"), record("b"))
    before = readings(store)["b"]
    report = run(store, record("a", "Seals leak."), item, record("c"))
    assert (counts(report), report.complete) == ((3, 1, 1, 0, 0), True)
    assert report.quarantined == [("b", reason)]
    assert list(readings(store)) == ["a", "b", "c"]
    assert readings(store)["b"] == before


def test_a_record_outside_the_limits_is_quarantined(store: GraphStore) -> None:
    content = Content("Pump", "They hold.", (Actor("name:\n", "Ada", "author"),))
    report = run(store, record("a"), Record("s:b", "raw", 1, "b", lambda: content))
    assert [where for where, _ in report.quarantined] == ["b"]
    assert list(readings(store)) == ["a"]


def test_when_the_source_breaks_off_what_was_read_stands_and_nothing_is_swept(
    store: GraphStore,
) -> None:
    run(store, record("a"), record("z"))
    with pytest.raises(SourceUnreadable, match="torn"):
        run(store, record("a", "Seals leak."), record("b"), SourceUnreadable("torn"))
    assert list(readings(store)) == ["a", "b", "z"]


def test_a_tightened_acl_takes_effect_without_reading_the_text_again(store: GraphStore) -> None:
    run(store, record("a"), record("b", acl=["group:own"]))
    marked = readings(store)["a"]
    mentions = (Mention("en:mark", "mark", marked.document.length),)
    store.put([Reading(marked.document, marked.contributions, mentions, marked.digest)])
    run(store, record("a"), record("b", acl=["group:own"]), acl=["group:bids"])
    assert acls(store) == {"a": {"group:bids"}, "b": {"group:own"}}
    assert readings(store)["a"].mentions == mentions


@pytest.mark.parametrize("item", [broken("a"), Unreadable("a", "it is a link", "s:a")])
@pytest.mark.parametrize(
    ("before", "now", "acl"),
    [
        (["everyone"], ["group:a"], {"group:a"}),
        (["everyone", "group:b"], ["group:a"], {"group:a"}),
        (["group:a", "group:b"], ["group:a"], {"group:a"}),
        (["group:a", "group:b"], ["group:b", "group:c"], {"group:b"}),
        (["group:a"], ["everyone"], {"group:a"}),
        (["group:a"], ["group:a", "group:b"], {"group:a"}),
    ],
)
def test_a_tightened_acl_takes_effect_on_what_cannot_be_read(
    store: GraphStore, item: Item, before: list[str], now: list[str], acl: set[str]
) -> None:
    run(store, record("a"), acl=before)
    run(store, item, acl=now)
    assert acls(store) == {"a": acl}
    revision = store.revision()
    run(store, item, acl=now)
    assert store.revision() == revision


def test_who_lost_a_source_does_not_keep_what_cannot_be_read(store: GraphStore) -> None:
    run(store, record("a"), acl=["group:a"])
    run(store, broken("a"), acl=["group:b"])
    assert "group:a" not in acls(store)["a"]


def test_what_can_be_read_again_gets_its_permissions_back(store: GraphStore) -> None:
    run(store, record("a"))
    run(store, broken("a"), acl=["group:a"])
    run(store, record("a"))
    assert list(store.dump()) == fresh(record("a"))


def test_a_row_that_is_rejected_still_tightens_its_own_acl(
    store: GraphStore, tmp_path: Path
) -> None:
    path = tmp_path / "t.jsonl"
    for row in ({"id": "a", "text": "x"}, {"id": "a", "text": 5, "acl": ["group:a"]}):
        path.write_text(json.dumps(row))
        ingest(store, Table.open(path, "s", 1_000_000, parse), "s", extraction=Extraction(("en",)))
    assert acls(store) == {"a": {"group:a"}}


def test_other_languages_make_everything_be_read_again(store: GraphStore) -> None:
    run(store, record("a"))
    report = ingest(store, Listed([record("a")]), "s", extraction=Extraction(("fr",)))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert readings(store)["a"].document.language == "fr"


def test_what_becomes_a_message_is_read_again_without_what_it_quotes(store: GraphStore) -> None:
    text = "> Turbines?\n\nPumps."
    for thread, words in ((None, {"turbines", "pumps"}), ("t", {"pumps"})):
        content = Content("", text, (Actor("email:ada@x.org", "Ada", "author"),), thread=thread)
        assert run(store, Record("s:1", str(thread), 1, "1", lambda c=content: c)).read == 1
        (reading,) = readings(store).values()
        assert {m.surface.lower() for m in reading.mentions or ()} == words


def test_the_report_tells_who_is_served_and_who_speaks_for_nobody(store: GraphStore) -> None:
    nobody = Record("s:c", "raw", 1, "c", lambda: Content("Pump", "They hold."))
    report = run(store, record("a"), record("b", acl=[]), nobody)
    assert (report.served, report.anonymous) == (2, 1)


def test_progress_is_told_once_for_each_thing_met(store: GraphStore) -> None:
    met: list[None] = []
    items = Listed([record("a"), Unreadable("b", "torn"), Skipped("c.pdf", ".pdf"), broken("d")])
    ingest(store, items, "s", extraction=Extraction(("en",)), advance=lambda: met.append(None))
    assert len(met) == 4


ROWS = [record(str(n), f"Pump {n} and seal {n % 3} hold.", ["group:a"][: n % 2]) for n in range(7)]


@settings(deadline=None, max_examples=15)
@given(st.permutations(ROWS), st.permutations(ROWS), st.integers(0, 7))
def test_any_order_and_any_number_of_passes_give_one_store(
    first: list[Record], second: list[Record], part: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"{folder}/s.db", create=True)
        run(store, *first[:part])
        run(store, *second)
        assert list(store.dump()) == fresh(*ROWS)
        store.close()


def table(path: Path, rows: int) -> Path:
    """A table of generated rows."""
    with path.open("w") as file:
        for n in range(rows):
            row = {
                "text": f"Pump {n} holds, seal {n % 97} leaks.",
                "people": [{"id": f"u:{n % 50}"}],
            }
            file.write(json.dumps({"id": str(n), **row}) + "\n")
    return path


def start(path: Path, store: Path) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    code = "from api.terminal import main; main()"
    command = [sys.executable, "-c", code, "ingest", str(path), "--store", str(store)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_pass_that_is_killed_and_run_again_gives_the_store_of_an_undisturbed_one(
    store: GraphStore, tmp_path: Path
) -> None:
    source, killed = table(tmp_path / "t.jsonl", 7_000), tmp_path / "killed.db"
    process = start(source, killed)
    while process.poll() is None and not documents(killed):
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert 0 < documents(killed) < 7_000
    assert start(source, killed).communicate()[1] == b""
    ingest(
        store,
        Table.open(source, "t", 1_000_000, parse),
        "t",
        extraction=Extraction(("en", "fr", "de")),
    )
    assert dumped(killed) == list(store.dump())


def test_of_two_processes_that_read_into_one_store_one_waits_and_says_so(
    store: GraphStore, tmp_path: Path
) -> None:
    sources, both = [table(tmp_path / f"{n}.jsonl", 3_100) for n in "ab"], tmp_path / "both.db"
    open_store(str(both), create=True).close()
    processes = [start(source, both) for source in sources]
    done = [(*process.communicate(), process.returncode)[1:] for process in processes]
    waited = f"another ingest is writing to {both}: waiting for its end\n".encode()
    assert sorted(done) == [(b"", 0), (waited, 0)]
    for source in sources:
        connector = Table.open(source, source.stem, 1_000_000, parse)
        ingest(store, connector, source.stem, extraction=Extraction(("en", "fr", "de")))
    assert dumped(both) == list(store.dump())


def test_a_store_that_many_make_at_once_is_made_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for n in range(10):
            paths = [f"{tmp_path}/{n}.db"] * 8
            made = pool.map(lambda path: open_store(path, create=True).close(), paths)
            assert list(made) == [None] * 8


def test_without_acl_a_record_falls_back_to_its_own_tokens(store: GraphStore) -> None:
    def served(acl: Iterable[str] | None) -> tuple[set[str], int, int]:
        content = Content("Pump", "They hold.", fallback=frozenset({"group:list"}))
        items = [Record("s:a", "a", 1, "a", lambda: content)]
        report = ingest(
            store, Listed(items), "s", extraction=Extraction(("en",)),
            acl=None if acl is None else frozenset(acl),
        )  # fmt: skip
        return acls(store)["a"], report.served, report.unseen

    assert served(None) == ({"group:list"}, 0, 1)
    assert served([EVERYONE]) == ({EVERYONE}, 1, 0)
    assert served(["group:list"]) == ({"group:list"}, 1, 0)  # who is in it, its user knows
    assert served([]) == (set(), 1, 1)


def test_the_report_counts_what_nobody_can_see(store: GraphStore) -> None:
    def grouped(key: str, groups: dict[str, frozenset[str]]) -> Record:
        content = Content("Pump", "x", acl=frozenset(groups), groups=groups)
        return Record(f"s:{key}", key, 1, key, lambda: content)

    ada = frozenset({"user:ada@x.org"})
    report = run(
        store,
        record("a", acl=[]),
        record("b", acl=["group:bids"]),
        record("c"),
        grouped("d", {"group:d": frozenset()}),
        grouped("e", {"group:d": frozenset(), "group:e": ada}),
        grouped("f", {"group:f": ada}),
    )
    assert report.unseen == 2

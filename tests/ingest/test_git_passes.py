"""Repositories read again: what is new, changed, gone, or another's by now."""

from pathlib import Path

import pytest

from graphkit.acl import OPERATOR
from graphkit.model import Scope
from graphkit.store import GraphStore
from ingest.connectors.git import Repository
from ingest.extraction import Extraction
from ingest.pipeline import Report, ingest
from ingest.workers import Limits, Workers, parse
from tests.repositories import BOB, CLEO, commit, lines, repository

MB = 1_000_000


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """An empty repository with a work tree."""
    return repository(tmp_path / "repo")


def one_pass(store: GraphStore, path: Path) -> Report:
    """As the command does it."""
    return ingest(
        store, Repository.open(path, "s", MB, parse), "s", extraction=Extraction(("en",))
    )


def test_a_second_pass_reads_nothing_again(repo: Path, store: GraphStore) -> None:
    commit(repo, "1", {"a.md": "x\n", "b.md": "x\n"})
    commit(repo, "2", {"a.md": "y\n"}, who=BOB)
    assert one_pass(store, repo).new == 4
    again = one_pass(store, repo)
    assert (again.read, again.unchanged, again.changed) == (4, 4, 0)


def on_file(store: GraphStore) -> dict[str, list[str]]:
    """The aliases of each document."""
    readings = store.facts(OPERATOR, Scope(topics=frozenset())).readings
    return {
        each.document.id.removeprefix("s:"): [part.alias for part in each.contributions]
        for each in readings
    }


def test_a_commit_re_reads_just_what_it_touches(repo: Path, store: GraphStore) -> None:
    commit(repo, "1", {"a.md": "x\n", "b.md": "x\n"})
    one_pass(store, repo)
    commit(repo, "2", {"a.md": "x\ny\n"}, who=BOB)
    again = one_pass(store, repo)
    assert (again.new, again.changed, again.unchanged) == (1, 1, 2)
    assert on_file(store)["a.md"] == ["email:ada@x.org", "email:bob@x.org"]


def test_a_removed_file_and_amended_history_are_swept(repo: Path, store: GraphStore) -> None:
    first = commit(repo, "1", {"a.md": "x\n", "b.md": "x\n"})
    second = commit(repo, "2", {"b.md": None})
    one_pass(store, repo)
    assert set(on_file(store)) == {first, second, "a.md"}
    commit(repo, "3", {"c.md": "y\n"}, options=("--amend",))
    again = one_pass(store, repo)
    assert (again.new, again.removed) == (2, 1)
    assert second not in on_file(store)
    commit(repo, "4", {"a.md": None})
    assert one_pass(store, repo).removed == 1
    assert "a.md" not in on_file(store)


def test_a_new_mailmap_re_reads_just_what_it_changes(repo: Path, store: GraphStore) -> None:
    commit(repo, "1", {"a.md": "x\n", "b.md": "x\n", "c.md": "x\n"})
    by_bob = commit(repo, "2", {"b.md": "x\ny\n"}, who=BOB)
    trailer = commit(repo, "3\n\nReviewed-by: Bob <bob@x.org>", {"c.md": "x\ny\n"}, who=CLEO)
    one_pass(store, repo)
    mapped = commit(repo, "4", {".mailmap": "Robert C <rc@x.org> <bob@x.org>\n"})
    again = one_pass(store, repo)
    assert (again.new, again.changed, again.unchanged) == (1, 3, 3)
    aliases = on_file(store)
    assert aliases[by_bob] == ["email:rc@x.org"]
    assert aliases[trailer] == ["email:cleo@x.org", "email:rc@x.org"]
    assert aliases["b.md"] == ["email:ada@x.org", "email:rc@x.org"]
    assert aliases["c.md"] == ["email:ada@x.org", "email:cleo@x.org"]
    assert aliases[mapped] == ["email:ada@x.org"]


def test_files_are_read_by_several_workers_at_once(repo: Path, store: GraphStore) -> None:
    for number in range(20):
        files = {f"{name}.md": lines(number + 1, name) for name in ("a", "b", "c", "d")}
        commit(repo, str(number), files, who=BOB if number % 2 else CLEO)
    with Workers(Limits(jobs=2)) as workers:
        source = Repository.open(repo, "s", MB, workers.parse)
        report = ingest(store, source, "s", extraction=Extraction(("en",)), workers=workers)
    assert (report.new, report.quarantined) == (24, [])
    aliases = on_file(store)
    assert all(aliases[f"{name}.md"] == ["email:bob@x.org", "email:cleo@x.org"] for name in "abcd")

"""No configuration changes what git says or starts a program, and no process stays behind."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BufferedReader
from itertools import chain
from pathlib import Path

import pytest

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.store import GraphStore
from ingest.connectors.git import Repository
from ingest.extraction import Extraction
from ingest.git import Dialogue, Git, field
from ingest.pipeline import ingest
from ingest.record import Content, Record
from ingest.workers import parse
from tests.repositories import ADA, BOB, commit, git, lines, merge, repository

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for children in /proc")

MB = 1_000_000
SIGNED = """\
tree {tree}
parent {parent}
author Ada B <ada@x.org> 1704096000 +0100
committer Ada B <ada@x.org> 1704096000 +0100
gpgsig -----BEGIN PGP SIGNATURE-----
 
 x
 -----END PGP SIGNATURE-----

Signed
"""  # noqa: W293  a signature has a line of one blank


def opened(path: Path) -> Repository:
    """As source "s"."""
    return Repository.open(path, "s", MB, parse)


def said(path: Path) -> dict[str, Content]:
    """All that one pass says."""
    records = [item for item in opened(path).records() if isinstance(item, Record)]
    return {record.id: record.parse() for record in records}


def git_children() -> list[int]:
    """The git processes that this one started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, name, _, parent, *_ = status.read_text().split()
        except (OSError, ValueError):
            continue
        if name == "(git)" and int(parent) == os.getpid():
            found.append(int(pid))
    return found


@pytest.fixture
def repo(tmp_path: Path) -> Iterator[Path]:
    """Two commits of a file, a renamed one, a merge; no process is left when it is done."""
    folder = repository(tmp_path / "repo")
    commit(folder, "Un café", {"café.md": lines(20), "old.md": lines(30, "old")})
    git(folder, "checkout", "-q", "-b", "side")
    commit(folder, "2", {"b.md": "x\n"}, who=BOB)
    git(folder, "checkout", "-q", "main")
    commit(folder, "3", {"old.md": None, "new.md": lines(40, "old")}, who=BOB)
    merge(folder, "side")
    yield folder
    gc.collect()  # an error on file holds what it went through
    assert git_children() == []


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a trace beside it."""
    script = tmp_path / "trap"
    script.write_text(f"#!/bin/sh\necho \"$0 $@\" >> '{tmp_path}/trace'\nexit 1\n")
    script.chmod(0o755)
    return script


def test_a_hostile_configuration_starts_nothing_and_changes_nothing(
    repo: Path, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, parent = git(repo, "rev-parse", "HEAD^{tree}", "HEAD").split()
    raw = SIGNED.format(tree=tree, parent=parent).encode()
    signed = git(repo, "hash-object", "-t", "commit", "-w", "--stdin", stdin=raw)
    git(repo, "update-ref", "refs/heads/main", signed)
    (repo / "sub").mkdir()
    git(repo, "update-index", "--add", "--cacheinfo", f"160000,{parent},sub")
    attributes = {".gitattributes": "*.md diff=trap\n*.txt filter=trap", "café.md": lines(25)}
    commit(repo, "attributes", attributes)
    before = said(repo)
    mailmap = trap.parent / "mailmap"
    mailmap.write_text("Eve <eve@x.org> <bob@x.org>\n")
    hooks = repo / ".git" / "hooks"
    for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        (hooks / name).write_text(trap.read_text())
        (hooks / name).chmod(0o755)
    settings = {
        "alias.log": f"!{trap}", "color.ui": "always", "color.diff": "always",
        "core.askPass": trap, "core.editor": trap, "core.fsmonitor": trap, "core.hooksPath": hooks,
        "core.pager": trap, "core.quotePath": "true", "core.sshCommand": trap, "pager.log": trap,
        "core.attributesFile": trap, "diff.external": trap, "diff.trap.command": trap,
        "diff.trap.textconv": trap, "diff.orderFile": "/nowhere", "diff.renames": "false",
        "diff.renameLimit": "1", "diff.relative": "true", "diff.noprefix": "true",
        "filter.trap.smudge": trap, "filter.trap.process": trap, "format.pretty": "%an",
        "gpg.program": trap, "i18n.logOutputEncoding": "latin1", "log.date": "raw",
        "log.decorate": "full", "log.follow": "true", "log.mailmap": "false",
        "log.showRoot": "false", "log.showSignature": "true", "mailmap.file": mailmap,
        "mailmap.blob": "HEAD:nothing", "core.abbrev": "7", "log.abbrevCommit": "true",
        "log.diffMerges": "first-parent", "notes.displayRef": "refs/notes/*",
        "credential.helper": trap, "core.gitProxy": trap, "diff.algorithm": "patience",
        "diff.ignoreSubmodules": "all",
    }  # fmt: skip
    for key, value in settings.items():
        git(repo, "config", key, str(value))
    trace = trap.parent / "trace"
    calm = {"diff.orderFile": "/dev/null", "core.fsmonitor": "false", "log.showSignature": "false"}
    for key, command in {  # each of these starts it, by what it leaves to the repository
        "diff.external": "diff HEAD~2",
        "diff.trap.textconv": "show --no-ext-diff",
        "core.fsmonitor": "status",
        "log.showSignature": "log",
    }.items():
        options = [("-c", f"{name}={value}") for name, value in calm.items() if name != key]
        line = ["git", *chain.from_iterable(options), "-C", repo, *command.split()]
        subprocess.run(line, capture_output=True, check=False)
        assert trace.exists(), key
        trace.unlink()
    for name in ("GIT_PAGER", "GIT_EXTERNAL_DIFF", "GIT_ASKPASS", "GIT_SSH", "PAGER"):
        monkeypatch.setenv(name, str(trap))
    assert said(repo) == before
    assert not trace.exists()


def test_inherited_variables_do_not_point_git_elsewhere(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = said(repo)
    commit(repository(tmp_path / "other"), "other", {"other.md": "x"})
    for name, value in {
        "GIT_DIR": tmp_path / "other" / ".git",
        "GIT_WORK_TREE": tmp_path / "other",
        "GIT_INDEX_FILE": "/nowhere",
        "GIT_OBJECT_DIRECTORY": "/nowhere",
        "GIT_NAMESPACE": "x",
        "GIT_FLUSH": "0",  # answers would wait for more
        "GIT_TRACE": tmp_path / "trace",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "log.showRoot",
        "GIT_CONFIG_VALUE_0": "false",
        "LC_ALL": "xx",
        "LANGUAGE": "fr",
    }.items():
        monkeypatch.setenv(name, str(value))
    assert said(repo) == before
    assert not (tmp_path / "trace").exists()


def test_reading_writes_nothing(repo: Path) -> None:
    def state() -> list[tuple[Path, int]]:
        return sorted((path, path.lstat().st_mtime_ns) for path in repo.rglob("*"))

    before = state()
    said(repo)
    assert state() == before


def loose(repo: Path, name: str) -> Path:
    """The file of an object."""
    key = git(repo, "rev-parse", name)
    return repo / ".git" / "objects" / key[:2] / key[2:]


@pytest.mark.parametrize("name", ["main~1", "main~1^{tree}", "main~2", "main^{tree}", "main"])
@pytest.mark.parametrize("how", ["gone", "torn"])
def test_a_history_that_breaks_off_stops_the_pass_and_nothing_is_swept(
    repo: Path, store: GraphStore, name: str, how: str
) -> None:
    assert ingest(store, opened(repo), "s", extraction=Extraction(("en",))).new == 7
    file = loose(repo, name)
    file.chmod(0o644)
    if how == "torn":
        file.write_bytes(file.read_bytes()[:9] + b"\0\1\2")
    else:
        file.unlink()
    on_file = store.digests("s")
    with pytest.raises(SourceUnreadable, match=r"^git cannot read /.*/repo: \w.*: git fsck may"):
        ingest(
            store, opened(repo), "s", extraction=Extraction(("en",)), agree=lambda _gone, _of: True
        )
    assert store.digests("s") == on_file


def test_a_file_whose_content_is_gone_is_quarantined_alone(repo: Path, store: GraphStore) -> None:
    commit(repo, "4", {"café.md": lines(25)})
    loose(repo, "HEAD:café.md").unlink()
    report = ingest(store, opened(repo), "s", extraction=Extraction(("en",)))
    lost = "its content is not in the repository: git fsck may tell more"
    assert report.quarantined == [("café.md", lost)]
    assert (report.new, report.complete) == (7, True)


def test_a_file_whose_content_is_torn_is_quarantined_alone(repo: Path, store: GraphStore) -> None:
    commit(repo, "4", {"café.md": os.urandom(5000).hex()})
    file = loose(repo, "HEAD:café.md")
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-2000])
    report = ingest(store, opened(repo), "s", extraction=Extraction(("en",)))
    ((where, reason),) = report.quarantined
    assert where == "café.md"
    assert reason.startswith("git cannot read")
    assert "café.md" not in str(sorted(store.digests("s")))
    assert (report.new, report.complete) == (7, True)


def test_a_version_of_a_file_that_is_gone_quarantines_those_it_made(
    repo: Path, store: GraphStore
) -> None:
    lost = loose(repo, "HEAD:café.md")
    commit(repo, "4", {"café.md": lines(25)})
    lost.unlink()
    report = ingest(store, opened(repo), "s", extraction=Extraction(("en",)))
    assert [where for where, _ in report.quarantined] == ["café.md", "new.md"]
    assert all("git cannot read" in reason for _, reason in report.quarantined)
    assert "s:b.md" in store.digests("s")


def test_a_pass_that_is_dropped_ends_its_processes(repo: Path) -> None:
    for number in range(1, 8):
        items = opened(repo).records()
        kept = [next(items) for _ in range(number)]
        assert git_children() or number >= 4
        items.close()  # type: ignore[attr-defined]  # it is a generator
        assert git_children() == []
        del kept


def test_the_processes_that_files_are_read_with_end_with_the_last_record(repo: Path) -> None:
    items = list(opened(repo).records())
    assert git_children() == []
    files = [item for item in items if isinstance(item, Record) and item.heavy]
    for file in files:
        file.parse()
    assert len(git_children()) == 2
    del items, files[1:]
    assert len(git_children()) == 2
    del file, files
    assert git_children() == []


def test_without_git_it_is_said_what_is_needed(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = opened(repo)
    monkeypatch.setenv("PATH", str(tmp_path))
    for action in (lambda: opened(repo), lambda: list(source.records()), source.estimate):
        with pytest.raises(SourceUnreadable, match=r"git is needed .*: install it \(https://"):
            action()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")
def test_a_repository_of_another_user_is_not_trusted_unasked(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    for path in (repo, repo / ".git"):
        os.chown(path, 65534, 65534)
    with pytest.raises(SourceUnreadable, match=r"dubious ownership.*if you trust it, git config"):
        opened(repo)
    (tmp_path / "config").write_text(f"[safe]\n\tdirectory = {repo}\n")
    assert len(said(repo)) == 7


def test_a_partial_clone_fetches_nothing_and_says_so(repo: Path, tmp_path: Path) -> None:
    git(repo, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{repo}", "part")
    with pytest.raises(SourceUnreadable, match="it is a partial clone and nothing is fetched"):
        said(tmp_path / "part")


def line(stream: BufferedReader) -> bytes:
    """One line; a stream that ends has none."""
    found = stream.readline()
    if not found:
        raise EOFError
    return found


def test_a_dialogue_that_dies_is_begun_anew(repo: Path) -> None:
    asked = Dialogue(Git(repo), "check-mailmap", "--stdin")
    assert asked.ask(b"Ada <a@x.org>\n", line) == b"Ada <a@x.org>\n"
    with pytest.raises(SourceUnreadable, match="unable to parse contact"):
        asked.ask(b"nobody\n", line)
    assert git_children() == []
    assert asked.ask(b"Bob <b@x.org>\n", line) == b"Bob <b@x.org>\n"
    (child,) = git_children()
    os.kill(child, 9)
    time.sleep(0.1)
    with pytest.raises(SourceUnreadable, match="it ended with status -9"):
        asked.ask(b"Bob <b@x.org>\n", line)
    assert asked.ask(b"Bob <b@x.org>\n", line) == b"Bob <b@x.org>\n"
    asked.close()
    assert git_children() == []


def test_an_answer_that_is_not_taken_whole_is_not_the_next_ones(repo: Path) -> None:
    asked = Dialogue(Git(repo), "check-mailmap", "--stdin")

    def refuse(stream: BufferedReader) -> bytes:
        stream.read(3)
        raise RecordRejected

    with pytest.raises(RecordRejected):
        asked.ask(b"Ada <a@x.org>\n", refuse)
    assert asked.ask(b"Bob <b@x.org>\n", line) == b"Bob <b@x.org>\n"


@pytest.mark.parametrize("length", [0, 1, 8190, 8191, 8192, 8193, 100_000])
def test_a_field_ends_at_its_nul_wherever_the_buffer_does(length: int, tmp_path: Path) -> None:
    (tmp_path / "fields").write_bytes(b"x" * length + b"\0rest")
    with (tmp_path / "fields").open("rb") as stream:
        assert field(stream) == b"x" * length
        assert stream.read() == b"rest"
        with pytest.raises(EOFError):
            field(stream)


def test_fields_are_cut_where_they_are_too_long(repo: Path) -> None:
    commit(repo, "x" * 300_000, who=ADA)
    listed = Git(repo).fields(7, "log", "-2", "-z", "--format=%B%x00%an")
    assert list(listed) == [b"x" * 7, b"Ada B", b"Merge\n", b"Ada B"]

"""What git log printed, as people hand it over."""

import tracemalloc
from pathlib import Path

import pytest

from graphkit.errors import SourceUnreadable
from graphkit.store import GraphStore
from ingest.connectors.git_log import Log, written
from ingest.extraction import Extraction
from ingest.pipeline import ingest
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.workers import parse
from tests.ingest.conftest import at_most
from tests.repositories import BOB, CLEO, commit, git, merge, repository

MB = 1_000_000
A, B, C = ("a" * 40, "b" * 40, "c" * 40)
HEAD = f"commit {A}\nAuthor: Ada B <ada@x.org>\nDate:   Tue May 14 09:12:00 2024 +0200\n"
FOLLOWING = f"\ncommit {B}\nAuthor: Bob C <bob@x.org>\n\n    Next\n"


def log(folder: Path, text: str | bytes, name: str = "history.log") -> Path:
    """A file."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path, max_bytes: int = MB) -> list[Record | Unreadable | Skipped]:
    """One pass, as source "s"."""
    return list(Log.open(path, "s", max_bytes, parse).records())


def content(folder: Path, text: str | bytes) -> Content:
    """What a log of one commit says."""
    (record,) = read(log(folder, text))
    assert isinstance(record, Record)
    return record.parse()


def test_a_commit_says_who_changed_what_when_and_why(tmp_path: Path) -> None:
    body = "\n    Fix the pumps\n\n    They leak.\n      indented\n\n    Acked-by: C <c@x.org>\n"
    said = content(tmp_path, f"{HEAD}{body}\n3\t1\tpumps/b.md\n-\t-\ta.png\n")
    assert said == Content(
        title="Fix the pumps",
        text="They leak.\n  indented\n\na.png\npumps/b.md",
        actors=(
            Actor("email:ada@x.org", "Ada B", "author"),
            Actor("email:c@x.org", "C", "reviewer"),
        ),
        date="2024-05-14T09:12:00+02:00",
        link=A,
    )


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a merge, a renamed file, a note, odd names, and a message like a log."""
    folder = repository(tmp_path_factory.mktemp("log") / "repo")
    files = {"docs/old/a.md": "x\ny\nz\n", "café.md": "x\n", 'quo"ted\t.md': "x\n"}
    commit(folder, f"One\n\ncommit {A}\nAuthor: Eve <eve@x.org>\n\n1\t1\tnot.md\n", files)
    git(folder, "checkout", "-q", "-b", "side")
    (folder / "docs" / "new").mkdir()
    git(folder, "mv", "docs/old/a.md", "docs/new/a.md")
    commit(folder, "Two\n\nReviewed-by: Cleo D <cleo@x.org>", who=BOB, day=2)
    git(folder, "checkout", "-q", "main")
    commit(folder, "", {"b.md": "x\n"}, who=CLEO, day=3)
    merge(folder, "side", day=4)
    git(folder, "notes", "add", "-m", "a note", "HEAD~1")
    return folder


@pytest.mark.parametrize("shown", ["--numstat", "--name-status", "--raw", "--no-patch"])
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--date=iso",),
        ("--date=iso-strict",),
        ("--date=rfc",),
        ("--date=raw",),
        ("--date=unix",),
        ("--pretty=fuller", "--decorate", "--parents"),
        ("--pretty=full", "--reverse"),
        ("-c", "core.quotePath=false"),
    ],
)
def test_what_git_prints_is_read(
    repo: Path, tmp_path: Path, shown: str, options: tuple[str, ...]
) -> None:
    configured = options if "-c" in options else ()
    printed = git(repo, *configured, "log", shown, *(() if configured else options))
    path = log(tmp_path, printed + "\n", "log")
    assert Log.recognises(path)
    found = [item.parse() for item in read(path) if isinstance(item, Record)]
    assert {item.link for item in found} == set(git(repo, "log", "--format=%H").split())
    said = {item.title: item for item in found}
    assert set(said) == {"One", "Two", "", "Merge"}
    roles = {title: [(a.name, a.role) for a in item.actors] for title, item in said.items()}
    assert roles["Two"] == [("Bob C", "author"), ("Cleo D", "reviewer")]
    assert roles["Merge"] == [("Ada B", "reviewer")]
    if "--pretty=full" not in options:
        days = {title: (item.date or "")[:10] for title, item in said.items()}
        assert days == {
            "One": "2024-01-01", "Two": "2024-01-02", "": "2024-01-03", "Merge": "2024-01-04",
        }  # fmt: skip
    paths = {title: item.text.splitlines()[-3:] for title, item in said.items()}
    assert paths["Merge"] == []
    if shown != "--no-patch":
        assert paths["One"] == ["café.md", "docs/old/a.md", 'quo"ted .md']
        assert paths["Two"] == ["docs/new/a.md"]


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("Tue May 14 09:12:00 2024 +0200", "2024-05-14T09:12:00+02:00"),
        ("Tue May 14 09:12:00 2024", "2024-05-14T09:12:00"),
        ("2024-05-14 09:12:00 +0200", "2024-05-14T09:12:00+02:00"),
        ("2024-05-14T09:12:00+02:00", "2024-05-14T09:12:00+02:00"),
        ("2024-05-14T09:12:00Z", "2024-05-14T09:12:00+00:00"),
        ("Tue, 14 May 2024 09:12:00 +0200", "2024-05-14T09:12:00+02:00"),
        ("1715670720 +0200", "2024-05-14T09:12:00+02:00"),
        ("1715670720 -0730", "2024-05-13T23:42:00-07:30"),
        ("1715670720", "2024-05-14T07:12:00+00:00"),
        ("-86400 +0000", "1969-12-31T00:00:00+00:00"),
        ("1715670720 +9999", None),
        ("999999999999 +0000", None),
        ("3 days ago", None),
        ("2024", None),
        ("", None),
    ],
)
def test_each_form_of_date(date: str, found: str | None) -> None:
    assert written(date) == found


@pytest.mark.parametrize(
    ("listed", "path"),
    [
        ("a.md", "a.md"),
        ("docs/{old => new}/a.md", "docs/new/a.md"),
        ("docs/{ => new}/a.md", "docs/new/a.md"),
        ("docs/{old => }/a.md", "docs/a.md"),
        ("a.md => docs/b.md", "docs/b.md"),
        (r'"caf\303\251\t\"\\.md"', 'café "\\.md'),
        ('"', '"'),
    ],
)
def test_a_path_is_unquoted_and_a_renamed_one_the_new(
    tmp_path: Path, listed: str, path: str
) -> None:
    assert content(tmp_path, f"{HEAD}\n    One\n\n1\t1\t{listed}\n").text == path


def test_a_commit_over_50_files_names_none(tmp_path: Path) -> None:
    listed = [f"1\t1\t{number}.md\n" for number in range(51)]
    assert content(tmp_path, f"{HEAD}\n    One\n\n{''.join(listed)}").text == ""
    assert content(tmp_path, f"{HEAD}\n    One\n\n{''.join(listed[:50])}").text.count(".md") == 50


def test_bots_are_skipped(tmp_path: Path) -> None:
    items = read(log(tmp_path, HEAD.replace("Ada B", "ci[bot]") + "\n    One\n" + FOLLOWING))
    assert items[0] == Skipped(f"commit {A[:12]}", "commits by bots")
    assert isinstance(items[1], Record)


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        (HEAD + "\n    One\n\ntorn", 1, "line 7 is none that git log --numstat prints"),
        (HEAD + "\n    One\n\n a.md | 3 +--\n", 1, "line 7 is none that git log --numstat prints"),
        (HEAD + "torn\n\n    One\n", 1, "line 4 is no header that git log prints"),
        (f"commit {A}\nDate: x\n\n    One\n", 1, "it names no author"),
        (f"commit {A}\nAuthor: Ada\n\n    One\n", 1, "it names no author"),
        (f"commit {A}\n", 1, "it names no author"),
        (HEAD + "\n    One" + "x" * MB + "\n", 1, "it has more than 1 MB (WHOKNOWS_MAX_FILE_MB)"),
        (
            f"{HEAD}\n    {'x' * (MB - 4)}commit {C}\n",
            1,
            "it has more than 1 MB (WHOKNOWS_MAX_FILE_MB)",
        ),
        (HEAD + "\n" + "    x\n" * MB, 1, "it has more than 1 MB (WHOKNOWS_MAX_FILE_MB)"),
    ],
)
def test_a_broken_commit_is_named_and_the_next_goes_on(
    tmp_path: Path, text: str, where: int, reason: str
) -> None:
    broken, following = read(log(tmp_path, text + FOLLOWING))
    assert broken == Unreadable(f"history.log line {where}", reason, f"s:{A}")
    assert isinstance(following, Record)
    assert following.id == f"s:{B}"


def test_what_is_too_long_is_not_held(tmp_path: Path) -> None:
    path = log(tmp_path, HEAD + "\n" + "    x\n" * (MB // 4) + "    " + "x" * MB + FOLLOWING)
    tracemalloc.start()
    broken, _ = read(path, MB // 100)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(broken, Unreadable)
    assert peak < MB // 3


@pytest.mark.parametrize(
    "first", ["commit abc", "commit ", f"commit {A[1:]}", "text", "x" * 3 * MB]
)
def test_what_begins_no_commit_is_named_too(tmp_path: Path, first: str) -> None:
    broken, following = read(log(tmp_path, f"{first}\nAuthor: Eve <eve@x.org>{FOLLOWING}"))
    assert broken == Unreadable(
        "history.log line 1", "it begins no commit, as git log prints them"
    )
    assert isinstance(following, Record)


def test_a_broken_commit_further_on_is_named_by_its_line(tmp_path: Path) -> None:
    text = f"{HEAD}\n    One\n\n1\t1\ta.md\ncommit {C}\n\n    Two\n{FOLLOWING}"
    one, broken, following = read(log(tmp_path, text))
    assert isinstance(one, Record)
    assert broken == Unreadable("history.log line 8", "it names no author", f"s:{C}")
    assert isinstance(following, Record)


def test_a_second_commit_of_the_same_hash_does_not_replace_the_first(tmp_path: Path) -> None:
    one, again, _ = read(log(tmp_path, HEAD + "\n    One\n" + HEAD + "\n    Other\n" + FOLLOWING))
    assert isinstance(one, Record)
    assert again == Unreadable("history.log line 6", "its hash is that of line 1", f"s:{A}")


def test_bytes_that_are_no_utf_8_and_line_ends_of_windows_do_not_matter(tmp_path: Path) -> None:
    text = HEAD.encode() + b"\n    Caf\xe9\n\n    They hold.\n\n1\t1\tcaf\xe9.md\n"
    said = content(tmp_path, text.replace(b"\n", b"\r\n"))
    assert (said.title, said.text) == ("Caf\ufffd", "They hold.\n\ncaf\ufffd.md")
    assert said.date == "2024-05-14T09:12:00+02:00"


def test_raw_changes_with_the_commit_alone(tmp_path: Path) -> None:
    one, two, three = (
        [item.raw for item in read(log(tmp_path, text)) if isinstance(item, Record)]
        for text in (
            HEAD + "\n    One\n" + FOLLOWING,
            FOLLOWING.lstrip() + HEAD + "\n    One\n",
            HEAD + "\n    Two\n" + FOLLOWING,
        )
    )
    assert set(one) == set(two)
    assert [each in one for each in three] == [False, True]


@pytest.mark.parametrize("name", ["a.log", "A.LOG", "a.txt", "history"])
def test_a_log_is_known_by_its_first_line(tmp_path: Path, name: str) -> None:
    assert Log.recognises(log(tmp_path, HEAD, name))
    assert Log.recognises(log(tmp_path, f"commit {'a' * 64} (HEAD -> main)\r\n", name))
    for text in ("", "commit\n", "Commit " + A, f" commit {A}", f"commit {A}0\n",
                 f"commit {A[1:]}", f"# Log\n\ncommit {A}\n", f"commit {A.upper()}\n",
                 "\n" * 5000):  # fmt: skip
        assert not Log.recognises(log(tmp_path, text, name))


def test_nothing_else_is_taken_for_a_log(tmp_path: Path) -> None:
    assert not Log.recognises(log(tmp_path, HEAD, "a.md"))
    assert not Log.recognises(tmp_path)
    assert not Log.recognises(tmp_path / "gone.log")


@pytest.mark.parametrize("text", ["", "text\n", "commit abc\n"])
def test_a_file_without_commits_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceUnreadable, match=r"there is nothing to read in .*history\.log"):
        read(log(tmp_path, text))


def test_a_file_that_is_gone_meanwhile_stops_the_pass(tmp_path: Path) -> None:
    path = log(tmp_path, HEAD)
    source = Log.open(path, "s", MB, parse)
    path.unlink()
    with pytest.raises(SourceUnreadable, match="cannot be read to its end: No such file"):
        list(source.records())
    assert source.estimate() == 0


def test_a_shorter_log_sweeps_nothing(tmp_path: Path, store: GraphStore) -> None:
    for text, unchanged in ((HEAD + "\n    One\n" + FOLLOWING, 0), (FOLLOWING.lstrip(), 1)):
        source = Log.open(log(tmp_path, text), "s", MB, parse)
        report = ingest(store, source, "s", extraction=Extraction(("en",)))
        assert (report.unchanged, report.removed) == (unchanged, 0)
    assert set(store.digests("s")) == {f"s:{A}", f"s:{B}"}


def test_an_estimate_counts_commits(tmp_path: Path) -> None:
    text = HEAD + f"\n    commit {C}\n" + FOLLOWING
    assert Log.open(log(tmp_path, text), "s", MB, parse).estimate() == 2


@pytest.mark.parametrize(
    "line",
    ["    " + "x " * 400_000, "1\t" * 400_000, "1\t1\t" + "{" * 800_000,
     "1\t1\t" + "a => " * 160_000, "1\t1\t" + '"' + "\\" * 800_000 + '"',
     "R\t" + "\t" * 800_000, "Notes (" * 100_000],
)  # fmt: skip
def test_no_line_takes_long(tmp_path: Path, line: str) -> None:
    path = log(tmp_path, f"{HEAD}\n    One\n{line}\n")
    with at_most(3):
        for item in read(path):
            if isinstance(item, Record):
                item.parse()


def test_a_real_log_of_1500_commits(shared: Path) -> None:
    path = shared / "raw" / "git" / "rfcs.log"
    with at_most(5):
        items = read(path, 50 * MB)
    assert [type(item) for item in items].count(Record) == 1474
    assert len(items) == 1500
    assert not [item for item in items if isinstance(item, Unreadable)]

"""Repositories as people keep them, made by git itself."""

import os
from pathlib import Path

import pytest

from graphkit.errors import RecordRejected, SourceUnreadable
from ingest.connectors.git import Repository
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.workers import parse
from tests.repositories import ADA, BOB, CLEO, commit, git, lines, merge, repository

MB = 1_000_000
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def read(path: Path, max_bytes: int = MB) -> list[Record | Unreadable | Skipped]:
    """One pass, as source "s"."""
    return list(Repository.open(path, "s", max_bytes, parse).records())


def contents(path: Path) -> dict[str, Content]:
    """What each record says, by its key."""
    records = [item for item in read(path) if isinstance(item, Record)]
    return {record.id.removeprefix("s:"): record.parse() for record in records}


def commits(path: Path) -> list[Content]:
    """What the commits say, newest first."""
    return [said for key, said in contents(path).items() if "." not in key]


def people(said: Content) -> dict[str, str]:
    """Role by first name."""
    return {actor.name.partition(" ")[0]: actor.role for actor in said.actors}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """An empty repository with a work tree."""
    return repository(tmp_path / "repo")


def test_a_commit_says_who_changed_what_when_and_why(repo: Path) -> None:
    key = commit(
        repo,
        "Fix the pumps\n\nThey leak.\n\nReviewed-by: Cleo D <cleo@x.org>\n",
        {"pumps/b.md": "x", ".ci/run": "", "a.bin": ""},
        who=BOB,
        day=14,
    )
    assert contents(repo)[key] == Content(
        title="Fix the pumps",
        text="They leak.\n\n.ci/run\na.bin\npumps/b.md",
        actors=(
            Actor("email:bob@x.org", "Bob C", "author"),
            Actor("email:cleo@x.org", "Cleo D", "reviewer"),
        ),
        date="2024-01-14T09:00:00+01:00",
        link=key,
    )


def test_a_file_says_what_it_holds_and_who_made_it(repo: Path) -> None:
    commit(repo, "1", {"pumps/a.md": f"# Pumps\n\nBy: Eve <eve@x.org>\n\n{lines(20)}"}, day=1)
    commit(repo, "2", {"pumps/a.md": f"# Pumps\n\nBy: Eve <eve@x.org>\n\n{lines(21)}"}, who=BOB)
    assert contents(repo)["pumps/a.md"] == Content(
        title="Pumps",
        text=lines(21).strip(),
        actors=(
            Actor("email:eve@x.org", "Eve", "author"),
            Actor("email:bob@x.org", "Bob C", "participant"),
            Actor("email:ada@x.org", "Ada B", "author"),
        ),
        date="2024-01-01T09:00:00+01:00",
        link="pumps/a.md",
    )


def test_the_first_commit_counts_its_lines(repo: Path) -> None:
    commit(repo, "1", {"a.md": lines(9)})
    commit(repo, "2", {"a.md": lines(10)}, who=BOB)
    commit(repo, "3", {"b.md": "x"}, who=CLEO)
    assert people(contents(repo)["a.md"]) == {"Bob": "author", "Ada": "author"}


def test_co_authors_have_the_lines_too_and_reviewers_none(repo: Path) -> None:
    message = "1\n\nCo-authored-by: Bob C <bob@x.org>\nReviewed-by: Cleo D <cleo@x.org>"
    commit(repo, message, {"a.md": lines(9)})
    assert people(contents(repo)["a.md"]) == {"Ada": "author", "Bob": "author"}


def test_a_file_without_a_date_has_that_of_the_newest_commit_that_counts(repo: Path) -> None:
    bot = "ci-bot <ci-bot@x.org>"
    commit(repo, "1", {"a.md": "x\n", "b.md": "Date: 2020-05-14\n\nx\n"}, day=3)
    commit(repo, "2", {"a.md": "x\ny\n"}, day=5)
    commit(repo, "3", {"a.md": "x\nz\n", "b.md": "Date: 2020-05-14\n\ny\n"}, who=bot, day=7)
    said = contents(repo)
    assert said["a.md"].date == "2024-01-05T09:00:00+01:00"
    assert said["b.md"].date == "2020-05-14"


def test_a_file_is_followed_through_its_names_and_branches(repo: Path) -> None:
    commit(repo, "1", {"old.md": lines(30), "keep.md": "x"}, day=1)
    git(repo, "checkout", "-q", "-b", "side")
    commit(repo, "2", {"old.md": lines(10, "before") + lines(30)}, who=CLEO, day=5)
    git(repo, "checkout", "-q", "main")
    renamed = {"old.md": None, "deep/new.md": lines(31)}
    commit(repo, "3", renamed, who=BOB, day=3)
    merge(repo, "side", day=6)
    commit(repo, "4", {"old.md": "another file\n"}, who=BOB, day=7)
    said = contents(repo)
    assert people(said["deep/new.md"]) == {"Ada": "author", "Bob": "participant", "Cleo": "author"}
    assert people(said["old.md"]) == {"Bob": "author"}
    assert said["deep/new.md"].date == "2024-01-05T09:00:00+01:00"


def test_clocks_that_went_wrong_do_not_break_the_history_off(repo: Path) -> None:
    commit(repo, "1", {"old.md": lines(30)}, day=20)
    git(repo, "checkout", "-q", "-b", "side")
    commit(repo, "2", {"b.md": "x\n"}, who=CLEO, day=6)
    git(repo, "checkout", "-q", "main")
    commit(repo, "3", {"old.md": None, "new.md": lines(31)}, who=BOB, day=5)
    merge(repo, "side", day=21)
    assert people(contents(repo)["new.md"]) == {"Bob": "participant", "Ada": "author"}


def test_over_50_files_lend_nothing_and_rename_all_the_same(repo: Path) -> None:
    few = {f"{n}.md": lines(5, f"{n} and") for n in range(50)}
    small = commit(repo, "50 files", few)
    git(repo, "mv", *few, str((repo / "moved").mkdir() or "moved"))
    commit(repo, "51 files", {"moved/0.md": "x\n" * 9, "new.md": "x\n"}, who=BOB)
    said = contents(repo)
    assert said[small].text == "\n".join(sorted(few))
    assert [one.text for one in commits(repo)] == ["", said[small].text]
    assert people(said["moved/1.md"]) == {"Ada": "author"}
    assert said["new.md"].actors == ()
    assert said["new.md"].date is None


def test_merges_are_reviews_however_many_they_join(repo: Path) -> None:
    commit(repo, "root", {"a.md": "x\n"})
    for name in ("one", "two", "three"):
        git(repo, "checkout", "-q", "-b", name, "main")
        commit(repo, name, {f"{name}.md": "x\n"}, who=CLEO)
    git(repo, "checkout", "-q", "main")
    merge(repo, "one", who=BOB, message="Two")
    merge(repo, "two", "three", who=BOB, message="Three parents, or more")
    found = commits(repo)
    merges = [said for said in found if said.title.startswith("T")]
    assert [(said.text, people(said)) for said in merges] == [("", {"Bob": "reviewer"})] * 2
    assert len(found) == 6
    assert people(contents(repo)["one.md"]) == {"Cleo": "author"}


def test_commits_by_bots_are_skipped_and_lend_nothing(repo: Path) -> None:
    commit(repo, "1", {"a.md": "x\n"}, who="renovate[bot] <29+renovate[bot]@x.org>")
    key = commit(
        repo, "2\n\nCo-authored-by: Bob C <bob@x.org>", {"a.md": "y\n"}, who="bot <a@x.org>"
    )
    items = read(repo)
    assert [item.what for item in items if isinstance(item, Skipped)] == ["commits by bots"]
    said = contents(repo)
    assert people(said[key]) == people(said["a.md"]) == {"Bob": "author"}


def test_githubs_private_addresses_are_people(repo: Path) -> None:
    key = commit(repo, "1", who="Ada B <7+ada@users.noreply.github.com>")
    (actor,) = contents(repo)[key].actors
    assert actor.alias == "email:7+ada@users.noreply.github.com"


def test_hidden_paths_links_and_submodules_are_left_out_and_others_named(
    repo: Path, tmp_path: Path
) -> None:
    commit(repository(tmp_path / "inner"), "1", {"inner.md": "x"})
    git(repo, "submodule", "--quiet", "add", str(tmp_path / "inner"), "sub.md")
    (repo / "link.md").symlink_to("a.md")
    files = {"a.md": "x", ".b.md": "x", ".c/d.md": "x", "e/.f.md": "x", "g.PNG": "x", "Make": "x"}
    commit(repo, "1", files)
    items = [item for item in read(repo) if not item.where.startswith("commit ")]
    assert [item.where for item in items if isinstance(item, Record)] == ["a.md"]
    assert [item for item in items if not isinstance(item, Record)] == [
        Skipped("Make", "no suffix"),
        Skipped("g.PNG", ".png"),
    ]
    assert [one.where for one in read(repo / "sub.md")][1:] == ["inner.md"]


def test_a_git_lfs_pointer_says_so(repo: Path) -> None:
    text = "version https://git-lfs.github.com/spec/v1\noid sha256:1f\nsize 123456\n"
    commit(repo, "1", {"a.md": text, "b.md": f"About {text}"})
    pointer, other = [item for item in read(repo) if isinstance(item, Record) and item.heavy]
    assert other.parse().title == "b"
    with pytest.raises(RecordRejected, match="it is a Git LFS pointer: git lfs pull, and read"):
        pointer.parse()


def test_what_is_too_large_is_not_read(repo: Path) -> None:
    key = commit(repo, "x" * 1001, {"a.md": "x" * 1001, "b.md": "x" * 1000})
    reason = "it has 0.1 MB, the most is 0.001 (WHOKNOWS_MAX_FILE_MB)"
    assert [item for item in read(repo, 1000) if isinstance(item, Unreadable)] == [
        Unreadable(f"commit {key[:12]}", reason, f"s:{key}"),
        Unreadable("a.md", reason, "s:a.md"),
    ]
    assert [item.where for item in read(repo, 1000) if isinstance(item, Record)] == ["b.md"]


def test_a_long_message_does_not_hide_the_commit_before_it(repo: Path) -> None:
    first = commit(repo, "first", {"a.bin": "x"})
    commit(repo, "x" * 500_000 + "\n\n" + "y\n" * 500_000, {"a.bin": "y"})
    assert [item.id for item in read(repo, 1000) if isinstance(item, Record)] == [f"s:{first}"]


@pytest.mark.parametrize(
    "message",
    [
        "",
        "commit " + "ab" * 20,
        "Fix\n\ncommit " + "ab" * 20 + "\nAuthor: Eve <eve@x.org>\n\nM\n\na.md",
        "Fix\x01\x02\x1b[31m\n\n\x7f%x00 \\0 \\x00",
        "\ufeffFix \u202e\n\n\u2028R100",
        "M",
        "A\n",
        b"Fix \xe9\xff\n\nlatin",
    ],
)
def test_no_message_can_be_taken_for_another_field(repo: Path, message: str | bytes) -> None:
    first = commit(repo, "root", {"a.md": "x\n"})
    second = commit(repo, message, {"a.md": "y\n"}, who=BOB)
    third = commit(repo, "last", {"A": "x", "M": "x"}, who=CLEO)
    said = contents(repo)
    assert list(said) == [third, second, first, "a.md"]
    assert [people(said[key]) for key in (second, first)] == [{"Bob": "author"}, {"Ada": "author"}]
    assert said[third].text == "A\nM"


def test_a_commit_whose_message_holds_a_nul_ends_there(repo: Path) -> None:
    who = "Ada B <ada@x.org> 1704096000 +0100"
    raw = f"tree {EMPTY_TREE}\nauthor {who}\ncommitter {who}\n\nFix\0{'ab' * 20}\0\0\nEve".encode()
    made = git(repo, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw)
    git(repo, "update-ref", "refs/heads/main", made)
    assert [(key, said.title) for key, said in contents(repo).items()] == [(made, "Fix")]


@pytest.mark.parametrize(
    "name",
    ["tab\there.md", "-rf.md", '"quo\'ted".md', " .md ", "--output=x.md", "R100.md", "é.md"],
)
def test_no_name_is_taken_for_anything_else(repo: Path, name: str) -> None:
    commit(repo, "1", {name: "x\n", "z.md": "x\n"})
    commit(repo, "2", {name: "x\ny\n"}, who=BOB)
    commit(repo, "3", {"z.md": None, "y.md": "x\n"}, who=CLEO)
    said = {item.where: item for item in read(repo)}
    assert len(said) == 5
    shown = repr(name) if "\t" in name else name
    assert isinstance(
        said[shown], Unreadable if "\t" in name else Skipped if name == " .md " else Record
    )
    assert people(contents(repo)["y.md"]) == {"Cleo": "participant", "Ada": "author"}


@pytest.mark.parametrize(
    "name", [b"caf\xe9.md", b"two\nlines.md", b"bell\x07.md", b"x" * 250 + b".md"]
)
def test_a_name_that_can_be_no_id_is_named_safe_to_show(repo: Path, name: bytes) -> None:
    folder = "y" * 250 if len(name) > 200 else "docs"
    commit(repo, "1", {f"{folder}/{folder}/{os.fsdecode(name)}": "x\n"}, who=BOB)
    _, item = read(repo)
    assert isinstance(item, Unreadable)
    assert item.id == f"s:{item.where}"  # none that is on file, so all can be swept
    assert f"{item.where} {item.reason}".isprintable()


def test_names_that_only_look_alike_do_not_share_a_document(repo: Path) -> None:
    commit(repo, "1", {"caf\u00e9.md": "One.", "cafe\u0301.md": "Two."})
    _, *found = read(repo)
    assert [type(item) for item in found] == [Record, Unreadable]


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",)])
def test_bare_repositories_work_trees_and_sha_256_are_read_alike(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    repo = repository(tmp_path / "repo", *options)
    key = commit(repo, "1", {"a.md": "x\n"})
    git(repo, "worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    git(tmp_path, "clone", "-q", "--bare", "repo", "bare")
    assert len(key) == (64 if options else 40)
    for path in (repo, tmp_path / "tree", tmp_path / "bare", repo / ".git"):
        assert Repository.recognises(path)
        assert list(contents(path)) == [key, "a.md"]
        assert Repository.open(path, "s", MB, parse).estimate() == 2
    assert not Repository.recognises(tmp_path)
    assert not Repository.recognises(repo / "a.md")


def test_a_shallow_clone_does_not_credit_where_it_is_cut(repo: Path, tmp_path: Path) -> None:
    commit(repo, "1", {"a.md": lines(30), "b.md": "x\n"})
    second = commit(repo, "2", {"b.md": "y\n"}, who=BOB)
    third = commit(repo, "3", {"a.md": lines(31)}, who=CLEO)
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{repo}", "shallow")
    said = contents(tmp_path / "shallow")
    assert (said[second].text, said[third].text) == ("", "a.md")
    assert people(said["a.md"]) == {"Cleo": "author"}
    assert people(said["b.md"]) == {}


@pytest.mark.parametrize("where", ["nothing", "empty", "file", "below", "unborn", "torn"])
def test_what_cannot_be_read_says_what_to_do(repo: Path, tmp_path: Path, where: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    commit(repo, "1", {"docs/a.md": "x"})
    repository(tmp_path / "unborn")
    (tmp_path / "torn" / ".git").mkdir(parents=True)
    path = repo / "docs" if where == "below" else tmp_path / where
    with pytest.raises(SourceUnreadable) as error:
        Repository.open(path, "s", MB, parse)
    advice = {
        "nothing": "there is nothing to read in",
        "file": "a repository is a folder",
        "below": "it lies in one: name that one",
        "unborn": "it has no commits, so there is nothing to read",
    }
    assert advice.get(where, "name the folder that holds .git") in str(error.value)
    assert str(path) in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_what_may_not_be_looked_into_is_not_recognised(repo: Path) -> None:
    repo.parent.chmod(0o700)
    os.seteuid(65534)
    try:
        assert not Repository.recognises(repo)
    finally:
        os.seteuid(0)


def test_a_torn_repository_inside_another_is_not_taken_for_that_one(repo: Path) -> None:
    commit(repo, "1", {"a.md": "x"})
    (repo / "torn" / ".git").mkdir(parents=True)
    assert Repository.recognises(repo / "torn")
    with pytest.raises(SourceUnreadable, match="it lies in one"):
        read(repo / "torn")


def test_a_bare_repository_has_the_mailmap_of_its_head(repo: Path, tmp_path: Path) -> None:
    key = commit(repo, "1", {".mailmap": "Robert C <rc@x.org> <bob@x.org>\n"}, who=BOB)
    git(tmp_path, "clone", "-q", "--bare", "repo", "bare")
    git(tmp_path / "bare", "config", "mailmap.blob", "HEAD:nothing")
    said = contents(tmp_path / "bare")[key]
    assert said.actors == (Actor("email:rc@x.org", "Robert C", "author"),)


def test_a_detached_head_counts(repo: Path) -> None:
    first = commit(repo, "1", {"a.md": "x\n"})
    commit(repo, "2", {"a.md": "y\n"}, who=BOB)
    git(repo, "checkout", "-q", first)
    assert list(contents(repo)) == [first, "a.md"]
    assert people(contents(repo)["a.md"]) == {"Ada": "author"}


def test_it_covers_all_of_its_source(repo: Path) -> None:
    commit(repo, "1", {"a.md": "x\n"}, who=ADA)
    assert Repository.open(repo, "s", MB, parse).covers("s:gone.md")

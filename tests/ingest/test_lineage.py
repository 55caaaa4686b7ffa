"""Which commits made a file, and whose lines it holds. Changes are given newest commit first."""

from collections.abc import Mapping

import pytest

from ingest.lineage import Change, Lineage, Made, Touch, logged, shares
from ingest.record import Actor

ADA, BOB, CLEO = (Actor(f"email:{n}@x.org", n.title(), "author") for n in ("ada", "bob", "cleo"))


def change(text: str) -> Change:
    """``M a``, ``D a``, or ``R a b`` for what was a and is b."""
    letter, *paths = text.encode().split()
    return Change(letter, paths[-1], paths[0] if len(paths) > 1 else b"")


def follow(*commits: str, head: str = "a", others: str = "") -> list[str]:
    """The places, oldest last, and paths of the commits that made the file at the head.

    A commit is its changes, parted by commas; one that begins with ``!`` does not count.
    """
    files = [name.encode() for name in head.split()]
    lineage = Lineage(files, [*files, *(name.encode() for name in others.split())])
    for place, commit in enumerate(commits):
        changes = [change(each) for each in commit.lstrip("!").split(", ")]
        made = None if commit.startswith("!") else Made(place, f"c{place}", (ADA,), None)
        lineage.take(changes, made)
    return [f"{made.place} {path.decode()}" for made, path in lineage.touches(files[0])]


@pytest.mark.parametrize(
    ("commits", "found"),
    [
        (["M a", "M b", "A a"], ["0 a", "2 a"]),
        (["M a", "R b a", "M b", "A b"], ["0 a", "1 a", "2 b", "3 b"]),
        (["R b a", "R c b", "A c"], ["0 a", "1 b", "2 c"]),
        # the name was another file's before
        (["R b a", "M b", "D a", "M a"], ["0 a", "1 b"]),
        (["R b a", "R a c", "M a, M b"], ["0 a", "2 b"]),
        (["A a", "D a", "R b a", "M b", "D a", "M a"], ["0 a", "2 a", "3 b"]),
        # the name is another file's since
        (["A b", "R b a", "A b"], ["1 a", "2 b"]),
        # there and back again
        (["R b a", "M b", "R a b", "A a"], ["0 a", "1 b", "2 b", "3 a"]),
        # removed and brought back
        (["A a", "D a", "A a"], ["0 a", "2 a"]),
        # exchanged
        (["R a b, R b a", "M a", "M b"], ["0 a", "2 b"]),
        # one that does not count renames all the same
        (["M a", "!R b a", "!M b", "M b"], ["0 a", "3 b"]),
        # edited on one branch while another renames it
        (["M a", "M b", "R b a", "M b"], ["0 a", "1 b", "2 a", "3 b"]),
        (["M c", "M b", "R b a", "R c b", "A c"], ["0 c", "1 b", "2 a", "3 b", "4 c"]),
        # added on two branches
        (["M a", "A a", "M a", "A a"], ["0 a", "1 a", "2 a", "3 a"]),
        # renamed to what was removed later
        (["D c", "M c", "R b c", "M b"], []),
    ],
)
def test_a_file_is_followed_back_through_its_names(commits: list[str], found: list[str]) -> None:
    assert follow(*commits) == found


def test_files_that_are_not_followed_keep_their_names_to_themselves() -> None:
    assert follow("M x", "R a x", "M a", "R x a", others="x") == ["2 a", "3 a"]


def test_two_files_each_have_their_own_history() -> None:
    history = ("M a", "M b", "R c a, A b", "M c")
    assert follow(*history, head="a b") == ["0 a", "2 a", "3 c"]
    assert follow(*history, head="b a") == ["1 b", "2 b"]


def test_a_new_file_does_not_take_what_another_branch_did_to_the_old_one_of_its_name() -> None:
    history = ("A b", "M b", "R b a", "M b", "A b")
    assert follow(*history, head="a b") == ["1 b", "2 a", "3 b", "4 b"]
    assert follow(*history, head="b a") == ["0 b"]


def touches(*authors: tuple[Actor, ...]) -> list[Touch]:
    """A commit of each, newest first, all of the file a."""
    return [Touch(Made(n, f"c{n}", each, None), b"a") for n, each in enumerate(authors)]


def roles(found: tuple[Actor, ...]) -> Mapping[str, str]:
    """Role by name."""
    return {actor.name: actor.role for actor in found}


@pytest.mark.parametrize(
    ("ada", "bob", "role"),
    [
        (90, 10, "author"),
        (91, 9, "participant"),
        (9, 1, "author"),
        (10, 1, "participant"),
        (10, 0, "participant"),
        (0, 0, "author"),
    ],
)
def test_a_tenth_of_all_lines_ever_added_makes_an_author(ada: int, bob: int, role: str) -> None:
    counts = {"c0": {b"a": bob}, "c1": {b"a": ada, b"b": 1000}}
    assert roles(shares(touches((BOB,), (ADA,)), counts.__getitem__)) == {
        "Ada": "author",
        "Bob": role,
    }


def test_lines_of_several_commits_add_up_and_co_authors_get_all_of_them() -> None:
    counts = {"c0": {b"a": 6}, "c1": {b"a": 6}, "c2": {b"a": 100}, "c3": {}}
    history = touches((BOB,), (BOB, CLEO), (ADA,), (CLEO,))
    assert roles(shares(history, counts.__getitem__)) == {
        "Ada": "author",
        "Bob": "author",
        "Cleo": "participant",
    }


def test_a_person_is_called_as_in_their_newest_commit() -> None:
    married = Actor(ADA.alias, "Ada Lovelace", "author")
    found = shares(touches((married,), (ADA,)), lambda _: {b"a": 1})
    assert [actor.name for actor in found] == ["Ada Lovelace"]


def test_a_file_without_history_has_no_people() -> None:
    assert shares([], lambda _: {}) == ()


def test_a_log_is_facts_and_changes() -> None:
    told = (
        b"K1\0P\0N\0A\0D\0A\nM\0K2\0\0\0\0\0\0\nM\0M\0R087\0D\0K3\0C100\0x\0\ny\0T\0A\0D\0\n\0K3\0"
        b"\0\0\0\0message"
    )
    assert list(logged(iter(told.split(b"\0")))) == [
        ([b"K1", b"P", b"N", b"A", b"D", b"A\nM"], []),
        (
            [b"K2", b"", b"", b"", b"", b""],
            [
                Change(b"M", b"M"),
                Change(b"R", b"K3", b"D"),
                Change(b"C", b"\ny"),
                Change(b"T", b"A"),
                Change(b"D", b"\n"),
            ],
        ),
        ([b"K3", b"", b"", b"", b"", b"message"], []),
    ]

"""Who had which part in a commit, and what it says."""

import pytest

from ingest.commits import Commit, Identity, identity, lent, people, record
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.robots import is_program
from tests.ingest.conftest import at_most

ADA = Identity("Ada B", "ada@x.org")
KEY = "ab" * 20


def commit(message: str, author: Identity = ADA, *, merge: bool = False) -> Commit:
    """A commit of a given day."""
    return Commit(KEY, author, "2024-05-14T09:12:00+02:00", message, merge)


def parts(message: str, author: Identity = ADA, *, merge: bool = False) -> list[tuple[str, str]]:
    """Alias and role of all its people."""
    found = people(commit(message, author, merge=merge))
    return [(actor.alias, actor.role) for actor in found or ()]


def content(message: str, *paths: str) -> Content:
    """What a commit says."""
    made = Commit(KEY, ADA, None, message, merge=False, paths=paths)
    item = record("s", made, people(made), b"")
    assert isinstance(item, Record)
    return item.parse()


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("Co-authored-by", "author"),
        ("Co-Authored-By", "author"),
        ("CO-DEVELOPED-BY", "author"),
        ("Reviewed-by", "reviewer"),
        ("Acked-by", "reviewer"),
        ("Tested-by", "reviewer"),
        ("Approved-by", "approver"),
        ("Reported-by", "participant"),
        ("Suggested-by", "participant"),
        ("Helped-by", "participant"),
        ("Mentored-by", "participant"),
        ("Signed-off-by", "participant"),
    ],
)
def test_a_trailer_gives_its_role(key: str, role: str) -> None:
    assert parts(f"Fix\n\n{key}: Bob C <Bob@x.org>") == [
        ("email:ada@x.org", "author"),
        ("email:bob@x.org", role),
    ]


def test_a_signature_adds_nothing_to_another_part() -> None:
    message = (
        "Fix\n\nSigned-off-by: Ada B <ada@x.org>\nReviewed-by: Bob <bob@x.org>\n"
        "Signed-off-by: Bob <bob@x.org>\nSigned-off-by: Eve <eve@x.org>\n"
        "Signed-off-by: Eve <eve@x.org>"
    )
    assert parts(message) == [
        ("email:ada@x.org", "author"),
        ("email:bob@x.org", "reviewer"),
        ("email:eve@x.org", "participant"),
    ]


def test_who_merges_reviews() -> None:
    message = "Merge\n\nCo-authored-by: Bob <bob@x.org>\nApproved-by: Eve <eve@x.org>"
    assert parts(message, merge=True) == [
        ("email:ada@x.org", "reviewer"),
        ("email:bob@x.org", "reviewer"),
        ("email:eve@x.org", "approver"),
    ]


@pytest.mark.parametrize(
    ("value", "aliases"),
    [
        ("Bob C <bob@x.org>", ["email:bob@x.org"]),
        ("bob@x.org", ["email:bob@x.org"]),
        ("<bob@x.org>", ["email:bob@x.org"]),
        ("1+Bob-C@users.noreply.github.com", ["email:1+bob-c@users.noreply.github.com"]),
        ("C, Bob <bob@x.org>", ["email:bob@x.org"]),
        ("Bob <bob@x.org>, Eve <eve@x.org>", ["email:bob@x.org", "email:eve@x.org"]),
        ("Bob <bob@x.org> (the tests)", ["email:bob@x.org"]),
        ("Bob C <none>", ["name:bob c"]),
        ("Bob C", ["name:bob c"]),
        ("Bob\x7f C\u202e", ["name:bob c"]),
        ("@bob", ["handle:bob"]),
        ("", []),
        ("<>", []),
        ("https://x.org/1", []),
    ],
)
def test_a_trailer_names_people_in_many_ways(value: str, aliases: list[str]) -> None:
    assert [alias for alias, _ in parts(f"Fix\n\nReviewed-by: {value}\n")[1:]] == aliases


def test_only_a_line_that_begins_so_is_a_trailer() -> None:
    message = (
        "Reviewed-by: the board <board@x.org>\n\n  Reviewed-by: Bob <bob@x.org>\n"
        "> Reviewed-by: Bob <bob@x.org>\nsee Reviewed-by: Bob <bob@x.org>"
    )
    assert parts(message) == [("email:ada@x.org", "author")]


def test_trailers_of_squashed_commits_in_the_middle_count() -> None:
    message = "All\n\n* one\n\nCo-authored-by: Bob <bob@x.org>\n\n* two\r\n\r\nThe end."
    assert parts(message) == [("email:ada@x.org", "author"), ("email:bob@x.org", "author")]
    assert content(message).text == "* one\n\n* two\n\nThe end."


def test_the_mailmap_is_asked_for_whom_the_message_names() -> None:
    def resolve(who: Identity) -> Identity:
        return Identity("Robert C", "rc@x.org") if who == Identity("Bob", "bob@x.org") else who

    found = people(commit("Fix\n\nReviewed-by: Bob <bob@x.org>"), resolve)
    assert found == (
        Actor("email:ada@x.org", "Ada B", "author"),
        Actor("email:rc@x.org", "Robert C", "reviewer"),
    )


@pytest.mark.parametrize(
    ("name", "address", "alias"),
    [
        ("Ada B", "Ada@X.org", "email:ada@x.org"),
        ("Ada B", "7+Ada@users.noreply.github.com", "email:7+ada@users.noreply.github.com"),
        ("Ada B", "ada@localhost", "email:ada@localhost"),
        ("Ada B", "ada", "name:ada b"),
        ("Áda\x07 B", "", "name:ada b"),
        ("Dr. Ada-B (Acme)", "", "name:ada b"),
        ("Ada B", "a\x07@x.org", "name:ada b"),
        ("Ada B", "a b@x.org", "name:ada b"),
    ],
)
def test_an_author_is_their_address_or_else_their_name(
    name: str, address: str, alias: str
) -> None:
    assert parts("Fix", Identity(name, address)) == [(alias, "author")]


def test_a_name_without_end_is_cut() -> None:
    ((alias, _),) = parts("Fix", Identity("a" * 10_000, ""))
    assert alias == "name:" + "a" * 80


def test_a_commit_of_nobody_is_a_record_all_the_same() -> None:
    nameless = commit("Fix", Identity("", ""))
    assert people(nameless) == ()
    assert isinstance(record("s", nameless, (), b""), Record)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
        ("Dependabot", "support@x.org"),
        ("renovate", "x@x.org"),
        ("Renovate Bot", "x@x.org"),
        ("bors", "x@x.org"),
        ("GitHub Actions", "x@x.org"),
        ("X", "41898282+github-actions@users.noreply.github.com"),
        ("GitHub", "noreply@github.com"),
        ("An Assistant", "noreply@x.org"),
        ("An Assistant", "no-reply@x.org"),
        ("pump-bot", "x@x.org"),
        ("pump_bot", "x@x.org"),
        ("Pump CI", "bot@x.org"),
        ("Pump CI", "ci-bot@x.org"),
        ("Pump Release Robot", "x@x.org"),
        ("X", "pump.ci.robot@x.org"),
        ("bot", ""),
    ],
)
def test_programs_are_left_out(name: str, address: str) -> None:
    written = commit("Fix", Identity(name, address))
    assert people(written) is None
    assert record("s", written, None, b"") == Skipped(f"commit {KEY[:12]}", "commits by bots")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Abbot", "abbot@x.org"),
        ("Ben Bot", "ben.bot@x.org"),
        ("Talbot", "talbot@x.org"),
        ("Elliot Both", "both@x.org"),
        ("Bors Renovate", "renovate.bors@x.org"),
        ("Ada", "7+ada@users.noreply.github.com"),
        ("Ada", "ada@bot.x.org"),
        ("Ada", "botanist@x.org"),
        ("Robotham", "robotham@x.org"),
        ("Ro Bot Smith", "ada@x.org"),
    ],
)
def test_people_who_are_called_like_programs_are_none(name: str, address: str) -> None:
    assert not is_program(f"email:{address}", name)
    assert people(commit("Fix", Identity(name, address)))


def test_whoever_is_beside_a_bot_stays() -> None:
    bot = Identity("fix[bot]", "fix[bot]@x.org")
    assert parts("Fix\n\nCo-authored-by: Eve <eve@x.org>", bot) == [("email:eve@x.org", "author")]
    assert parts("Fix\n\nCo-authored-by: x <ci-bot@x.org>") == [("email:ada@x.org", "author")]


@pytest.mark.parametrize(
    ("message", "title", "text"),
    [
        ("Fix", "Fix", ""),
        ("", "", ""),
        ("\n\nFix\n\n\n", "Fix", ""),
        ("Fix the\npumps\n\nThey leak.\n\n  code\n", "Fix the pumps", "They leak.\n\n  code"),
        ("Fix\r\n\r\nThey leak.\r\n", "Fix", "They leak."),
        ("Fix\n\nThey leak.\n\nFixes: #12\nChange-Id: I12\n", "Fix", "They leak."),
        ("Fix\n\nThey leak.\n\nFixes: #1\nReviewed-by: B <b@x.org>\nCc: x", "Fix", "They leak."),
        ("Fix\n\nThey leak.\n\nNote: this\n  goes on\n(cherry picked from commit 1)", "Fix",
         "They leak."),
        ("Fix\n\nThey leak.\n\nFixes: #12\nand more\n", "Fix",
         "They leak.\n\nFixes: #12\nand more"),
        ("Fix\n\nKey: first\n\nThey leak.", "Fix", "Key: first\n\nThey leak."),
        ("Fix\n\nThey leak.\n\n    indented\n    code", "Fix",
         "They leak.\n\n    indented\n    code"),
        ("Reviewed-by: all", "Reviewed-by: all", ""),
    ],
)  # fmt: skip
def test_a_message_is_a_title_and_a_text_without_trailers(
    message: str, title: str, text: str
) -> None:
    said = content(message)
    assert (said.title, said.text) == (title, text)


def test_a_record_says_what_the_commit_says_and_what_it_touched() -> None:
    made = Commit(
        KEY,
        ADA,
        "2024-05-14T09:12:00+02:00",
        "Fix\n\nThey leak.",
        merge=False,
        paths=("a.md", "b"),
    )
    item = record("s", made, people(made), b"raw bytes")
    assert isinstance(item, Record)
    assert (item.id, item.where, item.size) == (f"s:{KEY}", f"commit {KEY[:12]}", 9)
    assert item.parse() == Content(
        title="Fix",
        text="They leak.\n\na.md\nb",
        actors=(Actor("email:ada@x.org", "Ada B", "author"),),
        date="2024-05-14T09:12:00+02:00",
        link=KEY,
    )


def test_raw_is_of_the_bytes_and_the_people() -> None:
    ada, bob = (Actor(f"email:{name}@x.org", name, "author") for name in ("ada", "bob"))
    made = commit("Fix")
    stamps = [
        item.raw
        for item in (
            record("s", made, (ada,), b"x"),
            record("s", made, (ada,), b"y"),
            record("s", made, (bob,), b"x"),
            record("s", made, (ada, bob), b"x"),
            record("s", made, (), b"x"),
            record("s", made, (ada,), b"x"),
        )
        if isinstance(item, Record)
    ]
    assert len(set(stamps)) == 5
    assert stamps[0] == stamps[-1]


def test_a_source_whose_name_makes_no_id_is_named() -> None:
    item = record("s\n", commit("Fix"), (), b"")
    assert isinstance(item, Unreadable)
    assert item.id is None


def test_a_merge_and_a_commit_over_50_files_lend_nothing() -> None:
    paths = list(map(str, range(51)))
    assert lent(paths[:50], merge=False) == paths[:50]
    assert lent(paths, merge=False) == ()
    assert lent(paths[:1], merge=True) == ()


@pytest.mark.parametrize("text", ["", "Ada", "a@b@c", "<a@x.org> <b@x.org>", "Ada <a@x.org"])
def test_what_is_no_identity_is_none(text: str) -> None:
    assert identity(text) is None


@pytest.mark.parametrize(
    "message",
    [
        "Fix" + "\n \t" * 300_000,
        "Fix\n\n" + "Reviewed-by:" * 100_000,
        "Fix\n\n" + "Reviewed-by: <" * 50_000,
        "Fix\n\n" + "k: v\n" * 200_000 + "!",
        "Fix\n\n" + "k:" * 400_000,
        "Fix\n\nReviewed-by: " + "a" * 400_000 + "@",
        "Fix\n\nReviewed-by: " + "<a> ," * 100_000,
        "Fix\n\nReviewed-by: " + "-" * 400_000 + "bot!",
        "\n" * 500_000,
    ],
)
def test_no_message_takes_long(message: str) -> None:
    with at_most(3):
        content(message)

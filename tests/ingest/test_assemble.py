"""A record and its mentions become a reading."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from graphkit.model import Contribution, Digest, Mention, Reading
from ingest.assemble import assemble, shown
from ingest.extraction import Found
from ingest.record import Actor, Content

STAMP = Digest("raw", "content")


def read(
    content: Content, mentions: list[Mention] | None = None, document: str = "s:1"
) -> Reading:
    """The reading of a record that ``--acl group:bids`` serves."""
    acl = frozenset({"group:bids"})
    found = None if mentions is None else Found(mentions, "en", "asks")
    return assemble(document, content, found, acl=acl, stamp=STAMP)


def test_a_reading_holds_what_the_record_says() -> None:
    content = Content(
        "Pumps", "text", (Actor("name:ada", "Ada", "author"),), "2024-05-14", "a/b.md",
        thread="t 1", reply_to="s:0",
    )  # fmt: skip
    reading = read(content, [Mention("en:pump", "Pump", 2, 1), Mention("en:seal", "seal", 1, 0)])
    document = reading.document
    assert (document.id, document.title, document.link) == ("s:1", "Pumps", "a/b.md")
    assert (document.date, document.language, document.length) == ("2024-05-14", "en", 3)
    assert (document.thread, document.reply_to) == ("t 1", "s:0")
    assert reading.contributions == (Contribution("name:ada", "Ada", ("author",)),)
    assert reading.mentions == (Mention("en:pump", "Pump", 2, 1), Mention("en:seal", "seal", 1, 0))
    assert reading.digest == STAMP


def test_copies_share_a_bag_whatever_they_are_called_and_however_written() -> None:
    one = read(Content("Pumps", ""), [Mention("en:pump", "Pump", 2, 1)], "s:1")
    two = read(Content("Other", ""), [Mention("en:pump", "pumps", 2, 0)], "s:2")
    more = read(Content("Pumps", ""), [Mention("en:pump", "Pump", 3, 1)], "s:3")
    assert one.document.bag == two.document.bag != more.document.bag
    assert len(one.document.bag) == 32
    assert read(Content("Pumps", ""), []).document.bag == ""


def test_mentions_on_file_are_kept_where_none_are_given() -> None:
    assert read(Content("Pumps", ""), None).mentions is None
    assert read(Content("Pumps", ""), []).mentions == ()


@pytest.mark.parametrize(
    ("own", "acl"),
    [
        (None, {"group:bids"}),
        ({"everyone"}, {"everyone"}),
        ({"group:a", "user:b"}, {"group:a", "user:b"}),
        (set(), set()),
    ],
)
def test_the_acl_option_serves_only_a_record_that_brings_none(
    own: set[str] | None, acl: set[str]
) -> None:
    content = Content("t", "", acl=None if own is None else frozenset(own))
    assert read(content).document.acl == acl


def test_an_alias_contributes_once_with_all_its_roles_under_its_first_name() -> None:
    actors = (
        Actor("name:gus", "Gus", "reviewer"),
        Actor("email:a@x.org", "Ada B", "reviewer"),
        Actor("email:a@x.org", "A. B.", "author"),
        Actor("email:a@x.org", "", "author"),
        Actor("handle:eve", "", ""),
        Actor("name:zoe", "Zoë", "kept as written"),
    )
    assert read(Content("t", "", actors)).contributions == (
        Contribution("email:a@x.org", "Ada B", ("author", "reviewer")),
        Contribution("handle:eve", "handle:eve", ("participant",)),
        Contribution("name:gus", "Gus", ("reviewer",)),
        Contribution("name:zoe", "Zoë", ("kept as written",)),
    )


def test_aliases_that_look_alike_are_one() -> None:
    actors = (Actor("name:zoe\u0308", "Zoe\u0308", "author"), Actor("name:zoë", "Z", "reviewer"))
    assert read(Content("t", "", actors)).contributions == (
        Contribution("name:zoë", "Zoë", ("author", "reviewer")),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (Content("t", "", (Actor("", "Ada", "author"),)), "1 to 512 characters, '' has 0"),
        (Content("t", "", (Actor("a" * 513, "Ada", "author"),)), "has 513"),
        (Content("t", "", (Actor("name:a\nb", "Ada", "author"),)), "holds a control character"),
        (Content("t", "", (Actor("name:\ud800", "Ada", "author"),)), "half a surrogate pair"),
        (Content("t", "", thread="x" * 513), "has 513"),
        (Content("t", "", thread="x\0"), "holds a control character"),
    ],
)
def test_an_id_outside_the_limits_rejects_the_record(content: Content, reason: str) -> None:
    with pytest.raises(RecordRejected) as rejected:
        read(content)
    assert reason in str(rejected.value)
    assert str(rejected.value).isprintable()


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("Annual\r\n\treport\x1b[31m", "Annual report[31m"),
        ("gpj\u202e.exe", "gpj.exe"),
        ("\u2066Ada\u2069 \u200fB\u200b", "Ada B"),
        ("Ada \u202e B", "Ada B"),
        ("one\u2028two\u2029three\x85four", "one two three four"),
        ("half \ud800", "half ?"),
        ("nul\0l \x7f", "null"),
        ("Zoe\u0308 風 🌊", "Zoë 風 🌊"),
        ("x" * 600, "x" * 512),
    ],
)
def test_titles_links_names_and_roles_are_one_line_that_is_safe_to_show(
    written: str, line: str
) -> None:
    reading = read(Content(written, "", (Actor("a", written, written),), link=written))
    assert (reading.document.title, reading.document.link) == (line, line)
    assert reading.contributions == (Contribution("a", line, (line,)),)


@settings(deadline=None)
@given(st.text(st.sampled_from("aé \n\x1b\x7f\u202e\u2028\ud800") | st.characters()))
def test_what_is_shown_holds_nothing_that_moves_a_terminal(text: str) -> None:
    line = shown(text)
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert len(line) <= 512
    assert shown(line) == line


def test_a_date_is_kept_in_one_form() -> None:
    assert read(Content("t", "", date="14.05.2024")).document.date == "2024-05-14"
    assert read(Content("t", "", date="spring")).document.date is None

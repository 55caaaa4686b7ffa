"""Archives of Zulip, and messages as its API gives them."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from ingest.connectors.zulip import Zulip
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.workers import parse
from ingest.zulip import author, unsanitised, words
from tests.ingest.conftest import Item, at_most
from tests.ingest.exports import ZULIP, ZULIP_KEYS, Files, packed, written, wrote

MB = 1_000_000
TOPIC = "12-wind/study.json"


def items(folder: Path, files: Files) -> list[Item]:
    """One pass over an archive, as source "s"."""
    return list(Zulip.open(written(folder, files), "s", MB, parse).records())


def contents(folder: Path, files: Files) -> dict[str, Content]:
    """What its messages say, by key."""
    found = (item for item in items(folder, files) if isinstance(item, Record))
    return {record.id.removeprefix("s:"): record.parse() for record in found}


def one(folder: Path, message: object, name: str = TOPIC) -> Content:
    """What a single message says."""
    (content,) = contents(folder, {name: [message]}).values()
    return content


def test_a_message_says_who_when_where_and_what(tmp_path: Path) -> None:
    found = contents(tmp_path, ZULIP)
    assert set(found) == ZULIP_KEYS
    assert found["12/2"] == Content(
        "Which permit?", "The old one", (Actor("name:bob c", "Bob C", "author"),),
        "2024-05-14T10:00:02+00:00", thread="12/Which permit?",
    )  # fmt: skip
    assert found["13/5"].actors == (Actor("email:cleo@x.org", "Ada B", "author"),)
    assert {content.acl for content in found.values()} == {None}


def test_a_topic_stays_the_same_when_it_is_resolved(tmp_path: Path) -> None:
    resolved = one(tmp_path, wrote(1, "x"), "12-wind/.E2.9C.94.20caf.C3.A9.json")
    assert resolved.title == "café"
    assert resolved.thread == "12/café"


@pytest.mark.parametrize(
    ("written_as", "name"),
    [
        ("Kata.20idea.3A.20v3.2E1.3F", "Kata idea: v3.1?"),
        (".C3.A9t.C3.A9", "été"),
        ("plain", "plain"),
        ("100.25", "100%"),
    ],
)
def test_names_are_read_as_people_write_them(written_as: str, name: str) -> None:
    assert unsanitised(written_as) == name


def test_messages_of_bots_and_notices_are_skipped(tmp_path: Path) -> None:
    found = items(
        tmp_path,
        {
            TOPIC: [
                wrote(1, "x", "Notification Bot"),
                wrote(2, "x", "Ci", sender_email="ci-bot@x.org"),
                wrote(3, "x", subject="stream events"),
                wrote(4, "x", "Abbot Robot", sender_email="abbot@x.org"),
            ],
            "a.png": b"",
        },
    )
    headings = Counter(item.what for item in found if isinstance(item, Skipped))
    assert headings == {"messages of bots": 3, ".png": 1}
    assert [item.id for item in found if isinstance(item, Record)] == ["s:12/4"]


@pytest.mark.parametrize(
    ("more", "actor"),
    [
        ({"sender_email": "Ada@x.org"}, Actor("email:ada@x.org", "Ada B", "author")),
        ({"sender_email": "user12@x.org"}, Actor("name:ada b", "Ada B", "author")),
        ({"sender_email": "no address"}, Actor("name:ada b", "Ada B", "author")),
        ({"sender_full_name": "\u202e\u00c1da\n B"}, Actor("name:ada b", "Áda B", "author")),
        ({"sender_full_name": "Dr. Ada-B"}, Actor("name:ada b", "Dr. Ada-B", "author")),
        ({"sender_full_name": "\x07"}, None),
        ({"sender_full_name": 7}, None),
    ],
)
def test_people_are_known_by_address_or_name(more: Files, actor: Actor | None) -> None:
    assert author({**wrote(1, "x"), **more}) == actor


@pytest.mark.parametrize(
    ("html", "own"),
    [
        ("<p>Ask <span class='user-mention' data-user-id='1'>@Bob C</span> now</p>", "Ask now"),
        ("<blockquote><p>q<blockquote>r</blockquote></p></blockquote><p>own</p>", "own"),
        (
            """<p><i class='user-mention silent'>Bob</i> <a href='#narrow/x'>said</a>:</p>
            <blockquote>q</blockquote><p>own</p>""",
            "own",
        ),
        ("<p>Try</p><div class='codehilite'><pre><code>x = 1</code></pre></div>", "Try"),
        ("<p>Call <code>ring</code></p>", "Call ring"),
        ("<p>So <span class='katex'><span>x</span></span> holds</p>", "So holds"),
        ("""<div class='spoiler-block'><div class='spoiler-header'><p>Why</p></div>
         <div class='spoiler-content'><p>own</p><blockquote>q</blockquote></div></div>""",
         "Why\n\nown"),
        ("<p>a</p><div class='message_embed'><a>Page</a></div><script>x</script>", "a"),
    ],
)  # fmt: skip
def test_only_own_words_are_kept(html: str, own: str) -> None:
    assert words({"content": html}) == own


def test_markdown_is_kept_as_it_is_without_those_it_calls() -> None:
    said = {"content": "Ask @**Bob C** of *it*", "content_type": "text/x-markdown"}
    assert words(said) == "Ask   of *it*"


@given(st.text(alphabet="<>/pre blockquote=\"'span.-!", max_size=200))
def test_no_html_breaks_the_reader(content: str) -> None:
    assert "\0" not in words({"content": content})


@pytest.mark.parametrize("tag", ["blockquote", "b", "span", "table><tr><td", "font"])
def test_what_is_nested_as_no_message_is_refused_at_once(tag: str) -> None:
    with at_most(1), pytest.raises(RecordRejected, match="nested too deeply"):
        words({"content": f"<{tag}>" * 100_000})


def test_long_messages_take_time_in_proportion_to_their_length() -> None:
    for piece in ("<blockquote>q</blockquote>", "<p>a<br></p>", "<p>a</p>", "</p>", "<", "<!--"):
        with at_most(3):
            words({"content": piece * 20_000})


def test_messages_of_the_api_say_themselves_where_they_stand(tmp_path: Path) -> None:
    message = wrote(
        7, "<p>x</p>", type="stream", stream_id=99, display_recipient="grid", subject="study"
    )
    found = contents(tmp_path, {"messages.json": {"result": "success", "messages": [message]}})
    assert [(key, c.title, c.thread) for key, c in found.items()] == [
        ("99/7", "study", "99/study")
    ]


def test_direct_messages_are_for_those_who_have_them(tmp_path: Path) -> None:
    to = [{"email": "Ada@x.org"}, {"email": "bob@x.org"}, 7, {"email": "no"}]
    direct = one(tmp_path, wrote(7, "x", type="private", display_recipient=to))
    ((group, members),) = direct.groups.items()
    assert direct.acl == {group}
    assert members == {"user:ada@x.org", "user:bob@x.org"}
    nobody = one(tmp_path, wrote(7, "x", type="direct"))
    assert list(nobody.groups.values()) == [frozenset()]
    assert nobody.acl == frozenset(nobody.groups)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[{", "it is no JSON: "),
        ({"result": "error"}, "it is no list of JSON objects"),
        (["x"], "it is no JSON object"),
        ([{"content": "x"}], "it has no id or no time (id, timestamp)"),
        ([wrote(1, "x") | {"timestamp": 10**12}], "it has no id or no time (id, timestamp)"),
        ([wrote(1, "x") | {"id": True}], "it has no id or no time (id, timestamp)"),
        ([wrote(1, "x"), wrote(1, "y")], "its id is that of another message"),
    ],
)
def test_what_is_damaged_is_named(tmp_path: Path, content: object, reason: str) -> None:
    found = items(tmp_path, {**ZULIP, TOPIC.replace("12", "14"): content})
    (damaged,) = (item for item in found if isinstance(item, Unreadable))
    assert damaged.reason.startswith(reason)
    assert {i.id for i in found if isinstance(i, Record)} >= {f"s:{key}" for key in ZULIP_KEYS}


def test_a_message_in_no_stream_is_named(tmp_path: Path) -> None:
    (found,) = items(tmp_path, {"general/a.json": [wrote(1, "x")]})
    assert isinstance(found, Unreadable)
    assert found.reason == "its stream is not known: it is in no folder such as 12-general"


def test_a_stream_that_is_not_in_the_archive_is_not_covered(tmp_path: Path) -> None:
    connector = Zulip.open(written(tmp_path, ZULIP), "s", MB, parse)
    assert not connector.covers("s:12/9")  # nothing is read yet
    list(connector.records())
    assert [connector.covers(f"s:{key}") for key in ("12/9", "99/1", "direct/1")] == [
        True, False, False
    ]  # fmt: skip


def test_other_folders_and_archives_are_not_recognised(tmp_path: Path) -> None:
    numbered = written(tmp_path / "other", {"01-intro/a.json": {"a": 1}})
    archives = [
        packed(tmp_path / "a.zip", {"01-intro/a.json": {"a": 1}}),
        packed(tmp_path / "b.zip", ZULIP),
        packed(tmp_path / "c.ZIP", {f"archive/{name}": ZULIP[name] for name in ZULIP}),
    ]
    found = [Zulip.recognises(path) for path in (numbered, tmp_path / "none", *archives)]
    assert found == [False, False, False, True, True]

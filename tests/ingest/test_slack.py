"""Exports of Slack: what a message says, who may read it, what is none."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import SourceUnreadable
from ingest.connectors.slack import Slack
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.slack import plain
from ingest.workers import parse
from tests.ingest.conftest import Item, at_most
from tests.ingest.exports import (
    ADA,
    PRIVATE,
    PUBLIC,
    SLACK,
    SLACK_KEYS,
    Files,
    packed,
    said,
    written,
)

MB = 1_000_000
TS = "1715680800.000100"
DAY = "wind/2024-05-14.json"
GROUP = "group:slack/T0FIRM001/C0BIDS001"


def items(folder: Path, files: Files, max_bytes: int = MB) -> list[Item]:
    """One pass over an export, as source "s"."""
    connector = Slack.open(written(folder, files), "s", max_bytes, parse)
    return list(connector.records())


def contents(folder: Path, files: Files) -> dict[str, Content]:
    """What its messages say, by key."""
    found = (item for item in items(folder, files) if isinstance(item, Record))
    return {record.id.removeprefix("s:"): record.parse() for record in found}


def one(folder: Path, message: object, **lists: object) -> Content:
    """What a single message in #wind says; the lists of the export may be others."""
    named = {f"{name}.json": content for name, content in lists.items()}
    (content,) = contents(folder, {**SLACK_LISTS, **named, DAY: [message]}).values()
    return content


def unreadable(found: list[Item]) -> list[tuple[str, str, str | None]]:
    """What could not be read."""
    return [(i.where, i.reason, i.id) for i in found if isinstance(i, Unreadable)]


def skipped(found: list[Item]) -> Counter[str]:
    """Headings of what was skipped."""
    return Counter(item.what for item in found if isinstance(item, Skipped))


SLACK_LISTS = {name: content for name, content in SLACK.items() if "/" not in name}


def test_a_message_says_who_when_where_and_what_it_answers(tmp_path: Path) -> None:
    found = contents(tmp_path, SLACK)
    assert set(found) == SLACK_KEYS
    everyone = frozenset({"everyone"})
    assert found[f"C0WIND001/{TS}"] == Content(
        "", "Which permit is it, ?", (Actor("email:ada@x.org", "Ada B", "author"),),
        "2024-05-14T10:00:00+00:00", acl=everyone, thread=f"C0WIND001/{TS}", place="#wind",
    )  # fmt: skip
    assert found["C0WIND001/1715680900.000100"] == Content(
        "", "The old one", (Actor("slack:T0FIRM001/U0BOB0001", "bob", "author"),),
        "2024-05-14T10:01:40+00:00", acl=everyone, thread=f"C0WIND001/{TS}",
        reply_to=f"s:C0WIND001/{TS}", place="#wind",
    )  # fmt: skip


def test_other_conversations_are_for_those_who_are_in_them(tmp_path: Path) -> None:
    found = contents(tmp_path, SLACK)
    bids = found["C0BIDS001/1715681000.000100"]
    assert (bids.acl, bids.groups) == ({GROUP}, {GROUP: {"user:ada@x.org"}})
    direct = found["D0ADABOB1/1715767300.000100"]
    assert list(direct.groups.values()) == [{"user:ada@x.org", "user:cleo@x.org"}]
    assert direct.acl == set(direct.groups) == {"group:slack/T0FIRM001/D0ADABOB1"}
    unknown = found["old/1715767400.000100"]
    assert (unknown.acl, unknown.groups) == (frozenset(), {})


@pytest.mark.parametrize(
    "lists",
    [
        {"channels": [PUBLIC, {**PUBLIC, "id": "C0OTHER01"}]},
        {"groups": [{**PRIVATE, "name": "wind"}]},
        {"groups": [{**PRIVATE, "id": "C0WIND001"}]},
        {"channels": [{**PUBLIC, "name": None}]},
        {"channels": ["wind", 7, {}]},
        {"channels": [{**PUBLIC, "is_private": True, "members": None}]},
        {"channels": [], "groups": [{"name": "wind", "id": "C" + "1" * 490}]},
    ],
)
def test_who_may_read_a_conversation_is_never_guessed(
    tmp_path: Path, lists: dict[str, object]
) -> None:
    content = one(tmp_path, said(TS), **lists)
    assert not frozenset().union(*content.groups.values())
    assert content.acl == frozenset(content.groups)


def test_who_left_is_in_no_conversation_any_more(tmp_path: Path) -> None:
    lists = {"channels": [], "groups": [{**PRIVATE, "name": "wind"}]}
    left = one(tmp_path, said(TS), users=[{**ADA, "deleted": True}], **lists)
    assert left.groups == {GROUP: frozenset()}
    assert left.actors == (Actor("email:ada@x.org", "Ada B", "author"),)


@pytest.mark.parametrize(
    ("profile", "alias", "name"),
    [
        ({"real_name": "Ada B", "name": "a", "email": "A@x.org"}, "email:a@x.org", "Ada B"),
        ({"real_name": " ", "display_name": "adab"}, "slack:T0FIRM001/U0ADA0001", "adab"),
        ({"email": "no address"}, "slack:T0FIRM001/U0ADA0001", "ada"),
        ({"real_name": "Ada\n\u202e B\x07"}, "slack:T0FIRM001/U0ADA0001", "Ada B"),
        (None, "slack:T0FIRM001/U0ADA0001", "ada"),
    ],
)  # fmt: skip
def test_people_are_called_as_they_call_themselves(
    tmp_path: Path, profile: object, alias: str, name: str
) -> None:
    content = one(tmp_path, said(TS), users=[{**ADA, "profile": profile}])
    assert content.actors == (Actor(alias, name, "author"),)


def test_who_is_in_no_list_is_known_by_what_the_message_says(tmp_path: Path) -> None:
    profile = {"real_name": "Dora E", "name": "dora"}
    guest = said(TS, user="W1", user_team="T2", user_profile=profile)
    assert one(tmp_path, guest).actors == (Actor("slack:T2/W1", "Dora E", "author"),)
    bare = one(tmp_path, said(TS, user="W1"), users=[], org_users=[])
    assert bare.actors == (Actor("slack:s/W1", "W1", "author"),)
    assert one(tmp_path, {"ts": TS, "text": "x"}).actors == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<@U1> and <@U1|ada>", " and "),
        ("<!here> <!subteam^S1|@crew> <!date^1^{date}|today>", "  "),
        ("<#C1|wind> <#C1>", "wind "),
        ("<https://x.org|the permit> <https://x.org>", "the permit https://x.org"),
        ("a &lt;b&gt; &amp;amp; &quot;", "a <b> &amp; &quot;"),
        ("```if a &lt; b```", "```if a < b```"),
        ("1 < 2, <<@U1>>, <", "1 < 2, <>, <"),
        ("&lt;@U1&gt;", "<@U1>"),
    ],
)
def test_a_text_is_as_its_readers_see_it_without_those_it_calls(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(alphabet="<>@#!|&lt;amp ax", max_size=60))
def test_no_text_grows_nor_keeps_a_call(text: str) -> None:
    assert len(plain(text)) <= len(text)
    assert "<@a>" not in plain(f"<@a>{text.replace('&', '')}<@a>")


def test_texts_take_time_in_proportion_to_their_length() -> None:
    with at_most(2):
        for piece in ("<", "<@", "<a|", "&lt;", "<a>"):
            plain(piece * 200_000)


def test_files_are_called_what_they_are_called(tmp_path: Path) -> None:
    files = [{"title": "Permit study", "name": "a.pdf"}, {"name": "b.pdf"}, {}, 7]
    shared = one(tmp_path, said(TS, "See", subtype="file_share", files=files))
    assert shared.text == "See\n\nPermit study\n\nb.pdf"
    assert one(tmp_path, said(TS, "", file={"title": "Old"})).text == "Old"


def test_what_others_said_elsewhere_is_not_what_one_says(tmp_path: Path) -> None:
    attachments = [{"text": "They said", "fallback": "They said"}]
    assert one(tmp_path, said(TS, "Look", attachments=attachments)).text == "Look"


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message", "file_share"])
def test_some_subtypes_are_speech(tmp_path: Path, subtype: str) -> None:
    assert one(tmp_path, said(TS, subtype=subtype)).text == "They hold."


@pytest.mark.parametrize(
    ("more", "heading"),
    [
        ({"subtype": "channel_join"}, "joins and other events"),
        ({"subtype": "channel_topic"}, "joins and other events"),
        ({"subtype": "message_changed"}, "joins and other events"),
        ({"subtype": "something new"}, "joins and other events"),
        ({"subtype": "message_deleted"}, "deleted messages"),
        ({"subtype": "tombstone"}, "deleted messages"),
        ({"subtype": "bot_message"}, "messages of bots"),
        ({"bot_id": "B1"}, "messages of bots"),
        ({"user": "U0BOT0001"}, "messages of bots"),
        ({"user": "USLACKBOT"}, "messages of bots"),
    ],
)
def test_what_nobody_said_is_skipped(tmp_path: Path, more: Files, heading: str) -> None:
    found = items(tmp_path, {**SLACK_LISTS, DAY: [{**said(TS), **more}]})
    assert skipped(found)[heading] == 1
    assert not any(isinstance(item, Record) for item in found)


def test_files_beside_the_messages_are_skipped(tmp_path: Path) -> None:
    found = skipped(items(tmp_path, {**SLACK, "wind/deep/2024-05-14.json": [said(TS)]}))
    assert found == {
        ".png": 1, "files that hold no messages": 2, "joins and other events": 1,
        "messages of bots": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'[{"ts": ', "it is no JSON: Expecting value"),
        (b"\xff\xfe[", "it is no JSON: "),
        (b"[" * 100_000, "it is no JSON: it is nested too deeply"),
        (b"1" * 5000, "it is no JSON: Exceeds the limit"),
        (b'{"ts": "1.0"}', "it is no list of JSON objects"),
        (b"7", "it is no list of JSON objects"),
        (b"[" + b" " * MB + b"]", "it has 1.1 MB, the most is 1 (WHOKNOWS_MAX_FILE_MB)"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_else_is_lost(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    found = items(tmp_path, {**SLACK, "wind/2024-05-16.json": content})
    ((where, why, key),) = unreadable(found)
    assert (where, key) == ("wind/2024-05-16.json", None)
    assert why.startswith(reason)
    assert len([item for item in found if isinstance(item, Record)]) == len(SLACK_KEYS)


@pytest.mark.parametrize(
    ("message", "reason", "known"),
    [
        (7, "it is no JSON object", False),
        ({"text": "x"}, "it has no time (ts)", False),
        ({"ts": 1715680800.1}, "it has no time (ts)", False),
        ({"ts": "1e9.0"}, "it has no time (ts)", False),
        (said(TS, "Another"), "its id is that of another message", True),
    ],
)
def test_a_message_that_is_none_is_named(
    tmp_path: Path, message: object, reason: str, *, known: bool
) -> None:
    found = items(tmp_path, {**SLACK_LISTS, DAY: [said(TS), message, said("1715680801.1")]})
    expected = f"s:C0WIND001/{TS}" if known else None
    assert unreadable(found) == [(f"{DAY} message 2", reason, expected)]
    assert len([item for item in found if isinstance(item, Record)]) == 2


def test_a_message_that_is_nested_too_deeply_is_named(tmp_path: Path) -> None:
    raw = json.dumps([said(TS)])[:-2] + ', "a": ' + "[" * 985 + "]" * 985 + "}]"
    found = items(tmp_path, {**SLACK_LISTS, DAY: raw.encode()})
    records = [item for item in found if isinstance(item, Record)]
    assert [reason for _, reason, _ in unreadable(found)] == (
        [] if records else ["it is no JSON: it is nested too deeply"]
    )


def test_a_message_that_is_told_twice_counts_once(tmp_path: Path) -> None:
    found = items(tmp_path, {**SLACK_LISTS, DAY: [said(TS)], "wind/2024-05-15.json": [said(TS)]})
    assert skipped(found)["messages told twice"] == 1


def test_cycles_of_threads_do_no_harm(tmp_path: Path) -> None:
    first, second = "1715680800.1", "1715680801.1"
    found = contents(
        tmp_path,
        {**SLACK_LISTS, DAY: [said(first, thread_ts=second), said(second, thread_ts=first)]},
    )
    assert [content.reply_to for content in found.values()] == [
        f"s:C0WIND001/{second}", f"s:C0WIND001/{first}"
    ]  # fmt: skip
    assert one(tmp_path, said(first, thread_ts=first)).reply_to is None
    assert one(tmp_path, said(first, thread_ts="no time")).reply_to is None


@pytest.mark.parametrize("name", ["users.json", "channels.json", "groups.json", "dms.json"])
def test_without_a_list_it_cannot_be_known_who_may_see_what(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceUnreadable, match=f"{name} of the export cannot be read: it is no"):
        items(tmp_path, {**SLACK, name: b"[{"})


def test_names_that_no_store_can_have_are_named(tmp_path: Path) -> None:
    found = items(tmp_path, {**SLACK_LISTS, "bad\nname/2024-05-14.json": [said(TS)]})
    ((where, reason, key),) = unreadable(found)
    assert where.isprintable()
    assert "control character" in reason
    assert key is not None


def test_folders_are_found_however_their_accents_are_coded(tmp_path: Path) -> None:
    files = {**SLACK_LISTS, "channels.json": [{**PUBLIC, "name": "\u00e9t\u00e9"}]}
    found = contents(tmp_path, {**files, "e\u0301te\u0301/2024-05-14.json": [said(TS)]})
    assert found[f"C0WIND001/{TS}"].acl == {"everyone"}


def test_other_folders_and_archives_are_not_recognised(tmp_path: Path) -> None:
    lists = written(tmp_path / "code", {"channels.json": [], "index.js": b""})
    other = packed(tmp_path / "other.zip", {"deep/er/channels.json": []})
    torn = tmp_path / "torn.zip"
    torn.write_bytes(b"PK\5\6" + b"\xff" * 18)
    export = packed(tmp_path / "EXPORT.ZIP", SLACK)
    assert [Slack.recognises(p) for p in (lists, other, torn, export, tmp_path / "none")] == [
        False, False, False, True, False
    ]  # fmt: skip

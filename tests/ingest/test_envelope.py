"""Which mail it is, which thread it stands in, which mail it answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.ids import digest, document_id
from ingest.envelope import envelope
from tests.ingest.conftest import at_most

MINE = "Message-ID: <me@x.org>\n"


def place(lines: str) -> tuple[str, str, str | None]:
    """Key, thread and what it answers."""
    found = envelope(f"{lines}\nPumps hold.".encode())
    return found.key, found.thread, found.answered


@pytest.mark.parametrize(
    ("lines", "thread", "answered"),
    [
        ("", "me@x.org", None),
        ("References: <a@x.org> <b@x.org>\nIn-Reply-To: <b@x.org>\n", "a@x.org", "b@x.org"),
        ("References: <a@x.org>\n <b@x.org>\r\n\t<c@x.org>\n", "a@x.org", "c@x.org"),
        ("In-Reply-To: <b@x.org>\n", "b@x.org", "b@x.org"),
        ("In-Reply-To: Carl's of Monday <b@x.org>\n", "b@x.org", "b@x.org"),
        ("IN-REPLY-TO:b@x.org\n", "b@x.org", "b@x.org"),
        ("In-Reply-To: <b at x.org>\n", "b@x.org", "b@x.org"),
        ("In-Reply-To: your mail\n", "me@x.org", None),
        ("References: <>\nIn-Reply-To: <\n", "me@x.org", None),
        ("References: <me@x.org>\nIn-Reply-To: <me@x.org>\n", "me@x.org", None),
        ("References: <me@x.org> <b@x.org>\n", "b@x.org", "b@x.org"),
        ("References: <a@x.org>\nReferences: <z@x.org>\n", "a@x.org", "a@x.org"),
    ],
)
def test_the_root_of_the_references_is_the_thread(
    lines: str, thread: str, answered: str | None
) -> None:
    assert place(MINE + lines) == ("me@x.org", thread, answered)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("<A1@X.org>", "A1@X.org"),
        ("  <a1@x.org>  ", "a1@x.org"),
        ("a1@x.org", "a1@x.org"),
        ("<a1 @ x.org>", "a1@x.org"),
        ("\n <a1@x.org>", "a1@x.org"),
        ("<a\x071@x.org>", "a1@x.org"),
        ("<été@x.org>", "été@x.org"),
        (f"<{'a' * 600}@x.org>", digest(f"{'a' * 600}@x.org")),
    ],
)
def test_a_message_id_is_cleaned_to_a_key(value: str, key: str) -> None:
    assert place(f"Message-ID: {value}\n")[0] == key


def test_a_mail_without_an_id_is_known_by_its_bytes_wherever_it_stands() -> None:
    mail = b"From: ada@x.org\n\nPumps hold.\n"
    assert envelope(mail).key == digest(mail)
    assert envelope(b"From ada@x.org Tue May 14 09:12:00 2024\n" + mail).key == digest(mail)


def test_what_stands_in_the_text_is_no_header_line() -> None:
    assert place("Subject: x\n\nMessage-ID: <b@x.org>\nReferences: <a@x.org>\n")[1] != "a@x.org"


def test_a_mail_tells_where_it_is_archived_if_that_is_a_page() -> None:
    for value, link in (
        ("<https://x.org/a/1>", "https://x.org/a/1"),
        ("javascript:alert(1)", ""),
    ):
        assert envelope(f"{MINE}Archived-At: {value}\n\nx".encode()).link == link


@pytest.mark.parametrize("piece", ["<", "<a@b>", "a@b ", "@", "\n ", "\r", ">", "References: <"])
def test_megabytes_of_ids_are_read_in_a_moment(piece: str) -> None:
    many = piece * (2_000_000 // len(piece))
    with at_most(3):
        envelope(f"Message-ID: {many}\nReferences: {many}\n\nx".encode())


@given(st.binary(max_size=300).map(lambda tail: b"Message-ID: " + tail))
def test_every_key_is_one_that_a_document_can_have(raw: bytes) -> None:
    found = envelope(raw)
    for key in filter(None, (found.key, found.thread, found.answered)):
        assert document_id("s", key).endswith(":" + key) or not key.isascii()

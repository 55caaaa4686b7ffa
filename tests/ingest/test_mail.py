"""Mail: who wrote to whom, what, and who may know of it."""

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from ingest.parser import Header
from ingest.parsers.mail import message
from tests.ingest.conftest import at_most

ADA = "From: Ada Lovelace <Ada@X.org>\n"


def header(lines: str) -> Header:
    """What the header lines of a mail say."""
    return message(f"{lines}\nPumps hold.".encode()).header


def members(lines: str) -> frozenset[str] | None:
    """Whom a mail with these header lines was written for."""
    return message(f"{lines}\nPumps hold.".encode()).members


def nested(depth: int) -> bytes:
    """A text in so many parts in each other."""
    parts = [f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth)]
    return (ADA + "".join(parts) + "Content-Type: text/plain\n\nPumps hold.\n").encode()


def test_a_mail_says_who_wrote_what_to_whom_and_when() -> None:
    mail = EmailMessage()
    mail["From"] = "Hélène Dubois <helene@x.org>"
    mail["To"] = '"Lovelace, Ada" <ada@x.org>, carl@x.org'
    mail["Cc"] = "Bids & Tenders <bids@x.org>"
    mail["Reply-To"] = "else@y.org"
    mail["Date"] = "Tue, 14 May 2024 09:12:00 +0200"
    mail["Subject"] = "Réseau de chaleur : les pertes de l'hiver dernier, mesurées"
    mail.set_content("Elles sont élevées.\n\nÀ suivre.\n")
    parsed = message(mail.as_bytes())
    assert parsed.title == "Réseau de chaleur : les pertes de l'hiver dernier, mesurées"
    assert parsed.text == "Elles sont élevées.\n\nÀ suivre.\n"
    assert parsed.header == (
        ("author", "Hélène Dubois <helene@x.org>"),
        ("participant", "Ada Lovelace <ada@x.org>"),
        ("participant", "<carl@x.org>"),
        ("participant", "Bids/Tenders <bids@x.org>"),
        ("date", "2024-05-14T09:12:00+02:00"),
    )
    assert parsed.members == {"helene@x.org", "ada@x.org", "carl@x.org", "bids@x.org"}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("From: Ada <ada@x.org>", ["Ada <ada@x.org>"]),
        ("from:ADA@X.ORG", ["<ada@x.org>"]),
        ("From: ada@x.org (Ada B)", ["Ada B <ada@x.org>"]),
        ("From: =?utf-8?b?QWRhLCBC?= <ada@x.org>", ["B Ada <ada@x.org>"]),
        (
            "From: =?iso-8859-1?q?H=E9l=E8ne?= =?iso-8859-1?q?_D?= <h@x.org>",
            ["Hélène D <h@x.org>"],
        ),
        ("From: =?utf-8?q?Ada_=3Cceo=40y=2Eorg=3E?= <ada@x.org>", ["<ada@x.org>"]),
        ('From: "ceo@y.org" <ada@x.org>', ["<ada@x.org>"]),
        ("From: =?no-such?q?Ada?= <ada@x.org>", ["Ada <ada@x.org>"]),
        ("From: =?utf-8?b?%?= <ada@x.org>", ["<ada@x.org>"]),
        ("From: =?utf-8?b?abcde?= <ada@x.org>", ["=?utf-8?b?abcde?= <ada@x.org>"]),
        ("From: Ada Lovelace", ["Ada Lovelace"]),
        ("From: ada at x.org (Ada Lovelace)", ["Ada Lovelace <ada@x.org>"]),
        ("From: ada at pumps.x.org (=?utf-8?q?H=C3=A9l=C3=A8ne?=)", ["Hélène <ada@pumps.x.org>"]),
        ("From: Ada at work <ada@x.org>", ["Ada at work <ada@x.org>"]),
        ("From: A\u202eda\x07 <ada@x.org>", ["Ada <ada@x.org>"]),
        ("From: =?utf-8?q?A=E2=80=AEda=07?= <ada@x.org>", ["Ada <ada@x.org>"]),
        ("From: Ada <a\x07da@x.org>", ["Ada"]),
        ("From: Ada via Pumps <pumps@lists.x.org>", ["Ada"]),
        (
            "From: 'Ada' via Pumps <pumps@lists.x.org>\nReply-To: Ada <ada@x.org>",
            ["Ada <ada@x.org>"],
        ),
        ("From: Ada via Pumps <pumps@lists.x.org>\nReply-To: Pumps <pumps@lists.x.org>", ["Ada"]),
        ("From: Ada via Pumps <ada@x.org>", ["Ada via Pumps <ada@x.org>"]),
        ("From: Ada,\n Carl <c@x.org>", ["Carl <c@x.org>"]),
        ("From: Ada <ada at x.org>", ["Ada <ada@x.org>"]),
        ("From: bids: Ada <ada@x.org>, c@x.org;", ["Ada <ada@x.org>", "<c@x.org>"]),
        ("From: <ada@x.org>, Ada <ada@x.org>", ["<ada@x.org>", "Ada <ada@x.org>"]),
        ("From: nobody:;", []),
        ("From: <>", []),
        ("From:", []),
    ],
)
def test_each_author_is_one(line: str, names: list[str]) -> None:
    assert header(f"{line}\n") == tuple(("author", name) for name in names)


def test_a_line_of_brackets_names_nobody() -> None:
    reason = "it is nested too deeply"  # on a Python whose stack it exceeds
    try:
        assert header("From: " + "(" * 5000 + "\n") == ()
    except RecordRejected as rejected:
        reason = str(rejected)
    assert reason == "it is nested too deeply"


def test_header_bytes_of_no_stated_encoding_are_guessed() -> None:
    raw = "From: Hélène <h@x.org>\nSubject: L'été à la pompe, réseau de chaleur\n\nx"
    for encoding in ("utf-8", "cp1252"):
        parsed = message(raw.encode(encoding))
        assert parsed.title == "L'été à la pompe, réseau de chaleur"
        assert parsed.header == (("author", "Hélène <h@x.org>"),)


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("Tue, 14 May 2024 09:12:00 +0200", "2024-05-14T09:12:00+02:00"),
        ("14 May 2024 09:12 GMT", "2024-05-14T09:12:00+00:00"),
        ("Tue, 14 May 2024 09:12:00 -0000", "2024-05-14T09:12:00"),
        ("Tue, 99 May 2024 09:12:00 +0200", None),
        ("Tue, 14 May 2024 09:12:00 +9999999", None),
        ("spring", None),
        ("", None),
    ],
)
def test_a_broken_date_is_none(date: str, found: str | None) -> None:
    assert dict(header(f"{ADA}Date: {date}\n")).get("date") == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("To: carl@x.org\n", {"ada@x.org", "carl@x.org"}),
        ("To: Carl <CARL@x.org>, carl@x.org\nBcc: eve@x.org\n",
         {"ada@x.org", "carl@x.org", "eve@x.org"}),
        ("To: bids: carl@x.org, eve@x.org;\n", {"ada@x.org", "carl@x.org", "eve@x.org"}),
        ("To: undisclosed-recipients:;\n", {"ada@x.org"}),
        ("To: Carl\n", {"ada@x.org"}),
        ("Cc: =?utf-8?q?x?= <carl@x.org>\n", {"ada@x.org", "carl@x.org"}),
        ("", None),
        ("To:\n", None),
        ("To: pumps@x.org\nList-Id: Pumps <pumps.x.org>\n", None),
        ("To: pumps@x.org\nLIST-POST: <mailto:pumps@x.org>\n", None),
        ("To: carl@x.org\nCc: pumps@lists.x.org\n", None),
    ],
)  # fmt: skip
def test_a_mail_is_for_those_it_names_unless_it_went_to_a_list(
    lines: str, found: set[str] | None
) -> None:
    assert members(ADA + lines) == found


@pytest.mark.parametrize(
    "said", ["List-Post: <mailto:Pumps@X.org>", "List-Id: All pumps <pumps.x.org>"]
)
def test_a_list_is_no_participant(said: str) -> None:
    lines = f"{ADA}To: pumps@x.org, carl@x.org\n{said}\n"
    assert header(lines)[1:] == (("participant", "<carl@x.org>"),)


def test_a_mail_to_thousands_has_no_participants_but_members() -> None:
    people = ",\n ".join(f"Person {n} <p{n}@x.org>" for n in range(10_000))
    with at_most(3):
        parsed = message(f"{ADA}To: {people}\n\nx".encode())
    assert len(parsed.header) == 1
    assert len(parsed.members or ()) == 10_001


def test_the_plain_text_is_preferred_and_attachments_are_not_read() -> None:
    mail = EmailMessage()
    mail["From"] = "ada@x.org"
    mail.set_content("plain")
    mail.add_alternative("<p>rich</p>", subtype="html")
    mail.add_attachment("attached", filename="a.txt")
    mail.add_attachment(b"\0", maintype="application", subtype="pdf", filename="a.pdf")
    assert message(mail.as_bytes()).text == "plain\n"


def test_a_mail_in_html_alone_is_read_as_a_page() -> None:
    mail = EmailMessage()
    mail["From"] = "ada@x.org"
    mail.set_content("<style>no</style><p>Pumps<br>hold.<p>For <b>ye</b>ars.", subtype="html")
    mail.add_related(b"\0", maintype="image", subtype="png")
    assert message(mail.as_bytes()).text == "Pumps\nhold.\n\nFor years."


def test_an_empty_plain_text_gives_way_to_the_page() -> None:
    mail = EmailMessage()
    mail["From"] = "ada@x.org"
    mail.set_content(" \n")
    mail.add_alternative("<p>rich</p>", subtype="html")
    assert message(mail.as_bytes()).text == "rich"


def parts(*bodies: str) -> bytes:
    """A mail of several parts, each with its own header."""
    inside = "".join(f"--b\n{body}\n" for body in bodies)
    return f"{ADA}Content-Type: multipart/mixed; boundary=b\n\n{inside}--b--\n".encode()


def test_all_texts_inside_are_read_but_no_mail_that_was_sent_on() -> None:
    raw = parts(
        "\none", "Content-Type: text/html\n\n<p>two</p>", "Content-Disposition: inline\n\nthree",
        "Content-Type: message/rfc822\n\nFrom: eve@x.org\nSubject: s\n\nnot this",
        "Content-Type: application/json\n\n{}", "Content-Type: text/calendar\n\nBEGIN:",
    )  # fmt: skip
    assert message(raw).text == "one\n\ntwo\n\nthree"


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ("Content-Type: text/plain; charset=iso-8859-1", "été".encode("latin-1"), "été"),
        ("Content-Type: text/plain; charset=utf-8", "L'été dernier à Lyon".encode("cp1252"),
         "L'été dernier à Lyon"),
        ("Content-Type: text/plain; charset=nonsense", "été".encode(), "été"),
        ("Content-Type: text/plain; charset=unicode_escape", b"\\x41", "\\x41"),
        ("Content-Type: text/plain", "été".encode(), "été"),
        ("Content-Transfer-Encoding: quoted-printable", b"=C3=A9t=\n=C3=A9", "été"),
        ("Content-Transfer-Encoding: base64", b"w6l0w6k=", "été"),
        ("Content-Transfer-Encoding: base64", b"w6l0w6k", "été"),
        ("Content-Transfer-Encoding: nonsense", b"x", "x"),
        ("X: y", b"a\x00b \xff\xfe\xfd", "a\0b \ufffd\ufffd\ufffd"),
    ],
)  # fmt: skip
def test_a_wrong_encoding_is_no_reason_to_break(head: str, body: bytes, said: str) -> None:
    assert message(f"{ADA}{head}\n\n".encode() + body).text == said


@pytest.mark.parametrize(
    "raw", [b"", b"\x89PNG\r\n", b"Pumps hold.", b"%PDF-1.7\n", b"X-A: b\n\nx"]
)
def test_what_has_none_of_its_lines_is_no_mail(raw: bytes) -> None:
    with pytest.raises(RecordRejected, match="it is no mail"):
        message(raw)


def test_some_nesting_is_read_and_more_is_refused() -> None:
    assert message(nested(20)).text == "Pumps hold."
    for depth in (40, 1000, 10_000):
        with at_most(3), pytest.raises(RecordRejected, match="it is nested too deeply"):
            message(nested(depth))


def test_ten_thousand_parts_beside_each_other_are_read() -> None:
    with at_most(5):
        assert message(parts(*["\nx"] * 10_000)).text.count("x") == 10_000


HARD = {
    "a name": "From: " + "a" * 10_000_000,
    "names": "To: " + "a@x.org," * 1_000_000,
    "lines": "To: a@x.org\n" * 200_000,
}


@pytest.mark.parametrize("lines", HARD.values(), ids=HARD)
def test_a_header_of_megabytes_is_refused(lines: str) -> None:
    with at_most(3), pytest.raises(RecordRejected, match="its header lines have"):
        message(f"{lines}\n\nx".encode())


@pytest.mark.parametrize(
    "piece", ["<", '"', "\\", "[", ":;", "a,", "=?", "=?a?q?", "=?a?q?b?=", "@"]
)
def test_a_header_of_marks_takes_seconds(piece: str) -> None:
    many = piece * (400_000 // len(piece))
    with at_most(9):
        message(f"From: {many}\nSubject: {many}\nDate: {many[:100_000]}\n\nx".encode())


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([
            "From: ", "To: ", "Subject: ", "Date: ", "Content-Type: ", "multipart/mixed;", "\n",
            "\n\n", "boundary=b", "--b\n", "--b--", "text/html", "charset=x", "=?utf-8?q?", "?=",
            "a@b.c", "<", ">", '"', "(", ")", ",", ";", ":", "é", "\0", "message/rfc822", " ",
        ]),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_any_mail_is_read_or_rejected(text: str) -> None:
    try:
        message(text.encode())
    except RecordRejected as rejected:
        assert str(rejected).startswith("it")  # noqa: PT017  both are right

"""Mail: its lists, its thread's title, its date, what is quoted in HTML, what is attached."""

from email.message import EmailMessage

import pytest

from ingest.parsers.mail import message

ADA = "From: Ada Lovelace <Ada@X.org>\n"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("To: pumps@x.org\nList-Id: Pumps <pumps.x.org>\n", {"pumps@x.org"}),
        ("List-Id: Pumps <a.pumps.x.org>\nList-Post: <mailto:a.pumps@x.org>\n",
         {"a.pumps@x.org"}),
        ("List-Id: <grid.x.org>\nList-Post: <mailto:reply+7@x.org>\n", {"grid@x.org"}),
        ("List-Post: <mailto:Pumps@X.org>\n", {"pumps@x.org"}),
        ("List-Post: NO\nTo: carl@x.org\n", set()),
        ("List-Id: pumps\nTo: pumps@lists.x.org, carl@x.org\n", {"pumps@lists.x.org"}),
        ("To: pumps@lists.x.org, grid@lists.x.org\n", {"pumps@lists.x.org", "grid@lists.x.org"}),
        ("", set()),
        ("To: carl@x.org\n", None),
        ("To: undisclosed-recipients:;\n", None),
    ],
)  # fmt: skip
def test_a_mail_tells_the_lists_it_went_to(lines: str, found: set[str] | None) -> None:
    assert message(f"{ADA}{lines}\nPumps hold.".encode()).lists == found


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: Pumps", "Pumps"),
        ("RE: Fwd: re : AW: TR: WG: Pumps", "Pumps"),
        ("Re[2]: Re(3): Pumps", "Pumps"),
        ("Rép\xa0: Pompes", "Pompes"),
        ("[EXTERNAL] Re: [EXT] Pumps", "Pumps"),
        ("Re: [pumps] Re: [FORGED] Re: Hold", "Hold"),
        ("[pumps] Hold", "[pumps] Hold"),
        ("Pumps: re: hold", "Pumps: re: hold"),
        ("Regarding: pumps", "Regarding: pumps"),
        ("Re:", "Re:"),
        ("", ""),
    ],
)
def test_a_reply_is_called_as_its_thread(subject: str, title: str) -> None:
    assert message(f"{ADA}To: carl@x.org\nSubject: {subject}\n\nx".encode()).title == title


@pytest.mark.parametrize("line", ["List-Id: <p.x.org>\nTo: p@x.org\n", "", "To: p@lists.x.org\n"])
def test_a_list_puts_its_name_before_a_subject_once(line: str) -> None:
    said = f"{ADA}{line}Subject: Re: [R-pumps] [PATCH v2 1/3] Hold\n\nx"
    assert message(said.encode()).title == "[PATCH v2 1/3] Hold"


def test_where_a_date_is_broken_the_separator_and_then_a_server_tells_it() -> None:
    begun, handed = (
        "From ada@x.org Wed May 15 09:00:00 2024\n",
        ("Received: from a by b;\n Thu, 16 May 2024 09:00:00 +0200\nReceived: from c; x\n"),
    )
    for first, lines, found in (
        (begun, handed + "Date: Tue, 14 May 2024 09:12:00 +0200\n", "2024-05-14T09:12:00+02:00"),
        (begun, handed + "Date: spring\n", "2024-05-15T09:00:00"),
        (begun, handed + "Date: Thu, 01 Jan 1970 00:00:00 +0000\n", "2024-05-15T09:00:00"),
        ("From ada\n", handed, "2024-05-16T09:00:00+02:00"),
        ("", "Received: spring\n", None),
    ):
        assert dict(message(f"{first}{ADA}{lines}\n\nx".encode()).header).get("date") == found


@pytest.mark.parametrize(
    "rest",
    [
        "<blockquote type=cite>old<blockquote>older</blockquote></blockquote>",
        "<div class=gmail_quote><i class=gmail_attr>On</i><blockquote>old</blockquote></div>",
        "<div class=gmail_quote>Forwarded: old</div>",
        "<div class=moz-cite-prefix>On Monday</div><blockquote>old</blockquote>",
        "<div class=gmail_signature>Ada, Pumps</div>",
        "<div id=appendonsend></div><hr><div>From: old</div><p>old",
        "<div><div id=divRplyFwdMsg>From: old</div></div><p>old</p><table><td>old</table>",
    ],
)
def test_what_html_marks_as_anothers_words_is_left_out(rest: str) -> None:
    raw = f"{ADA}Content-Type: text/html\n\n<body><p>Pumps <i>hold.</i></p>{rest}</body>"
    assert message(raw.encode()).text == "Pumps hold."


def test_answers_between_quotes_are_read() -> None:
    raw = (
        f"{ADA}Content-Type: text/html\n\n<div class=gmail_quote><blockquote>old</blockquote>"
        "<p>one</p><blockquote>old</blockquote><p>two</p></div>"
    )
    assert message(raw.encode()).text == "one\n\ntwo"


def test_the_files_that_came_with_it_are_those_a_parser_reads() -> None:
    mail = EmailMessage()
    mail["From"] = "ada@x.org"
    mail.set_content("plain")
    mail.add_attachment("été", filename="../../notes été.txt")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="C:\\a\\b.PDF")
    mail.add_attachment(b"x", maintype="application", subtype="zip", filename="c.zip")
    mail.add_attachment(b"x", maintype="application", subtype="pdf")
    mail.add_attachment(b" ", maintype="application", subtype="pdf", filename="empty.pdf")
    mail.add_attachment(b"From: eve", maintype="application", subtype="x", filename="d.eml")
    inner = EmailMessage()
    inner["From"] = "eve@x.org"
    inner.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="inner.pdf")
    mail.add_attachment(inner)
    parsed = message(mail.as_bytes())
    assert parsed.text == "plain\n"
    assert parsed.attached == (("notes été.txt", "été\n".encode()), ("b.PDF", b"%PDF"))


@pytest.mark.parametrize("name", ["", ".", "..", "a", ".pdf", "a.pdf.exe", "utf-8''%ff%00.exe"])
def test_a_file_without_a_readable_name_is_no_document(name: str) -> None:
    for key in ("filename", "filename*", "filename*0"):
        line = f"Content-Disposition: attachment; {key}={name}"
        assert message(f"{ADA}{line}\n\nx".encode()).attached == ()

"""HTML files: their words in paragraphs, their properties, and what must not be read."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from ingest.parsers.html import page, text
from tests.ingest.conftest import at_most


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<div>a<div></div>b</div>", ["a", "b"]),
        ("<a><div>a</div></a>b", ["a", "b"]),
        ("<span><p>a</p></span>b<b>c</b>", ["a", "bc"]),
        ("a<hr>b", ["a", "b"]),
        ("<ul><li>a<ul><li>b</ul>tail<li>c</ul>", ["a", "b", "tail", "c"]),
        ("<dl><dt>term<dd>meaning</dl>", ["term", "meaning"]),
        ("<h1>A <i>b</i></h1>text", ["A b", "text"]),
        ("<blockquote>a<footer>b</footer></blockquote>c", ["a", "c"]),
        ("text alone", ["text alone"]),
        ("", []),
        ("<frameset><frame></frameset>", []),
    ],
)
def test_blocks_are_paragraphs(html: str, said: list[str]) -> None:
    assert text(html) == "\n\n".join(said)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>heat <b>net</b>work<i>s</i></p>", "heat networks"),
        ("<p>heat <b>net</b> <i>work</i></p>", "heat net work"),
        ("<p><b>heat</b>\n<i>network</i></p>", "heat network"),
        ("<p>a<!-- not this -->b</p>", "ab"),
        ("<p>a<script>var x;</script>b <svg><title>no</title></svg> c</p>", "ab c"),
        ("<p>a<wbr>b&shy;c</p>", "ab\u00adc"),
        ("<p>H<sub>2</sub>O</p>", "H2O"),
        ("<b><i><u><s>deep</s></u></i></b>ly", "deeply"),
        ("<p>caf&eacute; &lt;b&gt; &amp;amp;</p>", "café <b> &amp;"),
    ],
)
def test_inline_elements_do_not_split_a_word(html: str, said: str) -> None:
    assert text(html) == said


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>  a \n\t b  </p>", "a b"),
        ("a<br>b<br/> c <br>", "a\nb\nc"),
        ("<pre>\n if a:\n    b\n</pre>c", " if a:\n    b\n\nc"),
        ("<pre>a<br>b <b>c</b></pre>", "a\nb c"),
        ("<table><tr><th>pump<th>seal<tr><td>P1<td><td>S7</table>", "pump | seal\n\nP1 | S7"),
        ("<table><tr><td><p>one</p><p>two</p><td>x</table>", "one\n\ntwo | x"),
        ("<table><tr><td></table>", ""),
        ("a\x01b\x02c\x03", "a | b\nc\x03"),
        ("\x03", ""),
    ],
)
def test_white_space_is_as_a_browser_shows_it(html: str, said: str) -> None:
    assert text(html) == said


@pytest.mark.parametrize(
    "around",
    [
        "<script>no</script>", "<style>no</style>", "<template>no</template>", "<nav>no</nav>",
        "<footer>no</footer>", "<header>no</header>", "<aside>no</aside>", "<svg><text>no</svg>",
        "<noscript>no</noscript>", "<iframe>no</iframe>", "<object>no</object>",
        "<select><option>no</select>", "<textarea>no</textarea>", "<button>no</button>",
        "<math><mi>no</math>", "<nav><div><p>no</p></div></nav>",
        "<datalist><option>no</datalist>",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "frame", ["<body>{}<p>kept", "<p>kept</p>{}", "<div>{}</div>kept", "kept{}"]
)
def test_what_is_no_prose_is_left_out(around: str, frame: str) -> None:
    assert text(frame.format(around)) == "kept"


def test_the_head_and_the_side_of_an_article_belong_to_it() -> None:
    html = (
        "<header>no</header><main><header>a</header><article><header>b</header><p>c<aside>d</aside>"
        "</article></main><aside>no</aside>"
    )
    assert text(html) == "a\n\nb\n\nc\n\nd"


@pytest.mark.parametrize("main", ["<main>{}</main>", "<div role=main>{}</div>"])
def test_of_a_page_with_one_main_element_that_is_read(main: str) -> None:
    around = "<div>menu</div>{}<div>imprint</div>"
    assert text(around.format(main.format("<p>kept<pre>a\nb</pre>"))) == "kept\n\na\nb"
    assert text(around.format(main.format(""))) == "menu\n\nimprint"
    assert text(around.format(main.format("x") * 2)) == "menu\n\nx\n\nx\n\nimprint"


def test_a_page_inside_a_form_is_read_without_its_fields() -> None:
    html = "<form><p>Pumps <input value=no>hold.</p><label>Name</label></form>"
    assert text(html) == "Pumps hold.\n\nName"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Pumps &amp;\n seals</title><h1>No", "Pumps & seals"),
        ("<meta property=og:title content=Pumps><h1>No", "Pumps"),
        ("<title> </title><h1>Big <b>pumps</b></h1>", "Big pumps"),
        ("<title>Untitled Document</title><h1>Pumps</h1>", "Pumps"),
        ("<header><h1>Pumps</h1></header>", "Pumps"),
        ("<svg><title>icon</title></svg><p>x", ""),
        ("<p>x", ""),
    ],
)
def test_a_page_is_called_by_its_title(html: str, title: str) -> None:
    assert page(html.encode()).title == title


def test_a_heading_that_only_repeats_the_title_is_not_said_twice() -> None:
    parsed = page(b"<title>Pumps</title><h1>PUMPS</h1><p>They hold.</p><p>pumps</p>")
    assert parsed.text == "They hold.\n\npumps"


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("<meta name=author content='Ada B, Carl D'>", ["Ada B", "Carl D"]),
        ("<meta name=author content='Lovelace, Ada'>", ["Ada Lovelace"]),
        ("<meta name=Author content='Ada B'><meta name=DC.creator content='Ada B; Eve F'>",
         ["Ada B", "Eve F"]),
        ("<meta property=article:author content='https://x.org/ada'>", []),
        ("<meta property=article:author content='Ada B'>", ["Ada B"]),
        ("<meta name=dcterms.creator content='Ada B'>", ["Ada B"]),
        ("<meta name=citation_author content='B, Ada'>" * 2, ["Ada B"]),
        ("<meta name=author content=admin><meta name=author><meta name=author content=' '>", []),
    ],
)  # fmt: skip
def test_authors_are_those_the_head_states(head: str, authors: list[str]) -> None:
    assert page(f"{head}<p>x".encode()).header == tuple(("author", name) for name in authors)


@pytest.mark.parametrize(
    ("html", "date"),
    [
        ("<meta property=article:published_time content=2024-05-14T09:12:00Z>",
         "2024-05-14T09:12:00Z"),
        ("<meta property=article:modified_time content=2024-05-15>", "2024-05-15"),
        ("<meta name=date content=soon><meta name=dcterms.modified content=2024-05-14>",
         "2024-05-14"),
        ("<meta name=DCTERMS.created content=2024-05-14>", "2024-05-14"),
        ("<meta name=citation_date content='14 May 2024'>", "14 May 2024"),
        ("<article><header><time datetime=2024-05-14>May</time></header></article>", "2024-05-14"),
        ("<time datetime=2024-05-14>elsewhere</time>", None),
        ("<article><time>May</time></article>", None),
    ],
)  # fmt: skip
def test_the_date_is_the_first_that_is_one(html: str, date: str | None) -> None:
    assert dict(page(html.encode()).header).get("date") == date


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=fr-CA>", "fr"),
        ("<html lang=EN>", "en"),
        ("<html xmlns='http://www.w3.org/1999/xhtml' xml:lang='de'>", "de"),
        ("<html lang=''><meta name=dc.language content=fr>", "fr"),
        ("<html lang=deu>", None),
        ("<p lang=fr>x", None),
    ],
)
def test_the_language_is_that_of_the_page(html: str, language: str | None) -> None:
    assert dict(page(html.encode()).header).get("language") == language


WORDS = "<p>Œuvre, café à l'été, Übergröße</p>"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset='windows-1252'>", "cp1252"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        (
            '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-15">',
            "iso8859-15",
        ),
        ("<?xml version='1.0' encoding='iso-8859-15'?>", "iso8859-15"),
        ("<meta charset=utf-8>", "cp1252"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=unicode_escape>", "utf-8"),
        ("<meta charset=no-such>", "utf-8"),
    ],
)
def test_bytes_are_read_as_they_say_or_as_they_look(head: str, encoding: str) -> None:
    assert "Œuvre, café à l'été, Übergröße" in page((head + WORDS * 9).encode(encoding)).text


def test_xhtml_is_read() -> None:
    raw = (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML'
        b' 1.0 Strict//EN" "x.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head>'
        b"<title>Pompes</title></head><body><p>Elles tiennent.<br/>Oui.</p></body></html>"
    )
    parsed = page(raw)
    assert (parsed.title, parsed.text) == ("Pompes", "Elles tiennent.\nOui.")


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0", "<p>x".encode("utf-16-le"), b"a\0b"])
def test_what_is_no_text_is_rejected(raw: bytes) -> None:
    with pytest.raises(RecordRejected, match="it is not text"):
        page(raw)


def test_a_byte_order_mark_does_not_help_what_is_no_text() -> None:
    with pytest.raises(RecordRejected, match="it"):
        page(codecs.BOM_UTF16_LE + b"\x00\xd8x")


HARD = {
    "blocks": "<p>x" * 200_000,
    "inline elements": "<b>x</b>" * 200_000,
    "inline elements in each other": "<b>x" * 50_000,
    "cells": "<table><tr>" + "<td>x" * 200_000,
    "lines": "a<br>" * 200_000,
    "spaces": "<p>" + " " * 1_000_000 + "x",
    "entities": "&lt;" * 250_000,
    "one word": "x" * 1_000_000,
    "marks": "\x01\x02\x03" * 200_000,
    "asides": "<aside>x</aside>" * 60_000,
    "sections": "<div>" * 5000 + "<nav>x</nav>" * 5000,
    "unclosed marks": "<" * 1_000_000,
    "metas": "<meta name=author content='a, b; c'>" * 30_000,
}


@pytest.mark.parametrize("html", HARD.values(), ids=HARD)
def test_a_megabyte_takes_seconds_whatever_it_holds(html: str) -> None:
    with at_most(3):
        page(html.encode())


PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<br>",
    "<pre>", "</pre>", "<nav>", "</nav>", "<script>", "</script>", "<!--", "-->", "<a", ">", "'",
    "pump ", " ", "\n", "&amp;", "<title>", "\x03", "<header>", "<article>", "<svg>", "<form>",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_page_is_read_and_no_mark_of_ours_remains(html: str) -> None:
    said = text(html)
    assert not set(said) & set("\0\1\2")
    assert said == said.strip("\n ") or "<pre>" in html


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_rejected(raw: bytes) -> None:
    try:
        page(raw)
    except RecordRejected as rejected:
        assert str(rejected).startswith(("it ", "its "))  # noqa: PT017  both are right

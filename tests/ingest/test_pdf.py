"""PDF files: their pages in order, their properties, and what is refused."""

import io
import logging
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from graphkit.errors import RecordRejected
from ingest.parsers.pdf import pages
from tests.ingest.conftest import at_most
from tests.ingest.pdfs import pdf, stream, string, written

GOOD = pdf([["Pumps hold.", "For years."], ["And so on."]])


@pytest.fixture(autouse=True)
def _silent() -> None:
    """The library complains aloud about what is torn."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def reason(raw: bytes) -> str:
    """Why it is not read; "" when it is."""
    try:
        pages(raw)
    except RecordRejected as rejected:
        return str(rejected)
    return ""


def encrypted(password: str, algorithm: str) -> bytes:
    """The good file, encrypted."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(GOOD)))
    writer.encrypt(password, "owner", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_running_heads_are_said_once_and_page_numbers_and_contents_not_at_all() -> None:
    said = pages(
        pdf(
            [
                ("The pump handbook", "Contents", "Seals ........ 2", "Beds . . . . . 3", "1"),
                ("The pump handbook", "Seals hold.", "Not 2 years.", "Not 3 years.", "2"),
                ("The pump handbook", "Pumps rest on beds.", "They hold.", "x", "3"),
                ("Handbook 4", "They hold.", "a", "They hold.", "b", "They hold.", "4"),
            ]
        )
    ).text
    assert said == (
        "The pump handbook\nContents\n\n"
        "Seals hold.\nNot 2 years.\nNot 3 years.\n\n"
        "Pumps rest on beds.\nThey hold.\nx\n\n"
        "Handbook 4\nThey hold.\na\nThey hold.\nb\nThey hold."
    )


def test_what_two_pages_begin_with_alike_stays() -> None:
    said = pages(pdf([("Pumps 1", "a"), ("Pumps 2", "b")])).text
    assert said == "Pumps 1\na\n\nPumps 2\nb"


def test_blank_lines_part_pages_and_lines_stay() -> None:
    assert pages(GOOD).text == "Pumps hold.\nFor years.\n\nAnd so on."


def test_columns_are_read_one_after_the_other_as_they_are_written() -> None:
    left = [(50.0, 800.0 - 15 * n, f"left {n}") for n in range(5)]
    right = [(300.0, 800.0 - 15 * n, f"right {n}") for n in range(5)]
    said = pages(pdf([left + right])).text.split("\n")
    assert said == [f"{side} {n}" for side in ("left", "right") for n in range(5)]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["the heat net-", "work holds"], "the heat network holds"),
        (["by Jean-", "Pierre"], "by Jean-Pierre"),
        (["Wärme-", "übergabe"], "Wärmeübergabe"),
        (["heat\u00ad", "ing"], "heating"),
        (["a well-", "2 b"], "a well-\n2 b"),
        (["one -", "two"], "one -\ntwo"),
        (["l'été", "dernier"], "l'été\ndernier"),
    ],
)
def test_words_that_the_end_of_a_line_parts_are_joined(lines: list[str], said: str) -> None:
    assert pages(pdf([lines])).text == said


@pytest.mark.parametrize(
    ("info", "title", "header"),
    [
        ({"Title": "Réseau de chaleur", "Author": "Lovelace, Ada"}, "Réseau de chaleur",
         (("author", "Ada Lovelace"),)),
        ({"Title": "Microsoft Word - x.doc", "Author": "Microsoft Office User"}, "", ()),
        ({"CreationDate": "D:20240514091200+02'00'"}, "",
         (("date", "2024-05-14T09:12:00+02:00"),)),
        ({"CreationDate": "D:20230101", "ModDate": "D:20240514091200Z"}, "",
         (("date", "2024-05-14T09:12:00+00:00"),)),
        ({"CreationDate": "last spring", "Author": "Ada B; Carl D"}, "",
         (("author", "Ada B"), ("author", "Carl D"))),
        ({"Author": ""}, "", ()),
    ],
)  # fmt: skip
def test_the_document_information_says_who_and_when(
    info: dict[str, str], title: str, header: tuple[tuple[str, str], ...]
) -> None:
    parsed = pages(pdf([["Pumps hold."]], info))
    assert (parsed.title, parsed.header) == (title, header)


def test_the_language_of_the_catalogue_is_that_of_the_file() -> None:
    parsed = pages(pdf([["Les pompes."]], catalog="/Lang (fr-FR)"))
    assert parsed.header == (("language", "fr"),)


METADATA = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s
</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Ada B</rdf:li><rdf:li>Carl D</rdf:li>
</rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"""


def with_metadata(text: str) -> bytes:
    """A page, and a stream of metadata."""
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 << /Type "
            b"/Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            4: stream(b"BT /F1 11 Tf 50 800 Td (Pumps hold.) Tj ET"),
            5: stream(text.encode(), "/Type /Metadata /Subtype /XML /Filter /FlateDecode"),
        }
    )


def test_metadata_in_xml_serve_where_the_information_is_silent() -> None:
    parsed = pages(with_metadata(METADATA % "Pumps"))
    assert (parsed.title, parsed.header) == ("Pumps", (("author", "Ada B"), ("author", "Carl D")))


@pytest.mark.parametrize(
    "text",
    [
        "<x", METADATA % "&no;",
        "<!DOCTYPE x [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>" + METADATA % "&b;",
        "<!DOCTYPE x [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + METADATA % "&b;",
    ],
)  # fmt: skip
def test_metadata_that_are_torn_or_hostile_are_left_out(text: str) -> None:
    parsed = pages(with_metadata(text))
    assert (parsed.title, parsed.text, parsed.header) == ("", "Pumps hold.", ())


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_encrypted_file_is_read_when_it_takes_no_password(algorithm: str) -> None:
    assert "Pumps hold." in pages(encrypted("", algorithm)).text
    assert reason(encrypted("secret", algorithm)) == "it is encrypted"


def test_pictures_of_pages_are_named() -> None:
    picture = pdf([[], []])
    assert reason(picture).startswith("it holds pictures of pages, no text: run it through text")
    assert reason(pdf([])).startswith("it holds pictures of pages, no text")


def test_broken_pages_do_not_lose_the_others() -> None:
    good, bad = stream(b"BT /F1 11 Tf 50 800 Td (Pumps hold.) Tj ET"), b"[ 9 9"
    page = (
        b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F1 7 0 R >> >> >>"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"

    def file(*contents: bytes) -> bytes:
        return written(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
                3: page % 5, 4: page % 6, 5: contents[0], 6: contents[1], 7: font,
            }
        )  # fmt: skip

    bomb = stream(b"0 " * 50_000_000)
    assert pages(file(bad, good)).text == pages(file(good, bad)).text == "Pumps hold."
    assert pages(file(bomb, good)).text == "Pumps hold."
    assert reason(file(bomb, bomb)).startswith("its pages cannot be read: ")


@pytest.mark.parametrize("raw", [b"", b"Pumps", b"PK\3\4", b"\x89PNG\r\n\x1a\n" + b"\0" * 2000])
def test_what_does_not_say_so_is_no_pdf(raw: bytes) -> None:
    assert reason(raw) == "it is no .pdf file"


LOOPS = {
    "a page tree": {2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"},
    "parents": {2: b"<< /Type /Pages /Kids [3 0 R] >>", 3: b"<< /Kids [2 0 R] /Parent 3 0 R >>"},
    "a reference": {2: b"2 0 R"},
    "a length": {
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        4: b"<< /Length 4 0 R >>\nstream\nx\nendstream",
    },
    "an object stream": {
        2: b"<< /Type /ObjStm /Extends 2 0 R /N 1 /First 4 /Length 4 >>\nstream\n2 0 \nendstream"
    },
}


@pytest.mark.parametrize("objects", LOOPS.values(), ids=LOOPS)
def test_a_loop_is_no_trap(objects: dict[int, bytes]) -> None:
    with at_most(2):
        assert reason(written({1: b"<< /Type /Catalog /Pages 2 0 R >>"} | objects))


def test_what_unpacks_to_gigabytes_is_refused() -> None:
    squeezed = zlib.compress(b"\0" * 500_000_000)
    once = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(squeezed), squeezed,
    )  # fmt: skip
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << >> >> >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    raw = written({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: tree, 3: page, 4: once})
    with at_most(3):
        assert reason(raw).startswith("its pages cannot be read: ")


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)), st.binary(max_size=8))
def test_a_torn_file_is_read_or_rejected(begin: int, end: int, middle: bytes) -> None:
    assert reason(GOOD[:begin] + middle + GOOD[end:]).startswith(("it ", "its ")) in {True, False}


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_rejected(raw: bytes) -> None:
    assert reason(b"%PDF-1.7\n" + raw).startswith("it ")


def test_a_string_is_written_in_unicode() -> None:
    assert string("é") == b"<feff00e9>"

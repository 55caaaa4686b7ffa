"""Word, PowerPoint and spreadsheets: what they say, in which order, and what is refused."""

import io
from collections.abc import Callable

import docx
import pptx
import pytest
import xlsxwriter
from docx.document import Document
from pptx.util import Inches

from ingest.parser import Parsed
from ingest.parsers.office import document, presentation
from ingest.parsers.sheets import workbook
from tests.ingest.packages import WORD, core, old_workbook, relations, said, styles, word, zipped

BOX = (
    "<w:p><w:r><w:t>be</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
    f"{said('box')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{said('box')}"
    "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>fore</w:t></w:r></w:p>"
)


CELL = f"<w:tc>{said('a')}</w:tc>"


def control(inside: str) -> str:
    """Something that is wrapped in a content control."""
    return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def saved(write: Callable[[io.BytesIO], None]) -> bytes:
    """What a library writes into a file."""
    file = io.BytesIO()
    write(file)
    return file.getvalue()


@pytest.fixture
def report() -> Document:
    """A document as Word makes it: a title, a paragraph, a table, another paragraph."""
    made = docx.Document()
    made.add_heading("Pump report", 0)
    made.add_paragraph("They hold ").add_run("for years").bold = True
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ["pump", "seal", "P1", ""], strict=True):  # noqa: SLF001  the public way takes the square
        cell.text = text
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "S7"
    made.add_paragraph("And so on.")
    made.sections[0].header.paragraphs[0].text = "Confidential"
    return made


def test_a_document_is_read_in_order_without_what_stands_on_every_page(report: Document) -> None:
    parsed = document(saved(report.save))
    assert parsed.title == "Pump report"
    assert parsed.text == "They hold for years\n\npump | seal\n\nP1 | S7\n\nAnd so on."


def test_properties_name_people_and_the_day(report: Document) -> None:
    stated = report.core_properties
    stated.author, stated.last_modified_by = "Lovelace, Ada; Carl D", "Eve F"
    stated.title, stated.language = "On pumps", "fr-FR"
    parsed = document(saved(report.save))
    assert parsed.title == "On pumps"
    assert parsed.header == (
        ("author", "Ada Lovelace"),
        ("author", "Carl D"),
        ("participant", "Eve F"),
        ("date", "2013-12-23T23:15:00Z"),
        ("language", "fr"),
    )
    assert parsed.text.startswith("Pump report\n\n")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (said("a") + said("") + said("b"), "a\n\nb"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r></w:p>", "well-known"),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>", "link"),
        ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>", "new"),
        ("<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>", ""),
        (f"<w:moveFrom>{said('twice')}</w:moveFrom><w:moveTo>{said('twice')}</w:moveTo>", "twice"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", ""),
        (control(said("in a control")), "in a control"),
        (f"<w:tbl><w:tr><w:tc>{said('a')}{said('b')}</w:tc></w:tr></w:tbl>", "a\n\nb"),
        (f"<w:tbl>{control(f'<w:tr>{control(CELL)}{CELL}</w:tr>')}</w:tbl>", "a | a"),
        (BOX, "before\n\nbox"),
        (said("Contents", "toc") + said("Seals 3", "toc1") + said("Seals", "h1"), ""),
    ],
)  # fmt: skip
def test_all_that_is_written_in_word_is_read_once(body: str, text: str) -> None:
    named = styles(toc="toc heading", toc1="toc 1", h1="heading 1")
    assert document(zipped(word(body, styles=named))).text == text


def test_notes_follow_the_text() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote>{said("a note")}</w:footnote></w:footnotes>'
    )
    assert document(zipped(word(said("text"), footnotes=notes))).text == "text\n\na note"


def test_the_strict_format_is_read() -> None:
    parts = word(said("Pumps", "T"), styles=styles(T="Title"))
    strict = {
        name: str(part).replace(
            "schemas.openxmlformats.org/wordprocessingml/2006/main",
            "purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, part in parts.items()
    }
    assert document(zipped(strict)).title == "Pumps"


@pytest.mark.parametrize("stated", ["Document1", "Microsoft Word - x.doc", "", "report.docx"])
def test_a_document_without_a_title_is_called_by_its_first_heading(stated: str) -> None:
    body = said("Preface", "n") + said("Pumps", "h1") + said("Seals", "h1")
    parts = word(body, styles=styles(h1="Heading 1", n="Normal"), core=core(title=stated))
    parsed = document(zipped(parts))
    assert (parsed.title, parsed.text) == ("Pumps", "Preface\n\nSeals")


@pytest.mark.parametrize("nobody", ["python-docx", "Microsoft Office User", "Admin", "", " "])
def test_a_program_is_no_author(nobody: str) -> None:
    properties = core(creator=nobody, lastModifiedBy=nobody)
    assert document(zipped(word(said("x"), core=properties))).header == ()


@pytest.fixture
def deck() -> bytes:
    """A presentation as PowerPoint makes it: two slides, a table, a group, notes."""
    made = pptx.Presentation()
    first = made.slides.add_slide(made.slide_layouts[0])
    first.shapes.title.text = "Pumps in winter"
    first.placeholders[1].text = "They hold.\nFor years."
    second = made.slides.add_slide(made.slide_layouts[5])
    second.shapes.title.text = "Seals"
    table = second.shapes.add_table(2, 2, *[Inches(1)] * 4).table
    for number, text in enumerate(["pump", "seal", "P1", ""]):
        table.cell(*divmod(number, 2)).text = text
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(*[Inches(1)] * 4).text_frame.text = "in a group"
    second.notes_slide.notes_text_frame.text = "Say it slowly."
    made.core_properties.author = "Ada Lovelace"
    made.core_properties.last_modified_by = ""
    return saved(made.save)


def test_a_presentation_is_read_slide_by_slide(deck: bytes) -> None:
    parsed = presentation(deck)
    assert parsed.title == "Pumps in winter"
    assert parsed.text == (
        "They hold.\nFor years.\n\nSeals\npump | seal\nP1\nin a group\n\nSay it slowly."
    )
    assert parsed.header[0] == ("author", "Ada Lovelace")


def test_what_stands_on_every_slide_is_left_out_and_slides_come_in_their_order() -> None:
    a, p = "http://schemas.openxmlformats.org/drawingml/2006/main", "urn:p"
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = f'xmlns:a="{a}" xmlns:p="{p}" xmlns:r="{r}"'

    def shape(text: str, place: str) -> str:
        return f'<p:sp><p:ph type="{place}"/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sp>'

    parts = {
        "_rels/.rels": relations(officeDocument="ppt/p.xml"),
        "ppt/p.xml": f'<p:presentation {head}><p:sldId r:id="r1"/><p:sldId r:id="r9"/>'
        '<p:sldId r:id="r0"/></p:presentation>',
        "ppt/_rels/p.xml.rels": relations(slide="a.xml").replace(
            "</", f'<Relationship Id="r1" Type="{r}/slide" Target="b.xml"/></'
        ),
        "ppt/a.xml": f"<p:sld {head}>{shape('second', 'body')}{shape('7', 'sldNum')}</p:sld>",
        "ppt/b.xml": f"<p:sld {head}>{shape('first', 'body')}{shape('Acme', 'ftr')}</p:sld>",
        "ppt/_rels/b.xml.rels": relations(diagramData="../d.xml"),
        "d.xml": f"<d {head}><a:p><a:t>in a diagram</a:t></a:p></d>",
    }
    assert presentation(zipped(parts)).text == "first\nin a diagram\n\nsecond"


def book(**sheets: list[list[object]]) -> bytes:
    """A workbook as Excel makes it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        made.set_properties({"title": "Budget", "author": "Ada Lovelace"})
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def test_a_workbook_says_the_words_in_its_cells_and_the_names_of_its_sheets() -> None:
    pumps = [["pump", "price"], ["P1\nbig", 12.5], [], ["", 7, "a 2nd one"], [3, 4], ["2024-05"]]
    parsed = workbook(book(Pumps=pumps, Sheet2=[["x"]], Tabelle3=[[1]], Empty=[]))
    assert parsed.text == "Pumps\n\npump | price\nP1 big\na 2nd one\n\nx"
    assert parsed.title == "Budget"
    assert parsed.header[0] == ("author", "Ada Lovelace")


def test_a_workbook_of_old_and_one_of_opendocument_are_read() -> None:
    assert (
        workbook(old_workbook("Pumps", [["pump", "12"], ["seal"]])).text == "Pumps\n\npump\nseal"
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    table = f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"'
    cell = '<table:table-cell office:value-type="string"><text:p>pump</text:p></table:table-cell>'
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" {table}><office:body>'
        f'<office:spreadsheet><table:table table:name="Pumps"><table:table-row>{cell}'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {
        "mimetype": kind,
        "content.xml": content,
        "meta.xml": "<m><initial-creator>Ada B</initial-creator><creator>Eve</creator></m>",
        "META-INF/manifest.xml": (
            f'<m:manifest xmlns:m="{office}:manifest:1.0"><m:file-entry m:full-path="/" '
            f'm:media-type="{kind}"/></m:manifest>'
        ),
    }
    assert workbook(zipped(parts)) == Parsed(
        "", "Pumps\n\npump", (("author", "Ada B"), ("participant", "Eve"))
    )

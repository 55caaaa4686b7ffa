"""Texts and presentations of OpenDocument."""

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from ingest.parsers.opendocument import document
from tests.ingest.packages import zipped

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "presentation": "presentation",
        "svg": "svg-compatible",
        "meta": "meta",
    }.items()
)
PARAGRAPHS = "<text:p>Les pompes tiennent.</text:p>"


def odt(body: str, meta: str = "", **more: str) -> bytes:
    """A file whose body holds this."""
    parts: Mapping[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_SPACES}><office:body>{body}</office:body>"
        "</office:document-content>",
        "meta.xml": f'<office:document-meta {_SPACES} xmlns:dc="urn:dc"><office:meta>{meta}'
        "</office:meta></office:document-meta>",
        **{name.replace("_", "/", 1).replace("_", "."): content for name, content in more.items()},
    }
    return zipped(parts)


@pytest.mark.parametrize(
    ("body", "title", "said"),
    [
        (f"<text:h>Pompes</text:h>{PARAGRAPHS}", "Pompes", "Les pompes tiennent."),
        (f"{PARAGRAPHS}<text:h>Joints</text:h>", "Joints", "Les pompes tiennent."),
        ("<text:p>a<text:s/>b<text:tab/>c<text:line-break/>d</text:p>", "", "a b c\nd"),
        ("<text:p>mo<text:span>t</text:span>s</text:p>", "", "mots"),
        (
            (
                "<text:p>Beds<text:note><text:note-citation>1</text:note-citation><text:note-body>"
                "<text:p>Of concrete.</text:p></text:note-body>"
                "</text:note> hold.</text:p>"
            ),
            "",
            "Beds Of concrete. hold.",
        ),
        (
            (
                "<table:table><table:table-row><table:table-cell><text:p>Ada</text:p><text:p>B</text:p>"
                "</table:table-cell><table:table-cell/><table:table-cell><text:p>permits</text:p>"
                "</table:table-cell></table:table-row></table:table>"
            ),
            "",
            "Ada B | permits",
        ),
        (
            (
                "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
                "<text:table-of-content><text:p>Pumps 1</text:p></text:table-of-content>"
                "<text:p>Kept<office:annotation><text:p>why?</text:p></office:annotation></text:p>"
            ),
            "",
            "Kept",
        ),
        (
            (
                '<draw:page><draw:frame presentation:class="title">'
                "<text:p>Pumps</text:p></draw:frame>"
                "<draw:frame><text:p>Seals</text:p></draw:frame>"
                "<presentation:notes><text:p>Say it."
                "</text:p></presentation:notes></draw:page>"
            ),
            "Pumps",
            "Seals\n\nSay it.",
        ),
        ("", "", ""),
    ],
)
def test_words_are_read_in_their_order(body: str, title: str, said: str) -> None:
    parsed = document(odt(body))
    assert (parsed.title, parsed.text) == (title, said)


def test_properties_say_who_and_when() -> None:
    parsed = document(
        odt(
            PARAGRAPHS,
            "<dc:title>Pumps</dc:title><meta:initial-creator>Ada B</meta:initial-creator>"
            "<dc:creator>Carl D</dc:creator><dc:date>2024-05-14T09:12:00</dc:date>"
            "<dc:language>fr-FR</dc:language>",
        )
    )
    assert parsed.title == "Pumps"
    assert parsed.header == (
        ("author", "Ada B"),
        ("participant", "Carl D"),
        ("date", "2024-05-14T09:12:00"),
        ("language", "fr"),
    )


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "it is no OpenDocument file"),
        (b"PK\x03\x04", "it is torn: "),
        (zipped({"content.xml": "<a/>"}), "it is no OpenDocument file, though it is packed like"),
        (zipped({"content.xml": "<a"}), "it is torn: its content.xml is no XML"),
        (
            zipped({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "its content.xml declares a document type",
        ),
        (
            odt("", **{"META-INF_manifest_xml": "<manifest:encryption-data/>"}),
            "it is encrypted",
        ),
    ],
)
def test_what_is_none_is_named(raw: bytes, reason: str) -> None:
    with pytest.raises(RecordRejected) as rejected:
        document(raw)
    assert str(rejected.value).startswith(reason)


@settings(deadline=None)
@given(st.integers(0, 600), st.binary(max_size=8))
def test_a_torn_file_is_read_or_rejected(place: int, middle: bytes) -> None:
    raw = odt(f"<text:h>Pompes</text:h>{PARAGRAPHS}")
    torn = raw[:place] + middle + raw[place + len(middle) :]
    with suppress(RecordRejected):
        assert isinstance(document(torn).text, str)


def test_the_files_are_archives() -> None:
    assert zipfile.ZipFile(BytesIO(odt(""))).namelist()[0] == "mimetype"

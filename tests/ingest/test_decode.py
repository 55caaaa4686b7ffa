"""Bytes as files hold them."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from ingest.parsers.decode import decode

FRENCH = (
    "Le réseau de chaleur a été étudié pendant l'hiver : les pertes sont élevées près du canal, "
    "où l'isolation date de 1987.\n\nHélène a mesuré la température à l'entrée et à la sortie. "
    "« C'est trop », dit-elle ; l'été prochain, on remplacera la conduite.\n"
)
GERMAN = (
    "Die Fernwärme läuft über große Rohre; Böhme prüft das Gerät für München und Köln.\n\n"
    "Übergabestation und Wärmespeicher müssen vor dem Winter geprüft werden.\n"
)


@pytest.mark.parametrize("text", ["", "plain", FRENCH, GERMAN, "風力 🌊 Łódź"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_with_its_mark_and_as_utf_8(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_tells_the_order_of_bytes(mark: bytes, encoding: str) -> None:
    assert decode(mark + FRENCH.encode(encoding)) == FRENCH


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        GERMAN,
        FRENCH * 40,
        "Auteur : Hélène\n\nDépollution des sols à Lyon, suivi de l'été dernier.",
        "Le café est fermé à Noël.",
        "Grüße aus Köln, die Übergabe läuft.",
        "L\u2019hôpital coûte 3 \u20ac au mètre : c\u2019était prévu à l\u2019étude.",
    ],
)
def test_windows_1252_is_read_as_it_was_written(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0",
        b"\x7fELF\x02\x01",
        b"text, then\0",
        FRENCH.encode("utf-16-le"),
        bytes(range(256)),
    ],
)
def test_what_is_no_text_is_rejected_with_the_reason(raw: bytes) -> None:
    with pytest.raises(RecordRejected, match=r"^it is not text: it holds control characters$"):
        decode(raw)


def test_the_controls_of_text_are_no_reason() -> None:
    assert decode(b"a\tb\r\nc\x0bd\x0ce\x1b[0m") == "a\tb\nc\x0bd\x0ce\x1b[0m"


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_rejected(raw: bytes) -> None:
    try:
        outcome = type(decode(raw)).__name__
    except RecordRejected as rejected:
        outcome = str(rejected)
    assert outcome in {
        "str",
        "it is not text: it holds control characters",
        "its encoding cannot be told: save it as UTF-8",
    }

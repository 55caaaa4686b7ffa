"""What is left of a text, and the language of each of its paragraphs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import clean, readable
from ingest.extractor import Paragraph
from tests.ingest.conftest import at_most

ALL = ("en", "fr", "de")
EN = "The permit for the offshore wind farm was given after the public inquiry had ended."
FR = "Le permis du parc éolien en mer a été accordé après la fin de l'enquête publique."
DE = "Die Genehmigung für den Windpark auf See wurde nach der Anhörung erteilt."


def spoken(text: str, languages: tuple[str, ...] = ALL, stated: str | None = None) -> list[str]:
    """The languages of the paragraphs."""
    return [paragraph.language for paragraph in clean("", text, languages, stated).paragraphs]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see https://x.org/a?b=c#d now", "see now"),
        ("see http://x.org, now", "see now"),
        ("at ftp://x.org/a or www.x.org/b", "at or"),
        ("ask ada.b+wind@mail.x-y.org now", "ask now"),
        ("<ada@x.org>", "< >"),
        ("a @handle and C++ at 5 m/s", "a @handle and C++ at 5 m/s"),
        ("HTTP and www alone", "HTTP and www alone"),
    ],
)
def test_addresses_are_dropped_and_nothing_else(text: str, left: str) -> None:
    (paragraph,) = clean("", text, ALL).paragraphs
    assert " ".join(paragraph.text.split()) == left


def test_the_title_comes_first_and_keeps_its_addresses() -> None:
    text = clean("The pumps of x@y.org are here", EN, ALL)
    assert text.paragraphs == (
        Paragraph("The pumps of x@y.org are here", "en", "title"),
        Paragraph(EN, "en"),
    )


def test_paragraphs_are_what_blank_lines_part() -> None:
    text = "\n one\nline \r\n\r\ntwo\n \t \n\n  three\n\n\u2028"
    assert [p.text.strip() for p in clean("", text, ALL).paragraphs] == [
        "one\nline",
        "two",
        "three",
    ]


def test_each_paragraph_has_its_own_language_and_most_of_the_text_names_the_document() -> None:
    text = clean("Titel, titre, title", f"{EN}\n\n{FR}\n\n{DE}\n\n{FR}", ALL)
    assert [p.language for p in text.paragraphs] == ["fr", "en", "fr", "de", "fr"]
    assert text.language == "fr"


@pytest.mark.parametrize(("text", "language"), [(EN, "en"), (FR, "fr"), (DE, "de")])
def test_short_paragraphs_are_in_the_language_of_the_document(text: str, language: str) -> None:
    assert spoken(f"the end\n\n{text}\n\nla fin\n\nam Ende") == [language] * 4


@pytest.mark.parametrize(
    ("title", "language"), [("Permits of the wind farm", "en"), ("Permis du parc éolien", "fr")]
)
def test_where_no_paragraph_tells_the_title_does(title: str, language: str) -> None:
    text = clean(title, "SCADA\n\n42", ALL)
    assert text.language == language
    assert {paragraph.language for paragraph in text.paragraphs} == {language}


def test_the_stated_language_is_believed_unless_others_speak_plainly() -> None:
    text = clean("Kabel", f"Kabel Muffe Trasse Erdung\n\nkurz\n\n{FR}\n\n{FR}", ALL, "en")
    assert text.language == "en"
    assert [p.language for p in text.paragraphs] == ["en", "en", "en", "fr", "fr"]


@pytest.mark.parametrize("stated", ["it", "EN-gb", "", None])
def test_a_stated_language_that_is_not_configured_is_no_help(stated: str | None) -> None:
    assert clean("", DE, ALL, stated).language == "de"


@pytest.mark.parametrize("languages", [("en",), ("fr",), ("de", "en"), ("es", "sv")])
def test_only_configured_languages_are_found(languages: tuple[str, ...]) -> None:
    italian = "Il permesso per il parco eolico è stato dato dopo la fine dell'inchiesta."
    found = spoken(
        f"{EN}\n\n{FR}\n\n{DE}\n\n{italian}\n\n風力発電所の許可 は まだ です\n\n?", languages
    )
    assert set(found) <= set(languages)


def test_a_text_of_nothing_is_in_the_first_language() -> None:
    text = clean("", " \n\n ", ALL)
    assert (text.paragraphs, text.language) == ((), "en")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("e\u0301", "é"),
        ("so\u00adft zero\u200bwidth \ufeffmark", "soft zerowidth mark"),
        ("nul\0l", "null"),
        ("half \ud800", "half ?"),
    ],
)
def test_readable_text_holds_what_is_seen_and_stored(text: str, seen: str) -> None:
    assert readable(text) == seen


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.sampled_from([EN, FR, DE, "so", "\r\n", "\ud800"])))
def test_any_text_is_cleaned_into_configured_languages(title: str, pieces: list[str]) -> None:
    text = clean(title, "\n\n".join(pieces), ALL)
    assert {paragraph.language for paragraph in text.paragraphs} | {text.language} <= set(ALL)
    assert "title" not in [paragraph.part for paragraph in text.paragraphs[1:]]


MB = 1_000_000
HARD = {
    "dots": "a." * (MB // 2),
    "hyphens": "a-" * (MB // 2),
    "at signs": "a@" * (MB // 2),
    "long names": ("a" * 64 + "@") * (MB // 65),
    "addresses": "www." * (MB // 4),
    "schemes": "https:/" * (MB // 7),
    "line ends": "\n" * MB,
    "spaced line ends": "\n " * (MB // 2) + "x",
    "lines of spaces": ("\n" + " " * 999 + "x") * (MB // 1001),
    "carriage returns": "\r" * MB,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_a_megabyte_takes_seconds_whatever_it_holds(text: str) -> None:
    with at_most(5):
        clean("", text, ALL)


@pytest.mark.parametrize("pile", ["a\u0301\u0327", "\u05d0\u05bc\u05b7"])
def test_marks_piled_on_one_letter_take_no_longer_than_others(pile: str) -> None:
    # 80 KB; reordering them pairwise takes 1.6 s and four times as long for twice as many
    with at_most(0.5):
        readable(pile[0] + pile[1:] * 20_000)

"""Phrases by runs of words, in languages without a tagger."""

import pytest

from graphkit.model import Mention
from graphkit.text import LANGUAGES, is_phrase
from ingest.extractor import Paragraph, Part, Text
from ingest.extractors.runs import Runs


def found(text: str, language: str, part: Part = "prose") -> list[str]:
    """The surfaces in one paragraph."""
    extractor = Runs(frozenset({language}))
    (mentions,) = extractor.extract([Text((Paragraph(text, language, part),), language)])
    return [mention.surface for mention in mentions if is_phrase(mention.topic)]


@pytest.mark.parametrize(
    ("language", "sentence", "terms"),
    [
        ("en", "This is for the wind farm permits, and for us.", ["wind farm permits"]),
        ("fr", "C'est pour la pompe de relevage et pour nous.", ["pompe de relevage"]),
        ("es", "Estudiamos la protección de datos en la planta.", ["protección de datos"]),
        ("es", "Es para las redes de calor y para nosotros.", ["redes de calor"]),
        ("it", "È per la pompa di calore e per noi.", ["pompa di calore"]),
        ("it", "È per la qualità delle acque.", ["qualità delle acque"]),
        ("nl", "Dit is voor de offshore windparken en voor ons.", ["offshore windparken"]),
        ("nl", "Wij zijn bij de duurzame energie.", ["duurzame energie"]),
        ("pt", "É para a proteção de dados e para nós.", ["proteção de dados"]),
        ("pt", "É para as turbinas eólicas.", ["turbinas eólicas"]),
        ("ca", "És per a la protecció de dades.", ["protecció de dades"]),
        ("de", "Wir haben die elektrische Leitung.", ["elektrische Leitung"]),
        ("de", "Wir haben die technische Due Diligence.", ["technische Due Diligence"]),
        ("de", "Der Bau ist neu, und die Netzanschlussplanung auch.", ["Netzanschlussplanung"]),
        ("de", "Wir sind für die IT-Sicherheit und für SAP.", ["IT-Sicherheit", "SAP"]),
        ("de", "Der Betrieb der Pumpe.", []),
        ("de", "Die elektrische und die thermische.", []),
    ],
)
def test_terms_stand_between_function_words(
    language: str, sentence: str, terms: list[str]
) -> None:
    assert found(sentence, language) == terms


@pytest.mark.parametrize(
    ("language", "also"), [("en", "and"), ("de", "und"), ("es", "y"), ("nl", "en"), ("pt", "e")]
)
def test_what_is_written_with_signs_is_not_parted(language: str, also: str) -> None:
    terms = ["C#", "C++", ".NET", "Node.js", "CI/CD", "TCP/IP", "R&D"]
    assert sorted(found(f", {f' {also} '.join(terms)}.", language)) == sorted(terms)
    assert sorted(found(f"({', '.join(terms)})", language)) == sorted(terms)


def test_names_with_signs_and_words_make_one_term() -> None:
    assert found("This is for the .NET services and C++ builds.", "en") == [
        ".NET services",
        "C++ builds",
    ]


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("It is for wind.", []),
        ("It is for wind farms.", ["wind farms"]),
        ("It is for wind farm grids.", ["wind farm grids"]),
        ("It is for wind farm grid permits.", ["wind farm grid permits"]),
        ("It is for wind farm grid permits boards.", []),
    ],
)
def test_a_run_has_two_to_four_words(sentence: str, terms: list[str]) -> None:
    assert found(sentence, "en") == terms


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("It is for Kubernetes.", ["Kubernetes"]),
        ("Kubernetes is for us.", []),
        ("It is here. Kubernetes is for us.", []),
        ("GraphQL is for us.", ["GraphQL"]),
        ("SAP is for us.", ["SAP"]),
        ("It is for IT.", ["IT"]),
    ],
)
def test_one_word_is_a_term_when_it_is_a_name(sentence: str, terms: list[str]) -> None:
    assert found(sentence, "en") == terms


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("Netzanschlussplanung ist neu.", []),
        ("Hier sind die Pumpen Anlagen Hallen Netze.", ["Pumpen Anlagen Hallen Netze"]),
        ("Hier sind die Wärmepumpen Anlagen Hallen Netze Rohre.", []),
        ("Wir sind für " + "Das-der-die " * 500 + "Pumpe.", []),
    ],
)
def test_in_german_nouns_in_a_row_are_a_term_up_to_four(sentence: str, terms: list[str]) -> None:
    assert found(sentence, "de") == terms


def test_signs_numbers_and_chat_marks_end_a_run() -> None:
    said = "It is the heat, pump; wind (farm) and valve 7 house, @ada #12 <@U1> :smile: oil tanks"
    assert found(said, "en") == ["oil tanks"]


def test_titles_and_headings_are_counted_and_asides_are_left_out() -> None:
    text = Text(
        (
            Paragraph("Offshore windparken", "nl", "title"),
            Paragraph("De offshore windparken", "nl", "heading"),
            Paragraph("Dit is voor de offshore windparken.", "nl"),
            Paragraph("Dit is voor de offshore windparken.", "nl", "aside"),
            Paragraph("It is for the heat pumps.", "en"),
        ),
        "nl",
    )
    (mentions,) = Runs(frozenset({"nl"})).extract([text])
    (mention,) = mentions
    assert mention[2:] == (3, 1, 1)
    assert mention.topic[:3] == "nl+"


def test_greetings_of_one_word_are_no_terms() -> None:
    assert found("Hola Ada,\nes para la protección de datos.", "es")[-1] == "protección de datos"


def test_it_speaks_languages_with_a_stemmer_and_a_stop_list() -> None:
    assert {"de", "en", "es", "fr", "it", "nl", "pt"} <= Runs.speaks() <= LANGUAGES


@pytest.mark.parametrize("language", sorted(Runs.speaks()))
def test_every_language_it_speaks_finds_a_name(language: str) -> None:
    (mentions,) = Runs(frozenset({language})).extract(
        [Text((Paragraph("12, GraphQL, 34", language),), language)]
    )
    assert [mention[1:] for mention in mentions] == [Mention("", "GraphQL", 1)[1:]]

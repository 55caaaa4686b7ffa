"""Phrases by parts of speech, in English and French, with the models that are installed."""

import random
from collections.abc import Sequence

import pytest

from graphkit.model import Mention
from graphkit.text import is_phrase
from ingest.clean import clean
from ingest.extractor import Paragraph, Part, Text
from ingest.extractors import phrases
from ingest.extractors.phrases import Phrases
from tests.conftest import FIRM

SPOKEN = frozenset({"en", "fr"})


def found(text: str, language: str = "en", part: Part = "prose") -> list[str]:
    """The surfaces in one paragraph."""
    (mentions,) = Phrases(SPOKEN).extract([Text((Paragraph(text, language, part),), language)])
    return [mention.surface for mention in mentions if is_phrase(mention.topic)]


def extracted(texts: Sequence[Text]) -> list[list[Mention]]:
    """What is found in some texts together."""
    return [list(mentions) for mentions in Phrases(SPOKEN).extract(texts)]


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("Ask the grid operator about the valve house.", ["grid operator", "valve house"]),
        ("It is a data protection impact assessment.", ["data protection impact assessment"]),
        ("The quality of the drinking water is good.", ["drinking water"]),
        ("The steam-turbine blade holds.", ["steam-turbine blade"]),
        ("We wrote a new report on the other valve house.", ["valve house"]),
        ("We use Python 3 and ISO 27001 here.", ["ISO 27001", "Python 3"]),
        ("It runs on Kubernetes and on Linux.", ["Kubernetes", "Linux"]),
        ("The iPhone is here, GraphQL too.", ["GraphQL", "iPhone"]),
        ("They bought two turbines.", []),
        ("It is here, and it holds.", []),
        ("We fix it with the R&D budget.", ["R&D budget"]),
        ("We moved to Node.js, C++ and C#.", ["C#", "C++", "Node.js"]),
        ("We trust ASP.NET and PL/SQL.", ["ASP.NET", "PL/SQL"]),
        ("It runs beside .NET now.", [".NET"]),
        ("The CI/CD pipeline speaks TCP/IP.", ["CI/CD pipeline", "TCP/IP"]),
        ("We like the B2B market and the I/O card.", ["B2B market", "I/O card"]),
    ],
)
def test_english_terms_are_nouns_with_what_stands_before_them(
    sentence: str, terms: list[str]
) -> None:
    assert sorted(found(sentence)) == sorted(terms)


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        (
            "Les réseaux sociaux d'entreprise relient les équipes.",
            ["réseaux sociaux d'entreprise"],
        ),
        (
            "Les réseaux sociaux d\N{RIGHT SINGLE QUOTATION MARK}entreprise relient les équipes.",
            ["réseaux sociaux d'entreprise"],
        ),
        ("Le raccordement au réseau électrique.", ["raccordement au réseau électrique"]),
        ("Le réseau de chaleur urbain.", ["réseau de chaleur urbain"]),
        ("Ces mêmes grands réseaux électriques.", ["réseaux électriques"]),
        ("Nous achetons trois pompes à chaleur.", ["pompes à chaleur"]),
        (
            "Nous gérons les stations d'épuration et le traitement de l'eau.",
            ["stations d'épuration", "traitement de l'eau"],
        ),
        ("Nous utilisons l'apprentissage automatique.", ["apprentissage automatique"]),
        ("Nous utilisons Node.js et CI/CD.", ["CI/CD", "Node.js"]),
        ("La R&D étudie TCP/IP.", ["R&D", "TCP/IP"]),
        ("Nous utilisons C# et .NET ici.", [".NET", "C#"]),
    ],
)
def test_french_terms_are_nouns_with_what_stands_after_them(
    sentence: str, terms: list[str]
) -> None:
    assert sorted(found(sentence, "fr")) == sorted(terms)


@pytest.mark.parametrize(
    ("sentence", "language", "terms"),
    [
        ("Hi Ada Lovelace, the valve house is cold.", "en", ["valve house"]),
        ("Hello Ada Lovelace! The heat pump holds.", "en", ["heat pump"]),
        ("Dear Ada Lovelace", "en", []),
        ("Thank you Ada Lovelace for the valve house.", "en", ["valve house"]),
        ("Bonjour Ada Lovelace, la pompe à chaleur est prête.", "fr", ["pompe à chaleur"]),
        ("We ask Ada Lovelace about the valve house.", "en", ["Ada Lovelace", "valve house"]),
        ("High pressure and heat pumps.", "en", ["heat pumps"]),
    ],
)
def test_whom_a_greeting_names_is_no_topic(sentence: str, language: str, terms: list[str]) -> None:
    assert found(sentence, language) == terms


def test_chat_marks_are_no_terms_and_break_none() -> None:
    said = "<@U123> see #42 of @ada.b :thumbsup: since deadbeef12: the **valve house** is cold."
    assert found(said) == ["valve house"]


def test_a_name_that_begins_a_sentence_is_one_only_with_inner_capitals() -> None:
    assert found("Kubernetes is fine.") == []
    assert found("GraphQL is fine.") == ["GraphQL"]


def test_lines_that_were_wrapped_are_read_as_one() -> None:
    wrapped = "At the end of the day somebody looked at the valve\nhouse of the north."
    assert "valve house" in found(wrapped)


def test_items_of_a_list_are_read_apart() -> None:
    assert found("- the valve\n- house rules") == ["house rules"]


def test_titles_and_headings_are_counted_as_such() -> None:
    text = Text(
        (
            Paragraph("Pump seals", "en", "title"),
            Paragraph("Pump seals", "en", "heading"),
            Paragraph("The pump seals of today", "en", "heading"),
            Paragraph("We have pump seals, and a pump seal is cheap.", "en"),
            Paragraph("The pump seals are here.", "en", "aside"),
        ),
        "en",
    )
    assert extracted([text]) == [[Mention("en+pump seal", "Pump seals", 5, 1, 2)]]


def test_no_term_is_looked_for_in_asides_and_in_other_languages() -> None:
    assert found("The valve house is cold.", part="aside") == []
    assert found("La casa de máquinas está fría.", "es") == []
    text = Text((Paragraph("La pompe à chaleur", "fr"), Paragraph("A valve house", "en")), "fr")
    (mentions,) = Phrases(frozenset({"en"})).extract([text])
    assert [mention.topic for mention in mentions] == ["en+valv hous"]


def test_a_term_has_five_content_words_at_most() -> None:
    assert found("We like heat pump test bench software.") == ["heat pump test bench software"]
    assert found("We like heat pump test bench software maintenance.") == []


def test_the_version_names_each_model_and_its_release() -> None:
    english, both = Phrases.version(frozenset({"en"})), Phrases.version(SPOKEN)
    assert english != both
    assert both.startswith(english)
    assert "fr_core_news_md 3." in both


def test_a_language_is_spoken_only_where_its_model_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phrases, "MODELS", {"en": phrases.MODELS["en"], "fr": "no_such_model"})
    assert Phrases.speaks() == {"en"}


def firm_texts() -> list[Text]:
    """Texts of the sample firm, in three languages, cleaned as a pass does."""
    files = sorted((FIRM / "library").rglob("*.*"))
    return [
        clean(path.stem, path.read_text(encoding="utf-8"), ("en", "fr", "de"))
        for path in files
        if path.suffix in {".md", ".txt", ".rst"}
    ][:40]


@pytest.fixture(scope="module")
def together() -> tuple[list[Text], list[list[Mention]]]:
    """Different texts, and what is found in them when they are extracted at once."""
    texts = firm_texts()
    return texts, extracted(texts)


def test_there_is_something_to_compare(
    together: tuple[list[Text], list[list[Mention]]],
) -> None:
    texts, found = together
    assert len(texts) > 20
    assert sum(map(len, found)) > 300
    assert {mention.topic[:2] for mentions in found for mention in mentions} == {"en", "fr"}


@pytest.mark.parametrize("batch", [1, 7, 256])
def test_what_is_found_does_not_depend_on_the_size_of_a_batch(
    together: tuple[list[Text], list[list[Mention]]], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, found = together
    monkeypatch.setattr(phrases, "_BATCH", batch)
    assert extracted(texts) == found


def test_what_is_found_does_not_depend_on_the_company_of_a_text(
    together: tuple[list[Text], list[list[Mention]]],
) -> None:
    texts, found = together
    assert [extracted([text])[0] for text in texts] == found


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_found_does_not_depend_on_the_order_of_texts(
    together: tuple[list[Text], list[list[Mention]]], seed: int
) -> None:
    texts, found = together
    order = list(range(len(texts)))
    random.Random(seed).shuffle(order)  # noqa: S311  an order is no secret
    assert extracted([texts[n] for n in order]) == [found[n] for n in order]

"""A question becomes slots."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import QueryError
from graphkit.query import MAX_QUESTION, parse

LANGUAGES = ("en", "fr", "de")


def _asked(question: str, *languages: str) -> list[str]:
    return [slot.word for slot in parse(question, languages or LANGUAGES).slots]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who knows about offshore wind permits?", ["offshore", "wind", "permits"]),
        ("who is an expert in wind permits", ["wind", "permits"]),
        ("Can anyone find someone who knows the grid", ["grid"]),
        ("Wer kennt sich mit Netzanschluss aus?", ["Netzanschluss"]),
        ("Wer weiß etwas über Bodensanierung", ["Bodensanierung"]),
        ("Qui s'y connaît en éoliennes ?", ["éoliennes"]),
        ("Qui connaît quelqu'un qui sait faire un bilan carbone", ["bilan", "carbone"]),
        ("permis éolien en mer", ["permis", "éolien", "mer"]),
        ("Genehmigung der Windparks in der Nordsee", ["Genehmigung", "Windparks", "Nordsee"]),
        ("die casting of the grid", ["die", "casting", "grid"]),
        ("war in the north", ["war", "north"]),
        ("IT audit", ["IT", "audit"]),
        ("it audit", ["audit"]),
        ("who is in US GAAP", ["US", "GAAP"]),
        ("C++", ["C++"]),
        ("C++ or C#", ["C++", "C#"]),
        (".NET", [".NET"]),
        ("ISO 27001", ["ISO", "27001"]),
        ("expert", ["expert"]),
        ("who knows experts", ["knows", "experts"]),
        ("PERMIS ÉOLIEN EN MER", ["permis", "éolien", "mer"]),
    ],
)
def test_what_only_asks_and_what_only_joins_is_left_out(question: str, asked: list[str]) -> None:
    assert _asked(question) == asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("bridge, bridges and a Bridge", ["bridge"]),
        ("wind WIND wind permit", ["wind", "permit"]),
        ("éolien éoliennes", ["éolien"]),
        ("Élan elan", ["Élan"]),
    ],
)
def test_words_that_share_a_key_are_asked_once(question: str, asked: list[str]) -> None:
    assert _asked(question) == asked


@given(
    st.lists(
        st.sampled_from(
            "organise organises organised organisation organisations organiser organisateur port "
            "porte porter portes ported portal marine mariner marin marines nation national "
            "nationale generale general generals generation genre action actions actif".split()
        ),
        min_size=1,
        max_size=6,
    ).map(" ".join)
)
def test_no_key_stands_for_two_slots(question: str) -> None:
    slots = parse(question, LANGUAGES).slots
    keys = [key for slot in slots for key in slot.keys]
    assert sorted(keys) == sorted(set(keys))


def test_a_slot_has_a_key_for_each_language_sorted() -> None:
    (slot,) = parse("permits", ("fr", "en", "de")).slots
    assert slot.keys == ("de:permit", "en:permit", "fr:permit")
    (slot,) = parse("permits", ("en",)).slots
    assert slot.keys == ("en:permit",)
    assert parse("wind permits", ("en",)).keys == {
        "en:permit", "en:wind", "en+wind permit", "en~wind permit",
    }  # fmt: skip


def _pairs(question: str, *languages: str) -> dict[str, tuple[str, ...]]:
    return {pair.word: pair.keys for pair in parse(question, languages or ("en",)).pairs}


def test_a_pair_is_two_neighbours_as_a_phrase_or_within_a_longer_one() -> None:
    assert _pairs("offshore wind permits") == {
        "offshore wind": ("en+offshor wind", "en~offshor wind"),
        "wind permits": ("en+wind permit", "en~wind permit"),
    }
    assert _pairs("permits") == {}


@pytest.mark.parametrize(
    ("question", "languages", "pairs"),
    [
        ("wind permits", ("en", "fr"), {"en+wind permit", "fr+wind permit"}),
        ("parc éolien", ("fr",), {"fr+parc eolien"}),
        ("permits for the wind", ("en",), {"en+permit wind"}),  # function words join
        ("protection de la mer", ("fr", "en"), {"fr+protect mer", "en+protect mer"}),
        ("the die in the mould", ("en", "de"), {"en+die mould"}),  # die joins in German
        ("who knows about wind permits", ("en",), {"en+wind permit"}),
        ("wind expert permits", ("en",), {"en+wind permit"}),
        ("who knows experts", ("en",), {"en+know expert"}),
        ("wind winds", ("en",), set()),
        ("IT audit", ("en",), {"en+it audit"}),
        ("it audit", ("en",), set()),
    ],
)
def test_pairs_are_of_one_language_each_and_of_what_is_asked(
    question: str, languages: tuple[str, ...], pairs: set[str]
) -> None:
    keys = {key for found in _pairs(question, *languages).values() for key in found}
    assert {key for key in keys if key[2] == "+"} == pairs
    assert {f"{key[:2]}~{key[3:]}" for key in pairs} == {key for key in keys if key[2] == "~"}


def test_a_pair_that_is_asked_twice_counts_once() -> None:
    assert list(_pairs("wind farm, winds mast, wind farms")) == [
        "wind farm",
        "farm winds",
        "winds mast",
        "mast wind",
    ]


def test_languages_may_come_in_any_order() -> None:
    question = "permis en mer for the wind"
    assert parse(question, ("fr", "de", "en")) == parse(question, ("en", "fr", "de"))


def test_a_question_in_decomposed_characters_asks_the_same() -> None:
    composed = "permis éolien pour l'été"
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    assert parse(decomposed, LANGUAGES).keys == parse(composed, LANGUAGES).keys


def test_space_is_tidied() -> None:
    assert parse("  wind \n\t permits ", ("en",)).question == "wind permits"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty"),
        (" \n\t", "the question is empty"),
        ("the of and", "no word that names a topic"),
        ("?!", "no word that names a topic"),
        ("x" * (MAX_QUESTION + 1), f"has {MAX_QUESTION + 1} characters, the most is 5000"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(question: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse(question, LANGUAGES)


def test_the_longest_question_can_be_asked() -> None:
    question = "wind " * (MAX_QUESTION // 5 - 1) + "grids"
    assert len(question) == MAX_QUESTION
    assert _asked(question) == ["wind", "grids"]

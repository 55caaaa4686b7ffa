"""The one normaliser."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.text import LANGUAGES, MAX_WORD, fold, word_key, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Wind", "wind"),
        ("Große Straße", "grosse strasse"),
        ("Élan", "elan"),
        ("E\u0301lan", "elan"),
        ("Łódź Øre Đà", "lodz ore da"),
        ("œuvre Æther", "oeuvre aether"),
        ("ﬁnance", "finance"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("İstanbul \u0131s\u0131", "istanbul isi"),
        ("C++", "c++"),
        ("", ""),
    ],
)
def test_folding_leaves_lower_case_without_accents_and_ligatures(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_any_character_twice_changes_nothing_more() -> None:
    folded = [fold(chr(code)) for code in range(0x30000)]  # the planes that hold letters
    assert [text for text in folded if fold(text) != text] == []


@given(st.text())
def test_folding_any_text_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_characters_fold_to_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'équipe C++ (CI/CD)", ["L", "équipe", "C++", "CI", "CD"]),
        ("C# and F#, c++.", ["C#", "and", "F#", "c++"]),
        ("a .NET shop, ASP.NET, dot.net", ["a", ".NET", "shop", "ASP", "NET", "dot", "net"]),
        ("snake_case ISO-27001 3.5", ["snake", "case", "ISO", "27001", "3", "5"]),
        ("D# EC++ #tag", ["D", "EC", "tag"]),
        ("Genehmigungsverfahren, größer", ["Genehmigungsverfahren", "größer"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_words_are_runs_of_letters_and_digits_and_a_few_names(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("word", "language", "key"),
    [
        ("permits", "en", "en:permit"),
        ("Permit", "en", "en:permit"),
        ("éoliennes", "fr", "fr:eolien"),
        ("Éolien", "fr", "fr:eolien"),
        ("Genehmigungen", "de", "de:genehm"),
        ("C++", "en", "en:c++"),
        ("C#", "fr", "fr:c#"),
        ("27001", "en", "en:27001"),
        ("the", "en", None),
        ("The", "en", None),
        ("the", "fr", "fr:the"),
        ("en", "fr", None),
        ("en", "en", "en:en"),
        ("für", "de", None),
        ("it", "en", None),
        ("It", "en", None),
        ("IT", "en", "en:it"),
        ("US", "en", "en:us"),
        ("I", "en", None),
        ("car", "en", "en:car"),
        ("car", "fr", "fr:car"),
        ("war", "de", "de:war"),
        ("och", "sv", "sv:och"),
        ("x" * MAX_WORD, "en", "en:" + "x" * MAX_WORD),
        ("x" * (MAX_WORD + 1), "en", None),
    ],
)
def test_a_key_is_the_language_and_the_stem_and_function_words_have_none(
    word: str, language: str, key: str | None
) -> None:
    assert word_key(word, language) == key


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_a_stemmer(language: str) -> None:
    key = word_key("Gdp", language)
    assert key is not None
    assert key.startswith(f"{language}:gdp"[:5])


def test_threads_find_the_same_keys() -> None:
    spelled = [f"{word}{number}ing" for number in range(300) for word in ("permit", "wind")]
    expected = [word_key.__wrapped__(word, "en") for word in spelled]

    def keys(_: int) -> list[str | None]:
        return [word_key.__wrapped__(word, "en") for word in spelled]

    with ThreadPoolExecutor(4) as threads:
        assert all(found == expected for found in threads.map(keys, range(8)))

"""Content words of a cleaned text."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.model import Mention
from graphkit.text import word_key, words
from ingest.extractor import Paragraph, Part, Text
from ingest.extractors.words import Words

SPOKEN = frozenset({"de", "en", "fr"})


def text(*paragraphs: tuple[str, str] | tuple[str, str, Part]) -> Text:
    """A text of paragraphs, each with its language."""
    made = tuple(Paragraph(*paragraph) for paragraph in paragraphs)
    return Text(made, made[0].language if made else "en")


def mentions(*paragraphs: tuple[str, str] | tuple[str, str, Part]) -> list[Mention]:
    """The mentions of one text."""
    (found,) = Words(SPOKEN).extract([text(*paragraphs)])
    return list(found)


def test_words_are_counted_by_their_stem_over_title_and_paragraphs() -> None:
    assert mentions(("Pump seals", "en", "title"), ("A pump, pumps.", "en"), ("Seal", "en")) == [
        Mention("en:pump", "Pump", 3, 1),
        Mention("en:seal", "Seal", 2, 1),
    ]


@pytest.mark.parametrize(
    ("written", "surface"),
    [
        ("permits permit permits Permit", "permits"),
        ("permit Permit", "Permit"),
        ("permit permits", "permit"),
        ("PERMIT permits Permit", "PERMIT"),
        ("permits Permit permits Permit", "Permit"),
    ],
)
def test_the_surface_is_the_commonest_and_of_equals_the_first_by_code_point(
    written: str, surface: str
) -> None:
    assert mentions((written, "en")) == [
        Mention("en:permit", surface, len(written.split()), 0),
    ]


def test_a_surface_is_counted_over_all_paragraphs_of_its_language() -> None:
    found = mentions(("permits", "en"), ("Permit Permit", "en"), ("permits permits", "en"))
    assert found == [Mention("en:permit", "permits", 5, 0)]


@pytest.mark.parametrize(
    ("written", "language", "keys"),
    [
        ("The pump is not in the house", "en", ["en:hous", "en:pump"]),
        ("La pompe n'est pas dans l'usine", "fr", ["fr:pomp", "fr:usin"]),
        ("Die Pumpe ist nicht für uns", "de", ["de:pump"]),
        ("who at the WHO", "en", ["en:who"]),
        ("a", "en", []),
    ],
)
def test_function_words_are_left_out_by_language(
    written: str, language: str, keys: list[str]
) -> None:
    assert [mention.topic for mention in mentions((written, language))] == keys


def test_a_word_is_kept_apart_by_the_language_of_its_paragraph() -> None:
    assert mentions(("Normen", "de", "title"), ("normen", "en"), ("Normen die", "de")) == [
        Mention("de:norm", "Normen", 2, 1),
        Mention("en:normen", "normen", 1, 0),
    ]


def test_accents_and_case_make_no_other_topic() -> None:
    assert mentions(("Étude etude ÉTUDE étude étude", "fr")) == [Mention("fr:etud", "étude", 5, 0)]


def test_encoded_bytes_are_no_words() -> None:
    assert mentions(("pump " + "x" * 65, "en")) == [Mention("en:pump", "pump", 1, 0)]


def test_each_text_has_its_own_mentions_in_the_order_given() -> None:
    texts = [text(("pump", "en")), text(), text(("seal", "en"))]
    assert [list(found) for found in Words(SPOKEN).extract(texts)] == [
        [Mention("en:pump", "pump", 1, 0)],
        [],
        [Mention("en:seal", "seal", 1, 0)],
    ]


PARAGRAPHS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["Pump", "pumps", "the", "Étude", "C++", "42", "-"])),
        st.sampled_from(["de", "en", "fr"]),
        st.sampled_from(get_args(Part)),
    )
)


@settings(deadline=None)
@given(PARAGRAPHS)
def test_every_content_word_is_counted_once(made: list[tuple[list[str], str, Part]]) -> None:
    found = mentions(*((" ".join(said), language, part) for said, language, part in made))
    keys = [
        (word_key(word, language), part)
        for said, language, part in made
        for word in words(" ".join(said))
    ]
    assert [mention.topic for mention in found] == sorted({key for key, _ in keys if key})
    for mention in found:
        assert mention.times == sum(key == mention.topic for key, _ in keys)
        assert mention.in_title == keys.count((mention.topic, "title"))

"""What phrase finders found becomes mentions."""

from collections.abc import Sequence

import pytest

from graphkit.model import Mention
from graphkit.text import is_phrase
from ingest.candidates import Candidate, mentions
from ingest.extractor import Part


def found(*surfaces: str, language: str = "en", part: Part = "prose") -> list[Candidate]:
    """Candidates of one language and one part."""
    return [Candidate(surface, language, part) for surface in surfaces]


def test_candidates_are_counted_by_their_key_wherever_they_stand() -> None:
    said = [
        *found("pump seals", part="title"),
        *found("Pump seal", "valve house", part="heading"),
        *found("pump seals", "pump seals"),
    ]
    assert mentions(said) == [
        Mention("en+pump seal", "pump seals", 4, 1, 1),
        Mention("en+valv hous", "valve house", 1, 0, 1),
    ]


@pytest.mark.parametrize(
    ("written", "surface"),
    [
        (["pump seals", "pump seal", "pump seals"], "pump seals"),
        (["pump seals", "Pump seal"], "Pump seal"),
        (["pump seals", "pump seal"], "pump seal"),
    ],
)
def test_the_surface_is_the_commonest_and_of_equals_the_first_by_code_point(
    written: Sequence[str], surface: str
) -> None:
    assert [mention.surface for mention in mentions(found(*written))] == [surface]


def test_a_phrase_is_kept_apart_by_its_language() -> None:
    said = found("Normen") + found("Normen", language="de")
    assert [mention.topic for mention in mentions(said)] == ["de+norm", "en+normen"]


def test_function_words_are_no_part_of_the_key() -> None:
    said = found("qualité de l'eau", "qualité des eaux", language="fr")
    assert [(mention.topic, mention.times) for mention in mentions(said)] == [("fr+qualit eau", 2)]


@pytest.mark.parametrize("surface", ["", "—", "the of", "x" * 65])
def test_what_holds_no_content_word_is_left_out(surface: str) -> None:
    assert mentions(found(surface)) == []


def test_a_phrase_has_five_content_words_at_most() -> None:
    five = "wind farm grid permit review"
    for written in ((five, f"{five} board"), ("farm of wind of grid of permit of review",)):
        kept = [m.surface for m in mentions(found(*written)) if is_phrase(m.topic)]
        assert kept == [written[0]]


def test_neighbours_within_a_longer_phrase_are_counted_too() -> None:
    said = found("Wind farm permits", "permits for wind farms"), found("wind farm")
    assert mentions([*said[0], *said[1]]) == [
        Mention("en+permit wind farm", "permits for wind farms", 1),
        Mention("en+wind farm", "wind farm", 1),
        Mention("en+wind farm permit", "Wind farm permits", 1),
        Mention("en~farm permit", "farm permits", 1),
        Mention("en~permit wind", "permits wind", 1),
        Mention("en~wind farm", "Wind farm", 2),
    ]


def test_of_nothing_there_are_none() -> None:
    assert mentions([]) == []

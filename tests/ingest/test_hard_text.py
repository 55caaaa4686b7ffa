"""Text that nobody writes: it takes time in proportion to its length, and nothing breaks."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.registry import find
from ingest.clean import clean, readable
from ingest.extraction import Extraction, Said
from ingest.extractor import Paragraph, Text, TopicExtractor
from ingest.extractors import EXTRACTORS
from ingest.prose import parts, sentences
from tests.ingest.conftest import at_most

MB = 1_000_000
ALL = ("en", "fr", "de")
MADE: dict[str, str | Callable[[int], str]] = {
    "hyphens": "-",
    "full stops": ". ",
    "backticks": "`",
    "backticks on lines": "`\n",
    "fences": "```\n",
    "fences of two kinds": "```\n~~~\n",
    "fences on one line": "```",
    "dots": ".",
    "dots apart": ". . a",
    "ellipses apart": "\u2026a",
    "one word": "a",
    "digits": "1",
    "hashes": "deadbeef",
    "nearly hashes": "abcdef ",
    "too long hashes": "a" * 41 + " ",
    "hyphenated letters": "a" * 39 + "-",
    "wrote": "wrote:\n",
    "wrote below a date": "On " + "1b" * 200 + "\nwrote:\n",
    "a date without an end": lambda size: "On " + "1b" * (size // 2) + "\nb wrote:",
    "spaces before it": lambda size: " " * size + "wrote:",
    "open mentions": "<@",
    "long mentions": "<@" + "a" * 81,
    "handles": "@a",
    "colons": ":",
    "emoji": " :" + "a" * 40,
    "numbers": " #1234567890",
    "bullets": "- \n",
    "bullets far in": "x" * 50 + "\n" + " " * 900 + "y\n",
    "short lines": "ab\n",
    "lines of one letter": "a\nb\n",
    "many lines": lambda size: "\n".join(f"w{n} x" for n in range(size // 10)),
    "running heads": "Head 1\n",
    "numbered lines": "1 2 3 a\n",
    "signatures": "--\n",
    "rules": "_" * 21 + "\n",
    "a rule": "_",
    "titles underlined": "Heat pump installation\n" + "=" * 22 + "\n",
    "closings": "thanks\n",
    "quotes": "> a\n",
    "quotes and answers": "> a\nb\n",
    "no-break spaces": "a\N{NO-BREAK SPACE}",
    "zero width": "\u200ba",
    "combining marks": "e\u0301",
    "piled marks": "\u0301\u0327",
    "right to left": "\u05d0\u202e ",
    "controls": "".join(map(chr, range(1, 32))),
    "vertical tabs": "a\x0b",
    "line separators": "a\u2028",
    "half surrogates": "\ud800a",
    "ligatures": "\ufb03 ",
    "Chinese": "\u98a8",
    "words of any length": "a" * 64 + " ",
    "words parted by signs": "a-b/",
    "capitals": "Pump ",
    "sentences": "The pump seals leak. ",
    "links": "Datos de ",
    "a word after dots": "a" + "." * 60 + " ",
}
_EVERY = pytest.mark.parametrize("made", MADE.values(), ids=MADE)


def text_of(made: str | Callable[[int], str], size: int) -> str:
    """So many characters of it."""
    return made(size) if callable(made) else made * (size // len(made))


@_EVERY
def test_a_megabyte_is_parted_and_cleaned_in_seconds(
    made: str | Callable[[int], str],
) -> None:
    text = text_of(made, MB)
    with at_most(5):  # one, unless coverage is measured
        clean("", text, ALL)


@_EVERY
def test_a_tenth_of_it_is_read_as_prose_in_no_time(
    made: str | Callable[[int], str],
) -> None:
    text = readable(text_of(made, MB // 10))
    with at_most(1):
        sentences(text)


@_EVERY
def test_runs_take_no_longer_whatever_it_is(made: str | Callable[[int], str]) -> None:
    languages = frozenset({"de", "es"})
    extractor: TopicExtractor = find(EXTRACTORS, "runs", "extractor")(languages)
    text = readable(text_of(made, MB // 10))
    with at_most(2):
        paragraphs = tuple(Paragraph(text, language) for language in sorted(languages))
        list(extractor.extract([Text(paragraphs, "de")]))


@pytest.mark.parametrize("name", ["short lines", "full stops", "sentences", "hyphens"])
def test_a_tagger_takes_time_in_proportion_to_length(name: str) -> None:
    extractor: TopicExtractor = find(EXTRACTORS, "phrases", "extractor")(frozenset({"en"}))
    spent = []
    for size in (1_000, 3_000, 12_000):
        text = Text((Paragraph(text_of(MADE[name], size), "en"),), "en")
        before = time.process_time()
        list(extractor.extract([text]))
        spent.append(time.process_time() - before)
    assert spent[2] < 16 * max(spent[1], 0.05)  # 4 times in proportion, 16 times by the square


def test_a_hundred_thousand_paragraphs_are_told_apart_in_seconds() -> None:
    text = "\n\n".join(f"word {n}" for n in range(100_000))
    with at_most(8):
        assert len(clean("", text, ALL).paragraphs) == 100_000


def test_a_long_paragraph_is_cut_in_time_in_proportion_to_it() -> None:
    with at_most(3):
        assert len(sentences("pump " * 1_000_000)) == 1_000


@pytest.mark.parametrize("finder", ["runs", "tagger"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\0",
        "\x00\x01\x02\x1b[31m pump seals \x7f",
        "\u202epump seals\u202c \u200f\u05d0\u05d1",
        "e\u0301" * 50,
        "\u0301\u0327 pump",
        "\ud800 pump seals \udfff",
        "\ufeffpump seals",
        "\U0001f600\U0001f600 \U0001f468\u200d\U0001f469",
        "-",
        "- -",
        "--",
        "-a",
        "a-",
        "- a -b c- d",
        "' d' l' de la",
        "C#C++.NET.NET",
        "Hi",
        "thank you",
        "Dear",
        "\u00a0",
        "\u98a8\u529b",
        "\ufdfa" * 64,
        "x" * 10_000,
        ":" * 500,
        "...",
        "\u2028\u2029\x85",
    ],
)
def test_odd_text_breaks_nothing_and_yields_what_can_be_stored(text: str, finder: str) -> None:
    extraction = Extraction(ALL, "tagger" if finder == "tagger" else "runs", ("pump",))
    for said in (Said(text, text, None), Said("", f"The {text} of\n{text}\n\n{text}", "fr")):
        (found,) = extraction.extract([said])
        topics = [mention.topic for mention in found.mentions]
        assert topics == sorted(set(topics))
        for mention in found.mentions:
            assert mention.surface
            assert "\n" not in mention.surface
            mention.surface.encode()


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text_at_all_is_extracted(title: str, text: str) -> None:
    for finder in ("runs", "tagger"):
        extraction = Extraction(ALL, "tagger" if finder == "tagger" else "runs")
        assert len(extraction.extract([Said(title, text, None)])) == 1


def test_pieces_of_hard_text_in_any_order_take_no_longer() -> None:
    lines = [text_of(made, 40).replace("\n", " ") for made in MADE.values()]
    shuffled = random.Random(7)  # noqa: S311  an order is no secret
    text = "\n".join(shuffled.choice(lines) for _ in range(MB // 40))
    with at_most(5):
        list(parts(text))

"""What is left of messages: their authors' own words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.text import fold
from ingest.extraction import Extraction, Said
from ingest.footers import without_footers
from ingest.replies import attribution, own
from tests.ingest.conftest import at_most

SAID = "The cooling pump holds its pressure."
MORE = "In spring somebody should look at its bearings."

DATA = Path(__file__).parents[1] / "data" / "messages.txt"
MESSAGES = {
    case.partition("\n")[0]: case.partition("\n")[2].split("\n==== own\n")
    for case in DATA.read_text(encoding="utf-8").split("#### ")[1:]
}
"""By name: a message, and the lines of it that are its author's."""


def left(text: str) -> list[str]:
    """The lines that are left, but for blank ones."""
    return [line for line in own(text).split("\n") if line.strip()]


@pytest.mark.parametrize(("text", "words"), MESSAGES.values(), ids=MESSAGES)
def test_of_a_message_its_authors_own_words_are_left(text: str, words: str) -> None:
    assert left(text) == words.strip().split("\n")


@pytest.mark.parametrize("text", [text for text, _ in MESSAGES.values()], ids=MESSAGES)
def test_what_is_left_of_a_message_is_cut_no_further(text: str) -> None:
    assert left(own(text)) == left(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        f"{SAID}\n\nThanks\n\n{MORE}\n",
        f"Thanks for the ring.\n{SAID}",
        "Hi Ada,\n\nthanks",
        "Merci beaucoup !",
        f"As Ada wrote:\n\n{SAID}\n{MORE}",
        f"In his report of 3 May he said:\n\n{SAID}",
        f"From: Oslo\nTo: Bergen\nDate: 3 May\n\n{SAID}",
        "| pump | bar |\n| ---- | --- |\n| 1    | 7   |",
        "Pumps and bars\n--------------\n\n1 7\n2 9",
        f"{SAID}\n\n---\n\n{MORE}",
        f"It says:\n--\nError in pump(): no pressure\n\n{MORE}",
        f"{SAID}\n\n--\n(*) at least on a good day",
        ">= 2.0 is needed for the ring.",
        "a <- pump()\nif (a > 7) {\n  stop(a)\n}",
        "The message was confidential. This message is not.",
        "Disclaimer: I have never seen this pump.",
        "Ask on the mailing list: https://x.org/mailman/listinfo/pumps",
        "How do I unsubscribe a user from a topic?",
        "The original message was lost.\n\nForwarded messages come later.",
        "Sent the ring to Ada.\nSent a second one by train, with an outlook on more.",
        "which ring? we have these:\n\nViton\nNitrile",
        "Best pumps\n\nThe best is the one that holds.",
    ],
)
def test_a_text_without_any_marker_stays_whole(text: str) -> None:
    assert own(text) == text


def test_where_thanks_are_all_that_is_said_they_stay() -> None:
    assert left("Hi Ada,\n\nThanks!\n\nBob") == ["Hi Ada,", "Thanks!"]
    assert left(f"{SAID}\n\nThanks!\n\nBob") == [SAID]


def test_a_prompt_looks_like_a_quote_and_what_follows_it_does_not() -> None:
    assert left("So:\n> pump(7)\n[1] 8\n> pump(8)\nError: no pressure\n") == [
        "So:",
        "[1] 8",
        "Error: no pressure",
    ]


def test_the_rest_of_a_wrapped_quote_is_quoted_and_a_short_answer_is_not() -> None:
    quoted = "> The cooling pump of the north hall has held its pressure since the spring"
    assert left(f"{quoted}\nof the year\n> before last.\nIt has.\n> Really?\nyes\n> So.\n") == [
        "It has.",
        "yes",
    ]


def test_a_blank_line_stands_for_each_run_that_was_cut() -> None:
    assert own(f"{SAID}\n> So?\n> No?\n{MORE}") == f"{SAID}\n\n{MORE}"


def test_name_and_address_end_a_message_but_no_answer_in_its_middle() -> None:
    assert left(f"{SAID}\n\nAda Lovelace\n> So?\n{MORE}\nBob") == [SAID, "Ada Lovelace", MORE]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ada wrote:", 1),
        ("On 3 May\nAda Lovelace\nwrote:", 3),
        ("On 3 May\n\nwrote:", 1),
        ("On the pump\nAda wrote:", 1),
        ("Zitat von Ada:", 1),
        ("wrote", 0),
        ("pumps:", 0),
    ],
)
def test_an_attribution_has_one_to_three_lines(text: str, lines: int) -> None:
    said = text.split("\n")
    assert attribution(said, len(said) - 1) == lines


def test_only_messages_lose_their_quotes() -> None:
    text = f"> {MORE}\n\n{SAID}"
    said = [Said("", text), Said("", text, part="opens"), Said("", SAID), Said("", f"> {MORE}")]
    document, message, own_words, _ = Extraction(("en",)).extract(said)
    assert message.mentions == own_words.mentions != document.mentions
    (quote,) = Extraction(("en",)).extract([Said("", f"> {MORE}", part="replies")])
    assert quote.mentions == []


def test_footers_are_cut_from_the_end_only() -> None:
    footer = "____\npumps at x.org mailing list"
    assert without_footers([SAID, "", *footer.split("\n")]) == [SAID, ""]
    lines = [*footer.split("\n"), "", SAID]
    assert without_footers(lines) == lines


LINES = st.sampled_from(
    [
        *(
            SAID,
            MORE,
            "",
            " ",
            "> no",
            "| no",
            "--",
            "-- ",
            "Thanks,",
            "Ada",
            "Ada Lovelace",
            "a = b;",
        ),
        *(
            "On 3 May 2024, Ada wrote:",
            "wrote:",
            "On 3 May",
            "-----Original Message-----",
            "-" * 40,
        ),
        *(
            "From: Ada",
            "To: Bob",
            "Subject: Re: pump",
            "> wrote:",
            "Sent from my pump",
            "PS: so",
            ":",
        ),
        *("---- End forwarded message ----", "To unsubscribe: pumps@x.org", "Cordialement"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES | st.text(max_size=5), max_size=30).map("\n".join))
def test_of_any_text_some_lines_are_left_in_their_order(text: str) -> None:
    lines = iter(line for line in text.split("\n") if line.strip())
    assert all(line in lines for line in left(text))
    assert own(text).count("\n") <= text.count("\n")


@settings(deadline=None)
@given(st.text())
def test_any_text_is_cut_into_lines_of_it(text: str) -> None:
    assert set(own(text).split("\n")) <= {*text.split("\n"), ""}


@settings(deadline=None)
@given(st.lists(st.sampled_from([SAID, MORE, "", "La pompe tient.", "Die Pumpe h\u00e4lt."])))
def test_sentences_stay_whole(lines: list[str]) -> None:
    assert own("\n".join(lines)) == "\n".join(lines)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([SAID, MORE]), min_size=1, max_size=4), st.integers(0, 4))
def test_answers_between_quotes_are_all_kept(answers: list[str], depth: int) -> None:
    text = "".join(f"{'>' * (depth + 1)} {fold(MORE)}\n{answer}\n" for answer in answers)
    assert left(f"On 3 May 2024, Ada wrote:\n{text}") == answers


MB = 1_000_000
HARD = {
    "> lines": "> a\n",
    "marks": ">\n",
    "words": "On ",
    "dated lines": "On 1\n",
    "blank lines": "\n",
    "headers": "From: a\n",
    "whole headers": "From: a\nSubject: b\nTo: c\n\n",
    "attributions": "wrote:\n",
    "attributions over blank lines": "1 wrote:\n\n\n",
    "wrapped attributions": "On 1 <\nwrote:\n",
    "separators": "-----Original Message-----\n",
    "marked separators": "-----Original Message-----\n>\n",
    "ends": "-----Original Message-----\nx\n---- End forwarded message ----\n",
    "rules": "----\n",
    "dashes": "-- \n",
    "closings": "Thanks,\n",
    "answers": "x.\n> a\n",
    "colons": ":\n",
    "verbs": "am 1 schrieb " * 20 + ":\n",
    "notices": "this mail ",
    "marks of accents": "a\u0301 wrote:\n",
}


@pytest.mark.parametrize("unit", HARD.values(), ids=HARD)
def test_a_megabyte_of_anything_takes_seconds(unit: str) -> None:
    text = unit * (MB // len(unit))
    with at_most(10):
        own(text)

"""Which lines of a text are prose, and how a phrase finder reads them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extractor import Part
from ingest.prose import parts, sentences

PROSE = "The cooling pump of the north hall holds its pressure again."
MORE = "In spring somebody from the workshop will look at its bearings."


def asides(text: str) -> list[str]:
    """The lines of a text that are asides."""
    return [
        line
        for part, piece in parts(text)
        if part == "aside"
        for line in piece.split("\n")
        if line.strip()
    ]


@pytest.mark.parametrize(
    "aside",
    [
        "> Does the pump hold?",
        ">no blank after it",
        "$ make install",
        "for (i = 0; i < 10; i++) {",
        "x_1 = (a + b) / 2",
        "| 12.5 | 13.5 | 14.0 |",
        "Pressure .......... 12",
        "Pressure . . . . . . 12",
        "Druck ………… 12",
        "2024-05-14 09:12:00 [17] GET /v1/pumps",
        '{"pump": "north", "bar": 7}',
        "------=_Part_12_34==",
        "On 14 May 2024, Ada wrote:\n> It holds.",
        "Le 14 mai 2024, Ada a écrit :",
        "Le 14 mai 2024, Ada a écrit\N{NO-BREAK SPACE}:",
        "Am 14.05.2024 schrieb Ada schrieb:",
        "El 14 de mayo de 2024, Ada escribió:",
        "Il 14 maggio 2024, Ada ha scritto:",
        "Op 14 mei 2024 om 9 uur, Ada schreef:",
        "Ada Lovelace <ada> writes:",
        "On Tuesday 14 May 2024 at nine o'clock in the morning\nAda Lovelace wrote:",
        "```\nvalve = open\n\nheat exchanger\n```",
        "```python\nvalve house\n```",
        "~~~\nvalve house\n~~~",
        "   ```\nvalve house\n   ```",
        "```valve house```",
        "```valve house\nheat exchanger```",
    ],
)
def test_what_nobody_said_in_sentences_is_an_aside(aside: str) -> None:
    assert asides(f"{PROSE}\n\n{aside}\n\n{PROSE}") == [line for line in aside.split("\n") if line]


@pytest.mark.parametrize(
    "line",
    [
        "The seal ring of the south hall leaks.",
        "The pump, which was > 7 years old, holds.",
        "# Method",
        "It costs $ 7, and the tender says so.",
        "Three dots... and more.",
        "It holds… or so they say.",
        "Le permis (accordé en mai) tient.",
        "We use C#, C++ and .NET here.",
        "The R&D budget and TCP/IP are fine.",
        "As Ada wrote: it holds.",
        "She wrote the report.",
        "- one item of a list",
        "1. first step of the work",
        "We say `valve house` for it.",
        "Le 14 mai la pompe tient.",
        "Die Wärmepumpe läuft seit dem Frühjahr.",
        "A fence ``` within a line.",
    ],
)
def test_what_somebody_wrote_is_none(line: str) -> None:
    assert asides(f"{PROSE}\n\n{line}\n\n{MORE}") == []


def test_a_fence_that_is_never_closed_hides_nothing_else() -> None:
    assert asides(f"{PROSE}\n\n```\nThe valve house holds.\n\n{MORE}") == ["```"]


def test_each_fence_is_closed_by_its_like() -> None:
    text = f"~~~\na\n```\nvalve house\n~~~\n\n{PROSE}\n\n```\nb\n```\n\n{PROSE}"
    assert asides(text) == ["~~~", "a", "```", "valve house", "~~~", "```", "b", "```"]


def test_code_on_one_line_does_not_hide_what_comes_before_the_next() -> None:
    assert asides(f"```make```\n{PROSE}\n\n```make test```") == ["```make```", "```make test```"]


def test_running_heads_are_asides_from_the_second_on_whatever_their_numbers() -> None:
    pages = "\n".join(f"Halden Rive page {n}\n{PROSE[:-n]}" + "\n" * 8 for n in range(1, 5))
    assert asides(pages) == [f"Halden Rive page {n}" for n in (2, 3, 4)]


def test_what_comes_twice_or_is_long_is_no_running_head() -> None:
    assert asides("Halden Rive\n\nvalves\n\nHalden Rive\n\npumps") == []
    assert asides("\n".join([PROSE + " " + PROSE] * 4)) == []


@pytest.mark.parametrize(
    "sign",
    [
        "--",
        "-- ",
        "—",
        "_" * 40,
        "-" * 40,
        "=" * 40,
        "*" * 40,
        "Best regards,",
        "best regards",
        "Thanks!",
        "Hope this helps.",
        "Cordialement,",
        "Bien à vous",
        "Merci d'avance !",
        "Mit freundlichen Grüßen",
        "Viele Grüße,",
        "LIEBE GRÜSSE",
        "Saludos,",
        "Cordiali saluti",
        "Met vriendelijke groet,",
        "Atenciosamente,",
    ],
)
def test_a_signature_begins_where_the_text_ends(sign: str) -> None:
    text = f"{PROSE}\n{sign}\nAda Lovelace\nValve House Ltd\n\nTo leave this list, write to it.\n"
    assert [part for part, _ in parts(text)] == ["prose", "aside", "aside"]


@pytest.mark.parametrize(
    "line", ["Thanks for the valve house.", "-", "- -", "-" * 20, "Best pumps", "Merci beaucoup à"]
)
def test_what_only_looks_like_one_ends_nothing(line: str) -> None:
    assert "Ada" not in asides(f"{PROSE}\n{line}\nAda\n")


def test_only_the_last_twelve_lines_hold_a_signature() -> None:
    long = "\n".join(f"{PROSE[:-n]}" for n in range(1, 13))
    assert asides(f"Thanks\n{long}") == []
    assert asides(f"Thanks\n{long[: long.rindex(chr(10))]}")[0] == "Thanks"


@pytest.mark.parametrize(
    "title",
    [
        "Heat pump installation notes\n============================",
        "Heat pump installation notes\n----------------------------",
        "Heat pump installation notes\n-----------------------------",
        "============================\nHeat pump installation notes\n============================",
    ],
)
def test_a_rule_below_a_title_ends_no_text(title: str) -> None:
    assert PROSE not in asides(f"{title}\n\n{PROSE}")


def test_a_rule_above_a_footer_does() -> None:
    footer = f"{'-' * 40}\nTo leave this list\n{'-' * 40}\nwrite to it"
    assert asides(f"{PROSE}\n\n{footer}") == footer.split("\n")


@pytest.mark.parametrize(
    ("piece", "part"),
    [
        ("Method", "heading"),
        ("Réseaux de chaleur", "heading"),
        ("  3.1 Pump seals  ", "heading"),
        ("One two three four five six seven eight nine", "heading"),
        ("One two three four five six seven eight nine ten", "prose"),
        ("W" * 80, "heading"),
        ("W" * 81, "prose"),
        ("It holds.", "prose"),
        ("Who knows?", "prose"),
        ("Stop!", "prose"),
        ("The pumps are:", "prose"),
        ("Dear all,", "prose"),
        ("Method\nWe pump", "prose"),
        ("$ make", "aside"),
    ],
)
def test_one_short_line_that_ends_as_no_sentence_does_is_a_heading(piece: str, part: Part) -> None:
    assert list(parts(f"{PROSE}\n\n{piece}\n\n{PROSE}"))[1] == (part, piece)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [PROSE, "Method", "", " ", "> no", "```", "~~~", "Thanks", "--", "a = b;", "wrote:"]
        )
        | st.text(max_size=4)
    ).map("\n".join)
)
def test_parts_hold_all_lines_that_are_not_blank_in_their_order(text: str) -> None:
    found = [line for _, piece in parts(text) for line in piece.split("\n")]
    assert found == [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("paragraph", "read"),
    [
        ("", []),
        (" \n ", []),
        ("The pump\nholds", ["The pump", "holds"]),
        (
            "The cooling pump of the north hall holds its\npressure again.",
            ["The cooling pump of the north hall holds its pressure again."],
        ),
        (
            "All that wears out in a year of work here:\n- its seal ring\n- bearings\n2) a rotor",
            [
                "All that wears out in a year of work here:",
                "- its seal ring",
                "- bearings",
                "2) a rotor",
            ],
        ),
        ("ask <@U123> in <#C9> or <!here>", ["ask in or"]),
        ("ask @ada.b or ada@pumps", ["ask or ada@pumps"]),
        ("fine :thumbsup: and :+1: at 10:30:45", ["fine and at 10:30:45"]),
        ("see #123 and C#7, or #a", ["see and C#7, or #a"]),
        ("since deadbeef12 and 0123456 the facade", ["since and the facade"]),
        ("a **heat pump** and `valve`", ["a heat pump and valve"]),
        ("zero\u200bwidth", ["zero width"]),
        ("It\u2019s a state\u2011of\u2010the\u2011art pump", ["It's a state-of-the-art pump"]),
        ("bytes " + "x" * 64 + " " + "y" * 65 + " end", ["bytes " + "x" * 64 + " end"]),
    ],
)
def test_sentences_are_lines_joined_items_apart_and_no_marks(
    paragraph: str, read: list[str]
) -> None:
    assert sentences(paragraph) == read


def test_pieces_of_a_long_paragraph_lose_no_word_and_are_bounded() -> None:
    words = [f"pump{n}" for n in range(3_000)]
    pieces = sentences(" ".join(words))
    assert max(map(len, pieces)) <= 5_000
    assert min(map(len, pieces[:-1])) > 4_900
    assert " ".join(pieces).split() == words


def test_a_piece_of_just_the_most_characters_is_not_cut() -> None:
    assert [len(piece) for piece in sentences(("ab " * 1667)[:5000])] == [5000]
    assert [len(piece) for piece in sentences("abcd " * 1000 + "e")] == [4999, 1]


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_of_any_paragraph_sentences_are_made_of_its_words_one_line_each(paragraph: str) -> None:
    for piece in sentences(paragraph):
        assert piece == " ".join(piece.split())
        assert piece
        assert all(len(word) <= 64 for word in piece.split())

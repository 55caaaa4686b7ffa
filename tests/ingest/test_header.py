"""How a text says who wrote it, and what must not be taken for that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from ingest.parsers.header import split_header
from tests.ingest.conftest import at_most

ADA, CARL = ("author", "Ada B <a@x.org>"), ("author", "Carl D")

BOTH = {
    "front matter, list": "---\nauthors: [Ada B <a@x.org>, Carl D]\n---\n",
    "front matter, block list": "---\nauthors:\n  - Ada B <a@x.org>\n  - Carl D\n---\n",
    "front matter, mappings": (
        "---\nAuthors:\n  - name: Ada B\n    email: a@x.org\n  - name: Carl D\n    unit: R2\n---\n"
    ),
    "front matter, mail": "---\nauteurs:\n- {name: Ada B, mail: a@x.org}\n- Carl D\n---\n",
    "docutils fields": ":Author: Ada B <a@x.org>\n:Author: Carl D\n",
    "header lines": "Author: Ada B <a@x.org>\nAutor: Carl D\n",
    "bold, colon inside": "**Author:** Ada B <a@x.org>\n**Author:** Carl D\n",
    "bold, colon outside": "**Author**: Ada B <a@x.org>\n**Author**: Carl D\n",
    "bold, all of it": "**Author: Ada B <a@x.org>**\n**Author: Carl D**\n",
    "bullets of fields": "- **Author:** Ada B <a@x.org>\n* Author: Carl D\n",
    "indented": "Authors: Ada B <a@x.org>\n  Carl D\n",
    "indented by a tab": "Authors: Ada B <a@x.org>\n\tCarl D\n",
    "list": "Authors:\n- Ada B <a@x.org>\n- Carl D\n",
    "list after a blank line": "Authors:\n\n* Ada B <a@x.org>\n* Carl D\n",
    "list under a heading": "## Authors\n\n+ Ada B <a@x.org>\n+ Carl D\n",
    "list under a heading with a colon": "## Autoren: ##\n• Ada B <a@x.org>\n• Carl D\n",
}


@pytest.mark.parametrize("head", BOTH.values(), ids=BOTH)
def test_authors_are_read_in_every_way_people_state_them(head: str) -> None:
    header, rest = split_header(head + "\nThe pump holds.")
    assert header == (ADA, CARL)
    assert rest.strip() == "The pump holds."


@pytest.mark.parametrize(
    "title", ["# Pumps\n\n", "Pumps\n=====\n\n", "=====\nPumps\n=====\n\n", "Pumps\n\n"]
)
@pytest.mark.parametrize("head", [v for k, v in BOTH.items() if "front" not in k])
def test_a_header_may_stand_under_the_title(title: str, head: str) -> None:
    header, rest = split_header(title + head + "\nThe pump holds.")
    assert header == (ADA, CARL)
    assert [line for line in rest.split("\n") if line] == [
        *title.strip().split("\n"),
        "The pump holds.",
    ]


def test_a_title_may_stand_under_the_header() -> None:
    text = "Author: Carl D\nDate: 2024-05-14\n\n# Pumps\n\nThe pump holds."
    assert split_header(text) == (
        (CARL, ("date", "2024-05-14")),
        "\n# Pumps\n\nThe pump holds.",
    )


def test_front_matter_and_a_header_block_are_both_read() -> None:
    text = "---\ndate: 2024-05-14\ntitle: Pumps\n---\n\nAuthor: Carl D\n\nThe pump holds."
    assert split_header(text) == (
        (("date", "2024-05-14"), ("title", "Pumps"), CARL),
        "\n\nThe pump holds.",
    )


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("Reviewed by: Eve F", ("reviewer", "Eve F")),
        ("Relectrice : Eve F", ("reviewer", "Eve F")),
        ("Prüferin: Eve F", ("reviewer", "Eve F")),
        ("Approved By: Eve F", ("approver", "Eve F")),
        ("Freigabe: Eve F", ("approver", "Eve F")),
        ("Teilnehmende: Eve F", ("participant", "Eve F")),
        ("PRÉSENTS: Eve F", ("participant", "Eve F")),
        ("Datum: 14.05.2024", ("date", "14.05.2024")),
        ("Start date: 2024-05-14", ("date", "2024-05-14")),
        ("Sprache: de", ("language", "de")),
        ("Titre: Les pompes", ("title", "Les pompes")),
    ],
)
def test_keys_are_known_in_three_languages(line: str, pair: tuple[str, str]) -> None:
    assert split_header(f"{line}\n\nText") == ((pair,), "\nText")


@pytest.mark.parametrize(
    ("text", "header", "rest"),
    [
        ("Author: Ada,\nCarl;\nEve\n\nText", ["Ada,", "Carl;", "Eve"], "\nText"),
        ("Author: Ada,\n  Carl\n  Eve\nText", ["Ada,", "Carl", "Eve"], "Text"),
        ("Author: Ada\nText goes on.", ["Ada"], "Text goes on."),
        ("Author: Ada\n\n  Indented.", ["Ada"], "\n  Indented."),
        ("Authors:\n- Ada\n\n- An item.", ["Ada"], "\n- An item."),
    ],
)
def test_a_list_of_people_ends_where_it_ends(text: str, header: list[str], rest: str) -> None:
    assert split_header(text) == (tuple(("author", name) for name in header), rest)


def test_an_unknown_field_stays_and_closes_the_list_above_it() -> None:
    text = "Authors:\n- Ada\nBudget: 5\n- 6\n\nText"
    assert split_header(text) == ((("author", "Ada"),), "Budget: 5\n- 6\n\nText")


def test_lists_of_people_follow_each_other() -> None:
    text = "Attendees:\n- Ada\n- Carl\n\nReviewers:\n- Eve\n\nDate: 2024-05-14\n\nText"
    header, rest = split_header(text)
    assert header == (
        ("participant", "Ada"),
        ("participant", "Carl"),
        ("reviewer", "Eve"),
        ("date", "2024-05-14"),
    )
    assert rest.strip() == "Text"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The pump holds.",
        "Warning: the pump is hot.\n\nIt holds.",
        "One thing is clear: the pump holds.\nAnd so it did, says the author: Ada",
        "The pump holds for years, in all weathers.\nAuthor: Ada\n",
        "See http://x.org: it holds.\n\n- one\n- two",
        "# Pumps\n\nA pump holds.\n\n## Authors\n\n- Ada\n",
        "---\n\nThe pump holds.\n\n---\n\nIt does.",
        "---\n- one\n- two\n---\nText",
        "--- Author: Ada ---",
    ],
)
def test_a_text_without_a_header_is_left_as_it_is(text: str) -> None:
    assert split_header(text) == ((), text)


@pytest.mark.parametrize("word", ["Sprache", "Language", "Date", "Title"])
def test_a_heading_that_is_called_like_a_field_stays(word: str) -> None:
    text = f"# {word}\n\nWhat we say about it."
    assert split_header(text) == ((), text)


def test_a_person_without_a_name_is_not_called_none() -> None:
    text = "---\nauthors:\n  - name:\n    email: a@x.org\n---\nText"
    ((key, value),) = split_header(text)[0]
    assert (key, value.strip()) == ("author", "<a@x.org>")


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("author: &a Ada\nreviewer: *a", "holds YAML references, which are not read"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "holds YAML references"),
        ("author: [Ada", "is no YAML: while parsing a flow sequence"),
        ("author: 'Ada", "is no YAML: while scanning a quoted scalar"),
        ("author: Ada: B", "is no YAML: mapping values are not allowed here"),
        ("date: 2024-13-45", "is no YAML: month must be in 1..12"),
        ("author: !!python/object/apply:os.getcwd []", "is no YAML: could not determine"),
    ],
)
def test_front_matter_that_is_no_plain_yaml_is_rejected(front: str, reason: str) -> None:
    with pytest.raises(RecordRejected) as rejected:
        split_header(f"---\n{front}\n---\nText")
    assert str(rejected.value).startswith(f"its front matter {reason}")
    assert "\n" not in str(rejected.value)


HEADS = ["Author: Ada", "Date: 2024-05-14", "**Reviewer:** Carl", ":Approver: Eve", "By: Gus"]
PIECES = ["pump", "Note:", "the:", "- item", "(see", "12,", "été;", "##", "***", "|", "  ", "x: y"]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(HEADS)),
    st.lists(st.lists(st.sampled_from(PIECES)).map(" ".join)),
)
def test_every_line_that_is_no_field_survives(head: list[str], body: list[str]) -> None:
    header, rest = split_header("\n".join([*head, "", *body]))
    assert len(header) == len(head)
    assert rest == "\n".join(["", *body])


@settings(deadline=None)
@given(st.text(alphabet="Author: Dte,\n-*#=é", max_size=200))
def test_lines_are_only_ever_taken_out_whole(text: str) -> None:
    _, rest = split_header(f"\n{text}")
    lines = iter(f"\n{text}".split("\n"))
    assert rest == "" or all(line in lines for line in rest.split("\n"))


MB = 1_000_000
HARD = {
    "spaces": " " * MB,
    "spaces in a heading": "# a" + " " * MB + "b",
    "marks in a heading": "# a" + "#" * MB + "b",
    "a field of spaces": "Author:" + " " * MB + "\x1f",
    "a bullet of spaces": "- " + " " * MB,
    "a rule that is none": "=" * MB + "x",
    "a spaced rule that is none": "===" + " " * MB + "x",
    "a long key": "a " * (MB // 2) + ":",
    "fields": "a: b\n" * (MB // 5),
    "people": "Authors:\n" + "- a\n" * (MB // 4),
    "blank lines": "Authors:\n" + "\n" * MB,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_a_megabyte_takes_seconds_whatever_it_holds(text: str) -> None:
    with at_most(3):
        split_header(text)

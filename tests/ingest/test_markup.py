"""Markdown, reStructuredText and plain text without their marks."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import RecordRejected
from ingest.parser import Parsed, Parser
from ingest.parsers.markup import markdown, plain, restructured


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        ("# Pumps\n\nThey hold.", "Pumps", "They hold."),
        ("Pumps\n=====\n\nThey hold.", "Pumps", "They hold."),
        ("They hold.\n\n# Pumps\n\nStill.", "Pumps", "They hold.\n\nStill."),
        ("# Pumps\n\n## Seals\n\nThey hold.", "Pumps", "Seals\n\nThey hold."),
        ("# Pumps\n\n# Seals\n\nThey hold.", "Pumps", "Seals\n\nThey hold."),
        ("## Pumps\n\nThey hold.", "Pumps", "They hold."),
        ("## Pumps\n\nx\n\n## Seals\n\ny", "", "Pumps\n\nx\n\nSeals\n\ny"),
        ("They hold.", "", "They hold."),
        ("#\n\n# Pumps\n\nThey hold.", "Pumps", "They hold."),
        ("# *Big* `pumps` &amp; [seals](http://x.org)\n\nx", "Big pumps & seals", "x"),
        ("---\ntitle: Seals\n---\n# Pumps\n\nThey hold.", "Seals", "Pumps\n\nThey hold."),
        ("---\ntitle: PUMPS\n---\n# Pumps\n\nThey hold.", "PUMPS", "They hold."),
        ("Title: Seals\n\n# Pumps\n\nThey hold.", "Seals", "Pumps\n\nThey hold."),
        ("---\ntitle: ''\n---\n# Pumps\n\nThey hold.", "Pumps", "They hold."),
        ("", "", ""),
    ],
)
def test_a_markdown_file_is_called_by_its_title(text: str, title: str, said: str) -> None:
    parsed = markdown(text.encode())
    assert (parsed.title, parsed.text) == (title, said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a *b* **c** ~~d~~ `e`", "a b c ~~d~~ e"),
        ("one\ntwo  \nthree", "one\ntwo\nthree"),
        ("> quoted\n\n1. one\n2. two\n\n- three", "quoted\n\none\n\ntwo\n\nthree"),
        ("```py\nimport os\n\nos.sep\n```", "import os\n\nos.sep\n"),
        ("~~~\nfenced\n~~~", "fenced\n"),
        ("x\n\n    indented()", "x\n\nindented()\n"),
        ("[the wiki](http://x.org/secret?t=1) says", "the wiki says"),
        ("[the wiki][w] says\n\n[w]: http://x.org/secret", "the wiki says"),
        ("see ![a pump](p.png 'Pump')", "see a pump"),
        ("<div class='c'>gone</div>\n\nkept", "kept"),
        ("<script>\nalert(1)\n</script>\n\nkept", "kept"),
        ("a <b onclick='x'>bold</b> word<!-- not this -->", "a bold word"),
        ("| pump | seal |\n|---|---|\n| P1 | S7 |", "pump\n\nseal\n\nP1\n\nS7"),
        ("caf&eacute; &lt;b&gt;", "café <b>"),
        ("---\n- one\n---\n", "one"),
    ],
)
def test_markdown_keeps_words_and_drops_marks(text: str, said: str) -> None:
    assert markdown(text.encode()) == Parsed("", said, ())


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        ("Pumps\n=====\n\nThey hold.", "Pumps", "They hold."),
        ("=====\nPumps\n=====\n\nThey hold.", "Pumps", "They hold."),
        ("Pumps\n=====\n\nSeals\n-----\n\nx", "Pumps", "Seals\n\nx"),
        ("Pumps\n=====\n\nx\n\nSeals\n=====\n\ny", "", "Pumps\n\nx\n\nSeals\n\ny"),
        ("Pumps\n=====\n\nA\n-----\n\nx\n\nB\n-----\n\ny", "Pumps", "A\n\nx\n\nB\n\ny"),
        ("They hold.", "", "They hold."),
        (":title: Seals\n\nPumps\n=====\n\nThey hold.", "Seals", "Pumps\n\nThey hold."),
        ("", "", ""),
    ],
)
def test_a_restructured_file_is_called_by_its_title(text: str, title: str, said: str) -> None:
    parsed = restructured(text.encode())
    assert (parsed.title, parsed.text) == (title, said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a *b* **c** ``d`` `e <http://x.org/secret>`_", "a b c d e"),
        ("term\n  meaning\n\n- one\n- two", "term\n\nmeaning\n\none\n\ntwo"),
        ("As shown::\n\n  pump()\n", "As shown:\n\npump()"),
        (".. code-block:: python\n\n   import os\n\nx", "import os\n\nx"),
        (".. note:: Mind the seal.\n\nx", "Mind the seal.\n\nx"),
        (":Budget: 5 MEUR\n\nx", "Budget\n\n5 MEUR\n\nx"),
        (
            "=====  =====\npump   seal\n=====  =====\nP1     S7\n=====  =====",
            "pump\n\nseal\n\nP1\n\nS7",
        ),
        (".. a comment\n\nx", "x"),
        ("|p|\n\n.. |p| replace:: pump\n", "pump"),
        ("A *lonely mark and |nothing| and nowhere_", "A *lonely mark and |nothing| and nowhere_"),
        ("Seals\n==\nunder a short line", "Seals\n==\nunder a short line"),
    ],
)
def test_restructured_text_keeps_words_and_drops_marks(text: str, said: str) -> None:
    assert restructured(text.encode()).text == said


@pytest.mark.parametrize(
    "directive",
    [
        ".. include:: /etc/passwd",
        ".. include:: /etc/passwd\n   :literal:",
        ".. literalinclude:: /etc/passwd",
        ".. csv-table::\n   :file: /etc/passwd",
        ".. csv-table::\n   :url: file:///etc/passwd",
        ".. raw:: html\n\n   <b>root</b>",
        ".. raw:: html\n   :file: /etc/passwd",
        ".. raw:: html\n   :url: file:///etc/passwd",
    ],
)
def test_no_directive_brings_in_another_file_or_raw_output(directive: str) -> None:
    assert restructured(f"before\n\n{directive}\n\nafter".encode()).text == "before\n\nafter"


def test_what_is_read_does_not_hang_on_the_day_it_is_read() -> None:
    said = restructured(b"read on |day|\n\n.. |day| date:: %Y").text
    assert str(datetime.now(UTC).year) not in said


def test_complaints_stay_silent(capfd: pytest.CaptureFixture[str]) -> None:
    restructured(b"*a\n\n.. nope::\n\n.. include:: /etc/passwd\n\nBad\n==\n\n`x")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        ("Pumps\n\nThey hold.", "Pumps", "They hold."),
        ("\n\nPumps\n\n\nThey hold.\n\n<b> *x*", "Pumps", "They hold.\n\n<b> *x*"),
        ("Pumps hold\nfor years.", "", "Pumps hold\nfor years."),
        ("x" * 121 + "\n\ny", "", "x" * 121 + "\n\ny"),
        ("Title: Seals\n\nPumps\n\nThey hold.", "Seals", "Pumps\n\nThey hold."),
        ("Pumps", "Pumps", ""),
        ("", "", ""),
    ],
)
def test_a_plain_file_is_called_by_a_first_line_of_its_own(
    text: str, title: str, said: str
) -> None:
    parsed = plain(text.encode())
    pieces = [piece.strip() for piece in parsed.text.split("\n\n") if piece.strip()]
    assert (parsed.title, "\n\n".join(pieces)) == (title, said)


@pytest.mark.parametrize("parse", [markdown, restructured, plain])
def test_every_format_says_who_and_when(parse: Parser) -> None:
    parsed = parse(b"Pumps\n=====\n\n:Author: Ada B\n:Date: 2024-05-14\n\nThey hold.")
    assert parsed.header == (("author", "Ada B"), ("date", "2024-05-14"))
    assert "Ada" not in parsed.text


@pytest.mark.parametrize("parse", [markdown, restructured, plain])
@settings(deadline=None)
@given(text=st.text(alphabet="ab#=-*`[]()<>|.:_\\\n !\té0", max_size=80))
def test_any_text_is_parsed_or_rejected(parse: Parser, text: str) -> None:
    reason = ""
    try:
        parse(text.encode())
    except RecordRejected as rejected:
        reason = str(rejected)
    assert reason == "" or reason.startswith("its front matter")

"""How phrases are found and which are never stored, as the command is told."""

import json
from pathlib import Path

import pytest

from ingest.extractors import phrases
from tests.api.conftest import Run

TEXT = "Author: Ada <ada@x.org>\n\nOur trade union meets in the pump house. Die Mühle läuft."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two notes in a folder to work in; phrases are found by runs, which is quick."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHOKNOWS_PHRASES", "runs")
    (tmp_path / "notes").mkdir()
    for name in ("one", "two"):
        (tmp_path / "notes" / f"{name}.md").write_text(f"{TEXT} {name}.", encoding="utf-8")
    return tmp_path


def _topics(run: Run) -> set[str]:
    return {each["topic"] for each in json.loads(run("topics", "--json").stdout)["topics"]}


def test_a_blocked_phrase_is_not_stored_and_the_report_counts_it(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("ingest", "notes")
    assert "trade union meets" in _topics(run)
    (folder / "blocked.txt").write_text("# belief\nTrade Unions  # every phrase with it\n")
    monkeypatch.setenv("WHOKNOWS_BLOCKED_TOPICS", "blocked.txt")
    done = run("ingest", "notes")
    assert "2 mentions of phrases not stored: WHOKNOWS_BLOCKED_TOPICS" in done.stdout
    assert not [topic for topic in _topics(run) if "union" in topic]
    assert "pump house" in _topics(run)
    assert run("ask", "trade union").stdout.startswith("1. Ada")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (None, "cannot read blocked.txt: No such file or directory"),
        (b"\xff\xfe\x00", "cannot read blocked.txt: it is no UTF-8 text"),
    ],
)
def test_a_block_list_that_cannot_be_read_stops_before_anything_is_stored(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, made: bytes | None, why: str
) -> None:
    if made is not None:
        (folder / "blocked.txt").write_bytes(made)
    monkeypatch.setenv("WHOKNOWS_BLOCKED_TOPICS", "blocked.txt")
    done = run("ingest", "notes")
    assert (done.returncode, done.stderr) == (1, f"whoknows: WHOKNOWS_BLOCKED_TOPICS: {why}\n")


def test_a_language_without_its_model_falls_to_runs_and_the_report_says_so(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOKNOWS_PHRASES", "tagger")
    monkeypatch.setattr(phrases, "_release", lambda _model: None)
    done = run("ingest", "notes")
    for language in ("en", "fr"):
        assert f"no tagger for {language} is installed: phrases are found by runs" in done.stdout
    assert "pump house" in _topics(run)
    assert folder.joinpath("whoknows.db").exists()

"""Exports date themselves: a newer one takes the place of the last, an older one does not."""

import json
from pathlib import Path

import pytest

from tests.api.conftest import Run


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _export(name: str, *dates: str) -> Path:
    folder = Path(name)
    folder.mkdir()
    rows = [{"id": str(n), "text": f"wind {date}", "date": date} for n, date in enumerate(dates)]
    file = folder / "tickets.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def test_a_newer_export_may_lie_elsewhere_and_takes_the_place_of_the_last(run: Run) -> None:
    assert run("ingest", _export("january", "2024-01-02", "2024-01-30T23:00:00Z")).returncode == 0
    done = run("ingest", _export("february", "2024-01-02", "2024-02-01"))
    assert done.returncode == 0
    assert "1 changed, 1 unchanged" in done.stdout


def test_an_older_export_is_refused_and_read_when_that_is_meant(run: Run) -> None:
    january, february = _export("january", "2024-01-02"), _export("february", "2024-02-01")
    assert run("ingest", february).returncode == 0
    refused = run("ingest", january)
    assert refused.returncode == 1
    assert refused.stderr == (
        "whoknows: january/tickets.jsonl ends before what is on file (2024-02-01). Read it? "
        "If so, repeat with --yes\n"
    )
    assert run("ingest", february).stdout.startswith("tickets: 1 read, 0 new, 0 changed")
    assert run("ingest", january, "--yes").returncode == 0
    assert run("ingest", january).returncode == 0  # now it is what is on file


def test_exports_of_one_day_are_equally_new(run: Run) -> None:
    assert run("ingest", _export("noon", "2024-01-02T12:00:00Z")).returncode == 0
    assert run("ingest", _export("morning", "2024-01-02T09:00:00Z")).returncode == 0


@pytest.mark.parametrize("date", ["", "soon"])
def test_what_dates_no_record_is_no_export_and_stays_where_it_is(run: Run, date: str) -> None:
    assert run("ingest", _export("here", date)).returncode == 0
    moved = run("ingest", _export("there", date))
    assert moved.returncode == 1
    assert "give there/tickets.jsonl another name with --source NAME" in moved.stderr


def test_another_kind_of_export_needs_another_name(run: Run) -> None:
    assert run("ingest", _export("here", "2024-01-02")).returncode == 0
    Path("wind.md").write_text("# Wind", encoding="utf-8")
    assert "another name" in run("ingest", Path("wind.md"), "--source", "tickets").stderr

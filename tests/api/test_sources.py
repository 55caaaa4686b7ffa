"""An organisation's sources in one file: init, ingest, sources."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graphkit.acl import OPERATOR
from graphkit.model import Scope
from graphkit.settings import Settings
from graphkit.store import Row, open_store
from tests.api.conftest import Run


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with two sources of two documents each."""
    monkeypatch.chdir(tmp_path)
    for name in ("handbook", "bids"):
        for topic in ("wind", "soil"):
            file = tmp_path / name / f"{topic}.md"
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"Author: Ada <ada@x.org>\n\n# The {name}' {topic}\n\nPermits.")
    return tmp_path


LISTED = """
[[sources]]
path = "handbook"
[[sources]]
path = "bids"
name = "tenders"
acl = ["group:bids"]
"""


def listed(text: str = LISTED) -> None:
    """A whoknows.toml."""
    Path("whoknows.toml").write_text(text, encoding="utf-8")


def ingested(run: Run, *arguments: str) -> dict[str, Any]:
    """The report of a run."""
    found: dict[str, Any] = json.loads(run("ingest", "--json", *arguments).stdout)
    return found


def known(run: Run) -> dict[str, dict[str, Any]]:
    """What ``sources`` tells, by name."""
    return {each["name"]: each for each in json.loads(run("sources", "--json").stdout)}


def acls() -> dict[str, list[str]]:
    """Who may see what is on file."""
    store = open_store("whoknows.db")
    found = {
        r.document.id: sorted(r.document.acl) for r in store.facts(OPERATOR, Scope()).readings
    }
    store.close()
    return found


def dumped(file: str) -> list[Row]:
    """All that a store holds."""
    store = open_store(file)
    rows = list(store.dump())
    store.close()
    return rows


def test_init_writes_a_file_that_says_what_holds_anyway(run: Run) -> None:
    before = Settings.load()
    done = run("init")
    assert (done.returncode, done.stdout) == (
        0, "wrote whoknows.toml: edit it, then run `whoknows ingest`\n",
    )  # fmt: skip
    assert Settings.load() == before


def test_every_setting_of_the_file_stands_in_it_with_its_default(run: Run) -> None:
    run("init")
    text = Path("whoknows.toml").read_text()
    listed("\n".join(line.removeprefix("# ") for line in text.splitlines() if " = " in line
                     and not line.startswith(("# path", "# name", "# acl"))))  # fmt: skip
    assert Settings.load() == Settings()
    told = set(Settings.model_fields) - {"formula", "ops", "sources"}
    assert all(f"# {name} = " in text for name in told)


def test_init_leaves_a_file_alone_that_is_there(run: Run) -> None:
    listed("# mine")
    done = run("init")
    assert (done.returncode, done.stderr) == (
        1, "whoknows: whoknows.toml is there already: edit it, or move it away\n",
    )  # fmt: skip
    assert Path("whoknows.toml").read_text() == "# mine"


def test_init_takes_paths_whatever_they_are_called(run: Run) -> None:
    names = ["handbook", 'the "new" one', "back\\slash", "été 𝄞"]
    for name in names[1:]:
        Path(name).mkdir()
    assert run("init", *names).returncode == 0
    assert [str(each.path) for each in Settings.load().sources] == names
    assert run("init", "nowhere").stderr == "whoknows: there is no nowhere: nothing was written\n"


def test_ingest_alone_reads_every_source_as_the_file_has_it(run: Run) -> None:
    listed()
    assert ingested(run)["sources"] == ["handbook", "tenders"]
    assert acls() == {
        "handbook:soil.md": ["everyone"],
        "handbook:wind.md": ["everyone"],
        "tenders:soil.md": ["group:bids"],
        "tenders:wind.md": ["group:bids"],
    }
    assert ingested(run)["unchanged"] == 4


def test_a_path_that_the_file_lists_is_read_as_listed_there(run: Run, desk: Path) -> None:
    listed()
    assert ingested(run, str(desk / "bids"))["sources"] == ["tenders"]
    assert set(acls().values().__iter__().__next__()) == {"group:bids"}
    ingested(run, "bids", "--acl", "group:hr")
    assert acls()["tenders:soil.md"] == ["group:hr"]


def test_a_source_is_read_alone_by_its_name(run: Run) -> None:
    listed()
    assert ingested(run, "--source", "tenders")["sources"] == ["tenders"]
    done = run("ingest", "--source", "bids")
    assert (done.returncode, done.stderr) == (
        1, "whoknows: no source 'bids' in whoknows.toml: `whoknows init PATH...` writes one\n",
    )  # fmt: skip


def test_without_paths_and_file_ingest_says_what_to_do(run: Run) -> None:
    done = run("ingest")
    assert done.returncode == 1
    assert done.stderr == (
        "whoknows: no PATH given, and no [[sources]] in whoknows.toml: "
        "`whoknows init PATH...` writes one\n"
    )
    assert not Path("whoknows.db").exists()


def test_two_sources_of_one_name_are_refused(run: Run) -> None:
    listed(LISTED.replace("tenders", "handbook"))
    done = run("ingest")
    assert done.stderr == (
        "whoknows: two sources are called 'handbook': give one another name\n"
    )  # fmt: skip


def test_a_source_that_cannot_be_read_does_not_keep_the_others_from_being_read(
    run: Run, desk: Path
) -> None:
    listed()
    ingested(run)
    (desk / "handbook").rename(desk / "away")
    (desk / "bids" / "new.md").write_text("Author: Ada <ada@x.org>\n\nPumps.")
    done = run("ingest")
    assert done.returncode == 1
    assert done.stderr == "whoknows: handbook: there is no handbook\n"
    assert "tenders: 3 read, 1 new" in done.stdout
    assert known(run)["handbook"]["error"] == "there is no handbook"
    assert known(run)["handbook"]["documents"] == 2
    assert "stopped" in run("sources").stdout


def test_what_is_gone_above_half_stays_until_somebody_says_yes(run: Run, desk: Path) -> None:
    listed()
    ingested(run)
    for file in (desk / "bids").iterdir():
        file.rename(file.with_name(f"{file.stem} (2).md"))
    done = run("ingest")
    assert done.returncode == 1
    assert "2 of the 2 documents on file from 'tenders' are gone" in done.stderr
    assert (
        "none was removed: if that is right, repeat with --yes" in known(run)["tenders"]["error"]
    )
    assert known(run)["tenders"]["documents"] == 4
    assert ingested(run, "--yes")["removed"] == 2
    assert known(run)["tenders"]["error"] is None


@pytest.mark.parametrize(("answer", "status", "left"), [(b"y\n", 0, 2), (b"n\n", 1, 4)])
def test_at_a_terminal_it_asks(
    run: Run, desk: Path, answer: bytes, status: int, left: int
) -> None:
    run("ingest", "bids")
    for file in (desk / "bids").iterdir():
        file.rename(file.with_name(f"{file.stem} (2).md"))
    ours, theirs = pty.openpty()
    code = "from api.terminal import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "ingest", "bids"], stdin=theirs, stdout=theirs, stderr=theirs
    ) as asking:
        shown = b""
        while b"Remove them?" not in shown:
            shown += os.read(ours, 1000)
        os.write(ours, answer)
        assert asking.wait(60) == status
    os.close(theirs)
    os.close(ours)
    assert b"2 of the 2 documents of bids are gone. Remove them? [y/N]" in shown
    assert len(acls()) == left


def test_quarantine_is_listed_with_reasons_and_tried_again(run: Run, desk: Path) -> None:
    listed()
    torn = desk / "bids" / "torn.md"
    torn.write_bytes(b"\0")
    assert run("ingest").returncode == 3
    (item,) = known(run)["tenders"]["quarantined"]
    assert (item["place"], item["reason"]) == (
        "torn.md", "it is not text: it holds control characters",
    )  # fmt: skip
    shown = run("sources").stdout
    assert "    torn.md: it is not text: it holds control characters (since " in shown
    assert run("ingest").returncode == 3
    assert known(run)["tenders"]["quarantined"] == [item]
    torn.write_text("Author: Ada <ada@x.org>\n\nPumps.")
    assert ingested(run)["new"] == 1
    assert known(run)["tenders"]["quarantined"] == []


def test_a_long_quarantine_is_cut_in_the_report_and_whole_in_sources(run: Run) -> None:
    for n in range(30):
        Path(f"bids/{n}.txt").write_bytes(b"\0")
    shown = run("ingest", "bids").stdout
    assert shown.count("could not be read: bids") == 20
    assert "and 10 more could not be read: `whoknows sources` lists them" in shown
    assert run("sources").stdout.count("control characters") == 30


def test_names_of_files_cannot_write_on_the_terminal(run: Run) -> None:
    Path("bids/a\x1b[31m\nred\u202e.txt").write_bytes(b"\0")
    for shown in (run("ingest", "bids").stdout, run("sources").stdout):
        assert not {"\x1b", "\u202e"} & set(shown)
        assert r"a\x1b[31m\nred" in shown


def test_a_source_is_taken_out_with_all_that_was_read_from_it(run: Run) -> None:
    listed()
    run("ingest")
    done = run("sources", "--remove", "tenders", "--yes")
    assert done.stdout.splitlines() == [
        "removed tenders: 2 documents",
        "it is still in whoknows.toml: the next ingest reads it again",
    ]
    assert list(known(run)) == ["handbook"]
    assert set(acls()) == {"handbook:soil.md", "handbook:wind.md"}
    done = run("sources", "--remove", "tenders", "--yes")
    assert (done.returncode, done.stderr) == (
        1, "whoknows: there is no source 'tenders': known are handbook\n",
    )  # fmt: skip


def test_a_source_taken_out_is_known_in_the_file_by_what_it_is_called(run: Run) -> None:
    Path("talks.jsonl").write_text('{"id": "1", "text": "Pumps."}')
    listed('[[sources]]\npath = "talks.jsonl"')
    run("ingest")
    done = run("sources", "--remove", "talks", "--yes")
    assert done.stdout.splitlines() == [
        "removed talks: 1 documents",
        "it is still in whoknows.toml: the next ingest reads it again",
    ]


def test_nothing_is_taken_out_unasked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", "bids")
    read, write = os.pipe()
    os.write(write, b"n\n")
    os.close(write)
    with open(read) as answer:  # noqa: PTH123  a pipe has no path
        monkeypatch.setattr("sys.stdin", answer)
        assert run("sources", "--remove", "bids").returncode == 1
    assert len(acls()) == 2


def test_before_anything_is_read_sources_says_how_to_begin(run: Run) -> None:
    open_store("whoknows.db", create=True).close()
    assert run("sources").stdout == "nothing was read yet: `whoknows ingest PATH...`\n"
    assert json.loads(run("sources", "--json").stdout) == []


def test_several_jobs_leave_the_store_that_one_leaves(run: Run) -> None:
    for n in range(120):
        Path(f"handbook/{n}.md").write_text(f"Author: P{n % 7}\n\n# Pump {n}\n\nSeals, {n} bar.")
    run("ingest", "handbook", "bids", "--store", "one.db")
    run("ingest", "handbook", "bids", "--store", "two.db", "--jobs", "2")
    assert dumped("one.db") == dumped("two.db")
    assert len(dumped("one.db")) > 500


def test_a_backup_gives_the_same_store_elsewhere(run: Run) -> None:
    listed()
    run("ingest")
    done = run("backup", "firm.backup")
    assert (done.returncode, done.stdout) == (0, "wrote firm.backup: 4 documents, 0.0 MB\n")
    done = run("restore", "firm.backup", "--store", "again.db")
    assert done.stdout == "restored 4 documents of 1 people into again.db\n"
    assert dumped("again.db") == dumped("whoknows.db")
    assert run("backup", "firm.backup").returncode == 1
    assert run("backup", "firm.backup", "--overwrite").returncode == 0


def test_a_store_that_holds_something_is_not_restored_over(run: Run) -> None:
    run("ingest", "handbook")
    run("backup", "firm.backup")
    run("ingest", "bids")
    before = dumped("whoknows.db")
    done = run("restore", "firm.backup")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert dumped("whoknows.db") == before


@pytest.mark.parametrize("torn", [b"", b"no backup", None])
def test_a_torn_backup_is_refused_and_leaves_no_store_with_half_of_it(
    run: Run, torn: bytes | None
) -> None:
    run("ingest", "handbook")
    run("backup", "firm.backup")
    whole = Path("firm.backup").read_bytes()
    Path("firm.backup").write_bytes(whole[:-20] if torn is None else torn)
    done = run("restore", "firm.backup", "--store", "again.db")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "firm.backup" in done.stderr
    assert not Path("again.db").exists() or dumped("again.db") == []


def test_ingest_says_how_many_records_nobody_can_see_and_what_to_do(run: Run) -> None:
    Path("pumps.mbox").write_text(
        "From a at x.org Tue May 14 09:12:00 2024\nFrom: a at x.org\nSubject: Pumps\n\nhold\n"
    )
    said = run("ingest", "pumps.mbox").stdout
    assert "\n1 record is seen by nobody: who is in their groups is not known; for what" in said
    assert acls().popitem()[1] == ["group:pumps"]
    assert ingested(run, "pumps.mbox")["unseen"] == 0  # it was read before
    said = run("ingest", "pumps.mbox", "--acl", "everyone").stdout
    assert "1 record brings no permissions: seen by everyone (--acl)" in said
    assert "seen by nobody" not in said

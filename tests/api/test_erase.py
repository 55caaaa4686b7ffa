"""``whoknows erase``: somebody is forgotten, with a proof, and stays forgotten."""

import json
from io import StringIO
from pathlib import Path

import pytest

from graphkit.store import open_store
from tests.api.conftest import ADA, FIRM, Run
from tests.invariants.organisations import stored


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store that holds the firm."""
    file = str(tmp_path / "store.db")
    stored(file, *FIRM).close()
    return file


def test_somebody_is_erased_with_a_proof(store: str, run: Run) -> None:
    assert run("people", "show", ADA, "--store", store).returncode == 0
    done = run("erase", ADA, "--prove", "--yes", "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "erased email:ada@x.org: 1 aliases, 8 documents said something of them\n"
        "proven: nothing of them is in the store or in its files\n"
    )
    assert "is known" in run("people", "show", ADA, "--store", store).stderr
    assert run("ask", "wind word1", "--store", store).returncode == 0


def test_an_erasure_is_proven_again(store: str, run: Run) -> None:
    run("erase", ADA, "--yes", "--store", store)
    again = run("erase", ADA, "--prove", "--yes", "--store", store)
    assert again.returncode == 0
    assert again.stdout.endswith("proven: nothing of them is in the store or in its files\n")


def test_what_is_not_proven_is_said_and_ends_with_3(store: str, run: Run) -> None:
    reader = open_store(store)
    rows = reader.dump()
    next(rows)
    done = run("erase", ADA, "--prove", "--yes", "--store", store, "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["unproven"].startswith("not proven yet")
    rows.close()  # type: ignore[attr-defined]  # it is a generator
    reader.close()


def test_a_backup_of_before_is_restored_without_them(store: str, tmp_path: Path, run: Run) -> None:
    run("backup", tmp_path / "before", "--store", store)
    run("erase", ADA, "--yes", "--store", store)
    left = list(open_store(store).dump())
    Path(store).rename(tmp_path / "moved.db")
    assert run("restore", tmp_path / "before", "--store", store).returncode == 0
    assert list(open_store(store).dump()) == left


@pytest.mark.parametrize("who", ["email:nobody@x.org", "nobody"])
def test_who_is_not_known_is_not_erased(store: str, run: Run, who: str) -> None:
    done = run("erase", who, "--yes", "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no person" in done.stderr


def test_without_yes_it_asks(store: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    before = list(open_store(store).dump())
    assert run("erase", ADA, "--store", store).returncode == 1
    assert list(open_store(store).dump()) == before

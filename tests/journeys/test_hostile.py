"""A folder of hostile files: each is read, skipped or named with a reason, and nothing breaks."""

import ast
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import whoknows
from tests.hostile import GOOD, QUARANTINED, READ, SKIPPED, write

SECONDS = 120
"""For the whole journey; on a quiet machine it takes half of that."""


@dataclass(frozen=True)
class Journey:
    """What was in the folder, and what became of it."""

    expected: Mapping[str, frozenset[str]]
    status: int
    read: int
    skipped: int
    quarantined: Mapping[str, str]
    said: str
    seconds: float
    store: str


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """One pass over all of it."""
    folder = tmp_path_factory.mktemp("hostile")
    shelf = folder / "shelf"
    shelf.mkdir()
    (shelf / "good.md").write_text(GOOD)
    expected = {"good.md": READ, **dict(write(shelf))}
    store = f"sqlite:///{folder / 'store.db'}"
    before = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHOKNOWS_PARSE_SECONDS", "10")
        done = whoknows("ingest", shelf, "--json", "--jobs", "4", "--store", store)
    seconds = time.monotonic() - before
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    yield Journey(
        expected,
        done.returncode,
        report["read"],
        sum(report["skipped"].values()),
        {_path(each["source"]): each["reason"] for each in report["quarantined"]},
        done.stderr,
        seconds,
        store,
    )
    (shelf / "special" / "shut").chmod(0o700)  # so that it can be removed


def _path(shown: str) -> str:
    """The path below the folder: shown after the source's name, quoted where it is no good id."""
    path = shown.removeprefix("shelf: ")
    return str(ast.literal_eval(path)) if path.startswith(("'", '"')) else path


def test_the_pass_ends_in_time_and_says_that_something_is_named(journey: Journey) -> None:
    assert journey.status == 3
    assert journey.said == ""  # no parser of C or Rust complains either
    assert journey.seconds < SECONDS


def test_every_file_is_counted(journey: Journey) -> None:
    unlisted = journey.quarantined.keys() & {"special/shut"}  # which root can list
    assert journey.skipped == sum(each == SKIPPED for each in journey.expected.values())
    assert journey.read + journey.skipped == len(journey.expected) + len(unlisted)


def test_each_becomes_what_it_may(journey: Journey) -> None:
    wrong = {
        path: journey.quarantined.get(path, "not named")
        for path, allowed in journey.expected.items()
        if (allowed == QUARANTINED and path not in journey.quarantined)
        or ("quarantined" not in allowed and path in journey.quarantined)
    }
    assert wrong == {}


def test_what_is_named_was_there_and_has_a_reason_on_one_line(journey: Journey) -> None:
    assert journey.quarantined.keys() <= journey.expected.keys() | {"special/shut"}
    for reason in journey.quarantined.values():
        assert reason.strip()
        assert reason.isprintable()


def test_a_good_file_among_them_answers(journey: Journey) -> None:
    done = whoknows("ask", "heat network pumps", "--json", "--store", journey.store)
    assert done.returncode == 0, done.stderr
    experts = json.loads(done.stdout)["experts"]
    assert "email:ada@example.org" in {each["person"]["id"] for each in experts}


def test_nothing_was_unpacked_onto_the_disk(journey: Journey) -> None:
    assert journey.status == 3
    assert not Path("/tmp/escaped").exists()  # noqa: S108  where a part wants to go

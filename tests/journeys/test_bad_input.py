"""Whatever goes wrong is one clear line and an exit status, never a traceback."""

import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.connectors import CONNECTORS
from ingest.parsers import PARSERS

ROOT = Path(__file__).parents[2]

ONE = "from api.terminal import main; main()"
MANY = """
import contextlib, io, json, os, sys, traceback
from api.terminal import main

def outcome(arguments):
    settings = dict(a.split("=") for a in arguments if a.startswith("WHOKNOWS_"))
    os.environ.update(settings)
    sys.argv[1:], status = arguments[len(settings):], 0
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
        except BaseException:
            traceback.print_exc()
    for name in settings:
        del os.environ[name]
    return status, out.getvalue(), err.getvalue()

print(json.dumps([outcome(arguments) for arguments in json.load(sys.stdin)]))
"""


def python(
    cwd: Path, *arguments: str | bytes, given: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """A process without settings of the machine; output is strict, as in most locales but C."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WHOKNOWS_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8:strict", **settings}
    return subprocess.run(
        [sys.executable, "-c", *arguments], cwd=cwd, env=environment, input=given,
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


def whoknows(cwd: Path, *arguments: str | bytes, **settings: str) -> tuple[int, str, str]:
    """Status, output and errors of the command as a user runs it in a folder."""
    done = python(cwd, ONE, *arguments, **settings)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout, done.stderr


def outcomes(cwd: Path, *commands: list[str]) -> list[Any]:
    """The same of several commands in one process; settings may stand before a command."""
    done = python(cwd, MANY, given=json.dumps(commands))
    return [tuple(each) for each in json.loads(done.stdout)]


def hidden(text: str) -> set[str]:
    """The characters of an output that move a terminal or turn its text around."""
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {c for c in text if c != "\n" and unicodedata.category(c) in unseen}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sources good and bad, and a store that holds one of them."""
    root = tmp_path_factory.mktemp("shelf")
    (root / "empty").mkdir()
    for folder in (root / "docs", root / "more" / "docs"):
        folder.mkdir(parents=True)
        (folder / "pumps.md").write_text("# Pumps\n\nAuthor: Ada B\n\nPumps hold for years.")
    (root / "a.xyz").write_text("Pumps")
    (root / "text.db").write_text("Pumps hold. " * 100)
    assert whoknows(root, "ingest", "docs")[0] == 0
    shutil.copy(root / "whoknows.db", root / "newer.db")
    for name, statement in (
        ("newer.db", "PRAGMA user_version = 99"),
        ("foreign.db", "CREATE TABLE pump (id INTEGER)"),
    ):
        db = sqlite3.connect(root / name, isolation_level=None)
        db.execute(statement)
        db.close()
    return root


FOREIGN = "foreign.db is an SQLite file, but no whoknows store: name another with --store"
TEXT = "text.db is no whoknows store (file is not a database): name another with --store"
BIDS = "'bids' is no token: use everyone, group:NAME or user:ADDRESS"
ERRORS = {
    "ingest gone": "there is no gone",
    "ingest docs gone": "there is no gone",
    "ingest empty": f"there is nothing to read in empty: looked for {', '.join(sorted(PARSERS))}",
    "ingest a.xyz": f"cannot tell what a.xyz is: name one of {', '.join(CONNECTORS)} with --kind",
    "ingest docs --kind wiki": f"unknown kind 'wiki': known are {', '.join(sorted(CONNECTORS))}",
    "ingest docs --acl bids": BIDS,
    "ingest docs --source a:b": (
        "a source cannot be called 'a:b': name it with --source NAME, without a colon"
    ),
    "ingest docs --store text.db": TEXT,
    "ingest docs --store foreign.db": FOREIGN,
    "ingest docs --store a/b.db": "cannot make a/b.db: there is no folder a",
    "ask ": 'the question is empty: ask about a topic, such as "offshore wind permits"',
    "ask " + "pump," * 10_000: "the question has 50000 characters, the most is 5000: shorten it",
    "ask who,is,it,and,what,for?": "the question holds no word that names a topic: add one",
    "ask pumps --as bids": BIDS,
    "ask pumps --store text.db": TEXT,
    "ask pumps --store foreign.db": FOREIGN,
    "ask pumps --store db://x": "no store for 'db': an address begins with neo4j, sqlite",
    "explain pumps Eve": "no person 'Eve' is known: take an id from `ask --json`",
}


def test_an_error_is_one_line_and_status_1_and_changes_nothing(shelf: Path) -> None:
    # that a pass failed is put down in .ops.db
    stores = [path for path in shelf.glob("*.db") if not path.name.endswith(".ops.db")]
    before = [path.read_bytes() for path in stores]
    found = outcomes(shelf, *(typed.split(" ") for typed in ERRORS))
    assert found == [(1, "", f"whoknows: {line}\n") for line in ERRORS.values()]
    assert [path.read_bytes() for path in stores] == before


def test_a_store_of_another_version_is_left_alone(shelf: Path) -> None:
    commands = (["ask", "pumps"], ["ingest", "docs"])
    for status, shown, said in outcomes(shelf, *([*c, "--store", "newer.db"] for c in commands)):
        assert (status, shown, said.count("\n")) == (1, "", 1)
        assert said.startswith("whoknows: newer.db is a store of version 99, this program needs ")


def test_another_folder_does_not_take_the_place_of_a_source(shelf: Path) -> None:
    line = (
        f"whoknows: source 'docs' is {(shelf / 'docs').resolve()}: "
        "give more/docs another name with --source NAME\n"
    )
    assert whoknows(shelf, "ingest", "more/docs") == (1, "", line)


USAGE = {
    "ingest docs more/docs --source x": "give --source with one PATH only",
    "enquire pumps": "No such command 'enquire'",
    "ask pumps -k 0": "Invalid value for '-k'",
    "ask pumps --nope": "No such option",
    "ask": "Missing argument",
}


def test_wrong_usage_is_status_2_and_ends_with_what_is_wrong(shelf: Path) -> None:
    found = outcomes(shelf, *(typed.split(" ") for typed in USAGE))
    for (status, shown, said), line in zip(found, USAGE.values(), strict=True):
        assert (status, shown) == (2, "")
        assert said.splitlines()[-1].startswith("Error: ")
        assert line in said.splitlines()[-1]


SETTINGS = {
    "WHOKNOWS_LANGUAGES=xx": "WHOKNOWS_LANGUAGES: xx is no language; known are ar, ",
    "WHOKNOWS_LANGUAGES=": "WHOKNOWS_LANGUAGES: nothing is no language; known are ar, ",
    "WHOKNOWS_FORMULA__FLOOR=9": "formula: floor must be 0 to 1, not 9",
    "WHOKNOWS_FORMULA__FLOOR=low": "WHOKNOWS_FORMULA__FLOOR: Input should be a valid number",
    "WHOKNOWS_FORMULA__NOPE=1": "WHOKNOWS_FORMULA__NOPE: ",
    "WHOKNOWS_FORMULA={": "WHOKNOWS_FORMULA: ",
    "WHOKNOWS_MAX_FILE_MB=all": "WHOKNOWS_MAX_FILE_MB: Input should be a valid integer",
    "WHOKNOWS_MAX_FILE_MB=0": "WHOKNOWS_MAX_FILE_MB: ",
    "WHOKNOWS_MAX_FILE_MB=-1": "WHOKNOWS_MAX_FILE_MB: ",
}


def test_a_setting_that_is_wrong_is_named(shelf: Path) -> None:
    found = outcomes(shelf, *([setting, "ask", "pumps"] for setting in SETTINGS))
    wrong = [
        each
        for each, line in zip(found, SETTINGS.values(), strict=True)
        if each[:2] != (1, "") or not re.fullmatch(f"whoknows: {re.escape(line)}.*\n", each[2])
    ]
    assert wrong == []


def test_before_anything_is_read_there_is_no_store(tmp_path: Path) -> None:
    line = "whoknows: there is no store at whoknows.db: make it with `whoknows ingest PATH`\n"
    commands = (["ask", "pumps"], ["explain", "pumps", "Ada"], ["stats"])
    assert outcomes(tmp_path, *commands) == [(1, "", line)] * 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("ask", b"pumps \xff", "--json"), ("explain", "pumps", b"Ada \xff")]
)
def test_bytes_that_are_no_text_are_no_reason_to_break(
    shelf: Path, arguments: tuple[str | bytes, ...]
) -> None:
    status, _, said = whoknows(shelf, *arguments)
    assert status in {0, 1}
    assert said.count("\n") == status


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nobody may make a file."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    if os.geteuid():
        yield folder
        return
    chattr = shutil.which("chattr")
    if not chattr or subprocess.run([chattr, "+i", folder], check=False).returncode:
        pytest.skip("root may write everywhere, and chattr +i does not work here")
    yield folder
    subprocess.run([chattr, "-i", folder], check=True)


def test_a_store_that_cannot_be_made_is_one_line(shelf: Path, read_only: Path) -> None:
    store = read_only / "s.db"
    status, shown, said = whoknows(shelf, "ingest", "docs", "--store", str(store))
    assert (status, shown, said.count("\n")) == (1, "", 1)
    assert said.startswith(f"whoknows: the store {store} cannot be used")


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    for folder in ("docs", "long"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "good.md").write_text("Pumps hold.")
    (tmp_path / "docs" / "bad.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    with (tmp_path / "docs" / "huge.md").open("wb") as file:
        file.truncate(200_000_000)  # without content it takes no room
    (tmp_path / "long" / "long.md").write_text("pumps " * 350_000)
    (tmp_path / "t.jsonl").write_text('{"id": "1", "text": "pumps"}\n{"id": "2", "tex\n')
    found = outcomes(
        tmp_path,
        ["ingest", "docs"],
        ["WHOKNOWS_MAX_FILE_MB=1", "ingest", "long"],
        ["ingest", "t.jsonl"],
    )
    assert [(status, said) for status, _, said in found] == [(3, "")] * 3
    named = [
        re.sub(r"\.\d MB", " MB", line)
        for _, shown, _ in found
        for line in shown.splitlines()
        if " new," in line or line.startswith("could not be read: ")
    ]
    assert [line.partition("; ")[0].partition(" JSON")[0] for line in named] == [
        "docs: 3 read, 1 new, 0 changed, 0 unchanged, 0 removed",
        "could not be read: docs: huge.md: it has 200 MB, the most is 50 (WHOKNOWS_MAX_FILE_MB)",
        "could not be read: docs: bad.md: it is not text: it holds control characters",
        "long: 2 read, 1 new, 0 changed, 0 unchanged, 0 removed",
        "could not be read: long: long.md: it has 2 MB, the most is 1 (WHOKNOWS_MAX_FILE_MB)",
        "t: 2 read, 1 new, 0 changed, 0 unchanged, 0 removed",
        "could not be read: t: t.jsonl line 2: it is no",
    ]


def test_a_torn_table_is_one_line_also_under_a_progress_bar(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl.gz").write_bytes(gzip.compress(b'{"id": "1"}\n' * 99, mtime=0)[:-9])
    status, _, said = whoknows(tmp_path, "ingest", "t.jsonl.gz", FORCE_COLOR="1")
    assert status == 1
    assert said.endswith(
        "whoknows: t.jsonl.gz cannot be read to its end: "
        "Compressed file ended before the end-of-stream marker was reached\n"
    )


def test_names_and_titles_reach_the_terminal_on_one_line_and_in_order(tmp_path: Path) -> None:
    evil = "\r\n\u202e\x1b[2J\x07\u2066\u2028z"
    person = {"id": "user:ada", "name": f"Ada{evil}", "role": f"author{evil}"}
    row = {"id": "1", "title": f"T{evil}", "text": "pumps", "link": f"l{evil}", "people": [person]}
    (tmp_path / "t.jsonl").write_text(json.dumps(row))
    asked = (["ask", "pumps"], ["explain", "pumps", "user:ada"], ["stats"])
    found = outcomes(tmp_path, ["ingest", "t.jsonl"], *asked)
    assert [(status, said) for status, _, said in found] == [(0, "")] * 4
    assert hidden("".join(shown for _, shown, _ in found)) == set()
    for part in ("Ada [2J z ", "T [2J z (author [2J z)\n", "l [2J z\n"):
        assert part in found[1][1]


def test_ids_reach_the_terminal_in_order(tmp_path: Path) -> None:
    row = {"id": "1\u202e", "text": "pumps", "people": [{"id": "user:\u202eada", "name": "Ada"}]}
    (tmp_path / "t.jsonl").write_text(json.dumps(row))
    found = outcomes(tmp_path, ["ingest", "t.jsonl"], ["ask", "pumps"])
    assert hidden("".join(shown + said for _, shown, said in found)) == set()


@pytest.mark.parametrize("name", [b"gpj\xe2\x80\xae.md", b"pump.x\ny", b"pump.\xe9"])
def test_file_names_reach_the_terminal_on_one_line_and_in_order(
    tmp_path: Path, name: bytes
) -> None:
    (tmp_path / "good.md").write_text("Pumps hold.")
    (tmp_path / os.fsdecode(name)).write_bytes(b"\0")
    status, shown, said = whoknows(tmp_path, "ingest", ".", "--source", "s")
    assert (status, said) == (3 if name.endswith(b".md") else 0, "")
    assert hidden(shown) == set()
    begun = ("s: ", "skipped: ", "could not be read: ", "1 record ")
    assert all(line.startswith(begun) for line in shown.splitlines())

"""The command, as a user runs it."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.commands import COMMANDS
from graphkit.acl import Viewer
from graphkit.settings import Settings
from tests.api.conftest import ADA, BOB, FIRM, Run
from tests.conftest import ROOT, whoknows
from tests.invariants.organisations import stored

COMMAND = [sys.executable, "-c", "from api.terminal import main; main()"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file that holds the firm; nothing is written to it."""
    file = str(tmp_path_factory.mktemp("terminal") / "firm.db")
    stored(file, *FIRM).close()
    return file


def _http(store: str, path: str, *tokens: str, **parameters: str) -> bytes:
    app = create_app(Settings(store=store), Viewer.named(tokens))
    with TestClient(app) as client:
        body = client.get(path, params=parameters).content
    app.state.view.store.close()
    return body


def test_the_version_is_told() -> None:
    done = whoknows("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, "whoknows 0.1.0\n", "")


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_lists_the_commands_and_begins_with_examples(
    run: Run, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments)
    shown = done.stdout + done.stderr
    assert re.search(r'^ +whoknows ask "offshore wind permits"$', shown, re.MULTILINE)
    assert all(re.search(rf"^  {name} ", shown, re.MULTILINE) for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example_on_a_line_of_its_own(
    run: Run, command: str
) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert re.search(rf"^ *whoknows {command} ", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("tokens", [(), ("group:hr",), ("operator",)])
def test_the_json_of_the_terminal_is_that_of_http(
    run: Run, store: str, tokens: tuple[str, ...]
) -> None:
    held = [part for token in tokens for part in ("--as", token)]
    done = run("ask", "wind permits", "--json", "--store", store, *held)
    assert done.returncode == 0
    assert json.loads(done.stdout) == json.loads(
        _http(store, "/v1/experts", *tokens, q="wind permits")
    )
    done = run("explain", "wind permits", "bob", "--json", "--store", store, *held)
    assert json.loads(done.stdout) == json.loads(
        _http(store, "/v1/experts/explain", *tokens, q="wind permits", person=BOB)
    )


def test_k_and_all_receipts_are_those_of_http(run: Run, store: str) -> None:
    done = run("ask", "wind", "-k", "1", "--all-receipts", "--json", "--store", store)
    asked = _http(store, "/v1/experts", q="wind", k="1", all_receipts="true")
    assert json.loads(done.stdout) == json.loads(asked)
    assert len(json.loads(done.stdout)["experts"][0]["receipts"]) == 8


def test_an_answer_names_people_with_documents_and_no_ansi_in_a_pipe(store: str) -> None:
    done = whoknows("ask", "wind permits", "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    first, *rest = done.stdout.splitlines()
    assert first.startswith("1. Ada  ●")
    assert first.endswith("  wind, permit")
    assert f"   {ADA}" in rest
    assert any(line.endswith("  0 (author; 2024-05-14)") for line in rest)
    assert "          https://x.org/a:0" in rest
    assert "   and 3 more: --all-receipts" in rest


def test_an_explanation_says_place_words_receipts_and_who_is_ahead(run: Run, store: str) -> None:
    done = run("explain", "wind permits zeppelin", "bob", "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert lines[0] == f"Bob ({BOB})"
    assert lines[1].startswith("  place 2 of 2, score 0.")
    assert lines[2].endswith("stand: wind (8), permits (1), zeppelin (0)")
    assert lines[-1].startswith(f"  one place above: Ada ({ADA}), score ")


def test_a_screen_shows_names_in_bold(store: str) -> None:
    parent, child = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "ask", "wind permits", "--store", store],
        stdout=child,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        assert process.wait(timeout=60) == 0
    os.close(child)
    shown = os.read(parent, 100_000).decode()
    os.close(parent)
    assert "\x1b[1mAda\x1b[0m" in shown


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("ask", "zeppelin"), "Nobody is known: no document speaks of it."),
        (
            ("explain", "soil", "ada"),
            "  not among the 1 candidates: of their documents that you may see (8), none matches",
        ),
    ],
)
def test_nobody_is_an_answer_and_no_failure(
    run: Run, store: str, arguments: tuple[str, ...], reason: str
) -> None:
    done = run(*arguments, "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    assert reason in done.stdout


def test_stats_count_what_one_may_see(run: Run, store: str) -> None:
    done = run("stats", "--json", "--store", store)
    public = json.loads(done.stdout)
    assert (public["documents"], public["people"], public["words"]) == (9, 3, 18)
    assert (public["first"], public["last"]) == ("2020", "2024-05-14")
    assert public["sources"] == {"a": 9}
    assert public["languages"] == {"en": 9}
    done = run("stats", "--as", "operator", "--store", store)
    assert done.stdout.splitlines()[0] == "10 documents of 4 people, 2020 to 2026-01-01"


REFUSED = "whoknows: will not listen on"


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("ask", "the"), 1, "whoknows: the question holds no word that names a topic: add one\n"),
        (("ask", ""), 1, "whoknows: the question is empty: ask about a topic"),
        (("explain", "wind", "nobody"), 1, "whoknows: no person 'nobody' is known"),
        (("explain", "wind", "cleo"), 1, "whoknows: no person 'cleo' is known"),
        (("ask", "wind", "--as", "hr"), 1, "whoknows: 'hr' is no token"),
        (("ask", "wind", "--store", "nowhere.db"), 1, "whoknows: there is no store at nowhere.db"),
        (("ask", "wind", "-k", "0"), 2, "Usage: "),
        (("ask",), 2, "Usage: "),
        (("asks", "wind"), 2, "Usage: "),
        (("serve", "--host", "0.0.0.0"), 1, f"{REFUSED} 0.0.0.0: without sign-in"),  # noqa: S104  it is refused
        (("serve", "--host", "::"), 1, f"{REFUSED} ::"),
        (("serve", "--host", "example.org"), 1, f"{REFUSED} example.org"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_on_stderr_in_one_line(
    run: Run, store: str, arguments: tuple[str, ...], status: int, reason: str
) -> None:
    chosen = () if "--store" in arguments or arguments[0] == "asks" else ("--store", store)
    done = run(*arguments, *chosen)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith(reason)
    assert "Traceback" not in done.stderr
    if status == 1:
        assert done.stderr.count("\n") == 1


def test_a_wrong_setting_is_one_line_too(
    run: Run, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOKNOWS_FORMULA__FLOOR", "low")
    done = run("ask", "wind", "--store", store)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("whoknows: WHOKNOWS_FORMULA__FLOOR: ")


@pytest.mark.parametrize(
    "arguments", [("ask", b"wind \xff permits", "--json"), ("explain", "wind", b"ada\xff")]
)
def test_bytes_that_are_no_text_make_no_traceback(
    store: str, arguments: tuple[str | bytes, ...]
) -> None:
    done = subprocess.run(
        [*COMMAND, *arguments, "--store", store], capture_output=True, check=False, cwd=ROOT
    )
    assert done.returncode in {0, 1}
    assert b"Traceback" not in done.stderr


@pytest.fixture
def served(store: str) -> Iterator[str]:
    """The address of a service that was started as a user starts one."""
    command = [*COMMAND, "serve", "--port", "0", "--as", "group:hr", "--store", store]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield line.removeprefix("serving on ").partition(" ")[0]
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def test_serve_says_where_and_answers_there(served: str, store: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", served)
    with urllib.request.urlopen(f"{served}/v1/experts?q=pay", timeout=30) as response:  # noqa: S310  our own service
        answered = response.read()
    assert answered == _http(store, "/v1/experts", "group:hr", q="pay")


def test_a_port_that_is_taken_is_named(served: str, store: str) -> None:
    port = served.rpartition(":")[2]
    done = whoknows("serve", "--port", port, "--store", store)
    assert done.returncode == 1
    assert done.stderr.startswith(f"whoknows: cannot listen on 127.0.0.1 port {port}")


def test_a_reader_that_has_seen_enough_is_no_failure(store: str, tmp_path: Path) -> None:
    errors = tmp_path / "stderr"
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(
            [*COMMAND, "ask", "wind", "--all-receipts", "--store", store],
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=ROOT,
        ) as process,
    ):
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(timeout=60) in {1, 141}
    assert errors.read_bytes() == b""


def test_who_stops_a_pass_is_told_that_what_was_written_stands(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    text = " ".join(f"word{number}" for number in range(200))
    rows.write_text("".join(f'{{"id": {n}, "text": "{text}"}}\n' for n in range(20_000)))
    store, errors = tmp_path / "firm.db", tmp_path / "stderr"
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [*COMMAND, "ingest", rows, "--store", store],
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            cwd=ROOT,
        )
    while process.poll() is None and not store.with_name("firm.db.ops.db").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert errors.read_text().strip() == "whoknows: stopped; what was written before stands"

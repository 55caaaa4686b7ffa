"""``make demo``, but for the installing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FIRM, ROOT


def _demo(tmp_path: Path, *source: str) -> str:
    """What the demo prints until it serves; it runs in a folder of its own."""
    (tmp_path / "tests" / "data").mkdir(parents=True)
    (tmp_path / "tests" / "data" / "firm").symlink_to(FIRM)
    with subprocess.Popen(
        [sys.executable, ROOT / "scripts" / "demo.py", "0", *source],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        printed = []
        for line in running.stdout:
            printed.append(line)
            if line.startswith("serving on http://127.0.0.1:"):
                running.terminate()
                return "".join(printed)
        pytest.fail("".join(printed))


def test_the_demo_answers_three_questions_and_shows_what_a_group_adds(tmp_path: Path) -> None:
    printed = _demo(tmp_path)
    asked = printed.split("$ whoknows ask ")[1:]
    assert [answer.partition("\n1. ")[2].partition("  ")[0] for answer in asked] == [
        "Jean Martin",
        "Eleanor Whitcombe",
        "Owen Hartley",
    ]


def test_the_demo_reads_a_folder_of_your_own(tmp_path: Path) -> None:
    own = tmp_path / "my notes"
    own.mkdir()
    (own / "ice.md").write_text("Author: Ada B <ada@x.org>\n\n# Ice on $(blades)\n\nIt forms.\n")
    (own / "broken.md").write_bytes(b"\0")
    printed = _demo(tmp_path, str(own))
    assert "broken.md: it is not text" in printed
    assert "$ whoknows ask 'Ice on $(blades)' -k 2\n1. Ada B" in printed

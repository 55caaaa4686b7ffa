"""Fixtures. The smallest thing that serves: readings built inline before files, files before the
firm; the sample firm only for journeys, read once a session and never written.
"""  # noqa: D205  one paragraph

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIRM = ROOT / "tests" / "data" / "firm"
SHARED = ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker is left alone with one of them at the end."""
    items.sort(key=lambda item: "invariants" not in item.path.parts)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests start without settings of the machine, and find phrases only where they say so.

    Loading a tagger takes seconds, which a test about something else need not wait for.
    """
    for name in [name for name in os.environ if name.startswith("WHOKNOWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WHOKNOWS_PHRASES", "off")


def whoknows(
    *arguments: str | Path, cwd: Path = ROOT, **settings: str
) -> subprocess.CompletedProcess[str]:
    """The command, as a user runs it, with settings of its own: ``PHRASES="tagger"``."""
    return subprocess.run(
        [sys.executable, "-c", "from api.terminal import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=cwd,
        env=os.environ | {f"WHOKNOWS_{name}": value for name, value in settings.items()},
    )


def let_in(folder: Path) -> None:
    """Let everybody list a temporary folder, whoever may list those above it."""
    for each in (folder, *folder.parents):
        if each == Path(tempfile.gettempdir()):
            return
        each.chmod(0o755)


@pytest.fixture(scope="session")
def firm_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store that holds the sample firm, read as its README says."""
    address = f"sqlite:///{tmp_path_factory.mktemp('firm') / 'firm.db'}"
    for arguments in (
        ("ingest", FIRM / "library", FIRM / "channels.jsonl"),
        ("ingest", FIRM / "bids", "--acl", "group:bids"),
    ):
        done = whoknows(*arguments, "--store", address, PHRASES="tagger")
        assert done.returncode == 0, done.stderr
    return address


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real input beside the project, where it is there."""
    if not SHARED.is_dir():
        pytest.skip("no real input: ../shared/data is not there")
    return SHARED

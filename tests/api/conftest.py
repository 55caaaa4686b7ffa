"""Services over small stores, and the command."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.terminal import main
from graphkit.acl import PUBLIC, Viewer
from graphkit.formula import Formula
from graphkit.model import Reading
from graphkit.settings import Settings
from tests.invariants.organisations import part, reading, stored

ADA, BOB = "email:ada@x.org", "email:bob@x.org"
FIRM = (
    reading("a:0", "wind permit", part("ada"), part("bob", "reviewer"), date="2024-05-14"),
    *(reading(f"a:{n}", f"wind word{n}", part("ada"), date="2020") for n in range(1, 8)),
    reading("a:8", "soil noise", part("dan")),
    reading("b:pay", "wind permit pay", part("cleo"), acl="group:hr", date="2026-01-01"),
)

Serve = Callable[..., TestClient]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Makes a client of a new service over a new store; all are closed at the end."""
    with ExitStack() as closing:

        def serving(
            *readings: Reading, viewer: Viewer = PUBLIC, formula: Formula | None = None
        ) -> TestClient:
            file = str(tmp_path / f"{len(list(tmp_path.iterdir()))}.db")
            stored(file, *readings).close()
            app = create_app(Settings(store=file, formula=formula or Formula()), viewer)
            closing.callback(app.state.view.store.close)
            return closing.enter_context(TestClient(app))

        yield serving


@pytest.fixture
def firm(serve: Serve) -> TestClient:
    """The firm above, as the public sees it."""
    return serve(*FIRM)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command in this process: a tenth of the time of another."""

    def running(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["whoknows", *map(str, arguments)])
        status: object = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code or 0
        assert isinstance(status, int)
        return Done(status, *capfd.readouterr())

    return running

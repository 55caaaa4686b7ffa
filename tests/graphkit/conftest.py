"""Views of small stores."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graphkit.acl import OPERATOR, PUBLIC, Viewer
from graphkit.model import Reading, Scope
from graphkit.store import GraphStore
from graphkit.view import View
from tests.invariants.organisations import LANGUAGES, stored

Look = Callable[..., View]


@pytest.fixture
def look(tmp_path: Path) -> Iterator[Look]:
    """Makes a view of a new store that holds some readings; all are closed at the end."""
    opened: list[GraphStore] = []

    def looking(*readings: Reading, viewer: Viewer = PUBLIC) -> View:
        opened.append(stored(str(tmp_path / f"{len(opened)}.db"), *readings))
        return View(opened[-1], viewer, LANGUAGES)

    yield looking
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def relook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Look]:
    """The same with one store that holds one organisation after another: what takes many."""
    store = stored(str(tmp_path_factory.mktemp("relook") / "store.db"))

    def looking(*readings: Reading, viewer: Viewer = PUBLIC) -> View:
        store.remove(r.document.id for r in store.facts(OPERATOR, Scope()).readings)
        store.put(readings)
        return View(store, viewer, LANGUAGES)

    yield looking
    store.close()

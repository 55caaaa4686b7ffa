"""The shape of the house."""

import ast
from pathlib import Path

import pytest

import graphkit
from tests.conftest import ROOT

PACKAGES = ("graphkit", "ingest", "api")
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
REGISTERS = [
    ROOT / folder / "__init__.py"
    for folder in (
        "graphkit/stores", "graphkit/signals", "ingest/connectors", "ingest/extractors",
        "ingest/parsers", "api/commands", "api/routes",
    )
]  # fmt: skip


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_room_holds_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", TESTS, ids=_name)
def test_a_test_file_holds_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", REGISTERS, ids=_name)
def test_a_plural_folder_opens_with_its_register_and_nothing_else(path: Path) -> None:
    docstring, register, *rest = ast.parse(path.read_text(encoding="utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(register, ast.AnnAssign)
    assert rest == []


def test_tests_have_no_packages_which_would_hide_ours() -> None:
    assert [path for path in TESTS if path.name == "__init__.py"] == []


def test_public_names_are_listed_in_order_and_there() -> None:
    assert graphkit.__all__ == sorted(graphkit.__all__)
    imported = {
        alias.name
        for node in ast.parse((ROOT / "graphkit" / "__init__.py").read_text()).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(graphkit.__all__) == imported


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_room_is_called_for_nothing_in_particular(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "misc", "base", "manager"}

"""What the README says is true."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from api.commands import COMMANDS
from graphkit.settings import Settings
from ingest.extraction import blocked_phrases
from ingest.extractors.phrases import MODELS
from ingest.parsers import PARSERS
from tests.conftest import FIRM, ROOT, whoknows

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def test_every_setting_is_in_the_table() -> None:
    for name in Settings.model_fields:
        shown = "[[sources]]" if name == "sources" else f"`WHOKNOWS_{name.upper()}"
        assert shown in README


def test_the_settings_file_of_the_readme_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = (block for language, block in BLOCKS if language == "toml")
    (tmp_path / "whoknows.toml").write_text(block, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [each.name for each in Settings.load().sources] == ["", "turbine"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_its_help_has_an_example(name: str) -> None:
    assert f"whoknows {name}" in README
    helped = whoknows(name, "--help").stdout
    assert f"whoknows {name} " in helped.partition("Options:")[0].partition("Usage:")[2][80:]


def test_every_kind_of_file_is_in_the_readme() -> None:
    for suffix in PARSERS:
        assert f"`{suffix}`" in README


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    store = tmp_path / "readme.db"
    ran = 0
    for language, block in BLOCKS:
        if language != "sh":
            continue
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] != ["whoknows"] or "serve" in words or "|" in words:
                continue
            words = [str(ROOT / word) if word.startswith("tests/") else word for word in words]
            here = () if {"init", "--store"} & set(words) else ("--store", store)
            done = whoknows(*words[1:], *here, cwd=tmp_path)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            ran += 1
    assert ran >= 8


def test_the_python_of_the_readme_runs(firm_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas", reason="the extra notebook is not installed")
    pytest.importorskip("matplotlib", reason="the extra notebook is not installed").use("agg")
    monkeypatch.setenv("WHOKNOWS_STORE", firm_store)
    blocks = [block for language, block in BLOCKS if language == "python"]
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102  our own README


def test_the_import_format_of_the_readme_is_read(tmp_path: Path) -> None:
    tables = [(language, block) for language, block in BLOCKS if language in {"json", "csv"}]
    assert len(tables) == 2
    for language, block in tables:
        suffix = "jsonl" if language == "json" else "csv"
        table = tmp_path / f"example-{suffix}.{suffix}"
        table.write_text(block, encoding="utf-8")
        done = whoknows("ingest", table, "--store", tmp_path / "import.db")
        assert done.returncode == 0, done.stdout
        assert "0 changed" in done.stdout


def test_the_constraints_pin_every_dependency_and_name_no_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + [
        each for extra in project["optional-dependencies"].values() for each in extra
    ]
    text = (ROOT / "constraints.txt").read_text()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in text.splitlines()}
    assert {re.split(r"[\[>]", each)[0].lower() for each in wanted} <= pinned
    assert "://" not in text


def test_the_models_are_pinned_by_their_hashes() -> None:
    lines = (ROOT / "models.txt").read_text().splitlines()
    models = [line for line in lines if not line.startswith("#")]
    pinned = [
        re.fullmatch(r"([a-z-]+)==\d\S+ --hash=sha256:[0-9a-f]{64}", line) for line in models
    ]
    assert {line[1].replace("-", "_") for line in pinned if line} == set(MODELS.values())
    assert all(pinned)


def test_the_example_of_a_block_list_blocks_nothing_until_it_is_edited() -> None:
    text = (ROOT / "blocked-topics.example.txt").read_text(encoding="utf-8")
    assert list(blocked_phrases(text)) == []
    taken = list(blocked_phrases(text.replace("\n# ", "\n")))
    assert {"sick leave", "salle de prière", "gewerkschaftsmitglied"} <= set(taken)


def test_no_text_of_the_sample_firm_is_empty() -> None:
    assert all(path.stat().st_size for path in FIRM.rglob("*") if path.is_file())

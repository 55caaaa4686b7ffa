"""The environment in one frozen object."""

from dataclasses import asdict
from pathlib import Path

import pytest
from pydantic import ValidationError

from graphkit.errors import ConfigError
from graphkit.formula import Formula
from graphkit.settings import Settings
from graphkit.view import open_view
from tests.invariants.organisations import reading, stored


def _load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(f"WHOKNOWS_{name}", value)
    return Settings.load()


def test_without_settings_there_are_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _load(monkeypatch).model_dump() == {
        "store": "sqlite:///whoknows.db",
        "ops": "",
        "languages": ("en", "fr", "de"),
        "max_file_mb": 50,
        "formula": asdict(Formula()),
    }


def test_each_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _load(
        monkeypatch,
        STORE="sqlite:////tmp/firm.db",
        OPS="/tmp/ops.db",  # noqa: S108  only a name
        LANGUAGES="fr, en",
        MAX_FILE_MB="7",
        FORMULA__FLOOR="0.2",
        FORMULA__DOCUMENTS="20",
    )
    assert settings.store == "sqlite:////tmp/firm.db"
    assert settings.ops == "/tmp/ops.db"  # noqa: S108  only a name
    assert settings.languages == ("fr", "en")
    assert settings.max_file_mb == 7
    assert settings.formula == Formula(floor=0.2, documents=20)


@pytest.mark.parametrize(
    ("typed", "languages"),
    [("en", ("en",)), ("fr,en,fr", ("fr", "en")), (" sv  en ", ("sv", "en")), ("de,", ("de",))],
)
def test_languages_come_once_each_the_main_one_first(
    monkeypatch: pytest.MonkeyPatch, typed: str, languages: tuple[str, ...]
) -> None:
    assert _load(monkeypatch, LANGUAGES=typed).languages == languages


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("LANGUAGES", "en,xx", "WHOKNOWS_LANGUAGES: xx is no language; known are ar, ca"),
        ("LANGUAGES", "", "WHOKNOWS_LANGUAGES: nothing is no language"),
        ("MAX_FILE_MB", "many", "WHOKNOWS_MAX_FILE_MB: "),
        ("FORMULA__FLOOR", "low", "WHOKNOWS_FORMULA__FLOOR: "),
        ("FORMULA__FLOOR", "7", "formula: floor must be 0 to 1, not 7"),
        ("FORMULA__FLOR", "0.2", "WHOKNOWS_FORMULA__FLOR: "),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        _load(monkeypatch, **{name: value})
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_settings_do_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _load(monkeypatch)
    with pytest.raises(ValidationError, match="frozen"):
        settings.store = "other.db"


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="stroe"):
        Settings(stroe="x.db")  # type: ignore[call-arg]


def test_a_notebook_opens_the_store_that_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = str(tmp_path / "firm.db")
    stored(file, reading("a:1", "wind"), reading("a:2", "wind", acl="group:hr")).close()
    monkeypatch.setenv("WHOKNOWS_STORE", file)
    monkeypatch.setenv("WHOKNOWS_LANGUAGES", "sv")
    for tokens, documents in (((), 1), (["group:hr"], 2), (["operator"], 2)):
        view = open_view(as_tokens=tokens)
        assert view.languages == ("sv",)
        assert view.totals().documents == documents
        view.store.close()

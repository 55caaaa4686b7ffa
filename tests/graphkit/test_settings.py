"""The environment in one frozen object."""

from dataclasses import asdict
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from graphkit.errors import ConfigError
from graphkit.formula import Formula
from graphkit.settings import Settings, Source
from graphkit.view import open_view
from tests.invariants.organisations import reading, stored


def _load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(f"WHOKNOWS_{name}", value)
    return Settings.load()


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _load(monkeypatch, STORE_USER="neo4j", STORE_PASSWORD="horse")  # noqa: S106  it opens nothing
    assert settings.sign_in == ("neo4j", "horse")
    assert "horse" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert Settings().model_copy(update={"store_user": ""}).sign_in is None


def test_without_settings_there_are_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHOKNOWS_PHRASES")  # which tests set
    assert _load(monkeypatch).model_dump() == {
        "store": "sqlite:///whoknows.db",
        "store_user": "",
        "store_password": SecretStr(""),
        "ops": "",
        "cache": None,
        "languages": ("en", "fr", "de"),
        "phrases": "tagger",
        "directory": None,
        "hide_left": False,
        "blocked_topics": None,
        "max_file_mb": 50,
        "jobs": 1,
        "parse_seconds": 60,
        "parse_mb": 1000,
        "sources": (),
        "formula": asdict(Formula()),
    }


def test_each_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _load(
        monkeypatch,
        STORE="sqlite:////tmp/firm.db",
        OPS="/tmp/ops.db",  # noqa: S108  only a name
        LANGUAGES="fr, en",
        PHRASES="runs",
        BLOCKED_TOPICS="names.txt",
        MAX_FILE_MB="7",
        JOBS="2",
        PARSE_SECONDS="0.5",
        PARSE_MB="60",
        FORMULA__FLOOR="0.2",
        FORMULA__DOCUMENTS="20",
    )
    assert settings.store == "sqlite:////tmp/firm.db"
    assert settings.ops == "/tmp/ops.db"  # noqa: S108  only a name
    assert settings.languages == ("fr", "en")
    assert (settings.phrases, settings.blocked_topics) == ("runs", Path("names.txt"))
    assert settings.max_file_mb == 7
    assert (settings.jobs, settings.parse_seconds, settings.parse_mb) == (2, 0.5, 60)
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
        ("JOBS", "0", "WHOKNOWS_JOBS: "),
        ("PHRASES", "nouns", "WHOKNOWS_PHRASES: "),
        ("PARSE_SECONDS", "0", "WHOKNOWS_PARSE_SECONDS: "),
        ("PARSE_MB", "1", "WHOKNOWS_PARSE_MB: "),
        ("LANGUAGE", "en", "WHOKNOWS_LANGUAGE is no setting; there are WHOKNOWS_BLOCKED_TOPICS, "),
        ("SOURCES", "[]", "WHOKNOWS_SOURCES is no setting; "),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        _load(monkeypatch, **{name: value})
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


FILE = """
store = "firm.db"
languages = ["fr", "en"]
jobs = 2
[formula]
floor = 0.2
[[sources]]
path = "handbook"
[[sources]]
path = "/srv/bids"
name = "tenders"
kind = "folder"
acl = ["group:bids", "user:ada@x.org"]
"""


def _load_file(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> Settings:
    (folder / "whoknows.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return Settings.load()


def test_a_file_says_the_same_as_variables_and_lists_sources(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = _load_file(monkeypatch, tmp_path, FILE)
    assert (settings.store, settings.languages, settings.jobs) == ("firm.db", ("fr", "en"), 2)
    assert settings.formula == Formula(floor=0.2)
    assert settings.sources == (
        Source(path=Path("handbook"), acl=None),
        Source(
            path=Path("/srv/bids"),
            name="tenders",
            kind="folder",
            acl=("group:bids", "user:ada@x.org"),
        ),
    )


def test_a_variable_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WHOKNOWS_JOBS", "4")
    monkeypatch.setenv("WHOKNOWS_FORMULA__PLAIN", "2")
    settings = _load_file(monkeypatch, tmp_path, FILE)
    assert (settings.jobs, settings.store) == (4, "firm.db")
    assert settings.formula == Formula(floor=0.2, plain=2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jobs = =", "whoknows.toml cannot be read: Invalid value (at line 1, column 8)"),
        ("jobs = 0", "whoknows.toml: jobs: Input should be greater than or equal to 1"),
        ('lang = "en"', "whoknows.toml: lang: there is no such setting"),
        ("[[sources]]", "whoknows.toml: sources.0.path: Field required"),
        (
            '[[sources]]\npath = "x"\nowner = "ada"',
            "whoknows.toml: sources.0.owner: there is no such setting",
        ),
        (
            '[[sources]]\npath = "x"\nacl = ["bids"]',
            (
                "whoknows.toml: sources.0.acl: 'bids' is no token: use everyone, group:NAME or "
                "user:ADDRESS"
            ),
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        _load_file(monkeypatch, tmp_path, text)
    assert str(refused.value) == message


def test_settings_do_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _load(monkeypatch)
    with pytest.raises(ValidationError, match="frozen"):
        settings.store = "other.db"


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="stroe"):
        Settings(stroe="x.db")  # type: ignore[call-arg]  # misspelt


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

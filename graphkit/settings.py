"""Settings: environment and ``whoknows.toml`` in one frozen object, read where a door opens."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from graphkit.acl import token
from graphkit.errors import ConfigError
from graphkit.formula import Formula
from graphkit.text import LANGUAGES

FILE = "whoknows.toml"
"""Looked for in the working folder; what the environment says wins."""

_PREFIX = "WHOKNOWS_"


class Source(BaseModel):
    """One ``[[sources]]`` of ``whoknows.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    name: str = ""
    """By default the folder's or file's."""
    kind: str = ""
    """By default found out."""
    acl: tuple[str, ...] | None = None
    """Who may see records that bring no permissions of their own; by default everyone, but of
    mail over a list or without recipients the list's group."""

    def called(self) -> str:
        """What the source is called: as said, else as its folder or file is.

        Raises
        ------
        ConfigError
            When no source can be called so.
        """
        file = self.path.resolve().name
        name = self.name or file.split(".")[0] or file
        if not name or ":" in name or not name.isprintable():
            raise ConfigError(
                f"a source cannot be called {name!r}: name it with --source NAME, without a colon"
            )
        return name

    @field_validator("acl")
    @classmethod
    def _tokens(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        try:
            return value if value is None else tuple(map(token, value))
        except ConfigError as error:
            raise ValueError(str(error)) from error


class Settings(BaseSettings):
    """Each setting is ``WHOKNOWS_`` and its name; the README has them in a table."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_nested_delimiter="__",
        frozen=True,
        extra="forbid",
        toml_file=FILE,
    )
    _FILE_ONLY: ClassVar = {"sources"}

    store: str = "sqlite:///whoknows.db"
    """Address of the store."""
    store_user: str = ""
    """User of the store's server; by default nobody signs in."""
    store_password: SecretStr = SecretStr("")
    """Password of this user."""
    ops: str = ""
    """File of what is known about passes; by default beside the store's file."""
    cache: Path | None = None
    """Folder of what can be made again, the stores that are measured; by default the account's."""
    directory: Path | None = None
    """File of the people, for `whoknows people import`: CSV, vCard or SCIM JSON."""
    hide_left: bool = False
    """Whether nothing tells of those who have left."""
    languages: Annotated[tuple[str, ...], NoDecode] = ("en", "fr", "de")
    """Languages of documents and questions: ISO 639-1 codes with commas, the main one first."""
    phrases: Literal["tagger", "runs", "off"] = "tagger"
    """How phrases are found: by parts of speech (where a model is installed), by runs, or not."""
    blocked_topics: Path | None = None
    """File with phrases, one a line, that are never stored."""
    max_file_mb: int = Field(50, ge=1)
    """Files larger than this are quarantined unread."""
    jobs: int = Field(1, ge=1, le=256)
    """Processes that parse at once."""
    parse_seconds: float = Field(60, gt=0)
    """Files that take longer to parse are quarantined."""
    parse_mb: int = Field(1000, ge=50)
    """Files that take more memory to parse are quarantined (on Linux)."""
    sources: tuple[Source, ...] = ()
    """What ``whoknows ingest`` reads when it is given no path."""
    formula: Formula = Formula()
    """The numbers of the ranking, such as ``WHOKNOWS_FORMULA__FLOOR``."""

    @property
    def sign_in(self) -> tuple[str, str] | None:
        """User and password, if there is a user."""
        return (
            (self.store_user, self.store_password.get_secret_value()) if self.store_user else None
        )

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("languages")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(value) - LANGUAGES)
        if unknown or not value:
            known = ", ".join(sorted(LANGUAGES))
            msg = f"{', '.join(unknown) or 'nothing'} is no language; known are {known}"
            raise ValueError(msg)
        return tuple(dict.fromkeys(value))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  called by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  called by name
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file; nothing else is looked at."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def load(cls) -> "Settings":
        """Read the environment and the file.

        Raises
        ------
        ConfigError
            When a setting is wrong or unknown; the message names it.
        """
        cls._refuse_unknown()
        try:
            return cls()
        except ValidationError as error:
            problem = error.errors()[0]
            name = "__".join(str(part) for part in problem["loc"]).upper()
            if f"{_PREFIX}{name}" not in os.environ and Path(FILE).exists():
                name = f"{FILE}: {name.replace('__', '.').lower()}"
            else:
                name = f"{_PREFIX}{name}"
            said = problem["msg"].removeprefix("Value error, ")
            unknown = problem["type"] == "extra_forbidden"
            msg = f"{name}: {'there is no such setting' if unknown else said}"
            raise ConfigError(msg) from error
        except SettingsError as error:
            name = next((n for n in cls.model_fields if f'"{n}"' in str(error)), "").upper()
            msg = f"{_PREFIX}{name}: it cannot be read; set {_PREFIX}{name}__NUMBER one by one"
            raise ConfigError(msg) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise ConfigError(f"{FILE} cannot be read: {error}") from error

    @classmethod
    def _refuse_unknown(cls) -> None:
        """A misspelt setting would otherwise be silently without effect."""
        known = {name.upper() for name in cls.model_fields if name not in cls._FILE_ONLY}
        for name in os.environ:
            setting = name.upper().removeprefix(_PREFIX).partition("__")[0]
            if name.upper().startswith(_PREFIX) and setting not in known:
                some = ", ".join(f"{_PREFIX}{each}" for each in sorted(known))
                raise ConfigError(f"{name} is no setting; there are {some}")

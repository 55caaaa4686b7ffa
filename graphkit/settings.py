"""Settings: the environment in one frozen object, read where a door opens and nowhere else."""

from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from graphkit.errors import ConfigError
from graphkit.formula import Formula
from graphkit.text import LANGUAGES


class Settings(BaseSettings):
    """Each setting is ``WHOKNOWS_`` and its name; the README has them in a table."""

    model_config = SettingsConfigDict(
        env_prefix="WHOKNOWS_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    store: str = "sqlite:///whoknows.db"
    """Address of the store."""
    ops: str = ""
    """File of what is known about passes; by default beside the store's file."""
    languages: Annotated[tuple[str, ...], NoDecode] = ("en", "fr", "de")
    """Languages of documents and questions: ISO 639-1 codes with commas, the main one first."""
    max_file_mb: int = Field(50, ge=1)
    """Files larger than this are quarantined unread."""
    formula: Formula = Formula()
    """The numbers of the ranking, such as ``WHOKNOWS_FORMULA__FLOOR``."""

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
    def load(cls) -> "Settings":
        """Read the environment.

        Raises
        ------
        ConfigError
            When a setting is wrong; the message names it.
        """
        try:
            return cls()
        except ValidationError as error:
            problem = error.errors()[0]
            name = "__".join(str(part) for part in problem["loc"]).upper()
            msg = f"WHOKNOWS_{name}: {problem['msg'].removeprefix('Value error, ')}"
            raise ConfigError(msg) from error
        except SettingsError as error:
            name = next((n for n in cls.model_fields if f'"{n}"' in str(error)), "").upper()
            msg = f"WHOKNOWS_{name}: it cannot be read; set WHOKNOWS_{name}__NUMBER one by one"
            raise ConfigError(msg) from error

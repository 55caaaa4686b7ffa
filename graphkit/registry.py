"""Registers: plain dicts of name → ``"module:Class"``, opened when used.

A missing extra costs nothing until somebody asks for what needs it.
"""

import pkgutil
from collections.abc import Mapping
from typing import Any

from graphkit.errors import ConfigError


def find(register: Mapping[str, str], name: str, what: str) -> Any:  # noqa: ANN401  (callers name the protocol they expect)
    """The implementer registered under a name.

    Raises
    ------
    ConfigError
        When the name is unknown (the known ones are listed) or its package is not installed.
    """
    if name not in register:
        msg = f"unknown {what} {name!r}: known are {', '.join(sorted(register))}"
        raise ConfigError(msg)
    try:
        return pkgutil.resolve_name(register[name])
    except ModuleNotFoundError as error:
        msg = f"{what} {name!r} needs the package {error.name!r}: pip install 'whoknows[{name}]'"
        raise ConfigError(msg) from error

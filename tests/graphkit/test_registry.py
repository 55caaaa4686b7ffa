"""Registers open what they name when it is used."""

import importlib
import pkgutil

import pytest

from api.commands import COMMANDS
from api.routes import ROUTES
from graphkit.errors import ConfigError
from graphkit.registry import find
from graphkit.signals import SIGNALS
from graphkit.signals.document_votes import DocumentVotes
from graphkit.stores import STORES
from ingest.connectors import CONNECTORS
from ingest.extractors import EXTRACTORS
from ingest.parsers import PARSERS

REGISTERS = {
    "stores": STORES,
    "signals": SIGNALS,
    "connectors": CONNECTORS,
    "extractors": EXTRACTORS,
    "parsers": PARSERS,
    "commands": COMMANDS,
    "routes": ROUTES,
}


def test_what_is_registered_is_found() -> None:
    assert find(SIGNALS, "document_votes", "signal") is DocumentVotes


@pytest.mark.parametrize(
    ("register", "name"), [(r, name) for r, names in REGISTERS.items() for name in names]
)
def test_everything_registered_is_there(register: str, name: str) -> None:
    assert find(REGISTERS[register], name, register) is not None


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    register = {"b": "x:Y", "a": "x:Z"}
    with pytest.raises(ConfigError, match="unknown fruit 'c': known are a, b"):
        find(register, "c", "fruit")


def test_a_missing_package_is_named_with_how_to_get_it() -> None:
    register = {"neo4j": "a_package_nobody_has.store:Store"}
    with pytest.raises(ConfigError) as refused:
        find(register, "neo4j", "store")
    assert str(refused.value) == (
        "store 'neo4j' needs the package 'a_package_nobody_has': pip install 'whoknows[neo4j]'"
    )


@pytest.mark.parametrize(
    "folder",
    ["graphkit.signals", "ingest.connectors", "ingest.extractors", "api.commands", "api.routes"],
)
def test_every_implementer_is_registered(folder: str) -> None:
    package = importlib.import_module(folder)
    modules = {f"{folder}.{module.name}" for module in pkgutil.iter_modules(package.__path__)}
    registered = {
        address.partition(":")[0]
        for register in REGISTERS.values()
        for address in register.values()
    }
    assert modules - registered <= {"api.commands.options"}

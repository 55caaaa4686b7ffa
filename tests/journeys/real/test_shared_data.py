"""Real files as people have them, where ../shared/data is there."""

import json
from pathlib import Path

import pytest

from graphkit import ask, open_view
from tests.conftest import whoknows


@pytest.fixture(scope="module")
def real_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('real') / 'real.db'}"
    raw = shared / "raw"
    sources = (raw / "documents", raw / "french" / "talks.jsonl", raw / "git" / "rfcs.log")
    done = whoknows("ingest", *sources, "--store", address, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["quarantined"] == []
    assert report["read"] == report["new"] == 40 + 228 + 1474
    assert report["skipped"] == {"commits by bots": 26}
    return address


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("graph builders", "documents:nxep-0003.rst"),
        ("view slices API", "documents:nxep-0002.rst"),
        ("accessibilité web", "talks:"),
        ("sécurité des applications", "talks:"),
        ("match ergonomics", "rfcs:"),
    ],
)
def test_questions_a_reader_would_ask_find_those_who_wrote_of_it(
    real_store: str, question: str, best: str
) -> None:
    expert = ask(open_view(real_store), question).experts[0]
    assert expert.receipts[0].document.id.startswith(best)
    assert "author" in expert.receipts[0].roles


def test_topics_of_nobody_give_nobody(real_store: str) -> None:
    assert ask(open_view(real_store), "quokka husbandry").nobody == "no document speaks of it"

"""Whether phrases help to match: runs of one bundle with them and with words only.

    python benchmarks/matching.py BUNDLE OUT [STORE]

BUNDLE is a folder with documents.jsonl.gz and queries.jsonl. OUT becomes a folder with words.tsv
and phrases.tsv, runs that an evaluation program compares (query, person, score, by tabs). STORE is
a store that holds the bundle already; otherwise it is read, which takes minutes. The floor is off:
everybody is ranked.
"""

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from graphkit import Formula, View, open_view
from graphkit.errors import QueryError
from graphkit.ranking import rank
from graphkit.registry import find
from graphkit.store import open_store
from ingest.connectors import CONNECTORS
from ingest.extraction import Extraction
from ingest.pipeline import ingest
from ingest.workers import Limits, Workers, parse

LANGUAGES = ("en", "fr", "de")
RUNS = {"words": replace(Formula(), pairs=0.0), "phrases": Formula()}
JOBS = 2


def main(bundle: str, out: str, store: str | None = None) -> None:
    """Write both runs."""
    lines = (Path(bundle) / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    questions = {row["id"]: row["text"] for row in map(json.loads, lines)}
    Path(out).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if store is None:
            store = str(Path(folder) / "bundle.db")
            _read(Path(bundle) / "documents.jsonl.gz", store)
        view = open_view(store, as_tokens=["operator"])
        for name, formula in RUNS.items():
            rows = (
                f"{key}\t{person}\t{score!r}\n"
                for key, question in questions.items()
                for person, score in _ranked(view, question, formula)
            )
            (Path(out) / f"{name}.tsv").write_text("".join(rows), encoding="utf-8")


def _read(documents: Path, store: str) -> None:
    opened = open_store(store, create=True)
    table = find(CONNECTORS, "table", "kind").open(documents, "bundle", 50_000_000, parse)
    with Workers(Limits(JOBS)) as workers:
        ingest(
            opened, table, "bundle", extraction=Extraction(LANGUAGES, "tagger"), workers=workers
        )
    opened.close()


def _ranked(view: View, question: str, formula: Formula) -> list[tuple[str, float]]:
    try:
        ranking = rank(view, question, formula)
    except QueryError:
        return []
    return [(person, ranking.score(person)) for person in ranking.people]


if __name__ == "__main__":
    main(*sys.argv[1:])

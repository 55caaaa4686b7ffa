"""How fast: ingest and ask, beside bare references in the same run.

Ingest without a tagger beside scikit-learn's CountVectorizer and beside one sorted insertion of
its rows; ask beside bm25s, which finds the 1,000 best documents, and a vote by numpy.

    python benchmarks/speed.py [BUNDLE]

BUNDLE is a folder with documents.jsonl.gz and queries.jsonl; by default ../shared/data/r-mail
where it is there, else the sample firm. Machines are shared and noisy: read the ratios, and CPU
seconds beside those of the yardstick, a loop of ten million additions.
"""

import gc
import gzip
import json
import re
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import bm25s
import numpy as np
import Stemmer
from sklearn.feature_extraction.text import CountVectorizer

from graphkit import ask, open_view
from graphkit.registry import find
from graphkit.store import open_store
from ingest.connectors import CONNECTORS
from ingest.extraction import Extraction
from ingest.pipeline import Report, ingest
from ingest.workers import parse

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data" / "r-mail"
FIRM = ROOT / "tests" / "data" / "firm"
LANGUAGES = ("en", "fr", "de")
ASKED_TIMES = 3
VOTERS = 1000
T = TypeVar("T")


def main() -> None:
    """Measure and print."""
    documents, questions = bundle(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
    rows = _rows(documents)
    texts = [f"{row.get('title') or ''} {row['text']}" for row in rows]
    words = sum(len(re.findall(r"[^\W_]+", text)) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "bench.db"
        first, cpu = _timed(lambda: ingested(str(store), documents))
        again, cpu_again = _timed(lambda: ingested(str(store), documents))
        mentions, bare = _bare_insertion(store, Path(folder) / "bare.db")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yardstick = _yardstick()
        _, counting = _timed(lambda: CountVectorizer().fit_transform(texts))
        rate, times, part = words / cpu, cpu / bare, cpu / cpu_again
        print(f"{documents}: {first.read:,} documents, {words:,} words, {mentions:,} mentions")
        print(f"yardstick              {yardstick:8.2f} CPU s")
        print(f"ingest                 {cpu:8.2f} CPU s   {rate:,.0f} words per CPU second")
        beside = cpu / counting
        print(f"CountVectorizer        {counting:8.2f} CPU s   ingest takes {beside:.1f} times it")
        print(f"bare SQLite insertion  {bare:8.2f} CPU s   ingest takes {times:.1f} times as long")
        print(f"second ingest          {cpu_again:8.2f} CPU s   1/{part:.0f} of the first")
        print(f"peak memory            {peak:8.0f} MB, store {store.stat().st_size / 1e6:.0f} MB")
        assert again.unchanged == again.read
        ours = _ask_all(store, questions)
        bare = _ask_bare(texts, rows, questions)
        print(
            f"bm25s and a vote: median {bare * 1e3:.1f} ms, 1/{ours / bare:.0f} of what ask takes"
        )


def bundle(folder: Path) -> tuple[Path, list[str]]:
    """The documents to read and the questions to ask."""
    documents = folder / "documents.jsonl.gz"
    if documents.is_file():
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        return documents, [json.loads(line)["text"] for line in lines]
    lines = (FIRM / "questions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return FIRM / "channels.jsonl", [line.partition("\t")[0] for line in lines]


def _rows(documents: Path) -> list[dict[str, Any]]:
    opened = gzip.open if documents.suffix == ".gz" else open
    with opened(documents, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def ingested(store: str, documents: Path) -> Report:
    """Read documents into a store, without a tagger."""
    opened = open_store(store, create=True)
    table = find(CONNECTORS, "table", "kind").open(documents, "bench", 50_000_000, parse)
    try:
        return ingest(opened, table, "bench", extraction=Extraction(LANGUAGES))
    finally:
        opened.close()


def _bare_insertion(store: Path, target: Path) -> tuple[int, float]:
    """The mentions as one sorted executemany into one table: rows and CPU seconds."""
    with sqlite3.connect(store) as source:
        rows = source.execute("SELECT * FROM mention").fetchall()
    with sqlite3.connect(target, isolation_level=None) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(
            "CREATE TABLE mention (topic INT, class INT, document INT, times INT, in_title INT, "
            "length INT, surface TEXT, in_heading INT, "
            "PRIMARY KEY (topic, class, document)) WITHOUT ROWID"
        )
        started = time.process_time()
        db.execute("BEGIN")
        db.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        db.execute("COMMIT")
        return len(rows), time.process_time() - started


def _ask_all(store: Path, questions: list[str]) -> float:
    """Seconds of the median question."""
    view = open_view(str(store), as_tokens=["operator"])
    for question in questions:  # fill the caches, as a running service has
        ask(view, question)
    gc.collect()
    gc.freeze()  # as `serve` does
    seconds = _asked(questions, lambda question: ask(view, question))
    p95 = statistics.quantiles(seconds, n=20)[-1]
    median = statistics.median(seconds)
    print(
        f"ask, {len(questions)} questions x {ASKED_TIMES}: median {median * 1e3:.1f} ms, "
        f"p95 {p95 * 1e3:.1f} ms"
    )
    return median


def _ask_bare(texts: list[str], rows: list[dict[str, Any]], questions: list[str]) -> float:
    """The same questions put to bm25s, whose best documents vote for their people."""
    stemmer = Stemmer.Stemmer("english")
    quiet = {"stopwords": "en", "stemmer": stemmer, "show_progress": False}
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, **quiet), show_progress=False)
    parts = [(n, person["id"]) for n, row in enumerate(rows) for person in row["people"]]
    people = {person: number for number, person in enumerate(sorted({p for _, p in parts}))}
    documents = np.array([document for document, _ in parts])
    writers = np.array([people[person] for _, person in parts])
    most = min(VOTERS, len(rows))

    def answer(question: str) -> None:
        asked = bm25s.tokenize([question], **quiet)
        found, scores = index.retrieve(asked, k=most, show_progress=False)
        weights = np.zeros(len(rows))
        weights[found[0]] = scores[0]
        np.argsort(-np.bincount(writers, weights[documents]))

    return statistics.median(_asked(questions, answer))


def _asked(questions: list[str], answer: Callable[[str], object]) -> list[float]:
    seconds = []
    for question in questions:
        for _ in range(ASKED_TIMES):
            started = time.perf_counter()
            answer(question)
            seconds.append(time.perf_counter() - started)
    return seconds


def _timed(action: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    result = action()
    return result, time.process_time() - started


def _yardstick() -> float:
    def add() -> None:
        total = 0
        for each in range(10_000_000):
            total += each

    return _timed(add)[1]


if __name__ == "__main__":
    main()

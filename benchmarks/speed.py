"""How fast: ingest and ask, beside bare references in the same run.

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
from typing import TypeVar

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
T = TypeVar("T")


def main() -> None:
    """Measure and print."""
    documents, questions = _bundle(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
    words = _count_words(documents)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "bench.db"
        first, cpu = _timed(lambda: _ingest(store, documents))
        again, cpu_again = _timed(lambda: _ingest(store, documents))
        rows, bare = _bare_insertion(store, Path(folder) / "bare.db")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yardstick = _yardstick()
        rate, times, part = words / cpu, cpu / bare, cpu / cpu_again
        print(f"{documents}: {first.read:,} documents, {words:,} words, {rows:,} mentions")
        print(f"yardstick              {yardstick:8.2f} CPU s")
        print(f"ingest                 {cpu:8.2f} CPU s   {rate:,.0f} words per CPU second")
        print(f"bare SQLite insertion  {bare:8.2f} CPU s   ingest takes {times:.1f} times as long")
        print(f"second ingest          {cpu_again:8.2f} CPU s   1/{part:.0f} of the first")
        print(f"peak memory            {peak:8.0f} MB, store {store.stat().st_size / 1e6:.0f} MB")
        assert again.unchanged == again.read
        _ask_all(store, questions)


def _bundle(folder: Path) -> tuple[Path, list[str]]:
    documents = folder / "documents.jsonl.gz"
    if documents.is_file():
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        return documents, [json.loads(line)["text"] for line in lines]
    lines = (FIRM / "questions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return FIRM / "channels.jsonl", [line.partition("\t")[0] for line in lines]


def _count_words(documents: Path) -> int:
    opened = gzip.open if documents.suffix == ".gz" else open
    with opened(documents, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        texts = (f"{row.get('title') or ''} {row['text']}" for row in rows)
        return sum(len(re.findall(r"[^\W_]+", text)) for text in texts)


def _ingest(store: Path, documents: Path) -> Report:
    opened = open_store(str(store), create=True)
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


def _ask_all(store: Path, questions: list[str]) -> None:
    view = open_view(str(store), as_tokens=["operator"])
    for question in questions:  # fill the page cache, as a running service has
        ask(view, question)
    gc.collect()
    gc.freeze()  # as `serve` does
    seconds = []
    for question in questions:
        for _ in range(ASKED_TIMES):
            started = time.perf_counter()
            ask(view, question)
            seconds.append(time.perf_counter() - started)
    p95 = statistics.quantiles(seconds, n=20)[-1]
    print(
        f"ask, {len(questions)} questions x {ASKED_TIMES}: median "
        f"{statistics.median(seconds) * 1e3:.1f} ms, p95 {p95 * 1e3:.1f} ms"
    )


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

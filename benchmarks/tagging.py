"""What phrases cost: an ingest with the tagger, beside bare spaCy over the same cleaned texts.

    python benchmarks/tagging.py [DOCUMENTS] [MOST]

DOCUMENTS is a table; by default the r-mail bundle beside the project where it is there, else the
sample firm's messages. MOST records of it are read (default 3,000). The reference is `nlp.pipe`
of the same models with tagger and lemmatiser, one paragraph a text, nothing else done.
"""

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import spacy

from graphkit.registry import find
from graphkit.store import open_store
from ingest.clean import clean
from ingest.connectors import CONNECTORS
from ingest.extraction import Extraction
from ingest.extractors.phrases import MODELS
from ingest.pipeline import ingest
from ingest.workers import Limits, Workers, parse

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data" / "r-mail" / "documents.jsonl.gz"
FIRM = ROOT / "tests" / "data" / "firm" / "channels.jsonl"
LANGUAGES = ("en", "fr", "de")


def main() -> None:
    """Measure and print; each measurement in a process of its own, so that models load anew."""
    if len(sys.argv) > 3:
        _measure(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
        return
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED if SHARED.is_file() else FIRM
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.jsonl"
        opened = gzip.open if given.suffix == ".gz" else open
        with opened(given, "rt", encoding="utf-8") as lines:
            part.write_text("".join(islice(lines, most)), encoding="utf-8")
        for what in ("bare", "tagger", "bare", "tagger", "two jobs", "runs", "off"):
            command = [sys.executable, __file__, what, part, folder]
            print(
                subprocess.run(command, check=True, capture_output=True, text=True).stdout, end=""
            )


def _measure(what: str, part: Path, folder: str) -> None:
    words, run = _bare(part) if what == "bare" else _ingest(what, part, Path(folder))
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    rate = f"{words / cpu:8,.0f} words per CPU second" if words else ""
    print(f"{what:10} {wall:7.1f} s, {cpu:7.1f} CPU s of this process  {rate}")


def _ingest(what: str, part: Path, folder: Path) -> tuple[int, Callable[[], object]]:
    phrases = "tagger" if what == "two jobs" else what
    store = open_store(str(folder / f"{time.monotonic_ns()}.db"), create=True)
    table = find(CONNECTORS, "table", "kind").open(part, "bench", 50_000_000, parse)
    extraction = Extraction(LANGUAGES, phrases)

    def run() -> None:
        with Workers(Limits(2 if what == "two jobs" else 1)) as workers:
            ingest(store, table, "bench", extraction=extraction, workers=workers)

    return 0, run


def _bare(part: Path) -> tuple[int, Callable[[], object]]:
    """The prose of the cleaned texts, by language, and tagging it."""
    texts: dict[str, list[str]] = {}
    for row in map(json.loads, part.read_text(encoding="utf-8").splitlines()):
        for paragraph in clean(row.get("title") or "", row["text"], LANGUAGES).paragraphs:
            if paragraph.part != "aside" and paragraph.language in MODELS:
                texts.setdefault(paragraph.language, []).append(paragraph.text)

    def run() -> None:
        for language, pieces in texts.items():
            tagger = spacy.load(MODELS[language], exclude=["parser", "ner", "senter"])
            for _ in tagger.pipe(pieces, batch_size=256):
                pass

    return sum(len(t.split()) for pieces in texts.values() for t in pieces), run


if __name__ == "__main__":
    main()

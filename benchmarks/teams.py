"""The store for teams beside the file, in one run: ingest, and ask with where its time goes.

    python benchmarks/teams.py [BUNDLE]

BUNDLE is a folder with documents.jsonl.gz and queries.jsonl; by default ../shared/data/r-mail
where it is there, else the sample firm. Needs java and mvn for a Neo4j of its own. Each question
is asked once when nothing is kept in memory, then three times, then again with everybody listed in
a directory: read the ratios.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from speed import SHARED, bundle, ingested

from graphkit import ask
from graphkit.acl import OPERATOR
from graphkit.model import Scope
from graphkit.person import Person
from graphkit.store import GraphStore, open_store
from graphkit.view import View

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "fr", "de")


class Timed:
    """A store that notes the seconds of each kind of read."""

    def __init__(self, store: GraphStore) -> None:
        """Nothing noted yet."""
        self._store = store
        self.seconds: dict[str, float] = defaultdict(float)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A read, timed."""
        read = getattr(self._store, name)

        def timed(*arguments: object) -> object:
            begun = time.perf_counter()
            try:
                return read(*arguments)
            finally:
                self.seconds[name] += time.perf_counter() - begun

        return timed


def main() -> None:
    """Measure and print."""
    documents, questions = bundle(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"NEO4J_LOCAL_DATA": f"{folder}/neo4j"}
        script = [str(ROOT / "scripts" / "neo4j-local")]
        started = subprocess.run(
            [*script, "start"], env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
        try:
            medians = {}
            for address in (f"sqlite:///{folder}/bench.db", started.stdout.split()[-1]):
                name = address.partition(":")[0]
                for what in ("ingest", "second ingest"):
                    begun = time.perf_counter()
                    report = ingested(address, documents)
                    rate = report.read / (time.perf_counter() - begun)
                    print(f"{name:7} {what}: {rate:,.0f} documents a second", flush=True)
                medians[name] = _ask_all(name, address, questions)
            (file, server) = medians.values()
            print(f"ask on Neo4j takes {server / file:.1f} times as long")
        finally:
            subprocess.run([*script, "kill"], env=environment, check=True)


def _ask_all(name: str, address: str, questions: list[str]) -> float:
    """The median question's seconds, asked again and nobody listed."""
    store = Timed(open_store(address))
    view = View(store, OPERATOR, LANGUAGES)  # type: ignore[arg-type]  # it passes all on
    _asked(f"{name:7} ask first", view, store, questions)
    median = _asked(f"{name:7} ask again", view, store, questions * 3)
    aliases = view.facts(Scope(topics=frozenset())).names
    store.assign(Person(f"person:{a}", "Ada King", listed=(a,), aliases=(a,)) for a in aliases)
    _asked(f"{name:7} ask with {len(aliases):,} people listed", view, store, questions * 3)
    return median


def _asked(what: str, view: View, store: Timed, questions: list[str]) -> float:
    """The median question's seconds."""
    store.seconds.clear()
    seconds = []
    for question in questions:
        begun = time.perf_counter()
        ask(view, question)
        seconds.append(time.perf_counter() - begun)
    median, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    inside = ", ".join(
        f"{read} {spent / len(seconds) * 1e3:.1f}"
        for read, spent in sorted(store.seconds.items(), key=lambda item: -item[1])
    )
    print(
        f"{what}: median {median * 1e3:.1f} ms, p95 {p95 * 1e3:.1f} ms; "
        f"mean ms in the store: {inside}",
        flush=True,
    )
    return median


if __name__ == "__main__":
    main()

"""How fast a git repository is read, how much memory that takes, and what a second pass costs.

    python benchmarks/repository.py [COMMITS]

Makes the same repository each time (5,000 commits by 40 invented people, about 600 text files,
renames, merges), reads it twice, each time in a process of its own, and fails when the second
pass costs a tenth of the first or more, in CPU seconds: machines are shared and noisy.
"""

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from graphkit.registry import find
from graphkit.store import open_store
from ingest.connectors import CONNECTORS
from ingest.extraction import Extraction
from ingest.pipeline import ingest
from ingest.workers import Limits, Workers

COMMITS = 5000
FILES = 600
LANGUAGES = ("en", "fr", "de")
FIRST_SECOND = 1_500_000_000
A_TENTH = 0.1
SYLLABLES = "ba do fe gri ka lo mu nar pel ri sta ten vo wim zur".split()
PLAIN = "the of and to in is for that with on as are by it this be from at".split()


class Author:
    """Writes commits in the language of ``git fast-import``, always the same."""

    def __init__(self) -> None:
        self._random = random.Random(20240514)
        self._vocabulary = [
            *PLAIN,
            *("".join(self._random.choices(SYLLABLES, k=2 + n % 3)) for n in range(6000)),
        ]
        self._odds = list(accumulate(1 / rank for rank in range(1, len(self._vocabulary) + 1)))
        self._people = [f"{self._name()} {self._name()} <p{n}@x.org>" for n in range(40)]
        self._files: dict[str, list[str]] = {}
        self._mark = 0

    def stream(self, commits: int) -> Iterator[bytes]:
        """A history; about every twelfth commit is one of a branch, the next merges it."""
        while self._mark < commits:
            base = self._mark
            yield self._commit(base, self._changes())
            if base and self._random.random() < 1 / 12 and self._mark + 2 <= commits:
                trunk, branch = self._mark, self._edit(self._random.choice(list(self._files)))
                yield self._commit(trunk - 1, [branch], ref="side")
                yield self._commit(trunk, [branch], merge=self._mark)
        yield b"done\n"

    def _commit(
        self, parent: int, changes: list[bytes], ref: str = "main", merge: int | None = None
    ) -> bytes:
        self._mark += 1
        who = f"{self._random.choice(self._people)} {FIRST_SECOND + 6000 * self._mark} +0100"
        message = f"{self._sentence(6)}\n\n{' '.join(self._sentence(12) for _ in range(3))}\n"
        if self._random.random() < 1 / 4:
            message += f"\nReviewed-by: {self._random.choice(self._people)}\n"
        lines = [
            f"commit refs/heads/{ref}",
            f"mark :{self._mark}",
            f"author {who}",
            f"committer {who}",
            f"data {len(message)}\n{message}",
            *([f"from :{parent}"] if parent else []),
            *([f"merge :{merge}"] if merge else []),
        ]
        return "\n".join(lines).encode() + b"\n" + b"".join(changes) + b"\n"

    def _changes(self) -> list[bytes]:
        """A new file, a renamed one, or edits of one to three."""
        chance = self._random.random()
        if not self._files or (chance < 1 / 6 and len(self._files) < FILES):
            name = f"docs/{self._name()}/{self._name()}-{self._mark}.md"
            self._files[name] = [f"# {self._sentence(4)}", ""]
            return [self._edit(name, lines=self._random.randint(20, 120))]
        name = self._random.choice(list(self._files))
        if chance > 49 / 50:
            renamed = f"docs/{self._name()}/{self._name()}-{self._mark}.md"
            self._files[renamed] = self._files.pop(name)
            return [f"R {name} {renamed}\n".encode(), self._edit(renamed)]
        names = {name, *self._random.choices(list(self._files), k=self._random.randint(0, 2))}
        return [self._edit(each) for each in sorted(names)]

    def _edit(self, name: str, lines: int = 3) -> bytes:
        text = self._files[name]
        at = self._random.randrange(2, len(text) + 1)
        text[at : at + 1] = [self._sentence(10) for _ in range(lines)]
        written = "\n".join(text) + "\n"
        return f"M 100644 inline {name}\ndata {len(written)}\n{written}\n".encode()

    def _sentence(self, words: int) -> str:
        chosen = self._random.choices(self._vocabulary, cum_weights=self._odds, k=words)
        return f"{' '.join(chosen).capitalize()}."

    def _name(self) -> str:
        return "".join(self._random.choices(SYLLABLES, k=3)).capitalize()


def make(folder: Path, commits: int) -> None:
    """The repository, bare."""
    git = shutil.which("git") or "git"
    subprocess.run([git, "init", "-q", "--bare", "-b", "main", folder], check=True)
    command = [git, "-C", str(folder), "fast-import", "--quiet", "--done"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.writelines(Author().stream(commits))
    assert process.returncode == 0


def read(repository: Path, address: str) -> None:
    """One pass, as the command does it; prints what it took."""
    store = open_store(address, create=True)
    opener = find(CONNECTORS, "git", "kind")
    started, used = time.perf_counter(), _cpu_seconds()
    with Workers(Limits()) as workers:
        connector = opener.open(repository, "bench", 50_000_000, workers.parse)
        report = ingest(
            store, connector, "bench", extraction=Extraction(LANGUAGES), workers=workers
        )
    taken = {
        "read": report.read,
        "unchanged": report.unchanged,
        "seconds": time.perf_counter() - started,
        "cpu": _cpu_seconds() - used,
        "own_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }
    assert not report.quarantined
    store.close()
    print(json.dumps(taken))


def _cpu_seconds() -> float:
    """Of this process, and of the workers and git processes that ended."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    """Measure, print, and fail when reading again costs too much."""
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else COMMITS
    with tempfile.TemporaryDirectory() as folder:
        repository, address = Path(folder) / "bench.git", str(Path(folder) / "bench.db")
        make(repository, commits)
        first, second = (_pass(repository, address) for _ in range(2))
        size = sum(file.stat().st_size for file in repository.rglob("*") if file.is_file())
    assert second["unchanged"] == second["read"] == first["read"]
    print(f"{commits:,} commits, {first['read']:,.0f} documents, packed in {size / 1e6:.0f} MB")
    print(f"{'':12}{'seconds':>10}{'CPU s':>10}{'docs/s':>10}{'MB':>10}{'MB, child':>12}")
    for name, taken in (("first", first), ("second", second)):
        rate = taken["read"] / taken["seconds"]
        print(
            f"{name:12}{taken['seconds']:10.2f}{taken['cpu']:10.2f}{rate:10,.0f}"
            f"{taken['own_mb']:10,.0f}{taken['child_mb']:12,.0f}"
        )
    share = second["cpu"] / first["cpu"]
    print(f"the second pass costs 1/{1 / share:.0f} of the first, in CPU seconds")
    if share >= A_TENTH:
        sys.exit("that is a tenth or more")


def _pass(repository: Path, address: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--read", str(repository), address]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    taken: dict[str, float] = json.loads(done.stdout)
    return taken


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]), sys.argv[3])
    else:
        main()

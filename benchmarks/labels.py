"""How good the labels are that are shown: a random sample, judged by a person.

    python benchmarks/labels.py STORE COLLECTION [MOST]   print a sample to judge
    python benchmarks/labels.py                           count the verdicts in labels.tsv

A sample is drawn without looking, from all labels that the operator is shown, by a fixed seed.
Verdicts: "good" names a topic that a colleague would recognise; "vague" says something, but not
what somebody knows about; "junk" is no term, or a person's name.
"""

import math
import random
import sys
from collections import Counter
from pathlib import Path

from graphkit import open_view
from graphkit.labels import labels_of

TABLE = Path(__file__).with_suffix(".tsv")
SEED = 2026
MOST = 200
Z = 1.96


def sample(store: str, collection: str, most: int = MOST) -> None:
    """Print so many labels, in random order, each with an empty verdict."""
    labels = open_view(store, as_tokens=["operator"]).kept(labels_of)
    shown = sorted(label.text for label in labels.all)  # whatever the order they are shown in
    for text in random.Random(SEED).sample(shown, min(most, len(shown))):
        print(f"{collection}\t\t{text}")
    print(f"{collection}: {len(shown):,} labels are shown", file=sys.stderr)


def count() -> None:
    """Print each collection's shares, with 95 % intervals (Wilson)."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    for collection in sorted({row[0] for row in rows}):
        verdicts = Counter(row[1] for row in rows if row[0] == collection)
        total = verdicts.total()
        shares = (
            f"{v} {n / total:.1%} [{_interval(n, total)}]" for v, n in sorted(verdicts.items())
        )
        print(f"{collection:14} {total} judged: {', '.join(shares)}")


def _interval(hits: int, total: int) -> str:
    share, square = hits / total, Z * Z
    middle = share + square / (2 * total)
    spread = Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    low, high = (middle - spread) / (1 + square / total), (middle + spread) / (1 + square / total)
    return f"{low:.1%}, {high:.1%}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sample(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
    else:
        count()

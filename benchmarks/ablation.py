"""What each part of the formula is worth: ablation.md, with each part off beside the whole.

    python benchmarks/ablation.py [BUNDLE...]

By default the bundles of ../shared/data. Their documents are read once and kept in the cache
(WHOKNOWS_CACHE); then it takes a minute or two a bundle.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
TABLE = Path(__file__).with_suffix(".md")
MEASURES = ("MAP", "MRR", "P@5", "NDCG@10", "Recall@50")
COMMAND = [sys.executable, "-c", "from api.terminal import main; main()", "evaluate", "--ablate"]

HEAD = """# What each part of the formula is worth

Made by `python benchmarks/ablation.py`. First what the whole formula reaches; then,
for each baseline and for the formula without one of its parts, how much the whole formula is above
it, question by question, with the 95 % bootstrap interval. Above 0 the part helps; an interval
over 0 leaves it open.
"""


def main() -> None:
    """Measure and write."""
    bundles = sys.argv[1:] or sorted(str(each.parent) for each in SHARED.glob("*/qrels.tsv"))
    done = subprocess.run(
        [*COMMAND, "--json", *bundles], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    found = json.loads(done.stdout)["bundles"]
    tables = ["\n".join(_table(bundle)) for bundle in found]
    TABLE.write_text("\n\n".join([HEAD.rstrip(), *tables]) + "\n", encoding="utf-8")
    print(f"wrote {TABLE}")


def _table(bundle: dict[str, Any]) -> Iterator[str]:
    whole = bundle["parts"][0]
    yield f"## {bundle['bundle']}"
    yield ""
    yield (
        f"{whole['questions']} questions, {bundle['documents']:,} documents, "
        f"{bundle['people']:,} people, everybody ranked; formula {bundle['formula']}"
    )
    yield ""
    yield f"| | {' | '.join(MEASURES)} |"
    yield "|---" * (1 + len(MEASURES)) + "|"
    for system in whole["systems"]:
        own = system["difference"] or system["measures"]
        cells = (_cell(own[name], signed=bool(system["difference"])) for name in MEASURES)
        yield f"| {system['name']} | {' | '.join(cells)} |"


def _cell(found: dict[str, float], *, signed: bool) -> str:
    form = "{:+.3f}" if signed else "{:.3f}"
    mean, low, high = (
        form.format(round(found[each], 3) + 0.0) for each in ("mean", "low", "high")
    )
    return f"{mean} [{low}, {high}]"


if __name__ == "__main__":
    main()

"""demo.py PORT [SOURCE]: read the sample firm or SOURCE, ask three questions, serve the page."""

import os
import shlex
import sys
from pathlib import Path

import typer

from api.terminal import build, run
from graphkit import open_view
from graphkit.ids import digest
from graphkit.model import Scope

FIRM = "tests/data/firm"
PARTLY = 3  # something is quarantined and named; go on


def main(port: str, source: str = "") -> None:
    """Run the commands a user would type, in one process, since each start costs a second."""
    Path(".demo").mkdir(exist_ok=True)
    name = f"own-{digest(str(Path(source).resolve()))[:8]}" if source else "firm"
    os.environ["WHOKNOWS_STORE"] = f"sqlite:///.demo/{name}.db"
    if source:
        type_("ingest", source)
        for title in _titles():
            type_("ask", title, "-k", "2")
    else:
        type_("ingest", f"{FIRM}/library", f"{FIRM}/channels.jsonl")
        type_("ingest", f"{FIRM}/bids", "--acl", "group:bids")
        type_("ask", "permis éolien en mer", "-k", "2")
        type_("ask", "tender pricing", "-k", "1")
        type_("ask", "tender pricing", "-k", "1", "--as", "group:bids")
    type_("serve", "--port", port)


def type_(*arguments: str) -> None:
    """Show a command and run it; end where it fails."""
    typer.secho(f"\n$ whoknows {shlex.join(arguments)}", bold=True)
    status = build(list(arguments))(list(arguments), standalone_mode=False)
    if status not in {None, 0, PARTLY}:
        sys.exit(status)


def _titles() -> list[str]:
    """The titles of the three newest documents that somebody has signed: good first questions."""
    graph = open_view().graph(Scope(topics=frozenset()))
    signed = [d for d in graph.documents if graph.contributions(d.id) and d.title]
    newest = sorted(signed, key=lambda d: (d.date or "", d.id), reverse=True)
    return list(dict.fromkeys(document.title for document in newest))[:3]


if __name__ == "__main__":
    run(lambda: main(*sys.argv[1:]))

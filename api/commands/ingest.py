"""``whoknows ingest``."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, Field
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.commands.options import Json, Store
from graphkit.acl import EVERYONE, OPERATOR, token
from graphkit.errors import ConfigError, SourceUnreadable
from graphkit.ops import claim_source, ops_path
from graphkit.registry import find
from graphkit.settings import Settings
from graphkit.store import GraphStore, open_store
from graphkit.text import encodable, one_line
from ingest.connector import Connector
from ingest.connectors import CONNECTORS
from ingest.pipeline import Report
from ingest.pipeline import ingest as ingest_source

STOPPED = 130
PARTLY = 3
"""Exit status when something could not be read; the rest was."""


class QuarantinedOut(BaseModel):
    """What could not be read, and why."""

    source: str
    reason: str


class ReportOut(BaseModel):
    """What a run did, in records, over all its sources."""

    sources: list[str] = []
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    served: int = Field(0, description="Records that were given the --acl tokens")
    anonymous: int = Field(0, description="Records that name no person")
    acl: list[str] = []
    quarantined: list[QuarantinedOut] = []
    skipped: dict[str, int] = Field({}, description="Files of other types, by suffix")
    unswept: list[str] = Field([], description="Sources where removals could not be told")
    people: int = Field(0, description="People on file afterwards")
    seconds: float = 0.0


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Folders, files or tables.", show_default=False)
    ],
    source: Annotated[
        str | None,
        typer.Option(
            help="Name of the source. [default: the folder's or file's]", show_default=False
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="Kind of source. [default: found out]", show_default=False),
    ] = None,
    acl: Annotated[
        list[str] | None,
        typer.Option(
            "--acl",
            metavar="TOKEN",
            help="Who may see records that bring no permissions of their own; repeatable. "
            "[default: everyone]",
            show_default=False,
        ),
    ] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Read folders and tables.

    Again: only what is new or changed is read, and what is gone is removed.
    Kinds: folder (.md, .rst, .txt) and table (.jsonl, .jsonl.gz, .csv).
    Exit status: 0 read; 3 read, but something is quarantined (named in the report); 1 error;
    2 wrong usage.

    \b
    whoknows ingest handbook/
    whoknows ingest bids/ --acl group:bids
    whoknows ingest export.jsonl --source crm --json
    """
    if source and len(paths) > 1:
        raise typer.BadParameter("give --source with one PATH only", param_hint="--source")
    settings = Settings.load()
    tokens = frozenset(map(token, acl or [EVERYONE]))
    opened = [_open(path, source, kind, settings) for path in paths]  # all, before any is read
    address = store or settings.store
    graph_store = open_store(address, create=True)
    total = ReportOut(acl=sorted(tokens))
    try:
        for path, name, found_kind, connector in opened:
            claim_source(ops_path(address, settings.ops), name, found_kind, path)
            _add(total, name, _read(graph_store, connector, name, settings, tokens))
    except KeyboardInterrupt:
        typer.echo("whoknows: stopped; what was written before stands", err=True)
        raise typer.Exit(STOPPED) from None
    total.people = graph_store.totals(OPERATOR).people
    graph_store.close()
    for line in [total.model_dump_json(indent=2)] if as_json else _lines(total):
        typer.echo(line)
    if total.quarantined:
        raise typer.Exit(PARTLY)


def _open(
    path: Path, source: str | None, kind: str | None, settings: Settings
) -> tuple[Path, str, str, Connector]:
    """A path with its source's name, its kind, and the connector opened on it."""
    if not path.exists():
        msg = f"there is no {path}"
        raise SourceUnreadable(msg)
    name = source or path.resolve().name.split(".")[0] or path.resolve().name
    if not name or ":" in name or not name.isprintable():
        msg = f"a source cannot be called {name!r}: name it with --source NAME, without a colon"
        raise ConfigError(msg)
    kind = kind or next(
        (each for each in CONNECTORS if find(CONNECTORS, each, "kind").recognises(path)), None
    )
    if kind is None:
        msg = f"cannot tell what {path} is: name one of {', '.join(CONNECTORS)} with --kind"
        raise ConfigError(msg)
    opener: type[Connector] = find(CONNECTORS, kind, "kind")
    return path, name, kind, opener.open(path, name, settings.max_file_mb * 1_000_000)


def _read(
    store: GraphStore,
    connector: Connector,
    name: str,
    settings: Settings,
    tokens: frozenset[str],
) -> Report:
    """One pass, with a bar on stderr where there is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return ingest_source(store, connector, name, languages=settings.languages, acl=tokens)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task(name, total=connector.estimate())
        return ingest_source(
            store,
            connector,
            name,
            languages=settings.languages,
            acl=tokens,
            advance=lambda: progress.advance(bar),
        )


_COUNTS = ("read", "new", "changed", "unchanged", "removed", "served", "anonymous")


def _add(total: ReportOut, name: str, report: Report) -> None:
    total.sources.append(name)
    for count in _COUNTS:
        setattr(total, count, getattr(total, count) + getattr(report, count))
    total.quarantined += [
        QuarantinedOut(source=encodable(f"{name}: {where}"), reason=encodable(reason))
        for where, reason in report.quarantined
    ]
    skipped = Counter({encodable(what): count for what, count in report.skipped.items()})
    total.skipped = dict(sorted((Counter(total.skipped) + skipped).items()))
    total.unswept += [] if report.complete else [name]
    total.seconds = round(total.seconds + report.seconds, 3)


def _lines(total: ReportOut) -> Iterator[str]:
    yield (
        f"{', '.join(total.sources)}: {total.read:,} read, {total.new:,} new, "
        f"{total.changed:,} changed, {total.unchanged:,} unchanged, {total.removed:,} removed; "
        f"{total.people:,} people on file; {total.seconds:.1f} s"
    )
    if total.served:
        verb = "record brings" if total.served == 1 else "records bring"
        yield f"{total.served:,} {verb} no permissions: seen by {', '.join(total.acl)} (--acl)"
    if total.anonymous:
        verb = "record names" if total.anonymous == 1 else "records name"
        yield f"{total.anonymous:,} {verb} no person, and so speak for nobody"
    if total.skipped:
        kinds = ", ".join(f"{one_line(what)} {count:,}" for what, count in total.skipped.items())
        yield f"skipped, of other types: {kinds}"
    for item in total.quarantined:
        yield one_line(f"could not be read: {item.source}: {item.reason}")
    for name in total.unswept:
        yield f"nothing was removed from {name}: what could not be read may have been on file"

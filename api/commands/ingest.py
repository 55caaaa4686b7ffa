"""``whoknows ingest``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Json, Store, say_waiting
from api.console import progress
from api.reports import FailedOut, ReportOut, report_lines, summary
from graphkit.acl import OPERATOR, token
from graphkit.errors import ConfigError, IngestError, OlderExport, SourceUnreadable
from graphkit.ops import (
    claim_source,
    ops_path,
    record_export,
    record_failure,
    record_pass,
    turn,
)
from graphkit.registry import find
from graphkit.settings import FILE, Settings, Source
from graphkit.store import GraphStore, open_store
from graphkit.text import one_line
from ingest.connector import Connector
from ingest.connectors import CONNECTORS
from ingest.extraction import Extraction, blocked_phrases
from ingest.pipeline import Report
from ingest.pipeline import ingest as ingest_source
from ingest.workers import Limits, Workers

STOPPED = 130
PARTLY = 3
"""Exit status when something could not be read; the rest was."""


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Folders, files, mail, exports, repositories, tables. "
            f"[default: the sources of {FILE}]",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help=f"Name of the source [default: the folder's or file's]; without PATHS the one "
            f"of {FILE} to read.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            help=f"Kind of source: {', '.join(CONNECTORS)}. [default: found out]",
            show_default=False,
        ),
    ] = None,
    acl: Annotated[
        list[str] | None,
        typer.Option(
            "--acl",
            metavar="TOKEN",
            help="Who may see records that bring no permissions of their own; repeatable. "
            "[default: everyone; of mail over a list the list's group]",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help="Remove what is gone, even above half of a source; read an older export."
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=256,
            help="Processes that parse, and that tag, at once. [default: WHOKNOWS_JOBS or 1]",
            show_default=False,
        ),
    ] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Read folders, mail, exports of chats, repositories and tables.

    Again: only what is new or changed is read, and what is gone is removed.
    Exit status: 0 read; 3 read, but something is quarantined (named in the report, and by
    `whoknows sources`); 1 error; 2 wrong usage.

    \b
    whoknows ingest                              everything in whoknows.toml
    whoknows ingest handbook/ ~/src/turbine
    whoknows ingest bids/ --acl group:bids --jobs 4
    whoknows ingest slack-export.zip --source slack
    whoknows ingest pumps.mbox --acl everyone
    whoknows ingest export.jsonl --source crm --json
    """
    settings = Settings.load()
    wanted = _wanted(settings, paths or (), source, kind, acl)
    extraction = extraction_of(settings)
    run = _Run(settings, store or settings.store, jobs or settings.jobs, yes, extraction)
    try:
        total = run.all(wanted)
    except KeyboardInterrupt:
        typer.echo("whoknows: stopped; what was written before stands", err=True)
        raise typer.Exit(STOPPED) from None
    for line in [total.model_dump_json(indent=2)] if as_json else report_lines(total):
        typer.echo(line)
    for each in total.failed:
        of = f"{each.source}: " if len(wanted) > 1 else ""
        typer.echo(one_line(f"whoknows: {of}{each.reason}"), err=True)
    if total.failed:
        raise typer.Exit(1)
    if total.quarantined:
        raise typer.Exit(PARTLY)


def _wanted(
    settings: Settings,
    paths: Sequence[Path],
    name: str | None,
    kind: str | None,
    acl: list[str] | None,
) -> list[Source]:
    """The sources to read: the paths, each as the file has it if it does, or all of the file."""
    missing = next((path for path in paths if not path.exists()), None)
    if missing:  # mistyped: say so before anything is read
        raise SourceUnreadable(f"there is no {missing}")
    listed = {each.path.resolve(): each for each in settings.sources}
    chosen = [listed.get(path.resolve(), Source(path=path)) for path in paths]
    if not paths:
        chosen = [each for each in settings.sources if name in {None, each.called()}]
        if not chosen:
            what = f"no source {name!r}" if name else "no PATH given, and no [[sources]]"
            raise ConfigError(f"{what} in {FILE}: `whoknows init PATH...` writes one")
    elif name and len(paths) > 1:
        raise typer.BadParameter("give --source with one PATH only", param_hint="--source")
    said = {"name": name, "kind": kind, "acl": tuple(map(token, acl or ()))}
    given = {key: value for key, value in said.items() if value}
    wanted = [each.model_copy(update=given) for each in chosen]
    names = [each.called() for each in wanted]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice:
        raise ConfigError(f"two sources are called {twice!r}: give one another name")
    return wanted


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of the command over its sources."""

    settings: Settings
    address: str
    jobs: int
    yes: bool
    extraction: Extraction

    def all(self, wanted: Sequence[Source]) -> ReportOut:
        """Read every source; one that fails does not keep the others from being read."""
        store = open_store(self.address, create=True, sign_in=self.settings.sign_in)
        ops = ops_path(self.address, self.settings.ops)
        total = ReportOut()
        limits = Limits(self.jobs, self.settings.parse_seconds, self.settings.parse_mb)
        total.untagged = list(self.extraction.untagged)
        with turn(ops, lambda: say_waiting(self.address)), Workers(limits) as workers:
            for source in wanted:
                name = source.called()
                try:
                    report = self._read(store, source, name, ops, workers)
                except (IngestError, ConfigError) as error:
                    total.failed.append(FailedOut(source=name, reason=str(error)))
                    if isinstance(error, IngestError):
                        record_failure(ops, name, _now(), str(error))
                else:
                    record_pass(ops, name, _now(), summary(report), report.quarantined)
                    total.add(name, report, source.acl)
            store.tidy()
            total.people = store.totals(OPERATOR).people
        store.close()
        return total

    def _read(
        self, store: GraphStore, source: Source, name: str, ops: Path, workers: Workers
    ) -> Report:
        """One source's pass."""
        kind, opener = _kind(source)
        largest = self.settings.max_file_mb * 1_000_000
        connector = opener.open(source.path, name, largest, workers.parse)
        newest = connector.newest()
        before = claim_source(ops, name, kind, source.path, newest)
        with progress(name, connector.estimate) as bar:
            is_older = newest is not None and newest[:10] < before[:10]  # within a day, who knows
            question = f"{source.path} ends before what is on file ({before[:10]}). Read it?"
            if is_older and not self.yes and not bar.agreed(question):
                raise OlderExport(f"{question} If so, repeat with --yes")
            report = ingest_source(
                store,
                connector,
                name,
                extraction=self.extraction,
                acl=None if source.acl is None else frozenset(source.acl),
                workers=workers,
                agree=lambda gone, of: self.yes or bar.agreed(_question(name, gone, of)),
                advance=bar.advance,
            )
        if newest:
            record_export(ops, name, source.path, newest)
        return report


def extraction_of(settings: Settings) -> Extraction:
    """How topics are found, as the settings say.

    Raises
    ------
    ConfigError
        When the block list cannot be read.
    """
    blocked: tuple[str, ...] = ()
    if settings.blocked_topics is not None:
        try:
            text = settings.blocked_topics.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
            msg = f"WHOKNOWS_BLOCKED_TOPICS: cannot read {settings.blocked_topics}: {why}"
            raise ConfigError(msg) from error
        blocked = tuple(blocked_phrases(text))
    return Extraction(settings.languages, settings.phrases, blocked)


def _kind(source: Source) -> tuple[str, type[Connector]]:
    """The kind of a source, as said or as it looks, and its connector."""
    path = source.path
    if not path.exists():
        raise SourceUnreadable(f"there is no {path}")
    looks = (each for each in CONNECTORS if find(CONNECTORS, each, "kind").recognises(path))
    kind = source.kind or next(looks, None)
    if kind is None:
        msg = f"cannot tell what {path} is: name one of {', '.join(CONNECTORS)} with --kind"
        raise ConfigError(msg)
    opener: type[Connector] = find(CONNECTORS, kind, "kind")
    return kind, opener


def _question(name: str, gone: int, of: int) -> str:
    return f"{gone:,} of the {of:,} documents of {name} are gone. Remove them?"


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")

"""``whoknows evaluate``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from platformdirs import user_cache_path

from api.commands.ingest import extraction_of
from api.commands.options import Json, Store, say_waiting
from api.console import progress
from api.measures import BundleOut, EvaluationOut, PartOut, measure_lines
from graphkit.acl import OPERATOR, OPERATOR_NAME
from graphkit.bundles import Bundle, read_bundle, read_questions
from graphkit.errors import ConfigError
from graphkit.evaluation import FORMULA, absent, answers, check_installed, compare, systems
from graphkit.formula import Formula
from graphkit.judging import README, bundle_to_judge, check_new, new_bundle
from graphkit.ranking import formula_digest
from graphkit.runs import Run, read_run, write_run
from graphkit.settings import Settings
from graphkit.store import open_store
from graphkit.view import View, open_view
from ingest.cached import CachedTable
from ingest.workers import Limits, Workers


def evaluate(
    bundles: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="BUNDLE...",
            help="Folders with queries.jsonl, qrels.tsv or judgements.csv, and as it may be "
            "documents.jsonl.gz.",
            show_default=False,
        ),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(
            "--run", metavar="FILE", help="Write what the formula answered.", show_default=False
        ),
    ] = None,
    compare_with: Annotated[
        Path | None,
        typer.Option(
            "--compare", metavar="FILE", help="A run to compare with.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--type", help="Questions of this type only.", show_default=False),
    ] = None,
    pool: Annotated[
        bool, typer.Option("--pool", help="Only the people of candidates.txt compete.")
    ] = False,
    questions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Other wordings of the bundle's questions; with --new the questions to judge.",
            show_default=False,
        ),
    ] = None,
    ablate: Annotated[
        bool, typer.Option("--ablate", help="The formula with each part off, too.")
    ] = False,
    new: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Make a bundle of your own, to be judged in a spreadsheet.",
            show_default=False,
        ),
    ] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Measure how well questions are answered, as somebody judged, beside simple baselines.

    The documents of a bundle are read into a store of its own, kept in a cache (WHOKNOWS_CACHE);
    a bundle without documents, and any with --store, is measured on a store. Everything is
    visible, nobody is too weak to be named. Intervals are 95 % (bootstrap over questions).

    \b
    whoknows evaluate bundles/proposals
    whoknows evaluate bundles/* --ablate --json
    whoknows evaluate bundles/mail --type topic --run new.tsv --compare old.tsv
    whoknows evaluate --new our-questions --questions questions.jsonl
    """
    settings = Settings.load()
    if new:
        if bundles or run or compare_with or kind or pool or ablate or as_json:
            raise typer.BadParameter("goes with --questions and --store only", param_hint="--new")
        _make(new, questions, store, settings)
        return
    if not bundles:
        raise typer.BadParameter("name one, or make one with --new", param_hint="BUNDLE")
    if len(bundles) > 1 and (run or compare_with or questions):
        hint = "--run, --compare, --questions"
        raise typer.BadParameter("they go with one BUNDLE only", param_hint=hint)
    check_installed()
    wanted = [_wanted(each, kind, questions, pool=pool) for each in bundles]
    other = read_run(compare_with, wanted[0]) if compare_with else None
    if run and run.exists():  # before minutes are spent
        raise ConfigError(f"{run} is there already: name another, or move it away")
    found = EvaluationOut(bundles=[])
    for bundle in wanted:
        view = _view(bundle, store, settings)
        with progress("questions", lambda: answers(bundle, ablate=ablate)) as bar:  # noqa: B023  called at once
            runs = systems(view, bundle, settings.formula, ablate=ablate, advance=bar.advance)
        if run:
            write_run(run, runs[FORMULA])
        beside = {f"run {compare_with.name}": other} if compare_with and other is not None else {}
        found.bundles.append(_measured(view, bundle, runs | beside, settings.formula))
        view.store.close()
        for line in () if as_json else measure_lines(found.bundles[-1]):
            typer.echo(line)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))


def _wanted(folder: Path, kind: str | None, questions: Path | None, *, pool: bool) -> Bundle:
    """A bundle, narrowed to what is to be measured."""
    bundle = read_bundle(folder, pooled=pool)
    if kind is not None:
        bundle = bundle.of_type(kind)
    return bundle.reworded(questions) if questions else bundle


def _view(bundle: Bundle, store: str | None, settings: Settings) -> View:
    """All of the store that is named, or of the bundle's own, read when it has to be."""
    if store or not bundle.documents:
        return open_view(store or settings.store, as_tokens=[OPERATOR_NAME])
    extraction = extraction_of(settings)
    for language in extraction.untagged:
        typer.echo(f"no tagger for {language} is installed: measured without", err=True)
    folder = settings.cache or user_cache_path("whoknows", appauthor=False)
    table = CachedTable(folder, bundle.documents, extraction, settings.max_file_mb * 1_000_000)
    if not table.path.is_file():
        limits = Limits(settings.jobs, settings.parse_seconds, settings.parse_mb)
        with (
            Workers(limits) as workers,
            progress(bundle.name, table.connector.estimate) as bar,
        ):
            table.fill(workers, lambda: say_waiting(bundle.name), bar.advance)
    return View(open_store(str(table.path)), OPERATOR, settings.languages)


def _measured(view: View, bundle: Bundle, runs: Mapping[str, Run], formula: Formula) -> BundleOut:
    totals = view.totals()
    return BundleOut(
        bundle=bundle.name,
        known_questions=len(bundle.known),
        documents=totals.documents,
        people=totals.people,
        pool=None if bundle.pool is None else len(bundle.pool),
        absent=list(absent(view, bundle)),
        formula=formula_digest(formula),
        parts=[PartOut.of(part) for part in compare(bundle, runs)],
    )


def _make(folder: Path, questions: Path | None, store: str | None, settings: Settings) -> None:
    """A new bundle: filled for some questions, or with examples."""
    if questions is None:
        new_bundle(folder)
        typer.echo(f"made {folder}, with examples: {folder / README} says how to go on")
        return
    check_new(folder)
    asked = read_questions(questions)
    view = open_view(store or settings.store, as_tokens=[OPERATOR_NAME])
    with progress("questions", lambda: len(asked)) as bar:
        pairs = bundle_to_judge(folder, asked, view, settings.formula, bar.advance)
    view.store.close()
    typer.echo(f"made {folder}: {pairs:,} pairs to judge; {folder / README} says how to go on")

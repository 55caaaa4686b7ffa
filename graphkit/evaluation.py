"""Evaluation: how well the formula answers judged questions, beside the baselines.

Metrics are trec_eval's (the extra `evaluate`), intervals come from the bootstrap over questions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from graphkit.baselines import BASELINES, parts
from graphkit.bundles import Bundle, Qrels
from graphkit.errors import ConfigError, QueryError
from graphkit.formula import Formula
from graphkit.intervals import Estimate, estimates
from graphkit.ranking import rank
from graphkit.runs import Run
from graphkit.view import View

ABLATIONS: Mapping[str, Mapping[str, float]] = {
    "pairs": {"pairs": 0.0},
    "strength": {"strength_power": 0.0},
    "rarest words": {"question_words": 1000},
    "replies": {"reply": 0.0},
    "askers": {"asker": 1.0},
    "related words": {"related": 0.0},
    "idf squared": {"related_rarity": 1.0},
    "damping": {"repetition": 0.0},
    "PageRank": {"pagerank": 0.0},
    "specialists": {"specialist": 0.0},
}
"""Each part of the formula and the numbers that turn it off."""

MEASURES: Mapping[str, str] = {
    "map": "MAP",
    "recip_rank": "MRR",
    "P_5": "P@5",
    "P_10": "P@10",
    "ndcg_cut_10": "NDCG@10",
    "recall_50": "Recall@50",
}
"""Each measure as trec_eval calls it, and as everybody does. Grades count in NDCG only."""

DEPTH = 1000
"""So many people a question are measured."""

FORMULA = "formula"
WITHOUT = "without "
"""What the whole formula is called, and how the name of one with a part off begins."""

Values = Mapping[str, Sequence[float]]
"""Measure → one value a question, by the questions' ids."""


Estimates = Mapping[str, Estimate]
"""Measure → estimate."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Systems on the same questions.

    Parameters
    ----------
    type
        The questions' type; None: all of them.
    questions
        How many.
    systems
        Each system's own estimates, the formula's first.
    differences
        Formula minus system, question by question, for every other system.
    """

    type: str | None
    questions: int
    systems: Mapping[str, Estimates]
    differences: Mapping[str, Estimates]


def systems(
    view: View,
    bundle: Bundle,
    formula: Formula,
    *,
    ablate: bool = False,
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Run]:
    """What the formula and each baseline answer to a bundle's questions, everybody ranked.

    Parameters
    ----------
    ablate
        Whether the formula answers with each of its parts off, too.
    advance
        Called once a question is answered by one of them (`answers` in all).
    """
    formulas = {FORMULA: formula}
    if ablate:
        formulas |= {f"{WITHOUT}{name}": ablated(formula, off) for name, off in ABLATIONS.items()}
    found: dict[str, dict[str, Mapping[str, float]]] = {}
    for question in bundle.questions:
        for name, numbers in formulas.items():
            scores = ranked(view, question.text, numbers)
            found.setdefault(name, {})[question.id] = bundle.respelt(scores)
            advance()
        for name, baseline in BASELINES.items():
            found.setdefault(name, {})[question.id] = bundle.respelt(baseline(view, question))
            advance()
    return {name: found[name] for name in (FORMULA, *BASELINES, *formulas)}


def ablated(formula: Formula, off: Mapping[str, float]) -> Formula:
    """The formula with other numbers, one of the `ABLATIONS`."""
    return replace(formula, **off)  # type: ignore[arg-type]  # a whole number stands for either


def answers(bundle: Bundle, *, ablate: bool = False) -> int:
    """How many answers `systems` gathers."""
    return len(bundle.questions) * (1 + len(BASELINES) + (len(ABLATIONS) if ablate else 0))


def ranked(view: View, question: str, formula: Formula) -> Mapping[str, float]:
    """Every candidate's score, the floor off; a question that cannot be asked has none."""
    try:
        ranking = rank(view, question, formula)
    except QueryError:
        return {}
    return {person: ranking.score(person) for person in ranking.people}


def compare(bundle: Bundle, runs: Mapping[str, Run]) -> tuple[Comparison, ...]:
    """Measure runs: over all questions, then over those of each type where there are several.

    Raises
    ------
    ConfigError
        When the extra is not installed.
    """
    values = {name: per_question(run, bundle.qrels, bundle.pool) for name, run in runs.items()}
    of = [question.type for question in bundle.questions]
    kinds = bundle.types if len(bundle.types) > 1 else ()
    return tuple(
        _comparison(kind, [i for i, each in enumerate(of) if kind in {None, each}], values)
        for kind in (None, *kinds)
    )


def per_question(run: Run, qrels: Qrels, pool: frozenset[str] | None = None) -> Values:
    """The measures of a run for each judged question, by id; one left out has zero everywhere.

    Parameters
    ----------
    pool
        With a pool only its people are ranked, the others taken out before anything is counted.

    Raises
    ------
    ConfigError
        When the extra is not installed.
    """
    ranks = {question: _ranks(run.get(question, {}), pool) for question in qrels}
    judged = {question: dict(grades) for question, grades in qrels.items()}
    found = check_installed().RelevanceEvaluator(judged, set(MEASURES)).evaluate(ranks)
    return {
        name: tuple(found.get(question, {}).get(key, 0.0) for question in sorted(qrels))
        for key, name in MEASURES.items()
    }


def absent(view: View, bundle: Bundle) -> tuple[str, ...]:
    """People who are said to know and have no part in any document: nobody can find them."""
    there = set(bundle.respelt(dict.fromkeys(view.kept(parts).people, 0.0)))
    return tuple(sorted({p for grades in bundle.qrels.values() for p in grades} - there))


def _comparison(
    kind: str | None, places: Sequence[int], values: Mapping[str, Values]
) -> Comparison:
    own = {name: _at(of, places) for name, of in values.items()}
    pairs = {name: _minus(own[FORMULA], of) for name, of in own.items() if name != FORMULA}
    columns = [column for of in (*own.values(), *pairs.values()) for column in of.values()]
    found = iter(estimates(columns))
    systems_of, differences = (
        {name: {measure: next(found) for measure in of} for name, of in group.items()}
        for group in (own, pairs)
    )
    return Comparison(kind, len(places), systems_of, differences)


def _at(values: Values, places: Iterable[int]) -> Values:
    kept = tuple(places)
    return {measure: [each[i] for i in kept] for measure, each in values.items()}


def _minus(values: Values, others: Values) -> Values:
    return {
        measure: [x - y for x, y in zip(values[measure], others[measure], strict=True)]
        for measure in values
    }


def _ranks(scores: Mapping[str, float], pool: frozenset[str] | None) -> dict[str, float]:
    """Places from the last to the first: trec_eval keeps scores in single precision."""
    competing = [person for person in scores if pool is None or person in pool]
    best = sorted(competing, key=lambda person: (-scores[person], person))[:DEPTH]
    return {person: float(len(best) - place) for place, person in enumerate(best)}


def check_installed() -> ModuleType:
    """The extra, before minutes are spent.

    Raises
    ------
    ConfigError
        When it is not installed.
    """
    try:
        import pytrec_eval  # noqa: PLC0415  an extra
    except ImportError as error:
        msg = "measuring needs trec_eval: pip install pytrec-eval-terrier, or `make install`"
        raise ConfigError(msg) from error
    found: ModuleType = pytrec_eval
    return found

"""Runs: what some system answered to questions, as a file of lines or a mapping."""

import math
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from graphkit.bundles import Bundle, check_known
from graphkit.errors import ConfigError
from graphkit.textfiles import fields, lines, write_new

Run = Mapping[str, Mapping[str, float]]
"""Question → person → score, higher is better."""


def read_run(file: Path, bundle: Bundle) -> Run:
    """What a run has for the questions of a bundle: question, person and score, by tabs.

    Raises
    ------
    ConfigError
        When a line is something else, or names a question that the bundle has not.
    """
    run: dict[str, dict[str, float]] = {}
    for where, line in lines(file):
        question, person, score = fields(line, where, "question, person and score")
        check_known(question, bundle.known, where)
        number = math.nan
        with suppress(ValueError):
            number = float(score)
        if math.isnan(number):
            raise ConfigError(f"{where}: the score {score[:20]!r} is no number")
        if question in bundle.qrels:
            scores = run.setdefault(question, {})
            scores[person] = max(number, scores.get(person, -math.inf))
    return run


def write_run(file: Path, run: Run) -> None:
    """Write a run, each question's people best first, every one of them.

    Raises
    ------
    ConfigError
        When the file is there already, or cannot be written.
    """
    rows = (
        f"{question}\t{person}\t{scores[person]!r}\n"
        for question, scores in sorted(run.items())
        for person in sorted(scores, key=lambda each: (-scores[each], each))
    )
    write_new(file, "".join(rows))

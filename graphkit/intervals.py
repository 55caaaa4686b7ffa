"""Intervals: how far means would be off had other questions been asked."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

DRAWS = 2000
SEED = 7


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions and its 95 % interval."""

    mean: float
    low: float
    high: float


def estimates(columns: Sequence[Sequence[float]]) -> list[Estimate]:
    """The mean of each of some columns of one length and its 95 % percentile bootstrap interval.

    All columns are drawn from together; the draws of a column do not hang on the others.

    >>> estimates([[0.0, 1.0]])
    [Estimate(mean=0.5, low=0.0, high=1.0)]

    Cost: `DRAWS` times the number of values.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    rng, count = random.Random(SEED), len(columns[0])  # noqa: S311  no secret
    means: list[list[float]] = [[] for _ in columns]
    for _ in range(DRAWS):
        drawn = rng.choices(range(count), k=count)
        for column, of in zip(columns, means, strict=True):
            of.append(sum(map(column.__getitem__, drawn)) / count)
    for of in means:
        of.sort()
    return [
        Estimate(sum(column) / count, of[int(0.025 * DRAWS)], of[int(0.975 * DRAWS) - 1])
        for column, of in zip(columns, means, strict=True)
    ]

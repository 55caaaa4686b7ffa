"""What an evaluation found, as data for scripts and as lines for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Self

from pydantic import BaseModel, Field
from typer import style

from graphkit.evaluation import FORMULA, MEASURES, Comparison
from graphkit.intervals import Estimate
from graphkit.text import one_line

_NAME = 22
_COLUMN = 13
_LONGEST = 60
"""Widths: a name and six measures, or a long name and counts, fit into 100 characters."""


class EstimateOut(BaseModel):
    """A mean over questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, found: Estimate) -> Self:
        """An estimate as it is."""
        return cls(mean=found.mean, low=found.low, high=found.high)


class SystemOut(BaseModel):
    """One way to rank people: its measures, and how much the formula is above it."""

    name: str
    measures: dict[str, EstimateOut]
    difference: dict[str, EstimateOut] | None = Field(
        description="Formula minus this one, question by question; null for the formula"
    )


class PartOut(BaseModel):
    """All ways to rank on the same questions: all of a bundle's, or those of one type."""

    type: str | None = Field(description="null: all questions; may be empty")
    questions: int
    systems: list[SystemOut]

    @classmethod
    def of(cls, found: Comparison) -> Self:
        """A comparison as it is."""
        return cls(
            type=found.type,
            questions=found.questions,
            systems=[
                SystemOut(
                    name=name,
                    measures=_measures(own),
                    difference=_measures(found.differences[name]) if name != FORMULA else None,
                )
                for name, own in found.systems.items()
            ],
        )


class BundleOut(BaseModel):
    """A bundle, measured."""

    bundle: str
    known_questions: int = Field(description="Questions in the bundle, judged or not")
    documents: int
    people: int
    pool: int | None = Field(description="Of so many people; null: everybody was ranked")
    absent: list[str] = Field(description="People who know, as judged, but are in no document")
    formula: str = Field(description="Short digest of the numbers of the ranking")
    parts: list[PartOut]


class EvaluationOut(BaseModel):
    """Every bundle, in the order asked for."""

    bundles: list[BundleOut]


def measure_lines(found: BundleOut) -> Iterator[str]:
    """A bundle: its size, then for each part of its questions a table."""
    of = "everybody ranked" if found.pool is None else f"{found.pool:,} people compete"
    asked = f"{_counted(found.parts[0].questions)} of {found.known_questions:,}"
    yield style(f"{one_line(found.bundle)[:_LONGEST]}: {asked}", bold=True)
    yield f"{found.documents:,} documents, {found.people:,} people, {of}"
    if found.absent:
        verb = (
            "person judged to know is" if len(found.absent) == 1 else "people judged to know are"
        )
        yield f"{len(found.absent):,} {verb} in no document, and cannot be found"
    for part in found.parts:
        yield ""
        yield from _part_lines(part)


def _part_lines(part: PartOut) -> Iterator[str]:
    kind = "all" if part.type is None else one_line(part.type)[: _NAME - 1] or "(no type)"
    heads = "".join(name.rjust(_COLUMN) for name in MEASURES.values())
    yield style(f"{kind.ljust(_NAME)}{heads}", bold=True)
    if part.type is not None:
        yield style(f"({_counted(part.questions)})", dim=True)
    for system in part.systems:
        yield from _row(system.name, system.measures, signed=False)
    yield style("difference: formula minus", dim=True)
    for system in part.systems:
        if system.difference:
            yield from _row(system.name, system.difference, signed=True)


def _row(name: str, measures: Mapping[str, EstimateOut], *, signed: bool) -> Iterator[str]:
    """A name with the means, and below them the intervals."""
    found = [measures[measure] for measure in MEASURES.values()]
    means = "".join(_number(each.mean, signed=signed).rjust(_COLUMN) for each in found)
    spans = "".join(
        f"{_number(each.low, signed=signed)} {_number(each.high, signed=signed)}".rjust(_COLUMN)
        for each in found
    )
    yield f"{one_line(name)[: _NAME - 1].ljust(_NAME)}{means}"
    yield style(f"{' ' * _NAME}{spans}", dim=True)


def _number(value: float, *, signed: bool) -> str:
    """Three places without the zero before them; at most five characters.

    >>> _number(0.2584, signed=False), _number(-0.0161, signed=True), _number(1, signed=False)
    ('.258', '-.016', '1.00')
    """
    rounded = round(value, 3) + 0.0  # no minus before a zero
    shown = f"{rounded:+.3f}" if signed and rounded else f"{rounded:.3f}"
    return shown.replace("0.", ".", 1) if abs(rounded) < 1 else shown[:-1]


def _counted(questions: int) -> str:
    return f"{questions:,} question{'' if questions == 1 else 's'}"


def _measures(found: Mapping[str, Estimate]) -> dict[str, EstimateOut]:
    return {name: EstimateOut.of(each) for name, each in found.items()}

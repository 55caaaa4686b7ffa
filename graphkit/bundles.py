"""Bundles: questions, and the people who know, as somebody judged.

A bundle is a folder with ``queries.jsonl``, the judgements in ``qrels.tsv`` or in a sheet
(`graphkit.sheets`), and as it may be ``documents.jsonl.gz`` and ``candidates.txt``.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from graphkit.errors import ConfigError, RecordRejected
from graphkit.ids import checked
from graphkit.sheets import Judgement, grade, read_sheet
from graphkit.text import encodable
from graphkit.textfiles import fields, lines

QUESTIONS = "queries.jsonl"
QRELS = "qrels.tsv"
SHEET = "judgements.csv"
CANDIDATES = "candidates.txt"
DOCUMENTS = ("documents.jsonl.gz", "documents.jsonl")

Qrels = Mapping[str, Mapping[str, int]]
"""Question → person → grade, 1 and more: the people who know."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to measure by; ``type`` is what its bundle calls questions of this kind."""

    id: str
    text: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Questions that somebody judged, and who knows.

    Parameters
    ----------
    documents
        The table to answer from; None: whatever store is at hand.
    questions
        Those with a person who knows, by id.
    qrels
        For each of them. People are spelt as the bundle spells them.
    known
        The ids of all questions, those without a judgement included.
    pool
        The people who compete; None: everybody.
    spellings
        Person as the product has them → as the bundle does, where that is not the same.
    """

    name: str
    documents: Path | None
    questions: tuple[Question, ...]
    qrels: Qrels
    known: frozenset[str]
    pool: frozenset[str] | None = None
    spellings: Mapping[str, str] = field(default_factory=dict)

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the questions, sorted."""
        return tuple(sorted({question.type for question in self.questions}))

    def of_type(self, wanted: str) -> "Bundle":
        """The questions of one type only.

        Raises
        ------
        ConfigError
            When there is none.
        """
        if wanted not in self.types:
            there = ", ".join(map(repr, self.types))
            msg = f"{self.name}: no judged question has the type {wanted!r}, there are {there}"
            raise ConfigError(msg)
        return self._with(question for question in self.questions if question.type == wanted)

    def reworded(self, file: Path) -> "Bundle":
        """The questions that a file words, in its words; the others are left out.

        Raises
        ------
        ConfigError
            When the file cannot be read, names a question that the bundle has not, or none that
            is judged.
        """
        words = {question.id: question.text for question in read_questions(file)}
        for question in words:
            check_known(question, self.known, str(file))
        here = (q for q in self.questions if q.id in words)
        found = self._with(replace(question, text=words[question.id]) for question in here)
        if not found.questions:
            raise ConfigError(f"{file}: it words no judged question of {self.name}")
        return found

    def respelt(self, scores: Mapping[str, float]) -> dict[str, float]:
        """The scores of people as the product has them, under the bundle's own ids."""
        return {self.spellings.get(person, person): scores[person] for person in scores}

    def _with(self, questions: Iterable[Question]) -> "Bundle":
        kept = tuple(questions)
        return replace(self, questions=kept, qrels={q.id: self.qrels[q.id] for q in kept})


def read_bundle(folder: Path, *, pooled: bool = False) -> Bundle:
    """Read a bundle, its documents excepted.

    Parameters
    ----------
    pooled
        Whether only the people of ``candidates.txt`` compete; judgements of others then fall
        away.

    Raises
    ------
    ConfigError
        When a file is missing or holds something else; the message names file and line.
    """
    if not folder.is_dir():
        raise ConfigError(f"there is no folder {folder}: a bundle is a folder with {QUESTIONS}")
    questions = {question.id: question for question in read_questions(folder / QUESTIONS)}
    pool = frozenset(_candidates(folder / CANDIDATES)) if pooled else None
    qrels: dict[str, dict[str, int]] = {}
    judged: dict[tuple[str, str], int] = {}
    for where, question, person, number in _judgements(folder):
        check_known(question, questions, where)
        if judged.setdefault((question, person), number) != number:
            msg = f"{where}: {person!r} was judged for {question!r} before, with another grade"
            raise ConfigError(f"{msg}: keep one")
        if number > 0 and (pool is None or person in pool):
            qrels.setdefault(question, {})[person] = number
    if not qrels:
        of = f" who is in {CANDIDATES}" if pooled else ""
        msg = f"{folder}: no judged question is left, as none has a person{of} with a grade above"
        raise ConfigError(f"{msg} 0: judge some")
    return Bundle(
        name=folder.resolve().name,
        documents=_one_of(folder, DOCUMENTS),
        questions=tuple(questions[question] for question in sorted(qrels)),
        qrels=qrels,
        known=frozenset(questions),
        pool=pool,
        spellings=_spellings(person for _, person in judged),
    )


def read_questions(file: Path) -> list[Question]:
    """Questions, one JSON object a line, with ``id``, ``text`` and as it may be ``type``.

    Raises
    ------
    ConfigError
        When a line is something else, or has the id of another.
    """
    found: dict[str, Question] = {}
    for where, line in lines(file):
        question = _question(line, where)
        if question.id in found:
            raise ConfigError(f"{where}: its id {question.id!r} is another question's: change it")
        found[question.id] = question
    if not found:
        raise ConfigError(f'{file}: it holds no question: write lines of {{"id": …, "text": …}}')
    return list(found.values())


def _judgements(folder: Path) -> Iterator[Judgement]:
    """All that was judged, in whichever form."""
    found = _one_of(folder, (QRELS, SHEET))
    if found is None:
        msg = f"{folder} has no judgements: put them into {QRELS} (question, person, grade by"
        raise ConfigError(f"{msg} tabs), or see `whoknows evaluate --new FOLDER`")
    if found.name == SHEET:
        yield from read_sheet(found)
        return
    for where, line in lines(found):
        question, person, number = fields(line, where, "question, person and grade")
        yield Judgement(where, question, person, grade(number.strip(), where))


def _candidates(file: Path) -> Iterator[str]:
    for _, line in lines(file):
        yield line


def _one_of(folder: Path, names: Iterable[str]) -> Path | None:
    """The one of some files that is there."""
    found = [folder / name for name in names if (folder / name).is_file()]
    if len(found) > 1:
        both = " and ".join(file.name for file in found)
        raise ConfigError(f"{folder} has {both}: keep the one that counts")
    return found[0] if found else None


def _question(line: str, where: str) -> Question:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{where}: it is no JSON ({error}): mend the line") from error
    if not isinstance(row, dict):
        raise ConfigError(f'{where}: it is no JSON object such as {{"id": "q1", "text": "wind"}}')
    key, text, kind = row.get("id"), row.get("text"), row.get("type")
    key = str(key) if isinstance(key, int) and not isinstance(key, bool) else key
    if not isinstance(key, str) or not isinstance(text, str):
        raise ConfigError(f"{where}: it wants an id and a text, both in quotation marks")
    if not isinstance(kind, str | None):
        raise ConfigError(f"{where}: its type is no text: put it in quotation marks")
    try:
        checked(key)
    except RecordRejected as error:
        raise ConfigError(f"{where}: {error}: change it") from error
    return Question(key, encodable(text), encodable(kind or ""))


def check_known(question: str, known: Container[str], where: str) -> None:
    """Refuse the id of a question that a bundle has not.

    Raises
    ------
    ConfigError
        When it is one.
    """
    if question not in known:
        msg = (
            f"{where}: there is no question {question!r} in the bundle's {QUESTIONS}: mend the id"
        )
        raise ConfigError(msg)


def _spellings(people: Iterable[str]) -> dict[str, str]:
    """How a bundle spells whom the product, which normalises ids, does not spell so."""
    found: dict[str, str] = {}
    for person in people:
        with suppress(RecordRejected):  # nobody whom a store could hold
            if checked(person) != person:
                found[checked(person)] = person
    return found

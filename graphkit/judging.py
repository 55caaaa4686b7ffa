"""Judging: a new bundle for an organisation's own questions, to be judged in a spreadsheet."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from graphkit.baselines import BASELINES, parts
from graphkit.bundles import QRELS, QUESTIONS, SHEET, Question
from graphkit.errors import ConfigError
from graphkit.evaluation import ranked
from graphkit.formula import Formula
from graphkit.sheets import Pair, sheet_of
from graphkit.textfiles import write_new
from graphkit.view import View

DEPTH = 20
"""So many people of each system are put up for judgement."""

README = "README.txt"

_FILES = (README, QUESTIONS, QRELS, SHEET)
_MARK = "\ufeff"
"""A byte order mark: without it spreadsheets take UTF-8 for Windows' own code."""

_EXAMPLE = (Question("q1", "offshore wind permits"), Question("q2", "tender pricing"))
_KNOWS = Pair("q1", _EXAMPLE[0].text, "email:ada@example.org", "Ada Byron")

_STEPS = f"""How well does whoknows answer our own questions?

1. Questions. {QUESTIONS} has one a line, as people here would ask them. Fifty and more make the
   figures worth reading; twenty show the worst faults. "type" may group them. Write them before
   looking at what whoknows answers.
2. People to judge. For questions of your own, have them filled in from your store:
       whoknows evaluate --new ANOTHER-FOLDER --questions {QUESTIONS}
   {SHEET} then has, for each question, the people that several ways of ranking put first, by
   name. It names people that only some may see: keep it as safe as the store.
3. Judge. Open {SHEET} in a spreadsheet and fill the column "grade" by what you know, or what
   those asked say: 0 does not know, 1 knows, 2 knows well. Leave the others empty: they count as
   0. Add rows for people who are missing (`whoknows explain "..." NAME` shows their id). Keep the
   first line. Save it as CSV under the same name, in UTF-8 if you can choose.
4. Measure.
       whoknows evaluate THIS-FOLDER
   Every question with somebody of grade 1 or more counts. Where a baseline is better, or an
   interval reaches over 0, more questions tell more.
"""


def new_bundle(folder: Path) -> None:
    """Make a bundle to be filled by hand, with an example of everything.

    Raises
    ------
    ConfigError
        When one of its files is there already, or cannot be written.
    """
    check_new(folder)
    _write(folder, _EXAMPLE, sheet_of([_KNOWS], grades="2"))


def bundle_to_judge(
    folder: Path,
    questions: Sequence[Question],
    view: View,
    formula: Formula,
    advance: Callable[[], None] = lambda: None,
) -> int:
    """Make a bundle of questions, with people to be judged; the number of these pairs.

    The people are the best `DEPTH` of the formula and of each baseline, by name, so that nobody
    can tell who came where. ``advance`` is called once a question is asked.

    Raises
    ------
    ConfigError
        When one of its files is there already, or cannot be written.
    """
    check_new(folder)
    pairs: list[Pair] = []
    for question in questions:
        pairs += _pooled(question, view, formula)
        advance()
    _write(folder, questions, sheet_of(pairs))
    return len(pairs)


def check_new(folder: Path) -> None:
    """Refuse to make a bundle where there is something of one.

    Raises
    ------
    ConfigError
        When one of its files is there already.
    """
    there = next((n for n in _FILES if (folder / n).exists()), None)
    if there:
        raise ConfigError(f"{folder / there} is there already: name another folder with --new")


def _write(folder: Path, questions: Sequence[Question], sheet: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot make the folder {folder}: {error.strerror}") from error
    rows = ({"id": q.id, "text": q.text} | ({"type": q.type} if q.type else {}) for q in questions)
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    write_new(folder / README, _STEPS)
    write_new(folder / QUESTIONS, lines)
    write_new(folder / SHEET, f"{_MARK}{sheet}")


def _pooled(question: Question, view: View, formula: Formula) -> list[Pair]:
    """The people to judge for a question, by name, then id."""
    answers = [ranked(view, question.text, formula)]
    answers += [baseline(view, question) for baseline in BASELINES.values()]
    found = {person for scores in answers for person in _best(scores)}
    graph = view.kept(parts)
    people = sorted((graph.name(person), person) for person in found)
    return [Pair(question.id, question.text, person, name) for name, person in people]


def _best(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda person: (-scores[person], person))[:DEPTH]

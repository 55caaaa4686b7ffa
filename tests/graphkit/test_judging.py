"""Bundles to be judged: who is put up, and in which order."""

import csv
import io
import json
from pathlib import Path

from graphkit.bundles import Question, read_bundle
from graphkit.evaluation import ranked
from graphkit.formula import Formula
from graphkit.judging import DEPTH, bundle_to_judge
from tests.graphkit.conftest import Look
from tests.invariants.organisations import part, reading


def _rows(folder: Path) -> list[list[str]]:
    sheet = (folder / "judgements.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(sheet, newline="")))[1:]


def test_the_best_of_every_system_are_put_up_by_name(look: Look, tmp_path: Path) -> None:
    knows = [reading(f"a:{n}", f"wind {'wind ' * n}", part(f"k{n:02}")) for n in range(30)]
    busy = [
        reading(f"b:{n}:{m}", f"soil{m}", part(f"b{n:02}"))
        for n in range(30)
        for m in range(2 + n)
    ]
    view = look(*knows, *busy)
    question = Question("q1", "wind", "energy")
    done: list[None] = []
    number = bundle_to_judge(tmp_path, [question], view, Formula(), lambda: done.append(None))
    rows = _rows(tmp_path)
    assert len(rows) == number
    assert len(done) == 1
    people = [row[2] for row in rows]
    scores = ranked(view, "wind", Formula())
    assert set(sorted(scores, key=lambda p: (-scores[p], p))[:DEPTH]) <= set(people)
    assert {f"email:b{n}@x.org" for n in range(10, 30)} <= set(people)  # most documents
    assert len(set(people)) == number < 60
    assert [row[3] for row in rows] == sorted(row[3] for row in rows)
    assert {row[4] for row in rows} == {""}


def test_questions_keep_their_words_and_types(look: Look, tmp_path: Path) -> None:
    questions = [Question("q1", "réseau", "fr"), Question("q2", "wind")]
    assert bundle_to_judge(tmp_path, questions, look(), Formula()) == 0
    lines = (tmp_path / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": "q1", "text": "réseau", "type": "fr"},
        {"id": "q2", "text": "wind"},
    ]


def test_a_judged_bundle_is_read(look: Look, tmp_path: Path) -> None:
    view = look(reading("a:1", "wind", part("ada")))
    bundle_to_judge(tmp_path, [Question("q1", "wind")], view, Formula())
    sheet = tmp_path / "judgements.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Ada,", "Ada,1"), encoding="utf-8")
    assert read_bundle(tmp_path).qrels == {"q1": {"email:ada@x.org": 1}}

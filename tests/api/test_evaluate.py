"""``whoknows evaluate``: the figures, the cache, bundles of one's own."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from api.measures import BundleOut, EstimateOut, EvaluationOut, PartOut, SystemOut, measure_lines
from graphkit.bundles import read_bundle
from graphkit.evaluation import MEASURES
from tests.api.conftest import ADA, BOB, FIRM, Run
from tests.bundles import bundle, rows
from tests.conftest import FIRM as FOLDER
from tests.conftest import whoknows
from tests.invariants.organisations import stored

DOCUMENTS = (("wind permits", "ada"), ("wind", "bob", "ada"), ("soil noise", "bob"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test's own; it is made when it is needed."""
    monkeypatch.setenv("WHOKNOWS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path, cache: Path) -> Path:  # noqa: ARG001  set before it is read
    """A bundle with documents."""
    types = ("en", "de")
    return bundle(tmp_path / "b", "q1 ada 1", "q2 ada 1", types=types, documents=DOCUMENTS)


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The address of a small firm."""
    file = str(tmp_path / "firm.db")
    stored(file, *FIRM).close()
    return file


def _found(run: Run, *arguments: str | Path) -> list[BundleOut]:
    done = run("evaluate", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return EvaluationOut.model_validate_json(done.stdout).bundles


def _plain(line: str) -> str:
    """A line without its colours."""
    return re.sub(r"\x1b\[\d+m", "", line)


def _system(part: PartOut, name: str) -> SystemOut:
    return next(each for each in part.systems if each.name == name)


def test_a_bundle_is_read_asked_and_measured(run: Run, folder: Path) -> None:
    (found,) = _found(run, folder)
    assert (found.bundle, found.documents, found.people, found.pool) == ("b", 3, 2, None)
    assert [(part.type, part.questions) for part in found.parts] == [
        (None, 2), ("de", 1), ("en", 1)
    ]  # fmt: skip
    whole, _, english = found.parts
    names = ["formula", "random", "document count", "BM25 votes"]
    assert [system.name for system in whole.systems] == names
    # ada is first for "wind permits", in nothing for "soil noise"
    assert _system(english, "formula").measures["MAP"].mean == 1
    assert _system(whole, "formula").measures["MAP"] == EstimateOut(mean=0.5, low=0, high=1)
    counted = _system(whole, "document count")
    assert counted.measures["MRR"].mean == 1
    assert counted.difference == {
        name: EstimateOut(mean=each.mean - counted.measures[name].mean, low=-1, high=0)
        if name in {"MAP", "MRR"} else counted.difference and counted.difference[name]
        for name, each in _system(whole, "formula").measures.items()
    }  # fmt: skip


def test_terminal_and_json_show_the_same_figures(run: Run, folder: Path) -> None:
    shown = run("evaluate", folder, "--ablate").stdout.splitlines()
    (found,) = _found(run, folder, "--ablate")
    assert shown == [_plain(line) for line in measure_lines(found)]
    assert max(map(len, shown)) <= 100
    formula = _system(found.parts[0], "formula").measures
    line = next(line for line in shown if line.startswith("formula"))
    means = [
        f"{formula[name].mean:.3f}".replace("0.", ".").removesuffix("0")
        for name in MEASURES.values()
    ]
    assert [cell.removesuffix("0") for cell in line.split()[1:]] == means
    assert sum(line.startswith("without pairs ") for line in shown) == 2 * len(found.parts)


def test_no_line_is_wider_than_a_terminal_whatever_the_figures() -> None:
    most = dict.fromkeys(MEASURES.values(), EstimateOut(mean=-1, low=-1, high=-0.9996))
    system = SystemOut(name="x" * 200, measures=most, difference=most)
    part = PartOut(type="t" * 200, questions=10**6, systems=[system])
    found = BundleOut(
        bundle="b", known_questions=10**6, documents=10**6, people=10**6, pool=10**4,
        absent=["a"] * 10**4, formula="", parts=[part],
    )  # fmt: skip
    lines = [_plain(line) for line in measure_lines(found)]
    assert max(map(len, lines)) <= 100
    assert lines[-1].split() == ["-1.00"] * 12


def test_a_run_holds_everybody_and_compares_as_equal(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run.tsv"
    run("evaluate", folder, "--run", out)
    lines = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line[:2] for line in lines] == [["q1", "ada"], ["q1", "bob"], ["q2", "bob"]]
    named = out.rename(tmp_path / "formula")  # which must not be taken for the formula's own
    (found,) = _found(run, folder, "--compare", named)
    same = _system(found.parts[0], "run formula")
    assert same.measures == _system(found.parts[0], "formula").measures
    assert same.difference == dict.fromkeys(same.measures, EstimateOut(mean=0, low=0, high=0))
    refused = run("evaluate", folder, "--run", named)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "formula is there already" in refused.stderr


def test_options_narrow_and_reword_what_is_measured(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (english,) = _found(run, folder, "--type", "en")
    assert [(part.type, part.questions) for part in english.parts] == [(None, 1)]
    words = rows(tmp_path / "o.jsonl", {"id": "q2", "text": "permits"})
    (reworded,) = _found(run, folder, "--questions", words)
    assert (reworded.parts[0].questions, reworded.known_questions) == (1, 3)
    assert _system(reworded.parts[0], "formula").measures["MAP"].mean == 1
    (folder / "candidates.txt").write_text("ada\n")
    (pooled,) = _found(run, folder, "--pool")
    assert pooled.pool == 1
    assert _system(pooled.parts[0], "random").measures["MRR"].mean == 1


def test_several_bundles_are_measured_one_after_the_other(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    other = bundle(tmp_path / "c", "q1 bob 1", documents=DOCUMENTS)
    assert [found.bundle for found in _found(run, folder, other)] == ["b", "c"]
    for option in ("--run", "--compare", "--questions"):
        done = run("evaluate", folder, other, option, tmp_path / "x")
        assert done.returncode == 2
        assert "one BUNDLE only" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("absent", "there is no folder absent"),
        ("b --type x", "no judged question has the type 'x', there are 'de', 'en'"),
        ("b --pool", "there is no b/candidates.txt"),
        ("b --compare absent", "there is no absent"),
        ("b --questions absent", "there is no absent"),
        ("b --store absent.db", "there is no store at absent.db"),
        ("--new n --questions absent", "there is no absent"),
    ],
)
def test_what_is_wrong_is_one_line(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, says: str
) -> None:
    monkeypatch.chdir(folder.parent)
    done = run("evaluate", *arguments.split())
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path("n").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [("", "name one, or make one with --new"), ("--new n --pool", "goes with --questions and")],
)
def test_wrong_usage_is_told_from_errors(run: Run, arguments: str, says: str) -> None:
    done = run("evaluate", *arguments.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_a_bundle_without_documents_is_measured_on_the_store_as_the_operator(
    run: Run, store: str, tmp_path: Path
) -> None:
    own = bundle(tmp_path / "own", f"q1 {ADA} 1", "q1 email:eve@x.org 1")
    (found,) = _found(run, own, "--store", store)
    assert found.documents == len(FIRM)
    assert found.absent == ["email:eve@x.org"]
    lines = run("evaluate", own, "--store", store).stdout
    assert "1 person judged to know is in no document" in lines


def test_a_store_that_is_named_wins_over_the_documents(
    run: Run, folder: Path, store: str, cache: Path
) -> None:
    (found,) = _found(run, folder, "--store", store)
    assert found.documents == len(FIRM)
    assert not cache.exists()


def test_a_new_bundle_is_judged_in_a_spreadsheet_and_measured(
    run: Run, store: str, tmp_path: Path
) -> None:
    asked = rows(
        tmp_path / "q.jsonl",
        {"id": "=1", "text": "wind permits", "type": "éo"},
        {"id": "q2", "text": "soil"},
        {"id": "q3", "text": "the"},
    )
    new = tmp_path / "deep" / "new"
    made = run("evaluate", "--new", new, "--questions", asked, "--store", store)
    assert made.returncode == 0, made.stderr
    assert {file.name for file in new.iterdir()} == {
        "README.txt", "queries.jsonl", "judgements.csv"
    }  # fmt: skip
    sheet = (new / "judgements.csv").read_text(encoding="utf-8-sig")
    first, *judged = csv.reader(io.StringIO(sheet, newline=""))
    # four people, all of them put up by chance, by name, for each question
    assert [(row[0], row[3]) for row in judged] == [
        (question, name)
        for question in ("'=1", "q2", "q3")
        for name in ("Ada", "Bob", "Cleo", "Dan")
    ]
    assert {row[4] for row in judged} == {""}

    unjudged = run("evaluate", new, "--store", store)
    assert unjudged.returncode == 1
    assert "no judged question is left" in unjudged.stderr

    saved = io.StringIO()
    writer = csv.writer(saved, delimiter=";", lineterminator="\r\n")
    writer.writerow(first)
    writer.writerows(
        [*row[:4], "2" if row[2] == ADA and row[0] == "'=1" else "0" if row[2] == BOB else ""]
        for row in judged
    )
    (new / "judgements.csv").write_bytes(saved.getvalue().encode("cp1252"))
    assert read_bundle(new).qrels == {"=1": {ADA: 2}}
    (found,) = _found(run, new, "--store", store)
    # Of two people, Ada comes second: Bob is more of a specialist.
    assert _system(found.parts[0], "formula").measures["MAP"].mean == 1 / 2

    again = run("evaluate", "--new", new, "--questions", asked, "--store", store)
    assert (again.returncode, again.stdout) == (1, "")
    assert "is there already: name another folder" in again.stderr
    assert (new / "judgements.csv").read_bytes() == saved.getvalue().encode("cp1252")


def test_a_new_bundle_without_questions_is_an_example_that_can_be_measured(
    run: Run, store: str, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    assert run("evaluate", "--new", new).returncode == 0
    (found,) = _found(run, new, "--store", store)
    assert found.absent == ["email:ada@example.org"]
    refused = run("evaluate", "--new", new)
    assert refused.returncode == 1
    (tmp_path / "file").write_text("x")
    assert "cannot make the folder" in run("evaluate", "--new", tmp_path / "file" / "n").stderr


def test_neither_a_question_nor_a_name_is_printed_where_a_log_would_keep_it(
    run: Run, folder: Path
) -> None:
    done = run("evaluate", folder)
    assert done.stderr == ""
    for said in ("ada", "bob", "permits", "noise"):
        assert said not in done.stdout


def test_the_sample_firm_is_measured_from_its_own_questions(firm_store: str) -> None:
    done = whoknows("evaluate", "tests/data/firm", "--store", firm_store, "--json")
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["bundles"]
    assert [part["type"] for part in found["parts"]] == [None, "de", "en", "fr"]
    assert found["absent"] == []
    systems = {each["name"]: each for each in found["parts"][0]["systems"]}
    assert systems["formula"]["measures"]["MRR"]["mean"] > 0.9
    for name in ("random", "document count"):
        assert systems[name]["difference"]["MAP"]["low"] > 0


def test_the_firm_s_bundle_says_what_its_questions_say() -> None:
    with (FOLDER / "questions.tsv").open(encoding="utf-8", newline="") as opened:
        said = {(row[0], row[2]) for row in list(csv.reader(opened, delimiter="\t"))[1:]}
    read = read_bundle(FOLDER)
    text = {question.id: question.text for question in read.questions}
    assert {(text[q], person) for q, grades in read.qrels.items() for person in grades} == said

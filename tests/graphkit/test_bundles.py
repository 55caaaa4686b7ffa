"""Bundles and runs, as people write them and as they must not."""

import unicodedata
from pathlib import Path

import pytest

from graphkit.bundles import Question, read_bundle, read_questions
from graphkit.errors import ConfigError
from graphkit.runs import read_run, write_run
from tests.bundles import bundle, rows


def test_a_bundle_holds_its_judged_questions_and_who_knows(tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path / "b", "q2 bob 1", "q1 ada 2", "q1 bob 0", "q1 eve -1"))
    assert read.name == "b"
    assert read.documents is None
    assert read.questions == (Question("q1", "wind permits"), Question("q2", "soil noise"))
    assert read.qrels == {"q1": {"ada": 2}, "q2": {"bob": 1}}
    assert read.known == {"q1", "q2", "q3"}


def test_windows_lines_a_byte_order_mark_and_empty_lines_do_no_harm(tmp_path: Path) -> None:
    folder = bundle(tmp_path, "q1 ada 1")
    (folder / "queries.jsonl").write_bytes(
        b'\xef\xbb\xbf{"id": "q1", "text": "wind\xe2\x80\xa8permits"}\r\n\r\n{"id": 2, "text": ""}'
    )
    (folder / "qrels.tsv").write_bytes(b"\xef\xbb\xbfq1\tada\t1\r\n\r\n2\tbob\t1\r\n")
    read = read_bundle(folder)
    assert [question.id for question in read.questions] == ["2", "q1"]
    assert read.qrels == {"q1": {"ada": 1}, "2": {"bob": 1}}


def test_the_documents_are_the_file_that_is_there(tmp_path: Path) -> None:
    folder = bundle(tmp_path, "q1 ada 1", documents=(("wind", "ada"),))
    assert read_bundle(folder).documents == folder / "documents.jsonl"
    (folder / "documents.jsonl").rename(folder / "documents.jsonl.gz")
    assert read_bundle(folder).documents == folder / "documents.jsonl.gz"


def test_with_a_pool_other_people_and_questions_without_any_fall_away(tmp_path: Path) -> None:
    folder = bundle(tmp_path, "q1 ada 1", "q1 bob 1", "q2 bob 1", pool=("ada", "cleo"))
    read = read_bundle(folder, pooled=True)
    assert read.qrels == {"q1": {"ada": 1}}
    assert read.pool == {"ada", "cleo"}
    assert read_bundle(folder).pool is None


def test_one_type_keeps_its_questions(tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path, "q1 ada 1", "q2 bob 1", types=("team", "group")))
    assert read.types == ("group", "team")
    assert read.of_type("group").qrels == {"q2": {"bob": 1}}
    with pytest.raises(
        ConfigError, match="no judged question has the type 'x', there are 'group'"
    ):
        read.of_type("x")


def test_other_words_replace_a_question_s_own(tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path / "b", "q1 ada 1", "q2 bob 1", types=("team", "group")))
    other = rows(tmp_path / "o", {"id": "q2", "text": "ground"}, {"id": "q3", "text": "unjudged"})
    worded = read.reworded(other)
    assert worded.questions == (Question("q2", "ground", "group"),)
    assert worded.qrels == {"q2": {"bob": 1}}
    with pytest.raises(ConfigError, match="there is no question 'q9'"):
        read.reworded(rows(tmp_path / "o", {"id": "q9", "text": "?"}))
    with pytest.raises(ConfigError, match="it words no judged question of b"):
        read.reworded(rows(tmp_path / "o", {"id": "q3", "text": "?"}))


def test_people_are_found_under_the_bundle_s_own_spelling(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "name:éva")
    read = read_bundle(bundle(tmp_path, f"q1 {decomposed} 1", "q1 ada 1"))
    stored = unicodedata.normalize("NFC", decomposed)
    assert stored != decomposed
    assert read.respelt({stored: 2.0, "ada": 1.0}) == {decomposed: 2.0, "ada": 1.0}


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("queries.jsonl", None, "there is no "),
        ("queries.jsonl", b"\xff", "it is no UTF-8 text"),
        ("queries.jsonl", b"\n", "it holds no question"),
        ("queries.jsonl", b'{"id": "q1", "text": "x"}\n{', "line 2: it is no JSON"),
        ("queries.jsonl", b"[" * 100_000, "line 1: it is no JSON"),
        ("queries.jsonl", b"[1]", "line 1: it is no JSON object"),
        ("queries.jsonl", b'{"id": "q1"}', "line 1: it wants an id and a text"),
        ("queries.jsonl", b'{"id": true, "text": "x"}', "line 1: it wants an id and a text"),
        ("queries.jsonl", b'{"id": "", "text": "x"}', "line 1: an id must have"),
        ("queries.jsonl", b'{"id": "a\\tb", "text": "x"}', "line 1: the id .* control"),
        ("queries.jsonl", b'{"id": "\\ud800", "text": "x"}', "line 1: the id .* surrogate"),
        ("queries.jsonl", b'{"id": "q1", "text": "", "type": 1}', "line 1: its type is no text"),
        (
            "queries.jsonl",
            b'{"id": "q1", "text": "x"}\n{"id": "q1", "text": "y"}',
            "line 2: its id 'q1' is another question's",
        ),
        ("qrels.tsv", None, "has no judgements"),
        ("qrels.tsv", b"q1 ada 1", "line 1: it has 1 fields, and must have question, person"),
        ("qrels.tsv", b"\nq1\tada\tyes", "line 2: the grade 'yes' is no whole number"),
        ("qrels.tsv", b"q1\tada\t1.5", "line 1: the grade '1.5' is no whole number"),
        ("qrels.tsv", b"q1\tada\t2000000000", "line 1: the grade '2000000000' is no"),
        ("qrels.tsv", "q1\tada\t٣".encode(), "line 1: the grade '٣' is no"),
        ("qrels.tsv", b"q9\tada\t1", "line 1: there is no question 'q9'"),
        ("qrels.tsv", b"q1\tada\t1\nq1\tada\t2", "line 2: 'ada' was judged for 'q1' before"),
        ("qrels.tsv", b"q1\tada\t0", "no judged question is left"),
        ("judgements.csv", b"", "has qrels.tsv and judgements.csv: keep the one that counts"),
        ("documents.jsonl.gz", b"", "has documents.jsonl.gz and documents.jsonl: keep the one"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(
    tmp_path: Path, file: str, content: bytes | None, says: str
) -> None:
    folder = bundle(tmp_path, "q1 ada 1", documents=(("wind", "ada"),))
    (folder / file).unlink(missing_ok=True)
    if content is not None:
        (folder / file).write_bytes(content)
    with pytest.raises(ConfigError, match=says) as raised:
        read_bundle(folder)
    assert str(folder) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_pool_without_its_file_or_without_anybody_who_knows_is_an_error(tmp_path: Path) -> None:
    folder = bundle(tmp_path, "q1 ada 1")
    with pytest.raises(ConfigError, match=r"there is no .*candidates\.txt"):
        read_bundle(folder, pooled=True)
    (folder / "candidates.txt").write_text("bob\n")
    with pytest.raises(ConfigError, match="no judged question is left"):
        read_bundle(folder, pooled=True)
    with pytest.raises(ConfigError, match="there is no folder"):
        read_bundle(folder / "absent")


def test_half_a_surrogate_in_a_question_s_text_is_read(tmp_path: Path) -> None:
    file = tmp_path / "q"
    file.write_text('{"id": "q1", "text": "wind \\ud800"}')
    (question,) = read_questions(file)
    question.text.encode()


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path / "b", "q1 ada 1", "q2 bob 1"))
    run = {"q2": {"bob": 0.1 + 0.2}, "q1": {"ada": 1e-300, "bob": 2.0, "éva": 2.0}}
    write_run(tmp_path / "run.tsv", run)
    written = (tmp_path / "run.tsv").read_text(encoding="utf-8")
    assert written.splitlines()[:2] == ["q1\tbob\t2.0", "q1\téva\t2.0"]
    assert read_run(tmp_path / "run.tsv", read) == run
    with pytest.raises(ConfigError, match="is there already"):
        write_run(tmp_path / "run.tsv", run)
    with pytest.raises(ConfigError, match="cannot write"):
        write_run(tmp_path / "absent" / "run.tsv", run)


def test_a_run_keeps_a_person_s_best_score_and_no_question_unasked(tmp_path: Path) -> None:
    read = read_bundle(bundle(tmp_path / "b", "q1 ada 1", "q2 bob 1", types=("a", "b")))
    file = tmp_path / "run.tsv"
    file.write_text("q1\tada\t1\nq1\tada\t3\nq1\tada\t2\nq2\tbob\t1\nq3\tbob\t1\n")
    assert read_run(file, read.of_type("a")) == {"q1": {"ada": 3.0}}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("q1\tada", "line 1: it has 2 fields"),
        ("q1\tada\thigh", "line 1: the score 'high' is no number"),
        ("q1\tada\tnan", "line 1: the score 'nan' is no number"),
        ("q9\tada\t1", "line 1: there is no question 'q9'"),
    ],
)
def test_a_run_s_bad_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    read = read_bundle(bundle(tmp_path / "b", "q1 ada 1"))
    (tmp_path / "run.tsv").write_text(line)
    with pytest.raises(ConfigError, match=says):
        read_run(tmp_path / "run.tsv", read)

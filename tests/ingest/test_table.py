"""Tables of documents: the import format."""

import csv
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from graphkit.errors import RecordRejected, SourceUnreadable
from ingest.connectors.table import Table
from ingest.record import Actor, Content, Record, Skipped, Unreadable
from ingest.workers import parse

MB = 1_000_000
FULL = {
    "id": "7", "title": "Pumps", "text": "They hold.", "date": "2024-05-14", "link": "x.org/7",
    "lang": "en", "people": [{"id": "slack:U1", "name": "Ada\n B", "role": "reviewer"}],
    "acl": ["group:bids", "user:a@x.org"], "thread": "t1", "reply_to": "6", "other": [1],
}  # fmt: skip


def save(path: Path, *lines: str | Mapping[str, object]) -> Path:
    """A file of lines."""
    said = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(f"{line}\n" for line in said), encoding="utf-8", newline="")
    return path


def read(path: Path, max_bytes: int = MB) -> list[Record | Unreadable | Skipped]:
    """One pass over a table, as source "s"."""
    return list(Table.open(path, "s", max_bytes, parse).records())


def contents(path: Path) -> list[Content]:
    """What its records say; all of it can be read."""
    records = [item for item in read(path) if isinstance(item, Record)]
    assert len(records) == len(read(path))
    return [record.parse() for record in records]


def quarantined(path: Path, max_bytes: int = MB) -> list[tuple[str, str, str | None]]:
    """What could not be read."""
    found = [item for item in read(path, max_bytes) if isinstance(item, Unreadable)]
    return [(item.where, item.reason, item.id) for item in found]


def test_a_row_says_all_it_knows(tmp_path: Path) -> None:
    path = save(tmp_path / "t.jsonl", FULL)
    (record,) = read(path)
    assert isinstance(record, Record)
    assert (record.id, record.where) == ("s:7", "t.jsonl line 1")
    assert record.size == len(json.dumps(FULL)) + 1
    assert record.parse() == Content(
        "Pumps", "They hold.", (Actor("slack:U1", "Ada B", "reviewer"),), "2024-05-14", "x.org/7",
        "en", frozenset({"group:bids", "user:a@x.org"}), "t1", "s:6",
    )  # fmt: skip


def test_a_row_needs_an_id_and_no_more(tmp_path: Path) -> None:
    path = save(
        tmp_path / "t.jsonl", {"id": "a b/c"}, {"id": 5, "link": None, "people": None, "acl": None}
    )
    assert [item.id for item in read(path) if isinstance(item, Record)] == ["s:a b/c", "s:5"]
    assert contents(path) == [Content("", ""), Content("", "")]


def test_people_are_known_by_their_alias_verbatim(tmp_path: Path) -> None:
    people = [{"id": "Email:A@x.org"}, {"id": "ada", "name": None, "role": None}, {"id": "u:1"}]
    (said,) = contents(save(tmp_path / "t.jsonl", {"id": "1", "people": people}))
    assert said.actors == (
        Actor("Email:A@x.org", "A@x.org", "author"),
        Actor("ada", "ada", "author"),
        Actor("u:1", "1", "author"),
    )


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".CSV"])
def test_csv_says_the_same_in_columns(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["id", "title", "text", "date", "author", "reviewer", "acl", "lang", "people"],
        ["1", "Pumps", "They\nhold.", "2024", "Ada B <a@x.org>; Carl D", "@eve", "", "en", "x"],
        ["2", "", "", "", "", "", "group:bids; user:a@x.org", "", ""],
    ]
    path = tmp_path / f"t{suffix}"
    plain = tmp_path / "plain"
    with plain.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    raw = plain.read_bytes()
    path.write_bytes(gzip.compress(raw) if suffix.endswith("gz") else raw)
    actors = (
        Actor("email:a@x.org", "Ada B", "author"),
        Actor("name:carl d", "Carl D", "author"),
        Actor("handle:eve", "eve", "reviewer"),
    )
    assert contents(path) == [
        Content("Pumps", "They\nhold.", actors, "2024", language="en"),
        Content("", "", acl=frozenset({"group:bids", "user:a@x.org"})),
    ]
    assert [item.where for item in read(path)] == [f"t{suffix} line 3", f"t{suffix} line 4"]


@pytest.mark.parametrize(
    "name", ["t.jsonl", "t.ndjson", "t.jsonl.gz", "t.ndjson.gz", "T.JSONL", "t.csv.jsonl"]
)
def test_the_suffix_tells_the_format(tmp_path: Path, name: str) -> None:
    raw = b'\xef\xbb\xbf{"id": "1", "text": "x"}\r\n\r\n  \n{"id": "2", "text": "y"}'
    path = tmp_path / name
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    assert Table.recognises(path)
    assert contents(path) == [Content("", "x"), Content("", "y")]
    assert [item.where for item in read(path)] == [f"{name} line 1", f"{name} line 4"]


def test_other_files_and_folders_are_not_recognised(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    save(tmp_path / "t.md")
    assert not any(Table.recognises(path) for path in [tmp_path, *tmp_path.iterdir()])
    with pytest.raises(SourceUnreadable, match=r"folder\.jsonl is no file: a table is one"):
        read(tmp_path / "folder.jsonl")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "2", "text": }', "it is no JSON: Expecting value: "),
        ('{"id": "2"', "it is no JSON: Expecting ',' delimiter: "),
        ("[" * 100_000, "it is no JSON: maximum recursion depth exceeded"),
        ('["id", "2"]', "it is no JSON object"),
        ("null", "it is no JSON object"),
        ('{"text": "x"}', "it has no id"),
        ('{"id": null}', "it has no id"),
        ('{"id": ""}', "it has no id"),
        ('{"id": ["2"]}', "it has no id"),
        ('{"id": 2.5}', "it has no id"),
        ('{"id": true}', "it has no id"),
        (f'{{"id": "{"x" * 511}"}}', "an id must have 1 to 512 characters"),
        ('{"id": "a\\nb"}', "the id 's:a\\nb' holds a control character"),
        ('{"id": "\\ud800"}', "the id 's:\\ud800' holds a control character or half"),
    ],
)
def test_a_broken_line_is_named_by_its_number_and_the_rest_is_read(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = save(tmp_path / "t.jsonl", {"id": "1"}, line, {"id": "3"})
    ((where, said, document),) = quarantined(path)
    assert (where, said.startswith(reason)) == ("t.jsonl line 2", True)
    assert (document is None) == (" id " not in f" {reason} " or reason == "it has no id")
    assert [item.id for item in read(path) if isinstance(item, Record)] == ["s:1", "s:3"]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", 5, "its title is no text"),
        ("text", ["x"], "its text is no text"),
        ("date", 2024, "its date is no text"),
        ("link", {}, "its link is no text"),
        ("lang", True, "its lang is no text"),
        ("thread", 1, "its thread is no text"),
        ("reply_to", 6, "its reply_to is no text"),
        (
            "reply_to",
            "a\nb",
            "the id 's:a\\nb' holds a control character or half a surrogate pair",
        ),
        ("people", "Ada B", "its people is no list"),
        ("people", {"id": "ada"}, "its people is no list"),
        ("people", ["ada"], "one of its people has no id"),
        ("people", [{"name": "Ada"}], "one of its people has no id"),
        ("people", [{"id": 5}], "one of its people has no id"),
        ("acl", "everyone", "its acl is no list"),
        ("acl", ["bids"], "'bids' is no token: use everyone, group:NAME or user:ADDRESS"),
        ("acl", ["everyone", 5], "'5' is no token: use everyone, group:NAME or user:ADDRESS"),
    ],
)
def test_a_field_of_the_wrong_type_rejects_its_record(
    tmp_path: Path, field: str, value: object, reason: str
) -> None:
    (record,) = read(save(tmp_path / "t.jsonl", FULL | {field: value}))
    assert isinstance(record, Record)
    with pytest.raises(RecordRejected) as rejected:
        record.parse()
    assert str(rejected.value) == reason


def test_an_empty_list_of_tokens_is_nobody_and_none_is_not_said(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"id": "1", "acl": []}, {"id": "2", "acl": None}, {"id": "3"}]
    found = [said.acl for said in contents(save(tmp_path / "t.jsonl", *rows))]
    assert found == [frozenset(), None, None]


def test_of_rows_with_one_id_the_first_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "t.jsonl", {"id": "1", "text": "x"}, {"id": "2"}, {"id": 1})
    assert quarantined(path) == [("t.jsonl line 3", "its id is that of line 1", "s:1")]


def test_a_line_that_is_too_long_is_quarantined_and_the_rest_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "t.jsonl", {"id": "1", "text": "x" * 2 * MB}, {"id": "2"})
    reason = "it is longer than 1 MB (WHOKNOWS_MAX_FILE_MB)"
    assert quarantined(path) == [("t.jsonl line 1", reason, None)]
    assert [item.where for item in read(path)] == ["t.jsonl line 1", "t.jsonl line 2"]


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        (
            "t.jsonl.gz",
            gzip.compress(b'{"id": "1"}\n' * 99, mtime=0)[:-9],
            "Compressed file ended before",
        ),
        ("t.jsonl.gz", b'{"id": "1"}\n', "Not a gzipped file"),
        ("t.csv", b"name,text\n1,x\n", "its first line names no column id"),
        ("t.csv", b"", "its first line names no column id"),
        ("t.csv", b"id,text\n1,\xe9t\xe9\n", "'utf-8' codec can't decode byte 0xe9"),
        ("t.csv", b"id,text\n1," + b"x" * MB + b"x\n", "field larger than field limit"),
    ],
)
def test_a_table_that_breaks_off_is_an_error(
    tmp_path: Path, name: str, raw: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(SourceUnreadable) as error:
        read(path)
    assert str(error.value).startswith(f"{path} cannot be read to its end: {reason}")


def test_a_row_of_csv_with_other_fields_is_named_by_its_number(tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", "id,text", "1", "2,x", "3,x,y", "4,x")
    reason = "it has not as many fields as the first line"
    assert quarantined(path) == [("t.csv line 2", reason, None), ("t.csv line 4", reason, None)]
    assert [item.id for item in read(path) if isinstance(item, Record)] == ["s:2", "s:4"]


def test_a_table_covers_its_source_and_estimates_its_lines(tmp_path: Path) -> None:
    table = Table.open(save(tmp_path / "t.jsonl", {"id": "1"}, "", "{"), "s", MB, parse)
    assert (table.estimate(), table.covers("s:gone")) == (3, True)


@pytest.mark.parametrize(
    ("raw", "lines"), [(gzip.compress(b"x\n" * 99, mtime=0)[:-9], range(100)), (b"x\n", [0])]
)
def test_a_broken_table_is_estimated_as_far_as_it_can_be_read(
    tmp_path: Path, raw: bytes, lines: Sequence[int]
) -> None:
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(raw)
    assert Table.open(path, "s", MB, parse).estimate() in lines

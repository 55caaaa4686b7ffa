"""People in tables, as spreadsheets save them."""

import csv
from contextlib import suppress
from pathlib import Path

import pytest

from graphkit.errors import SourceUnreadable
from graphkit.person import Person
from ingest.directory import read_people
from ingest.roster import Listing
from tests.ingest.conftest import at_most


def read(folder: Path, text: str, encoding: str = "utf-8") -> Listing:
    """The people of a table."""
    path = folder / "p.csv"
    path.write_text(text, encoding=encoding, newline="", errors="surrogatepass")
    return read_people(path)


def ada(*aliases: str) -> Person:
    """Ada, with aliases."""
    return Person("person:1", "Ada Élan", aliases=aliases, listed=aliases)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_as_any_program_saves_it(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    lines = (("id", "name", "emails"), ("1", "Ada Élan", "a@x.org"), ("2", "Bob", ""))
    text = "".join(delimiter.join(line) + end for line in lines)
    found = read(tmp_path, text, encoding)
    assert found == ((ada("email:a@x.org"), Person("person:2", "Bob")), (), ())


@pytest.mark.parametrize(
    "header",
    [
        "name,ID,e-mail", "NAME,Employee ID,Mail", "full_name,uid,Email Address",
        " Name , id , E Mails ", "Nom complet,Matricule,Courriel", '"name","id","email"',
    ],
)  # fmt: skip
def test_columns_are_known_by_many_names_in_any_order(tmp_path: Path, header: str) -> None:
    assert read(tmp_path, f"{header}\nAda Élan,1,a@x.org\n") == ((ada("email:a@x.org"),), (), ())


@pytest.mark.parametrize("names", ["Prénom,Nom", "Vorname,Nachname", "First name,Surname"])
def test_a_name_may_stand_in_two_columns(tmp_path: Path, names: str) -> None:
    (found,) = read(tmp_path, f"{names},id\nAda,Élan,1\n").people
    assert (found.name, found.family) == ("Ada Élan", "Élan")


def test_several_values_share_a_cell_or_come_in_several_columns(tmp_path: Path) -> None:
    rows = "id,name,email,mail,handle,github,languages\n1,Ada Élan,b@x.org | a@x.org,c@x.org"
    (found,) = read(tmp_path, f'{rows},@A;B,https://github.com/C,"de, fr;en"\n').people
    emails = (f"email:{each}@x.org" for each in "abc")
    assert found.aliases == (*emails, "handle:a", "handle:b", "handle:c")
    assert found.languages == ("de", "fr", "en")


def test_a_semicolon_within_a_cell_parts_values_whatever_parts_the_cells(tmp_path: Path) -> None:
    (found,) = read(tmp_path, 'id;departments\n1;"Wind; Grid, south"\n').people
    assert found.departments == ("Wind", "Grid, south")


def test_columns_that_are_not_known_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, "id,zulip_id,shoe\u202e size,,x\n1,5,44,,\n")
    (note,) = found.notes
    shown = "zulip_id, shoe size, x"
    assert note == ("p.csv line 1", f"columns that are not known were left alone: {shown}")
    assert found.people == (Person("person:1"),)


def test_of_very_many_unknown_columns_a_few_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, "id," + ",".join(f"c{n}" for n in range(100)) + "\n1" + "," * 100)
    assert found.notes[0].reason.endswith("left alone: " + ", ".join(
        f"c{n}" for n in range(12)) + " and 88 more")  # fmt: skip


@pytest.mark.parametrize(
    ("row", "line", "reason"),
    [
        ("1", 2, "it has 1 cells, the first line has 2"),
        ("1,2,3", 2, "it has 3 cells, the first line has 2"),
        ("0,Eve", 2, "its key '0' is that of line 3"),
        (f"1,{'x' * 600}", 2, f"its name '{'x' * 40}' has 600 characters, the most is 512"),
        (f"1,{'x' * 200_000}", 2, "it is no CSV: field larger than field limit (131072)"),
    ],
)
def test_a_broken_row_is_named_by_its_line_and_the_rest_is_read(
    tmp_path: Path, row: str, line: int, reason: str
) -> None:
    rows = (row, "0,Bob") if "key" not in reason else ("0,Bob", row)
    at = line if "key" not in reason else 3
    found = read(tmp_path, "\n".join(("id,name", *rows)))
    ((where, said),) = found.faults
    assert where == f"p.csv line {at}"
    assert said.startswith(reason.replace("line 3", "line 2"))
    assert found.people == (Person("person:0", "Bob"),)


def test_a_row_of_several_lines_is_named_by_its_first(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,name\n1,"Ada\nÉlan"\n\n ,\n2,"Bob\n",x\n,\n')
    assert found.people == (ada(),)
    assert [fault.where for fault in found.faults] == ["p.csv line 6"]


def test_a_quotation_mark_that_is_not_closed_swallows_few_rows(tmp_path: Path) -> None:
    rows = "".join(f"{n},Ada {n}\n" for n in range(20_000))
    found = read(tmp_path, f'id,name\nx,"Ada\n{rows}')
    assert found.faults[0].reason.endswith("is a quotation mark missing?")
    assert len(found.people) > 5_000


@pytest.mark.parametrize("text", ["title,location\nHead,Lyon\n", "Ada,Bob\n1,2\n", ",\n", "\n1,2"])
def test_a_table_that_names_no_column_of_who_they_are_is_refused(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(SourceUnreadable, match=r"its first line names no column .* as in id,name"):
        read(tmp_path, text)


def test_text_of_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    for raw in (b"id,name\n1,\x81\x8d", b"\xff\xfei\x00d\x00\x00\xd8"):
        path.write_bytes(raw)
        with pytest.raises(SourceUnreadable, match="neither UTF-8 nor Windows text: save it in"):
            read_people(path)


def test_formulas_and_controls_are_text(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "id,name,title\n1,Ada\0 Élan,=cmd|'/c calc'!A0\n").people
    assert (found.name, found.title) == ("Ada Élan", "=cmd|'/c calc'!A0")


@pytest.mark.parametrize(
    "text",
    [
        "id" + ",email" * 10**6 + "\n1" + "," * 10**6,
        "id" + ",x" * 10**6 + "\n1" + "," * 10**6,
        "id,departments\n1," + ";" * 10**6,
        "id,departments\n1," + "a;b|" * 10**4,
        "id" * 10**6,
        "id,name\n" + "," * 10**6,
        "id,name\n" + '"' * 10**6,
        "id,name\n" + "\n" * 10**6,
        "id,name\n1," + "a" + "\u0301\u0316" * 30_000,
        "id,manager\n" + "".join(f"{n},x\n" for n in range(20_000)),
        "id,handle\n" + "".join(f"{n},x\n" for n in range(20_000)),
    ],
    ids=lambda text: f"{text[:12]!r}, {len(text)} characters",
)
def test_hostile_tables_take_no_time(tmp_path: Path, text: str) -> None:
    with at_most(30), suppress(SourceUnreadable):
        read(tmp_path, text)


def test_reading_leaves_the_limit_of_other_tables_alone(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    for text in ("id\n1", "x\n1"):
        with suppress(SourceUnreadable):
            read(tmp_path, text)
    assert csv.field_size_limit() == before

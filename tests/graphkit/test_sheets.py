"""Sheets, through the ways spreadsheets save them."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import ConfigError
from graphkit.sheets import COLUMNS, Judgement, Pair, _inert, _original, read_sheet, sheet_of

PAIRS = (
    Pair("q1", 'éolien; "en mer", où\n?', "name:éva", "Éva, née Ö"),
    Pair("=q2", "+wind", "@ada", "-Ada"),
)
JUDGED = [("q1", "name:éva", 2), ("=q2", "@ada", 0)]


def _saved(delimiter: str, encoding: str, grades: tuple[str, ...] = ("2", "0")) -> bytes:
    """The sheet as a spreadsheet saves it once the grades are in."""
    first, *judged = csv.reader(io.StringIO(sheet_of(PAIRS), newline=""))
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    rows.writerow(first)
    rows.writerows([*row[:-1], grade] for row, grade in zip(judged, grades, strict=True))
    return out.getvalue().encode(encoding)


def _read(tmp_path: Path, content: bytes) -> list[Judgement]:
    (tmp_path / "s.csv").write_bytes(content)
    return list(read_sheet(tmp_path / "s.csv"))


@pytest.mark.parametrize("delimiter", list(",;\t"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_sheet_comes_back_from_a_spreadsheet(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    assert [each[1:] for each in _read(tmp_path, _saved(delimiter, encoding))] == JUDGED


def test_a_row_without_a_grade_is_not_judged(tmp_path: Path) -> None:
    found = _read(tmp_path, _saved(";", "utf-8", ("", " 1 ")))
    assert [each[1:] for each in found] == [("=q2", "@ada", 1)]
    assert _read(tmp_path, sheet_of(PAIRS).encode()) == []


def test_columns_may_be_moved_and_added_and_rows_left_empty(tmp_path: Path) -> None:
    content = b"Grade ;note;Person ID;Question id\n1;sure;ada;q1\n;;;\n\n"
    assert [each[1:] for each in _read(tmp_path, content)] == [("q1", "ada", 1)]


def test_no_cell_is_a_formula() -> None:
    for row in csv.reader(io.StringIO(sheet_of(PAIRS), newline="")):
        assert not [cell for cell in row if cell[:1] in set("=+-@\t\r")]


@given(st.text(alphabet="'=+-@\ta", max_size=6))
def test_what_is_made_inert_comes_back(cell: str) -> None:
    assert _original(_inert(cell)) == cell
    assert _inert(cell)[:1] not in set("=+-@\t")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "line 1: it names no columns question id, person id, grade"),
        (b"q1,ada,1\n", "line 1: it names no columns"),
        (b"\x81\x8d", "neither UTF-8 nor Windows text"),
        (b"\xff\xfe\x00", "neither UTF-8 nor Windows text"),
        (b"question id,person id,grade\nq1,ada\n", "line 2: it has 2 cells"),
        (b"question id,person id,grade\nq1,ada,1\nq1,bob,good\n", "line 3: the grade 'good'"),
        (b"question id,person id,grade\nq1,ada,=1+1\n", "line 2: the grade '=1[+]1'"),
    ],
)
def test_what_is_no_sheet_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        _read(tmp_path, content)


def test_what_is_no_csv_is_named(tmp_path: Path) -> None:
    before = csv.field_size_limit(100)
    try:
        with pytest.raises(ConfigError, match=r"s\.csv is no CSV: field larger"):
            _read(tmp_path, b"question id,person id,grade\nq1," + b"x" * 200)
    finally:
        csv.field_size_limit(before)


def test_a_sheet_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        list(read_sheet(tmp_path))


def test_a_new_sheet_has_one_row_a_pair_and_no_grade() -> None:
    first, *rest = csv.reader(io.StringIO(sheet_of(PAIRS), newline=""))
    assert tuple(first) == COLUMNS
    assert rest[0] == ["q1", PAIRS[0].text, "name:éva", "Éva, née Ö", ""]
    assert len(rest) == 2

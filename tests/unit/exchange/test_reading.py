"""Reading files: encodings, separators, quoted line breaks, headings."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.errors import BadInput
from resource_centre.exchange.reading import decode, read_sheet, rows_of, separator_of, sheet_of

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251")
letters = st.sampled_from('абвгдежзийклмнопрстуфхцчшщьыъэюяabcxyz0123456789 ,;\t"\n№.«»-')
cells = st.text(letters, max_size=30)
tables = st.lists(st.tuples(cells, cells, cells).filter(lambda row: any(c.strip() for c in row)), max_size=8)


def written(rows: list[tuple[str, ...]], separator: str, encoding: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["name", "address", "phone"])
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


@given(tables, st.sampled_from(",;\t"), st.sampled_from(ENCODINGS))
def test_what_was_written_is_read_whatever_encoding_and_separator(
    rows, separator: str, encoding: str
) -> None:
    sheet = sheet_of(rows_of(decode(written(rows, separator, encoding))))
    assert sheet.columns == ("name", "address", "phone")
    assert [row.cells for row in sheet.rows] == rows


def test_a_semicolon_parts_when_commas_stand_inside_addresses() -> None:
    assert separator_of("name;address\nA;Street, 5, Town\nB;Lane, 1\n") == ";"


def test_the_line_that_names_the_separator_is_no_heading() -> None:
    assert sheet_of(rows_of("sep=;\r\nname;city\r\nA;B\r\n")).columns == ("name", "city")


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    sheet = sheet_of(rows_of('name,address\n"A","one\ntwo"\n\nB,three\n'))
    assert [row.number for row in sheet.rows] == [2, 4]


def test_repeated_and_empty_headings_get_names_of_their_own() -> None:
    assert sheet_of(rows_of(",name,name\n1,2,3\n")).columns == ("Column 1", "name", "name (2)")


def test_a_quotation_mark_that_is_never_closed_spoils_its_own_row_alone() -> None:
    sheet = sheet_of(rows_of('name,city\nA,B\n"C,D\nE,F\n'))
    assert [bool(row.problem) for row in sheet.rows] == [False, True]


def test_more_cells_than_headings_are_a_problem_of_the_row() -> None:
    sheet = sheet_of(rows_of("name,city\nA,B,C\nD,E\nF\n"))
    assert [bool(row.problem) for row in sheet.rows] == [True, False, False]


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\x98\xff\x81"])
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(BadInput):
        read_sheet(file)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_sheet(tmp_path / "none.csv")


def test_a_broken_workbook_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"PK\x03\x04 not really a workbook")
    with pytest.raises(BadInput):
        read_sheet(file)

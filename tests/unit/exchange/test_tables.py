"""Tables in files: nothing a spreadsheet would run, numbers stay numbers, and all of it reads back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from resource_centre.core.errors import BadInput
from resource_centre.exchange.tables import neutral, read_table, write_table

DANGEROUS = ["=1+1", "+7 701", "-5 units", "@name", "\tx", "\rx", "'=already"]
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2029\u2028"),
    min_size=1,
    max_size=20,
)
odd = st.sampled_from([text for text in DANGEROUS if "\r" not in text])


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


def test_plain_text_stays_as_it_is() -> None:
    assert neutral("Школа № 5 = best") == "Школа № 5 = best"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_numbers_stay_numbers(tmp_path: Path, ending: str) -> None:
    file = write_table(tmp_path / f"t{ending}", ["n", "m"], [[-5, 2.5]])
    assert read_table(file)[1] == [("-5", "2.5")]


def test_an_xlsx_keeps_numbers_and_days_as_such(tmp_path: Path) -> None:
    file = write_table(tmp_path / "t.xlsx", ["n", "d", "f"], [[-5, date(2026, 11, 25), "=1"]])
    row = next(load_workbook(file).active.iter_rows(min_row=2, values_only=True))
    assert row[0] == -5 and row[1].date() == date(2026, 11, 25) and row[2] == "'=1"


def test_a_csv_begins_with_the_mark_by_which_spreadsheets_know_utf8(tmp_path: Path) -> None:
    assert write_table(tmp_path / "t.csv", ["имя"], []).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_every_table_reads_back(tmp_path: Path, ending: str) -> None:
    @given(
        st.lists(
            st.tuples(texts | odd, texts | odd).filter(lambda row: any(c.strip() for c in row)), max_size=5
        )
    )
    def check(rows) -> None:
        file = write_table(tmp_path / f"t{ending}", ["one", "two"], rows)
        assert read_table(file) == (("one", "two"), rows)

    check()


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        write_table(tmp_path / "t.doc", ["a"], [])


def test_a_table_that_fails_midway_leaves_the_old_file(tmp_path: Path) -> None:
    file = write_table(tmp_path / "t.csv", ["a"], [["kept"]])

    def rows():
        yield ["new"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_table(file, ["a"], rows())
    assert read_table(file)[1] == [("kept",)]
    assert list(tmp_path.iterdir()) == [file]

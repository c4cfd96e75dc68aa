"""Where labels lie on their sheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.exchange.labels import A4, SHEETS, Label, Sheet, pages, placed

LABEL = Label("A-1", "Thing", "Centre")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_label_lies_on_the_paper(sheet: Sheet) -> None:
    for each in placed([LABEL] * sheet.count, sheet):
        assert each.x >= 0 and each.x + each.width <= A4[0] + 0.01
        assert each.y >= 0 and each.y + each.height <= A4[1] + 0.01


@given(st.integers(1, 200), st.integers(0, 60), st.sampled_from(SHEETS))
def test_no_two_labels_lie_on_each_other(count: int, first: int, sheet: Sheet) -> None:
    spots = {(each.page, each.x, each.y) for each in placed([LABEL] * count, sheet, first)}
    assert len(spots) == count


def test_they_go_row_by_row_from_the_first_free_place() -> None:
    found = placed([LABEL] * 3, SHEETS[0], 2)
    assert [(each.page, each.x, round(each.y, 1)) for each in found] == [
        (0, 140.0, 0.5),
        (0, 0.0, 37.5),
        (0, 70.0, 37.5),
    ]


def test_one_more_than_fits_takes_another_sheet() -> None:
    assert pages(placed([LABEL] * 24, SHEETS[0])) == 1
    assert pages(placed([LABEL] * 25, SHEETS[0])) == 2
    assert pages(placed([], SHEETS[0])) == 0

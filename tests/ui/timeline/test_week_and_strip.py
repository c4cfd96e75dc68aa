"""The week grid and the strip of the Today page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from resource_centre.ui.timeline.scene import BlockKind, BlockState
from resource_centre.ui.timeline.strip import HEADER, NAMES, Mark, TimelineStrip
from resource_centre.ui.timeline.week import Week, WeekBlock, WeekDay, painted
from resource_centre.ui.timeline.weekgrid import WeekGrid
from tests.ui.timeline import sample

MONDAY = date(2026, 11, 23)
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def grid(qtbot: QtBot) -> WeekGrid:
    made = WeekGrid()
    qtbot.addWidget(made)
    made.resize(760, 600)
    made.show()
    days = tuple(
        WeekDay(date(2026, 11, 23 + i), f"Day {23 + i}", ((480, 720),) if i == 0 else ()) for i in range(7)
    )
    block = WeekBlock(
        7, date(2026, 11, 25), 780, 990, BlockKind.EVENT, BlockState.CONFIRMED, "Robot maze day"
    )
    made.set_week(Week(days, (block,)))
    return made


def cell(grid: WeekGrid, day: int, minute: int) -> QPoint:
    left, right = grid.grid.column(day)
    return QPoint(round((left + right) / 2), round(grid.grid.y(minute)) + 3)


def drag(qtbot: QtBot, grid: WeekGrid, day: int, first: int, last: int) -> None:
    qtbot.mousePress(grid, Qt.MouseButton.LeftButton, NO_KEY, cell(grid, day, first))
    for minute in range(first, last + 1, 15):
        qtbot.mouseMove(grid, cell(grid, day, minute))
    qtbot.mouseRelease(grid, Qt.MouseButton.LeftButton, NO_KEY, cell(grid, day, last))


def test_a_drag_over_free_time_paints_it_available(qtbot: QtBot, grid: WeekGrid) -> None:
    with qtbot.waitSignal(grid.availability_painted) as heard:
        drag(qtbot, grid, 1, 600, 690)
    assert heard.args == [date(2026, 11, 24), 600, 705, True]


def test_a_drag_from_available_time_takes_it_away(qtbot: QtBot, grid: WeekGrid) -> None:
    with qtbot.waitSignal(grid.availability_painted) as heard:
        drag(qtbot, grid, 0, 540, 600)
    assert heard.args == [MONDAY, 540, 615, False]


def test_a_click_on_a_block_opens_it(qtbot: QtBot, grid: WeekGrid) -> None:
    with qtbot.waitSignal(grid.opened) as heard:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, NO_KEY, cell(grid, 2, 840))
    assert heard.args == [7]


def test_keys_paint_too(qtbot: QtBot, grid: WeekGrid) -> None:
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    for _ in range(2):
        qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(grid.availability_painted) as heard:
        qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert heard.args == [date(2026, 11, 24), 480, 525, True]


def test_a_grid_to_look_at_paints_nothing(qtbot: QtBot, grid: WeekGrid) -> None:
    grid.editable = False
    with qtbot.assertNotEmitted(grid.availability_painted):
        drag(qtbot, grid, 1, 600, 690)


spans = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda pair: pair[0] < pair[1])
quarters = spans.map(lambda pair: (pair[0] * 15, pair[1] * 15))


@given(st.lists(quarters, max_size=4), quarters, st.booleans())
def test_painting_changes_just_what_was_painted(
    old: list[tuple[int, int]], span: tuple[int, int], add: bool
) -> None:
    new = painted(tuple(old), span, add)
    for minute in range(0, 1440, 15):
        before = any(a <= minute < b for a, b in old)
        after = any(a <= minute < b for a, b in new)
        assert after == (add if span[0] <= minute < span[1] else before)


@pytest.fixture
def strip(qtbot: QtBot) -> TimelineStrip:
    made = TimelineStrip()
    qtbot.addWidget(made)
    made.resize(940, 330)
    made.show()
    whole = sample.scene()
    rows = tuple(row for row in whole.rows if row.key in (1, 2, 3, 4))
    blocks = tuple(b for b in whole.blocks if b.bookable in (1, 2, 3, 4) and b.start >= sample.at(2, "0:00"))
    today = replace(
        whole,
        days=whole.days[2:3],
        rows=rows,
        blocks=tuple(b for b in blocks if b.end < sample.at(3, "0:00")),
    )
    made.set_scene(today, (Mark(4, sample.at(2, "9:00"), BlockKind.LOAN, "2 kits back"),))
    return made


def test_a_click_on_the_strip_opens(qtbot: QtBot, strip: TimelineStrip) -> None:
    layout = strip.layout_
    assert layout is not None
    x = NAMES + round(layout.axis.x(sample.at(2, "14:00").timestamp()))
    with qtbot.waitSignal(strip.opened) as heard:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, NO_KEY, QPoint(x, HEADER + 20))
    assert heard.args == [sample.MAZE]


def test_the_strip_is_read_by_keys(qtbot: QtBot, strip: TimelineStrip) -> None:
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    with qtbot.waitSignal(strip.opened) as heard:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert heard.args == [sample.MAZE]

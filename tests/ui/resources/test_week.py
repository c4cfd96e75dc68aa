"""The week of one lab: what takes it, and booking what is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.schedule import queries
from resource_centre.ui.booking.dialog import BookingDialog
from resource_centre.ui.resources.calendar import ResourceWeek
from resource_centre.ui.shell.window import MainWindow
from tests.ui.windowed import dialogs, settle, window_of


@pytest.fixture
def lab(world: Any) -> int:
    number = int(world.lab("ROB", name="Robotics lab"))
    world.book("2026-11-26 10:00", "2026-11-26 12:00", number, title="Optics")
    return number


@pytest.fixture
def week(world: Any, lab: int, qapp: QApplication) -> Iterator[ResourceWeek]:
    with window_of(world, page="resources") as window:
        made = ResourceWeek(window.desk, window.made["resources"], lab, "Robotics lab")
        made.open()
        settle(window)
        yield made


def test_bookings_stand_in_the_opening_hours(week: ResourceWeek) -> None:
    shown = week.grid.week
    assert [(b.day, b.start, b.end, b.title) for b in shown.blocks] == [
        (date(2026, 11, 26), 600, 720, "Optics")
    ]
    assert shown.days[3].available == ((540, 600), (720, 1080))


def test_what_is_drawn_by_keys_is_booked_and_seen(
    qtbot: QtBot, week: ResourceWeek, world: Any, lab: int
) -> None:
    window = week.parent()
    assert isinstance(window, MainWindow)
    week.grid.setFocus()
    week.grid.cell = (4, 840)
    for _quarter in range(3):
        qtbot.keyClick(week.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(week.grid, Qt.Key.Key_Space)
    settle(window)
    form = dialogs(BookingDialog)[0]
    form.fields.caption.setText("Waves")
    settle(window)
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert (date(2026, 11, 27), 840, 900, "Waves") in [
        (b.day, b.start, b.end, b.title) for b in week.grid.week.blocks
    ]
    rows = world.read(lambda u: queries.blocks(u, None, _week(world), ids=[lab]))
    assert {row.title for row in rows} == {"Optics", "Waves"}


def _week(world: Any) -> Any:
    from resource_centre.core.times import week_range

    return week_range(date(2026, 11, 25), world.tz)

"""Times drawn in a week: by a consultant who proposes one, and by a teacher who prefers two or three."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.consultations import queries, service
from resource_centre.consultations.service import RequestDraft
from resource_centre.core.context import Actor, Role
from resource_centre.core.times import TimeRange
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.consultations.dialogs import MeetingDialog, RequestDialog
from resource_centre.ui.consultations.page import ConsultationsPage
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.timeline.weekgrid import WeekGrid
from tests.ui.windowed import dialogs, settle, window_of

LEFT, PLAIN, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def zarina(centre: Any) -> Actor:
    return centre.person("zarina", Role.CONSULTANT, name="Zarina Omarova")  # type: ignore[no-any-return]


@pytest.fixture
def teacher(centre: Any) -> Actor:
    return centre.person("nurlan", Role.TEACHER, name="Nurlan Iskakov", school_id=centre.school())  # type: ignore[no-any-return]


@pytest.fixture
def number(centre: Any, zarina: Actor, teacher: Actor) -> int:
    """A new request with a preferred time on Wednesday at ten."""
    slot = TimeRange(centre.at("2026-12-02 10:00"), centre.at("2026-12-02 11:00"))
    wish = RequestDraft(
        centre.centre_id, "Which kit?", "robotics", "How?", "at_centre", "7", 24, "en", (slot,)
    )
    return int(centre.write(lambda u: service.ask_new(u, wish), teacher).id)


@pytest.fixture
def page(centre: Any, number: int, qapp: QApplication) -> Iterator[ConsultationsPage]:
    with window_of(centre, page="consultations") as window:
        made = window.made["consultations"]
        assert isinstance(made, ConsultationsPage)
        made.show_week()
        settle(window)
        yield made


@pytest.fixture
def asking(centre: Any, teacher: Actor, qapp: QApplication) -> Iterator[RequestDialog]:
    """The form of a new question, as a teacher has it."""
    with window_of(centre, teacher, "consultations") as window:
        window.made["consultations"].show_where(new=True)
        settle(window)
        found = dialogs(RequestDialog)[0]
        assert isinstance(found, RequestDialog)
        found.chooser.turner.go_to(date(2026, 11, 30))
        found.chooser.read()
        settle(window)
        yield found


def drag(qtbot: QtBot, grid: WeekGrid, day: int, first: int, last: int) -> None:
    left, right = grid.grid.column(day)

    def at(minute: int) -> QPoint:
        return QPoint(round((left + right) / 2), round(grid.grid.y(minute)) + 3)

    qtbot.mousePress(grid, LEFT, PLAIN, at(first))
    qtbot.mouseMove(grid, at(last))
    qtbot.mouseRelease(grid, LEFT, PLAIN, at(last))


def window_of_page(page: ConsultationsPage) -> MainWindow:
    found = page.window()
    assert isinstance(found, MainWindow)
    return found


def proposed(centre: Any, number: int) -> list[tuple[Any, Any]]:
    return [(a.start, a.end) for a in centre.read(lambda u: queries.request(u, number)).appointments]


def test_the_week_shows_the_preferred_time_and_free_hours(page: ConsultationsPage) -> None:
    week = page.week.grid.week
    assert [(b.day, b.start, b.end, b.title) for b in week.blocks] == [
        (date(2026, 12, 2), 600, 660, "1st choice")
    ]
    assert week.days[0].available == ((540, 1080),)
    assert week.days[6].blocked == "Closed"


def test_a_drawn_time_is_proposed(
    qtbot: QtBot, page: ConsultationsPage, centre: Any, number: int, zarina: Actor
) -> None:
    window = window_of_page(page)
    drag(qtbot, page.week.grid, 3, 840, 885)
    settle(window)
    found = dialogs(MeetingDialog)[0]
    assert found.consultant.value == zarina.person_id
    found.confirm()
    settle(window)
    assert proposed(centre, number) == [(centre.at("2026-12-03 14:00"), centre.at("2026-12-03 15:00"))]
    assert "Which kit?" in {block.title for block in page.week.grid.week.blocks}


def test_a_preferred_time_is_proposed_by_keys_alone(
    qtbot: QtBot, page: ConsultationsPage, centre: Any, number: int
) -> None:
    window, grid = window_of_page(page), page.week.grid
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (*[Qt.Key.Key_Right] * 2, *[Qt.Key.Key_Down] * 8, Qt.Key.Key_Return):
        qtbot.keyClick(grid, key)
    settle(window)
    found = dialogs(MeetingDialog)[0]
    qtbot.keyClick(found, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert proposed(centre, number) == [(centre.at("2026-12-02 10:00"), centre.at("2026-12-02 11:00"))]


def test_a_teacher_draws_what_would_suit(
    qtbot: QtBot, asking: RequestDialog, centre: Any, teacher: Actor
) -> None:
    slots = asking.slots
    for slot in slots.slots:
        slot.on.setChecked(False)
    drag(qtbot, asking.chooser.grid, 1, 600, 675)
    drag(qtbot, asking.chooser.grid, 3, 840, 840)
    assert slots.ranges(centre.tz) == (
        TimeRange(centre.at("2026-12-01 10:00"), centre.at("2026-12-01 11:30")),
        TimeRange(centre.at("2026-12-03 14:00"), centre.at("2026-12-03 15:30")),
    )
    assert [b.title for b in asking.chooser.grid.week.blocks] == ["1st choice", "2nd choice"]


def test_a_choice_is_taken_back_where_it_was_drawn(qtbot: QtBot, asking: RequestDialog, centre: Any) -> None:
    for slot in asking.slots.slots:
        slot.on.setChecked(False)
    drag(qtbot, asking.chooser.grid, 1, 600, 660)
    drag(qtbot, asking.chooser.grid, 1, 630, 630)
    assert asking.slots.ranges(centre.tz) == ()


def test_three_times_are_enough(qtbot: QtBot, asking: RequestDialog, centre: Any) -> None:
    drag(qtbot, asking.chooser.grid, 1, 600, 600)
    drag(qtbot, asking.chooser.grid, 2, 600, 600)
    assert len(asking.slots.ranges(centre.tz)) == 3
    assert asking.chooser.hint.text().startswith("Three times are enough.")


def test_hours_without_a_free_room_are_not_offered(centre: Any, asking: RequestDialog) -> None:
    window = asking.parent()
    assert isinstance(window, MainWindow)
    for lab in (centre.robotics, centre.maker):
        centre.book("2026-12-01 10:00", "2026-12-01 12:00", lab, title="Club")
    asking.chooser.read()
    settle(window)
    assert asking.chooser.grid.week.days[1].available == ((540, 600), (720, 1080))


def test_the_form_is_sent_with_what_was_drawn(
    qtbot: QtBot, asking: RequestDialog, centre: Any, teacher: Actor
) -> None:
    window = asking.parent()
    assert isinstance(window, MainWindow)
    asking.heading.setText("Which printer?")
    for slot in asking.slots.slots:
        slot.on.setChecked(False)
    grid = asking.chooser.grid
    grid.setFocus()
    grid.cell = (1, 600)
    for _quarter in range(3):
        qtbot.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    qtbot.keyClick(asking, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    rows = centre.read(lambda u: queries.requests(u, None, queries.Filter.ALL, "", None), teacher)
    wished = centre.read(lambda u: queries.preferred(u, rows[0].id), teacher)
    assert [(s.start, s.end) for s in wished] == [
        (centre.at("2026-12-01 10:00"), centre.at("2026-12-01 11:00"))
    ]


def test_a_meeting_takes_the_preferred_time_found_on_the_calendar(
    qtbot: QtBot, page: ConsultationsPage, centre: Any, number: int, zarina: Actor
) -> None:
    window = window_of_page(page)
    drag(qtbot, page.week.grid, 3, 840, 885)
    settle(window)
    meeting = dialogs(MeetingDialog)[0]
    meeting._find()
    settle(window)
    calendar = window.made["calendar"]
    assert isinstance(calendar, CalendarPage) and calendar.finding.panel is not None
    first = calendar.finding.panel.found[0]
    assert (first.preferred, first.time.start) == (True, centre.at("2026-12-02 10:00"))
    calendar.finding.take_current()
    settle(window)
    assert meeting.isVisible() and meeting._span().start == centre.at("2026-12-02 10:00")

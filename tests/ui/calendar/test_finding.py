"""Finding a time on the calendar: what is named, where it is drawn, and how it is taken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.core.context import Role
from resource_centre.core.times import TimeRange
from resource_centre.schedule import queries
from resource_centre.schools.rules import SchoolDraft
from resource_centre.schools.service import add_school
from resource_centre.ui.booking.dialog import BookingDialog, open_booking
from resource_centre.ui.booking.start import Mode, Start
from resource_centre.ui.calendar.aside import find_for
from resource_centre.ui.calendar.findpanel import FindPanel
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.scene import RowKind
from tests.ui.windowed import dialogs, settle, window_of

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PICTURES = os.environ.get("RESOURCE_CENTRE_PICTURES")


@pytest.fixture
def window(centre: Any, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(centre) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> CalendarPage:
    made = window.made["calendar"]
    assert isinstance(made, CalendarPage)
    return made


def look(window: MainWindow, page: CalendarPage, wanted: Wanted) -> FindPanel:
    page.finding.start(wanted)
    settle(window)
    assert page.finding.panel is not None
    if PICTURES:
        window.grab().save(str(Path(PICTURES) / "finding.png"))
    return page.finding.panel


def starts(panel: FindPanel) -> list[str]:
    return [f"{each.time.start.astimezone(panel._zone):%d %H:%M}" for each in panel.found]


def spot(page: CalendarPage, number: int) -> QPoint:
    """The middle of a landing spot on its own row."""
    view, landing = page.view, page.view.overlay.landings[number]
    assert view.layout_ is not None
    band = view.layout_.bands.by_key[landing.row]
    middle = (landing.start.timestamp() + landing.end.timestamp()) / 2
    x = view.layout_.axis.x(middle) - view.horizontalScrollBar().value() + view.names_width
    return QPoint(round(x), band.top + band.height // 2 + header.HEIGHT - view.verticalScrollBar().value())


def test_what_is_found_lies_on_every_row_that_it_would_take(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    wanted = Wanted((centre.maker,), ((centre.model_of_kits, 2),), minutes=120, first=date(2026, 11, 25))
    panel = look(window, page, wanted)
    assert starts(panel)[:2] == ["26 09:00", "26 11:00"]
    landings = page.view.overlay.landings
    assert (landings[0].row, landings[0].also) == (centre.maker, tuple(centre.kits[:2]))
    assert page.view.overlay.chosen == 0


def test_only_what_it_is_about_is_shown_meanwhile(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    look(window, page, Wanted((centre.maker,), first=date(2026, 11, 25)))
    assert page.view.scene is not None
    assert [row.key for row in page.view.scene.rows if row.kind is not RowKind.GROUP] == [centre.maker]
    page.finding.stop()
    settle(window)
    assert len([row for row in page.view.scene.rows if row.kind is RowKind.LAB]) == 2
    assert page.view.overlay.landings == ()


def test_a_click_on_a_spot_takes_it_into_the_booking_dialog(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    look(window, page, Wanted((centre.maker,), first=date(2026, 11, 26)))
    chosen = page.view.overlay.landings[1]
    qtbot.mouseClick(page.view.viewport(), LEFT, PLAIN, spot(page, 1))
    settle(window)
    dialog = dialogs(BookingDialog)[0]
    assert dialog.fields.draft.bookables == (centre.maker,)
    assert (
        dialog.found is not None
        and dialog.fields.draft.start == chosen.start.astimezone(centre.tz).replace(tzinfo=None).time()
    )
    assert not page.finding.active


def test_enter_takes_the_next_one_after_a_bracket(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    panel = look(window, page, Wanted((centre.maker,), first=date(2026, 11, 26)))
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_BracketRight)
    assert panel.current == 1
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    settle(window)
    assert dialogs(BookingDialog)


def test_another_week_is_shown_with_the_time_that_is_looked_at(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    centre.book("2026-11-26T09:00", "2026-12-02T18:00", centre.maker, override_reason="Renovation")
    look(window, page, Wanted((centre.maker,), first=date(2026, 11, 26)))
    settle(window)
    assert date(2026, 12, 3) in page.period.days
    assert page.view.overlay.landings


def test_any_ambassador_is_picked_and_named_in_the_booking(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    who = centre.time_of(centre.ambassador)
    people = ((Role.AMBASSADOR, 1),)
    panel = look(window, page, Wanted((centre.maker,), people=people, first=date(2026, 11, 26)))
    assert panel.found[0].time.bookables == (centre.maker, who)
    page.finding.take_current()
    settle(window)
    assert dialogs(BookingDialog)[0].fields.draft.bookables == (centre.maker, who)


def test_escape_ends_the_search(qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any) -> None:
    panel = look(window, page, Wanted((centre.maker,), first=date(2026, 11, 26)))
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not page.finding.active


def test_the_school_is_chosen_in_the_panel(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    draft = SchoolDraft("School 41", hours="1-5 12:00-14:00")
    school = centre.write(lambda u: add_school(u, centre.centre_id, draft)).id
    panel = look(window, page, Wanted((centre.maker,), first=date(2026, 11, 26)))
    panel.school.choose(school)
    page.finding.search()
    settle(window)
    assert starts(panel)[:2] == ["26 12:00", "27 12:00"]


def test_preferred_times_are_marked(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    asked = (TimeRange(centre.at("2026-11-27T14:00"), centre.at("2026-11-27T16:00")),)
    panel = look(window, page, Wanted((centre.maker,), first=date(2026, 11, 26), preferred=asked))
    assert (starts(panel)[0], panel.list.current.chip) == ("27 14:00", "preferred")


def test_a_dialog_steps_aside_and_comes_back_with_the_time(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    open_booking(window.desk, page, Start(Mode.MOVE, centre.maze.activity_id), page.moves.made)
    settle(window)
    dialog = dialogs(BookingDialog)[0]
    window.show_page("events")
    taken: list[Any] = []
    find_for(dialog, Wanted((centre.maker,), first=date(2026, 11, 26)), taken.append)
    settle(window)
    assert not dialog.isVisible() and window.current == "calendar"
    page.finding.take_current()
    settle(window)
    assert dialog.isVisible() and window.current == "events"
    assert taken[0].start == centre.at("2026-11-26T09:00")


def test_a_dialog_comes_back_as_it_was_when_the_search_is_closed(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    open_booking(window.desk, page, Start(Mode.MOVE, centre.maze.activity_id), page.moves.made)
    settle(window)
    dialog = dialogs(BookingDialog)[0]
    find_for(dialog, Wanted((centre.maker,), first=date(2026, 11, 26)), lambda _time: None)
    settle(window)
    page.finding.stop()
    assert dialog.isVisible()
    assert dialog.fields.draft.start == time(13)
    assert centre.read(lambda u: queries.activity(u, centre.maze.activity_id)).start == centre.at(
        "2026-11-25T13:00"
    )


def test_another_search_lists_anew(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    panel = look(window, page, Wanted((centre.maker,), first=date(2026, 11, 26)))
    for minutes in (60, 2000, 120):
        panel.length.set_minutes(minutes)
        page.finding.search()
        settle(window)
    assert starts(panel)[:2] == ["26 09:00", "26 11:00"]
    assert panel.list.isVisible()


def test_another_centre_ends_the_search(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    look(window, page, Wanted((centre.maker,), first=date(2026, 11, 26)))
    page.on_centre()
    settle(window)
    assert not page.finding.active and page.view.overlay.landings == ()

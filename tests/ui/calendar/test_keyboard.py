"""Every job of the calendar by keys alone: a window, a keyboard, and no mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from resource_centre.core.context import Role
from resource_centre.schedule import queries, series, service
from resource_centre.schedule.rules import ActivityState
from resource_centre.schedule.series import Scope
from resource_centre.ui.booking.dialog import BookingDialog
from resource_centre.ui.booking.reshape import ReshapeDialog
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.calendar.printing import PaperDialog
from resource_centre.ui.shell.keys import KeysDialog
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.timeline.scene import Block, Row
from resource_centre.ui.widgets.dialog import Dialog, Reason
from tests.ui.windowed import dialogs, settle, window_of

Key = Qt.Key
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


class Typist:
    """Somebody with a keyboard: keys go to what has the focus, in the window that is in front."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    @property
    def focus(self) -> QWidget:
        front = QApplication.activeModalWidget()
        focus = QApplication.focusWidget()
        if front is not None and (focus is None or focus.window() is not front):
            return front
        return focus or self.window.focusWidget() or self.window

    def press(self, *keys: Key, with_: Qt.KeyboardModifier = PLAIN) -> None:
        for key in keys:
            QTest.keyClick(self.focus, key, with_)
        settle(self.window)

    def tab_to(self, reached: Callable[[QWidget], object]) -> None:
        """Tab, until what has the focus is what is wanted."""
        for _again in range(60):
            if reached(self.focus):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never comes there; it stands on {self.focus}")

    def type(self, words: str) -> None:
        QTest.keyClicks(self.focus, words)
        settle(self.window)

    def dialog(self, kind: type[Dialog]) -> Any:
        return dialogs(kind)[0]


@pytest.fixture
def optics(centre: Any) -> int:
    return int(
        centre.book("2026-11-27T10:00", "2026-11-27T11:30", centre.robotics, title="Optics").activity_id
    )


@pytest.fixture
def window(centre: Any, optics: int, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(centre) as made:
        made.activateWindow()
        yield made


@pytest.fixture
def page(window: MainWindow) -> CalendarPage:
    made = window.made["calendar"]
    assert isinstance(made, CalendarPage)
    made.view.setFocus()
    return made


@pytest.fixture
def typist(window: MainWindow, page: CalendarPage) -> Typist:
    return Typist(window)


def at(page: CalendarPage) -> str:
    """What the keyboard is on."""
    focus = page.view.focus_on
    return focus.title if isinstance(focus, Block | Row) else ""


def times(centre: Any, activity: int) -> tuple[Any, Any]:
    found = centre.read(lambda u: queries.activity(u, activity))
    return found.start, found.end


def holds(centre: Any, activity: int) -> set[int]:
    found = centre.read(lambda u: queries.activity(u, activity))
    return {hold.bookable_id for hold in found.holds if hold.live}


def to_optics(typist: Typist, page: CalendarPage) -> None:
    typist.press(Key.Key_Down, Key.Key_Right)
    assert at(page) == "Optics"


def test_arrows_come_to_every_row(typist: Typist, page: CalendarPage) -> None:
    seen = []
    typist.press(Key.Key_Down)
    for _again in range(9):
        seen.append(at(page))
        typist.press(Key.Key_Down)
    assert seen[:5] == ["Robot maze day", "SPIKE kit", "Robot maze day", "Robot maze day", "SPIKE kit 03"]


def test_a_booking_is_made_on_the_row_in_focus(typist: Typist, page: CalendarPage, centre: Any) -> None:
    typist.press(Key.Key_Down, Key.Key_Up, Key.Key_B)
    form = typist.dialog(BookingDialog)
    assert form.isVisible() and at(page) == "Maker space"
    typist.type("Waves")
    typist.press(Key.Key_Return, with_=CONTROL)
    assert dialogs(BookingDialog) == []
    rows = centre.read(
        lambda u: queries.blocks(u, centre.centre_id, page.shown.rows.window, ids=[centre.maker])
    )
    assert [row.title for row in rows] == ["Waves"]


def test_a_booking_moves_in_time_and_back_and_again(
    typist: Typist, page: CalendarPage, centre: Any, optics: int
) -> None:
    to_optics(typist, page)
    typist.press(Key.Key_G, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    moved = (centre.at("2026-11-27T10:30"), centre.at("2026-11-27T12:00"))
    assert times(centre, optics) == moved
    typist.press(Key.Key_Z, with_=CONTROL)
    assert times(centre, optics)[0] == centre.at("2026-11-27T10:00")
    typist.press(Key.Key_Z, with_=CONTROL | SHIFT)
    assert times(centre, optics) == moved


def test_a_booking_moves_to_another_resource(
    typist: Typist, page: CalendarPage, centre: Any, optics: int
) -> None:
    to_optics(typist, page)
    typist.press(Key.Key_G, Key.Key_Up, Key.Key_Return)
    assert holds(centre, optics) == {centre.maker}


def test_a_refused_place_is_told_and_nothing_moves(
    typist: Typist, page: CalendarPage, centre: Any, optics: int
) -> None:
    centre.book("2026-11-27T12:00", "2026-11-27T13:00", centre.robotics, title="Club")
    page.reload()
    settle(typist.window)
    to_optics(typist, page)
    typist.press(Key.Key_G, *[Key.Key_Right] * 4)
    said = page.view.accessibleDescription()
    assert said.startswith(
        "Optics, moving, Fri 27, 11:00–12:30, Robotics lab. Robotics lab is taken until 13:00"
    )
    typist.press(Key.Key_Return)
    assert times(centre, optics)[0] == centre.at("2026-11-27T10:00")


@pytest.mark.parametrize(
    ("grip", "steps", "expected"),
    [
        (1, Key.Key_Left, ("2026-11-27T09:45", "2026-11-27T11:30")),
        (2, Key.Key_Right, ("2026-11-27T10:00", "2026-11-27T11:45")),
    ],
)
def test_start_and_end_are_changed(
    typist: Typist,
    page: CalendarPage,
    centre: Any,
    optics: int,
    grip: int,
    steps: Key,
    expected: tuple[str, str],
) -> None:
    to_optics(typist, page)
    typist.press(Key.Key_G, *[Key.Key_Tab] * grip, steps, Key.Key_Return)
    assert times(centre, optics) == tuple(centre.at(when) for when in expected)


def test_set_up_and_clear_down_are_changed(
    typist: Typist, page: CalendarPage, centre: Any, optics: int
) -> None:
    to_optics(typist, page)
    typist.press(Key.Key_G, *[Key.Key_Tab] * 3, Key.Key_Left, Key.Key_Left, Key.Key_Return)
    typist.press(Key.Key_G, *[Key.Key_Tab] * 4, Key.Key_Right, Key.Key_Return)
    found = centre.read(lambda u: queries.activity(u, optics))
    assert (found.setup_minutes, found.cleardown_minutes) == (30, 15)


def test_alt_moves_by_five_minutes(typist: Typist, page: CalendarPage, centre: Any, optics: int) -> None:
    to_optics(typist, page)
    typist.press(Key.Key_G)
    typist.press(Key.Key_Right, with_=ALT)
    typist.press(Key.Key_Return)
    assert times(centre, optics)[0] == centre.at("2026-11-27T10:05")


def test_escape_puts_it_back(typist: Typist, page: CalendarPage, centre: Any, optics: int) -> None:
    to_optics(typist, page)
    typist.press(Key.Key_G, Key.Key_Right, Key.Key_Escape)
    assert times(centre, optics)[0] == centre.at("2026-11-27T10:00")
    assert page.view.overlay.ghosts == ()


def test_a_booking_is_cancelled_and_brought_back(
    typist: Typist, page: CalendarPage, centre: Any, optics: int
) -> None:
    to_optics(typist, page)
    typist.press(Key.Key_Delete)
    typist.dialog(Reason)
    typist.type("Nobody comes")
    typist.press(Key.Key_Return, with_=CONTROL)
    state = centre.read(lambda u: queries.activity(u, optics)).state
    assert state == str(ActivityState.CANCELLED)
    page.view.setFocus()
    typist.press(Key.Key_Z, with_=CONTROL)
    rows = centre.read(
        lambda u: queries.blocks(u, centre.centre_id, page.shown.rows.window, ids=[centre.robotics])
    )
    assert "Optics" in {row.title for row in rows}


def test_a_group_is_folded_and_unfolded(typist: Typist, page: CalendarPage) -> None:
    typist.press(Key.Key_Down, Key.Key_Up, Key.Key_Up, Key.Key_Left)
    assert at(page) == "Labs" and page.view.focus_on.key in page.view.folding.folded
    typist.press(Key.Key_Right)
    assert page.view.focus_on.key not in page.view.folding.folded


def test_zoom_and_fit(typist: Typist, page: CalendarPage) -> None:
    before = page.view.zoom
    typist.press(Key.Key_Plus, with_=CONTROL)
    assert page.view.zoom > before
    typist.press(Key.Key_0, with_=CONTROL)
    assert page.view.zoom == before


def test_the_search_comes_and_goes_by_keys(typist: Typist, page: CalendarPage) -> None:
    typist.press(Key.Key_Slash)
    assert page.search.hasFocus()
    typist.type("maker")
    typist.press(Key.Key_Return)
    assert page.view.hasFocus()


def test_periods_turn_by_keys(typist: Typist, page: CalendarPage) -> None:
    typist.press(Key.Key_PageDown)
    assert page.period.first == date(2026, 11, 30)
    typist.press(Key.Key_T, Key.Key_D)
    assert page.period.first == date(2026, 11, 25)


def test_what_waits_for_approval_is_approved(typist: Typist, page: CalendarPage, centre: Any) -> None:
    maker = centre.maker
    asker = centre.person("asker", Role.TEACHER, name="Olga Kim")
    wish = centre.wish(
        "2026-11-27T14:00", "2026-11-27T15:00", maker, title="Asked", person_id=asker.person_id
    )
    made = centre.write(lambda u: service.hold(u, wish), asker)
    found = centre.read(lambda u: queries.activity(u, made.activity_id))
    if found.state != str(ActivityState.PENDING):
        pytest.fail(f"the wish of a teacher is {found.state}")
    page.show_where(activity=made.activity_id)
    settle(typist.window)
    page.view.setFocus()
    typist.press(Key.Key_A)
    assert centre.read(lambda u: queries.activity(u, made.activity_id)).state == str(ActivityState.BOOKED)


def test_f1_lists_the_keys_of_the_calendar_and_enter_closes_it(typist: Typist, page: CalendarPage) -> None:
    typist.press(Key.Key_F1)
    assert typist.dialog(KeysDialog).isVisible()
    typist.press(Key.Key_Escape)
    assert dialogs(KeysDialog) == []


def weekly(typist: Typist, page: CalendarPage, centre: Any) -> list[int]:
    """Three dates of a club in the maker space; the keyboard is on the first."""
    wish = centre.wish("2026-11-27T14:00", "2026-11-27T15:00", centre.maker, title="Club")
    made = centre.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=3"))[0]
    page.reload()
    settle(typist.window)
    typist.press(Key.Key_Down)
    for _again in range(6):
        if at(page) != "Club":
            typist.press(Key.Key_Down)
    assert at(page) == "Club"
    return [each.activity_id for each in made]


def test_all_dates_of_a_series_are_moved_and_taken_back(
    typist: Typist, page: CalendarPage, centre: Any
) -> None:
    every = weekly(typist, page, centre)
    typist.press(Key.Key_G, *[Key.Key_Right] * 4, Key.Key_Return)
    dialog: ReshapeDialog = typist.dialog(ReshapeDialog)
    typist.tab_to(lambda at: at in dialog.scope.buttons.values())
    typist.press(Key.Key_Down, Key.Key_Down)
    assert dialog.scope.scope is Scope.ALL
    typist.press(Key.Key_Return, with_=CONTROL)
    assert [times(centre, key)[0] for key in every] == [
        centre.at(f"{day}T15:00") for day in ("2026-11-27", "2026-12-04", "2026-12-11")
    ]
    page.view.setFocus()
    typist.press(Key.Key_Z, with_=CONTROL)
    assert times(centre, every[2])[0] == centre.at("2026-12-11T14:00")


def test_for_a_date_in_the_way_another_time_is_looked_for_on_the_calendar(
    typist: Typist, page: CalendarPage, centre: Any
) -> None:
    every = weekly(typist, page, centre)
    centre.book("2026-12-04T15:00", "2026-12-04T17:00", centre.maker, title="Olympiad")
    typist.press(Key.Key_G, *[Key.Key_Right] * 4, Key.Key_Return)
    dialog: ReshapeDialog = typist.dialog(ReshapeDialog)
    typist.tab_to(lambda at: at in dialog.scope.buttons.values())
    typist.press(Key.Key_Down, Key.Key_Down)
    assert not dialog.ok.isEnabled()
    typist.tab_to(lambda at: (at.property("text") or "").strip() == "More…")
    typist.press(Key.Key_Space)
    assert not dialog.isVisible() and page.finding.panel is not None
    found = page.finding.panel
    typist.window.activateWindow()
    settle(typist.window)
    assert typist.window.focusWidget() is found.needs.finder
    typist.tab_to(lambda at: at is found.list)
    begins = found.found[1].time.start
    typist.press(Key.Key_Down, Key.Key_Return)
    assert dialog.isVisible() and dialog.ok.isEnabled()
    typist.press(Key.Key_Return, with_=CONTROL)
    assert times(centre, every[1])[0] == begins
    assert times(centre, every[2])[0] == centre.at("2026-12-11T15:00")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_time_is_found_and_booked(typist: Typist, page: CalendarPage, centre: Any) -> None:
    typist.press(Key.Key_F, with_=CONTROL)
    panel = page.finding.panel
    assert panel is not None and panel.needs.finder.hasFocus()
    typist.type("maker")
    typist.press(Key.Key_Return)
    panel._rest.stop()
    page.finding.search()
    settle(typist.window)
    typist.tab_to(lambda at: at is panel.list)
    second = panel.found[1].time
    typist.press(Key.Key_Down, Key.Key_Return)
    dialog: BookingDialog = typist.dialog(BookingDialog)
    typist.type("Robot club")
    typist.press(Key.Key_Return, with_=CONTROL)
    assert not dialogs(BookingDialog) and dialog is not None
    window = page.period.range(centre.tz)
    rows = centre.read(lambda u: queries.blocks(u, centre.centre_id, window, ids=[centre.maker]))
    assert ("Robot club", second.start) in {(row.title, row.start) for row in rows}


def test_escape_ends_the_search_for_a_time(typist: Typist, page: CalendarPage) -> None:
    typist.press(Key.Key_F, with_=CONTROL)
    assert page.finding.active
    typist.press(Key.Key_Escape)
    assert not page.finding.active


def test_what_is_seen_is_looked_at_on_paper_in_grey(typist: Typist, page: CalendarPage) -> None:
    typist.press(Key.Key_P, with_=CONTROL)
    dialog: PaperDialog = typist.dialog(PaperDialog)
    typist.tab_to(lambda at: at is dialog.grey)
    typist.press(Key.Key_Space)
    assert dialog.sheets.grey and len(dialog.pages) == len(dialog.sheets.pages)
    typist.press(Key.Key_Escape)
    assert not dialogs(PaperDialog)

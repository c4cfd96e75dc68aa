"""Booking through the dialog: live consequences, refusals that keep everything, series, edits, keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.core.context import Role
from resource_centre.schedule import queries as schedule
from resource_centre.schedule import series
from resource_centre.schedule.rules import ActivityKind
from resource_centre.schedule.series import Scope
from resource_centre.settings import SCHOOL_HOLIDAYS
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.booking.dialog import BookingDialog
from resource_centre.ui.booking.draft import Repeat
from resource_centre.ui.booking.holidays import with_more
from resource_centre.ui.booking.start import Mode
from resource_centre.ui.calendar.actions import Cancel
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.widgets.dialog import Leave
from tests.ui.windowed import dialogs, settle, until, window_of

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def window(centre: Any, qapp: QApplication) -> Iterator[MainWindow]:
    """The coordinator at the calendar."""
    with window_of(centre) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> CalendarPage:
    """Its page."""
    made = window.made["calendar"]
    assert isinstance(made, CalendarPage)
    return made


@pytest.fixture
def dialog(window: MainWindow, page: CalendarPage) -> BookingDialog:
    """A new booking, of nothing yet."""
    page.book()
    settle(window)
    found: BookingDialog = dialogs(BookingDialog)[0]
    return found


def fill(
    dialog: BookingDialog, window: MainWindow, *bookables: int, title: str = "Club 7A", day: date = THURSDAY,
    start: time = time(10), end: time = time(12), units: tuple[tuple[int, int], ...] = (),
) -> None:  # fmt: skip
    """Fills the form in and lets it be judged."""
    fields = dialog.fields
    fields.caption.setText(title)
    fields.books.put(bookables, units)
    fields.books.changed.emit()
    fields.day.set_day(day)
    fields.start.set_time(start)
    fields.finish.set_time(end)
    fields.finish.changed.emit()
    dialog.check()
    settle(window)


def titles(page: CalendarPage) -> set[str]:
    assert page.view.scene is not None
    return {block.title for block in page.view.scene.blocks}


def test_booking_writes_it_and_the_page_shows_it(
    window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.maker, centre.kits[0])
    dialog.ok.click()
    settle(window)
    assert not dialogs(BookingDialog)
    assert "Club 7A" in titles(page)


def test_what_is_free_is_said_before_it_is_booked(
    window: MainWindow, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.maker)
    assert dialog.found is not None and dialog.found.sentence and dialog.ok.isEnabled()


def test_without_a_title_the_field_is_to_blame(
    window: MainWindow, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.maker, title="  ")
    dialog.ok.click()
    settle(window)
    assert dialog.isVisible()
    assert dialog.fields.caption.accessibleDescription() == "Give the booking a title."


def test_what_is_taken_says_who_has_it_and_offers_what_works(
    window: MainWindow, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.robotics, day=date(2026, 11, 25), start=time(14), end=time(15))
    card = dialog.cards[""]
    assert "Robot maze day" in card.problem.lines[0][0]
    assert card.ways and not dialog.ok.isEnabled()


def test_an_alternative_that_is_clicked_can_be_booked(
    window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.robotics, day=date(2026, 11, 25), start=time(14), end=time(15))
    dialog.cards[""].ways[0].click()  # type: ignore[attr-defined]
    settle(window)
    assert dialog.fields.draft.title == "Club 7A"
    dialog.ok.click()
    settle(window)
    assert "Club 7A" in titles(page)


def test_a_refusal_keeps_the_form_and_offers_what_works(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.maker)
    until(qtbot, window, dialog.ok.isEnabled)
    centre.book("2026-11-26T11:00", "2026-11-26T12:00", centre.maker, title="Faster")
    dialog.ok.click()
    until(qtbot, window, lambda: dialog.banner.isVisible() and dialog.cards)
    assert dialog.isVisible()
    assert dialog.fields.draft.title == "Club 7A"
    dialog.cards[""].ways[0].click()  # type: ignore[attr-defined]
    until(qtbot, window, lambda: dialog.found is not None and dialog.found.sentence)
    dialog.ok.click()
    until(qtbot, window, lambda: "Club 7A" in titles(page))


def test_everything_typed_is_judged_after_a_rest(
    qtbot: QtBot, window: MainWindow, dialog: BookingDialog, centre: Any
) -> None:
    dialog.fields.books.put([centre.maker])
    dialog.fields.books.changed.emit()
    until(qtbot, window, lambda: dialog.found is not None and dialog.found.sentence)


def test_counted_units_are_taken_together(
    window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    model = dialog.choices.models[0]
    fill(dialog, window, centre.maker, units=((model.id, 2),))
    dialog.ok.click()
    settle(window)
    assert page.view.scene is not None
    held = {b.bookable for b in page.view.scene.blocks if b.title == "Club 7A"}
    assert len(held) == 3


def repeat(dialog: BookingDialog, window: MainWindow, times: int) -> None:
    dialog.fields.repeat.count.setValue(times)
    dialog.fields.repeat.on.setChecked(True)
    dialog.check()
    settle(window)


def test_a_series_tells_every_date_and_books_them_together(
    window: MainWindow, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.maker)
    repeat(dialog, window, 5)
    assert dialog.found is not None and len(dialog.found.marks) == 5
    assert dialog.ok.text() == "Book 5 dates"
    dialog.ok.click()
    settle(window)
    booked = centre.read(lambda u: schedule.blocks(u, centre.centre_id, _winter(centre)))
    assert [block.title for block in booked].count("Club 7A") == 5


def _winter(centre: Any) -> Any:
    from resource_centre.core.times import TimeRange

    return TimeRange(centre.at("2026-11-23T00:00"), centre.at("2027-03-01T00:00"))


def test_a_date_in_the_way_is_skipped(window: MainWindow, dialog: BookingDialog, centre: Any) -> None:
    centre.book("2026-12-03T10:00", "2026-12-03T12:00", centre.maker, title="Other")
    fill(dialog, window, centre.maker)
    repeat(dialog, window, 3)
    wall = "2026-12-03T10:00:00"
    assert not dialog.ok.isEnabled()
    dialog.cards[wall].skipped.emit()
    settle(window)
    assert dialog.found is not None
    assert [mark.tone for mark in dialog.found.marks] == ["ok", "skipped", "ok"]
    assert dialog.ok.text() == "Book 2 dates" and dialog.ok.isEnabled()


def test_a_date_in_the_way_takes_another_lab(window: MainWindow, dialog: BookingDialog, centre: Any) -> None:
    centre.book("2026-12-03T10:00", "2026-12-03T12:00", centre.maker, title="Other")
    fill(dialog, window, centre.maker)
    repeat(dialog, window, 3)
    wall = "2026-12-03T10:00:00"
    dialog.cards[wall].ways[0].click()  # type: ignore[attr-defined]
    settle(window)
    dialog.ok.click()
    settle(window)
    rows = centre.read(lambda u: schedule.blocks(u, centre.centre_id, _winter(centre)))
    where = [block.bookable_id for block in rows if block.title == "Club 7A"]
    assert where == [centre.maker, centre.robotics, centre.maker]


def test_a_rule_is_overridden_with_a_reason(window: MainWindow, dialog: BookingDialog, centre: Any) -> None:
    fill(dialog, window, centre.maker, start=time(19), end=time(20))
    assert not dialog.ok.isEnabled()
    dialog.cards[""].overriding.emit()
    asked: Override = dialogs(Override)[0]
    asked.reason.setPlainText("Parents' evening")
    asked.ok.click()
    settle(window)
    assert dialog.ok.isEnabled()
    dialog.ok.click()
    settle(window)
    assert not dialogs(BookingDialog)


def test_a_loan_needs_somebody_to_lend_to(window: MainWindow, dialog: BookingDialog, centre: Any) -> None:
    dialog.kinds.buttons[ActivityKind.LOAN].click()
    fill(dialog, window, centre.kits[0], title="")
    dialog.ok.click()
    assert "who borrows" in dialog.fields.whom.accessibleDescription()


def test_a_loan_is_reserved_for_days(
    window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    dialog.kinds.buttons[ActivityKind.LOAN].click()
    fill(dialog, window, centre.kits[0], title="")
    dialog.fields.until.set_day(date(2026, 11, 28))
    dialog.fields.whom.choose(("person", centre.coordinator.person_id))
    dialog.ok.click()
    settle(window)
    assert page.inspector.details is not None
    assert page.inspector.details.activity.kind == ActivityKind.LOAN


def opened(page: CalendarPage, window: MainWindow, action: str, activity: int) -> BookingDialog:
    page.act(action, activity)
    settle(window)
    found: BookingDialog = dialogs(BookingDialog)[0]
    return found


def test_a_booking_is_moved_and_moved_back(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    held = centre.book("2026-11-27T10:00", "2026-11-27T11:00", centre.maker, title="Optics")
    dialog = opened(page, window, "move", held.activity_id)
    assert dialog.start.mode is Mode.MOVE
    dialog.fields.start.set_time(time(14))
    dialog.fields.start.changed.emit()
    dialog.ok.click()
    settle(window)
    moved = centre.read(lambda u: schedule.activity(u, held.activity_id))
    assert (moved.start, moved.end) == (centre.at("2026-11-27T14:00"), centre.at("2026-11-27T15:00"))
    qtbot.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert centre.read(lambda u: schedule.activity(u, held.activity_id)).start == held.start


def test_editing_changes_only_what_was_changed(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    dialog = opened(page, window, "edit", centre.maze.activity_id)
    dialog.fields.caption.setText("Robot maze finals")
    dialog.ok.click()
    settle(window)
    found = centre.read(lambda u: schedule.activity(u, centre.maze.activity_id))
    assert (found.title, found.start, found.setup_minutes) == ("Robot maze finals", centre.maze.start, 30)
    assert len(found.holds) == 3


def test_a_copy_is_another_booking(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    dialog = opened(page, window, "copy", centre.maze.activity_id)
    fill(dialog, window, centre.robotics, title="Copy of it", day=date(2026, 11, 27))
    dialog.ok.click()
    settle(window)
    assert {"Robot maze day", "Copy of it"} <= titles(page)


def test_a_change_goes_to_all_dates_of_a_series(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    wish = centre.wish("2026-11-26T10:00", "2026-11-26T11:00", centre.maker, title="Weekly")
    helds = centre.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=3"))[0]
    dialog = opened(page, window, "edit", helds[0].activity_id)
    dialog.scope.buttons[Scope.ALL].setChecked(True)
    dialog.fields.caption.setText("Renamed")
    dialog.ok.click()
    settle(window)
    found = [centre.read(lambda u, h=h: schedule.activity(u, h.activity_id)).title for h in helds]
    assert found == ["Renamed"] * 3


def test_a_teacher_asks_and_waits_for_approval(centre: Any, qapp: QApplication) -> None:
    teacher = centre.person("aliya", Role.TEACHER, name="Aliya")
    with window_of(centre, teacher) as window:
        page = window.made["calendar"]
        page.book()  # type: ignore[attr-defined]
        settle(window)
        dialog = dialogs(BookingDialog)[0]
        assert not dialog.kinds.isVisible()
        fill(dialog, window, centre.maker)
        assert dialog.ok.text() == "Ask for it"
        dialog.ok.click()
        settle(window)
        assert page.inspector.details.activity.state == "pending"  # type: ignore[attr-defined]


def test_a_teacher_is_not_told_who_has_it(centre: Any, qapp: QApplication) -> None:
    teacher = centre.person("aliya", Role.TEACHER, name="Aliya")
    with window_of(centre, teacher) as window:
        window.made["calendar"].book()  # type: ignore[attr-defined]
        settle(window)
        dialog = dialogs(BookingDialog)[0]
        fill(dialog, window, centre.robotics, day=date(2026, 11, 25), start=time(14), end=time(15))
        assert not any("maze" in words for words, _role in dialog.cards[""].problem.lines)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_it_is_booked_with_the_keyboard_alone(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    qtbot.keyClicks(dialog.fields.caption, "By keys")
    qtbot.keyClick(dialog.fields.caption, Qt.Key.Key_Tab)
    finder = dialog.fields.books.finder
    qtbot.keyClicks(finder, "maker")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert dialog.fields.books.bookables == (centre.maker,)
    start = dialog.fields.start.lineEdit()
    start.selectAll()
    qtbot.keyClicks(start, "15:00")
    qtbot.keyClick(start, Qt.Key.Key_Tab)
    until(qtbot, window, lambda: dialog.found is not None and dialog.found.sentence)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, window, lambda: "By keys" in titles(page))


def test_escape_closes_without_booking(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, dialog: BookingDialog
) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle(window)
    assert not dialogs(BookingDialog)


def test_written_words_are_not_thrown_away_without_a_question(
    qtbot: QtBot, window: MainWindow, dialog: BookingDialog
) -> None:
    qtbot.keyClicks(dialog.fields.caption, "Club")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle(window)
    question = dialogs(Leave)[0]
    qtbot.keyClick(question.cancel, Qt.Key.Key_Return)
    settle(window)
    assert not dialogs(Leave) and dialog.fields.caption.text() == "Club"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialogs(Leave)[0].ok.click()
    settle(window)
    assert not dialogs(BookingDialog)


def test_school_holidays_are_left_out_of_a_series(
    window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.maker)
    repeat(dialog, window, 4)
    breaks = dialog.fields.repeat.breaks
    breaks.add()
    _line, first, last = breaks.lines[0]
    first.set_day(date(2026, 12, 8))
    last.set_day(date(2026, 12, 3))
    dialog.check()
    settle(window)
    assert dialog.found is not None
    assert [mark.tone for mark in dialog.found.marks] == ["ok", "skipped", "ok", "ok"]
    dialog.fields.repeat.date_picked.emit("2026-12-10T10:00:00")
    dialog.fields.repeat.date_picked.emit("2026-12-03T10:00:00")
    settle(window)
    assert [mark.tone for mark in dialog.found.marks] == ["ok", "ok", "skipped", "ok"]
    dialog.ok.click()
    settle(window)
    booked = centre.read(lambda u: schedule.blocks(u, centre.centre_id, _winter(centre)))
    days = sorted(block.start.date().day for block in booked if block.title == "Club 7A")
    assert days == [3, 17, 26]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_is_picked_by_keys_is_added_once(
    qtbot: QtBot, window: MainWindow, dialog: BookingDialog
) -> None:
    finder = dialog.fields.books.finder
    finder.setFocus()
    qtbot.keyClicks(finder, "SPIKE")
    popup = finder.completer().popup()
    until(qtbot, window, popup.isVisible)
    popup.setCurrentIndex(popup.model().index(0, 0))
    qtbot.keyClick(finder, Qt.Key.Key_Return)  # the popup hands its keys to the field first
    assert not dialog.fields.books.units
    finder.completer().activated.emit(finder.completer().currentCompletion())
    popup.hide()
    settle(window)
    assert len(dialog.fields.books.units) + len(dialog.fields.books.bookables) == 1
    assert not finder.text()


def weekly(centre: Any, count: int = 3) -> list[int]:
    wish = centre.wish("2026-11-26T10:00", "2026-11-26T11:00", centre.maker, title="Weekly")
    helds = centre.write(lambda u: series.hold_series(u, wish, f"FREQ=WEEKLY;COUNT={count}"))[0]
    return [held.activity_id for held in helds]


def starts(centre: Any, ids: list[int]) -> list[str]:
    found = [centre.read(lambda u, i=i: schedule.activity(u, i)) for i in ids]
    return [f"{a.start.astimezone(centre.tz):%d %H:%M}" if a.state == "booked" else a.state for a in found]


def test_a_rule_can_be_written_by_hand_and_is_said_in_words(
    window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.maker, day=date(2026, 11, 27))
    repeat = dialog.fields.repeat
    repeat.on.setChecked(True)
    repeat.every.setFocus()
    repeat.every.setCurrentIndex(repeat.every.count() - 1)
    repeat.every.changed.emit(repeat.every.value)
    repeat.rule.setText("FREQ=MONTHLY;BYDAY=-1FR;COUNT=4 EXDATE:20261225")
    dialog.check()
    settle(window)
    assert repeat.said.text() == "On the last Friday of every month, 4 times, without 1 date"
    dialog.ok.click()
    settle(window)
    booked = centre.read(lambda u: schedule.blocks(u, centre.centre_id, _winter(centre)))
    days = [block.start.date().isoformat() for block in booked if block.title == "Club 7A"]
    assert days == ["2026-11-27", "2027-01-29", "2027-02-26"]


def test_a_rule_that_cannot_be_used_says_why_where_it_is_written(
    window: MainWindow, dialog: BookingDialog, centre: Any
) -> None:
    fill(dialog, window, centre.maker)
    repeat = dialog.fields.repeat
    repeat.put(Repeat(written="FREQ=WEEKLY;BYDAY=2TU"))
    repeat.changed.emit()
    dialog.check()
    settle(window)
    assert "counts days of a month" in repeat.said.text()
    assert dialog.found is None


def test_a_change_of_all_shows_each_date_and_leaves_one_as_it_is(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    ids = weekly(centre)
    centre.book("2026-12-03T14:00", "2026-12-03T15:00", centre.maker, title="Other")
    dialog = opened(page, window, "edit", ids[0])
    dialog.scope.buttons[Scope.ALL].setChecked(True)
    dialog.fields.start.set_time(time(14))
    dialog.fields.start.changed.emit()
    dialog.check()
    settle(window)
    assert dialog.found is not None
    assert [mark.tone for mark in dialog.found.marks] == ["ok", "danger", "ok"]
    dialog.cards["2026-12-03T14:00:00"].skipped.emit()
    settle(window)
    assert dialog.ok.text() == "Change 2 dates"
    dialog.ok.click()
    settle(window)
    assert starts(centre, ids) == ["26 14:00", "03 10:00", "10 14:00"]


def test_the_repetition_itself_is_changed_and_taken_back(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    ids = weekly(centre)
    dialog = opened(page, window, "edit", ids[1])
    assert not dialog.fields.repeat.isVisible()
    dialog.scope.buttons[Scope.FOLLOWING].setChecked(True)
    assert dialog.fields.repeat.count.value() == 2
    dialog.fields.repeat.days["TH"].click()
    dialog.fields.repeat.days["FR"].click()
    dialog.check()
    settle(window)
    dialog.ok.click()
    settle(window)
    assert starts(centre, ids) == ["26 10:00", "04 10:00", "11 10:00"]
    page.moves.take_back()
    settle(window)
    assert starts(centre, ids) == ["26 10:00", "03 10:00", "10 10:00"]


def test_one_booking_is_made_a_series(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    held = centre.book("2026-11-27T10:00", "2026-11-27T11:00", centre.maker, title="Optics")
    dialog = opened(page, window, "edit", held.activity_id)
    repeat(dialog, window, 3)
    dialog.ok.click()
    settle(window)
    booked = centre.read(lambda u: schedule.blocks(u, centre.centre_id, _winter(centre)))
    found = [block for block in booked if block.title == "Optics"]
    assert [block.start.date().day for block in found] == [27, 4, 11]
    assert found[0].activity_id == held.activity_id and len({block.series_id for block in found}) == 1


def test_the_toolbar_says_what_would_be_undone(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    assert not page.toolbar.undo.isVisible()
    held = centre.book("2026-11-27T10:00", "2026-11-27T11:00", centre.maker, title="Optics")
    dialog = opened(page, window, "move", held.activity_id)
    dialog.fields.start.set_time(time(14))
    dialog.fields.start.changed.emit()
    dialog.ok.click()
    settle(window)
    assert page.toolbar.undo.toolTip() == "Undo (Ctrl Z)\nMoved: Optics"
    page.toolbar.undo.click()
    settle(window)
    assert (page.toolbar.undo.isVisible(), page.toolbar.redo.isVisible()) == (False, True)


def test_school_holidays_that_were_left_out_once_are_offered_again(
    window: MainWindow, page: CalendarPage, dialog: BookingDialog, centre: Any
) -> None:
    window.desk.keep(
        SCHOOL_HOLIDAYS, with_more({}, centre.centre_id, [(date(2026, 12, 28), date(2027, 1, 9))], THURSDAY)
    )
    dialog.reject()
    page.book()
    settle(window)
    again: BookingDialog = dialogs(BookingDialog)[0]
    fill(again, window, centre.maker)
    repeat(again, window, 8)
    holidays = again.fields.repeat.holidays
    assert holidays.text() == "Skip school holidays too (28 Dec – 9 Jan)" and holidays.isVisible()
    holidays.click()
    again.check()
    settle(window)
    assert again.found is not None
    assert [mark.day.day for mark in again.found.marks if mark.tone == "skipped"] == [31, 7]


def test_the_holidays_of_the_school_are_offered(window: MainWindow, page: CalendarPage, centre: Any) -> None:
    school = centre.school("School 41", breaks="2026-12-28/2027-01-09")
    page.book()
    settle(window)
    dialog: BookingDialog = dialogs(BookingDialog)[0]
    fill(dialog, window, centre.maker)
    dialog.fields.whom.choose(("school", school))
    dialog.fields.whom.changed.emit(("school", school))
    repeat(dialog, window, 8)
    assert dialog.fields.repeat.holidays.text() == "Skip school holidays too (28 Dec – 9 Jan)"


def test_before_a_series_is_cancelled_it_is_said_how_many_dates_go(
    window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    ids = weekly(centre, 4)
    page.act("cancel", ids[1])
    settle(window)
    asked: Cancel = dialogs(Cancel)[0]
    asked.scope.buttons[Scope.FOLLOWING].setChecked(True)
    settle(window)
    assert asked.count.text() == "3 dates are cancelled; those that are over stay."
    asked.reason.setPlainText("Term is over")
    asked.ok.click()
    settle(window)
    assert starts(centre, ids) == ["26 10:00", "cancelled", "cancelled", "cancelled"]
    page.moves.take_back()
    settle(window)
    assert starts(centre, ids)[3] == "17 10:00"

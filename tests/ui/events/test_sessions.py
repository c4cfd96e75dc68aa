"""Sessions of an event in the window: what they hold together, joining a hold, attendance that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from resource_centre.core.context import Role
from resource_centre.events import queries, service
from resource_centre.events.service import Cell, EventDraft
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.events.dialogs import EventDialog, RegisterDialog
from resource_centre.ui.events.page import EventsPage
from resource_centre.ui.events.session import SessionDialog
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.widgets.conflict import Conflict
from resource_centre.ui.widgets.dialog import Reason
from tests.ui.windowed import dialogs, settle, until, window_of


@pytest.fixture
def window(centre: Any, event: int, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(centre, page="events") as made:
        made.show_page("events", id=event)
        settle(made)
        yield made


@pytest.fixture
def page(window: MainWindow) -> EventsPage:
    made = window.made["events"]
    assert isinstance(made, EventsPage)
    return made


def held(centre: Any, event: int) -> list[set[str]]:
    """The codes in each hold."""
    detail = centre.read(lambda u: queries.event(u, event))
    return [{h.code for h in block.holds if h.live} for block in detail.blocks if block.held]


def published(centre: Any, event: int) -> None:
    """Everyone sees it."""
    manager = centre.person("damir", Role.MANAGER)
    lead = EventDraft(centre.centre_id, "Robot day", lead_id=centre.coordinator.person_id)
    for command, who in (
        (lambda u: service.edit(u, event, lead), None), (lambda u: service.submit(u, event), None),
        (lambda u: service.approve(u, event), manager), (lambda u: service.risk_done(u, event), None),
        (lambda u: service.publish(u, event), None),
    ):  # fmt: skip
        centre.write(command, who)


def add(window: MainWindow, page: EventsPage) -> SessionDialog:
    page.view.add.click()
    settle(window)
    made: SessionDialog = dialogs(SessionDialog)[0]
    return made


def said(dialog: SessionDialog) -> str:
    assert dialog.side is not None
    return " ".join(label.text() for label in dialog.side.findChildren(QLabel))


def test_the_next_session_joins_the_hold_of_its_day(
    window: MainWindow, page: EventsPage, centre: Any, event: int
) -> None:
    dialog = add(window, page)
    assert "everything is free" in said(dialog)
    dialog.name.setText("Race")
    dialog.ok.click()
    settle(window)
    assert len(held(centre, event)) == 1
    detail = centre.read(lambda u: queries.event(u, event))
    assert detail.blocks[0].end == centre.at("2026-12-02 15:00")


def test_a_session_on_another_day_takes_labs_kits_and_people_of_its_own(
    window: MainWindow, page: EventsPage, centre: Any, event: int
) -> None:
    dialog = add(window, page)
    dialog.name.setText("Race")
    dialog.day.set_day(date(2026, 12, 3))
    settle(window)
    assert dialog.joined is None and dialog.books is not None
    own = centre.time_of(centre.coordinator)
    dialog.books.put((centre.robotics, own), ((centre.read(_model), 1),))
    dialog.ok.click()
    settle(window)
    assert [len(codes) for codes in held(centre, event)] == [3, 3]


def _model(unit: Any) -> int:
    from resource_centre.resources.queries import models

    return models(unit)[0].id


def test_a_night_goes_on_until_the_next_day_and_a_day_does_not(
    window: MainWindow, page: EventsPage, centre: Any
) -> None:
    dialog = add(window, page)
    dialog.name.setText("Night of science")
    dialog.start.set_time(time(22))
    dialog.end.set_time(time(2))
    dialog._retimed()
    settle(window)
    assert "next day" in said(dialog)
    dialog.start.set_time(time(10))
    dialog.end.set_time(time(9))
    dialog.ok.click()
    settle(window)
    assert dialogs(SessionDialog) and "before the start" in dialog.end.accessibleDescription()


def test_a_new_title_keeps_everything_that_is_held(
    window: MainWindow, page: EventsPage, centre: Any, event: int
) -> None:
    before = held(centre, event)
    assert page.view.detail is not None
    page.view._session(page.view.detail.sessions[0])
    settle(window)
    dialog = dialogs(SessionDialog)[0]
    dialog.name.setText("Build and race")
    dialog.ok.click()
    settle(window)
    assert not dialogs(SessionDialog) and held(centre, event) == before


def test_a_draft_is_cancelled_with_a_reason(window: MainWindow, page: EventsPage, event: int) -> None:
    assert page.view.detail is not None
    page.view._ask(next(step for step in page.view.detail.steps if step.name == "cancel"))
    question = dialogs(Reason)[0]
    question.reason.setPlainText("Not this year")
    question.ok.click()
    settle(window)
    assert page.view.detail.row.state.value == "cancelled"


def test_attendance_that_is_not_saved_stays_while_another_event_is_read(
    qtbot: QtBot, window: MainWindow, page: EventsPage, centre: Any, event: int
) -> None:
    other = centre.write(lambda u: service.create(u, EventDraft(centre.centre_id, "Other"))).id
    published(centre, event)
    centre.clock.instant = centre.at("2026-12-02 15:00")
    page.reload()
    window.show_page("events", id=event)
    settle(window)
    field = next(iter(page.view.grid._fields.values()))["female"]
    field.setFocus()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert page.view.grid.typed
    for key in (other, event):
        window.show_page("events", id=key)
        until(qtbot, window, lambda k=key: page.view.detail is not None and page.view.detail.row.id == k)
    again = next(iter(page.view.grid._fields.values()))["female"]
    assert again.value() == 7 and page.view.grid.typed
    page.view.save.click()
    settle(window)
    assert not page.view.grid.typed


def test_two_people_who_change_an_event_choose_field_by_field(
    window: MainWindow, page: EventsPage, centre: Any, event: int
) -> None:
    assert page.view.detail is not None
    dialog = EventDialog(window.desk, page, page.view.detail)
    dialog.open()
    settle(window)
    theirs = EventDraft(centre.centre_id, "Their day", venue="Aula")
    centre.write(lambda u: service.edit(u, event, theirs))
    dialog.name.setText("My day")
    dialog.ok.click()
    settle(window)
    question = dialogs(Conflict)[0]
    assert {name: choice.current for name, choice in question.choices.items()} == {
        "title": "mine",
        "venue": "theirs",
    }
    question.ok.click()
    settle(window)
    row = centre.read(lambda u: queries.event(u, event)).row
    assert (row.title, row.venue) == ("My day", "Aula")


def test_a_teacher_registers_their_school_once_and_changes_its_numbers(
    centre: Any, event: int, qapp: QApplication
) -> None:
    published(centre, event)
    school = centre.school()
    teacher = centre.person("nurlan", Role.TEACHER, school_id=school)
    with window_of(centre, teacher, page="events") as window:
        page = window.made["events"]
        assert isinstance(page, EventsPage)
        page.open_event(event)
        settle(window)
        for words, pupils in (("Register my school", 12), ("Change our numbers", 15)):
            next(b for b in page.view.head.findChildren(QPushButton) if b.text() == words).click()
            dialog = dialogs(RegisterDialog)[0]
            assert "school" not in dialog.form.fields
            dialog.pupils.setValue(pupils)
            dialog.ok.click()
            settle(window)
        assert not page.view.staff.isVisible()
    registered = centre.read(lambda u: queries.event(u, event)).schools
    assert [(each.school_id, each.expected_pupils) for each in registered] == [(school, 15)]


def test_who_is_counted_is_no_longer_among_those_not_recorded(
    qtbot: QtBot, window: MainWindow, page: EventsPage, centre: Any, event: int
) -> None:
    school = centre.school("Lyceum 94")
    published(centre, event)
    centre.write(lambda u: service.register_school(u, event, school, 24))
    centre.clock.instant = centre.at("2026-12-02 15:00")
    page.reload()
    window.show_page("events", id=event)
    settle(window)
    fields = next(each for key, each in page.view.grid._fields.items() if key[2] == "pupils")
    assert fields["not_recorded"].value() == 24
    for gender, count in (("female", "11"), ("male", "12")):
        fields[gender].selectAll()
        qtbot.keyClicks(fields[gender], count)
    assert fields["not_recorded"].value() == 1
    fields["not_recorded"].selectAll()
    qtbot.keyClicks(fields["not_recorded"], "3")
    fields["male"].selectAll()
    qtbot.keyClicks(fields["male"], "9")
    assert fields["not_recorded"].value() == 3


def test_two_stages_of_one_school_are_two_lines_and_neither_is_lost(
    qtbot: QtBot, window: MainWindow, page: EventsPage, centre: Any, event: int
) -> None:
    published(centre, event)
    school = centre.school()
    centre.write(lambda u: service.register_school(u, event, school, 20))
    centre.clock.instant = centre.at("2026-12-02 15:00")
    session = centre.read(lambda u: queries.event(u, event)).sessions[0].id
    came = [Cell("pupils", 9, "female", "primary", school), Cell("pupils", 7, "male", "vocational", school)]
    centre.write(lambda u: service.record_attendance(u, session, came))
    page.reload()
    settle(window)
    assert page.view.grid.total() == 16
    grid = page.view.grid
    grid._add_stage((session, school, "pupils", 0))
    added = grid._fields[session, school, "pupils", 2]["other"]
    added.setFocus()
    qtbot.keyClicks(added, "3")
    qtbot.keyClick(added, Qt.Key.Key_Tab)
    page.view.save.click()
    settle(window)
    after = centre.read(lambda u: queries.event(u, event)).attendance
    assert {(c.stage, c.gender): c.count for c in after if c.count} == {
        ("primary", "female"): 9, ("vocational", "male"): 7, ("lower_secondary", "other"): 3,
    }  # fmt: skip


def test_a_session_takes_a_time_found_on_the_calendar(
    window: MainWindow, page: EventsPage, centre: Any, event: int
) -> None:
    dialog = add(window, page)
    assert not dialog.finding.isVisible()  # it joins what is held that day, whose time is not its own
    dialog.hold.choose("alone")
    dialog._choose_hold()
    assert dialog.books is not None
    dialog.books.put((centre.maker,), ())
    centre.book("2026-12-02 09:00", "2026-12-02 13:00", centre.maker, title="Chess")
    dialog.day.set_day(date(2026, 12, 2))
    dialog.finding.click()
    settle(window)
    calendar = window.made["calendar"]
    assert isinstance(calendar, CalendarPage) and calendar.finding.panel is not None
    calendar.finding.panel.first.set_day(date(2026, 12, 2))
    calendar.finding.search()
    settle(window)
    found = calendar.finding.panel.found[0].time
    calendar.finding.take_current()
    settle(window)
    assert dialog.isVisible() and window.current == "events"
    wanted = dialog._wanted()
    assert (wanted.start, wanted.end) == (found.start, found.end)

"""The courses page: staff run a course from its plan to its certificates; a teacher applies and withdraws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from resource_centre.core.context import Role
from resource_centre.training import queries, service
from resource_centre.training.rules import CommitmentState, CourseState, EnrolmentState
from resource_centre.training.service import CourseDraft
from resource_centre.ui.courses.dialogs import (
    AttendanceDialog,
    CourseDialog,
    CourseSessionDialog,
    EnrolDialog,
)
from resource_centre.ui.courses.page import CoursesPage
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.widgets.dialog import Ask, Reason
from tests.ui.windowed import dialogs, settle, window_of

C, E = CourseState, EnrolmentState


@pytest.fixture
def course(centre: Any) -> int:
    """An open course for two, with a session that is over, one to come, and three who want a place."""
    centre.lead = centre.person("aruzhan", Role.CONSULTANT, name="Aruzhan Bek")
    centre.people = [centre.person(f"t{n}", Role.TEACHER, name=f"Teacher {n}") for n in range(3)]
    key = centre.write(
        lambda u: service.add_course(
            u, centre.centre_id, CourseDraft("Python for teachers", "", 1, 2, centre.lead.person_id)
        )
    )
    centre.write(lambda u: service.set_course_state(u, key, C.OPEN))
    for day in ("2026-11-23", "2026-12-02"):
        centre.write(
            lambda u, d=day: service.add_session(
                u,
                key,
                centre.at(f"{d}T14:00"),
                centre.at(f"{d}T16:00"),
                (centre.maker,),
                override_reason="late",
            )
        )
    for each in centre.people:
        centre.write(lambda u, p=each.person_id: service.enrol(u, key, p))
    return key


@pytest.fixture
def window(centre: Any, course: int, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(centre, page="courses") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> CoursesPage:
    made = window.made["courses"]
    assert isinstance(made, CoursesPage)
    return made


def detail(centre: Any, course: int) -> queries.CourseDetail:
    return centre.read(lambda u: queries.course(u, course))  # type: ignore[no-any-return]


def state(centre: Any, course: int, name: str) -> EnrolmentState:
    return next(e.state for e in detail(centre, course).enrolments if e.person == name)


def words(page: CoursesPage) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def press(page: CoursesPage, text: str) -> None:
    button = next(b for b in page.findChildren(QPushButton) if b.isVisible() and b.text().strip() == text)
    button.click()


def pick(page: CoursesPage, name: str) -> None:
    found = next(e for e in page.people.table.rows.rows if e.person == name)
    page.people.table.pick(found.id)
    QApplication.processEvents()


def test_a_course_is_listed_with_its_places_and_who_waits(page: CoursesPage) -> None:
    item = page.list.current
    assert item is not None and (item.right, item.below) == ("2 of 2", "1 waiting")


def test_who_waits_stands_first_among_the_people(page: CoursesPage) -> None:
    assert [e.state for e in page.people.table.rows.rows] == [E.WAITLISTED, E.ENROLLED, E.ENROLLED]


def test_a_full_course_offers_no_place(page: CoursesPage) -> None:
    pick(page, "Teacher 2")
    assert "Give a place" not in [text for text, _do in page.people.entries(page.people.table.current)]


def test_withdrawing_somebody_moves_up_who_waits(
    page: CoursesPage, window: MainWindow, centre: Any, course: int
) -> None:
    pick(page, "Teacher 0")
    press(page, "Withdraw…")
    dialog = dialogs(Reason)[0]
    dialog.reason.setPlainText("moved away")
    dialog._go()
    settle(window)
    assert (state(centre, course, "Teacher 0"), state(centre, course, "Teacher 2")) == (
        E.WITHDRAWN,
        E.ENROLLED,
    )


def test_beginning_puts_everyone_with_a_place_in_progress(
    page: CoursesPage, window: MainWindow, centre: Any, course: int
) -> None:
    press(page, "Begin")
    settle(window)
    assert state(centre, course, "Teacher 0") is E.IN_PROGRESS and "Running" in words(page)


def test_attendance_is_recorded_and_seen_at_the_session_and_the_person(
    page: CoursesPage, window: MainWindow, centre: Any, course: int
) -> None:
    press(page, "Who was there…")
    dialog = dialogs(AttendanceDialog)[0]
    first = next(iter(dialog.boxes))
    dialog.boxes[first].click()
    dialog._go()
    settle(window)
    assert "1 of 2 came" in words(page)
    assert sorted(page.people._came(e) for e in page.people.table.rows.rows) == ["", "0 of 1", "1 of 1"]


def test_nobody_is_there_longer_than_the_session(page: CoursesPage, window: MainWindow) -> None:
    press(page, "Who was there…")
    dialog = dialogs(AttendanceDialog)[0]
    next(iter(dialog.fields.values())).setText("999")
    dialog._go()
    settle(window)
    assert dialog.isVisible() and "120" in dialog.banner.words.text()


def test_all_who_completed_are_certified_at_once_and_owe_a_course(
    page: CoursesPage, window: MainWindow, centre: Any, course: int
) -> None:
    centre.write(lambda u: service.set_course_state(u, course, C.RUNNING))
    for each in detail(centre, course).enrolments:
        if each.state is E.IN_PROGRESS:
            centre.write(lambda u, k=each.id: service.set_enrolment(u, k, E.COMPLETED))
    page.load()
    settle(window)
    page.people.certify.click()
    dialogs(Ask)[0]._go()
    settle(window)
    owed = detail(centre, course).commitments
    assert [c.state for c in owed] == [CommitmentState.PLANNED] * 2 and "What trainers owe" in words(page)


def test_a_new_session_takes_lab_and_lead_together(
    page: CoursesPage, window: MainWindow, centre: Any, course: int
) -> None:
    press(page, "Add session…")
    settle(window)
    dialog = dialogs(CourseSessionDialog)[0]
    dialog.day.set_day(date(2026, 12, 9))
    dialog.start.set_time(time(10))
    dialog.end.set_time(time(12))
    dialog.lab.choose(centre.robotics)
    dialog._go()
    settle(window)
    made = max(detail(centre, course).sessions, key=lambda s: s.start)
    assert (made.start, made.place) == (centre.at("2026-12-09T10:00"), "Robotics lab")


def test_a_taken_lab_is_said_before_anything_is_pressed(
    page: CoursesPage, window: MainWindow, centre: Any
) -> None:
    press(page, "Add session…")
    settle(window)
    dialog = dialogs(CourseSessionDialog)[0]
    dialog.lab.choose(centre.robotics)
    dialog.day.set_day(date(2026, 11, 25))
    settle(window)
    assert any("Robotics lab" in label.text() for label in dialog.side.findChildren(QLabel))


def test_an_end_before_the_start_is_blamed_at_its_field(page: CoursesPage, window: MainWindow) -> None:
    press(page, "Add session…")
    settle(window)
    dialog = dialogs(CourseSessionDialog)[0]
    dialog.start.set_time(time(15))
    dialog.end.set_time(time(14))
    dialog._go()
    assert dialog.isVisible() and dialog.end.accessibleDescription()


def test_who_is_on_the_course_is_not_offered_again(
    page: CoursesPage, window: MainWindow, centre: Any
) -> None:
    press(page, "Enrol somebody…")
    settle(window)
    offered = {choice.words for choice in dialogs(EnrolDialog)[0].person._choices}
    assert "Aruzhan Bek" in offered and not offered & {"Teacher 0", "Teacher 1", "Teacher 2"}


def test_a_course_that_is_planned_is_shown_at_once(page: CoursesPage, window: MainWindow) -> None:
    page.plan()
    settle(window)
    dialog = dialogs(CourseDialog)[0]
    dialog.name.setText("Electronics")
    dialog._go()
    settle(window)
    assert page.detail is not None and page.detail.row.title == "Electronics"


def test_an_enrolment_is_gone_to_by_its_number(
    page: CoursesPage, window: MainWindow, centre: Any, course: int
) -> None:
    wanted = next(e for e in detail(centre, course).enrolments if e.person == "Teacher 1")
    page.plan()
    dialogs(CourseDialog)[0].reject()
    window.desk.open_row("enrolment", wanted.id)
    settle(window)
    assert page.people.table.current.person == "Teacher 1"


def test_who_is_picked_stays_picked_when_something_changes(
    page: CoursesPage, window: MainWindow, centre: Any, course: int
) -> None:
    pick(page, "Teacher 1")
    press(page, "Begin")
    settle(window)
    assert page.people.table.current.person == "Teacher 1"


def test_a_teacher_sees_only_their_own_place(centre: Any, course: int, qapp: QApplication) -> None:
    with window_of(centre, centre.people[0], "courses") as window:
        page: Any = window.made["courses"]
        assert "Teacher 0" in words(page) and "Teacher 1" not in words(page)
        assert not page.people.isVisible()


def test_a_teacher_applies_for_an_open_course(
    centre: Any, course: int, qapp: QApplication, qtbot: QtBot
) -> None:
    newcomer = centre.person("newcomer", Role.TEACHER, name="New Teacher")
    with window_of(centre, newcomer, "courses") as window:
        page: Any = window.made["courses"]
        press(page, "Apply")
        settle(window)
        assert state(centre, course, "New Teacher") is E.APPLIED and "Applied" in words(page)


def test_a_teacher_withdraws_without_having_to_say_why(centre: Any, course: int, qapp: QApplication) -> None:
    with window_of(centre, centre.people[0], "courses") as window:
        page: Any = window.made["courses"]
        press(page, "Withdraw…")
        dialogs(Reason)[0]._go()
        settle(window)
        assert state(centre, course, "Teacher 0") is E.WITHDRAWN

"""The command field by real keys: finding, going, booking, cancelling; each role only what it may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.core.context import Role
from resource_centre.core.times import TimeRange
from resource_centre.i18n import set_language
from resource_centre.people.roles import Data, Right
from resource_centre.schedule import queries as schedule
from resource_centre.schedule import service
from resource_centre.settings import COMMAND
from resource_centre.ui.booking.dialog import BookingDialog
from resource_centre.ui.command.rows import Head, PlanRow, Row
from resource_centre.ui.shell.window import MainWindow
from tests.db.conftest import World
from tests.ui.calendar.conftest import centre
from tests.ui.windowed import dialogs, settle, until, window_of

__all__ = ["centre"]


@pytest.fixture
def window(qapp: Any, centre: World) -> Iterator[MainWindow]:
    centre.school("School 41", city="Almaty")
    with window_of(centre) as made:
        yield made


def ask(window: MainWindow, words: str) -> None:
    """Ctrl K, then types; settles until the answer and what the rules say of it are there."""
    if not window.commands.is_open:
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        settle(window)
    line = window.header.command
    line.selectAll()
    if words.isascii():
        QTest.keyClicks(line, words)
    else:
        line.setText(words)
    settle(window)
    if window.commands._rest.isActive():
        window.commands._rest.stop()
        window.commands._judge()
    settle(window)


def press(window: MainWindow, key: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(window.header.command, key, modifier)
    settle(window)


def rows(window: MainWindow) -> list[Row | PlanRow]:
    return [each for each in window.commands.panel.rows.entries if not isinstance(each, Head)]


def titles(window: MainWindow) -> list[str]:
    return [each.title for each in rows(window)]


def booked(world: World, day: str) -> list[tuple[str, datetime, datetime]]:
    window = TimeRange(world.at(f"{day} 00:00"), world.at(f"{day} 23:59"))
    found = world.read(lambda u: schedule.blocks(u, world.centre_id, window))
    return [(each.title, each.start, each.end) for each in found]


def test_ctrl_k_opens_it_and_esc_gives_the_focus_back(window: MainWindow) -> None:
    view = window.made["calendar"].view  # type: ignore[attr-defined]
    view.setFocus()
    ask(window, "rob")
    assert window.commands.is_open and window.header.command.hasFocus()
    press(window, Qt.Key.Key_Escape)
    assert not window.commands.is_open
    assert window.header.command.text() == ""
    assert view.hasFocus()


def test_with_nothing_typed_it_offers_what_is_often_done(window: MainWindow) -> None:
    ask(window, "")
    assert titles(window)[:2] == ["book Maker space tomorrow 14-16", "Book a lab or equipment"]
    assert "Calendar" in titles(window)


def test_a_lab_is_found_and_opened(window: MainWindow) -> None:
    ask(window, "robtics")
    assert titles(window)[0] == "Robotics lab"
    press(window, Qt.Key.Key_Return)
    assert window.current == "resources"
    page: Any = window.made["resources"]
    assert page.table.current.row.name == "Robotics lab" if hasattr(page.table.current, "row") else True
    assert page.side.isVisible()


def test_words_in_the_other_layout_and_in_another_language_find_it(window: MainWindow) -> None:
    for words in ("кщищешсы дфи", "робототехника", "робототехника зертханасы"):
        ask(window, words)
        assert titles(window)[0] == "Robotics lab", words


def test_what_was_chosen_comes_first_the_next_time(window: MainWindow) -> None:
    ask(window, "kit")
    assert titles(window)[:2] == ["SPIKE kit", "SPIKE kit 01"]
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    ask(window, "kit")
    assert titles(window)[0] == "SPIKE kit 02"
    assert len(window.desk.settings.get(COMMAND)) == 1
    ask(window, "")
    assert "SPIKE kit 02" in titles(window)


def test_arrows_pages_home_and_end_move_the_choice(window: MainWindow) -> None:
    ask(window, "kit")
    panel, last = window.commands.panel, rows(window)[-1]
    press(window, Qt.Key.Key_End)
    assert panel.current is last
    press(window, Qt.Key.Key_Down)
    assert panel.current is rows(window)[0]
    press(window, Qt.Key.Key_Up)
    assert panel.current is last
    press(window, Qt.Key.Key_Home, control=True)
    assert panel.current is rows(window)[0]
    press(window, Qt.Key.Key_PageDown)
    assert panel.current is rows(window)[min(6, len(rows(window)) - 1)]
    assert panel.current.title in window.header.command.accessibleDescription()


def test_tab_completes(window: MainWindow) -> None:
    ask(window, "mak")
    press(window, Qt.Key.Key_Tab)
    assert window.header.command.text() == "Maker space"
    assert window.commands.is_open


def test_a_command_is_understood_and_judged(window: MainWindow) -> None:
    ask(window, "book robotics lab tomorrow 9-11 for School 41")
    plan = rows(window)[0]
    assert isinstance(plan, PlanRow)
    assert plan.title == "Book Robotics lab"
    assert [words for _symbol, words in plan.parts] == ["Thu 26 Nov, 09:00–11:00", "2 h", "School 41"]
    assert (plan.tone, plan.words, plan.keys) == ("ok", "Free", "Enter  Ctrl Enter")


def test_enter_opens_the_filled_form(window: MainWindow, centre: World) -> None:
    ask(window, "book robotics lab and 2 spike kits tomorrow 9-11 for School 41")
    press(window, Qt.Key.Key_Return)
    (dialog,) = dialogs(BookingDialog)
    draft = dialog.fields.draft
    assert draft.title == "School 41"
    assert (draft.day.isoformat(), f"{draft.start:%H:%M}", f"{draft.end:%H:%M}") == (
        "2026-11-26",
        "09:00",
        "11:00",
    )
    assert draft.bookables == (centre.robotics,)  # type: ignore[attr-defined]
    assert [count for _model, count in draft.units] == [2]
    assert draft.whom is not None and draft.whom[0] == "school"


def test_ctrl_enter_books_at_once_and_ctrl_z_takes_it_back(
    qtbot: QtBot, window: MainWindow, centre: World
) -> None:
    ask(window, "book maker space tomorrow 10:00-11:30 Robot club")
    press(window, Qt.Key.Key_Return, control=True)
    until(qtbot, window, lambda: booked(centre, "2026-11-26"))
    assert booked(centre, "2026-11-26") == [
        ("Robot club", centre.at("2026-11-26 10:00"), centre.at("2026-11-26 11:30"))
    ]
    assert window.current == "calendar"
    page: Any = window.made["calendar"]
    until(qtbot, window, lambda: page.moves.history.done)
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, window, lambda: not booked(centre, "2026-11-26"))


def test_ctrl_enter_typed_at_once_waits_for_the_answer(
    qtbot: QtBot, window: MainWindow, centre: World
) -> None:
    ask(window, "")
    QTest.keyClicks(window.header.command, "book maker space tomorrow 10-11 Club")
    QTest.keyClick(window.header.command, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, window, lambda: [title for title, _start, _end in booked(centre, "2026-11-26")] == ["Club"])


def test_what_is_taken_says_who_holds_it_and_what_would_work(window: MainWindow) -> None:
    ask(window, "book robotics lab today 14:00-15:00 Club")
    plan, *ways = rows(window)
    assert isinstance(plan, PlanRow)
    assert plan.tone == "danger"
    assert "Robotics lab is taken" in plan.words
    assert "Robot maze day" in plan.second
    assert ways[0].title == "Maker space, same time"
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    (dialog,) = dialogs(BookingDialog)
    assert dialog.fields.books.words() == "Maker space"


def test_what_cannot_be_booked_is_not_booked_by_ctrl_enter(window: MainWindow, centre: World) -> None:
    ask(window, "book robotics lab today 14:00-15:00 Club")
    press(window, Qt.Key.Key_Return, control=True)
    assert len(dialogs(BookingDialog)) == 1
    assert {title for title, _start, _end in booked(centre, "2026-11-25")} == {"Robot maze day"}


def test_a_time_that_has_passed_is_said(window: MainWindow) -> None:
    ask(window, "book robotics lab today 8:00-9:00")
    plan = rows(window)[0]
    assert isinstance(plan, PlanRow)
    assert (plan.tone, plan.words) == ("danger", "This time has passed. Say a later one.")


def test_what_is_missing_is_asked_for(window: MainWindow) -> None:
    ask(window, "book robotics lab")
    plan = rows(window)[0]
    assert isinstance(plan, PlanRow)
    assert plan.words == "Say when, for example 14-16."


def test_two_readings_are_offered(window: MainWindow) -> None:
    ask(window, "book robotics lab next friday 9-11 Club")
    plans = [each for each in rows(window) if isinstance(each, PlanRow)]
    assert [plan.parts[0][1] for plan in plans] == ["Fri 4 Dec, 09:00–11:00", "Fri 27 Nov, 09:00–11:00"]


def test_when_it_is_free_is_answered(window: MainWindow) -> None:
    ask(window, "when is robotics lab free tomorrow for 2h")
    plan, *ways = rows(window)
    assert isinstance(plan, PlanRow)
    assert plan.tone == "ok"
    assert ways[0].title.startswith("Thu 26 Nov, 09:00–11:00")
    press(window, Qt.Key.Key_Return)
    page: Any = window.made["calendar"]
    assert page.finding.active


def test_a_booking_is_cancelled_by_name(qtbot: QtBot, window: MainWindow) -> None:
    ask(window, "cancel maze")
    assert titles(window)[0] == "Robot maze day"
    press(window, Qt.Key.Key_Return)
    until(qtbot, window, lambda: dialogs())
    assert dialogs()[0].windowTitle() == "Cancel the booking"


def test_a_day_opens_the_calendar_there_and_lists_what_takes_place(window: MainWindow) -> None:
    ask(window, "today")
    assert titles(window)[0] == "Calendar, Wednesday, 25 November"
    assert "Robot maze day" in titles(window)
    ask(window, "3 Dec")
    press(window, Qt.Key.Key_Return)
    page: Any = window.made["calendar"]
    assert datetime(2026, 12, 3).date() in page.period.days


def test_an_activity_is_found_and_selected(qtbot: QtBot, window: MainWindow, centre: World) -> None:
    ask(window, "maze")
    press(window, Qt.Key.Key_Return)
    page: Any = window.made["calendar"]
    until(qtbot, window, lambda: page.selected == centre.maze.activity_id)  # type: ignore[attr-defined]


def test_what_is_written_meanwhile_is_found(window: MainWindow, centre: World, qtbot: QtBot) -> None:
    ask(window, "zebra")
    assert titles(window) == []
    window.desk.write(
        None, lambda u: __import__("resource_centre.schedule.service", fromlist=["hold"]).hold(
            u, centre.wish("2026-11-27 10:00", "2026-11-27 11:00", centre.maker, title="Zebra day")  # type: ignore[attr-defined]
        ),
    )  # fmt: skip
    until(qtbot, window, lambda: titles(window) == ["Zebra day"])


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("go to schools", "schools"),
        ("школы", "schools"),
        ("мектептер", "schools"),
        ("opening hours", "settings"),
    ],
)
def test_pages_and_sections_are_gone_to(window: MainWindow, words: str, page: str) -> None:
    ask(window, words)
    press(window, Qt.Key.Key_Return)
    assert window.current == page


def test_a_school_and_a_person_are_opened(window: MainWindow, centre: World) -> None:
    ask(window, "school 41")
    press(window, Qt.Key.Key_Return)
    schools: Any = window.made["schools"]
    assert schools.table.current.name == "School 41"
    ask(window, "zhanel")
    assert titles(window)[0] == "Zhanel Akhmetova"


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR, Role.EVALUATOR, Role.MANAGER])
def test_what_a_role_may_not_do_is_not_offered(qapp: Any, centre: World, role: Role) -> None:
    person = centre.person(f"a-{role}", role)
    with window_of(centre, person, page="settings") as window:
        ask(window, "book robotics lab tomorrow 9-11 Club")
        plans = [each for each in rows(window) if isinstance(each, PlanRow)]
        assert bool(plans) == window.desk.may(Data.BOOKINGS, Right.OWN)
        ask(window, "lend 2 spike kits tomorrow")
        assert not [each for each in rows(window) if isinstance(each, PlanRow)]
        ask(window, "new school")
        assert "New school" not in titles(window)
        if role in (Role.TEACHER, Role.EVALUATOR):
            ask(window, "coordinator")
            assert "Coordinator" not in titles(window)
        press(window, Qt.Key.Key_Escape)


def test_it_works_in_russian_and_kazakh(qapp: Any, centre: World) -> None:
    try:
        for code, words, free in (
            ("ru", "забронировать maker space завтра 9-11 Клуб", "Свободно"),
            ("kk", "maker space ертең 9-11 Клуб брондау", "Бос"),
        ):
            set_language(code)
            with window_of(centre) as window:
                ask(window, words)
                plan = rows(window)[0]
                assert isinstance(plan, PlanRow)
                assert plan.words == free
                press(window, Qt.Key.Key_Escape)
    finally:
        set_language("en")


def test_a_click_into_the_field_opens_it_and_a_click_elsewhere_closes_it(window: MainWindow) -> None:
    QTest.mouseClick(window.header.command, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.commands.is_open
    window.made["calendar"].view.setFocus()  # type: ignore[attr-defined]
    QApplication.processEvents()
    assert not window.commands.is_open


def test_the_understood_parts_are_marked_and_the_text_stays(window: MainWindow) -> None:
    ask(window, "book robotics lab tomorrow 9-11")
    line = window.header.command
    assert line.text() == "book robotics lab tomorrow 9-11"
    assert line.cursorPosition() == len(line.text())
    assert {each.part.value for each in window.commands.answer.heard} == {"verb", "thing", "day", "time"}


def test_what_is_cancelled_is_found_below_the_rest(window: MainWindow, centre: World) -> None:
    gone = centre.book("2026-11-27T10:00", "2026-11-27T11:00", centre.maker, title="Olympiad training")  # type: ignore[attr-defined]
    centre.write(lambda u: service.release(u, gone.activity_id, "Snow"))
    ask(window, "olympiad")
    (row,) = [each for each in rows(window) if isinstance(each, Row) and each.title == "Olympiad training"]
    assert row.second == "cancelled"
    press(window, Qt.Key.Key_Return)
    page = window.made["calendar"]
    assert page.selected == gone.activity_id  # type: ignore[attr-defined]

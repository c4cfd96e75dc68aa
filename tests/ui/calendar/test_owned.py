"""What events, requests, courses and loans hold, moved in the calendar: by mouse, by keys, by typing; told and undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.schedule import queries as schedule
from resource_centre.training import queries as training
from resource_centre.training import service as courses
from resource_centre.ui.calendar.actions import Cancel
from resource_centre.ui.calendar.owned import OwnedDialog
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.timeline.scene import Block
from tests.db.moving.conftest import Things, things
from tests.ui.calendar.test_dragging import CONTROL, LEFT, PLAIN, point, pull
from tests.ui.windowed import dialogs, settle, window_of

__all__ = ["things"]
Key = Qt.Key
FEATURES = ["event", "consultation", "course", "loan"]
WHERE = {  # a point inside each, and one that is free for it
    "event": ("2026-11-27T09:30", "2026-11-27T14:30"),
    "consultation": ("2026-11-27T10:30", "2026-11-27T14:30"),
    "course": ("2026-11-27T11:30", "2026-11-27T14:30"),
    "loan": ("2026-11-27T15:00", "2026-11-27T16:00"),
}


@pytest.fixture
def window(things: Things, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(things.world) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> CalendarPage:
    made = window.made["calendar"]
    assert isinstance(made, CalendarPage)
    return made


def row_of(things: Things, feature: str) -> int:
    return things.kits[1] if feature == "loan" else things.lab


def block_of(page: CalendarPage, things: Things, feature: str) -> Block:
    activity = things.activity(feature)
    assert page.view.scene is not None
    return next(
        b for b in page.view.scene.blocks if b.activity == activity and b.bookable == row_of(things, feature)
    )


def pulled(qtbot: QtBot, page: CalendarPage, things: Things, feature: str, onto: int | None = None) -> Any:
    """The thing hangs in the hand over its free place (or over another row at its own time)."""
    first, last = WHERE[feature]
    row = row_of(things, feature)
    start = point(page, things.world, row, first)
    end = point(page, things.world, onto or row, first if onto else last)
    pull(qtbot, page, start, end)
    return end


def press(qtbot: QtBot, window: MainWindow, page: CalendarPage, key: Qt.Key, held: Any = PLAIN) -> None:
    qtbot.keyClick(page.view, key, held)
    settle(window)


def let_go(qtbot: QtBot, window: MainWindow, page: CalendarPage, at: Any) -> None:
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, at)
    settle(window)


def test_each_is_dragged_taken_back_and_dragged_again(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    said: list[str] = []
    window.desk.said.connect(said.append)
    for feature in FEATURES:
        was = things.shape(feature)
        let_go(qtbot, window, page, pulled(qtbot, page, things, feature))
        now = things.shape(feature)
        assert now.start > was.start and now.bookables == was.bookables, feature
        assert "Ctrl Z takes it back" in said[-1]
        press(qtbot, window, page, Key.Key_Z, CONTROL)
        assert things.shape(feature) == was, feature
        press(qtbot, window, page, Key.Key_Y, CONTROL)
        assert things.shape(feature).start == now.start, feature
        press(qtbot, window, page, Key.Key_Z, CONTROL)


def test_each_is_carried_by_keys(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    page.view.setFocus()
    for feature in FEATURES:
        was = things.shape(feature)
        page.view.focus(block_of(page, things, feature))
        settle(window)
        qtbot.keyClick(page.view, Key.Key_G)
        for _step in range(2 if feature == "loan" else 20):
            qtbot.keyClick(page.view, Key.Key_Right)
        press(qtbot, window, page, Key.Key_Return)
        assert things.shape(feature).start > was.start, feature
        press(qtbot, window, page, Key.Key_Z, CONTROL)
        assert things.shape(feature) == was, feature


def test_another_lab_takes_its_place_by_a_drag(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    for feature in ("event", "consultation", "course"):
        let_go(qtbot, window, page, pulled(qtbot, page, things, feature, things.other))
        found = things.shape(feature).bookables
        assert things.other in found and things.lab not in found, feature


def test_who_consults_is_exchanged_by_a_drag_onto_a_consultant_only(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    view, coordinator = page.view, things.world.time_of(things.world.coordinator)
    own = things.world.time_of(things.consultant)
    start = point(page, things.world, own, "2026-11-27T10:30")
    end = point(page, things.world, coordinator, "2026-11-27T10:30")
    pull(qtbot, page, start, end)
    assert view.overlay.card is not None
    assert view.overlay.card.title == "Coordinator is not a consultant of this centre"
    let_go(qtbot, window, page, end)
    assert own in things.shape("consultation").bookables


def test_what_has_taken_place_says_so_while_the_button_is_down(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    w, was = things.world, things.shape("course")
    w.clock.instant = w.at("2026-11-27 12:00")
    w.write(lambda u: courses.record_attendance(u, things.refs["course"], {}))
    page.reload()
    settle(window)
    end = pulled(qtbot, page, things, "course")
    card = page.view.overlay.card
    assert card is not None and card.title == "This session has taken place; it can no longer be moved"
    assert all(ghost.refused for ghost in page.view.overlay.ghosts) and not page.view.overlay.landings
    let_go(qtbot, window, page, end)
    assert things.shape("course") == was


def test_a_unit_of_another_model_is_refused_while_the_button_is_down(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    (other,) = things.world.units(things.world.model("Microscope"), 1, "MIC")
    page.reload()
    settle(window)
    end = pulled(qtbot, page, things, "loan", other)
    card = page.view.overlay.card
    assert card is not None and card.title == "Only a unit of the same model can take its place"
    let_go(qtbot, window, page, end)
    assert things.shape("loan").bookables == (things.kits[1],)


@pytest.mark.parametrize("feature", ["consultation", "loan"])
def test_a_race_puts_it_back_and_says_so(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things, feature: str
) -> None:
    failures: list[str] = []
    window.desk.failed.connect(failures.append)
    was, w = things.shape(feature), things.world
    end = pulled(qtbot, page, things, feature)
    if feature == "loan":
        w.book("2026-11-28 12:15", "2026-11-28 13:00", things.kits[1], title="Olympiad")
    else:
        w.book("2026-11-27 14:00", "2026-11-27 15:00", things.lab, title="Olympiad")
    let_go(qtbot, window, page, end)
    assert things.shape(feature) == was
    assert failures and "Olympiad" in failures[0] and "It is back where it was." in failures[0]


@pytest.mark.parametrize("feature", ["event", "consultation"])
def test_typing_another_time_moves_it_after_a_look(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things, feature: str
) -> None:
    was = things.shape(feature)
    page.act("move", things.activity(feature))
    settle(window)
    (dialog,) = dialogs(OwnedDialog)
    dialog.start.set_wall(dialog.start.wall + timedelta(days=3))
    dialog.start.changed.emit()
    settle(window)
    assert dialog.ok.isEnabled()
    dialog.confirm()
    settle(window)
    now = things.shape(feature)
    assert (now.start - was.start, now.end - was.end) == (timedelta(days=3), timedelta(days=3))
    page.moves.take_back()
    settle(window)
    assert things.shape(feature) == was


def test_a_taken_time_is_not_confirmed(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    w = things.world
    w.book("2026-11-30 09:00", "2026-11-30 18:00", things.lab, title="Olympiad")
    page.act("move", things.activity("course"))
    settle(window)
    (dialog,) = dialogs(OwnedDialog)
    dialog.start.set_wall(dialog.start.wall + timedelta(days=3))
    dialog.start.changed.emit()
    settle(window)
    assert not dialog.ok.isEnabled() and dialog.panel.cards


def test_a_copy_is_planned_at_another_time_and_taken_back(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    w = things.world
    course = w.read(lambda u: training.courses(u, w.centre_id))[0].id
    page.act("copy", things.activity("course"))
    settle(window)
    (dialog,) = dialogs(OwnedDialog)
    dialog.start.set_wall(dialog.start.wall + timedelta(days=3))
    dialog.start.changed.emit()
    settle(window)
    dialog.confirm()
    settle(window)
    assert len(w.read(lambda u: training.sessions(u, course))) == 2
    page.moves.take_back()
    settle(window)
    assert [s.state for s in w.read(lambda u: training.sessions(u, course))].count("planned") == 1


def test_cancelling_says_that_it_is_for_good(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, things: Things
) -> None:
    failures: list[str] = []
    window.desk.failed.connect(failures.append)
    activity = things.activity("event")
    page.act("cancel", activity)
    settle(window)
    (dialog,) = dialogs(Cancel)
    dialog.reason.setPlainText("The school is ill.")
    dialog.confirm()
    settle(window)
    assert things.world.read(lambda u: schedule.activity(u, activity)).state == "cancelled"
    page.moves.take_back()
    settle(window)
    assert failures and "cannot be taken back" in failures[-1]

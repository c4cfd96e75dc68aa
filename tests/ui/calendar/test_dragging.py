"""Moving, resizing and undoing on the real calendar: press, move in steps, release."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.schedule import queries, series, service
from resource_centre.schedule.rules import ActivityKind
from resource_centre.schedule.series import Scope
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.booking.dialog import BookingDialog
from resource_centre.ui.booking.reshape import ReshapeDialog
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.hints import hints_of
from resource_centre.ui.timeline.scene import Block, Landing
from tests.ui.windowed import dialogs, settle, window_of

PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
PICTURES = os.environ.get("RESOURCE_CENTRE_PICTURES")


@pytest.fixture
def optics(centre: Any) -> int:
    """Another booking of the robotics lab, next to the maze day."""
    held = centre.book("2026-11-27T10:00", "2026-11-27T11:30", centre.robotics, title="Optics")
    return int(held.activity_id)


@pytest.fixture
def window(centre: Any, optics: int, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(centre) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> CalendarPage:
    made = window.made["calendar"]
    assert isinstance(made, CalendarPage)
    return made


def point(page: CalendarPage, centre: Any, row: int, when: str, dx: int = 0) -> QPoint:
    view = page.view
    assert view.layout_ is not None
    band = view.layout_.bands.by_key[row]
    x = view.layout_.axis.x(centre.at(when).timestamp()) - view.horizontalScrollBar().value()
    y = band.top + band.height // 2 + header.HEIGHT - view.verticalScrollBar().value()
    return QPoint(round(x) + view.names_width + dx, y)


def pull(qtbot: QtBot, page: CalendarPage, start: QPoint, end: QPoint) -> None:
    """Presses, and moves in steps; the button stays down."""
    qtbot.mousePress(page.view.viewport(), LEFT, PLAIN, start)
    for step in range(1, 6):
        qtbot.mouseMove(page.view.viewport(), start + (end - start) * step / 5)


def drag(qtbot: QtBot, page: CalendarPage, start: QPoint, end: QPoint, name: str = "") -> None:
    pull(qtbot, page, start, end)
    picture(page, name)
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, end)


def picture(page: CalendarPage, name: str) -> None:
    if PICTURES and name:
        page.window().grab().save(str(Path(PICTURES) / f"{name}.png"))


def times(centre: Any, activity: int) -> tuple[Any, Any]:
    found = centre.read(lambda u: queries.activity(u, activity))
    return found.start, found.end


def holds(centre: Any, activity: int) -> set[int]:
    found = centre.read(lambda u: queries.activity(u, activity))
    return {hold.bookable_id for hold in found.holds if hold.live}


def test_a_drag_moves_everything_that_is_held(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-25T14:00")
    end = point(page, centre, centre.robotics, "2026-11-27T14:30")
    pull(qtbot, page, start, end)
    assert {ghost.row for ghost in page.view.overlay.ghosts} == {centre.robotics, *centre.kits[:2]}
    assert page.view.overlay.origin == centre.maze.activity_id
    picture(page, "move")
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, end)
    settle(window)
    number = centre.maze.activity_id
    assert times(centre, number) == (centre.at("2026-11-27T13:30"), centre.at("2026-11-27T17:00"))
    assert holds(centre, number) == {centre.robotics, *centre.kits[:2]}
    assert (page.view.overlay.ghosts, page.view.overlay.origin) == ((), None)


def test_a_drag_to_another_row_takes_that_resource_instead(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    drag(qtbot, page, start, point(page, centre, centre.maker, "2026-11-27T10:45"), "elsewhere")
    settle(window)
    assert holds(centre, optics) == {centre.maker}
    assert times(centre, optics)[0] == centre.at("2026-11-27T10:00")


def test_a_refused_place_says_who_holds_it_and_what_is_near(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    end = point(page, centre, centre.robotics, "2026-11-25T14:00")
    pull(qtbot, page, start, end)
    overlay = page.view.overlay
    assert overlay.holders == {centre.maze.activity_id}
    assert overlay.card is not None
    assert overlay.card.title == "Robotics lab is taken until 17:00"
    assert overlay.card.remedy == "Nearest free: Maker space, same time"
    assert 0 < len(overlay.landings) <= 3
    assert all(ghost.refused for ghost in overlay.ghosts)
    picture(page, "refused")
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, end)
    settle(window)
    assert times(centre, optics)[0] == centre.at("2026-11-27T10:00")
    assert page.view.overlay.ghosts == ()


@pytest.mark.parametrize(
    ("grab", "to", "expected"),
    [
        (("2026-11-27T11:30", -3), "2026-11-27T13:00", ("2026-11-27T10:00", "2026-11-27T13:00")),
        (("2026-11-27T10:00", 3), "2026-11-27T09:00", ("2026-11-27T09:00", "2026-11-27T11:30")),
    ],
)
def test_an_edge_resizes(
    qtbot: QtBot,
    window: MainWindow,
    page: CalendarPage,
    centre: Any,
    optics: int,
    grab: tuple[str, int],
    to: str,
    expected: tuple[str, str],
) -> None:
    page.view.zoom_to(40)
    page.view.show_place(page.view.hand.place)
    page.show_where(activity=optics)
    settle(window)
    start = point(page, centre, centre.robotics, grab[0], grab[1])
    drag(qtbot, page, start, point(page, centre, centre.robotics, to, grab[1]), "resize")
    settle(window)
    assert times(centre, optics) == tuple(centre.at(when) for when in expected)


def test_the_edge_of_the_hatch_changes_the_set_up(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    number = centre.maze.activity_id
    page.view.zoom_to(40)
    page.show_where(activity=number)
    settle(window)
    start = point(page, centre, centre.robotics, "2026-11-25T12:30", 2)
    drag(qtbot, page, start, point(page, centre, centre.robotics, "2026-11-25T11:45", 2), "setup")
    settle(window)
    found = centre.read(lambda u: queries.activity(u, number))
    assert (found.setup_minutes, found.cleardown_minutes) == (75, 30)
    assert times(centre, number)[0] == centre.at("2026-11-25T13:00")


@pytest.mark.parametrize(
    ("edge", "grab", "to", "expected"),
    [
        ("set-up", ("2026-11-27T14:00", -4), "2026-11-27T13:30", (30, 0)),
        ("clear-down", ("2026-11-27T15:30", 4), "2026-11-27T16:15", (0, 45)),
    ],
)
def test_a_booking_without_set_up_has_a_handle_to_pull_it_out(
    qtbot: QtBot,
    window: MainWindow,
    page: CalendarPage,
    centre: Any,
    edge: str,
    grab: tuple[str, int],
    to: str,
    expected: tuple[int, int],
) -> None:
    held = centre.book(
        "2026-11-27T14:00",
        "2026-11-27T15:30",
        centre.maker,
        title="Waves",
        setup_minutes=0,
        cleardown_minutes=0,
    )
    page.view.zoom_to(40)
    page.show_where(activity=held.activity_id)
    settle(window)
    picture(page, f"{edge} handle")
    start = point(page, centre, centre.maker, *grab)
    drag(qtbot, page, start, point(page, centre, centre.maker, to, grab[1]), f"{edge} pulled")
    settle(window)
    found = centre.read(lambda u: queries.activity(u, held.activity_id))
    assert (found.setup_minutes, found.cleardown_minutes) == expected
    assert times(centre, held.activity_id)[0] == centre.at("2026-11-27T14:00")


def test_undo_and_redo_of_a_move(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    drag(qtbot, page, start, point(page, centre, centre.maker, "2026-11-27T14:45"))
    settle(window)
    moved = times(centre, optics)
    assert moved[0] == centre.at("2026-11-27T14:00")
    qtbot.keyClick(page.view, Qt.Key.Key_Z, CONTROL)
    settle(window)
    assert (times(centre, optics)[0], holds(centre, optics)) == (
        centre.at("2026-11-27T10:00"),
        {centre.robotics},
    )
    qtbot.keyClick(page.view, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    settle(window)
    assert (times(centre, optics), holds(centre, optics)) == (moved, {centre.maker})


def test_an_undo_that_came_too_late_says_why(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    drag(qtbot, page, start, point(page, centre, centre.robotics, "2026-11-27T14:45"))
    settle(window)
    centre.book("2026-11-27T10:00", "2026-11-27T11:00", centre.robotics, title="Chess")
    troubles: list[str] = []
    window.desk.show_failure = lambda trouble: troubles.append(str(trouble))  # type: ignore[method-assign]
    page.moves.take_back()
    settle(window)
    assert "Chess" in troubles[0]
    assert times(centre, optics)[0] == centre.at("2026-11-27T14:00")


def test_a_lost_race_puts_the_block_back(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    end = point(page, centre, centre.maker, "2026-11-27T10:45")
    pull(qtbot, page, start, end)
    centre.book("2026-11-27T10:00", "2026-11-27T11:00", centre.maker, title="Chess")
    troubles: list[str] = []
    window.desk.failed.connect(troubles.append)
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, end)
    settle(window)
    assert troubles == [
        "Somebody was quicker. Maker space is taken until 11:00. Chess. An overlap cannot be overridden. "
        "It is back where it was."
    ]
    assert holds(centre, optics) == {centre.robotics}
    assert (page.view.overlay.ghosts, page.view.hand.waiting) == ((), False)
    assert page.view.overlay.landings


def test_what_is_offered_after_a_lost_race_is_taken_by_a_click(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    end = point(page, centre, centre.maker, "2026-11-27T10:45")
    pull(qtbot, page, start, end)
    centre.book("2026-11-27T10:00", "2026-11-27T11:00", centre.maker, title="Chess")
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, end)
    settle(window)
    picture(page, "lost-race")
    spot = page.view.overlay.landings[0]
    wall = spot.start.astimezone(centre.tz).strftime("%Y-%m-%dT%H:%M")
    at = point(page, centre, spot.row, wall, 6)
    assert page.view.landing_at(at) == 0
    qtbot.mouseClick(page.view.viewport(), LEFT, PLAIN, at)
    settle(window)
    assert times(centre, optics)[0] == spot.start
    assert holds(centre, optics) == {spot.row}


def test_a_refused_block_is_seen_going_back(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    end = point(page, centre, centre.robotics, "2026-11-25T14:00")
    pull(qtbot, page, start, end)
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, end)
    overlay = page.view.overlay
    assert [home.start for _ghost, home in overlay.back] == [centre.at("2026-11-27T10:00")]
    assert overlay.origin == optics
    qtbot.waitUntil(lambda: not page.view.hand.back.running)
    assert (page.view.overlay.back, page.view.overlay.origin) == ((), None)


def test_a_landing_spot_out_of_sight_is_marked_at_the_edge(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    page.view.zoom_to(100)
    page.show_where(activity=optics)
    settle(window)
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    pull(qtbot, page, start, point(page, centre, centre.kits[0], "2026-11-27T12:45"))
    page.view.hand.give_up()
    page.view.hand.offer(
        (Landing(centre.robotics, centre.at("2026-11-23T10:00"), centre.at("2026-11-23T11:00"), "10:00"),)
    )
    view = page.view
    assert view.layout_ is not None
    marks = hints_of(view.kit(), view.layout_, view.overlay, view.window_of_body())
    assert [(mark.across, mark.down) for mark in marks] == [(-1, 0)]
    picture(page, "hint")
    assert view.window_of_body().rect.contains(marks[0].rect.toRect())


def test_at_the_edge_the_calendar_scrolls_by_itself(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    page.view.zoom_to(60)
    page.show_where(activity=optics)
    settle(window)
    before = page.view.horizontalScrollBar().value()
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    pull(qtbot, page, start, QPoint(page.view.body.left() + 10, start.y()))
    qtbot.waitUntil(lambda: page.view.horizontalScrollBar().value() < before - 100)
    placed = page.view.hand.place
    assert placed is not None and placed.start < centre.at("2026-11-27T08:00")
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)


def test_alt_snaps_to_five_minutes(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    page.view.zoom_to(120)
    page.show_where(activity=optics)
    settle(window)
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    qtbot.mousePress(page.view.viewport(), LEFT, PLAIN, start)
    page.view.hand.move(start + QPoint(20, 0), True)
    placed = page.view.hand.place
    assert placed is not None and placed.start == centre.at("2026-11-27T10:10")
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)


def test_a_kit_goes_to_another_unit_of_its_model(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    kits = centre.kits
    club = centre.book("2026-11-27T14:00", "2026-11-27T16:00", centre.maker, kits[0], title="Club")
    page.reload()
    settle(window)
    start = point(page, centre, kits[0], "2026-11-27T15:00")
    drag(qtbot, page, start, point(page, centre, kits[1], "2026-11-27T15:00"), "unit")
    settle(window)
    assert holds(centre, club.activity_id) == {centre.maker, kits[1]}


def test_drawing_on_empty_space_shows_the_start_and_creates(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    start = point(page, centre, centre.maker, "2026-11-27T13:00")
    end = point(page, centre, centre.maker, "2026-11-27T15:30")
    pull(qtbot, page, start, end)
    assert [ghost.text for ghost in page.view.overlay.ghosts] == ["13:00"]
    picture(page, "create")
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, end)
    settle(window)
    assert dialogs(BookingDialog)


def test_a_closed_time_can_be_overridden_with_a_reason(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    drag(qtbot, page, start, point(page, centre, centre.robotics, "2026-11-26T16:45"), "closed")
    settle(window)
    asked = dialogs(Override)[0]
    asked.reason.setPlainText("The power stays on")
    asked.confirm()
    settle(window)
    assert times(centre, optics)[0] == centre.at("2026-11-26T16:00")


def test_of_a_series_a_drag_asks_how_far_it_goes(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    wish = centre.wish("2026-11-27T14:00", "2026-11-27T15:00", centre.maker, title="Club")
    every = centre.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=3"))[0]
    page.reload()
    settle(window)
    start = point(page, centre, centre.maker, "2026-11-27T14:30")
    drag(qtbot, page, start, point(page, centre, centre.maker, "2026-11-27T16:30"))
    settle(window)
    asked = dialogs(ReshapeDialog)[0]
    asked.scope.buttons[Scope.ALL].setChecked(True)
    settle(window)
    assert [mark.tone for mark in asked.panel.found.marks] == ["ok"] * 3
    picture(page, "series")
    asked.ok.click()
    settle(window)
    starts = [times(centre, one.activity_id)[0] for one in every]
    assert starts == [centre.at(f"{day}T16:00") for day in ("2026-11-27", "2026-12-04", "2026-12-11")]
    page.moves.take_back()
    settle(window)
    assert times(centre, every[2].activity_id)[0] == centre.at("2026-12-11T14:00")


def test_the_inspector_waits_until_the_button_is_up(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    pull(qtbot, page, start, point(page, centre, centre.robotics, "2026-11-27T14:45"))
    settle(window)
    assert not page.inspector.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.inspector.isVisible()


def test_escape_puts_everything_back(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    start = point(page, centre, centre.robotics, "2026-11-27T10:45")
    end = point(page, centre, centre.maker, "2026-11-27T14:45")
    pull(qtbot, page, start, end)
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(page.view.viewport(), LEFT, PLAIN, end)
    settle(window)
    assert times(centre, optics)[0] == centre.at("2026-11-27T10:00")
    assert (page.view.overlay.ghosts, page.view.overlay.landings) == ((), ())


def test_the_same_by_keyboard(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any, optics: int
) -> None:
    page.show_where(activity=optics)
    settle(window)
    view = page.view
    assert isinstance(view.focus_on, Block)
    for key in (Qt.Key.Key_G, *[Qt.Key.Key_Right] * 4, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)
    picture(page, "keyboard")
    heard = view.accessibleDescription()
    assert heard == "Optics, moving, Fri 27, 11:00–12:30, Maker space"
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    settle(window)
    assert times(centre, optics) == (centre.at("2026-11-27T11:00"), centre.at("2026-11-27T12:45"))
    assert holds(centre, optics) == {centre.maker}


def test_what_an_event_holds_stays_where_it_is(
    qtbot: QtBot, window: MainWindow, page: CalendarPage, centre: Any
) -> None:
    wish = centre.wish("2026-11-27T14:00", "2026-11-27T15:00", centre.maker, title="Fair")
    fair = centre.write(lambda u: service.hold(u, replace(wish, kind=ActivityKind.EVENT_SESSION)))
    page.reload()
    settle(window)
    start = point(page, centre, centre.maker, "2026-11-27T14:30")
    drag(qtbot, page, start, point(page, centre, centre.maker, "2026-11-27T16:30"))
    settle(window)
    assert times(centre, fair.activity_id)[0] == centre.at("2026-11-27T14:00")

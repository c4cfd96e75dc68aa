"""The sessions of an event in their week: dragged or carried by keys with everything they hold, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.events import queries, service
from resource_centre.events.reshaping import reshape, shape
from resource_centre.ui.events.calendar import EventCalendar
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.scene import Block
from tests.ui.windowed import settle, window_of

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def window(centre: Any, event: int, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(centre, page="events") as made:
        made.show_page("events", id=event)
        settle(made)
        yield made


@pytest.fixture
def calendar(window: MainWindow) -> EventCalendar:
    found = window.findChild(EventCalendar)
    assert isinstance(found, EventCalendar)
    return found


def block(calendar: EventCalendar, row: int) -> Block:
    scene = calendar.view.scene
    assert scene is not None
    return next(b for b in scene.blocks if b.bookable == row and b.title == "Robot day")


def point(calendar: EventCalendar, row: int, at: float) -> QPoint:
    view = calendar.view
    assert view.layout_ is not None
    band = view.layout_.bands.by_key[row]
    x = view.layout_.axis.x(at) - view.horizontalScrollBar().value()
    y = band.top + band.height // 2 + header.HEIGHT - view.verticalScrollBar().value()
    return QPoint(round(x) + view.names_width, y)


def pull(
    qtbot: QtBot, calendar: EventCalendar, centre: Any, row: int, start: str, onto: int, end: str
) -> QPoint:
    """Presses and moves in steps; the button stays down."""
    first = point(calendar, row, centre.at(start).timestamp())
    last = point(calendar, onto, centre.at(end).timestamp())
    qtbot.mousePress(calendar.view.viewport(), LEFT, PLAIN, first)
    for step in range(1, 5):
        qtbot.mouseMove(calendar.view.viewport(), first + (last - first) * step / 4)
    return last


def stands(centre: Any, event: int) -> tuple[Any, Any, set[str]]:
    """From, to, and what is held."""
    detail = centre.read(lambda u: queries.event(u, event))
    (session,), held = detail.sessions, [b for b in detail.blocks if b.held]
    return session.start, session.end, {h.code for h in held[0].holds if h.live}


def test_the_rows_are_those_that_the_event_holds(calendar: EventCalendar, centre: Any) -> None:
    scene = calendar.view.scene
    assert scene is not None
    assert [row.title for row in scene.rows if row.key > 0] == ["Maker space", "SPIKE kit 02", "Coordinator"]


def test_a_session_is_dragged_with_everything_it_holds(
    qtbot: QtBot, window: MainWindow, calendar: EventCalendar, centre: Any, event: int
) -> None:
    held = stands(centre, event)[2]
    at = pull(qtbot, calendar, centre, centre.maker, "2026-12-02 13:30", centre.maker, "2026-12-04 10:30")
    assert len({ghost.row for ghost in calendar.view.overlay.ghosts}) == 3
    qtbot.mouseRelease(calendar.view.viewport(), LEFT, PLAIN, at)
    settle(window)
    assert stands(centre, event) == (centre.at("2026-12-04 10:00"), centre.at("2026-12-04 11:00"), held)
    assert block(calendar, centre.kits[1]).start == centre.at("2026-12-04 10:00")


def test_a_clash_is_explained_while_the_mouse_is_down(
    qtbot: QtBot, window: MainWindow, calendar: EventCalendar, centre: Any, event: int
) -> None:
    centre.book("2026-12-04 09:00", "2026-12-04 12:00", centre.maker, title="Club")
    calendar.read()
    settle(window)
    at = pull(qtbot, calendar, centre, centre.maker, "2026-12-02 13:30", centre.maker, "2026-12-04 10:30")
    card = calendar.view.overlay.card
    assert card is not None and card.title == "Maker space is taken until 12:00"
    qtbot.mouseRelease(calendar.view.viewport(), LEFT, PLAIN, at)
    settle(window)
    assert stands(centre, event)[0] == centre.at("2026-12-02 13:00")


def test_keys_alone_carry_a_session_and_take_it_back(
    qtbot: QtBot, window: MainWindow, calendar: EventCalendar, centre: Any, event: int
) -> None:
    view = calendar.view
    view.setFocus()
    for key in (Key.Key_Down, Key.Key_G, Key.Key_Left, Key.Key_Left, Key.Key_Return):
        qtbot.keyClick(view, key)
    settle(window)
    assert stands(centre, event)[0] == centre.at("2026-12-02 12:30")
    qtbot.keyClick(view, Key.Key_Z, CONTROL)
    settle(window)
    assert stands(centre, event)[0] == centre.at("2026-12-02 13:00")
    qtbot.keyClick(view, Key.Key_Z, CONTROL | SHIFT)
    settle(window)
    assert stands(centre, event)[0] == centre.at("2026-12-02 12:30")


def test_the_end_of_a_lone_session_is_changed_by_keys(
    qtbot: QtBot, window: MainWindow, calendar: EventCalendar, centre: Any, event: int
) -> None:
    view = calendar.view
    view.setFocus()
    for key in (Key.Key_Down, Key.Key_G, Key.Key_Tab, Key.Key_Tab, Key.Key_Right, Key.Key_Return):
        qtbot.keyClick(view, key)
    settle(window)
    assert stands(centre, event)[:2] == (centre.at("2026-12-02 13:00"), centre.at("2026-12-02 14:15"))


def test_another_lab_takes_its_place(
    qtbot: QtBot, window: MainWindow, calendar: EventCalendar, centre: Any, event: int
) -> None:
    detail = centre.read(lambda u: queries.event(u, event))
    key = detail.blocks[0].id
    was = centre.read(lambda u: shape(u, key))
    things = tuple(sorted({*was.bookables, centre.robotics} - {centre.maker}))
    centre.write(lambda u: reshape(u, key, was, replace(was, bookables=things)))
    codes = stands(centre, event)[2]
    assert "ROB" in codes and "MAK" not in codes and len(codes) == 3


def test_what_somebody_else_moved_meanwhile_stays_there(
    qtbot: QtBot, window: MainWindow, calendar: EventCalendar, centre: Any, event: int
) -> None:
    failures: list[str] = []
    window.desk.failed.connect(failures.append)
    view = calendar.view
    view.setFocus()
    for key in (Key.Key_Down, Key.Key_G, Key.Key_Left):
        qtbot.keyClick(view, key)
    centre.write(lambda u: service.move_event(u, event, timedelta(hours=2)))
    qtbot.keyClick(view, Key.Key_Return)
    settle(window)
    assert failures == ["Somebody else has moved “Robot day” meanwhile. It is where they put it."]
    assert stands(centre, event)[0] == centre.at("2026-12-02 15:00")

"""An ambassador paints when they can come: by dragging, by keys alone, for one week or for every week; and undoes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.ambassadors import queries, service
from resource_centre.ambassadors.rules import Weekly
from resource_centre.ambassadors.service import ProfileDraft
from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.ui.ambassadors.week import AvailabilityCard
from resource_centre.ui.shell.window import MainWindow
from tests.db.conftest import World
from tests.ui.windowed import settle, window_of

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def zhanel(world: World) -> Actor:
    """An ambassador who can come every day from nine to twelve."""
    actor = world.person("zhanel", Role.AMBASSADOR, name="Zhanel Akhmetova")
    pattern = [Weekly(day, 540, 720) for day in range(7)]
    world.write(
        lambda u: service.add_ambassador(u, world.centre_id, actor.person_id, ProfileDraft("Physics")), SYSTEM
    )
    world.write(lambda u: service.set_availability(u, actor.person_id, pattern), actor)
    return actor


@pytest.fixture
def window(world: World, zhanel: Actor, qapp: QApplication) -> Iterator[MainWindow]:
    with window_of(world, zhanel, "today") as made:
        yield made


@pytest.fixture
def card(window: MainWindow) -> AvailabilityCard:
    found = window.findChild(AvailabilityCard)
    assert isinstance(found, AvailabilityCard)
    return found


def point(card: AvailabilityCard, day: int, minute: int) -> QPoint:
    left, right = card.grid.grid.column(day)
    return QPoint(round((left + right) / 2), round(card.grid.grid.y(minute)) + 3)


def drag(qtbot: QtBot, window: MainWindow, card: AvailabilityCard, day: int, first: int, last: int) -> None:
    qtbot.mousePress(card.grid, LEFT, PLAIN, point(card, day, first))
    for minute in range(first, last + 1, 15):
        qtbot.mouseMove(card.grid, point(card, day, minute))
    qtbot.mouseRelease(card.grid, LEFT, PLAIN, point(card, day, last))
    settle(window)


def said(world: World, who: Actor) -> list[tuple[int, int, bool]]:
    rows = world.read(lambda u: queries.exceptions(u, who.person_id or 0), who)
    return [(e.start.astimezone(world.tz).hour, e.end.astimezone(world.tz).hour, e.available) for e in rows]


def shown(card: AvailabilityCard, day: int) -> tuple[tuple[int, int], ...]:
    return card.grid.week.days[day].available


def test_a_drag_over_free_hours_takes_them_away_this_week_only(
    qtbot: QtBot, window: MainWindow, card: AvailabilityCard, world: World, zhanel: Actor
) -> None:
    drag(qtbot, window, card, 4, 600, 645)
    assert said(world, zhanel) == [(10, 11, False)]
    assert shown(card, 4) == ((540, 600), (660, 720))
    card.turn(1)
    assert shown(card, 4) == ((540, 720),)


def test_a_drag_in_every_week_changes_the_pattern(
    qtbot: QtBot, window: MainWindow, card: AvailabilityCard, world: World, zhanel: Actor
) -> None:
    qtbot.mouseClick(card.which.buttons["every"], LEFT)
    drag(qtbot, window, card, 4, 840, 945)
    pattern = world.read(lambda u: queries.weekly(u, zhanel.person_id or 0), zhanel)
    assert [(w.from_minute, w.to_minute) for w in pattern if w.weekday == 4] == [(540, 720), (840, 960)]
    assert said(world, zhanel) == []


def test_keys_alone_paint_undo_and_paint_again(
    qtbot: QtBot, window: MainWindow, card: AvailabilityCard, world: World, zhanel: Actor
) -> None:
    card.grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert card.grid.cell == (2, 480)
    for _again in range(4):
        qtbot.keyClick(card.grid, Key.Key_Down)
    for _again in range(7):
        qtbot.keyClick(card.grid, Key.Key_Down, SHIFT)
    qtbot.keyClick(card.grid, Key.Key_Space)
    settle(window)
    assert said(world, zhanel) == [(9, 11, False)]
    qtbot.keyClick(card.grid, Key.Key_Z, CONTROL)
    settle(window)
    assert said(world, zhanel) == []
    assert shown(card, 2) == ((540, 720),)
    qtbot.keyClick(card.grid, Key.Key_Z, CONTROL | SHIFT)
    settle(window)
    assert said(world, zhanel) == [(9, 11, False)]


def test_the_pattern_of_every_week_is_undone_too(
    qtbot: QtBot, window: MainWindow, card: AvailabilityCard, world: World, zhanel: Actor
) -> None:
    card.which.buttons["every"].click()
    drag(qtbot, window, card, 0, 540, 705)
    assert shown(card, 0) == ()
    card.undo()
    settle(window)
    assert shown(card, 0) == ((540, 720),)


def test_what_somebody_else_changed_meanwhile_is_not_undone(
    qtbot: QtBot, window: MainWindow, card: AvailabilityCard, world: World, zhanel: Actor
) -> None:
    failures: list[str] = []
    window.desk.failed.connect(failures.append)
    drag(qtbot, window, card, 4, 600, 645)
    row = world.read(lambda u: queries.exceptions(u, zhanel.person_id or 0), zhanel)[0]
    world.write(lambda u: service.cancel_exception(u, row.id), zhanel)
    card.undo()
    settle(window)
    assert failures == ["These times have been changed meanwhile. What is shown now is what holds."]


def test_page_keys_turn_the_week(qtbot: QtBot, window: MainWindow, card: AvailabilityCard) -> None:
    qtbot.keyClick(card.grid, Key.Key_PageDown)
    assert card.monday == date(2026, 11, 30)
    qtbot.keyClick(card.grid, Key.Key_PageUp)
    assert card.monday == date(2026, 11, 23)

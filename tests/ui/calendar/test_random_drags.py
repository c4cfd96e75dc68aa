"""Random drags, undo and redo on a real calendar: afterwards the database is what an independent model says was done.

The model is plain values with a rule of its own for overlaps; it never asks the program what happened.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from resource_centre.core.times import to_wall
from resource_centre.schedule import queries, series
from resource_centre.schedule.series import Scope
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.booking.reshape import ReshapeDialog
from resource_centre.ui.calendar.actions import Cancel
from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.calendar.period import Stretch
from resource_centre.ui.shell.window import MainWindow
from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.geometry import RESIZABLE
from resource_centre.ui.timeline.scene import Block
from tests.ui.windowed import dialogs, settle, window_of

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DAY = datetime(2026, 11, 27)
OPEN, CLOSE = DAY.replace(hour=9), DAY.replace(hour=18)
QUARTER = timedelta(minutes=15)
WEEK = timedelta(weeks=1)
OVERLAPS = """
select count(*) from allocation a join allocation b on a.bookable_id = b.bookable_id and a.id < b.id
where a.live and b.live and a.occupied_from < b.occupied_to and b.occupied_from < a.occupied_to
"""


@dataclass(frozen=True)
class Thing:
    """One booking in wall time; set-up and clear-down in minutes. `own`: it left its series with its time."""

    start: datetime
    end: datetime
    rows: frozenset[int]
    setup: int = 0
    clear: int = 0
    family: int = 0
    own: bool = False
    live: bool = True

    @property
    def taken(self) -> tuple[datetime, datetime]:
        return self.start - timedelta(minutes=self.setup), self.end + timedelta(minutes=self.clear)

    @property
    def seen(self) -> tuple[Any, ...] | None:
        """What the database has to say."""
        return (self.start, self.end, self.rows, *self.taken) if self.live else None


State = dict[int, Thing]


def clash(state: State, moved: State) -> bool:
    """Whether anything of `moved` lies on anything else."""
    new = {**state, **moved}
    for key, one in moved.items():
        for other, two in new.items():
            if other != key and two.live and one.rows & two.rows:
                first, last = one.taken
                start, end = two.taken
                if first < end and start < last:
                    return True
    return False


def closed(moved: State) -> bool:
    """Whether something lies outside 9 to 18 o'clock."""
    return any(
        one.start < one.start.replace(hour=9, minute=0) or one.end > one.start.replace(hour=18, minute=0)
        for one in moved.values()
    )


@dataclass
class Walk:
    """One coordinator at one calendar, and what the model says of it."""

    qtbot: QtBot
    window: MainWindow
    centre: Any
    chance: random.Random
    state: State
    back: list[State] = field(default_factory=list)
    again: list[State] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)

    @property
    def page(self) -> CalendarPage:
        made = self.window.made["calendar"]
        assert isinstance(made, CalendarPage)
        return made

    def count(self, what: str) -> None:
        self.trail.append(what)
        self.counts[what] = self.counts.get(what, 0) + 1

    def did(self, moved: State) -> None:
        self.back.append(self.state)
        self.again = []
        self.state = {**self.state, **moved}

    def stands(self) -> dict[int, tuple[Any, ...] | None]:
        """What the database says."""
        found = self.centre.read(lambda u: [queries.activity(u, key) for key in self.state])
        return {a.id: self._of(a) for a in found}

    def _of(self, a: Any) -> tuple[Any, ...] | None:
        held = [h for h in a.holds if h.live]
        if a.state != "booked":
            return None
        edges = min(h.occupied_from for h in held), max(h.occupied_to for h in held)
        times = (to_wall(at, self.centre.tz) for at in (a.start, a.end))
        taken = (to_wall(at, self.centre.tz) for at in edges)
        return (*times, frozenset(h.bookable_id for h in held), *taken)

    # what a hand does

    def x(self, wall: datetime) -> float:
        view = self.page.view
        assert view.layout_ is not None
        instant = wall.replace(tzinfo=self.centre.tz).timestamp()
        return view.layout_.axis.x(instant) - view.horizontalScrollBar().value() + view.names_width

    def y(self, row: int) -> int:
        view = self.page.view
        assert view.layout_ is not None
        band = view.layout_.bands.by_key[row]
        return int(band.top + band.height // 2 + header.HEIGHT - view.verticalScrollBar().value())

    def drag(self, start: QPoint, end: QPoint) -> None:
        viewport = self.page.view.viewport()
        self.qtbot.mousePress(viewport, LEFT, PLAIN, start)
        for step in range(1, 6):
            self.qtbot.mouseMove(viewport, start + (end - start) * step / 5)
        self.qtbot.mouseRelease(viewport, LEFT, PLAIN, end)
        settle(self.window)

    def block(self, key: int, row: int) -> Block:
        assert self.page.view.scene is not None
        blocks = self.page.view.scene.blocks
        return next(b for b in blocks if (b.activity, b.bookable) == (key, row))


def move(walk: Walk, key: int) -> None:
    """All of a booking goes to another time, another row, or both."""
    thing, chance = walk.state[key], walk.chance
    row = chance.choice(sorted(thing.rows))
    alike = [r for r in walk.centre.labs if row in walk.centre.labs] or walk.centre.kits[:2]
    other = chance.choice([r for r in alike if r == row or r not in thing.rows])
    by = QUARTER * chance.randint(-12, 12)
    middle = thing.start + (thing.end - thing.start) / 2
    start = QPoint(round(walk.x(middle)), walk.y(row))
    end = QPoint(round(walk.x(middle) + walk.x(thing.start + by) - walk.x(thing.start)), walk.y(other))
    walk.drag(start, end)
    rows = thing.rows - {row} | {other}
    settle_drop(walk, key, replace(thing, start=thing.start + by, end=thing.end + by, rows=rows), by)


def resize(walk: Walk, key: int) -> None:
    """An edge of a booking goes elsewhere; it stays a quarter of an hour long at least."""
    thing, chance = walk.state[key], walk.chance
    row = chance.choice(sorted(thing.rows))
    by = QUARTER * chance.randint(-6, 6)
    late = chance.random() < 0.5
    edge = thing.end if late else thing.start
    if walk.x(thing.end) - walk.x(thing.start) < RESIZABLE + 1:
        return  # too narrow for edges
    grab = -3 if late else 3
    start = QPoint(round(walk.x(edge)) + grab, walk.y(row))
    walk.drag(start, QPoint(round(walk.x(edge + by)) + grab, walk.y(row)))
    if late:
        wanted = replace(thing, end=max(thing.end + by, thing.start + QUARTER))
    else:
        wanted = replace(thing, start=min(thing.start + by, thing.end - QUARTER))
    settle_drop(walk, key, wanted, wanted.start - thing.start)


def set_up(walk: Walk, key: int) -> None:
    """The edge of a hatch goes elsewhere."""
    thing, chance = walk.state[key], walk.chance
    if not thing.setup:
        return
    row = sorted(thing.rows)[0]
    edge = thing.taken[0]
    to = thing.start - QUARTER * chance.randint(1, 4)
    start = QPoint(round(walk.x(edge)) + 2, walk.y(row))
    walk.drag(start, QPoint(round(walk.x(to)) + 2, walk.y(row)))
    settle_drop(walk, key, replace(thing, setup=int((thing.start - to).total_seconds() // 60)), timedelta())


def settle_drop(walk: Walk, key: int, wanted: Thing, by: timedelta) -> None:
    """What the drop has to have done, by the model."""
    thing = walk.state[key]
    moved = {key: wanted}
    if wanted == thing:
        return walk.count("nothing")
    # What the hand can see refuses at once; of a series only the date in the hand is in sight.
    if clash(walk.state, moved):
        assert not dialogs(ReshapeDialog) and not dialogs(Override)
        return walk.count("refused")
    if thing.family:
        return series_drop(walk, key, wanted, by)
    if closed(moved):
        dialogs(Override)[0].reject()
        settle(walk.window)
        return walk.count("against a rule")
    walk.did(moved)
    return walk.count("moved")


def series_drop(walk: Walk, key: int, wanted: Thing, by: timedelta) -> None:
    asked = dialogs(ReshapeDialog)[0]
    scope = walk.chance.choice((Scope.THIS, Scope.ALL))
    asked.scope.buttons[scope].setChecked(True)
    settle(walk.window)
    thing = walk.state[key]
    timed = (wanted.start, wanted.end) != (thing.start, thing.end)
    moved = {key: replace(wanted, own=thing.own or (scope is Scope.THIS and timed))}
    if scope is Scope.ALL:
        for other, one in walk.state.items():
            if other == key or one.family != thing.family or not one.live:
                continue
            length = wanted.end - wanted.start
            shifted = (
                one
                if one.own or not timed
                else replace(one, start=one.start + by, end=one.start + by + length)
            )
            moved[other] = replace(shifted, rows=wanted.rows if wanted.rows != thing.rows else one.rows)
    if clash(walk.state, moved) or closed(moved):
        assert not asked.ok.isEnabled()
        asked.reject()
        settle(walk.window)
        return walk.count("series refused")
    asked.ok.click()
    settle(walk.window)
    walk.did(moved)
    return walk.count(f"series {scope}")


def cancel(walk: Walk, key: int) -> None:
    """Del, a reason, and it is free again."""
    thing = walk.state[key]
    walk.page.view.focus(walk.block(key, sorted(thing.rows)[0]))
    settle(walk.window)
    walk.qtbot.keyClick(walk.page.view, Qt.Key.Key_Delete)
    settle(walk.window)
    asked = dialogs(Cancel)[0]
    asked.reason.setPlainText("ill")
    asked.ok.click()
    settle(walk.window)
    walk.did({key: replace(thing, live=False)})
    walk.count("cancelled")


def undo(walk: Walk) -> None:
    walk.qtbot.keyClick(walk.page.view, Qt.Key.Key_Z, CONTROL)
    settle(walk.window)
    if walk.back:
        walk.again.append(walk.state)
        walk.state = walk.back.pop()
        walk.count("undone")


def redo(walk: Walk) -> None:
    keys = walk.chance.choice(((Qt.Key.Key_Y, CONTROL), (Qt.Key.Key_Z, CONTROL | SHIFT)))
    walk.qtbot.keyClick(walk.page.view, *keys)
    settle(walk.window)
    if walk.again:
        walk.back.append(walk.state)
        walk.state = walk.again.pop()
        walk.count("done again")


@pytest.fixture
def walk(centre: Any, qapp: QApplication, qtbot: QtBot) -> Iterator[Walk]:
    """Friday with two labs and two kits, four bookings and a weekly club on it."""
    centre.labs = [centre.robotics, centre.maker]
    kit, other = centre.kits[:2]
    made: State = {}

    def book(start: int, end: int, *rows: int, **more: Any) -> None:
        held = centre.book(f"2026-11-27T{start:02}:00", f"2026-11-27T{end:02}:00", *rows, **more)
        setup = more.get("setup_minutes", 0)
        made[held.activity_id] = Thing(
            DAY.replace(hour=start),
            DAY.replace(hour=end),
            frozenset(rows),
            setup,
            more.get("cleardown_minutes", 0),
        )

    book(9, 10, centre.robotics, title="Optics")
    book(12, 14, centre.robotics, kit, title="Maze", setup_minutes=30, cleardown_minutes=15)
    book(10, 11, centre.maker, title="Bridges")
    book(15, 16, other, title="Kit check")
    wish = centre.wish("2026-11-27T15:00", "2026-11-27T16:00", centre.maker, title="Club")
    helds = centre.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=3"))[0]
    for number, held in enumerate(helds):
        start = DAY.replace(hour=15) + number * WEEK
        made[held.activity_id] = Thing(start, start + timedelta(hours=1), frozenset({centre.maker}), family=1)
    with window_of(centre) as window:
        page = window.made["calendar"]
        assert isinstance(page, CalendarPage)
        page.show_stretch(Stretch.DAY)
        page.go_to(DAY.date())
        settle(window)
        yield Walk(qtbot, window, centre, random.Random(2026), made)


def stroll(walk: Walk, steps: int) -> None:
    acts = (move, move, move, resize, set_up, cancel, undo, undo, redo)
    while sum(walk.counts.values()) < steps:  # what could not be done is no step
        act = walk.chance.choice(acts)
        if act in (undo, redo):
            act(walk)  # type: ignore[call-arg]
        else:
            here = [k for k, t in walk.state.items() if t.live and t.start.date() == DAY.date()]
            if not here or (act is cancel and walk.chance.random() < 0.6):
                continue
            act(walk, walk.chance.choice(here))  # type: ignore[call-arg]
        assert walk.stands() == {key: thing.seen for key, thing in walk.state.items()}, walk.trail
    overlaps = walk.centre.read(lambda u: u.connection.execute(text(OVERLAPS)).scalar())
    assert overlaps == 0


def test_sixty_random_steps_end_where_the_model_is(walk: Walk) -> None:
    stroll(walk, 60)
    assert {"moved", "undone", "done again"} <= set(walk.counts)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_five_hundred_random_steps_end_where_the_model_is(
    walk: Walk, capsys: pytest.CaptureFixture[str]
) -> None:
    stroll(walk, 500)
    with capsys.disabled():
        print("\n500 steps:", ", ".join(f"{what} {n}" for what, n in sorted(walk.counts.items())))

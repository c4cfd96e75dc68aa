"""What a screen reader finds in a week: days, and in each day its quarters of an hour, free or with what takes place then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect

from resource_centre.i18n import _
from resource_centre.ui.timeline.drag import SNAP
from resource_centre.ui.timeline.week import is_available
from resource_centre.ui.widgets.heard import Key, Role, Said

if TYPE_CHECKING:
    from resource_centre.ui.timeline.weekgrid import WeekGrid


def clock_of(minute: int) -> str:
    """Minutes after midnight as a time of day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def step_in_words(grid: WeekGrid, i: int, minute: int) -> str:
    """Day, time, and what is there."""
    day, block = grid.week.days[i], grid.block_on(i, minute)
    if block is not None:
        span = f"{clock_of(block.start)}–{clock_of(block.end)}"
        said = [day.label, span, block.title, block.detail]
    else:
        free = _("available") if is_available(day, minute) else _("not available")
        said = [day.label, clock_of(minute), free]
    return ", ".join(part for part in said if part)


class WeekParts:
    """A `(day,)` is a day by its place, a `(day, minute)` a quarter of an hour of it."""

    def __init__(self, grid: WeekGrid) -> None:
        self.grid = grid

    def under(self, key: Key | None) -> Sequence[Key]:
        week = self.grid.week
        if key is None:
            return [(i,) for i in range(len(week.days))]
        numbers = cast(tuple[int, ...], key)
        return [(numbers[0], m) for m in range(week.first, week.last, SNAP)] if len(numbers) == 1 else []

    def above(self, key: Key) -> Key | None:
        numbers = cast(tuple[int, ...], key)
        return (numbers[0],) if len(numbers) > 1 else None

    def said(self, key: Key) -> Said | None:
        grid, numbers = self.grid, cast(tuple[int, ...], key)
        if numbers[0] >= len(grid.week.days):
            return None
        day = grid.week.days[numbers[0]]
        if len(numbers) == 1:
            free = ", ".join(f"{clock_of(start)}–{clock_of(end)}" for start, end in day.available)
            words = [day.label, day.blocked, free or _("not available")]
            return Said(", ".join(part for part in words if part), Role.ListItem)
        i, minute = numbers
        if not grid.week.first <= minute < grid.week.last:
            return None
        paints = grid.editable and not grid.draws and grid.block_on(i, minute) is None
        ticked = is_available(day, minute) if paints else None
        return Said(step_in_words(grid, i, minute), Role.ListItem, ticked=ticked)

    def rect(self, key: Key) -> QRect:
        place, numbers = self.grid.grid, cast(tuple[int, ...], key)
        left, right = place.column(numbers[0])
        first, last = (numbers[1], numbers[1] + SNAP) if len(numbers) > 1 else (place.first, place.last)
        return QRect(
            QPoint(round(left), round(place.y(first))), QPoint(round(right) - 1, round(place.y(last)) - 1)
        )

    def at(self, point: QPoint) -> Key | None:
        place = self.grid.grid
        i = place.day(point.x())
        return (i, place.minute(point.y())) if i is not None and point.y() >= place.top else None

    def focused(self) -> Key | None:
        return self.grid.cell

    def go_to(self, key: Key) -> None:
        numbers = cast(tuple[int, ...], key)
        self.grid.setFocus()
        self.grid.cell = (numbers[0], numbers[1] if len(numbers) > 1 else self.grid.week.first)
        self.grid.update()

    def press(self, key: Key) -> None:
        self.go_to(key)
        self.grid.press()

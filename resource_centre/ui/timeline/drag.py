"""A drag as values: what is picked up, where it would be, and what the rules say there. Pure.

Press gives a `Lift`; every move of the mouse or step of a key gives a `Place`; a `Judge` answers each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from resource_centre.ui.timeline.axis import Axis, instant_of
from resource_centre.ui.timeline.geometry import Hit, Zone
from resource_centre.ui.timeline.scene import Block, Card, Ghost, Landing, Row, RowKind

SNAP, FINE_SNAP = 15, 5
STILL = 4.0
LONGEST_BUFFER = 7 * 1440


class Grip(Enum):
    """By what a block is held: all of it, or one of its four edges."""

    WHOLE = auto()
    START = auto()
    END = auto()
    SETUP = auto()
    CLEARDOWN = auto()


GRIPS = {
    Zone.BODY: Grip.WHOLE,
    Zone.START: Grip.START,
    Zone.END: Grip.END,
    Zone.SETUP: Grip.SETUP,
    Zone.CLEARDOWN: Grip.CLEARDOWN,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity (None: a new one) would be; `row` is where the hold that was picked up goes.

    Set-up and clear-down are minutes, None as they are.
    """

    activity: int | None
    row: int
    start: datetime
    end: datetime
    setup: int | None = None
    cleardown: int | None = None


@dataclass(frozen=True, slots=True)
class Lift:
    """A block in the hand, and by what it is held."""

    block: Block
    grip: Grip

    @property
    def home(self) -> Place:
        """Where it was picked up."""
        return Place(self.block.activity, self.block.bookable, self.block.start, self.block.end)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say to a place: how it is drawn, and whether it is out of the question (`blocked`)."""

    ghosts: tuple[Ghost, ...]
    landings: tuple[Landing, ...] = ()
    holders: frozenset[int] = frozenset()
    card: Card | None = None
    blocked: bool = False


Judge = Callable[[Place, Lift | None], Answer]


def lifted(hit: Hit) -> Lift | None:
    """What a press picks up; None on empty space."""
    return Lift(hit.block, GRIPS[hit.zone]) if hit.block is not None and hit.zone in GRIPS else None


def dragged(axis: Axis, lift: Lift, pressed_x: float, x: float, over: Row | None, fine: bool) -> Place:
    """The place after the pointer has gone from `pressed_x` to `x` (pixels of the axis) above a row."""
    minutes, home, block = FINE_SNAP if fine else SNAP, lift.home, lift.block
    if lift.grip is Grip.WHOLE:
        row = over.key if over is not None and over.kind in TAKES else home.row
        if abs(x - pressed_x) < STILL:
            return replace(home, row=row)
        left = axis.x(block.start.timestamp()) + x - pressed_x
        start = instant_of(axis.snapped(axis.at(left), minutes))
        return replace(home, row=row, start=start, end=start + (block.end - block.start))
    return held_at(
        lift, home, instant_of(axis.snapped(axis.at(_edge(axis, lift) + x - pressed_x), minutes)), minutes
    )


TAKES = frozenset({RowKind.LAB, RowKind.UNIT, RowKind.PERSON})


def edge_of(lift: Lift, place: Place) -> datetime:
    """Where the edge in the hand is at a place."""
    block = lift.block
    before = block.start - block.occupied_start if place.setup is None else timedelta(minutes=place.setup)
    after = block.occupied_end - block.end if place.cleardown is None else timedelta(minutes=place.cleardown)
    return {
        Grip.WHOLE: place.start,
        Grip.START: place.start,
        Grip.END: place.end,
        Grip.SETUP: place.start - before,
        Grip.CLEARDOWN: place.end + after,
    }[lift.grip]


def _edge(axis: Axis, lift: Lift) -> float:
    return axis.x(edge_of(lift, lift.home).timestamp())


def held_at(lift: Lift, place: Place, edge: datetime, least: int) -> Place:
    """The place once the edge in the hand is at an instant; a booking stays `least` minutes long at least."""
    step = timedelta(minutes=least)
    if lift.grip is Grip.WHOLE:
        return replace(place, start=edge, end=edge + (place.end - place.start))
    if lift.grip is Grip.START:
        return replace(place, start=min(edge, place.end - step))
    if lift.grip is Grip.END:
        return replace(place, end=max(edge, place.start + step))
    if lift.grip is Grip.SETUP:
        return replace(place, setup=_minutes(place.start - edge))
    return replace(place, cleardown=_minutes(edge - place.end))


def stepped(lift: Lift, place: Place, steps: int, minutes: int) -> Place:
    """The place after so many steps of a key, each of `minutes`."""
    return held_at(lift, place, edge_of(lift, place) + timedelta(minutes=steps * minutes), FINE_SNAP)


def next_row(rows: tuple[Row, ...], key: int, step: int) -> int:
    """The next (+1) or previous (-1) row of the same kind, or the same one at the end."""
    here = next((row for row in rows if row.key == key), None)
    if here is None:
        return key
    alike = [row.key for row in rows if row.kind is here.kind]
    return alike[min(max(alike.index(key) + step, 0), len(alike) - 1)]


def _minutes(length: timedelta) -> int:
    return min(max(round(length.total_seconds() / 60), 0), LONGEST_BUFFER)

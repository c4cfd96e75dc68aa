"""What a search for a time begins with, and what becomes of the time that is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from resource_centre.core.context import Role
from resource_centre.core.times import TimeRange
from resource_centre.schedule.rules import ActivityKind, Alternative

WEEKS_AHEAD = 14


@dataclass(frozen=True)
class Wanted:
    """`take` is handed the time (None: it opens the booking dialog); `back` is called when nothing is taken.

    `title` says for what a time is looked for.
    """

    bookables: tuple[int, ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    people: tuple[tuple[Role, int], ...] = ()
    minutes: int = 120
    first: date | None = None
    last: date | None = None
    school_id: int | None = None
    preferred: tuple[TimeRange, ...] = ()
    without: tuple[int, ...] = ()
    kind: ActivityKind = ActivityKind.LAB_BOOKING
    person_id: int | None = None
    setup: int | None = None
    cleardown: int | None = None
    title: str = ""
    take: Callable[[Alternative], object] | None = None
    back: Callable[[], object] | None = None

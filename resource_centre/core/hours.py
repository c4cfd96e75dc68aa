"""Opening hours and working time: weekly hours in wall time, less closures, as instants."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.times import TimeRange, lenient_instant, subtract, to_wall

DAY = timedelta(days=1)


@dataclass(frozen=True)
class WeekHours:
    """Opening hours by weekday (0 Monday): (from, to) in minutes after local midnight."""

    days: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def of(self, weekday: int) -> tuple[tuple[int, int], ...]:
        """The opening times of a weekday."""
        return self.days.get(weekday, ())


def open_ranges(week: WeekHours, window: TimeRange, tz: ZoneInfo, closed: Iterable[TimeRange] = ()) -> list[TimeRange]:
    """Open times inside the window as instants: the weekly hours in wall time, less the closed times."""
    day = to_wall(window.start, tz).date() - DAY
    last = to_wall(window.end, tz).date()
    found: list[TimeRange] = []
    while day <= last:
        midnight = datetime.combine(day, time())
        for start, end in week.of(day.weekday()):
            first, final = (lenient_instant(midnight + timedelta(minutes=m), tz) for m in (start, end))
            if first < final:
                span = TimeRange(first, final).clip(window)
                if span:
                    found.append(span)
        day += DAY
    holes = [hole for hole in closed if hole.overlaps(window)]
    return subtract(found, holes)


def working_time(asked: TimeRange, open_: Sequence[TimeRange]) -> timedelta:
    """How much of the asked time lies in the open times (sorted, not overlapping)."""
    amount = timedelta()
    index = max(bisect_right(open_, asked.start, key=lambda span: span.start) - 1, 0)
    for span in open_[index:]:
        if span.start >= asked.end:
            break
        part = span.clip(asked)
        if part:
            amount += part.length
    return amount


def add_working_time(start: datetime, amount: timedelta, open_: Sequence[TimeRange]) -> datetime | None:
    """The instant at which so much open time has passed since `start`; None when the open times end before."""
    left = amount
    for span in open_:
        if span.end <= start:
            continue
        first = max(span.start, start)
        if span.end - first >= left:
            return first + left
        left -= span.end - first
    return None

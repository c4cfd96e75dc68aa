"""Opening hours and working time: weekly hours in wall time, less closures, as instants."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.times import TimeRange, lenient_instant, subtract, to_wall

DAY = timedelta(days=1)


@dataclass(frozen=True)
class WeekHours:
    """Opening hours by weekday (0 Monday): (from, to) in minutes after local midnight; past 1440 is the next day."""

    days: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def of(self, weekday: int) -> tuple[tuple[int, int], ...]:
        """The opening times of a weekday."""
        return self.days.get(weekday, ())


def open_ranges(
    week: WeekHours, window: TimeRange, tz: ZoneInfo, closed: Iterable[TimeRange] = ()
) -> list[TimeRange]:
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
    return subtract(found, [hole for hole in closed if hole.overlaps(window)])


def working_time(asked: TimeRange, open_: Sequence[TimeRange]) -> timedelta:
    """How much of the asked time lies in the open times (sorted, not overlapping)."""
    amount = timedelta()
    for index in range(_first_that_counts(asked.start, open_), len(open_)):
        if open_[index].start >= asked.end:
            break
        part = open_[index].clip(asked)
        if part:
            amount += part.length
    return amount


def add_working_time(start: datetime, amount: timedelta, open_: Sequence[TimeRange]) -> datetime | None:
    """The instant at which so much open time has passed since `start`; None when the open times end before."""
    if amount < timedelta():
        raise ValueError("working time is counted forwards")
    for index in range(_first_that_counts(start, open_), len(open_)):
        span = open_[index]
        first = max(span.start, start)
        if first >= span.end:
            continue
        if span.end - first >= amount:
            return first + amount
        amount -= span.end - first
    return None


def due_time(
    start: datetime,
    amount: timedelta,
    open_in: Callable[[TimeRange], Sequence[TimeRange]],
    within: timedelta = timedelta(days=730),
) -> datetime | None:
    """As `add_working_time`, asking for the open times of ever longer windows; None when it is not `within` reach."""
    reach = min(max(7 * DAY, amount * 6), within)
    while True:
        found = add_working_time(start, amount, open_in(TimeRange(start, start + reach)))
        if found is not None or reach >= within:
            return found
        reach = min(reach * 4, within)


def _first_that_counts(start: datetime, open_: Sequence[TimeRange]) -> int:
    """Where the open times begin that do not end before `start`."""
    return max(bisect_right(open_, start, key=lambda span: span.start) - 1, 0)

"""The periods that a figure is shown for: month, previous month, same month last year, year to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.times import Month, TimeRange
from resource_centre.i18n import N_

COLUMNS = ("month", "previous", "last_year", "year")
COLUMN_NAMES = {
    "month": N_("Month"),
    "previous": N_("Previous month"),
    "last_year": N_("Same month last year"),
    "year": N_("Year to date"),
    "target": N_("Target"),
    "variance": N_("Variance"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months of a centre's zone, as instants and as days."""

    first: Month
    last: Month
    range: TimeRange

    @classmethod
    def of(cls, first: Month, last: Month, tz: ZoneInfo) -> Period:
        """From the first month to the last, both included."""
        return cls(first, last, TimeRange(first.range(tz).start, last.range(tz).end))

    def has(self, instant: datetime | None) -> bool:
        """Whether the instant lies in the period."""
        return instant is not None and self.range.start <= instant < self.range.end

    def has_day(self, day: date | None) -> bool:
        """Whether the day lies in the period."""
        return day is not None and self.first.first_day <= day <= self.last_day

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.last.next.first_day - timedelta(days=1)

    @property
    def months(self) -> Iterator[Month]:
        """Its months in order."""
        month = self.first
        while month <= self.last:
            yield month
            month = month.next


def columns(month: Month, tz: ZoneInfo) -> dict[str, Period]:
    """The four periods of a month's figures, by the name of their column."""
    january = Month(month.year, 1)
    return {
        "month": Period.of(month, month, tz),
        "previous": Period.of(month.previous, month.previous, tz),
        "last_year": Period.of(month.last_year, month.last_year, tz),
        "year": Period.of(january, month, tz),
    }


def whole(month: Month, tz: ZoneInfo) -> Period:
    """The thirteen months that all columns and the trend lie in."""
    return Period.of(month.last_year, month, tz)


def stretches(month: Month, tz: ZoneInfo) -> list[Period]:
    """The months that the columns need and no others: what is read where there are very many rows."""
    first = min(Month(month.year, 1), month.previous)
    if first <= month.last_year.next:
        return [whole(month, tz)]
    return [Period.of(month.last_year, month.last_year, tz), Period.of(first, month, tz)]

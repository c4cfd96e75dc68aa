"""The stretch of days that the calendar shows. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from resource_centre.core.times import TimeRange, days_range
from resource_centre.i18n import date_text


class Stretch(StrEnum):
    """How much is seen at once."""

    DAY = "day"
    WEEK = "week"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"


WEEKS = {Stretch.WEEK: 1, Stretch.FOUR_WEEKS: 4}


@dataclass(frozen=True, slots=True)
class Period:
    """The day, week (from Monday), four weeks (from Monday) or month that holds `day`."""

    stretch: Stretch
    day: date

    @property
    def first(self) -> date:
        """Its first day."""
        if self.stretch in WEEKS:
            return self.day - timedelta(days=self.day.weekday())
        return self.day.replace(day=1) if self.stretch is Stretch.MONTH else self.day

    @property
    def count(self) -> int:
        """How many days it has."""
        if self.stretch is Stretch.MONTH:
            return monthrange(self.day.year, self.day.month)[1]
        return 7 * WEEKS.get(self.stretch, 0) or 1

    @property
    def days(self) -> tuple[date, ...]:
        """Its days in order."""
        return tuple(self.first + timedelta(days=i) for i in range(self.count))

    def shift(self, steps: int) -> Period:
        """The period so many steps later."""
        if self.stretch is not Stretch.MONTH:
            return replace(self, day=self.day + timedelta(days=steps * self.count))
        index = self.day.year * 12 + self.day.month - 1 + steps
        year, month = index // 12, index % 12 + 1
        return replace(self, day=date(year, month, min(self.day.day, monthrange(year, month)[1])))

    def range(self, tz: ZoneInfo) -> TimeRange:
        """Its days as instants of the zone."""
        return days_range(self.first, self.count, tz)

    @property
    def title(self) -> str:
        """In words: 23 – 29 November 2026."""
        return self._named("EEEE", "MMMM", " y")

    @property
    def short_title(self) -> str:
        """As `title`, for little room: 23 – 29 Nov."""
        return self._named("EEE", "MMM", "")

    def _named(self, weekday: str, month: str, year: str) -> str:
        day = f"d {month}"
        if self.stretch is Stretch.DAY:
            return capital(date_text(self.day, f"{weekday}, {day}{year}"))
        if self.stretch is Stretch.MONTH:
            return capital(date_text(self.day, "LLLL y"))
        first, last = self.first, self.first + timedelta(days=self.count - 1)
        if first.month == last.month:
            return f"{first.day} – {date_text(last, day + year)}"
        style = day if first.year == last.year else day + year
        return f"{date_text(first, style)} – {date_text(last, day + year)}"


def capital(text: str) -> str:
    """The text with a capital first letter: languages write day and month names small."""
    return text[:1].upper() + text[1:]


def day_label(day: date) -> str:
    """Mon 23."""
    return f"{capital(date_text(day, 'EEE')).rstrip('.')} {day.day}"


def day_short(day: date) -> str:
    """Mo, or as short as the language has it."""
    return capital(date_text(day, "EEEEEE")).rstrip(".")

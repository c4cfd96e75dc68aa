"""The fields for a school's hours: the weekdays with lessons, from when to when, and the holidays."""

from __future__ import annotations

from datetime import date, time, timedelta

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from resource_centre.core.hours import WeekHours
from resource_centre.i18n import _, date_text
from resource_centre.schools.times import breaks_of, hours_of, written_breaks, written_hours
from resource_centre.ui.booking.breaks import Breaks
from resource_centre.ui.booking.painted import DayToggle
from resource_centre.ui.calendar.period import capital, day_short
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.fields import ClockField, line
from resource_centre.ui.widgets.labels import text

MONDAY = date(2024, 1, 1)
FIRST, LAST = time(8), time(14)


class LessonHours(QWidget):
    """`written` is what is kept. Hours that differ from day to day are shown as they are written."""

    def __init__(self, written: str) -> None:
        super().__init__()
        week = hours_of(written)
        kinds = set(week.days.values())
        self.plain: QLineEdit | None = None
        self.days: list[DayToggle] = []
        inside = row(spacing=4)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)
        if len(kinds) > 1 or any(len(spans) > 1 for spans in kinds):
            self.plain = line(written, "1-5 08:00-14:00")
            inside.addWidget(self.plain)
            return
        start, end = next(iter(kinds))[0] if kinds else (FIRST.hour * 60, LAST.hour * 60)
        self.start, self.end = ClockField(_clock(start)), ClockField(_clock(end))
        self.start.setAccessibleName(_("Lessons begin"))
        self.end.setAccessibleName(_("Lessons end"))
        for n in range(7):
            day = MONDAY + timedelta(days=n)
            toggle = DayToggle(day_short(day), capital(date_text(day, "EEEE")))
            toggle.setChecked(n in week.days)
            inside.addWidget(toggle)
            self.days.append(toggle)
        inside.addSpacing(8)
        inside.addWidget(self.start, 1)
        inside.addWidget(text("–", "second2"))
        inside.addWidget(self.end, 1)

    @property
    def written(self) -> str:
        """The hours as they are kept; nothing where no day is chosen."""
        if self.plain is not None:
            return self.plain.text()
        start, end = self.start.time, self.end.time
        span = (start.hour * 60 + start.minute, end.hour * 60 + end.minute)
        return written_hours(WeekHours({n: (span,) for n, day in enumerate(self.days) if day.isChecked()}))


class SchoolHolidays(QWidget):
    """First and last day of each holiday."""

    def __init__(self, written: str, today: date) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.breaks = Breaks(_("Add holidays…"))
        self.breaks.set_day(today)
        self.breaks.put(breaks_of(written))
        column.addWidget(self.breaks)

    @property
    def written(self) -> str:
        """The holidays as they are kept."""
        return written_breaks(sorted(self.breaks.spans))


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)

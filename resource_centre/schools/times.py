"""A school's hours and holidays, as they are kept: “1-5 08:00-14:00; 6 09:00-12:00” and “2026-12-28/2027-01-09”. Pure.

Weekdays are 1 (Monday) to 7; times are wall times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from resource_centre.core.errors import BadInput
from resource_centre.core.hours import WeekHours
from resource_centre.i18n import _

Break = tuple[date, date]
MOST_BREAKS = 12
PART = re.compile(r"([1-7])(?:-([1-7]))? (\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


def hours_of(written: str) -> WeekHours:
    """The hours by weekday; `BadInput` for what is not written like that."""
    days: dict[int, list[tuple[int, int]]] = {}
    for part in filter(None, (each.strip() for each in written.split(";"))):
        found = PART.fullmatch(part)
        if found is None:
            raise BadInput(
                _("“{part}” is not a time of lessons. Write it like 1-5 08:00-14:00.").format(part=part),
                "hours",
            )
        first, last, *clock = (int(each) if each else 0 for each in found.groups())
        start, end = clock[0] * 60 + clock[1], clock[2] * 60 + clock[3]
        if not (start < end <= 1440 and clock[1] < 60 and clock[3] < 60 and (last == 0 or first <= last)):
            raise BadInput(
                _("Lessons end after they begin, on the same day. Check “{part}”.").format(part=part), "hours"
            )
        for day in range(first, (last or first) + 1):
            days.setdefault(day - 1, []).append((start, end))
    return WeekHours({day: tuple(sorted(spans)) for day, spans in sorted(days.items())})


def written_hours(week: WeekHours) -> str:
    """As they are kept: neighbouring days with the same hours in one."""
    parts: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    for day, spans in sorted(week.days.items()):
        if parts and parts[-1][1] == day - 1 and parts[-1][2] == spans:
            parts[-1] = (parts[-1][0], day, spans)
        else:
            parts.append((day, day, spans))
    return "; ".join(
        f"{first + 1}{f'-{last + 1}' if last > first else ''} {_clock(start)}-{_clock(end)}"
        for first, last, spans in parts
        for start, end in spans
    )


def breaks_of(written: str) -> tuple[Break, ...]:
    """First and last day of each holiday, in order; `BadInput` for what is none."""
    found = []
    for part in filter(None, (each.strip() for each in written.split(";"))):
        first, _slash, last = part.partition("/")
        try:
            span = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            raise BadInput(
                _("“{part}” is no stretch of days. Write it like 2026-12-28/2027-01-09.").format(part=part),
                "breaks",
            ) from None
        found.append((min(span), max(span)))
    if len(found) > MOST_BREAKS:
        raise BadInput(
            _("A school keeps at most {n} holidays. Leave out those that are over.").format(n=MOST_BREAKS),
            "breaks",
        )
    return tuple(sorted(found))


def written_breaks(breaks: Iterable[Break]) -> str:
    """As they are kept."""
    return "; ".join(f"{first.isoformat()}/{last.isoformat()}" for first, last in breaks)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"

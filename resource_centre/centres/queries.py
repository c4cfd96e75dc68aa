"""Reading centres: their rows, hours, closures and public holidays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, func, or_, select

from resource_centre.centres.model import Centre, Closure, HolidayOpen, OpeningHours
from resource_centre.centres.public import public_holidays
from resource_centre.core.errors import NotFound
from resource_centre.core.hours import WeekHours, open_ranges
from resource_centre.core.times import TimeRange, day_range, merge, to_wall
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A centre."""

    id: int
    uid: str
    code: str
    name: str
    university: str
    city: str
    address: str
    zone: str
    country: str
    subdivision: str | None
    language: str
    observes_holidays: bool
    first_response_hours: int
    resolution_hours: int
    active: bool
    version: int

    @property
    def tz(self) -> ZoneInfo:
        """The centre's zone."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class ClosedRange:
    """A time in which a centre is closed, and why: a closure (with its id) or a public holiday."""

    range: TimeRange
    title: str
    closure_id: int | None = None


@dataclass(frozen=True)
class Calendar:
    """When a centre (or one bookable of it) is open inside a window."""

    tz: ZoneInfo
    window: TimeRange
    week: WeekHours
    closed: tuple[ClosedRange, ...]

    @cached_property
    def open(self) -> list[TimeRange]:
        """Open times of the window: opening hours less closures and holidays."""
        return self.open_in(self.window)

    @cached_property
    def _closed(self) -> list[TimeRange]:
        return merge(c.range for c in self.closed)

    def open_in(self, part: TimeRange) -> list[TimeRange]:
        """Open times of a part of the window."""
        return open_ranges(self.week, part, self.tz, [c.range for c in self.closed])

    def plainly_open(self, asked: TimeRange) -> bool:
        """Whether one opening of the day covers the range and no closure touches it.

        The quick answer for nearly all bookings: True is certain, False means look closely.
        """
        before = bisect_left(self._closed, asked.end, key=lambda span: span.start)
        if before and self._closed[before - 1].end > asked.start:
            return False
        start, end = asked.start.astimezone(self.tz), asked.end.astimezone(self.tz)
        if start.fold or end.fold:  # in an hour that comes twice the wall does not tell what is earlier
            return False
        midnight = datetime(start.year, start.month, start.day)
        since, until = start.replace(tzinfo=None) - midnight, end.replace(tzinfo=None) - midnight
        for first, last in self.week.of(start.weekday()):
            if timedelta(minutes=first) <= since and until <= timedelta(minutes=last):
                return True
        return False


def _centre_rows(unit: Unit, *where: object) -> list[CentreRow]:
    query: Query = select(*centre_columns()).order_by(Centre.id)
    return [CentreRow(*row) for row in unit.rows(query.where(*where))]  # type: ignore[arg-type]


def centre_columns() -> tuple[Any, ...]:
    """The columns of a `CentreRow`."""
    c = Centre
    return (
        c.id, c.uid, c.code, c.name, c.university, c.city, c.address, c.zone, c.country, c.subdivision, c.language,
        c.observes_holidays, c.first_response_hours, c.resolution_hours, c.active, c.version,
    )  # fmt: skip


BY_ID = select(*centre_columns()).where(Centre.id == bindparam("id", type_=Integer()))


def centres(unit: Unit) -> list[CentreRow]:
    """Every centre, the oldest first."""
    return _centre_rows(unit)


def centre(unit: Unit, centre_id: int) -> CentreRow:
    """One centre; `NotFound` when there is none."""
    unit.flush()
    row = unit.connection.execute(BY_ID, {"id": centre_id}).first()
    if row is None:
        raise NotFound(_("There is no centre with the number {id}.").format(id=centre_id))
    return CentreRow(*row)


def centre_named(unit: Unit, text: str) -> CentreRow:
    """The centre with this id, code or unique name; `NotFound` naming those that exist."""
    text = text.strip()
    wanted = [Centre.code == text, func.lower(Centre.name) == text.lower()]
    if text.isdigit():
        wanted.append(Centre.id == int(text))
    rows = _centre_rows(unit, or_(*wanted))
    if len(rows) != 1:
        known = ", ".join(row.code for row in centres(unit))
        raise NotFound(
            _("There is no centre “{text}”. These exist: {known}.").format(text=text, known=known or "–")
        )
    return rows[0]


def week_hours(unit: Unit, centre_id: int, bookable_id: int | None = None) -> WeekHours:
    """Weekly opening hours: the bookable's own where it has any, else the centre's."""
    o = OpeningHours
    query = (
        select(o.bookable_id, o.weekday, o.from_minute, o.to_minute)
        .where(o.centre_id == centre_id, or_(o.bookable_id.is_(None), o.bookable_id == bookable_id))
        .order_by(o.weekday, o.from_minute)
    )
    return week_of(unit.rows(query))


def week_of(lines: Iterable[Sequence[Any]]) -> WeekHours:
    """Weekly hours from (bookable, weekday, from, to) in order of time: those of a bookable where there are any."""
    found = list(lines)
    own = [line for line in found if line[0] is not None]
    days: dict[int, list[tuple[int, int]]] = {}
    for _own, weekday, start, end in own or found:
        days.setdefault(weekday, []).append((start, end))
    return WeekHours({day: tuple(spans) for day, spans in days.items()})


def closures(unit: Unit, centre_id: int, window: TimeRange) -> list[ClosedRange]:
    """Closures that are not taken back and touch the window, by start."""
    c = Closure
    query = (
        select(c.id, c.title, c.starts_at, c.ends_at)
        .where(
            c.centre_id == centre_id,
            c.cancelled_at.is_(None),
            c.starts_at < window.end,
            c.ends_at > window.start,
        )
        .order_by(c.starts_at)
    )
    return [ClosedRange(TimeRange(r[2], r[3]), r[1], r[0]) for r in unit.rows(query)]


def calendar(unit: Unit, centre_id: int, window: TimeRange, bookable_id: int | None = None) -> Calendar:
    """Opening hours, closures and public holidays of a centre inside a window."""
    row = centre(unit, centre_id)
    closed = closures(unit, centre_id, window) + holidays_of(unit, row, window)
    closed.sort(key=lambda item: item.range.start)
    return Calendar(row.tz, window, week_hours(unit, centre_id, bookable_id), tuple(closed))


def holidays_of(unit: Unit, row: CentreRow, window: TimeRange) -> list[ClosedRange]:
    """Public holidays of the centre's country inside the window, less those on which it opens."""
    if not row.observes_holidays:
        return []
    opened = unit.column(select(HolidayOpen.day).where(HolidayOpen.centre_id == row.id))
    return holidays_between(row, window, opened)


def holidays_between(row: CentreRow, window: TimeRange, opened: Collection[date]) -> list[ClosedRange]:
    """As `holidays_of`, with the holidays known on which the centre opens."""
    if not row.observes_holidays:
        return []
    tz = row.tz
    first, last = to_wall(window.start, tz).date(), to_wall(window.end, tz).date()
    found = []
    for year in range(first.year, last.year + 1):
        names = public_holidays(row.country, row.subdivision, year, row.language)
        days = sorted(day for day in names if first <= day <= last and day not in opened)
        found += [ClosedRange(day_range(day, tz), names[day]) for day in days]
    return found


def closure_source(unit: Unit, centre_id: int, source_uid: str) -> tuple[int, datetime, datetime, str] | None:
    """The closure that an import made from this calendar entry: (id, start, end, title)."""
    c = Closure
    row = unit.first(
        select(c.id, c.starts_at, c.ends_at, c.title).where(
            c.centre_id == centre_id, c.source_uid == source_uid
        )
    )
    return None if row is None else (row[0], row[1], row[2], row[3])

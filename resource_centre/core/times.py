"""Time: half-open ranges of instants, wall time of a zone, days and months, and reading what people type.

Instants are aware datetimes in UTC; wall times are naive. Ranges are half-open: touching is no overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _, month_name

LENGTH = re.compile(r"(?:(\d+)\s*d)?\s*(?:(\d+(?:[.,]\d+)?)\s*h)?\s*(?:(\d+)\s*(?:m|min)?)?", re.IGNORECASE)
LONGEST_YEAR = 2200


@dataclass(frozen=True, slots=True, order=True)
class TimeRange:
    """[start, end) of aware instants; refuses naive ones and an end that is not after the start."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise BadInput(_("A time needs its time zone."))
        if self.end <= self.start:
            raise BadInput(_("The end lies before the start. Choose an end after the start."), "end")

    def overlaps(self, other: TimeRange) -> bool:
        """a.start < b.end and b.start < a.end."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: datetime) -> bool:
        """Whether the instant lies in [start, end)."""
        return self.start <= instant < self.end

    def covers(self, other: TimeRange) -> bool:
        """Whether the other range lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def clip(self, other: TimeRange) -> TimeRange | None:
        """The part inside the other range, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return TimeRange(start, end) if start < end else None

    def shift(self, by: timedelta) -> TimeRange:
        """The range moved by so much elapsed time."""
        return TimeRange(self.start + by, self.end + by)

    def widen(self, before: timedelta, after: timedelta) -> TimeRange:
        """The range with time before and after."""
        return TimeRange(self.start - before, self.end + after)

    @property
    def length(self) -> timedelta:
        """Elapsed time."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)

    @property
    def minutes(self) -> float:
        """Elapsed minutes."""
        return self.length.total_seconds() / 60

    @property
    def hours(self) -> float:
        """Elapsed hours."""
        return self.length.total_seconds() / 3600


def merge(ranges: Iterable[TimeRange]) -> list[TimeRange]:
    """The union, in order, touching ranges joined."""
    merged: list[TimeRange] = []
    for span in sorted(ranges):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = TimeRange(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def subtract(ranges: Iterable[TimeRange], holes: Iterable[TimeRange]) -> list[TimeRange]:
    """What is left of the ranges without the holes."""
    left = merge(ranges)
    for hole in merge(holes):
        kept: list[TimeRange] = []
        for span in left:
            if not span.overlaps(hole):
                kept.append(span)
                continue
            if span.start < hole.start:
                kept.append(TimeRange(span.start, hole.start))
            if hole.end < span.end:
                kept.append(TimeRange(hole.end, span.end))
        left = kept
    return left


def intersect(left: Iterable[TimeRange], right: Iterable[TimeRange]) -> list[TimeRange]:
    """What lies in both unions."""
    ours, theirs = merge(left), merge(right)
    found: list[TimeRange] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        common = ours[i].clip(theirs[j])
        if common:
            found.append(common)
        if ours[i].end < theirs[j].end:
            i += 1
        else:
            j += 1
    return found


def total(ranges: Iterable[TimeRange]) -> timedelta:
    """Elapsed time of all ranges together (overlaps count twice: merge first)."""
    return sum((span.length for span in ranges), timedelta())


@dataclass(frozen=True, slots=True)
class Resolved:
    """An instant made from wall time. `note` is a sentence when the hour occurs twice and the first was taken."""

    instant: datetime
    note: str | None = None


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The IANA zone; `BadInput` when there is none of this name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(_("“{zone}” is not a time zone. Write one like Asia/Almaty.").format(zone=name), "zone") from None


def to_wall(instant: datetime, tz: ZoneInfo) -> datetime:
    """The naive wall time of an instant."""
    return instant.astimezone(tz).replace(tzinfo=None)


def to_instant(wall: datetime, tz: ZoneInfo) -> Resolved:
    """The instant of a wall time. A skipped hour is refused with the two nearest times; a doubled one takes the first."""
    first = wall.replace(tzinfo=tz, fold=0)
    second = wall.replace(tzinfo=tz, fold=1)
    early, late = first.utcoffset(), second.utcoffset()
    instant = first.astimezone(UTC)
    if early == late:
        return Resolved(instant)
    if to_wall(instant, tz) != wall:
        before, after = sorted((to_wall(instant, tz), to_wall(second.astimezone(UTC), tz)))
        raise BadInput(
            _("{wall} does not exist in {zone}: the clock jumps ahead. The nearest times are {before} and {after}.").format(
                wall=_short(wall), zone=tz.key, before=_short(before), after=_short(after)
            ),
            "start",
        )
    note = _("{wall} occurs twice in {zone}, because the clock is set back; the first is taken.")
    return Resolved(instant, note.format(wall=_short(wall), zone=tz.key))


def _short(wall: datetime) -> str:
    return wall.strftime("%Y-%m-%d %H:%M")


def lenient_instant(wall: datetime, tz: ZoneInfo) -> datetime:
    """The instant of a wall time, for edges of days: a skipped one means the instant of the jump."""
    return wall.replace(tzinfo=tz, fold=0).astimezone(UTC) if not _skipped(wall, tz) else _jump(wall, tz)


def _skipped(wall: datetime, tz: ZoneInfo) -> bool:
    return to_wall(wall.replace(tzinfo=tz, fold=0).astimezone(UTC), tz) != wall


def _jump(wall: datetime, tz: ZoneInfo) -> datetime:
    offset = wall.replace(tzinfo=tz, fold=0).utcoffset()
    low = (wall - (offset or timedelta())).replace(tzinfo=UTC) - timedelta(hours=3)
    high = low + timedelta(hours=6)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if to_wall(middle, tz) < wall:
            low = middle
        else:
            high = middle
    return high


def parse_when(text: str, tz: ZoneInfo) -> Resolved:
    """Reads ISO 8601: wall time of the zone, or with an offset (or Z) as it is."""
    text = text.strip()
    example = _("Write date and time like 2026-11-25T14:00.")
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(_("“{text}” is not a date and time.").format(text=text) + " " + example, "start") from None
    if len(text) <= 10:
        raise BadInput(_("“{text}” has no time of day.").format(text=text) + " " + example, "start")
    if not 1970 <= value.year <= LONGEST_YEAR:
        raise BadInput(_("The year {year} cannot be meant. Write a year from 1970 to 2200.").format(year=value.year), "start")
    value = value.replace(microsecond=0)
    return Resolved(value.astimezone(UTC)) if value.tzinfo is not None else to_instant(value, tz)


def parse_length(text: str) -> timedelta:
    """Reads a length: 2h, 90m, 1h30, 1.5h, 3d, 45 (minutes)."""
    found = LENGTH.fullmatch(text.strip())
    if found and any(found.groups()):
        days, hours, minutes = (float((part or "0").replace(",", ".")) for part in found.groups())
        length = timedelta(minutes=round(days * 1440 + hours * 60 + minutes))
        if timedelta() < length <= timedelta(days=366):
            return length
    raise BadInput(_("“{text}” is not a length. Write it like 2h, 90m or 1h30.").format(text=text), "length")


def day_range(day: date, tz: ZoneInfo) -> TimeRange:
    """A local day as instants: 23, 24 or 25 hours."""
    start = datetime(day.year, day.month, day.day)
    return TimeRange(lenient_instant(start, tz), lenient_instant(start + timedelta(days=1), tz))


def days_range(first: date, days: int, tz: ZoneInfo) -> TimeRange:
    """So many local days as instants."""
    start = datetime(first.year, first.month, first.day)
    return TimeRange(lenient_instant(start, tz), lenient_instant(start + timedelta(days=days), tz))


def week_range(day: date, tz: ZoneInfo) -> TimeRange:
    """The local week (from Monday) that has the day."""
    return days_range(day - timedelta(days=day.weekday()), 7, tz)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Reads 2026-11."""
        found = re.fullmatch(r"\s*(\d{4})-(\d{1,2})\s*", text)
        if not found or not 1 <= int(found[2]) <= 12 or not 1970 <= int(found[1]) <= LONGEST_YEAR:
            raise BadInput(_("“{text}” is not a month. Write it like 2026-11.").format(text=text), "month")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, instant: datetime, tz: ZoneInfo) -> Month:
        """The month of an instant in the zone."""
        wall = to_wall(instant, tz)
        return cls(wall.year, wall.month)

    def shift(self, months: int) -> Month:
        """So many months later (or earlier)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def next(self) -> Month:
        return self.shift(1)

    @property
    def previous(self) -> Month:
        return self.shift(-1)

    @property
    def last_year(self) -> Month:
        return self.shift(-12)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    def range(self, tz: ZoneInfo) -> TimeRange:
        """The month as instants of the zone."""
        following = self.next
        return TimeRange(
            lenient_instant(datetime(self.year, self.month, 1), tz),
            lenient_instant(datetime(following.year, following.month, 1), tz),
        )

    @property
    def label(self) -> str:
        """In words of the language in use: November 2026."""
        return month_name(self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def month_range(month: str | Month, tz: ZoneInfo) -> TimeRange:
    """A month as instants of the zone."""
    return (month if isinstance(month, Month) else Month.parse(month)).range(tz)


def iso(instant: datetime, tz: ZoneInfo) -> str:
    """The instant in the zone's wall time with its offset: 2026-11-25T14:00:00+05:00."""
    return instant.astimezone(tz).isoformat(timespec="seconds")

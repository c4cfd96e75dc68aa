"""Time: wall time of a zone, days and months as instants, and reading what people type.

Instants are aware datetimes in UTC; wall times are naive. Ranges (core.ranges) are half-open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from resource_centre.core.errors import BadInput
from resource_centre.core.quoting import quotable
from resource_centre.core.ranges import TimeRange, intersect, merge, subtract, total
from resource_centre.i18n import _, month_name

LENGTH = re.compile(
    r"(?:([0-9]{1,4})\s*d)?\s*(?:([0-9]{1,5}(?:[.,][0-9]{1,4})?)\s*h)?\s*(?:([0-9]{1,6})\s*(?:min|m)?)?",
    re.IGNORECASE,
)
CLOCK_LENGTH = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
LONGEST_LENGTH = timedelta(days=366)
FIRST_YEAR, LAST_YEAR = 1970, 2200
NO_PLACE = {"localtime", "posixrules", "Factory"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """An instant made from wall time. `note` is a sentence when the hour occurs twice and the first was taken."""

    instant: datetime
    note: str | None = None


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The IANA zone; `BadInput`, with the most alike name, when there is none of this name."""
    try:
        if name in NO_PLACE or name.startswith(("right/", "posix/")):
            raise ValueError
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        message = _("“{zone}” is not a time zone. Write one like {example}.")
        example = _most_alike(name)
        raise BadInput(message.format(zone=quotable(name), example=example), "zone") from None


def _most_alike(name: str) -> str:
    from difflib import get_close_matches

    by_lower = {known.lower(): known for known in available_timezones() if "/" in known}
    found = get_close_matches(name[:60].strip().lower().replace(" ", "_"), by_lower, 1, 0.7)
    return by_lower[found[0]] if found else "Asia/Almaty"


def to_wall(instant: datetime, tz: ZoneInfo) -> datetime:
    """The naive wall time of an instant."""
    return instant.astimezone(tz).replace(tzinfo=None)


def to_instant(wall: datetime, tz: ZoneInfo) -> Resolved:
    """The instant of a wall time. A skipped hour is refused with the two nearest times; a doubled one takes the first."""
    if wall.tzinfo is not None:
        raise TypeError("wall time is naive; this is an instant already")
    first, second = wall.replace(tzinfo=tz, fold=0), wall.replace(tzinfo=tz, fold=1)
    instant = first.astimezone(UTC)
    if first.utcoffset() == second.utcoffset():
        return Resolved(instant)
    if to_wall(instant, tz) != wall:
        after = _jump(wall, tz)
        before = to_wall(after - timedelta(minutes=1), tz)
        message = _(
            "{wall} does not exist in {zone}: the clock jumps ahead. The nearest times are {before} and {after}."
        )
        raise BadInput(
            message.format(
                wall=wall_text(wall),
                zone=tz.key,
                before=wall_text(before),
                after=wall_text(to_wall(after, tz)),
            ),
            "start",
        )
    note = _("{wall} occurs twice in {zone}, because the clock is set back; the first is taken.")
    return Resolved(instant, note.format(wall=wall_text(wall), zone=tz.key))


def wall_text(wall: datetime) -> str:
    """A wall time to the minute, as it can be typed: 2026-11-25 14:00."""
    return wall.isoformat(" ", "minutes")


def lenient_instant(wall: datetime, tz: ZoneInfo) -> datetime:
    """The instant of a wall time, for edges of days: a skipped one means the instant of the jump."""
    instant = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    return instant if to_wall(instant, tz) == wall else _jump(wall, tz)


def _jump(wall: datetime, tz: ZoneInfo) -> datetime:
    """The instant at which the clock jumps over this wall time, to the second."""
    # In a gap the later offset (fold=1) gives an instant before the jump and the earlier one an instant after it.
    low = wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
    high = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if to_wall(middle, tz) < wall:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def parse_when(text: str, tz: ZoneInfo) -> Resolved:
    """Reads ISO 8601 date and time, with T or a blank between: wall time of the zone, or with an offset (or Z) as it is."""
    typed = " ".join(text[:64].split()).upper()
    if re.fullmatch(r"[0-9W-]{7,10}", typed) and (day := _day(typed)):
        message = _("“{text}” has no time of day. Write date and time, like {example}.")
        raise BadInput(message.format(text=quotable(text), example=f"{day.isoformat()}T14:00"), "start")
    try:
        if len(text) > 64 or not re.match(r"[0-9W-]{7,10}[T ]", typed):
            raise ValueError
        value = datetime.fromisoformat(typed).replace(microsecond=0)
    except ValueError:
        message = _("“{text}” is not a date and time. Write it like {example}.")
        raise BadInput(message.format(text=quotable(text), example="2026-11-25T14:00"), "start") from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        message = _("The year {year} cannot be meant. Write a year from {first} to {last}.")
        raise BadInput(message.format(year=value.year, first=FIRST_YEAR, last=LAST_YEAR), "start")
    return Resolved(value.astimezone(UTC)) if value.tzinfo is not None else to_instant(value, tz)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_length(text: str) -> timedelta:
    """Reads a length, at most a year: 2h, 90m, 1h30, 1:30, 1.5h, 3d, 45 (minutes)."""
    typed = text.strip()
    if clock := CLOCK_LENGTH.fullmatch(typed):
        typed = f"{clock[1]}h{clock[2]}"
    found = LENGTH.fullmatch(typed)
    if found and any(found.groups()):
        days, hours, minutes = (float((part or "0").replace(",", ".")) for part in found.groups())
        length = timedelta(minutes=round(days * 1440 + hours * 60 + minutes))
        if timedelta() < length <= LONGEST_LENGTH:
            return length
    raise BadInput(
        _("“{text}” is not a length. Write it like 2h, 90m or 1h30.").format(text=quotable(text)), "length"
    )


def day_range(day: date, tz: ZoneInfo) -> TimeRange:
    """A local day as instants: 23, 24 or 25 hours."""
    return days_range(day, 1, tz)


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
        found = re.fullmatch(r"\s*([0-9]{4})-([0-9]{1,2})\s*", text)
        if not found or not 1 <= int(found[2]) <= 12 or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            message = _("“{text}” is not a month. Write it like 2026-11.")
            raise BadInput(message.format(text=quotable(text)), "month")
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
        """The month after."""
        return self.shift(1)

    @property
    def previous(self) -> Month:
        """The month before."""
        return self.shift(-1)

    @property
    def last_year(self) -> Month:
        """The same month a year earlier."""
        return self.shift(-12)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    def range(self, tz: ZoneInfo) -> TimeRange:
        """The month as instants of the zone."""
        return days_range(self.first_day, (self.next.first_day - self.first_day).days, tz)

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


__all__ = [
    "Month", "Resolved", "TimeRange", "day_range", "days_range", "intersect", "iso", "lenient_instant", "merge",
    "month_range", "parse_length", "parse_when", "subtract", "to_instant", "to_wall", "total", "wall_text",
    "week_range", "zone",
]  # fmt: skip

"""Half-open ranges of instants, and what is common to, missing from or joined in several of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _


@dataclass(frozen=True, slots=True, order=True)
class TimeRange:
    """[start, end) in UTC, whatever zone it was given in; refuses naive times and an end not after the start."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        # Two times of one zone would be compared by their wall time, which is wrong when the clock is set back.
        for name, instant in (("start", self.start), ("end", self.end)):
            if instant.tzinfo is not UTC:
                if instant.utcoffset() is None:
                    raise BadInput(_("A time needs its time zone."), name)
                object.__setattr__(self, name, instant.astimezone(UTC))
        if self.end <= self.start:
            raise BadInput(_("The end does not lie after the start. Choose a later end."), "end")

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
        return self.end - self.start

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
    """What is left of the union of the ranges without the holes."""
    gone = merge(holes)
    left: list[TimeRange] = []
    first = 0
    for span in merge(ranges):
        while first < len(gone) and gone[first].end <= span.start:
            first += 1
        start, index = span.start, first
        while index < len(gone) and gone[index].start < span.end:
            if start < gone[index].start:
                left.append(TimeRange(start, gone[index].start))
            start = gone[index].end
            index += 1
        if start < span.end:
            left.append(TimeRange(start, span.end))
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

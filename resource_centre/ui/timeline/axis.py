"""The time axis: piecewise linear, a day is its opening hours and a little around, closed days are folded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from resource_centre.ui.timeline.scene import DayWindow

MARGIN = 30 * 60
FOLDED_WIDTH = 20.0
MIN_ZOOM, MAX_ZOOM = 6.0, 160.0
SHORT = 24 * 3600


class Occupied(Protocol):
    """Anything with an occupied range in seconds since the epoch."""

    @property
    def occupied_start(self) -> float: ...

    @property
    def occupied_end(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Span:
    """The visible part of one day, in seconds since the epoch; `opens` is when it is open."""

    day: date
    start: float
    end: float
    folded: bool
    opens: tuple[tuple[float, float], ...]
    label: str
    short: str
    note: str = ""

    @property
    def hours(self) -> float:
        """How many hours of it are seen."""
        return (self.end - self.start) / 3600


@dataclass(frozen=True)
class Axis:
    """Maps instants (seconds since the epoch) to pixels from the left of the period, and back."""

    spans: tuple[Span, ...]
    zoom: float
    zone: ZoneInfo

    @cached_property
    def lefts(self) -> tuple[float, ...]:
        """Where each span starts, and after the last one where the axis ends."""
        lefts = [0.0]
        for span in self.spans:
            lefts.append(lefts[-1] + (FOLDED_WIDTH if span.folded else span.hours * self.zoom))
        return tuple(lefts)

    @cached_property
    def _starts(self) -> tuple[float, ...]:
        return tuple(span.start for span in self.spans)

    @cached_property
    def _ends(self) -> tuple[float, ...]:
        return tuple(span.end for span in self.spans)

    @cached_property
    def _rates(self) -> tuple[float, ...]:
        """Pixels per second in each span."""
        return tuple(
            (right - left) / (span.end - span.start)
            for span, left, right in zip(self.spans, self.lefts, self.lefts[1:], strict=False)
        )

    @property
    def width(self) -> float:
        """Pixels from the first to the last visible instant."""
        return self.lefts[-1]

    def x(self, instant: float) -> float:
        """The pixel of an instant; what is folded away falls on the edge nearest after it."""
        i = bisect_right(self._starts, instant) - 1
        if i < 0:
            return 0.0
        span = self.spans[i]
        if instant >= span.end:
            return self.lefts[i + 1]
        return self.lefts[i] + (instant - span.start) * self._rates[i]

    def place(self, start: float, end: float) -> tuple[float, float] | None:
        """(zero, rate) so that zero + instant × rate is the pixel of an instant; None unless one day holds both."""
        i = bisect_right(self._starts, start) - 1
        if i < 0 or end > self._ends[i]:
            return None
        rate = self._rates[i]
        return self.lefts[i] - self._starts[i] * rate, rate

    def at(self, x: float) -> float:
        """The instant at a pixel; outside the axis, its first or last instant."""
        if not self.spans or x <= 0:
            return self.spans[0].start if self.spans else 0.0
        if x >= self.width:
            return self.spans[-1].end
        i = bisect_right(self.lefts, x) - 1
        return self.spans[i].start + (x - self.lefts[i]) / self._rates[i]

    def span_at(self, x: float) -> int:
        """Which day lies at a pixel."""
        return min(max(bisect_right(self.lefts, x) - 1, 0), len(self.spans) - 1)

    def spans_between(self, left: float, right: float) -> range:
        """Which days are seen between two pixels."""
        if not self.spans:
            return range(0)
        return range(self.span_at(left), self.span_at(max(left, right - 0.01)) + 1)

    def snapped(self, instant: float, minutes: int = 15) -> float:
        """The nearest full step of wall time."""
        offset = wall_offset(self.zone, instant)
        step = minutes * 60
        return float(round((instant + offset) / step) * step - offset)

    def hours(self, i: int, step: int = 1) -> tuple[tuple[float, int], ...]:
        """The full wall hours within a day as (instant, hour): every `step` from its opening."""
        span = self.spans[i]
        if span.folded:
            return ()
        first = span.opens[0][0] if span.opens else span.start
        return _wall_hours(self.zone, first, span.start, span.end, step)

    def hour_step(self, room: float = 36) -> int:
        """How many hours apart labels stand so that each has `room` pixels."""
        return next((step for step in (1, 2, 3, 6, 12) if step * self.zoom >= room), 24)


@lru_cache(maxsize=1024)
def _wall_hours(
    zone: ZoneInfo, opening: float, start: float, end: float, step: int
) -> tuple[tuple[float, int], ...]:
    """The same at every zoom, and asked for in every frame of one."""
    anchor = datetime.fromtimestamp(opening, zone).hour
    offset = wall_offset(zone, start)
    instant = -(-(start + offset) // 3600) * 3600 - offset
    found = []
    while instant <= end:
        hour = datetime.fromtimestamp(instant, zone).hour
        if (hour - anchor) % step == 0:
            found.append((instant, hour))
        instant += 3600
    return tuple(found)


def wall_offset(zone: ZoneInfo, instant: float) -> float:
    """Seconds by which wall time is ahead of UTC then."""
    ahead = datetime.fromtimestamp(instant, zone).utcoffset()
    return ahead.total_seconds() if ahead else 0.0


def instant_of(seconds: float) -> datetime:
    """Seconds since the epoch as an aware UTC instant, to the second."""
    return datetime.fromtimestamp(round(seconds), UTC)


def fitting_zoom(spans: Iterable[Span], width: float) -> float:
    """Pixels an hour at which the spans just fill `width`."""
    spans = tuple(spans)
    hours = sum(span.hours for span in spans if not span.folded)
    folded = FOLDED_WIDTH * sum(span.folded for span in spans)
    return max(1.0, (width - folded) / hours) if hours else MIN_ZOOM


def spans_of(days: Iterable[DayWindow], blocks: Iterable[Occupied], zone: ZoneInfo) -> tuple[Span, ...]:
    """What is seen of each day: its opening hours ± 30 minutes, wider where a short block lies outside."""
    days = tuple(days)
    bounds = [day_bounds(day.day, zone) for day in days]
    starts = [start for start, _ in bounds]
    reach: list[tuple[float, float] | None] = [None] * len(days)
    for block in blocks:
        start, end = block.occupied_start, block.occupied_end
        if end - start > SHORT:
            continue
        for i in {bisect_right(starts, start) - 1, bisect_left(starts, end) - 1}:
            if i >= 0 and start < bounds[i][1] and end > bounds[i][0]:
                known = reach[i] or (start, end)
                reach[i] = (min(known[0], start), max(known[1], end))
    return tuple(_span(*each) for each in zip(days, bounds, reach, strict=True))


def _span(day: DayWindow, bounds: tuple[float, float], reach: tuple[float, float] | None) -> Span:
    low, high = bounds
    opens = tuple((start.timestamp(), end.timestamp()) for start, end in day.opens)
    edges = [edge for pair in opens for edge in pair] + list(reach or ())
    if not edges:
        return Span(day.day, low, high, True, (), day.label, day.short, day.note)
    start = max(low, min(edges) - MARGIN)
    end = min(high, max(edges) + MARGIN)
    return Span(day.day, start, end, False, opens, day.label, day.short, day.note)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[float, float]:
    """The first instant of a local day and of the next."""
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    return start.timestamp(), end.timestamp()

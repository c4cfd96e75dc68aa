"""When something is free: pure interval work on possible starts.

A set of possible starts is a sorted list of closed intervals (first, last): booking may start at any instant of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.times import TimeRange, day_range, to_wall

Starts = list[tuple[datetime, datetime]]
GRID = timedelta(minutes=15)


def starts_for(
    window: TimeRange,
    length: timedelta,
    before: timedelta,
    after: timedelta,
    busy: Iterable[TimeRange],
    open_: Sequence[TimeRange] | None,
) -> Starts:
    """Where a booking of `length` may start: inside the window and open times, set-up and clear-down in free time."""
    free: Starts = []
    cursor = window.start - before
    for span in sorted(busy, key=lambda r: r.start):
        if span.start > cursor:
            free.append((cursor, span.start))
        cursor = max(cursor, span.end)
    free.append((cursor, window.end + after))
    possible = [(a + before, b - after - length) for a, b in free]
    possible = [(max(a, window.start), min(b, window.end - length)) for a, b in possible]
    possible = [(a, b) for a, b in possible if a <= b]
    return possible if open_ is None else inside(possible, open_, length)


def rested(busy: Iterable[TimeRange], rest: timedelta, tz: ZoneInfo) -> list[TimeRange]:
    """Times in which a person rests: less than `rest` before or after work of another day.

    Work belongs to the day on which it starts. Two shifts of one day may follow each other.
    """
    found: list[TimeRange] = []
    for span in busy:
        day = day_range(to_wall(span.start, tz).date(), tz)
        for start, end in ((span.start - rest, day.start), (max(day.end, span.end), span.end + rest)):
            if start < end:
                found.append(TimeRange(start, end))
    return found


def inside(starts: Starts, times: Iterable[TimeRange], length: timedelta) -> Starts:
    """The starts from which a booking of `length` lies wholly in one of these times."""
    return both(starts, [(t.start, t.end - length) for t in times if t.end - length >= t.start])


def both(left: Starts, right: Starts) -> Starts:
    """Starts that are in both sets."""
    found: Starts = []
    i = j = 0
    while i < len(left) and j < len(right):
        first, last = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if first <= last:
            found.append((first, last))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return found


def at_least(sets: Sequence[Starts], count: int) -> Starts:
    """Starts that are in at least `count` of the sets (six of eight kits)."""
    edges: list[tuple[datetime, int]] = []
    for starts in sets:
        for first, last in starts:
            edges += [(first, 0), (last, 1)]
    edges.sort(key=lambda e: (e[0], e[1]))
    found: Starts = []
    open_count, since = 0, None
    for instant, kind in edges:
        if kind == 0:
            open_count += 1
            if open_count == count and since is None:
                since = instant
        else:
            if open_count == count and since is not None:
                found.append((since, instant))
                since = None
            open_count -= 1
    joined: Starts = []
    for first, last in found:
        if joined and joined[-1][1] >= first:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def earliest(starts: Starts, length: timedelta, limit: int, step: timedelta = GRID) -> list[datetime]:
    """The earliest starts on the grid of quarter hours, one after the other, none overlapping the one before."""
    found: list[datetime] = []
    for first, last in starts:
        cursor = on_grid(first, step)
        if cursor > last:
            cursor = first
        if found:
            cursor = max(cursor, found[-1] + length)
        while cursor <= last and len(found) < limit:
            found.append(cursor)
            cursor += length
    return found


def nearest(
    starts: Starts, wanted: datetime, limit: int, step: timedelta = GRID, tz: ZoneInfo | None = None
) -> list[datetime]:
    """Starts nearest to the wanted one, at most one an interval, nearest first.

    With a zone, another day offers the wanted time of day where it is free then.
    """
    found = []
    for first, last in starts:
        if first <= wanted <= last:
            found.append(wanted)
            continue
        same = _same_clock(first, last, wanted, tz) if tz is not None else None
        if same is not None:
            found.append(same)
        elif wanted < first:
            grid = on_grid(first, step)
            found.append(grid if grid <= last else first)
        else:
            grid = on_grid(last - step + timedelta(seconds=1), step)
            found.append(grid if first <= grid <= last else last)
    return sorted(found, key=lambda s: (abs(s - wanted), s))[:limit]


def _same_clock(first: datetime, last: datetime, wanted: datetime, tz: ZoneInfo) -> datetime | None:
    """The wanted time of day inside an interval, on its day that is nearest to the wanted one."""
    wall = wanted.astimezone(tz)
    near = (first if wanted < first else last).astimezone(tz)
    for days in (0, 1, -1):
        day = near.date() + timedelta(days=days)
        same = datetime.combine(day, wall.time(), tz).astimezone(UTC)
        if first <= same <= last:
            return same
    return None


def on_grid(instant: datetime, step: timedelta) -> datetime:
    """The instant, or the next one on the grid."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    over = (instant - epoch) % step
    return instant if not over else instant + (step - over)

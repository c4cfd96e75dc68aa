"""What labs and equipment were used for: one pass over their occupations, clipped to months."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from resource_centre.core.times import Month
from resource_centre.reports.facts import Occupation, Opening, Use
from resource_centre.reports.period import Period

DONE = frozenset({"held", "returned", "ready"})


def usage(
    occupations: Iterable[Occupation],
    stretch: Period,
    tz: ZoneInfo,
    openings: Mapping[int, Opening],
    now: int,
) -> dict[tuple[int, Month], Use]:
    """Use by bookable and month of the stretch.

    Hours are clipped to the month; a booking is counted in the month in which it starts. `openings` are open times
    less outages. Used is what was recorded; a held booking without a record was used as it was booked.
    """
    months = list(stretch.months)
    edges = [round(month.range(tz).start.timestamp()) for month in months]
    edges.append(round(stretch.range.end.timestamp()))
    found: list[dict[int, Use]] = [{} for _month in months]  # of each month by bookable
    at, low, high = -1, 0, 0
    for activity, bookable, state, start, end, used_from, used_to in occupations:
        opening = openings.get(bookable)
        if opening is None:  # a person's time
            continue
        if not low <= start < high:  # another month than that of the row before
            at = bisect_right(edges, start) - 1
            low, high = (edges[at], edges[at + 1]) if 0 <= at < len(months) else (0, 0)
        if high:
            use = found[at].get(bookable)
            if use is None:
                use = found[at][bookable] = Use()
            use.activities.append(activity)
            if state == "no_show" or (state == "reserved" and end < now):
                use.no_shows.append(activity)
            if end <= high:  # as nearly all: inside one month, so nothing has to be clipped
                length = end - start
                use.booked += length
                span = bisect_right(opening.starts, start) - 1
                if span >= 0 and end <= opening.ends[span]:  # as nearly all: inside one open time
                    use.booked_open += length
                else:
                    use.booked_open += opening.within(start, end)
                if used_from is not None:
                    _add_used(found, bookable, edges, used_from, now if used_to is None else used_to)
                elif state in DONE:
                    use.used += length
                continue
        for month in range(max(at, 0), len(months)):
            if edges[month] >= end:
                break
            first, last = max(start, edges[month]), min(end, edges[month + 1])
            use = found[month].get(bookable) or found[month].setdefault(bookable, Use())
            if month > at:
                use.carried.append(activity)
            use.booked += last - first
            use.booked_open += opening.within(first, last)
        if used_from is None and state in DONE:
            used_from, used_to = start, end
        if used_from is not None:
            _add_used(found, bookable, edges, used_from, now if used_to is None else used_to)
    return {(key, month): use for month, uses in zip(months, found, strict=True) for key, use in uses.items()}


def _add_used(found: list[dict[int, Use]], bookable: int, edges: list[int], start: int, end: int) -> None:
    at = max(bisect_right(edges, start) - 1, 0)
    while at < len(found) and edges[at] < end:
        low, high = max(start, edges[at]), min(end, edges[at + 1])
        if low < high:
            use = found[at].get(bookable) or found[at].setdefault(bookable, Use())
            use.used += high - low
        at += 1

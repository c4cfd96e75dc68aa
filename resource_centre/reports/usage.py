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
    count = len(months)
    found: dict[tuple[int, int], Use] = {}
    for activity, bookable, state, start, end, used_from, used_to in occupations:
        opening = openings.get(bookable)
        if opening is None:  # a person's time
            continue
        at = bisect_right(edges, start) - 1
        if 0 <= at < count:
            use = found.get((bookable, at)) or found.setdefault((bookable, at), Use())
            use.activities.append(activity)
            if state == "no_show" or (state == "reserved" and end < now):
                use.no_shows.append(activity)
            if end <= edges[at + 1]:  # as nearly all: inside one month, so nothing has to be clipped
                use.booked += end - start
                use.booked_open += opening.within(start, end)
                if used_from is not None:
                    _add_used(found, bookable, edges, used_from, now if used_to is None else used_to)
                elif state in DONE:
                    use.used += end - start
                continue
        for month in range(max(at, 0), count):
            if edges[month] >= end:
                break
            low, high = max(start, edges[month]), min(end, edges[month + 1])
            use = found.get((bookable, month)) or found.setdefault((bookable, month), Use())
            if month > at:
                use.carried.append(activity)
            use.booked += high - low
            use.booked_open += opening.within(low, high)
        if used_from is None and state in DONE:
            used_from, used_to = start, end
        if used_from is not None:
            _add_used(found, bookable, edges, used_from, now if used_to is None else used_to)
    return {(bookable, months[at]): use for (bookable, at), use in found.items()}


def _add_used(
    found: dict[tuple[int, int], Use], bookable: int, edges: list[int], start: int, end: int
) -> None:
    at = max(bisect_right(edges, start) - 1, 0)
    while at < len(edges) - 1 and edges[at] < end:
        low, high = max(start, edges[at]), min(end, edges[at + 1])
        if low < high:
            use = found.get((bookable, at)) or found.setdefault((bookable, at), Use())
            use.used += high - low
        at += 1

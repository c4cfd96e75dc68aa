"""What the charts show, as plain values: pure functions over the same rows as the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from resource_centre.core.times import Month, TimeRange, to_wall
from resource_centre.reports.facts import Facts, Occupation, Opening
from resource_centre.reports.figures.consultations import flows, waits_at
from resource_centre.reports.period import Period, columns, whole
from resource_centre.reports.shape import Label
from resource_centre.reports.words import KINDS, TOPICS, place, word

AGES = ((0, 3), (3, 8), (8, 15), (15, 31), (31, None))  # days, from and below
HOURS = ((0, 2), (2, 5), (5, 10), (10, 20), (20, None))  # hours, from and below


@dataclass(frozen=True, slots=True)
class Trend:
    """One month of the thirteen; the last is the month itself, the first the same month last year."""

    month: Month
    sessions: int
    participations: int
    by_type: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Pareto:
    """A topic with its requests and the share, in percent, of it and all more frequent ones."""

    label: Label
    value: int
    cumulative: float


@dataclass(frozen=True, slots=True)
class Heat:
    """Lab use at a weekday (0 Monday) and hour of the day: percent of the open time, None when closed."""

    weekday: int
    hour: int
    percent: float | None


def trend(many: Sequence[Facts]) -> tuple[Trend, ...]:
    """Thirteen months of sessions and participations, by type of event; each centre by its own months."""
    sessions: dict[Month, int] = {}
    heads: dict[Month, dict[str, int]] = {}
    for facts in many:
        months = {s.id: Month.of(s.start, facts.tz) for s in facts.sessions if s.state == "delivered"}
        for month in months.values():
            sessions[month] = sessions.get(month, 0) + 1
        for p in facts.participations:
            if p.session_id in months:
                kinds = heads.setdefault(months[p.session_id], {})
                kind = facts.session_of[p.session_id].kind
                kinds[kind] = kinds.get(kind, 0) + p.headcount
    found = []
    for month in whole(many[0].month, many[0].tz).months if many else ():
        kinds = heads.get(month, {})
        by_type = tuple(sorted(kinds.items(), key=lambda item: place(KINDS, item[0])))
        found.append(Trend(month, sessions.get(month, 0), sum(kinds.values()), by_type))
    return tuple(found)


def topics(many: Sequence[Facts], column: str = "month") -> tuple[Pareto, ...]:
    """Requests received by topic, the most frequent first."""
    counts: dict[str, int] = {}
    for facts in many:
        period = columns(facts.month, facts.tz)[column]
        for request in facts.requests:
            if any(flow == "received" and period.has(at) for at, flow in flows(request)):
                counts[request.topic] = counts.get(request.topic, 0) + 1
    total, so_far, found = sum(counts.values()), 0, []
    for topic, count in sorted(counts.items(), key=lambda item: (-item[1], place(TOPICS, item[0]))):
        so_far += count
        found.append(Pareto(word(TOPICS, topic), count, round(100 * so_far / total, 1)))
    return tuple(found)


def backlog_by_age(many: Sequence[Facts]) -> tuple[tuple[int, int | None, int], ...]:
    """Requests waiting at the end of the month (or now) by age: (days from, below, requests)."""
    counts = [0] * len(AGES)
    for facts in many:
        end = min(columns(facts.month, facts.tz)["month"].range.end, facts.now)
        for request in facts.requests:
            if waits_at(request, end):
                counts[_bucket(AGES, (end - request.submitted_at).days)] += 1
    return tuple((low, high, n) for (low, high), n in zip(AGES, counts, strict=True))


def volunteer_hours(many: Sequence[Facts], column: str = "month") -> tuple[tuple[int, int | None, int], ...]:
    """Ambassadors by the approved hours they gave: (hours from, below, ambassadors)."""
    counts = [0] * len(HOURS)
    for facts in many:
        period = columns(facts.month, facts.tz)[column]
        given: dict[int, int] = {}
        for h in facts.hours:
            if h.state == "approved" and period.has_day(h.day):
                given[h.person_id] = given.get(h.person_id, 0) + h.minutes
        for minutes in given.values():
            counts[_bucket(HOURS, minutes / 60)] += 1
    return tuple((low, high, n) for (low, high), n in zip(HOURS, counts, strict=True))


def _bucket(buckets: Sequence[tuple[int, int | None]], value: float) -> int:
    return next(at for at, (_low, high) in enumerate(buckets) if high is None or value < high)


def heat(facts: Facts, taken: Iterable[Occupation], period: Period | None = None) -> tuple[Heat, ...]:
    """Use of labs by weekday and hour of the centre's wall time, over a period (the month)."""
    span = (period or columns(facts.month, facts.tz)["month"]).range
    labs = {b.id for b in facts.bookables if b.kind == "lab" and b.leaf and b.active}
    booked: dict[tuple[int, int], int] = {}
    open_: dict[tuple[int, int], int] = {}
    hours = list(_hours(span))
    for start, end in hours:
        wall = to_wall(datetime.fromtimestamp(start, facts.tz), facts.tz)
        cell = (wall.weekday(), wall.hour)
        open_[cell] = open_.get(cell, 0) + sum(facts.openings[lab].within(start, end) for lab in labs)
    first = hours[0][0] if hours else 0
    for o in taken:
        if o.bookable_id in labs:
            _spread(facts, o, first, hours, facts.openings[o.bookable_id], booked)
    return tuple(
        Heat(
            day,
            hour,
            round(100 * booked.get((day, hour), 0) / open_[day, hour], 1) if open_[day, hour] else None,
        )
        for day, hour in sorted(open_)
    )


def _hours(span: TimeRange) -> list[tuple[int, int]]:
    """The span in quarters of an hour: no zone's clock is off by less."""
    start, end = round(span.start.timestamp()), round(span.end.timestamp())
    return [(at, min(at + 900, end)) for at in range(start, end, 900)]


def _spread(
    facts: Facts, o: Occupation, first: int, hours: list[tuple[int, int]], opening: Opening,
    booked: dict[tuple[int, int], int],
) -> None:  # fmt: skip
    at = max((o.start - first) // 900, 0)
    while at < len(hours) and hours[at][0] < o.end:
        start, end = max(hours[at][0], o.start), min(hours[at][1], o.end)
        if start < end:
            wall = to_wall(datetime.fromtimestamp(hours[at][0], facts.tz), facts.tz)
            cell = (wall.weekday(), wall.hour)
            booked[cell] = booked.get(cell, 0) + opening.within(start, end)
        at += 1


@dataclass(frozen=True, slots=True)
class Charts:
    """Everything that the charts of a month show."""

    trend: tuple[Trend, ...]
    topics: tuple[Pareto, ...]
    heat: tuple[Heat, ...]
    backlog: tuple[tuple[int, int | None, int], ...]
    hours: tuple[tuple[int, int | None, int], ...]


def averaged(heats: Sequence[Sequence[Heat]]) -> tuple[Heat, ...]:
    """The mean of several centres' use, hour by hour, over those that are open."""
    cells: dict[tuple[int, int], list[float]] = {}
    for one in heats:
        for cell in one:
            values = cells.setdefault((cell.weekday, cell.hour), [])
            if cell.percent is not None:
                values.append(cell.percent)
    return tuple(
        Heat(day, hour, round(sum(values) / len(values), 1) if values else None)
        for (day, hour), values in sorted(cells.items())
    )


__all__ = [
    "Charts", "Heat", "Pareto", "Trend", "averaged", "backlog_by_age", "heat", "topics", "trend",
    "volunteer_hours",
]  # fmt: skip

"""Labs and equipment: open times, outages, and every occupation, pressed into use by month as it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, or_, select

from resource_centre.bookings.model import Loan
from resource_centre.centres.model import OpeningHours
from resource_centre.centres.queries import Calendar, CentreRow, calendar
from resource_centre.core.hours import WeekHours
from resource_centre.core.times import Month, TimeRange, merge, subtract
from resource_centre.db.functions import as_said, seconds
from resource_centre.db.unit import Query, Unit
from resource_centre.reports.facts import BookableRow, Occupation, Opening, OutageRow, Use
from resource_centre.reports.period import stretches, whole
from resource_centre.reports.reading.asking import CENTRE, END, START, Asking
from resource_centre.reports.usage import usage
from resource_centre.resources.model import Bookable, Outage
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import DEAD_STATES, ActivityKind, ActivityState

KINDS = ("lab", "unit")
COUNTED = [str(state) for state in ActivityState if state not in {*DEAD_STATES, ActivityState.PENDING}]
EARLIEST = timedelta(days=730)
AT_ONCE = 500


def read(ask: Asking, centre: CentreRow, month: Month, since: datetime) -> dict[str, Any]:
    """The fields of `Facts` that come from resources. Open times reach back to `since`, for response times."""
    window = whole(month, centre.tz).range
    start = max(min(since, window.start), window.start - EARLIEST)
    hours = calendar(ask.unit, centre.id, TimeRange(start, window.end))
    outages = tuple(OutageRow(*row) for row in ask.rows(_asked_outages))
    bookables = _bookables(ask)
    gross, net, opening = _openings(hours, _own_hours(ask), bookables, outages, window)
    return {
        "bookables": bookables,
        "outages": outages,
        "opening": opening,
        "gross": gross,
        "openings": net,
        "usage": _usage(ask.unit, centre, month, net),
    }


def _bookables(ask: Asking) -> tuple[BookableRow, ...]:
    found = ask.rows(_asked_bookables)
    parents = {row[5] for row in found if row[4]}
    return tuple(BookableRow(row[0], row[1], row[2], row[3], row[4], row[0] not in parents) for row in found)


@cache
def _asked_bookables() -> Query:
    b = Bookable
    return (
        select(b.id, b.code, b.name, b.kind, b.active, b.parent_id)
        .where(b.centre_id == CENTRE, b.kind.in_(KINDS))
        .order_by(b.id)
    )


@cache
def _asked_outages() -> Query:
    o = Outage
    return (
        select(o.id, o.bookable_id, o.starts_at, o.ends_at)
        .where(
            o.centre_id == CENTRE,
            o.cancelled_at.is_(None),
            o.starts_at < END,
            or_(o.ends_at.is_(None), o.ends_at > START),
        )
        .order_by(o.starts_at, o.id)
    )


def _openings(
    hours: Calendar,
    own_hours: Mapping[int, WeekHours],
    bookables: tuple[BookableRow, ...],
    outages: tuple[OutageRow, ...],
    window: TimeRange,
) -> tuple[Mapping[int, Opening], Mapping[int, Opening], Opening]:
    """By bookable the open times with and without outages; and those of the centre."""
    common = hours.open
    opening = Opening(common)
    own = {key: _with(hours, week).open for key, week in own_hours.items()}
    gross = {b.id: Opening(own[b.id]) if b.id in own else opening for b in bookables}
    out: dict[int, list[TimeRange]] = {}
    for o in outages:
        end = o.end or window.end
        if o.start < end:
            out.setdefault(o.bookable_id, []).append(TimeRange(o.start, end))
    net = dict(gross)
    for key, ranges in out.items():
        if key in net:
            net[key] = Opening(subtract(own.get(key, common), merge(ranges)))
    return gross, net, opening


def _with(hours: Calendar, week: WeekHours) -> Calendar:
    return replace(hours, week=week)


def _own_hours(ask: Asking) -> dict[int, WeekHours]:
    found: dict[int, dict[int, tuple[tuple[int, int], ...]]] = {}
    for key, weekday, start, end in ask.rows(_asked_hours):
        days = found.setdefault(key, {})
        days[weekday] = (*days.get(weekday, ()), (start, end))
    return {key: WeekHours(days) for key, days in found.items()}


@cache
def _asked_hours() -> Query:
    o = OpeningHours
    return (
        select(o.bookable_id, o.weekday, o.from_minute, o.to_minute)
        .where(o.centre_id == CENTRE, o.bookable_id.is_not(None))
        .order_by(o.bookable_id, o.weekday, o.from_minute)
    )


def occupations(ask: Asking) -> Iterator[Occupation]:
    """What took the centre's bookables in the period: not maintenance, not what awaits approval or was cancelled.

    Those that start inside it by one scan of an index; the few that reach into it by one seek for each bookable:
    live allocations of one bookable do not overlap, so only the last one that starts before can.
    """
    yield from ask.each(_asked_inside)
    reaching = [row[0] for row in ask.rows(_asked_reaching) if row[0] is not None]
    for at in range(0, len(reaching), AT_ONCE):
        yield from ask.rows(_asked_these, these=reaching[at : at + AT_ONCE])


@cache
def _asked_inside() -> Query:
    c = Allocation
    return _occupied().where(c.centre_id == CENTRE, c.live, c.occupied_from >= START, c.occupied_from < END)


@cache
def _asked_reaching() -> Query:
    c = Allocation
    last = (
        select(case((c.occupied_to > START, c.id)))
        .where(c.bookable_id == Bookable.id, as_said(c.live), c.occupied_from < START)
        .order_by(c.occupied_from.desc())
        .limit(1)
        .correlate(Bookable)
        .scalar_subquery()
    )
    return select(last).where(Bookable.centre_id == CENTRE, Bookable.kind.in_(KINDS))


@cache
def _asked_these() -> Query:
    return _occupied().where(Allocation.id.in_(bindparam("these", expanding=True, type_=Integer())))


def _occupied() -> Query:
    """Its rows are read as `Occupation` without being made into one: there are very many."""
    a, c = Activity, Allocation
    used_from = func.coalesce(a.used_from, Loan.checked_out_at)
    used_to = func.coalesce(a.used_to, Loan.returned_at)
    query: Query = select(
        a.id.label("activity_id"), c.bookable_id, a.state, seconds(a.starts_at).label("start"),
        seconds(a.ends_at).label("end"), seconds(used_from).label("used_from"), seconds(used_to).label("used_to"),
    )  # fmt: skip
    return (
        query.select_from(c)
        .join(a, a.id == c.activity_id)
        .outerjoin(Loan, Loan.activity_id == a.id)
        .where(a.kind != str(ActivityKind.MAINTENANCE), a.state.in_(COUNTED))
    )


def _usage(
    unit: Unit, centre: CentreRow, month: Month, openings: Mapping[int, Opening]
) -> dict[tuple[int, Month], Use]:
    now = round(unit.now.timestamp())
    found: dict[tuple[int, Month], Use] = {}
    for stretch in stretches(month, centre.tz):
        found.update(usage(occupations(Asking(unit, centre.id, stretch)), stretch, centre.tz, openings, now))
    return found

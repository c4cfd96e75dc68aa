"""Quotas: what a person has booked already, read once, and counted by the period of each quota."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, select

from resource_centre.core.times import TimeRange, day_range, month_range, to_wall, week_range
from resource_centre.db.types import Instant
from resource_centre.db.unit import Query, Unit
from resource_centre.resources.queries import PolicyRow
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import Hold

FAR = timedelta(days=3660)


class Booked(NamedTuple):
    """A live booking of the person, of the bookable that it takes."""

    uid: str
    start: datetime
    end: datetime


def _statement() -> Query:
    a = Activity
    query: Query = select(Allocation.bookable_id, a.uid, a.starts_at, a.ends_at)
    return query.join(a, a.id == Allocation.activity_id).where(
        a.person_id == bindparam("person", type_=Integer()),
        a.starts_at >= bindparam("start", type_=Instant()),
        a.starts_at < bindparam("end", type_=Instant()),
        Allocation.live,
        Allocation.bookable_id.in_(bindparam("ids", expanding=True, type_=Integer())),
    )


STATEMENT = _statement()


def booked(
    unit: Unit, person_id: int | None, policies: Mapping[int, PolicyRow], window: TimeRange, tz: ZoneInfo
) -> dict[int, list[Booked]]:
    """By bookable what the person has booked in every period that a quota on a hold in the window counts."""
    limited = [key for key, policy in policies.items() if policy.quotas]
    if person_id is None or not limited:
        return {}
    pers = {quota.per for key in limited for quota in policies[key].quotas}
    periods = [period(at, per, unit.now, tz) for at in (window.start, window.end) for per in pers]
    values = {
        "person": person_id, "ids": limited,
        "start": min(p.start for p in periods), "end": max(p.end for p in periods),
    }  # fmt: skip
    unit.flush()
    found: dict[int, list[Booked]] = {}
    for bookable_id, uid, start, end in unit.connection.execute(STATEMENT, values):
        found.setdefault(bookable_id, []).append(Booked(uid, start, end))
    return found


def used(known: Iterable[Booked], hold: Hold, per: str, now: datetime, tz: ZoneInfo) -> list[TimeRange]:
    """The other bookings that count against a quota of this kind for this hold."""
    known = [b for b in known if b.uid != hold.uid]
    if not known:
        return []
    counted = period(hold.start, per, now, tz)
    return [TimeRange(b.start, b.end) for b in known if counted.contains(b.start)]


def period(at: datetime, per: str, now: datetime, tz: ZoneInfo) -> TimeRange:
    """The local day, week or month of an instant; or everything from now on."""
    day = to_wall(at, tz).date()
    if per == "day":
        return day_range(day, tz)
    if per == "week":
        return week_range(day, tz)
    if per == "month":
        return month_range(f"{day:%Y-%m}", tz)
    return TimeRange(now, max(at + FAR, now + timedelta(days=1)))

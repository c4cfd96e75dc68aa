"""What a person may take: quotas counted by their period over what is booked already, and trainings on record."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, select

from resource_centre.core.times import TimeRange, day_range, month_range, to_wall, week_range
from resource_centre.db.types import Instant
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _
from resource_centre.resources.queries import BookableRow, PolicyRow
from resource_centre.schedule import rules
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import Hold, Violation

Trained = Sequence[tuple[date, date | None]]  # from when, and the last day or none

FAR = timedelta(days=3660)


class Booked(NamedTuple):
    """A live booking of the person, of the bookable that it takes."""

    uid: str
    start: datetime
    end: datetime


@dataclass(slots=True)
class Bookings:
    """What one person has booked, by columns: a calendar keeps those of everybody in it for months."""

    bookables: array[int] = field(default_factory=lambda: array("q"))
    uids: list[str] = field(default_factory=list)
    starts: list[datetime] = field(default_factory=list)
    ends: list[datetime] = field(default_factory=list)

    def of(self, bookable_id: int) -> list[Booked]:
        """Those of one bookable."""
        return [
            Booked(self.uids[n], self.starts[n], self.ends[n])
            for n, bookable in enumerate(self.bookables)
            if bookable == bookable_id
        ]


@cache
def _statement() -> Query:
    a = Activity
    query: Query = select(a.person_id, Allocation.bookable_id, a.uid, a.starts_at, a.ends_at)
    return query.join(a, a.id == Allocation.activity_id).where(
        a.person_id.in_(bindparam("people", expanding=True, type_=Integer())),
        a.starts_at >= bindparam("start", type_=Instant()),
        a.starts_at < bindparam("end", type_=Instant()),
        Allocation.live,
        Allocation.bookable_id.in_(bindparam("ids", expanding=True, type_=Integer())),
    )


def booked(
    unit: Unit, person_id: int | None, policies: Mapping[int, PolicyRow], window: TimeRange, tz: ZoneInfo
) -> dict[int, list[Booked]]:
    """By bookable what the person has booked in every period that a quota on a hold in the window counts."""
    if person_id is None:
        return {}
    found = booked_by(unit, [person_id], policies, window, tz).get(person_id, Bookings())
    return {bookable: found.of(bookable) for bookable in set(found.bookables)}


def booked_by(
    unit: Unit, people: Collection[int], policies: Mapping[int, PolicyRow], window: TimeRange, tz: ZoneInfo
) -> dict[int, Bookings]:
    """As `booked`, of many people at once, by person."""
    limited = [key for key, policy in policies.items() if policy.quotas]
    if not people or not limited:
        return {}
    pers = {quota.per for key in limited for quota in policies[key].quotas}
    periods = [period(at, per, unit.now, tz) for at in (window.start, window.end) for per in pers]
    values = {
        "people": list(people), "ids": limited,
        "start": min(p.start for p in periods), "end": max(p.end for p in periods),
    }  # fmt: skip
    found: dict[int, Bookings] = {}
    for person, bookable_id, uid, start, end in unit.each(_statement(), values):
        each = found.get(person)
        if each is None:
            each = found[person] = Bookings()
        each.bookables.append(bookable_id)
        each.uids.append(uid)
        each.starts.append(start)
        each.ends.append(end)
    return found


def against_person(
    row: BookableRow,
    hold: Hold,
    policy: PolicyRow,
    known: Iterable[Booked],
    needed: Iterable[tuple[int, str]],
    trained: Mapping[int, Trained],
    person: str,
    now: datetime,
    tz: ZoneInfo,
) -> list[Violation]:
    """What stands against this person taking one bookable: quotas, and trainings that are not on record on the day."""
    found: list[Violation] = []
    for quota in policy.quotas if hold.person_id else ():
        counted = used(known, hold, quota.per, now, tz)
        broken = rules.quota_violation(
            row.id, row.name, person, hold.range, counted, quota.measure, quota.per, quota.amount
        )
        found += [broken] if broken else []
    day = to_wall(hold.start, tz).date()
    for qualification_id, name in needed:
        records = trained.get(qualification_id, ())
        if not any(granted <= day and (ends is None or day <= ends) for granted, ends in records):
            who = person or _("Nobody")
            found.append(
                rules.qualification_violation(row.id, row.name, who, name, hold.range, bool(records))
            )
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

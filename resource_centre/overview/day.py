"""Today and the next days at a centre, what happened since yesterday, and four figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from resource_centre.audit.model import Step
from resource_centre.centres import queries as centres
from resource_centre.consultations.model import Request
from resource_centre.core.times import Month, TimeRange, day_range, month_range, to_wall, week_range
from resource_centre.db.unit import Unit
from resource_centre.events.model import Event, EventSession, Participation
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schools.model import School

LIVE = ("booked", "held", "pending", "reserved", "checked_out", "returned", "ready", "no_show")


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that takes place, with the first place it takes."""

    activity_id: int
    kind: str
    title: str
    start: datetime
    end: datetime
    place: str
    who: str


@dataclass(frozen=True, slots=True)
class News:
    """A step that somebody took: what about, from where to where."""

    at: datetime
    subject: str
    subject_id: int
    title: str
    who: str
    to_state: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Four figures of the Today page. Shares are 0 to 1; None where there is nothing to measure."""

    sessions: int
    sessions_before: int
    lab_use: float | None
    open_requests: int
    unassigned: int
    answered_in_time: float | None
    pupils_today: int
    sessions_today: int


def coming(
    unit: Unit, centre_id: int, window: TimeRange, person_id: int | None = None, limit: int = 200
) -> list[Coming]:
    """What starts in a window, by start; of one person when named."""
    a = Activity
    place = (
        select(func.min(Bookable.name))
        .join(Allocation, Allocation.asked_id == Bookable.id)
        .where(Allocation.activity_id == a.id, Allocation.live, Bookable.kind == "lab")
        .correlate(a)
        .scalar_subquery()
    )
    query = (
        select(
            a.id,
            a.kind,
            a.title,
            a.starts_at,
            a.ends_at,
            func.coalesce(place, ""),
            func.coalesce(School.name, Person.name, ""),
        )
        .outerjoin(Person, Person.id == a.person_id)
        .outerjoin(School, School.id == a.school_id)
        .where(
            a.centre_id == centre_id, a.starts_at >= window.start, a.starts_at < window.end, a.state.in_(LIVE)
        )
        .order_by(a.starts_at, a.id)
        .limit(limit)
    )
    if person_id is not None:
        holds = select(Allocation.activity_id).join(Bookable, Bookable.id == Allocation.bookable_id)
        query = query.where(a.id.in_(holds.where(Bookable.person_id == person_id, Allocation.live)))
    return [Coming(*row) for row in unit.rows(query)]


def next_days(
    unit: Unit, centre_id: int, days: int = 3, each: int = 3
) -> list[tuple[date, list[Coming], list[centres.ClosedRange]]]:
    """The next days on which something takes place, a few things of each, with closures."""
    tz = centres.centre(unit, centre_id).tz
    today = to_wall(unit.now, tz).date()
    found: list[tuple[date, list[Coming], list[centres.ClosedRange]]] = []
    for ahead in range(1, 15):
        day = today + timedelta(days=ahead)
        window = day_range(day, tz)
        rows = [row for row in coming(unit, centre_id, window) if row.kind != "loan"]
        closed = centres.closures(unit, centre_id, window)
        if rows or closed:
            rows.sort(key=lambda row: (row.kind == "lab_booking", row.start))
            found.append((day, sorted(rows[:each], key=lambda row: row.start), closed[:1]))
        if len(found) == days:
            break
    return found


def news(unit: Unit, centre_id: int, limit: int = 8) -> list[News]:
    """The newest steps of others, back to two days ago."""
    names = {
        "activity": (Activity.id, Activity.title),
        "request": (Request.id, Request.title),
        "event": (Event.id, Event.title),
    }
    if not allowed(unit.actor, Data.REQUESTS, Right.READ, centre_id):
        del names["request"]
    s = Step
    query = (
        select(s.at, s.subject, s.subject_id, Person.name, s.to_state)
        .outerjoin(Person, Person.id == s.person_id)
        .where(s.centre_id == centre_id, s.at > unit.now - timedelta(days=2), s.at <= unit.now)
        .where(s.subject.in_(tuple(names)), s.from_state.is_not(None), s.from_state != s.to_state)
        .order_by(s.at.desc(), s.id.desc())
        .limit(limit)
    )
    rows = unit.rows(query)
    titles: dict[tuple[str, int], str] = {}
    for subject, (key_, title) in names.items():
        ids = {row[2] for row in rows if row[1] == subject}
        if ids:
            titles.update(
                {(subject, key): words for key, words in unit.rows(select(key_, title).where(key_.in_(ids)))}
            )
    return [News(r[0], r[1], r[2], titles.get((r[1], r[2]), ""), r[3] or "", r[4]) for r in rows]


def figures(unit: Unit, centre_id: int) -> Figures:
    """Sessions this month, lab use this week, open requests, answered in time."""
    row = centres.centre(unit, centre_id)
    tz = row.tz
    today = to_wall(unit.now, tz).date()
    month = Month(today.year, today.month)
    in_month, before = month_range(month, tz), month_range(month.previous, tz)
    s, r = EventSession, Request

    def sessions(window: TimeRange) -> int:
        query = select(func.count()).where(
            s.centre_id == centre_id,
            s.state == "delivered",
            s.starts_at >= window.start,
            s.starts_at < window.end,
        )
        return int(unit.value(query) or 0)

    by_now = TimeRange(before.start, min(before.end, before.start + (unit.now - in_month.start)))
    open_query = select(func.count(), func.count(r.id).filter(r.consultant_id.is_(None))).where(
        r.centre_id == centre_id, r.state.in_(("new", "assigned", "awaiting", "scheduled"))
    )
    open_requests, unassigned = unit.first(open_query)
    day = day_range(today, tz)
    today_sessions = unit.value(
        select(func.count()).where(
            s.centre_id == centre_id, s.state != "cancelled", s.starts_at >= day.start, s.starts_at < day.end
        )
    )
    pupils = unit.value(
        select(func.sum(Participation.headcount))
        .join(s, s.id == Participation.session_id)
        .where(s.centre_id == centre_id, s.starts_at >= day.start, s.starts_at < day.end)
    )
    return Figures(
        sessions(in_month),
        sessions(by_now),
        _lab_use(unit, centre_id, week_range(today, tz)),
        int(open_requests),
        int(unassigned),
        _in_time(unit, row, in_month),
        int(pupils or 0),
        int(today_sessions or 0),
    )


def _lab_use(unit: Unit, centre_id: int, week: TimeRange) -> float | None:
    """Booked open hours of the labs, of the open hours so far this week."""
    from resource_centre.core.times import intersect, merge, total

    until = TimeRange(week.start, min(week.end, max(unit.now, week.start + timedelta(hours=1))))
    opened = centres.calendar(unit, centre_id, until).open
    labs = unit.column(
        select(Bookable.id).where(
            Bookable.centre_id == centre_id,
            Bookable.kind == "lab",
            Bookable.active,
            Bookable.parent_id.is_(None),
        )
    )
    if not opened or not labs:
        return None
    query = select(Allocation.bookable_id, Allocation.occupied_from, Allocation.occupied_to).where(
        Allocation.bookable_id.in_(labs),
        Allocation.live,
        Allocation.occupied_to > until.start,
        Allocation.occupied_from < until.end,
    )
    taken: dict[int, list[TimeRange]] = {}
    for lab, start, end in unit.rows(query):
        taken.setdefault(lab, []).append(TimeRange(start, end))
    used = sum((total(intersect(merge(spans), opened)) for spans in taken.values()), timedelta())
    return used / (total(opened) * len(labs))


def _in_time(unit: Unit, row: centres.CentreRow, window: TimeRange) -> float | None:
    from resource_centre.core.hours import working_time

    r = Request
    query = select(r.submitted_at, r.first_response_at).where(
        r.centre_id == row.id, r.first_response_at >= window.start, r.first_response_at < window.end
    )
    answered = unit.rows(query)
    if not answered:
        return None
    wide = TimeRange(min(asked for asked, _first in answered), window.end)
    opened = centres.calendar(unit, row.id, wide).open
    target = timedelta(hours=row.first_response_hours)
    good = sum(
        1
        for asked, first in answered
        if first <= asked or working_time(TimeRange(asked, first), opened) <= target
    )
    return good / len(answered)

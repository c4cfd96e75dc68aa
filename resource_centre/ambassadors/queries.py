"""Reading ambassadors: profiles, who can come, assignments, hours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from resource_centre.ambassadors import rules
from resource_centre.ambassadors.calendar import WIDEST_ZONE, cleared_until, times_known
from resource_centre.ambassadors.model import (
    Ambassador,
    Assignment,
    Availability,
    AvailabilityException,
    Clearance,
    Requirement,
    VolunteerHours,
)
from resource_centre.ambassadors.rules import AssignmentState, Busy, Known, Wanted, Weekly
from resource_centre.centres import queries as centres
from resource_centre.core.errors import NotFound
from resource_centre.core.ranges import TimeRange, intersect, subtract
from resource_centre.core.times import to_wall
from resource_centre.db.unit import Query, Unit
from resource_centre.events.model import Event, EventBlock
from resource_centre.i18n import _
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation

TERM = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class AmbassadorRow:
    """An ambassador in a list. `minutes` are approved ones of this term; `cleared_until` the best clearance's end."""

    id: int
    person_id: int
    name: str
    study: str
    home_area: str
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    joined_on: date
    left_on: date | None
    notes: str
    version: int
    cleared_until: date | None
    cleared: bool
    minutes: int
    upcoming: int


@dataclass(frozen=True, slots=True)
class ClearanceRow:
    """A clearance; `valid` on the day it is read."""

    id: int
    kind: str
    issuer: str
    issued_on: date
    expires_on: date | None
    revoked: bool
    valid: bool


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A time in which the weekly pattern does not hold."""

    id: int
    start: datetime
    end: datetime
    available: bool
    note: str


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment with what it is for. `state` is the one that reads now; `at_risk` when the clearance lapses before."""

    id: int
    requirement_id: int
    person_id: int
    person: str
    study: str
    state: AssignmentState
    invited_at: datetime | None
    answer_by: datetime | None
    late: bool
    version: int
    activity_id: int
    event_id: int | None
    title: str
    start: datetime
    end: datetime
    place: str
    role: str
    cleared_until: date | None
    at_risk: bool


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Hours that somebody gave."""

    id: int
    person_id: int
    person: str
    kind: str
    day: date
    minutes: int
    note: str
    state: str
    title: str
    version: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could come (or not), with the reasons."""

    person_id: int
    name: str
    study: str
    minutes: int
    why: tuple[str, ...]
    why_not: tuple[str, ...]
    upcoming: int = 0

    @property
    def eligible(self) -> bool:
        """Nothing stands against it."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class WeekRow:
    """When an ambassador can come inside a window, and what takes them in it."""

    person_id: int
    name: str
    free: tuple[TimeRange, ...]
    taken: tuple[Busy, ...]


@dataclass(frozen=True, slots=True)
class AmbassadorDetail:
    """Everything about an ambassador that the reader may see; contacts are empty where they may not."""

    row: AmbassadorRow
    email: str
    phone: str
    clearances: tuple[ClearanceRow, ...]
    weekly: tuple[Weekly, ...]
    exceptions: tuple[ExceptionRow, ...]
    assignments: tuple[AssignmentRow, ...]
    hours: tuple[HoursRow, ...]


def ambassadors(unit: Unit, centre_id: int, text: str = "", everyone: bool = False) -> list[AmbassadorRow]:
    """The ambassadors of a centre by name; `text` is looked for in name, study, skills and area."""
    require(unit, Data.AMBASSADORS, Right.READ, centre_id)
    a = Ambassador
    query = _rows_query().where(a.centre_id == centre_id)
    if not everyone:
        query = query.where(a.left_on.is_(None))
    rows = _as_rows(unit, query)
    words = text.casefold().split()
    return [row for row in rows if all(word in _haystack(row) for word in words)]


def ambassador(unit: Unit, ambassador_id: int) -> AmbassadorDetail:
    """One ambassador whole."""
    found = _as_rows(unit, _rows_query().where(Ambassador.id == ambassador_id))
    if not found:
        raise NotFound(_("There is no ambassador with the number {id}.").format(id=ambassador_id))
    return _detail(unit, found[0])


def my_profile(unit: Unit) -> AmbassadorDetail | None:
    """The actor's own profile; None when they are no ambassador."""
    found = _as_rows(unit, _rows_query().where(Ambassador.person_id == unit.actor.person_id))
    return _detail(unit, found[0]) if found else None


def _detail(unit: Unit, row: AmbassadorRow) -> AmbassadorDetail:
    stored = unit.seen(Ambassador, row.id)
    own = row.person_id == unit.actor.person_id
    if not own:
        require(unit, Data.AMBASSADORS, Right.READ, stored.centre_id)
    person = unit.seen(Person, row.person_id)
    return AmbassadorDetail(
        row,
        person.email,
        person.phone,
        clearances(unit, row.person_id),
        weekly(unit, row.person_id),
        exceptions(unit, row.person_id),
        tuple(assignments(unit, person_id=row.person_id, hidden=not own)),
        tuple(hours(unit, stored.centre_id, row.person_id)),
    )


def clearances(unit: Unit, person_id: int) -> tuple[ClearanceRow, ...]:
    """The clearances on record, newest first; nothing for whom they do not concern."""
    centre_id = unit.value(select(Ambassador.centre_id).where(Ambassador.person_id == person_id))
    own = person_id == unit.actor.person_id
    if centre_id is None or not (own or allowed(unit.actor, Data.CLEARANCES, Right.READ, centre_id)):
        return ()
    c, today = Clearance, _today(unit, centre_id)
    query = (
        select(c.id, c.kind, c.issuer, c.issued_on, c.expires_on, c.revoked_at)
        .where(c.person_id == person_id)
        .order_by(c.issued_on.desc(), c.id.desc())
    )
    return tuple(
        ClearanceRow(
            r[0], r[1], r[2], r[3], r[4], r[5] is not None, r[5] is None and (r[4] is None or r[4] >= today)
        )
        for r in unit.rows(query)
    )


def weekly(unit: Unit, person_id: int) -> tuple[Weekly, ...]:
    """The weekly pattern."""
    a = Availability
    query = (
        select(a.weekday, a.from_minute, a.to_minute)
        .where(a.person_id == person_id)
        .order_by(a.weekday, a.from_minute)
    )
    return tuple(Weekly(*row) for row in unit.rows(query))


def exceptions(unit: Unit, person_id: int, since: datetime | None = None) -> tuple[ExceptionRow, ...]:
    """Exceptions that are not taken back and not over."""
    e = AvailabilityException
    query = (
        select(e.id, e.starts_at, e.ends_at, e.available, e.note)
        .where(
            e.person_id == person_id,
            e.cancelled_at.is_(None),
            e.ends_at > (since or unit.now - timedelta(days=14)),
        )
        .order_by(e.starts_at)
    )
    return tuple(ExceptionRow(*row) for row in unit.rows(query))


def assignments(
    unit: Unit,
    *,
    person_id: int | None = None,
    activity_ids: Collection[int] | None = None,
    window: TimeRange | None = None,
    hidden: bool = True,
) -> list[AssignmentRow]:
    """Assignments by start: one's own, or those of centres where the actor may look at ambassadors.

    `hidden` includes proposed ones, which an ambassador never sees.
    """
    if person_id is None or person_id != unit.actor.person_id:
        require(unit, Data.AMBASSADORS, Right.READ)
    a, t = Assignment, Activity
    place = (
        select(func.min(Bookable.name))
        .join(Allocation, Allocation.asked_id == Bookable.id)
        .where(Allocation.activity_id == t.id, Allocation.live, Bookable.kind == "lab")
        .correlate(t)
        .scalar_subquery()
    )
    query = (
        select(
            a.id, a.requirement_id, a.person_id, Person.name, Ambassador.study, a.state, a.invited_at, a.answer_by, a.late,
            a.version, t.id, EventBlock.event_id, t.title, t.starts_at, t.ends_at, func.coalesce(place, Event.venue, ""),
            Requirement.role, a.centre_id, Requirement.needs_clearance,
        )
        .join(Requirement, Requirement.id == a.requirement_id)
        .join(t, t.id == Requirement.activity_id)
        .join(Person, Person.id == a.person_id)
        .outerjoin(Ambassador, Ambassador.person_id == a.person_id)
        .outerjoin(EventBlock, EventBlock.activity_id == t.id)
        .outerjoin(Event, Event.id == EventBlock.event_id)
        .order_by(t.starts_at, a.id)
    )  # fmt: skip
    if person_id is not None:
        query = query.where(a.person_id == person_id)
    if activity_ids is not None:
        query = query.where(t.id.in_(list(activity_ids)))
    if window is not None:
        query = query.where(t.starts_at < window.end, t.ends_at > window.start)
    if not hidden:
        query = query.where(a.state != str(AssignmentState.PROPOSED))
    me = unit.actor.person_id
    rows = [
        r for r in unit.rows(query) if r[2] == me or allowed(unit.actor, Data.AMBASSADORS, Right.READ, r[17])
    ]
    zones = {centre_id: centres.centre(unit, centre_id).tz for centre_id in {r[17] for r in rows}}
    until = cleared_until(unit, {r[2] for r in rows})
    found = []
    for r in rows:
        state = rules.state_at(r[5], r[7], unit.now)
        cleared = until.get(r[2])
        ends = cleared[0] if cleared else None
        good = cleared is not None and (ends is None or ends >= to_wall(r[13], zones[r[17]]).date())
        ahead = state in (AssignmentState.ACCEPTED, AssignmentState.INVITED) and r[14] > unit.now
        risky = ahead and bool(r[18]) and not good
        found.append(AssignmentRow(*r[:4], r[4] or "", state, *r[6:17], ends, risky))  # type: ignore[call-arg]
    return found


def my_assignments(unit: Unit, window: TimeRange) -> list[AssignmentRow]:
    """The actor's own assignments in a window, without what is only proposed."""
    return assignments(unit, person_id=unit.actor.person_id, window=window, hidden=False)


def invitations(unit: Unit) -> list[AssignmentRow]:
    """The actor's invitations that wait for an answer, the one that expires first first."""
    window = TimeRange(unit.now, unit.now + timedelta(days=400))
    open_ = [row for row in my_assignments(unit, window) if row.state is AssignmentState.INVITED]
    return sorted(open_, key=lambda row: row.answer_by or row.start)


def hours(
    unit: Unit, centre_id: int, person_id: int | None = None, state: str | None = None
) -> list[HoursRow]:
    """Hours, newest first: of one person, or (for staff) of all."""
    if person_id is None or person_id != unit.actor.person_id:
        require(unit, Data.HOURS, Right.READ, centre_id)
    h = VolunteerHours
    query = (
        select(
            h.id,
            h.person_id,
            Person.name,
            h.kind,
            h.day,
            h.minutes,
            h.note,
            h.state,
            Activity.title,
            h.version,
        )
        .join(Person, Person.id == h.person_id)
        .outerjoin(Assignment, Assignment.id == h.assignment_id)
        .outerjoin(Requirement, Requirement.id == Assignment.requirement_id)
        .outerjoin(Activity, Activity.id == Requirement.activity_id)
        .where(h.centre_id == centre_id)
        .order_by(h.day.desc(), h.id.desc())
        .limit(400)
    )
    if person_id is not None:
        query = query.where(h.person_id == person_id)
    if state is not None:
        query = query.where(h.state == state)
    return [HoursRow(*r[:8], r[8] or "", r[9]) for r in unit.rows(query)]  # type: ignore[call-arg]


def candidates(unit: Unit, requirement_id: int) -> tuple[Candidate, ...]:
    """Every ambassador of the centre who is not asked yet: who can come, the fairest first; then who cannot, and why."""
    requirement = unit.get(Requirement, requirement_id)
    require(unit, Data.AMBASSADORS, Right.READ, requirement.centre_id)
    activity = unit.get(Activity, requirement.activity_id)
    tz = centres.centre(unit, requirement.centre_id).tz
    span = TimeRange(activity.starts_at, activity.ends_at)
    skills = tuple(skill.casefold() for skill in requirement.skills or ())
    wanted = Wanted(span, skills, requirement.language, requirement.needs_clearance)
    asked, said_no = _answered(unit, requirement_id)
    rows = [row for row in ambassadors(unit, requirement.centre_id) if row.person_id not in asked]
    known = _known(unit, rows, span, requirement.activity_id)
    found = []
    for row in rows:
        one = replace(known[row.person_id], said_no=said_no.get(row.person_id, ""))
        judged = rules.fit(one, wanted, tz)
        found.append(
            Candidate(
                row.person_id, row.name, row.study, row.minutes, judged.why, judged.why_not, row.upcoming
            )
        )
    return tuple(sorted(found, key=lambda c: (not c.eligible, c.minutes, c.upcoming, c.name)))


def _answered(unit: Unit, requirement_id: int) -> tuple[set[int], dict[int, str]]:
    """Who is asked already, and who said no to this before."""
    a = Assignment
    query = select(a.person_id, a.state, a.answer_by).where(a.requirement_id == requirement_id).order_by(a.id)
    asked: set[int] = set()
    said_no: dict[int, str] = {}
    for person, stored, answer_by in unit.rows(query):
        state = rules.state_at(stored, answer_by, unit.now)
        if state in rules.OPEN:
            asked.add(person)
        elif state is AssignmentState.DECLINED:
            said_no[person] = _("Has declined this session")
        elif state is AssignmentState.WITHDRAWN:
            said_no[person] = _("Has withdrawn from this session")
    return asked, said_no


def week_availability(unit: Unit, centre_id: int, window: TimeRange) -> tuple[WeekRow, ...]:
    """When each ambassador of the centre can come inside a window, less what takes them."""
    rows = ambassadors(unit, centre_id)
    known, tz = _known(unit, rows, window, None), centres.centre(unit, centre_id).tz
    found = []
    for row in rows:
        one = known[row.person_id]
        taken = tuple(sorted((b for b in one.busy if b.range.overlaps(window)), key=lambda b: b.range))
        free = intersect(rules.available_times(one, window, tz), [window])
        found.append(WeekRow(row.person_id, row.name, tuple(subtract(free, [b.range for b in taken])), taken))
    return tuple(found)


def _known(unit: Unit, rows: Sequence[AmbassadorRow], span: TimeRange, but: int | None) -> dict[int, Known]:
    ids = [row.person_id for row in rows]
    around = span.widen(WIDEST_ZONE, WIDEST_ZONE)
    stated = times_known(unit, ids, span)
    taken = (
        select(Bookable.person_id, Allocation.occupied_from, Allocation.occupied_to, Activity.title)
        .join(Allocation, Allocation.bookable_id == Bookable.id)
        .join(Activity, Activity.id == Allocation.activity_id)
        .where(
            Bookable.person_id.in_(ids), Allocation.live, Allocation.occupied_from < around.end,
            Allocation.occupied_to > around.start,
        )
    )  # fmt: skip
    if but is not None:
        taken = taken.where(Activity.id != but)
    busy: dict[int, list[Busy]] = {}
    for person, start, end, title in unit.rows(taken):
        busy.setdefault(person, []).append(Busy(TimeRange(start, end), title))
    until = cleared_until(unit, set(ids))
    return {
        row.person_id: Known(
            row.skills, row.languages, stated[row.person_id].weekly if row.person_id in stated else (),
            stated[row.person_id].exceptions if row.person_id in stated else (),
            busy.get(row.person_id, ()), until[row.person_id][0] if row.person_id in until else None,
            row.person_id in until and until[row.person_id][0] is None, row.minutes, row.upcoming,
        )
        for row in rows
    }  # fmt: skip


def _rows_query() -> Query:
    a = Ambassador
    return (
        select(
            a.id, a.person_id, Person.name, a.study, a.home_area, a.languages, a.skills, a.joined_on, a.left_on, a.notes, a.version,
            a.centre_id,
        )
        .join(Person, Person.id == a.person_id)
        .order_by(Person.name, a.id)
    )  # fmt: skip


def _as_rows(unit: Unit, query: Query) -> list[AmbassadorRow]:
    rows = unit.rows(query)
    ids = {r[1] for r in rows}
    until = cleared_until(unit, ids)
    h, a = VolunteerHours, Assignment
    term = unit.now.date() - TERM
    minutes = dict(
        tuple(r)
        for r in unit.rows(
            select(h.person_id, func.sum(h.minutes))
            .where(h.person_id.in_(list(ids)), h.state == "approved", h.day >= term)
            .group_by(h.person_id)
        )
    )
    coming = dict(
        tuple(r)
        for r in unit.rows(
            select(a.person_id, func.count())
            .join(Requirement, Requirement.id == a.requirement_id)
            .join(Activity, Activity.id == Requirement.activity_id)
            .where(a.person_id.in_(list(ids)), a.state == "accepted", Activity.ends_at > unit.now)
            .group_by(a.person_id)
        )
    )
    today = {centre_id: _today(unit, centre_id) for centre_id in {r[11] for r in rows}}
    found = []
    for r in rows:
        cleared = until.get(r[1])
        ends = cleared[0] if cleared else None
        good = cleared is not None and (ends is None or ends >= today[r[11]])
        found.append(
            AmbassadorRow(  # type: ignore[call-arg]
                *r[:5],
                tuple(r[5] or ()),
                tuple(r[6] or ()),
                *r[7:11],
                ends,
                good,
                int(minutes.get(r[1], 0)),
                int(coming.get(r[1], 0)),
            )
        )
    return found


def _today(unit: Unit, centre_id: int) -> date:
    return to_wall(unit.now, centres.centre(unit, centre_id).tz).date()


def _haystack(row: AmbassadorRow) -> str:
    return f"{row.name} {row.study} {row.home_area} {' '.join(row.skills)}".casefold()

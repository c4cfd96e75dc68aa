"""What needs a person now: one row for each thing, most urgent first. Plain rows; the window puts them into words."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from resource_centre.ambassadors.model import Assignment, Clearance, Requirement, VolunteerHours
from resource_centre.ambassadors.rules import CLEARING
from resource_centre.consultations.model import Appointment, Request
from resource_centre.core.context import Role
from resource_centre.db.unit import Unit
from resource_centre.events.model import Event, EventBlock, EventSession
from resource_centre.overview.lending import due_back, overdue_loans, to_make_ready
from resource_centre.overview.need import Need
from resource_centre.people.model import Person
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schools.model import School

SOON = timedelta(days=10)
SEEN_PAST = timedelta(days=45)


def needs(unit: Unit, centre_id: int) -> list[Need]:
    """What waits for the actor at a centre, by their roles, most urgent first."""
    roles = unit.actor.roles_at(centre_id)
    found: list[Need] = []
    if Role.COORDINATOR in roles:
        found += overdue_loans(unit, centre_id)
        found += due_back(unit, centre_id)
        found += open_places(unit, centre_id)
        found += requests(unit, centre_id, None)
        found += approvals(unit, centre_id)
        found += without_attendance(unit, centre_id)
        found += hours_to_approve(unit, centre_id)
        found += to_make_ready(unit, centre_id)
    if Role.CONSULTANT in roles:
        found += requests(unit, centre_id, unit.actor.person_id)
        found += my_appointments(unit, centre_id)
    if Role.MANAGER in roles:
        found += events_to_approve(unit, centre_id)
        if Role.COORDINATOR not in roles:
            found += without_attendance(unit, centre_id)
            found += hours_to_approve(unit, centre_id)
    if Role.MANAGER in roles or (Role.COORDINATOR in roles and unit.actor.safeguarding):
        found += clearances(unit, centre_id)
    unique = {(need.kind, need.id): need for need in found}
    return sorted(unique.values(), key=lambda need: need.due or datetime.max.replace(tzinfo=unit.now.tzinfo))


def open_places(unit: Unit, centre_id: int) -> list[Need]:
    """Sessions of the next days that need more ambassadors than have accepted."""
    accepted = (
        select(func.count())
        .where(Assignment.requirement_id == Requirement.id, Assignment.state == "accepted")
        .correlate(Requirement)
        .scalar_subquery()
    )
    invited = (
        select(func.count())
        .where(
            Assignment.requirement_id == Requirement.id,
            Assignment.state == "invited",
            Assignment.answer_by > unit.now,
        )
        .correlate(Requirement)
        .scalar_subquery()
    )
    query = (
        select(Event.id, Event.title, Activity.starts_at, Requirement.needed - accepted, invited, Activity.id)
        .join(EventBlock, EventBlock.activity_id == Requirement.activity_id)
        .join(Event, Event.id == EventBlock.event_id)
        .join(Activity, Activity.id == Requirement.activity_id)
        .where(
            Requirement.centre_id == centre_id,
            Requirement.cancelled_at.is_(None),
            Event.state.in_(("approved", "published")),
            Activity.state == "booked",
            Activity.starts_at.between(unit.now, unit.now + SOON),
            Requirement.needed > accepted,
        )
    )
    return [
        Need("places", r[0], r[1], str(r[4]), r[2], count=r[3], page="events", activity_id=r[5])
        for r in unit.rows(query)
    ]


def requests(unit: Unit, centre_id: int, consultant: int | None) -> list[Need]:
    """Requests without a first answer (nobody's), or a consultant's open ones; due at their promise."""
    from resource_centre.centres.queries import calendar, centre
    from resource_centre.core.hours import due_time

    r = Request
    query = (
        select(r.id, r.number, r.title, Person.name, School.name, r.submitted_at, r.first_response_at)
        .join(Person, Person.id == r.requester_id)
        .outerjoin(School, School.id == r.school_id)
        .where(r.centre_id == centre_id)
        .order_by(r.submitted_at)
    )
    if consultant is None:
        query = query.where(r.state == "new")
    else:
        query = query.where(r.state == "assigned", r.consultant_id == consultant)
    row = centre(unit, centre_id)
    found = []
    for number, name, title, who, school, asked, answered in unit.rows(query):
        hours = row.first_response_hours if answered is None else row.resolution_hours
        due = due_time(asked, timedelta(hours=hours), lambda span: calendar(unit, centre_id, span).open)
        words = ", ".join(part for part in (who, school) if part)
        kind = "request" if consultant is None else "answer"
        found.append(Need(kind, number, title, words, due, since=asked, count=name, page="consultations"))
    return found


def approvals(unit: Unit, centre_id: int) -> list[Need]:
    """Bookings and loans that wait for approval and hold their time."""
    a = Activity
    query = (
        select(
            a.id,
            a.title,
            Person.name,
            School.name,
            a.starts_at,
            a.ends_at,
            a.expires_at,
            func.min(Bookable.name),
        )
        .join(Allocation, Allocation.activity_id == a.id)
        .join(Bookable, Bookable.id == Allocation.asked_id)
        .outerjoin(Person, Person.id == a.person_id)
        .outerjoin(School, School.id == a.school_id)
        .where(
            a.centre_id == centre_id,
            a.state == "pending",
            (a.expires_at.is_(None)) | (a.expires_at > unit.now),
        )
        .group_by(a.id, a.title, Person.name, School.name, a.starts_at, a.ends_at, a.expires_at)
    )
    return [
        Need(
            "approval",
            r[0],
            r[1],
            r[3] or r[2] or "",
            r[6] or r[4],
            since=r[4],
            end=r[5],
            page="calendar",
            place=r[7],
            activity_id=r[0],
        )
        for r in unit.rows(query)
    ]


def without_attendance(unit: Unit, centre_id: int) -> list[Need]:
    """Events with sessions that are over and have no attendance."""
    s = EventSession
    query = (
        select(Event.id, Event.title, func.count(s.id), func.max(s.ends_at))
        .join(s, s.event_id == Event.id)
        .where(
            s.centre_id == centre_id,
            s.attendance_at.is_(None),
            s.state != "cancelled",
            s.ends_at.between(unit.now - SEEN_PAST, unit.now),
            Event.state.in_(("published", "delivered")),
        )
        .group_by(Event.id, Event.title)
    )
    return [
        Need("attendance", r[0], r[1], "", r[3] + timedelta(days=5), since=r[3], count=r[2], page="events")
        for r in unit.rows(query)
    ]


def hours_to_approve(unit: Unit, centre_id: int) -> list[Need]:
    """All hours that wait for approval, as one thing."""
    h = VolunteerHours
    query = select(func.count(), func.sum(h.minutes), func.min(h.logged_at)).where(
        h.centre_id == centre_id, h.state == "logged"
    )
    count, minutes, oldest = unit.first(query)
    if not count:
        return []
    return [
        Need(
            "hours",
            0,
            "",
            str(count),
            oldest + timedelta(days=7),
            since=oldest,
            count=int(minutes),
            page="ambassadors",
        )
    ]


def events_to_approve(unit: Unit, centre_id: int) -> list[Need]:
    """Events that a manager is asked to approve."""
    begins = (
        select(func.min(EventSession.starts_at))
        .where(EventSession.event_id == Event.id)
        .correlate(Event)
        .scalar_subquery()
    )
    query = (
        select(Event.id, Event.title, Person.name, begins)
        .outerjoin(Person, Person.id == Event.lead_id)
        .where(Event.centre_id == centre_id, Event.state == "submitted")
    )
    return [Need("event_approval", r[0], r[1], r[2] or "", r[3], page="events") for r in unit.rows(query)]


def my_appointments(unit: Unit, centre_id: int) -> list[Need]:
    """Appointments of the actor that are over and have no outcome."""
    query = (
        select(Appointment.request_id, Activity.title, Activity.ends_at)
        .join(Activity, Activity.id == Appointment.activity_id)
        .where(
            Appointment.centre_id == centre_id,
            Appointment.consultant_id == unit.actor.person_id,
            Appointment.state.in_(("proposed", "confirmed")),
            Activity.ends_at < unit.now,
        )
    )
    return [
        Need("appointment", r[0], r[1], "", r[2] + timedelta(days=1), since=r[2], page="consultations")
        for r in unit.rows(query)
    ]


def clearances(unit: Unit, centre_id: int) -> list[Need]:
    """Ambassadors with accepted work whose clearance lapses within 30 days, or has."""
    from resource_centre.ambassadors.model import Ambassador

    c = Clearance
    today = unit.now.date()
    latest = (
        select(c.person_id, func.max(c.expires_on).label("until"))
        .where(c.revoked_at.is_(None), c.expires_on.is_not(None), c.kind.in_(CLEARING))
        .group_by(c.person_id)
        .subquery()
    )
    query = (
        select(Ambassador.id, Person.name, latest.c.until)
        .join(Person, Person.id == Ambassador.person_id)
        .join(latest, latest.c.person_id == Person.id)
        .where(
            Ambassador.centre_id == centre_id,
            Ambassador.left_on.is_(None),
            latest.c.until < today + timedelta(days=30),
        )
    )
    return [
        Need(
            "clearance",
            r[0],
            r[1],
            "",
            datetime(r[2].year, r[2].month, r[2].day, 23, tzinfo=unit.now.tzinfo),
            page="ambassadors",
        )
        for r in unit.rows(query)
    ]

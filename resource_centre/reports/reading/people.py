"""Ambassadors with their places, answers and hours; clearances and trainings; courses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from resource_centre.ambassadors.model import Ambassador, Assignment, Clearance, Requirement, VolunteerHours
from resource_centre.audit.model import Step
from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.people.model import PersonQualification, Qualification
from resource_centre.reports.facts import (
    AmbassadorRow,
    AssignmentRow,
    AttendanceRow,
    EnrolmentRow,
    ExpiryRow,
    HoursRow,
    RequirementRow,
)
from resource_centre.reports.period import Period
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import DEAD_STATES
from resource_centre.training.model import Course, Enrolment, TrainingAttendance, TrainingSession

GONE = [str(state) for state in DEAD_STATES]
MARKED = ("enrolled", "completed", "certified")
BEGUN = frozenset({"enrolled", "in_progress", "completed", "not_completed", "certified"})


def read(unit: Unit, centre_id: int, period: Period) -> dict[str, Any]:
    """The fields of `Facts` that come from ambassadors, qualifications and courses."""
    window = period.range
    return {
        "ambassadors": _ambassadors(unit, centre_id),
        "requirements": _requirements(unit, centre_id, window),
        "assignments": _assignments(unit, centre_id, window),
        "hours": _hours(unit, centre_id, period),
        "expiries": (*_clearances(unit, centre_id, period), *_qualifications(unit, centre_id, period)),
        "enrolments": _enrolments(unit, centre_id, window),
        "attendance": _attendance(unit, centre_id, window),
    }


def _ambassadors(unit: Unit, centre_id: int) -> tuple[AmbassadorRow, ...]:
    a = Ambassador
    query = select(a.person_id, a.joined_on, a.left_on).where(a.centre_id == centre_id).order_by(a.person_id)
    return tuple(AmbassadorRow(*row) for row in unit.rows(query))


def _requirements(unit: Unit, centre_id: int, window: TimeRange) -> tuple[RequirementRow, ...]:
    r, t = Requirement, Activity
    query = (
        select(r.id, t.starts_at, r.needed)
        .join(t, t.id == r.activity_id)
        .where(
            r.centre_id == centre_id, r.cancelled_at.is_(None), t.state.not_in(GONE),
            t.starts_at >= window.start, t.starts_at < window.end,
        )
        .order_by(r.id)
    )  # fmt: skip
    return tuple(RequirementRow(*row) for row in unit.rows(query))


def _assignments(unit: Unit, centre_id: int, window: TimeRange) -> tuple[AssignmentRow, ...]:
    a, t = Assignment, Activity
    times = (t.starts_at, a.invited_at, a.answered_at, a.answer_by)
    query = (
        select(
            a.id, a.requirement_id, a.person_id, a.state, t.starts_at, a.invited_at, a.answered_at, a.answer_by
        )
        .join(Requirement, Requirement.id == a.requirement_id)
        .join(t, t.id == Requirement.activity_id)
        .where(
            a.centre_id == centre_id,
            or_(*(and_(time >= window.start, time < window.end) for time in times)),
        )
        .order_by(a.id)
    )  # fmt: skip
    return tuple(AssignmentRow(*row) for row in unit.rows(query))


def _hours(unit: Unit, centre_id: int, period: Period) -> tuple[HoursRow, ...]:
    h = VolunteerHours
    query = (
        select(h.id, h.person_id, h.kind, h.day, h.minutes, h.state)
        .where(h.centre_id == centre_id, h.day >= period.first.first_day, h.day <= period.last_day)
        .order_by(h.day, h.id)
    )
    return tuple(HoursRow(*row) for row in unit.rows(query))


def _clearances(unit: Unit, centre_id: int, period: Period) -> list[ExpiryRow]:
    c, first = Clearance, period.first.first_day
    query = (
        select(c.id, c.person_id, c.kind, c.issued_on, c.expires_on)
        .join(Ambassador, Ambassador.person_id == c.person_id)
        .where(
            Ambassador.centre_id == centre_id,
            c.revoked_at.is_(None),
            c.issued_on <= period.last_day,
            or_(c.expires_on.is_(None), c.expires_on >= first),
        )
        .order_by(c.id)
    )
    return [ExpiryRow("clearance", *row) for row in unit.rows(query)]


def _qualifications(unit: Unit, centre_id: int, period: Period) -> list[ExpiryRow]:
    held, q = PersonQualification, Qualification
    query = (
        select(held.id, held.person_id, q.name, held.granted_on, held.expires_on)
        .join(q, q.id == held.qualification_id)
        .where(
            q.centre_id == centre_id,
            held.revoked_at.is_(None),
            held.granted_on <= period.last_day,
            or_(held.expires_on.is_(None), held.expires_on >= period.first.first_day),
        )
        .order_by(held.id)
    )
    return [ExpiryRow("qualification", *row) for row in unit.rows(query)]


def _enrolments(unit: Unit, centre_id: int, window: TimeRange) -> tuple[EnrolmentRow, ...]:
    e = Enrolment
    ours = (
        select(e.id, e.person_id, Course.tier, e.state, e.applied_at)
        .join(Course, Course.id == e.course_id)
        .where(Course.centre_id == centre_id, e.applied_at < window.end)
        .order_by(e.id)
    )
    marks: dict[int, dict[str, datetime]] = {}
    first = (
        select(Step.subject_id, Step.to_state, func.min(Step.at))
        .where(Step.subject == "enrolment", Step.to_state.in_(MARKED), Step.at < window.end)
        .group_by(Step.subject_id, Step.to_state)
    )
    for enrolment_id, state, at in unit.rows(first):
        marks.setdefault(enrolment_id, {})[state] = at
    rows = []
    for key, person_id, tier, state, applied in unit.rows(ours):
        mark = marks.get(key) or ({"enrolled": applied} if state in BEGUN else {})
        rows.append(EnrolmentRow(key, person_id, tier, *(mark.get(each) for each in MARKED)))
    return tuple(rows)


def _attendance(unit: Unit, centre_id: int, window: TimeRange) -> tuple[AttendanceRow, ...]:
    a, s, t = TrainingAttendance, TrainingSession, Activity
    query = (
        select(a.id, Enrolment.person_id, Course.tier, t.starts_at, a.minutes)
        .join(s, s.id == a.training_session_id)
        .join(t, t.id == s.activity_id)
        .join(Enrolment, Enrolment.id == a.enrolment_id)
        .join(Course, Course.id == s.course_id)
        .where(
            Course.centre_id == centre_id, s.state == "delivered",
            t.starts_at >= window.start, t.starts_at < window.end,
        )
        .order_by(a.id)
    )  # fmt: skip
    return tuple(AttendanceRow(*row) for row in unit.rows(query))

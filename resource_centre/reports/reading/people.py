"""Ambassadors with their places, answers and hours; clearances and trainings; courses."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, func, or_, select

from resource_centre.ambassadors.model import Ambassador, Assignment, Clearance, Requirement, VolunteerHours
from resource_centre.audit.model import Step
from resource_centre.db.unit import Query
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
from resource_centre.reports.reading.asking import CENTRE, END, FIRST_DAY, LAST_DAY, START, Asking
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import DEAD_STATES
from resource_centre.training.model import Course, Enrolment, TrainingAttendance, TrainingSession

GONE = [str(state) for state in DEAD_STATES]
MARKED = ("enrolled", "completed", "certified")
BEGUN = frozenset({"enrolled", "in_progress", "completed", "not_completed", "certified"})


def read(ask: Asking) -> dict[str, Any]:
    """The fields of `Facts` that come from ambassadors, qualifications and courses."""
    return {
        "ambassadors": _ambassadors(ask),
        "requirements": _requirements(ask),
        "assignments": _assignments(ask),
        "hours": _hours(ask),
        "expiries": (*_clearances(ask), *_qualifications(ask)),
        "enrolments": _enrolments(ask),
        "attendance": _attendance(ask),
    }


def _ambassadors(ask: Asking) -> tuple[AmbassadorRow, ...]:
    return tuple(AmbassadorRow(*row) for row in ask.rows(_asked_ambassadors))


@cache
def _asked_ambassadors() -> Query:
    a = Ambassador
    return select(a.person_id, a.joined_on, a.left_on).where(a.centre_id == CENTRE).order_by(a.person_id)


def _requirements(ask: Asking) -> tuple[RequirementRow, ...]:
    return tuple(RequirementRow(*row) for row in ask.rows(_asked_requirements))


@cache
def _asked_requirements() -> Query:
    r, t = Requirement, Activity
    return (
        select(r.id, t.starts_at, r.needed)
        .join(t, t.id == r.activity_id)
        .where(
            r.centre_id == CENTRE, r.cancelled_at.is_(None), t.state.not_in(GONE),
            t.starts_at >= START, t.starts_at < END,
        )
        .order_by(r.id)
    )  # fmt: skip


def _assignments(ask: Asking) -> tuple[AssignmentRow, ...]:
    return tuple(AssignmentRow(*row) for row in ask.rows(_asked_assignments))


@cache
def _asked_assignments() -> Query:
    a, t = Assignment, Activity
    times = (t.starts_at, a.invited_at, a.answered_at, a.answer_by)
    return (
        select(
            a.id, a.requirement_id, a.person_id, a.state, t.starts_at, a.invited_at, a.answered_at, a.answer_by
        )
        .join(Requirement, Requirement.id == a.requirement_id)
        .join(t, t.id == Requirement.activity_id)
        .where(
            a.centre_id == CENTRE,
            or_(*(and_(time >= START, time < END) for time in times)),
        )
        .order_by(a.id)
    )  # fmt: skip


def _hours(ask: Asking) -> tuple[HoursRow, ...]:
    return tuple(HoursRow(*row) for row in ask.rows(_asked_hours))


@cache
def _asked_hours() -> Query:
    h = VolunteerHours
    return (
        select(h.id, h.person_id, h.kind, h.day, h.minutes, h.state)
        .where(h.centre_id == CENTRE, h.day >= FIRST_DAY, h.day <= LAST_DAY)
        .order_by(h.day, h.id)
    )


def _clearances(ask: Asking) -> list[ExpiryRow]:
    return [ExpiryRow("clearance", *row) for row in ask.rows(_asked_clearances)]


@cache
def _asked_clearances() -> Query:
    c = Clearance
    return (
        select(c.id, c.person_id, c.kind, c.issued_on, c.expires_on)
        .join(Ambassador, Ambassador.person_id == c.person_id)
        .where(
            Ambassador.centre_id == CENTRE,
            c.revoked_at.is_(None),
            c.issued_on <= LAST_DAY,
            or_(c.expires_on.is_(None), c.expires_on >= FIRST_DAY),
        )
        .order_by(c.id)
    )


def _qualifications(ask: Asking) -> list[ExpiryRow]:
    return [ExpiryRow("qualification", *row) for row in ask.rows(_asked_qualifications)]


@cache
def _asked_qualifications() -> Query:
    held, q = PersonQualification, Qualification
    return (
        select(held.id, held.person_id, q.name, held.granted_on, held.expires_on)
        .join(q, q.id == held.qualification_id)
        .where(
            q.centre_id == CENTRE,
            held.revoked_at.is_(None),
            held.granted_on <= LAST_DAY,
            or_(held.expires_on.is_(None), held.expires_on >= FIRST_DAY),
        )
        .order_by(held.id)
    )


def _enrolments(ask: Asking) -> tuple[EnrolmentRow, ...]:
    marks: dict[int, dict[str, datetime]] = {}
    for enrolment_id, state, at in ask.rows(_asked_marks):
        marks.setdefault(enrolment_id, {})[state] = at
    rows = []
    for key, person_id, tier, state, applied in ask.rows(_asked_enrolments):
        mark = marks.get(key) or ({"enrolled": applied} if state in BEGUN else {})
        rows.append(EnrolmentRow(key, person_id, tier, *(mark.get(each) for each in MARKED)))
    return tuple(rows)


@cache
def _asked_enrolments() -> Query:
    e = Enrolment
    return (
        select(e.id, e.person_id, Course.tier, e.state, e.applied_at)
        .join(Course, Course.id == e.course_id)
        .where(Course.centre_id == CENTRE, e.applied_at < END)
        .order_by(e.id)
    )


@cache
def _asked_marks() -> Query:
    return (
        select(Step.subject_id, Step.to_state, func.min(Step.at))
        .where(Step.subject == "enrolment", Step.to_state.in_(MARKED), Step.at < END)
        .group_by(Step.subject_id, Step.to_state)
    )


def _attendance(ask: Asking) -> tuple[AttendanceRow, ...]:
    return tuple(AttendanceRow(*row) for row in ask.rows(_asked_attendance))


@cache
def _asked_attendance() -> Query:
    a, s, t = TrainingAttendance, TrainingSession, Activity
    return (
        select(a.id, Enrolment.person_id, Course.tier, t.starts_at, a.minutes)
        .join(s, s.id == a.training_session_id)
        .join(t, t.id == s.activity_id)
        .join(Enrolment, Enrolment.id == a.enrolment_id)
        .join(Course, Course.id == s.course_id)
        .where(
            Course.centre_id == CENTRE, s.state == "delivered",
            t.starts_at >= START, t.starts_at < END,
        )
        .order_by(a.id)
    )  # fmt: skip

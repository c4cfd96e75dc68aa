"""Events: their sessions, headcounts, identified participants, and the schools that came."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from resource_centre.ambassadors.model import Assignment, Requirement
from resource_centre.audit.model import Step
from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.events.model import Event, EventBlock, EventSession, Participant, Participation
from resource_centre.events.queries import given_up
from resource_centre.events.rules import EventState
from resource_centre.reports.facts import EventRow, ParticipantRow, ParticipationRow, SchoolRow, SessionRow
from resource_centre.schools.model import School

HELPED = ("accepted", "attended", "hours_approved")
S = EventSession


def read(unit: Unit, centre_id: int, window: TimeRange) -> dict[str, Any]:
    """The fields of `Facts` that come from events."""
    return {
        "sessions": _sessions(unit, centre_id, window),
        "events": _events(unit, centre_id, window),
        "participations": _participations(unit, centre_id, window),
        "participants": _participants(unit, centre_id, window),
        "schools": _schools(unit, centre_id, window),
    }


def _inside(centre_id: int, window: TimeRange) -> ColumnElement[bool]:
    return and_(S.centre_id == centre_id, S.starts_at >= window.start, S.starts_at < window.end)


def _sessions(unit: Unit, centre_id: int, window: TimeRange) -> tuple[SessionRow, ...]:
    query = (
        select(
            S.id, S.event_id, Event.kind, Event.mode, S.starts_at, S.ends_at, S.state, S.attendance_at.is_not(None)
        )
        .join(Event, Event.id == S.event_id)
        .where(_inside(centre_id, window))
        .order_by(S.starts_at, S.id)
    )  # fmt: skip
    return tuple(SessionRow(*row) for row in unit.rows(query))


def _events(unit: Unit, centre_id: int, window: TimeRange) -> tuple[EventRow, ...]:
    postponed = and_(
        Step.subject == "event", Step.to_state == "postponed", Step.at >= window.start, Step.at < window.end
    )
    stands = case((given_up(), str(EventState.REJECTED)), else_=Event.state)
    query = (
        select(
            Event.id, Event.kind, Event.mode, stands, func.max(S.starts_at),
            func.max(case((S.state == "delivered", S.starts_at))),
        )
        .outerjoin(S, S.event_id == Event.id)
        .where(
            Event.centre_id == centre_id,
            or_(
                Event.id.in_(select(S.event_id).where(_inside(centre_id, window))),
                Event.id.in_(select(Step.subject_id).where(postponed)),
            ),
        )
        .group_by(Event.id, Event.kind, Event.mode, stands)
        .order_by(Event.id)
    )  # fmt: skip
    when: dict[int, list[Any]] = {}
    for event_id, at in unit.rows(select(Step.subject_id, Step.at).where(postponed).order_by(Step.at)):
        when.setdefault(event_id, []).append(at)
    return tuple(
        EventRow(row[0], row[1], row[2], row[3], row[4], row[5], tuple(when.get(row[0], ())))
        for row in unit.rows(query)
    )


def _participations(unit: Unit, centre_id: int, window: TimeRange) -> tuple[ParticipationRow, ...]:
    p = Participation
    query = (
        select(p.id, p.session_id, p.school_id, p.audience, p.stage, p.gender, p.headcount)
        .join(S, S.id == p.session_id)
        .where(_inside(centre_id, window), S.state == "delivered", p.headcount > 0)
        .order_by(p.id)
    )
    return tuple(ParticipationRow(*row) for row in unit.rows(query))


def _participants(unit: Unit, centre_id: int, window: TimeRange) -> tuple[ParticipantRow, ...]:
    p = Participant
    helped = exists().where(
        Assignment.requirement_id == Requirement.id,
        Requirement.activity_id == EventBlock.activity_id,
        Assignment.person_id == p.person_id,
        Assignment.state.in_(HELPED),
    )
    query = (
        select(p.id, p.session_id, p.person_id)
        .join(S, S.id == p.session_id)
        .join(Event, Event.id == S.event_id)
        .join(EventBlock, EventBlock.id == S.block_id)
        .where(
            _inside(centre_id, window),
            S.state == "delivered",
            func.coalesce(S.lead_id, 0) != p.person_id,
            func.coalesce(Event.lead_id, 0) != p.person_id,
            ~helped,
        )
        .order_by(p.id)
    )
    return tuple(ParticipantRow(*row) for row in unit.rows(query))


def _schools(unit: Unit, centre_id: int, window: TimeRange) -> tuple[SchoolRow, ...]:
    p = Participation
    there = (
        select(p.school_id)
        .join(S, S.id == p.session_id)
        .where(_inside(centre_id, window), S.state == "delivered", p.headcount > 0)
    )
    first = (
        select(p.school_id, func.min(S.starts_at).label("at"))
        .join(S, S.id == p.session_id)
        .where(S.centre_id == centre_id, S.state == "delivered", p.headcount > 0, p.school_id.in_(there))
        .group_by(p.school_id)
        .subquery()
    )
    query = (
        select(School.id, School.name, School.kind, School.district, School.settlement, first.c.at)
        .join(first, first.c.school_id == School.id)
        .order_by(School.id)
    )
    return tuple(SchoolRow(*row) for row in unit.rows(query))

"""Events: their sessions, headcounts, identified participants, and the schools that came."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from resource_centre.ambassadors.model import Assignment, Requirement
from resource_centre.audit.model import Step
from resource_centre.db.unit import Query
from resource_centre.events.model import Event, EventBlock, EventSession, Participant, Participation
from resource_centre.events.queries import given_up
from resource_centre.events.rules import EventState
from resource_centre.reports.facts import EventRow, ParticipantRow, ParticipationRow, SchoolRow, SessionRow
from resource_centre.reports.reading.asking import CENTRE, END, START, Asking
from resource_centre.schools.model import School

HELPED = ("accepted", "attended", "hours_approved")
S = EventSession


def read(ask: Asking) -> dict[str, Any]:
    """The fields of `Facts` that come from events."""
    return {
        "sessions": _sessions(ask),
        "events": _events(ask),
        "participations": _participations(ask),
        "participants": _participants(ask),
        "schools": _schools(ask),
    }


def _inside() -> ColumnElement[bool]:
    return and_(S.centre_id == CENTRE, S.starts_at >= START, S.starts_at < END)


def _sessions(ask: Asking) -> tuple[SessionRow, ...]:
    return tuple(SessionRow(*row) for row in ask.rows(_asked_sessions))


@cache
def _asked_sessions() -> Query:
    return (
        select(
            S.id, S.event_id, Event.kind, Event.mode, S.starts_at, S.ends_at, S.state, S.attendance_at.is_not(None)
        )
        .join(Event, Event.id == S.event_id)
        .where(_inside())
        .order_by(S.starts_at, S.id)
    )  # fmt: skip


def _events(ask: Asking) -> tuple[EventRow, ...]:
    when: dict[int, list[Any]] = {}
    for event_id, at in ask.rows(_asked_postponements):
        when.setdefault(event_id, []).append(at)
    return tuple(
        EventRow(row[0], row[1], row[2], row[3], row[4], row[5], tuple(when.get(row[0], ())))
        for row in ask.rows(_asked_events)
    )


def _postponed() -> ColumnElement[bool]:
    return and_(Step.subject == "event", Step.to_state == "postponed", Step.at >= START, Step.at < END)


@cache
def _asked_postponements() -> Query:
    return select(Step.subject_id, Step.at).where(_postponed()).order_by(Step.at)


@cache
def _asked_events() -> Query:
    stands = case((given_up(), str(EventState.REJECTED)), else_=Event.state)
    return (
        select(
            Event.id, Event.kind, Event.mode, stands, func.max(S.starts_at),
            func.max(case((S.state == "delivered", S.starts_at))),
        )
        .outerjoin(S, S.event_id == Event.id)
        .where(
            Event.centre_id == CENTRE,
            or_(
                Event.id.in_(select(S.event_id).where(_inside())),
                Event.id.in_(select(Step.subject_id).where(_postponed())),
            ),
        )
        .group_by(Event.id, Event.kind, Event.mode, stands)
        .order_by(Event.id)
    )  # fmt: skip


def _participations(ask: Asking) -> tuple[ParticipationRow, ...]:
    return tuple(ParticipationRow(*row) for row in ask.rows(_asked_participations))


@cache
def _asked_participations() -> Query:
    p = Participation
    return (
        select(p.id, p.session_id, p.school_id, p.audience, p.stage, p.gender, p.headcount)
        .join(S, S.id == p.session_id)
        .where(_inside(), S.state == "delivered", p.headcount > 0)
        .order_by(p.id)
    )


def _participants(ask: Asking) -> tuple[ParticipantRow, ...]:
    return tuple(ParticipantRow(*row) for row in ask.rows(_asked_participants))


@cache
def _asked_participants() -> Query:
    p = Participant
    helped = exists().where(
        Assignment.requirement_id == Requirement.id,
        Requirement.activity_id == EventBlock.activity_id,
        Assignment.person_id == p.person_id,
        Assignment.state.in_(HELPED),
    )
    return (
        select(p.id, p.session_id, p.person_id)
        .join(S, S.id == p.session_id)
        .join(Event, Event.id == S.event_id)
        .join(EventBlock, EventBlock.id == S.block_id)
        .where(
            _inside(),
            S.state == "delivered",
            func.coalesce(S.lead_id, 0) != p.person_id,
            func.coalesce(Event.lead_id, 0) != p.person_id,
            ~helped,
        )
        .order_by(p.id)
    )


def _schools(ask: Asking) -> tuple[SchoolRow, ...]:
    return tuple(SchoolRow(*row) for row in ask.rows(_asked_schools))


@cache
def _asked_schools() -> Query:
    p = Participation
    there = (
        select(p.school_id)
        .join(S, S.id == p.session_id)
        .where(_inside(), S.state == "delivered", p.headcount > 0)
    )
    first = (
        select(p.school_id, func.min(S.starts_at).label("at"))
        .join(S, S.id == p.session_id)
        .where(S.centre_id == CENTRE, S.state == "delivered", p.headcount > 0, p.school_id.in_(there))
        .group_by(p.school_id)
        .subquery()
    )
    return (
        select(School.id, School.name, School.kind, School.district, School.settlement, first.c.at)
        .join(first, first.c.school_id == School.id)
        .order_by(School.id)
    )

"""Consultations: requests with their steps and ratings, and the meetings about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, or_, select

from resource_centre.audit.model import Step
from resource_centre.consultations.model import Appointment, Rating, Request
from resource_centre.consultations.rules import WORKING, RequestState
from resource_centre.db.unit import Query
from resource_centre.reports.facts import AppointmentRow, RequestRow, StepAt
from resource_centre.reports.reading.asking import CENTRE, END, START, Asking
from resource_centre.schedule.model import Activity

R = Request


def read(ask: Asking) -> dict[str, Any]:
    """The fields of `Facts` that come from consultations."""
    return {
        "requests": _requests(ask),
        "appointments": _appointments(ask),
    }


def _concerned() -> Query:
    """Requests that were in the backlog at some time of the window, or met about in it."""
    stepped = select(Step.subject_id).where(
        Step.subject == "request", Step.to_state.in_([str(s) for s in RequestState]), Step.at >= START
    )
    met = select(Appointment.request_id).join(Activity, Activity.id == Appointment.activity_id)
    return select(R.id).where(
        R.centre_id == CENTRE,
        R.submitted_at.is_not(None),
        R.submitted_at < END,
        or_(
            R.submitted_at >= START,
            R.resolved_at >= START,
            R.first_response_at >= START,
            R.state.in_([str(s) for s in WORKING]),
            R.id.in_(stepped),
            R.id.in_(met.where(Appointment.centre_id == CENTRE, Activity.starts_at >= START)),
        ),
    )


def _requests(ask: Asking) -> tuple[RequestRow, ...]:
    steps: dict[int, list[StepAt]] = {}
    for request_id, at, source, target in ask.rows(_asked_steps):
        steps.setdefault(request_id, []).append((at, source, target))
    return tuple(
        RequestRow(
            key,
            topic,
            channel,
            asker,
            school,
            submitted,
            answered,
            with_receipt(steps.get(key, ()), submitted, state, resolved),
            score,
        )
        for key, topic, channel, asker, school, submitted, answered, score, state, resolved in ask.rows(
            _asked_requests
        )
    )


@cache
def _asked_steps() -> Query:
    return (
        select(Step.subject_id, Step.at, Step.from_state, Step.to_state)
        .where(Step.subject == "request", Step.subject_id.in_(_concerned()))
        .order_by(Step.at, Step.id)
    )


@cache
def _asked_requests() -> Query:
    return (
        select(
            R.id, R.topic, R.channel, R.requester_id, R.school_id, R.submitted_at, R.first_response_at, Rating.score,
            R.state, R.resolved_at,
        )
        .outerjoin(Rating, Rating.request_id == R.id)
        .where(R.id.in_(_concerned()))
        .order_by(R.id)
    )  # fmt: skip


def with_receipt(
    steps: Sequence[StepAt], submitted: datetime, state: str, resolved: datetime | None
) -> tuple[StepAt, ...]:
    """The steps; those of a request that came without its history are made from its own times."""
    working = [str(s) for s in WORKING]
    if any(target in working for _at, _source, target in steps):
        return tuple(steps)
    made: list[StepAt] = [(submitted, None, "new")]
    if state not in working:
        made.append((resolved or (steps[-1][0] if steps else submitted), "new", state))
    return tuple(made)


def _appointments(ask: Asking) -> tuple[AppointmentRow, ...]:
    return tuple(
        AppointmentRow(
            r[0], r[1], r[2], r[4] * 60 if r[4] is not None else round((r[3] - r[2]).total_seconds()), r[5]
        )
        for r in ask.rows(_asked_appointments)
    )


@cache
def _asked_appointments() -> Query:
    a, t = Appointment, Activity
    return (
        select(a.id, a.request_id, t.starts_at, t.ends_at, a.held_minutes, a.state)
        .join(t, t.id == a.activity_id)
        .where(and_(a.centre_id == CENTRE, t.starts_at >= START, t.starts_at < END))
        .order_by(t.starts_at, a.id)
    )

"""Whose an activity is: the event, consultation, course or loan that holds its time."""

from __future__ import annotations

from sqlalchemy import select

from resource_centre.consultations.model import Appointment
from resource_centre.db.unit import Unit
from resource_centre.events.model import EventBlock
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import ActivityKind
from resource_centre.training.model import TrainingSession

OWNERS = {
    ActivityKind.EVENT_SESSION: ("event", EventBlock.event_id, EventBlock.activity_id),
    ActivityKind.APPOINTMENT: ("consultation", Appointment.request_id, Appointment.activity_id),
    ActivityKind.TRAINING_SESSION: ("course", TrainingSession.course_id, TrainingSession.activity_id),
}


def owner_of(unit: Unit, activity_id: int) -> tuple[str, int] | None:
    """What the activity belongs to, as (kind, id); None for a booking, which is its own.

    A loan goes by the number of its activity.
    """
    kind = unit.value(select(Activity.kind).where(Activity.id == activity_id))
    if kind == ActivityKind.LOAN:
        return "loan", activity_id
    known = OWNERS.get(ActivityKind(kind)) if kind else None
    if known is None:
        return None
    name, owner, key = known
    found = unit.value(select(owner).where(key == activity_id))
    return (name, found) if found is not None else None

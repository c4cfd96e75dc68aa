"""Where a thing belongs, for going there from elsewhere."""

from __future__ import annotations

from sqlalchemy import select

from resource_centre.ambassadors.model import Assignment, Requirement
from resource_centre.db.unit import Unit
from resource_centre.events.model import EventBlock, EventSession


def event_of(unit: Unit, kind: str, key: int) -> int | None:
    """The event of a session ("event_session"), an assignment or an activity; None when it has none."""
    if kind == "event_session":
        query = select(EventSession.event_id).where(EventSession.id == key)
    elif kind == "assignment":
        query = (
            select(EventBlock.event_id)
            .join(Requirement, Requirement.activity_id == EventBlock.activity_id)
            .join(Assignment, Assignment.requirement_id == Requirement.id)
            .where(Assignment.id == key)
        )
    else:
        query = select(EventBlock.event_id).where(EventBlock.activity_id == key)
    found = unit.value(query)
    return None if found is None else int(found)

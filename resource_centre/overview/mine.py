"""What is planned for the school of whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from resource_centre.db.unit import Unit
from resource_centre.events.model import Event, EventBlock, EventSchool
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation

LIVE = ("booked", "pending", "reserved", "checked_out", "held")


@dataclass(frozen=True, slots=True)
class MineRow:
    """Something that takes place for a school or a person."""

    activity_id: int
    kind: str
    title: str
    start: datetime
    end: datetime
    place: str
    state: str


def of_school(unit: Unit, centre_id: int, limit: int = 8) -> list[MineRow]:
    """What is booked, lent or organised for the actor's school from today on; nothing without a school."""
    school = unit.actor.school_id
    if school is None:
        return []
    a = Activity
    place = (
        select(func.min(Bookable.name))
        .join(Allocation, Allocation.asked_id == Bookable.id)
        .where(Allocation.activity_id == a.id, Allocation.live, Bookable.kind == "lab")
        .correlate(a)
        .scalar_subquery()
    )
    visits = (
        select(EventBlock.activity_id)
        .join(EventSchool, EventSchool.event_id == EventBlock.event_id)
        .join(Event, Event.id == EventBlock.event_id)
        .where(EventSchool.school_id == school, Event.state.in_(("published", "delivered")))
    )
    query = (
        select(a.id, a.kind, a.title, a.starts_at, a.ends_at, func.coalesce(place, ""), a.state)
        .where(
            a.centre_id == centre_id,
            or_(a.ends_at > unit.now - timedelta(hours=12), a.state == "checked_out"),
            a.state.in_(LIVE),
            or_(a.school_id == school, a.person_id == unit.actor.person_id, a.id.in_(visits)),
        )
        .order_by(a.starts_at)
        .limit(limit)
    )
    return [MineRow(*row) for row in unit.rows(query)]

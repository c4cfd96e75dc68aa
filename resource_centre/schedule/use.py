"""What was really used of the time that was taken: begun, ended, and the rest let go."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from resource_centre.core.changes import Topic
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.schedule.model import Activity, Allocation

SHORTEST = timedelta(minutes=1)


def begin_use(unit: Unit, activity_id: int) -> None:
    """Notes that the use begins now."""
    row = unit.get(Activity, activity_id)
    row.used_from, row.changed_at = unit.now, unit.now
    row.version += 1
    unit.flush()
    unit.changed(Topic.SCHEDULE)


def end_use(unit: Unit, activity_id: int) -> bool:
    """Notes that the use ends now; when that is before its time, the rest is free for others (and True is answered).

    Clear-down keeps its length: it follows the new end. What was used beyond the end changes no booked time.
    """
    row = unit.get(Activity, activity_id)
    row.used_to, row.changed_at = unit.now, unit.now
    end = max(unit.now, row.starts_at + SHORTEST)
    early = row.ends_at - end
    if early > timedelta():
        query = select(mapped(Allocation)).where(Allocation.activity_id == activity_id, Allocation.live)
        for taken in unit.session.scalars(query):
            taken.occupied_to = taken.occupied_to - early
        row.ends_at = end
        row.sequence += 1
    row.version += 1
    unit.flush()
    unit.changed(Topic.SCHEDULE)
    return early > timedelta()

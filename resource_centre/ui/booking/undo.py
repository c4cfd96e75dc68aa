"""Taking a move back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from resource_centre.db.unit import Unit
from resource_centre.schedule import service as schedule
from resource_centre.schedule.service import Changes, Held


@dataclass(frozen=True, slots=True)
class Undo:
    """Where an activity was before it was moved."""

    activity_id: int
    start: datetime
    end: datetime
    bookables: tuple[int, ...]


def undo(unit: Unit, last: Undo) -> Held:
    """Moves it back, if its old time is still free."""
    return schedule.change(
        unit, last.activity_id, Changes(start=last.start, end=last.end, bookables=last.bookables)
    )

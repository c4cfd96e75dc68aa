"""Where a booking dialog begins. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from resource_centre.schedule.rules import ActivityKind


class Mode(StrEnum):
    """What is done: a new booking, or something with an existing one."""

    NEW = "new"
    EDIT = "edit"
    MOVE = "move"
    COPY = "copy"

    @property
    def changes(self) -> bool:
        """Whether an existing activity is written."""
        return self in (Mode.EDIT, Mode.MOVE)


@dataclass(frozen=True, slots=True)
class Start:
    """What is known beforehand: the activity that is changed or copied, what was drawn on the calendar or typed.

    `whom` is ("school" or "person", its number), `rule` a recurrence rule.
    """

    mode: Mode = Mode.NEW
    activity: int | None = None
    bookables: tuple[int, ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    day: date | None = None
    kind: ActivityKind | None = None
    title: str = ""
    whom: tuple[str, int] | None = None
    rule: str = ""

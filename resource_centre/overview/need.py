"""One thing that needs a person now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits: its kind, the row it is about, when it is due, and what names it.

    Kinds: overdue_loan, due_back, places, request, approval, attendance, hours, make_ready, event_approval, answer,
    appointment, clearance. `count` is how many (places, sessions, hours in minutes).
    """

    kind: str
    id: int
    title: str
    who: str = ""
    due: datetime | None = None
    since: datetime | None = None
    end: datetime | None = None
    count: int = 0
    page: str = ""
    place: str = ""
    activity_id: int | None = None

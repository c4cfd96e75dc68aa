"""Reading attendance: headcounts by audience, gender and stage, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select

from resource_centre.db.unit import Unit
from resource_centre.events.model import EventSession, Participant, Participation
from resource_centre.people.model import Person


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One recorded cell: so many people of one kind at one session (from one school, if that is recorded)."""

    session_id: int
    school_id: int | None
    audience: str
    stage: str
    gender: str
    count: int


@dataclass(frozen=True, slots=True)
class TotalRow:
    """So many participations of one audience, stage and gender at all sessions of an event."""

    audience: str
    stage: str
    gender: str
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What attendance adds up to. `contact` is people times the length of their session."""

    cells: tuple[TotalRow, ...]
    by_session: tuple[tuple[int, int], ...]
    participations: int
    contact: timedelta

    @property
    def contact_hours(self) -> float:
        """Contact time in hours."""
        return self.contact.total_seconds() / 3600

    def of(self, audience: str | None = None, gender: str | None = None, stage: str | None = None) -> int:
        """The sum over what is not given."""
        return sum(
            cell.count
            for cell in self.cells
            if (audience in (None, cell.audience))
            and (gender in (None, cell.gender))
            and (stage in (None, cell.stage))
        )


class Timed(Protocol):
    """A session as far as totals look at it."""

    @property
    def id(self) -> int: ...
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...


def attendance(unit: Unit, event_id: int, school_id: int | None = None) -> tuple[AttendanceRow, ...]:
    """Every recorded cell of an event's sessions; of one school alone when it is given."""
    p = Participation
    query = (
        select(p.session_id, p.school_id, p.audience, p.stage, p.gender, p.headcount)
        .join(EventSession, EventSession.id == p.session_id)
        .where(EventSession.event_id == event_id)
        .order_by(EventSession.starts_at, p.session_id, p.audience, p.stage, p.gender, p.id)
    )
    if school_id is not None:
        query = query.where(p.school_id == school_id)
    return tuple(AttendanceRow(*r) for r in unit.rows(query))


def totals(cells: Iterable[AttendanceRow], sessions: Iterable[Timed]) -> Totals:
    """What cells add up to, over all sessions and schools."""
    length = {s.id: s.end - s.start for s in sessions}
    summed: dict[tuple[str, str, str], int] = {}
    by_session: dict[int, int] = {}
    contact = timedelta()
    for cell in cells:
        key = (cell.audience, cell.stage, cell.gender)
        summed[key] = summed.get(key, 0) + cell.count
        by_session[cell.session_id] = by_session.get(cell.session_id, 0) + cell.count
        contact += length.get(cell.session_id, timedelta()) * cell.count
    return Totals(
        tuple(TotalRow(*key, count) for key, count in sorted(summed.items())),
        tuple(sorted(by_session.items())),
        sum(by_session.values()),
        contact,
    )


def participants(unit: Unit, session_id: int) -> tuple[tuple[int, str], ...]:
    """Identified people at a session: (id, name), by name. They are inside the headcounts already."""
    query = (
        select(Person.id, Person.name)
        .join(Participant, Participant.person_id == Person.id)
        .where(Participant.session_id == session_id)
        .order_by(Person.name)
    )
    return tuple((r[0], r[1]) for r in unit.rows(query))

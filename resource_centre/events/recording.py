"""Recording what came of an event: attendance, identified people, risk assessment, evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from resource_centre.audit.service import record_step
from resource_centre.core.errors import BadInput
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.events import queries, rules, steps
from resource_centre.events.model import Event, EventBlock, EventSession, Participant, Participation
from resource_centre.events.queries import EventRow
from resource_centre.events.rules import EventState, SessionState
from resource_centre.i18n import _
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, require
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import ActivityState
from resource_centre.schedule.service import set_state
from resource_centre.schools.model import School

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Cell:
    """So many people of one audience, gender and stage at a session; of one school when that is recorded."""

    audience: str
    count: int
    gender: str = "not_recorded"
    stage: str = "not_recorded"
    school_id: int | None = None


def record_attendance(
    unit: Unit, session_id: int, cells: Sequence[Cell], version: int | None = None, whole: bool = False
) -> EventRow:
    """Records headcounts; each cell replaces the one that was there (`whole`: all cells that were there).

    The session counts as delivered from then on. No cells at all: nobody came.
    """
    _session, event = _begun(unit, session_id)
    for cell in cells:
        _check(unit, cell)
    row = unit.get_version(EventSession, session_id, version)
    if whole:
        unit.execute(delete(Participation).where(Participation.session_id == session_id))
    for cell in cells:
        _put(unit, session_id, cell)
    row.attendance_at = unit.now
    deliver_session(unit, row)
    total = sum(cell.count for cell in cells)
    text = _("Attendance of “{session}”: {total}.").format(session=row.title, total=total)
    steps.noted(unit, event, text)
    return steps.answer(unit, event.id)


def set_participants(unit: Unit, session_id: int, people: Sequence[int]) -> None:
    """Who of the identified people (teachers) was at a session; they are inside the headcounts already."""
    _begun(unit, session_id)
    wanted = set(people)
    for person_id in wanted:
        unit.get(Person, person_id)
    known = set(unit.column(select(Participant.person_id).where(Participant.session_id == session_id)))
    gone = known - wanted
    if gone:
        p = Participant
        unit.execute(delete(p).where(p.session_id == session_id, p.person_id.in_(gone)))
    rows = [{"session_id": session_id, "person_id": person_id} for person_id in sorted(wanted - known)]
    unit.insert_many(Participant, rows)
    steps.saved(unit)


def deliver_session(unit: Unit, session: EventSession) -> None:
    """A session took place: it counts, and so does the time of its block."""
    if session.state == SessionState.PLANNED:
        record_step(
            unit, "event_session", session.id, session.centre_id, session.state, SessionState.DELIVERED
        )
        session.state = str(SessionState.DELIVERED)
        session.version += 1
        unit.flush()
    activity = unit.get(Activity, unit.get(EventBlock, session.block_id).activity_id)
    if activity.state == ActivityState.BOOKED and activity.ends_at <= unit.now:
        set_state(unit, activity.id, ActivityState.HELD)


def risk_done(unit: Unit, event_id: int, done: bool = True) -> EventRow:
    """The risk assessment is done (or must be done again)."""
    event = steps.planned(unit, event_id)
    event.risk_done_at = unit.now if done else None
    event.risk_done_by = unit.actor.person_id if done else None
    steps.noted(unit, event, _("Risk assessment done.") if done else _("Risk assessment to be done again."))
    return steps.answer(unit, event_id)


def evaluation_done(unit: Unit, event_id: int, done: bool = True) -> EventRow:
    """The evaluation is in (or was not, after all)."""
    row = queries.event_row(unit, event_id)
    require(unit, Data.EVENTS, Right.WRITE, row.centre_id)
    if row.state not in (EventState.PUBLISHED, EventState.DELIVERED):
        raise BadInput(
            _("There is nothing to evaluate: the event is “{state}”.").format(state=row.state_name), "state"
        )
    event = unit.get_version(Event, event_id, None)
    event.evaluation_done_at = unit.now if done else None
    steps.noted(unit, event, _("Evaluation done.") if done else _("Evaluation to be done again."))
    return steps.answer(unit, event_id)


def _begun(unit: Unit, session_id: int) -> tuple[EventSession, Event]:
    session = unit.get(EventSession, session_id)
    row = queries.event_row(unit, session.event_id)
    require(unit, Data.HEADCOUNTS, Right.WRITE, row.centre_id)
    if row.state not in rules.RUNNING:
        raise BadInput(
            _("Attendance is recorded for published events; this one is “{state}”.").format(
                state=row.state_name
            ),
            "state",
        )
    if session.state not in (SessionState.PLANNED, SessionState.DELIVERED):
        raise BadInput(_("“{title}” did not take place.").format(title=session.title), "session")
    if session.starts_at > unit.now:
        raise BadInput(_("“{title}” has not begun yet.").format(title=session.title), "session")
    return session, unit.get(Event, row.id)


def _check(unit: Unit, cell: Cell) -> None:
    known = (("audience", rules.AUDIENCES), ("gender", rules.GENDERS), ("stage", rules.STAGES))
    for name, names in known:
        if getattr(cell, name) not in names:
            raise BadInput(_("“{value}” is not in the list.").format(value=getattr(cell, name)), name)
    if not 0 <= cell.count <= MOST:
        raise BadInput(_("A headcount is zero or more."), "count")
    if cell.school_id is not None:
        unit.get(School, cell.school_id)


def _put(unit: Unit, session_id: int, cell: Cell) -> None:
    p = Participation
    unit.flush()
    query = select(mapped(p)).where(
        p.session_id == session_id,
        p.school_id.is_(None) if cell.school_id is None else p.school_id == cell.school_id,
        p.audience == cell.audience,
        p.gender == cell.gender,
        p.stage == cell.stage,
    )
    found = unit.session.scalars(query).first()
    if found is not None:
        found.headcount = cell.count
        unit.flush()
        return
    unit.add(
        Participation(
            session_id=session_id, school_id=cell.school_id, audience=cell.audience, gender=cell.gender,
            stage=cell.stage, headcount=cell.count,
        )
    )  # fmt: skip

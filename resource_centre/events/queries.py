"""Reading events, as frozen rows: the list with its filters, and everything about one event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, true

from resource_centre.audit import queries as audit
from resource_centre.audit.model import Step as Recorded
from resource_centre.audit.queries import StepRow
from resource_centre.core.errors import NotFound
from resource_centre.core.states import Step
from resource_centre.db.base import aliased
from resource_centre.db.unit import Query, Unit
from resource_centre.events import rules, staffing
from resource_centre.events.attendance import AttendanceRow, Totals, attendance, totals
from resource_centre.events.model import Event, EventBlock, EventSchool, EventSession
from resource_centre.events.rules import EventState, Gate, SessionState
from resource_centre.events.staffing import RequirementRow
from resource_centre.i18n import N_, _
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.schedule.model import Activity
from resource_centre.schedule.queries import HeldRow, holds_of
from resource_centre.schedule.rules import DEAD_STATES
from resource_centre.schools.model import School

NEVER = datetime.max.replace(tzinfo=UTC)
DEAD_SESSIONS = ("cancelled",)


class Filter(StrEnum):
    """What the list can show. `to_close`: over, with something still to be recorded."""

    PLANNED = "planned"
    TO_APPROVE = "to_approve"
    MINE = "mine"
    DRAFTS = "drafts"
    UPCOMING = "upcoming"
    TO_CLOSE = "to_close"
    POSTPONED = "postponed"
    PAST = "past"
    ALL = "all"


FILTER_NAMES: dict[Filter, str] = {
    Filter.PLANNED: N_("Planned"),
    Filter.TO_APPROVE: N_("To approve"),
    Filter.MINE: N_("Mine"),
    Filter.DRAFTS: N_("Drafts"),
    Filter.UPCOMING: N_("Upcoming"),
    Filter.TO_CLOSE: N_("To close"),
    Filter.POSTPONED: N_("Postponed"),
    Filter.PAST: N_("Past"),
    Filter.ALL: N_("All"),
}


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list. Start and end span its sessions; `registered` have a place, `waiting` not yet.

    `needed` and `filled` are places for ambassadors; `places` None: no limit.
    """

    id: int
    uid: str
    centre_id: int
    number: int
    title: str
    kind: str
    mode: str
    audience: str
    grade: str
    language: str
    venue: str
    state: EventState
    places: int | None
    lead_id: int | None
    lead: str
    created_by: int | None
    version: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    sessions: int = 0
    schools: int = 0
    registered: int = 0
    waiting: int = 0
    needed: int = 0
    filled: int = 0

    @property
    def state_name(self) -> str:
        """The state in words."""
        return _(rules.STATE_NAMES[self.state])


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session with the block that holds its time."""

    id: int
    uid: str
    block_id: int
    activity_id: int
    title: str
    start: datetime
    end: datetime
    places: int | None
    lead_id: int | None
    lead: str
    state: SessionState
    attendance_at: datetime | None
    where: str
    version: int


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One hold of an event: everything in it is taken together. `held` is false when nothing is held any more."""

    id: int
    activity_id: int
    uid: str
    start: datetime
    end: datetime
    setup_minutes: int | None
    cleardown_minutes: int | None
    state: str
    held: bool
    holds: tuple[HeldRow, ...]
    version: int


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school that registered; `has_place` is false while it waits."""

    school_id: int
    school: str
    expected_pupils: int
    expected_teachers: int
    contact_id: int | None
    contact: str
    has_place: bool


@dataclass(frozen=True, slots=True)
class EventDetail:
    """Everything about one event that its reader may see. `capacity` None: as many as its sessions have places."""

    row: EventRow
    summary: str
    capacity: int | None
    risk_done_at: datetime | None
    risk_done_by: str
    evaluation_done_at: datetime | None
    waiver_reason: str
    waived_by: str
    created_at: datetime
    creator: str
    sessions: tuple[SessionRow, ...]
    blocks: tuple[BlockRow, ...]
    schools: tuple[SchoolRow, ...]
    requirements: tuple[RequirementRow, ...]
    attendance: tuple[AttendanceRow, ...]
    totals: Totals
    gates: tuple[Gate, ...]
    history: tuple[StepRow, ...]
    steps: tuple[Step, ...]
    staff: bool


def events(
    unit: Unit,
    centre_id: int | None = None,
    which: Filter = Filter.ALL,
    text: str = "",
    limit: int | None = None,
) -> list[EventRow]:
    """The events that the actor may see: what comes next first, what is over after it, newest first.

    `text` is looked for in number, title, venue, lead, and the schools that registered.
    """
    rows = _rows(unit, _select(unit, centre_id).where(_where(unit, which)))
    found = [row for row in rows if shows(unit, which, row)]
    words = text.casefold().split()
    if words:
        names = _school_names(unit)
        found = [
            row
            for row in found
            if all(
                w in f"{row.number} {row.title} {row.venue} {row.lead} {names.get(row.id, '')}".casefold()
                for w in words
            )
        ]
    found.sort(key=lambda row: _order(row, unit.now))
    return found if limit is None else found[:limit]


def counts(unit: Unit, centre_id: int | None = None) -> dict[Filter, int]:
    """How many events each filter shows."""
    rows = _rows(unit, _select(unit, centre_id))
    return {which: sum(shows(unit, which, row) for row in rows) for which in Filter}


def event_row(unit: Unit, event_id: int) -> EventRow:
    """One event; `NotFound` when there is none, or none that the actor may see."""
    found = _rows(unit, _select(unit, None).where(Event.id == event_id))
    if not found:
        raise NotFound(_("There is no event with the number {id} that you may see.").format(id=event_id))
    return found[0]


def event(unit: Unit, event_id: int) -> EventDetail:
    """Everything about one event. Who is not staff sees its public part, and figures of their own school alone."""
    row = event_row(unit, event_id)
    stored = unit.seen(Event, event_id)
    staff = allowed(unit.actor, Data.HEADCOUNTS, Right.READ, row.centre_id)
    own = None if staff else (unit.actor.school_id or 0)
    held = blocks(unit, event_id)
    sessions = sessions_of(unit, event_id, held)
    cells = attendance(unit, event_id, own)
    found = rules.gates(facts(unit, stored, row, sessions, held)) if staff else ()
    return EventDetail(
        row=row,
        summary=stored.summary,
        capacity=stored.capacity,
        risk_done_at=stored.risk_done_at,
        risk_done_by=_name(unit, stored.risk_done_by),
        evaluation_done_at=stored.evaluation_done_at,
        waiver_reason=stored.waiver_reason,
        waived_by=_name(unit, stored.waived_by),
        created_at=stored.created_at,
        creator=_name(unit, stored.created_by),
        sessions=sessions,
        blocks=held,
        schools=schools(unit, row, own),
        requirements=staffing.requirements(unit, [block.activity_id for block in held]),
        attendance=cells,
        totals=totals(cells, sessions),
        gates=found,
        history=audit.steps(unit, "event", event_id) if staff else (),
        steps=rules.steps_for(unit.actor, row, found),
        staff=staff,
    )


def facts(
    unit: Unit, stored: Event, row: EventRow, sessions: Sequence[SessionRow], held: Sequence[BlockRow]
) -> rules.Facts:
    """What the gates look at."""
    live = [s for s in sessions if s.state is not SessionState.CANCELLED]
    labs = any(hold.kind == "lab" and hold.live for block in held for hold in block.holds)
    return rules.Facts(
        lead=row.lead_id is not None,
        venue=bool(row.venue.strip()) or labs,
        risk_done=stored.risk_done_at is not None,
        sessions=len(live),
        not_over=sum(s.end > unit.now for s in live),
        without_attendance=sum(s.attendance_at is None for s in live),
        hours_open=staffing.hours_open(unit, [block.activity_id for block in held]),
        evaluation_done=stored.evaluation_done_at is not None,
        waived=bool(stored.waiver_reason),
    )


def gates(unit: Unit, event_id: int) -> tuple[Gate, ...]:
    """The gates of one event, for a step that is about to be taken."""
    held = blocks(unit, event_id)
    sessions = sessions_of(unit, event_id, held)
    return rules.gates(facts(unit, unit.get(Event, event_id), event_row(unit, event_id), sessions, held))


def sessions_of(unit: Unit, event_id: int, held: Sequence[BlockRow] | None = None) -> tuple[SessionRow, ...]:
    """The sessions of an event by time, the cancelled ones too."""
    held = blocks(unit, event_id) if held is None else held
    where = {b.id: ", ".join(h.name for h in b.holds if h.kind == "lab" and h.live) for b in held}
    s = EventSession
    query = (
        select(
            s.id, s.uid, s.block_id, EventBlock.activity_id, s.title, s.starts_at, s.ends_at, s.places, s.lead_id,
            Person.name, s.state, s.attendance_at, s.version,
        )
        .join(EventBlock, EventBlock.id == s.block_id)
        .outerjoin(Person, Person.id == s.lead_id)
        .where(s.event_id == event_id)
        .order_by(s.starts_at, s.id)
    )  # fmt: skip
    return tuple(
        SessionRow(
            r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9] or "", SessionState(r[10]), r[11],
            where.get(r[2], ""), r[12],
        )
        for r in unit.rows(query)
    )  # fmt: skip


def blocks(unit: Unit, event_id: int) -> tuple[BlockRow, ...]:
    """The holds of an event by time."""
    a = Activity
    query = (
        select(
            EventBlock.id, a.id, a.uid, a.starts_at, a.ends_at, a.setup_minutes, a.cleardown_minutes, a.state, a.version
        )
        .join(a, a.id == EventBlock.activity_id)
        .where(EventBlock.event_id == event_id)
        .order_by(a.starts_at, a.id)
    )  # fmt: skip
    found = unit.rows(query)
    holds = holds_of(unit, [r[1] for r in found])
    dead = {str(state) for state in DEAD_STATES}
    rows = []
    for *values, version in found:
        values += [values[7] not in dead, holds.get(values[1], ()), version]
        rows.append(BlockRow(*values))
    return tuple(rows)


def schools(unit: Unit, row: EventRow, own: int | None = None) -> tuple[SchoolRow, ...]:
    """The schools that registered, in the order in which they did; only `own` when given."""
    s = EventSchool
    query = (
        select(s.school_id, School.name, s.expected_pupils, s.expected_teachers, s.contact_id, Person.name)
        .join(School, School.id == s.school_id)
        .outerjoin(Person, Person.id == s.contact_id)
        .where(s.event_id == row.id)
        .order_by(s.id)
    )
    found = unit.rows(query)
    asked = [rules.Registration(r[0], counted(row.audience, r[2], r[3])) for r in found]
    placed = rules.with_place(asked, row.places)
    rows = (SchoolRow(r[0], r[1], r[2], r[3], r[4], r[5] or "", r[0] in placed) for r in found)
    return tuple(school for school in rows if own in (None, school.school_id))


def counted(audience: str, pupils: int, teachers: int) -> int:
    """How many places a school takes: those of its teachers where the event is for teachers, else of its pupils."""
    return teachers if audience == "teachers" else pupils


def visible(unit: Unit, centre_id: int | None) -> ColumnElement[bool]:
    """Which events the actor may see: those of centres where they are staff, and the public ones."""
    actor = unit.actor
    here: ColumnElement[bool] = true() if centre_id is None else Event.centre_id == centre_id
    if actor.is_system:
        return here
    read = [c for c in actor.centre_ids if allowed(actor, Data.EVENTS, Right.READ, c)]
    staff = [c for c in read if allowed(actor, Data.HEADCOUNTS, Right.READ, c)]
    public = and_(Event.state.in_([str(state) for state in rules.PUBLIC]), not_(given_up()))
    return and_(here, or_(Event.centre_id.in_(staff), and_(Event.centre_id.in_(read), public)))


def given_up() -> ColumnElement[bool]:
    """Whether an event was cancelled before anybody had approved it: it was never public, and was never planned."""
    before = [str(state) for state in rules.UNDECIDED]
    return exists().where(
        Recorded.subject == "event",
        Recorded.subject_id == Event.id,
        Recorded.to_state == str(EventState.CANCELLED),
        Recorded.from_state.in_(before),
    )


def shows(unit: Unit, which: Filter, row: EventRow) -> bool:
    """Whether a filter shows the event."""
    state, me, over = row.state, unit.actor.person_id, row.ends_at is not None and row.ends_at <= unit.now
    ended = state in (EventState.CLOSED, EventState.REJECTED, EventState.CANCELLED)
    answers = {
        Filter.PLANNED: not ended,
        Filter.TO_APPROVE: state is EventState.SUBMITTED,
        Filter.MINE: me is not None and me in (row.lead_id, row.created_by),
        Filter.DRAFTS: state is EventState.DRAFT,
        Filter.UPCOMING: state in (EventState.APPROVED, EventState.PUBLISHED) and not over,
        Filter.TO_CLOSE: state is EventState.DELIVERED or (state is EventState.PUBLISHED and over),
        Filter.POSTPONED: state is EventState.POSTPONED,
        Filter.PAST: ended,
        Filter.ALL: True,
    }
    return answers[which]


def _where(unit: Unit, which: Filter) -> ColumnElement[bool]:
    """What the database can leave out beforehand."""
    states: dict[Filter, Iterable[EventState]] = {
        Filter.TO_APPROVE: [EventState.SUBMITTED],
        Filter.DRAFTS: [EventState.DRAFT],
        Filter.UPCOMING: [EventState.APPROVED, EventState.PUBLISHED],
        Filter.TO_CLOSE: [EventState.DELIVERED, EventState.PUBLISHED],
        Filter.POSTPONED: [EventState.POSTPONED],
        Filter.PAST: [EventState.CLOSED, EventState.REJECTED, EventState.CANCELLED],
    }
    if which in states:
        return Event.state.in_([str(state) for state in states[which]])
    return true()


def _select(unit: Unit, centre_id: int | None) -> Query:
    e, lead = Event, aliased(Person)
    return (
        select(
            e.id, e.uid, e.centre_id, e.number, e.title, e.kind, e.mode, e.audience, e.grade, e.language, e.venue,
            e.state, e.capacity, e.lead_id, lead.name, e.created_by, e.version,
        )
        .outerjoin(lead, lead.id == e.lead_id)
        .where(visible(unit, centre_id))
    )  # fmt: skip


def _rows(unit: Unit, query: Query) -> list[EventRow]:
    rows = []
    for r in unit.rows(query):
        values = list(r)
        values[11], values[14] = EventState(r[11]), r[14] or ""
        rows.append(EventRow(*values))
    if not rows:
        return []
    ids = {row.id for row in rows}
    times, registered = _times(unit, ids), _registered(unit, ids)
    staff = staffing.filled(unit, ids)
    return [_completed(row, times.get(row.id), registered.get(row.id, []), staff.get(row.id)) for row in rows]


def _completed(
    row: EventRow,
    time: tuple[datetime, datetime, int, int] | None,
    registered: list[rules.Registration],
    staff: tuple[int, int] | None,
) -> EventRow:
    start, end, count, places = time or (None, None, 0, 0)
    limit = row.places if row.places is not None else (places or None)
    placed = rules.with_place(registered, limit)
    needed, filled = staff or (0, 0)
    return replace(
        row, starts_at=start, ends_at=end, sessions=count, places=limit, schools=len(registered),
        registered=sum(r.people for r in registered if r.school_id in placed),
        waiting=sum(r.people for r in registered if r.school_id not in placed), needed=needed, filled=filled,
    )  # fmt: skip


def among(column: ColumnElement[int], ids: Collection[int]) -> ColumnElement[bool]:
    """Between the least and the greatest: many ids without a parameter for each."""
    return and_(column >= min(ids), column <= max(ids))


def _times(unit: Unit, ids: Collection[int]) -> dict[int, tuple[datetime, datetime, int, int]]:
    s = EventSession
    query: Query = (
        select(
            s.event_id, func.min(s.starts_at), func.max(s.ends_at), func.count(), func.coalesce(func.max(s.places), 0)
        )
        .where(s.state.not_in(DEAD_SESSIONS), among(s.__table__.c.event_id, ids))
        .group_by(s.event_id)
    )  # fmt: skip
    return {r[0]: (r[1], r[2], r[3], r[4]) for r in unit.rows(query)}


def _registered(unit: Unit, ids: Collection[int]) -> dict[int, list[rules.Registration]]:
    s = EventSchool
    query = (
        select(s.event_id, s.school_id, Event.audience, s.expected_pupils, s.expected_teachers)
        .join(Event, Event.id == s.event_id)
        .where(among(s.__table__.c.event_id, ids))
        .order_by(s.id)
    )
    found: dict[int, list[rules.Registration]] = {}
    for event_id, school_id, audience, pupils, teachers in unit.rows(query):
        one = rules.Registration(school_id, counted(audience, pupils, teachers))
        found.setdefault(event_id, []).append(one)
    return found


def _school_names(unit: Unit) -> dict[int, str]:
    query = select(EventSchool.event_id, School.name).join(School, School.id == EventSchool.school_id)
    found: dict[int, str] = {}
    for event_id, name in unit.rows(query):
        found[event_id] = f"{found.get(event_id, '')} {name}"
    return found


def _name(unit: Unit, person_id: int | None) -> str:
    found = unit.seen(Person, person_id)
    return found.name if found else ""


def _order(row: EventRow, now: datetime) -> tuple[bool, float]:
    if row.starts_at is None and row.state in (EventState.CANCELLED, EventState.REJECTED):
        return True, float(-row.number)
    when = row.starts_at or NEVER
    over = (row.ends_at or NEVER) <= now
    return over, -when.timestamp() if over else when.timestamp()

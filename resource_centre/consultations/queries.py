"""Reading consultation requests, as frozen rows: the list with its filters, and everything about one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select, true

from resource_centre.audit import queries as audit
from resource_centre.audit.queries import StepRow
from resource_centre.centres import queries as centres
from resource_centre.consultations import rules, timing
from resource_centre.consultations.model import Appointment, PreferredSlot, Rating, Request, RequestMessage
from resource_centre.consultations.rules import AppointmentState, RequestState
from resource_centre.consultations.words import what_next
from resource_centre.core.errors import NotFound
from resource_centre.core.states import Step
from resource_centre.db.base import aliased
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import N_, _
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources.model import Bookable
from resource_centre.schedule.busy import has_expired
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import ActivityState
from resource_centre.schools.model import School

NEVER = datetime.max.replace(tzinfo=UTC)


class Filter(StrEnum):
    """What the list can show. `active`: not ended yet; `inbox`: new ones."""

    ACTIVE = "active"
    INBOX = "inbox"
    MINE = "mine"
    ASSIGNED = "assigned"
    AWAITING = "awaiting"
    SCHEDULED = "scheduled"
    OVERDUE = "overdue"
    CLOSED = "closed"
    ALL = "all"


FILTER_NAMES: dict[Filter, str] = {
    Filter.ACTIVE: N_("Active"),
    Filter.INBOX: N_("New, nobody assigned"),
    Filter.MINE: N_("Mine"),
    Filter.ASSIGNED: N_("Assigned"),
    Filter.AWAITING: N_("Awaits requester"),
    Filter.SCHEDULED: N_("Scheduled"),
    Filter.OVERDUE: N_("Overdue"),
    Filter.CLOSED: N_("Closed"),
    Filter.ALL: N_("All"),
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list. `state` is the one that reads now.

    `promise_at` is until when the centre has promised `promise` (first_response, resolution or nothing), and
    `left` the working time until then; `waits` while the clock stands still. `meets_*` belong to the
    appointment that stands.
    """

    id: int
    uid: str
    centre_id: int
    number: int
    title: str
    topic: str
    channel: str
    grade: str
    pupils: int | None
    requester_id: int
    requester: str
    school_id: int | None
    school: str
    consultant_id: int | None
    consultant: str
    state: RequestState
    created_at: datetime
    received_at: datetime | None
    first_response_at: datetime | None
    resolved_at: datetime | None
    question: str
    version: int
    promise_at: datetime | None = None
    promise: str = ""
    left: timedelta | None = None
    overdue: bool = False
    waits: bool = False
    appointment_id: int | None = None
    appointment: AppointmentState | None = None
    appointment_begun: bool = False
    meets_at: datetime | None = None
    meets_until: datetime | None = None

    @property
    def state_name(self) -> str:
        """The state in words."""
        return _(rules.STATE_NAMES[self.state])


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A time that would suit the requester; rank 1 is the first choice."""

    rank: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What somebody wrote about a request; `internal` ones are for staff alone."""

    id: int
    at: datetime
    author_id: int | None
    author: str
    body: str
    internal: bool


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A meeting about a request. `lapsed` when its room was not approved in time."""

    id: int
    activity_id: int
    uid: str
    state: AppointmentState
    start: datetime
    end: datetime
    room_id: int | None
    room: str
    consultant_id: int
    consultant: str
    replaced_by: int | None
    held_minutes: int | None
    lapsed: bool
    version: int


@dataclass(frozen=True, slots=True)
class RatingRow:
    """The requester's rating, 1 to 5."""

    score: int
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """Another request of the same school."""

    id: int
    number: int
    title: str
    state: RequestState
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """Everything about one request that its reader may see."""

    row: RequestRow
    language: str
    email: str
    phone: str
    position: str
    created_by: str
    outcome: str
    follow_up: str
    duplicate_of: int | None
    duplicate_number: int | None
    preferred: tuple[SlotRow, ...]
    notes: tuple[NoteRow, ...]
    appointments: tuple[AppointmentRow, ...]
    history: tuple[StepRow, ...]
    rating: RatingRow | None
    earlier: tuple[EarlierRow, ...]
    next_step: str
    steps: tuple[Step, ...]
    staff: bool


def requests(
    unit: Unit,
    centre_id: int | None = None,
    which: Filter = Filter.ALL,
    text: str = "",
    limit: int | None = None,
) -> list[RequestRow]:
    """The requests that the actor may see, the oldest promise first, those without one after, newest first.

    `text` is looked for in title, question, number, requester and school.
    """
    query = _select(unit, centre_id).where(_where(unit, which))
    found = _with_promises(unit, _rows(unit, query))
    if which is Filter.OVERDUE:
        found = [row for row in found if row.overdue]
    words = text.casefold().split()
    if words:
        found = [row for row in found if all(word in _searched(row) for word in words)]
    found.sort(key=_order)
    return found if limit is None else found[:limit]


def counts(unit: Unit, centre_id: int | None = None) -> dict[Filter, int]:
    """How many requests each filter shows."""
    rows = _with_promises(unit, _rows(unit, _select(unit, centre_id)))
    return {which: sum(_shows(unit, which, row) for row in rows) for which in Filter}


def request_row(unit: Unit, request_id: int) -> RequestRow:
    """One request; `NotFound` when there is none, or none that the actor may see."""
    found = _rows(unit, _select(unit, None).where(Request.id == request_id))
    if not found:
        raise NotFound(_("There is no request with the number {id} that you may see.").format(id=request_id))
    return _with_promises(unit, found)[0]


def request(unit: Unit, request_id: int) -> RequestDetail:
    """Everything about one request; a teacher sees no internal notes."""
    row = request_row(unit, request_id)
    stored = unit.seen(Request, request_id)
    staff = allowed(unit.actor, Data.NOTES, Right.READ, row.centre_id)
    contacts = row.requester_id == unit.actor.person_id or allowed(
        unit.actor, Data.CONTACTS, Right.READ, row.centre_id
    )
    person = unit.seen(Person, row.requester_id)
    maker = unit.seen(Person, stored.created_by)
    first = unit.seen(Request, stored.duplicate_of)
    history = _history(unit, row, staff)
    meetings = appointments(unit, request_id)
    standing = next((a for a in reversed(meetings) if a.id == row.appointment_id), None)
    return RequestDetail(
        row=row,
        language=stored.language,
        email=person.email if contacts else "",
        phone=person.phone if contacts else "",
        position=person.position,
        created_by=maker.name if maker else "",
        outcome=stored.outcome,
        follow_up=stored.follow_up,
        duplicate_of=stored.duplicate_of if staff else None,
        duplicate_number=first.number if first else None,
        preferred=preferred(unit, request_id),
        notes=notes(unit, request_id, staff),
        appointments=meetings,
        history=history,
        rating=rating(unit, request_id),
        earlier=_earlier(unit, row) if staff else (),
        next_step=what_next(
            row.state, row.promise_at, row.consultant, row.resolved_at, row.meets_at, row.appointment,
            standing.room if standing else "", history[-1].reason if history else "",
            first.number if first else None, centres.centre(unit, row.centre_id).tz,
        ),
        steps=rules.steps_for(unit.actor, row),
        staff=staff,
    )  # fmt: skip


def preferred(unit: Unit, request_id: int) -> tuple[SlotRow, ...]:
    """The times that would suit the requester, the first choice first."""
    p = PreferredSlot
    query = select(p.rank, p.starts_at, p.ends_at).where(p.request_id == request_id).order_by(p.rank)
    return tuple(SlotRow(*r) for r in unit.rows(query))


def notes(unit: Unit, request_id: int, staff: bool) -> tuple[NoteRow, ...]:
    """What was written about a request, oldest first; internal notes for staff alone."""
    m = RequestMessage
    query = (
        select(m.id, m.at, m.author_id, Person.name, m.body, m.internal)
        .outerjoin(Person, Person.id == m.author_id)
        .where(m.request_id == request_id)
        .order_by(m.id)
    )
    if not staff:
        query = query.where(m.internal.is_(False))
    return tuple(NoteRow(r[0], r[1], r[2], r[3] or "", r[4], r[5]) for r in unit.rows(query))


def appointments(unit: Unit, request_id: int) -> tuple[AppointmentRow, ...]:
    """The meetings of a request, those that were moved or cancelled too, oldest first."""
    a, t = Appointment, Activity
    room = (
        select(Bookable.id, Bookable.name, Allocation.activity_id)
        .join(Allocation, Allocation.asked_id == Bookable.id)
        .where(Bookable.kind == "lab", Allocation.bookable_id == Allocation.asked_id)
        .subquery()
    )
    query = (
        select(
            a.id, a.activity_id, t.uid, a.state, t.starts_at, t.ends_at, room.c.id, room.c.name,
            a.consultant_id, Person.name, a.replaced_by, a.held_minutes, t.state, t.expires_at, a.version,
        )
        .join(t, t.id == a.activity_id)
        .join(Person, Person.id == a.consultant_id)
        .outerjoin(room, room.c.activity_id == a.activity_id)
        .where(a.request_id == request_id)
        .order_by(a.id)
    )  # fmt: skip
    found = []
    for *values, state, expires_at, version in unit.rows(query):
        values[3], values[7] = AppointmentState(values[3]), values[7] or ""
        values += [has_expired(state, expires_at, unit.now) or state == ActivityState.EXPIRED, version]
        found.append(AppointmentRow(*values))
    return tuple(found)


def rating(unit: Unit, request_id: int) -> RatingRow | None:
    """The requester's rating, if there is one."""
    found = unit.first(select(Rating.score, Rating.comment, Rating.at).where(Rating.request_id == request_id))
    return None if found is None else RatingRow(*found)


def visible(unit: Unit, centre_id: int | None) -> ColumnElement[bool]:
    """Which requests the actor may see: their own, and those of centres whose requests they may read.

    Drafts are seen by who wrote them and whom they are for.
    """
    actor, r = unit.actor, Request
    here: ColumnElement[bool] = true() if centre_id is None else r.centre_id == centre_id
    if actor.is_system:
        return here
    own = r.requester_id == actor.person_id
    read = [c for c in actor.centre_ids if allowed(actor, Data.REQUESTS, Right.READ, c)]
    sent = or_(r.state != str(RequestState.DRAFT), r.created_by == actor.person_id)
    return and_(here, or_(own, and_(r.centre_id.in_(read), sent)))


def _select(unit: Unit, centre_id: int | None) -> Query:
    r, consultant = Request, aliased(Person)
    return (
        select(
            r.id, r.uid, r.centre_id, r.number, r.title, r.topic, r.channel, r.grade, r.pupils,
            r.requester_id, Person.name, r.school_id, School.name, r.consultant_id, consultant.name, r.state, r.created_at,
            r.submitted_at, r.first_response_at, r.resolved_at, r.question, r.version,
        )
        .join(Person, Person.id == r.requester_id)
        .outerjoin(School, School.id == r.school_id)
        .outerjoin(consultant, consultant.id == r.consultant_id)
        .where(visible(unit, centre_id))
    )  # fmt: skip


def _rows(unit: Unit, query: Query) -> list[RequestRow]:
    found = []
    for r in unit.rows(query):
        values = list(r)
        values[12], values[14] = r[12] or "", r[14] or ""
        values[15] = rules.state_at(r[15], r[19], unit.now)
        found.append(RequestRow(*values))
    return found


def _where(unit: Unit, which: Filter) -> ColumnElement[bool]:
    r = Request
    fresh = and_(r.state == "resolved", r.resolved_at > unit.now - rules.CLOSES_AFTER)
    working = r.state.in_([str(s) for s in rules.WORKING])
    wheres: dict[Filter, ColumnElement[bool]] = {
        Filter.ACTIVE: or_(working, fresh, r.state == "draft"),
        Filter.INBOX: r.state == "new",
        Filter.MINE: _mine(unit, working, fresh),
        Filter.ASSIGNED: r.state == "assigned",
        Filter.AWAITING: r.state == "awaiting",
        Filter.SCHEDULED: r.state == "scheduled",
        Filter.OVERDUE: working,
        Filter.CLOSED: and_(~working, ~fresh, r.state != "draft"),
        Filter.ALL: true(),
    }
    return wheres[which]


def _mine(unit: Unit, working: ColumnElement[bool], fresh: ColumnElement[bool]) -> ColumnElement[bool]:
    """The actor's own questions, and what is assigned to them and not closed."""
    r, me = Request, unit.actor.person_id
    return or_(r.requester_id == me, and_(r.consultant_id == me, or_(working, fresh)))


def _shows(unit: Unit, which: Filter, row: RequestRow) -> bool:
    state, me = row.state, unit.actor.person_id
    active = state in rules.OPEN or state is RequestState.RESOLVED
    if which is Filter.MINE:
        ours = row.consultant_id == me and active and state is not RequestState.DRAFT
        return me is not None and (row.requester_id == me or ours)
    if which in (Filter.ALL, Filter.ACTIVE, Filter.CLOSED):
        return which is Filter.ALL or active is (which is Filter.ACTIVE)
    if which is Filter.OVERDUE:
        return row.overdue
    return state == ("new" if which is Filter.INBOX else str(which))


def _with_promises(unit: Unit, rows: list[RequestRow]) -> list[RequestRow]:
    asked = [
        timing.Asked(r.id, r.centre_id, r.state, r.received_at, r.first_response_at is not None)
        for r in rows
        if r.received_at is not None
    ]
    dues = timing.dues(unit, asked)
    meetings = _standing_appointments(unit, [r.id for r in rows if r.state is RequestState.SCHEDULED])
    answer = []
    for row in rows:
        due, meeting = dues.get(row.id), meetings.get(row.id)
        if due is not None:
            row = replace(
                row, promise_at=due.at, promise=due.what, left=due.left, overdue=due.overdue, waits=due.waits
            )
        if meeting is not None:
            key, state, start, end = meeting
            row = replace(
                row, appointment_id=key, appointment=state, appointment_begun=start <= unit.now,
                meets_at=start, meets_until=end,
            )  # fmt: skip
        answer.append(row)
    return answer


def _standing_appointments(
    unit: Unit, ids: Iterable[int]
) -> dict[int, tuple[int, AppointmentState, datetime, datetime]]:
    wanted = set(ids)
    if not wanted:
        return {}
    a, t = Appointment, Activity
    query = (
        select(a.request_id, a.id, a.state, t.starts_at, t.ends_at)
        .join(t, t.id == a.activity_id)
        .where(a.state.in_([str(s) for s in rules.LIVE_APPOINTMENTS]))
        .where(a.request_id >= min(wanted), a.request_id <= max(wanted))
        .order_by(a.id)
    )
    return {r[0]: (r[1], AppointmentState(r[2]), r[3], r[4]) for r in unit.rows(query) if r[0] in wanted}


def _order(row: RequestRow) -> tuple[bool, bool, datetime, int]:
    working = row.state in rules.WORKING
    return (not working, row.promise_at is None, row.promise_at or NEVER, row.id if working else -row.id)


def _searched(row: RequestRow) -> str:
    return f"{row.number} {row.title} {row.question} {row.requester} {row.school}".casefold()


def _history(unit: Unit, row: RequestRow, staff: bool) -> tuple[StepRow, ...]:
    """The steps; the closing that the clock made is shown though nobody wrote it."""
    steps = audit.steps(unit, "request", row.id)
    if not staff:
        steps = tuple(replace(s, reason="") if s.from_state == s.to_state else s for s in steps)
    if row.state is RequestState.CLOSED and steps and steps[-1].to_state == "resolved" and row.resolved_at:
        at = rules.closes_at(row.resolved_at)
        steps += (StepRow(at, None, "", "resolved", "closed", _("Closed by itself after 14 days.")),)
    return steps


def _earlier(unit: Unit, row: RequestRow) -> tuple[EarlierRow, ...]:
    if row.school_id is None:
        return ()
    r = Request
    query = (
        select(r.id, r.number, r.title, r.state, r.resolved_at, r.submitted_at)
        .where(r.school_id == row.school_id, r.centre_id == row.centre_id, r.id != row.id)
        .where(r.submitted_at.is_not(None))
        .order_by(r.submitted_at.desc())
        .limit(5)
    )
    return tuple(
        EarlierRow(e[0], e[1], e[2], rules.state_at(e[3], e[4], unit.now), e[5]) for e in unit.rows(query)
    )

"""Writing meetings about a request: room and consultant are taken, moved and let go of together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from resource_centre.audit.service import record_step
from resource_centre.centres import queries as centres
from resource_centre.consultations import queries, steps
from resource_centre.consultations.model import Appointment, Request
from resource_centre.consultations.queries import RequestRow
from resource_centre.consultations.rules import AppointmentState, RequestState
from resource_centre.consultations.steps import (
    advance,
    advance_appointment,
    appointment_of,
    opened,
    responded,
    saved,
    tell_other_side,
    words,
)
from resource_centre.consultations.triage import a_consultant, assign_to
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _
from resource_centre.resources.service import ensure_person_bookable
from resource_centre.schedule import queries as time
from resource_centre.schedule import service as door
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import ActivityKind, ActivityState, Hold, moment


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """What a form says about a meeting. No consultant: who has the request; no room: not one of ours.

    `confirmed`: the requester has agreed already, by telephone for instance.
    """

    start: datetime
    end: datetime
    room_id: int | None = None
    consultant_id: int | None = None
    note: str = ""
    override_reason: str = ""
    confirmed: bool = False
    uid: str | None = None


def schedule(unit: Unit, request_id: int, wanted: MeetingDraft, version: int | None = None) -> RequestRow:
    """Proposes a time: takes room and consultant in one hold, or neither (`Refused` says why).

    For a new request a coordinator may do so, which assigns it. The same uid again answers what it made.
    """
    if _made_before(unit, request_id, wanted.uid):
        return queries.request_row(unit, request_id)
    row = opened(unit, request_id, "schedule", version)
    consultant = wanted.consultant_id or row.consultant_id
    if row.state == RequestState.NEW or consultant != row.consultant_id:
        assign_to(unit, row, consultant or unit.actor.person_id)
    _new(unit, row, wanted)
    responded(unit, row)
    advance(unit, row, RequestState.SCHEDULED, wanted.note)
    _tell_time(unit, row, wanted, N_("A time for “{title}”: {when}"))
    return queries.request_row(unit, request_id)


def confirm(unit: Unit, request_id: int, version: int | None = None) -> RequestRow:
    """The requester agrees to the proposed time (or staff, who heard it from them)."""
    row = opened(unit, request_id, "confirm", version)
    advance_appointment(unit, appointment_of(unit, request_id), AppointmentState.CONFIRMED)
    tell_other_side(unit, row, "confirmed", N_("{name} has confirmed the time of “{title}”"))
    return queries.request_row(unit, request_id)


def reschedule(
    unit: Unit, request_id: int, wanted: MeetingDraft, reason: str = "", version: int | None = None
) -> RequestRow:
    """Moves the meeting: what it held is given up and the new time taken, or nothing happens at all."""
    if _made_before(unit, request_id, wanted.uid):
        return queries.request_row(unit, request_id)
    row = opened(unit, request_id, "reschedule", version)
    old = appointment_of(unit, request_id)
    reason = words(reason, "reason", _("The reason"), empty=True)
    tz = centres.centre(unit, row.centre_id).tz
    moved = _("Moved to {when}.").format(when=moment(wanted.start, tz))
    door.let_go(unit, old.activity_id, reason or moved)
    advance_appointment(unit, old, AppointmentState.RESCHEDULED, reason or moved)
    if wanted.consultant_id not in (None, row.consultant_id):
        assign_to(unit, row, wanted.consultant_id, reason)
    old.replaced_by = _new(unit, row, wanted).id
    saved(unit)
    _tell_time(unit, row, wanted, N_("Another time for “{title}”: {when}"))
    return queries.request_row(unit, request_id)


def hold_outcome(
    unit: Unit,
    request_id: int,
    outcome: str,
    minutes: int | None = None,
    follow_up: str = "",
    version: int | None = None,
) -> RequestRow:
    """The meeting took place: what came of it, and how long it took (None: as planned)."""
    row = opened(unit, request_id, "hold", version)
    outcome = words(outcome, "outcome", _("The outcome"))
    if minutes is not None and not 1 <= minutes <= 1440:
        raise BadInput(_("A meeting takes from 1 minute to a day."), "minutes")
    meeting = appointment_of(unit, request_id)
    if meeting.state == AppointmentState.PROPOSED:
        advance_appointment(unit, meeting, AppointmentState.CONFIRMED)
    activity = unit.get(Activity, meeting.activity_id)
    planned = int((activity.ends_at - activity.starts_at) / timedelta(minutes=1))
    meeting.held_minutes = minutes or planned
    activity.used_from = activity.starts_at
    activity.used_to = activity.starts_at + timedelta(minutes=meeting.held_minutes)
    advance_appointment(unit, meeting, AppointmentState.HELD)
    door.set_state(unit, meeting.activity_id, ActivityState.HELD)
    end_meeting(unit, row, outcome, follow_up)
    return queries.request_row(unit, request_id)


def no_show(unit: Unit, request_id: int, reason: str = "", version: int | None = None) -> RequestRow:
    """Nobody came: the request is open again, and the meeting stays on record."""
    row = opened(unit, request_id, "no_show", version)
    reason = words(reason, "reason", _("The reason"), empty=True)
    meeting = appointment_of(unit, request_id)
    advance_appointment(unit, meeting, AppointmentState.NO_SHOW, reason)
    door.set_state(unit, meeting.activity_id, ActivityState.NO_SHOW, reason)
    advance(unit, row, RequestState.ASSIGNED, reason)
    tell_other_side(unit, row, "no_show", N_("We missed you: {title}"), reason)
    return queries.request_row(unit, request_id)


def cancel_appointment(unit: Unit, request_id: int, reason: str, version: int | None = None) -> RequestRow:
    """The meeting does not take place: everything it held is free, and the request is open again."""
    row = opened(unit, request_id, "cancel_appointment", version)
    reason = words(reason, "reason", _("The reason"))
    steps.drop_meeting(unit, row, reason)
    advance(unit, row, RequestState.ASSIGNED, reason)
    tell_other_side(unit, row, "meeting_cancelled", N_("The meeting is cancelled: {title}"), reason)
    return queries.request_row(unit, request_id)


def end_meeting(unit: Unit, row: Request, outcome: str, follow_up: str) -> None:
    """Resolves a request with what came of it."""
    row.outcome = outcome
    row.follow_up = words(follow_up, "follow_up", _("The follow-up"), empty=True)
    responded(unit, row)
    advance(unit, row, RequestState.RESOLVED, outcome)
    steps.tell_requester(unit, row, "resolved", N_("Answered: {title}"), outcome)


def _new(unit: Unit, row: Request, wanted: MeetingDraft) -> Appointment:
    if wanted.start <= unit.now:
        raise BadInput(_("This time has passed already. Choose a later one."), "start")
    consultant_id = a_consultant(unit, row.centre_id, row.consultant_id)
    taken = [] if wanted.room_id is None else [wanted.room_id]
    taken.append(ensure_person_bookable(unit, consultant_id, row.centre_id))
    held = door.hold(
        unit,
        Hold(
            row.centre_id, ActivityKind.APPOINTMENT, row.title, wanted.start, wanted.end, tuple(taken),
            person_id=row.requester_id, school_id=row.school_id, note=wanted.note,
            override_reason=wanted.override_reason, uid=wanted.uid,
        ),
    )  # fmt: skip
    state = AppointmentState.PROPOSED
    meeting = unit.add(
        Appointment(
            activity_id=held.activity_id, centre_id=row.centre_id, request_id=row.id,
            consultant_id=consultant_id, state=str(state),
        )
    )  # fmt: skip
    record_step(unit, "appointment", meeting.id, row.centre_id, None, state, wanted.note)
    if wanted.confirmed:
        advance_appointment(unit, meeting, AppointmentState.CONFIRMED)
    return meeting


def _made_before(unit: Unit, request_id: int, uid: str | None) -> bool:
    known = time.activity_by_uid(unit, uid) if uid else None
    query = select(Appointment.request_id).where(Appointment.activity_id == known)
    return known is not None and unit.value(query) == request_id


def _tell_time(unit: Unit, row: Request, wanted: MeetingDraft, subject: str) -> None:
    steps.tell_requester(unit, row, "time", subject, wanted.note, when=wanted.start)
    if row.consultant_id is not None:
        steps.tell_person(unit, row.consultant_id, row, "time", subject, wanted.note, when=wanted.start)

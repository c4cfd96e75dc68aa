"""Taking a step with a request: who may, from where, on record, and told to the other side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from resource_centre.audit.service import record_step
from resource_centre.centres.queries import centre
from resource_centre.consultations import queries, rules
from resource_centre.consultations.model import Appointment, Request
from resource_centre.consultations.rules import AppointmentState, RequestState
from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import people_with, person
from resource_centre.people.rules import clean_text
from resource_centre.schedule.rules import moment
from resource_centre.schedule.service import let_go

LONGEST = 20_000


def opened(unit: Unit, request_id: int, name: str, version: int | None = None) -> Request:
    """The request, ready to be changed by this step; refuses whoever may not take it, or not from here."""
    standing = queries.request_row(unit, request_id)
    rules.insist_step(unit.actor, standing, name)
    return unit.get_version(Request, request_id, version)


def advance(unit: Unit, row: Request, target: RequestState, reason: str = "") -> None:
    """Writes the step to another state, with who, when and why."""
    source = rules.state_at(row.state, row.resolved_at, unit.now)
    rules.MACHINE.check(source, target)
    record_step(unit, "request", row.id, row.centre_id, source, target, reason)
    row.state = str(target)
    if target is RequestState.NEW:
        row.submitted_at = unit.now
    elif target is RequestState.RESOLVED:
        row.resolved_at = unit.now
    elif target is RequestState.CLOSED:
        row.closed_at = unit.now
    elif source is RequestState.RESOLVED:
        row.resolved_at = None
    saved(unit)


def saved(unit: Unit) -> None:
    """Writes what was changed, and says so."""
    unit.flush()
    unit.changed(Topic.CONSULTATIONS)


def responded(unit: Unit, row: Request) -> None:
    """The centre has said something to the requester: the first time stops the first-response clock."""
    if row.first_response_at is None and row.submitted_at is not None:
        row.first_response_at = unit.now


def appointment_of(unit: Unit, request_id: int) -> Appointment:
    """The appointment that stands."""
    live = [str(state) for state in rules.LIVE_APPOINTMENTS]
    query = select(mapped(Appointment)).where(
        Appointment.request_id == request_id, Appointment.state.in_(live)
    )
    unit.flush()
    found = unit.session.scalars(query).first()
    if found is None:
        raise BadInput(_("No meeting is planned for this request."), "state")
    return found


def advance_appointment(unit: Unit, row: Appointment, target: AppointmentState, reason: str = "") -> None:
    """Writes an appointment's step, with who, when and why."""
    source = AppointmentState(row.state)
    rules.APPOINTMENTS.check(source, target)
    record_step(unit, "appointment", row.id, row.centre_id, source, target, reason)
    row.state = str(target)
    row.version += 1
    saved(unit)


def drop_meeting(unit: Unit, row: Request, reason: str) -> None:
    """Cancels the appointment that stands; room and consultant are free again."""
    meeting = appointment_of(unit, row.id)
    let_go(unit, meeting.activity_id, reason)
    advance_appointment(unit, meeting, AppointmentState.CANCELLED, reason)


def words(text: str, field: str, what: str, empty: bool = False) -> str:
    """Text of several lines, trimmed; `BadInput` when it is missing or far too long."""
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    clean_text(text, field, what, LONGEST, empty)
    return text


def tell_requester(unit: Unit, row: Request, kind: str, subject: str, body: str = "", **values: Any) -> None:
    """Tells the requester, in their language. `subject` is marked for translation and knows {title} and {name}."""
    _tell(unit, row.requester_id, row, kind, subject, body, values)


def tell_centre(unit: Unit, row: Request, kind: str, subject: str, body: str = "", **values: Any) -> None:
    """Tells the consultant; while there is none, every coordinator of the centre."""
    if row.consultant_id is not None:
        _tell(unit, row.consultant_id, row, kind, subject, body, values)
        return
    for coordinator in people_with(unit, Role.COORDINATOR, row.centre_id):
        _tell(unit, coordinator.id, row, kind, subject, body, values)


def tell_other_side(unit: Unit, row: Request, kind: str, subject: str, body: str = "", **values: Any) -> None:
    """Tells the requester what the centre did, or the centre what the requester did."""
    if unit.actor.person_id == row.requester_id:
        tell_centre(unit, row, kind, subject, body, **values)
    else:
        tell_requester(unit, row, kind, subject, body, **values)


def tell_person(
    unit: Unit, person_id: int, row: Request, kind: str, subject: str, body: str = "", **values: Any
) -> None:
    """Tells one person, in their language."""
    _tell(unit, person_id, row, kind, subject, body, values)


def _tell(
    unit: Unit, person_id: int, row: Request, kind: str, subject: str, body: str, values: dict[str, Any]
) -> None:
    tz = centre(unit, row.centre_id).tz
    with use(person(unit, person_id).language):
        said = {
            key: moment(value, tz) if isinstance(value, datetime) else value for key, value in values.items()
        }
        text = _(subject).format(title=row.title, name=unit.actor.name, **said)
    tell(unit, person_id, f"request.{kind}", text, body, "request", row.id, row.centre_id)

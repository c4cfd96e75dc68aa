"""Moving the meeting of a request as a calendar does: the old one gives way to a new one, or nothing happens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select

from resource_centre.consultations import rules
from resource_centre.consultations.appointments import MeetingDraft, cancel_appointment, reschedule
from resource_centre.consultations.model import Appointment, Request
from resource_centre.consultations.rules import STAFF, AppointmentState, RequestState
from resource_centre.consultations.steps import appointment_of
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.resources.queries import bookables_by_id
from resource_centre.schedule.model import Activity
from resource_centre.schedule.shape import Shape, Standing, insist_it_stands, shape_of

FEATURE = "consultation"


def standings(unit: Unit, centre_id: int, ids: Collection[int]) -> dict[int, Standing]:
    """What of these meetings may be moved, by activity."""
    a, r = Appointment, Request
    query = select(a.activity_id, r.id, a.state, r.state, r.requester_id).join(r, r.id == a.request_id)
    found = {}
    for activity, key, meeting, state, requester in unit.rows(query.where(a.activity_id.in_(list(ids)))):
        open_ = AppointmentState(meeting) in rules.LIVE_APPOINTMENTS and state == RequestState.SCHEDULED
        mine = rules.parties(unit.actor, centre_id, requester) & STAFF
        stays = "" if open_ else _("This meeting is over or was given up; it can no longer be moved")
        stays = stays if mine else _("A meeting is moved by its consultant or a coordinator of the centre")
        found[activity] = Standing(
            FEATURE, key, stays, around=_("A meeting takes room and consultant without set-up of its own"),
            told=_("The requester and the consultant are told."),
        )  # fmt: skip
    return found


def activity_of(unit: Unit, request_id: int) -> int:
    """The activity of the meeting that stands."""
    return appointment_of(unit, request_id).activity_id


def shape(unit: Unit, request_id: int) -> Shape:
    """How the meeting lies now; agreed when the requester has confirmed it."""
    meeting = appointment_of(unit, request_id)
    return replace(shape_of(unit, meeting.activity_id), agreed=meeting.state == AppointmentState.CONFIRMED)


def reshape(unit: Unit, request_id: int, was: Shape, wanted: Shape, override_reason: str = "") -> Shape:
    """Moves the meeting; a person among the wanted bookables is who consults, anything else the room."""
    insist_it_stands(unit.get(Request, request_id).title, shape(unit, request_id), was)
    rows = bookables_by_id(unit, wanted.bookables) if wanted.bookables else {}
    people = [row.person_id for row in rows.values() if row.kind == "person"]
    rooms = [row.id for row in rows.values() if row.kind != "person"]
    if len(people) > 1 or len(rooms) > 1:
        raise BadInput(_("A meeting takes one room and one consultant."), "bookables")
    note = unit.get(Activity, activity_of(unit, request_id)).note
    draft = MeetingDraft(
        wanted.start, wanted.end, rooms[0] if rooms else None, people[0] if people else None, note,
        override_reason, wanted.agreed,
    )  # fmt: skip
    reschedule(unit, request_id, draft)
    return shape(unit, request_id)


def drop(unit: Unit, request_id: int, reason: str) -> None:
    """The meeting does not take place; the request is open again."""
    cancel_appointment(unit, request_id, reason)


def copy(unit: Unit, request_id: int, wanted: Shape, override_reason: str = "") -> int:
    """A request has one meeting at a time: `BadInput` says so."""
    raise BadInput(_("A request has one meeting at a time. Move this one, or take up a new request."))

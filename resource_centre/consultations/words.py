"""What happens next with a request, and by when: one sentence for the person who asked."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from resource_centre.consultations.rules import AppointmentState, RequestState, closes_at
from resource_centre.i18n import _
from resource_centre.schedule.rules import moment


def what_next(
    state: RequestState,
    promise_at: datetime | None,
    consultant: str,
    resolved_at: datetime | None,
    meets_at: datetime | None,
    appointment: AppointmentState | None,
    room: str,
    reason: str,
    duplicate_number: int | None,
    tz: ZoneInfo,
) -> str:
    """What the requester can expect or should do; times are wall times of the centre."""
    by = moment(promise_at, tz) if promise_at else ""
    if state is RequestState.SCHEDULED and meets_at is not None:
        return _meeting(moment(meets_at, tz), appointment, consultant, room)
    if state is RequestState.NEW:
        return _("The centre answers by {when}.").format(when=by) if by else _("The centre answers soon.")
    if state is RequestState.ASSIGNED:
        text = (
            _("{consultant} works on this; expect an answer by {when}.")
            if by
            else _("{consultant} works on this.")
        )
        return text.format(consultant=consultant or _("The centre"), when=by)
    if state is RequestState.RESOLVED and resolved_at is not None:
        text = _("Answered. It closes by itself on {when}; until then it can be reopened.")
        return text.format(when=moment(closes_at(resolved_at), tz))
    if state is RequestState.DECLINED:
        return _("The centre declined this: {reason}").format(reason=reason)
    if state is RequestState.DUPLICATE:
        return _("This is answered in request {number}.").format(number=duplicate_number or "–")
    plain = {
        RequestState.DRAFT: _("Only you see this so far. Send it when it is complete."),
        RequestState.AWAITING: _("The centre waits for your answer; its clock stands still until then."),
        RequestState.CLOSED: _("This is closed. Ask a new question at any time."),
        RequestState.WITHDRAWN: _("This was withdrawn. Ask a new question at any time."),
        RequestState.CANCELLED: _("The centre cancelled this: {reason}").format(reason=reason),
    }
    return plain.get(state, "")


def _meeting(when: str, appointment: AppointmentState | None, consultant: str, room: str) -> str:
    if appointment is AppointmentState.PROPOSED:
        text = _("{consultant} proposes {when}. Confirm it, or say that it does not suit.")
    elif room:
        text = _("You meet {consultant} on {when}, {room}.")
    else:
        text = _("You meet {consultant} on {when}.")
    return text.format(consultant=consultant, when=when, room=room)

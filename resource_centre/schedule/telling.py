"""Telling the person whom a booking is for what was decided about it, in their language."""

from __future__ import annotations

from resource_centre.centres import queries as centres
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import person
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import ActivityState, moment

SUBJECTS = {
    ActivityState.BOOKED: N_("Approved: {title}, {when}"),
    ActivityState.RESERVED: N_("Approved: {title}, {when}"),
    ActivityState.DECLINED: N_("Declined: {title}, {when}"),
    ActivityState.PENDING: N_("Waits for a decision again: {title}, {when}"),
}


def tell_decision(unit: Unit, row: Activity, reason: str = "") -> None:
    """Says how a request stands now; nobody is told what they did themselves."""
    subject = SUBJECTS.get(ActivityState(row.state))
    if row.person_id is None or subject is None:
        return
    with use(person(unit, row.person_id).language):
        when = moment(row.starts_at, centres.centre(unit, row.centre_id).tz)
        words = _(subject).format(title=row.title, when=when)
    tell(unit, row.person_id, f"booking.{row.state}", words, reason, "activity", row.id, row.centre_id)

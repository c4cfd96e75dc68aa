"""Hours that ambassadors give: logged by them or by staff, approved by a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from resource_centre.ambassadors import rules, steps
from resource_centre.ambassadors.model import Assignment, VolunteerHours
from resource_centre.ambassadors.profiles import today
from resource_centre.ambassadors.rules import AssignmentState
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import person
from resource_centre.people.roles import Data, Right, require

A = AssignmentState


@dataclass(frozen=True, slots=True)
class HoursDraft:
    """Hours that somebody gave, in minutes."""

    kind: str
    day: date
    minutes: int
    note: str = ""
    assignment_id: int | None = None
    uid: str | None = None


def log_hours(unit: Unit, draft: HoursDraft, person_id: int | None = None) -> int:
    """Logs hours: one's own, or (staff) somebody's. They wait for approval. The same uid again answers the first."""
    who = person_id or steps.me(unit)
    centre_id = steps.centre_of(unit, who)
    if who != unit.actor.person_id:
        require(unit, Data.HOURS, Right.WRITE, centre_id)
    known = (
        unit.value(select(VolunteerHours.id).where(VolunteerHours.uid == draft.uid)) if draft.uid else None
    )
    if known is not None:
        return int(known)
    if not 1 <= draft.minutes <= rules.LONGEST_DAY:
        raise BadInput(_("Hours of one day are between a minute and 24 hours."), "minutes")
    if draft.day > today(unit, centre_id):
        raise BadInput(_("This day is still to come. Log the hours once they are given."), "day")
    if draft.kind not in rules.HOUR_KINDS:
        raise BadInput(_("Choose what the hours were for."), "kind")
    if draft.assignment_id is not None:
        row = unit.get(Assignment, draft.assignment_id)
        if row.person_id != who or row.state not in rules.FILLING:
            raise BadInput(_("Choose a session that this ambassador came to."), "assignment")
    return log(unit, centre_id, who, draft)


def log(unit: Unit, centre_id: int, person_id: int, draft: HoursDraft) -> int:
    """Writes hours that wait for approval."""
    row = unit.add(
        VolunteerHours(
            uid=draft.uid or new_uid(), centre_id=centre_id, person_id=person_id, assignment_id=draft.assignment_id,
            kind=draft.kind, day=draft.day, minutes=draft.minutes, note=draft.note.strip()[:1000], state="logged",
            logged_at=unit.now,
        )
    )  # fmt: skip
    unit.changed(Topic.AMBASSADORS)
    return row.id


def decide_hours(unit: Unit, ids: Sequence[int], approve: bool = True, reason: str = "") -> int:
    """Approves (or turns down) logged hours; answers how many. Who attended has their hours approved with them."""
    count = 0
    for number in ids:
        row = unit.get(VolunteerHours, number)
        require(unit, Data.HOURS, Right.WRITE, row.centre_id)
        if row.person_id == unit.actor.person_id:
            raise NotPermitted(_("Nobody approves their own hours. Ask a colleague."))
        if row.state != "logged":
            continue
        row.state = "approved" if approve else "rejected"
        row.decided_at, row.decided_by = unit.now, unit.actor.person_id
        row.version += 1
        unit.flush()
        count += 1
        _tell(unit, row, reason)
        assignment = unit.find(Assignment, row.assignment_id)
        if assignment is not None:
            settle(unit, assignment)
    unit.changed(Topic.AMBASSADORS)
    return count


def settle(unit: Unit, row: Assignment) -> None:
    """Who attended, with hours approved and none waiting, is done."""
    if row.state != A.ATTENDED:
        return
    query = select(VolunteerHours.state).where(VolunteerHours.assignment_id == row.id)
    states = set(unit.column(query))
    if "approved" in states and "logged" not in states:
        steps.advance(unit, row, A.HOURS_APPROVED)


def _tell(unit: Unit, row: VolunteerHours, reason: str) -> None:
    subject = (
        N_("Approved: {hours} h on {day}")
        if row.state == "approved"
        else N_("Not accepted: {hours} h on {day}")
    )
    with use(person(unit, row.person_id).language):
        words = _(subject).format(hours=f"{row.minutes / 60:g}", day=f"{row.day:%d.%m.%Y}")
    tell(unit, row.person_id, "hours", words, reason, "volunteer_hours", row.id, row.centre_id)

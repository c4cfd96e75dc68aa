"""The centre's side of an assignment: on the list, invited, not selected, taken back, came or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from resource_centre.ambassadors import rules, steps
from resource_centre.ambassadors.hours import HoursDraft, log, settle
from resource_centre.ambassadors.model import Ambassador, Assignment, Requirement, VolunteerHours
from resource_centre.ambassadors.rules import AssignmentState
from resource_centre.audit.service import record_step
from resource_centre.centres.queries import centre
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_wall
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _
from resource_centre.people.queries import person
from resource_centre.people.roles import Data, Right, require
from resource_centre.schedule.model import Activity

A = AssignmentState


def propose(unit: Unit, requirement_id: int, people: Sequence[int]) -> list[int]:
    """Puts people on the list of a requirement; they do not see it yet. Who is on it already stays."""
    requirement, _activity = staffed(unit, requirement_id)
    return [open_for(unit, requirement, one, A.PROPOSED).id for one in dict.fromkeys(people)]


def invite(
    unit: Unit, requirement_id: int, people: Sequence[int], answer_by: datetime | None = None
) -> list[int]:
    """Invites people to a session; each is told, and answers until `answer_by`."""
    requirement, activity = staffed(unit, requirement_id)
    until = answer_by or rules.answer_by(activity.starts_at, unit.now)
    if until <= unit.now:
        raise BadInput(_("Leave some time for the answer. Choose a later moment."), "answer_by")
    found = []
    for one in dict.fromkeys(people):
        row = open_for(unit, requirement, one, A.PROPOSED)
        if row.state == A.PROPOSED:
            steps.advance(unit, row, A.INVITED)
            row.invited_at, row.answer_by = unit.now, until
            unit.flush()
            steps.tell_ambassador(unit, row, N_("You are invited: {title}"))
        found.append(row.id)
    return found


def not_select(unit: Unit, assignment_id: int, reason: str = "") -> None:
    """Does not take an offer up."""
    row = steps.opened(unit, assignment_id)
    require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    steps.advance(unit, row, A.NOT_SELECTED, reason)
    steps.tell_ambassador(unit, row, N_("Others come this time: {title}"), reason)


def cancel(unit: Unit, assignment_id: int, reason: str = "") -> None:
    """The centre takes an assignment back; the ambassador's time is free."""
    row = steps.opened(unit, assignment_id)
    require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    before = row.state
    steps.advance(unit, row, A.CANCELLED, reason)
    if before == A.ACCEPTED:
        steps.free_time(unit, row, steps.place_of(unit, row)[1])
    if before != A.PROPOSED:
        steps.tell_ambassador(unit, row, N_("You are not needed after all: {title}"), reason)


def mark(unit: Unit, assignment_id: int, state: AssignmentState, reason: str = "") -> None:
    """Records whether somebody who accepted came: attended (their hours are logged), did not come, excused."""
    if state not in (A.ATTENDED, A.NO_SHOW, A.EXCUSED):
        raise BadInput(_("Attendance is: came, did not come, or excused."), "state")
    row = steps.opened(unit, assignment_id)
    require(unit, Data.HOURS, Right.WRITE, row.centre_id)
    _needs, activity = steps.place_of(unit, row)
    if activity.starts_at > unit.now:
        raise BadInput(_("“{title}” has not begun yet.").format(title=activity.title), "state")
    steps.advance(unit, row, state, reason)
    if state is A.ATTENDED:
        _log_session(unit, row, activity)
        settle(unit, row)
    elif state is A.NO_SHOW:
        steps.tell_ambassador(unit, row, N_("You were missed: {title}"), reason)
    else:
        steps.tell_ambassador(unit, row, N_("You are excused: {title}"), reason)


def _log_session(unit: Unit, row: Assignment, activity: Activity) -> None:
    h = VolunteerHours
    known = select(h.id).where(h.assignment_id == row.id, h.kind == "session", h.state != "rejected")
    if unit.value(known) is None:
        minutes = int((activity.ends_at - activity.starts_at).total_seconds() // 60)
        day = to_wall(activity.starts_at, centre(unit, row.centre_id).tz).date()
        given = HoursDraft("session", day, min(max(minutes, 1), rules.LONGEST_DAY), "", row.id)
        log(unit, row.centre_id, row.person_id, given)


def staffed(unit: Unit, requirement_id: int) -> tuple[Requirement, Activity]:
    """A requirement that a coordinator may fill, with its activity."""
    row = unit.get(Requirement, requirement_id)
    require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    activity = unit.get(Activity, row.activity_id)
    steps.insist_needed(unit, row, activity)
    return row, activity


def open_for(unit: Unit, requirement: Requirement, person_id: int, state: AssignmentState) -> Assignment:
    """The open assignment of an ambassador for a requirement, made when there is none."""
    _insist_ambassador(unit, requirement, person_id)
    query = select(mapped(Assignment)).where(
        Assignment.requirement_id == requirement.id, Assignment.person_id == person_id
    )
    for row in unit.session.scalars(query).all():
        if steps.standing(unit, row) in rules.OPEN:
            return row
        if row.state == A.INVITED:
            steps.expire(unit, row)
    made = unit.add(
        Assignment(
            uid=new_uid(), centre_id=requirement.centre_id, requirement_id=requirement.id, person_id=person_id,
            state=str(state), created_at=unit.now,
        )
    )  # fmt: skip
    record_step(unit, "assignment", made.id, made.centre_id, None, state)
    unit.changed(Topic.AMBASSADORS, Topic.EVENTS)
    return made


def _insist_ambassador(unit: Unit, requirement: Requirement, person_id: int) -> None:
    a = Ambassador
    query = select(a.id).where(
        a.person_id == person_id, a.centre_id == requirement.centre_id, a.left_on.is_(None)
    )
    if unit.value(query) is None:
        name = person(unit, person_id).name
        raise BadInput(_("{name} is no ambassador of this centre.").format(name=name), "person")

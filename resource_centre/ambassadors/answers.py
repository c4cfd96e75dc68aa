"""The ambassador's side of an assignment: offering to come, accepting, declining, withdrawing."""

from __future__ import annotations

from sqlalchemy import func, select

from resource_centre.ambassadors import rules, steps
from resource_centre.ambassadors.assigning import open_for
from resource_centre.ambassadors.model import Assignment, Requirement
from resource_centre.ambassadors.rules import AssignmentState
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotFound, NotPermitted, Refused
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _
from resource_centre.people.roles import Data, Right, allowed, refusal, require
from resource_centre.people.rules import clean_text
from resource_centre.resources.service import ensure_person_bookable
from resource_centre.schedule.model import Activity
from resource_centre.schedule.service import add_bookables

A = AssignmentState


def volunteer(unit: Unit, requirement_id: int) -> int:
    """The actor offers to come; the coordinators are told."""
    requirement = unit.get(Requirement, requirement_id)
    person = steps.me(unit)
    if not unit.actor.has(Role.AMBASSADOR, requirement.centre_id):
        raise NotPermitted(refusal(unit.actor, Data.AMBASSADORS, Right.OWN))
    steps.insist_needed(unit, requirement, unit.get(Activity, requirement.activity_id))
    known = select(Assignment.id).where(
        Assignment.requirement_id == requirement_id,
        Assignment.person_id == person,
        Assignment.state == A.OFFERED,
    )
    offered = unit.value(known)
    if offered is not None:
        return int(offered)
    row = open_for(unit, requirement, person, A.OFFERED)
    if row.state == A.PROPOSED:  # on the centre's list, which an ambassador does not see: the offer counts
        steps.advance(unit, row, A.CANCELLED)
        row = open_for(unit, requirement, person, A.OFFERED)
    elif row.state == A.INVITED:
        raise BadInput(_("You are invited already. Answer the invitation."), "state")
    elif row.state == A.ACCEPTED:
        raise BadInput(_("You are expected there already."), "state")
    steps.tell_centre(unit, row, N_("{name} offers to come: {title}"))
    return row.id


def accept(unit: Unit, assignment_id: int) -> None:
    """Accepts an invitation (the ambassador) or an offer (the coordinator): takes the ambassador's time, or refuses."""
    row = steps.opened(unit, assignment_id)
    if row.state == A.OFFERED:
        require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    else:
        _answers(unit, row)
    requirement, activity = steps.place_of(unit, row)
    steps.insist_needed(unit, requirement, activity)
    rules.MACHINE.check(steps.standing(unit, row), A.ACCEPTED)
    if _filled(unit, requirement.id) >= requirement.needed:
        raise Refused(
            _("All {n} places are filled by now. Thank you for the answer.").format(n=requirement.needed)
        )
    steps.advance(unit, row, A.ACCEPTED)
    row.answered_at = unit.now
    unit.flush()
    time = ensure_person_bookable(unit, row.person_id, row.centre_id)
    add_bookables(unit, activity.id, [time])
    steps.tell_centre(unit, row, N_("{name} accepted: {title}"))
    steps.tell_ambassador(unit, row, N_("You are expected: {title}"))


def _filled(unit: Unit, requirement_id: int) -> int:
    states = [str(state) for state in rules.FILLING]
    query = select(func.count()).where(
        Assignment.requirement_id == requirement_id, Assignment.state.in_(states)
    )
    return int(unit.value(query) or 0)


def decline(unit: Unit, assignment_id: int, reason: str = "") -> None:
    """Says no to an invitation."""
    row = steps.opened(unit, assignment_id)
    _answers(unit, row)
    steps.advance(unit, row, A.DECLINED, reason)
    row.answered_at = unit.now
    unit.flush()
    steps.tell_centre(unit, row, N_("{name} declined: {title}"), reason)


def withdraw(unit: Unit, assignment_id: int, reason: str) -> None:
    """The ambassador cannot come after all; marked as late when it is near. Their time is free again."""
    row = steps.opened(unit, assignment_id)
    _insist_theirs(unit, row)
    reason = clean_text(reason, "reason", _("The reason"), 1000)
    _needs, activity = steps.place_of(unit, row)
    before = row.state
    if before == A.ACCEPTED and activity.starts_at <= unit.now:
        raise BadInput(
            _("“{title}” has begun. Ask the centre to record who came.").format(title=activity.title), "state"
        )
    steps.advance(unit, row, A.WITHDRAWN, reason)
    row.late = before == A.ACCEPTED and rules.is_late(activity.starts_at, unit.now)
    unit.flush()
    if before == A.ACCEPTED:
        steps.free_time(unit, row, activity)
    steps.tell_centre(unit, row, N_("{name} cannot come: {title}"), reason)


def _insist_theirs(unit: Unit, row: Assignment) -> None:
    """For the ambassador, or a coordinator who heard it from them; what is only proposed does not exist for others."""
    if allowed(unit.actor, Data.AMBASSADORS, Right.WRITE, row.centre_id):
        return
    if row.person_id != unit.actor.person_id:
        require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    if row.state == A.PROPOSED:
        raise NotFound(_("There is no {what} with the number {id}.").format(what="assignment", id=row.id))


def _answers(unit: Unit, row: Assignment) -> None:
    _insist_theirs(unit, row)
    if steps.standing(unit, row) is A.EXPIRED:
        raise BadInput(_("This invitation has expired. Ask the centre whether you can still come."), "state")

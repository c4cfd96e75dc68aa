"""Taking a step with an assignment: as it stands now, on record, and told to the other side in their language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from resource_centre.ambassadors import rules
from resource_centre.ambassadors.model import Ambassador, Assignment, Requirement
from resource_centre.ambassadors.rules import MACHINE, AssignmentState
from resource_centre.audit.service import record_step
from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.db.unit import LOCK_NUMBERS, Unit
from resource_centre.i18n import _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import people_with, person
from resource_centre.people.roles import Data, Right, require
from resource_centre.resources.queries import bookable_of_person
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import DEAD_STATES
from resource_centre.schedule.service import drop_bookables

A = AssignmentState


def opened(unit: Unit, assignment_id: int) -> Assignment:
    """The assignment as it is now; whoever else answers at this centre waits, so that no place is given twice."""
    row = unit.get(Assignment, assignment_id)
    unit.take_turns(LOCK_NUMBERS, [row.centre_id])
    unit.session.refresh(row)
    return row


def standing(unit: Unit, row: Assignment) -> AssignmentState:
    """The state that reads now."""
    return rules.state_at(row.state, row.answer_by, unit.now)


def advance(unit: Unit, row: Assignment, target: AssignmentState, reason: str = "") -> None:
    """Writes the step to another state, with who, when and why."""
    before = standing(unit, row)
    MACHINE.check(before, target)
    _write(unit, row, before, target, reason, None)


def expire(unit: Unit, row: Assignment) -> None:
    """Writes down what the clock did: the step has the time at which the answer was due."""
    _write(unit, row, AssignmentState(row.state), A.EXPIRED, "", row.answer_by)


def _write(
    unit: Unit, row: Assignment, before: AssignmentState, target: AssignmentState, reason: str, at: datetime | None
) -> None:  # fmt: skip
    row.state = str(target)
    row.version += 1
    unit.flush()
    record_step(unit, "assignment", row.id, row.centre_id, before, target, reason, at)
    unit.changed(Topic.AMBASSADORS, Topic.EVENTS)


def place_of(unit: Unit, row: Assignment) -> tuple[Requirement, Activity]:
    """What an assignment is for."""
    requirement = unit.get(Requirement, row.requirement_id)
    return requirement, unit.get(Activity, requirement.activity_id)


def insist_needed(unit: Unit, requirement: Requirement, activity: Activity) -> None:
    """`BadInput` when nobody is needed any more, or it is over."""
    if requirement.cancelled_at is not None or activity.state in DEAD_STATES:
        raise BadInput(_("Nobody is needed for this any more."), "state")
    if activity.ends_at <= unit.now:
        raise BadInput(_("“{title}” is over.").format(title=activity.title), "state")


def free_time(unit: Unit, row: Assignment, activity: Activity) -> None:
    """Lets go of the ambassador's time."""
    time = bookable_of_person(unit, row.person_id)
    if time is not None:
        drop_bookables(unit, activity.id, [time])


def tell_ambassador(unit: Unit, row: Assignment, subject: str, body: str = "") -> None:
    """Tells whom an assignment is about. `subject` is marked for translation and knows {name} and {title}."""
    _tell(unit, row.person_id, row, subject, body)


def tell_centre(unit: Unit, row: Assignment, subject: str, body: str = "") -> None:
    """Tells every coordinator of the centre; {name} is the ambassador."""
    for each in people_with(unit, Role.COORDINATOR, row.centre_id):
        _tell(unit, each.id, row, subject, body)


def _tell(unit: Unit, person_id: int, row: Assignment, subject: str, body: str) -> None:
    values: dict[str, Any] = {
        "name": person(unit, row.person_id).name,
        "title": place_of(unit, row)[1].title,
    }
    with use(person(unit, person_id).language):
        words = _(subject).format(**values)
    tell(unit, person_id, "assignment", words, body, "assignment", row.id, row.centre_id)


def me(unit: Unit) -> int:
    """The actor, who must be a person."""
    if unit.actor.person_id is None:
        raise NotPermitted(_("Only a person can do this."))
    return unit.actor.person_id


def centre_of(unit: Unit, person_id: int) -> int:
    """The centre of an ambassador."""
    found = unit.value(select(Ambassador.centre_id).where(Ambassador.person_id == person_id))
    if found is None:
        raise BadInput(_("This person is no ambassador."), "person")
    return int(found)


def own_or_staff(unit: Unit, person_id: int, centre_id: int) -> None:
    """Everybody for themselves; for others the coordinators of the centre."""
    if person_id != unit.actor.person_id:
        require(unit, Data.AMBASSADORS, Right.WRITE, centre_id)

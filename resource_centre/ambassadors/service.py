"""Writing ambassadors: profiles, clearances, availability, invitations and answers, hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from resource_centre.ambassadors import rules
from resource_centre.ambassadors.model import (
    Ambassador,
    Assignment,
    Availability,
    AvailabilityException,
    Clearance,
    Requirement,
    VolunteerHours,
)
from resource_centre.ambassadors.rules import MACHINE, AssignmentState, Weekly
from resource_centre.audit.service import record_step
from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.core.ranges import TimeRange
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.outbox.service import tell
from resource_centre.people.queries import people_with
from resource_centre.people.roles import Data, Right, allowed, refusal, require
from resource_centre.resources.queries import bookable_of_person
from resource_centre.resources.service import ensure_person_bookable
from resource_centre.schedule import service as schedule
from resource_centre.schedule.model import Activity

A = AssignmentState
LONGEST = 24 * 60


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """What a form says about an ambassador."""

    study: str = ""
    home_area: str = ""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    notes: str = ""
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClearanceDraft:
    """What a form says about a clearance: never the certificate itself."""

    kind: str
    issuer: str
    issued_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class HoursDraft:
    """Hours that somebody gave, in minutes."""

    kind: str
    day: date
    minutes: int
    note: str = ""
    assignment_id: int | None = None
    uid: str | None = None


def add_ambassador(unit: Unit, centre_id: int, person_id: int, draft: ProfileDraft) -> int:
    """Makes a person an ambassador of the centre; their time can be booked from then on."""
    require(unit, Data.AMBASSADORS, Right.WRITE, centre_id)
    known = unit.value(select(Ambassador.id).where(Ambassador.person_id == person_id))
    if known is not None:
        raise BadInput(_("This person is an ambassador already."), "person")
    row = unit.add(
        Ambassador(centre_id=centre_id, person_id=person_id, joined_on=unit.now.date(), **_profile(draft))
    )
    ensure_person_bookable(unit, person_id, centre_id)
    unit.changed(Topic.AMBASSADORS)
    return row.id


def change_profile(unit: Unit, ambassador_id: int, draft: ProfileDraft, version: int | None = None) -> None:
    """Changes a profile: one's own (not whether one left), or as a coordinator anyone's."""
    stored = unit.get(Ambassador, ambassador_id)
    _own_or_staff(unit, stored.person_id, stored.centre_id)
    fields = _profile(draft)
    row = unit.get_version(Ambassador, ambassador_id, version, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    unit.flush()
    unit.changed(Topic.AMBASSADORS)


def _profile(draft: ProfileDraft) -> dict[str, object]:
    clean = [" ".join(skill.split()).casefold() for skill in draft.skills]
    return {
        "study": draft.study.strip()[:300], "home_area": draft.home_area.strip()[:300], "languages": list(draft.languages),
        "skills": sorted({skill for skill in clean if skill}), "notes": draft.notes.strip()[:5000], "left_on": draft.left_on,
    }  # fmt: skip


def add_clearance(unit: Unit, person_id: int, draft: ClearanceDraft) -> int:
    """Puts a clearance on record: the safeguarding lead alone."""
    _may_clear(unit, person_id)
    if draft.expires_on is not None and draft.expires_on < draft.issued_on:
        raise BadInput(_("The clearance would end before it begins. Choose a later last day."), "expires_on")
    if draft.issued_on > unit.now.date() + timedelta(days=1):
        raise BadInput(_("The clearance is not issued yet. Choose the day on the paper."), "issued_on")
    row = unit.add(
        Clearance(
            uid=new_uid(), person_id=person_id, kind=draft.kind, issuer=draft.issuer.strip()[:300],
            issued_on=draft.issued_on, expires_on=draft.expires_on,
        )
    )  # fmt: skip
    unit.changed(Topic.AMBASSADORS)
    return row.id


def revoke_clearance(unit: Unit, clearance_id: int) -> None:
    """Takes a clearance back; it stays on record."""
    row = unit.get(Clearance, clearance_id)
    _may_clear(unit, row.person_id)
    row.revoked_at = unit.now
    unit.flush()
    unit.changed(Topic.AMBASSADORS)


def _may_clear(unit: Unit, person_id: int) -> None:
    centre_id = unit.value(select(Ambassador.centre_id).where(Ambassador.person_id == person_id))
    if unit.actor.is_system:
        return
    lead = unit.actor.safeguarding and allowed(unit.actor, Data.CLEARANCES, Right.READ, centre_id)
    if not (lead or allowed(unit.actor, Data.CLEARANCES, Right.WRITE, centre_id)):
        raise NotPermitted(_("Clearances are recorded by the safeguarding lead of the centre."))


def set_availability(unit: Unit, person_id: int, pattern: Sequence[Weekly]) -> None:
    """The weekly pattern, whole."""
    _own_or_staff(unit, person_id, _centre_of(unit, person_id))
    for one in pattern:
        if not (0 <= one.weekday <= 6 and 0 <= one.from_minute < one.to_minute <= 1440):
            raise BadInput(_("A time of the week ends after it begins, on the same day."), "availability")
    unit.execute(delete(Availability).where(Availability.person_id == person_id))
    unit.insert_many(
        Availability,
        [
            {
                "person_id": person_id,
                "weekday": o.weekday,
                "from_minute": o.from_minute,
                "to_minute": o.to_minute,
            }
            for o in pattern
        ],
    )
    unit.changed(Topic.AMBASSADORS)


def add_exception(unit: Unit, person_id: int, span: TimeRange, available: bool, note: str = "") -> int:
    """A time in which the pattern does not hold: away, or free all the same."""
    _own_or_staff(unit, person_id, _centre_of(unit, person_id))
    row = unit.add(
        AvailabilityException(
            uid=new_uid(),
            person_id=person_id,
            starts_at=span.start,
            ends_at=span.end,
            available=available,
            note=note.strip()[:300],
        )
    )
    unit.changed(Topic.AMBASSADORS)
    return row.id


def cancel_exception(unit: Unit, exception_id: int) -> None:
    """Takes an exception back."""
    row = unit.get(AvailabilityException, exception_id)
    _own_or_staff(unit, row.person_id, _centre_of(unit, row.person_id))
    row.cancelled_at = unit.now
    unit.flush()
    unit.changed(Topic.AMBASSADORS)


def propose(unit: Unit, requirement_id: int, people: Sequence[int]) -> list[int]:
    """Puts people on the list of a requirement; they do not see it yet. Who is on it already stays."""
    requirement = _staffed(unit, requirement_id)
    return [_open_for(unit, requirement, person, A.PROPOSED) for person in dict.fromkeys(people)]


def invite(
    unit: Unit, requirement_id: int, people: Sequence[int], answer_by: datetime | None = None
) -> list[int]:
    """Invites people to a session; each is told, and answers until `answer_by`."""
    requirement = _staffed(unit, requirement_id)
    activity = unit.get(Activity, requirement.activity_id)
    until = answer_by or rules.answer_by(activity.starts_at, unit.now)
    if until <= unit.now:
        raise BadInput(_("Leave some time for the answer. Choose a later moment."), "answer_by")
    found = []
    for person in dict.fromkeys(people):
        row = unit.get(Assignment, _open_for(unit, requirement, person, A.PROPOSED))
        if rules.state_at(row.state, row.answer_by, unit.now) is A.PROPOSED:
            _step(unit, row, A.INVITED)
            row.invited_at, row.answer_by = unit.now, until
            unit.flush()
            _tell(unit, row, activity, _("You are invited: {title}").format(title=activity.title))
        found.append(row.id)
    return found


def volunteer(unit: Unit, requirement_id: int) -> int:
    """The actor offers to come."""
    requirement = unit.get(Requirement, requirement_id)
    person = _me(unit)
    if not unit.actor.has(Role.AMBASSADOR, requirement.centre_id):
        raise NotPermitted(refusal(unit.actor, Data.AMBASSADORS, Right.OWN))
    if requirement.cancelled_at is not None:
        raise BadInput(_("Nobody is needed for this any more."))
    number = _open_for(unit, requirement, person, A.OFFERED)
    activity = unit.get(Activity, requirement.activity_id)
    for each in people_with(unit, Role.COORDINATOR, requirement.centre_id):
        subject = _("{name} offers to come: {title}").format(name=unit.actor.name, title=activity.title)
        tell(
            unit,
            each.id,
            "assignment",
            subject,
            about="assignment",
            about_id=number,
            centre_id=requirement.centre_id,
        )
    return number


def accept(unit: Unit, assignment_id: int) -> None:
    """Accepts an invitation (the ambassador) or an offer (the coordinator): takes the ambassador's time, or refuses."""
    row = unit.get(Assignment, assignment_id)
    if row.state == A.OFFERED:
        require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    else:
        _answers(unit, row)
    requirement = unit.get(Requirement, row.requirement_id)
    activity = unit.get(Activity, requirement.activity_id)
    if activity.ends_at <= unit.now:
        raise BadInput(_("“{title}” is over.").format(title=activity.title), "state")
    accepted = select(Assignment.id).where(
        Assignment.requirement_id == requirement.id, Assignment.state == str(A.ACCEPTED)
    )
    if len(unit.column(accepted)) >= requirement.needed:
        raise Refused(
            _("All {n} places are filled by now. Thank you for the answer.").format(n=requirement.needed)
        )
    _step(unit, row, A.ACCEPTED)
    row.answered_at = unit.now
    unit.flush()
    time = bookable_of_person(unit, row.person_id) or ensure_person_bookable(
        unit, row.person_id, row.centre_id
    )
    schedule.add_bookables(unit, activity.id, [time])
    _tell_centre(unit, row, activity, _("{name} accepted: {title}"))


def decline(unit: Unit, assignment_id: int, reason: str = "") -> None:
    """Says no to an invitation."""
    row = unit.get(Assignment, assignment_id)
    _answers(unit, row)
    _step(unit, row, A.DECLINED, reason)
    row.answered_at = unit.now
    unit.flush()
    _tell_centre(unit, row, _activity(unit, row), _("{name} declined: {title}"))


def not_select(unit: Unit, assignment_id: int, reason: str = "") -> None:
    """Does not take an offer up."""
    row = unit.get(Assignment, assignment_id)
    require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    _step(unit, row, A.NOT_SELECTED, reason)
    activity = _activity(unit, row)
    _tell(unit, row, activity, _("Others come this time: {title}").format(title=activity.title))


def withdraw(unit: Unit, assignment_id: int, reason: str) -> None:
    """The ambassador cannot come after all; marked as late when it is near. Their time is free again."""
    row = unit.get(Assignment, assignment_id)
    if row.person_id != unit.actor.person_id:
        require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    activity = _activity(unit, row)
    before = row.state
    _step(unit, row, A.WITHDRAWN, reason)
    row.late = before == A.ACCEPTED and rules.is_late(activity.starts_at, unit.now)
    _let_go(unit, row, activity, before)
    _tell_centre(unit, row, activity, _("{name} cannot come: {title}"))


def cancel(unit: Unit, assignment_id: int, reason: str = "") -> None:
    """The centre takes an assignment back."""
    row = unit.get(Assignment, assignment_id)
    require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    activity, before = _activity(unit, row), row.state
    _step(unit, row, A.CANCELLED, reason)
    _let_go(unit, row, activity, before)
    if before != A.PROPOSED:
        _tell(unit, row, activity, _("You are not needed after all: {title}").format(title=activity.title))


def mark(unit: Unit, assignment_id: int, state: AssignmentState, reason: str = "") -> None:
    """Records whether somebody who accepted came: attended, did not come, excused."""
    if state not in (A.ATTENDED, A.NO_SHOW, A.EXCUSED):
        raise BadInput(_("Attendance is: came, did not come, or excused."), "state")
    row = unit.get(Assignment, assignment_id)
    require(unit, Data.HOURS, Right.WRITE, row.centre_id)
    activity = _activity(unit, row)
    if activity.starts_at > unit.now:
        raise BadInput(_("“{title}” has not begun yet.").format(title=activity.title), "state")
    _step(unit, row, state, reason)
    if state is A.ATTENDED:
        known = unit.value(
            select(VolunteerHours.id).where(
                VolunteerHours.assignment_id == row.id, VolunteerHours.kind == "session"
            )
        )
        if known is None:
            minutes = max(int((activity.ends_at - activity.starts_at).total_seconds() // 60), 1)
            _log(
                unit,
                row.centre_id,
                row.person_id,
                HoursDraft("session", activity.starts_at.date(), min(minutes, LONGEST), "", row.id),
            )


def log_hours(unit: Unit, draft: HoursDraft, person_id: int | None = None) -> int:
    """Logs hours: one's own, or (staff) somebody's. They wait for approval."""
    person = person_id or _me(unit)
    centre_id = _centre_of(unit, person)
    if person != unit.actor.person_id:
        require(unit, Data.HOURS, Right.WRITE, centre_id)
    known = (
        unit.value(select(VolunteerHours.id).where(VolunteerHours.uid == draft.uid)) if draft.uid else None
    )
    if known is not None:
        return int(known)
    if not 1 <= draft.minutes <= LONGEST:
        raise BadInput(_("Hours of one day are between a minute and 24 hours."), "minutes")
    if draft.day > unit.now.date() + timedelta(days=1):
        raise BadInput(_("This day is still to come. Log the hours once they are given."), "day")
    if draft.kind not in rules.HOUR_KINDS:
        raise BadInput(_("Choose what the hours were for."), "kind")
    return _log(unit, centre_id, person, draft)


def decide_hours(unit: Unit, ids: Sequence[int], approve: bool = True) -> int:
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
        count += 1
        unit.flush()
        assignment = unit.find(Assignment, row.assignment_id)
        if approve and assignment is not None and assignment.state == A.ATTENDED:
            waiting = select(VolunteerHours.id).where(
                VolunteerHours.assignment_id == assignment.id, VolunteerHours.state == "logged"
            )
            if unit.value(waiting) is None:
                _step(unit, assignment, A.HOURS_APPROVED)
    unit.changed(Topic.AMBASSADORS)
    return count


def _log(unit: Unit, centre_id: int, person_id: int, draft: HoursDraft) -> int:
    row = unit.add(
        VolunteerHours(
            uid=draft.uid or new_uid(), centre_id=centre_id, person_id=person_id, assignment_id=draft.assignment_id,
            kind=draft.kind, day=draft.day, minutes=draft.minutes, note=draft.note.strip()[:1000], state="logged", logged_at=unit.now,
        )
    )  # fmt: skip
    unit.changed(Topic.AMBASSADORS)
    return row.id


def _staffed(unit: Unit, requirement_id: int) -> Requirement:
    row = unit.get(Requirement, requirement_id)
    require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    if row.cancelled_at is not None:
        raise BadInput(_("Nobody is needed for this any more."))
    return row


def _open_for(unit: Unit, requirement: Requirement, person_id: int, state: AssignmentState) -> int:
    """The open assignment of a person for a requirement, made when there is none."""
    query = select(Assignment).where(
        Assignment.requirement_id == requirement.id, Assignment.person_id == person_id
    )
    for row in unit.session.scalars(query):
        if rules.state_at(row.state, row.answer_by, unit.now) in rules.OPEN:
            return row.id
        if row.state == A.INVITED:
            _step(unit, row, A.EXPIRED)
    made = unit.add(
        Assignment(
            uid=new_uid(), centre_id=requirement.centre_id, requirement_id=requirement.id, person_id=person_id,
            state=str(state), created_at=unit.now,
        )
    )  # fmt: skip
    record_step(unit, "assignment", made.id, made.centre_id, None, state)
    unit.changed(Topic.AMBASSADORS, Topic.EVENTS)
    return made.id


def _answers(unit: Unit, row: Assignment) -> None:
    """Only the invited person answers (or a coordinator who heard it from them), and only in time."""
    if row.person_id != unit.actor.person_id:
        require(unit, Data.AMBASSADORS, Right.WRITE, row.centre_id)
    if rules.state_at(row.state, row.answer_by, unit.now) is A.EXPIRED:
        raise BadInput(_("This invitation has expired. Ask the centre whether you can still come."), "state")


def _step(unit: Unit, row: Assignment, target: AssignmentState, reason: str = "") -> None:
    before = AssignmentState(row.state)
    MACHINE.check(before, target)
    row.state = str(target)
    row.version += 1
    unit.flush()
    record_step(unit, "assignment", row.id, row.centre_id, before, target, reason)
    unit.changed(Topic.AMBASSADORS, Topic.EVENTS)


def _let_go(unit: Unit, row: Assignment, activity: Activity, before: str) -> None:
    unit.flush()
    if before == A.ACCEPTED:
        time = bookable_of_person(unit, row.person_id)
        if time is not None:
            schedule.drop_bookables(unit, activity.id, [time])


def _activity(unit: Unit, row: Assignment) -> Activity:
    return unit.get(Activity, unit.get(Requirement, row.requirement_id).activity_id)


def _tell(unit: Unit, row: Assignment, activity: Activity, subject: str) -> None:
    tell(
        unit,
        row.person_id,
        "assignment",
        subject,
        about="assignment",
        about_id=row.id,
        centre_id=row.centre_id,
    )


def _tell_centre(unit: Unit, row: Assignment, activity: Activity, subject: str) -> None:
    from resource_centre.people.queries import person

    name = person(unit, row.person_id).name
    for each in people_with(unit, Role.COORDINATOR, row.centre_id):
        if each.id != unit.actor.person_id:
            words = subject.format(name=name, title=activity.title)
            tell(
                unit,
                each.id,
                "assignment",
                words,
                about="assignment",
                about_id=row.id,
                centre_id=row.centre_id,
            )


def _me(unit: Unit) -> int:
    if unit.actor.person_id is None:
        raise NotPermitted(_("Only a person can do this."))
    return unit.actor.person_id


def _centre_of(unit: Unit, person_id: int) -> int:
    found = unit.value(select(Ambassador.centre_id).where(Ambassador.person_id == person_id))
    if found is None:
        raise BadInput(_("This person is no ambassador."), "person")
    return int(found)


def _own_or_staff(unit: Unit, person_id: int, centre_id: int) -> None:
    if person_id != unit.actor.person_id:
        require(unit, Data.AMBASSADORS, Right.WRITE, centre_id)

"""Writing courses: planning, sessions that hold labs, enrolments, attendance, certificates, commitments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from resource_centre.audit.service import record_step
from resource_centre.centres.queries import centre
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.core.ranges import TimeRange
from resource_centre.core.times import to_wall
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import LOCK_NUMBERS, Unit
from resource_centre.i18n import N_, _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import person
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.people.rules import clean_text
from resource_centre.people.service import grant_qualification
from resource_centre.schedule import service as schedule
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import ActivityKind, ActivityState, Hold
from resource_centre.training import queries, rules
from resource_centre.training.model import Commitment, Course, Enrolment, TrainingAttendance, TrainingSession
from resource_centre.training.rules import CommitmentState, CourseState, EnrolmentState

E = EnrolmentState


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """What a form says about a course."""

    title: str
    summary: str = ""
    tier: int = 1
    capacity: int | None = None
    lead_id: int | None = None
    qualification_id: int | None = None
    uid: str | None = None


def add_course(unit: Unit, centre_id: int, draft: CourseDraft) -> int:
    """Plans a course; the same uid again answers the one it made."""
    require(unit, Data.TRAINING, Right.WRITE, centre_id)
    known = unit.value(select(Course.id).where(Course.uid == draft.uid)) if draft.uid else None
    if known is not None:
        return int(known)
    row = unit.add(
        Course(
            uid=draft.uid or new_uid(),
            centre_id=centre_id,
            state=str(CourseState.PLANNED),
            created_at=unit.now,
            **_clean(draft),
        )
    )
    record_step(unit, "course", row.id, centre_id, None, CourseState.PLANNED)
    unit.changed(Topic.TRAINING)
    return row.id


def change_course(unit: Unit, course_id: int, draft: CourseDraft, version: int | None = None) -> None:
    """Changes a course's particulars."""
    found = unit.get(Course, course_id)
    require(unit, Data.TRAINING, Right.WRITE, found.centre_id)
    fields = _clean(draft)
    row = unit.get_version(Course, course_id, version, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    unit.flush()
    unit.changed(Topic.TRAINING)


def _clean(draft: CourseDraft) -> dict[str, object]:
    if not 1 <= draft.tier <= 5:
        raise BadInput(_("A tier is between 1 and 5."), "tier")
    if draft.capacity is not None and draft.capacity < 1:
        raise BadInput(_("A course has one place or more. Leave it empty for no limit."), "capacity")
    return {
        "title": clean_text(draft.title, "title", _("The title"), 300), "summary": draft.summary.strip()[:5000], "tier": draft.tier,
        "capacity": draft.capacity, "lead_id": draft.lead_id, "qualification_id": draft.qualification_id,
    }  # fmt: skip


def set_course_state(unit: Unit, course_id: int, state: CourseState, reason: str = "") -> None:
    """Opens, starts, finishes or cancels a course. Cancelling frees every session that is not over."""
    row = unit.get(Course, course_id)
    require(unit, Data.TRAINING, Right.WRITE, row.centre_id)
    before = CourseState(row.state)
    rules.COURSES.check(before, state)
    if state is CourseState.CANCELLED:
        for session in queries.sessions(unit, course_id):
            if session.end > unit.now and session.state == "planned":
                drop_session(unit, session.id, reason or _("The course is cancelled."))
        for each in queries.enrolments(unit, course_id):
            if rules.ENROLMENTS.steps.get(each.state):
                tell_of_course(unit, row, each.person_id, N_("The course is cancelled: {course}"), reason)
    if state is CourseState.RUNNING:
        for each in queries.enrolments(unit, course_id):
            if each.state is E.ENROLLED:
                _enrolment_step(unit, unit.get(Enrolment, each.id), row, E.IN_PROGRESS)
    row.state = str(state)
    row.version += 1
    unit.flush()
    record_step(unit, "course", course_id, row.centre_id, before, state, reason)
    unit.changed(Topic.TRAINING)


def add_session(
    unit: Unit,
    course_id: int,
    start: datetime,
    end: datetime,
    bookables: Sequence[int] = (),
    title: str = "",
    override_reason: str = "",
) -> int:
    """Adds a session and takes lab and lead together, or nothing."""
    row = unit.get(Course, course_id)
    require(unit, Data.TRAINING, Right.WRITE, row.centre_id)
    TimeRange(start, end)
    if row.state in (CourseState.FINISHED, CourseState.CANCELLED):
        raise BadInput(_("“{title}” is over. Plan a new course.").format(title=row.title), "course")
    count = len(queries.sessions(unit, course_id))
    name = title.strip() or f"{row.title}, {count + 1}"
    if bookables:
        hold = Hold(
            row.centre_id,
            ActivityKind.TRAINING_SESSION,
            name,
            start,
            end,
            tuple(bookables),
            person_id=row.lead_id,
            override_reason=override_reason,
        )
        activity_id = schedule.hold(unit, hold).activity_id
    else:
        activity = unit.add(
            Activity(
                uid=new_uid(), centre_id=row.centre_id, kind=str(ActivityKind.TRAINING_SESSION), state=str(ActivityState.BOOKED), title=name,
                starts_at=start, ends_at=end, person_id=row.lead_id, created_at=unit.now, created_by=unit.actor.person_id, changed_at=unit.now,
            )
        )  # fmt: skip
        record_step(unit, "activity", activity.id, row.centre_id, None, ActivityState.BOOKED)
        activity_id = activity.id
    made = unit.add(TrainingSession(course_id=course_id, activity_id=activity_id, state="planned"))
    unit.changed(Topic.TRAINING, Topic.SCHEDULE)
    return made.id


def drop_session(unit: Unit, session_id: int, reason: str) -> None:
    """Cancels a session; what it held is free."""
    row = unit.get(TrainingSession, session_id)
    course = unit.get(Course, row.course_id)
    require(unit, Data.TRAINING, Right.WRITE, course.centre_id)
    if row.state != "planned":
        raise BadInput(_("Only a planned session can be cancelled."), "state")
    schedule.release(unit, row.activity_id, reason)
    row.state = "cancelled"
    unit.flush()
    unit.changed(Topic.TRAINING)


def enrol(unit: Unit, course_id: int, person_id: int | None = None) -> EnrolmentState:
    """Applies (a person for themselves), or enrols somebody (staff): with a place, else on the waiting list."""
    row = unit.get(Course, course_id)
    who = person_id or unit.actor.person_id
    if who is None:
        raise BadInput(_("Say who is enrolled."), "person")
    own = who == unit.actor.person_id
    require(unit, Data.TRAINING, Right.OWN if own else Right.WRITE, row.centre_id)
    staff = allowed(unit.actor, Data.TRAINING, Right.WRITE, row.centre_id)
    takes = (CourseState.OPEN, CourseState.PLANNED, CourseState.RUNNING) if staff else (CourseState.OPEN,)
    if row.state in (CourseState.PLANNED, CourseState.RUNNING) and not staff:
        raise BadInput(
            _("“{title}” is not open for applications. Ask the centre.").format(title=row.title), "course"
        )
    if row.state not in takes:
        raise BadInput(_("“{title}” takes nobody any more.").format(title=row.title), "course")
    unit.take_turns(LOCK_NUMBERS, [row.centre_id])
    known = unit.value(
        select(Enrolment.id).where(Enrolment.course_id == course_id, Enrolment.person_id == who)
    )
    if known is not None:
        raise BadInput(_("This person is on the course already."), "person")
    made = unit.add(
        Enrolment(
            uid=new_uid(), course_id=course_id, person_id=who, state=str(E.APPLIED), applied_at=unit.now
        )
    )
    record_step(unit, "enrolment", made.id, row.centre_id, None, E.APPLIED)
    unit.changed(Topic.TRAINING)
    if not staff or person_id is None:
        return E.APPLIED
    state = E.WAITLISTED if _full(unit, row) else E.ENROLLED
    _enrolment_step(unit, made, row, state)
    return state


def set_enrolment(
    unit: Unit, enrolment_id: int, state: EnrolmentState, reason: str = "", version: int | None = None
) -> None:
    """Takes a step with an enrolment: staff any, a person may withdraw. A certificate grants the training and a commitment."""
    row = unit.get(Enrolment, enrolment_id)
    course = unit.get(Course, row.course_id)
    own = row.person_id == unit.actor.person_id and state is E.WITHDRAWN
    require(unit, Data.TRAINING, Right.OWN if own else Right.WRITE, course.centre_id)
    unit.take_turns(LOCK_NUMBERS, [course.centre_id])
    if version is not None:
        row = unit.get_version(Enrolment, enrolment_id, version, {"state": str(state)})
    if state is E.ENROLLED and _full(unit, course):
        raise BadInput(
            _("All {n} places are taken. Leave the person on the waiting list.").format(n=course.capacity),
            "state",
        )
    before = EnrolmentState(row.state)
    _enrolment_step(unit, row, course, state, reason)
    if state is E.CERTIFIED:
        if course.qualification_id is not None:
            grant_qualification(unit, row.person_id, course.qualification_id, unit.now.date())
        owed = unit.add(
            Commitment(
                uid=new_uid(),
                enrolment_id=row.id,
                person_id=row.person_id,
                due_on=(unit.now + rules.OWES_AFTER).date(),
                state=str(CommitmentState.PLANNED),
            )
        )
        record_step(unit, "commitment", owed.id, course.centre_id, None, CommitmentState.PLANNED)
    if state in (E.WITHDRAWN, E.NO_SHOW) and before in rules.SEATED:
        _move_up(unit, course)


def _full(unit: Unit, course: Course) -> bool:
    if course.capacity is None:
        return False
    seated = [str(state) for state in rules.SEATED]
    query = select(func.count()).where(Enrolment.course_id == course.id, Enrolment.state.in_(seated))
    return int(unit.value(query) or 0) >= course.capacity


def _move_up(unit: Unit, course: Course) -> None:
    """Who waits longest gets a place that became free."""
    if course.state not in (CourseState.OPEN, CourseState.PLANNED):
        return
    query = (
        select(Enrolment.id)
        .where(Enrolment.course_id == course.id, Enrolment.state == str(E.WAITLISTED))
        .order_by(Enrolment.applied_at, Enrolment.id)
    )
    first = unit.first(query)
    if first is not None:
        _enrolment_step(unit, unit.get(Enrolment, first[0]), course, E.ENROLLED)


def _enrolment_step(
    unit: Unit, row: Enrolment, course: Course, state: EnrolmentState, reason: str = ""
) -> None:
    before = EnrolmentState(row.state)
    rules.ENROLMENTS.check(before, state)
    row.state = str(state)
    row.version += 1
    unit.flush()
    record_step(unit, "enrolment", row.id, course.centre_id, before, state, reason)
    unit.changed(Topic.TRAINING)
    if row.person_id != unit.actor.person_id:
        tell_of_course(
            unit, course, row.person_id, N_("{course}: {state}"), reason, rules.ENROLMENT_NAMES[state]
        )
    elif state is E.WITHDRAWN:
        tell_of_course(unit, course, course.lead_id, N_("{name} has withdrawn: {course}"), reason)


def tell_of_course(
    unit: Unit, course: Course, person_id: int | None, subject: str, body: str = "", state: str = ""
) -> None:
    """Tells somebody in their language. `subject` is marked for translation and knows {course}, {state}, {name}."""
    if person_id is None:
        return
    with use(person(unit, person_id).language):
        words = _(subject).format(course=course.title, state=_(state) if state else "", name=unit.actor.name)
    tell(unit, person_id, "course", words, body, "course", course.id, course.centre_id)


def record_attendance(unit: Unit, session_id: int, minutes: dict[int, int]) -> None:
    """Records how long each enrolled person (by enrolment) was at a session, which then counts as delivered."""
    session = unit.get(TrainingSession, session_id)
    course = unit.get(Course, session.course_id)
    require(unit, Data.TRAINING, Right.WRITE, course.centre_id)
    activity = unit.get(Activity, session.activity_id)
    if activity.starts_at > unit.now:
        raise BadInput(_("“{title}” has not begun yet.").format(title=activity.title), "state")
    if session.state == "cancelled":
        raise BadInput(_("“{title}” is cancelled; nobody was there.").format(title=activity.title), "state")
    ours = set(unit.column(select(Enrolment.id).where(Enrolment.course_id == course.id)))
    if not ours.issuperset(minutes):
        raise BadInput(_("Only people of this course are counted. Enrol the person first."), "minutes")
    longest = int((activity.ends_at - activity.starts_at).total_seconds() // 60)
    known = {
        row.enrolment_id: row
        for row in unit.session.scalars(
            select(mapped(TrainingAttendance)).where(TrainingAttendance.training_session_id == session_id)
        )
    }
    for enrolment_id, amount in minutes.items():
        if not 0 <= amount <= longest:
            raise BadInput(
                _("Between 0 and {n} minutes: the session was no longer.").format(n=longest), "minutes"
            )
        if enrolment_id in known:
            known[enrolment_id].minutes = amount
        else:
            unit.add(
                TrainingAttendance(training_session_id=session_id, enrolment_id=enrolment_id, minutes=amount)
            )
    session.state = "delivered"
    unit.flush()
    if activity.state == ActivityState.BOOKED:
        schedule.set_state(unit, activity.id, ActivityState.HELD)
    unit.changed(Topic.TRAINING)


def set_commitment(
    unit: Unit,
    commitment_id: int,
    state: CommitmentState,
    trainees: int | None = None,
    on: date | None = None,
) -> None:
    """Records that a trainer passed the course on (delivered), or that somebody looked (verified)."""
    row = unit.get(Commitment, commitment_id)
    course = unit.get(Course, unit.get(Enrolment, row.enrolment_id).course_id)
    require(unit, Data.TRAINING, Right.WRITE, course.centre_id)
    today = to_wall(unit.now, centre(unit, course.centre_id).tz).date()
    delivered = (on or today) if state is CommitmentState.DELIVERED else today
    if delivered > today:
        raise BadInput(_("This day is still to come. Record it once the course was passed on."), "on")
    if state is CommitmentState.LAPSED and row.due_on >= today:
        raise BadInput(
            _("It is due on {day}; until then it cannot lapse.").format(day=f"{row.due_on:%d.%m.%Y}"), "state"
        )
    before = CommitmentState(row.state)
    if state is not CommitmentState.LAPSED:
        before = rules.commitment_at(row.state, row.due_on, delivered)
    rules.COMMITMENTS.check(before, state)
    if state is CommitmentState.DELIVERED:
        if not trainees or trainees < 1:
            raise BadInput(_("Say how many were trained."), "trainees")
        row.trainees, row.delivered_on = trainees, delivered
    row.state = str(state)
    row.version += 1
    unit.flush()
    record_step(unit, "commitment", row.id, course.centre_id, before, state)
    tell_of_course(
        unit, course, row.person_id, N_("Passing on {course}: {state}"), "", rules.COMMITMENT_NAMES[state]
    )
    unit.changed(Topic.TRAINING)

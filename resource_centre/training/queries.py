"""Reading courses, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from resource_centre.core.errors import NotFound
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _
from resource_centre.people.model import Person, Qualification
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schools.model import School
from resource_centre.training import rules
from resource_centre.training.model import Commitment, Course, Enrolment, TrainingAttendance, TrainingSession
from resource_centre.training.rules import CommitmentState, CourseState, EnrolmentState


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course in a list; `seated` have a place, `waiting` applied or wait."""

    id: int
    centre_id: int
    title: str
    summary: str
    tier: int
    capacity: int | None
    lead_id: int | None
    lead: str
    qualification_id: int | None
    qualification: str
    state: CourseState
    version: int
    sessions: int
    first: datetime | None
    last: datetime | None
    seated: int
    waiting: int
    certified: int


@dataclass(frozen=True, slots=True)
class CourseSessionRow:
    """One session of a course."""

    id: int
    activity_id: int
    title: str
    start: datetime
    end: datetime
    place: str
    state: str


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A person on a course; `minutes` is how long they were there."""

    id: int
    course_id: int
    person_id: int
    person: str
    school: str
    state: EnrolmentState
    applied_at: datetime
    version: int
    minutes: int


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """What a certified trainer owes; the state is the one that reads now."""

    id: int
    enrolment_id: int
    person_id: int
    person: str
    due_on: date
    state: CommitmentState
    trainees: int | None
    delivered_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class CourseDetail:
    """Everything about one course."""

    row: CourseRow
    sessions: tuple[CourseSessionRow, ...]
    enrolments: tuple[EnrolmentRow, ...]
    attended: dict[tuple[int, int], int]
    commitments: tuple[CommitmentRow, ...]
    staff: bool

    @property
    def trainee_hours(self) -> float:
        """Hours of everybody the reader may see, together."""
        return sum(e.minutes for e in self.enrolments) / 60


def courses(unit: Unit, centre_id: int) -> list[CourseRow]:
    """The courses of a centre: open and running ones first, newest first."""
    require(unit, Data.TRAINING, Right.OWN, centre_id)
    order = {
        CourseState.RUNNING: 0,
        CourseState.OPEN: 1,
        CourseState.PLANNED: 2,
        CourseState.FINISHED: 3,
        CourseState.CANCELLED: 4,
    }
    rows = _rows(unit, _select().where(Course.centre_id == centre_id))
    return sorted(rows, key=lambda row: (order[row.state], -(row.first.timestamp() if row.first else 0)))


def course(unit: Unit, course_id: int) -> CourseDetail:
    """One course; who is not staff sees only their own enrolment."""
    found = _rows(unit, _select().where(Course.id == course_id))
    if not found:
        raise NotFound(_("There is no course with the number {id}.").format(id=course_id))
    row = found[0]
    require(unit, Data.TRAINING, Right.OWN, row.centre_id)
    staff = allowed(unit.actor, Data.TRAINING, Right.READ, row.centre_id)
    people = enrolments(unit, course_id)
    ids = [e.id for e in people]
    a = TrainingAttendance
    attended = {
        (r[0], r[1]): r[2]
        for r in unit.rows(
            select(a.training_session_id, a.enrolment_id, a.minutes).where(a.enrolment_id.in_(ids))
        )
    }
    return CourseDetail(row, sessions(unit, course_id), people, attended, commitments(unit, ids), staff)


def sessions(unit: Unit, course_id: int) -> tuple[CourseSessionRow, ...]:
    """The sessions of a course by time."""
    s, a = TrainingSession, Activity
    place = (
        select(func.min(Bookable.name))
        .join(Allocation, Allocation.asked_id == Bookable.id)
        .where(Allocation.activity_id == a.id, Allocation.live, Bookable.kind == "lab")
        .correlate(a)
        .scalar_subquery()
    )
    query = (
        select(s.id, a.id, a.title, a.starts_at, a.ends_at, func.coalesce(place, ""), s.state)
        .join(a, a.id == s.activity_id)
        .where(s.course_id == course_id)
        .order_by(a.starts_at)
    )
    return tuple(CourseSessionRow(*r) for r in unit.rows(query))


def enrolments(unit: Unit, course_id: int) -> tuple[EnrolmentRow, ...]:
    """The people of a course by name, with their minutes; who is not staff sees only themselves."""
    centre_id = unit.value(select(Course.centre_id).where(Course.id == course_id))
    require(unit, Data.TRAINING, Right.OWN, centre_id)
    staff = allowed(unit.actor, Data.TRAINING, Right.READ, centre_id)
    e, a = Enrolment, TrainingAttendance
    minutes = select(func.sum(a.minutes)).where(a.enrolment_id == e.id).correlate(e).scalar_subquery()
    query = (
        select(
            e.id,
            e.course_id,
            e.person_id,
            Person.name,
            School.name,
            e.state,
            e.applied_at,
            e.version,
            minutes,
        )
        .join(Person, Person.id == e.person_id)
        .outerjoin(School, School.id == Person.school_id)
        .where(e.course_id == course_id)
        .order_by(Person.name)
    )
    return tuple(
        EnrolmentRow(r[0], r[1], r[2], r[3], r[4] or "", EnrolmentState(r[5]), r[6], r[7], int(r[8] or 0))
        for r in unit.rows(query)
        if staff or r[2] == unit.actor.person_id
    )


def commitments(unit: Unit, enrolment_ids: list[int]) -> tuple[CommitmentRow, ...]:
    """What these trainers owe."""
    c = Commitment
    query = (
        select(
            c.id,
            c.enrolment_id,
            c.person_id,
            Person.name,
            c.due_on,
            c.state,
            c.trainees,
            c.delivered_on,
            c.version,
        )
        .join(Person, Person.id == c.person_id)
        .where(c.enrolment_id.in_(enrolment_ids))
        .order_by(c.due_on)
    )
    today = unit.now.date()
    return tuple(
        CommitmentRow(*r[:5], rules.commitment_at(r[5], r[4], today), *r[6:])  # type: ignore[call-arg]
        for r in unit.rows(query)
    )


def _select() -> Query:
    c = Course
    return (
        select(c.id, c.centre_id, c.title, c.summary, c.tier, c.capacity, c.lead_id, Person.name, c.qualification_id, Qualification.name, c.state, c.version)
        .outerjoin(Person, Person.id == c.lead_id)
        .outerjoin(Qualification, Qualification.id == c.qualification_id)
    )  # fmt: skip


def _rows(unit: Unit, query: Query) -> list[CourseRow]:
    rows = unit.rows(query)
    ids = [r[0] for r in rows]
    s, a, e = TrainingSession, Activity, Enrolment
    spans = {
        r[0]: r[1:]
        for r in unit.rows(
            select(s.course_id, func.count(), func.min(a.starts_at), func.max(a.ends_at))
            .join(a, a.id == s.activity_id)
            .where(s.course_id.in_(ids), s.state != "cancelled")
            .group_by(s.course_id)
        )
    }
    counts: dict[int, dict[str, int]] = {}
    for course_id, state, count in unit.rows(
        select(e.course_id, e.state, func.count()).where(e.course_id.in_(ids)).group_by(e.course_id, e.state)
    ):
        counts.setdefault(course_id, {})[state] = count
    found = []
    for r in rows:
        span, of = spans.get(r[0], (0, None, None)), counts.get(r[0], {})
        seated = sum(of.get(str(state), 0) for state in rules.SEATED)
        found.append(
            CourseRow(  # type: ignore[call-arg]
                *r[:7], r[7] or "", r[8], r[9] or "", CourseState(r[10]), r[11], *span, seated,
                of.get("applied", 0) + of.get("waitlisted", 0), of.get("certified", 0),
            )
        )  # fmt: skip
    return found


def course_of(unit: Unit, enrolment_id: int) -> int:
    """The course that an enrolment is on."""
    found = unit.value(select(Enrolment.course_id).where(Enrolment.id == enrolment_id))
    if found is None:
        raise NotFound(_("There is no enrolment with the number {id}.").format(id=enrolment_id))
    return int(found)

"""For every kind of row behind a figure: what is shown of it, under which headings, and who may see its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from resource_centre.ambassadors import rules as ambassadors
from resource_centre.ambassadors.model import Assignment, Clearance, Requirement, VolunteerHours
from resource_centre.consultations.model import Appointment, Request
from resource_centre.consultations.rules import APPOINTMENT_NAMES, CHANNELS, STATE_NAMES, TOPICS
from resource_centre.core.times import TimeRange
from resource_centre.db.base import aliased
from resource_centre.db.unit import Query, Unit
from resource_centre.evaluation.model import (
    Answer,
    EvaluationForm,
    EvaluationResponse,
    EvaluationRound,
    Question,
)
from resource_centre.events import rules as events
from resource_centre.events.model import Event, EventSession, Participation
from resource_centre.i18n import N_
from resource_centre.people.model import Person, PersonQualification, Qualification
from resource_centre.people.roles import Data
from resource_centre.reports.words import (
    AUDIENCES,
    GENDERS,
    HOURS,
    KINDS,
    MODES,
    RESOURCES,
    SETTLEMENTS,
    STAGES,
)
from resource_centre.resources.model import Bookable, Outage
from resource_centre.schedule import rules as schedule
from resource_centre.schedule.model import Activity
from resource_centre.schools.model import School
from resource_centre.training import rules as training
from resource_centre.training.model import Course, Enrolment, TrainingAttendance, TrainingSession

Names = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A select whose first column is the row's number; `words` translate cells, `names` guards that of a person."""

    key: Any
    headings: tuple[str, ...]
    select: Query
    words: Mapping[int, Names] = field(default_factory=dict)
    names: Data | None = None
    name_at: int = 0


_ACTIVITIES: Names = {str(k): v for k, v in schedule.KIND_NAMES.items()}
_STATES: Names = {str(k): v for k, v in schedule.STATE_NAMES.items()}
_REQUESTS: Names = {str(k): v for k, v in STATE_NAMES.items()}
_APPOINTMENTS: Names = {str(k): v for k, v in APPOINTMENT_NAMES.items()}
_EVENTS: Names = {str(k): v for k, v in events.STATE_NAMES.items()}
_ASSIGNMENTS: Names = {str(k): v for k, v in ambassadors.STATE_NAMES.items()}
_ENROLMENTS: Names = {str(k): v for k, v in training.ENROLMENT_NAMES.items()}
_CAME = N_("People")
_consultant = aliased(Person)

SELECTS: dict[str, Asked] = {
    "session": Asked(
        EventSession.id,
        (N_("Start"), N_("End"), N_("Event"), N_("Session"), N_("Type"), N_("Mode")),
        select(
            EventSession.id, EventSession.starts_at, EventSession.ends_at, Event.title, EventSession.title,
            Event.kind, Event.mode,
        ).join(Event, Event.id == EventSession.event_id),
        {4: KINDS, 5: MODES},
    ),
    "event": Asked(
        Event.id,
        (N_("No."), N_("Event"), N_("Type"), N_("Mode"), N_("State")),
        select(Event.id, Event.number, Event.title, Event.kind, Event.mode, Event.state),
        {2: KINDS, 3: MODES, 4: _EVENTS},
    ),
    "participation": Asked(
        Participation.id,
        (N_("Start"), N_("Event"), N_("School"), N_("Audience"), N_("Education stage"), N_("Gender"), _CAME),
        select(
            Participation.id, EventSession.starts_at, Event.title, School.name, Participation.audience,
            Participation.stage, Participation.gender, Participation.headcount,
        )
        .join(EventSession, EventSession.id == Participation.session_id)
        .join(Event, Event.id == EventSession.event_id)
        .outerjoin(School, School.id == Participation.school_id),
        {3: AUDIENCES, 4: STAGES, 5: GENDERS},
    ),
    "school": Asked(
        School.id,
        (N_("School"), N_("District"), N_("Type"), N_("Urban or rural")),
        select(School.id, School.name, School.district, School.kind, School.settlement),
        {3: SETTLEMENTS},
    ),
    "person": Asked(
        Person.id,
        (N_("Name"), N_("School")),
        select(Person.id, Person.name, School.name).outerjoin(School, School.id == Person.school_id),
        names=Data.CONTACTS,
    ),
    "request": Asked(
        Request.id,
        (N_("Requester"), N_("No."), N_("Title"), N_("Topic"), N_("Channel"), N_("Received"), N_("State")),
        select(
            Request.id, Person.name, Request.number, Request.title, Request.topic, Request.channel,
            Request.submitted_at, Request.state,
        ).join(Person, Person.id == Request.requester_id),
        {3: TOPICS, 4: CHANNELS, 6: _REQUESTS},
        Data.REQUESTS,
    ),
    "appointment": Asked(
        Appointment.id,
        (N_("Consultant"), N_("Start"), N_("End"), N_("Request"), N_("State")),
        select(
            Appointment.id, _consultant.name, Activity.starts_at, Activity.ends_at, Request.title, Appointment.state
        )
        .join(Activity, Activity.id == Appointment.activity_id)
        .join(Request, Request.id == Appointment.request_id)
        .join(_consultant, _consultant.id == Appointment.consultant_id),
        {4: _APPOINTMENTS},
        Data.REQUESTS,
    ),
    "requirement": Asked(
        Requirement.id,
        (N_("Start"), N_("Activity"), N_("Role"), N_("Places")),
        select(Requirement.id, Activity.starts_at, Activity.title, Requirement.role, Requirement.needed).join(
            Activity, Activity.id == Requirement.activity_id
        ),
    ),
    "assignment": Asked(
        Assignment.id,
        (N_("Ambassador"), N_("Start"), N_("Activity"), N_("State")),
        select(Assignment.id, Person.name, Activity.starts_at, Activity.title, Assignment.state)
        .join(Person, Person.id == Assignment.person_id)
        .join(Requirement, Requirement.id == Assignment.requirement_id)
        .join(Activity, Activity.id == Requirement.activity_id),
        {3: _ASSIGNMENTS},
        Data.HOURS,
    ),
    "hours": Asked(
        VolunteerHours.id,
        (N_("Ambassador"), N_("Day"), N_("Kind"), N_("Minutes")),
        select(
            VolunteerHours.id, Person.name, VolunteerHours.day, VolunteerHours.kind, VolunteerHours.minutes
        ).join(Person, Person.id == VolunteerHours.person_id),
        {2: HOURS},
        Data.HOURS,
    ),
    "clearance": Asked(
        Clearance.id,
        (N_("Name"), N_("What"), N_("Since"), N_("Expires")),
        select(Clearance.id, Person.name, Clearance.kind, Clearance.issued_on, Clearance.expires_on).join(
            Person, Person.id == Clearance.person_id
        ),
        {1: ambassadors.CLEARANCE_KINDS},
        Data.CLEARANCES,
    ),
    "qualification": Asked(
        PersonQualification.id,
        (N_("Name"), N_("What"), N_("Since"), N_("Expires")),
        select(
            PersonQualification.id, Person.name, Qualification.name, PersonQualification.granted_on,
            PersonQualification.expires_on,
        )
        .join(Person, Person.id == PersonQualification.person_id)
        .join(Qualification, Qualification.id == PersonQualification.qualification_id),
        names=Data.TRAINING,
    ),
    "activity": Asked(
        Activity.id,
        (N_("Start"), N_("End"), N_("Title"), N_("Kind"), N_("State")),
        select(
            Activity.id, Activity.starts_at, Activity.ends_at, Activity.title, Activity.kind, Activity.state
        ),
        {3: _ACTIVITIES, 4: _STATES},
    ),
    "bookable": Asked(
        Bookable.id,
        (N_("Code"), N_("Name"), N_("Kind")),
        select(Bookable.id, Bookable.code, Bookable.name, Bookable.kind),
        {2: RESOURCES},
    ),
    "outage": Asked(
        Outage.id,
        (N_("Resource"), N_("From"), N_("Until"), N_("Reason")),
        select(Outage.id, Bookable.name, Outage.starts_at, Outage.ends_at, Outage.reason).join(
            Bookable, Bookable.id == Outage.bookable_id
        ),
    ),
    "enrolment": Asked(
        Enrolment.id,
        (N_("Name"), N_("Course"), N_("Tier"), N_("State")),
        select(Enrolment.id, Person.name, Course.title, Course.tier, Enrolment.state)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Course, Course.id == Enrolment.course_id),
        {3: _ENROLMENTS},
        Data.TRAINING,
    ),
    "attendance": Asked(
        TrainingAttendance.id,
        (N_("Name"), N_("Start"), N_("Course"), N_("Minutes")),
        select(
            TrainingAttendance.id, Person.name, Activity.starts_at, Course.title, TrainingAttendance.minutes
        )
        .join(TrainingSession, TrainingSession.id == TrainingAttendance.training_session_id)
        .join(Activity, Activity.id == TrainingSession.activity_id)
        .join(Enrolment, Enrolment.id == TrainingAttendance.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Course, Course.id == TrainingSession.course_id),
        names=Data.TRAINING,
    ),
    "round": Asked(
        EvaluationRound.id,
        (N_("Given out"), N_("Form"), N_("Invited")),
        select(EvaluationRound.id, EvaluationRound.opened_at, EvaluationForm.title, EvaluationRound.invited).join(
            EvaluationForm, EvaluationForm.id == EvaluationRound.form_id
        ),
    ),
    "response": Asked(
        EvaluationResponse.id,
        (N_("Came back"), N_("Form")),
        select(EvaluationResponse.id, EvaluationResponse.at, EvaluationForm.title)
        .join(EvaluationRound, EvaluationRound.id == EvaluationResponse.round_id)
        .join(EvaluationForm, EvaluationForm.id == EvaluationRound.form_id),
    ),
    "answer": Asked(
        Answer.id,
        (N_("Came back"), N_("Question"), N_("Score")),
        select(Answer.id, EvaluationResponse.at, Question.text, Answer.score)
        .join(EvaluationResponse, EvaluationResponse.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id),
    ),
}  # fmt: skip


def school_counts(
    unit: Unit, window: TimeRange, portions: Iterable[Sequence[int]]
) -> dict[int, tuple[int, int]]:
    """Delivered sessions and participations of these schools in the window."""
    found: dict[int, tuple[int, int]] = {}
    for ids in portions:
        query = (
            select(
                Participation.school_id,
                func.count(Participation.session_id.distinct()),
                func.sum(Participation.headcount),
            )
            .join(EventSession, EventSession.id == Participation.session_id)
            .where(
                Participation.school_id.in_(ids),
                EventSession.state == "delivered",
                Participation.headcount > 0,
                EventSession.starts_at >= window.start,
                EventSession.starts_at < window.end,
            )
            .group_by(Participation.school_id)
        )
        found.update({row[0]: (row[1], row[2]) for row in unit.rows(query)})
    return found

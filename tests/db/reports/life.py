"""One month of a small centre, row by row, so that every figure of it can be told by heart."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from resource_centre.ambassadors.model import Ambassador, Assignment, Clearance, Requirement, VolunteerHours
from resource_centre.audit.model import Step
from resource_centre.centres.service import CentreDraft, add_centre
from resource_centre.consultations.model import Appointment, Rating, Request
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.times import Month
from resource_centre.evaluation.model import (
    Answer,
    EvaluationForm,
    EvaluationResponse,
    EvaluationRound,
    Question,
)
from resource_centre.events.model import Event, EventBlock, EventSession, Participant, Participation
from resource_centre.people.model import PersonQualification, Qualification
from resource_centre.resources.model import Outage
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.training.model import Course, Enrolment, TrainingAttendance, TrainingSession

OCTOBER = Month(2026, 10)


class Life:
    """Writes rows into a world; every maker answers the number of its row."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.made = datetime(2026, 8, 1, tzinfo=UTC)
        self.numbers = 0

    def add(self, model: Any, **values: Any) -> int:
        """Adds one row."""
        return self.world.write(lambda u: u.add(model(**values)).id, SYSTEM)

    def at(self, text: str) -> datetime:
        """An instant by the clock in Almaty."""
        return self.world.at(text)

    def activity(
        self, kind: str, start: str, end: str, *bookables: int, state: str = "booked", **more: Any
    ) -> int:
        """Adds an activity with live allocations."""
        live = more.pop("live", True)
        starts, ends = self.at(start), self.at(end)
        key = self.add(
            Activity, centre_id=self.world.centre_id, kind=kind, state=state, title=more.pop("title", "Club"),
            starts_at=starts, ends_at=ends, created_at=self.made, changed_at=self.made, **more,
        )  # fmt: skip
        for bookable in bookables:
            self.add(
                Allocation, centre_id=self.world.centre_id, activity_id=key, bookable_id=bookable, asked_id=bookable,
                occupied_from=starts, occupied_to=ends, live=live,
            )  # fmt: skip
        return key

    def event(self, title: str = "Robot day", state: str = "delivered", **more: Any) -> int:
        """Adds an event."""
        self.numbers += 1
        values = {"kind": "workshop", "mode": "at_centre", **more}
        return self.add(
            Event, centre_id=self.world.centre_id, number=self.numbers, title=title, state=state,
            created_at=self.made, **values,
        )  # fmt: skip

    def session(
        self, event: int, start: str, end: str, state: str = "delivered", attended: bool = True, **more: Any
    ) -> int:
        """Adds a session in a block of its own."""
        activity = self.activity("event_session", start, end)
        block = self.add(EventBlock, event_id=event, activity_id=activity)
        return self.add(
            EventSession, centre_id=self.world.centre_id, event_id=event, block_id=block, title="Part 1", state=state,
            starts_at=self.at(start), ends_at=self.at(end), attendance_at=self.at(end) if attended else None, **more,
        )  # fmt: skip

    def heads(
        self, session: int, count: int, gender: str = "female", school: int | None = None, **more: Any
    ) -> int:
        """Adds a headcount."""
        values = {"audience": "pupils", "stage": "primary", **more}
        return self.add(
            Participation, session_id=session, school_id=school, gender=gender, headcount=count, **values
        )

    def request(self, requester: int, *steps: tuple[str, str], **more: Any) -> int:
        """Adds a request with its steps: (state, when)."""
        self.numbers += 1
        states = [state for state, _when in steps]
        score = more.pop("score", None)
        key = self.add(
            Request, centre_id=self.world.centre_id, number=self.numbers, requester_id=requester, title="Which kit?",
            topic=more.pop("topic", "robotics"), channel=more.pop("channel", "online"), state=states[-1],
            created_at=self.made, submitted_at=self.at(steps[0][1]),
            first_response_at=self.at(steps[1][1]) if len(steps) > 1 else None,
            resolved_at=next((self.at(when) for state, when in steps if state == "resolved"), None), **more,
        )  # fmt: skip
        self.steps("request", key, *steps)
        if score is not None:
            self.add(Rating, request_id=key, score=score, at=self.at(steps[-1][1]))
        return key

    def steps(self, subject: str, key: int, *steps: tuple[str, str]) -> None:
        """Records steps: (state, when)."""
        before = None
        for state, when in steps:
            self.add(
                Step, subject=subject, subject_id=key, centre_id=self.world.centre_id, from_state=before,
                to_state=state, at=self.at(when),
            )  # fmt: skip
            before = state


def october(world: Any) -> dict[str, Any]:
    """The month: two sessions, three requests, a lab that was booked, two ambassadors, a course, a form."""
    life = Life(world)
    c = world.centre_id
    manager = world.person("manager", Role.MANAGER)
    teacher = world.person("teacher", Role.TEACHER, name="Olga Belova")
    helper = world.person("helper", Role.AMBASSADOR, name="Timur Galiev")
    other = world.person("other", Role.AMBASSADOR)
    lab, kit = world.lab("LAB1", name="Physics lab"), world.units(world.model(), 1)[0]
    school, rural = world.school("School 41", settlement="urban"), world.school("=Karasu", settlement="rural")

    event = life.event()
    long = life.event("Long course", mode="online")
    first = life.session(event, "2026-10-10 10:00", "2026-10-10 12:00")
    late = life.session(long, "2026-10-31 23:00", "2026-11-01 01:00", attended=False)
    life.session(long, "2026-11-05 10:00", "2026-11-05 11:00")
    life.session(event, "2026-09-30 10:00", "2026-09-30 11:00", state="cancelled")
    early = life.session(life.event("In spring"), "2026-03-02 10:00", "2026-03-02 11:00")
    life.heads(first, 12, school=school)
    life.heads(first, 3, "not_recorded", school=rural, audience="teachers", stage="not_recorded")
    life.heads(early, 5, "male", school=school)
    life.add(Participant, session_id=first, person_id=teacher.person_id)
    life.add(Participant, session_id=first, person_id=helper.person_id)

    block = world.read(lambda u: u.get(EventSession, first).block_id, SYSTEM)
    activity = world.read(lambda u: u.get(EventBlock, block).activity_id, SYSTEM)
    place = life.add(Requirement, centre_id=c, activity_id=activity, needed=2)
    for person, state in ((helper, "attended"), (other, "no_show")):
        life.add(
            Assignment, centre_id=c, requirement_id=place, person_id=person.person_id, state=state,
            invited_at=life.at("2026-10-01 09:00"), answered_at=life.at("2026-10-02 09:00"), created_at=life.made,
        )  # fmt: skip
        life.add(Ambassador, centre_id=c, person_id=person.person_id, joined_on=date(2026, 10, 1))
    life.add(
        Clearance,
        person_id=helper.person_id,
        kind="police",
        issued_on=date(2024, 1, 1),
        expires_on=date(2026, 12, 1),
    )
    laser = life.add(Qualification, centre_id=c, name="Laser")
    life.add(
        PersonQualification, person_id=other.person_id, qualification_id=laser, granted_on=date(2025, 1, 1),
        expires_on=date(2026, 11, 15),
    )  # fmt: skip
    for minutes, state in ((120, "approved"), (360, "logged")):
        life.add(
            VolunteerHours, centre_id=c, person_id=helper.person_id, kind="session", day=date(2026, 10, 10),
            minutes=minutes, state=state, logged_at=life.made,
        )  # fmt: skip

    t = teacher.person_id
    life.request(t, ("new", "2026-09-20 10:00"), ("assigned", "2026-10-01 10:00"))
    solved = life.request(
        t,
        ("new", "2026-10-05 10:00"),
        ("assigned", "2026-10-05 12:00"),
        ("resolved", "2026-10-06 11:00"),
        score=5,
    )
    life.request(t, ("new", "2026-10-07 10:00"), ("declined", "2026-10-08 10:00"), topic="physics")
    meeting = life.activity("appointment", "2026-10-06 10:00", "2026-10-06 11:00", state="held")
    life.add(
        Appointment, activity_id=meeting, centre_id=c, request_id=solved, consultant_id=world.coordinator.person_id,
        state="held", held_minutes=45,
    )  # fmt: skip

    life.activity("lab_booking", "2026-10-12 09:00", "2026-10-12 12:00", lab, kit, state="held")
    life.activity("lab_booking", "2026-10-13 09:00", "2026-10-13 11:00", lab, state="no_show")
    life.activity("lab_booking", "2026-10-31 17:00", "2026-11-01 17:00", lab)
    life.activity("lab_booking", "2026-10-14 09:00", "2026-10-14 11:00", lab, state="cancelled", live=False)
    life.activity("lab_booking", "2026-10-15 09:00", "2026-10-15 11:00", lab, state="pending")
    life.activity("maintenance", "2026-10-16 09:00", "2026-10-16 11:00", lab)
    life.activity("lab_booking", "2025-10-16 09:00", "2025-10-16 10:00", lab, state="held")
    life.add(
        Outage, centre_id=c, bookable_id=lab, reason="Fuse", starts_at=life.at("2026-10-19 09:00"),
        ends_at=life.at("2026-10-19 18:00"), created_at=life.made,
    )  # fmt: skip

    course = life.add(Course, centre_id=c, title="Python", tier=2, state="running", created_at=life.made)
    enrolment = life.add(
        Enrolment, course_id=course, person_id=t, state="completed", applied_at=life.at("2026-09-25 10:00")
    )
    life.steps("enrolment", enrolment, ("enrolled", "2026-10-01 10:00"), ("completed", "2026-10-30 10:00"))
    lesson = life.activity("training_session", "2026-10-20 10:00", "2026-10-20 12:00", state="held")
    given = life.add(TrainingSession, course_id=course, activity_id=lesson, state="delivered")
    life.add(TrainingAttendance, training_session_id=given, enrolment_id=enrolment, minutes=90)

    form = life.add(EvaluationForm, centre_id=c, title="After the event", about="event")
    question = life.add(Question, form_id=form, position=1, text="Useful?")
    asked = life.add(
        EvaluationRound,
        centre_id=c,
        form_id=form,
        event_id=event,
        invited=10,
        opened_at=life.at("2026-10-10 13:00"),
    )
    for score in (4, 5):
        response = life.add(EvaluationResponse, round_id=asked, at=life.at("2026-11-02 10:00"))
        life.add(Answer, response_id=response, question_id=question, score=score)
    return {
        "life": life, "manager": manager, "teacher": teacher, "lab": lab, "kit": kit, "first": first, "late": late,
        "school": school, "rural": rural, "helper": helper,
    }  # fmt: skip


def second_centre(world: Any) -> int:
    """A centre in Helsinki, with nothing in it."""
    draft = CentreDraft("OUL", "Oulu", "Europe/Helsinki", "FI", observes_holidays=False)
    hours = tuple((day, 8 * 60, 16 * 60) for day in range(5))
    return world.write(lambda u: add_centre(u, draft, hours), SYSTEM).id

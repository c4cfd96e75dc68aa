"""Courses: places and the waiting list, sessions that hold labs, certificates and what they owe."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.evaluation import queries as evaluation
from resource_centre.evaluation import service as forms
from resource_centre.people.queries import held_qualifications
from resource_centre.people.service import add_qualification
from resource_centre.training import queries, service
from resource_centre.training.rules import ENROLMENTS, CommitmentState, CourseState, EnrolmentState
from resource_centre.training.service import CourseDraft

E = EnrolmentState


@pytest.fixture
def course(world) -> int:
    training = world.write(lambda u: add_qualification(u, world.centre_id, "Laser safety"), SYSTEM)
    draft = CourseDraft("Python for teachers", capacity=1, qualification_id=training)
    number = world.write(lambda u: service.add_course(u, world.centre_id, draft))
    world.write(lambda u: service.set_course_state(u, number, CourseState.OPEN))
    return number


def states(world, course: int) -> dict[str, E]:
    return {e.person: e.state for e in world.read(lambda u: queries.course(u, course)).enrolments}


def test_who_comes_after_the_last_place_waits_and_moves_up(world, course: int) -> None:
    one, two = world.person("one", Role.TEACHER), world.person("two", Role.TEACHER)
    for who in (one, two):
        world.write(lambda u, w=who: service.enrol(u, course, w.person_id))
    assert states(world, course) == {"One": E.ENROLLED, "Two": E.WAITLISTED}
    first = world.read(lambda u: queries.enrolments(u, course))[0]
    world.write(lambda u: service.set_enrolment(u, first.id, E.WITHDRAWN), one)
    assert states(world, course) == {"One": E.WITHDRAWN, "Two": E.ENROLLED}


def test_a_teacher_applies_for_themselves_and_enrols_nobody_else(world, course: int) -> None:
    teacher, other = world.person("teacher", Role.TEACHER), world.person("other", Role.TEACHER)
    assert world.write(lambda u: service.enrol(u, course), teacher) is E.APPLIED
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.enrol(u, course, other.person_id), teacher)


def test_a_session_takes_its_lab_or_is_refused(world, course: int) -> None:
    lab, start = world.lab(), world.at("2026-11-30 14:00")
    world.write(lambda u: service.add_session(u, course, start, start + timedelta(hours=2), [lab]))
    with pytest.raises(Refused):
        world.book("2026-11-30 15:00", "2026-11-30 16:00", lab)
    session = world.read(lambda u: queries.sessions(u, course))[0]
    world.write(lambda u: service.drop_session(u, session.id, "Ill"))
    world.book("2026-11-30 15:00", "2026-11-30 16:00", lab)


def test_a_certificate_grants_the_training_and_a_commitment(world, course: int) -> None:
    teacher = world.person("teacher", Role.TEACHER)
    world.write(lambda u: service.enrol(u, course, teacher.person_id))
    world.write(lambda u: service.set_course_state(u, course, CourseState.RUNNING))
    number = world.read(lambda u: queries.enrolments(u, course))[0].id
    for state in (E.COMPLETED, E.CERTIFIED):
        world.write(lambda u, s=state: service.set_enrolment(u, number, s))
    assert world.read(lambda u: held_qualifications(u, teacher.person_id), SYSTEM)
    owed = world.read(lambda u: queries.course(u, course)).commitments
    assert [c.state for c in owed] == [CommitmentState.PLANNED]
    world.clock.instant += timedelta(days=200)
    assert world.read(lambda u: queries.course(u, course)).commitments[0].state is CommitmentState.LAPSED


def test_attendance_is_no_longer_than_the_session(world, course: int) -> None:
    teacher = world.person("teacher", Role.TEACHER)
    world.write(lambda u: service.enrol(u, course, teacher.person_id))
    start = world.at("2026-11-25 09:00")
    session = world.write(lambda u: service.add_session(u, course, start, start + timedelta(hours=2)))
    number = world.read(lambda u: queries.enrolments(u, course))[0].id
    with pytest.raises(BadInput):
        world.write(lambda u: service.record_attendance(u, session, {number: 121}))
    world.write(lambda u: service.record_attendance(u, session, {number: 120}))
    assert world.read(lambda u: queries.enrolments(u, course))[0].minutes == 120


ALLOWED = {
    ("applied", "waitlisted"), ("applied", "enrolled"), ("applied", "rejected"), ("applied", "withdrawn"),
    ("waitlisted", "enrolled"), ("waitlisted", "rejected"), ("waitlisted", "withdrawn"), ("enrolled", "in_progress"),
    ("enrolled", "withdrawn"), ("enrolled", "no_show"), ("in_progress", "completed"), ("in_progress", "not_completed"),
    ("in_progress", "withdrawn"), ("in_progress", "no_show"), ("completed", "certified"),
}  # fmt: skip


@pytest.mark.parametrize("source", list(E))
@pytest.mark.parametrize("target", list(E))
def test_only_these_steps_are_possible(source: E, target: E) -> None:
    assert ENROLMENTS.may(source, target) is ((source.value, target.value) in ALLOWED)


def test_answers_are_counted_by_score(world, course: int) -> None:
    form = world.write(
        lambda u: forms.add_form(
            u, world.centre_id, "After the course", "course", [("Clear?", "scale"), ("More?", "text")]
        )
    )
    given = world.write(lambda u: forms.give_out(u, form, 4, course_id=course))
    for score in (5, 4, 5):
        world.write(lambda u, s=score: forms.record_answers(u, given, {1: s, 2: "More practice"}))
    found = world.read(lambda u: evaluation.rounds(u, course_id=course))[0]
    assert (found.invited, found.responded) == (4, 3)
    assert found.questions[0].scores == (0, 0, 0, 1, 2)
    assert round(found.questions[0].mean or 0, 2) == 4.67
    assert len(found.questions[1].texts) == 3
    with pytest.raises(BadInput):
        world.write(lambda u: forms.record_answers(u, given, {1: 6}))

"""Courses: who may do what, what is refused, and what trainers owe."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from resource_centre.audit.queries import steps
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.outbox.queries import my_messages
from resource_centre.training import queries, service
from resource_centre.training.rules import CommitmentState as D
from resource_centre.training.rules import CourseState
from resource_centre.training.rules import EnrolmentState as E
from resource_centre.training.service import CourseDraft


@pytest.fixture
def course(world) -> int:
    number = world.write(lambda u: service.add_course(u, world.centre_id, CourseDraft("Python", capacity=1)))
    world.write(lambda u: service.set_course_state(u, number, CourseState.OPEN))
    return number


@pytest.fixture
def teacher(world):
    return world.person("teacher", Role.TEACHER)


def enrolled(world, course: int, who) -> int:
    world.write(lambda u: service.enrol(u, course, who.person_id))
    return next(
        e.id for e in world.read(lambda u: queries.enrolments(u, course)) if e.person_id == who.person_id
    )


def owed(world, course: int, who) -> int:
    number = enrolled(world, course, who)
    world.write(lambda u: service.set_course_state(u, course, CourseState.RUNNING))
    for state in (E.COMPLETED, E.CERTIFIED):
        world.write(lambda u, s=state: service.set_enrolment(u, number, s))
    return world.read(lambda u: queries.course(u, course)).commitments[0].id


def commitment(world, course: int):
    return world.read(lambda u: queries.course(u, course)).commitments[0]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR, Role.MANAGER, Role.ADMINISTRATOR])
def test_only_staff_plan_courses(world, role: Role) -> None:
    other = world.person("other", role)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.add_course(u, world.centre_id, CourseDraft("Own")), other)


def test_a_teacher_who_names_themselves_still_only_applies(world, course: int, teacher) -> None:
    assert world.write(lambda u: service.enrol(u, course, teacher.person_id), teacher) is E.APPLIED


@pytest.mark.parametrize("state", [E.ENROLLED, E.CERTIFIED, E.COMPLETED])
def test_a_teacher_takes_no_step_but_withdrawing(world, course: int, teacher, state: E) -> None:
    world.write(lambda u: service.enrol(u, course), teacher)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.set_enrolment(u, 1, state), teacher)
    world.write(lambda u: service.set_enrolment(u, 1, E.WITHDRAWN), teacher)


def test_nobody_applies_before_a_course_is_open(world, teacher) -> None:
    number = world.write(lambda u: service.add_course(u, world.centre_id, CourseDraft("Later")))
    with pytest.raises(BadInput, match="not open"):
        world.write(lambda u: service.enrol(u, number), teacher)


def test_a_teacher_sees_only_themselves_on_a_course(world, course: int, teacher) -> None:
    enrolled(world, course, world.person("first", Role.TEACHER))
    enrolled(world, course, teacher)
    found = world.read(lambda u: queries.enrolments(u, course), teacher)
    assert [e.person_id for e in found] == [teacher.person_id]


def test_a_full_course_takes_nobody_from_the_waiting_list(world, course: int, teacher) -> None:
    enrolled(world, course, world.person("first", Role.TEACHER))
    number = enrolled(world, course, teacher)
    with pytest.raises(BadInput, match="places are taken"):
        world.write(lambda u: service.set_enrolment(u, number, E.ENROLLED))


def test_every_step_is_on_record_and_told(world, course: int, teacher) -> None:
    number = enrolled(world, course, teacher)
    found = world.read(lambda u: steps(u, "enrolment", number))
    assert [s.to_state for s in found] == ["applied", "enrolled"]
    assert [m.subject for m in world.read(my_messages, teacher)] == ["Python: Enrolled"]


def test_a_cancelled_course_is_told_to_those_who_are_on_it(world, course: int, teacher) -> None:
    gone = world.person("gone", Role.TEACHER)
    number = enrolled(world, course, gone)
    world.write(lambda u: service.set_enrolment(u, number, E.WITHDRAWN), gone)
    enrolled(world, course, teacher)
    world.write(lambda u: service.set_course_state(u, course, CourseState.CANCELLED, "No trainer"))
    told = [
        who for who in (gone, teacher) if any("cancelled" in m.subject for m in world.read(my_messages, who))
    ]
    assert told == [teacher]


def test_only_people_of_the_course_are_counted(world, course: int, teacher) -> None:
    start = world.at("2026-11-25 09:00")
    session = world.write(lambda u: service.add_session(u, course, start, start + timedelta(hours=2)))
    other = world.write(lambda u: service.add_course(u, world.centre_id, CourseDraft("Other")))
    stranger = enrolled(world, other, teacher)
    with pytest.raises(BadInput, match="of this course"):
        world.write(lambda u: service.record_attendance(u, session, {stranger: 60}))


def test_trainee_hours_add_up(world, course: int, teacher) -> None:
    number, start = enrolled(world, course, teacher), world.at("2026-11-24 09:00")
    for day in range(2):
        at = start + timedelta(days=day)
        session = world.write(lambda u, a=at: service.add_session(u, course, a, a + timedelta(hours=2)))
        world.write(lambda u, s=session: service.record_attendance(u, s, {number: 90}))
    assert world.read(lambda u: queries.course(u, course)).trainee_hours == 3


def test_a_session_ends_after_it_begins(world, course: int) -> None:
    start = world.at("2026-11-30 14:00")
    with pytest.raises(BadInput):
        world.write(lambda u: service.add_session(u, course, start, start))


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_course_has_a_place_at_least(world, capacity: int) -> None:
    with pytest.raises(BadInput):
        world.write(lambda u: service.add_course(u, world.centre_id, CourseDraft("None", capacity=capacity)))


def test_a_course_that_was_passed_on_is_verified_by_staff(world, course: int, teacher) -> None:
    number = owed(world, course, teacher)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.set_commitment(u, number, D.DELIVERED, 12), teacher)
    world.write(lambda u: service.set_commitment(u, number, D.DELIVERED, 12))
    world.write(lambda u: service.set_commitment(u, number, D.VERIFIED))
    found = commitment(world, course)
    assert (found.state, found.trainees, found.delivered_on) == (D.VERIFIED, 12, date(2026, 11, 25))


def test_what_has_lapsed_is_not_delivered_any_more(world, course: int, teacher) -> None:
    number = owed(world, course, teacher)
    world.clock.instant += timedelta(days=200)
    with pytest.raises(BadInput, match="final"):
        world.write(lambda u: service.set_commitment(u, number, D.DELIVERED, 12))


def test_what_was_delivered_in_time_may_be_recorded_later(world, course: int, teacher) -> None:
    number = owed(world, course, teacher)
    world.clock.instant += timedelta(days=200)
    world.write(lambda u: service.set_commitment(u, number, D.DELIVERED, 12, date(2027, 3, 1)))
    assert commitment(world, course).state is D.DELIVERED


def test_nothing_lapses_before_its_day_or_is_delivered_tomorrow(world, course: int, teacher) -> None:
    number = owed(world, course, teacher)
    with pytest.raises(BadInput):
        world.write(lambda u: service.set_commitment(u, number, D.LAPSED))
    with pytest.raises(BadInput):
        world.write(lambda u: service.set_commitment(u, number, D.DELIVERED, 5, date(2026, 11, 26)))

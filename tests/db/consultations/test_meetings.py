"""Meetings on a database: room and consultant together or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.consultations import queries, service
from resource_centre.consultations.choices import free_rooms, time_choices
from resource_centre.consultations.rules import AppointmentState as A
from resource_centre.consultations.rules import RequestState as R
from resource_centre.consultations.service import MeetingDraft, RequestDraft
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.core.ranges import TimeRange
from resource_centre.outbox.queries import my_messages
from resource_centre.resources.service import set_policy
from resource_centre.schedule.queries import activity, blocks
from resource_centre.schedule.rules import moment

FRIDAY, NOON = "2026-11-27 11:00", "2026-11-27 12:00"


@pytest.fixture
def teacher(world):
    return world.person("nurlan", Role.TEACHER, school_id=world.school())


@pytest.fixture
def consultant(world):
    return world.person("zarina", Role.CONSULTANT)


@pytest.fixture
def lab(world):
    return world.lab()


@pytest.fixture
def request_id(world, teacher, consultant):
    slots = tuple(
        TimeRange(world.at(f"2026-11-27 {h}:00"), world.at(f"2026-11-27 {h + 1}:00")) for h in (10, 11)
    )
    draft = RequestDraft(world.centre_id, "Sensors", "sensors", slots=slots)
    key = world.write(lambda u: service.ask_new(u, draft), teacher).id
    world.write(lambda u: service.assign(u, key, consultant.person_id))
    return key


def meeting(world, lab=None, start=FRIDAY, end=NOON, **more):
    return MeetingDraft(world.at(start), world.at(end), lab, **more)


def propose(world, key, lab=None, as_=None, **more):
    return world.write(lambda u: service.schedule(u, key, meeting(world, lab, **more)), as_)


def held(world, bookable, day="2026-11-27"):
    window = TimeRange(world.at(f"{day} 00:00"), world.at(f"{day} 23:59"))
    return world.read(lambda u: blocks(u, None, window, [bookable]))


def appointments(world, key):
    return world.read(lambda u: queries.appointments(u, key))


def test_a_meeting_takes_room_and_consultant(world, request_id, lab, consultant):
    found = propose(world, request_id, lab, consultant)
    assert (found.state, found.appointment) == (R.SCHEDULED, A.PROPOSED)
    assert len(held(world, lab)) == len(held(world, world.time_of(consultant))) == 1


def test_a_taken_consultant_leaves_the_room_free(world, request_id, lab, consultant):
    world.book("2026-11-27 10:30", "2026-11-27 11:30", world.time_of(consultant))
    with pytest.raises(Refused):
        propose(world, request_id, lab)
    assert held(world, lab) == []
    assert world.read(lambda u: queries.request_row(u, request_id)).state is R.ASSIGNED


def test_a_taken_room_leaves_the_consultant_free(world, request_id, lab, consultant):
    world.book(FRIDAY, NOON, lab)
    with pytest.raises(Refused) as refused:
        propose(world, request_id, lab)
    assert refused.value.alternatives
    assert held(world, world.time_of(consultant)) == []


def test_a_meeting_elsewhere_takes_the_consultant_alone(world, request_id, consultant):
    propose(world, request_id)
    assert len(held(world, world.time_of(consultant))) == 1


def test_a_time_that_has_passed_is_refused(world, request_id, lab):
    with pytest.raises(BadInput, match="passed"):
        propose(world, request_id, lab, start="2026-11-24 10:00", end="2026-11-24 11:00")


def test_proposing_is_the_first_answer(world, request_id, lab):
    assert propose(world, request_id, lab).first_response_at == world.clock.now()


def test_a_coordinator_proposes_for_a_new_request(world, teacher, consultant, lab):
    draft = RequestDraft(world.centre_id, "Robots", "robotics")
    key = world.write(lambda u: service.ask_new(u, draft), teacher).id
    found = propose(world, key, lab, consultant_id=consultant.person_id)
    assert (found.state, found.consultant_id) == (R.SCHEDULED, consultant.person_id)


def test_the_same_form_sent_twice_makes_one_meeting(world, request_id, lab):
    propose(world, request_id, lab, uid="once")
    propose(world, request_id, lab, uid="once")
    assert len(appointments(world, request_id)) == 1


def test_the_teacher_is_told_the_time(world, request_id, lab, teacher):
    propose(world, request_id, lab)
    assert (
        world.read(my_messages, teacher)[0].subject
        == f"A time for “Sensors”: {moment(world.at(FRIDAY), world.tz)}"
    )


def test_the_teacher_confirms(world, request_id, lab, teacher):
    propose(world, request_id, lab)
    assert world.write(lambda u: service.confirm(u, request_id), teacher).appointment is A.CONFIRMED
    next_step = world.read(lambda u: queries.request(u, request_id), teacher).next_step
    assert next_step == f"You meet Zarina on {moment(world.at(FRIDAY), world.tz)}, LAB1."


def test_a_teacher_does_not_schedule(world, request_id, lab, teacher):
    with pytest.raises(NotPermitted):
        propose(world, request_id, lab, teacher)


def test_a_move_gives_the_old_time_up_and_links_to_the_new_one(world, request_id, lab):
    propose(world, request_id, lab)
    moved = meeting(world, lab, "2026-11-27 11:30", "2026-11-27 12:30")
    found = world.write(lambda u: service.reschedule(u, request_id, moved))
    old, new = appointments(world, request_id)
    assert (old.state, old.replaced_by, new.state) == (A.RESCHEDULED, new.id, A.PROPOSED)
    assert [b.start for b in held(world, lab)] == [world.at("2026-11-27 11:30")]
    assert found.state is R.SCHEDULED


def test_a_refused_move_changes_nothing(world, request_id, lab, consultant):
    propose(world, request_id, lab)
    world.book("2026-11-27 14:00", "2026-11-27 15:00", lab)
    moved = meeting(world, lab, "2026-11-27 14:00", "2026-11-27 15:00")
    with pytest.raises(Refused):
        world.write(lambda u: service.reschedule(u, request_id, moved))
    assert [a.state for a in appointments(world, request_id)] == [A.PROPOSED]
    assert [b.start for b in held(world, world.time_of(consultant))] == [world.at(FRIDAY)]


def test_a_move_may_change_the_consultant(world, request_id, lab, consultant):
    other = world.person("daniyar", Role.CONSULTANT)
    propose(world, request_id, lab)
    moved = meeting(world, lab, consultant_id=other.person_id)
    found = world.write(lambda u: service.reschedule(u, request_id, moved))
    assert found.consultant_id == other.person_id
    assert held(world, world.time_of(consultant)) == []


def test_a_cancelled_meeting_frees_everything_and_opens_the_request(
    world, request_id, lab, consultant, teacher
):
    propose(world, request_id, lab)
    found = world.write(lambda u: service.cancel_appointment(u, request_id, "Ill"), teacher)
    assert found.state is R.ASSIGNED
    assert held(world, lab) == held(world, world.time_of(consultant)) == []


@pytest.mark.parametrize("who", ["teacher", "manager", "coordinator"])
def test_ending_the_request_frees_everything(world, request_id, lab, consultant, teacher, who):
    propose(world, request_id, lab)
    manager = world.person("boss", Role.MANAGER)
    if who == "teacher":
        world.write(lambda u: service.withdraw(u, request_id), teacher)
    else:
        actor = manager if who == "manager" else world.coordinator
        world.write(lambda u: service.cancel(u, request_id, "Rebuilding"), actor)
    assert held(world, lab) == held(world, world.time_of(consultant)) == []
    assert appointments(world, request_id)[0].state is A.CANCELLED


def test_a_teacher_may_withdraw_however_late(world, request_id, lab, teacher):
    world.write(lambda u: set_policy(u, world.centre_id, {"cancel_notice": 10_000}, lab))
    propose(world, request_id, lab)
    assert world.write(lambda u: service.withdraw(u, request_id), teacher).state is R.WITHDRAWN


def test_a_meeting_held_resolves_the_request(world, request_id, lab, consultant, teacher):
    propose(world, request_id, lab, confirmed=True)
    world.clock.instant = world.at(NOON)
    found = world.write(lambda u: service.hold_outcome(u, request_id, "Shown two kits", 45), consultant)
    assert found.state is R.RESOLVED
    assert (appointments(world, request_id)[0].state, appointments(world, request_id)[0].held_minutes) == (
        A.HELD,
        45,
    )
    assert world.read(lambda u: queries.request(u, request_id), teacher).outcome == "Shown two kits"


def test_a_meeting_that_was_held_counts_as_confirmed(world, request_id, lab):
    propose(world, request_id, lab)
    world.clock.instant = world.at(NOON)
    world.write(lambda u: service.hold_outcome(u, request_id, "Shown"))
    assert appointments(world, request_id)[0].held_minutes == 60


def test_no_meeting_is_held_before_it_begins(world, request_id, lab):
    propose(world, request_id, lab, confirmed=True)
    with pytest.raises(BadInput, match="not begun"):
        world.write(lambda u: service.hold_outcome(u, request_id, "Shown"))


def test_a_no_show_opens_the_request_again(world, request_id, lab):
    key = propose(world, request_id, lab, confirmed=True).id
    world.clock.instant = world.at(NOON)
    found = world.write(lambda u: service.no_show(u, key, "Nobody came"))
    first = appointments(world, key)[0]
    assert (found.state, first.state) == (R.ASSIGNED, A.NO_SHOW)
    assert world.read(lambda u: activity(u, first.activity_id)).state == "no_show"


def test_after_a_no_show_another_time_can_be_proposed(world, request_id, lab):
    propose(world, request_id, lab, confirmed=True)
    world.clock.instant = world.at(NOON)
    world.write(lambda u: service.no_show(u, request_id))
    found = propose(world, request_id, lab, start="2026-11-28 10:00", end="2026-11-28 11:00")
    assert found.meets_at == world.at("2026-11-28 10:00")


def test_each_preferred_time_says_who_and_what_is_free(world, request_id, lab, consultant):
    world.book("2026-11-27 10:00", "2026-11-27 11:00", lab, title="Optics")
    first, second = world.read(lambda u: time_choices(u, request_id))
    assert not first.rooms[0].free and "Optics" in first.rooms[0].why
    assert first.consultants[0].free and not first.possible
    assert second.possible and second.best


def test_a_meeting_that_is_moved_is_not_in_its_own_way(world, request_id, lab):
    propose(world, request_id, lab)
    second = world.read(lambda u: time_choices(u, request_id))[1]
    assert second.rooms[0].free and second.consultants[0].free


def test_free_rooms_come_first(world, lab):
    free = world.lab("LAB2")
    world.book(FRIDAY, NOON, lab)
    span = TimeRange(world.at(FRIDAY), world.at(NOON))
    assert [r.bookable_id for r in world.read(lambda u: free_rooms(u, world.centre_id, span))] == [free, lab]


def test_a_meeting_does_not_stop_the_clock(world, request_id, lab):
    propose(world, request_id, lab)
    world.clock.instant += timedelta(days=20)
    assert world.read(lambda u: queries.request_row(u, request_id)).overdue

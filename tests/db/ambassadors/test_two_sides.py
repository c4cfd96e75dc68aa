"""Offers and answers: who is told, who may not, what is asked again, and hours that are decided."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from resource_centre.ambassadors import queries, service
from resource_centre.ambassadors.rules import AssignmentState as A
from resource_centre.ambassadors.service import HoursDraft
from resource_centre.audit.queries import steps
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, NotFound, NotPermitted, Refused
from resource_centre.outbox.queries import my_messages

from .test_assignments import holds, invited, state


def accepted(staffed, who) -> int:
    number = invited(staffed, who)
    staffed.world.write(lambda u: service.accept(u, number), who)
    return number


def subjects(staffed, who) -> list[str]:
    return [message.subject for message in staffed.world.read(my_messages, who)]


def candidate(staffed, who):
    found = staffed.world.read(lambda u: queries.candidates(u, staffed.requirement))
    return next((c for c in found if c.person_id == who.person_id), None)


def test_an_offer_is_taken_up_by_the_centre_and_the_ambassador_is_told(staffed) -> None:
    number = staffed.world.write(lambda u: service.volunteer(u, staffed.requirement), staffed.zhanel)
    assert "Zhanel offers to come" in " ".join(subjects(staffed, staffed.world.coordinator))
    staffed.world.write(lambda u: service.accept(u, number))
    assert holds(staffed, staffed.zhanel)
    assert any(s.startswith("You are expected") for s in subjects(staffed, staffed.zhanel))


def test_nobody_takes_up_their_own_offer(staffed) -> None:
    number = staffed.world.write(lambda u: service.volunteer(u, staffed.requirement), staffed.zhanel)
    with pytest.raises(NotPermitted):
        staffed.world.write(lambda u: service.accept(u, number), staffed.zhanel)


def test_an_offer_made_twice_is_one_offer(staffed) -> None:
    numbers = [
        staffed.world.write(lambda u: service.volunteer(u, staffed.requirement), staffed.zhanel)
        for _n in range(2)
    ]
    assert numbers[0] == numbers[1]
    assert len([s for s in subjects(staffed, staffed.world.coordinator) if "offers" in s]) == 1


def test_who_is_not_selected_is_told(staffed) -> None:
    number = staffed.world.write(lambda u: service.volunteer(u, staffed.requirement), staffed.zhanel)
    staffed.world.write(lambda u: service.not_select(u, number))
    assert state(staffed, number) is A.NOT_SELECTED
    assert any(s.startswith("Others come") for s in subjects(staffed, staffed.zhanel))


def test_only_ambassadors_offer_to_come(staffed) -> None:
    with pytest.raises(NotPermitted):
        staffed.world.write(
            lambda u: service.volunteer(u, staffed.requirement), staffed.world.person("t", Role.TEACHER)
        )


def test_who_is_on_the_list_without_knowing_can_still_offer(staffed) -> None:
    staffed.world.write(lambda u: service.propose(u, staffed.requirement, [staffed.zhanel.person_id]))
    number = staffed.world.write(lambda u: service.volunteer(u, staffed.requirement), staffed.zhanel)
    assert state(staffed, number) is A.OFFERED


def test_what_is_only_proposed_does_not_exist_for_the_ambassador(staffed) -> None:
    people = [staffed.zhanel.person_id]
    number = staffed.world.write(lambda u: service.propose(u, staffed.requirement, people))[0]
    for command in (
        lambda u: service.accept(u, number),
        lambda u: service.decline(u, number),
        lambda u: service.withdraw(u, number, "no"),
    ):
        with pytest.raises(NotFound):
            staffed.world.write(command, staffed.zhanel)
    assert not any("Robot" in s or "Build" in s for s in subjects(staffed, staffed.zhanel))


def test_only_ambassadors_of_the_centre_are_invited(staffed) -> None:
    teacher = staffed.world.person("teacher", Role.TEACHER)
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.invite(u, staffed.requirement, [teacher.person_id]))


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR, Role.MANAGER, Role.ADMINISTRATOR])
def test_only_the_centre_invites(staffed, role: Role) -> None:
    other = staffed.world.person("other", role)
    with pytest.raises(NotPermitted):
        staffed.world.write(
            lambda u: service.invite(u, staffed.requirement, [staffed.zhanel.person_id]), other
        )


@pytest.mark.parametrize("role", [Role.TEACHER, Role.AMBASSADOR])
def test_who_comes_is_not_for_everybody_to_read(staffed, role: Role) -> None:
    accepted(staffed, staffed.zhanel)
    other = staffed.world.person("other", role)
    with pytest.raises(NotPermitted):
        staffed.world.read(lambda u: queries.assignments(u, activity_ids=[staffed.activity]), other)


def test_two_who_accept_the_last_place_at_once_get_one(staffed) -> None:
    both = {staffed.zhanel: invited(staffed, staffed.zhanel), staffed.arman: invited(staffed, staffed.arman)}

    def answer(who) -> bool:
        try:
            staffed.world.write(lambda u: service.accept(u, both[who]), who)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, both)) == [False, True]
    assert sorted(holds(staffed, who) for who in both) == [False, True]


def test_a_refused_answer_leaves_no_trace(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    time = staffed.world.time_of(staffed.zhanel)
    staffed.world.book("2026-11-30 14:00", "2026-11-30 16:00", time, title="Exam")
    before = staffed.world.read(lambda u: steps(u, "assignment", number))
    with pytest.raises(Refused):
        staffed.world.write(lambda u: service.accept(u, number), staffed.zhanel)
    assert staffed.world.read(lambda u: steps(u, "assignment", number)) == before
    assert not any("accepted" in s for s in subjects(staffed, staffed.world.coordinator))


def test_an_unanswered_invitation_makes_somebody_a_candidate_again(staffed) -> None:
    invited(staffed, staffed.zhanel)
    assert candidate(staffed, staffed.zhanel) is None
    staffed.world.clock.instant += timedelta(days=3, hours=1)
    assert candidate(staffed, staffed.zhanel).eligible


def test_the_clock_s_step_has_the_clock_s_time(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    due = staffed.world.clock.instant + timedelta(days=3)
    staffed.world.clock.instant += timedelta(days=4)
    invited(staffed, staffed.zhanel)
    last = staffed.world.read(lambda u: steps(u, "assignment", number))[-1]
    assert (last.to_state, last.at) == ("expired", due)


def test_an_expired_invitation_is_final_for_the_centre_too(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    staffed.world.clock.instant += timedelta(days=4)
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.cancel(u, number, "Changed plans"))


def test_who_declined_is_listed_with_that_reason(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    staffed.world.write(lambda u: service.decline(u, number, "Exams"), staffed.zhanel)
    assert candidate(staffed, staffed.zhanel).why_not == ("Has declined this session",)


def test_withdrawing_in_good_time_is_not_late_and_needs_a_reason(staffed) -> None:
    number = accepted(staffed, staffed.zhanel)
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.withdraw(u, number, " "), staffed.zhanel)
    staffed.world.write(lambda u: service.withdraw(u, number, "Exam"), staffed.zhanel)
    rows = staffed.world.read(lambda u: queries.assignments(u, activity_ids=[staffed.activity]))
    assert not rows[0].late


def test_a_session_that_has_begun_is_not_withdrawn_from(staffed) -> None:
    number = accepted(staffed, staffed.zhanel)
    staffed.world.clock.instant = staffed.world.at("2026-11-30 13:30")
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.withdraw(u, number, "Late"), staffed.zhanel)


def test_taking_an_assignment_back_frees_the_time(staffed) -> None:
    number = accepted(staffed, staffed.zhanel)
    staffed.world.write(lambda u: service.cancel(u, number, "Fewer pupils"))
    assert not holds(staffed, staffed.zhanel)
    assert any(s.startswith("You are not needed") for s in subjects(staffed, staffed.zhanel))


@pytest.mark.parametrize("target", [A.NO_SHOW, A.EXCUSED])
def test_who_did_not_come_is_recorded_after_the_beginning(staffed, target: A) -> None:
    number = accepted(staffed, staffed.zhanel)
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.mark(u, number, target))
    staffed.world.clock.instant = staffed.world.at("2026-11-30 16:00")
    staffed.world.write(lambda u: service.mark(u, number, target))
    assert state(staffed, number) is target
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.mark(u, number, A.ATTENDED))


def test_hours_that_are_decided_one_by_one_end_the_assignment(staffed) -> None:
    world, number = staffed.world, accepted(staffed, staffed.zhanel)
    world.clock.instant = world.at("2026-11-30 16:00")
    world.write(lambda u: service.mark(u, number, A.ATTENDED))
    extra = HoursDraft("travel", date(2026, 11, 30), 600, "", number)
    travel = world.write(lambda u: service.log_hours(u, extra), staffed.zhanel)
    session = world.read(lambda u: queries.hours(u, world.centre_id, state="logged"))[-1].id
    world.write(lambda u: service.decide_hours(u, [session]))
    assert state(staffed, number) is A.ATTENDED
    world.write(lambda u: service.decide_hours(u, [travel], False, "The bus takes an hour"))
    assert state(staffed, number) is A.HOURS_APPROVED
    assert any(s.startswith("Not accepted: 10 h") for s in subjects(staffed, staffed.zhanel))


def test_hours_are_not_logged_for_a_session_of_somebody_else(staffed) -> None:
    number = accepted(staffed, staffed.zhanel)
    draft = HoursDraft("session", date(2026, 11, 25), 60, "", number)
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.log_hours(u, draft), staffed.arman)


def test_hours_of_others_are_closed(staffed) -> None:
    with pytest.raises(NotPermitted):
        staffed.world.read(
            lambda u: queries.hours(u, staffed.world.centre_id, staffed.zhanel.person_id), staffed.arman
        )


def test_the_same_form_sent_twice_logs_hours_once(staffed) -> None:
    draft = HoursDraft("travel", date(2026, 11, 25), 60, uid="f" * 36)
    numbers = {staffed.world.write(lambda u: service.log_hours(u, draft), staffed.zhanel) for _n in range(2)}
    assert len(numbers) == 1


def test_a_dropped_requirement_is_not_answered(staffed) -> None:
    from resource_centre.events.requirements import drop_requirement

    number = invited(staffed, staffed.zhanel)
    staffed.world.write(lambda u: drop_requirement(u, staffed.requirement))
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.accept(u, number), staffed.zhanel)
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.invite(u, staffed.requirement, [1]), SYSTEM)

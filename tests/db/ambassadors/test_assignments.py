"""Invitations, answers, and the time that only an accepted one takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.ambassadors import queries, service
from resource_centre.ambassadors.rules import AssignmentState as A
from resource_centre.ambassadors.service import HoursDraft
from resource_centre.audit.queries import steps
from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.outbox.queries import my_messages
from resource_centre.schedule.queries import activity


def invited(staffed, who) -> int:
    return staffed.world.write(lambda u: service.invite(u, staffed.requirement, [who.person_id]))[0]


def state(staffed, number: int) -> A:
    rows = staffed.world.read(lambda u: queries.assignments(u, activity_ids=[staffed.activity]))
    return next(row.state for row in rows if row.id == number)


def holds(staffed, who) -> bool:
    time = staffed.world.time_of(who)
    found = staffed.world.read(lambda u: activity(u, staffed.activity))
    return any(hold.bookable_id == time and hold.live for hold in found.holds)


def test_only_an_accepted_invitation_takes_the_time(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    assert not holds(staffed, staffed.zhanel)
    staffed.world.write(lambda u: service.accept(u, number), staffed.zhanel)
    assert holds(staffed, staffed.zhanel)


def test_who_is_taken_elsewhere_cannot_accept_and_stays_invited(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    staffed.world.book(
        "2026-11-30 14:00", "2026-11-30 16:00", staffed.world.time_of(staffed.zhanel), title="Exam"
    )
    with pytest.raises(Refused) as caught:
        staffed.world.write(lambda u: service.accept(u, number), staffed.zhanel)
    assert "Exam" in caught.value.violations[0].message
    assert state(staffed, number) is A.INVITED


def test_a_filled_place_is_not_taken_twice(staffed) -> None:
    first, second = invited(staffed, staffed.zhanel), invited(staffed, staffed.arman)
    staffed.world.write(lambda u: service.accept(u, first), staffed.zhanel)
    with pytest.raises(Refused):
        staffed.world.write(lambda u: service.accept(u, second), staffed.arman)


def test_nobody_answers_for_another_ambassador(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    with pytest.raises(NotPermitted):
        staffed.world.write(lambda u: service.accept(u, number), staffed.arman)


def test_an_expired_invitation_cannot_be_accepted_but_sent_again(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    staffed.world.clock.instant += timedelta(days=3, hours=1)
    assert state(staffed, number) is A.EXPIRED
    with pytest.raises(BadInput):
        staffed.world.write(lambda u: service.accept(u, number), staffed.zhanel)
    again = invited(staffed, staffed.zhanel)
    assert again != number
    assert state(staffed, again) is A.INVITED


def test_withdrawing_frees_the_time_and_is_marked_late_when_near(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    staffed.world.write(lambda u: service.accept(u, number), staffed.zhanel)
    staffed.world.clock.instant = staffed.world.at("2026-11-29 20:00")
    staffed.world.write(lambda u: service.withdraw(u, number, "Fever"), staffed.zhanel)
    assert not holds(staffed, staffed.zhanel)
    rows = staffed.world.read(lambda u: queries.assignments(u, activity_ids=[staffed.activity]))
    assert rows[0].late
    assert any("cannot come" in m.subject for m in staffed.world.read(my_messages))


def test_a_proposed_one_is_invisible_to_the_ambassador(staffed) -> None:
    from resource_centre.core.times import TimeRange

    staffed.world.write(lambda u: service.propose(u, staffed.requirement, [staffed.zhanel.person_id]))
    window = TimeRange(staffed.world.at("2026-11-01 00:00"), staffed.world.at("2027-01-01 00:00"))
    assert staffed.world.read(lambda u: queries.my_assignments(u, window), staffed.zhanel) == []


def test_every_step_is_on_record(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    staffed.world.write(lambda u: service.decline(u, number, "Exams"), staffed.zhanel)
    found = staffed.world.read(lambda u: steps(u, "assignment", number))
    assert [(s.to_state, s.person_id, s.reason) for s in found] == [
        ("proposed", staffed.world.coordinator.person_id, ""),
        ("invited", staffed.world.coordinator.person_id, ""),
        ("declined", staffed.zhanel.person_id, "Exams"),
    ]


def test_candidates_come_with_reasons_the_fairest_first(staffed) -> None:
    staffed.world.write(
        lambda u: service.log_hours(u, HoursDraft("session", u.now.date(), 120)), staffed.zhanel
    )
    staffed.world.write(lambda u: service.decide_hours(u, [1]))
    found = staffed.world.read(lambda u: queries.candidates(u, staffed.requirement))
    assert [c.name for c in found] == ["Arman", "Zhanel"]
    assert all(c.eligible for c in found)
    staffed.world.book(
        "2026-11-30 14:00", "2026-11-30 16:00", staffed.world.time_of(staffed.arman), title="Exam"
    )
    found = staffed.world.read(lambda u: queries.candidates(u, staffed.requirement))
    assert "Exam" in found[-1].why_not[0]


def test_who_attended_has_hours_that_a_colleague_approves(staffed) -> None:
    number = invited(staffed, staffed.zhanel)
    staffed.world.write(lambda u: service.accept(u, number), staffed.zhanel)
    staffed.world.clock.instant = staffed.world.at("2026-11-30 16:00")
    staffed.world.write(lambda u: service.mark(u, number, A.ATTENDED))
    rows = staffed.world.read(lambda u: queries.hours(u, staffed.world.centre_id))
    assert [(row.kind, row.minutes, row.state) for row in rows] == [("session", 120, "logged")]
    with pytest.raises(NotPermitted):
        staffed.world.write(lambda u: service.decide_hours(u, [rows[0].id]), staffed.zhanel)
    staffed.world.write(lambda u: service.decide_hours(u, [rows[0].id]))
    assert state(staffed, number) is A.HOURS_APPROVED


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_impossible_hours_are_refused(staffed, minutes: int) -> None:
    with pytest.raises(BadInput):
        staffed.world.write(
            lambda u: service.log_hours(u, HoursDraft("session", u.now.date(), minutes)), staffed.zhanel
        )


def test_clearances_are_for_the_safeguarding_lead(staffed) -> None:
    from datetime import date

    from resource_centre.ambassadors.service import ClearanceDraft

    paper = ClearanceDraft("background_check", "Police", date(2026, 1, 1), None)
    with pytest.raises(NotPermitted):
        staffed.world.write(
            lambda u: service.add_clearance(u, staffed.zhanel.person_id, paper), staffed.zhanel
        )

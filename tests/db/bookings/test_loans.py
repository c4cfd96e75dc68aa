"""Loans from reservation to ready again, with counted parts, by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.bookings import queries, service
from resource_centre.bookings.reminding import remind
from resource_centre.bookings.rules import LoanFilter, PartCount, Standing
from resource_centre.bookings.service import CheckIn, CheckOut, LoanDraft
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, ChangedMeanwhile, NotFound, NotPermitted, Refused
from resource_centre.outbox.queries import my_messages
from resource_centre.overview.needs import needs
from resource_centre.resources import service as resources
from resource_centre.resources.queries import bookable
from resource_centre.schedule.service import approve


@pytest.fixture
def kits(world) -> list[int]:
    """Three kits of thirty bricks and one hub."""
    return world.units(world.model("SPIKE kit", (("brick", 30), ("hub", 1))), 3)


@pytest.fixture
def school(world) -> int:
    return world.school()


def draft(world, school: int, start: str, end: str, *kits: int, **more) -> LoanDraft:
    return LoanDraft(world.centre_id, world.at(start), world.at(end), kits, school_id=school, **more)


def reserve(world, *said, as_=None, **more):
    return world.write(lambda u: service.reserve(u, draft(world, *said, **more)), as_)


def out(world, loan, **said):
    return world.write(lambda u: service.check_out(u, loan.row.activity_id, CheckOut(**said)))


def back(world, loan, **said):
    return world.write(lambda u: service.check_in(u, loan.row.activity_id, CheckIn(**said)))


def listed(world, show: LoanFilter | None) -> list[int]:
    return [row.activity_id for row in world.read(lambda u: queries.loans(u, world.centre_id, show))]


def at(world, text: str) -> None:
    world.clock.instant = world.at(text)


NOW = "2026-11-25 11:20"


def test_a_loan_is_titled_by_what_is_lent(world, kits, school) -> None:
    assert reserve(world, school, NOW, "2026-11-27 12:00", *kits[:2]).row.title == "SPIKE kit × 2"


def test_a_loan_is_for_somebody(world, kits) -> None:
    with pytest.raises(BadInput):
        reserve(world, None, NOW, "2026-11-27 12:00", kits[0])


def test_a_lab_is_not_lent(world, school) -> None:
    with pytest.raises(BadInput):
        reserve(world, school, NOW, "2026-11-27 12:00", world.lab())


def test_what_stays_at_the_centre_is_not_lent(world, school) -> None:
    printer = world.units(world.model("3D printer", lendable=False), 1)[0]
    with pytest.raises(BadInput):
        reserve(world, school, NOW, "2026-11-27 12:00", printer)


def test_the_same_uid_again_answers_the_same_loan(world, kits, school) -> None:
    ids = {
        reserve(world, school, NOW, "2026-11-27 12:00", kits[0], uid="u1").row.activity_id for _ in range(2)
    }
    assert len(ids) == 1


def test_a_counted_loan_takes_concrete_units(world, kits, school) -> None:
    model = world.read(lambda u: queries.resources.bookable(u, kits[0]).model_id)
    loan = reserve(world, school, NOW, "2026-11-27 12:00", units=((model, 2),))
    assert loan.row.units == ("K-01", "K-02")


def test_a_teachers_own_loan_waits_for_approval_and_is_reserved_then(world, kits, school) -> None:
    teacher = world.person("t1", Role.TEACHER)
    wish = LoanDraft(
        world.centre_id,
        world.at("2026-11-26 10:00"),
        world.at("2026-11-27 12:00"),
        (kits[0],),
        borrower_id=teacher.person_id,
    )
    loan = world.write(lambda u: service.reserve(u, wish), teacher)
    assert loan.row.standing is Standing.PENDING and loan.next_steps == ()
    world.write(lambda u: approve(u, loan.row.activity_id))
    assert world.read(lambda u: queries.loan(u, loan.row.activity_id)).row.standing is Standing.RESERVED


def test_parts_go_out_complete_unless_counted_otherwise(world, kits, school) -> None:
    loan = reserve(world, school, NOW, "2026-11-27 12:00", kits[0])
    loan = out(world, loan, parts=(PartCount(kits[0], "brick", 29),))
    assert [(p.name, p.expected, p.counted_out) for p in loan.units[0].parts] == [
        ("brick", 30, 29),
        ("hub", 1, 1),
    ]


def test_the_parts_that_came_back_read_as_28_of_30(world, kits, school) -> None:
    loan = out(world, reserve(world, school, NOW, "2026-11-27 12:00", kits[0]))
    loan = back(world, loan, parts=(PartCount(kits[0], "brick", 27, "three lost"),))
    assert (loan.row.parts, loan.row.missing) == ("28 of 31", 3)


def test_more_parts_than_went_out_are_counted_again(world, kits, school) -> None:
    loan = out(world, reserve(world, school, NOW, "2026-11-27 12:00", kits[0]))
    with pytest.raises(BadInput):
        back(world, loan, parts=(PartCount(kits[0], "brick", 31),))


def test_missing_parts_ask_what_was_done_before_it_is_ready(world, kits, school) -> None:
    loan = back(
        world,
        out(world, reserve(world, school, NOW, "2026-11-27 12:00", kits[0])),
        parts=(PartCount(kits[0], "hub", 0),),
    )
    with pytest.raises(BadInput):
        world.write(lambda u: service.make_ready(u, loan.row.activity_id))
    ready = world.write(lambda u: service.make_ready(u, loan.row.activity_id, "New hub put in"))
    assert ready.row.standing is Standing.READY


def test_every_step_is_on_record_with_who_and_why(world, kits, school) -> None:
    loan = back(
        world,
        out(world, reserve(world, school, NOW, "2026-11-27 12:00", kits[0]), condition="As new"),
        condition="Scratched",
    )
    steps = [(s.to_state, s.person, s.reason) for s in loan.history]
    assert steps == [
        ("reserved", "Coordinator", ""), ("checked_out", "Coordinator", "As new"), ("returned", "Coordinator", "Scratched"),
    ]  # fmt: skip


def test_what_comes_back_early_is_free_from_then_on(world, kits, school) -> None:
    loan = out(world, reserve(world, school, NOW, "2026-11-30 12:00", kits[0]))
    at(world, "2026-11-26 10:00")
    loan = back(world, loan)
    world.write(lambda u: service.make_ready(u, loan.row.activity_id))
    assert (
        reserve(world, school, "2026-11-26 11:00", "2026-11-30 12:00", kits[0]).row.standing
        is Standing.RESERVED
    )


def test_what_comes_back_late_keeps_its_day_due(world, kits, school) -> None:
    loan = out(world, reserve(world, school, NOW, "2026-11-26 12:00", kits[0]))
    at(world, "2026-11-28 10:00")
    loan = back(world, loan)
    assert (loan.row.due, loan.row.returned_at) == (
        world.at("2026-11-26 12:00"),
        world.at("2026-11-28 10:00"),
    )


def test_what_goes_out_late_keeps_its_time(world, kits, school) -> None:
    loan = reserve(world, school, NOW, "2026-11-27 12:00", kits[0])
    at(world, "2026-11-26 10:00")
    loan = out(world, loan)
    assert (loan.row.start, loan.row.checked_out_at) == (world.at(NOW), world.at("2026-11-26 10:00"))


def test_what_goes_out_early_is_taken_from_then_on(world, kits, school) -> None:
    loan = out(world, reserve(world, school, "2026-11-27 10:00", "2026-11-28 12:00", kits[0]))
    assert loan.row.start == world.at(NOW)
    with pytest.raises(Refused):
        reserve(world, school, "2026-11-26 10:00", "2026-11-26 12:00", kits[0])


def test_nothing_goes_out_early_into_anothers_time(world, kits, school) -> None:
    reserve(world, school, NOW, "2026-11-26 12:00", kits[0], title="First")
    later = reserve(world, school, "2026-11-27 10:00", "2026-11-28 12:00", kits[0])
    with pytest.raises(Refused) as refused:
        out(world, later)
    assert "First" in str(refused.value)


def test_a_loan_whose_time_is_over_does_not_go_out(world, kits, school) -> None:
    loan = reserve(world, school, NOW, "2026-11-26 12:00", kits[0])
    at(world, "2026-11-26 12:00")
    with pytest.raises(BadInput):
        out(world, loan)


def test_an_overdue_unit_is_not_handed_to_the_next(world, kits, school) -> None:
    out(world, reserve(world, school, NOW, "2026-11-26 12:00", kits[0], title="Robot club"))
    following = reserve(world, school, "2026-11-26 14:00", "2026-11-28 12:00", kits[0])
    at(world, "2026-11-26 15:00")
    with pytest.raises(Refused) as refused:
        out(world, following)
    assert "“Robot club” has it, overdue since" in str(refused.value)


def test_a_unit_that_is_not_back_has_a_stand_in(world, kits, school) -> None:
    out(world, reserve(world, school, NOW, "2026-11-26 12:00", kits[0]))
    following = reserve(world, school, "2026-11-26 14:00", "2026-11-28 12:00", kits[0])
    at(world, "2026-11-26 15:00")
    with pytest.raises(Refused) as refused:
        out(world, following)
    assert [a.bookables for a in refused.value.alternatives] == [(kits[1],)]
    loan = world.write(lambda u: service.replace_unit(u, following.row.activity_id, kits[0]))
    assert out(world, loan).row.units == ("K-02",)


def test_what_is_back_and_not_ready_does_not_go_out(world, kits, school) -> None:
    back(world, out(world, reserve(world, school, NOW, "2026-11-25 12:00", kits[0])))
    following = reserve(world, school, "2026-11-25 13:00", "2026-11-28 12:00", kits[0])
    at(world, "2026-11-25 13:30")
    with pytest.raises(Refused) as refused:
        out(world, following)
    assert refused.value.violations[0].code == "not_ready"


def test_what_is_out_of_order_does_not_go_out(world, kits, school) -> None:
    loan = reserve(world, school, NOW, "2026-11-27 12:00", kits[0])
    world.write(lambda u: resources.add_outage(u, kits[0], "Broken hub", u.now - timedelta(hours=1), None))
    with pytest.raises(Refused) as refused:
        out(world, loan)
    assert refused.value.violations[0].code == "out_of_order"


def test_lists_show_each_loan_as_the_clock_says(world, kits, school) -> None:
    late = out(world, reserve(world, school, NOW, "2026-11-26 12:00", kits[0])).row.activity_id
    due = out(world, reserve(world, school, NOW, "2026-11-27 17:00", kits[1])).row.activity_id
    coming = reserve(world, school, "2026-11-28 10:00", "2026-11-30 12:00", kits[2]).row.activity_id
    at(world, "2026-11-27 10:00")
    assert listed(world, LoanFilter.OVERDUE) == [late]
    assert listed(world, LoanFilter.DUE_TODAY) == [due]
    assert listed(world, LoanFilter.OUT) == [late, due]
    assert listed(world, LoanFilter.RESERVED) == [coming]


def test_the_counts_are_those_of_the_lists(world, kits, school) -> None:
    out(world, reserve(world, school, NOW, "2026-11-26 12:00", kits[0]))
    back(world, out(world, reserve(world, school, NOW, "2026-11-27 17:00", kits[1])))
    counts = world.read(lambda u: queries.counts(u, world.centre_id))
    assert counts == {show: len(listed(world, show)) for show in LoanFilter if show is not LoanFilter.PAST}


def test_a_loan_never_fetched_is_past(world, kits, school) -> None:
    loan = reserve(world, school, NOW, "2026-11-26 12:00", kits[0])
    at(world, "2026-11-26 13:00")
    assert listed(world, LoanFilter.PAST) == [loan.row.activity_id]


def test_a_loan_that_is_out_can_be_extended(world, kits, school) -> None:
    loan = out(world, reserve(world, school, NOW, "2026-11-26 12:00", kits[0]))
    at(world, "2026-11-26 13:00")
    longer = world.write(lambda u: service.extend(u, loan.row.activity_id, world.at("2026-11-28 12:00")))
    assert (longer.row.due, longer.row.standing) == (world.at("2026-11-28 12:00"), Standing.OUT)


def test_a_loan_is_not_extended_into_anothers_time(world, kits, school) -> None:
    loan = out(world, reserve(world, school, NOW, "2026-11-26 12:00", kits[0]))
    reserve(world, school, "2026-11-27 10:00", "2026-11-28 12:00", kits[0])
    with pytest.raises(Refused):
        world.write(lambda u: service.extend(u, loan.row.activity_id, world.at("2026-11-28 12:00")))


def test_a_cancelled_loan_frees_its_units_and_keeps_its_reason(world, kits, school) -> None:
    loan = reserve(world, school, NOW, "2026-11-27 12:00", kits[0])
    gone = world.write(lambda u: service.cancel(u, loan.row.activity_id, "Trip postponed"))
    assert (gone.row.standing, gone.cancel_reason, gone.row.units) == (
        Standing.CANCELLED,
        "Trip postponed",
        ("K-01",),
    )
    assert reserve(world, school, NOW, "2026-11-27 12:00", kits[0])


def test_what_is_out_cannot_be_cancelled(world, kits, school) -> None:
    loan = out(world, reserve(world, school, NOW, "2026-11-27 12:00", kits[0]))
    with pytest.raises(BadInput):
        world.write(lambda u: service.cancel(u, loan.row.activity_id, "No"))


def test_a_stand_in_is_of_the_same_model(world, kits, school) -> None:
    other = world.units(world.model("Drone"), 1, "D")[0]
    loan = reserve(world, school, NOW, "2026-11-27 12:00", kits[0])
    with pytest.raises(BadInput):
        world.write(lambda u: service.replace_unit(u, loan.row.activity_id, kits[0], other))


def test_an_old_version_is_not_checked_out(world, kits, school) -> None:
    loan = reserve(world, school, NOW, "2026-11-27 12:00", kits[0])
    world.write(lambda u: service.extend(u, loan.row.activity_id, world.at("2026-11-28 12:00")))
    with pytest.raises(ChangedMeanwhile):
        world.write(lambda u: service.check_out(u, loan.row.activity_id, CheckOut(), loan.row.version))


def test_a_teacher_sees_and_hands_out_no_loans_of_others(world, kits, school) -> None:
    loan = reserve(world, school, NOW, "2026-11-27 12:00", kits[0])
    teacher = world.person("t1", Role.TEACHER)
    with pytest.raises(NotFound):
        world.read(lambda u: queries.loan(u, loan.row.activity_id), teacher)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.check_out(u, loan.row.activity_id, CheckOut()), teacher)


def test_a_loan_is_as_long_as_the_rules_of_its_model_say(world, kits, school) -> None:
    model = world.read(lambda u: bookable(u, kits[0])).model_id
    world.write(lambda u: resources.set_policy(u, world.centre_id, {"max_minutes": 2 * 24 * 60}, None, model))
    with pytest.raises(Refused) as refused:
        reserve(world, school, NOW, "2026-11-30 12:00", kits[0])
    assert [v.code for v in refused.value.violations] == ["too_long"]
    reserve(world, school, NOW, "2026-11-30 12:00", kits[0], override_reason="The school is far away.")


def test_the_centres_lengths_are_those_of_sessions_not_of_loans(world, kits, school) -> None:
    world.write(lambda u: resources.set_policy(u, world.centre_id, {"max_minutes": 480}), SYSTEM)
    reserve(world, school, NOW, "2026-11-30 12:00", kits[0])


def test_a_borrower_is_reminded_once_the_day_before(world, kits, school) -> None:
    teacher = world.person("t1", Role.TEACHER)
    loan = reserve(world, school, NOW, "2026-11-30 12:00", kits[0], borrower_id=teacher.person_id)
    out(world, loan)

    def told() -> int:
        return world.write(lambda u: remind(u, world.centre_id))

    at(world, "2026-11-28 12:00")
    assert told() == 0
    at(world, "2026-11-29 12:00")
    assert [told(), told()] == [1, 0]
    assert [(n.kind, n.who) for n in world.read(lambda u: needs(u, world.centre_id))] == [
        ("due_back", "School 41")
    ]
    assert "loan_due" in [m.kind for m in world.read(my_messages, teacher)]
    world.write(lambda u: service.extend(u, loan.row.activity_id, world.at("2026-12-04 12:00")))
    at(world, "2026-12-03 12:00")
    assert told() == 1

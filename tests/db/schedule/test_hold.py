"""Taking time: one atomic hold, no overlap, families, counted units."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.schedule import queries, service
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import ActivityState


def refused(world, *wish, **more) -> Refused:
    with pytest.raises(Refused) as caught:
        world.book(*wish, **more)
    return caught.value


def live(world, bookable: int) -> int:
    query = select(func.count()).where(Allocation.bookable_id == bookable, Allocation.live)
    return world.read(lambda unit: unit.value(query), SYSTEM)


def test_a_taken_lab_is_refused_with_who_holds_it_and_until_when(world) -> None:
    lab = world.lab(name="Physics lab A")
    world.book("2026-11-26 10:00", "2026-11-26 12:00", lab, title="Optics, year 10")
    refusal = refused(world, "2026-11-26 11:00", "2026-11-26 13:00", lab)
    violation = refusal.violations[0]
    assert violation.code == "overlap"
    assert "Optics, year 10" in violation.held_by
    assert violation.message.startswith("Physics lab A is taken until 12:00.")
    assert not violation.overridable


def test_touching_bookings_both_stand(world) -> None:
    lab = world.lab()
    world.book("2026-11-26 10:00", "2026-11-26 12:00", lab)
    world.book("2026-11-26 12:00", "2026-11-26 13:00", lab)
    assert live(world, lab) == 2


def test_set_up_and_clear_down_are_occupied_too(world) -> None:
    lab = world.lab(setup_minutes=30, cleardown_minutes=15)
    held = world.book("2026-11-26 10:00", "2026-11-26 12:00", lab)
    taken = held.allocations[0]
    assert (taken.occupied_from, taken.occupied_to) == (
        world.at("2026-11-26 09:30"),
        world.at("2026-11-26 12:15"),
    )
    assert refused(world, "2026-11-26 12:00", "2026-11-26 13:00", lab, setup_minutes=0).violations


def test_either_everything_is_taken_or_nothing(world) -> None:
    first, second = world.lab("A"), world.lab("B")
    world.book("2026-11-26 10:00", "2026-11-26 11:00", second)
    refused(world, "2026-11-26 10:00", "2026-11-26 11:00", first, second)
    assert live(world, first) == 0


def test_an_override_never_beats_an_overlap(world) -> None:
    lab = world.lab()
    world.book("2026-11-26 10:00", "2026-11-26 12:00", lab)
    refused(world, "2026-11-26 10:00", "2026-11-26 12:00", lab, override_reason="It is urgent")


def test_a_hall_takes_its_halves_and_a_half_blocks_the_hall(world) -> None:
    hall, left, right = world.lab("HALL"), world.lab("LEFT"), world.lab("RIGHT")
    for half in (left, right):
        world.write(lambda unit, h=half: service.set_parent(unit, h, hall))
    world.book("2026-11-26 10:00", "2026-11-26 11:00", hall)
    assert refused(world, "2026-11-26 10:00", "2026-11-26 11:00", left)
    world.book("2026-11-26 11:00", "2026-11-26 12:00", left)
    world.book("2026-11-26 11:00", "2026-11-26 12:00", right)
    assert refused(world, "2026-11-26 11:00", "2026-11-26 12:00", hall)


def test_six_of_eight_units_are_six_concrete_units(world) -> None:
    model = world.model("SPIKE kit")
    units = world.units(model, 8)
    held = world.book("2026-11-26 10:00", "2026-11-26 11:00", units=((model, 6),))
    assert [item.bookable_id for item in held.allocations] == units[:6]
    refusal = refused(world, "2026-11-26 10:00", "2026-11-26 11:00", units=((model, 3),))
    assert refusal.violations[0].code == "not_enough"


def test_a_unit_out_of_order_cannot_be_taken_by_anybody(world) -> None:
    from resource_centre.resources.service import add_outage

    units = world.units(world.model(), 1)
    start, end = world.at("2026-11-26 00:00"), world.at("2026-11-28 00:00")
    world.write(lambda unit: add_outage(unit, units[0], "Nozzle heater", start, end))
    refusal = refused(world, "2026-11-26 10:00", "2026-11-26 11:00", *units, override_reason="I know")
    assert refusal.violations[0].code == "out_of_order"


def test_a_refusal_offers_what_would_work(world) -> None:
    first, second = world.lab("A"), world.lab("B")
    world.book("2026-11-26 10:00", "2026-11-26 11:00", first)
    alternatives = refused(world, "2026-11-26 10:00", "2026-11-26 11:00", first).alternatives
    assert alternatives[0].bookables == (second,)
    for alternative in alternatives:
        wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", *alternative.bookables)
        from dataclasses import replace

        moved = replace(wish, start=alternative.start, end=alternative.end)
        assert not world.read(lambda unit, m=moved: service.check(unit, m)).violations


def test_all_violations_are_said_at_once(world) -> None:
    lab = world.lab()
    world.book("2026-11-29 20:00", "2026-11-29 21:00", lab, override_reason="Night of science")
    codes = {v.code for v in refused(world, "2026-11-29 20:00", "2026-11-29 21:00", lab).violations}
    assert {"overlap", "outside_hours"} <= codes


def test_a_coordinator_overrides_policy_with_a_reason_that_is_kept(world) -> None:
    lab = world.lab()
    held = world.book("2026-11-29 10:00", "2026-11-29 11:00", lab, override_reason="Open Sunday")
    found = world.read(lambda unit: queries.activity(unit, held.activity_id))
    assert found.override_reason == "Open Sunday"


def test_the_same_uid_again_is_the_same_booking(world) -> None:
    lab = world.lab()
    one = world.book("2026-11-26 10:00", "2026-11-26 11:00", lab, uid="3f1f3a1e-0000-4000-8000-000000000001")
    two = world.book("2026-11-26 10:00", "2026-11-26 11:00", lab, uid="3f1f3a1e-0000-4000-8000-000000000001")
    assert one == two
    assert live(world, lab) == 1


def test_a_cancelled_booking_keeps_its_row_with_who_when_and_why(world) -> None:
    lab = world.lab()
    held = world.book("2026-11-26 10:00", "2026-11-26 11:00", lab)
    world.write(lambda unit: service.release(unit, held.activity_id, "The bus broke down"))
    found = world.read(lambda unit: queries.activity(unit, held.activity_id))
    assert (found.state, found.cancel_reason) == (ActivityState.CANCELLED, "The bus broke down")
    assert live(world, lab) == 0
    world.book("2026-11-26 10:00", "2026-11-26 11:00", lab)


def test_a_cancelled_booking_comes_back_when_its_time_is_still_free(world) -> None:
    lab = world.lab()
    held = world.book("2026-11-26 10:00", "2026-11-26 11:00", lab)
    world.write(lambda unit: service.release(unit, held.activity_id, "By mistake"))
    world.write(lambda unit: service.restore(unit, held.activity_id))
    assert live(world, lab) == 1


def test_free_slots_are_common_to_all_and_inside_the_hours(world) -> None:
    from resource_centre.core.times import TimeRange

    first, second = world.lab("A"), world.lab("B")
    world.book("2026-11-26 09:00", "2026-11-26 12:00", first)
    world.book("2026-11-26 13:00", "2026-11-26 16:00", second)
    wish = world.wish("2026-11-26 09:00", "2026-11-26 11:00", first, second)
    window = TimeRange(world.at("2026-11-26 00:00"), world.at("2026-11-28 00:00"))
    found = world.read(lambda unit: queries.free_slots(unit, wish, window, 2))
    assert [slot.start for slot in found] == [world.at("2026-11-26 16:00"), world.at("2026-11-27 09:00")]


@pytest.mark.parametrize("title", ["", "   ", "x" * 301, "\n\t"])
def test_a_title_that_is_none_is_refused(world, title: str) -> None:
    lab = world.lab()
    with pytest.raises(BadInput) as caught:
        world.book("2026-11-26 10:00", "2026-11-26 11:00", lab, title=title)
    assert caught.value.field == "title"


@pytest.mark.parametrize("title", ["Робототехника 7Б", "Қазақша сабақ", "実験", "Clüb ‘7’ — ¼"])
def test_titles_of_any_script_are_kept_as_they_are(world, title: str) -> None:
    held = world.book("2026-11-26 10:00", "2026-11-26 11:00", world.lab(), title=title)
    assert world.read(lambda unit: queries.activity(unit, held.activity_id)).title == title


def test_a_teacher_asks_and_a_coordinator_approves(world) -> None:
    lab, teacher = world.lab(), world.person("teacher", Role.TEACHER)
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", lab, person_id=teacher.person_id)
    held = world.write(lambda unit: service.hold(unit, wish), teacher)
    assert held.state == ActivityState.PENDING
    assert refused(world, "2026-11-26 10:00", "2026-11-26 11:00", lab)
    assert world.write(lambda unit: service.approve(unit, held.activity_id)).state == ActivityState.BOOKED


def test_a_request_that_ran_out_holds_nothing_any_more(world) -> None:
    from datetime import timedelta

    lab, teacher = world.lab(), world.person("teacher", Role.TEACHER)
    wish = world.wish("2026-12-16 10:00", "2026-12-16 11:00", lab, person_id=teacher.person_id)
    world.write(lambda unit: service.hold(unit, wish), teacher)
    world.clock.instant += timedelta(days=10)
    world.book("2026-12-16 10:00", "2026-12-16 11:00", lab)
    states = world.read(lambda unit: set(unit.column(select(Activity.state))), SYSTEM)
    assert states == {ActivityState.EXPIRED, ActivityState.BOOKED}


def test_an_evaluator_books_nothing(world) -> None:
    lab, evaluator = world.lab(), world.person("evaluator", Role.EVALUATOR)
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", lab)
    with pytest.raises(NotPermitted):
        world.write(lambda unit: service.hold(unit, wish), evaluator)

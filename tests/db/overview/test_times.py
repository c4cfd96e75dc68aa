"""Find a time: labs, kits, people who can come, the hours of centre and school, earliest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from resource_centre.ambassadors import service as ambassadors
from resource_centre.ambassadors.rules import Weekly
from resource_centre.ambassadors.service import ClearanceDraft, ProfileDraft
from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.core.errors import BadInput
from resource_centre.core.ranges import TimeRange
from resource_centre.overview.times import Found, Wish, find_times
from resource_centre.resources import service as resources
from resource_centre.schedule import service as schedule
from resource_centre.schools.rules import SchoolDraft
from resource_centre.schools.service import add_school


def wish(world: Any, first: str = "2026-11-26", last: str = "2026-12-10", **more: Any) -> Wish:
    window = TimeRange(world.at(f"{first} 00:00"), world.at(f"{last} 00:00"))
    return Wish(world.centre_id, window, **more)


def find(world: Any, wanted: Wish, limit: int = 3) -> list[str]:
    return said(world, world.read(lambda u: find_times(u, wanted, limit)))


def said(world: Any, found: tuple[Found, ...]) -> list[str]:
    return [each.time.start.astimezone(world.tz).strftime("%d %H:%M") for each in found]


def ambassador(world: Any, login: str, until: date = date(2027, 6, 1), weekdays: range = range(7)) -> Actor:
    """One who can come from 10 to 16 on these weekdays, with a clearance."""
    actor: Actor = world.person(login, Role.AMBASSADOR)
    who = actor.person_id
    world.write(
        lambda u: ambassadors.add_ambassador(u, world.centre_id, who, ProfileDraft("Physics")), SYSTEM
    )
    pattern = [Weekly(day, 600, 960) for day in weekdays]
    world.write(lambda u: ambassadors.set_availability(u, who, pattern), actor)
    paper = ClearanceDraft("background_check", "Police", date(2026, 1, 1), until)
    world.write(lambda u: ambassadors.add_clearance(u, who, paper), SYSTEM)
    return actor


def test_a_lab_is_found_in_the_centres_hours_around_what_takes_it(world) -> None:
    lab = world.lab()
    world.book("2026-11-26 09:00", "2026-11-26 12:00", lab)
    assert find(world, wish(world, bookables=(lab,))) == ["26 12:00", "26 14:00", "26 16:00"]


def test_six_of_eight_kits_are_picked_where_six_are_free(world) -> None:
    model = world.model()
    kits = world.units(model, 8)
    world.book("2026-11-26 09:00", "2026-11-26 15:00", *kits[:3])
    found = world.read(lambda u: find_times(u, wish(world, units=((model, 6),)), 1))
    assert said(world, found) == ["26 15:00"]
    assert found[0].time.bookables == tuple(kits[:6])


def test_a_person_is_found_when_they_can_come(world) -> None:
    lab, zhanel = world.lab(), ambassador(world, "zhanel")
    wanted = wish(world, bookables=(lab, world.time_of(zhanel)))
    assert find(world, wanted) == ["26 10:00", "26 12:00", "26 14:00"]


def test_an_absence_is_left_out(world) -> None:
    lab, zhanel = world.lab(), ambassador(world, "zhanel")
    trip = TimeRange(world.at("2026-11-26 00:00"), world.at("2026-11-27 12:00"))
    world.write(lambda u: ambassadors.add_exception(u, zhanel.person_id, trip, False, "Trip"), zhanel)
    assert find(world, wish(world, bookables=(lab, world.time_of(zhanel)))) == [
        "27 12:00",
        "27 14:00",
        "28 10:00",
    ]


def test_any_two_ambassadors_are_those_who_can_come_together(world) -> None:
    lab = world.lab()
    early = ambassador(world, "early", weekdays=range(4))
    late = ambassador(world, "late", weekdays=range(4, 7))
    both = ambassador(world, "both")
    found = world.read(
        lambda u: find_times(u, wish(world, bookables=(lab,), people=((Role.AMBASSADOR, 2),)), 6)
    )
    picked = {said(world, (each,))[0]: set(each.time.bookables[1:]) for each in found}
    assert picked["26 10:00"] == {world.time_of(early), world.time_of(both)}
    assert picked["27 10:00"] == {world.time_of(late), world.time_of(both)}


def test_after_the_last_day_of_a_clearance_an_ambassador_is_not_offered(world) -> None:
    lab, zhanel = world.lab(), ambassador(world, "zhanel", until=date(2026, 11, 26))
    wanted = wish(world, bookables=(lab, world.time_of(zhanel)))
    assert find(world, wanted, 9) == ["26 10:00", "26 12:00", "26 14:00"]
    assert len(find(world, replace(wanted, cleared=False), 9)) == 9


def test_nobody_comes_without_rest_after_a_late_evening(world) -> None:
    lab, nurlan = world.lab(), world.person("nurlan", Role.CONSULTANT)
    late = world.wish(
        "2026-11-26 20:00", "2026-11-27 00:00", world.time_of(nurlan), override_reason="Night of science"
    )
    world.write(lambda u: schedule.hold(u, late))
    wanted = wish(world, first="2026-11-27", bookables=(lab, world.time_of(nurlan)))
    assert find(world, wanted, 1) == ["27 10:00"]


def test_people_alone_meet_in_the_centres_hours(world) -> None:
    nurlan = world.person("nurlan", Role.CONSULTANT)
    wanted = wish(world, first="2026-11-28", bookables=(world.time_of(nurlan),), minutes=240)
    assert find(world, wanted) == ["28 09:00", "28 13:00", "30 09:00"]


def test_the_schools_hours_and_holidays_are_kept(world) -> None:
    lab = world.lab()
    draft = SchoolDraft("School 41", hours="1-5 11:00-14:00", breaks="2026-11-27/2026-11-30")
    school = world.write(lambda u: add_school(u, world.centre_id, draft)).id
    assert find(world, wish(world, bookables=(lab,), school_id=school)) == [
        "26 11:00",
        "01 11:00",
        "02 11:00",
    ]


def test_a_school_that_has_said_nothing_limits_nothing(world) -> None:
    lab, school = world.lab(), world.school()
    assert find(world, wish(world, bookables=(lab,), school_id=school), 1) == ["26 09:00"]


def test_preferred_times_come_first(world) -> None:
    lab = world.lab()
    asked = tuple(
        TimeRange(world.at(f"2026-12-{day} 13:00"), world.at(f"2026-12-{day} 15:00")) for day in ("02", "03")
    )
    world.book("2026-12-02 14:00", "2026-12-02 15:00", lab)
    found = world.read(lambda u: find_times(u, wish(world, bookables=(lab,), preferred=asked), 3))
    assert [(said(world, (each,))[0], each.preferred) for each in found] == [
        ("03 13:00", True), ("26 09:00", False), ("26 11:00", False),
    ]  # fmt: skip


def test_what_the_policy_would_refuse_is_not_offered(world) -> None:
    lab = world.lab()
    rules = {"create_notice": 2 * 1440, "horizon_days": 4}
    world.write(lambda u: resources.set_policy(u, world.centre_id, rules, lab), SYSTEM)
    found = find(world, wish(world, bookables=(lab,)), 20)
    assert (found[0], found[-1]) == ("27 11:30", "28 15:00")


def test_a_moved_activity_does_not_stand_in_its_own_way(world) -> None:
    lab = world.lab()
    held = world.book("2026-11-26 09:00", "2026-11-26 18:00", lab)
    wanted = wish(world, bookables=(lab,))
    assert find(world, wanted, 1) == ["27 09:00"]
    assert find(world, replace(wanted, without=(held.activity_id,)), 1) == ["26 09:00"]


def test_a_long_window_is_searched_to_its_end(world) -> None:
    lab = world.lab()
    world.book("2026-11-26 09:00", "2027-03-01 18:00", lab, override_reason="Renovation")
    assert find(world, wish(world, last="2027-04-01", bookables=(lab,)), 1) == ["02 09:00"]


def test_more_people_than_there_are_is_said(world) -> None:
    with pytest.raises(BadInput, match="has 0 ambassadors"):
        find(world, wish(world, people=((Role.AMBASSADOR, 1),)))


def test_every_time_that_is_found_can_be_booked(world) -> None:
    lab, model = world.lab(setup_minutes=30, cleardown_minutes=15), world.model()
    kits = world.units(model, 4)
    world.book("2026-11-26 10:00", "2026-11-26 11:00", lab, kits[0])
    world.book("2026-11-27 13:00", "2026-11-27 15:00", kits[1], kits[2])
    wanted = wish(world, bookables=(lab,), units=((model, 3),), minutes=90)
    for each in world.read(lambda u: find_times(u, wanted, 8)):
        start = each.time.start
        hold = replace(
            world.wish("2026-11-26 09:00", "2026-11-26 10:00", *each.time.bookables),
            start=start, end=start + timedelta(minutes=90),
        )  # fmt: skip
        held = world.write(lambda u, h=hold: schedule.hold(u, h))
        world.write(lambda u, key=held.activity_id: schedule.release(u, key, "Only tried"))

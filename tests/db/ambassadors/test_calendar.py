"""What a calendar shows of people: when they are away, and what they are invited to."""

from __future__ import annotations

from resource_centre.ambassadors import assigning, service
from resource_centre.ambassadors.calendar import away, invited
from resource_centre.core.ranges import TimeRange


def test_outside_the_weekly_pattern_a_person_is_away(staffed) -> None:
    world = staffed.world
    day = TimeRange(world.at("2026-11-30 00:00"), world.at("2026-12-01 00:00"))
    key = world.time_of(staffed.zhanel)
    spans = [
        row.range for row in world.read(lambda u: away(u, world.centre_id, day)) if row.bookable_id == key
    ]
    assert [(s.start, s.end) for s in spans] == [
        (day.start, world.at("2026-11-30 09:00")), (world.at("2026-11-30 19:00"), day.end),
    ]  # fmt: skip


def test_a_stated_absence_is_shown_in_words(staffed) -> None:
    world, who = staffed.world, staffed.zhanel.person_id
    day = TimeRange(world.at("2026-11-30 00:00"), world.at("2026-12-01 00:00"))
    trip = TimeRange(world.at("2026-11-30 15:00"), world.at("2026-12-02 00:00"))
    world.write(lambda u: service.add_exception(u, who, trip, False, "Trip"), staffed.zhanel)
    said = [row for row in world.read(lambda u: away(u, world.centre_id, day)) if row.text]
    assert [(row.text, row.range.start, row.range.end) for row in said] == [
        ("Away: Trip", trip.start, day.end)
    ]


def test_of_whom_nothing_is_stated_nothing_is_shown(world) -> None:
    day = TimeRange(world.at("2026-11-30 00:00"), world.at("2026-12-01 00:00"))
    assert world.read(lambda u: away(u, world.centre_id, day)) == ()


def test_an_open_invitation_is_shown_to_the_one_who_is_asked(staffed) -> None:
    world = staffed.world
    day = TimeRange(world.at("2026-11-30 00:00"), world.at("2026-12-01 00:00"))
    world.write(lambda u: assigning.invite(u, staffed.requirement, [staffed.zhanel.person_id]))
    found = world.read(lambda u: invited(u, world.centre_id, day))
    assert [(row.bookable_id, row.activity_id) for row in found] == [
        (world.time_of(staffed.zhanel), staffed.activity)
    ]

"""A schedule as a calendar file, read back by the library that others read it with."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import NotPermitted
from resource_centre.core.times import TimeRange
from resource_centre.exchange.calendar_file import calendar_of
from resource_centre.schedule import service


def window(world) -> TimeRange:
    return TimeRange(world.at("2026-11-01 00:00"), world.at("2026-12-31 00:00"))


def read(world, login: str = "coordinator", as_=None) -> Calendar:
    return Calendar.from_ical(world.read(lambda u: calendar_of(u, login, window(world)), as_))


def events(world, login: str = "coordinator", as_=None):
    return read(world, login, as_).walk("VEVENT")


def book(world, **more):
    return world.book(
        "2026-11-26 10:00",
        "2026-11-26 12:00",
        world.lab(name="Physics lab"),
        person_id=world.coordinator.person_id,
        **more,
    )


def test_an_entry_has_the_time_title_and_lab(world) -> None:
    book(world, title="Optics, year 10")
    entry = events(world)[0]
    assert (str(entry["SUMMARY"]), str(entry["LOCATION"])) == ("Optics, year 10", "Physics lab")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (
        world.at("2026-11-26 10:00"),
        world.at("2026-11-26 12:00"),
    )


def test_the_uid_is_the_activitys_own(world) -> None:
    held = book(world)
    assert str(events(world)[0]["UID"]) == held.uid


def test_a_moved_booking_keeps_its_uid_and_counts_on(world) -> None:
    held = book(world)
    first = events(world)[0]
    world.write(
        lambda u: service.change(u, held.activity_id, service.Changes(start=world.at("2026-11-27 10:00")))
    )
    second = events(world)[0]
    assert second["UID"] == first["UID"] and second["SEQUENCE"] > first["SEQUENCE"]


def test_a_cancelled_booking_stays_as_cancelled(world) -> None:
    held = book(world)
    world.write(lambda u: service.release(u, held.activity_id, "Ill"))
    assert str(events(world)[0]["STATUS"]) == "CANCELLED"


def test_the_file_brings_the_zone_of_the_centre(world) -> None:
    book(world)
    zones = [str(z["TZID"]) for z in read(world).walk("VTIMEZONE")]
    assert zones == ["Asia/Almaty"]
    assert events(world)[0]["DTSTART"].params["TZID"] == "Asia/Almaty"


def test_the_same_schedule_twice_is_the_same_file(world) -> None:
    book(world)
    first, second = (world.read(lambda u: calendar_of(u, "coordinator", window(world))) for _ in range(2))
    assert first == second


def test_lines_are_folded_at_75_octets(world) -> None:
    book(world, title="Очень длинное название занятия " * 5)
    content = world.read(lambda u: calendar_of(u, "coordinator", window(world)))
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_person_whose_time_was_dropped_reads_it_as_cancelled(world) -> None:
    helper = world.person("helper", Role.AMBASSADOR)
    held = book(world)
    world.write(lambda u: service.add_bookables(u, held.activity_id, [world.time_of(helper)]), SYSTEM)
    assert str(events(world, "helper", helper)[0]["STATUS"]) == "CONFIRMED"
    world.write(lambda u: service.drop_bookables(u, held.activity_id, [world.time_of(helper)]), SYSTEM)
    assert str(events(world, "helper", helper)[0]["STATUS"]) == "CANCELLED"


def test_a_teacher_reads_only_their_own_schedule(world) -> None:
    teacher = world.person("t1", Role.TEACHER)
    assert events(world, "t1", teacher) == []
    with pytest.raises(NotPermitted):
        events(world, "coordinator", teacher)


def test_notes_of_staff_are_not_in_an_ambassadors_file(world) -> None:
    helper = world.person("helper", Role.AMBASSADOR)
    held = book(world, note="Between us: the boiler leaks")
    world.write(lambda u: service.add_bookables(u, held.activity_id, [world.time_of(helper)]), SYSTEM)
    assert "DESCRIPTION" not in events(world, "helper", helper)[0]

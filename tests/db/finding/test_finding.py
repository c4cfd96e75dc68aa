"""What can be found at a centre, for each role only what it may read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resource_centre.core.context import Actor, Role
from resource_centre.exchange.importing import plan, put
from resource_centre.finding import queries
from resource_centre.phrases.shelf import Entry, Shelf
from resource_centre.schedule import service as schedule
from resource_centre.schedule.service import Changes
from tests.db.conftest import World
from tests.house import ROOT

SCHOOLS = ROOT.parent / "shared" / "data" / "schools" / "moscow_schools.csv"


def kinds(world: World, person: Actor) -> set[str]:
    return {entry.kind for entry in world.read(lambda u: queries.things(u, world.centre_id), person)}


def activities(world: World, person: Actor | None = None, most: int = 100) -> list[Entry]:
    return list(world.read(lambda u: queries.activities(u, world.centre_id, most=most), person))


@pytest.fixture
def filled(world: World) -> World:
    world.lab("ROB", name="Robotics lab")
    world.units(world.model("SPIKE kit"), 1, "K")
    school = world.school("School 41", city="Almaty")
    world.person("nurlan", Role.TEACHER, name="Nurlan Iskakov", school_id=school)
    return world


@pytest.mark.parametrize(
    ("role", "found"),
    [
        (Role.COORDINATOR, {"lab", "unit", "model", "school", "person"}),
        (Role.CONSULTANT, {"lab", "unit", "model", "school", "person"}),
        (Role.MANAGER, {"lab", "unit", "model", "school", "person"}),
        (Role.TEACHER, {"lab", "unit", "model"}),
        (Role.AMBASSADOR, {"lab", "unit", "model"}),
        (Role.EVALUATOR, set()),
    ],
)
def test_each_role_finds_what_it_may_read(filled: World, role: Role, found: set[str]) -> None:
    person = filled.person(f"a-{role}", role)
    assert kinds(filled, person) == found


def test_a_teacher_finds_no_contacts(filled: World) -> None:
    teacher = filled.person("asel", Role.TEACHER)
    found = Shelf(filled.read(lambda u: queries.things(u, filled.centre_id), teacher))
    assert found.search("Nurlan") == []
    assert found.search("School 41") == []


def test_others_bookings_are_found_by_staff_alone(filled: World) -> None:
    lab = filled.lab("PHY", name="Physics")
    teacher = filled.person("asel", Role.TEACHER)
    filled.book("2026-11-26 09:00", "2026-11-26 10:00", lab, title="Optics")
    filled.book("2026-11-26 11:00", "2026-11-26 12:00", lab, title="Mine", person_id=teacher.person_id)
    assert [each.title for each in activities(filled)] == ["Optics", "Mine"]
    assert [each.title for each in activities(filled, teacher)] == ["Mine"]


def test_activities_come_by_time_and_the_nearest_to_now_only(filled: World) -> None:
    lab = filled.lab("PHY", name="Physics")
    for day in (24, 26, 27, 28):
        filled.clock.instant = filled.at(f"2026-11-{day} 07:00")
        filled.book(f"2026-11-{day} 09:00", f"2026-11-{day} 10:00", lab, title=f"Day {day}")
    filled.clock.instant = filled.at("2026-11-25 11:20")
    assert [each.title for each in activities(filled)] == ["Day 24", "Day 26", "Day 27", "Day 28"]
    assert [each.title for each in activities(filled, most=4)] == ["Day 24", "Day 26", "Day 27"]


def test_a_cancelled_booking_is_gone_and_told_as_changed(filled: World) -> None:
    lab = filled.lab("PHY", name="Physics")
    held = filled.book("2026-11-26 09:00", "2026-11-26 10:00", lab, title="Optics")
    other = filled.book("2026-11-26 11:00", "2026-11-26 12:00", lab, title="Waves")
    since = filled.clock.now() + timedelta(minutes=1)
    filled.clock.instant = since + timedelta(minutes=1)
    filled.write(lambda u: schedule.release(u, held.activity_id, "Ill"))
    filled.write(lambda u: schedule.change(u, other.activity_id, Changes(title="Sound")))
    changed = filled.read(lambda u: queries.changed_activities(u, filled.centre_id, since))
    assert changed.keys == {held.activity_id, other.activity_id}
    assert [each.title for each in changed.entries] == ["Sound"]
    assert [each.title for each in activities(filled)] == ["Sound"]


def test_what_a_command_can_book_is_named(filled: World) -> None:
    named = filled.read(lambda u: queries.bookable_names(u, filled.centre_id))
    assert {(each.kind, each.name, each.code, each.most) for each in named} == {
        ("lab", "Robotics lab", "ROB", 0), ("unit", "K 01", "K-01", 0), ("model", "SPIKE kit", "", 1), ("person", "Coordinator", "", 0),
    }  # fmt: skip
    teacher = filled.person("asel", Role.TEACHER)
    assert "person" not in {
        each.kind for each in filled.read(lambda u: queries.bookable_names(u, filled.centre_id), teacher)
    }
    evaluator = filled.person("eva", Role.EVALUATOR)
    assert filled.read(lambda u: queries.bookable_names(u, filled.centre_id), evaluator) == ()


def test_a_school_among_the_1554_real_ones_is_found_with_slips(world: World) -> None:
    world.write(lambda u: put(u, plan(u, "schools", SCHOOLS, world.centre_id)))
    shelf = Shelf(world.read(lambda u: queries.things(u, world.centre_id)))
    assert sum(entry.kind == "school" for entry in shelf.entries) == 1_554
    asked = (
        "Гимназия 1551",
        "гимнзия 1551",
        "1551 гимн",
        "ubvyfpbz 1551",
        "gimnaziya 1551",
        "gymnasium 1551",
        "гимназии № 1551",
    )
    for typed in asked:
        found = shelf.search(typed, 1)
        assert [hit.entry.title for hit in found] == ["Гимназия № 1551"], typed


def test_what_is_cancelled_is_found_by_its_title(filled: World) -> None:
    (lab,) = filled.read(lambda u: [e.key for e in queries.things(u, filled.centre_id) if e.kind == "lab"])
    gone = filled.book("2026-11-27T10:00", "2026-11-27T11:00", lab, title="Optics")
    filled.book("2026-11-27T12:00", "2026-11-27T13:00", lab, title="Optics")
    filled.write(lambda u: schedule.release(u, gone.activity_id, "Snow"))
    assert filled.read(lambda u: queries.titles(u, filled.centre_id)) == ["Optics"]
    found = filled.read(lambda u: queries.dated(u, filled.centre_id, ["Optics"], None))
    assert [(entry.key, entry.second) for entry in found] == [(gone.activity_id, "cancelled")]


def test_what_lies_beyond_the_nearest_is_found_by_its_title(filled: World) -> None:
    (lab,) = filled.read(lambda u: [e.key for e in queries.things(u, filled.centre_id) if e.kind == "lab"])
    made = [
        filled.book(f"2026-11-{day}T10:00", f"2026-11-{day}T11:00", lab, title="Optics").activity_id
        for day in (26, 27, 28, 30)
    ]
    known = tuple(int(filled.at(f"2026-11-{day}T10:00").timestamp()) for day in (27, 28))
    found = filled.read(lambda u: queries.dated(u, filled.centre_id, ["Optics", "Chess"], known))
    assert [entry.key for entry in found] == [made[0], made[3]]


def test_titles_are_those_that_the_reader_may_know(filled: World) -> None:
    (lab,) = filled.read(lambda u: [e.key for e in queries.things(u, filled.centre_id) if e.kind == "lab"])
    teacher = filled.person("asel", Role.TEACHER)
    filled.book("2026-11-27T10:00", "2026-11-27T11:00", lab, title="Optics")
    filled.book("2026-11-27T12:00", "2026-11-27T13:00", lab, title="Own", person_id=teacher.person_id)
    assert filled.read(lambda u: queries.titles(u, filled.centre_id), teacher) == ["Own"]
    assert filled.read(lambda u: queries.dated(u, filled.centre_id, ["Optics"], (0, 0)), teacher) == []
    assert filled.read(lambda u: queries.titles(u, filled.centre_id)) == ["Optics", "Own"]

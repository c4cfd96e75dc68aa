"""The register of schools: finding, changing, archiving, doubles, teachers and history."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resource_centre.bookings.service import LoanDraft, reserve
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, ChangedMeanwhile, NotFound, NotPermitted
from resource_centre.schools import queries, service
from resource_centre.schools.queries import SchoolFilter
from resource_centre.schools.rules import SchoolDraft


def add(world, name: str, **more):
    return world.write(lambda u: service.add_school(u, world.centre_id, SchoolDraft(name, **more)))


def names(world, as_=None, **wanted) -> list[str]:
    return [
        s.name for s in world.read(lambda u: queries.schools(u, world.centre_id, SchoolFilter(**wanted)), as_)
    ]


def test_a_school_is_found_by_any_word_in_any_case(world) -> None:
    add(world, "Гимназия № 5", city="Алматы")
    add(world, "Лицей № 7", city="Астана")
    assert names(world, text="АЛМАТЫ гимн") == ["Гимназия № 5"]


def test_a_school_is_found_by_its_code(world) -> None:
    add(world, "A", external_id="KZ-17")
    add(world, "B")
    assert names(world, text="kz-17") == ["A"]


def test_lists_are_narrowed_by_district_and_settlement(world) -> None:
    add(world, "A", district="North", settlement="rural")
    add(world, "B", district="North", settlement="urban")
    add(world, "C", district="South", settlement="rural")
    assert names(world, district="North", settlement="rural") == ["A"]


def test_an_archived_school_is_listed_only_when_asked_for(world) -> None:
    row = add(world, "A")
    world.write(lambda u: service.archive_school(u, row.id, row.version))
    assert (names(world), names(world, archived=True)) == ([], ["A"])


def test_a_code_is_given_once(world) -> None:
    add(world, "A", external_id="1")
    with pytest.raises(BadInput) as refused:
        add(world, "B", external_id="1")
    assert refused.value.field == "external_id"


def test_the_same_uid_again_answers_the_same_school(world) -> None:
    assert add(world, "A", uid="u-1").id == add(world, "A", uid="u-1").id


def test_the_second_to_change_a_school_sees_what_the_first_changed(world) -> None:
    row = add(world, "A")
    world.write(lambda u: service.change_school(u, row.id, replace(row.draft(), city="Almaty"), row.version))
    with pytest.raises(ChangedMeanwhile) as late:
        world.write(lambda u: service.change_school(u, row.id, replace(row.draft(), phone="1"), row.version))
    assert ("city", "", "Almaty") in [(c.field, c.mine, c.theirs) for c in late.value.changes]


def test_two_spellings_of_one_school_are_doubles(world) -> None:
    add(world, "Cредняя школа № 5")
    add(world, "Средняя школа №5")
    add(world, "Средняя школа № 6")
    groups = world.read(lambda u: queries.doubles(u, world.centre_id))
    assert [len(group) for group in groups] == [2]


def test_a_teacher_sees_their_own_school_alone(world) -> None:
    own, other = add(world, "Own"), add(world, "Other")
    teacher = world.person("t1", Role.TEACHER, school_id=own.id)
    assert names(world, teacher) == ["Own"]
    with pytest.raises(NotFound):
        world.read(lambda u: queries.school(u, other.id), teacher)


def test_a_teacher_may_not_change_the_register(world) -> None:
    teacher = world.person("t1", Role.TEACHER)
    with pytest.raises(NotPermitted):
        world.write(lambda u: service.add_school(u, world.centre_id, SchoolDraft("A")), teacher)


def test_a_school_knows_its_teachers(world) -> None:
    row = add(world, "A")
    world.person("t1", Role.TEACHER, name="Aigul", school_id=row.id)
    detail = world.read(lambda u: queries.school_detail(u, row.id))
    assert [t.name for t in detail.teachers] == ["Aigul"] and detail.row.teachers == 1


def test_the_history_has_loans_and_bookings_newest_first(world) -> None:
    row, lab, kit = add(world, "A"), world.lab(), world.units(world.model(), 1)[0]
    world.book("2026-11-26 10:00", "2026-11-26 12:00", lab, school_id=row.id)
    start, end = world.at("2026-11-27 10:00"), world.at("2026-11-28 10:00")
    world.write(lambda u: reserve(u, LoanDraft(world.centre_id, start, end, (kit,), school_id=row.id)))
    history = world.read(lambda u: queries.history(u, row.id), SYSTEM)
    assert [h.what for h in history] == ["loan", "booking"]

"""People from files: roles, schools, who may bring whom."""

from __future__ import annotations

import pytest

from resource_centre.core.context import Role
from resource_centre.exchange.people import read_roles
from resource_centre.people import queries
from resource_centre.resources.queries import bookable_of_person

TEXT = "ФИО;Логин;Почта;Роль;Школа\nАйгуль Сериккызы;aigul;aigul@school.kz;учитель;School 41\n"


@pytest.fixture
def administrator(world):
    return world.person("admin", Role.ADMINISTRATOR)


def person(world, login: str) -> queries.PersonRow:
    return world.read(lambda u: queries.person_by_login(u, login))


def test_a_coordinator_brings_teachers_with_their_school(world, bring, text_file) -> None:
    school = world.school("School 41")
    bring("people", text_file(TEXT))
    row = person(world, "aigul")
    assert (row.name, row.school_id, row.roles) == (
        "Айгуль Сериккызы",
        school,
        ((Role.TEACHER, world.centre_id),),
    )


def test_the_same_people_again_change_nothing(world, look, bring, text_file) -> None:
    world.school("School 41")
    bring("people", text_file(TEXT))
    assert [line.outcome for line in look("people", text_file(TEXT)).lines] == ["skip"]


@pytest.mark.parametrize("heading", ["name,email", "name,phone", "name,login"])
def test_people_are_found_again_by_what_the_file_has(look, bring, text_file, heading: str) -> None:
    value = "a@b.kz" if "email" in heading else "someone"
    file = text_file(f"{heading}\nAigul,{value}\n")
    bring("people", file)
    assert [line.outcome for line in look("people", file).lines] == ["skip"]


def test_a_coordinator_may_not_bring_a_manager(look, text_file) -> None:
    bad = look("people", text_file("name,login,role\nA,a,manager\nB,b,teacher\n")).bad
    assert [line.row for line in bad] == [2]


def test_an_administrator_brings_staff_whose_time_can_be_booked(
    world, bring, text_file, administrator
) -> None:
    bring("people", text_file("name,login,role\nA,a,coordinator\n"), as_=administrator)
    assert world.read(lambda u: bookable_of_person(u, person(world, "a").id)) is not None


def test_a_school_that_is_not_in_the_register_is_a_bad_row(look, text_file) -> None:
    assert len(look("people", text_file("name,school\nA,Nowhere\n")).bad) == 1


def test_a_login_twice_in_a_file_goes_in_once(look, text_file) -> None:
    lines = look("people", text_file("name,login\nA,x\nB,x\n")).lines
    assert [line.outcome for line in lines] == ["create", "clash"]


def test_a_changed_phone_is_an_update(world, bring, text_file) -> None:
    bring("people", text_file("name,login,phone\nA,a,1\n"))
    assert bring("people", text_file("name,login,phone\nA,a,2\n")) == "rows.csv: 1 changed."
    assert person(world, "a").phone == "2"


def test_roles_are_read_in_three_languages() -> None:
    assert read_roles("учитель, Ambassador; кеңесші") == (Role.TEACHER, Role.AMBASSADOR, Role.CONSULTANT)

"""Equipment from asset registers."""

from __future__ import annotations

from datetime import date

import pytest

from resource_centre.core.errors import BadInput
from resource_centre.exchange.equipment import days_come_first, read_day
from resource_centre.resources import queries

FILE = "equipment/assets-sample.csv"


def units(world) -> list[queries.BookableRow]:
    return world.read(lambda u: queries.bookables(u, world.centre_id, "unit"))


def test_the_real_register_goes_in_with_its_two_models(world, real, bring) -> None:
    assert bring("equipment", real / FILE) == "assets-sample.csv: 22 new."
    models = world.read(lambda u: queries.models(u, world.centre_id))
    assert {m.name: m.units for m in models} == {'Macbook Pro 13"': 21, "Robby": 1}


def test_the_real_register_a_second_time_changes_nothing(world, real, bring) -> None:
    bring("equipment", real / FILE)
    before = units(world)
    assert bring("equipment", real / FILE) == "assets-sample.csv: 22 left as they are."
    assert units(world) == before


def test_days_of_two_digit_years_are_read_as_the_column_means_them(world, real, bring) -> None:
    bring("equipment", real / FILE)
    bought = {u.code: u.purchased_on for u in units(world)}
    assert (bought["ICC-2065556"], bought["NNH-3656031"]) == (date(2023, 1, 23), date(2023, 3, 1))


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("2026-11-25", False, date(2026, 11, 25)),
        ("25.11.2026", False, date(2026, 11, 25)),
        ("3/4/26", False, date(2026, 3, 4)),
        ("3/4/26", True, date(2026, 4, 3)),
        ("2026-11-25 10:00:00", False, date(2026, 11, 25)),
    ],
)
def test_a_day_is_read_as_registers_write_it(text: str, day_first: bool, expected: date) -> None:
    assert read_day(text, day_first) == expected


def test_a_column_with_a_thirteenth_first_number_has_its_days_first() -> None:
    assert days_come_first(["3/4/26", "13/4/26"]) and not days_come_first(["3/4/26", "4/13/26"])


@pytest.mark.parametrize("text", ["soon", "31/31/26", "2026-02-30", "99999"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_day(text, False)


def test_a_unit_without_a_tag_is_a_bad_row(look, text_file) -> None:
    made = look("equipment", text_file("asset tag,name\n,A\nT1,B\n"))
    assert [line.row for line in made.bad] == [2]


def test_a_tag_twice_in_a_file_is_a_clash(look, text_file) -> None:
    assert len(look("equipment", text_file("asset tag,name\nT1,A\nT1,B\n")).clashes) == 1


def test_the_code_of_a_lab_is_a_clash(world, look, text_file) -> None:
    world.lab("T1")
    assert len(look("equipment", text_file("asset tag,name\nT1,A\n")).clashes) == 1


def test_a_unit_that_changes_keeps_its_own_set_up(world, bring, text_file) -> None:
    unit = world.units(world.model(setup_minutes=15), 1)[0]
    file = text_file("asset tag,name,location\nK-01,K 01,Room 5\n")
    bring("equipment", file)
    row = world.read(lambda u: queries.bookable(u, unit))
    assert (row.location, row.setup_minutes, row.model) == ("Room 5", 15, "SPIKE kit")


def test_cyrillic_headings_are_known(world, bring, text_file) -> None:
    text = "Инвентарный номер;Наименование;Модель;Дата покупки\nИ-1;Набор;SPIKE;25.11.2025\n"
    bring("equipment", text_file(text, encoding="cp1251"))
    assert [(u.code, u.name, u.model, u.purchased_on) for u in units(world)] == [
        ("И-1", "Набор", "SPIKE", date(2025, 11, 25))
    ]

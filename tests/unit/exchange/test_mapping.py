"""Headings in three languages, and what is told overrules what is guessed."""

from __future__ import annotations

import pytest

from resource_centre.core.errors import BadInput
from resource_centre.exchange.mapping import EQUIPMENT, FIELDS, PEOPLE, SCHOOLS, agreed, folded, guess


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("Name", "Address", "Town"), ["name", "address", "city"]),
        (("Наименование", "Адрес", "Город", "Широта"), ["name", "address", "city", "latitude"]),
        (("Мектеп атауы", "Мекенжайы", "Ауданы"), ["name", "address", "district"]),
        (("SCHOOL_NAME", "e-mail", "External_ID"), ["name", "email", "external_id"]),
    ],
)
def test_headings_of_three_languages_are_known(columns: tuple[str, ...], expected: list[str]) -> None:
    assert list(guess(columns, SCHOOLS).values()) == expected


def test_a_field_is_guessed_once() -> None:
    assert guess(("name", "title"), SCHOOLS) == {"name": "name"}


def test_an_own_name_counts_more_than_another_heading() -> None:
    assert guess(("Код", "asset_tag"), EQUIPMENT) == {"asset_tag": "asset_tag"}


def test_what_is_told_overrules_the_guess() -> None:
    assert agreed(("name", "struct"), SCHOOLS, {"struct": "name"}) == {"struct": "name"}


def test_a_column_can_be_left_out() -> None:
    assert agreed(("name", "phone"), PEOPLE, {"phone": ""}) == {"name": "name"}


@pytest.mark.parametrize("told", [{"none": "name"}, {"name": "colour"}, {"name": "name", "phone": "name"}])
def test_a_mapping_that_cannot_be_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        agreed(("name", "phone"), PEOPLE, told)


def test_every_heading_is_written_folded() -> None:
    odd = [h for fields in FIELDS.values() for field in fields for h in field.headings if folded(h) != h]
    assert not odd

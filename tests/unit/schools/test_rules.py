"""Which two names are one school, and what a draft may say."""

from __future__ import annotations

import pytest

from resource_centre.core.errors import BadInput
from resource_centre.schools.rules import SchoolDraft, cleaned, plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Школа № 41", "школа №41"),
        ("Cредняя школа 5", "Средняя школа 5"),
        ("Гимназия «Росток»", 'ГИМНАЗИЯ "Росток"'),
        ("School No. 12", "School 12"),
        ("Ёлочка", "Елочка"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


def test_another_number_is_another_school() -> None:
    assert plain_name("Школа № 41") != plain_name("Школа № 14")


def test_a_latin_name_keeps_its_letters() -> None:
    assert plain_name("Oak School") == "oak school"


def test_line_breaks_inside_an_address_stay() -> None:
    draft = cleaned(SchoolDraft("A", address="Poljany 31 \r\r\n Bulvar  10"))
    assert draft.address == "Poljany 31\nBulvar 10"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SchoolDraft("   "), "name"),
        (SchoolDraft("x" * 301), "name"),
        (SchoolDraft("---"), "name"),
        (SchoolDraft("A", latitude=91.0), "latitude"),
        (SchoolDraft("A", longitude=-180.5), "longitude"),
        (SchoolDraft("A", email="nobody"), "email"),
        (SchoolDraft("A", address="x" * 1001), "address"),
        (SchoolDraft("A", settlement="moon"), "settlement"),
    ],
)
def test_what_cannot_be_used_names_its_field(draft: SchoolDraft, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        cleaned(draft)
    assert refused.value.field == field

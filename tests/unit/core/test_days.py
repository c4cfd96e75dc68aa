"""Days and months are said as CLDR says them, without waking its library."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from babel.dates import format_date

from resource_centre.i18n import CATALOGUES, date_text, month_name, use
from tests.house import python
from tools.days import LOCALES, all_words

STYLES = (
    "long", "full", "medium", "short", "EEE", "EEEE", "EEEEEE", "LLL", "MMM", "d MMM", "d MMMM", "d MMM y", "d MMM yyyy",
    "EEE d MMM y", "EEEE, d MMMM", "LLLL y", "EEE d MMMM", "EEEE, d MMM yy",
)  # fmt: skip
YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize("code", LOCALES)
def test_every_day_of_a_year_is_said_as_cldr_says_it(code: str) -> None:
    with use(code):
        ours = [date_text(day, style) for style in STYLES for day in YEAR]
    assert ours == [format_date(day, style, locale=LOCALES[code]) for style in STYLES for day in YEAR]


@pytest.mark.parametrize("code", LOCALES)
def test_a_month_is_named_as_it_stands_alone(code: str) -> None:
    with use(code):
        ours = [month_name(2026, month) for month in range(1, 13)]
    theirs = [format_date(date(2026, month, 1), "LLLL y", locale=LOCALES[code]) for month in range(1, 13)]
    assert ours == theirs


def test_the_names_that_are_shipped_are_those_of_cldr() -> None:
    assert json.loads((CATALOGUES / "days.json").read_text(encoding="utf-8")) == all_words()


def test_saying_a_day_does_not_import_babel() -> None:
    lines = "import sys\nfrom datetime import date\nfrom resource_centre.i18n import date_text\n"
    said = python("-c", lines + "date_text(date(2026, 11, 28)); print('babel' in sys.modules)")
    assert said.strip() == "False"

"""Wall time and instants, across daylight saving; what people type."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.errors import BadInput
from resource_centre.core.times import (
    Month,
    day_range,
    month_range,
    parse_length,
    parse_when,
    to_instant,
    to_wall,
    week_range,
    zone,
)

HELSINKI, ALMATY = zone("Europe/Helsinki"), zone("Asia/Almaty")


def test_the_skipped_hour_is_refused_with_the_two_nearest_times() -> None:
    with pytest.raises(BadInput) as caught:
        to_instant(datetime(2026, 3, 29, 3, 30), HELSINKI)
    assert "02:59" in str(caught.value)
    assert "04:00" in str(caught.value)


def test_the_doubled_hour_takes_the_first_and_says_so() -> None:
    resolved = to_instant(datetime(2026, 10, 25, 3, 30), HELSINKI)
    assert resolved.instant == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert resolved.note


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_wall_time_comes_back_from_its_instant(wall: datetime) -> None:
    wall = wall.replace(second=0, microsecond=0)
    try:
        instant = to_instant(wall, HELSINKI).instant
    except BadInput:
        return
    assert to_wall(instant, HELSINKI) == wall


def test_a_day_of_daylight_saving_has_23_or_25_hours() -> None:
    assert day_range(date(2026, 3, 29), HELSINKI).length == timedelta(hours=23)
    assert day_range(date(2026, 10, 25), HELSINKI).length == timedelta(hours=25)
    assert day_range(date(2026, 10, 25), ALMATY).length == timedelta(hours=24)


def test_a_month_begins_and_ends_at_midnight_of_the_centre() -> None:
    found = month_range("2026-11", ALMATY)
    assert (found.start, found.end) == (
        datetime(2026, 10, 31, 19, tzinfo=UTC),
        datetime(2026, 11, 30, 19, tzinfo=UTC),
    )


def test_a_week_begins_on_monday() -> None:
    assert to_wall(week_range(date(2026, 11, 25), ALMATY).start, ALMATY) == datetime(2026, 11, 23)


def test_months_go_over_the_year() -> None:
    assert (
        str(Month.parse("2026-01").previous) in ("2025-12",)
        or str(Month.parse("2026-01").previous()) == "2025-12"
    )


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("2h", 120),
        ("90m", 90),
        ("1h30", 90),
        ("1:30", 90),
        ("1.5h", 90),
        ("1,5 h", 90),
        ("1d", 1440),
        ("45 min", 45),
    ],
)
def test_lengths_as_people_type_them(typed: str, length: int) -> None:
    assert parse_length(typed) == timedelta(minutes=length)


@pytest.mark.parametrize("typed", ["", "h", "-2h", "soon", "0", "9999d", "1" * 5000, "\u0662h"])
def test_what_is_no_length_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_length(typed)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "2026-13-01T10:00", "2026-02-30 10:00", "10:00", "9" * 4000]
)
def test_what_is_no_time_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_when(typed, ALMATY)
    assert len(str(caught.value)) < 400


def test_a_time_with_an_offset_is_that_instant() -> None:
    assert parse_when("2026-11-25T10:00+02:00", ALMATY).instant == datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_a_zone_that_is_none_is_refused_with_one_that_is() -> None:
    with pytest.raises(BadInput) as caught:
        zone("Asia/Almata")
    assert "Asia/Almaty" in str(caught.value)

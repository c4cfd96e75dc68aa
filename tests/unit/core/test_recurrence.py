"""Repetitions in wall time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.errors import BadInput
from resource_centre.core.recurrence import expand, format_rule, parse_rule, shifted, split
from resource_centre.core.times import to_instant, zone

HELSINKI = zone("Europe/Helsinki")
FAR = datetime(2027, 11, 1)


def test_a_weekly_series_keeps_its_wall_time_across_daylight_saving() -> None:
    walls = expand("FREQ=WEEKLY;COUNT=3", datetime(2026, 10, 21, 9), HELSINKI, FAR).walls
    assert {wall.hour for wall in walls} == {9}
    assert [to_instant(wall, HELSINKI).instant.astimezone(UTC).hour for wall in walls] == [6, 7, 7]


def test_the_last_friday_of_a_month() -> None:
    walls = expand("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", datetime(2026, 11, 27, 15), HELSINKI, FAR).walls
    assert [wall.date().isoformat() for wall in walls] == ["2026-11-27", "2026-12-25", "2027-01-29"]


def test_a_rule_without_end_stops_at_the_horizon_and_says_so() -> None:
    found = expand("FREQ=WEEKLY", datetime(2026, 11, 2, 9), HELSINKI, datetime(2026, 12, 1))
    assert found.capped
    assert len(found.walls) == 5
    assert "1 Dec 2026" in found.notes[0]


def test_excluded_days_are_left_out() -> None:
    skipped = datetime(2026, 11, 9, 9)
    found = expand("FREQ=WEEKLY;COUNT=3", datetime(2026, 11, 2, 9), HELSINKI, FAR, [skipped])
    assert skipped not in found.walls
    assert len(found.walls) == 2


@pytest.mark.parametrize(
    "rule",
    ["", "x", "FREQ=HOURLY", "FREQ=WEEKLY;COUNT=0",
     "FREQ=WEEKLY;COUNT=2;UNTIL=20261201", "FREQ=WEEKLY;BYDAY=XX",
     "FREQ=WEEKLY;FREQ=DAILY", "FREQ=DAILY;COUNT=99999", "FREQ=MONTHLY;BYMONTHDAY=99;COUNT=2"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(BadInput):
        expand(rule, datetime(2026, 11, 2, 9), HELSINKI, FAR)


@given(st.integers(2, 40), st.integers(1, 39), st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]))
def test_a_split_rule_has_the_same_occurrences(count: int, at: int, frequency: str) -> None:
    first, rule = datetime(2026, 1, 12, 9), f"FREQ={frequency};COUNT={count}"
    walls = expand(rule, first, HELSINKI, datetime(2040, 1, 1)).walls
    at = min(at, count - 1)
    before, after = split(rule, first, walls[at], HELSINKI)
    far = datetime(2040, 1, 1)
    parts = expand(before, first, HELSINKI, far).walls + expand(after, walls[at], HELSINKI, far).walls
    assert parts == walls


def test_a_rule_is_written_in_a_fixed_order() -> None:
    assert (
        format_rule(parse_rule("rrule:count=3;freq=weekly;byday=MO,TU")) == "FREQ=WEEKLY;BYDAY=MO,TU;COUNT=3"
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=2TU", "counts days of a month"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "go with months"),
        ("FREQ=MONTHLY;BYDAY=6FR", "from 1 to 5"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS picks"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR"),
        ("FREQ=DAILY;BYMONTH=13", "from 1 to 12"),
        ("FREQ=DAILY;COUNT=2 EXDATE:20261340", "is not a repetition"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no occurrence"),
    ],
)
def test_what_cannot_be_used_is_named(rule: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        expand(rule, datetime(2026, 11, 2, 9), HELSINKI, FAR)


def test_dates_are_added_and_left_out() -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=3\nRDATE;TZID=Europe/Helsinki:20261105T140000\nEXDATE:20261109,20261110"
    walls = expand(rule, datetime(2026, 11, 2, 9), HELSINKI, FAR).walls
    assert [f"{wall:%d %H}" for wall in walls] == ["02 09", "05 14", "16 09"]


def test_a_split_parts_the_dates_that_were_added() -> None:
    rule, first = "FREQ=WEEKLY;COUNT=3 RDATE:20261103,20261111", datetime(2026, 11, 2, 9)
    before, after = split(rule, first, datetime(2026, 11, 9, 9), HELSINKI)
    assert (before, after) == (
        "FREQ=WEEKLY;COUNT=1\nRDATE:20261103T090000", "FREQ=WEEKLY;COUNT=2\nRDATE:20261111T090000",
    )  # fmt: skip


SHIFTS = [
    ("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=6", 1), ("FREQ=MONTHLY;BYMONTHDAY=2;COUNT=4", 3), ("FREQ=MONTHLY;BYDAY=1MO;COUNT=5", 1),
    ("FREQ=DAILY;BYDAY=MO,TU;UNTIL=20261210", 2), ("FREQ=WEEKLY;COUNT=3 RDATE:20261103", 5),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "days"), SHIFTS)
def test_a_moved_rule_says_the_moved_dates(rule: str, days: int) -> None:
    first, step = datetime(2026, 11, 2, 9), timedelta(days=days, hours=1)
    walls = expand(rule, first, HELSINKI, FAR).walls
    moved = shifted(rule, first, step, HELSINKI, walls)
    assert expand(moved, first + step, HELSINKI, FAR).walls == tuple(wall + step for wall in walls)

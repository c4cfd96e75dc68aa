"""Opening hours as instants, and working time inside them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.hours import WeekHours, add_working_time, open_ranges, working_time
from resource_centre.core.times import TimeRange, zone

HELSINKI = zone("Europe/Helsinki")
OFFICE = WeekHours(dict.fromkeys(range(5), ((540, 1080),)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


def open_(start: str, end: str, *closed: TimeRange) -> list[TimeRange]:
    return open_ranges(OFFICE, TimeRange(at(start), at(end)), HELSINKI, closed)


def test_hours_follow_the_wall_across_daylight_saving() -> None:
    found = open_("2026-10-23", "2026-10-27")
    assert [r.start.hour for r in found] == [6, 7]  # Friday in summer time, Monday in winter time


def test_a_closure_cuts_the_day() -> None:
    found = open_("2026-11-25", "2026-11-26", TimeRange(at("2026-11-25 12:00"), at("2026-11-25 13:00")))
    assert [(r.start, r.end) for r in found] == [
        (at("2026-11-25 09:00"), at("2026-11-25 12:00")),
        (at("2026-11-25 13:00"), at("2026-11-25 18:00")),
    ]


def test_hours_may_go_past_midnight() -> None:
    late = WeekHours({4: ((1200, 1500),)})
    found = open_ranges(late, TimeRange(at("2026-11-27"), at("2026-11-29")), HELSINKI)
    assert found == [TimeRange(at("2026-11-27 20:00"), at("2026-11-28 01:00"))]


def test_working_time_leaves_out_nights_and_weekends() -> None:
    window = open_("2026-11-20", "2026-12-01")
    assert working_time(TimeRange(at("2026-11-20 17:00"), at("2026-11-23 10:00")), window) == timedelta(
        hours=2
    )


@given(st.integers(0, 5000), st.integers(1, 2000))
def test_the_due_instant_has_exactly_that_much_working_time_before_it(start: int, amount: int) -> None:
    window = open_("2026-11-02", "2027-01-01")
    begin = at("2026-11-02") + timedelta(minutes=start)
    due = add_working_time(begin, timedelta(minutes=amount), window)
    assert due is not None
    assert working_time(TimeRange(begin, due), window) == timedelta(minutes=amount)

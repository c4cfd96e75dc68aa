"""The response-time clock: working hours alone, without the time the requester was asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.consultations import rules
from resource_centre.consultations.rules import RequestState as R
from resource_centre.core.hours import WeekHours, open_ranges
from resource_centre.core.ranges import TimeRange
from resource_centre.core.times import day_range, zone

ALMATY, HELSINKI = zone("Asia/Almaty"), zone("Europe/Helsinki")
OFFICE = WeekHours(dict.fromkeys(range(5), ((9 * 60, 18 * 60),)))


def at(text, tz=ALMATY):
    return datetime.fromisoformat(text).replace(tzinfo=tz).astimezone(UTC)


def opened(start, end, tz=ALMATY, closed=()):
    return open_ranges(OFFICE, TimeRange(at(start, tz), at(end, tz)), tz, closed)


WEEKS = opened("2026-11-23 00:00", "2026-12-14 00:00")


def test_hours_of_one_day_count_as_they_are():
    assert rules.spent(at("2026-11-25 10:00"), at("2026-11-25 12:30"), [], WEEKS) == timedelta(hours=2.5)


def test_a_night_does_not_count():
    assert rules.spent(at("2026-11-25 17:00"), at("2026-11-26 10:00"), [], WEEKS) == timedelta(hours=2)


def test_a_weekend_does_not_count():
    assert rules.spent(at("2026-11-27 17:00"), at("2026-11-30 10:00"), [], WEEKS) == timedelta(hours=2)


def test_a_holiday_does_not_count():
    holiday = day_range(datetime(2026, 11, 26).date(), ALMATY)
    open_ = opened("2026-11-23 00:00", "2026-12-14 00:00", closed=[holiday])
    assert rules.spent(at("2026-11-25 17:00"), at("2026-11-27 10:00"), [], open_) == timedelta(hours=2)


def test_a_question_on_saturday_starts_on_monday():
    assert rules.promise(at("2026-11-28 12:00"), 4, [], WEEKS) == at("2026-11-30 13:00")


def test_a_promise_goes_over_the_weekend():
    assert rules.promise(at("2026-11-26 10:00"), 16, [], WEEKS) == at("2026-11-27 17:00")
    assert rules.promise(at("2026-11-27 10:00"), 16, [], WEEKS) == at("2026-11-30 17:00")


def test_a_promise_beyond_the_open_times_given_is_not_known():
    assert rules.promise(at("2026-12-11 17:00"), 16, [], WEEKS) is None


@pytest.mark.parametrize(
    ("friday", "monday"), [("2026-03-27 17:00", "2026-03-30 10:00"), ("2026-10-23 17:00", "2026-10-26 10:00")]
)
def test_daylight_saving_leaves_working_hours_as_they_are(friday, monday):
    open_ = opened("2026-03-01 00:00", "2026-12-01 00:00", HELSINKI)
    assert rules.spent(at(friday, HELSINKI), at(monday, HELSINKI), [], open_) == timedelta(hours=2)
    assert rules.promise(at(friday, HELSINKI), 2, [], open_) == at(monday, HELSINKI)


def test_a_centre_open_through_the_lost_hour_counts_one_hour_less():
    night = WeekHours({6: ((0, 6 * 60),)})
    window = TimeRange(at("2026-03-28 00:00", HELSINKI), at("2026-03-30 00:00", HELSINKI))
    assert rules.spent(window.start, window.end, [], open_ranges(night, window, HELSINKI)) == timedelta(
        hours=5
    )


def test_the_clock_stands_still_while_the_requester_is_asked():
    steps = [
        (at("2026-11-25 09:00"), "draft", "new"),
        (at("2026-11-25 10:00"), "new", "assigned"),
        (at("2026-11-25 11:00"), "assigned", "awaiting"),
        (at("2026-11-26 11:00"), "awaiting", "assigned"),
    ]
    still = rules.stopped(steps, at("2026-11-26 12:00"))
    assert still == [TimeRange(at("2026-11-25 11:00"), at("2026-11-26 11:00"))]
    assert rules.spent(at("2026-11-25 09:00"), at("2026-11-26 12:00"), still, WEEKS) == timedelta(hours=3)


def test_a_stop_that_lasts_moves_the_promise_on():
    steps = [(at("2026-11-25 10:00"), "assigned", "awaiting")]
    still = rules.stopped(steps, at("2026-11-25 12:00"))
    assert rules.promise(at("2026-11-25 09:00"), 2, still, WEEKS) == at("2026-11-25 13:00")


def test_the_clock_stands_still_between_an_answer_and_its_reopening():
    steps = [
        (at("2026-11-25 10:00"), "assigned", "resolved"),
        (at("2026-11-25 15:00"), "resolved", "assigned"),
    ]
    still = rules.stopped(steps, at("2026-11-25 16:00"))
    assert rules.spent(at("2026-11-25 09:00"), at("2026-11-25 16:00"), still, WEEKS) == timedelta(hours=2)


moments = st.datetimes(datetime(2026, 11, 23), datetime(2026, 12, 10)).map(
    lambda d: d.replace(tzinfo=UTC, microsecond=0)
)


@given(moments, st.integers(1, 30))
def test_what_is_promised_is_spent_when_it_is_due(received, hours):
    open_ = opened("2026-11-20 00:00", "2027-01-20 00:00")
    due = rules.promise(received, hours, [], open_)
    assert due is not None
    assert rules.spent(received, due, [], open_) == timedelta(hours=hours)


@given(moments, moments, moments, moments)
def test_stops_never_make_the_clock_run_faster(received, until, start, end):
    still = [TimeRange(*sorted((start, end)))] if start != end else []
    open_ = opened("2026-11-20 00:00", "2026-12-20 00:00")
    whole = rules.spent(received, until, [], open_)
    assert timedelta() <= rules.spent(received, until, still, open_) <= whole


RESOLVED = at("2026-11-01 12:00")


@pytest.mark.parametrize(
    ("days", "seconds", "state"), [(13, 86399, R.RESOLVED), (14, 0, R.CLOSED), (400, 0, R.CLOSED)]
)
def test_a_resolved_request_closes_after_fourteen_days(days, seconds, state):
    assert rules.state_at("resolved", RESOLVED, RESOLVED + timedelta(days=days, seconds=seconds)) is state


@pytest.mark.parametrize("state", [s for s in R if s is not R.RESOLVED])
def test_no_other_state_changes_by_the_clock(state):
    assert rules.state_at(state, RESOLVED, RESOLVED + timedelta(days=400)) is state

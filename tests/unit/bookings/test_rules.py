"""How a loan stands by the clock, and which steps follow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from resource_centre.bookings.rules import (
    MACHINE,
    SHOWN,
    LoanFilter,
    Standing,
    standing,
    steps,
    still_missing,
)
from resource_centre.schedule.rules import ActivityState

TZ = ZoneInfo("Asia/Almaty")
START = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
END = START + timedelta(days=2)


@pytest.mark.parametrize(
    ("state", "now", "expected"),
    [
        ("reserved", START, Standing.RESERVED),
        ("reserved", START + timedelta(hours=1), Standing.LATE),
        ("reserved", END, Standing.NO_SHOW),
        ("checked_out", START + timedelta(hours=1), Standing.OUT),
        ("checked_out", END - timedelta(hours=1), Standing.DUE_TODAY),
        ("checked_out", END, Standing.DUE_TODAY),
        ("checked_out", END + timedelta(seconds=1), Standing.OVERDUE),
        ("returned", END + timedelta(days=9), Standing.RETURNED),
        ("ready", END, Standing.READY),
        ("cancelled", START, Standing.CANCELLED),
    ],
)
def test_a_loan_stands_as_state_and_clock_say(state: str, now: datetime, expected: Standing) -> None:
    assert standing(state, START, END, now, TZ) is expected


def test_a_request_that_has_run_out_reads_as_expired() -> None:
    assert standing("pending", START, END, START, TZ, START - timedelta(hours=1)) is Standing.EXPIRED


def test_every_standing_is_in_the_open_or_the_past_list_and_not_in_both() -> None:
    assert SHOWN[LoanFilter.OPEN] ^ SHOWN[LoanFilter.PAST] == frozenset(Standing)


def test_from_reserved_it_cannot_become_ready() -> None:
    assert not MACHINE.may(ActivityState.RESERVED, ActivityState.READY)


def test_every_open_standing_has_a_step() -> None:
    assert all(steps(how) for how in SHOWN[LoanFilter.OPEN])


def test_what_is_not_counted_yet_is_not_missing() -> None:
    assert still_missing([(30, 28), (2, None), (1, 1)]) == 2

"""Who can come to a session, with every reason for and against."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from resource_centre.ambassadors.rules import (
    MACHINE,
    AssignmentState,
    Busy,
    Exceptional,
    Known,
    Wanted,
    Weekly,
    answer_by,
    available_times,
    fit,
    is_late,
    state_at,
)
from resource_centre.core.times import TimeRange, zone

TZ = zone("Asia/Almaty")
A = AssignmentState


def span(day: str, start: int, end: int) -> TimeRange:
    first = datetime.fromisoformat(day).replace(tzinfo=TZ)
    return TimeRange(
        (first + timedelta(hours=start)).astimezone(UTC), (first + timedelta(hours=end)).astimezone(UTC)
    )


EVERY_DAY = tuple(Weekly(day, 540, 1140) for day in range(7))
CLEARED = {"weekly": EVERY_DAY, "cleared_until": date(2027, 6, 1)}
SESSION = Wanted(span("2026-11-27", 14, 17))


def test_who_is_free_and_cleared_can_come() -> None:
    found = fit(Known(**CLEARED), SESSION, TZ)
    assert found.eligible
    assert "free 09:00–19:00" in found.why
    assert "cleared until 06/2027" in found.why


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Known(weekly=(Weekly(4, 540, 840),), cleared_until=date(2027, 6, 1)), "Cannot come"),
        (
            Known(**CLEARED, exceptions=(Exceptional(span("2026-11-27", 0, 24), False, "Exams"),)),
            "Away: Exams",
        ),
        (Known(**CLEARED, busy=(Busy(span("2026-11-27", 16, 18), "Open day"),)), "Taken then: Open day"),
        (Known(**CLEARED, busy=(Busy(span("2026-11-26", 21, 23.9), "Night"),)), ""),
        (Known(weekly=EVERY_DAY, cleared_until=date(2026, 11, 12)), "Clearance ends 12.11.2026"),
        (Known(weekly=EVERY_DAY), "No clearance"),
    ],
)
def test_what_stands_against_it_is_said(known: Known, words: str) -> None:
    found = fit(known, SESSION, TZ)
    assert (words in " ".join(found.why_not)) if words else found.eligible


def test_a_short_night_is_said() -> None:
    early = Wanted(span("2026-11-27", 9, 11))
    found = fit(Known(**CLEARED, busy=(Busy(span("2026-11-26", 22, 23.5), "Science night"),)), early, TZ)
    assert "rest" in found.why_not[0]


def test_a_skill_or_language_that_is_missing_is_said() -> None:
    wanted = Wanted(SESSION.range, ("robotics",), "kk")
    found = fit(Known(**CLEARED, skills=("physics",), languages=("ru",)), wanted, TZ)
    assert len(found.why_not) == 2


def test_an_exception_makes_somebody_free_all_the_same() -> None:
    known = Known(cleared_for_good=True, exceptions=(Exceptional(span("2026-11-27", 13, 18), True),))
    assert fit(known, SESSION, TZ).eligible


def test_an_invitation_expires_by_the_clock() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert state_at("invited", now, now) is A.EXPIRED
    assert state_at("invited", now + timedelta(minutes=1), now) is A.INVITED
    assert state_at("accepted", now, now) is A.ACCEPTED


def test_an_answer_is_wanted_before_the_session() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert answer_by(now + timedelta(days=9), now) == now + timedelta(days=3)
    assert answer_by(now + timedelta(hours=5), now) == now + timedelta(hours=4)


def test_withdrawing_within_two_days_is_late() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert is_late(now + timedelta(hours=47), now)
    assert not is_late(now + timedelta(hours=49), now)


ALLOWED = {
    ("proposed", "invited"), ("proposed", "cancelled"), ("invited", "accepted"), ("invited", "declined"),
    ("invited", "expired"), ("invited", "cancelled"), ("offered", "accepted"), ("offered", "not_selected"),
    ("offered", "withdrawn"), ("offered", "cancelled"), ("accepted", "withdrawn"), ("accepted", "cancelled"),
    ("accepted", "attended"), ("accepted", "no_show"), ("accepted", "excused"), ("attended", "hours_approved"),
}  # fmt: skip


@pytest.mark.parametrize("source", list(A))
@pytest.mark.parametrize("target", list(A))
def test_only_these_steps_are_possible(source: AssignmentState, target: AssignmentState) -> None:
    assert MACHINE.may(source, target) is ((source.value, target.value) in ALLOWED)


def test_two_shifts_of_one_local_day_need_no_night_between_them() -> None:
    tz = zone("Asia/Vladivostok")  # where the morning is the day before in UTC
    morning = TimeRange(datetime(2026, 11, 26, 23, tzinfo=UTC), datetime(2026, 11, 27, 0, tzinfo=UTC))
    noon = Wanted(TimeRange(datetime(2026, 11, 27, 2, tzinfo=UTC), datetime(2026, 11, 27, 4, tzinfo=UTC)))
    assert fit(Known(**CLEARED, busy=(Busy(morning, "Club"),)), noon, tz).eligible


def test_a_time_that_the_clock_skips_is_no_time_to_come() -> None:
    tz = zone("Europe/Berlin")
    night = TimeRange(datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC))
    assert available_times(Known(weekly=(Weekly(6, 120, 180),)), night, tz) == []


def test_a_skill_counts_however_it_is_written() -> None:
    wanted = Wanted(SESSION.range, ("Robotics",))
    assert fit(Known(**CLEARED, skills=("robotics",)), wanted, TZ).eligible


def test_the_load_is_said() -> None:
    found = fit(Known(**CLEARED, minutes=90, sessions=2), SESSION, TZ)
    assert found.why[-2:] == ("1.5 h this term", "2 sessions ahead")


def test_a_clearance_must_last_to_the_day_itself() -> None:
    assert fit(Known(weekly=EVERY_DAY, cleared_until=date(2026, 11, 27)), SESSION, TZ).eligible
    assert not fit(Known(weekly=EVERY_DAY, cleared_until=date(2026, 11, 26)), SESSION, TZ).eligible


def test_a_session_without_pupils_needs_no_clearance() -> None:
    assert fit(Known(weekly=EVERY_DAY), Wanted(SESSION.range, needs_clearance=False), TZ).eligible


def test_nothing_follows_a_final_state() -> None:
    final = {
        A.DECLINED,
        A.EXPIRED,
        A.NOT_SELECTED,
        A.WITHDRAWN,
        A.CANCELLED,
        A.HOURS_APPROVED,
        A.NO_SHOW,
        A.EXCUSED,
    }
    assert MACHINE.terminal == final

"""Ambassadors, expiry, courses, evaluation, data quality, targets: each rule by an example."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.times import Month
from resource_centre.reports import charts
from resource_centre.reports.facts import (
    AmbassadorRow,
    AnswerRow,
    AssignmentRow,
    AttendanceRow,
    EnrolmentRow,
    ExpiryRow,
    Facts,
    HoursRow,
    ParticipantRow,
    RequirementRow,
    RoundRow,
    SessionRow,
)
from resource_centre.reports.figures import tables
from resource_centre.reports.shape import Amount, Unit
from resource_centre.reports.tally import Goal

TZ = ZoneInfo("Asia/Almaty")
MONTH = Month(2026, 10)
NOW = datetime(2026, 11, 2, tzinfo=UTC)
IN = datetime(2026, 10, 10, 6, tzinfo=UTC)
BEFORE = datetime(2026, 9, 10, 6, tzinfo=UTC)


def value(key, targets=None, **rows):
    facts = Facts(1, TZ, MONTH, NOW, **rows)
    return next(f for table in tables(facts, targets or {}) for f in table.figures if f.key == key)


def assignment(key, state, start=IN, **more):
    return AssignmentRow(key, 1, key, state, start, **more)


def test_only_approved_hours_count() -> None:
    hours = tuple(
        HoursRow(n, 1, "session", IN.date(), 90, s) for n, s in enumerate(["approved", "logged", "rejected"])
    )
    assert value("ambassadors.hours.total", hours=hours).value == 1.5
    assert value("headline.volunteer", hours=hours).value == 1.5
    assert value("quality.hours_waiting", hours=hours).value == 1.5


def test_an_ambassador_is_active_by_attending_or_by_approved_hours() -> None:
    rows = (assignment(1, "attended"), assignment(2, "accepted"), assignment(3, "attended", BEFORE))
    hours = (HoursRow(1, 4, "travel", IN.date(), 30, "approved"),)
    figure = value("ambassadors.active", assignments=rows, hours=hours)
    assert figure.rows == (("person", 1), ("person", 4))


def test_no_more_places_are_filled_than_needed() -> None:
    needed = (RequirementRow(1, IN, 2),)
    rows = tuple(assignment(n, "accepted") for n in (1, 2, 3))
    assert value("ambassadors.filled", requirements=needed, assignments=rows).value == 2
    assert value("ambassadors.fill_rate", requirements=needed, assignments=rows).value == 100.0


def test_an_invitation_that_ran_out_reads_as_expired() -> None:
    rows = (assignment(1, "invited", invited_at=IN, answer_by=IN + timedelta(days=2)),)
    assert value("ambassadors.expired", assignments=rows).value == 1
    assert value("ambassadors.invited", assignments=rows).value == 1


def test_who_joined_and_who_left_count_by_day() -> None:
    rows = (
        AmbassadorRow(1, date(2026, 10, 1), None),
        AmbassadorRow(2, date(2026, 9, 30), date(2026, 10, 31)),
    )
    assert value("ambassadors.new", ambassadors=rows).rows == (("person", 1),)
    assert value("ambassadors.lapsed", ambassadors=rows).rows == (("person", 2),)


def test_what_was_renewed_does_not_expire() -> None:
    old = ExpiryRow("clearance", 1, 5, "police", date(2024, 1, 1), date(2026, 11, 20))
    new = ExpiryRow("clearance", 2, 5, "police", date(2026, 10, 20), date(2028, 1, 1))
    assert value("expiring.total", expiries=(old,)).value == 1
    figure = value("expiring.total", expiries=(old, new))
    assert (figure.value, figure.previous.total) == (0, 1)


def test_the_sixtieth_day_is_within_sixty_days() -> None:
    last = date(2026, 10, 31)
    rows = tuple(
        ExpiryRow("qualification", n, n, "Laser", date(2024, 1, 1), last + timedelta(days=days))
        for n, days in enumerate((0, 60, 61), 1)
    )
    assert value("expiring.total", expiries=rows).rows == (("qualification", 1), ("qualification", 2))


def test_courses_count_by_tier_and_trainee_hours_by_minutes() -> None:
    rows = (EnrolmentRow(1, 1, 1, IN, IN, None), EnrolmentRow(2, 2, 2, BEFORE, IN, IN))
    attended = (AttendanceRow(1, 1, 1, IN, 90), AttendanceRow(2, 2, 2, BEFORE, 60))
    assert value("courses.total.enrolled", enrolments=rows).value == 1
    assert value("courses.tier2.certified", enrolments=rows).value == 1
    assert value("courses.total.hours", attendance=attended).value == 1.5


def test_evaluation_has_mean_and_distribution_of_the_rounds_of_the_month() -> None:
    rounds = (RoundRow(1, IN, 10, (1, 2)), RoundRow(2, BEFORE, 8, (3,)))
    answers = (
        AnswerRow(1, IN, 9, "Useful?", 5),
        AnswerRow(2, IN, 9, "Useful?", 4),
        AnswerRow(3, BEFORE, 9, "Useful?", 1),
    )
    assert value("evaluation.total.rate", rounds=rounds).value == 20.0
    assert value("evaluation.question.9.mean", answers=answers).value == 4.5
    assert value("evaluation.question.9.score1", answers=answers).value == 0


def test_a_delivered_session_without_attendance_is_a_matter_of_quality() -> None:
    end = IN + timedelta(hours=1)
    rows = (
        SessionRow(1, 1, "workshop", "online", IN, end, "delivered"),
        SessionRow(2, 1, "workshop", "online", IN, end, "delivered", True),
        SessionRow(3, 1, "workshop", "online", IN, end, "planned"),
    )
    assert value("quality.no_attendance", sessions=rows).rows == (("session", 1),)
    assert value("quality.still_planned", sessions=rows).rows == (("session", 3),)


def test_a_teacher_at_two_sessions_and_a_course_is_one_teacher_supported() -> None:
    end = IN + timedelta(hours=1)
    sessions = tuple(SessionRow(n, 1, "workshop", "online", IN, end, "delivered") for n in (1, 2))
    people = (ParticipantRow(1, 1, 7), ParticipantRow(2, 2, 7))
    attended = (AttendanceRow(1, 7, 1, IN, 60), AttendanceRow(2, 8, 1, IN, 60))
    assert value("headline.teachers", sessions=sessions, participants=people, attendance=attended).value == 2


def test_a_year_target_is_a_twelfth_in_a_month_but_not_for_a_share() -> None:
    goals = {"headline.sessions": Goal(540, True), "headline.utilisation": Goal(55, True)}
    figure = value("headline.sessions", goals)
    assert (figure.target, figure.variance) == (45.0, -45.0)
    assert value("headline.utilisation", goals).target == 55
    assert value("headline.utilisation", goals).variance is None


def test_pooled_samples_have_the_quantile_of_all_together() -> None:
    both = Amount(samples=(3600, 7200), quantile=0.5).plus(Amount(samples=(10800,), quantile=0.5))
    assert both.value(Unit.DURATION) == 2.0


def test_the_trend_has_thirteen_months_and_ends_with_the_month() -> None:
    session = SessionRow(1, 1, "workshop", "online", BEFORE, BEFORE + timedelta(hours=1), "delivered")
    found = charts.trend([Facts(1, TZ, MONTH, NOW, sessions=(session,))])
    assert (len(found), found[0].month, found[-1].month) == (13, MONTH.last_year, MONTH)
    assert [t.sessions for t in found][-2:] == [1, 0]


def test_hours_of_an_ambassador_fall_into_one_bar() -> None:
    hours = tuple(HoursRow(n, 1, "session", IN.date(), 60, "approved") for n in range(2))
    found = charts.volunteer_hours([Facts(1, TZ, MONTH, NOW, hours=hours)])
    assert [n for _low, _high, n in found] == [0, 1, 0, 0, 0]

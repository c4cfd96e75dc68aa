"""Courses, enrolments and commitments: which steps are possible, and what lapses by the clock."""

from __future__ import annotations

from datetime import date

import pytest

from resource_centre.core.errors import BadInput
from resource_centre.training.rules import (
    COMMITMENTS,
    COURSES,
    ENROLMENTS,
    CommitmentState,
    CourseState,
    EnrolmentState,
    commitment_at,
)

E, D = EnrolmentState, CommitmentState
COURSE_STEPS = {
    ("planned", "open"), ("planned", "cancelled"), ("open", "running"), ("open", "cancelled"),
    ("running", "finished"), ("running", "cancelled"),
}  # fmt: skip
OWED_STEPS = {("planned", "delivered"), ("planned", "lapsed"), ("delivered", "verified")}


@pytest.mark.parametrize("source", list(CourseState))
@pytest.mark.parametrize("target", list(CourseState))
def test_a_course_takes_only_these_steps(source: CourseState, target: CourseState) -> None:
    assert COURSES.may(source, target) is ((source.value, target.value) in COURSE_STEPS)


@pytest.mark.parametrize("source", list(D))
@pytest.mark.parametrize("target", list(D))
def test_a_commitment_takes_only_these_steps(source: D, target: D) -> None:
    assert COMMITMENTS.may(source, target) is ((source.value, target.value) in OWED_STEPS)


def test_nothing_follows_a_final_enrolment() -> None:
    final = {E.REJECTED, E.NOT_COMPLETED, E.CERTIFIED, E.WITHDRAWN, E.NO_SHOW}
    assert ENROLMENTS.terminal == final


def test_a_final_step_is_explained() -> None:
    with pytest.raises(BadInput, match="final"):
        ENROLMENTS.check(E.CERTIFIED, E.COMPLETED)


@pytest.mark.parametrize(
    ("stored", "day", "reads"),
    [
        ("planned", date(2027, 5, 26), D.PLANNED),
        ("planned", date(2027, 5, 27), D.LAPSED),
        ("delivered", date(2027, 5, 27), D.DELIVERED),
        ("verified", date(2027, 5, 27), D.VERIFIED),
    ],
)
def test_what_was_not_passed_on_by_its_day_has_lapsed(stored: str, day: date, reads: D) -> None:
    assert commitment_at(stored, date(2027, 5, 26), day) is reads

"""Courses and enrolments: their states, and what a certified trainer owes."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from resource_centre.core.states import Machine
from resource_centre.i18n import N_


class CourseState(StrEnum):
    """How a course stands."""

    PLANNED = "planned"
    OPEN = "open"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class EnrolmentState(StrEnum):
    """How an enrolment stands."""

    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    ENROLLED = "enrolled"
    REJECTED = "rejected"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    CERTIFIED = "certified"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"


class CommitmentState(StrEnum):
    """How a cascade commitment stands."""

    PLANNED = "planned"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    LAPSED = "lapsed"


C, E, D = CourseState, EnrolmentState, CommitmentState
COURSE_NAMES: dict[CourseState, str] = {
    C.PLANNED: N_("Planned"),
    C.OPEN: N_("Open for applications"),
    C.RUNNING: N_("Running"),
    C.FINISHED: N_("Finished"),
    C.CANCELLED: N_("Cancelled"),
}
ENROLMENT_NAMES: dict[EnrolmentState, str] = {
    E.APPLIED: N_("Applied"),
    E.WAITLISTED: N_("On the waiting list"),
    E.ENROLLED: N_("Enrolled"),
    E.REJECTED: N_("Rejected"),
    E.IN_PROGRESS: N_("In progress"),
    E.COMPLETED: N_("Completed"),
    E.NOT_COMPLETED: N_("Not completed"),
    E.CERTIFIED: N_("Certified"),
    E.WITHDRAWN: N_("Withdrawn"),
    E.NO_SHOW: N_("Did not come"),
}
COMMITMENT_NAMES: dict[CommitmentState, str] = {
    D.PLANNED: N_("Planned"),
    D.DELIVERED: N_("Delivered"),
    D.VERIFIED: N_("Verified"),
    D.LAPSED: N_("Lapsed"),
}
COURSES: Machine[CourseState] = Machine(
    {
        C.PLANNED: {C.OPEN, C.CANCELLED},
        C.OPEN: {C.RUNNING, C.CANCELLED},
        C.RUNNING: {C.FINISHED, C.CANCELLED},
    },
    COURSE_NAMES,
)
ENROLMENTS: Machine[EnrolmentState] = Machine(
    {
        E.APPLIED: {E.WAITLISTED, E.ENROLLED, E.REJECTED, E.WITHDRAWN},
        E.WAITLISTED: {E.ENROLLED, E.REJECTED, E.WITHDRAWN},
        E.ENROLLED: {E.IN_PROGRESS, E.WITHDRAWN, E.NO_SHOW},
        E.IN_PROGRESS: {E.COMPLETED, E.NOT_COMPLETED, E.WITHDRAWN, E.NO_SHOW},
        E.COMPLETED: {E.CERTIFIED},
    },
    ENROLMENT_NAMES,
)
COMMITMENTS: Machine[CommitmentState] = Machine(
    {D.PLANNED: {D.DELIVERED, D.LAPSED}, D.DELIVERED: {D.VERIFIED}}, COMMITMENT_NAMES
)
SEATED = frozenset({E.ENROLLED, E.IN_PROGRESS, E.COMPLETED, E.NOT_COMPLETED, E.CERTIFIED})
OWES_AFTER = timedelta(days=182)


def commitment_at(state: str, due_on: date, today: date) -> CommitmentState:
    """The state as it reads now: what was not delivered by its day has lapsed."""
    stored = CommitmentState(state)
    return D.LAPSED if stored is D.PLANNED and due_on < today else stored

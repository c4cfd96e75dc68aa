"""How courses speak: the names of steps and the tones of states."""

from __future__ import annotations

from collections.abc import Sequence

from resource_centre.i18n import N_, _
from resource_centre.training.queries import CourseDetail, CourseRow, EnrolmentRow
from resource_centre.training.rules import ENROLMENTS, SEATED, CommitmentState, CourseState, EnrolmentState

C, E, D = CourseState, EnrolmentState, CommitmentState
COURSE_TONES = {C.OPEN: "ok", C.RUNNING: "accent", C.CANCELLED: "danger"}
PEOPLE_TONES = {
    E.ENROLLED: "ok", E.IN_PROGRESS: "accent", E.COMPLETED: "ok", E.CERTIFIED: "ok", E.APPLIED: "warn", E.WAITLISTED: "warn",
    E.REJECTED: "danger", E.NO_SHOW: "danger", E.NOT_COMPLETED: "danger",
}  # fmt: skip
COMMITMENT_TONES = {D.VERIFIED: "ok", D.DELIVERED: "accent", D.LAPSED: "danger"}
SESSION_TONES = {"delivered": "ok", "cancelled": "danger"}
SESSION_NAMES = {"planned": N_("planned"), "delivered": N_("delivered"), "cancelled": N_("cancelled")}
COURSE_STEPS = {C.OPEN: N_("Open for applications"), C.RUNNING: N_("Begin"), C.FINISHED: N_("Finish")}
STEPS = {
    E.ENROLLED: N_("Give a place"), E.WAITLISTED: N_("Waiting list"), E.IN_PROGRESS: N_("Has begun"), E.COMPLETED: N_("Completed"),
    E.CERTIFIED: N_("Certify…"), E.NOT_COMPLETED: N_("Not completed…"), E.NO_SHOW: N_("Did not come…"), E.REJECTED: N_("Reject…"),
    E.WITHDRAWN: N_("Withdraw…"),
}  # fmt: skip
REASONED = frozenset({E.REJECTED, E.WITHDRAWN, E.NOT_COMPLETED, E.NO_SHOW})
OVER = frozenset({C.FINISHED, C.CANCELLED})


def seats_words(found: CourseRow) -> str:
    """7 of 8, or 7 where there is no limit."""
    if found.capacity is None:
        return str(found.seated)
    return _("{n} of {of}").format(n=found.seated, of=found.capacity)


def possible(detail: CourseDetail, found: EnrolmentRow, *, writes: bool, own: bool) -> list[EnrolmentState]:
    """The steps that a person may take with an enrolment now, in the order of the way."""
    steps = [state for state in STEPS if ENROLMENTS.may(found.state, state)]
    if not writes:
        return [state for state in steps if own and state is E.WITHDRAWN]
    row = detail.row
    if row.capacity is not None and row.seated >= row.capacity:
        steps = [state for state in steps if state is not E.ENROLLED]
    begun = row.state in (C.RUNNING, C.FINISHED)
    return [
        state for state in steps
        if begun or state not in (E.IN_PROGRESS, E.COMPLETED, E.NOT_COMPLETED, E.CERTIFIED, E.NO_SHOW)
    ]  # fmt: skip


def attended_words(detail: CourseDetail, found: EnrolmentRow) -> str:
    """2 of 3: sessions a person was at, of those that were held; empty before the first."""
    held = [s for s in detail.sessions if s.state == "delivered"]
    if not held or found.state not in SEATED:
        return ""
    came = sum(1 for s in held if detail.attended.get((s.id, found.id), 0) > 0)
    return _("{n} of {of}").format(n=came, of=len(held))


def came_words(detail: CourseDetail, session_id: int) -> str:
    """7 of 8 came: those who have a place and were at a session."""
    ours: Sequence[EnrolmentRow] = [e for e in detail.enrolments if e.state in SEATED]
    came = sum(1 for e in ours if detail.attended.get((session_id, e.id), 0) > 0)
    return _("{n} of {of} came").format(n=came, of=len(ours))

"""What the booking dialog and the calendar write, each with the step that takes it back. No Qt."""

from __future__ import annotations

from datetime import datetime

from resource_centre.bookings import service as bookings
from resource_centre.bookings.service import LoanDraft
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.moving import service as moving
from resource_centre.schedule import queries, reshaping, series
from resource_centre.schedule import service as schedule
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.rules import DEAD_STATES, ActivityKind, Hold
from resource_centre.schedule.series import Scope
from resource_centre.schedule.shape import Shape
from resource_centre.ui.booking.consequences import Ask, left_out
from resource_centre.ui.booking.undo import Kind, Owned, Step, moved, recorded

MOVING = {"start", "end", "bookables"}


def book(unit: Unit, ask: Ask) -> Step:
    """Books once, or every date of a series."""

    def write() -> list[int]:
        if ask.hold.kind is ActivityKind.LOAN:
            return [bookings.reserve(unit, loan_of(ask.hold)).row.activity_id]
        if ask.rule:
            return [
                each.activity_id
                for each in series.hold_series(unit, ask.hold, ask.rule, left_out(unit, ask))[0]
            ]
        return [schedule.hold(unit, ask.hold).activity_id]

    return recorded(unit, Kind.MADE, (), write)


def loan_of(hold: Hold) -> LoanDraft:
    """The same as a loan."""
    return LoanDraft(
        hold.centre_id, hold.start, hold.end, hold.bookables, hold.units, hold.person_id, hold.school_id, hold.title,
        hold.note, hold.override_reason, hold.uid,
    )  # fmt: skip


def change(unit: Unit, activity_id: int, wish: Reshape, version: int | None = None) -> Step:
    """Changes one activity, or more of its series."""
    fields = wish.changes.fields()
    kind = Kind.MOVED if fields & {"start", "end", "bookables"} and fields <= MOVING else Kind.CHANGED

    def write() -> list[int]:
        if not fields and not wish.rule:
            return []
        return [each.activity_id for each in reshaping.change(unit, activity_id, wish, version)]

    return recorded(unit, kind, (activity_id,), write)


def move(
    unit: Unit, title: str, feature: str, ref: int, was: Shape, wanted: Shape, override_reason: str = ""
) -> Step:
    """Moves what an event, a request, a course or a loan holds, by the rules of its feature."""
    timed = (was.start, was.end, was.bookables) != (wanted.start, wanted.end, wanted.bookables)
    lies = moving.reshape(unit, feature, ref, was, wanted, override_reason)
    return moved(unit, Kind.MOVED if timed else Kind.CHANGED, title, Owned(feature, ref, was, lies))


def copy(unit: Unit, title: str, feature: str, ref: int, wanted: Shape, override_reason: str = "") -> Step:
    """The same again at another time."""
    made = moving.copy(unit, feature, ref, wanted, override_reason)
    return moved(unit, Kind.COPIED, title, Owned(feature, made, None, moving.shape(unit, feature, made)))


def drop(unit: Unit, title: str, feature: str, ref: int, words: str) -> Step:
    """It does not take place. Everyone is told at once, so the step says that it cannot be taken back."""
    step = moved(unit, Kind.CANCELLED, title, Owned(feature, ref, moving.shape(unit, feature, ref), None))
    moving.drop(unit, feature, ref, words)
    return step


def insist_it_is_there(unit: Unit, activity_id: int, seen: tuple[datetime, datetime]) -> None:
    """`BadInput` when somebody has moved an activity since its time was seen."""
    now = queries.activity(unit, activity_id)
    if (now.start, now.end) != seen:
        words = _("Somebody else has moved “{title}” meanwhile. It is where they put it.")
        raise BadInput(words.format(title=now.title))


def is_live(unit: Unit, activity_id: int) -> bool:
    """Whether an activity holds its time."""
    return queries.activity(unit, activity_id).state not in DEAD_STATES


def cancel(unit: Unit, activity_id: int, words: str, scope: Scope) -> Step:
    """Cancels one activity, or more of its series."""
    return recorded(
        unit, Kind.CANCELLED, (activity_id,), lambda: series.release(unit, activity_id, words, scope)
    )


def approve(unit: Unit, activity_id: int) -> Step:
    """Approves what waits for it."""

    def write() -> list[int]:
        unit.changed(Topic.LOANS)
        return [schedule.approve(unit, activity_id).activity_id]

    return recorded(unit, Kind.APPROVED, (activity_id,), write)


def decline(unit: Unit, activity_id: int, words: str) -> Step:
    """Declines it with a reason."""

    def write() -> list[int]:
        unit.changed(Topic.LOANS)
        schedule.decline(unit, activity_id, words)
        return [activity_id]

    return recorded(unit, Kind.DECLINED, (activity_id,), write)

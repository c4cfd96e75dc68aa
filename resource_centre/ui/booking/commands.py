"""What the main button of the booking dialog writes. No Qt."""

from __future__ import annotations

from resource_centre.bookings import service as bookings
from resource_centre.bookings.service import LoanDraft
from resource_centre.db.unit import Unit
from resource_centre.schedule import reshaping, series
from resource_centre.schedule import service as schedule
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.rules import ActivityKind, Hold
from resource_centre.schedule.series import Scope
from resource_centre.schedule.service import Changes
from resource_centre.ui.booking.consequences import Ask, left_out


def book(unit: Unit, ask: Ask) -> int:
    """Books once, or every date of a series; answers the (first) activity."""
    if ask.hold.kind is ActivityKind.LOAN:
        return bookings.reserve(unit, loan_of(ask.hold)).row.activity_id
    if ask.rule:
        return series.hold_series(unit, ask.hold, ask.rule, left_out(unit, ask))[0][0].activity_id
    return schedule.hold(unit, ask.hold).activity_id


def loan_of(hold: Hold) -> LoanDraft:
    """The same as a loan."""
    return LoanDraft(
        hold.centre_id, hold.start, hold.end, hold.bookables, hold.units, hold.person_id, hold.school_id, hold.title,
        hold.note, hold.override_reason, hold.uid,
    )  # fmt: skip


def change(unit: Unit, activity_id: int, changes: Changes, scope: Scope, version: int, override: str) -> int:
    """Changes one activity, or more of its series."""
    if changes.fields():
        reshaping.change(unit, activity_id, Reshape(changes, scope, override_reason=override), version)
    return activity_id

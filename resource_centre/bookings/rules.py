"""Decisions about loans: their steps, and how one stands by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from resource_centre.core.states import Machine, Step
from resource_centre.core.times import to_wall
from resource_centre.i18n import N_, _
from resource_centre.schedule.busy import has_expired
from resource_centre.schedule.rules import STATE_NAMES, ActivityState

S = ActivityState
MACHINE: Machine[ActivityState] = Machine(
    {
        S.PENDING: {S.RESERVED, S.DECLINED, S.EXPIRED, S.CANCELLED},
        S.RESERVED: {S.CHECKED_OUT, S.CANCELLED},
        S.CHECKED_OUT: {S.RETURNED},
        S.RETURNED: {S.READY},
    },
    {state: STATE_NAMES[state] for state in (
        S.PENDING, S.RESERVED, S.CHECKED_OUT, S.RETURNED, S.READY, S.CANCELLED, S.DECLINED, S.EXPIRED,
    )},
)  # fmt: skip


class Standing(StrEnum):
    """How a loan stands when it is looked at: its state, and what the clock adds to it."""

    PENDING = "pending"
    RESERVED = "reserved"
    LATE = "late"
    NO_SHOW = "no_show"
    OUT = "out"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    RETURNED = "returned"
    READY = "ready"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"


STANDING_NAMES = {
    Standing.PENDING: N_("Awaits approval"),
    Standing.RESERVED: N_("Reserved"),
    Standing.LATE: N_("Not fetched yet"),
    Standing.NO_SHOW: N_("Never fetched"),
    Standing.OUT: N_("Out"),
    Standing.DUE_TODAY: N_("Due today"),
    Standing.OVERDUE: N_("Overdue"),
    Standing.RETURNED: N_("Back, not ready yet"),
    Standing.READY: N_("Ready again"),
    Standing.CANCELLED: N_("Cancelled"),
    Standing.DECLINED: N_("Declined"),
    Standing.EXPIRED: N_("Expired"),
}


class LoanFilter(StrEnum):
    """Which loans a list shows."""

    OPEN = "open"
    RESERVED = "reserved"
    OUT = "out"
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    RETURNED = "returned"
    PAST = "past"


FILTER_NAMES = {
    LoanFilter.OPEN: N_("All open"),
    LoanFilter.RESERVED: N_("Reserved"),
    LoanFilter.OUT: N_("Out"),
    LoanFilter.OVERDUE: N_("Overdue"),
    LoanFilter.DUE_TODAY: N_("Due today"),
    LoanFilter.RETURNED: N_("To be made ready"),
    LoanFilter.PAST: N_("Past"),
}

PAST = frozenset({Standing.NO_SHOW, Standing.READY, Standing.CANCELLED, Standing.DECLINED, Standing.EXPIRED})
SHOWN: dict[LoanFilter, frozenset[Standing]] = {
    LoanFilter.OPEN: frozenset(Standing) - PAST,
    LoanFilter.RESERVED: frozenset({Standing.PENDING, Standing.RESERVED, Standing.LATE}),
    LoanFilter.OUT: frozenset({Standing.OUT, Standing.DUE_TODAY, Standing.OVERDUE}),
    LoanFilter.OVERDUE: frozenset({Standing.OVERDUE}),
    LoanFilter.DUE_TODAY: frozenset({Standing.DUE_TODAY}),
    LoanFilter.RETURNED: frozenset({Standing.RETURNED}),
    LoanFilter.PAST: PAST,
}


@dataclass(frozen=True, slots=True)
class PartCount:
    """So many of a named part of one lent unit."""

    bookable_id: int
    name: str
    count: int
    note: str = ""


def standing(
    state: str,
    start: datetime,
    end: datetime,
    now: datetime,
    tz: ZoneInfo,
    expires_at: datetime | None = None,
) -> Standing:
    """How a loan stands now; overdue, late and no-show come from the clock, never from a timer."""
    if state == S.PENDING:
        return Standing.EXPIRED if has_expired(state, expires_at, now) else Standing.PENDING
    if state in (S.RESERVED, S.BOOKED):
        if now >= end:
            return Standing.NO_SHOW
        return Standing.LATE if now > start else Standing.RESERVED
    if state == S.CHECKED_OUT:
        if now > end:
            return Standing.OVERDUE
        return Standing.DUE_TODAY if to_wall(end, tz).date() == to_wall(now, tz).date() else Standing.OUT
    return Standing(state)


def counted(back: int, out: int) -> str:
    """A count of parts in words: 28 of 30."""
    return _("{back} of {out}").format(back=back, out=out)


def still_missing(counts: Iterable[tuple[int, int | None]]) -> int:
    """How many parts went out and were not counted in again; what is not counted yet is not missing."""
    return sum(max(out - back, 0) for out, back in counts if back is not None)


def steps(how: Standing) -> tuple[Step, ...]:
    """What staff may do with a loan that stands like this; the names are those of `bookings.service`."""
    cancel = Step("cancel", _("Cancel the loan"), needs_reason=True, destructive=True)
    extend = Step("extend", _("Extend"))
    check_out = Step("check_out", _("Check out"))
    replace = Step("replace_unit", _("Another unit"))
    if how is Standing.PENDING:
        return (
            Step("approve", _("Approve")),
            Step("decline", _("Decline"), needs_reason=True, destructive=True),
            cancel,
        )
    if how in (Standing.RESERVED, Standing.LATE):
        return check_out, extend, replace, cancel
    if how is Standing.NO_SHOW:
        return extend, cancel
    if how in SHOWN[LoanFilter.OUT]:
        return Step("check_in", _("Check in")), extend
    if how is Standing.RETURNED:
        return (Step("make_ready", _("Make ready")),)
    return ()

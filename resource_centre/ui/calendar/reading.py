"""Reads what a calendar shows, in one go and without Qt: for a background thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from resource_centre.ambassadors import calendar as people
from resource_centre.ambassadors.calendar import AwayRow, InvitedRow
from resource_centre.centres import queries as centres
from resource_centre.core.hours import open_ranges
from resource_centre.core.times import TimeRange, day_range
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.queries import roles_at as people_roles
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources import queries as resources
from resource_centre.resources.queries import BookableRow, OutageRow, PolicyRow
from resource_centre.schedule import queries as schedule
from resource_centre.schedule.queries import BlockRow
from resource_centre.schedule.rules import ActivityKind
from resource_centre.schedule.usage import Usage, usage
from resource_centre.ui.calendar.period import Period, day_label, day_short
from resource_centre.ui.timeline.scene import DayWindow

if TYPE_CHECKING:
    from resource_centre.schedule.shape import Standing  # it knows how to write, which reading does without


@dataclass(frozen=True, slots=True)
class CalendarRows:
    """Everything of one centre and period, before any filter. `any_hour`: may be booked outside opening hours.

    `standings`: what of an activity that an event, a request, a course or a loan owns may be moved. `roles` of people
    by their time; `usage` is what quotas and trainings count. `reader`: whose own bookings are made here, of somebody
    who books for nobody else.
    """

    zone: str
    now: datetime
    window: TimeRange
    days: tuple[DayWindow, ...]
    closed: tuple[centres.ClosedRange, ...]
    bookables: tuple[BookableRow, ...]
    blocks: tuple[BlockRow, ...]
    overdue: tuple[BlockRow, ...]
    outages: tuple[OutageRow, ...]
    away: tuple[AwayRow, ...] = ()
    invitations: tuple[InvitedRow, ...] = ()
    any_hour: frozenset[int] = frozenset()
    policies: Mapping[int, PolicyRow] = field(default_factory=dict)
    standings: Mapping[int, Standing] = field(default_factory=dict)
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    reader: tuple[int, str] | None = None


def read_calendar(unit: Unit, centre_id: int, period: Period, *, movable: bool = True) -> CalendarRows:
    """All bookables of a centre and what takes them in a period; `movable`: with what dragging has to know."""
    centre = centres.centre(unit, centre_id)
    window = period.range(centre.tz)
    calendar = centres.calendar(unit, centre_id, window)
    whole = allowed(unit.actor, Data.BOOKINGS, Right.READ, centre_id)
    blocks, overdue = (
        schedule.blocks(unit, centre_id, window),
        schedule.overdue_blocks(unit, centre_id, unit.now),
    )
    bookables = resources.bookables(unit, centre_id)
    if not whole:
        mine = unit.actor.person_id
        blocks, overdue = [_free_busy(row, mine) for row in blocks], []
        bookables = [row for row in bookables if row.kind != "person" or row.person_id == mine]
    policies = resources.policies(unit, bookables)
    return CalendarRows(
        centre.zone,
        unit.now,
        window,
        tuple(day_window(day, calendar, centre.tz) for day in period.days),
        calendar.closed,
        tuple(bookables),
        tuple(blocks),
        tuple(overdue),
        tuple(resources.outages(unit, None, window, centre_id)),
        people.away(unit, centre_id, window) if whole else (),
        people.invited(unit, centre_id, window) if whole else (),
        any_hour=frozenset(key for key, policy in policies.items() if not policy.within_hours),
        policies=policies,
        standings=_standings(unit, centre_id, blocks) if whole and movable else {},
        roles=_roles(unit, centre_id, bookables),
        usage=usage(unit, _people(unit, blocks), bookables, policies, window, centre.tz)
        if movable
        else Usage(),
        reader=None if whole or unit.actor.person_id is None else (unit.actor.person_id, unit.actor.name),
    )


def _standings(unit: Unit, centre_id: int, blocks: Sequence[BlockRow]) -> Mapping[int, Standing]:
    from resource_centre.moving import (
        service as moving,
    )  # every feature's services: too much for a mere picture

    return moving.standings(unit, centre_id, {row.activity_id: (row.kind, row.state) for row in blocks})


def _people(unit: Unit, blocks: Sequence[BlockRow]) -> set[int]:
    """For whom bookings are that may be moved from here."""
    mine = unit.actor.person_id
    found = {row.person_id for row in blocks if row.person_id is not None}
    return found | ({mine} if mine is not None else set())


def _roles(unit: Unit, centre_id: int, bookables: Sequence[BookableRow]) -> dict[int, frozenset[str]]:
    known = people_roles(unit, centre_id) if any(row.kind == "person" for row in bookables) else {}
    return {row.id: known.get(row.person_id or 0, frozenset()) for row in bookables if row.kind == "person"}


def _free_busy(row: BlockRow, mine: int | None) -> BlockRow:
    """A block for somebody who may know that a time is taken, but not by whom, unless it is their own."""
    if row.person_id is not None and row.person_id == mine:
        return row
    return row._replace(title=_("Taken"), person="", school="", kind=_hidden_kind(row.kind))


def _hidden_kind(kind: str) -> str:
    """Loans are titled by their borrower, so they are shown as plain bookings."""
    return str(ActivityKind.LAB_BOOKING) if kind == ActivityKind.LOAN else kind


def day_window(day: date, calendar: centres.Calendar, tz: ZoneInfo) -> DayWindow:
    """A day with its opening hours; a closure of the whole day folds it, a shorter one is a shade."""
    span = day_range(day, tz)
    whole = [closed for closed in calendar.closed if closed.range.covers(span)]
    opens = [] if whole else open_ranges(calendar.week, span, tz)
    note = ", ".join(closed.title for closed in whole)
    return DayWindow(day, tuple((r.start, r.end) for r in opens), day_label(day), day_short(day), note)

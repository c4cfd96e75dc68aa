"""What a calendar shows of people beside their bookings: when they cannot come, and what they are invited to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resource_centre.ambassadors import rules
from resource_centre.ambassadors.model import (
    Ambassador,
    Assignment,
    Availability,
    AvailabilityException,
    Clearance,
    Requirement,
)
from resource_centre.ambassadors.rules import AssignmentState, Exceptional, Known, Weekly
from resource_centre.centres import queries as centres
from resource_centre.core.times import TimeRange, day_range, subtract
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity

WIDEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class AwayRow:
    """A time in which a person cannot come. Without words it is only outside their weekly pattern."""

    bookable_id: int
    range: TimeRange
    text: str = ""


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """Somebody is asked for a time and has not answered: it holds nothing yet."""

    bookable_id: int
    activity_id: int
    kind: str
    title: str
    range: TimeRange


def times_known(unit: Unit, people: Iterable[int], window: TimeRange) -> dict[int, Known]:
    """The weekly pattern and the exceptions near a window, of those of these people who have any."""
    ids = list(people)
    around = window.widen(WIDEST_ZONE, WIDEST_ZONE)
    patterns: dict[int, list[Weekly]] = {}
    a, e = Availability, AvailabilityException
    for person, *values in unit.rows(
        select(a.person_id, a.weekday, a.from_minute, a.to_minute).where(a.person_id.in_(ids))
    ):
        patterns.setdefault(person, []).append(Weekly(*values))
    exceptions: dict[int, list[Exceptional]] = {}
    near = select(e.person_id, e.starts_at, e.ends_at, e.available, e.note).where(
        e.person_id.in_(ids), e.cancelled_at.is_(None), e.starts_at < around.end, e.ends_at > around.start
    )
    for person, start, end, available, note in unit.rows(near):
        exceptions.setdefault(person, []).append(Exceptional(TimeRange(start, end), available, note))
    return {
        person: Known(weekly=patterns.get(person, ()), exceptions=exceptions.get(person, ()))
        for person in {*patterns, *exceptions}
    }


def away(unit: Unit, centre_id: int, window: TimeRange) -> tuple[AwayRow, ...]:
    """When the people of a centre cannot come. Of whom nothing is stated nothing is shown."""
    tz = centres.centre(unit, centre_id).tz
    rows = unit.rows(
        select(Bookable.person_id, Bookable.id).where(
            Bookable.centre_id == centre_id, Bookable.kind == "person", Bookable.active
        )
    )
    bookables: Mapping[int, int] = {person: key for person, key in rows if person is not None}
    found: list[AwayRow] = []
    for person, known in times_known(unit, bookables, window).items():
        key = bookables[person]
        said = [each for each in known.exceptions if not each.available]
        for each in said:
            span = each.range.clip(window)
            if span is not None:
                words = _("Away: {note}").format(note=each.note) if each.note else _("Away")
                found.append(AwayRow(key, span, words))
        if known.weekly:
            can = rules.available_times(known, window, tz)
            found += [
                AwayRow(key, span) for span in subtract([window], [*can, *(each.range for each in said)])
            ]
    return tuple(found)


def invited(unit: Unit, centre_id: int, window: TimeRange) -> tuple[InvitedRow, ...]:
    """Invitations of a centre in a window that are open still."""
    s = Assignment
    query = (
        select(Bookable.id, Activity.id, Activity.kind, Activity.title, Activity.starts_at, Activity.ends_at, s.answer_by)
        .join(Requirement, Requirement.id == s.requirement_id)
        .join(Activity, Activity.id == Requirement.activity_id)
        .join(Bookable, Bookable.person_id == s.person_id)
        .where(
            s.centre_id == centre_id, s.state == str(AssignmentState.INVITED), Bookable.centre_id == centre_id,
            Activity.starts_at < window.end, Activity.ends_at > window.start,
        )
        .order_by(Activity.starts_at, Bookable.id)
    )  # fmt: skip
    return tuple(
        InvitedRow(key, activity, kind, title, TimeRange(start, end))
        for key, activity, kind, title, start, end, until in unit.rows(query)
        if rules.state_at(AssignmentState.INVITED, until, unit.now) is AssignmentState.INVITED
    )


def cleared_until(unit: Unit, people: Collection[int]) -> dict[int, tuple[date | None]]:
    """The latest end of what clears each person; (None,) for one without an end."""
    c = Clearance
    query = select(c.person_id, c.expires_on).where(
        c.person_id.in_(list(people)), c.revoked_at.is_(None), c.kind.in_(rules.CLEARING)
    )
    found: dict[int, tuple[date | None]] = {}
    for person, expires in unit.rows(query):
        before = found.get(person)
        if before is None or expires is None or (before[0] is not None and expires > before[0]):
            found[person] = (expires,)
    return found


def coming(
    unit: Unit, people: Mapping[int, int], window: TimeRange, tz: ZoneInfo, cleared: bool
) -> dict[int, list[TimeRange]]:
    """When people can come in a window, by their bookable (`people`: person to bookable).

    Who has stated nothing is left out: they can come at any time. With `cleared`, an ambassador can come on days of a
    valid clearance alone.
    """
    known = times_known(unit, people, window)
    found: dict[int, list[TimeRange]] = {}
    for person, stated in known.items():
        gone = [each.range for each in stated.exceptions if not each.available]
        can = rules.available_times(stated, window, tz) if stated.weekly else subtract([window], gone)
        found[people[person]] = can
    if not cleared:
        return found
    ambassadors = unit.column(select(Ambassador.person_id).where(Ambassador.person_id.in_(list(people))))
    until = cleared_until(unit, ambassadors)
    for person in ambassadors:
        can = found.get(people[person], [window])
        last = until.get(person, (window.start.date() - timedelta(days=2),))[0]
        if last is not None:
            end = max(day_range(last, tz).end, window.start - WIDEST_ZONE)
            can = [
                span
                for each in can
                if (span := each.clip(TimeRange(min(window.start, end) - WIDEST_ZONE, end)))
            ]
        found[people[person]] = can
    return found

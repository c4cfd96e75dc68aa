"""Reading what is taken: live allocations of given bookables in a window, by index seeks alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from resource_centre.core.times import TimeRange
from resource_centre.db.functions import as_said
from resource_centre.db.unit import Query, Unit
from resource_centre.people.model import Person
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import ActivityState, Taken


def overlapping(query: Query, window: TimeRange) -> Query:
    """Joins `query` (which selects from bookable) to the live allocations that overlap the window.

    Live allocations of one bookable never overlap, so besides those that start inside the window only the last
    one that starts before it can reach into it: one seek, however long the history.
    """
    earlier = aliased(Allocation)
    before = (
        select(earlier.occupied_from)
        .where(
            earlier.bookable_id == Bookable.id, as_said(earlier.live), earlier.occupied_from <= window.start
        )
        .order_by(earlier.occupied_from.desc())
        .limit(1)
        .correlate(Bookable)
        .scalar_subquery()
    )  # fmt: skip
    return query.join(
        Allocation,
        and_(
            Allocation.bookable_id == Bookable.id,
            as_said(Allocation.live),
            Allocation.occupied_from < window.end,
            Allocation.occupied_from >= func.coalesce(before, window.start),
        ),
    ).where(Allocation.occupied_to > window.start)


def taken(unit: Unit, ids: Collection[int], window: TimeRange, without: Collection[int] = ()) -> list[Taken]:
    """What takes these bookables in the window, by start; pending requests that have expired do not count."""
    if not ids:
        return []
    a = Activity
    query: Query = select(
        a.id, Allocation.bookable_id, a.title, Person.name, a.starts_at, a.ends_at, Allocation.occupied_from,
        Allocation.occupied_to, a.state, a.expires_at,
    ).select_from(Bookable)  # fmt: skip
    query = (
        overlapping(query, window)
        .join(a, a.id == Allocation.activity_id)
        .outerjoin(Person, Person.id == a.person_id)
    )
    query = query.where(Bookable.id.in_(set(ids))).order_by(Allocation.occupied_from)
    return [
        Taken(r[0], r[1], r[2], r[3] or "", r[4], r[5], TimeRange(r[6], r[7]), r[8])
        for r in unit.rows(query)
        if r[0] not in without and not has_expired(r[8], r[9], unit.now)
    ]


def has_expired(state: str, expires_at: datetime | None, now: datetime) -> bool:
    """Whether a pending request has run out: decided when read, never by a timer."""
    return state == ActivityState.PENDING and expires_at is not None and expires_at <= now


def by_bookable(rows: Iterable[Taken]) -> dict[int, list[Taken]]:
    """Taken rows by their bookable, each in order of start."""
    answer: dict[int, list[Taken]] = {}
    for row in rows:
        answer.setdefault(row.bookable_id, []).append(row)
    return answer

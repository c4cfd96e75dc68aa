"""Reading what is taken: live allocations of given bookables in a window, by index seeks alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from resource_centre.core.times import TimeRange
from resource_centre.db.functions import as_said
from resource_centre.db.types import Instant
from resource_centre.db.unit import Query, Unit
from resource_centre.people.model import Person
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import ActivityState, Taken


class Bounds(NamedTuple):
    """A window whose ends are given when the statement runs."""

    start: Any = bindparam("start", type_=Instant())
    end: Any = bindparam("end", type_=Instant())


@dataclass(frozen=True, slots=True)
class RanOut:
    """A pending request that has expired and still stands in the calendar."""

    activity_id: int
    centre_id: int
    expires_at: datetime


def overlapping(query: Query, window: TimeRange | Bounds) -> Query:
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


def _statement() -> Query:
    a = Activity
    query: Query = select(
        a.id, Allocation.bookable_id, a.title, func.coalesce(Person.name, ""), a.starts_at, a.ends_at,
        Allocation.occupied_from, Allocation.occupied_to, a.state, a.expires_at, a.centre_id,
    ).select_from(Bookable)  # fmt: skip
    query = overlapping(query, Bounds()).join(a, a.id == Allocation.activity_id)
    query = query.outerjoin(Person, Person.id == a.person_id)
    ids = bindparam("ids", expanding=True, type_=Integer())
    return query.where(Bookable.id.in_(ids)).order_by(Allocation.occupied_from)


STATEMENT = _statement()


def taken(unit: Unit, ids: Collection[int], window: TimeRange, without: Collection[int] = ()) -> list[Taken]:
    """What takes these bookables in the window, by start; pending requests that have expired do not count."""
    return look(unit, ids, window, without)[0]


def look(
    unit: Unit, ids: Collection[int], window: TimeRange, without: Collection[int] = ()
) -> tuple[list[Taken], tuple[RanOut, ...]]:
    """As `taken`, and the pending requests that have expired but have not been let go yet."""
    if not ids:
        return [], ()
    unit.flush()
    values = {"ids": list(ids), "start": window.start, "end": window.end}
    found: list[Taken] = []
    ran_out: dict[int, RanOut] = {}
    for r in unit.connection.execute(STATEMENT, values):
        if r[0] in without:
            continue
        if has_expired(r[8], r[9], unit.now):
            ran_out[r[0]] = RanOut(r[0], r[10], r[9])
        else:
            found.append(Taken(r[0], r[1], r[2], r[3], r[4], r[5], TimeRange(r[6], r[7]), r[8]))
    return found, tuple(ran_out.values())


def has_expired(state: str, expires_at: datetime | None, now: datetime) -> bool:
    """Whether a pending request has run out: decided when read, never by a timer."""
    return state == ActivityState.PENDING and expires_at is not None and expires_at <= now


def by_bookable(rows: Iterable[Taken]) -> dict[int, list[Taken]]:
    """Taken rows by their bookable, each in order of start."""
    answer: dict[int, list[Taken]] = {}
    for row in rows:
        answer.setdefault(row.bookable_id, []).append(row)
    return answer

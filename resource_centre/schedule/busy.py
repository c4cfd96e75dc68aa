"""Reading what is taken: live allocations of given bookables in a window, by index seeks alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    text,
    true,
)

from resource_centre.core.times import TimeRange
from resource_centre.db.base import aliased
from resource_centre.db.functions import as_said
from resource_centre.db.types import Instant
from resource_centre.db.unit import Query, Unit
from resource_centre.people.model import Person
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import ActivityState, Taken

# Written out: with a parameter for it the server takes the limit for a tenth of all rows, and plans anew each time.
ONE: ColumnElement[int] = literal_column("1")
NOTHING: ColumnElement[int] = literal_column("0")


@dataclass(frozen=True, slots=True)
class RanOut:
    """A pending request that has expired and still stands in the calendar."""

    activity_id: int
    centre_id: int
    expires_at: datetime


def reaching(window: TimeRange | FromClause, *which: ColumnElement[bool]) -> CTE:
    """Each bookable of which `which` holds, with the window (a range, or a table of ranges) and `since`.

    Live allocations of one bookable never overlap, so besides those that start inside the window only the last
    one that starts before it can reach into it: nothing before `since` matters, and finding it is one seek, however
    long the history. A server that looks after rights seeks only by plain columns, so they are made before.
    """
    start: Any
    end: Any
    if isinstance(window, TimeRange):
        start, end = literal(window.start, Instant()), literal(window.end, Instant())
        outer, source = [Bookable.__table__], Bookable.__table__
    else:
        start, end = window.c.starts_at, window.c.ends_at
        outer, source = [Bookable.__table__, window], window.join(Bookable, true())
    earlier = aliased(Allocation)
    before = (
        select(earlier.occupied_from)
        .where(
            earlier.bookable_id == Bookable.id, as_said(earlier.live), earlier.occupied_from <= start
        )
        .order_by(earlier.occupied_from.desc())
        .limit(ONE)
        .correlate(*outer)
        .scalar_subquery()
    )  # fmt: skip
    found = select(
        Bookable.id.label("bookable_id"), start.label("starts_at"), end.label("ends_at"),
        func.coalesce(before, start).label("since"),
    ).select_from(source)  # fmt: skip
    return _made_first(found.where(*which).cte("reach"))


def _made_first(cte: CTE) -> CTE:
    return cte.prefix_with("MATERIALIZED", dialect="postgresql")


def live_in(reach: CTE, engine: str) -> tuple[Any, ColumnElement[bool]]:
    """The live allocations that overlap the windows of what `reaching` has made: what to join to it, and on what.

    PostgreSQL would rather read a middling table whole than seek once for each window; a lateral join seeks.
    """
    meeting = and_(
        Allocation.bookable_id == reach.c.bookable_id,
        as_said(Allocation.live),
        Allocation.occupied_from < reach.c.ends_at,
        Allocation.occupied_from >= reach.c.since,
        Allocation.occupied_to > reach.c.starts_at,
    )
    if engine != "postgresql":
        return Allocation, meeting
    seek = select(Allocation.__table__).where(meeting).offset(NOTHING).correlate(reach).lateral("held")
    return aliased(Allocation, seek), true()


# Many windows in one statement: given as one JSON list of [start, end].
WINDOWS = {
    "sqlite": "select value ->> 0 as starts_at, value ->> 1 as ends_at from json_each(:windows)",
    "postgresql": "select cast(value ->> 0 as timestamptz) as starts_at, cast(value ->> 1 as timestamptz) as ends_at "
    "from json_array_elements(cast(:windows as json)) as each(value)",
}


@cache
def _statement(engine: str) -> Query:
    a = Activity
    asked = _made_first(text(WINDOWS[engine]).columns(starts_at=Instant(), ends_at=Instant()).cte("asked"))
    reach = reaching(asked, Bookable.id.in_(bindparam("ids", expanding=True, type_=Integer())))
    held, met = live_in(reach, engine)
    query: Query = select(
        held.activity_id, held.bookable_id, func.coalesce(a.title, ""), func.coalesce(Person.name, ""),
        func.coalesce(a.starts_at, held.occupied_from), func.coalesce(a.ends_at, held.occupied_to),
        held.occupied_from, held.occupied_to, func.coalesce(a.state, ActivityState.BOOKED.value), a.expires_at,
        held.centre_id,
    ).select_from(reach).join(held, met)  # fmt: skip
    # A server shows who is not staff that a resource is taken, but not by what: then there is no activity.
    query = query.outerjoin(a, a.id == held.activity_id).outerjoin(Person, Person.id == a.person_id)
    return query.order_by(held.occupied_from)


def taken(unit: Unit, ids: Collection[int], window: TimeRange, without: Collection[int] = ()) -> list[Taken]:
    """What takes these bookables in the window, by start; pending requests that have expired do not count."""
    return look(unit, ids, [window], without)[0]


def look(
    unit: Unit, ids: Collection[int], windows: Iterable[TimeRange], without: Collection[int] = ()
) -> tuple[list[Taken], tuple[RanOut, ...]]:
    """As `taken` for several windows, and the pending requests that have expired but have not been let go yet."""
    if not ids:
        return [], ()
    unit.flush()
    known = unit.connection.dialect.name
    written = json.dumps([[_text(w.start, known), _text(w.end, known)] for w in windows])
    found: dict[tuple[int, int], Taken] = {}
    ran_out: dict[int, RanOut] = {}
    for r in unit.connection.execute(_statement(known), {"ids": list(ids), "windows": written}):
        if r[0] in without:
            continue
        if has_expired(r[8], r[9], unit.now):
            ran_out[r[0]] = RanOut(r[0], r[10], r[9])
        elif (r[0], r[1]) not in found:
            found[r[0], r[1]] = Taken(r[0], r[1], r[2], r[3], r[4], r[5], TimeRange(r[6], r[7]), r[8])
    return list(found.values()), tuple(ran_out.values())


def _text(instant: datetime, engine: str) -> str:
    said = instant.isoformat(" ", "seconds")
    return said[:19] if engine == "sqlite" else said


def has_expired(state: str, expires_at: datetime | None, now: datetime) -> bool:
    """Whether a pending request has run out: decided when read, never by a timer."""
    return state == ActivityState.PENDING and expires_at is not None and expires_at <= now


def by_bookable(rows: Iterable[Taken]) -> dict[int, list[Taken]]:
    """Taken rows by their bookable, each in order of start."""
    answer: dict[int, list[Taken]] = {}
    for row in rows:
        answer.setdefault(row.bookable_id, []).append(row)
    return answer

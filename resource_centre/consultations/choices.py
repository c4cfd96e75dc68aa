"""Who could take a request and what is free: consultants with their load, rooms at each time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from resource_centre.consultations import queries, rules
from resource_centre.consultations.model import Request
from resource_centre.core.context import Role
from resource_centre.core.ranges import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.people.queries import people_with
from resource_centre.people.roles import Data, Right, require
from resource_centre.resources import queries as resources
from resource_centre.schedule.checks import Surroundings, judge, surroundings
from resource_centre.schedule.rules import ActivityKind, Hold, Violation


@dataclass(frozen=True, slots=True)
class ConsultantRow:
    """A consultant of the centre; `open_requests` are those assigned and not answered."""

    person_id: int
    name: str
    bookable_id: int | None
    open_requests: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A room or a consultant at one time: free, or why not (and whether a reason may override that)."""

    bookable_id: int | None
    person_id: int | None
    name: str
    capacity: int | None
    free: bool
    why: str = ""
    overridable: bool = False


@dataclass(frozen=True, slots=True)
class TimeChoice:
    """One time with every room and consultant. `possible` when one of each is free, `best` the first such."""

    rank: int
    start: datetime
    end: datetime
    rooms: tuple[Choice, ...]
    consultants: tuple[Choice, ...]
    possible: bool
    best: bool = False


def consultants(unit: Unit, centre_id: int) -> tuple[ConsultantRow, ...]:
    """The consultants of a centre with their load, the least busy first."""
    require(unit, Data.REQUESTS, Right.READ, centre_id)
    open_ = [str(s) for s in rules.WORKING]
    query = (
        select(Request.consultant_id, func.count())
        .where(Request.centre_id == centre_id, Request.state.in_(open_), Request.consultant_id.is_not(None))
        .group_by(Request.consultant_id)
    )
    load: dict[int, int] = {r[0]: r[1] for r in unit.rows(query)}
    time_of = {b.person_id: b.id for b in resources.bookables(unit, centre_id, "person")}
    found = [
        ConsultantRow(p.id, p.name, time_of.get(p.id), load.get(p.id, 0))
        for p in people_with(unit, Role.CONSULTANT, centre_id)
    ]
    return tuple(sorted(found, key=lambda c: (c.open_requests, c.name)))


def time_choices(unit: Unit, request_id: int, more: Sequence[TimeRange] = ()) -> tuple[TimeChoice, ...]:
    """Every preferred time of a request (and `more`) with the rooms and consultants free then."""
    row = queries.request_row(unit, request_id)
    spans = [(slot.rank, TimeRange(slot.start, slot.end)) for slot in queries.preferred(unit, request_id)]
    spans += [(len(spans) + index, span) for index, span in enumerate(more, 1)]
    meetings = queries.appointments(unit, request_id)
    moving = [a.activity_id for a in meetings if a.state in rules.LIVE_APPOINTMENTS]
    found = at_times(unit, row.centre_id, [span for _rank, span in spans], row.requester_id, moving)
    answer, best = [], False
    for (rank, span), (rooms, people) in zip(spans, found, strict=True):
        assigned = [c for c in people if c.person_id == row.consultant_id] or people
        somewhere = row.channel != "at_centre" or any(room.free for room in rooms)
        possible = span.start > unit.now and somewhere and any(c.free for c in assigned)
        choice = TimeChoice(rank, span.start, span.end, rooms, people, possible, possible and not best)
        best = best or possible
        answer.append(choice)
    return tuple(answer)


def free_rooms(unit: Unit, centre_id: int, span: TimeRange) -> tuple[Choice, ...]:
    """The rooms of a centre at one time, free ones first."""
    rooms = at_times(unit, centre_id, [span])[0][0]
    return tuple(sorted(rooms, key=lambda room: not room.free))


def at_times(
    unit: Unit,
    centre_id: int,
    spans: Sequence[TimeRange],
    person_id: int | None = None,
    moving: Collection[int] = (),
) -> list[tuple[tuple[Choice, ...], tuple[Choice, ...]]]:
    """For each time: (rooms, consultants). `moving` are activities that would give their place up."""
    require(unit, Data.REQUESTS, Right.READ, centre_id)
    if not spans:
        return []
    rooms = resources.bookables(unit, centre_id, "lab")
    people = consultants(unit, centre_id)
    ids = tuple(r.id for r in rooms) + tuple(p.bookable_id for p in people if p.bookable_id is not None)
    if not ids:
        return [((), tuple(Choice(None, p.person_id, p.name, None, True) for p in people)) for _span in spans]
    hull = TimeRange(min(s.start for s in spans), max(s.end for s in spans))
    hold = Hold(
        centre_id, ActivityKind.APPOINTMENT, "?", hull.start, hull.end, ids, person_id=person_id
    )  # fmt: skip
    around = surroundings(unit, hold, hull, moving, looking=True)
    answer = []
    for span in spans:
        then = replace(hold, start=span.start, end=span.end)
        answer.append(
            (
                tuple(_choice(unit, then, around, r.id, None, r.name, r.capacity) for r in rooms),
                tuple(_choice(unit, then, around, p.bookable_id, p.person_id, p.name, None) for p in people),
            )
        )
    return answer


def _choice(
    unit: Unit, hold: Hold, around: Surroundings, bookable_id: int | None, person_id: int | None, name: str,
    capacity: int | None,
) -> Choice:  # fmt: skip
    against: list[Violation] = []
    if bookable_id is not None:
        against = judge(unit, replace(hold, bookables=(bookable_id,)), around)[1]
    why = against[0].message if against else ""
    overridable = bool(against) and all(v.overridable for v in against)
    return Choice(bookable_id, person_id, name, capacity, not against, why, overridable)

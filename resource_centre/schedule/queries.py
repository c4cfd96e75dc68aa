"""Reading time: blocks of a calendar, one activity whole, free slots, what an outage affects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, func, or_, select

from resource_centre.core.errors import NotFound
from resource_centre.core.times import TimeRange
from resource_centre.db.base import aliased, mapped
from resource_centre.db.tables import table_named
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _
from resource_centre.people.model import Person
from resource_centre.resources import queries as resources
from resource_centre.resources.model import Bookable
from resource_centre.schedule import slots
from resource_centre.schedule.busy import has_expired, live_in, reaching
from resource_centre.schedule.checks import Surroundings, blocking, span_of, surroundings
from resource_centre.schedule.model import Activity, Allocation, Series
from resource_centre.schedule.rules import ActivityKind, ActivityState, Alternative, Hold


class BlockRow(NamedTuple):
    """One allocation of a calendar: what takes one bookable, from when to when. A tuple: a week has thousands."""

    activity_id: int
    uid: str
    bookable_id: int
    kind: str
    state: str
    title: str
    start: datetime
    end: datetime
    occupied_from: datetime
    occupied_to: datetime
    person_id: int | None
    person: str
    school: str
    series_id: int | None
    asked_id: int


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One bookable that an activity holds."""

    bookable_id: int
    code: str
    name: str
    kind: str
    model: str
    asked_id: int
    occupied_from: datetime
    occupied_to: datetime
    live: bool


@dataclass(frozen=True, slots=True)
class ActivityDetail:
    """One activity with everything it holds. A pending request that has run out reads as expired."""

    id: int
    uid: str
    centre_id: int
    kind: str
    state: str
    title: str
    start: datetime
    end: datetime
    setup_minutes: int | None
    cleardown_minutes: int | None
    person_id: int | None
    person: str
    school_id: int | None
    school: str
    note: str
    series_id: int | None
    rule: str
    override_reason: str
    expires_at: datetime | None
    sequence: int
    created_by: str
    created_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str
    version: int
    holds: tuple[HeldRow, ...]


def blocks(
    unit: Unit, centre_id: int | None, window: TimeRange, ids: Collection[int] | None = None
) -> list[BlockRow]:
    """Everything live in the window, of a centre's bookables or of given ones, by start."""
    a, school = Activity, table_named("school")
    which = [] if centre_id is None else [Bookable.centre_id == centre_id]
    if ids is not None:
        which.append(Bookable.id.in_(set(ids)))
    reach = reaching(window, *which)
    held, met = live_in(reach, unit.connection.dialect.name)
    query: Query = select(
        held.activity_id, func.coalesce(a.uid, ""), held.bookable_id,
        func.coalesce(a.kind, ActivityKind.LAB_BOOKING.value), func.coalesce(a.state, ActivityState.BOOKED.value),
        func.coalesce(a.title, ""), func.coalesce(a.starts_at, held.occupied_from),
        func.coalesce(a.ends_at, held.occupied_to), held.occupied_from, held.occupied_to, a.person_id,
        func.coalesce(Person.name, ""), func.coalesce(school.c.name, ""), a.series_id, held.asked_id,
    ).select_from(reach).join(held, met)  # fmt: skip
    # A server shows who is not staff that a resource is taken, but not by what: then there is no activity.
    query = query.outerjoin(a, a.id == held.activity_id)
    stands = or_(
        a.id.is_(None), a.state != str(ActivityState.PENDING), a.expires_at.is_(None), a.expires_at > unit.now
    )
    query = query.where(stands)
    query = query.outerjoin(Person, Person.id == a.person_id).outerjoin(school, school.c.id == a.school_id)
    found = _sparing(unit.each(query))
    found.sort(key=attrgetter("start", "activity_id", "bookable_id"))
    return found


def _sparing(rows: Iterable[Any]) -> list[BlockRow]:
    """The rows with each word, number and instant kept once: a week says the same few titles, names and hours by the
    thousand, and several weeks are kept."""
    same: dict[Any, Any] = {}
    kept, make = same.setdefault, BlockRow._make
    return [
        make(
            (
                activity, uid, kept(bookable, bookable), kept(kind, kind), kept(state, state), kept(title, title),
                start, end, start if from_ == start else from_, end if to == end else to, kept(whose, whose),
                kept(person, person), kept(school, school), series, kept(asked, asked),
            )
        )
        for activity, uid, bookable, kind, state, title, start, end, from_, to, whose, person, school, series, asked in rows
    ]  # fmt: skip


def overdue_blocks(unit: Unit, centre_id: int, before: datetime) -> list[BlockRow]:
    """Loans that are out beyond their end, at this instant: their blocks, wherever their time lies."""
    a, school = Activity, table_named("school")
    query = (
        select(
            a.id, a.uid, Allocation.bookable_id, a.kind, a.state, a.title, a.starts_at, a.ends_at, Allocation.occupied_from,
            Allocation.occupied_to, a.person_id, func.coalesce(Person.name, ""), func.coalesce(school.c.name, ""),
            a.series_id, Allocation.asked_id,
        )
        .join(Allocation, Allocation.activity_id == a.id)
        .outerjoin(Person, Person.id == a.person_id)
        .outerjoin(school, school.c.id == a.school_id)
        .where(a.centre_id == centre_id, a.state == str(ActivityState.CHECKED_OUT), a.ends_at < before, Allocation.live)
        .order_by(a.ends_at)
    )  # fmt: skip
    return [BlockRow(*r) for r in unit.rows(query)]


def activity(unit: Unit, activity_id: int) -> ActivityDetail:
    """One activity; `NotFound` when there is none."""
    a, school, maker = Activity, table_named("school"), aliased(Person)
    query = (
        select(mapped(a), Person.name, school.c.name, Series.rule, maker.name)
        .outerjoin(Person, Person.id == a.person_id)
        .outerjoin(school, school.c.id == a.school_id)
        .outerjoin(Series, Series.id == a.series_id)
        .outerjoin(maker, maker.id == a.created_by)
        .where(a.id == activity_id)
    )
    found = unit.session.execute(query).first()
    if found is None:
        raise NotFound(_("There is no activity with the number {id}.").format(id=activity_id))
    row = found[0]
    state = ActivityState.EXPIRED if has_expired(row.state, row.expires_at, unit.now) else row.state
    return ActivityDetail(
        row.id, row.uid, row.centre_id, row.kind, str(state), row.title, row.starts_at, row.ends_at, row.setup_minutes,
        row.cleardown_minutes, row.person_id, found[1] or "", row.school_id, found[2] or "", row.note, row.series_id,
        found[3] or "", row.override_reason, row.expires_at, row.sequence, found[4] or "", row.created_at, row.changed_at,
        row.cancelled_at, row.cancel_reason, row.version, holds_of(unit, [activity_id]).get(activity_id, ()),
    )  # fmt: skip


BY_UID = select(Activity.id).where(Activity.uid == bindparam("uid", type_=String()))


def activity_by_uid(unit: Unit, uid: str) -> int | None:
    """The id of the activity with this uid."""
    unit.flush()
    return unit.connection.execute(BY_UID, {"uid": uid}).scalar()


def activity_from(unit: Unit, centre_id: int, source_uid: str) -> int | None:
    """The activity that an import made from this calendar entry."""
    return unit.value(  # type: ignore[no-any-return]
        select(Activity.id).where(Activity.centre_id == centre_id, Activity.source_uid == source_uid)
    )


def holds_of(
    unit: Unit, activity_ids: Sequence[int], live_only: bool = False
) -> dict[int, tuple[HeldRow, ...]]:
    """What these activities hold (or held): for each, its allocations by kind and code."""
    model = table_named("equipment_model")
    l = Allocation  # noqa: E741
    query = (
        select(
            l.activity_id, l.bookable_id, Bookable.code, Bookable.name, Bookable.kind, model.c.name, l.asked_id,
            l.occupied_from, l.occupied_to, l.live,
        )
        .join(Bookable, Bookable.id == l.bookable_id)
        .outerjoin(model, model.c.id == Bookable.model_id)
        .where(l.activity_id.in_(list(activity_ids)))
        .order_by(Bookable.kind, Bookable.code)
    )  # fmt: skip
    if live_only:
        query = query.where(l.live)
    answer: dict[int, list[HeldRow]] = {}
    for r in unit.rows(query):
        answer.setdefault(r[0], []).append(HeldRow(r[1], r[2], r[3], r[4], r[5] or "", *r[6:]))
    return {key: tuple(rows) for key, rows in answer.items()}


def pending(unit: Unit, centre_id: int) -> list[ActivityDetail]:
    """Bookings that wait for approval and have not run out, soonest first."""
    query = (
        select(Activity.id, Activity.expires_at)
        .where(Activity.centre_id == centre_id, Activity.state == str(ActivityState.PENDING))
        .order_by(Activity.starts_at)
    )
    return [activity(unit, r[0]) for r in unit.rows(query) if r[1] is None or r[1] > unit.now]


def series_activities(unit: Unit, series_id: int) -> list[int]:
    """The occurrences of a series, by time."""
    return unit.column(
        select(Activity.id).where(Activity.series_id == series_id).order_by(Activity.series_wall)
    )


def of_person(unit: Unit, person_id: int, window: TimeRange) -> list[ActivityDetail]:
    """Everything a person takes part in: what takes their time, and what is booked for them. Cancelled ones too."""
    mine = select(Allocation.activity_id).join(Bookable, Bookable.id == Allocation.bookable_id)
    mine = mine.where(Bookable.person_id == person_id)
    query: Query = (
        select(Activity.id)
        .where(
            or_(Activity.id.in_(mine), Activity.person_id == person_id),
            Activity.starts_at < window.end, Activity.ends_at > window.start,
        )
        .order_by(Activity.starts_at, Activity.id)
    )  # fmt: skip
    return [activity(unit, key) for key in unit.column(query)]


def free_slots(
    unit: Unit, hold: Hold, window: TimeRange, limit: int = 20, without: Collection[int] = ()
) -> list[Alternative]:
    """The earliest times in the window at which everything the hold asks for is free together."""
    around = surroundings(unit, hold, window, without, looking=True)
    length = hold.end - hold.start
    possible = _possible(hold, around, window, unit.now)
    return [
        Alternative(start, start + length, tuple(_chosen(hold, around, start)))
        for start in slots.earliest(possible, length, limit)
    ]


def alternatives(
    unit: Unit, hold: Hold, around: Surroundings | None = None, limit: int = 3, without: Collection[int] = ()
) -> list[Alternative]:
    """What would work instead of a refused hold: another lab or unit at the same time, then the nearest times."""
    length = hold.end - hold.start
    window = TimeRange(hold.start - timedelta(days=7), hold.end + timedelta(days=14))
    found: list[Alternative] = []
    for other in _same_time(unit, hold, without):
        found.append(Alternative(hold.start, hold.end, other))
        if len(found) == limit:
            return found
    near = surroundings(unit, hold, window, without, looking=True)
    possible = _possible(
        hold, near, TimeRange(max(window.start, min(unit.now, hold.start)), window.end), unit.now
    )
    for start in slots.nearest(possible, hold.start, limit - len(found), tz=near.tz):
        found.append(Alternative(start, start + length, tuple(_chosen(hold, near, start))))
    return found


def _at(hold: Hold, start: datetime) -> Hold:
    from dataclasses import replace

    return replace(hold, start=start, end=start + (hold.end - hold.start))


def _possible(hold: Hold, around: Surroundings, window: TimeRange, now: datetime) -> slots.Starts:
    possible: slots.Starts = [(window.start, window.end - (hold.end - hold.start))]
    if possible[0][1] < possible[0][0]:
        return []
    for asked in hold.bookables:
        possible = slots.both(possible, starts_of(hold, around, asked, window))
    for model_id, count in hold.units:
        _name, pool = around.pools[model_id]
        possible = slots.both(
            possible, slots.at_least([starts_of(hold, around, i, window) for i in pool], count)
        )
    return [(max(first, now), last) for first, last in possible if last >= now]


def starts_of(hold: Hold, around: Surroundings, asked: int, window: TimeRange) -> slots.Starts:
    """Where in the window a hold of one bookable may start, in free and open time."""
    row = around.rows[asked]
    span = span_of(hold, row)
    busy = [t.occupied for member in around.families[asked] for t in around.taken.get(member, ())]
    for member in around.families[asked]:
        for o in around.outages.get(member, ()):
            busy.append(TimeRange(o.start, o.end or max(window.end, o.start) + timedelta(days=3660)))
    calendar = around.calendars.get(asked)
    policy = around.policies[asked]
    open_ = (
        calendar.open
        if calendar is not None and policy.within_hours and hold.kind is not ActivityKind.LOAN
        else None
    )
    return slots.starts_for(
        window, hold.end - hold.start, hold.start - span.start, span.end - hold.end, busy, open_
    )


def _chosen(hold: Hold, around: Surroundings, start: datetime) -> list[int]:
    from resource_centre.schedule.checks import pick_units

    moved = _at(hold, start)
    chosen = list(hold.bookables)
    for model_id, count in hold.units:
        chosen += pick_units(moved, around, model_id, count, chosen)[0]
    return chosen


def _around(hold: Hold) -> TimeRange:
    return hold.range.widen(timedelta(days=1), timedelta(days=1))


def _same_time(unit: Unit, hold: Hold, without: Collection[int]) -> list[tuple[int, ...]]:
    """Other bookables of the same kind that could replace the blocked ones at the same time."""
    if not hold.bookables:
        return []
    around = surroundings(unit, hold, _around(hold), without, looking=True)
    free = set(hold.bookables)
    for asked in hold.bookables:
        if blocking(hold, around, asked) or any(
            o for m in around.families[asked] for o in around.outages.get(m, ())
        ):
            free.discard(asked)
    blocked = [asked for asked in hold.bookables if asked not in free]
    if len(blocked) != 1:
        return []
    wanted = around.rows[blocked[0]]
    if wanted.kind == "person":
        return []
    candidates = [
        row
        for row in resources.bookables(unit, wanted.centre_id, wanted.kind, wanted.model_id)
        if row.id not in hold.bookables
        and (wanted.kind != "lab" or (row.capacity or 0) >= (wanted.capacity or 0) * 0.5)
    ]
    answer = []
    for row in candidates[:40]:
        ids = tuple(row.id if i == wanted.id else i for i in hold.bookables)
        from dataclasses import replace

        from resource_centre.schedule.checks import judge

        other = replace(hold, bookables=ids)
        near = surroundings(unit, other, _around(hold), without, looking=True)
        if not judge(unit, other, near)[1]:
            answer.append(ids)
        if len(answer) == 3:
            break
    return answer


@dataclass(frozen=True, slots=True)
class AffectedRow:
    """A booking that an outage affects, with units of the same model that are free at its time."""

    activity_id: int
    title: str
    person: str
    start: datetime
    end: datetime
    substitutes: tuple[int, ...]


def affected_by_outage(
    unit: Unit, bookable_id: int, start: datetime, end: datetime | None
) -> list[AffectedRow]:
    """The live bookings of a bookable inside an outage, and what could stand in for it at each."""
    row = resources.bookable(unit, bookable_id)
    window = TimeRange(max(start, unit.now), end or max(start, unit.now) + timedelta(days=3660))
    found = []
    mates = (
        [u for u in resources.bookables(unit, row.centre_id, "unit", row.model_id) if u.id != row.id]
        if row.model_id
        else []
    )
    for block in blocks(unit, None, window, [bookable_id]):
        span = TimeRange(block.occupied_from, block.occupied_to)
        busy = {t.bookable_id for t in _taken(unit, [m.id for m in mates], span)}
        out = (
            {o.bookable_id for o in resources.outages(unit, [m.id for m in mates], span)} if mates else set()
        )
        free = tuple(m.id for m in mates if m.id not in busy | out)
        found.append(AffectedRow(block.activity_id, block.title, block.person, block.start, block.end, free))
    return found


def _taken(unit: Unit, ids: Sequence[int], span: TimeRange):  # type: ignore[no-untyped-def]
    from resource_centre.schedule.busy import taken

    return taken(unit, ids, span)

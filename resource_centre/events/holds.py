"""What an event holds: blocks taken, fitted to their sessions, let go of and taken again, each as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from resource_centre.audit.queries import changes as changes_of
from resource_centre.audit.service import record_step
from resource_centre.core.errors import BadInput
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.events import staffing
from resource_centre.events.model import Event, EventBlock, EventSession
from resource_centre.events.rules import SessionState
from resource_centre.events.steps import saved
from resource_centre.i18n import _
from resource_centre.resources.queries import bookables_by_id
from resource_centre.resources.service import ensure_person_bookable
from resource_centre.schedule import service as door
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import DEAD_STATES, ActivityKind, ActivityState, Hold
from resource_centre.schedule.service import Changes

LIVE = (str(SessionState.PLANNED), str(SessionState.DELIVERED))
# What becomes of an assignment when its activity does not take place: as the machine of assignments allows.
STANDS_DOWN = {"accepted": "cancelled", "invited": "expired", "offered": "not_selected"}


def take(unit: Unit, event: Event, wanted: Hold) -> EventBlock:
    """A new block: takes everything of the hold or nothing. At a school it may take nothing at all."""
    if wanted.bookables or wanted.units:
        activity_id = door.hold(unit, wanted).activity_id
    else:
        wanted = door.cleaned(wanted)
        activity_id = door.write_new(unit, [(wanted, (), ActivityState.BOOKED, None)])[0]
    return unit.add(EventBlock(event_id=event.id, activity_id=activity_id))


def hold_of(
    event: Event, start: datetime, end: datetime, bookables: Sequence[int], lead_id: int | None
) -> Hold:
    """The hold of a stretch of an event."""
    return Hold(
        event.centre_id, ActivityKind.EVENT_SESSION, event.title, start, end, tuple(bookables),
        person_id=lead_id or event.lead_id,
    )  # fmt: skip


def times_of(unit: Unit, centre_id: int, people: Sequence[int]) -> tuple[int, ...]:
    """The bookables that are these people's time."""
    return tuple(ensure_person_bookable(unit, who, centre_id) for who in people)


def fit(unit: Unit, block_id: int, reason: str) -> None:
    """Makes a block as long as its sessions; a block without any lets go of everything."""
    unit.flush()
    block = unit.get(EventBlock, block_id)
    activity = unit.get(Activity, block.activity_id)
    if activity.state in DEAD_STATES:
        return
    s = EventSession
    spans = unit.rows(select(s.starts_at, s.ends_at).where(s.block_id == block_id, s.state.in_(LIVE)))
    if not spans:
        stand_down(unit, block.activity_id, reason)
        door.let_go(unit, block.activity_id, reason)
        return
    start, end = min(r[0] for r in spans), max(r[1] for r in spans)
    if (start, end) != (activity.starts_at, activity.ends_at):
        door.change(unit, block.activity_id, Changes(start=start, end=end), override_reason=reason)


def stand_down(unit: Unit, activity_id: int, reason: str, requirement_id: int | None = None) -> set[int]:
    """Ambassadors who were asked for an activity need not come: their answers end. Answers who they are."""
    _needs, a, _hours = staffing.tables()
    people = set()
    for key, centre_id, who, state in staffing.people_of(unit, [activity_id]):
        query = select(a.c.requirement_id).where(a.c.id == key)
        if requirement_id is not None and unit.value(query) != requirement_id:
            continue
        after = STANDS_DOWN[state]
        record_step(unit, "assignment", key, centre_id, state, after, reason)
        unit.execute(update(a).where(a.c.id == key).values(state=after, version=a.c.version + 1))
        people.add(who)
    return people


def end_requirements(unit: Unit, activity_id: int) -> None:
    """Nobody is needed for an activity any more."""
    r, _a, _hours = staffing.tables()
    query = update(r).where(r.c.activity_id == activity_id, r.c.cancelled_at.is_(None))
    unit.execute(query.values(cancelled_at=unit.now, version=r.c.version + 1))


def let_go(unit: Unit, event: Event, target: SessionState, reason: str, for_good: bool) -> None:
    """Every planned session ends as `target`, and everything that was held for them is free."""
    unit.flush()
    query = select(mapped(EventSession)).where(
        EventSession.event_id == event.id,
        EventSession.state.in_([str(SessionState.PLANNED), str(SessionState.POSTPONED)]),
    )
    touched = set()
    for session in unit.session.scalars(query):
        session.state = str(target)
        session.version += 1
        touched.add(session.block_id)
    for block_id in sorted(touched):
        fit(unit, block_id, reason)
        if for_good:
            end_requirements(unit, unit.get(EventBlock, block_id).activity_id)
    saved(unit)


def take_again(unit: Unit, event: Event, by: timedelta, override_reason: str) -> None:
    """Postponed sessions are planned again, `by` so much later, with everything that was held for them."""
    unit.flush()
    s = EventSession
    query = (
        select(mapped(s))
        .where(s.event_id == event.id, s.state == str(SessionState.POSTPONED))
        .order_by(s.starts_at)
    )
    postponed = list(unit.session.scalars(query))
    for session in postponed:
        if session.starts_at + by <= unit.now:
            raise BadInput(
                _("“{title}” would lie in the past. Move it later.").format(title=session.title), "by"
            )
        session.starts_at, session.ends_at = session.starts_at + by, session.ends_at + by
        session.state = str(SessionState.PLANNED)
        session.version += 1
    for block_id in dict.fromkeys(session.block_id for session in postponed):
        ours = [session for session in postponed if session.block_id == block_id]
        _take_block_again(unit, event, unit.get(EventBlock, block_id), ours, by, override_reason)
    saved(unit)


def _take_block_again(
    unit: Unit,
    event: Event,
    block: EventBlock,
    ours: Sequence[EventSession],
    by: timedelta,
    override_reason: str,
) -> None:
    activity = unit.get(Activity, block.activity_id)
    if override_reason:
        activity.override_reason = override_reason
    if activity.state in DEAD_STATES:
        door.restore(unit, activity.id, activity.starts_at + by, last_held(unit, activity))
        return
    # A part of this block was delivered and keeps its time: the rest gets a block of its own.
    start, end = min(s.starts_at for s in ours), max(s.ends_at for s in ours)
    wanted = hold_of(event, start, end, kept(unit, activity.id), event.lead_id)
    fresh = take(unit, event, wanted)
    for session in ours:
        session.block_id = fresh.id


def volunteers(unit: Unit, activity_id: int) -> set[int]:
    """The bookables of ambassadors who have accepted to come to an activity."""
    asked = {who for _k, _c, who, state in staffing.people_of(unit, [activity_id]) if state == "accepted"}
    held = bookables_by_id(unit, door.asked_by(unit, activity_id))
    return {row.id for row in held.values() if row.person_id in asked}


def kept(unit: Unit, activity_id: int) -> tuple[int, ...]:
    """What an activity holds now, but for its ambassadors."""
    coming = volunteers(unit, activity_id)
    return tuple(i for i in door.asked_by(unit, activity_id) if i not in coming)


def last_held(unit: Unit, activity: Activity) -> tuple[int, ...]:
    """What a cancelled activity held when it was let go of: labs, units and staff, but no ambassadors.

    The audit knows it: those allocations ended at the instant of the cancellation, others before.
    """
    query = select(Allocation.id, Allocation.asked_id).where(
        Allocation.activity_id == activity.id, Allocation.asked_id == Allocation.bookable_id
    )
    found = unit.rows(query.order_by(Allocation.id))
    then = [r[1] for r in found if _ended_at(unit, r[0]) == activity.cancelled_at]
    asked = then or [r[1] for r in found]
    r, a, _hours = staffing.tables()
    came = select(a.c.person_id).join(r, r.c.id == a.c.requirement_id).where(r.c.activity_id == activity.id)
    ambassadors = set(unit.column(came))
    rows = bookables_by_id(unit, asked) if asked else {}
    return tuple(i for i in asked if rows[i].person_id is None or rows[i].person_id not in ambassadors)


def _ended_at(unit: Unit, allocation_id: int) -> datetime | None:
    for entry in changes_of(unit, "allocation", allocation_id):
        for column, before, after in entry.changes:
            if column == "live" and before and not after:
                return entry.at
    return None

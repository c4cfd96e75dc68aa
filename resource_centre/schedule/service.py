"""The one door to time: taking, changing, moving and releasing holds, each as one whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from resource_centre.audit.service import record_step, record_steps
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput, ChangedMeanwhile, NotPermitted, Refused
from resource_centre.core.times import TimeRange
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, allowed, refusal, require
from resource_centre.people.rules import clean_text
from resource_centre.resources.queries import BookableRow
from resource_centre.schedule import queries
from resource_centre.schedule.busy import RanOut, has_expired, look
from resource_centre.schedule.checks import Claim, Surroundings, claims_of, judge, surroundings
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import (
    DEAD_STATES,
    ActivityKind,
    ActivityState,
    Hold,
    Verdict,
    Violation,
    occupied,
)
from resource_centre.schedule.telling import tell_decision

LONGEST = timedelta(days=400)
TAKEN_AGAIN = ("asked_id", "occupied_from", "occupied_to", "live")
TAKE_AGAIN = (
    update(Allocation.__table__)  # type: ignore[arg-type]
    .where(Allocation.__table__.c.id == bindparam("known_id"))
    .values({name: bindparam(f"new_{name}") for name in TAKEN_AGAIN})
)


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One bookable that was taken, with its occupied range."""

    bookable_id: int
    code: str
    name: str
    occupied_from: datetime
    occupied_to: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that stands. `notes` are sentences for the person (approval, a doubled hour)."""

    activity_id: int
    uid: str
    start: datetime
    end: datetime
    allocations: tuple[HeldItem, ...]
    state: str = ActivityState.BOOKED
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change of an activity; None leaves a field as it is. Set-up −1 gives the bookables their own back."""

    start: datetime | None = None
    end: datetime | None = None
    title: str | None = None
    note: str | None = None
    bookables: tuple[int, ...] | None = None
    units: tuple[tuple[int, int], ...] | None = None
    setup_minutes: int | None = None
    cleardown_minutes: int | None = None
    person_id: int | None = None
    school_id: int | None = None

    def fields(self) -> set[str]:
        """The names of what is changed."""
        return {name for name in self.__slots__ if getattr(self, name) is not None}


def check(unit: Unit, hold: Hold, moving: int | None = None) -> Verdict:
    """Every violation against a hold (or against an activity becoming it), and what would work instead."""
    hold = cleaned(hold)
    without = () if moving is None else (moving,)
    around = surroundings(unit, hold, hold.range, without, looking=True)
    violations = judge(unit, hold, around, moving is not None)[1]
    return Verdict(
        tuple(violations),
        tuple(queries.alternatives(unit, hold, around, without=without)) if violations else (),
    )


def hold(unit: Unit, wanted: Hold) -> Held:
    """Takes everything of the hold, or nothing: `Refused` gives every reason and what would work.

    The same uid again answers what it made the first time.
    """
    wanted = cleaned(wanted)
    known = queries.activity_by_uid(unit, wanted.uid) if wanted.uid else None
    if known is not None:
        return held(unit, known)
    state = state_for(unit, wanted)
    around = surroundings(unit, wanted, wanted.range)
    claims, violations = judge(unit, wanted, around)
    insist(unit, wanted, violations)
    state = _pending_where_needed(unit, wanted, around, claims, state)
    let_run_out(unit, around.ran_out)
    wanted = replace(wanted, uid=wanted.uid or new_uid())
    activity_id = write_new(unit, [(wanted, claims, state, _expiry(unit, around, claims, state))])[0]
    unit.changed(Topic.SCHEDULE)
    return newly_held(activity_id, wanted, claims, state, around)


def cleaned(wanted: Hold) -> Hold:
    """The hold with its texts folded; `BadInput` for what no rule could ever allow."""
    title = clean_text(wanted.title, "title", _("The title"), 300)
    length = TimeRange(wanted.start, wanted.end).length
    if length > LONGEST:
        raise BadInput(_("One booking lasts 400 days at most. Choose an earlier end."), "end")
    for name, minutes in (
        ("setup_minutes", wanted.setup_minutes),
        ("cleardown_minutes", wanted.cleardown_minutes),
    ):
        if minutes is not None and not 0 <= minutes <= 7 * 1440:
            raise BadInput(_("Set-up and clear-down are minutes, zero or more, a week at most."), name)
    if len(wanted.note) > 5000:
        raise BadInput(_("The note has more than 5,000 characters. Shorten it."), "note")
    return replace(
        wanted, title=title, note=wanted.note.strip(), bookables=tuple(dict.fromkeys(wanted.bookables)),
        override_reason=" ".join(wanted.override_reason.split()),
    )  # fmt: skip


def state_for(unit: Unit, wanted: Hold) -> ActivityState:
    """The state a new hold gets: staff book, others ask; loans are reserved."""
    actor = unit.actor
    if allowed(actor, Data.BOOKINGS, Right.WRITE, wanted.centre_id) or (
        wanted.kind is ActivityKind.EVENT_SESSION
        and allowed(actor, Data.EVENTS, Right.WRITE, wanted.centre_id)
    ):
        if wanted.state is not None:
            return wanted.state
        return ActivityState.RESERVED if wanted.kind is ActivityKind.LOAN else ActivityState.BOOKED
    if (
        allowed(actor, Data.BOOKINGS, Right.OWN)
        and wanted.person_id == actor.person_id
        and not wanted.override_reason
    ):
        return ActivityState.PENDING
    raise NotPermitted(refusal(actor, Data.BOOKINGS, Right.WRITE))


def insist(unit: Unit, wanted: Hold, violations: Sequence[Violation], moving: Collection[int] = ()) -> None:
    """Raises `Refused` with everything that still stands when the override reason (if any) counts."""
    override = bool(wanted.override_reason) and allowed(
        unit.actor, Data.BOOKINGS, Right.WRITE, wanted.centre_id
    )
    if Verdict(tuple(violations)).blocking(override):
        raise Refused(violations[0].message, violations, queries.alternatives(unit, wanted, without=moving))


def _pending_where_needed(
    unit: Unit, wanted: Hold, around: Surroundings, claims: Sequence[Claim], state: ActivityState
) -> ActivityState:
    from resource_centre.core.context import Role

    needs = any(around.policies[c.asked_id].needs_approval for c in claims)
    decides = unit.actor.is_system or unit.actor.roles_at(wanted.centre_id) & {Role.COORDINATOR, Role.MANAGER}
    return ActivityState.PENDING if needs and not decides and wanted.state is None else state


def _expiry(
    unit: Unit, around: Surroundings, claims: Sequence[Claim], state: ActivityState
) -> datetime | None:
    if state is not ActivityState.PENDING:
        return None
    hours = min((around.policies[c.asked_id].approval_hours for c in claims), default=48)
    return unit.now + timedelta(hours=hours)


def write_new(
    unit: Unit,
    holds: Sequence[tuple[Hold, Sequence[Claim], ActivityState, datetime | None]],
    series_id: int | None = None,
    walls: Sequence[str] = (),
) -> list[int]:
    """Writes activities with their allocations and first steps, by three statements however many there are."""
    rows = [_activity_row(unit, h, state, expires) for h, _claims, state, expires in holds]
    for index, row in enumerate(rows):
        row["series_id"] = series_id
        row["series_wall"] = walls[index] if walls else None
    ids = unit.insert_numbered(Activity, rows)
    taken = [
        _allocation_row(activity_id, h.centre_id, claim)
        for activity_id, (h, claims, _state, _expires) in zip(ids, holds, strict=True)
        for claim in claims
    ]
    unit.insert_many(Allocation, taken)
    record_steps(
        unit,
        "activity",
        [
            (activity_id, h.centre_id, None, state, h.override_reason)
            for activity_id, (h, _claims, state, _expires) in zip(ids, holds, strict=True)
        ],
    )
    return ids


def _activity_row(unit: Unit, h: Hold, state: ActivityState, expires: datetime | None) -> dict[str, Any]:
    return {
        "uid": h.uid or new_uid(), "centre_id": h.centre_id, "kind": str(h.kind), "state": str(state), "title": h.title,
        "starts_at": h.start, "ends_at": h.end, "setup_minutes": h.setup_minutes,
        "cleardown_minutes": h.cleardown_minutes, "person_id": h.person_id, "school_id": h.school_id, "note": h.note,
        "override_reason": h.override_reason, "expires_at": expires, "source_uid": h.source_uid,
        "created_at": unit.now, "created_by": unit.actor.person_id, "changed_at": unit.now,
    }  # fmt: skip


def _allocation_row(activity_id: int, centre_id: int, claim: Claim) -> dict[str, Any]:
    return {
        "centre_id": centre_id, "activity_id": activity_id, "bookable_id": claim.bookable_id, "asked_id": claim.asked_id,
        "occupied_from": claim.occupied.start, "occupied_to": claim.occupied.end, "live": True,
    }  # fmt: skip


def free_expired(unit: Unit, claims: Sequence[Claim]) -> None:
    """Lets go of pending requests that have run out and stand where something is taken now."""
    if claims:
        first, last = min(c.occupied.start for c in claims), max(c.occupied.end for c in claims)
        let_run_out(unit, look(unit, {c.bookable_id for c in claims}, [TimeRange(first, last)])[1])


def let_run_out(unit: Unit, requests: Sequence[RanOut]) -> None:
    """Lets go of these pending requests, at the instant at which they expired."""
    for request in requests:
        _set_live(unit, request.activity_id, False)
        unit.execute(
            update(Activity)
            .where(Activity.id == request.activity_id)
            .values(state=str(ActivityState.EXPIRED))
        )
        record_step(
            unit, "activity", request.activity_id, request.centre_id, ActivityState.PENDING, ActivityState.EXPIRED,
            at=request.expires_at,
        )  # fmt: skip


def _set_live(unit: Unit, activity_id: int, live: bool) -> None:
    unit.execute(update(Allocation).where(Allocation.activity_id == activity_id).values(live=live))


def held(unit: Unit, activity_id: int) -> Held:
    """What an activity holds now."""
    a = Activity
    row = unit.first(select(a.uid, a.starts_at, a.ends_at, a.state).where(a.id == activity_id))
    if row is None:
        raise BadInput(_("There is no activity with the number {id}.").format(id=activity_id))
    holds = queries.holds_of(unit, [activity_id], live_only=True).get(activity_id, ())
    items = tuple(HeldItem(h.bookable_id, h.code, h.name, h.occupied_from, h.occupied_to) for h in holds)
    return Held(activity_id, row[0], row[1], row[2], items, row[3], _notes(row[3]))


def newly_held(
    activity_id: int, h: Hold, claims: Sequence[Claim], state: ActivityState, around: Surroundings
) -> Held:
    """As `held`, of what was written just now."""
    taken = sorted(
        ((around.rows[c.bookable_id], c.occupied) for c in claims), key=lambda t: (t[0].kind, t[0].code)
    )
    items = tuple(HeldItem(row.id, row.code, row.name, o.start, o.end) for row, o in taken)
    return Held(activity_id, h.uid or "", h.start, h.end, items, str(state), _notes(state))


def all_held(unit: Unit, ids: Sequence[int]) -> list[Held]:
    """As `held`, of many at once."""
    holds = queries.holds_of(unit, ids, live_only=True)
    a = Activity
    rows = {
        r[0]: r
        for r in unit.rows(select(a.id, a.uid, a.starts_at, a.ends_at, a.state).where(a.id.in_(list(ids))))
    }
    return [
        Held(
            i, rows[i][1], rows[i][2], rows[i][3],
            tuple(HeldItem(h.bookable_id, h.code, h.name, h.occupied_from, h.occupied_to) for h in holds.get(i, ())),
            rows[i][4],
        )
        for i in ids
    ]  # fmt: skip


def _notes(state: str) -> tuple[str, ...]:
    waits = state == ActivityState.PENDING
    return (_("This awaits approval. The time is held until then."),) if waits else ()


def hold_from(row: Activity, asked: Sequence[int]) -> Hold:
    """The hold that an activity is, as it stands."""
    return Hold(
        row.centre_id, ActivityKind(row.kind), row.title, row.starts_at, row.ends_at, tuple(asked), (), row.person_id,
        row.school_id, row.note, row.setup_minutes, row.cleardown_minutes, row.override_reason, row.uid, row.source_uid,
    )  # fmt: skip


def asked_by(unit: Unit, activity_id: int) -> list[int]:
    """The bookables that were asked for, and are held."""
    return asked_of(unit, [activity_id])[activity_id]


def asked_of(unit: Unit, ids: Collection[int]) -> dict[int, list[int]]:
    """As `asked_by`, of many at once."""
    found: dict[int, dict[int, None]] = {key: {} for key in ids}
    query = select(Allocation.activity_id, Allocation.asked_id).where(
        Allocation.activity_id.in_(list(found)), Allocation.live
    )
    for key, asked in unit.rows(query.order_by(Allocation.id)):
        found[key][asked] = None
    return {key: list(asked) for key, asked in found.items()}


def changed_hold(row: Activity, asked: Sequence[int], changes: Changes, override_reason: str) -> Hold:
    """The hold that an activity would be after the changes. A new start alone keeps the length."""
    before = hold_from(row, asked)
    start = changes.start or before.start
    end = changes.end or start + (before.end - before.start)
    own = {-1: None}
    setup = (
        before.setup_minutes
        if changes.setup_minutes is None
        else own.get(changes.setup_minutes, changes.setup_minutes)
    )
    clear = before.cleardown_minutes
    if changes.cleardown_minutes is not None:
        clear = own.get(changes.cleardown_minutes, changes.cleardown_minutes)
    return cleaned(
        replace(
            before,
            start=start,
            end=end,
            title=before.title if changes.title is None else changes.title,
            note=before.note if changes.note is None else changes.note,
            bookables=before.bookables if changes.bookables is None else changes.bookables,
            units=changes.units or (),
            setup_minutes=setup,
            cleardown_minutes=clear,
            person_id=changes.person_id or before.person_id,
            school_id=changes.school_id or before.school_id,
            override_reason=override_reason,
        )
    )


def hold_after(unit: Unit, activity_id: int, changes: Changes, override_reason: str = "") -> Hold:
    """The hold that an activity would be after the changes; nothing is written."""
    row = unit.get(Activity, activity_id)
    return changed_hold(row, asked_by(unit, activity_id), changes, override_reason)


def change(
    unit: Unit, activity_id: int, changes: Changes, version: int | None = None, override_reason: str = ""
) -> Held:
    """Changes or moves one activity with everything it holds, or nothing of it."""
    row = unit.get(Activity, activity_id)
    may_change(unit, row)
    if row.state in DEAD_STATES or has_expired(row.state, row.expires_at, unit.now):
        raise BadInput(
            _("“{title}” is cancelled; it can no longer be changed. Book it again.").format(title=row.title)
        )
    if version is not None and row.version != version:
        mine = {name: getattr(changes, name) for name in changes.fields()}
        columns = {"start": "starts_at", "end": "ends_at"}
        unit.get_version(
            Activity,
            activity_id,
            version,
            mine,
            columns,
            lambda: {"bookables": tuple(asked_by(unit, activity_id))},
        )
    wanted = changed_hold(row, asked_by(unit, activity_id), changes, override_reason)
    timed = changes.fields() - {"title", "note", "person_id", "school_id"}
    if timed and (wanted.bookables or wanted.units):
        claims = _judged(unit, row, wanted)
        put_claims(unit, row, claims)
    elif timed and changes.bookables is not None:
        _set_live(unit, activity_id, False)
    put_fields(unit, row, wanted, changes)
    unit.flush()
    unit.changed(Topic.SCHEDULE)
    return held(unit, activity_id)


def _judged(unit: Unit, row: Activity, wanted: Hold) -> list[Claim]:
    around = surroundings(unit, wanted, wanted.range, (row.id,))
    claims, violations = judge(unit, wanted, around, changing=True)
    standing = [v for v in violations if not _stood_before(row, wanted, v)]
    insist(unit, wanted, standing, (row.id,))
    return claims


def _stood_before(row: Activity, wanted: Hold, violation: Violation) -> bool:
    """A policy that was overridden for this very time stays overridden when the time is not touched."""
    same_time = row.starts_at == wanted.start and row.ends_at == wanted.end
    return violation.overridable and same_time


def put_claims(unit: Unit, row: Activity, claims: Sequence[Claim]) -> None:
    """Makes the activity hold exactly these claims: rows of bookables it held are used again."""
    _set_live(unit, row.id, False)
    free_expired(unit, claims)
    put_all_claims(unit, [(row, claims)])


def put_all_claims(unit: Unit, held: Sequence[tuple[Activity, Sequence[Claim]]]) -> None:
    """As `put_claims` for many activities, which may take each other's old places: by four statements."""
    ids = [row.id for row, _claims in held]
    if not ids:
        return
    unit.execute(update(Allocation).where(Allocation.activity_id.in_(ids)).values(live=False))
    query = select(Allocation.activity_id, Allocation.bookable_id, Allocation.id)
    known = {(r[0], r[1]): r[2] for r in unit.rows(query.where(Allocation.activity_id.in_(ids)))}
    again, new = [], []
    for row, claims in held:
        for claim in claims:
            values = _allocation_row(row.id, row.centre_id, claim)
            key = known.get((row.id, claim.bookable_id))
            if key is None:
                new.append(values)
            else:
                again.append({"known_id": key, **{f"new_{name}": values[name] for name in TAKEN_AGAIN}})
    if again:
        unit.execute(TAKE_AGAIN, again)
    unit.insert_many(Allocation, new)


def put_fields(unit: Unit, row: Activity, wanted: Hold, changes: Changes) -> None:
    """Sets the changed particulars, raises revision and version, marks an occurrence's own fields."""
    row.starts_at, row.ends_at, row.title, row.note = wanted.start, wanted.end, wanted.title, wanted.note
    row.setup_minutes, row.cleardown_minutes = wanted.setup_minutes, wanted.cleardown_minutes
    row.person_id, row.school_id = wanted.person_id, wanted.school_id
    if wanted.override_reason:
        row.override_reason = wanted.override_reason
        record_step(unit, "activity", row.id, row.centre_id, row.state, row.state, wanted.override_reason)
    if row.series_id is not None:
        row.own_fields = sorted({*row.own_fields, *changes.fields()})
    row.changed_at = unit.now
    row.sequence += 1
    row.version += 1


def release(
    unit: Unit,
    activity_id: int,
    reason: str,
    state: ActivityState = ActivityState.CANCELLED,
    version: int | None = None,
) -> None:
    """Lets go of everything an activity holds. It keeps its row, with who, when and why."""
    row = unit.get(Activity, activity_id)
    may_change(unit, row)
    if row.state in DEAD_STATES:
        raise BadInput(_("“{title}” is cancelled already.").format(title=row.title))
    if version is not None and row.version != version:
        raise ChangedMeanwhile(
            _("Somebody else has changed this in the meantime. Look at it again."), (), row.version
        )
    reason = clean_text(reason, "reason", _("The reason"), 1000)
    _notice_to_cancel(unit, row)
    let_go(unit, activity_id, reason, state)


def let_go(unit: Unit, activity_id: int, reason: str, state: ActivityState = ActivityState.CANCELLED) -> None:
    """As `release`, for a feature that has asked for its own rights (a request withdrawn, an event cancelled)."""
    row = unit.get(Activity, activity_id)
    _set_live(unit, activity_id, False)
    record_step(unit, "activity", activity_id, row.centre_id, row.state, state, reason)
    row.state, row.cancelled_at, row.cancelled_by, row.cancel_reason = (
        str(state),
        unit.now,
        unit.actor.person_id,
        reason,
    )
    row.changed_at = unit.now
    row.sequence += 1
    row.version += 1
    unit.flush()
    unit.changed(Topic.SCHEDULE)


def _notice_to_cancel(unit: Unit, row: Activity) -> None:
    """Those who may only cancel their own bookings keep the notice; staff need none."""
    if allowed(unit.actor, Data.BOOKINGS, Right.WRITE, row.centre_id) or unit.actor.is_system:
        return
    from resource_centre.resources import queries as resources

    rows = resources.bookables_by_id(unit, asked_by(unit, row.id))
    policies = resources.policies(unit, rows.values())
    notice = max((p.cancel_notice or 0 for p in policies.values()), default=0)
    if row.starts_at - timedelta(minutes=notice) < unit.now:
        violation = Violation(
            "cancel_notice", _("It is too late to cancel this here. Ask the centre."), None, row.title, "",
            row.starts_at, row.ends_at, True,
        )  # fmt: skip
        raise Refused(violation.message, [violation])


def restore(
    unit: Unit, activity_id: int, start: datetime | None = None, bookables: Sequence[int] | None = None
) -> Held:
    """Takes a cancelled activity's time again (undo, or an event approved anew), if it is still free.

    `start` takes another time of the same length, `bookables` just these of what it held.
    """
    row = unit.get(Activity, activity_id)
    may_change(unit, row)
    if row.state not in DEAD_STATES:
        return held(unit, activity_id)
    query = select(Allocation.asked_id).where(Allocation.activity_id == activity_id).order_by(Allocation.id)
    asked = list(dict.fromkeys(unit.column(query))) if bookables is None else list(bookables)
    start = start or row.starts_at
    wanted = replace(hold_from(row, asked), start=start, end=start + (row.ends_at - row.starts_at))
    state = ActivityState.RESERVED if row.kind == ActivityKind.LOAN else ActivityState.BOOKED
    if wanted.bookables:
        put_claims(unit, row, _judged(unit, row, wanted))
    record_step(unit, "activity", activity_id, row.centre_id, row.state, state)
    row.starts_at, row.ends_at = wanted.start, wanted.end
    row.state, row.cancelled_at, row.cancelled_by, row.cancel_reason = str(state), None, None, ""
    row.changed_at = unit.now
    row.sequence += 1
    row.version += 1
    unit.flush()
    unit.changed(Topic.SCHEDULE)
    return held(unit, activity_id)


def add_bookables(unit: Unit, activity_id: int, ids: Sequence[int]) -> Held:
    """Takes more for an activity (a person who accepts); `Refused` says who holds them."""
    row = unit.get(Activity, activity_id)
    wanted = replace(hold_from(row, tuple(ids)), bookables=tuple(ids))
    around = surroundings(unit, wanted, wanted.range, (activity_id,))
    claims, violations = judge(unit, wanted, around, changing=True)
    insist(
        unit,
        replace(wanted, override_reason=wanted.override_reason),
        [v for v in violations if not v.overridable],
    )
    asked = set(ids)
    held_now = set(
        unit.column(
            select(Allocation.bookable_id).where(Allocation.activity_id == activity_id, Allocation.live)
        )
    )
    known = {
        r[1]: r[0]
        for r in unit.rows(
            select(Allocation.id, Allocation.bookable_id).where(Allocation.activity_id == activity_id)
        )
    }
    free_expired(unit, claims)
    for claim in claims:
        if claim.bookable_id in held_now or claim.asked_id not in asked:
            continue
        values = _allocation_row(activity_id, row.centre_id, claim)
        if claim.bookable_id in known:
            unit.execute(update(Allocation).where(Allocation.id == known[claim.bookable_id]).values(**values))
        else:
            unit.insert_many(Allocation, [values])
    _touched(unit, row)
    return held(unit, activity_id)


def drop_bookables(unit: Unit, activity_id: int, ids: Sequence[int]) -> Held:
    """Lets go of some of what an activity holds (a person who withdraws)."""
    row = unit.get(Activity, activity_id)
    unit.execute(
        update(Allocation)
        .where(Allocation.activity_id == activity_id, Allocation.asked_id.in_(list(ids)))
        .values(live=False)
    )
    _touched(unit, row)
    return held(unit, activity_id)


def _touched(unit: Unit, row: Activity) -> None:
    row.changed_at = unit.now
    row.sequence += 1
    row.version += 1
    unit.flush()
    unit.changed(Topic.SCHEDULE)


def set_state(unit: Unit, activity_id: int, state: ActivityState, reason: str = "") -> None:
    """Another state that keeps the hold (held, no-show, checked out …), recorded with who, when and why."""
    row = unit.get(Activity, activity_id)
    if row.state == state:
        return
    record_step(unit, "activity", activity_id, row.centre_id, row.state, state, reason)
    row.state = str(state)
    row.changed_at = unit.now
    row.version += 1
    unit.flush()
    unit.changed(Topic.SCHEDULE)


def approve(unit: Unit, activity_id: int) -> Held:
    """Approves a pending request, which then is booked; whoever asked is told."""
    row = _pending(unit, activity_id)
    set_state(
        unit, activity_id, ActivityState.RESERVED if row.kind == ActivityKind.LOAN else ActivityState.BOOKED
    )
    row.expires_at = None
    unit.flush()
    tell_decision(unit, row)
    return held(unit, activity_id)


def decline(unit: Unit, activity_id: int, reason: str) -> None:
    """Declines a pending request with a reason; its time is free again, and whoever asked is told."""
    row = _pending(unit, activity_id)
    release(unit, activity_id, reason, ActivityState.DECLINED)
    tell_decision(unit, row, reason)


def _pending(unit: Unit, activity_id: int) -> Activity:
    row = unit.get(Activity, activity_id)
    require(unit, Data.BOOKINGS, Right.WRITE, row.centre_id)
    if row.state != ActivityState.PENDING:
        raise BadInput(_("“{title}” does not wait for approval (any more).").format(title=row.title))
    if has_expired(row.state, row.expires_at, unit.now):
        raise BadInput(
            _("The request “{title}” has expired. Book it again if it is still wanted.").format(
                title=row.title
            )
        )
    return row


def may_change(unit: Unit, row: Activity) -> None:
    """Raises `NotPermitted` unless the actor may change this activity."""
    actor = unit.actor
    if allowed(actor, Data.BOOKINGS, Right.WRITE, row.centre_id):
        return
    if row.kind == ActivityKind.EVENT_SESSION and allowed(actor, Data.EVENTS, Right.WRITE, row.centre_id):
        return
    if row.person_id is not None and row.person_id == actor.person_id:
        return
    raise NotPermitted(refusal(actor, Data.BOOKINGS, Right.WRITE))


def set_parent(unit: Unit, bookable_id: int, parent_id: int | None) -> None:
    """Makes a bookable part of another one (or of none). Future holds of the new parent take it too, or all is refused."""
    from resource_centre.resources import queries as resources
    from resource_centre.resources.model import Bookable

    row = unit.get(Bookable, bookable_id)
    require(unit, Data.RESOURCES, Right.WRITE, row.centre_id)
    if parent_id is not None:
        if parent_id in resources.families(unit, [bookable_id])[bookable_id]:
            raise BadInput(_("A resource cannot be part of itself or of one of its own parts."), "parent")
        unit.get(Bookable, parent_id)
    row.parent_id = parent_id
    row.version += 1
    unit.flush()
    if parent_id is not None:
        _take_for_parent(
            unit,
            resources.families(unit, [bookable_id])[bookable_id],
            parent_id,
            resources.bookable(unit, bookable_id),
        )
    unit.changed(Topic.RESOURCES, Topic.SCHEDULE)


def _take_for_parent(unit: Unit, family: Sequence[int], parent_id: int, row: BookableRow) -> None:
    l = Allocation  # noqa: E741
    query = select(l.activity_id, l.asked_id, l.centre_id, l.occupied_from, l.occupied_to).where(
        l.bookable_id == parent_id, l.live, l.occupied_to > unit.now
    )
    for activity_id, asked_id, centre_id, start, end in unit.rows(query):
        claims = [Claim(member, asked_id, TimeRange(start, end)) for member in family]
        unit.insert_many(Allocation, [_allocation_row(activity_id, centre_id, claim) for claim in claims])


__all__ = [
    "Changes", "Held", "HeldItem", "add_bookables", "approve", "change", "check", "claims_of", "decline", "drop_bookables",
    "held", "hold", "let_go", "occupied", "release", "restore", "set_parent", "set_state",
]  # fmt: skip

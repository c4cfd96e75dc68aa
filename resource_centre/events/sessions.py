"""Writing the sessions of an event: each holds labs, kits and people together, and moves with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from resource_centre.core.errors import BadInput, NotFound
from resource_centre.core.ranges import TimeRange
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import Unit
from resource_centre.events import holds, queries, steps
from resource_centre.events.model import Event, EventBlock, EventSession
from resource_centre.events.queries import SessionRow
from resource_centre.events.rules import EventState, SessionState
from resource_centre.i18n import N_, _
from resource_centre.people.model import Person
from resource_centre.people.rules import clean_text
from resource_centre.resources.queries import bookables_by_id
from resource_centre.schedule import service as door
from resource_centre.schedule.model import Activity
from resource_centre.schedule.service import Changes


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """What a form says about a session: `bookables` and so many `units` of models, and the time of `people`.

    With `block_id` it joins a block and what that holds; the block grows where it must.
    """

    title: str
    start: datetime
    end: datetime
    bookables: tuple[int, ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    people: tuple[int, ...] = ()
    places: int | None = None
    lead_id: int | None = None
    setup_minutes: int | None = None
    cleardown_minutes: int | None = None
    override_reason: str = ""
    block_id: int | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True)
class SessionChanges:
    """What to change of a session; None leaves it as it is. A new start alone keeps the length.

    `bookables` replaces labs and units, `units` alone replaces units, `people` replaces staff. Ambassadors who
    have accepted stay. All sessions of a block share what it holds.
    """

    title: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    bookables: tuple[int, ...] | None = None
    units: tuple[tuple[int, int], ...] | None = None
    people: tuple[int, ...] | None = None
    places: int | None = None
    lead_id: int | None = None
    setup_minutes: int | None = None
    cleardown_minutes: int | None = None
    override_reason: str = ""


def add_session(unit: Unit, event_id: int, wanted: SessionDraft) -> SessionRow:
    """Plans a session and takes what it needs, or nothing (`Refused` says why). The same uid answers what it made."""
    if wanted.uid:
        known = unit.value(select(EventSession.id).where(EventSession.uid == wanted.uid))
        if known is not None:
            return session_row(unit, known)
    event = steps.planned(unit, event_id)
    span = TimeRange(wanted.start, wanted.end)
    title = clean_text(wanted.title, "title", _("The title"), 300)
    _places(wanted.places)
    block = _block(unit, event, wanted, span)
    row = unit.add(
        EventSession(
            uid=wanted.uid or new_uid(), centre_id=event.centre_id, event_id=event.id, block_id=block.id, title=title,
            starts_at=span.start, ends_at=span.end, places=wanted.places, lead_id=_lead(unit, wanted.lead_id),
            state=str(SessionState.PLANNED),
        )
    )  # fmt: skip
    holds.fit(unit, block.id, wanted.override_reason)
    steps.noted(unit, event, _("Session planned: {title}").format(title=title))
    return session_row(unit, row.id)


def change_session(
    unit: Unit, session_id: int, changes: SessionChanges, version: int | None = None
) -> SessionRow:
    """Changes or moves a session with everything it holds, or nothing of it."""
    row, event = _planned(unit, session_id)
    compared = ("title", "start", "end", "places", "lead_id", "bookables", "people")
    said = {name: getattr(changes, name) for name in compared}
    mine = {name: value for name, value in said.items() if value is not None}
    columns = {"start": "starts_at", "end": "ends_at"}
    unit.get_version(EventSession, session_id, version, mine, columns, lambda: _held_now(unit, row.block_id))
    start = changes.start or row.starts_at
    span = TimeRange(start, changes.end or start + (row.ends_at - row.starts_at))
    moved = (span.start, span.end) != (row.starts_at, row.ends_at)
    row.starts_at, row.ends_at = span.start, span.end
    if changes.title is not None:
        row.title = clean_text(changes.title, "title", _("The title"), 300)
    if changes.places is not None:
        row.places = _places(changes.places)
    if changes.lead_id is not None:
        row.lead_id = _lead(unit, changes.lead_id)
    unit.flush()
    change_block(unit, event, row.block_id, changes)
    if moved:
        tell_moved(unit, event)
    steps.noted(unit, event, _("Session changed: {title}").format(title=row.title))
    return session_row(unit, session_id)


def drop_session(unit: Unit, session_id: int, reason: str, version: int | None = None) -> SessionRow:
    """A session does not take place: what only it held is free, and it stays on record."""
    row, event = _planned(unit, session_id)
    reason = steps.reason_of(reason)
    people = steps.everyone(unit, event)
    unit.get_version(EventSession, session_id, version).state = str(SessionState.CANCELLED)
    holds.fit(unit, row.block_id, reason)
    steps.noted(unit, event, _("Session dropped: {title}. {reason}").format(title=row.title, reason=reason))
    if event.state == EventState.PUBLISHED:
        steps.tell_all(
            unit, people, event, "session_dropped", N_("A session of “{title}” is dropped: {session}"), reason,
            session=row.title,
        )  # fmt: skip
    return session_row(unit, session_id)


def move_event(unit: Unit, event_id: int, by: timedelta, override_reason: str = "") -> tuple[SessionRow, ...]:
    """Moves every planned session by so much, with everything they hold, or nothing at all."""
    event = steps.planned(unit, event_id)
    query = select(mapped(EventSession)).where(
        EventSession.event_id == event_id, EventSession.state == str(SessionState.PLANNED)
    )
    unit.flush()
    ours = list(unit.session.scalars(query))
    for session in ours:
        session.starts_at, session.ends_at = session.starts_at + by, session.ends_at + by
        session.version += 1
    # The block that gives way to another one moves first.
    order = sorted(ours, key=lambda s: s.starts_at, reverse=by > timedelta())
    for block_id in dict.fromkeys(session.block_id for session in order):
        change_block(unit, event, block_id, SessionChanges(override_reason=override_reason))
    tell_moved(unit, event)
    steps.noted(unit, event, _("Moved to another time."))
    return queries.sessions_of(unit, event_id)


def session_row(unit: Unit, session_id: int) -> SessionRow:
    """One session; `NotFound` when there is none."""
    row = unit.get(EventSession, session_id)
    queries.event_row(unit, row.event_id)
    found = [s for s in queries.sessions_of(unit, row.event_id) if s.id == session_id]
    if not found:
        raise NotFound(_("There is no session with the number {id}.").format(id=session_id))
    return found[0]


def _block(unit: Unit, event: Event, wanted: SessionDraft, span: TimeRange) -> EventBlock:
    if wanted.block_id is not None:
        block = unit.get(EventBlock, wanted.block_id)
        if block.event_id != event.id:
            raise BadInput(_("This hold belongs to another event."), "block")
        return block
    taken = tuple(wanted.bookables) + holds.times_of(unit, event.centre_id, wanted.people)
    hold = replace(
        holds.hold_of(event, span.start, span.end, taken, wanted.lead_id),
        units=wanted.units,
        setup_minutes=wanted.setup_minutes,
        cleardown_minutes=wanted.cleardown_minutes,
        override_reason=wanted.override_reason,
    )
    return holds.take(unit, event, hold)


def change_block(
    unit: Unit, event: Event, block_id: int, changes: SessionChanges, span: TimeRange | None = None
) -> None:
    """Makes a block hold what its sessions need now, with these changes; for a `span` of its own if one is said."""
    s = EventSession
    spans = unit.rows(select(s.starts_at, s.ends_at).where(s.block_id == block_id, s.state.in_(holds.LIVE)))
    activity = unit.get(Activity, unit.get(EventBlock, block_id).activity_id)
    start, end = min(r[0] for r in spans), max(r[1] for r in spans)
    if span is not None:
        start, end = span.start, span.end
    wanted = Changes(
        start=None if start == activity.starts_at else start,
        end=None if (start, end) == (activity.starts_at, activity.ends_at) else end,
        bookables=_bookables(unit, event, activity.id, changes),
        units=changes.units,
        setup_minutes=changes.setup_minutes,
        cleardown_minutes=changes.cleardown_minutes,
        person_id=changes.lead_id,
    )
    if wanted.fields():
        door.change(unit, activity.id, wanted, override_reason=changes.override_reason)


def _held_now(unit: Unit, block_id: int) -> dict[str, tuple[int, ...]]:
    """Labs and units, and people (but for those who have accepted), as `SessionChanges` names them."""
    activity_id = unit.get(EventBlock, block_id).activity_id
    rows = bookables_by_id(unit, door.asked_by(unit, activity_id))
    coming = holds.volunteers(unit, activity_id)
    return {
        "bookables": tuple(key for key, row in rows.items() if row.kind != "person"),
        "people": tuple(
            row.person_id for key, row in rows.items() if row.person_id is not None and key not in coming
        ),
    }


def _bookables(unit: Unit, event: Event, activity_id: int, changes: SessionChanges) -> tuple[int, ...] | None:
    if changes.bookables is None and changes.units is None and changes.people is None:
        return None
    coming = holds.volunteers(unit, activity_id)
    held = door.asked_by(unit, activity_id)
    kinds = {key: row.kind for key, row in bookables_by_id(unit, held).items()} if held else {}
    things: Sequence[int] = [i for i in held if kinds[i] != "person"]
    if changes.bookables is not None:
        things = changes.bookables
    elif changes.units is not None:
        things = [i for i in things if kinds[i] == "lab"]
    people: Sequence[int] = [i for i in held if kinds[i] == "person" and i not in coming]
    if changes.people is not None:
        people = holds.times_of(unit, event.centre_id, changes.people)
    return tuple(dict.fromkeys([*things, *people, *sorted(coming)]))


def _planned(unit: Unit, session_id: int) -> tuple[EventSession, Event]:
    row = unit.get(EventSession, session_id)
    event = steps.planned(unit, row.event_id)
    if row.state != SessionState.PLANNED:
        raise BadInput(
            _("“{title}” is over or dropped; it can no longer be changed.").format(title=row.title), "state"
        )
    return row, event


def tell_moved(unit: Unit, event: Event) -> None:
    """Everyone who takes part in a published event hears of another time."""
    if event.state == EventState.PUBLISHED:
        steps.tell_all(
            unit, steps.everyone(unit, event), event, "moved", N_("The time of “{title}” has changed")
        )


def _places(places: int | None) -> int | None:
    if places is not None and not 1 <= places <= 100_000:
        raise BadInput(_("The number of places is one or more."), "places")
    return places


def _lead(unit: Unit, person_id: int | None) -> int | None:
    return None if person_id is None else unit.get(Person, person_id).id

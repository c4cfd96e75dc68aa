"""Moving a hold of an event with every session in it, as a calendar does: one shape for another, or nothing of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import case, func, select

from resource_centre.core.errors import BadInput
from resource_centre.core.ranges import TimeRange
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.events import steps
from resource_centre.events.model import Event, EventBlock, EventSession
from resource_centre.events.rules import PLANNING, STATE_NAMES, EventState, SessionState
from resource_centre.events.sessions import (
    SessionChanges,
    SessionDraft,
    add_session,
    change_block,
    drop_session,
    tell_moved,
)
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources.queries import bookables_by_id
from resource_centre.schedule.shape import Shape, Standing, changes_between, insist_it_stands, shape_of

FEATURE = "event"


def standings(unit: Unit, centre_id: int, ids: Collection[int]) -> dict[int, Standing]:
    """What of these activities may be moved, by activity."""
    s, b = EventSession, EventBlock
    query = (
        select(
            b.activity_id, b.id, Event.state,
            func.sum(case((s.state == str(SessionState.PLANNED), 1), else_=0)),
            func.sum(case((s.state == str(SessionState.DELIVERED), 1), else_=0)),
        )
        .join(Event, Event.id == b.event_id)
        .outerjoin(s, s.block_id == b.id)
        .where(b.activity_id.in_(list(ids)))
        .group_by(b.activity_id, b.id, Event.state)
    )  # fmt: skip
    writes = allowed(unit.actor, Data.EVENTS, Right.WRITE, centre_id)
    return {
        activity: _standing(key, EventState(state), int(planned), int(delivered), writes)
        for activity, key, state, planned, delivered in unit.rows(query)
    }


def _standing(key: int, state: EventState, planned: int, delivered: int, writes: bool) -> Standing:
    stays = ""
    if not writes:
        stays = _("Sessions of events are moved by a coordinator of the centre")
    elif state not in PLANNING:
        stays = _("An event that is “{state}” can no longer be moved").format(state=_(STATE_NAMES[state]))
    elif delivered or not planned:
        stays = _("Some of this has taken place. Move the other sessions in the event")
    several = _("This hold has several sessions. Change the times of each in the list")
    return Standing(
        FEATURE, key, stays, length=several if planned != 1 else "",
        people=_("People are exchanged in the session itself"),
        told=_("Everyone who takes part is told.") if state is EventState.PUBLISHED else "",
    )  # fmt: skip


def activity_of(unit: Unit, block_id: int) -> int:
    """The activity that holds a block now."""
    return unit.get(EventBlock, block_id).activity_id


def shape(unit: Unit, block_id: int) -> Shape:
    """How a hold lies now, with the labs and units that it asks for; people are not part of it."""
    found = shape_of(unit, activity_of(unit, block_id))
    rows = bookables_by_id(unit, found.bookables) if found.bookables else {}
    return replace(found, bookables=tuple(key for key in found.bookables if rows[key].kind != "person"))


def reshape(unit: Unit, block_id: int, was: Shape, wanted: Shape, override_reason: str = "") -> Shape:
    """Moves a hold with every session in it, to other labs and units too, or nothing of it.

    Only the hold of a single session can become longer or shorter. Refused when it lies no longer as it `was`.
    """
    block = unit.get(EventBlock, block_id)
    event = steps.planned(unit, block.event_id)
    insist_it_stands(event.title, shape(unit, block_id), was)
    ours = _planned(unit, block_id)
    by = wanted.start - was.start
    longer = (wanted.end - wanted.start) - (was.end - was.start)
    if longer and len(ours) != 1:
        raise BadInput(_("This hold has several sessions. Change the times of each in the list."))
    for session in ours:
        session.starts_at, session.ends_at = session.starts_at + by, session.ends_at + by + longer
        session.version += 1
    unit.flush()
    found = changes_between(was, wanted)
    changes = SessionChanges(
        bookables=found.bookables, setup_minutes=found.setup_minutes, cleardown_minutes=found.cleardown_minutes,
        override_reason=override_reason,
    )  # fmt: skip
    change_block(unit, event, block_id, changes, TimeRange(wanted.start, wanted.end))
    if by or longer:
        tell_moved(unit, event)
        steps.noted(unit, event, _("Moved to another time."))
    elif found.fields():
        steps.noted(unit, event, _("Its hold was changed."))
    return shape(unit, block_id)


def drop(unit: Unit, block_id: int, reason: str) -> None:
    """Nothing of a hold takes place: each of its planned sessions is dropped."""
    for session in _planned(unit, block_id):
        drop_session(unit, session.id, reason)


def copy(unit: Unit, block_id: int, wanted: Shape, override_reason: str = "") -> int:
    """Plans the same sessions again at another time, with labs and units of their own. Answers their block."""
    block = unit.get(EventBlock, block_id)
    step = wanted.start - shape(unit, block_id).start
    fresh: int | None = None
    for session in _planned(unit, block_id) or _all(unit, block_id):
        draft = SessionDraft(
            session.title, session.starts_at + step, session.ends_at + step, wanted.bookables, places=session.places,
            lead_id=session.lead_id, setup_minutes=wanted.setup, cleardown_minutes=wanted.cleardown,
            override_reason=override_reason, block_id=fresh,
        )  # fmt: skip
        fresh = add_session(unit, block.event_id, draft).block_id
    if fresh is None:
        raise BadInput(_("There is no session here that could be copied."))
    return fresh


def _planned(unit: Unit, block_id: int) -> list[EventSession]:
    return [each for each in _all(unit, block_id) if each.state == SessionState.PLANNED]


def _all(unit: Unit, block_id: int) -> list[EventSession]:
    query = (
        select(mapped(EventSession)).where(EventSession.block_id == block_id).order_by(EventSession.starts_at)
    )
    found: Iterable[EventSession] = unit.session.scalars(query)
    return list(found)

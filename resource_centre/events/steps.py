"""Taking a step with an event: who may, from where, behind which gates, on record, and told to everyone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from resource_centre.audit.service import record_step
from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.events import queries, rules, staffing
from resource_centre.events.model import Event, EventSchool
from resource_centre.events.queries import EventRow
from resource_centre.events.rules import EventState, SessionState
from resource_centre.i18n import _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import person
from resource_centre.people.roles import Data, Right, require
from resource_centre.people.rules import clean_text
from resource_centre.resources.queries import bookables_by_id

# States from which a step leads through gates.
GATED = frozenset({EventState.APPROVED, EventState.PUBLISHED, EventState.DELIVERED})


def opened(unit: Unit, event_id: int, name: str, version: int | None = None) -> Event:
    """The event, ready for this step; refuses whoever may not take it, or while something is missing."""
    standing = queries.event_row(unit, event_id)
    found = queries.gates(unit, event_id) if standing.state in GATED else ()
    rules.insist_step(unit.actor, standing, name, found)
    return unit.get_version(Event, event_id, version)


def planned(
    unit: Unit, event_id: int, version: int | None = None, mine: dict[str, Any] | None = None
) -> Event:
    """The event, ready to be changed by staff while it is not over."""
    standing = queries.event_row(unit, event_id)
    require(unit, Data.EVENTS, Right.WRITE, standing.centre_id)
    if standing.state not in rules.PLANNING:
        raise BadInput(
            _("An event that is “{state}” can no longer be changed.").format(state=standing.state_name),
            "state",
        )
    return unit.get_version(Event, event_id, version, mine)


def advance(unit: Unit, row: Event, target: EventState, reason: str = "") -> None:
    """Writes the step to another state, with who, when and why."""
    source = EventState(row.state)
    rules.MACHINE.check(source, target)
    record_step(unit, "event", row.id, row.centre_id, source, target, reason)
    row.state = str(target)
    saved(unit)


def noted(unit: Unit, row: Event, what: str) -> None:
    """Puts something on the event's record that changes no state."""
    record_step(unit, "event", row.id, row.centre_id, row.state, row.state, what)
    saved(unit)


def saved(unit: Unit) -> None:
    """Writes what was changed, and says so."""
    unit.flush()
    unit.changed(Topic.EVENTS)


def reason_of(text: str) -> str:
    """A reason that is given; `BadInput` when it is missing."""
    return clean_text(text, "reason", _("The reason"), 1000)


def everyone(unit: Unit, row: Event) -> set[int]:
    """Everyone an event concerns: leads, staff whose time it takes, contacts of schools, ambassadors asked."""
    held = queries.blocks(unit, row.id)
    sessions = queries.sessions_of(unit, row.id, held)
    people = {row.lead_id, row.created_by}
    people |= {s.lead_id for s in sessions if s.state is not SessionState.CANCELLED}
    people |= set(unit.column(select(EventSchool.contact_id).where(EventSchool.event_id == row.id)))
    times = {h.bookable_id for block in held for h in block.holds if h.kind == "person" and h.live}
    people |= {b.person_id for b in bookables_by_id(unit, times).values()} if times else set()
    people |= {who for _key, _centre, who, _state in staffing.people_of(unit, [b.activity_id for b in held])}
    return {who for who in people if who is not None}


def tell_all(
    unit: Unit,
    people: Iterable[int | None],
    row: Event,
    kind: str,
    subject: str,
    body: str = "",
    **values: Any,
) -> None:
    """Tells people, each in their language. `subject` is marked for translation and knows {title}."""
    for who in sorted({one for one in people if one is not None}):
        with use(person(unit, who).language):
            text = _(subject).format(title=row.title, name=unit.actor.name, **values)
        tell(unit, who, f"event.{kind}", text, body, "event", row.id, row.centre_id)


def answer(unit: Unit, event_id: int) -> EventRow:
    """The event as it is now."""
    return queries.event_row(unit, event_id)

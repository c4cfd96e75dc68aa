"""Writing events: planning them, and every step from draft to closed. One door to all that can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from resource_centre.audit.service import record_step
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import LOCK_NUMBERS, Unit
from resource_centre.events import holds, rules, steps
from resource_centre.events.model import Event, EventBlock, EventSchool, EventSession
from resource_centre.events.queries import EventRow
from resource_centre.events.recording import (
    Cell,
    deliver_session,
    evaluation_done,
    record_attendance,
    risk_done,
    set_participants,
)
from resource_centre.events.registration import register_school, withdraw_school
from resource_centre.events.requirements import (
    RequirementDraft,
    change_requirement,
    drop_requirement,
    require_ambassadors,
)
from resource_centre.events.rules import EventState, SessionState
from resource_centre.events.sessions import (
    SessionChanges,
    SessionDraft,
    add_session,
    change_session,
    drop_session,
    move_event,
)
from resource_centre.events.steps import advance, answer, everyone, opened, reason_of, tell_all
from resource_centre.i18n import LANGUAGES, N_, _
from resource_centre.people.model import Person
from resource_centre.people.queries import people_with
from resource_centre.people.roles import Data, Right, require
from resource_centre.people.rules import clean_text
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import DEAD_STATES
from resource_centre.schedule.service import Changes
from resource_centre.schedule.service import change as change_activity

LONGEST = 20_000  # characters of a description


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What a form says about an event. `capacity` None: as many as its sessions have places."""

    centre_id: int
    title: str
    kind: str = "workshop"
    mode: str = "at_centre"
    audience: str = "pupils"
    summary: str = ""
    grade: str = ""
    language: str = "en"
    capacity: int | None = None
    venue: str = ""
    lead_id: int | None = None
    uid: str | None = None


def create(unit: Unit, wanted: EventDraft) -> EventRow:
    """Plans an event as a draft. The same uid again answers what it made the first time."""
    require(unit, Data.EVENTS, Right.WRITE, wanted.centre_id)
    known = unit.value(select(Event.id).where(Event.uid == wanted.uid)) if wanted.uid else None
    if known is not None:
        return answer(unit, known)
    unit.take_turns(LOCK_NUMBERS, [wanted.centre_id])
    last = unit.value(select(func.max(Event.number)).where(Event.centre_id == wanted.centre_id))
    row = unit.add(
        Event(
            uid=wanted.uid or new_uid(), centre_id=wanted.centre_id, number=(last or 0) + 1,
            state=str(EventState.DRAFT), created_at=unit.now, created_by=unit.actor.person_id, **_clean(unit, wanted),
        )
    )  # fmt: skip
    record_step(unit, "event", row.id, row.centre_id, None, EventState.DRAFT)
    steps.saved(unit)
    return answer(unit, row.id)


def edit(unit: Unit, event_id: int, wanted: EventDraft, version: int | None = None) -> EventRow:
    """Changes what an event is, while it is not over. A new title is that of its holds too."""
    values = _clean(unit, wanted)
    row = steps.planned(unit, event_id, version, values)
    renamed = row.title != values["title"]
    for name, value in values.items():
        setattr(row, name, value)
    steps.saved(unit)
    if renamed:
        query = select(EventBlock.activity_id).where(EventBlock.event_id == event_id)
        for activity_id in unit.column(query):
            if unit.get(Activity, activity_id).state not in DEAD_STATES:
                change_activity(unit, activity_id, Changes(title=row.title))
    return answer(unit, event_id)


def submit(unit: Unit, event_id: int, version: int | None = None) -> EventRow:
    """Asks the managers for approval."""
    row = opened(unit, event_id, "submit", version)
    advance(unit, row, EventState.SUBMITTED)
    managers = [one.id for one in people_with(unit, Role.MANAGER, row.centre_id)]
    tell_all(unit, managers, row, "submitted", N_("To approve: {title}"))
    return answer(unit, event_id)


def approve(unit: Unit, event_id: int, version: int | None = None) -> EventRow:
    """A manager agrees."""
    row = opened(unit, event_id, "approve", version)
    advance(unit, row, EventState.APPROVED)
    tell_all(unit, [row.lead_id, row.created_by], row, "approved", N_("Approved: {title}"))
    return answer(unit, event_id)


def return_event(unit: Unit, event_id: int, reason: str, version: int | None = None) -> EventRow:
    """A manager gives it back as a draft, with what is to be changed."""
    row = opened(unit, event_id, "return", version)
    reason = reason_of(reason)
    advance(unit, row, EventState.DRAFT, reason)
    tell_all(unit, [row.lead_id, row.created_by], row, "returned", N_("Returned: {title}"), reason)
    return answer(unit, event_id)


def reject(unit: Unit, event_id: int, reason: str, version: int | None = None) -> EventRow:
    """A manager says no for good; what was held is free."""
    row = opened(unit, event_id, "reject", version)
    reason = reason_of(reason)
    people = everyone(unit, row)
    holds.let_go(unit, row, SessionState.CANCELLED, reason, for_good=True)
    advance(unit, row, EventState.REJECTED, reason)
    tell_all(unit, people, row, "rejected", N_("Rejected: {title}"), reason)
    return answer(unit, event_id)


def publish(unit: Unit, event_id: int, version: int | None = None) -> EventRow:
    """Everyone sees it, schools can register. Needs a lead, a venue and the risk assessment."""
    row = opened(unit, event_id, "publish", version)
    advance(unit, row, EventState.PUBLISHED)
    contacts = unit.column(select(EventSchool.contact_id).where(EventSchool.event_id == event_id))
    tell_all(unit, [row.lead_id, *contacts], row, "published", N_("Published: {title}"))
    return answer(unit, event_id)


def deliver(unit: Unit, event_id: int, version: int | None = None) -> EventRow:
    """It took place: every session that was not dropped counts."""
    row = opened(unit, event_id, "deliver", version)
    unit.flush()
    for session in unit.session.scalars(
        select(mapped(EventSession)).where(EventSession.event_id == event_id)
    ):
        if session.state == SessionState.PLANNED:
            deliver_session(unit, session)
    advance(unit, row, EventState.DELIVERED)
    return answer(unit, event_id)


def waive(unit: Unit, event_id: int, reason: str, version: int | None = None) -> EventRow:
    """A manager lets the event be closed without what is missing, and says why."""
    row = opened(unit, event_id, "waive", version)
    row.waiver_reason, row.waived_by = reason_of(reason), unit.actor.person_id
    steps.noted(unit, row, _("What is missing is waived: {reason}").format(reason=row.waiver_reason))
    tell_all(
        unit, [row.lead_id, row.created_by], row, "waived", N_("Can be closed: {title}"), row.waiver_reason
    )
    return answer(unit, event_id)


def close(unit: Unit, event_id: int, version: int | None = None) -> EventRow:
    """Everything is recorded (or waived)."""
    row = opened(unit, event_id, "close", version)
    advance(unit, row, EventState.CLOSED)
    return answer(unit, event_id)


def postpone(unit: Unit, event_id: int, reason: str, version: int | None = None) -> EventRow:
    """It does not take place then: everything that was held is free, everyone is told."""
    return _call_off(unit, event_id, "postpone", EventState.POSTPONED, reason, version)


def resume(
    unit: Unit,
    event_id: int,
    by: timedelta = timedelta(),
    override_reason: str = "",
    version: int | None = None,
) -> EventRow:
    """Plans a postponed event again, `by` so much later, with all it held (but its ambassadors), or not at all."""
    row = opened(unit, event_id, "resume", version)
    holds.take_again(unit, row, by, override_reason)
    advance(unit, row, EventState.APPROVED, override_reason)
    tell_all(unit, everyone(unit, row), row, "resumed", N_("Planned again: {title}"))
    return answer(unit, event_id)


def cancel(unit: Unit, event_id: int, reason: str, version: int | None = None) -> EventRow:
    """It does not take place at all: every hold is free, everyone is told why."""
    return _call_off(unit, event_id, "cancel", EventState.CANCELLED, reason, version)


def _call_off(
    unit: Unit, event_id: int, step: str, target: EventState, reason: str, version: int | None
) -> EventRow:
    row = opened(unit, event_id, step, version)
    reason = reason_of(reason)
    people = everyone(unit, row)
    cancelled = target is EventState.CANCELLED
    session = SessionState.CANCELLED if cancelled else SessionState.POSTPONED
    holds.let_go(unit, row, session, reason, for_good=cancelled)
    advance(unit, row, target, reason)
    subject = N_("Cancelled: {title}") if cancelled else N_("Postponed: {title}")
    tell_all(unit, people, row, str(target), subject, reason)
    return answer(unit, event_id)


def _clean(unit: Unit, wanted: EventDraft) -> dict[str, Any]:
    known = (
        ("kind", rules.KINDS),
        ("mode", rules.MODES),
        ("audience", rules.AUDIENCES),
        ("language", LANGUAGES),
    )
    for name, names in known:
        if getattr(wanted, name) not in names:
            raise BadInput(_("“{value}” is not in the list.").format(value=getattr(wanted, name)), name)
    if wanted.capacity is not None and not 1 <= wanted.capacity <= 100_000:
        raise BadInput(_("The number of places is one or more."), "capacity")
    if wanted.lead_id is not None:
        unit.get(Person, wanted.lead_id)
    summary = wanted.summary.strip()
    if len(summary) > LONGEST:
        words = _("The description is {n} characters long; {most} are the most that fit. Shorten it.")
        raise BadInput(words.format(n=len(summary), most=LONGEST), "summary")
    return {
        "title": clean_text(wanted.title, "title", _("The title"), 300),
        "summary": summary,
        "kind": wanted.kind,
        "mode": wanted.mode,
        "audience": wanted.audience,
        "grade": clean_text(wanted.grade, "grade", _("The class"), 60, empty=True),
        "language": wanted.language,
        "capacity": wanted.capacity,
        "venue": clean_text(wanted.venue, "venue", _("The venue"), 300, empty=True),
        "lead_id": wanted.lead_id,
    }


__all__ = [
    "Cell", "EventDraft", "RequirementDraft", "SessionChanges", "SessionDraft", "add_session", "approve", "cancel",
    "change_requirement", "change_session", "close", "create", "deliver", "drop_requirement", "drop_session", "edit",
    "evaluation_done", "move_event", "postpone", "publish", "record_attendance", "register_school", "reject",
    "require_ambassadors", "resume", "return_event", "risk_done", "set_participants", "submit", "waive",
    "withdraw_school",
]  # fmt: skip

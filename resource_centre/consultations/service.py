"""Writing consultation requests: asking, triage, answering, closing. Meetings are in `appointments`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select

from resource_centre.audit.service import record_step
from resource_centre.consultations import queries, rules, steps
from resource_centre.consultations.appointments import (
    MeetingDraft,
    cancel_appointment,
    confirm,
    end_meeting,
    hold_outcome,
    no_show,
    reschedule,
    schedule,
)
from resource_centre.consultations.model import PreferredSlot, Rating, Request, RequestMessage
from resource_centre.consultations.queries import RequestRow
from resource_centre.consultations.rules import RequestState
from resource_centre.consultations.steps import advance, opened, responded, saved, tell_other_side, words
from resource_centre.consultations.triage import assign, assign_to
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.core.ranges import TimeRange
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import LOCK_NUMBERS, Unit
from resource_centre.i18n import LANGUAGES, N_, _
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, allowed, require
from resource_centre.people.rules import clean_text
from resource_centre.schools.model import School

MOST_SLOTS = 5


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What a form says about a request. `requester_id` None: the actor; `school_id` None: the requester's.

    `slots` are the times that would suit, the first choice first.
    """

    centre_id: int
    title: str
    topic: str
    question: str = ""
    channel: str = "at_centre"
    grade: str = ""
    pupils: int | None = None
    language: str = "en"
    slots: tuple[TimeRange, ...] = ()
    requester_id: int | None = None
    school_id: int | None = None
    uid: str | None = None


def draft(unit: Unit, wanted: RequestDraft) -> RequestRow:
    """Keeps a request that is not sent yet. The same uid again answers what it made the first time."""
    known = unit.value(select(Request.id).where(Request.uid == wanted.uid)) if wanted.uid else None
    if known is not None:
        return queries.request_row(unit, known)
    requester_id = _requester(unit, wanted)
    unit.take_turns(LOCK_NUMBERS, [wanted.centre_id])
    last = unit.value(select(func.max(Request.number)).where(Request.centre_id == wanted.centre_id))
    row = unit.add(
        Request(
            uid=wanted.uid or new_uid(), number=(last or 0) + 1, centre_id=wanted.centre_id,
            requester_id=requester_id, state=str(RequestState.DRAFT), created_at=unit.now,
            created_by=unit.actor.person_id, **_clean(unit, wanted, requester_id),
        )
    )  # fmt: skip
    _put_slots(unit, row.id, wanted.slots)
    record_step(unit, "request", row.id, row.centre_id, None, RequestState.DRAFT)
    saved(unit)
    return queries.request_row(unit, row.id)


def submit(unit: Unit, request_id: int, version: int | None = None) -> RequestRow:
    """Sends a draft: the clock starts, the coordinators are told."""
    row = opened(unit, request_id, "submit", version)
    advance(unit, row, RequestState.NEW)
    steps.tell_centre(unit, row, "new", N_("New request: {title}"), row.question)
    if row.requester_id != unit.actor.person_id:
        steps.tell_requester(unit, row, "new", N_("{name} has entered your request “{title}”"))
    return queries.request_row(unit, request_id)


def ask_new(unit: Unit, wanted: RequestDraft) -> RequestRow:
    """Writes a request and sends it, in one go."""
    row = draft(unit, wanted)
    return submit(unit, row.id) if row.state is RequestState.DRAFT else row


def change_request(
    unit: Unit, request_id: int, wanted: RequestDraft, version: int | None = None
) -> RequestRow:
    """Changes what is asked: the requester until somebody works on it, staff of the centre while it is open."""
    standing = queries.request_row(unit, request_id)
    staff = allowed(unit.actor, Data.REQUESTS, Right.WRITE, standing.centre_id)
    early = standing.state in (RequestState.DRAFT, RequestState.NEW, RequestState.AWAITING)
    if not staff and not (early and standing.requester_id == unit.actor.person_id):
        raise NotPermitted(_("The centre works on this already. Write a message instead."))
    if standing.state not in rules.OPEN:
        raise BadInput(_("This request is answered; it can no longer be changed."), "state")
    values = _clean(unit, wanted, standing.requester_id)
    row = unit.get_version(Request, request_id, version, values)
    for name, value in values.items():
        setattr(row, name, value)
    unit.execute(delete(PreferredSlot).where(PreferredSlot.request_id == request_id))
    _put_slots(unit, request_id, wanted.slots)
    saved(unit)
    return queries.request_row(unit, request_id)


def decline(unit: Unit, request_id: int, reason: str, version: int | None = None) -> RequestRow:
    """Declines a new request; the requester reads the reason."""
    row = opened(unit, request_id, "decline", version)
    reason = words(reason, "reason", _("The reason"))
    responded(unit, row)
    advance(unit, row, RequestState.DECLINED, reason)
    tell_other_side(unit, row, "declined", N_("Declined: {title}"), reason)
    return queries.request_row(unit, request_id)


def duplicate(unit: Unit, request_id: int, of: int, version: int | None = None) -> RequestRow:
    """Marks a new request as the same question as another one of the centre."""
    row = opened(unit, request_id, "duplicate", version)
    first = queries.request_row(unit, of)
    if first.id == row.id or first.centre_id != row.centre_id:
        raise BadInput(_("Choose another request of this centre."), "duplicate_of")
    if first.state in (RequestState.DRAFT, RequestState.DUPLICATE):
        raise BadInput(
            _("Request {number} is a draft or a duplicate itself.").format(number=first.number),
            "duplicate_of",
        )
    row.duplicate_of = first.id
    responded(unit, row)
    advance(unit, row, RequestState.DUPLICATE, _("The same as request {number}.").format(number=first.number))
    tell_other_side(
        unit, row, "duplicate", N_("“{title}” is answered in request {number}"), number=first.number
    )
    return queries.request_row(unit, request_id)


def ask(unit: Unit, request_id: int, question: str, version: int | None = None) -> RequestRow:
    """Asks the requester something; the clock stands still until the answer."""
    row = opened(unit, request_id, "ask", version)
    question = words(question, "body", _("The question"))
    responded(unit, row)
    _note(unit, row, question, internal=False)
    advance(unit, row, RequestState.AWAITING, question)
    steps.tell_requester(unit, row, "asked", N_("{name} asks about “{title}”"), question)
    return queries.request_row(unit, request_id)


def answer(unit: Unit, request_id: int, body: str, version: int | None = None) -> RequestRow:
    """The requester's answer (or what staff heard from them): the clock goes on."""
    row = opened(unit, request_id, "answer", version)
    body = words(body, "body", _("The answer"))
    _note(unit, row, body, internal=False)
    advance(unit, row, RequestState.ASSIGNED, body)
    tell_other_side(unit, row, "answered", N_("{name} has answered about “{title}”"), body)
    return queries.request_row(unit, request_id)


def resolve(
    unit: Unit, request_id: int, outcome: str, follow_up: str = "", version: int | None = None
) -> RequestRow:
    """Answers without a meeting. A coordinator who answers a new request takes it at the same time."""
    row = opened(unit, request_id, "resolve", version)
    outcome = words(outcome, "outcome", _("The outcome"))
    if row.state == RequestState.NEW:
        assign_to(unit, row, unit.actor.person_id)
    end_meeting(unit, row, outcome, follow_up)
    return queries.request_row(unit, request_id)


def close(unit: Unit, request_id: int, version: int | None = None) -> RequestRow:
    """The requester is content."""
    row = opened(unit, request_id, "close", version)
    advance(unit, row, RequestState.CLOSED)
    steps.tell_centre(unit, row, "closed", N_("{name} has closed “{title}”"))
    return queries.request_row(unit, request_id)


def reopen(unit: Unit, request_id: int, reason: str, version: int | None = None) -> RequestRow:
    """A resolved request is worked on again, by whom it was assigned to."""
    row = opened(unit, request_id, "reopen", version)
    reason = words(reason, "reason", _("The reason"))
    advance(unit, row, RequestState.ASSIGNED, reason)
    tell_other_side(unit, row, "reopened", N_("Reopened: {title}"), reason)
    return queries.request_row(unit, request_id)


def withdraw(unit: Unit, request_id: int, reason: str = "", version: int | None = None) -> RequestRow:
    """The requester no longer needs it; a planned meeting is let go of."""
    return _end(unit, request_id, "withdraw", RequestState.WITHDRAWN, reason, version)


def cancel(unit: Unit, request_id: int, reason: str, version: int | None = None) -> RequestRow:
    """The centre ends an open request; a planned meeting is let go of."""
    return _end(
        unit, request_id, "cancel", RequestState.CANCELLED, words(reason, "reason", _("The reason")), version
    )


def rate(unit: Unit, request_id: int, score: int, comment: str = "") -> RequestRow:
    """The requester's rating, 1 to 5; the last one counts."""
    row = opened(unit, request_id, "rate")
    if not 1 <= score <= 5:
        raise BadInput(_("A rating is a number from 1 to 5."), "score")
    comment = words(comment, "comment", _("The comment"), empty=True)
    unit.flush()
    found = unit.session.scalars(select(mapped(Rating)).where(Rating.request_id == request_id)).first()
    if found is None:
        unit.add(Rating(request_id=request_id, score=score, comment=comment, at=unit.now))
    else:
        found.score, found.comment, found.at = score, comment, unit.now
    steps.tell_centre(unit, row, "rated", N_("{name} has rated “{title}”"))
    saved(unit)
    return queries.request_row(unit, request_id)


def add_note(unit: Unit, request_id: int, body: str, internal: bool = False) -> int:
    """Writes a message to the other side, or an internal note for staff; answers its id."""
    standing = queries.request_row(unit, request_id)
    own = standing.requester_id == unit.actor.person_id
    if internal:
        require(unit, Data.NOTES, Right.WRITE, standing.centre_id)
    elif not own:
        require(unit, Data.REQUESTS, Right.WRITE, standing.centre_id)
    row = unit.get(Request, request_id)
    key = _note(unit, row, words(body, "body", _("The message")), internal)
    if not internal:
        if not own:
            responded(unit, row)
        tell_other_side(unit, row, "message", N_("{name} writes about “{title}”"), body)
    saved(unit)
    return key


def set_follow_up(unit: Unit, request_id: int, text: str, version: int | None = None) -> RequestRow:
    """What is to be done after the answer; empty when nothing is left."""
    standing = queries.request_row(unit, request_id)
    require(unit, Data.REQUESTS, Right.WRITE, standing.centre_id)
    text = words(text, "follow_up", _("The follow-up"), empty=True)
    unit.get_version(Request, request_id, version, {"follow_up": text}).follow_up = text
    saved(unit)
    return queries.request_row(unit, request_id)


def _end(
    unit: Unit, request_id: int, step: str, target: RequestState, reason: str, version: int | None
) -> RequestRow:
    row = opened(unit, request_id, step, version)
    reason = words(reason, "reason", _("The reason"), empty=True)
    meeting = row.state == RequestState.SCHEDULED
    if meeting:
        steps.drop_meeting(unit, row, reason or _("The request was withdrawn."))
    advance(unit, row, target, reason)
    subject = N_("Withdrawn: {title}") if target is RequestState.WITHDRAWN else N_("Cancelled: {title}")
    tell_other_side(unit, row, str(target), subject, reason)
    if unit.actor.person_id != row.requester_id and row.consultant_id is not None:
        steps.tell_person(unit, row.consultant_id, row, str(target), subject, reason)
    return queries.request_row(unit, request_id)


def _note(unit: Unit, row: Request, body: str, internal: bool) -> int:
    note = RequestMessage(
        request_id=row.id, author_id=unit.actor.person_id, at=unit.now, body=body, internal=internal
    )
    return unit.add(note).id


def _requester(unit: Unit, wanted: RequestDraft) -> int:
    actor = unit.actor
    requester_id = wanted.requester_id or actor.person_id
    if requester_id is None:
        raise BadInput(_("Say who asks. Choose a person."), "requester")
    if requester_id == actor.person_id:
        require(unit, Data.REQUESTS, Right.OWN, wanted.centre_id)
    elif not actor.is_system and not actor.has(Role.COORDINATOR, wanted.centre_id):
        raise NotPermitted(_("Only a coordinator of the centre writes requests on behalf of others."))
    unit.get(Person, requester_id)
    return requester_id


def _clean(unit: Unit, wanted: RequestDraft, requester_id: int) -> dict[str, Any]:
    if wanted.topic not in rules.TOPICS:
        raise BadInput(_("Choose a topic from the list."), "topic")
    if wanted.channel not in rules.CHANNELS:
        raise BadInput(_("Choose how the centre shall answer."), "channel")
    if wanted.language not in LANGUAGES:
        raise BadInput(_("Choose a language from the list."), "language")
    if wanted.pupils is not None and not 0 <= wanted.pupils <= 10_000:
        raise BadInput(_("The number of pupils is zero or more."), "pupils")
    if len(wanted.slots) > MOST_SLOTS:
        raise BadInput(_("Give {most} times at most.").format(most=MOST_SLOTS), "slots")
    school_id = wanted.school_id or unit.get(Person, requester_id).school_id
    if school_id is not None:
        unit.get(School, school_id)
    return {
        "title": clean_text(wanted.title, "title", _("The title"), 300),
        "question": words(wanted.question, "question", _("The question"), empty=True),
        "topic": wanted.topic,
        "channel": wanted.channel,
        "grade": clean_text(wanted.grade, "grade", _("The class"), 60, empty=True),
        "pupils": wanted.pupils,
        "language": wanted.language,
        "school_id": school_id,
    }


def _put_slots(unit: Unit, request_id: int, slots: tuple[TimeRange, ...]) -> None:
    for span in slots:
        if span.start <= unit.now:
            raise BadInput(_("A preferred time has passed already. Choose a later one."), "slots")
    rows = [
        {"request_id": request_id, "rank": rank, "starts_at": span.start, "ends_at": span.end}
        for rank, span in enumerate(slots, 1)
    ]
    unit.insert_many(PreferredSlot, rows)


__all__ = [
    "MeetingDraft", "RequestDraft", "add_note", "answer", "ask", "ask_new", "assign", "cancel",
    "cancel_appointment", "change_request", "close", "confirm", "decline", "draft", "duplicate",
    "hold_outcome", "no_show", "rate", "reopen", "reschedule", "resolve", "schedule", "set_follow_up", "submit", "withdraw",
]  # fmt: skip

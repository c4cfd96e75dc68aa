"""What stands behind an activity: the event, request, course or loan it belongs to, in words. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from resource_centre.ambassadors import queries as ambassadors
from resource_centre.ambassadors import rules as staffing
from resource_centre.ambassadors.queries import AssignmentRow
from resource_centre.ambassadors.rules import AssignmentState
from resource_centre.audit import queries as audit
from resource_centre.bookings import queries as loans
from resource_centre.bookings.rules import STANDING_NAMES, Standing
from resource_centre.consultations import queries as consultations
from resource_centre.consultations.rules import CHANNELS, TOPICS
from resource_centre.core.errors import Trouble
from resource_centre.db.unit import Unit
from resource_centre.events import queries as events
from resource_centre.events.queries import EventDetail
from resource_centre.events.staffing import RequirementRow
from resource_centre.i18n import _, n_
from resource_centre.training import queries as training
from resource_centre.training.rules import COURSE_NAMES
from resource_centre.ui.words import moment_words, within

Line = tuple[str, str]
STANDING_TONES = {
    Standing.OVERDUE: "danger", Standing.NO_SHOW: "danger", Standing.LATE: "warn", Standing.DUE_TODAY: "warn",
    Standing.OUT: "accent", Standing.PENDING: "warn",
}  # fmt: skip
EVENT_TONES = {
    "published": "ok", "approved": "ok", "delivered": "ok", "cancelled": "danger", "rejected": "danger",
    "postponed": "warn", "submitted": "warn",
}  # fmt: skip
ANSWERED = frozenset({
    AssignmentState.ACCEPTED, AssignmentState.DECLINED, AssignmentState.WITHDRAWN, AssignmentState.ATTENDED,
    AssignmentState.NO_SHOW,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody who is asked for: how they answered, and whether their time is held."""

    person: str
    words: str
    tone: str
    held: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """`state` and `tone` go before those of the activity; `action` is what the banner offers."""

    state: str = ""
    tone: str = "plain"
    subtitle: str = ""
    lines: tuple[Line, ...] = ()
    answers: tuple[Answer, ...] = ()
    banner: str = ""
    action: str = ""
    history: tuple[tuple[datetime, str], ...] = field(default=())


def behind(unit: Unit, activity_id: int, owner: tuple[str, int] | None, zone: ZoneInfo) -> Behind:
    """What the reader may know of it."""
    makers = {"event": _event, "consultation": _consultation, "course": _course, "loan": _loan}
    if owner is None or owner[0] not in makers:
        return Behind()
    try:
        return makers[owner[0]](unit, activity_id, owner[1], zone)
    except Trouble:
        return Behind()


def _event(unit: Unit, activity_id: int, event_id: int, zone: ZoneInfo) -> Behind:
    detail = events.event(unit, event_id)
    row = detail.row
    schools = [school.school for school in detail.schools]
    named = (
        schools[0]
        if len(schools) == 1
        else n_("{n} school", "{n} schools", len(schools)).format(n=len(schools))
    )
    parts = [_("Year {n}").format(n=row.grade) if row.grade else "", named if schools else ""]
    session = next((s for s in detail.sessions if s.activity_id == activity_id), None)
    lead = (session.lead if session is not None else "") or row.lead
    lines = [("user", _("{name} leads").format(name=lead))] if lead else []
    lines += [("users", _expected(detail))] if detail.schools else []
    found = Behind(
        row.state_name,
        EVENT_TONES.get(str(row.state), "plain"),
        ", ".join(part for part in parts if part),
        tuple(lines),
    )
    return _with_people(
        unit, found, activity_id, [r for r in detail.requirements if r.activity_id == activity_id], zone
    )


def _expected(detail: EventDetail) -> str:
    pupils = sum(school.expected_pupils for school in detail.schools)
    teachers = sum(school.expected_teachers for school in detail.schools)
    counts = [
        n_("{n} pupil", "{n} pupils", pupils).format(n=pupils) if pupils else "",
        n_("{n} teacher", "{n} teachers", teachers).format(n=teachers) if teachers else "",
    ]
    return _("Expected: {who}").format(who=", ".join(count for count in counts if count) or "0")


def _with_people(
    unit: Unit, found: Behind, activity_id: int, needed: Sequence[RequirementRow], zone: ZoneInfo
) -> Behind:
    """Who is asked, who has answered what, and how many places are open."""
    try:
        asked = ambassadors.assignments(unit, activity_ids=[activity_id])
    except Trouble:
        return found
    answers = tuple(_answer(row, zone) for row in asked if row.state in staffing.OPEN | staffing.FILLING)
    history = []
    for row in asked:
        if row.state in ANSWERED:
            steps = audit.steps(unit, "assignment", row.id)
            words = _("{name}: {state}").format(
                name=row.person, state=_(staffing.STATE_NAMES[row.state]).lower()
            )
            history += [(steps[-1].at, words)] if steps else []
    places, open_ = sum(r.needed for r in needed), sum(r.open for r in needed)
    if not open_:
        return replace(found, answers=answers, history=tuple(history))
    words = n_(
        "{n} of {places} ambassador places is open.", "{n} of {places} ambassador places are open.", open_
    )
    banner = words.format(n=open_, places=places)
    waiting = [row.answer_by for row in asked if row.state is AssignmentState.INVITED and row.answer_by]
    if waiting:
        by = min(waiting)
        banner += " " + _("The invitation expires {when}.").format(
            when=within(moment_words(by, zone, unit.now))
        )
    eligible = {
        c.person_id for r in needed if r.open for c in ambassadors.candidates(unit, r.id) if c.eligible
    }
    action = (
        n_("See {n} who can come", "See {n} who can come", len(eligible)).format(n=len(eligible))
        if eligible
        else ""
    )
    return replace(found, answers=answers, banner=banner, action=action, history=tuple(history))


def _answer(row: AssignmentRow, zone: ZoneInfo) -> Answer:
    held = row.state not in (AssignmentState.INVITED, AssignmentState.OFFERED, AssignmentState.PROPOSED)
    words = _(staffing.STATE_NAMES[row.state]).lower()
    tone = "danger" if row.at_risk else "ok" if held else "warn"
    if row.at_risk:
        words = _("clearance lapses")
    return Answer(row.person, words, tone, held)


def _consultation(unit: Unit, activity_id: int, request_id: int, zone: ZoneInfo) -> Behind:
    row = consultations.request_row(unit, request_id)
    topic = _(TOPICS[row.topic]) if row.topic in TOPICS else row.topic
    who = ", ".join(part for part in (row.requester, row.school) if part)
    group = n_("{n} pupil", "{n} pupils", row.pupils).format(n=row.pupils) if row.pupils else ""
    lines = [
        (
            "messages-square",
            ", ".join(part for part in (topic, _(CHANNELS.get(row.channel, row.channel))) if part),
        ),
        ("user", _("{name} consults").format(name=row.consultant) if row.consultant else ""),
        ("users", ", ".join(p for p in (_("Year {n}").format(n=row.grade) if row.grade else "", group) if p)),
    ]
    state = row.state_name
    return Behind(state, "plain", who, tuple(line for line in lines if line[1]))


def _course(unit: Unit, activity_id: int, course_id: int, zone: ZoneInfo) -> Behind:
    detail = training.course(unit, course_id)
    row = detail.row
    seats = n_("{n} person has a place", "{n} people have a place", row.seated).format(n=row.seated)
    waiting = n_("{n} waits", "{n} wait", row.waiting).format(n=row.waiting) if row.waiting else ""
    number = next((n for n, each in enumerate(detail.sessions, 1) if each.activity_id == activity_id), 0)
    lines = [
        ("user", _("{name} leads").format(name=row.lead) if row.lead else ""),
        ("users", ", ".join(part for part in (seats, waiting) if part)),
        ("layers", _("Session {n} of {all}").format(n=number, all=len(detail.sessions)) if number else ""),
    ]
    subtitle = _("{course}, tier {tier}").format(course=row.title, tier=row.tier)
    return Behind(_(COURSE_NAMES[row.state]), "plain", subtitle, tuple(line for line in lines if line[1]))


def _loan(unit: Unit, activity_id: int, _loan_id: int, zone: ZoneInfo) -> Behind:
    detail = loans.loan(unit, activity_id)
    row = detail.row
    lines = [
        (
            "package-check",
            _("Condition when it left: {words}").format(words=detail.condition_out)
            if detail.condition_out
            else "",
        ),
        (
            "package-check",
            _("Condition when it came back: {words}").format(words=detail.condition_in)
            if detail.condition_in
            else "",
        ),
        ("list-checks", _("Parts: {counted}").format(counted=row.parts) if row.parts else ""),
    ]
    banner = ""
    if row.missing and row.parts:
        banner = n_("{n} part did not come back.", "{n} parts did not come back.", row.missing).format(
            n=row.missing
        )
    elif row.standing is Standing.LATE:
        banner = _("It was to be fetched {when} and has not been yet.").format(
            when=within(moment_words(row.start, zone, unit.now))
        )
    return Behind(
        _(STANDING_NAMES[row.standing]), STANDING_TONES.get(row.standing, "ok"), row.whom,
        tuple(line for line in lines if line[1]), banner=banner,
    )  # fmt: skip

"""Consultations: their states, who may take which step, and the response-time clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from resource_centre.core.context import Actor, Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.core.hours import add_working_time, working_time
from resource_centre.core.ranges import TimeRange, subtract
from resource_centre.core.states import Machine, Step
from resource_centre.i18n import N_, _


class RequestState(StrEnum):
    """How a consultation request stands."""

    DRAFT = "draft"
    NEW = "new"
    ASSIGNED = "assigned"
    AWAITING = "awaiting"
    SCHEDULED = "scheduled"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DECLINED = "declined"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class AppointmentState(StrEnum):
    """How an appointment stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    RESCHEDULED = "rescheduled"


class Party(StrEnum):
    """What somebody is to a request."""

    REQUESTER = "requester"
    CONSULTANT = "consultant"
    COORDINATOR = "coordinator"
    MANAGER = "manager"


R, A, P = RequestState, AppointmentState, Party

STATE_NAMES: dict[RequestState, str] = {
    R.DRAFT: N_("Draft"),
    R.NEW: N_("New"),
    R.ASSIGNED: N_("Assigned"),
    R.AWAITING: N_("Awaits requester"),
    R.SCHEDULED: N_("Scheduled"),
    R.RESOLVED: N_("Resolved"),
    R.CLOSED: N_("Closed"),
    R.DECLINED: N_("Declined"),
    R.DUPLICATE: N_("Duplicate"),
    R.WITHDRAWN: N_("Withdrawn"),
    R.CANCELLED: N_("Cancelled"),
}

APPOINTMENT_NAMES: dict[AppointmentState, str] = {
    A.PROPOSED: N_("Proposed"),
    A.CONFIRMED: N_("Confirmed"),
    A.HELD: N_("Held"),
    A.NO_SHOW: N_("No-show"),
    A.CANCELLED: N_("Cancelled"),
    A.RESCHEDULED: N_("Rescheduled"),
}

TOPICS: dict[str, str] = {
    "robotics": N_("Robotics"),
    "programming": N_("Programming"),
    "electronics": N_("Electronics"),
    "sensors": N_("Sensors and data"),
    "making": N_("3D printing and making"),
    "physics": N_("Physics"),
    "chemistry": N_("Chemistry"),
    "biology": N_("Biology and environment"),
    "mathematics": N_("Mathematics"),
    "equipment": N_("Choosing equipment"),
    "teaching": N_("Teaching methods"),
    "contests": N_("Contests and projects"),
    "careers": N_("Careers and study"),
    "other": N_("Something else"),
}

CHANNELS: dict[str, str] = {
    "at_centre": N_("At the centre"),
    "at_school": N_("At the school"),
    "online": N_("Online"),
    "phone": N_("By phone"),
    "email": N_("By e-mail"),
}

WORKING = frozenset({R.NEW, R.ASSIGNED, R.AWAITING, R.SCHEDULED})
OPEN = WORKING | {R.DRAFT}
LIVE_APPOINTMENTS = frozenset({A.PROPOSED, A.CONFIRMED})
CLOSES_AFTER = timedelta(days=14)


class Standing(Protocol):
    """What decides who may take which step: a request's row, with its live appointment if it has one."""

    @property
    def centre_id(self) -> int: ...
    @property
    def requester_id(self) -> int: ...
    @property
    def state(self) -> RequestState: ...
    @property
    def appointment(self) -> AppointmentState | None: ...
    @property
    def appointment_begun(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: from where, to where (by way of another state), by whom, and what the appointment must be."""

    name: str
    label: str
    sources: frozenset[RequestState]
    target: RequestState | None
    parties: frozenset[Party]
    needs_reason: bool = False
    destructive: bool = False
    via: RequestState | None = None
    appointments: frozenset[AppointmentState] | None = None
    begun: bool = False

    def fits(self, standing: Standing) -> bool:
        """Whether the step can be taken from here, whoever takes it."""
        if standing.state not in self.sources:
            return False
        if self.appointments is None:
            return True
        return standing.appointment in self.appointments and (standing.appointment_begun or not self.begun)


def _rule(
    name: str,
    label: str,
    sources: Iterable[RequestState],
    target: RequestState | None,
    parties: Iterable[Party],
    **more: object,
) -> StepRule:
    return StepRule(name, label, frozenset(sources), target, frozenset(parties), **more)  # type: ignore[arg-type]


STAFF = frozenset({P.CONSULTANT, P.COORDINATOR})
ANYONE = STAFF | {P.REQUESTER}
FROM_SCHEDULED = (R.SCHEDULED,)

RULES: tuple[StepRule, ...] = (
    _rule("submit", N_("Send"), [R.DRAFT], R.NEW, [P.REQUESTER, P.COORDINATOR]),
    _rule("assign", N_("Assign"), [R.NEW], R.ASSIGNED, [P.COORDINATOR]),
    _rule("reassign", N_("Assign to somebody else"), [R.ASSIGNED, R.AWAITING], None, [P.COORDINATOR]),
    _rule("schedule", N_("Propose a time"), [R.NEW], R.SCHEDULED, [P.COORDINATOR], via=R.ASSIGNED),
    _rule("schedule", N_("Propose a time"), [R.ASSIGNED], R.SCHEDULED, STAFF),
    _rule(
        "confirm", N_("Confirm the time"), FROM_SCHEDULED, None, ANYONE, appointments=frozenset({A.PROPOSED})
    ),
    _rule(
        "hold",
        N_("Record the outcome"),
        FROM_SCHEDULED,
        R.RESOLVED,
        STAFF,
        appointments=LIVE_APPOINTMENTS,
        begun=True,
    ),
    _rule(
        "reschedule", N_("Move to another time"), FROM_SCHEDULED, None, STAFF, appointments=LIVE_APPOINTMENTS
    ),
    _rule(
        "no_show",
        N_("Nobody came"),
        FROM_SCHEDULED,
        R.ASSIGNED,
        STAFF,
        appointments=frozenset({A.CONFIRMED}),
        begun=True,
    ),
    _rule(
        "cancel_appointment",
        N_("Cancel the meeting"),
        FROM_SCHEDULED,
        R.ASSIGNED,
        ANYONE,
        needs_reason=True,
        destructive=True,
        appointments=LIVE_APPOINTMENTS,
    ),
    _rule(
        "resolve", N_("Answer now"), [R.NEW], R.RESOLVED, [P.COORDINATOR], needs_reason=True, via=R.ASSIGNED
    ),
    _rule("resolve", N_("Answer now"), [R.ASSIGNED], R.RESOLVED, STAFF, needs_reason=True),
    _rule("ask", N_("Ask the requester"), [R.ASSIGNED], R.AWAITING, STAFF, needs_reason=True),
    _rule("answer", N_("Answer the question"), [R.AWAITING], R.ASSIGNED, ANYONE, needs_reason=True),
    _rule("close", N_("Close"), [R.RESOLVED], R.CLOSED, [P.REQUESTER]),
    _rule("rate", N_("Rate"), [R.RESOLVED, R.CLOSED], None, [P.REQUESTER]),
    _rule("reopen", N_("Reopen"), [R.RESOLVED], R.ASSIGNED, ANYONE, needs_reason=True),
    _rule("duplicate", N_("Mark as duplicate"), [R.NEW], R.DUPLICATE, [P.COORDINATOR], destructive=True),
    _rule(
        "decline", N_("Decline"), [R.NEW], R.DECLINED, [P.COORDINATOR], needs_reason=True, destructive=True
    ),
    _rule("withdraw", N_("Withdraw"), OPEN, R.WITHDRAWN, [P.REQUESTER], destructive=True),
    _rule(
        "cancel",
        N_("Cancel the request"),
        OPEN,
        R.CANCELLED,
        [P.COORDINATOR, P.MANAGER],
        needs_reason=True,
        destructive=True,
    ),
)


def _steps() -> dict[RequestState, frozenset[RequestState]]:
    found: dict[RequestState, set[RequestState]] = {state: set() for state in R}
    for rule in RULES:
        for source in rule.sources if rule.target else ():
            found[source].add(rule.via or rule.target or source)
    return {state: frozenset(targets) for state, targets in found.items()}


MACHINE: Machine[RequestState] = Machine(_steps(), STATE_NAMES)
APPOINTMENTS: Machine[AppointmentState] = Machine(
    {
        A.PROPOSED: {A.CONFIRMED, A.CANCELLED, A.RESCHEDULED},
        A.CONFIRMED: {A.HELD, A.NO_SHOW, A.CANCELLED, A.RESCHEDULED},
    },
    APPOINTMENT_NAMES,
)


def parties(actor: Actor, centre_id: int, requester_id: int) -> frozenset[Party]:
    """What the actor is to a request of this centre and requester."""
    if actor.is_system:
        return frozenset(Party)
    by_role = {
        Role.CONSULTANT: P.CONSULTANT,
        Role.COORDINATOR: P.COORDINATOR,
        Role.MANAGER: P.MANAGER,
    }
    found = {by_role[role] for role in actor.roles_at(centre_id) if role in by_role}
    if actor.person_id == requester_id:
        found.add(P.REQUESTER)
    return frozenset(found)


def steps_for(actor: Actor, request: Standing) -> tuple[Step, ...]:
    """The steps that the actor may take on the request as it stands now, in the order of a screen."""
    mine = parties(actor, request.centre_id, request.requester_id)
    return tuple(
        Step(rule.name, _(rule.label), rule.needs_reason, rule.destructive)
        for rule in RULES
        if rule.fits(request) and rule.parties & mine
    )


def insist_step(actor: Actor, request: Standing, name: str) -> StepRule:
    """The rule of a step; `NotPermitted` when it is for others, `BadInput` when it is not possible now."""
    rules = [rule for rule in RULES if rule.name == name]
    mine = parties(actor, request.centre_id, request.requester_id)
    ours = [rule for rule in rules if rule.parties & mine]
    for rule in ours:
        if rule.fits(request):
            return rule
    fitting = [rule for rule in rules if rule.fits(request)]
    if fitting or not ours:
        raise NotPermitted(
            _("“{step}” is for {who}; {name} is not that for this request.").format(
                step=_(rules[0].label), who=_party_names((fitting or rules)[0].parties), name=actor.name
            )
        )
    state = _(STATE_NAMES[request.state])
    if request.state in ours[0].sources:
        raise BadInput(_no_appointment(ours[0], request), "state")
    raise BadInput(
        _("“{step}” is not possible while the request is “{state}”.").format(
            step=_(ours[0].label), state=state
        ),
        "state",
    )


def _no_appointment(rule: StepRule, request: Standing) -> str:
    if rule.begun and request.appointment in (rule.appointments or ()):
        return _("The meeting has not begun yet. Record it when it has.")
    if request.appointment is A.PROPOSED:
        return _("The requester has not confirmed the time. Confirm it for them, or cancel the meeting.")
    return _("The time is confirmed already.")


def _party_names(who: Iterable[Party]) -> str:
    names = {
        P.REQUESTER: _("the requester"),
        P.CONSULTANT: _("a consultant of the centre"),
        P.COORDINATOR: _("a coordinator of the centre"),
        P.MANAGER: _("a manager of the centre"),
    }
    return ", ".join(names[party] for party in Party if party in set(who))


def closes_at(resolved_at: datetime) -> datetime:
    """When a resolved request closes by itself."""
    return resolved_at + CLOSES_AFTER


def state_at(state: str, resolved_at: datetime | None, now: datetime) -> RequestState:
    """The state as it reads now: a resolved request is closed after 14 days, without anybody writing it."""
    stored = RequestState(state)
    if stored is R.RESOLVED and resolved_at is not None and closes_at(resolved_at) <= now:
        return R.CLOSED
    return stored


def stopped(steps: Sequence[tuple[datetime, str | None, str]], until: datetime) -> list[TimeRange]:
    """When the clock stood still: while the requester was asked, and from an answer until its reopening.

    `steps` are (when, from, to), oldest first. A stop that lasts still ends at `until`.
    """
    found: list[TimeRange] = []
    since: datetime | None = None
    for at, _source, target in steps:
        still = target in (R.AWAITING, R.RESOLVED)
        if still and since is None:
            since = at
        elif not still and since is not None:
            if since < at:
                found.append(TimeRange(since, at))
            since = None
    if since is not None and since < until:
        found.append(TimeRange(since, until))
    return found


def spent(
    received: datetime, until: datetime, still: Iterable[TimeRange], open_: Sequence[TimeRange]
) -> timedelta:
    """Working time from receipt until an instant: open hours less the time the clock stood still."""
    if until <= received:
        return timedelta()
    return working_time(TimeRange(received, until), subtract(open_, still))


def promise(
    received: datetime, target_hours: float, still: Iterable[TimeRange], open_: Sequence[TimeRange]
) -> datetime | None:
    """Receipt plus so many working hours; None when the open times given end before."""
    return add_working_time(received, timedelta(hours=target_hours), subtract(open_, still))

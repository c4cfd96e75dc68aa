"""Events: their states, who may take which step, the gates before publishing and closing, and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from resource_centre.core.context import Actor
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.core.states import Machine, Step
from resource_centre.i18n import N_, _, n_
from resource_centre.people.roles import Data, Right, allowed, refusal


class EventState(StrEnum):
    """How an event stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    DELIVERED = "delivered"
    CLOSED = "closed"
    POSTPONED = "postponed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class SessionState(StrEnum):
    """How one session stands. A delivered one is what the summary counts."""

    PLANNED = "planned"
    DELIVERED = "delivered"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


E = EventState

STATE_NAMES: dict[EventState, str] = {
    E.DRAFT: N_("Draft"),
    E.SUBMITTED: N_("Submitted"),
    E.APPROVED: N_("Approved"),
    E.PUBLISHED: N_("Published"),
    E.DELIVERED: N_("Delivered"),
    E.CLOSED: N_("Closed"),
    E.POSTPONED: N_("Postponed"),
    E.REJECTED: N_("Rejected"),
    E.CANCELLED: N_("Cancelled"),
}

SESSION_NAMES: dict[SessionState, str] = {
    SessionState.PLANNED: N_("Planned"),
    SessionState.DELIVERED: N_("Delivered"),
    SessionState.POSTPONED: N_("Postponed"),
    SessionState.CANCELLED: N_("Cancelled"),
}

KINDS: dict[str, str] = {
    "workshop": N_("Workshop"),
    "open_day": N_("Open day"),
    "contest": N_("Contest"),
    "lecture": N_("Lecture"),
    "visit": N_("Visit"),
    "festival": N_("Festival"),
    "teacher_course": N_("Course for teachers"),
}
MODES: dict[str, str] = {
    "at_centre": N_("At the centre"),
    "at_school": N_("At a school"),
    "online": N_("Online"),
    "hybrid": N_("Hybrid"),
}
AUDIENCES: dict[str, str] = {
    "pupils": N_("Pupils"),
    "teachers": N_("Teachers"),
    "parents": N_("Parents"),
    "students": N_("Students"),
    "others": N_("Others"),
}
GENDERS: dict[str, str] = {
    "female": N_("Female"),
    "male": N_("Male"),
    "other": N_("Other"),
    "not_recorded": N_("Not recorded"),
}
STAGES: dict[str, str] = {
    "primary": N_("Primary"),
    "lower_secondary": N_("Lower secondary"),
    "upper_secondary": N_("Upper secondary"),
    "vocational": N_("Vocational"),
    "higher": N_("Higher"),
    "not_recorded": N_("Not recorded"),
}

PLANNING = frozenset({E.DRAFT, E.SUBMITTED, E.APPROVED, E.PUBLISHED})
PUBLIC = frozenset({E.PUBLISHED, E.DELIVERED, E.CLOSED, E.POSTPONED, E.CANCELLED})
UNDECIDED = frozenset({E.DRAFT, E.SUBMITTED})
RUNNING = frozenset({E.PUBLISHED, E.DELIVERED, E.CLOSED})


class Standing(Protocol):
    """What decides who may take which step."""

    @property
    def centre_id(self) -> int: ...
    @property
    def state(self) -> EventState: ...


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: from where, to where, with which right, and behind which gates."""

    name: str
    label: str
    sources: frozenset[EventState]
    target: EventState | None
    right: Right
    needs_reason: bool = False
    destructive: bool = False
    gates: str = ""


W, P = Right.WRITE, Right.APPROVE

RULES: tuple[StepRule, ...] = (
    StepRule("submit", N_("Submit"), frozenset({E.DRAFT}), E.SUBMITTED, W),
    StepRule("approve", N_("Approve"), frozenset({E.SUBMITTED}), E.APPROVED, P),
    StepRule("return", N_("Return"), frozenset({E.SUBMITTED}), E.DRAFT, P, needs_reason=True),
    StepRule("publish", N_("Publish"), frozenset({E.APPROVED}), E.PUBLISHED, W, gates="publish"),
    StepRule("deliver", N_("Delivered"), frozenset({E.PUBLISHED}), E.DELIVERED, W, gates="deliver"),
    StepRule("close", N_("Close"), frozenset({E.DELIVERED}), E.CLOSED, W, gates="close"),
    StepRule("waive", N_("Waive what is missing"), frozenset({E.DELIVERED}), None, P, needs_reason=True),
    StepRule("resume", N_("Plan again"), frozenset({E.POSTPONED}), E.APPROVED, W),
    StepRule(
        "postpone", N_("Postpone"), frozenset({E.APPROVED, E.PUBLISHED}), E.POSTPONED, W, needs_reason=True
    ),
    StepRule(
        "reject", N_("Reject"), frozenset({E.SUBMITTED}), E.REJECTED, P, needs_reason=True, destructive=True
    ),
    StepRule(
        "cancel",
        N_("Cancel the event"),
        frozenset({E.DRAFT, E.SUBMITTED, E.APPROVED, E.PUBLISHED, E.POSTPONED}),
        E.CANCELLED,
        W,
        needs_reason=True,
        destructive=True,
    ),
)


def _steps() -> dict[EventState, frozenset[EventState]]:
    found: dict[EventState, set[EventState]] = {state: set() for state in E}
    for rule in RULES:
        for source in rule.sources if rule.target else ():
            found[source].add(rule.target or source)
    return {state: frozenset(targets) for state, targets in found.items()}


MACHINE: Machine[EventState] = Machine(_steps(), STATE_NAMES)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gates look at. Counts are of sessions and assignments that are not cancelled."""

    lead: bool
    venue: bool
    risk_done: bool
    sessions: int
    not_over: int
    without_attendance: int
    hours_open: int
    evaluation_done: bool
    waived: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that must be there before a step (publish, deliver or close). `missing` is empty when it is."""

    step: str
    name: str
    label: str
    passed: bool
    missing: str = ""
    waived: bool = False


def gates(facts: Facts) -> tuple[Gate, ...]:
    """Every gate of an event, in the order in which they come up."""
    found: list[Gate] = []

    def gate(step: str, name: str, label: str, passed: bool, missing: str) -> None:
        waived = step == "close" and facts.waived and not passed
        found.append(Gate(step, name, label, passed or waived, "" if passed or waived else missing, waived))

    gate("publish", "lead", _("Lead"), facts.lead, _("Nobody leads the event. Choose a lead."))
    gate("publish", "venue", _("Venue"), facts.venue, _("There is no venue. Hold a lab, or name the place."))
    gate(
        "publish", "risk", _("Risk assessment"), facts.risk_done,
        _("The risk assessment is not done. Record it when it is."),
    )  # fmt: skip
    gate("publish", "sessions", _("Sessions"), facts.sessions > 0, _("No session is planned. Add one."))
    gate("deliver", "planned", _("Sessions"), facts.sessions > 0, _("No session is planned. Add one."))
    gate(
        "deliver", "over", _("Time"), facts.not_over == 0,
        n_("{n} session is not over yet.", "{n} sessions are not over yet.", facts.not_over).format(n=facts.not_over),
    )  # fmt: skip
    without, hours = facts.without_attendance, facts.hours_open
    gate(
        "close", "attendance", _("Attendance"), without == 0,
        n_("{n} session has no attendance.", "{n} sessions have no attendance.", without).format(n=without),
    )  # fmt: skip
    gate(
        "close", "hours", _("Hours"), hours == 0,
        n_("The hours of {n} ambassador are not approved.", "The hours of {n} ambassadors are not approved.",
           hours).format(n=hours),
    )  # fmt: skip
    gate("close", "evaluation", _("Evaluation"), facts.evaluation_done, _("The evaluation is not done."))
    return tuple(found)


def missing(found: Iterable[Gate], step: str) -> tuple[str, ...]:
    """What stands before a step, in sentences."""
    return tuple(gate.missing for gate in found if gate.step == step and not gate.passed)


def steps_for(actor: Actor, event: Standing, found: Sequence[Gate] = ()) -> tuple[Step, ...]:
    """The steps that the actor may take on the event; `missing` of a step says what must be there before."""
    return tuple(
        Step(rule.name, _(rule.label), rule.needs_reason, rule.destructive, missing(found, rule.gates))
        for rule in RULES
        if event.state in rule.sources and allowed(actor, Data.EVENTS, rule.right, event.centre_id)
    )


def insist_step(actor: Actor, event: Standing, name: str, found: Sequence[Gate] = ()) -> StepRule:
    """The rule of a step; `NotPermitted` for whoever may not, `BadInput` when it cannot be taken from here."""
    rule = next(rule for rule in RULES if rule.name == name)
    if not allowed(actor, Data.EVENTS, rule.right, event.centre_id):
        raise NotPermitted(refusal(actor, Data.EVENTS, rule.right))
    if event.state not in rule.sources:
        raise BadInput(
            _("“{step}” is not possible while the event is “{state}”.").format(
                step=_(rule.label), state=_(STATE_NAMES[event.state])
            ),
            "state",
        )
    lacking = missing(found, rule.gates)
    if lacking:
        raise BadInput(" ".join(lacking), "state")
    return rule


@dataclass(frozen=True, slots=True)
class Registration:
    """A school with the people it registered, in the order of registration."""

    school_id: int
    people: int


def with_place(registrations: Sequence[Registration], places: int | None) -> frozenset[int]:
    """The schools that have a place. Who came first comes first; a smaller school may fill what is left."""
    left = places
    found = set()
    for one in registrations:
        if left is None or one.people <= left:
            found.add(one.school_id)
            left = None if left is None else left - one.people
    return frozenset(found)

"""Who may take which step with a request, from where: the whole table, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from resource_centre.consultations import rules
from resource_centre.consultations.rules import AppointmentState as A
from resource_centre.consultations.rules import RequestState as R
from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.core.errors import BadInput, NotPermitted

TEACHER = Actor(1, "t", "Teacher", frozenset({(Role.TEACHER, 1)}))
STRANGER = Actor(2, "s", "Stranger", frozenset({(Role.TEACHER, 1)}))
CONSULTANT = Actor(3, "k", "Consultant", frozenset({(Role.CONSULTANT, 1)}))
COORDINATOR = Actor(4, "c", "Coordinator", frozenset({(Role.COORDINATOR, 1)}))
MANAGER = Actor(5, "m", "Manager", frozenset({(Role.MANAGER, 1)}))
ELSEWHERE = Actor(6, "e", "Elsewhere", frozenset({(Role.COORDINATOR, 2)}))

# As PRODUCT says it, written once more by hand.
ALLOWED = {
    R.DRAFT: {R.NEW, R.WITHDRAWN, R.CANCELLED},
    R.NEW: {R.ASSIGNED, R.DECLINED, R.DUPLICATE, R.WITHDRAWN, R.CANCELLED},
    R.ASSIGNED: {R.SCHEDULED, R.RESOLVED, R.AWAITING, R.WITHDRAWN, R.CANCELLED},
    R.AWAITING: {R.ASSIGNED, R.WITHDRAWN, R.CANCELLED},
    R.SCHEDULED: {R.RESOLVED, R.ASSIGNED, R.WITHDRAWN, R.CANCELLED},
    R.RESOLVED: {R.CLOSED, R.ASSIGNED},
}

MEETING = {"confirm", "reschedule", "cancel_appointment"}
STEPS = {
    (R.DRAFT, None, False): {
        TEACHER: {"submit", "withdraw"},
        CONSULTANT: set(),
        COORDINATOR: {"submit", "cancel"},
        MANAGER: {"cancel"},
    },
    (R.NEW, None, False): {
        TEACHER: {"withdraw"},
        CONSULTANT: set(),
        COORDINATOR: {"assign", "schedule", "resolve", "duplicate", "decline", "cancel"},
        MANAGER: {"cancel"},
    },
    (R.ASSIGNED, None, False): {
        TEACHER: {"withdraw"},
        CONSULTANT: {"schedule", "resolve", "ask"},
        COORDINATOR: {"reassign", "schedule", "resolve", "ask", "cancel"},
        MANAGER: {"cancel"},
    },
    (R.AWAITING, None, False): {
        TEACHER: {"answer", "withdraw"},
        CONSULTANT: {"answer"},
        COORDINATOR: {"reassign", "answer", "cancel"},
        MANAGER: {"cancel"},
    },
    (R.SCHEDULED, A.PROPOSED, False): {
        TEACHER: {"confirm", "cancel_appointment", "withdraw"},
        CONSULTANT: MEETING,
        COORDINATOR: MEETING | {"cancel"},
        MANAGER: {"cancel"},
    },
    (R.SCHEDULED, A.PROPOSED, True): {
        TEACHER: {"confirm", "cancel_appointment", "withdraw"},
        CONSULTANT: MEETING | {"hold"},
        COORDINATOR: MEETING | {"hold", "cancel"},
        MANAGER: {"cancel"},
    },
    (R.SCHEDULED, A.CONFIRMED, False): {
        TEACHER: {"cancel_appointment", "withdraw"},
        CONSULTANT: {"reschedule", "cancel_appointment"},
        COORDINATOR: {"reschedule", "cancel_appointment", "cancel"},
        MANAGER: {"cancel"},
    },
    (R.SCHEDULED, A.CONFIRMED, True): {
        TEACHER: {"cancel_appointment", "withdraw"},
        CONSULTANT: {"hold", "no_show", "reschedule", "cancel_appointment"},
        COORDINATOR: {"hold", "no_show", "reschedule", "cancel_appointment", "cancel"},
        MANAGER: {"cancel"},
    },
    (R.RESOLVED, None, False): {
        TEACHER: {"close", "rate", "reopen"},
        CONSULTANT: {"reopen"},
        COORDINATOR: {"reopen"},
        MANAGER: set(),
    },
    (R.CLOSED, None, False): {TEACHER: {"rate"}, CONSULTANT: set(), COORDINATOR: set(), MANAGER: set()},
    (R.DECLINED, None, False): {TEACHER: set(), COORDINATOR: set()},
    (R.DUPLICATE, None, False): {TEACHER: set(), COORDINATOR: set()},
    (R.WITHDRAWN, None, False): {TEACHER: set(), COORDINATOR: set()},
    (R.CANCELLED, None, False): {TEACHER: set(), COORDINATOR: set(), MANAGER: set()},
}
NAMES = sorted({rule.name for rule in rules.RULES})


@dataclass(frozen=True)
class Request:
    """The least that decides about steps."""

    state: R
    appointment: A | None = None
    appointment_begun: bool = False
    centre_id: int = 1
    requester_id: int = 1


@pytest.mark.parametrize("source", R)
@pytest.mark.parametrize("target", R)
def test_the_machine_allows_exactly_the_steps_of_the_product(source, target):
    assert rules.MACHINE.may(source, target) is (target in ALLOWED.get(source, set()))


def test_a_refused_step_is_refused_in_words():
    with pytest.raises(BadInput, match="is final"):
        rules.MACHINE.check(R.CLOSED, R.ASSIGNED)


def test_only_ended_requests_are_final():
    assert rules.MACHINE.terminal == {R.CLOSED, R.DECLINED, R.DUPLICATE, R.WITHDRAWN, R.CANCELLED}


def test_every_state_can_be_reached_from_a_draft():
    assert rules.MACHINE.reachable(R.DRAFT) == set(R) - {R.DRAFT}


@pytest.mark.parametrize(
    ("standing", "actor", "names"),
    [(key, actor, names) for key, by in STEPS.items() for actor, names in by.items()],
    ids=lambda value: value.name if isinstance(value, Actor) else None,
)
def test_each_party_is_offered_exactly_its_steps(standing, actor, names):
    assert {step.name for step in rules.steps_for(actor, Request(*standing))} == names


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("standing", STEPS)
def test_a_step_is_refused_exactly_when_it_is_not_offered(standing, name):
    request = Request(*standing)
    for actor in (TEACHER, CONSULTANT, COORDINATOR, MANAGER):
        offered = {step.name for step in rules.steps_for(actor, request)}
        if name in offered:
            assert rules.insist_step(actor, request, name).name == name
        else:
            with pytest.raises((BadInput, NotPermitted)):
                rules.insist_step(actor, request, name)


@pytest.mark.parametrize("actor", [STRANGER, ELSEWHERE], ids=lambda a: a.name)
@pytest.mark.parametrize("standing", STEPS)
def test_strangers_are_offered_nothing(standing, actor):
    assert rules.steps_for(actor, Request(*standing)) == ()


def test_the_program_itself_may_take_every_step_that_fits():
    assert {s.name for s in rules.steps_for(SYSTEM, Request(R.RESOLVED))} == {"close", "rate", "reopen"}


def test_a_meeting_that_has_not_begun_cannot_be_recorded():
    with pytest.raises(BadInput, match="not begun"):
        rules.insist_step(CONSULTANT, Request(R.SCHEDULED, A.CONFIRMED), "hold")


def test_a_teacher_who_triages_is_told_whose_step_it_is():
    with pytest.raises(NotPermitted, match="coordinator"):
        rules.insist_step(TEACHER, Request(R.NEW), "assign")


@pytest.mark.parametrize("name", ["decline", "cancel", "cancel_appointment", "reopen", "resolve", "ask"])
def test_these_steps_need_a_reason(name):
    assert all(rule.needs_reason for rule in rules.RULES if rule.name == name)


APPOINTMENT_STEPS = {
    A.PROPOSED: {A.CONFIRMED, A.CANCELLED, A.RESCHEDULED},
    A.CONFIRMED: {A.HELD, A.NO_SHOW, A.CANCELLED, A.RESCHEDULED},
}


@pytest.mark.parametrize("source", A)
@pytest.mark.parametrize("target", A)
def test_an_appointment_takes_exactly_the_steps_of_the_product(source, target):
    assert rules.APPOINTMENTS.may(source, target) is (target in APPOINTMENT_STEPS.get(source, set()))

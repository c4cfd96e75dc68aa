"""Who may take which step with an event, from where and behind which gates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.events import rules
from resource_centre.events.attendance import AttendanceRow, totals
from resource_centre.events.rules import EventState as E
from resource_centre.events.rules import Registration

STAFF = {r: Actor(n, r, r, frozenset({(r, 1)})) for n, r in enumerate((Role.COORDINATOR, Role.CONSULTANT), 1)}
MANAGER = Actor(5, "m", "Manager", frozenset({(Role.MANAGER, 1)}))
OTHERS = [
    Actor(6, "t", "Teacher", frozenset({(Role.TEACHER, 1)})),
    Actor(7, "a", "Ambassador", frozenset({(Role.AMBASSADOR, 1)})),
    Actor(8, "d", "Administrator", frozenset({(Role.ADMINISTRATOR, 1)})),
    Actor(9, "e", "Elsewhere", frozenset({(Role.MANAGER, 2), (Role.COORDINATOR, 2)})),
]

# As PRODUCT says it, written once more by hand; and what nobody has approved yet can be given up as well.
ALLOWED = {
    E.DRAFT: {E.SUBMITTED, E.CANCELLED},
    E.SUBMITTED: {E.APPROVED, E.DRAFT, E.REJECTED, E.CANCELLED},
    E.APPROVED: {E.PUBLISHED, E.POSTPONED, E.CANCELLED},
    E.PUBLISHED: {E.DELIVERED, E.POSTPONED, E.CANCELLED},
    E.DELIVERED: {E.CLOSED},
    E.POSTPONED: {E.APPROVED, E.CANCELLED},
}
STEPS = {
    E.DRAFT: {"submit", "cancel"},
    E.SUBMITTED: {"cancel"},
    E.APPROVED: {"publish", "postpone", "cancel"},
    E.PUBLISHED: {"deliver", "postpone", "cancel"},
    E.DELIVERED: {"close"},
    E.POSTPONED: {"resume", "cancel"},
}
APPROVALS = {E.SUBMITTED: {"approve", "return", "reject"}, E.DELIVERED: {"waive"}}
READY = rules.Facts(True, True, True, 1, 0, 0, 0, True, False)
LACKING = rules.Facts(False, False, False, 0, 0, 0, 0, False, False)


@dataclass(frozen=True)
class Event:
    """The least that decides about steps."""

    state: E
    centre_id: int = 1


@pytest.mark.parametrize("source", E)
@pytest.mark.parametrize("target", E)
def test_the_machine_allows_exactly_the_steps_of_the_product(source, target):
    assert rules.MACHINE.may(source, target) is (target in ALLOWED.get(source, set()))


def test_only_ended_events_are_final():
    assert rules.MACHINE.terminal == {E.CLOSED, E.REJECTED, E.CANCELLED}


@pytest.mark.parametrize("state", E)
@pytest.mark.parametrize("actor", STAFF.values(), ids=lambda a: a.name)
def test_staff_are_offered_exactly_their_steps(state, actor):
    assert {s.name for s in rules.steps_for(actor, Event(state))} == STEPS.get(state, set())


@pytest.mark.parametrize("state", E)
def test_a_manager_is_offered_the_approvals_too(state):
    wanted = STEPS.get(state, set()) | APPROVALS.get(state, set())
    assert {s.name for s in rules.steps_for(MANAGER, Event(state))} == wanted


@pytest.mark.parametrize("state", E)
@pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.name)
def test_others_are_offered_nothing(state, actor):
    assert rules.steps_for(actor, Event(state)) == ()


@pytest.mark.parametrize("state", E)
@pytest.mark.parametrize("name", sorted({rule.name for rule in rules.RULES}))
def test_a_step_is_refused_exactly_when_it_is_not_offered(state, name):
    for actor in (*STAFF.values(), MANAGER, *OTHERS):
        if name in {s.name for s in rules.steps_for(actor, Event(state))}:
            assert rules.insist_step(actor, Event(state), name).name == name
        else:
            with pytest.raises((BadInput, NotPermitted)):
                rules.insist_step(actor, Event(state), name)


@pytest.mark.parametrize("name", ["return", "reject", "postpone", "cancel", "waive"])
def test_these_steps_need_a_reason(name):
    assert next(rule for rule in rules.RULES if rule.name == name).needs_reason


@pytest.mark.parametrize(
    ("change", "step", "gate"),
    [
        ({"lead": False}, "publish", "lead"),
        ({"venue": False}, "publish", "venue"),
        ({"risk_done": False}, "publish", "risk"),
        ({"sessions": 0}, "publish", "sessions"),
        ({"not_over": 1}, "deliver", "over"),
        ({"without_attendance": 2}, "close", "attendance"),
        ({"hours_open": 1}, "close", "hours"),
        ({"evaluation_done": False}, "close", "evaluation"),
    ],
)
def test_each_gate_stands_before_its_step_alone(change, step, gate):
    found = rules.gates(replace(READY, **change))
    shut = [g for g in found if not g.passed and g.step != "deliver"] or [g for g in found if not g.passed]
    assert (shut[0].step, shut[0].name) == (step, gate)
    assert shut[0].missing


def test_a_ready_event_passes_every_gate():
    assert all(gate.passed and not gate.missing for gate in rules.gates(READY))


def test_a_waiver_opens_the_gates_before_closing_and_no_others():
    found = rules.gates(replace(LACKING, without_attendance=1, hours_open=1, waived=True))
    assert all(gate.waived for gate in found if gate.step == "close")
    assert not any(gate.passed for gate in found if gate.step == "publish")


def test_a_shut_gate_refuses_the_step_with_everything_that_is_missing():
    with pytest.raises(BadInput, match=r"lead.*venue.*risk"):
        rules.insist_step(MANAGER, Event(E.APPROVED), "publish", rules.gates(LACKING))


def test_a_step_behind_a_gate_says_what_is_missing():
    steps = {s.name: s for s in rules.steps_for(MANAGER, Event(E.APPROVED), rules.gates(LACKING))}
    assert len(steps["publish"].missing) == 4 and not steps["cancel"].missing


def test_the_program_itself_may_do_what_a_manager_may():
    assert {s.name for s in rules.steps_for(SYSTEM, Event(E.SUBMITTED))} == STEPS[E.SUBMITTED] | APPROVALS[
        E.SUBMITTED
    ]


@pytest.mark.parametrize(
    ("people", "places", "placed"),
    [
        ([20, 10], 30, {0, 1}),
        ([20, 11], 30, {0}),
        ([20, 11, 10], 30, {0, 2}),
        ([31, 5], 30, {1}),
        ([500, 500], None, {0, 1}),
        ([], 30, set()),
    ],
)
def test_who_comes_first_has_a_place(people, places, placed):
    asked = [Registration(n, count) for n, count in enumerate(people)]
    assert rules.with_place(asked, places) == placed


@given(st.lists(st.integers(0, 40)), st.integers(0, 100))
def test_nobody_is_let_in_beyond_the_places(people, places):
    asked = [Registration(n, count) for n, count in enumerate(people)]
    assert sum(people[n] for n in rules.with_place(asked, places)) <= places


@dataclass(frozen=True)
class Session:
    """A session of an hour and a half."""

    id: int
    start: datetime = datetime(2026, 11, 25, tzinfo=UTC)
    end: datetime = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


cells = st.lists(
    st.builds(
        AttendanceRow,
        st.integers(1, 3),
        st.none(),
        st.sampled_from(list(rules.AUDIENCES)),
        st.sampled_from(list(rules.STAGES)),
        st.sampled_from(list(rules.GENDERS)),
        st.integers(0, 50),
    )
)


@given(cells)
def test_breakdowns_add_up_to_their_total(rows):
    found = totals(rows, [Session(n) for n in (1, 2, 3)])
    assert found.participations == sum(row.count for row in rows)
    assert sum(found.of(gender=g) for g in rules.GENDERS) == found.participations
    assert sum(found.of(audience=a) for a in rules.AUDIENCES) == found.participations
    assert sum(found.of(stage=s) for s in rules.STAGES) == found.participations
    assert sum(count for _session, count in found.by_session) == found.participations
    assert found.contact == timedelta(minutes=90) * found.participations

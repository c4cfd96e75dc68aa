"""Whatever people do in whatever order: the record is a walk of the machine, and held time follows the state."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from resource_centre.audit.queries import steps as steps_of
from resource_centre.consultations import queries, rules, service
from resource_centre.consultations.rules import AppointmentState as A
from resource_centre.consultations.rules import RequestState as R
from resource_centre.consultations.service import MeetingDraft, RequestDraft
from resource_centre.core.context import Role
from resource_centre.core.errors import Trouble
from resource_centre.core.ranges import TimeRange
from resource_centre.schedule.queries import blocks


def _commands(world, key, consultant, lab, choice):
    start = world.clock.now() + timedelta(hours=choice.randint(1, 30))
    wanted = MeetingDraft(
        start, start + timedelta(hours=1), lab, consultant.person_id, override_reason="test"
    )
    return {
        "submit": lambda u: service.submit(u, key),
        "assign": lambda u: service.assign(u, key, consultant.person_id),
        "decline": lambda u: service.decline(u, key, "no"),
        "ask": lambda u: service.ask(u, key, "what"),
        "answer": lambda u: service.answer(u, key, "that"),
        "schedule": lambda u: service.schedule(u, key, wanted),
        "confirm": lambda u: service.confirm(u, key),
        "reschedule": lambda u: service.reschedule(u, key, wanted),
        "hold": lambda u: service.hold_outcome(u, key, "done"),
        "no_show": lambda u: service.no_show(u, key),
        "cancel_appointment": lambda u: service.cancel_appointment(u, key, "ill"),
        "resolve": lambda u: service.resolve(u, key, "done"),
        "reopen": lambda u: service.reopen(u, key, "again"),
        "close": lambda u: service.close(u, key),
        "rate": lambda u: service.rate(u, key, 4),
        "withdraw": lambda u: service.withdraw(u, key),
        "cancel": lambda u: service.cancel(u, key, "no"),
    }


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_steps_keeps_the_rules(world, seed):
    choice = random.Random(seed)
    teacher = world.person("nurlan", Role.TEACHER)
    consultant, manager = world.person("zarina", Role.CONSULTANT), world.person("boss", Role.MANAGER)
    lab = world.lab()
    draft = RequestDraft(world.centre_id, "Sensors", "sensors")
    key = world.write(lambda u: service.draft(u, draft), teacher).id
    people = [teacher, consultant, manager, world.coordinator]
    taken = 0
    for _turn in range(60):
        actor = choice.choice(people)
        before = world.read(lambda u: queries.request_row(u, key), teacher)
        offered = {step.name for step in rules.steps_for(actor, before)}
        commands = _commands(world, key, consultant, lab, choice)
        rare = choice.random() < 0.97
        names = [n for n in commands if not (rare and n in ("withdraw", "cancel", "decline", "close"))]
        name = choice.choice([n for n in names if n in offered] or names)
        try:
            world.write(commands[name], actor)
            assert name in offered or (name == "assign" and "reassign" in offered)
            taken += 1
        except Trouble:
            hidden = before.state is R.DRAFT and actor is not teacher
            assert name not in offered or hidden or name in ("schedule", "reschedule")
        _holds_follow_the_state(world, key, lab, teacher)
        world.clock.instant += timedelta(hours=choice.randint(0, 20))
    recorded = [s for s in world.read(lambda u: steps_of(u, "request", key)) if s.from_state != s.to_state]
    assert recorded[0].from_state is None
    for earlier, later in pairwise(recorded):
        assert later.from_state == earlier.to_state
        assert rules.MACHINE.may(R(later.from_state), R(later.to_state))
    assert taken > 0


def _holds_follow_the_state(world, key, lab, teacher):
    row = world.read(lambda u: queries.request_row(u, key), teacher)
    window = TimeRange(world.at("2026-11-01 00:00"), world.at("2027-06-01 00:00"))
    live = {b.activity_id for b in world.read(lambda u: blocks(u, None, window, [lab]))}
    meetings = world.read(lambda u: queries.appointments(u, key))
    holding = {a.activity_id for a in meetings if a.state not in (A.CANCELLED, A.RESCHEDULED)}
    standing = [a for a in meetings if a.state in rules.LIVE_APPOINTMENTS]
    assert live == holding
    assert (row.state is R.SCHEDULED) == (len(standing) == 1)

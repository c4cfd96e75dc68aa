"""Whatever staff do with an event in whatever order: the record is a walk of the machine, and nothing stays held."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from resource_centre.audit.queries import steps as steps_of
from resource_centre.core.errors import Trouble
from resource_centre.core.ranges import TimeRange
from resource_centre.events import rules, service
from resource_centre.events.rules import EventState as E
from resource_centre.events.rules import SessionState as S
from resource_centre.events.service import Cell, SessionDraft
from resource_centre.schedule.queries import blocks


def _commands(stage, key, choice):
    start = stage.world.clock.now() + timedelta(hours=choice.randint(1, 60))
    wanted = SessionDraft(
        "A session", start, start + timedelta(hours=1), (stage.lab,), override_reason="test"
    )
    sessions = stage.detail(key).sessions
    one = choice.choice(sessions).id if sessions else 0
    return {
        "submit": lambda u: service.submit(u, key),
        "approve": lambda u: service.approve(u, key),
        "return": lambda u: service.return_event(u, key, "why"),
        "reject": lambda u: service.reject(u, key, "why"),
        "publish": lambda u: service.publish(u, key),
        "deliver": lambda u: service.deliver(u, key),
        "close": lambda u: service.close(u, key),
        "waive": lambda u: service.waive(u, key, "why"),
        "postpone": lambda u: service.postpone(u, key, "why"),
        "resume": lambda u: service.resume(u, key, timedelta(days=choice.randint(0, 3)), "test"),
        "cancel": lambda u: service.cancel(u, key, "why"),
        "add": lambda u: service.add_session(u, key, wanted),
        "drop": lambda u: service.drop_session(u, one, "why"),
        "move": lambda u: service.move_event(u, key, timedelta(hours=choice.randint(-9, 9)), "test"),
        "risk": lambda u: service.risk_done(u, key),
        "attend": lambda u: service.record_attendance(u, one, [Cell("pupils", 3)]),
    }


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_steps_keeps_the_rules(stage, seed):
    choice = random.Random(seed)
    key = stage.event()
    people = [stage.world.coordinator, stage.manager, stage.consultant]
    for _turn in range(60):
        actor = choice.choice(people)
        before = stage.detail(key, actor)
        offered = {step.name for step in before.steps if not step.missing}
        commands = _commands(stage, key, choice)
        ending = {"reject", "cancel"} if choice.random() < 0.9 else set()
        names = [n for n in commands if n not in ending]
        name = (
            choice.choice([n for n in names if n in offered] or names)
            if choice.random() < 0.5
            else choice.choice(names)
        )
        try:
            stage.write(commands[name], actor)
            assert name in offered or name in ("add", "drop", "move", "risk", "attend")
        except Trouble:
            assert name not in offered or name in ("resume", "postpone")
        _holds_follow_the_sessions(stage, key)
        stage.world.clock.instant += timedelta(hours=choice.randint(0, 12))
    recorded = [s for s in stage.read(lambda u: steps_of(u, "event", key)) if s.from_state != s.to_state]
    for earlier, later in pairwise(recorded):
        assert later.from_state == earlier.to_state
        assert rules.MACHINE.may(E(later.from_state), E(later.to_state))


def _holds_follow_the_sessions(stage, key):
    window = TimeRange(stage.world.at("2026-11-01 00:00"), stage.world.at("2027-06-01 00:00"))
    live = {b.activity_id for b in stage.read(lambda u: blocks(u, None, window, [stage.lab]))}
    sessions = stage.detail(key).sessions
    assert live == {s.activity_id for s in sessions if s.state in (S.PLANNED, S.DELIVERED)}
    ended = stage.row(key).state in (E.CANCELLED, E.REJECTED, E.POSTPONED)
    assert not (ended and any(s.state is S.PLANNED for s in sessions))

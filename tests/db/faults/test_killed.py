"""A process that is killed while it writes: what was acknowledged is there, and nothing half."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest
from sqlalchemy import text

from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import Refused
from resource_centre.db.check import problems
from resource_centre.schedule import service


def _write_until_killed(address: str, labs: list[int], world, first: int, told: int) -> None:
    """Books hour after hour in three labs at once; says each acknowledged activity by its uid."""
    app = App.open(address, FixedClock(world.clock.now()))
    app.actor = world.coordinator
    n = first
    while True:
        day, hour = 1 + (n // 9) % 27, 9 + n % 9
        month = 1 + (n // 243) % 12
        wish = world.wish(
            f"2027-{month:02}-{day:02} {hour:02}:00", f"2027-{month:02}-{day:02} {hour:02}:50", *labs
        )
        try:
            held = app.write(lambda unit, w=wish: service.hold(unit, w)).value
        except Refused:  # a closed Sunday: the next hour
            n += 1
            continue
        os.write(told, f"{held.uid}\n".encode())
        n += 1


def _round(address: str, labs: list[int], world, first: int, alive: float) -> list[str]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _write_until_killed(address, labs, world, first, writing)
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(alive)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as answer:
        return answer.read().split()


def _kill(world, address: str, times: int) -> None:
    labs = [world.lab(f"LAB{n}") for n in range(3)]
    world.app.engine.dispose()
    dice, acknowledged = random.Random(7), []
    shortest, longest = (
        (0.03, 0.2) if address.startswith("sqlite") else (0.1, 0.6)
    )  # a server takes a while to reach
    for n in range(times):
        told = _round(address, labs, world, n * 37, dice.uniform(shortest, longest))
        acknowledged += told
        longest = (
            longest if told else min(longest * 1.2, 3)
        )  # long enough to come to something, however busy it is here
    print(f"\nkilled {times} times while writing: {len(acknowledged)} acknowledged")
    assert acknowledged, "no booking was acknowledged before a kill"

    app = App.open(address)
    try:
        assert problems(app.engine) == []
        stored = app.read(lambda unit: set(unit.session.scalars(text("select uid from activity"))), SYSTEM)
        assert set(acknowledged) <= stored
        half = text(
            "select count(*) from activity a where"
            " (select count(*) from allocation l where l.activity_id = a.id and l.live) <> 3"
        )
        assert app.read(lambda unit: unit.session.scalar(half), SYSTEM) == 0
    finally:
        app.close()


def test_twenty_kills_lose_nothing_that_was_acknowledged(world, address: str) -> None:
    _kill(world, address, 20)


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_two_hundred_kills_lose_nothing_that_was_acknowledged(world, address: str) -> None:
    _kill(world, address, 200)

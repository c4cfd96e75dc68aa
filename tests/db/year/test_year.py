"""A year of everybody's work at random: what was promised holds after every step, and each month's figures are right."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import pytest

from resource_centre.core.context import SYSTEM
from resource_centre.core.times import Month
from resource_centre.db.check import problems
from resource_centre.reports.service import summary
from tests.db.conftest import World
from tests.db.year.people import Year
from tests.db.year.promises import Promises
from tests.db.year.slow import figures, open_at_end


def month_is_right(world: World, promises: Promises, month: Month) -> None:
    """The summary balances and says what the slow calculation says."""
    made = world.read(lambda u: summary(u, world.centre_id, month), SYSTEM)
    assert made.table("consultations").balanced, f"{month}: the backlog does not balance"
    first = date(month.year, month.month, 1)
    for key, value in figures(promises.rows, first, world.tz).items():
        assert made.figure(key).value == pytest.approx(value, abs=0.06), f"{month}: {key}"
    assert made.figure("consultations.total.closing").value == open_at_end(promises.rows, first, world.tz)


def live(world: World, steps: int, seed: int) -> None:
    year, promises = Year(world, seed), Promises(world)
    at, pause = world.clock.instant, timedelta(days=365) / steps
    month = Month.of(at, world.tz)
    for n in range(steps):
        at += pause * year.dice.uniform(0, 2)
        world.clock.instant = at.replace(microsecond=0)
        now = Month.of(at, world.tz)
        if now != month:
            month_is_right(world, promises, month)
            month = now
        year.step()
        promises.hold()
        if n % 50 == 0:
            promises.audit_is_complete()
    month_is_right(world, promises, month)
    promises.audit_is_complete()
    assert problems(world.app.engine) == []
    done = sum(n for what, n in year.counts.items() if not what.endswith("refused"))
    print(
        f"\n{world.app.engine.dialect.name}, seed {seed}: {steps} steps, {done} done, {steps - done} refused",
        file=sys.stderr,
    )
    assert done > steps / 5


def test_a_year_in_a_hundred_steps(world: World) -> None:
    live(world, 100, 1)


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("seed", [2, 3])
def test_a_year_in_fifteen_hundred_steps(world: World, seed: int) -> None:
    live(world, 1500, seed)

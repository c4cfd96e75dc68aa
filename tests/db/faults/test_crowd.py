"""Sixteen writers at once, everything mixed: no overlap, nothing acknowledged is lost, no error but refusals."""

from __future__ import annotations

import multiprocessing
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from resource_centre.ambassadors import service as ambassadors
from resource_centre.ambassadors.service import ProfileDraft
from resource_centre.core.context import SYSTEM, Role
from resource_centre.db.check import problems
from resource_centre.events.requirements import RequirementDraft, require_ambassadors
from resource_centre.events.service import EventDraft, create
from resource_centre.events.sessions import SessionDraft, add_session
from tests.db.conftest import World
from tests.db.faults.mixer import Task, Told, utc, work
from tests.db.faults.test_races import overlaps

WRITERS, PLACES, DAYS, LABS, EVENTS = 16, 5, 12, 4, 6
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.db.faults.mixer", "tests.db.faults.mover"])


def invitations(world: World, logins: list[str]) -> dict[str, list[int]]:
    """Everybody is asked to each of a few sessions, and each session has places for a few."""
    people = [world.person(login, Role.AMBASSADOR) for login in logins]
    ids = [one.person_id for one in people]
    for one in people:
        world.write(
            lambda u, a=one: ambassadors.add_ambassador(u, world.centre_id, a.person_id, ProfileDraft("Physics")),
            SYSTEM,
        )  # fmt: skip
    asked: dict[str, list[int]] = {login: [] for login in logins}
    event = world.write(lambda u: create(u, EventDraft(world.centre_id, "Robot maze day")))
    for n in range(EVENTS):
        start = world.at("2026-12-20 10:00") + timedelta(hours=n)
        draft = SessionDraft(f"Part {n}", start, start + timedelta(minutes=50), override_reason="a test")
        session = world.write(lambda u, d=draft: add_session(u, event.id, d))
        needed = world.write(
            lambda u, s=session: require_ambassadors(u, s.block_id, RequirementDraft(PLACES))
        )
        keys = world.write(lambda u, r=needed: ambassadors.invite(u, r, ids))
        for login, key in zip(logins, keys, strict=True):
            asked[login].append(key)
    return asked


def crowd(world: World, url: str, seconds: float) -> list[Told]:
    """Lets them all loose; answers what each was told."""
    labs = tuple(world.lab(f"L{n}") for n in range(LABS))
    logins = [f"amb{n}" for n in range(WRITERS)]
    asked = invitations(world, logins)
    world.app.engine.dispose()
    first = world.at("2026-12-01 09:00")
    gate, answers = PROCESSES.Barrier(WRITERS), PROCESSES.Queue()
    tasks = [
        Task(url, login, n, seconds, world.clock.now(), world.centre_id, labs, first, DAYS, tuple(asked[login]))
        for n, login in enumerate(logins)
    ]  # fmt: skip
    processes = [PROCESSES.Process(target=work, args=(task, gate, answers)) for task in tasks]
    for process in processes:
        process.start()
    told = [answers.get(timeout=seconds + 240) for _process in processes]
    for process in processes:
        process.join(60)
    return told


def lost(world: World, told: list[Told]) -> list[str]:
    """What was acknowledged and is not so in the database."""
    rows = text(
        "select a.id, a.state, a.starts_at, a.ends_at, l.bookable_id from activity a"
        " left join allocation l on l.activity_id = a.id and l.live"
    )

    def stored(unit: Any) -> dict[int, tuple[Any, ...]]:
        found: dict[int, tuple[Any, ...]] = {}
        for key, state, start, end, lab in unit.session.execute(rows):
            labs = {*found[key][3], lab} if key in found else {lab}
            found[key] = (state, start, end, labs - {None})
        return found

    there, missing = world.read(stored, SYSTEM), []
    for writer in told:
        for key, held in writer.held.items():
            if key not in there:
                missing.append(f"{key} is not there")
                continue
            state, start, end, labs = there[key]
            if held is None:
                if state != "cancelled" or labs:
                    missing.append(f"{key} was cancelled and is {state}")
            elif (utc(_moment(start)), utc(_moment(end)), frozenset(labs)) != (
                utc(held[0]),
                utc(held[1]),
                held[2],
            ):
                missing.append(f"{key} is {there[key]} and was {held}")
    return missing


def _moment(stored: Any) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored


def places(world: World, told: list[Told]) -> list[str]:
    """Acceptances that are lost, and places taken more often than there are."""
    query = text("select id, requirement_id, state from assignment")
    rows = world.read(lambda unit: unit.session.execute(query).all(), SYSTEM)
    accepted = {row[0]: row[1] for row in rows if row[2] == "accepted"}
    wrong = [f"{key} was accepted" for writer in told for key in writer.accepted if key not in accepted]
    return wrong + [f"{r}: {n} places" for r, n in Counter(accepted.values()).items() if n > PLACES]


def let_loose(world: World, url: str, seconds: float, least: int) -> None:
    told = crowd(world, url, seconds)
    counts: Counter[str] = sum((writer.counts for writer in told), Counter())
    faults = [fault for writer in told for fault in writer.faults]
    gone, wrong, double = lost(world, told), places(world, told), overlaps(world)
    done = sum(n for name, n in counts.items() if not name.endswith("refused"))
    print(
        f"\n{world.app.engine.dialect.name}: {WRITERS} writers, {seconds:.0f} s: {done} acknowledged"
        f" ({', '.join(f'{name} {n}' for name, n in sorted(counts.items()))}); overlaps {double}, lost {len(gone) + len(wrong)},"
        f" errors {len(faults)}, longest wait {1000 * max(writer.longest for writer in told):.0f} ms",
        file=sys.stderr,
    )
    assert faults == []
    assert (gone, wrong, double) == ([], [], 0)
    assert problems(world.app.engine) == []
    assert done > least


def test_sixteen_writers_mixed_for_a_moment(world: World, address: str) -> None:
    let_loose(world, address, 2, 0)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sixteen_writers_mixed_for_a_minute(world: World, address: str) -> None:
    let_loose(world, address, 60, 250)

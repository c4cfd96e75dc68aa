"""Many at once on one database: exactly one gets the hour, by booking and by moving."""

from __future__ import annotations

import json
import multiprocessing
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from resource_centre.core.context import SYSTEM
from resource_centre.schedule import service
from tests.db.faults.mover import command, move

CROWD = 64

# Forked from a server that knows the program already: 64 processes in the time of two.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.db.faults.mover"])


def overlaps(world) -> int:
    """Pairs of live allocations of one bookable that overlap, counted by a plain self-join."""
    query = text(
        "select count(*) from allocation a join allocation b on a.bookable_id = b.bookable_id and a.id < b.id"
        " where a.live and b.live and a.occupied_from < b.occupied_to and b.occupied_from < a.occupied_to"
    )
    return int(world.read(lambda unit: unit.session.execute(query).scalar_one(), SYSTEM))


def run_all(commands: list[list[str]], folder: Path) -> list[tuple[int | None, str, str]]:
    """Runs the commands at once; answers exit code and output of each."""
    gate = PROCESSES.Barrier(len(commands))
    files = [(folder / f"{n}.out", folder / f"{n}.err") for n in range(len(commands))]
    crowd = [
        PROCESSES.Process(target=command, args=(words, gate, *said))
        for words, said in zip(commands, files, strict=True)
    ]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join(200)
    codes = [process.exitcode for process in crowd]
    return [(code, out.read_text(), err.read_text()) for code, (out, err) in zip(codes, files, strict=True)]


def test_of_64_who_book_the_same_hour_one_gets_it(world, address: str, tmp_path: Path) -> None:
    world.lab("LAB1", name="Robotics lab")
    day = date.today() + timedelta(days=14)
    day += timedelta(days=(7 - day.weekday()) % 7)  # a Monday
    times = ["--from", f"{day}T10:00", "--to", f"{day}T11:00", "--json"]
    base = ["--db", address, "--as", "coordinator", "book", "LAB1", *times]

    answers = run_all([[*base, "--title", f"Club {n}"] for n in range(CROWD)], tmp_path)

    odd = [answer for answer in answers if answer[0] not in (0, 3)]
    assert Counter(code for code, _out, _err in answers) == {0: 1, 3: CROWD - 1}, odd[:3]
    winner = next(json.loads(out) for code, out, _err in answers if code == 0)
    refused = [json.loads(out) for code, out, _err in answers if code == 3]
    assert all(answer["violations"][0]["code"] == "overlap" for answer in refused)
    assert all(err == "" or "Traceback" not in err for _code, _out, err in answers)
    assert overlaps(world) == 0
    assert winner["allocations"][0]["bookable"]


def test_of_64_who_move_into_the_same_hour_one_gets_it(world, address: str) -> None:
    labs, target = [world.lab(f"L{n}") for n in range(4)], world.lab("TARGET")
    moved = []
    for n in range(CROWD):
        day, hour = 26 + n % 2, 9 + (n // 2) % 8
        moved.append(world.book(f"2026-11-{day} {hour:02}:00", f"2026-11-{day} {hour:02}:45", labs[n // 16]))
    changes = service.Changes(
        start=world.at("2026-12-01 10:00"), end=world.at("2026-12-01 11:00"), bookables=(target,)
    )
    gate = PROCESSES.Barrier(CROWD)
    crowd = [
        PROCESSES.Process(target=move, args=(address, held.activity_id, changes, gate, world.clock.now()))
        for held in moved
    ]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join(200)

    assert Counter(process.exitcode for process in crowd) == {0: 1, 3: CROWD - 1}
    assert overlaps(world) == 0

"""Sixteen writers at once for the same slots: every slot is booked once, nothing twice, nothing fails."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from sqlalchemy import text

from benchmarks.core import LENGTH, WHO
from benchmarks.floor import Floor
from benchmarks.measure import Result, result
from benchmarks.network import FREE, NOW, Network, hour_of
from resource_centre.app import App
from resource_centre.core.clock import FixedClock
from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import Refused
from resource_centre.core.times import TimeRange
from resource_centre.schedule import service
from resource_centre.schedule.rules import ActivityKind, Hold

WRITERS = 16
WEEK = 3
EACH = 25  # slots of a bookable
OVERLAPS = """
    select count(*) from allocation a join allocation b on a.bookable_id = b.bookable_id and a.id < b.id
    where a.live and b.live and a.occupied_from < b.occupied_to and b.occupied_from < a.occupied_to
    and a.bookable_id in ({keys}) and b.bookable_id in ({keys})
"""
Slot = tuple[int, TimeRange]


def slots_of(network: Network, count: int) -> list[Slot]:
    """So many free hours of a week that nothing else writes into."""
    hours = [hour_of(WEEK, FREE[n]) for n in range(EACH)]
    return [(network.bookables[100 + n // EACH], TimeRange(hours[n % EACH], hours[n % EACH] + LENGTH)) for n in range(count)]  # fmt: skip


def race(network: Network, count: int) -> Result:
    """What the slowest attempt took, ours and plain SQL; what was booked."""
    engine = network.app.engine
    slots = slots_of(network, count)
    url = engine.url.render_as_string(hide_password=False)
    seen, worst = _run(_book, (url, network.centre_id), slots)
    _same, least = _run(_book_plainly, (url, network.bookables), slots)
    keys = ", ".join(str(key) for key in sorted({slot[0] for slot in slots}))
    double = network.app.read(
        lambda unit: unit.connection.execute(text(OVERLAPS.format(keys=keys))).scalar_one(), SYSTEM
    )
    said = f"{seen['booked']} of {count} booked, {double} double, {seen['failed']} errors"
    return result("race", engine.dialect.name, network.rows, worst, least, 0, "double and errors", said=said)


def _run(writer: object, given: tuple[object, ...], slots: list[Slot]) -> tuple[Counter[str], float]:
    fork = multiprocessing.get_context("forkserver")
    fork.set_forkserver_preload(["benchmarks.racing"])
    gate, told = fork.Barrier(WRITERS), fork.Queue()
    crowd = [fork.Process(target=writer, args=(given, slots, n, gate, told)) for n in range(WRITERS)]  # type: ignore[arg-type]
    for process in crowd:
        process.start()
    answers = [told.get(timeout=600) for _process in crowd]
    for process in crowd:
        process.join()
    seen: Counter[str] = Counter()
    for each, _worst in answers:
        seen.update(each)
    return seen, max(worst for _each, worst in answers)


def _attempts(slots: list[Slot], n: int, gate: Barrier, told: Queue[object], book) -> None:  # type: ignore[no-untyped-def]
    mine, seen, worst = list(slots), Counter[str](), 0.0
    random.Random(n // 2).shuffle(mine)  # two and two go the same way
    gate.wait(120)
    for bookable, when in mine:
        start = time.perf_counter()
        seen[book(bookable, when)] += 1
        worst = max(worst, (time.perf_counter() - start) * 1000)
    told.put((seen, worst))


def _book(given: tuple[str, int], slots: list[Slot], n: int, gate: Barrier, told: Queue[object]) -> None:
    url, centre_id = given
    app = App.open(url, FixedClock(NOW))
    app.sign_in(WHO)

    def book(bookable: int, when: TimeRange) -> str:
        hold = Hold(
            centre_id,
            ActivityKind.LAB_BOOKING,
            "Race",
            when.start,
            when.end,
            (bookable,),
            override_reason="Agreed",
        )
        try:
            app.write(lambda unit: service.hold(unit, hold))
        except Refused:
            return "refused"
        except Exception:  # noqa: BLE001 - whatever it is, it is counted
            return "failed"
        return "booked"

    _attempts(slots, n, gate, told, book)
    app.close()


def _book_plainly(
    given: tuple[str, tuple[int, ...]], slots: list[Slot], n: int, gate: Barrier, told: Queue[object]
) -> None:
    url, bookables = given
    app = App.open(url, FixedClock(NOW))
    floor = Floor(app.engine, bookables)

    def book(bookable: int, when: TimeRange) -> str:
        return "booked" if floor.try_to_book(bookable, when) else "refused"

    _attempts(slots, n, gate, told, book)
    floor.close()
    app.close()

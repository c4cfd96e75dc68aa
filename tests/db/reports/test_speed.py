"""The summary of a big centre: the same hours as a plain loop, in a small multiple of raw SQL's time."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime, timedelta

from resource_centre.core.context import SYSTEM
from resource_centre.reports.service import summary
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from tests.db.reports.life import OCTOBER

BOOKABLES, DAYS, FIRST = 100, 400, datetime(2025, 10, 1, 3, tzinfo=UTC)
FLOOR = """
select l.bookable_id, count(*), sum(strftime('%s', a.ends_at) - strftime('%s', a.starts_at)),
       sum(a.state = 'no_show'), sum(strftime('%s', a.used_to) - strftime('%s', a.used_from))
from allocation l join activity a on a.id = l.activity_id
where l.live and l.centre_id = ? and l.occupied_from >= ? and l.occupied_from < ?
  and a.state not in ('cancelled', 'declined', 'expired', 'pending') and a.kind <> 'maintenance'
group by l.bookable_id
"""
PERIODS = (
    ("2026-10-01", "2026-11-01"),
    ("2026-09-01", "2026-10-01"),
    ("2025-10-01", "2025-11-01"),
    ("2026-01-01", "2026-11-01"),
)


def fill(world) -> list[tuple[datetime, datetime]]:
    """A booking of three hours on each bookable every day, and one over night each week."""
    made, spans = datetime(2025, 9, 1, tzinfo=UTC), []
    labs = [
        {"centre_id": world.centre_id, "kind": "lab", "code": f"L{n}", "name": f"Lab {n}", "created_at": made}
        for n in range(BOOKABLES)
    ]
    activities, allocations = [], []
    key = 0
    for n in range(1, BOOKABLES + 1):
        for day in range(DAYS):
            start = FIRST + timedelta(days=day, minutes=15 * (n % 8))
            end = start + timedelta(hours=20 if day % 7 == 0 else 3)
            key += 1
            spans.append((start, end))
            activities.append(
                {
                    "id": key, "centre_id": world.centre_id, "kind": "lab_booking", "state": "held", "title": "Club",
                    "starts_at": start, "ends_at": end, "created_at": made, "changed_at": made, "own_fields": [],
                    "sequence": 0, "note": "", "override_reason": "", "cancel_reason": "",
                }
            )  # fmt: skip
            allocations.append(
                {
                    "centre_id": world.centre_id, "activity_id": key, "bookable_id": n + 1, "asked_id": n + 1,
                    "occupied_from": start, "occupied_to": end, "live": True,
                }
            )  # fmt: skip

    def write(u) -> None:
        u.insert_many(Bookable, labs)
        u.insert_many(Activity, activities)
        u.insert_many(Allocation, allocations)

    world.write(write, SYSTEM)
    return spans


def quickest(call, times=3) -> float:
    found = []
    for _turn in range(times):
        began = time.perf_counter()
        call()
        found.append(time.perf_counter() - began)
    return min(found)


def test_forty_thousand_bookings_are_summed_up_rightly_and_quickly(world, database) -> None:
    spans = fill(world)
    made = world.read(lambda u: summary(u, world.centre_id, OCTOBER))
    span = OCTOBER.range(world.tz)
    slow = sum(
        max(timedelta(), min(end, span.end) - max(start, span.start)).total_seconds() for start, end in spans
    )
    assert made.figure("resources.labs.booked").amount("month").total == slow

    with sqlite3.connect(database) as raw:

        def floor() -> None:
            for start, end in PERIODS:
                raw.execute(FLOOR, (world.centre_id, start, end)).fetchall()

        least = quickest(floor)
    raw.close()
    ours = quickest(lambda: world.read(lambda u: summary(u, world.centre_id, OCTOBER)))
    print(f"summary {ours * 1000:.0f} ms, floor {least * 1000:.0f} ms, ratio {ours / least:.1f}")
    assert ours <= 3 * least + 0.1  # the floor is that of table 9; the other eleven take the rest

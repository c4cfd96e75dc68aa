"""The summary of a big centre: the same hours as a plain loop gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from resource_centre.core.context import SYSTEM
from resource_centre.reports.service import summary
from resource_centre.resources.model import Bookable
from resource_centre.schedule.model import Activity, Allocation
from tests.db.reports.life import OCTOBER

BOOKABLES, DAYS, FIRST = 100, 400, datetime(2025, 10, 1, 3, tzinfo=UTC)


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


def test_forty_thousand_bookings_are_summed_up_rightly(world) -> None:
    spans = fill(world)
    made = world.read(lambda u: summary(u, world.centre_id, OCTOBER))
    span = OCTOBER.range(world.tz)
    slow = sum(
        max(timedelta(), min(end, span.end) - max(start, span.start)).total_seconds() for start, end in spans
    )
    assert made.figure("resources.labs.booked").amount("month").total == slow

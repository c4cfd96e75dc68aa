"""What the people of a calendar have booked and learned, read once: so that a drag knows their quotas and trainings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.people.model import PersonQualification
from resource_centre.resources.queries import BookableRow, PolicyRow, qualifications_needed
from resource_centre.schedule.quotas import Bookings, Trained, against_person, booked_by
from resource_centre.schedule.rules import Hold, Violation


@dataclass(frozen=True, slots=True)
class Usage:
    """`booked` by person, `needed` trainings by bookable, `trained` by person and training."""

    booked: Mapping[int, Bookings] = field(default_factory=dict)
    needed: Mapping[int, list[tuple[int, str]]] = field(default_factory=dict)
    trained: Mapping[int, Mapping[int, Trained]] = field(default_factory=dict)


def usage(
    unit: Unit, people: Collection[int], rows: Collection[BookableRow], policies: Mapping[int, PolicyRow],
    window: TimeRange, tz: ZoneInfo,
) -> Usage:  # fmt: skip
    """What these people have booked of these bookables as far as quotas count it, and their trainings."""
    needed = qualifications_needed(unit, rows)
    wanted = {key for trainings in needed.values() for key, _name in trainings}
    return Usage(booked_by(unit, people, policies, window, tz), needed, _trained(unit, people, wanted))


def _trained(unit: Unit, people: Collection[int], wanted: Collection[int]) -> dict[int, dict[int, Trained]]:
    if not people or not wanted:
        return {}
    h = PersonQualification
    query = select(h.person_id, h.qualification_id, h.granted_on, h.expires_on).where(
        h.person_id.in_(list(people)), h.qualification_id.in_(list(wanted)), h.revoked_at.is_(None)
    )
    found: dict[int, dict[int, list[tuple]]] = {}  # type: ignore[type-arg]
    for person, qualification, granted, expires in unit.rows(query):
        found.setdefault(person, {}).setdefault(qualification, []).append((granted, expires))
    return found  # type: ignore[return-value]


def against(
    known: Usage, row: BookableRow, hold: Hold, policy: PolicyRow, person: str, now: datetime, tz: ZoneInfo
) -> list[Violation]:
    """What stands against whom the hold is for taking one bookable."""
    who = hold.person_id or 0
    bookings = known.booked.get(who)
    booked = bookings.of(row.id) if bookings is not None else ()
    needed = known.needed.get(row.id, ())
    return against_person(row, hold, policy, booked, needed, known.trained.get(who, {}), person, now, tz)

"""How many ambassadors an event needs and has. Invitations and answers are the ambassadors' own room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, func, select

from resource_centre.db.tables import table_named
from resource_centre.db.unit import Unit
from resource_centre.events.model import EventBlock

# States of an assignment that fill a place, and those that wait for an answer.
FILLING = ("accepted", "attended", "hours_approved")
WAITING = ("invited", "offered")


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """How many ambassadors an activity needs in a role, and how far that is."""

    id: int
    activity_id: int
    role: str
    needed: int
    skills: tuple[str, ...]
    language: str | None
    needs_clearance: bool
    version: int
    accepted: int = 0
    invited: int = 0
    offered: int = 0

    @property
    def open(self) -> int:
        """Places that nobody has accepted yet."""
        return max(self.needed - self.accepted, 0)


def tables() -> tuple[Table, Table, Table]:
    """The tables requirement, assignment and volunteer_hours; their room lies above this one."""
    return table_named("requirement"), table_named("assignment"), table_named("volunteer_hours")


def requirements(unit: Unit, activity_ids: Sequence[int]) -> tuple[RequirementRow, ...]:
    """What these activities need, with the answers so far."""
    r, a, _hours = tables()
    query = (
        select(
            r.c.id, r.c.activity_id, r.c.role, r.c.needed, r.c.skills, r.c.language, r.c.needs_clearance, r.c.version
        )
        .where(r.c.activity_id.in_(activity_ids), r.c.cancelled_at.is_(None))
        .order_by(r.c.id)
    )  # fmt: skip
    answers: dict[int, dict[str, int]] = {}
    counted = (
        select(a.c.requirement_id, a.c.state, func.count())
        .join(r, r.c.id == a.c.requirement_id)
        .where(r.c.activity_id.in_(activity_ids))
        .group_by(a.c.requirement_id, a.c.state)
    )
    for key, state, count in unit.rows(counted):
        answers.setdefault(key, {})[state] = count
    return tuple(_row(found, answers.get(found[0], {})) for found in unit.rows(query))


def _row(r: Any, answers: dict[str, int]) -> RequirementRow:
    accepted = sum(answers.get(state, 0) for state in FILLING)
    values = list(r)
    values[4] = tuple(r[4] or ())
    values += [accepted, answers.get("invited", 0), answers.get("offered", 0)]
    return RequirementRow(*values)


def filled(unit: Unit, event_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """For each event with requirements: places needed, and filled."""
    r, a, _hours = tables()
    block = EventBlock.__table__.c
    within = and_(block.event_id >= min(event_ids), block.event_id <= max(event_ids))
    needs = (
        select(block.event_id, r.c.id, r.c.needed)
        .join(r, r.c.activity_id == block.activity_id)
        .where(r.c.cancelled_at.is_(None), within)
    )
    has = (
        select(a.c.requirement_id, func.count())
        .join(r, r.c.id == a.c.requirement_id)
        .join(EventBlock, block.activity_id == r.c.activity_id)
        .where(a.c.state.in_(FILLING), within)
        .group_by(a.c.requirement_id)
    )
    accepted: dict[int, int] = {row[0]: row[1] for row in unit.rows(has)}
    found: dict[int, tuple[int, int]] = {}
    for event_id, key, needed in unit.rows(needs):
        before = found.get(event_id, (0, 0))
        found[event_id] = (before[0] + needed, before[1] + min(accepted.get(key, 0), needed))
    return found


def hours_open(unit: Unit, activity_ids: Sequence[int]) -> int:
    """How many ambassadors of these activities have hours that nobody has approved or turned down."""
    r, a, hours = tables()
    base = select(a.c.id).join(r, r.c.id == a.c.requirement_id).where(r.c.activity_id.in_(activity_ids))
    unsettled = set(unit.column(base.where(a.c.state.in_(("accepted", "attended")))))
    logged = base.join(hours, hours.c.assignment_id == a.c.id).where(hours.c.state == "logged")
    return len(unsettled | set(unit.column(logged)))


def people_of(unit: Unit, activity_ids: Sequence[int]) -> list[tuple[int, int, int, str]]:
    """Ambassadors who know of these activities: (assignment, centre, person, state)."""
    r, a, _hours = tables()
    query = (
        select(a.c.id, a.c.centre_id, a.c.person_id, a.c.state)
        .join(r, r.c.id == a.c.requirement_id)
        .where(r.c.activity_id.in_(activity_ids), a.c.state.in_(("accepted", *WAITING)))
        .order_by(a.c.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in unit.rows(query)]

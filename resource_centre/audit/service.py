"""Recording the steps of states. Changes of rows are recorded by the database's own triggers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from resource_centre.audit.model import Step
from resource_centre.db.unit import Unit


def record_step(
    unit: Unit,
    subject: str,
    subject_id: int,
    centre_id: int | None,
    from_state: str | None,
    to_state: str,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Writes one step of a state machine: who (the unit's actor), when, why. `at` is for steps that the clock made."""
    record_steps(unit, subject, [(subject_id, centre_id, from_state, to_state, reason)], at)


def record_steps(
    unit: Unit,
    subject: str,
    steps: Sequence[tuple[int, int | None, str | None, str, str]],
    at: datetime | None = None,
) -> None:
    """Writes many steps by one statement: (subject id, centre id, from, to, reason) each."""
    rows = [
        {
            "subject": subject, "subject_id": subject_id, "centre_id": centre_id,
            "from_state": None if before is None else str(before), "to_state": str(after),
            "at": at or unit.now, "person_id": unit.actor.person_id, "reason": reason.strip(),
        }
        for subject_id, centre_id, before, after, reason in steps
    ]  # fmt: skip
    unit.insert_many(Step, rows)

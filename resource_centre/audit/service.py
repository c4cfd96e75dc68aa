"""Recording the steps of states. Changes of rows are recorded by the database's own triggers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert

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
    row = {
        "subject": subject, "subject_id": subject_id, "centre_id": centre_id,
        "from_state": None if from_state is None else str(from_state), "to_state": str(to_state),
        "at": at or unit.now, "person_id": unit.actor.person_id, "reason": reason.strip(),
    }  # fmt: skip
    unit.execute(insert(Step), [row])

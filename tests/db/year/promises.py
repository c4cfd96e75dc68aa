"""What holds after every step, looked at by plain SQL: independent of the program's rules and of its checks."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import text

from resource_centre.core.context import SYSTEM
from tests.db.conftest import World

OPEN = {"new", "assigned", "awaiting", "scheduled"}
GONE = {state: {"withdrawn", "cancelled"} for state in OPEN}
# From PRODUCT.md, "States"; what is not here is final. A line from a state to itself only notes something.
LEGAL: dict[str, dict[str | None, set[str]]] = {
    "request": {
        None: {"draft"},
        "draft": {"new", "withdrawn", "cancelled"},
        "new": {"assigned", "declined", "duplicate", *GONE["new"]},
        "assigned": {
            "scheduled",
            "resolved",
            "awaiting",
            "declined",
            "duplicate",
            *GONE["assigned"],
        },
        "awaiting": {"assigned", *GONE["awaiting"]},
        "scheduled": {"resolved", "assigned", *GONE["scheduled"]},
        "resolved": {"closed", "assigned"},
        "closed": {"assigned"},
    },
    "appointment": {
        None: {"proposed", "confirmed"},
        "proposed": {"confirmed", "held", "no_show", "cancelled", "rescheduled"},
        "confirmed": {"held", "no_show", "cancelled", "rescheduled"},
    },
    "event": {
        None: {"draft"},
        "draft": {"submitted", "cancelled"},
        "submitted": {"approved", "draft", "rejected", "cancelled"},
        "approved": {"published", "postponed", "cancelled"},
        "published": {"delivered", "postponed", "cancelled"},
        "postponed": {"approved", "cancelled"},
        "delivered": {"closed"},
    },
    "assignment": {
        None: {"proposed", "offered"},
        "proposed": {"invited", "cancelled"},
        "invited": {"accepted", "declined", "expired", "cancelled"},
        "offered": {"accepted", "not_selected", "withdrawn", "cancelled"},
        "accepted": {"withdrawn", "cancelled", "attended", "no_show", "excused"},
        "attended": {"hours_approved"},
    },
    "enrolment": {
        None: {"applied"},
        "applied": {"waitlisted", "enrolled", "rejected", "withdrawn"},
        "waitlisted": {"enrolled", "rejected", "withdrawn"},
        "enrolled": {"in_progress", "withdrawn", "no_show", "completed", "not_completed"},
        "in_progress": {"completed", "not_completed", "withdrawn", "no_show"},
        "completed": {"certified"},
    },
}
OVERLAPS = (
    "select count(*) from allocation a join allocation b on a.bookable_id = b.bookable_id and a.id < b.id"
    " where a.live and b.live and a.occupied_from < b.occupied_to and b.occupied_from < a.occupied_to"
)
DEAD = (
    "select count(*) from allocation l join activity a on a.id = l.activity_id"
    " where l.live and a.state in ('cancelled', 'declined', 'expired')"
)
AUDITED = ("activity", "allocation", "request", "appointment", "event", "event_session", "assignment", "volunteer_hours", "enrolment", "course", "participation")  # fmt: skip


class Promises:
    """Looks after each step at what is new since the one before."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._seen = 0

    def rows(self, query: str) -> list[Any]:
        """What plain SQL finds."""
        return list(self.world.read(lambda u: u.session.execute(text(query)).all(), SYSTEM))

    def hold(self) -> None:
        """After every step."""
        assert self.rows(OVERLAPS)[0][0] == 0, "an overlap"
        assert self.rows(DEAD)[0][0] == 0, "what is cancelled holds time"
        self._steps_are_legal()
        self._places_suffice()
        for table in AUDITED:
            missing = self.rows(
                f"select t.id from {table} t where not exists (select 1 from audit_entry e"
                f" where e.table_name = '{table}' and e.row_id = t.id and e.operation = 'insert')"
            )
            assert not missing, f"{table} {missing} is not in the audit"

    def _steps_are_legal(self) -> None:
        for key, subject, of, before, after in self.rows(
            f"select id, subject, subject_id, from_state, to_state from step where id > {self._seen} order by id"
        ):
            self._seen = key
            if subject in LEGAL and before != after:
                assert after in LEGAL[subject].get(before, set()), f"{subject} {of}: {before} > {after}"
        for subject in LEGAL:
            wrong = self.rows(
                f"select t.id, t.state, s.to_state from {subject} t join step s on s.id = (select max(id) from step"
                f" where subject = '{subject}' and subject_id = t.id) where s.to_state <> t.state"
            )
            assert not wrong, f"{subject}: the last step and the state differ: {wrong}"

    def _places_suffice(self) -> None:
        assert not self.rows(
            "select r.id from requirement r join assignment g on g.requirement_id = r.id"
            " where g.state in ('accepted', 'attended', 'hours_approved') group by r.id, r.needed having count(*) > r.needed"
        ), "more ambassadors than places"

    def audit_is_complete(self) -> None:
        """The newest line of the audit is each row as it is now, in every column that both have."""
        for table in AUDITED:
            lines = self.world.read(
                lambda u, t=table: (
                    u.session.execute(
                        text(
                            f"select t.*, e.after as newest from {t} t join audit_entry e on e.id = (select max(id)"
                            f" from audit_entry where table_name = '{t}' and row_id = t.id)"
                        )
                    )
                    .mappings()
                    .all()
                ),
                SYSTEM,
            )
            for row in lines:
                newest = json.loads(row["newest"]) if isinstance(row["newest"], str) else row["newest"]
                for name, value in newest.items():
                    if name in row and isinstance(row[name], str | int) and not isinstance(row[name], bool):
                        same = row[name] == value or _moment(row[name]) == _moment(value)
                        assert same, (
                            f"{table} {row['id']}: {name} is {row[name]!r} and {value!r} in the audit"
                        )


def _moment(value: Any) -> Any:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError:
        return value

"""Reading the audit: the steps of one thing, and every change of its row."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, or_, select

from resource_centre.audit.model import AuditEntry, Step
from resource_centre.db.tables import table_named
from resource_centre.db.told import last_change
from resource_centre.db.unit import Unit

HIDDEN = frozenset({"version", "uid", "changed_at", "sequence"})


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a state machine."""

    at: datetime
    person_id: int | None
    person: str
    from_state: str | None
    to_state: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One recorded change of one row: `changes` maps a column to (before, after)."""

    id: int
    at: datetime
    person: str
    table: str
    row_id: int
    operation: str
    changes: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A row that others have changed: its version now, who was last, when, and which columns differ."""

    version: int
    person: str
    at: datetime | None
    columns: tuple[str, ...]


def steps(unit: Unit, subject: str, subject_id: int) -> tuple[StepRow, ...]:
    """The steps of one thing, oldest first."""
    person = table_named("person")
    query = (
        select(Step.at, Step.person_id, person.c.name, Step.from_state, Step.to_state, Step.reason)
        .outerjoin(person, person.c.id == Step.person_id)
        .where(Step.subject == subject, Step.subject_id == subject_id)
        .order_by(Step.id)
    )
    return tuple(StepRow(r[0], r[1], r[2] or "", r[3], r[4], r[5]) for r in unit.rows(query))


def changes(
    unit: Unit,
    table: str | None = None,
    row_id: int | None = None,
    before_id: int | None = None,
    limit: int = 200,
) -> tuple[ChangeRow, ...]:
    """Recorded changes, newest first: of one row, of one table, or of everything; `before_id` pages on."""
    person = table_named("person")
    query = (
        select(AuditEntry.__table__, person.c.name.label("who"))
        .outerjoin(person, person.c.id == AuditEntry.person_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if table is not None:
        query = query.where(AuditEntry.table_name == table)
    if row_id is not None:
        query = query.where(AuditEntry.row_id == row_id)
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    return tuple(_change(entry, entry.who) for entry in unit.rows(query))


def recent(
    unit: Unit,
    words: str = "",
    tables: Collection[str] = (),
    before_id: int | None = None,
    limit: int = 200,
) -> tuple[ChangeRow, ...]:
    """Recorded changes of everything, newest first, in which each word stands (who, table, a value)."""
    person = table_named("person")
    e = AuditEntry
    query = (
        select(e.__table__, person.c.name.label("who"))
        .outerjoin(person, person.c.id == e.person_id)
        .order_by(e.id.desc())
        .limit(limit)
    )
    for word in words.split():
        # LIKE of SQLite folds Latin letters only, so a Cyrillic word is looked for as it may be written
        written = {word, word.lower(), word.upper(), word.capitalize()}
        places = (person.c.name, e.table_name, cast(e.before, Text), cast(e.after, Text))
        query = query.where(
            or_(*(place.icontains(each, autoescape=True) for place in places for each in written))
        )
    if tables:
        query = query.where(e.table_name.in_(tables))
    if before_id is not None:
        query = query.where(e.id < before_id)
    return tuple(_change(entry, entry.who) for entry in unit.rows(query))


def meanwhile(unit: Unit, table: str, row_id: int, version: int) -> Meanwhile | None:
    """What others have made of a row since it was read at `version`; None as long as nobody has.

    Who and what come from the audit. To those who may not read it a server says who and when, and no more.
    """
    there = table_named(table)
    now = unit.value(select(there.c.version).where(there.c.id == row_id))
    if now is None or now <= version:
        return None
    found = changes(unit, table, row_id, limit=min(now - version, 20))
    if not found:
        return Meanwhile(now, *last_change(unit, table, row_id), ())
    columns = tuple(dict.fromkeys(name for each in found for name, _before, _after in each.changes))
    return Meanwhile(now, found[0].person, found[0].at, columns)


def _change(entry: Any, name: str | None) -> ChangeRow:
    before, after = _as_dict(entry.before), _as_dict(entry.after)
    differing = tuple(
        (column, before.get(column), after.get(column))
        for column in {**before, **after}
        if column not in HIDDEN and before.get(column) != after.get(column)
    )
    return ChangeRow(
        entry.id, entry.at, name or "", entry.table_name, entry.row_id, entry.operation, differing
    )


def _as_dict(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        value = json.loads(value)
    return value or {}

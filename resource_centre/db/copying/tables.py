"""The tables as a copy sees them: in the order of their references, without what each database keeps for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, Table, func, select

from resource_centre.db.tables import all_metadata

OWN = frozenset({"audit_context"})  # each database has its own row in it
BATCH = 1000

Row = dict[str, Any]


@cache
def copied_tables() -> tuple[Table, ...]:
    """Every table that is copied, those referred to first. A JSON column that is empty stays empty."""
    copy = MetaData()
    found = [table.to_metadata(copy) for table in all_metadata().sorted_tables]
    for table in found:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return tuple(table for table in found if table.name not in OWN)


def references(table: Table) -> dict[str, str]:
    """The tables that columns refer to."""
    return {
        column.name: next(iter(column.foreign_keys)).column.table.name
        for column in table.columns
        if column.foreign_keys
    }


def to_itself(table: Table) -> list[Column[Any]]:
    """The columns that refer to another row of the same table."""
    return [table.c[name] for name, other in references(table).items() if other == table.name]


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def batches(connection: Connection, table: Table, ids: Sequence[int] | None = None) -> Iterator[list[Row]]:
    """The rows of a table by their keys, a thousand at a time; all of them, or those named."""
    last = 0
    if ids is not None:
        wanted = sorted(ids)
        for first in range(0, len(wanted), BATCH):
            some = wanted[first : first + BATCH]
            query = select(table).where(table.c.id.in_(some)).order_by(table.c.id)
            yield [dict(row) for row in connection.execute(query).mappings()]
        return
    while True:
        query = select(table).where(table.c.id > last).order_by(table.c.id).limit(BATCH)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        if not rows:
            return
        yield rows
        last = rows[-1]["id"]

"""Rows on their way into an empty database: numbered here, written by one statement for each table."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import text

from resource_centre.db.unit import Unit


class Ledger:
    """Collects rows by model; `row` answers the number that a row will have."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        self._busy: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)

    def row(self, model: Any, **values: Any) -> int:
        """Adds a row; a table with a `uid` gets one that is the same for the same seed."""
        rows = self.rows[model]
        number = len(rows) + 1
        values["id"] = number
        if "uid" in model.__table__.columns and not values.get("uid"):
            values["uid"] = str(uuid5(NAMESPACE_URL, f"sample:{self.seed}:{model.__tablename__}:{number}"))
        rows.append(values)
        return number

    def is_free(self, bookable: int, start: datetime, end: datetime) -> bool:
        """Whether nothing takes a bookable then."""
        spans = self._busy[bookable]
        at = bisect_left(spans, (start, start))
        return not (at < len(spans) and spans[at][0] < end) and not (at and spans[at - 1][1] > start)

    def take(self, bookable: int, start: datetime, end: datetime) -> None:
        """Notes that a bookable is taken."""
        insort(self._busy[bookable], (start, end))

    def count(self, model: Any) -> int:
        """How many rows of a table there are so far."""
        return len(self.rows[model])

    def write(self, unit: Unit) -> None:
        """Writes everything, parents before children."""
        order = {table: n for n, table in enumerate(next(iter(self.rows)).metadata.sorted_tables)}
        for model in sorted(self.rows, key=lambda each: order[each.__table__]):
            columns = {name for row in self.rows[model] for name in row}
            plain = {
                column.name: column.default.arg
                for column in model.__table__.columns
                if column.default is not None and column.default.is_scalar
            }
            filled = [
                {name: row.get(name, plain.get(name)) for name in columns | plain.keys()}
                for row in self.rows[model]
            ]
            for listed in [
                c.name for c in model.__table__.columns if c.default is not None and c.default.is_callable
            ]:
                for row in filled:
                    if listed not in row or row[listed] is None:
                        row[listed] = []
            for at in range(0, len(filled), 2000):
                unit.insert_many(model, filled[at : at + 2000])
            if unit.connection.dialect.name == "postgresql":
                name = model.__tablename__
                unit.connection.execute(
                    text(f"select setval(pg_get_serial_sequence('{name}', 'id'), {len(filled)})")
                )

"""New rows by one statement, however many there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, TextClause, bindparam, insert, select, text

from resource_centre.db.types import NAIVE

Row = dict[str, Any]


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows with the same columns each; nothing is read back, for who writes may not read."""
    if connection.dialect.name == "postgresql":
        connection.execute(_at_once(table, tuple(rows[0])), {"rows": _told(table, rows)})
    else:
        connection.execute(_inline(table), list(rows))


def add_numbered(connection: Connection, table: Table, rows: Sequence[Row]) -> list[int]:
    """Inserts rows that carry a `uid`, and answers their numbers in their order."""
    if connection.dialect.name == "postgresql":
        known = connection.execute(_at_once(table, tuple(rows[0]), True), {"rows": _told(table, rows)})
    elif len(rows) == 1:
        known = connection.execute(insert(table).returning(table.c.uid, table.c.id), rows[0])
    else:
        connection.execute(_inline(table), list(rows))
        known = connection.execute(_numbers(table), {"uids": [row["uid"] for row in rows]})
    numbers: dict[str, int] = {row.uid: row.id for row in known}
    return [numbers[row["uid"]] for row in rows]


@cache
def _inline(table: Table) -> Insert:
    return insert(table).inline()


@cache
def _numbers(table: Table) -> Any:
    return select(table.c.uid, table.c.id).where(table.c.uid.in_(bindparam("uids", expanding=True)))


@cache
def _at_once(table: Table, given: tuple[str, ...], numbered: bool = False) -> TextClause:
    """PostgreSQL takes all rows as one value, so that one plan does for any number of them."""
    columns = ", ".join(f'"{name}"' for name in (*given, *_missing(table, given)))
    answer = "returning uid, id" if numbered else ""
    return text(
        f'insert into "{table.name}" ({columns}) '
        f'select {columns} from json_populate_recordset(cast(null as "{table.name}"), cast(:rows as json)) {answer}'
    )


@cache
def _missing(table: Table, given: tuple[str, ...]) -> dict[str, Callable[[], Any]]:
    """What makes the values of the columns that are not given but have a default."""
    return {c.name: _maker(c.default) for c in table.columns if c.default is not None and c.name not in given}


def _maker(default: Any) -> Callable[[], Any]:
    return (lambda: default.arg) if default.is_scalar else (lambda: default.arg(None))


def _told(table: Table, rows: Sequence[Row]) -> str:
    missing = _missing(table, tuple(rows[0]))
    if missing:
        rows = [{**row, **{name: made() for name, made in missing.items()}} for row in rows]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_spelled)


def _spelled(value: object) -> str:
    """A day, or an instant to the second, as `Instant` keeps it; the server reckons with its offset."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(NAIVE)
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as one of many rows")

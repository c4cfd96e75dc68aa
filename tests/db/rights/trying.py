"""Plain SQL on a person's own login: what is tried with each table, and what the server said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import JSON, Column, Table

from resource_centre.db.types import Instant
from tests.db.rights.expected import Book, Reader, Row, centre_of
from tests.db.rights.writing import references

OPERATIONS = ("select", "insert", "update", "delete", "truncate")
# What the server says to somebody whose right is not in question: the row itself is not possible, or kept.
POSSIBLE = ("23505", "23514", "23P01", "23502")
REFUSED = ("42501", "23001")
FIRST_STATES = {
    "activity": "pending", "request": "draft", "assignment": "offered", "enrolment": "applied",
    "volunteer_hours": "logged",
}  # fmt: skip
BLANK = {
    "consultant_id": None,
    "checked_out_at": None,
    "decided_at": None,
    "override_reason": "",
    "internal": False,
}


@dataclass
class Tally:
    """How many were tried, allowed and refused; and the ones that came out otherwise than expected."""

    tried: int = 0
    allowed: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, went: bool, expected: bool, what: str) -> None:
        """One more."""
        self.tried += 1
        self.allowed += went
        self.refused += not went
        if went is not expected:
            self.wrong.append(f"{what} was {'allowed' if went else 'refused'}")


class Try:
    """A connection that tries statements and undoes each at once."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        connection.autocommit = True
        connection.execute("begin")
        connection.execute("set constraints all immediate")  # what the end of a transaction would say

    def __call__(self, statement: Any, values: Mapping[str, Any] | None = None) -> tuple[str, int, list[Any]]:
        """What the server said (empty: done), how many rows it touched, and what it answered."""
        self.connection.execute("savepoint tried")
        try:
            done = self.connection.execute(statement, values)
            answer = done.fetchall() if done.description else []
            return "", done.rowcount, answer
        except psycopg.Error as trouble:
            return trouble.sqlstate or "?", 0, [str(trouble)]
        finally:
            self.connection.execute("rollback to savepoint tried")


def went(said: str, touched: int, words: list[Any]) -> bool:
    """Whether the person's right carried the statement."""
    if not said:
        return touched > 0
    if said == "23503":
        return "refers_to_nothing" not in str(words)
    if said in REFUSED:
        return False
    assert said in POSSIBLE, (said, words)
    return True


def samples(book: Book, reader: Reader, table: str) -> Iterator[tuple[str, Row]]:
    """A row of one's own, one of one's centre, one of another centre; as far as there are such."""
    found: dict[str, Row] = {}
    for row in book.tables[table].values():
        centre = centre_of(book, table, row)
        if centre not in reader.actor.centre_ids and centre is not None:
            found.setdefault("theirs", row)
        elif _owned(table, row, reader.actor.person_id):
            found.setdefault("own", row)
            found.setdefault("own " + str(row.get("state", "")), row)
        else:
            found.setdefault("ours", row)
            found.setdefault("ours " + str(row.get("state", "")), row)
    for whose, row in found.items():
        if not whose.endswith(" "):
            yield whose, row


def _owned(table: str, row: Row, me: int | None) -> bool:
    if table == "person":
        return bool(row["id"] == me)
    return any(
        row.get(name) == me
        for name in ("person_id", "requester_id", "borrower_id", "author_id", "created_by")
    )


def insertions(table: Table, row: Row, reader: Reader, n: int) -> Iterator[tuple[str, Row]]:
    """Rows to add: one like this, and one as the person might begin it for themselves."""
    like = {**row, **_fresh(table, n)}
    yield "a copy", like
    mine = {**like, **{name: value for name, value in BLANK.items() if name in like}}
    for column, target in references(table).items():
        if (
            target == "person"
            and mine[column] is not None
            and "state" not in column
            and column != "consultant_id"
        ):
            mine[column] = reader.actor.person_id
    if table.name in FIRST_STATES:
        mine["state"] = FIRST_STATES[table.name]
    if mine != like:
        yield "as oneself", mine


def _fresh(table: Table, n: int) -> Row:
    """Values that are there only once, and a time at which nothing is."""
    new: Row = {"id": None}
    for column in table.columns:
        if column.name == "uid":
            new["uid"] = f"tried-{n}"
        elif column.name in ("login", "code", "external_id", "number"):
            new[column.name] = 900_000 + n if column.name == "number" else f"tried-{n}"
    if table.name == "allocation":
        new["live"] = False
    if table.name == "assignment":
        new["state"] = "invited"  # places run out before rights do
    return new


def other(column: Column[Any], row: Row, book: Book, reader: Reader, table: Table, seen: bool) -> Any:
    """Another value for a column: for what refers to a row, one that the person sees (or does not see)."""
    value = row[column.name]
    target = "centre" if column.name == "centre_id" else references(table).get(column.name)
    if target:
        return next(
            (k for k in book.tables[target] if k != value and reader.sees_key(target, k) is seen), value
        )
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(minutes=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(column.type, JSON):
        return ["tried"]
    if isinstance(value, bytes):
        return value + b"x"
    if value is None and isinstance(column.type, Instant):
        return datetime(2027, 1, 1, tzinfo=UTC)
    kind = column.type.python_type
    if value is None and kind is not str:
        return {int: 1, float: 1.0, bool: True, date: date(2027, 1, 1)}[kind]
    longest = getattr(column.type, "length", None) or 1000
    return f"{value or ''}x" if len(value or "") < longest else "x" + value[1:]


def insert(name: str, row: Row) -> Any:
    """The statement that adds it."""
    columns = [column for column in row if column != "id"]
    return sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier(name),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(map(sql.Placeholder, columns)),
    )


def update(name: str, column: str) -> Any:
    """The statement that changes one column of one row."""
    return sql.SQL("update {} set {} = %(value)s where id = %(id)s").format(
        sql.Identifier(name), sql.Identifier(column)
    )


def bound(row: Row, table: Table) -> Row:
    """The values as the driver takes them."""
    json_columns = {column.name for column in table.columns if isinstance(column.type, JSON)}
    return {
        name: json.dumps(value) if name in json_columns and value is not None else value
        for name, value in row.items()
    }

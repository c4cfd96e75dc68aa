"""Every role × every table × every operation, in plain SQL on the person's own login.

What should come out is worked out row by row from `people.roles.TABLE` (see `expected` and `writing`), the table that
services and window ask as well. The tally is printed at the end of the run (`printed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from psycopg.rows import dict_row
from sqlalchemy import Table

from resource_centre.db.tables import all_metadata
from tests.db.rights.conftest import LOGINS, OTHERS, Network
from tests.db.rights.expected import HIDDEN, READING, Book, Reader, Row
from tests.db.rights.printed import RIGHTS, told
from tests.db.rights.trying import (
    OPERATIONS,
    Tally,
    Try,
    bound,
    insert,
    insertions,
    other,
    samples,
    update,
    went,
)
from tests.db.rights.writing import ADDING, CHANGING, IN_PART, may_add, may_change, may_remove, references

pytestmark = pytest.mark.needs_postgres
TABLES = all_metadata().tables
Tallies = dict[tuple[str, str], Tally]


@pytest.fixture(scope="module")
def book(reading: Network) -> Book:
    """Every row, as the owner sees them."""
    with reading.connect() as connection:
        connection.row_factory = dict_row  # type: ignore[assignment]
        return Book({name: connection.execute(f"select * from {name}").fetchall() for name in TABLES})  # type: ignore[call-overload, misc]


def person_of(book: Book, login: str) -> Row:
    return next(row for row in book.tables["person"].values() if row["login"] == login)


def reader_of(reading: Network, book: Book, login: str) -> Reader:
    return Reader(book, person_of(book, login), reading.one("select now()"))


def test_every_table_is_in_the_matrix() -> None:
    assert set(READING) == set(TABLES)
    assert set(ADDING) | set(CHANGING) <= set(TABLES)
    for name, parts in IN_PART.items():
        columns = {column.name for column in TABLES[name].columns}
        assert all(part.columns <= columns for part in parts), name


@pytest.mark.parametrize("login", [*LOGINS, *OTHERS])
def test_the_matrix(reading: Network, book: Book, login: str, record_property: Any) -> None:
    reader = reader_of(reading, book, login)
    tallies: Tallies = {(name, operation): Tally() for name in TABLES for operation in OPERATIONS}
    with reading.connect(login) as connection:
        attempt = Try(connection)
        fresh = count(1)
        for name, table in TABLES.items():
            _read(attempt, reader, book, name, tallies[name, "select"])
            _truncate(attempt, name, tallies[name, "truncate"])
            for whose, row in samples(book, reader, name):
                _change(attempt, reader, book, table, whose, row, tallies[name, "update"])
                if " " not in whose:
                    _add(attempt, reader, table, whose, row, fresh, tallies[name, "insert"])
                    _remove(attempt, reader, name, whose, row, tallies[name, "delete"])
    record_property(RIGHTS, told(login, tallies))
    wrong = [
        f"{name} {operation}: {each}" for (name, operation), tally in tallies.items() for each in tally.wrong
    ]
    assert not wrong, "\n".join(wrong)


def _read(attempt: Try, reader: Reader, book: Book, name: str, tally: Tally) -> None:
    """Exactly the rows that may be read, their count, and in each the columns that may be."""
    expected = reader.visible(name)
    said, _touched, rows = attempt(f"select coalesce(array_agg(id), '{{}}'), count(*) from {name}")
    assert said in ("", "42501"), (name, said, rows)
    found, counted = (set(), 0) if said else (set(rows[0][0]), rows[0][1])
    if counted != len(found):
        tally.wrong.append(f"counted {counted} instead of {len(found)}")
    tally.count(bool(found), bool(expected), f"reading {name}")
    for what, keys in (("leaked", found - expected), ("missing", expected - found)):
        if keys:
            tally.wrong.append(f"{len(keys)} rows {what}, such as {min(keys)}")
    for columns, rule in HIDDEN.get(name, {}).items():
        said, _touched, rows = attempt(f"select id, {', '.join(columns)} from {name}")
        for key, *values in () if said else rows:
            row = book.row(name, key)
            told = [
                bool(value) and value == row[column] != "not_recorded"
                for column, value in zip(columns, values, strict=True)
            ]
            may = rule(reader, row)
            for column, shown in zip(columns, told, strict=True):
                present = bool(row[column]) and row[column] != "not_recorded"
                tally.count(shown, may and present, f"{column} of {name} {key}") if present else None
        for column in columns:  # and not around the view that blanks them
            said, _touched, rows = attempt(f"select {column} from public.{name} limit 1")
            tally.count(not said, False, f"{column} of {name} itself")


def _truncate(attempt: Try, name: str, tally: Tally) -> None:
    said, _touched, rows = attempt(f"truncate public.{name} cascade")
    tally.count(went(said, 1, rows), False, "truncate")


def _add(
    attempt: Try, reader: Reader, table: Table, whose: str, row: Row, fresh: Iterator[int], tally: Tally
) -> None:
    for kind, new in insertions(table, row, reader, next(fresh)):
        said, touched, rows = attempt(insert(table.name, new), bound(new, table))
        tally.count(
            went(said, touched, rows), may_add(reader, table.name, new), f"{kind} of {whose} ({row['id']})"
        )


def _change(
    attempt: Try, reader: Reader, book: Book, table: Table, whose: str, row: Row, tally: Tally
) -> None:
    for column in _columns(table, whose, reader):
        for value in _values(book, reader, table, column, row):
            known = bound({column.name: value}, table)[column.name]
            said, touched, rows = attempt(update(table.name, column.name), {"value": known, "id": row["id"]})
            tally.count(
                went(said, touched, rows),
                may_change(reader, table.name, row, column.name, value),
                f"{column.name} of {whose} ({row['id']}) to {value!r}",
            )


def _columns(table: Table, whose: str, reader: Reader) -> list[Any]:
    """Every column of a row of one's own and of one's centre; of the others the one that tells most."""
    columns = [
        c for c in table.columns if c.name != "id" or table.name not in HIDDEN
    ]  # a view keeps the number
    if " " in whose:
        return [c for c in columns if c.name == "state"]
    return columns if whose != "theirs" and reader.actor.roles else columns[-1:]


def _values(book: Book, reader: Reader, table: Table, column: Any, row: Row) -> list[Any]:
    if column.name in references(table) or column.name == "centre_id":
        found = [other(column, row, book, reader, table, seen) for seen in (True, False)]
        return [value for value in found if value != row[column.name]]
    if column.name == "state":
        steps = {after for part in IN_PART.get(table.name, ()) for _before, after in part.steps}
        return [*sorted(steps - {row["state"]}), "tried"]
    return [other(column, row, book, reader, table, True)]


def _remove(attempt: Try, reader: Reader, name: str, whose: str, row: Row, tally: Tally) -> None:
    said, touched, rows = attempt(f"delete from {name} where id = %(id)s", {"id": row["id"]})
    if said == "23503" and may_remove(reader, name, row):  # something belongs to it: the right was there
        said, touched = "", 1
    tally.count(went(said, touched, rows), may_remove(reader, name, row), f"{whose} ({row['id']})")

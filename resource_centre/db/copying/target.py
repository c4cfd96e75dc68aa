"""Writing into the target: its triggers rest while old rows come in, and its promises are checked at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Table, bindparam, insert, text, update

from resource_centre.core.errors import BadInput
from resource_centre.db.check import PROMISES
from resource_centre.db.copying.tables import Row, copied_tables, to_itself
from resource_centre.i18n import _


@contextmanager
def resting_triggers(connection: Connection) -> Iterator[None]:
    """No trigger writes a second audit of what comes in. The rule against overlaps is checked afterwards.

    On PostgreSQL its exclusion constraint stands all the time; only the owner may switch triggers off.
    """
    if connection.dialect.name == "sqlite":
        kept = connection.execute(text("select name, sql from sqlite_master where type = 'trigger'")).all()
        for name, _sql in kept:
            connection.exec_driver_sql(f'drop trigger "{name}"')
        yield
        for _name, sql in kept:
            connection.exec_driver_sql(sql)
        return
    for table in copied_tables():
        connection.exec_driver_sql(f'alter table "{table.name}" disable trigger user')
    yield
    for table in copied_tables():
        connection.exec_driver_sql(f'alter table "{table.name}" enable trigger user')


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows as they are; references within the table wait until all its rows are there."""
    later = [column.name for column in to_itself(table)]
    if later:
        rows = [{**row, **dict.fromkeys(later)} for row in rows]
    if rows:
        connection.execute(insert(table), list(rows))


def tie(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Fills the references within a table in, now that all its rows are there."""
    for column in to_itself(table):
        tied = [{"key": row["id"], "to": row[column.name]} for row in rows if row[column.name] is not None]
        if tied:
            connection.execute(
                update(table).where(table.c.id == bindparam("key")).values({column.name: bindparam("to")}),
                tied,
            )


def go_on_counting(connection: Connection) -> None:
    """New rows get keys after those that came in (PostgreSQL; SQLite does so by itself)."""
    if connection.dialect.name == "sqlite":
        return
    for table in copied_tables():
        connection.execute(
            text(
                f"select setval(pg_get_serial_sequence('{table.name}', 'id'),"
                f' coalesce((select max(id) from "{table.name}"), 1), exists (select 1 from "{table.name}"))'
            )
        )


def insist_on_promises(connection: Connection) -> None:
    """Refuses the copy when what came in breaks a promise of the program: an overlap, half an activity."""
    for name in ("overlap", "half", "dead", "family"):
        if connection.execute(text(PROMISES[name])).scalar():
            raise damaged(name)


def damaged(promise: str) -> BadInput:
    """What a copy says of a source that breaks a promise."""
    return BadInput(
        _(
            "What was to be copied is damaged ({what}). Nothing was written. Look with “db check” first."
        ).format(what=promise)
    )

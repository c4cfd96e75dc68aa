"""The data of the benchmarks: the sample network, and beside it 200 bookables with 5,000 bookings a week.

Half of the weeks lie before now and half after. Everything is written by a few statements of plain SQL, with the
audit entries and steps that the program would have written; on either engine.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, make_url, text

from benchmarks.statements import FILL, spoken
from resource_centre.app import App, prepare
from resource_centre.core.clock import FixedClock
from resource_centre.core.context import SYSTEM
from resource_centre.core.memory import settle
from resource_centre.db.unit import Unit
from resource_centre.demo.network import fill

BOOKABLES = 200
A_WEEK = 5_000
EACH = A_WEEK // BOOKABLES
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)  # 11:00 in Almaty, a Wednesday
MONDAY = datetime(2026, 11, 23, 4, tzinfo=UTC)  # when the first centre opens that week
# Hours in which the centre is open, counted from Monday's opening: five days of nine hours, a Saturday of six.
OPEN_HOURS = tuple(day * 24 + hour for day in range(6) for hour in range(9 if day < 5 else 6))
TAKEN = tuple(OPEN_HOURS[n * len(OPEN_HOURS) // EACH] for n in range(EACH))
FREE = tuple(sorted({*OPEN_HOURS} - {*TAKEN}))

WRITTEN = ("person", "bookable", "person_qualification", "activity", "allocation", "step", "audit_entry")
EXCLUSIONS = """
    select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
    where contype = 'x' and conrelid = 'allocation'::regclass
"""
PLAIN_INDEXES = """
    select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
    where not indisunique and indrelid::regclass::text in ('activity', 'allocation', 'step', 'audit_entry')
"""


@dataclass(frozen=True, slots=True)
class Network:
    """A loaded database: the program on it, how many bookings, and the 200 bookables with the people who book them."""

    app: App
    rows: int
    bookables: tuple[int, ...]
    people: tuple[int, ...]
    centre_id: int = 1

    @property
    def weeks(self) -> range:
        """The weeks that have bookings, counted from the present one."""
        count = max(self.rows // A_WEEK, 1)
        return range(-(count // 2), count - count // 2)

    @property
    def on_sqlite(self) -> bool:
        """Whether it is a local file."""
        return self.app.engine.dialect.name == "sqlite"


def hour_of(week: int, hour: int) -> datetime:
    """The start of an hour, counted from Monday's opening, so many weeks from now."""
    return MONDAY + timedelta(weeks=week, hours=hour)


def load(url: str, rows: int, kept: Path | None = None) -> Network:
    """The network with so many bookings, at the address of an empty (or missing) database.

    On SQLite the file made is copied to `kept` and taken from there the next time.
    """
    file = Path(make_url(url).database or "") if url.startswith("sqlite") else None
    if kept and file and kept.exists():
        shutil.copyfile(kept, file)
    else:
        prepare(url)
        made = App.open(url, FixedClock(NOW))
        made.write(fill, SYSTEM)
        made.write(lambda unit: _bulk(unit, rows), SYSTEM)
        made.close()
        if kept and file:
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, kept)
    app = App.open(url, FixedClock(NOW))
    app.sign_in("coordinator")
    settle()  # as the program does at its start
    return Network(app, rows, _ids(app, "bookable", "code"), _ids(app, "person", "login"))


def _ids(app: App, table: str, column: str) -> tuple[int, ...]:
    return app.read(
        lambda unit: tuple(
            unit.connection.execute(
                text(f"select id from {table} where {column} like 'bench-%' order by id")
            ).scalars()
        ),
        SYSTEM,
    )


def _bulk(unit: Unit, rows: int) -> None:
    """Bookables, people and bookings, without the triggers, whose work the statements do themselves."""
    connection = unit.connection
    weeks = max(rows // A_WEEK, 1)
    values = {
        "bookables": BOOKABLES, "each": EACH, "first_week": -(weeks // 2), "weeks": weeks, "rows": rows,
        "monday": int(MONDAY.timestamp()), "now": int(NOW.timestamp()),
    }  # fmt: skip
    silenced = [*_silence(connection), *_lay_aside(connection)]
    connection.execute(text("create table bench_hour (n integer primary key, hour integer not null)"))
    connection.execute(
        text("insert into bench_hour values (:n, :hour)"), [{"n": n, "hour": h} for n, h in enumerate(TAKEN)]
    )
    for statement in FILL:
        said = spoken(statement, connection.dialect.name)
        connection.execute(text(said), {k: v for k, v in values.items() if f":{k}" in said})
    connection.execute(text("drop table bench_hour"))
    for statement in reversed(silenced):
        connection.exec_driver_sql(statement)
    if connection.dialect.name == "postgresql":  # as its own housekeeping would; a local file has none
        connection.execute(text("analyze"))


def _silence(connection: Connection) -> list[str]:
    """Takes the triggers of the tables written away; answers the statements that bring them back."""
    if connection.dialect.name == "sqlite":
        query = "select name, sql from sqlite_master where type = 'trigger' and tbl_name = :t"
        back = []
        for table in WRITTEN:
            for name, sql in connection.execute(text(query), {"t": table}).all():
                connection.exec_driver_sql(f"drop trigger {name}")
                back.append(sql)
        return back
    for table in WRITTEN:
        connection.exec_driver_sql(f"alter table {table} disable trigger all")
    return [f"alter table {table} enable trigger all" for table in WRITTEN]


def _lay_aside(connection: Connection) -> list[str]:
    """Takes the indexes of a server's big tables away, but for keys; answers the statements that make them again.

    A million rows and then their indexes take a third of the time of a million rows into their indexes.
    """
    if connection.dialect.name == "sqlite":
        return []
    back = ["set local maintenance_work_mem = '512MB'"]
    constraints = connection.exec_driver_sql(EXCLUSIONS).all()
    for table, name, said in constraints:
        connection.exec_driver_sql(f"alter table {table} drop constraint {name}")
        back.append(f"alter table {table} add constraint {name} {said}")
    for name, said in connection.exec_driver_sql(PLAIN_INDEXES).all():
        connection.exec_driver_sql(f"drop index {name}")
        back.append(said)
    return back[::-1]

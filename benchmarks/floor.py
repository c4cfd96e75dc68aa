"""The floor: the least anyone could do, by plain SQL on a connection of the driver itself.

Writes go to a table of their own with the same bookings, one index and nothing else: no audit, no steps, no rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from resource_centre.core.times import TimeRange

COPY = """
    insert into floor_booking (bookable_id, starts_at, ends_at, title)
    select l.bookable_id, l.occupied_from, l.occupied_to, a.title
    from allocation l join activity a on a.id = l.activity_id where l.live
    order by l.id
"""
GUARDED = """
    insert into floor_booking (bookable_id, starts_at, ends_at, title)
    select {one}, {start}, {end}, 'Floor' where coalesce((
        select ends_at from floor_booking where bookable_id = {one} and starts_at < {end}
        order by starts_at desc limit 1), {start}) <= {start}
"""
CLASHES = """
    with asked(starts_at, ends_at) as (values {asked})
    select b.id, b.starts_at, b.ends_at, b.title from asked join floor_booking b on b.id = (
        select id from floor_booking where bookable_id = {one} and starts_at < asked.ends_at
        order by starts_at desc limit 1)
    where b.ends_at > asked.starts_at
"""
SERIES = """
    insert into floor_booking (bookable_id, starts_at, ends_at, title)
    select {one}, asked.starts_at, asked.ends_at, 'Floor' from (values {asked}) asked
    where not exists (select 1 from floor_booking b where b.id = (
        select id from floor_booking where bookable_id = {one} and starts_at < asked.ends_at
        order by starts_at desc limit 1) and b.ends_at > asked.starts_at)
"""
WEEK = """
    select a.id, a.uid, l.bookable_id, a.kind, a.state, a.title, a.starts_at, a.ends_at, l.occupied_from, l.occupied_to,
           a.person_id, p.name, s.name, a.series_id, l.asked_id
    from allocation l join activity a on a.id = l.activity_id
    left join person p on p.id = a.person_id left join school s on s.id = a.school_id
    where l.live and l.bookable_id in ({ids})
      and l.occupied_from >= {reach} and l.occupied_from < {end} and l.occupied_to > {start}
"""


class Floor:
    """A connection of the driver, with its own table of the same bookings."""

    def __init__(self, engine: Engine, bookables: tuple[int, ...]) -> None:
        self.bookables = bookables
        self.sqlite = engine.dialect.name == "sqlite"
        self._pooled = engine.raw_connection()
        self.connection: Any = self._pooled.driver_connection

    def make_table(self) -> None:
        """The table for what is written."""
        self._do("drop table if exists floor_booking")
        key = "integer primary key" if self.sqlite else "bigserial primary key"
        kind = "text" if self.sqlite else "timestamptz"
        self._do("begin")
        self._do(
            f"create table floor_booking (id {key}, bookable_id integer not null, starts_at {kind} not null, "
            f"ends_at {kind} not null, title text not null)"
        )
        self._do(COPY)
        self._do("create index floor_booking_time on floor_booking (bookable_id, starts_at, ends_at)")
        self._do("commit")
        if not self.sqlite:
            self._do("analyze floor_booking")

    def close(self) -> None:
        """Gives the connection back."""
        self._pooled.close()

    def _do(self, sql: str) -> None:
        self.connection.execute(sql)

    def _word(self, value: datetime) -> str:
        return f"'{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}{'' if self.sqlite else '+00'}'"

    def _values(self, asked: Iterable[TimeRange]) -> str:
        kind = "" if self.sqlite else "::timestamptz"
        return ", ".join(f"({self._word(a.start)}{kind}, {self._word(a.end)}{kind})" for a in asked)

    def _written(self, sql: str) -> int:
        self._do("begin immediate" if self.sqlite else "begin")
        found: int = self.connection.execute(sql).rowcount
        self._do("commit")
        return found

    def try_to_book(self, bookable: int, asked: TimeRange) -> bool:
        """One guarded insert, committed; False when the place is taken."""
        sql = GUARDED.format(one=bookable, start=self._word(asked.start), end=self._word(asked.end))
        return self._written(sql) == 1

    def book(self, bookable: int, asked: TimeRange) -> None:
        """One guarded insert of a place that is free."""
        if not self.try_to_book(bookable, asked):
            raise AssertionError("the floor could not book")

    def series(self, bookable: int, asked: list[TimeRange]) -> None:
        """One guarded statement for every occurrence, in one transaction."""
        sql = SERIES.format(one=bookable, asked=self._values(asked))
        if self.sqlite:
            sql = sql.replace("(values", "(select column1 as starts_at, column2 as ends_at from (values")
            sql = sql.replace(") asked", ")) asked")
        else:
            sql = sql.replace(") asked", ") asked(starts_at, ends_at)")
        if self._written(sql) != len(asked):
            raise AssertionError("the floor could not book the series")

    def clashes(self, bookable: int, asked: list[TimeRange]) -> int:
        """What stands against every occurrence: one query on the plain index."""
        sql = CLASHES.format(one=bookable, asked=self._values(asked))
        return len(self.connection.execute(sql).fetchall())

    def week(self, window: TimeRange, reach: datetime) -> int:
        """What is live in the window, as the driver's tuples; `reach` is how far back the longest booking begins."""
        sql = WEEK.format(
            ids=", ".join(map(str, self.bookables)), reach=self._word(reach), start=self._word(window.start), end=self._word(window.end)
        )  # fmt: skip
        return len(self.connection.execute(sql).fetchall())

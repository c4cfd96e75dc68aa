"""Asking for a centre's rows of a time by selects that are made once: making one takes longer than most of them run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Date, Integer, bindparam

from resource_centre.db.types import Instant
from resource_centre.db.unit import Query, Unit
from resource_centre.reports.period import Period

CENTRE = bindparam("centre", type_=Integer())
START, END = bindparam("start", type_=Instant()), bindparam("end", type_=Instant())
FIRST_DAY, LAST_DAY = bindparam("first_day", type_=Date()), bindparam("last_day", type_=Date())


class Asking:
    """What a select with these names is answered for: one centre and one period."""

    def __init__(self, unit: Unit, centre_id: int, period: Period) -> None:
        self.unit = unit
        self._given = {
            "centre": centre_id, "start": period.range.start, "end": period.range.end,
            "first_day": period.first.first_day, "last_day": period.last_day,
        }  # fmt: skip

    def rows(self, made: Callable[[], Query], **more: Any) -> Sequence[Any]:
        """The rows of a select, which `made` makes and keeps; `more` are values of its own."""
        self.unit.flush()
        return self.unit.connection.execute(made(), {**self._given, **more}).all()

    def each(self, made: Callable[[], Query]) -> Iterator[Any]:
        """As `rows`, a part at a time: for those of which there are very many, and none is kept."""
        return self.unit.each(made(), self._given)

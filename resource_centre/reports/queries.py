"""Reading for the summary: the rows it is counted from, the state of months, targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from resource_centre.centres.queries import CentreRow
from resource_centre.core.times import Month
from resource_centre.db.unit import Unit
from resource_centre.people.model import Person
from resource_centre.reports.facts import Facts
from resource_centre.reports.model import ReportMonth, Target
from resource_centre.reports.period import whole
from resource_centre.reports.reading import consultations, evaluation, events, people, resources
from resource_centre.reports.reading.asking import Asking
from resource_centre.reports.shape import MonthState
from resource_centre.reports.tally import Goal


@dataclass(frozen=True, slots=True)
class MonthRow:
    """How a month of a centre stands. An open month has no row: `id` is None."""

    id: int | None
    centre_id: int
    month: Month
    state: MonthState
    locked_at: datetime | None = None
    locked_by: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target: the figure's key, a month (2026-11) or a year (2026), and the value."""

    id: int
    indicator: str
    period: str
    value: float
    version: int


def facts(unit: Unit, centre: CentreRow, month: Month) -> Facts:
    """Every row that the summary of a month is counted from: thirteen months of one centre."""
    period = whole(month, centre.tz)
    ask = Asking(unit, centre.id, period)
    asked = consultations.read(ask)
    since = min((request.submitted_at for request in asked["requests"]), default=period.range.start)
    return Facts(
        centre.id,
        centre.tz,
        month,
        unit.now,
        centre.first_response_hours,
        centre.resolution_hours,
        **events.read(ask),
        **asked,
        **people.read(ask),
        **resources.read(ask, centre, month, since),
        **evaluation.read(ask),
    )


def month_row(unit: Unit, centre_id: int, month: Month) -> MonthRow:
    """How the month of a centre stands."""
    m = ReportMonth
    row = unit.first(
        select(m.id, m.state, m.locked_at, Person.name, m.version)
        .outerjoin(Person, Person.id == m.locked_by)
        .where(m.centre_id == centre_id, m.month == str(month))
    )
    if row is None:
        return MonthRow(None, centre_id, month, MonthState.OPEN)
    return MonthRow(row[0], centre_id, month, MonthState(row[1]), row[2], row[3] or "", row[4])


def snapshot(unit: Unit, centre_id: int, month: Month) -> dict[str, Any] | None:
    """The stored tables of a locked month."""
    m = ReportMonth
    found: dict[str, Any] | None = unit.value(
        select(m.snapshot).where(
            m.centre_id == centre_id, m.month == str(month), m.state == str(MonthState.LOCKED)
        )
    )
    return found


def locked_months(unit: Unit, centre_id: int) -> tuple[Month, ...]:
    """The locked months of a centre, newest first."""
    m = ReportMonth
    query = select(m.month).where(m.centre_id == centre_id, m.state == str(MonthState.LOCKED))
    return tuple(Month.parse(text) for text in unit.column(query.order_by(m.month.desc())))


def targets(unit: Unit, centre_id: int, year: int | None = None) -> tuple[TargetRow, ...]:
    """The targets of a centre, of one year or all."""
    t = Target
    query = select(t.id, t.indicator, t.period, t.value, t.version).where(t.centre_id == centre_id)
    if year is not None:
        query = query.where(t.period.like(f"{year:04d}%"))
    return tuple(TargetRow(*row) for row in unit.rows(query.order_by(t.indicator, t.period)))


def goals(rows: Sequence[TargetRow], month: Month) -> dict[str, Goal]:
    """What holds in a month: its own targets, else those of its year."""
    found = {row.indicator: Goal(row.value, yearly=True) for row in rows if row.period == f"{month.year:04d}"}
    found.update({row.indicator: Goal(row.value) for row in rows if row.period == str(month)})
    return found

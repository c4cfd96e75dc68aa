"""The monthly summary: reading it, reviewing and locking a month, what changed since, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from resource_centre.audit.service import record_step
from resource_centre.centres.queries import CentreRow, centre, centres
from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.core.times import Month
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right, allowed, refusal, require
from resource_centre.reports import figures, queries, snapshot
from resource_centre.reports.charts import (
    Charts,
    averaged,
    backlog_by_age,
    heat,
    topics,
    trend,
    volunteer_hours,
)
from resource_centre.reports.external import Hidden, external, suppressed
from resource_centre.reports.facts import Facts
from resource_centre.reports.merge import merged
from resource_centre.reports.model import ReportMonth, Target
from resource_centre.reports.period import COLUMNS, Period
from resource_centre.reports.queries import MonthRow
from resource_centre.reports.reading.asking import Asking
from resource_centre.reports.reading.resources import occupations
from resource_centre.reports.shape import (
    NOTHING,
    Amount,
    Figure,
    Label,
    MonthState,
    Ref,
    Summary,
    Table,
    Value,
)

NOTHING_KNOWN: Mapping[int, Facts] = {}
NOT_RESTATED = "quality.restatements"


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something to look at before a month is locked, in words, with the rows it is about."""

    key: str
    text: str
    rows: Sequence[Ref]


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure that would be another one now than when its month was locked."""

    key: str
    table: str
    labels: tuple[Label, ...]
    label: Label
    locked: Value
    now: Value


def summary(unit: Unit, centre_id: int | None, month: Month) -> Summary:
    """The summary of a month, of a centre or (None) the network; a locked month as it was locked.

    Who may read summaries gets all of it; an evaluator gets the external edition of locked months alone.
    """
    if _sees_outside_only(unit, centre_id):
        return external_summary(unit, centre_id, month)
    return _summary(unit, centre_id, month)


def _sees_outside_only(unit: Unit, centre_id: int | None) -> bool:
    """Whether the actor gets the external edition alone; who may not even see that is refused."""
    if allowed(unit.actor, Data.SUMMARIES, Right.READ, centre_id):
        return False
    if unit.actor.has(Role.EVALUATOR, centre_id):
        return True
    raise NotPermitted(refusal(unit.actor, Data.SUMMARIES, Right.READ))


def external_summary(unit: Unit, centre_id: int | None, month: Month) -> Summary:
    """The external edition: locked months alone, without names and small numbers of people."""
    _sees_outside_only(unit, centre_id)
    _require_locked(unit, _active(unit) if centre_id is None else [centre(unit, centre_id)], month)
    found = _summary(unit, centre_id, month)
    return external(found, _hidden_before(unit, found))


def outside_months(unit: Unit, centre_id: int | None) -> tuple[Month, ...]:
    """The months that the external edition shows of a centre, or (None) of every centre; newest first."""
    _sees_outside_only(unit, centre_id)
    each = [queries.locked_months(unit, row.id) for row in _active(unit) if centre_id in (None, row.id)]
    shared = set(each[0]).intersection(*each[1:]) if each else set()
    return tuple(sorted(shared, key=str, reverse=True))


def _require_locked(unit: Unit, rows: Sequence[CentreRow], month: Month) -> None:
    waiting = [c.name for c in rows if queries.month_row(unit, c.id, month).state is not MonthState.LOCKED]
    if waiting:
        raise NotPermitted(
            _("{month} is not locked yet at {centre}. Outside, only locked months are shown.").format(
                month=month.label, centre=", ".join(waiting)
            )
        )


def _active(unit: Unit) -> list[CentreRow]:
    return [row for row in centres(unit) if row.active]


def _summary(
    unit: Unit, centre_id: int | None, month: Month, known: Mapping[int, Facts] = NOTHING_KNOWN
) -> Summary:
    """`known` are the rows of centres that are read already."""
    if centre_id is not None:
        return _of_centre(unit, centre(unit, centre_id), month, known.get(centre_id))
    each = [_of_centre(unit, row, month, known.get(row.id)) for row in _active(unit)]
    if not each:
        raise BadInput(_("There is no centre yet, so there is nothing to sum up."))
    states = {s.state for s in each}
    order = list(MonthState)
    state = min(states, key=order.index)
    locked_at = max((s.locked_at for s in each if s.locked_at), default=None)
    zones = dict.fromkeys(s.zone for s in each)
    return Summary(
        month, None, "", _("Network"), ", ".join(zones), state, merged([s.tables for s in each]),
        locked_at if state is MonthState.LOCKED else None, centres=tuple(s.centre_code for s in each), parts=tuple(each),
    )  # fmt: skip


def _of_centre(unit: Unit, row: CentreRow, month: Month, known: Facts | None = None) -> Summary:
    stands = queries.month_row(unit, row.id, month)
    stored = queries.snapshot(unit, row.id, month) if stands.state is MonthState.LOCKED else None
    tables = snapshot.unpacked(stored) if stored is not None else _live(unit, row, month, known)
    return Summary(
        month,
        row.id,
        row.code,
        row.name,
        row.zone,
        stands.state,
        tables,
        stands.locked_at,
        centres=(row.code,),
    )


def _live(unit: Unit, row: CentreRow, month: Month, known: Facts | None = None) -> tuple[Table, ...]:
    goals = queries.goals(queries.targets(unit, row.id, month.year), month)
    return figures.tables(known or queries.facts(unit, row, month), goals)


def _hidden_before(unit: Unit, of: Summary) -> Hidden:
    """What other editions of the same numbers hid: earlier months of the year, and the centres of a network."""
    found: dict[str, set[str]] = {column: set() for column in COLUMNS}
    ids = [of.centre_id] if of.centre_id is not None else [row.id for row in _active(unit)]
    for centre_id in ids:
        if of.centre_id is None:
            one = _of_centre(unit, centre(unit, centre_id), of.month)
            for column, keys in suppressed(one, _hidden_before(unit, one)).items():
                found[column] |= keys
        for month in queries.locked_months(unit, centre_id):
            where = [
                column
                for column, wanted in (
                    ("previous", month == of.month.previous),
                    ("last_year", month == of.month.last_year),
                    ("year", month.year == of.month.year and month < of.month),
                )
                if wanted
            ]
            if where:
                keys = suppressed(_of_centre(unit, centre(unit, centre_id), month))["month"]
                for column in where:
                    found[column] |= keys
    return {column: frozenset(keys) for column, keys in found.items()}


def charts(unit: Unit, centre_id: int | None, month: Month) -> Charts:
    """What the charts of a month show, of a centre or the network, by the rows as they are now."""
    return _charts(unit, _facts(unit, centre_id, month))


def summary_and_charts(unit: Unit, centre_id: int | None, month: Month) -> tuple[Summary, Charts]:
    """Both, for who may read summaries: the rows behind them are read once."""
    known = _facts(unit, centre_id, month)
    return _summary(unit, centre_id, month, known), _charts(unit, known)


def _facts(unit: Unit, centre_id: int | None, month: Month) -> dict[int, Facts]:
    require(unit, Data.SUMMARIES, Right.READ, centre_id)
    rows = _active(unit) if centre_id is None else [centre(unit, centre_id)]
    return {row.id: queries.facts(unit, row, month) for row in rows}


def _charts(unit: Unit, known: Mapping[int, Facts]) -> Charts:
    many = list(known.values())
    heats = [
        heat(each, occupations(Asking(unit, each.centre_id, Period.of(each.month, each.month, each.tz))))
        for each in many
    ]
    return Charts(trend(many), topics(many), averaged(heats), backlog_by_age(many), volunteer_hours(many))


def month_state(unit: Unit, centre_id: int, month: Month) -> MonthRow:
    """How a month stands, and who locked it when."""
    _sees_outside_only(unit, centre_id)
    return queries.month_row(unit, centre_id, month)


def caveats(of: Summary) -> tuple[Caveat, ...]:
    """What is missing in a month, each in words: one session has no attendance, 6 hours are not approved."""
    found = []
    for line in of.table("quality").lines:
        for figure in line.figures:
            words = _caveat(line.key, figure.value)
            if words:
                found.append(Caveat(figure.key, words, figure.rows))
    return tuple(found)


def _caveat(key: str, value: Value) -> str:
    """What is missing, in words; nothing when nothing is."""
    if not value:
        return ""
    n = int(value) if value == int(value) else 2
    if key == "no_attendance":
        text = n_("{n} session has no attendance", "{n} sessions have no attendance", n)
    elif key == "still_planned":
        text = n_(
            "{n} past session is neither delivered nor cancelled",
            "{n} past sessions are neither delivered nor cancelled",
            n,
        )
    elif key == "hours_waiting":
        text = n_("{n} hour is not approved", "{n} hours are not approved", n)
    else:
        return ""
    return text.format(n=f"{value:g}")


def review(unit: Unit, centre_id: int, month: Month) -> MonthRow:
    """Puts an open month into review."""
    require(unit, Data.SUMMARIES, Right.APPROVE, centre_id)
    stands = queries.month_row(unit, centre_id, month)
    if stands.state is not MonthState.OPEN:
        raise BadInput(_("{month} is in review or locked already.").format(month=month.label), "month")
    _set(unit, centre_id, month, MonthState.IN_REVIEW)
    return queries.month_row(unit, centre_id, month)


def reopen(unit: Unit, centre_id: int, month: Month) -> MonthRow:
    """Takes a month out of review again."""
    require(unit, Data.SUMMARIES, Right.APPROVE, centre_id)
    if queries.month_row(unit, centre_id, month).state is not MonthState.IN_REVIEW:
        raise BadInput(_("{month} is not in review.").format(month=month.label), "month")
    _set(unit, centre_id, month, MonthState.OPEN)
    return queries.month_row(unit, centre_id, month)


def lock(unit: Unit, centre_id: int, month: Month) -> MonthRow:
    """Locks a month that is over: its figures are stored and stay as they are."""
    require(unit, Data.SUMMARIES, Right.APPROVE, centre_id)
    row = centre(unit, centre_id)
    if queries.month_row(unit, centre_id, month).state is MonthState.LOCKED:
        raise BadInput(_("{month} is locked already.").format(month=month.label), "month")
    if month.range(row.tz).end > unit.now:
        raise BadInput(_("{month} is not over yet. Lock it when it is.").format(month=month.label), "month")
    stored = _set(unit, centre_id, month, MonthState.LOCKED)
    stored.snapshot = snapshot.packed(_live(unit, row, month))
    stored.locked_at = unit.now
    stored.locked_by = unit.actor.person_id
    unit.flush()
    return queries.month_row(unit, centre_id, month)


def _set(unit: Unit, centre_id: int, month: Month, state: MonthState) -> ReportMonth:
    m = ReportMonth
    stored = unit.session.scalars(
        select(mapped(m)).where(m.centre_id == centre_id, m.month == str(month))
    ).first()
    before = None if stored is None else stored.state
    if stored is None:
        stored = unit.add(ReportMonth(centre_id=centre_id, month=str(month), state=str(state)))
    else:
        stored.state = str(state)
        stored.version += 1
        unit.flush()
    record_step(unit, "report_month", stored.id, centre_id, before or str(MonthState.OPEN), str(state))
    unit.changed(Topic.REPORTS)
    return stored


def restatements(unit: Unit, centre_id: int, month: Month) -> tuple[Restatement, ...]:
    """Figures of a locked month that changes made since would make other ones; none for a month not locked."""
    require(unit, Data.SUMMARIES, Right.READ, centre_id)
    stored = queries.snapshot(unit, centre_id, month)
    if stored is None:
        return ()
    return differences(snapshot.unpacked(stored), _live(unit, centre(unit, centre_id), month))


def differences(locked: Sequence[Table], now: Sequence[Table]) -> tuple[Restatement, ...]:
    """The figures of the month itself that differ, in the order of the tables."""
    found = []
    new = {table.key: table for table in now}
    for old in locked:
        lines = {line.key: line for line in (*new[old.key].lines, *old.lines)}
        before = {figure.key: figure for figure in old.figures}
        after = {figure.key: figure for figure in new[old.key].figures}
        for line in lines.values():
            for figure in line.figures:
                was, is_ = _month(before.get(figure.key), figure), _month(after.get(figure.key), figure)
                if was != is_ and figure.key != NOT_RESTATED:
                    values = was.value(figure.unit), is_.value(figure.unit)
                    found.append(Restatement(figure.key, old.title, line.labels, figure.label, *values))
    return tuple(found)


def _month(figure: Figure | None, like: Figure) -> Amount:
    return figure.month if figure is not None else NOTHING[like.unit]


def noted(of: Summary, found: Sequence[Restatement]) -> Summary:
    """A locked summary for the screen: the last table says how many figures have changed since."""

    def with_count(table: Table) -> Table:
        lines = []
        for line in table.lines:
            changed = tuple(
                f._replace(month=Amount(len(found))) if f.key == NOT_RESTATED else f for f in line.figures
            )
            lines.append(replace(line, figures=changed))
        return replace(table, lines=tuple(lines))

    return replace(of, tables=tuple(with_count(t) if t.key == "quality" else t for t in of.tables))


def set_target(
    unit: Unit, centre_id: int, indicator: str, period: str, value: float, version: int | None = None
) -> None:
    """Sets what a figure should reach in a month (2026-11) or a year (2026). `indicator` is the figure's key."""
    require(unit, Data.SUMMARIES, Right.WRITE, centre_id)
    period = period.strip()
    if not (len(period) == 4 and period.isdigit()):
        period = str(Month.parse(period))
    if (
        indicator.partition(".")[0] not in figures.BY_KEY
        or not indicator.partition(".")[2]
        or len(indicator) > 64
    ):
        raise BadInput(
            _("There is no figure “{key}” to set a target for.").format(key=indicator), "indicator"
        )
    if not 0 <= value < 1e9:
        raise BadInput(_("A target is a number, zero or more."), "value")
    t = Target
    key = unit.value(
        select(t.id).where(t.centre_id == centre_id, t.indicator == indicator, t.period == period)
    )
    if key is None:
        unit.add(Target(centre_id=centre_id, indicator=indicator, period=period, value=value))
    else:
        unit.get_version(Target, key, version, {"value": value}).value = value
        unit.flush()
    unit.changed(Topic.REPORTS)


__all__ = [
    "Caveat", "Restatement", "caveats", "charts", "differences", "external_summary", "lock", "month_state",
    "noted", "reopen", "restatements", "review", "set_target", "summary", "summary_and_charts",
]  # fmt: skip

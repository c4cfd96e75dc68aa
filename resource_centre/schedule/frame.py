"""What the rules look at beside the calendar itself, read by one statement.

Resources with their parts, outages, policies, hours, closures, trainings, and what is out beyond its time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, and_, bindparam, literal_column, or_, select

from resource_centre.centres.model import Centre, Closure, HolidayOpen, OpeningHours
from resource_centre.centres.queries import (
    Calendar,
    CentreRow,
    ClosedRange,
    centre_columns,
    holidays_between,
    week_of,
)
from resource_centre.core.errors import BadInput, NotFound
from resource_centre.core.times import TimeRange
from resource_centre.db.functions import listed
from resource_centre.db.types import Instant
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _
from resource_centre.people.model import Person, PersonQualification, Qualification
from resource_centre.resources import queries as resources
from resource_centre.resources.model import (
    Bookable,
    EquipmentModel,
    Outage,
    Policy,
    QualificationNeeded,
    Quota,
)
from resource_centre.resources.queries import BookableRow, OutageRow, PolicyLine, PolicyRow, QuotaRow
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.rules import Hold, Taken

T = TypeVar("T")
# Said as the partial index of open activities says it, or SQLite would not take that index.
OUT: ColumnElement[bool] = literal_column(
    "activity.state in ('pending', 'checked_out') and activity.state = 'checked_out'"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of the bookables a hold asks for, of the pools it picks units from, and of its person.

    `rows` has their parts as well.
    """

    tz: ZoneInfo
    rows: dict[int, BookableRow]
    families: dict[int, tuple[int, ...]]
    pools: dict[int, tuple[str, tuple[int, ...]]]
    outages: dict[int, list[OutageRow]]
    calendars: dict[int, Calendar]
    policies: dict[int, PolicyRow]
    needed: dict[int, list[tuple[int, str]]]
    person: str
    trained: dict[int, list[tuple[date, date | None]]]
    late: dict[int, Taken]


@cache
def _statement() -> Query:
    b, p, o, h, c = Bookable, Policy, Outage, OpeningHours, Closure
    ids = bindparam("ids", expanding=True, type_=Integer())
    models = bindparam("models", expanding=True, type_=Integer())
    start, end = bindparam("start", type_=Instant()), bindparam("end", type_=Instant())
    wide_start, wide_end = bindparam("wide_start", type_=Instant()), bindparam("wide_end", type_=Instant())
    now, person = bindparam("now", type_=Instant()), bindparam("person", type_=Integer())

    asked = select(b.id, b.centre_id, b.model_id).where(
        or_(b.id.in_(ids), and_(b.model_id.in_(models), b.kind == "unit", b.active))
    ).cte("asked")  # fmt: skip
    family = select(asked.c.id).cte("family", recursive=True)
    family = family.union(
        select(b.id).select_from(family).join(b, b.parent_id == family.c.id).where(b.active)
    )
    members, of_asked = select(family.c.id), select(asked.c.id)
    at_centres, of_models = select(asked.c.centre_id), select(asked.c.model_id)
    rows = select(listed(*resources.bookable_columns())).select_from(b).where(b.id.in_(members))
    policies = and_(
        p.centre_id.in_(at_centres),
        or_(p.bookable_id.is_(None), p.bookable_id.in_(of_asked)),
        or_(p.model_id.is_(None), p.model_id.in_(of_models)),
    )
    need, has, a, taken = QualificationNeeded, PersonQualification, Activity, Allocation
    parts: list[Query] = [
        rows.outerjoin(EquipmentModel, EquipmentModel.id == b.model_id),
        select(listed(*centre_columns())).where(
            or_(Centre.id == bindparam("centre", type_=Integer()), Centre.id.in_(at_centres))
        ),
        select(listed(o.id, o.bookable_id, o.reason, o.starts_at, o.ends_at, o.version)).where(
            o.bookable_id.in_(members), o.cancelled_at.is_(None), o.starts_at < end,
            or_(o.ends_at.is_(None), o.ends_at > start),
        ),
        select(listed(*(getattr(p, name) for name in PolicyLine._fields))).where(policies),
        select(listed(Quota.policy_id, Quota.measure, Quota.per, Quota.amount)).select_from(Quota)
        .join(p, p.id == Quota.policy_id).where(policies),
        select(listed(need.bookable_id, need.model_id, Qualification.id, Qualification.name)).select_from(need)
        .join(Qualification, Qualification.id == need.qualification_id)
        .where(or_(need.bookable_id.in_(of_asked), need.model_id.in_(of_models))),
        select(listed(h.centre_id, h.bookable_id, h.weekday, h.from_minute, h.to_minute)).where(
            h.centre_id.in_(at_centres), or_(h.bookable_id.is_(None), h.bookable_id.in_(of_asked))
        ),
        select(listed(c.centre_id, c.id, c.title, c.starts_at, c.ends_at)).where(
            c.centre_id.in_(at_centres), c.cancelled_at.is_(None), c.starts_at < wide_end, c.ends_at > wide_start
        ),
        select(listed(HolidayOpen.centre_id, HolidayOpen.day)).where(HolidayOpen.centre_id.in_(at_centres)),
        select(listed(has.qualification_id, has.granted_on, has.expires_on)).where(
            has.person_id == person, has.revoked_at.is_(None)
        ),
        select(listed(a.id, taken.bookable_id, a.title, a.starts_at, a.ends_at, a.state)).select_from(a)
        .join(taken, taken.activity_id == a.id)
        .where(OUT, a.ends_at < now, taken.live, taken.bookable_id.in_(members)),
        select(Person.name).where(Person.id == person),
    ]  # fmt: skip
    return select(*(part.scalar_subquery() for part in parts))


def read(unit: Unit, hold: Hold, window: TimeRange, wide: TimeRange, without: Collection[int] = ()) -> Frame:
    """The frame of holds like this one inside `window`; `wide` is the window of its calendars.

    `BadInput` or `NotFound` when nothing is asked for, or what does not exist.
    """
    _refuse_numbers(hold)
    values = {
        "ids": list(hold.bookables), "models": [model for model, _count in hold.units], "centre": hold.centre_id,
        "start": window.start, "end": window.end, "wide_start": wide.start, "wide_end": wide.end,
        "person": hold.person_id, "now": unit.now,
    }  # fmt: skip
    unit.flush()
    found = unit.connection.execute(_statement(), values).one()
    rows_, centres_, outages, policies, quotas, needed, hours, closures, opened, trained, late, person = found
    everything = {row.id: row for row in map(_bookable, sorted(rows_))}
    for wanted in hold.bookables:
        if wanted not in everything:
            raise NotFound(_("There is no resource with the number {id}.").format(id=wanted), "bookables")
    pools = _pools(unit, hold, everything)
    asked = list(dict.fromkeys([*hold.bookables, *(i for _name, pool in pools.values() for i in pool)]))
    if not asked:
        raise BadInput(_("Nothing is named to book. Name a lab, a unit or a person."), "bookables")
    centres = {row.id: row for row in map(_centre, centres_)}
    if hold.centre_id not in centres:
        raise NotFound(_("There is no centre with the number {id}.").format(id=hold.centre_id))
    wanted_rows = [everything[i] for i in asked]
    pairs = [(r.id, r.parent_id) for r in everything.values() if r.parent_id is not None and r.active]
    calendars = _Calendars(centres, wide, hours, closures, opened)
    return Frame(
        tz=centres[hold.centre_id].tz,
        rows=everything,
        families=resources.families_among(pairs, asked),
        pools=pools,
        outages=_grouped(sorted(outages, key=lambda o: o[3]), 1, _outage),
        calendars={row.id: calendars.of(row) for row in wanted_rows if row.kind != "person"},
        policies=resources.inherited(
            wanted_rows, [*map(_policy, policies)], _grouped(quotas, 0, lambda q: QuotaRow(*q[1:]))
        ),
        needed=_needed(wanted_rows, needed),
        person=person or "",
        trained=_grouped(trained, 0, lambda t: (date.fromisoformat(t[1]), _day(t[2]))),
        late={row[1]: _late(row) for row in late if row[0] not in without},
    )


def _refuse_numbers(hold: Hold) -> None:
    if any(count < 1 for _model, count in hold.units):
        raise BadInput(_("A number of units is one or more."), "units")


def _pools(
    unit: Unit, hold: Hold, everything: Mapping[int, BookableRow]
) -> dict[int, tuple[str, tuple[int, ...]]]:
    """By model its name and the units to pick from."""
    found = {}
    for model_id, _count in hold.units:
        units = [r for r in everything.values() if r.model_id == model_id and r.kind == "unit" and r.active]
        if not units:
            known = (m.name for m in resources.models(unit) if m.id == model_id)
            name = next(known, str(model_id))
            raise BadInput(_("There are no units of {model}.").format(model=name), "units")
        found[model_id] = (units[0].model, tuple(u.id for u in units if u.id not in hold.bookables))
    return found


class _Calendars:
    """Calendars of bookables: those without hours of their own share that of their centre."""

    def __init__(
        self,
        centres: Mapping[int, CentreRow],
        window: TimeRange,
        hours: Iterable[Sequence[Any]],
        closures: Iterable[Sequence[Any]],
        opened: Iterable[Sequence[Any]],
    ) -> None:
        self.centres = centres
        self.window = window
        self.hours = sorted(hours, key=lambda line: (line[2], line[3]))
        self.own = {line[1] for line in self.hours if line[1] is not None}
        self.closures = _grouped(closures, 0, _closed)
        self.opened = _grouped(opened, 0, lambda line: date.fromisoformat(line[1]))
        self.made: dict[tuple[int, int | None], Calendar] = {}

    def of(self, row: BookableRow) -> Calendar:
        """The calendar of one bookable."""
        key = row.centre_id, row.id if row.id in self.own else None
        if key not in self.made:
            centre = self.centres[row.centre_id]
            closed = self.closures.get(centre.id, [])
            closed = closed + holidays_between(centre, self.window, self.opened.get(centre.id, ()))
            closed.sort(key=lambda item: item.range.start)
            lines = [h[1:] for h in self.hours if h[0] == centre.id and h[1] in (None, key[1])]
            self.made[key] = Calendar(centre.tz, self.window, week_of(lines), tuple(closed))
        return self.made[key]


def _grouped(
    lines: Iterable[Sequence[Any]], key: int, made: Callable[[Sequence[Any]], T]
) -> dict[int, list[T]]:
    answer: dict[int, list[T]] = {}
    for line in lines:
        answer.setdefault(line[key], []).append(made(line))
    return answer


def _needed(rows: Iterable[BookableRow], lines: Iterable[Sequence[Any]]) -> dict[int, list[tuple[int, str]]]:
    answer: dict[int, list[tuple[int, str]]] = {}
    for row in rows:
        for bookable_id, model_id, qualification_id, name in lines:
            if row.id == bookable_id or (model_id is not None and row.model_id == model_id):
                answer.setdefault(row.id, []).append((qualification_id, name))
    return answer


def _instant(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _yes(said: int | None) -> bool | None:
    return None if said is None else bool(said)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _bookable(line: Sequence[Any]) -> BookableRow:
    values = [*line[:13], _day(line[13]), *line[14:17], bool(line[17]), bool(line[18]), *line[19:]]
    return BookableRow(*values)


def _centre(line: Sequence[Any]) -> CentreRow:
    values = [*line[:11], bool(line[11]), *line[12:14], bool(line[14]), line[15]]
    return CentreRow(*values)


def _policy(line: Sequence[Any]) -> PolicyLine:
    values = [*line[:10], _yes(line[10]), line[11], _yes(line[12])]
    return PolicyLine(*values)


def _outage(line: Sequence[Any]) -> OutageRow:
    end = None if line[4] is None else _instant(line[4])
    return OutageRow(line[0], line[1], line[2], _instant(line[3]), end, line[5])


def _closed(line: Sequence[Any]) -> ClosedRange:
    return ClosedRange(TimeRange(_instant(line[3]), _instant(line[4])), line[2], line[1])


def _late(line: Sequence[Any]) -> Taken:
    start, end = _instant(line[3]), _instant(line[4])
    return Taken(line[0], line[1], line[2], "", start, end, TimeRange(start, end), line[5])

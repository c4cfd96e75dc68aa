"""Reading loans: the list by how each stands, and one with its units, counted parts and history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select

from resource_centre.audit.queries import StepRow
from resource_centre.audit.queries import steps as recorded_steps
from resource_centre.bookings.model import Loan, LoanPart
from resource_centre.bookings.rules import PAST, SHOWN, LoanFilter, Standing, counted, standing, steps
from resource_centre.centres import queries as centres
from resource_centre.core.errors import NotFound
from resource_centre.core.states import Step
from resource_centre.core.times import TimeRange, days_range, to_wall
from resource_centre.db.base import aliased
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources import queries as resources
from resource_centre.resources.model import Bookable, ModelPart
from resource_centre.schedule.checks import against_one, surroundings
from resource_centre.schedule.model import Activity, Allocation
from resource_centre.schedule.queries import HeldRow, holds_of
from resource_centre.schedule.rules import ActivityKind, ActivityState, Hold
from resource_centre.schools.model import School


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan in a list; `activity_id` is its number everywhere. Parts are counted over all its units.

    `parts_in` is None until they are counted in; `missing` is how many did not come back.
    """

    activity_id: int
    uid: str
    centre_id: int
    title: str
    state: str
    standing: Standing
    borrower_id: int | None
    borrower: str
    school_id: int | None
    school: str
    start: datetime
    due: datetime
    units: tuple[str, ...]
    checked_out_at: datetime | None
    returned_at: datetime | None
    ready_at: datetime | None
    parts_out: int
    parts_in: int | None
    missing: int
    version: int

    @property
    def whom(self) -> str:
        """Who has or gets it: the person, the school, or both."""
        return ", ".join(part for part in (self.borrower, self.school) if part)

    @property
    def parts(self) -> str:
        """The count of parts in words, as soon as they are back: 28 of 30."""
        return "" if self.parts_in is None else counted(self.parts_in, self.parts_out)


@dataclass(frozen=True, slots=True)
class PartRow:
    """A named part of a lent unit: how many a complete one has, went out and came back."""

    bookable_id: int
    name: str
    expected: int
    counted_out: int | None
    counted_in: int | None
    note: str


@dataclass(frozen=True, slots=True)
class LoanUnit:
    """One lent unit with its parts."""

    bookable_id: int
    code: str
    name: str
    model: str
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class LoanDetail:
    """One loan whole. `next_steps` are what the actor may do with it now."""

    row: LoanRow
    note: str
    units: tuple[LoanUnit, ...]
    condition_out: str
    condition_in: str
    checked_out_by: str
    returned_by: str
    override_reason: str
    cancel_reason: str
    history: tuple[StepRow, ...]
    next_steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class OutRow:
    """A unit that is with somebody, or back and not ready yet."""

    activity_id: int
    bookable_id: int
    bookable: str
    title: str
    state: str
    due: datetime


def loans(
    unit: Unit, centre_id: int, show: LoanFilter | None = LoanFilter.OPEN, text: str = "", window: TimeRange | None = None,
    person_id: int | None = None, school_id: int | None = None,
) -> list[LoanRow]:  # fmt: skip
    """Loans of a centre by the day they are due (past ones newest first); `show` None lists all of them.

    Those who may not read the centre's bookings see their own.
    """
    a = Activity
    where = [a.centre_id == centre_id]
    if show is not None and show is not LoanFilter.PAST:
        live = (
            ActivityState.PENDING,
            ActivityState.RESERVED,
            ActivityState.CHECKED_OUT,
            ActivityState.RETURNED,
        )
        where.append(a.state.in_([str(s) for s in live]))
    if window is not None:
        where += [a.starts_at < window.end, a.ends_at > window.start]
    if person_id is not None:
        where.append(or_(a.person_id == person_id, Loan.borrower_id == person_id))
    if school_id is not None:
        where.append(or_(a.school_id == school_id, Loan.school_id == school_id))
    rows = _rows(unit, where, centres.centre(unit, centre_id).tz)
    if show is not None:
        rows = [row for row in rows if row.standing in SHOWN[show]]
    words = text.casefold().split()
    if words:
        rows = [row for row in rows if all(word in _haystack(row) for word in words)]
    rows.sort(key=lambda row: (row.due, row.activity_id), reverse=show is LoanFilter.PAST)
    return rows


def counts(unit: Unit, centre_id: int) -> dict[LoanFilter, int]:
    """How many loans each open filter would show."""
    found = Counter(row.standing for row in loans(unit, centre_id, LoanFilter.OPEN))
    return {
        show: sum(found[how] for how in SHOWN[show] - PAST)
        for show in LoanFilter
        if show is not LoanFilter.PAST
    }


def due_soon(unit: Unit, centre_id: int) -> ColumnElement[bool]:
    """Whether an activity ends today or tomorrow by the centre's days, and has not ended yet."""
    tz = centres.centre(unit, centre_id).tz
    until = days_range(to_wall(unit.now, tz).date(), 2, tz).end
    return and_(Activity.ends_at >= unit.now, Activity.ends_at < until)


def loan(unit: Unit, activity_id: int) -> LoanDetail:
    """One loan with its units, parts and history; `NotFound` when there is none (or it may not be seen)."""
    missing = NotFound(_("There is no loan with the number {id}.").format(id=activity_id))
    activity = unit.seen(Activity, activity_id)
    if activity is None or activity.kind != ActivityKind.LOAN:
        raise missing
    rows = _rows(unit, [Activity.id == activity_id], centres.centre(unit, activity.centre_id).tz)
    if not rows:
        raise missing
    taker, giver = aliased(Person), aliased(Person)
    more = unit.first(
        select(Loan.condition_out, Loan.condition_in, giver.name, taker.name)
        .outerjoin(giver, giver.id == Loan.checked_out_by)
        .outerjoin(taker, taker.id == Loan.returned_by)
        .where(Loan.activity_id == activity_id)
    ) or ("", "", "", "")  # fmt: skip
    staff = allowed(unit.actor, Data.BOOKINGS, Right.WRITE, activity.centre_id)
    return LoanDetail(
        rows[0], activity.note, lent_units(unit, activity_id), more[0], more[1], more[2] or "", more[3] or "",
        activity.override_reason, activity.cancel_reason, recorded_steps(unit, "activity", activity_id),
        steps(rows[0].standing) if staff else (),
    )  # fmt: skip


def lent_units(unit: Unit, activity_id: int) -> tuple[LoanUnit, ...]:
    """The units that were asked for, with the parts of a complete one and what was counted."""
    held = asked_units(unit, activity_id)
    ids = [h.bookable_id for h in held]
    expected: dict[int, dict[str, int]] = {}
    query = (
        select(Bookable.id, ModelPart.name, ModelPart.quantity)
        .join(ModelPart, ModelPart.model_id == Bookable.model_id)
        .where(Bookable.id.in_(ids))
        .order_by(ModelPart.position, ModelPart.id)
    )
    for bookable_id, name, quantity in unit.rows(query):
        expected.setdefault(bookable_id, {})[name] = quantity
    p = LoanPart
    seen: dict[int, dict[str, tuple[int, int | None, str]]] = {}
    counted_parts = (
        select(p.bookable_id, p.name, p.counted_out, p.counted_in, p.note)
        .join(Loan, Loan.id == p.loan_id)
        .where(Loan.activity_id == activity_id)
        .order_by(p.id)
    )
    for bookable_id, name, out, back, note in unit.rows(counted_parts):
        seen.setdefault(bookable_id, {})[name] = (out, back, note)
    found = []
    for h in held:
        quantities, counts_ = expected.get(h.bookable_id, {}), seen.get(h.bookable_id, {})
        parts = tuple(
            PartRow(h.bookable_id, name, quantities.get(name, 0), *counts_.get(name, (None, None, "")))
            for name in {**quantities, **counts_}
        )
        found.append(LoanUnit(h.bookable_id, h.code, h.name, h.model, parts))
    return tuple(found)


def asked_units(unit: Unit, activity_id: int) -> list[HeldRow]:
    """What was asked for (not what came with it): live ones, or all that were held when none is live any more."""
    held = [h for h in holds_of(unit, [activity_id]).get(activity_id, ()) if h.asked_id == h.bookable_id]
    return [h for h in held if h.live] or held


def still_out(unit: Unit, bookable_ids: Sequence[int], but: int) -> list[OutRow]:
    """Those of these bookables that another loan has, or has brought back and nobody has made ready."""
    a, b = Activity, Bookable
    states = [str(ActivityState.CHECKED_OUT), str(ActivityState.RETURNED)]
    query = (
        select(a.id, b.id, b.name, a.title, a.state, a.ends_at)
        .join(Allocation, Allocation.activity_id == a.id)
        .join(b, b.id == Allocation.bookable_id)
        .where(
            Allocation.live, b.id.in_(list(bookable_ids)), a.id != but, a.kind == str(ActivityKind.LOAN), a.state.in_(states),
        )
        .order_by(a.ends_at)
    )  # fmt: skip
    return [OutRow(*r) for r in unit.rows(query)]


def substitutes(unit: Unit, activity_id: int, bookable_id: int) -> list[resources.BookableRow]:
    """Other units of the same model that are free, in order and not overdue for the whole of this loan's time."""
    activity = unit.get(Activity, activity_id)
    wanted = resources.bookable(unit, bookable_id)
    if wanted.model_id is None:
        return []
    mine = {h.bookable_id for h in holds_of(unit, [activity_id], live_only=True).get(activity_id, ())}
    mates = [
        m for m in resources.bookables(unit, wanted.centre_id, "unit", wanted.model_id) if m.id not in mine
    ]
    if not mates:
        return []
    hold = Hold(
        activity.centre_id, ActivityKind.LOAN, activity.title, activity.starts_at, activity.ends_at,
        tuple(m.id for m in mates), person_id=activity.person_id, setup_minutes=activity.setup_minutes,
        cleardown_minutes=activity.cleardown_minutes, uid=activity.uid,
    )  # fmt: skip
    around = surroundings(unit, hold, hold.range, (activity_id,), looking=True)
    against = {"overlap", "out_of_order", "inactive", "overdue"}
    return [
        m for m in mates if not any(v.code in against for v in against_one(unit, hold, around, m.id, True))
    ]


def _rows(unit: Unit, where: Sequence[object], tz: ZoneInfo) -> list[LoanRow]:
    a, borrower = Activity, aliased(Person)
    query: Query = (
        select(
            a.id, a.uid, a.centre_id, a.title, a.state, a.starts_at, a.ends_at, a.expires_at, a.version,
            func.coalesce(Loan.borrower_id, a.person_id), borrower.name, func.coalesce(Loan.school_id, a.school_id),
            School.name, Loan.checked_out_at, Loan.returned_at, Loan.ready_at,
        )
        .outerjoin(Loan, Loan.activity_id == a.id)
        .outerjoin(borrower, borrower.id == func.coalesce(Loan.borrower_id, a.person_id))
        .outerjoin(School, School.id == func.coalesce(Loan.school_id, a.school_id))
        .where(a.kind == str(ActivityKind.LOAN), *where)  # type: ignore[arg-type]
    )  # fmt: skip
    found = [r for r in unit.rows(query) if _may_see(unit, r.centre_id, r[9])]
    ids = [r[0] for r in found]
    held = holds_of(unit, ids) if ids else {}
    parts = _part_counts(unit, ids)
    answer = []
    for r in found:
        mine = [h for h in held.get(r[0], ()) if h.asked_id == h.bookable_id]
        units = tuple(h.code for h in [h for h in mine if h.live] or mine)
        out, back, missing = parts.get(r[0], (0, None, 0))
        how = standing(r[4], r[5], r[6], unit.now, tz, r[7])
        answer.append(
            LoanRow(
                r[0], r[1], r[2], r[3], r[4], how, r[9], r[10] or "", r[11], r[12] or "", r[5], r[6], units,
                r[13], r[14], r[15], out, back, missing, r[8],
            )
        )  # fmt: skip
    return answer


def _part_counts(unit: Unit, ids: Sequence[int]) -> dict[int, tuple[int, int | None, int]]:
    p = LoanPart
    found: dict[int, tuple[int, int | None, int]] = {}
    query = select(Loan.activity_id, p.counted_out, p.counted_in).join(p, p.loan_id == Loan.id)
    for activity_id, out, back in unit.rows(query.where(Loan.activity_id.in_(list(ids)))):
        before = found.get(activity_id, (0, None, 0))
        counted_in = before[1] if back is None else (before[1] or 0) + back
        lost = 0 if back is None else max(out - back, 0)
        found[activity_id] = (before[0] + out, counted_in, before[2] + lost)
    return found


def _may_see(unit: Unit, centre_id: int, borrower_id: int | None) -> bool:
    if allowed(unit.actor, Data.BOOKINGS, Right.READ, centre_id):
        return True
    return borrower_id is not None and borrower_id == unit.actor.person_id


def _haystack(row: LoanRow) -> str:
    return f"{row.title} {row.whom} {' '.join(row.units)}".casefold()

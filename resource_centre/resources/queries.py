"""Reading what can be booked: bookables, families, models, policies, outages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from resource_centre.core.errors import BadInput, NotFound
from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Query, Unit
from resource_centre.i18n import _
from resource_centre.people.model import Qualification
from resource_centre.resources.model import (
    Bookable,
    EquipmentModel,
    Outage,
    Policy,
    QualificationNeeded,
    Quota,
)

FAR = datetime.max.replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class BookableRow:
    """A lab, a unit or a person's time. Buffers are minutes, those of the model where the unit has none of its own."""

    id: int
    uid: str
    centre_id: int
    code: str
    kind: str
    name: str
    model_id: int | None
    model: str
    parent_id: int | None
    person_id: int | None
    capacity: int | None
    location: str
    serial: str
    purchased_on: date | None
    notes: str
    setup_minutes: int
    cleardown_minutes: int
    active: bool
    lendable: bool
    category: str
    version: int


@dataclass(frozen=True, slots=True)
class ModelRow:
    """An equipment model with the number of its active units."""

    id: int
    uid: str
    centre_id: int
    name: str
    manufacturer: str
    category: str
    notes: str
    lendable: bool
    setup_minutes: int
    cleardown_minutes: int
    active: bool
    version: int
    units: int


@dataclass(frozen=True, slots=True)
class OutageRow:
    """A time in which a bookable is out of order; `end` None means until further notice."""

    id: int
    bookable_id: int
    reason: str
    start: datetime
    end: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """At most `amount` (count or hours) per day, week, month or in the future."""

    measure: str
    per: str
    amount: int


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """The policy that holds for a bookable after inheritance; minutes, days; None means no limit.

    `loan_minutes` is the shortest and the longest loan: what the bookable or its model says of its length. The
    centre's default lengths are those of sessions and limit no loan.
    """

    create_notice: int | None = None
    change_notice: int | None = None
    cancel_notice: int | None = None
    horizon_days: int | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None
    needs_approval: bool = False
    approval_hours: int = 48
    within_hours: bool = True
    quotas: tuple[QuotaRow, ...] = ()
    loan_minutes: tuple[int | None, int | None] = (None, None)


class PolicyLine(NamedTuple):
    """A policy as it is stored: of a bookable, of a model, or of the whole centre; None inherits."""

    id: int
    centre_id: int
    bookable_id: int | None
    model_id: int | None
    create_notice: int | None
    change_notice: int | None
    cancel_notice: int | None
    horizon_days: int | None
    min_minutes: int | None
    max_minutes: int | None
    needs_approval: bool | None
    approval_hours: int | None
    within_hours: bool | None


POLICY_FIELDS = (
    "create_notice", "change_notice", "cancel_notice", "horizon_days", "min_minutes", "max_minutes",
    "needs_approval", "approval_hours", "within_hours",
)  # fmt: skip


def bookable_columns() -> tuple[Any, ...]:
    """The columns of a `BookableRow`, of bookable with its model."""
    b, m = Bookable, EquipmentModel
    return (
        b.id, b.uid, b.centre_id, b.code, b.kind, b.name, b.model_id, func.coalesce(m.name, ""), b.parent_id, b.person_id, b.capacity,
        b.location, b.serial, b.purchased_on, b.notes,
        func.coalesce(b.setup_minutes, m.setup_minutes, 0), func.coalesce(b.cleardown_minutes, m.cleardown_minutes, 0),
        b.active, func.coalesce(m.lendable, False), func.coalesce(m.category, ""), b.version,
    )  # fmt: skip


def _select_bookables() -> Query:
    query: Query = select(*bookable_columns())
    return query.outerjoin(EquipmentModel, EquipmentModel.id == Bookable.model_id)


def _row(r: Any) -> BookableRow:
    return BookableRow(*r)


def bookables(
    unit: Unit,
    centre_id: int | None = None,
    kind: str | None = None,
    model_id: int | None = None,
    all_: bool = False,
) -> list[BookableRow]:
    """Bookables by kind, position, model and code; `all_` includes those taken out of the register."""
    b = Bookable
    query = _select_bookables().order_by(b.kind, b.position, func.lower(b.name), b.code)
    if centre_id is not None:
        query = query.where(b.centre_id == centre_id)
    if kind is not None:
        query = query.where(b.kind == kind)
    if model_id is not None:
        query = query.where(b.model_id == model_id)
    if not all_:
        query = query.where(b.active.is_(True))
    return [_row(r) for r in unit.rows(query)]


def bookable(unit: Unit, bookable_id: int) -> BookableRow:
    """One bookable; `NotFound` when there is none."""
    row = unit.first(_select_bookables().where(Bookable.id == bookable_id))
    if row is None:
        raise NotFound(_("There is no resource with the number {id}.").format(id=bookable_id), "bookables")
    return _row(row)


def bookables_by_id(unit: Unit, ids: Collection[int]) -> dict[int, BookableRow]:
    """The bookables with these ids; `NotFound` for the first that does not exist."""
    found = {r[0]: _row(r) for r in unit.rows(_select_bookables().where(Bookable.id.in_(set(ids))))}
    for wanted in ids:
        if wanted not in found:
            raise NotFound(_("There is no resource with the number {id}.").format(id=wanted), "bookables")
    return found


def bookable_named(unit: Unit, text: str, centre_id: int | None = None) -> BookableRow:
    """The bookable with this id, code or unique name (active ones); `NotFound` or `BadInput` in words."""
    text = text.strip()
    b = Bookable
    wanted = [b.code == text, b.name == text, func.lower(b.name) == text.lower()]
    if text.isdigit() and len(text) < 18:
        wanted.append(b.id == int(text))
    query = _select_bookables().where(or_(*wanted), b.active.is_(True))
    if centre_id is not None:
        query = query.where(b.centre_id == centre_id)
    rows = [_row(r) for r in unit.rows(query)]
    exact = [row for row in rows if row.code == text] or [row for row in rows if str(row.id) == text] or rows
    if not exact:
        raise NotFound(
            _("There is no resource “{text}”. Use an id, a code or a name of the list.").format(text=text),
            "bookables",
        )
    if len(exact) > 1:
        codes = ", ".join(row.code for row in exact[:6])
        raise BadInput(
            _("“{text}” names several resources: {codes}. Use a code.").format(text=text, codes=codes),
            "bookables",
        )
    return exact[0]


def bookable_of_person(unit: Unit, person_id: int) -> int | None:
    """The bookable that is this person's time."""
    return unit.value(select(Bookable.id).where(Bookable.person_id == person_id))  # type: ignore[no-any-return]


def families(unit: Unit, ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """For each bookable: itself and all its active descendants, whom taking it takes too."""
    pairs = unit.rows(
        select(Bookable.id, Bookable.parent_id)
        .where(Bookable.parent_id.is_not(None), Bookable.active.is_(True))
        .order_by(Bookable.id)
    )
    return families_among(pairs, ids)


def families_among(pairs: Iterable[Sequence[int]], ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """As `families`, from what is known already: (child, parent) of active bookables."""
    children: dict[int, list[int]] = {}
    for child, parent in pairs:
        children.setdefault(parent, []).append(child)

    def below(root: int, seen: set[int]) -> list[int]:
        found = [root]
        for child in children.get(root, ()):
            if child not in seen:
                seen.add(child)
                found += below(child, seen)
        return found

    return {root: tuple(below(root, {root})) for root in ids}


def models(unit: Unit, centre_id: int | None = None, all_: bool = False) -> list[ModelRow]:
    """Equipment models by name, each with the number of its active units."""
    m = EquipmentModel
    count = (
        select(func.count())
        .where(Bookable.model_id == m.id, Bookable.active.is_(True))
        .correlate(m)
        .scalar_subquery()
    )
    query = select(
        m.id, m.uid, m.centre_id, m.name, m.manufacturer, m.category, m.notes, m.lendable, m.setup_minutes,
        m.cleardown_minutes, m.active, m.version, count,
    ).order_by(func.lower(m.name))  # fmt: skip
    if centre_id is not None:
        query = query.where(m.centre_id == centre_id)
    if not all_:
        query = query.where(m.active.is_(True))
    return [ModelRow(*row) for row in unit.rows(query)]


def model_named(unit: Unit, text: str, centre_id: int | None = None) -> ModelRow:
    """The model with this id or unique name; `NotFound` in words."""
    text = text.strip()
    rows = [m for m in models(unit, centre_id) if m.name.lower() == text.lower() or str(m.id) == text]
    exact = [m for m in rows if m.name.lower() == text.lower()] or rows
    if len(exact) != 1:
        known = ", ".join(m.name for m in models(unit, centre_id)[:12])
        raise NotFound(
            _("There is no one model “{text}”. These exist: {known}.").format(text=text, known=known or "–"),
            "units",
        )
    return exact[0]


def outages(
    unit: Unit, ids: Collection[int] | None, window: TimeRange, centre_id: int | None = None
) -> list[OutageRow]:
    """Outages (not taken back) that touch the window, of these bookables or of a centre."""
    o = Outage
    query = (
        select(o.id, o.bookable_id, o.reason, o.starts_at, o.ends_at, o.version)
        .where(
            o.cancelled_at.is_(None),
            o.starts_at < window.end,
            or_(o.ends_at.is_(None), o.ends_at > window.start),
        )
        .order_by(o.starts_at)
    )
    if ids is not None:
        query = query.where(o.bookable_id.in_(set(ids)))
    if centre_id is not None:
        query = query.where(o.centre_id == centre_id)
    return [OutageRow(*row) for row in unit.rows(query)]


def policies(unit: Unit, rows: Iterable[BookableRow]) -> dict[int, PolicyRow]:
    """The policy of each bookable: its own, then its model's, then the centre's, field by field."""
    rows = list(rows)
    centres = {row.centre_id for row in rows}
    p = Policy
    query: Query = select(
        p.id, p.centre_id, p.bookable_id, p.model_id, *(getattr(p, f) for f in POLICY_FIELDS)
    )
    found = [PolicyLine(*row) for row in unit.rows(query.where(p.centre_id.in_(centres)))] if centres else []
    if not found:
        return {row.id: PolicyRow() for row in rows}
    quotas: dict[int, list[QuotaRow]] = {}
    for policy_id, measure, per, amount in unit.rows(
        select(Quota.policy_id, Quota.measure, Quota.per, Quota.amount).where(
            Quota.policy_id.in_([line.id for line in found])
        )
    ):
        quotas.setdefault(policy_id, []).append(QuotaRow(measure, per, amount))
    return inherited(rows, found, quotas)


def inherited(
    rows: Iterable[BookableRow], lines: Sequence[PolicyLine], quotas: Mapping[int, Sequence[QuotaRow]]
) -> dict[int, PolicyRow]:
    """As `policies`, from the stored lines (those of the bookables' centres) and their quotas."""
    answer = {}
    for row in rows:
        chain = [line for line in lines if line.bookable_id == row.id]
        chain += [line for line in lines if row.model_id is not None and line.model_id == row.model_id]
        loan = (_first(chain, "min_minutes"), _first(chain, "max_minutes"))
        chain += [
            line for line in lines
            if line.bookable_id is None and line.model_id is None and line.centre_id == row.centre_id
        ]  # fmt: skip
        values = {}
        for name in POLICY_FIELDS:
            value = _first(chain, name)
            if value is not None:
                values[name] = value
        limits = next((quotas[line.id] for line in chain if line.id in quotas), ())
        answer[row.id] = PolicyRow(**values, quotas=tuple(limits), loan_minutes=loan)
    return answer


def _first(chain: Sequence[PolicyLine], name: str) -> Any:
    return next((getattr(line, name) for line in chain if getattr(line, name) is not None), None)


def qualifications_needed(unit: Unit, rows: Iterable[BookableRow]) -> dict[int, list[tuple[int, str]]]:
    """For each bookable that asks for any: the qualifications (id, name) its user needs."""
    rows = list(rows)
    n, q = QualificationNeeded, Qualification
    models_ = {row.model_id for row in rows if row.model_id is not None}
    query = select(n.bookable_id, n.model_id, q.id, q.name).join(q, q.id == n.qualification_id)
    query = query.where(or_(n.bookable_id.in_([row.id for row in rows]), n.model_id.in_(models_)))
    answer: dict[int, list[tuple[int, str]]] = {}
    for bookable_id, model_id, qualification_id, name in unit.rows(query):
        for row in rows:
            if row.id == bookable_id or (model_id is not None and row.model_id == model_id):
                answer.setdefault(row.id, []).append((qualification_id, name))
    return answer

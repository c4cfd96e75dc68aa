"""Reading the register: what a bookable has besides its row: photos, parts, its own rules, how it stands now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select

from resource_centre.audit.queries import ChangeRow, changes
from resource_centre.centres.model import OpeningHours
from resource_centre.core.errors import NotFound
from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.queries import qualifications
from resource_centre.resources import queries
from resource_centre.resources.model import (
    Bookable,
    ModelPart,
    Outage,
    Photo,
    Policy,
    QualificationNeeded,
    Quota,
)
from resource_centre.resources.queries import (
    POLICY_FIELDS,
    BookableRow,
    ModelRow,
    OutageRow,
    PolicyRow,
    QuotaRow,
)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A lab or unit in the register, with the outage that holds now."""

    row: BookableRow
    outage: OutageRow | None

    @property
    def id(self) -> int:
        """The bookable's number."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A picture of the register."""

    id: int
    caption: str
    media_type: str
    image: bytes


@dataclass(frozen=True, slots=True)
class OwnRules:
    """Rules set for one bookable, one model or the centre alone.

    `values` by POLICY_FIELDS (None inherits) · `needs` qualification ids · `hours` (weekday, from, to in minutes)
    · `known` every qualification of the centre.
    """

    values: dict[str, object]
    quotas: tuple[QuotaRow, ...] = ()
    needs: frozenset[int] = frozenset()
    hours: tuple[tuple[int, int, int], ...] = ()
    known: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ModelDetail:
    """A model with its units and what is set for all of them."""

    row: ModelRow
    units: tuple[RegisterRow, ...]
    parts: tuple[tuple[str, int], ...]
    photos: tuple[PhotoRow, ...]
    rules: OwnRules
    history: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class BookableDetail:
    """Everything the register knows of one bookable. `rules` are those set for it alone; `minutes` its own buffers."""

    row: BookableRow
    model: ModelRow | None
    parent: BookableRow | None
    children: tuple[BookableRow, ...]
    parts: tuple[tuple[str, int], ...]
    photos: tuple[PhotoRow, ...]
    outages: tuple[OutageRow, ...]
    policy: PolicyRow
    rules: OwnRules
    needs: tuple[str, ...]
    minutes: tuple[int | None, int | None]
    history: tuple[ChangeRow, ...]


def register(unit: Unit, centre_id: int, everything: bool = False) -> list[RegisterRow]:
    """Labs, then units by model; those out of the register too when `everything`."""
    rows = [
        row
        for row in queries.bookables(unit, centre_id, all_=everything)
        if row.kind != "person" and row.centre_id == centre_id
    ]
    broken = _out_now(unit, {row.id for row in rows})
    order = {"lab": 0, "unit": 1}
    rows.sort(key=lambda row: (order[row.kind], row.model if row.kind == "unit" else "", row.code))
    return [RegisterRow(row, broken.get(row.id)) for row in rows]


def _out_now(unit: Unit, ids: Collection[int]) -> dict[int, OutageRow]:
    if not ids:
        return {}
    now = TimeRange(unit.now, unit.now + timedelta(minutes=1))
    return {outage.bookable_id: outage for outage in queries.outages(unit, list(ids), now)}


def detail(unit: Unit, bookable_id: int) -> BookableDetail:
    """One bookable whole."""
    row = queries.bookable(unit, bookable_id)
    siblings = queries.bookables(unit, row.centre_id)
    model = next((m for m in queries.models(unit, row.centre_id, all_=True) if m.id == row.model_id), None)
    o = Outage
    past = unit.rows(
        select(o.id, o.bookable_id, o.reason, o.starts_at, o.ends_at, o.version)
        .where(o.bookable_id == row.id, o.cancelled_at.is_(None))
        .order_by(o.starts_at.desc())
        .limit(12)
    )
    needs = queries.qualifications_needed(unit, [row]).get(row.id, [])
    return BookableDetail(
        row,
        model,
        next((b for b in siblings if b.id == row.parent_id), None),
        tuple(b for b in siblings if b.parent_id == row.id),
        parts(unit, row.model_id) if row.model_id else (),
        photos(unit, row.id, row.model_id),
        tuple(OutageRow(*each) for each in past),
        queries.policies(unit, [row])[row.id],
        own_rules(unit, row.centre_id, bookable_id=row.id),
        tuple(dict.fromkeys(name for _key, name in needs)),
        own_minutes(unit, row.id),
        changes(unit, "bookable", row.id, limit=8),
    )


def model_detail(unit: Unit, model_id: int) -> ModelDetail:
    """One model whole."""
    row = next((m for m in queries.models(unit, all_=True) if m.id == model_id), None)
    if row is None:
        raise NotFound(_("There is no model with the number {id}.").format(id=model_id))
    units = queries.bookables(unit, row.centre_id, "unit", model_id)
    broken = _out_now(unit, {each.id for each in units})
    return ModelDetail(
        row,
        tuple(RegisterRow(each, broken.get(each.id)) for each in sorted(units, key=lambda each: each.code)),
        parts(unit, model_id),
        photos(unit, None, model_id),
        own_rules(unit, row.centre_id, model_id=model_id),
        changes(unit, "equipment_model", model_id, limit=8),
    )


def own_minutes(unit: Unit, bookable_id: int) -> tuple[int | None, int | None]:
    """Set-up and clear-down set for a bookable alone; None: those of its model."""
    found = unit.first(
        select(Bookable.setup_minutes, Bookable.cleardown_minutes).where(Bookable.id == bookable_id)
    )
    return (found[0], found[1]) if found is not None else (None, None)


def parts(unit: Unit, model_id: int) -> tuple[tuple[str, int], ...]:
    """The named parts of a complete unit of a model."""
    p = ModelPart
    query = select(p.name, p.quantity).where(p.model_id == model_id).order_by(p.position, p.id)
    return tuple((r[0], r[1]) for r in unit.rows(query))


def photos(unit: Unit, bookable_id: int | None, model_id: int | None) -> tuple[PhotoRow, ...]:
    """The pictures of a bookable, then those of its model, the newest first; at most six."""
    p = Photo
    ours = [
        c
        for c, key in ((p.bookable_id == bookable_id, bookable_id), (p.model_id == model_id, model_id))
        if key
    ]
    if not ours:
        return ()
    query = select(p.id, p.caption, p.media_type, p.image).where(or_(*ours))
    return tuple(
        PhotoRow(*r) for r in unit.rows(query.order_by(p.bookable_id.is_(None), p.id.desc()).limit(6))
    )


def own_rules(
    unit: Unit, centre_id: int, bookable_id: int | None = None, model_id: int | None = None
) -> OwnRules:
    """The rules set for a bookable or a model alone, or (neither) the centre's default."""
    p, n, o = Policy, QualificationNeeded, OpeningHours
    query = select(p.id, *(getattr(p, name) for name in POLICY_FIELDS)).where(p.centre_id == centre_id)
    for column, key in ((p.bookable_id, bookable_id), (p.model_id, model_id)):
        query = query.where(column.is_(None) if key is None else column == key)
    found = unit.first(query)
    values = dict(zip(POLICY_FIELDS, found[1:], strict=True)) if found is not None else {}
    quotas = (
        ()
        if found is None
        else tuple(
            QuotaRow(*row)
            for row in unit.rows(
                select(Quota.measure, Quota.per, Quota.amount)
                .where(Quota.policy_id == found[0])
                .order_by(Quota.id)
            )
        )
    )
    needs: list[int] = []
    hours: tuple[tuple[int, int, int], ...] = ()
    if bookable_id is not None or model_id is not None:
        same = n.bookable_id == bookable_id if bookable_id is not None else n.model_id == model_id
        needs = unit.column(select(n.qualification_id).where(same))
    if bookable_id is not None:
        week = select(o.weekday, o.from_minute, o.to_minute).where(o.bookable_id == bookable_id)
        hours = tuple((r[0], r[1], r[2]) for r in unit.rows(week.order_by(o.weekday, o.from_minute)))
    known = tuple((each.id, each.name) for each in qualifications(unit, centre_id))
    return OwnRules(values, quotas, frozenset(needs), hours, known)

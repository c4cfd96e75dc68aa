"""Reading the register: what a bookable has besides its row: photos, parts, its own rules, how it stands now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.resources import queries
from resource_centre.resources.model import ModelPart, Photo, Policy
from resource_centre.resources.queries import POLICY_FIELDS, BookableRow, ModelRow, OutageRow, PolicyRow


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
class BookableDetail:
    """Everything the register knows of one bookable. `own` are rules set for it alone (None: inherited)."""

    row: BookableRow
    model: ModelRow | None
    parent: BookableRow | None
    children: tuple[BookableRow, ...]
    parts: tuple[tuple[str, int], ...]
    photos: tuple[PhotoRow, ...]
    outages: tuple[OutageRow, ...]
    policy: PolicyRow
    own: dict[str, object]
    needs: tuple[str, ...]


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
    window = TimeRange(unit.now - timedelta(days=30), unit.now + timedelta(days=730))
    needs = queries.qualifications_needed(unit, [row]).get(row.id, [])
    return BookableDetail(
        row,
        model,
        next((b for b in siblings if b.id == row.parent_id), None),
        tuple(b for b in siblings if b.parent_id == row.id),
        parts(unit, row.model_id) if row.model_id else (),
        photos(unit, row.id, row.model_id),
        tuple(queries.outages(unit, [row.id], window)),
        queries.policies(unit, [row])[row.id],
        own_policy(unit, row.id),
        tuple(name for _key, name in needs),
    )


def parts(unit: Unit, model_id: int) -> tuple[tuple[str, int], ...]:
    """The named parts of a complete unit of a model."""
    p = ModelPart
    query = select(p.name, p.quantity).where(p.model_id == model_id).order_by(p.position, p.id)
    return tuple((r[0], r[1]) for r in unit.rows(query))


def photos(unit: Unit, bookable_id: int, model_id: int | None) -> tuple[PhotoRow, ...]:
    """The pictures of a bookable, then those of its model."""
    p = Photo
    query = select(p.id, p.caption, p.media_type, p.image).where(
        (p.bookable_id == bookable_id)
        | (p.model_id == model_id if model_id else p.bookable_id == bookable_id)
    )
    return tuple(
        PhotoRow(*r) for r in unit.rows(query.order_by(p.bookable_id.is_(None), p.id.desc()).limit(4))
    )


def own_policy(unit: Unit, bookable_id: int | None, centre_id: int | None = None) -> dict[str, object]:
    """The rules set for a bookable alone, or (None) the centre's default; None inherits."""
    columns = [getattr(Policy, name) for name in POLICY_FIELDS]
    query = select(*columns)
    if bookable_id is not None:
        query = query.where(Policy.bookable_id == bookable_id)
    else:
        query = query.where(
            Policy.centre_id == centre_id, Policy.bookable_id.is_(None), Policy.model_id.is_(None)
        )
    found = unit.first(query)
    return dict(zip(POLICY_FIELDS, found, strict=True)) if found is not None else {}

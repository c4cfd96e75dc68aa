"""Writing what can be booked: models, labs, units, parts, photos, outages, policies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import delete, select

from resource_centre.core.changes import Topic
from resource_centre.core.errors import BadInput
from resource_centre.db.base import mapped, new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.model import Person
from resource_centre.people.roles import Data, Right, require
from resource_centre.people.rules import clean_text
from resource_centre.resources import queries
from resource_centre.resources.model import (
    Bookable,
    EquipmentModel,
    ModelPart,
    Outage,
    Photo,
    Policy,
    QualificationNeeded,
    Quota,
)

PHOTO_LIMIT = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LabDraft:
    """What a form says about a lab. Minutes before and after each booking."""

    code: str
    name: str
    capacity: int | None = None
    location: str = ""
    notes: str = ""
    setup_minutes: int | None = 0
    cleardown_minutes: int | None = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """What a form says about one unit; `code` is its asset tag. None minutes: those of its model."""

    code: str
    name: str
    model_id: int
    location: str = ""
    serial: str = ""
    purchased_on: date | None = None
    notes: str = ""
    setup_minutes: int | None = None
    cleardown_minutes: int | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """What a form says about an equipment model."""

    name: str
    manufacturer: str = ""
    category: str = ""
    notes: str = ""
    lendable: bool = True
    setup_minutes: int = 0
    cleardown_minutes: int = 0


def add_model(unit: Unit, centre_id: int, draft: ModelDraft, parts: tuple[tuple[str, int], ...] = ()) -> int:
    """Adds a model with the named parts of a complete kit; answers its id."""
    require(unit, Data.RESOURCES, Right.WRITE, centre_id)
    values = _model_fields(draft)
    _model_is_free(unit, centre_id, values["name"])
    row = unit.add(EquipmentModel(centre_id=centre_id, **values))
    _put_parts(unit, row.id, parts)
    unit.changed(Topic.RESOURCES)
    return row.id


def change_model(
    unit: Unit,
    model_id: int,
    draft: ModelDraft,
    parts: tuple[tuple[str, int], ...] | None,
    version: int | None,
) -> None:
    """Changes a model; `parts` None leaves its parts."""
    found = unit.get(EquipmentModel, model_id)
    require(unit, Data.RESOURCES, Right.WRITE, found.centre_id)
    values = _model_fields(draft)
    _model_is_free(unit, found.centre_id, values["name"], model_id)
    row = unit.get_version(EquipmentModel, model_id, version, values)
    for name, value in values.items():
        setattr(row, name, value)
    if parts is not None:
        unit.execute(delete(ModelPart).where(ModelPart.model_id == model_id))
        _put_parts(unit, model_id, parts)
    unit.flush()
    unit.changed(Topic.RESOURCES)


def add_lab(unit: Unit, centre_id: int, draft: LabDraft) -> int:
    """Adds a lab; answers its id."""
    return _add(unit, centre_id, "lab", draft)


def add_unit(unit: Unit, centre_id: int, draft: UnitDraft) -> int:
    """Adds one physical unit of a model; answers its id."""
    model = unit.get(EquipmentModel, draft.model_id)
    if model.centre_id != centre_id:
        raise BadInput(_("This model belongs to another centre."), "model")
    return _add(unit, centre_id, "unit", draft)


def change_bookable(unit: Unit, bookable_id: int, draft: LabDraft | UnitDraft, version: int | None) -> None:
    """Changes a lab or a unit. Bookings that stand keep their set-up and clear-down."""
    found = unit.get(Bookable, bookable_id)
    require(unit, Data.RESOURCES, Right.WRITE, found.centre_id)
    values = _bookable_fields(draft)
    values.pop("position")  # where it stands in lists is not said by a form
    _code_is_free(unit, found.centre_id, values["code"], bookable_id)
    row = unit.get_version(Bookable, bookable_id, version, values)
    for name, value in values.items():
        setattr(row, name, value)
    unit.flush()
    unit.changed(Topic.RESOURCES)


def set_active(unit: Unit, bookable_id: int, active: bool) -> None:
    """Takes a bookable out of the register (what was booked stays on record), or back in."""
    row = unit.get(Bookable, bookable_id)
    require(unit, Data.RESOURCES, Right.WRITE, row.centre_id)
    row.active = active
    row.version += 1
    unit.flush()
    unit.changed(Topic.RESOURCES)


def set_model_active(unit: Unit, model_id: int, active: bool) -> None:
    """Takes a model with all its units out of the register, or the model back in."""
    row = unit.get(EquipmentModel, model_id)
    require(unit, Data.RESOURCES, Right.WRITE, row.centre_id)
    row.active = active
    row.version += 1
    unit.flush()
    if not active:
        for each in queries.bookables(unit, row.centre_id, "unit", model_id):
            set_active(unit, each.id, False)
    unit.changed(Topic.RESOURCES)


def ensure_person_bookable(unit: Unit, person_id: int, centre_id: int) -> int:
    """The bookable that is a person's time, made when there is none; answers its id."""
    known = queries.bookable_of_person(unit, person_id)
    if known is not None:
        return known
    person = unit.get(Person, person_id)
    code = person.login or f"P{person_id}"
    if (
        unit.value(select(Bookable.id).where(Bookable.centre_id == centre_id, Bookable.code == code))
        is not None
    ):
        code = f"P{person_id}"
    row = unit.add(
        Bookable(
            uid=new_uid(), centre_id=centre_id, kind="person", code=code, name=person.name, person_id=person_id,
            setup_minutes=0, cleardown_minutes=0, created_at=unit.now,
        )
    )  # fmt: skip
    unit.changed(Topic.RESOURCES)
    return row.id


def add_photo(
    unit: Unit, image: bytes, bookable_id: int | None = None, model_id: int | None = None, caption: str = ""
) -> int:
    """Adds a picture (JPEG or PNG, at most 2 MB) to a bookable or a model."""
    owner = unit.get(Bookable, bookable_id) if bookable_id else unit.get(EquipmentModel, model_id)
    require(unit, Data.RESOURCES, Right.WRITE, owner.centre_id)
    if image[:3] == b"\xff\xd8\xff":
        media = "image/jpeg"
    elif image[:8] == b"\x89PNG\r\n\x1a\n":
        media = "image/png"
    else:
        raise BadInput(_("A photo is a JPEG or PNG picture. Choose another file."), "photo")
    if len(image) > PHOTO_LIMIT:
        raise BadInput(_("The photo is larger than 2 MB. Choose a smaller one."), "photo")
    row = unit.add(
        Photo(
            bookable_id=bookable_id,
            model_id=model_id,
            caption=caption.strip(),
            media_type=media,
            image=image,
            added_at=unit.now,
        )
    )
    unit.changed(Topic.RESOURCES)
    return row.id


def add_outage(unit: Unit, bookable_id: int, reason: str, start: datetime, end: datetime | None) -> int:
    """Takes a bookable out of service; bookings stay and are listed by `schedule.queries.affected_by_outage`."""
    row = unit.get(Bookable, bookable_id)
    require(unit, Data.RESOURCES, Right.WRITE, row.centre_id)
    if end is not None and end <= start:
        raise BadInput(_("An outage ends after it starts. Choose a later end."), "end")
    reason = clean_text(reason, "reason", _("The reason of the outage"), 500)
    outage = unit.add(
        Outage(
            centre_id=row.centre_id, bookable_id=bookable_id, reason=reason, starts_at=start, ends_at=end,
            reported_by=unit.actor.person_id, created_at=unit.now,
        )
    )  # fmt: skip
    unit.changed(Topic.RESOURCES, Topic.SCHEDULE)
    return outage.id


def end_outage(unit: Unit, outage_id: int, end: datetime | None = None) -> None:
    """Brings a bookable back into service (now, unless another end is given)."""
    row = unit.get(Outage, outage_id)
    require(unit, Data.RESOURCES, Right.WRITE, row.centre_id)
    end = end or unit.now
    if end <= row.starts_at:
        row.cancelled_at = unit.now
    else:
        row.ends_at = end
    row.version += 1
    unit.flush()
    unit.changed(Topic.RESOURCES, Topic.SCHEDULE)


def set_policy(
    unit: Unit, centre_id: int, values: dict[str, int | bool | None], bookable_id: int | None = None, model_id: int | None = None,
    quotas: tuple[queries.QuotaRow, ...] | None = None,
) -> None:  # fmt: skip
    """Sets the policy of a bookable, a model, or (neither) the centre; None in `values` inherits."""
    require(unit, Data.RESOURCES if bookable_id or model_id else Data.SETTINGS, Right.WRITE, centre_id)
    for name, value in values.items():
        if name not in queries.POLICY_FIELDS:
            raise BadInput(_("There is no rule “{name}”.").format(name=name))
        if value is not None and not isinstance(value, bool) and value < 0:
            raise BadInput(_("A rule’s number is zero or more."), name)
    query = select(mapped(Policy)).where(
        Policy.centre_id == centre_id, Policy.bookable_id.is_(None) if bookable_id is None else Policy.bookable_id == bookable_id,
        Policy.model_id.is_(None) if model_id is None else Policy.model_id == model_id,
    )  # fmt: skip
    row = unit.session.scalars(query).first() or Policy(
        centre_id=centre_id, bookable_id=bookable_id, model_id=model_id
    )
    for name, value in values.items():
        setattr(row, name, value)
    unit.add(row)
    if quotas is not None:
        unit.execute(delete(Quota).where(Quota.policy_id == row.id))
        unit.insert_many(
            Quota,
            [{"policy_id": row.id, "measure": q.measure, "per": q.per, "amount": q.amount} for q in quotas],
        )
    unit.changed(Topic.RESOURCES)


def need_qualification(
    unit: Unit, qualification_id: int, bookable_id: int | None = None, model_id: int | None = None
) -> None:
    """Asks everyone who uses a bookable (or a model's units) for a qualification."""
    owner = unit.get(Bookable, bookable_id) if bookable_id else unit.get(EquipmentModel, model_id)
    require(unit, Data.RESOURCES, Right.WRITE, owner.centre_id)
    unit.add(
        QualificationNeeded(bookable_id=bookable_id, model_id=model_id, qualification_id=qualification_id)
    )
    unit.changed(Topic.RESOURCES)


def set_needs(
    unit: Unit,
    qualification_ids: Collection[int],
    bookable_id: int | None = None,
    model_id: int | None = None,
) -> None:
    """Makes these the qualifications that a bookable (or a model's units) asks for, and no others."""
    owner = unit.get(Bookable, bookable_id) if bookable_id else unit.get(EquipmentModel, model_id)
    require(unit, Data.RESOURCES, Right.WRITE, owner.centre_id)
    n = QualificationNeeded
    same = n.bookable_id == bookable_id if bookable_id else n.model_id == model_id
    held = set(unit.column(select(n.qualification_id).where(same)))
    dropped = held - set(qualification_ids)
    if dropped:
        unit.execute(delete(n).where(same, n.qualification_id.in_(dropped)))
    for each in sorted(set(qualification_ids) - held):
        need_qualification(unit, each, bookable_id, model_id)
    unit.changed(Topic.RESOURCES)


def remove_photo(unit: Unit, photo_id: int) -> None:
    """Takes a picture away."""
    row = unit.get(Photo, photo_id)
    owner = unit.get(Bookable, row.bookable_id) if row.bookable_id else unit.get(EquipmentModel, row.model_id)
    require(unit, Data.RESOURCES, Right.WRITE, owner.centre_id)
    unit.session.delete(row)
    unit.flush()
    unit.changed(Topic.RESOURCES)


def _add(unit: Unit, centre_id: int, kind: str, draft: LabDraft | UnitDraft) -> int:
    require(unit, Data.RESOURCES, Right.WRITE, centre_id)
    values = _bookable_fields(draft)
    _code_is_free(unit, centre_id, values["code"])
    row = unit.add(Bookable(uid=new_uid(), centre_id=centre_id, kind=kind, created_at=unit.now, **values))
    unit.changed(Topic.RESOURCES)
    return row.id


def _bookable_fields(draft: LabDraft | UnitDraft) -> dict[str, object]:
    values = {f.name: getattr(draft, f.name) for f in fields(draft)}
    values["code"] = clean_text(draft.code, "code", _("The code"), 64)
    values["name"] = clean_text(draft.name, "name", _("The name"))
    for name in ("setup_minutes", "cleardown_minutes", "capacity"):
        if values.get(name) is not None and values[name] < 0:
            raise BadInput(_("Minutes and places are zero or more."), name)
    return values


def _model_fields(draft: ModelDraft) -> dict[str, object]:
    values: dict[str, object] = {f.name: getattr(draft, f.name) for f in fields(draft)}
    values["name"] = clean_text(draft.name, "name", _("The name of the model"))
    return values


def _put_parts(unit: Unit, model_id: int, parts: tuple[tuple[str, int], ...]) -> None:
    rows: list[dict[str, object]] = []
    for position, (name, quantity) in enumerate(parts):
        if quantity < 1:
            raise BadInput(_("A kit has one or more of each part."), "parts")
        name = clean_text(name, "parts", _("The name of the part"))
        if any(row["name"] == name for row in rows):
            raise BadInput(
                _("“{name}” stands twice. Write it once with its number.").format(name=name), "parts"
            )
        rows.append({"model_id": model_id, "name": name, "quantity": quantity, "position": position})
    unit.insert_many(ModelPart, rows)


def _code_is_free(unit: Unit, centre_id: int, code: object, but: int | None = None) -> None:
    query = select(Bookable.id).where(Bookable.centre_id == centre_id, Bookable.code == code)
    if but is not None:
        query = query.where(Bookable.id != but)
    if unit.value(query) is not None:
        raise BadInput(
            _("Another resource of this centre has this code or asset tag. Choose another one."), "code"
        )


def _model_is_free(unit: Unit, centre_id: int, name: object, but: int | None = None) -> None:
    query = select(EquipmentModel.id).where(
        EquipmentModel.centre_id == centre_id, EquipmentModel.name == name
    )
    if but is not None:
        query = query.where(EquipmentModel.id != but)
    if unit.value(query) is not None:
        raise BadInput(
            _("This centre has a model “{name}” already. Choose another name.").format(name=name), "name"
        )

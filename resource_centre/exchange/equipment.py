"""Equipment from an asset register: each row is a unit, known by its tag; its model is made when it is new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from resource_centre.core.errors import BadInput
from resource_centre.db.base import mapped
from resource_centre.db.unit import Unit
from resource_centre.exchange.plans import Outcome, PlanLine, Record, diffs, planned
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, require
from resource_centre.people.rules import clean_text
from resource_centre.resources import queries, service
from resource_centre.resources.model import Bookable
from resource_centre.resources.service import ModelDraft, UnitDraft
from resource_centre.schools.rules import clean_lines

SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
DATED = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says about a unit: texts checked, the date read. `model` is a name."""

    asset_tag: str
    name: str
    model: str
    manufacturer: str
    category: str
    location: str
    serial: str
    purchase_date: date | None
    notes: str


def lines(unit: Unit, centre_id: int, records: Sequence[Record]) -> list[PlanLine]:
    """What each row would do."""
    require(unit, Data.RESOURCES, Right.WRITE, centre_id)
    known = {row.code: row for row in queries.bookables(unit, centre_id, all_=True)}
    models = {m.name.casefold(): m.name for m in queries.models(unit, centre_id, all_=True)}
    day_first = days_come_first([r.get("purchase_date") for r in records])
    seen: dict[str, tuple[int, Wanted]] = {}
    return [_line(record, known, models, seen, day_first) for record in records]


def write(unit: Unit, centre_id: int, planned_lines: Sequence[PlanLine]) -> None:
    """Writes units, and the models that are new."""
    models = {m.name.casefold(): m.id for m in queries.models(unit, centre_id, all_=True)}

    def model_of(wanted: Wanted) -> int:
        key = wanted.model.casefold()
        if key not in models:
            draft = ModelDraft(wanted.model, wanted.manufacturer, wanted.category)
            models[key] = service.add_model(unit, centre_id, draft)
        return models[key]

    for line in planned_lines:
        wanted = line.draft
        if line.outcome is Outcome.CREATE:
            service.add_unit(unit, centre_id, _new(wanted, model_of(wanted)))
        elif line.outcome is Outcome.UPDATE and line.key is not None:
            said = {change.field for change in line.changes}
            before = unit.session.scalars(select(mapped(Bookable)).where(Bookable.id == line.key)).one()
            draft = UnitDraft(
                before.code, before.name, before.model_id or 0, before.location, before.serial, before.purchased_on,
                before.notes, before.setup_minutes, before.cleardown_minutes, before.position,
            )  # fmt: skip
            if "model" in said:
                draft = replace(draft, model_id=model_of(wanted))
            if "purchase_date" in said:
                draft = replace(draft, purchased_on=wanted.purchase_date)
            plain = {name: getattr(wanted, name) for name in said & {"name", "location", "serial", "notes"}}
            service.change_bookable(unit, line.key, replace(draft, **plain), None)


def days_come_first(texts: Sequence[str]) -> bool:
    """Whether 3/4/26 means the third of April in this column: only when some first number cannot be a month."""
    found = [SLASHED.fullmatch(text.strip()) for text in texts]
    return any(int(m[1]) > 12 for m in found if m) and not any(int(m[2]) > 12 for m in found if m)


def read_day(text: str, day_first: bool) -> date:
    """A day as registers write it: 2026-11-25, 25.11.2026, 11/25/26 (or 25/11/26)."""
    text = text.strip()
    if m := DATED.fullmatch(text):
        year, month, day = m[1], m[2], m[3]
    elif m := DOTTED.fullmatch(text):
        day, month, year = m[1], m[2], m[3]
    elif m := SLASHED.fullmatch(text):
        (day, month) = (m[1], m[2]) if day_first else (m[2], m[1])
        year = m[3]
    else:
        raise _not_a_day(text)
    try:
        found = date(int(year) + 2000 if len(year) == 2 else int(year), int(month), int(day))
    except ValueError:
        raise _not_a_day(text) from None
    if not 1900 <= found.year <= 2200:
        raise _not_a_day(text)
    return found


def _not_a_day(text: str) -> BadInput:
    return BadInput(
        _("“{text}” is not a day. Write it like 2026-11-25.").format(text=text[:40]), "purchase_date"
    )


def _wanted(record: Record, day_first: bool) -> Wanted:
    name, model = record.get("name"), record.get("model")
    if not record.get("asset_tag").strip():
        raise BadInput(_("The asset tag is missing. Every unit needs one of its own."), "asset_tag")
    if not (name.strip() or model.strip()):
        raise BadInput(_("The name and the model are missing. One of them is needed."), "name")

    def text(field: str, what: str, limit: int = 200) -> str:
        return clean_text(record.get(field), field, what, limit, empty=True)

    day = record.get("purchase_date")
    return Wanted(
        text("asset_tag", _("The asset tag"), 64),
        text("name", _("The name")) or clean_text(model, "model", _("The name of the model")),
        text("model", _("The name of the model")) or clean_text(name, "name", _("The name")),
        text("manufacturer", _("The manufacturer")), text("category", _("The category")), text("location", _("The location")),
        text("serial", _("The serial number"), 128), read_day(day, day_first) if day else None,
        clean_lines(record.get("notes"), "notes", _("The notes"), 5000),
    )  # fmt: skip


def _line(
    record: Record,
    known: dict[str, queries.BookableRow],
    models: dict[str, str],
    seen: dict[str, tuple[int, Wanted]],
    day_first: bool,
) -> PlanLine:
    label = " ".join(f"{record.get('asset_tag')} {record.get('name')}".split())[:200]
    if record.problem:
        return PlanLine(record.row, Outcome.BAD, label, record.problem)
    try:
        wanted = _wanted(record, day_first)
    except BadInput as problem:
        return PlanLine(record.row, Outcome.BAD, label, str(problem))
    if wanted.asset_tag in seen:
        first, before = seen[wanted.asset_tag]
        if wanted == before:
            return PlanLine(record.row, Outcome.SKIP, label, _("Row {row} says the same.").format(row=first))
        return PlanLine(
            record.row, Outcome.CLASH, label, _("Row {row} has this asset tag already.").format(row=first)
        )
    seen[wanted.asset_tag] = (record.row, wanted)
    found = known.get(wanted.asset_tag)
    if found is None:
        why = (
            ""
            if wanted.model.casefold() in models
            else _("The model “{model}” is new too.").format(model=wanted.model)
        )
        models.setdefault(wanted.model.casefold(), wanted.model)
        return PlanLine(record.row, Outcome.CREATE, label, why, draft=wanted)
    if found.kind != "unit":
        why = _("“{resource}” has this code, and it is no unit.").format(resource=found.name)
        return PlanLine(record.row, Outcome.CLASH, label, why)
    before_ = {
        "name": found.name, "model": found.model, "location": found.location, "serial": found.serial,
        "purchase_date": found.purchased_on, "notes": found.notes,
    }  # fmt: skip
    said = {name: getattr(wanted, name) for name in record.values if name in before_}
    if said.get("model", "").casefold() == found.model.casefold():
        said.pop("model", None)
    return planned(record.row, label, diffs(before_, said), found.id, wanted)


def _new(wanted: Wanted, model_id: int) -> UnitDraft:
    return UnitDraft(
        wanted.asset_tag,
        wanted.name,
        model_id,
        wanted.location,
        wanted.serial,
        wanted.purchase_date,
        wanted.notes,
    )

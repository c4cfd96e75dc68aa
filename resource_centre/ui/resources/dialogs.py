"""Dialogs of the register: a lab, a model with its parts, units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.resources import queries, service
from resource_centre.resources.queries import BookableRow, ModelRow
from resource_centre.resources.register import own_minutes, parts
from resource_centre.resources.service import LabDraft, ModelDraft, UnitDraft
from resource_centre.schedule import service as times
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import column
from resource_centre.ui.widgets.changing import ChangeDialog
from resource_centre.ui.widgets.fields import (
    Choice,
    DayField,
    Finder,
    Minutes,
    Pick,
    area,
    check,
    length_words,
    line,
    number,
)

PART = re.compile(r"(?P<name>.+?)\s*(?:[×*]|\s[xх])\s*(?P<count>[0-9]{1,5})\s*", re.IGNORECASE)
BUFFERS = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120)


def read_parts(words: str) -> tuple[tuple[str, int], ...]:
    """Parts as people write them, one on a line: Motor × 3; `BadInput` names the line that is none."""
    found = []
    for each in words.splitlines():
        if not each.strip():
            continue
        match = PART.fullmatch(each.strip())
        if match is None or not int(match["count"]):
            raise BadInput(
                _("“{line}” is not a part with its number. Write it like Motor × 3.").format(
                    line=each.strip()[:60]
                ),
                "parts",
            )
        found.append((" ".join(match["name"].split()), int(match["count"])))
    return tuple(found)


def numbered(first: str, count: int) -> list[str]:
    """Asset tags numbered on from the first one: SPK-09, SPK-10, …"""
    head = first.rstrip("0123456789")
    digits = first[len(head) :]
    if not digits:
        if count > 1:
            raise BadInput(
                _("End the first tag with a number, such as SPK-09; the others are numbered on."), "code"
            )
        return [first]
    return [f"{head}{int(digits) + n:0{len(digits)}}" for n in range(count)]


def initials_of(name: str) -> str:
    """A beginning of codes for a model: LSP for LEGO SPIKE Prime."""
    return "".join(word[:1] for word in name.split() if word[:1].isalnum()).upper()[:4] or "U"


class LabDialog(ChangeDialog):
    """A lab: new, or changed."""

    def __init__(self, desk: Desk, parent: QWidget, found: BookableRow | None = None) -> None:
        title = _("Edit {name}").format(name=found.name) if found else _("New lab")
        super().__init__(desk, parent, title, _("Save") if found else _("Add the lab"))
        self.found = found
        self.name = line(found.name if found else "", most=200)
        self.code = line(found.code if found else "", "ROB", 40)
        self.form.add_row(("name", _("Name"), self.name, 3), ("code", _("Code"), self.code, 1))
        self.capacity = number(found.capacity or 0 if found else 24, 0, 10_000)
        self.place = line(found.location if found else "", most=200)
        self.form.add_row(
            ("capacity", _("Places"), self.capacity, 1), ("location", _("Where it is"), self.place, 3)
        )
        self.setup = Minutes(found.setup_minutes if found else 15)
        self.cleardown = Minutes(found.cleardown_minutes if found else 15)
        self.form.add_row(
            ("setup_minutes", _("Set-up before each booking"), self.setup),
            ("cleardown_minutes", _("Clear-down after it"), self.cleardown),
        )
        self.hall = Finder(hint=_("of nothing"))
        self.form.add("parent", _("Part of (a hall that can be divided)"), self.hall)
        self.notes = area(found.notes if found else "", lines=3)
        self.form.add("notes", _("Notes"), self.notes)
        self.form.end()
        if found is not None:
            self.version = found.version
            self.before = LabDraft(
                found.code, found.name, found.capacity, found.location, found.notes, found.setup_minutes, found.cleardown_minutes
            )  # fmt: skip
            self.watch("bookable", found.id)
        centre_id, own = desk.centre_id, found.id if found else None
        desk.read(
            self,
            lambda unit: queries.bookables(unit, centre_id, "lab"),
            lambda rows: self.hall.set_choices(
                [Choice(b.id, b.name, "door-open") for b in rows if b.id != own],
                found.parent_id if found else None,
            ),
        )

    def confirm(self) -> None:
        name = self.form.require("name", self.name.text(), _("Give the lab a name."))
        code = self.form.require("code", self.code.text(), _("Give the lab a short code, such as ROB."))
        if self.hall.unknown:
            raise BadInput(_("Choose a lab from the list, or leave the field empty."), "parent")
        draft = LabDraft(
            code,
            name,
            self.capacity.value() or None,
            self.place.text().strip(),
            self.notes.toPlainText().strip(),
            self.setup.minutes,
            self.cleardown.minutes,
        )
        found, centre_id = self.found, self.desk.centre_id
        parent = self.hall.value if self.hall.text().strip() else None

        def command(unit: Unit, draft: LabDraft, version: int | None) -> None:
            key = found.id if found else service.add_lab(unit, centre_id, draft)
            if found:
                service.change_bookable(unit, key, draft, version)
            if parent != (found.parent_id if found else None):
                times.set_parent(unit, key, parent)

        self.save_change(draft, command, None, _("{name} is saved.").format(name=name))


class ModelDialog(ChangeDialog):
    """An equipment model with the parts of a complete unit."""

    def __init__(self, desk: Desk, parent: QWidget, found: ModelRow | None = None) -> None:
        title = _("Edit {name}").format(name=found.name) if found else _("New model")
        super().__init__(desk, parent, title, _("Save") if found else _("Add the model"))
        self.found = found
        self.name = line(found.name if found else "", "LEGO SPIKE Prime", 200)
        self.maker = line(found.manufacturer if found else "", most=120)
        self.category = line(found.category if found else "", most=120)
        self.form.add("name", _("Model"), self.name)
        self.form.add_row(
            ("manufacturer", _("Manufacturer"), self.maker), ("category", _("Category"), self.category)
        )
        self.setup = Minutes(found.setup_minutes if found else 0)
        self.cleardown = Minutes(found.cleardown_minutes if found else 0)
        self.form.add_row(
            ("setup_minutes", _("Set-up"), self.setup), ("cleardown_minutes", _("Clear-down"), self.cleardown)
        )
        self.lendable = check(_("May be lent to schools"), found.lendable if found else True)
        self.form.put(self.lendable)
        if found is None:
            self.count, self.first = number(1, 0, 200), line("", _("by itself, such as SPK-01"), 40)
            self.form.add_row(
                ("count", _("How many units"), self.count, 1), ("code", _("First asset tag"), self.first, 2)
            )
        self.parts = area(lines=4, hint=_("Hub × 1\nMotor × 3"))
        self.form.add("parts", _("Parts of a complete kit, one on a line: name × number"), self.parts)
        self.notes = area(found.notes if found else "", lines=2)
        self.form.add("notes", _("Notes"), self.notes)
        self.form.end()
        self._parts_read = found is None
        if found is not None:
            self.version, self.names = found.version, {"lendable": _("May be lent to schools")}
            self.before = ModelDraft(
                found.name, found.manufacturer, found.category, found.notes, found.lendable,
                found.setup_minutes, found.cleardown_minutes,
            )  # fmt: skip
            self.watch("equipment_model", found.id)
            self.parts.setEnabled(False)
            desk.read(self, lambda unit: parts(unit, found.id), self._show_parts)

    def _show_parts(self, rows: Sequence[tuple[str, int]]) -> None:
        self.parts.setPlainText("\n".join(f"{name} × {count}" for name, count in rows))
        self.parts.setEnabled(True)
        self._parts_read = True

    def confirm(self) -> None:
        name = self.form.require("name", self.name.text(), _("Name the model."))
        draft = ModelDraft(
            name,
            self.maker.text().strip(),
            self.category.text().strip(),
            self.notes.toPlainText().strip(),
            self.lendable.isChecked(),
            self.setup.minutes,
            self.cleardown.minutes,
        )
        rows = read_parts(self.parts.toPlainText()) if self._parts_read else None
        found, centre_id = self.found, self.desk.centre_id
        if found is not None:
            self.save_change(
                draft,
                lambda unit, chosen, version: service.change_model(unit, found.id, chosen, rows, version),
                None,
                _("{name} is saved.").format(name=name),
            )
            return
        count = self.count.value()
        tags = numbered(self.first.text().strip() or f"{initials_of(name)}-01", count) if count else []

        def command(unit: Unit) -> None:
            model = service.add_model(unit, centre_id, draft, rows or ())
            add_units(unit, centre_id, UnitDraft("", name, model), tags)

        self.save(command, None, _("{name} is saved.").format(name=name))


def add_units(unit: Unit, centre_id: int, draft: UnitDraft, tags: Sequence[str]) -> None:
    """Adds a unit for each asset tag, named after the model with the tag's number."""
    for tag in tags:
        digits = tag[len(tag.rstrip("0123456789")) :]
        service.add_unit(unit, centre_id, replace(draft, code=tag, name=f"{draft.name} {digits}".strip()))


class UnitsDialog(ChangeDialog):
    """More units of a model, numbered on; or one unit changed."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        models: Sequence[ModelRow],
        found: BookableRow | None = None,
        model_id: int | None = None,
    ) -> None:
        title = _("Edit {name}").format(name=found.name) if found else _("More units")
        super().__init__(desk, parent, title, _("Save") if found else _("Add the units"), size=QSize(520, 0))
        self.found = found
        self.model = Pick(
            [Choice(m.id, m.name, "package") for m in models], found.model_id if found else model_id
        )
        self.form.add("model", _("Model"), self.model)
        self.model.setEnabled(found is None)
        self.first = line(found.code if found else "", "SPK-09", 40)
        if found is None:
            self.count = number(1, 1, 200)
            self.form.add_row(
                ("code", _("First asset tag"), self.first, 2), ("count", _("How many"), self.count, 1)
            )
        else:
            self.name = line(found.name, most=200)
            self.form.add_row(("name", _("Name"), self.name, 2), ("code", _("Asset tag"), self.first, 1))
        self.serial = line(found.serial if found else "", most=120)
        self.place = line(found.location if found else "", most=200)
        self.form.add_row(
            ("serial", _("Serial number"), self.serial), ("location", _("Where it is"), self.place)
        )
        self._add_minutes()
        day = found.purchased_on if found else None
        self.dated = check(_("Bought on"), day is not None)
        self.bought = DayField(day or desk.wall_now().date())
        self.bought.setAccessibleName(_("Bought on"))
        self.bought.setEnabled(day is not None)
        self.dated.toggled.connect(self.bought.setEnabled)
        self.form.put(column(self.dated, self.bought))
        self.notes = area(found.notes if found else "", lines=2)
        self.form.add("notes", _("Notes"), self.notes)
        self.form.end()
        if found is None:
            self.count.valueChanged.connect(lambda n: self.serial.setEnabled(n == 1))
        else:
            self.version, self.names = found.version, {"purchased_on": _("Bought on")}
            self.before = UnitDraft(
                found.code, found.name, found.model_id or 0, found.location, found.serial, found.purchased_on, found.notes
            )  # fmt: skip
            self.watch("bookable", found.id)
            desk.read(self, lambda unit: own_minutes(unit, found.id), self._show_minutes)

    def _add_minutes(self) -> None:
        answers = [(None, _("as the model")), *((n, length_words(n)) for n in BUFFERS)]
        self.setup, self.cleardown = Pick(answers), Pick(answers)
        self.form.add_row(
            ("setup_minutes", _("Set-up"), self.setup), ("cleardown_minutes", _("Clear-down"), self.cleardown)
        )

    def _show_minutes(self, own: tuple[int | None, int | None]) -> None:
        self.before = replace(self.before, setup_minutes=own[0], cleardown_minutes=own[1])
        for pick, minutes in ((self.setup, own[0]), (self.cleardown, own[1])):
            if minutes is not None and pick.findData(minutes) < 0:
                pick.addItem(length_words(minutes), minutes)
            pick.choose(minutes)

    def confirm(self) -> None:
        tag = self.form.require(
            "code", self.first.text(), _("Write the asset tag on the first one, such as SPK-09.")
        )
        found, model, centre_id = self.found, self.model.value, self.desk.centre_id
        if model is None:
            raise BadInput(_("There is no model yet. Add one first."), "model")
        bought: date | None = self.bought.day if self.dated.isChecked() else None
        draft = UnitDraft(
            tag,
            self.model.currentText(),
            model,
            self.place.text().strip(),
            self.serial.text().strip() if self.serial.isEnabled() else "",
            bought,
            self.notes.toPlainText().strip(),
            self.setup.value,
            self.cleardown.value,
        )
        if found is not None:
            name = self.form.require("name", self.name.text(), _("Give the unit a name."))
            changed = replace(draft, name=name)
            self.save_change(
                changed,
                lambda unit, chosen, version: service.change_bookable(unit, found.id, chosen, version),
                None,
                _("{name} is saved.").format(name=name),
            )
            return
        tags = numbered(tag, self.count.value())
        said = n_("{n} unit is added.", "{n} units are added.", len(tags)).format(n=len(tags))
        self.save(lambda unit: add_units(unit, centre_id, draft, tags), None, said)

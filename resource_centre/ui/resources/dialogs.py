"""Dialogs of the register: lab, model, units, outage, rules, labels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_instant
from resource_centre.db.unit import Unit
from resource_centre.exchange.labels import SHEETS, Label, placed
from resource_centre.i18n import N_, _, n_
from resource_centre.resources import queries, service
from resource_centre.resources.queries import POLICY_FIELDS, BookableRow, ModelRow
from resource_centre.resources.register import RegisterRow, parts
from resource_centre.resources.service import LabDraft, ModelDraft, UnitDraft
from resource_centre.schedule import queries as schedule
from resource_centre.schedule import service as times
from resource_centre.schedule.queries import AffectedRow
from resource_centre.schedule.service import Changes
from resource_centre.ui.background import Task
from resource_centre.ui.desk import Desk
from resource_centre.ui.resources.labels import draw_labels
from resource_centre.ui.widgets.boxes import Card, banner, clear, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import (
    Choice,
    Finder,
    Minutes,
    MomentField,
    Pick,
    area,
    check,
    line,
    number,
)
from resource_centre.ui.widgets.labels import Elided, text
from resource_centre.ui.words import span_words

RULES = {
    "create_notice": (N_("Notice to book, minutes"), 100_000), "change_notice": (N_("Notice to change, minutes"), 100_000),
    "cancel_notice": (N_("Notice to cancel, minutes"), 100_000), "horizon_days": (N_("Bookable ahead, days"), 3650),
    "min_minutes": (N_("Shortest booking, minutes"), 100_000), "max_minutes": (N_("Longest booking, minutes"), 100_000),
    "approval_hours": (N_("A request waits, hours"), 1000),
}  # fmt: skip
YES_NO = {"needs_approval": N_("Needs approval"), "within_hours": N_("Only in opening hours")}


class LabDialog(Dialog):
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
        self.clear = Minutes(found.cleardown_minutes if found else 15)
        self.form.add_row(
            ("setup", _("Set-up before each booking"), self.setup),
            ("cleardown", _("Clear-down after it"), self.clear),
        )
        self.parent_ = Finder()
        self.form.add("parent", _("Part of (a hall that can be divided)"), self.parent_)
        self.notes = area(found.notes if found else "", lines=3)
        self.form.add("notes", _("Notes"), self.notes)
        self.form.end()
        centre_id = desk.centre_id
        own = found.id if found else None
        desk.read(
            self,
            lambda unit: queries.bookables(unit, centre_id, "lab"),
            lambda rows: self.parent_.set_choices(
                [Choice(b.id, b.name, "door-open") for b in rows if b.id != own],
                found.parent_id if found else None,
            ),
        )

    def confirm(self) -> None:
        name = self.form.require("name", self.name.text(), _("Give the lab a name."))
        code = self.form.require("code", self.code.text(), _("Give the lab a short code, such as ROB."))
        draft = LabDraft(
            code,
            name,
            self.capacity.value() or None,
            self.place.text().strip(),
            self.notes.toPlainText().strip(),
            self.setup.minutes,
            self.clear.minutes,
        )
        found, parent, centre_id = (
            self.found,
            self.parent_.value if self.parent_.text().strip() else None,
            self.desk.centre_id,
        )

        def command(unit: Unit) -> None:
            key = found.id if found else service.add_lab(unit, centre_id, draft)
            if found:
                service.change_bookable(unit, key, draft, found.version)
            if parent != (found.parent_id if found else None):
                times.set_parent(unit, key, parent)

        self.save(command, None, _("Saved."))


class ModelDialog(Dialog):
    """An equipment model with the parts of a complete unit."""

    def __init__(self, desk: Desk, parent: QWidget, found: ModelRow | None = None) -> None:
        title = _("Edit {name}").format(name=found.name) if found else _("New model")
        super().__init__(desk, parent, title, _("Save") if found else _("Add the model"))
        self.found = found
        self.name = line(found.name if found else "", "LEGO SPIKE Prime", 200)
        self.maker, self.category = (
            line(found.manufacturer if found else "", most=120),
            line(found.category if found else "", most=120),
        )
        self.form.add("name", _("Model"), self.name)
        self.form.add_row(
            ("manufacturer", _("Manufacturer"), self.maker), ("category", _("Category"), self.category)
        )
        self.setup, self.clear = (
            Minutes(found.setup_minutes if found else 0),
            Minutes(found.cleardown_minutes if found else 0),
        )
        self.form.add_row(("setup", _("Set-up"), self.setup), ("cleardown", _("Clear-down"), self.clear))
        self.lendable = check(_("May be lent to schools"), found.lendable if found else True)
        self.form.put(self.lendable)
        self.count, self.prefix = number(1, 0, 200), line("", "SPK", 20)
        if found is None:
            self.form.add_row(
                ("count", _("How many units"), self.count), ("prefix", _("Codes begin with"), self.prefix)
            )
        self.parts = area(lines=4, hint=_("Hub × 1\nMotor × 3"))
        self.form.add("parts", _("Parts of a complete kit, one on a line: name × number"), self.parts)
        self.notes = area(found.notes if found else "", lines=2)
        self.form.add("notes", _("Notes"), self.notes)
        self.form.end()
        if found is not None:
            desk.read(
                self,
                lambda unit: parts(unit, found.id),
                lambda rows: self.parts.setPlainText("\n".join(f"{n} × {q}" for n, q in rows)),
            )

    def _parts(self) -> tuple[tuple[str, int], ...]:
        found = []
        for words in self.parts.toPlainText().splitlines():
            if not words.strip():
                continue
            name, _sign, count = words.replace("x ", "× ").replace("х ", "× ").rpartition("×")
            if not name.strip() or not count.strip().isdigit() or not int(count):
                raise BadInput(
                    _("“{line}” is not a part with its number. Write it like Motor × 3.").format(
                        line=words.strip()[:60]
                    ),
                    "parts",
                )
            found.append((name.strip(), int(count)))
        return tuple(found)

    def confirm(self) -> None:
        name = self.form.require("name", self.name.text(), _("Name the model."))
        draft = ModelDraft(
            name,
            self.maker.text().strip(),
            self.category.text().strip(),
            self.notes.toPlainText().strip(),
            self.lendable.isChecked(),
            self.setup.minutes,
            self.clear.minutes,
        )
        rows, found, centre_id = self._parts(), self.found, self.desk.centre_id
        count, prefix = (
            self.count.value(),
            self.prefix.text().strip() or "".join(word[:1] for word in name.split()).upper()[:4],
        )

        def command(unit: Unit) -> None:
            if found is not None:
                service.change_model(unit, found.id, draft, rows, found.version)
                return
            model = service.add_model(unit, centre_id, draft, rows)
            for n in range(1, count + 1):
                service.add_unit(unit, centre_id, UnitDraft(f"{prefix}-{n:02}", f"{name} {n:02}", model))

        self.save(command, None, _("Saved."))


class UnitsDialog(Dialog):
    """More units of a model, numbered on; or one unit changed."""

    def __init__(
        self, desk: Desk, parent: QWidget, models: Sequence[ModelRow], found: BookableRow | None = None
    ) -> None:
        title = _("Edit {name}").format(name=found.name) if found else _("More units")
        super().__init__(desk, parent, title, _("Save") if found else _("Add the units"))
        self.found = found
        self.model = Pick(
            [Choice(m.id, m.name, "package") for m in models], found.model_id if found else None
        )
        self.form.add("model", _("Model"), self.model)
        self.model.setEnabled(found is None)
        self.count, self.first = number(1, 1, 200), line(found.code if found else "", "SPK-09", 40)
        self.name = line(found.name if found else "", most=200)
        if found is None:
            self.form.add_row(
                ("code", _("First asset tag"), self.first, 2), ("count", _("How many"), self.count, 1)
            )
        else:
            self.form.add_row(("name", _("Name"), self.name, 2), ("code", _("Asset tag"), self.first, 1))
        self.serial, self.place = (
            line(found.serial if found else "", most=120),
            line(found.location if found else "", most=200),
        )
        self.form.add_row(
            ("serial", _("Serial number"), self.serial), ("location", _("Where it is"), self.place)
        )
        self.notes = area(found.notes if found else "", lines=2)
        self.form.add("notes", _("Notes"), self.notes)
        self.form.end()

    def confirm(self) -> None:
        tag = self.form.require(
            "code", self.first.text(), _("Write the asset tag on the first one, such as SPK-09.")
        )
        found, model, centre_id = self.found, self.model.value, self.desk.centre_id
        place, serial, notes = (
            self.place.text().strip(),
            self.serial.text().strip(),
            self.notes.toPlainText().strip(),
        )
        if found is not None:
            draft = UnitDraft(
                tag, self.name.text().strip() or found.name, model, place, serial, found.purchased_on, notes
            )
            self.save(
                lambda unit: service.change_bookable(unit, found.id, draft, found.version), None, _("Saved.")
            )
            return
        count, name = self.count.value(), self.model.currentText()
        head = tag.rstrip("0123456789")
        digits = tag[len(head) :]
        if count > 1 and not digits:
            raise BadInput(
                _("End the first tag with a number, such as SPK-09; the others are numbered on."), "code"
            )

        def command(unit: Unit) -> None:
            for n in range(count):
                number_ = f"{int(digits) + n:0{len(digits)}}" if digits else ""
                service.add_unit(
                    unit,
                    centre_id,
                    UnitDraft(
                        f"{head}{number_}",
                        f"{name} {number_}".strip(),
                        model,
                        place,
                        serial if count == 1 else "",
                        None,
                        notes,
                    ),
                )

        self.save(command, None, n_("{n} unit is added.", "{n} units are added.", count).format(n=count))


class OutageDialog(Dialog):
    """Out of service: the bookings it hits are listed, and a substitute is one click away."""

    def __init__(self, desk: Desk, parent: QWidget, found: BookableRow) -> None:
        super().__init__(
            desk,
            parent,
            _("Take {name} out of service").format(name=found.name),
            _("Take out of service"),
            wide=True,
            size=QSize(860, 480),
        )
        self.found = found
        wall = desk.wall_now().replace(tzinfo=None, second=0, microsecond=0)
        self.reason = line(hint=_("Nozzle heater"), most=300)
        self.form.add("reason", _("What is wrong"), self.reason)
        self.start = MomentField(wall)
        self.form.add("start", _("From"), self.start)
        self.known = check(_("It is known until when"), True)
        self.form.put(self.known)
        self.end = MomentField(datetime.combine(wall.date() + timedelta(days=7), time(9)))
        self.form.add("end", _("Until"), self.end)
        self.known.toggled.connect(self.end.setEnabled)
        self.form.end()
        for signal in (self.start.changed, self.end.changed, self.known.toggled):
            signal.connect(lambda *_args: self._look())
        self._names: dict[int, str] = {}
        self._look()

    def _span(self) -> tuple[datetime, datetime | None]:
        zone = self.desk.zone
        start = to_instant(self.start.wall, zone).instant
        end = to_instant(self.end.wall, zone).instant if self.known.isChecked() else None
        if end is not None and end <= start:
            raise BadInput(_("The end lies before the start. Choose an end after the start."), "end")
        return start, end

    def _look(self) -> None:
        try:
            start, end = self._span()
        except BadInput:
            return
        key, centre_id = self.found.id, self.desk.centre_id

        def read(unit: Unit) -> Any:
            names = {b.id: b.name for b in queries.bookables(unit, centre_id, "unit")}
            return schedule.affected_by_outage(unit, key, start, end), names

        self.desk.read(self, read, self._say, key="look")

    def _say(self, found: tuple[list[AffectedRow], dict[int, str]]) -> None:
        assert self.side is not None
        rows, self._names = found
        inside = self.side.inside
        clear(inside)
        if not rows:
            inside.addWidget(banner(_("No booking is hit."), "ok"))
        else:
            words = n_(
                "{n} booking is hit. Give it another unit, or move it.",
                "{n} bookings are hit. Give each another unit, or move it.",
                len(rows),
            )
            inside.addWidget(banner(words.format(n=len(rows)), "warn"))
        for each in rows:
            card = Card(margins=(12, 9, 12, 9))
            card.body.addWidget(Elided(each.title, "medium"))
            card.body.addWidget(
                Elided(
                    f"{span_words(each.start, each.end, self.desk.zone)} · {each.person}".rstrip(" ·"),
                    "second",
                )
            )
            line_ = row(spacing=6)
            for mate in each.substitutes[:2]:
                line_.addWidget(
                    button(
                        _("Take {name}").format(name=self._names.get(mate, str(mate))),
                        lambda e=each, m=mate: self._swap(e, m),
                        small=True,
                    )
                )
            if not each.substitutes:
                line_.addWidget(text(_("Nothing of the same kind is free then."), "second"))
            line_.addStretch(1)
            card.body.addLayout(line_)
            inside.addWidget(card)
        inside.addStretch(1)

    def _swap(self, each: AffectedRow, mate: int) -> None:
        old = self.found.id

        def command(unit: Unit) -> None:
            asked = times.asked_by(unit, each.activity_id)
            times.change(
                unit, each.activity_id, Changes(bookables=tuple(mate if b == old else b for b in asked))
            )

        self.desk.write(self, command, lambda _none: self._look(), self.show_trouble, _("Exchanged."))

    def confirm(self) -> None:
        why = self.form.require(
            "reason", self.reason.text(), _("Write what is wrong; everyone who meets it reads this.")
        )
        start, end = self._span()
        key = self.found.id
        self.save(lambda unit: service.add_outage(unit, key, why, start, end), None, _("Out of service."))


class RulesDialog(Dialog):
    """Booking rules of one bookable, or of the centre; an empty field inherits."""

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, own: dict[str, object], bookable_id: int | None
    ) -> None:
        super().__init__(desk, parent, title, _("Save"), size=QSize(520, 0))
        self._bookable = bookable_id
        self.fields: dict[str, Any] = {}
        if bookable_id is not None:
            self.form.put(text(_("An empty field takes the rule of the centre."), "body2", wrap=True))
        names = list(RULES)
        for first, second in zip(names[::2], [*names[1::2], ""], strict=False):
            cells = []
            for name in (first, second):
                if name:
                    value = own.get(name)
                    self.fields[name] = line("" if value is None else str(value), most=6)
                    cells.append((name, _(RULES[name][0]), self.fields[name]))
            self.form.add_row(*cells)
        answers = [
            (None, _("as the centre") if bookable_id is not None else _("not said")),
            (True, _("yes")),
            (False, _("no")),
        ]
        for name, words in YES_NO.items():
            self.fields[name] = Pick(answers)
            self.fields[name].choose(own.get(name))
        self.form.add_row(*((name, _(words), self.fields[name]) for name, words in YES_NO.items()))
        self.form.end()

    def confirm(self) -> None:
        values: dict[str, object] = {}
        for name in POLICY_FIELDS:
            field = self.fields[name]
            if name in YES_NO:
                values[name] = field.value
                continue
            words = field.text().strip()
            if words and not words.isdigit():
                raise BadInput(_("Write a number, or leave the field empty."), name)
            values[name] = int(words) if words else None
        centre_id, bookable = self.desk.centre_id, self._bookable
        self.save(lambda unit: service.set_policy(unit, centre_id, values, bookable), None, _("Saved."))


class LabelsDialog(Dialog):
    """A sheet of QR labels as PDF."""

    def __init__(self, desk: Desk, parent: QWidget, rows: Sequence[RegisterRow]) -> None:
        super().__init__(desk, parent, _("QR labels"), _("Save as PDF…"))
        self.labels = [Label(r.row.code, r.row.name, desk.centre.name) for r in rows]
        self.form.put(
            text(
                n_(
                    "{n} label, for what is listed now.", "{n} labels, for what is listed now.", len(rows)
                ).format(n=len(rows)),
                "body2",
                wrap=True,
            )
        )
        self.sheet = Pick([(sheet, sheet.name) for sheet in SHEETS])
        self.first = number(1, 1, 48)
        self.form.add_row(
            ("sheet", _("Labels on a sheet"), self.sheet), ("first", _("Begin at label"), self.first)
        )
        self.bar = QProgressBar()
        self.bar.setVisible(False)
        self.form.put(self.bar)
        self.form.end()
        self._task: Task | None = None

    def confirm(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the labels"), "labels.pdf", "PDF (*.pdf)")
        if not chosen:
            return
        self.write(Path(chosen))

    def write(self, file: Path) -> None:
        """Draws into a file, off the window's thread."""
        sheet = self.sheet.value
        wanted = placed(self.labels, sheet, min(self.first.value(), sheet.count) - 1)
        self.wait(True)
        self.bar.setVisible(True)
        self.bar.setRange(0, max(len(wanted), 1))

        def done(pages: int) -> None:
            self.desk.said.emit(n_("{n} page is saved.", "{n} pages are saved.", pages).format(n=pages))
            self.accept()

        self._task = self.desk.work(
            self, lambda task: draw_labels(task, file, wanted), done, self.show_trouble
        )
        self._task.on_progress = lambda n, _of, _what: self.bar.setValue(n)

    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().reject()

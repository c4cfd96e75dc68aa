"""The right side of the register: a lab, a unit or a model in detail, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.resources import service
from resource_centre.resources.queries import BookableRow, ModelRow, OutageRow
from resource_centre.resources.register import BookableDetail, ModelDetail, RegisterRow
from resource_centre.schedule.queries import BlockRow
from resource_centre.ui.desk import Desk
from resource_centre.ui.resources.calendar import ResourceWeek
from resource_centre.ui.resources.dialogs import LabDialog, ModelDialog, UnitsDialog
from resource_centre.ui.resources.labelling import LabelsDialog
from resource_centre.ui.resources.lines import Key, key_of
from resource_centre.ui.resources.outage import OutageDialog
from resource_centre.ui.resources.photos import Photos, Picture, small_jpeg
from resource_centre.ui.resources.rules import RulesDialog, own_lines, rule_lines
from resource_centre.ui.resources.wording import change_words
from resource_centre.ui.tokens import HUES
from resource_centre.ui.widgets.boxes import Scroll, Section, banner, clear, row
from resource_centre.ui.widgets.buttons import Entry, button, more_button
from resource_centre.ui.widgets.dialog import Ask
from resource_centre.ui.widgets.fields import length_words
from resource_centre.ui.widgets.labels import Elided, HueSquare, Link, chip, text
from resource_centre.ui.widgets.steps import facts, history
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.words import day_words, moment_words, span_words

COMING = 6


class Detail(QFrame):
    """Shows one thing. `pick(key)` goes to another one of the register."""

    def __init__(self, desk: Desk, pick: Callable[[Key], object]) -> None:
        super().__init__()
        self.desk = desk
        self.pick = pick
        self.writes = False
        self.models: Sequence[ModelRow] = ()
        self.found: BookableDetail | ModelDetail | None = None
        self.setProperty("inspector", "true")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.view = Scroll((0, 0, 0, 0), 0)
        outer.addWidget(self.view, 1)
        self.foot = QFrame()
        self.foot.setProperty("foot", "true")
        self.acts = row(spacing=6)
        self.acts.setContentsMargins(12, 9, 12, 9)
        self.foot.setLayout(self.acts)
        outer.addWidget(self.foot)
        self.hide()

    # --- a lab or a unit ---------------------------------------------------------------------------------

    def show_bookable(
        self, found: BookableDetail, blocks: Sequence[BlockRow], pictures: Sequence[Picture]
    ) -> None:
        """A lab or one unit."""
        self._fill(found, self._bookable_parts(found, blocks, pictures))

    def _fill(self, found: BookableDetail | ModelDetail, parts: Iterator[Callable[[], object]]) -> None:
        """Shows what is told of it, each part a slice of the window's time."""
        self._begin(found)
        self.desk.background.in_slices(standing_still(self, self.view, parts), self, "parts")

    def drop(self) -> None:
        """Nothing is chosen any more."""
        self.desk.background.in_slices((), self, "parts")
        self.hide()

    def _bookable_parts(
        self, found: BookableDetail, blocks: Sequence[BlockRow], pictures: Sequence[Picture]
    ) -> Iterator[Callable[[], object]]:
        now = self.desk.now()
        current = next((o for o in found.outages if o.start <= now and (o.end is None or o.end > now)), None)
        yield lambda: self._bookable_acts(found, current)
        yield lambda: self._tell_state(found, current)
        yield lambda: self._photos(pictures, found.row.name)
        yield lambda: self._about(found)
        yield lambda: self._parts(found.parts)
        yield lambda: self._coming(found.row, blocks)
        yield lambda: self._rules(found)
        yield lambda: self._outages([o for o in found.outages if o.end is not None and o.end <= now])
        yield lambda: self._history(found.history)
        yield lambda: self.view.inside.addStretch(1)
        yield self.show

    def _tell_state(self, found: BookableDetail, current: OutageRow | None) -> None:
        thing, now = found.row, self.desk.now()
        kind = _("Lab") if thing.kind == "lab" else thing.model
        head = self._head(kind, thing.code, thing.name, not thing.active)
        if current is not None:
            head.body.addWidget(banner(self._broken(current), "danger"))
        for planned in (o for o in found.outages if o.start > now):
            words = _("Out of service from {when}: {reason}").format(
                when=moment_words(planned.start, self.desk.zone, now), reason=planned.reason
            )
            back = partial(self._end, planned.id) if self.writes else None
            head.body.addWidget(banner(words, "warn", _("Take back") if self.writes else "", back))

    def _broken(self, outage: OutageRow) -> str:
        until = _("until further notice")
        if outage.end is not None:
            until = _("until {when}").format(when=moment_words(outage.end, self.desk.zone, self.desk.now()))
        return _("Out of order {until}: {reason}").format(until=until, reason=outage.reason)

    def _about(self, found: BookableDetail) -> None:
        thing = found.row
        buffers = ""
        if thing.setup_minutes or thing.cleardown_minutes:
            buffers = _("{before} before, {after} after").format(
                before=length_words(thing.setup_minutes), after=length_words(thing.cleardown_minutes)
            )
        bought = day_words(thing.purchased_on, year=True) if thing.purchased_on else ""
        told = [
            (_("Places"), str(thing.capacity or "")),
            (_("Where it is"), thing.location),
            (_("Category"), thing.category),
            (_("Serial number"), thing.serial),
            (_("Bought"), bought),
            (_("Set-up and clear-down"), buffers),
            (_("Needs the training"), ", ".join(found.needs)),
            (_("Notes"), thing.notes),
        ]
        self._facts(told)
        family = [(_("Part of"), found.parent)] if found.parent else []
        family += [(_("Divided into"), child) for child in found.children]
        if family:
            part = Section()
            for label, other in family:
                line = row(text(label, "second"))
                line.addWidget(Link(other.name, partial(self.pick, key_of(other.id))), 1)
                part.body.addLayout(line)
            self.view.inside.addWidget(part)

    def _coming(self, thing: BookableRow, blocks: Sequence[BlockRow]) -> None:
        part = Section(_("Next bookings"))

        def week() -> None:
            ResourceWeek(self.desk, self, thing.id, thing.name).open()

        part.body.addLayout(row(button(_("Its week…"), week, symbol="calendar-days", small=True), 1))
        for block in blocks[:COMING]:
            line = row(HueSquare(HUES.get(block.kind, "lab")), spacing=8)
            line.addWidget(
                Link(block.title, partial(self.desk.open, "calendar", activity=block.activity_id)), 1
            )
            line.addWidget(text(span_words(block.start, block.end, self.desk.zone), "caption"))
            part.body.addLayout(line)
        if not blocks:
            part.body.addWidget(text(_("Nothing in the next 60 days."), "second"))
        self.view.inside.addWidget(part)

    def _rules(self, found: BookableDetail) -> None:
        lines = rule_lines(found.policy, found.rules)
        part = Section(_("Booking rules"), _("bold: set for this one") if any(o for *_w, o in lines) else "")
        for label, value, own in lines:
            part.body.addLayout(_line(label, value, "medium" if own else "second2"))
        if found.rules.hours:
            part.body.addLayout(row(text(_("Opening hours"), "second"), 1, text(_("its own"), "medium")))
        if not lines and not found.rules.hours:
            part.body.addWidget(text(_("No limits."), "second"))
        self.view.inside.addWidget(part)

    def _outages(self, past: Sequence[OutageRow]) -> None:
        if past:
            part = Section(_("Earlier outages"))
            zone = self.desk.zone
            part.body.addWidget(
                history([(_days(o.start.astimezone(zone), o.end), o.reason) for o in past[:5]])
            )
            self.view.inside.addWidget(part)

    def _bookable_acts(self, found: BookableDetail, current: OutageRow | None) -> None:
        thing = found.row
        more: list[Entry | None] = [(_("Label…"), lambda: self._label([thing]), "qr-code")]
        if not self.writes:
            self._show_acts([], more)
            return
        title = _("Booking rules of {name}").format(name=thing.name)

        def rules() -> None:
            RulesDialog(self.desk, self, title, found.rules, thing.id).open()

        more = [
            (_("Booking rules…"), rules, "scale"),
            (_("Add a photo…"), self._photo, "image-plus"),
            *more,
            None,
        ]
        if thing.active:

            def out() -> None:
                OutageDialog(self.desk, self, thing).open()

            main = (
                button(_("Back in service"), lambda: self._end(current.id), symbol="check", small=True)
                if current is not None
                else button(_("Out of service…"), out, symbol="wrench", small=True)
            )
            more.append((_("Take out of the register…"), lambda: self._retire(thing), "trash-2"))
        else:
            main = button(_("Put back into use"), lambda: self._set_active(thing.id, True), small=True)
        self._show_acts([button(_("Edit…"), self.edit, symbol="pencil", small=True), main], more)

    # --- a model -----------------------------------------------------------------------------------------

    def show_model(self, found: ModelDetail, pictures: Sequence[Picture]) -> None:
        """A model with its units."""
        self._fill(found, self._model_parts(found, pictures))

    def _model_parts(self, found: ModelDetail, pictures: Sequence[Picture]) -> Iterator[Callable[[], object]]:
        yield lambda: self._model_acts(found)
        yield lambda: self._tell_model(found, pictures)
        yield lambda: self._units(found.units)
        yield lambda: self._parts(found.parts)
        yield lambda: self._own_rules(found)
        yield lambda: self._history(found.history)
        yield lambda: self.view.inside.addStretch(1)
        yield self.show

    def _tell_model(self, found: ModelDetail, pictures: Sequence[Picture]) -> None:
        model = found.row
        units = n_("{n} unit", "{n} units", len(found.units)).format(n=len(found.units))
        head = self._head(_("Equipment model"), units, model.name, not model.active)
        out = sum(1 for each in found.units if each.outage)
        if out:
            head.body.addWidget(
                banner(
                    n_("{n} unit is out of order.", "{n} units are out of order.", out).format(n=out), "warn"
                )
            )
        self._photos(pictures, model.name)
        lends = _("yes") if model.lendable else _("no")
        buffers = ""
        if model.setup_minutes or model.cleardown_minutes:
            buffers = _("{before} before, {after} after").format(
                before=length_words(model.setup_minutes), after=length_words(model.cleardown_minutes)
            )
        known = dict(found.rules.known)
        needs = ", ".join(sorted(known[key] for key in found.rules.needs if key in known))
        self._facts(
            [
                (_("Manufacturer"), model.manufacturer),
                (_("Category"), model.category),
                (_("May be lent to schools"), lends),
                (_("Set-up and clear-down"), buffers),
                (_("Needs the training"), needs),
                (_("Notes"), model.notes),
            ]
        )

    def _own_rules(self, found: ModelDetail) -> None:
        lines = own_lines(found.rules)
        part = Section(_("Booking rules of the model"))
        for label, value in lines:
            part.body.addLayout(_line(label, value, "second2"))
        if not lines:
            part.body.addWidget(text(_("Those of the centre."), "second"))
        self.view.inside.addWidget(part)

    def _units(self, units: Sequence[RegisterRow]) -> None:
        part = Section(_("Units"), str(len(units)))
        for each in units:
            line = row(spacing=8)
            line.addWidget(Link(each.row.code, partial(self.pick, key_of(each.id))), 3)
            line.addWidget(Elided(each.row.location, "second"), 2)
            line.addWidget(
                chip(_("out of order"), "danger")
                if each.outage
                else text(_("in service"), "caption", tone="ok")
            )
            part.body.addLayout(line)
        if not units:
            part.body.addWidget(text(_("None yet."), "second"))
        self.view.inside.addWidget(part)

    def _model_acts(self, found: ModelDetail) -> None:
        model, rows = found.row, [each.row for each in found.units]
        more: list[Entry | None] = [(_("Labels…"), lambda: self._label(rows), "qr-code")]
        if not self.writes:
            self._show_acts([], more)
            return
        title = _("Booking rules of {name}").format(name=model.name)

        def rules() -> None:
            RulesDialog(self.desk, self, title, found.rules, model_id=model.id).open()

        more = [
            (_("Booking rules…"), rules, "scale"),
            (_("Add a photo…"), self._photo, "image-plus"),
            *more,
            None,
        ]
        main = button(
            _("More units…"),
            lambda: UnitsDialog(self.desk, self, self.models, model_id=model.id).open(),
            symbol="plus",
            small=True,
        )
        if model.active:
            more.append((_("Take out of the register…"), lambda: self._retire_model(found), "trash-2"))
        else:
            main = button(_("Put back into use"), lambda: self._set_model_active(model.id, True), small=True)
        self._show_acts([button(_("Edit…"), self.edit, symbol="pencil", small=True), main], more)

    # --- parts of both -----------------------------------------------------------------------------------

    def _begin(self, found: BookableDetail | ModelDetail) -> None:
        same = self.found is not None and (type(self.found), self.found.row.id) == (type(found), found.row.id)
        self.found = found
        place = self.view.verticalScrollBar().value() if same else 0
        clear(self.view.inside)
        self.view.verticalScrollBar().setValue(place)

    def _head(self, kind: str, note: str, name: str, unused: bool) -> Section:
        head = Section()
        line = row(spacing=8)
        line.addWidget(Elided(kind, "second"), 1)
        line.addWidget(chip(note))
        head.body.addLayout(line)
        head.body.addWidget(text(name, "object", wrap=True))
        if unused:
            head.body.addWidget(banner(_("No longer in use. It cannot be booked."), "info"))
        self.view.inside.addWidget(head)
        return head

    def _photos(self, pictures: Sequence[Picture], name: str) -> None:
        if pictures:
            part = Section()
            part.body.addWidget(Photos(pictures, name, self._remove_photo if self.writes else None))
            self.view.inside.addWidget(part)

    def _facts(self, told: Sequence[tuple[str, str]]) -> None:
        kept = [(label, value) for label, value in told if value]
        if kept:
            part = Section()
            part.body.addWidget(facts(kept))
            self.view.inside.addWidget(part)

    def _parts(self, parts: Sequence[tuple[str, int]]) -> None:
        if parts:
            kit = Section(_("Parts of a complete kit"), str(sum(count for _n, count in parts)))
            for name, count in parts:
                line = row()
                line.addWidget(Elided(name, "body2"), 1)
                line.addWidget(text(str(count), "body2"))
                kit.body.addLayout(line)
            self.view.inside.addWidget(kit)

    def _history(self, changes: Sequence) -> None:
        if changes:
            part = Section(_("History"), line=False)
            zone, now = self.desk.zone, self.desk.now()
            lines = [
                (moment_words(c.at, zone, now), f"{change_words(c)} · {c.person}".rstrip(" ·"))
                for c in changes
            ]
            part.body.addWidget(history(lines))
            self.view.inside.addWidget(part)

    def _show_acts(self, main: Sequence[QWidget], more: Sequence[Entry | None]) -> None:
        clear(self.acts)
        for each in main:
            self.acts.addWidget(each)
        self.acts.addStretch(1)
        self.acts.addWidget(more_button(more))

    # --- what can be done --------------------------------------------------------------------------------

    def edit(self) -> None:
        """The dialog of what is shown."""
        if self.found is None or not self.writes:
            return
        if isinstance(self.found, ModelDetail):
            ModelDialog(self.desk, self, self.found.row).open()
        elif self.found.row.kind == "lab":
            LabDialog(self.desk, self, self.found.row).open()
        else:
            UnitsDialog(self.desk, self, self.models, self.found.row).open()

    def _label(self, rows: Sequence[BookableRow]) -> None:
        LabelsDialog(self.desk, self, rows).open()

    def _end(self, outage: int) -> None:
        self.desk.write(self, lambda unit: service.end_outage(unit, outage), said=_("Back in service."))

    def _set_active(self, key: int, active: bool) -> None:
        self.desk.write(self, lambda unit: service.set_active(unit, key, active), said=_("Saved."))

    def _set_model_active(self, key: int, active: bool) -> None:
        self.desk.write(self, lambda unit: service.set_model_active(unit, key, active), said=_("Saved."))

    def _retire(self, thing: BookableRow) -> None:
        from resource_centre.schedule.queries import affected_by_outage

        def ask(ahead: int) -> None:
            words = _("{name} can no longer be booked. What was booked stays on record.").format(
                name=thing.name
            )
            if ahead:
                words += " " + n_(
                    "{n} booking still lies ahead; move it first, or it stays.",
                    "{n} bookings still lie ahead; move them first, or they stay.",
                    ahead,
                ).format(n=ahead)
            title = _("Take out of the register")
            Ask(
                self.desk, self, title, _("Take out"), words, lambda: self._set_active(thing.id, False)
            ).open()

        def count(unit: Unit) -> int:
            return len(affected_by_outage(unit, thing.id, unit.now, None))

        self.desk.read(self, count, ask)

    def _retire_model(self, found: ModelDetail) -> None:
        words = n_(
            "{name} and its {n} unit can no longer be booked. What was booked stays on record.",
            "{name} and its {n} units can no longer be booked. What was booked stays on record.",
            len(found.units),
        ).format(name=found.row.name, n=len(found.units))
        title = _("Take out of the register")

        def do() -> None:
            self._set_model_active(found.row.id, False)

        Ask(self.desk, self, title, _("Take out"), words, do).open()

    def _photo(self) -> None:
        kinds = f"{_('Pictures')} (*.jpg *.jpeg *.png *.webp)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a photo"), "", kinds)
        if chosen:
            self.add_photo(Path(chosen))

    def add_photo(self, file: Path) -> None:
        """Adds a picture to what is shown, made small enough for the register."""
        if self.found is None:
            return
        key, of_model = self.found.row.id, isinstance(self.found, ModelDetail)

        def then(image: bytes) -> None:
            def command(unit: Unit) -> int:
                return service.add_photo(unit, image, None if of_model else key, key if of_model else None)

            self.desk.write(self, command, said=_("The photo is added."))

        self.desk.work(self, lambda _task: small_jpeg(file), then)

    def _remove_photo(self, photo: int) -> None:
        def do() -> None:
            self.desk.write(
                self, lambda unit: service.remove_photo(unit, photo), said=_("The photo is gone.")
            )

        words = _("It is taken out of the register and cannot be brought back.")
        Ask(self.desk, self, _("Take this photo away"), _("Take away"), words, do).open()


def _days(start: datetime, end: datetime | None) -> str:
    first = day_words(start.date(), year=True)
    last = day_words(end.astimezone(start.tzinfo).date(), year=True) if end is not None else ""
    return first if first == last or not last else f"{first} – {last}"


def _line(label: str, value: str, role: str) -> QHBoxLayout:
    made = row(spacing=8)
    made.addWidget(Elided(label, "second"), 1)
    made.addWidget(text(value, role))
    return made

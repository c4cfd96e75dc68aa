"""Dialogs of loans: lend, hand out, take back, make ready, extend, another unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from resource_centre.bookings import queries, service
from resource_centre.bookings.queries import LoanDetail
from resource_centre.bookings.rules import PartCount
from resource_centre.bookings.service import CheckIn, CheckOut, LoanDraft
from resource_centre.core.errors import BadInput, Refused
from resource_centre.core.times import to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people import queries as people
from resource_centre.resources import queries as resources
from resource_centre.schedule import service as schedule
from resource_centre.schedule.rules import ActivityKind, Hold, Verdict
from resource_centre.schools import queries as schools
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.widgets.boxes import Card, banner, clear, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import Choice, Finder, MomentField, Pick, area, line, number
from resource_centre.ui.widgets.labels import IconLabel, text
from resource_centre.ui.words import span_words


class LendDialog(Dialog):
    """Reserves kits for a school or a person, and shows at once whether they are free."""

    def __init__(self, desk: Desk, parent: QWidget, then: Callable[[int], Any] | None = None) -> None:
        super().__init__(desk, parent, _("Lend equipment"), _("Reserve"), wide=True, size=QSize(900, 640))
        self._then, self._asked = then, 0
        wall = desk.wall_now().replace(tzinfo=None)
        start = datetime.combine(wall.date(), time(wall.hour + 1 if wall.hour < 17 else 10))
        if wall.hour >= 17:
            start += timedelta(days=1)
        self.model, self.count = Finder(hint=_("LEGO, microscope, …")), number(1, 1, 200)
        self.form.add_row(("units", _("What"), self.model, 3), ("count", _("How many"), self.count, 1))
        self.school, self.borrower = Finder(), Finder()
        self.form.add("school", _("School"), self.school)
        self.form.add("borrower", _("Who fetches it"), self.borrower)
        self.start = MomentField(start)
        self.end = MomentField(datetime.combine(start.date() + timedelta(days=7), time(17)))
        self.form.add("start", _("From"), self.start)
        self.form.add("end", _("Back by"), self.end)
        self.note = area(lines=2)
        self.form.add("note", _("Note"), self.note)
        self.override = line(most=300)
        self.form.add(
            "override", _("Reason to override a rule (only when one stands against it)"), self.override
        )
        self.form.end()
        self.say_promise(_("All units are reserved together, or none."))
        for signal in (self.start.changed, self.end.changed, self.count.valueChanged, self.model.changed):
            signal.connect(lambda *_args: self._look())
        self.school.changed.connect(lambda _value: self._teachers())
        self._people: list[people.PersonRow] = []
        centre_id = desk.centre_id

        def read(unit: Unit) -> Any:
            return (
                resources.models(unit, centre_id),
                schools.schools(unit, centre_id),
                people.people(unit, centre_id),
            )

        desk.read(self, read, self._fill)
        self._look()

    def _fill(self, found: Any) -> None:
        models, places, self._people = found
        self.model.set_choices([Choice(m.id, m.name, "package") for m in models if m.lendable])
        self.school.set_choices([Choice(s.id, s.name, "school", s.city) for s in places])
        self._teachers()

    def _teachers(self) -> None:
        school = self.school.value
        rows = [p for p in self._people if school is None or p.school_id == school]
        self.borrower.set_choices([Choice(p.id, p.name, "user", p.school) for p in rows])

    def _draft(self) -> LoanDraft:
        if self.model.value is None:
            raise BadInput(_("Choose what is lent from the list."), "units")
        start = to_instant(self.start.wall, self.desk.zone).instant
        try:
            end = to_instant(self.end.wall, self.desk.zone).instant
        except BadInput as trouble:
            raise BadInput(str(trouble), "end") from None
        if end <= start:
            raise BadInput(_("It must come back after it goes out. Choose a later day."), "end")
        return LoanDraft(
            self.desk.centre_id, start, end, (), ((self.model.value, self.count.value()),), self.borrower.value,
            self.school.value, "", self.note.toPlainText().strip(), self.override.text().strip(), self._uid,
        )  # fmt: skip

    def _look(self) -> None:
        self._asked += 1
        asked = self._asked
        try:
            draft = self._draft()
        except BadInput as trouble:
            self._say(None, "" if self.model.value is None else str(trouble))
            return
        hold = Hold(
            draft.centre_id, ActivityKind.LOAN, "?", draft.start, draft.end, (), draft.units, draft.borrower_id
        )  # fmt: skip
        self.desk.read(
            self,
            lambda unit: schedule.check(unit, hold),
            lambda verdict: self._say(verdict) if asked == self._asked else None,
            lambda trouble: self._say(None, sentence(trouble)) if asked == self._asked else None,
            key="look",
        )

    def _say(self, verdict: Verdict | None, words: str = "") -> None:
        assert self.side is not None
        inside = self.side.inside
        clear(inside)
        if verdict is None:
            words = words or _("Choose what is lent and for how long; here you see whether it is free.")
            inside.addWidget(text(words, "body2", wrap=True))
        elif not verdict.violations:
            words = n_(
                "{n} unit is free for the whole time.",
                "{n} units are free for the whole time.",
                self.count.value(),
            )
            inside.addWidget(banner(words.format(n=self.count.value()), "ok"))
        else:
            for violation in verdict.violations:
                card = Card(margins=(12, 10, 12, 10))
                card.setProperty("card", "warn" if violation.overridable else "danger")
                ink = "warn" if violation.overridable else "danger"
                head = row(IconLabel("triangle-alert" if violation.overridable else "ban", 15, ink))
                head.addWidget(text(violation.message, "body", wrap=True), 1)
                card.body.addLayout(head)
                card.body.addWidget(text(violation.fix, "second", wrap=True))
                inside.addWidget(card)
            if verdict.alternatives:
                inside.addWidget(text(_("Nearest that work"), "caption-strong"))
            for other in verdict.alternatives:
                words = span_words(other.start, other.end, self.desk.zone)
                inside.addWidget(button(words, partial(self._take, other), symbol="calendar"))
        inside.addStretch(1)

    def _take(self, other: Any) -> None:
        zone = self.desk.zone
        self.start.set_wall(other.start.astimezone(zone).replace(tzinfo=None))
        self.end.set_wall(other.end.astimezone(zone).replace(tzinfo=None))
        self._look()

    def confirm(self) -> None:
        draft = self._draft()
        if self.school.value is None and self.borrower.value is None:
            raise BadInput(_("Say who borrows it: a school, or a person."), "school")
        self.save(
            lambda unit: service.reserve(unit, draft),
            lambda made: self._then(made.row.activity_id) if self._then else None,
            _("Reserved."),
        )

    def show_refusal(self, trouble: Refused) -> None:
        self._say(Verdict(trouble.violations, trouble.alternatives))


class CountDialog(Dialog):
    """Counts the parts of every unit: going out, or coming back."""

    def __init__(self, desk: Desk, parent: QWidget, detail: LoanDetail, *, back: bool) -> None:
        title = _("Take back: {what}") if back else _("Hand out: {what}")
        verb = _("Record return") if back else _("Hand out")
        super().__init__(desk, parent, title.format(what=detail.row.title), verb, size=QSize(620, 0))
        self.detail, self.back, self.version = detail, back, detail.row.version
        self.watch("activity", detail.row.activity_id)
        self.form.put(
            text(f"{detail.row.whom} · {span_words(detail.row.start, detail.row.due, desk.zone)}", "body2")
        )
        self.fields: dict[tuple[int, str], QSpinBox] = {}
        for unit in detail.units:
            self.form.put(text(unit.name, "strong"))
            if not unit.parts:
                self.form.put(text(_("No parts to count."), "second"))
                continue
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(0, 1)
            for n, part in enumerate(unit.parts):
                full = (part.counted_out if back else part.expected) or part.expected
                field = number(full, 0, 100_000)
                field.setAccessibleName(f"{unit.name}, {part.name}")
                field.setFixedWidth(96)
                grid.addWidget(text(part.name), n, 0)
                grid.addWidget(field, n, 1)
                grid.addWidget(text(_("of {n}").format(n=full), "second"), n, 2)
                self.fields[(unit.bookable_id, part.name)] = field
            self.form.put(grid)
        self.condition = line(hint=_("complete and clean"), most=300)
        self.form.add("condition", _("Condition"), self.condition)
        self.form.end()
        next(iter(self.fields.values()), self.condition).setFocus()

    def confirm(self) -> None:
        parts = tuple(PartCount(unit, name, field.value()) for (unit, name), field in self.fields.items())
        words, key, version = (
            self.condition.text().strip(),
            self.detail.row.activity_id,
            self.version,
        )
        if self.back:
            self.save(
                lambda unit: service.check_in(unit, key, CheckIn(words, parts), version),
                None,
                _("The return is recorded."),
            )
        else:
            self.save(
                lambda unit: service.check_out(unit, key, CheckOut(None, None, words, parts), version),
                None,
                _("Handed out."),
            )


class ExtendDialog(Dialog):
    """A later (or earlier) day for coming back."""

    def __init__(self, desk: Desk, parent: QWidget, detail: LoanDetail) -> None:
        super().__init__(desk, parent, _("Extend the loan"), _("Extend"))
        self.detail, self.version = detail, detail.row.version
        self.watch("activity", detail.row.activity_id)
        due = max(detail.row.due, desk.now()).astimezone(desk.zone).replace(tzinfo=None)
        self.end = MomentField(datetime.combine(due.date() + timedelta(days=7), due.time().replace(second=0)))
        self.override = line(most=300)
        self.form.put(
            text(
                f"{detail.row.title} · {span_words(detail.row.start, detail.row.due, desk.zone)}",
                "body2",
                wrap=True,
            )
        )
        self.form.add("end", _("Back by"), self.end)
        self.form.add(
            "override", _("Reason to override a rule (only when one stands against it)"), self.override
        )
        self.form.end()

    def confirm(self) -> None:
        end = to_instant(self.end.wall, self.desk.zone).instant
        key, why, version = self.detail.row.activity_id, self.override.text().strip(), self.version
        self.save(lambda unit: service.extend(unit, key, end, why, version), None, _("The loan is extended."))


class ReadyDialog(Dialog):
    """The units can be lent again."""

    def __init__(self, desk: Desk, parent: QWidget, detail: LoanDetail) -> None:
        super().__init__(
            desk, parent, _("Make ready: {what}").format(what=detail.row.title), _("Ready again")
        )
        self.detail, self.version = detail, detail.row.version
        self.watch("activity", detail.row.activity_id)
        if detail.row.missing:
            words = n_("{n} part is missing.", "{n} parts are missing.", detail.row.missing).format(
                n=detail.row.missing
            )
            self.form.put(banner(f"{words} {_('Say what was done about it.')}", "warn"))
        self.note = area(lines=3)
        self.form.add("note", _("What was done"), self.note)
        self.form.end()

    def confirm(self) -> None:
        words, key, version = (
            self.note.toPlainText().strip(),
            self.detail.row.activity_id,
            self.version,
        )
        self.save(lambda unit: service.make_ready(unit, key, words, version), None, _("Ready again."))


class ReplaceDialog(Dialog):
    """Another unit of the same model."""

    def __init__(self, desk: Desk, parent: QWidget, detail: LoanDetail) -> None:
        super().__init__(desk, parent, _("Another unit"), _("Exchange"))
        self.detail = detail
        self.old = Pick([Choice(u.bookable_id, u.name, "package") for u in detail.units])
        self.new = Pick()
        self.reason = line(most=300)
        self.form.add("old", _("Instead of"), self.old)
        self.form.add("new", _("This one"), self.new)
        self.form.add("reason", _("Why (if you like)"), self.reason)
        self.form.end()
        self.old.changed.connect(lambda _value: self._look())
        self._look()

    def _look(self) -> None:
        key, old = self.detail.row.activity_id, self.old.value
        self.desk.read(self, lambda unit: queries.substitutes(unit, key, old), self._fill, key="look")

    def _fill(self, rows: list[resources.BookableRow]) -> None:
        self.new.set_choices([Choice(r.id, r.name, "package") for r in rows])
        self.banner.say("" if rows else _("No other unit of this model is free for the whole time."), "warn")

    def confirm(self) -> None:
        if self.new.value is None:
            raise BadInput(
                _("No other unit of this model is free. Extend or cancel the loan instead."), "new"
            )
        key, old, new, why = (
            self.detail.row.activity_id,
            self.old.value,
            self.new.value,
            self.reason.text().strip(),
        )
        self.save(lambda unit: service.replace_unit(unit, key, old, new, why), None, _("Exchanged."))

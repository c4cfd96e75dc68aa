"""Booking rules of a lab, a unit, a model or the centre: notice, lengths, limits, trainings, own hours."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resource_centre.centres.service import set_opening_hours
from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _, n_
from resource_centre.resources import service
from resource_centre.resources.queries import POLICY_FIELDS, PolicyRow, QuotaRow
from resource_centre.resources.register import OwnRules
from resource_centre.ui.desk import Desk
from resource_centre.ui.resources.week import OFFICE, WeekEditor
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import button, icon_button
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import Pick, check, length_words, line, number
from resource_centre.ui.widgets.labels import text

NUMBERS = {
    "create_notice": N_("Notice to book, minutes"), "change_notice": N_("Notice to change, minutes"),
    "cancel_notice": N_("Notice to cancel, minutes"), "horizon_days": N_("Bookable ahead, days"),
    "min_minutes": N_("Shortest booking, minutes"), "max_minutes": N_("Longest booking, minutes"),
    "approval_hours": N_("A request waits, hours"),
}  # fmt: skip
NAMES = {
    "create_notice": N_("Notice to book"), "change_notice": N_("Notice to change"),
    "cancel_notice": N_("Notice to cancel"), "horizon_days": N_("Bookable ahead"),
    "min_minutes": N_("Shortest booking"), "max_minutes": N_("Longest booking"),
    "needs_approval": N_("Needs approval"), "approval_hours": N_("A request waits"),
    "within_hours": N_("Only in opening hours"),
}  # fmt: skip
YES_NO = {"needs_approval": N_("Needs approval"), "within_hours": N_("Only in opening hours")}
MEASURES = {"count": N_("bookings"), "hours": N_("hours")}
PERIODS = {
    "day": N_("a day"),
    "week": N_("a week"),
    "month": N_("a month"),
    "future": N_("at any time ahead"),
}
MOST = 4


def rule_words(name: str, value: Any) -> str:
    """A rule's value as people say it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "horizon_days":
        return n_("{n} day", "{n} days", value).format(n=value)
    if name == "approval_hours":
        return _("{n} h").format(n=value)
    return length_words(value) if value else _("none")


def quota_words(quota: QuotaRow) -> str:
    """At most 6 hours a week."""
    return _("at most {n} {what} {per}").format(
        n=quota.amount, what=_(MEASURES[quota.measure]), per=_(PERIODS[quota.per])
    )


def rule_lines(policy: PolicyRow, own: OwnRules) -> list[tuple[str, str, bool]]:
    """What holds, line by line: (rule, value, whether it is set for this one alone)."""
    lines = []
    for name, words in NAMES.items():
        value = getattr(policy, name)
        if value is None or (name == "approval_hours" and not policy.needs_approval):
            continue
        if value == 0 and not isinstance(value, bool):
            continue
        lines.append((_(words), rule_words(name, value), own.values.get(name) is not None))
    for quota in policy.quotas:
        lines.append((_("Each person"), quota_words(quota), bool(own.quotas)))
    return lines


def own_lines(own: OwnRules) -> list[tuple[str, str]]:
    """The rules that are set for this one alone: (rule, value)."""
    lines = [
        (_(words), rule_words(name, own.values[name]))
        for name, words in NAMES.items()
        if own.values.get(name) is not None
    ]
    return [*lines, *((_("Each person"), quota_words(quota)) for quota in own.quotas)]


class Limits(QWidget):
    """Limits for each person: so many bookings or hours in a time."""

    def __init__(self, quotas: tuple[QuotaRow, ...]) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.lines: list[tuple[QWidget, Any, Pick, Pick]] = []
        self.more = button(_("Add a limit"), self.add, small=True, symbol="plus")
        self._column.addLayout(row(self.more, 1))
        for quota in quotas:
            self.add(quota)

    def add(self, quota: QuotaRow | None = None) -> None:
        """One more line."""
        shown = quota or QuotaRow("hours", "week", 6)
        line_ = QWidget()
        amount = number(shown.amount, 1, 10_000)
        amount.setFixedWidth(86)
        amount.setAccessibleName(_("At most"))
        measure = Pick([(key, _(words)) for key, words in MEASURES.items()], shown.measure)
        per = Pick([(key, _(words)) for key, words in PERIODS.items()], shown.per)
        for pick, name in ((measure, _("Measure")), (per, _("In what time"))):
            pick.setAccessibleName(name)
        inside = row(text(_("at most"), "second2"), amount)
        inside.addWidget(measure, 1)
        inside.addWidget(per, 1)
        inside.addWidget(icon_button("x", _("Take this limit away"), lambda: self._drop(line_)))
        line_.setLayout(inside)
        self.lines.append((line_, amount, measure, per))
        self._column.insertWidget(len(self.lines) - 1, line_)
        self.more.setVisible(len(self.lines) < MOST)

    def _drop(self, line_: QWidget) -> None:
        self.lines = [each for each in self.lines if each[0] is not line_]
        line_.hide()
        line_.deleteLater()
        self.more.setVisible(True)

    @property
    def quotas(self) -> tuple[QuotaRow, ...]:
        """What is shown."""
        return tuple(
            QuotaRow(measure.value, per.value, amount.value()) for _w, amount, measure, per in self.lines
        )


class RulesDialog(Dialog):
    """Rules of one bookable, of one model, or (neither) of the centre; an empty field inherits."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        own: OwnRules,
        bookable_id: int | None = None,
        model_id: int | None = None,
    ) -> None:
        super().__init__(desk, parent, title, _("Save"), size=QSize(690, 0))
        self._where = (bookable_id, model_id)
        self._own = own
        self.fields: dict[str, Any] = {}
        special = bookable_id is not None or model_id is not None
        if special:
            words = (
                _("An empty field takes the rule of the model, then of the centre.")
                if bookable_id is not None
                else _("An empty field takes the rule of the centre.")
            )
            self.form.put(text(words, "body2", wrap=True))
        self._numbers(own)
        inherit = _("as elsewhere here") if special else _("not said")
        answers = [(None, inherit), (True, _("yes")), (False, _("no"))]
        for name in YES_NO:
            self.fields[name] = Pick(answers)
            self.fields[name].choose(own.values.get(name))
        self.form.add_row(*((name, _(words), self.fields[name]) for name, words in YES_NO.items()))
        self.limits = Limits(own.quotas)
        self.form.add("quotas", _("Limits for each person"), self.limits)
        self.needs = {key: check(name, key in own.needs) for key, name in own.known} if special else {}
        if self.needs:
            self.form.put(text(_("Whoever uses it needs the training"), "label"))
            for box in self.needs.values():
                self.form.put(box)
        self.week: WeekEditor | None = None
        if bookable_id is not None:
            self._hours(own)
        self.form.end()

    def _numbers(self, own: OwnRules) -> None:
        names = list(NUMBERS)
        for at in range(0, len(names), 2):
            cells: list[tuple[str, str, QWidget]] = []
            for name in names[at : at + 2]:
                value = own.values.get(name)
                self.fields[name] = line("" if value is None else str(value), most=6)
                cells.append((name, _(NUMBERS[name]), self.fields[name]))
            if len(cells) == 1:
                cells.append(("", "", text("")))
            self.form.add_row(*cells)

    def _hours(self, own: OwnRules) -> None:
        self.alone = check(_("Has opening hours of its own"), bool(own.hours))
        self.form.put(self.alone)
        self.week = WeekEditor()
        self.week.set_hours(own.hours or tuple((day, *OFFICE) for day in range(5)))
        self.form.add("hours", "", self.week)
        self.week.setVisible(bool(own.hours))
        self.alone.toggled.connect(self.week.setVisible)

    def confirm(self) -> None:
        values: dict[str, Any] = {}
        for name in POLICY_FIELDS:
            field = self.fields[name]
            if name in YES_NO:
                values[name] = field.value
                continue
            words = field.text().strip()
            if words and not (words.isascii() and words.isdigit()):
                raise BadInput(_("Write a whole number, or leave the field empty."), name)
            values[name] = int(words) if words else None
        shortest, longest = values["min_minutes"], values["max_minutes"]
        if shortest is not None and longest is not None and longest < shortest:
            raise BadInput(_("The longest booking is shorter than the shortest one."), "max_minutes")
        hours: tuple[tuple[int, int, int], ...] | None = None
        if self.week is not None:
            hours = self.week.hours() if self.alone.isChecked() else ()
            if self.alone.isChecked() and not hours:
                raise BadInput(
                    _("Choose a day on which it is open, or take the hours of the centre."), "hours"
                )
        quotas, centre_id, (bookable, model) = self.limits.quotas, self.desk.centre_id, self._where
        needs = [key for key, box in self.needs.items() if box.isChecked()]
        own, asks = self._own, bool(self.needs)

        def command(unit: Unit) -> None:
            service.set_policy(unit, centre_id, values, bookable, model, quotas)
            if asks and set(needs) != set(own.needs):
                service.set_needs(unit, needs, bookable, model)
            if hours is not None and hours != own.hours:
                set_opening_hours(unit, centre_id, hours, bookable)

        self.save(command, None, _("Saved."))

"""Booking rules of the centre, and the trainings that labs and equipment can ask for."""

from __future__ import annotations

from typing import Any

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people import queries as people
from resource_centre.people import service as people_service
from resource_centre.people.roles import Data, Right
from resource_centre.resources.register import OwnRules, own_rules
from resource_centre.ui.administration.own import Panel, say_trouble
from resource_centre.ui.desk import Desk
from resource_centre.ui.resources.rules import RulesDialog, own_lines
from resource_centre.ui.widgets.boxes import Banner, clear, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.fields import line, number
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import text


class RulesPanel(Panel):
    """What holds where a lab or a model says nothing else; trainings."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rules = self.card(_("Booking rules"), _("for every lab and unit without rules of its own"))
        self.rules.body.setSpacing(7)
        self.own: OwnRules | None = None
        if desk.may(Data.SETTINGS, Right.WRITE):
            self.rules.head.addWidget(button(_("Change the rules…"), self._rules, small=True))
        card = self.card(_("Trainings"), _("that a lab or a model can ask of whoever uses it"))
        self.lines = Form(6)
        card.body.addWidget(self.lines)
        self.name, self.months = line(hint=_("Laser cutter safety"), most=120), number(24, 0, 240)
        self.form, self.banner = Form(), Banner()
        self.form.add_row(
            ("name", _("New training"), self.name, 3),
            ("months", _("Valid, months (0: for good)"), self.months, 2),
        )
        self.may_train = desk.may(Data.SETTINGS, Right.WRITE) or desk.may(Data.RESOURCES, Right.WRITE)
        if self.may_train:
            card.body.addWidget(self.banner)
            card.body.addWidget(self.form)
            card.body.addLayout(row(1, button(_("Add the training"), self._add)))
        else:
            self.form.setParent(self)
            self.banner.setParent(self)
            self.form.hide()
        self.column.addStretch(1)

    def load(self) -> None:
        key = self.desk.centre_id

        def read(unit: Unit) -> Any:
            return own_rules(unit, key), people.qualifications(unit, key)

        self.desk.read(self, read, self._show, key="list")

    def _show(self, found: tuple[OwnRules, list[people.QualificationRow]]) -> None:
        self.own, trainings = found
        clear(self.rules.body)
        lines = own_lines(self.own)
        for label, value in lines:
            self.rules.body.addLayout(row(text(label, "second2"), 1, text(value)))
        if not lines:
            self.rules.body.addWidget(text(_("No limits beyond the opening hours."), "second"))
        clear(self.lines.column)
        for each in trainings:
            months = each.valid_months
            valid = n_("{n} month", "{n} months", months).format(n=months) if months else _("for good")
            self.lines.put(row(text(each.name), 1, text(valid, "second")))
        if not trainings:
            self.lines.put(text(_("None yet."), "second"))

    def _rules(self) -> None:
        if self.own is not None:
            RulesDialog(self.desk, self, _("Booking rules of the centre"), self.own).open()

    def _add(self) -> None:
        self.form.forgive()
        self.banner.say("")
        try:
            name = self.form.require("name", self.name.text(), _("Name the training."))
        except BadInput as trouble:
            say_trouble(trouble, self.form, self.banner)
            return
        key, months = self.desk.centre_id, self.months.value() or None
        self.desk.write(
            self,
            lambda unit: people_service.add_qualification(unit, key, name, months),
            lambda _id: self.name.clear(),
            lambda trouble: say_trouble(trouble, self.form, self.banner),
            _("{name} is added.").format(name=name),
        )

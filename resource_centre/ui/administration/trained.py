"""The trainings on a person's record."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people import queries, service
from resource_centre.people.queries import HeldQualification, PersonRow, QualificationRow
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import icon_button
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import DayField, Pick
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import Elided, text
from resource_centre.ui.words import day_words


class TrainedDialog(Dialog):
    """What a person is trained for, and until when; another one is granted with its day."""

    def __init__(self, desk: Desk, parent: QWidget, found: PersonRow) -> None:
        title = _("Trainings of {name}").format(name=found.name)
        super().__init__(desk, parent, title, _("Grant"), size=QSize(520, 400))
        self.found = found
        self.cancel.setText(_("Close"))
        self.lines = Form(6)
        self.form.put(self.lines)
        self.kind = Pick()
        self.day = DayField(desk.wall_now().date())
        self.form.add_row(
            ("training", _("Training"), self.kind, 3), ("granted_on", _("Granted on"), self.day, 2)
        )
        self.form.end()
        self._load()

    def _load(self) -> None:
        here, person = self.desk.centre_id, self.found.id

        def read(unit: Unit) -> Any:
            return queries.qualifications(unit, here), queries.held_qualifications(unit, person)

        self.desk.read(self, read, self._show, key="list")

    def _show(self, read: tuple[list[QualificationRow], list[HeldQualification]]) -> None:
        from resource_centre.ui.widgets.boxes import clear

        known, held = read
        self.kind.set_choices([(each.id, each.name) for each in known])
        clear(self.lines.column)
        today = self.desk.wall_now().date()
        for each in held:
            until = _("for good")
            if each.expires_on is not None:
                until = _("until {day}").format(day=day_words(each.expires_on, year=True))
            over = each.expires_on is not None and each.expires_on < today
            made = row(spacing=10)
            made.addWidget(Elided(each.name, "medium"), 1)
            made.addWidget(text(until, "second", tone="danger" if over else ""))
            made.addWidget(
                icon_button(
                    "x", _("Take {name} off the record").format(name=each.name), partial(self._end, each.id)
                )
            )
            self.lines.put(made)
        if not held:
            self.lines.put(text(_("None on record."), "second"))

    def _end(self, held: int) -> None:
        self.desk.write(
            self,
            lambda unit: service.revoke_qualification(unit, held),
            lambda _none: self._load(),
            self.show_trouble,
            _("Taken off the record."),
        )

    def confirm(self) -> None:
        kind, day, person = self.kind.value, self.day.day, self.found.id
        if kind is None:
            raise BadInput(_("This centre has no training yet. Add one under Booking rules."), "training")
        self.wait(True)

        def done(_id: int) -> None:
            self.wait(False)
            self._load()

        self.desk.write(
            self,
            lambda unit: service.grant_qualification(unit, person, kind, day),
            done,
            self.show_trouble,
            _("Granted."),
        )

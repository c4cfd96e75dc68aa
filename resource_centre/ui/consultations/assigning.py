"""Who works on a request."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from resource_centre.consultations import triage
from resource_centre.consultations.choices import ConsultantRow, consultants
from resource_centre.consultations.queries import RequestDetail
from resource_centre.core.errors import BadInput
from resource_centre.i18n import _, n_
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import Choice, Pick


class AssignDialog(Dialog):
    """A consultant for a request, the least busy first."""

    def __init__(self, desk: Desk, parent: QWidget, detail: RequestDetail) -> None:
        super().__init__(desk, parent, _("Who works on it?"), _("Assign"))
        self._row = detail.row
        self.who = Pick()
        self.form.add("consultant", _("Consultant"), self.who)
        self.form.end()
        centre_id = desk.centre_id
        desk.read(self, lambda unit: consultants(unit, centre_id), self._fill)

    def _fill(self, rows: tuple[ConsultantRow, ...]) -> None:
        words = [
            (
                row.person_id,
                f"{row.name} · " + n_("{n} open", "{n} open", row.open_requests).format(n=row.open_requests),
            )
            for row in rows
        ]
        self.who.set_choices([Choice(key, name, "user") for key, name in words], self._row.consultant_id)

    def confirm(self) -> None:
        if self.who.value is None:
            raise BadInput(
                _("There is no consultant yet. People get this role under Settings, People."), "consultant"
            )
        number, version, who = self._row.id, self._row.version, self.who.value
        self.save(lambda unit: triage.assign(unit, number, who, "", version), None, _("Assigned."))

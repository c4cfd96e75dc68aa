"""The small dialogs above the booking dialog: why a policy is overridden, where a date goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_instant
from resource_centre.i18n import _
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import MomentField, area
from resource_centre.ui.widgets.labels import text


class Override(Dialog):
    """Asks why a policy is overridden; `then` gets the words."""

    def __init__(self, desk: Desk, parent: QWidget, words: str, then: Callable[[str], object]) -> None:
        super().__init__(desk, parent, _("Override the rule"), _("Override"))
        self._then = then
        what = _("The booking goes against a rule of the centre. Your reason is kept in its history.")
        self.form.put(text(what, "body2", wrap=True))
        self.reason = area(words)
        self.form.add("reason", _("Reason"), self.reason)
        self.form.end()

    def confirm(self) -> None:
        words = self.reason.toPlainText().strip()
        if not words:
            raise BadInput(_("Write a few words why. They are kept in the history."), "reason")
        self.accept()
        self._then(words)


class MoveDate(Dialog):
    """Asks for another time of one date; `then` gets the instant."""

    def __init__(
        self, desk: Desk, parent: QWidget, start: datetime, then: Callable[[datetime], object]
    ) -> None:
        super().__init__(desk, parent, _("Move this date"), _("Move"))
        self._then = then
        self.form.put(text(_("Only this date of the series moves. It keeps its length."), "body2", wrap=True))
        wall = start.astimezone(desk.zone).replace(tzinfo=None)
        self.moment = MomentField(wall)
        self.form.add("start", _("Begins"), self.moment)
        self.form.end()

    def confirm(self) -> None:
        instant = to_instant(self.moment.wall, self.desk.zone).instant
        self.accept()
        self._then(instant)

"""The head of a week: which it is, the one before and after, and back to this one."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from resource_centre.i18n import _, date_text
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.widgets.buttons import button, icon_button
from resource_centre.ui.widgets.labels import text


class WeekTurner(QWidget):
    """turned(Period): another week is wanted."""

    turned = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.period = Period(Stretch.WEEK, today)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.words = text("", "second2")
        line.addWidget(self.words)
        line.addWidget(icon_button("chevron-left", _("Week before"), lambda: self.turn(-1)))
        line.addWidget(button(_("This week"), lambda: self.turn(0), small=True))
        line.addWidget(icon_button("chevron-right", _("Week after"), lambda: self.turn(1)))
        self._say()

    def go_to(self, day: date) -> None:
        """Shows the week that holds a day; tells nobody."""
        self.period = Period(Stretch.WEEK, day)
        self._say()

    def turn(self, by: int) -> None:
        """Goes weeks on or back; 0 is this week."""
        self.period = self.period.shift(by) if by else Period(Stretch.WEEK, self.today)
        self._say()
        self.turned.emit(self.period)

    def _say(self) -> None:
        monday, sunday = self.period.first, self.period.first + timedelta(days=6)
        month = "" if sunday.month == monday.month else f" {date_text(monday, 'MMM')}"
        self.words.setText(f"{monday.day}{month} – {date_text(sunday, 'd MMM yyyy')}")

"""The part of the form that repeats a booking, with its dates below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from resource_centre.core.recurrence import DAYS
from resource_centre.i18n import _, date_text, n_
from resource_centre.ui.booking.breaks import Breaks
from resource_centre.ui.booking.consequences import Mark
from resource_centre.ui.booking.draft import Repeat
from resource_centre.ui.booking.painted import DateMark, DayToggle
from resource_centre.ui.calendar.period import capital, day_short
from resource_centre.ui.widgets.boxes import clear, row
from resource_centre.ui.widgets.fields import DayField, Pick, check, number
from resource_centre.ui.widgets.labels import text

MONDAY = date(2024, 1, 1)
SHOWN = 36
ACROSS = 6


class RepeatBox(QWidget):
    """changed() when the person changes it; date_picked(wall) when a date is clicked."""

    changed = Signal()
    date_picked = Signal(str)

    def __init__(self, day: date) -> None:
        super().__init__()
        self._day = day
        self.on = check(_("Repeat"))
        self.on.setProperty("weight", "strong")
        self.note = text("", "second")
        self._make_fields(day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(row(self.on, 1, self.note))
        self.details = QWidget()
        inside = QVBoxLayout(self.details)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        first = row(spacing=4)
        first.addWidget(self.every, 1)
        first.addSpacing(4)
        for toggle in self.days.values():
            first.addWidget(toggle)
        inside.addLayout(first)
        ends = row()
        ends.addWidget(self.ends, 2)
        ends.addWidget(self.count, 1)
        ends.addWidget(self.until, 2)
        inside.addLayout(ends)
        inside.addWidget(self.breaks)
        grid = QWidget()
        self.grid = QGridLayout(grid)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(5)
        self.grid.setVerticalSpacing(5)
        inside.addWidget(grid)
        column.addWidget(self.details)
        self.details.hide()
        self._wire()

    def _make_fields(self, day: date) -> None:
        self.every = Pick(
            [
                (("DAILY", 1, False), _("Every day")),
                (("DAILY", 2, False), _("Every 2 days")),
                (("WEEKLY", 1, False), _("Every week")),
                (("WEEKLY", 2, False), _("Every 2 weeks")),
                (("WEEKLY", 3, False), _("Every 3 weeks")),
                (("WEEKLY", 4, False), _("Every 4 weeks")),
                (("MONTHLY", 1, False), _("Every month, same day")),
                (("MONTHLY", 1, True), _("Every month, same weekday")),
                (("MONTHLY", 2, False), _("Every 2 months")),
                (("MONTHLY", 3, False), _("Every 3 months")),
            ],
            ("WEEKLY", 1, False),
        )
        self.every.setAccessibleName(_("How often"))
        self.every.setMinimumWidth(90)
        self.days = {}
        for n, code in enumerate(DAYS):
            each = MONDAY + timedelta(days=n)
            self.days[code] = DayToggle(day_short(each), capital(date_text(each, "EEEE")))
        self.days[DAYS[day.weekday()]].setChecked(True)
        self.ends = Pick(
            [("count", _("Ends after")), ("until", _("Ends on")), ("never", _("Never ends"))], "count"
        )
        self.ends.setAccessibleName(_("How it ends"))
        self.ends.setMinimumWidth(90)
        self.count = number(12, 1, 500, " " + _("times"))
        self.count.setAccessibleName(_("How many times"))
        self.until = DayField(day + timedelta(weeks=12))
        self.until.setAccessibleName(_("Last day"))
        self.until.setMinimumWidth(120)
        self.until.setFixedHeight(self.ends.sizeHint().height())
        self.until.hide()
        self.breaks = Breaks()
        self.breaks.set_day(day)

    def _wire(self) -> None:
        self.on.toggled.connect(self._show_details)
        self.every.changed.connect(self._show_days)
        self.ends.changed.connect(self._show_end)
        for toggle in self.days.values():
            toggle.clicked.connect(lambda _checked=False: self.changed.emit())
        self.count.valueChanged.connect(lambda _value: self.changed.emit())
        self.until.changed.connect(lambda _day: self.changed.emit())
        self.breaks.changed.connect(self.changed)

    def set_day(self, day: date) -> None:
        """The first day has changed: its weekday goes along while it is the only one."""
        picked = [code for code, toggle in self.days.items() if toggle.isChecked()]
        if picked == [DAYS[self._day.weekday()]]:
            self.days[picked[0]].setChecked(False)
            self.days[DAYS[day.weekday()]].setChecked(True)
        self._day = day
        self.breaks.set_day(day)

    @property
    def repeat(self) -> Repeat | None:
        """What it says; None when nothing repeats."""
        if not self.on.isChecked():
            return None
        frequency, interval, same = self.every.value
        days = tuple(code for code, toggle in self.days.items() if toggle.isChecked())
        return Repeat(
            frequency,
            interval,
            days,
            same,
            self.count.value() if self.ends.value == "count" else None,
            self.until.day if self.ends.value == "until" else None,
            self.breaks.spans,
        )

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """The dates and how they stand."""
        clear(self.grid)
        if not marks:
            self.note.setText("")
            return
        for n, mark in enumerate(marks[:SHOWN]):
            made = DateMark(mark)
            made.clicked.connect(lambda _checked=False, wall=mark.wall: self.date_picked.emit(wall))
            self.grid.addWidget(made, n // ACROSS, n % ACROSS)
        for column in range(ACROSS):
            self.grid.setColumnStretch(column, 1)
        last = date_text(marks[-1].day, "d MMMM")
        words = n_("{n} date, {day}", "{n} dates, until {day}", len(marks))
        self.note.setText(words.format(n=len(marks), day=last))
        if len(marks) > SHOWN:
            rest = len(marks) - SHOWN
            self.grid.addWidget(
                text(n_("and {n} more", "and {n} more", rest).format(n=rest), "second"),
                SHOWN // ACROSS,
                0,
                1,
                ACROSS,
            )

    def _show_details(self, on: bool) -> None:
        self.details.setVisible(on)
        self.note.setText("")
        self.changed.emit()

    def _show_days(self) -> None:
        for toggle in self.days.values():
            toggle.setVisible(self.every.value[0] == "WEEKLY")
        self.changed.emit()

    def _show_end(self) -> None:
        self.count.setVisible(self.ends.value == "count")
        self.until.setVisible(self.ends.value == "until")
        self.changed.emit()

"""Times that a series leaves out, such as school holidays: from one day to another, as many as are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.buttons import button, icon_button
from resource_centre.ui.widgets.fields import DayField
from resource_centre.ui.widgets.labels import text

MOST = 6
WEEK = timedelta(days=6)


class Breaks(QWidget):
    """changed() when a day of a break changes, or a break comes or goes."""

    changed = Signal()

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.lines: list[tuple[QWidget, DayField, DayField]] = []
        self._of_a_series = not words
        self.more = button(words or _("Leave out school holidays…"), self.add, small=True, symbol="plus")
        self._column.addLayout(row(self.more, 1))
        self._first = date.today()

    def set_day(self, day: date) -> None:
        """The first day of the series: a new break begins a week later."""
        self._first = day

    def add(self) -> None:
        """One more break, after the last one."""
        begin = max((last.day for _w, _f, last in self.lines), default=self._first) + timedelta(days=7)
        first = self._line(begin, begin + WEEK)
        first.setFocus()
        self.changed.emit()

    def put(self, spans: Iterable[tuple[date, date]]) -> None:
        """Shows the breaks that are there already; tells nobody."""
        for first, last in spans:
            self._line(first, last)

    def _line(self, begin: date, end: date) -> DayField:
        line = QWidget()
        first, last = DayField(begin), DayField(end)
        first.setAccessibleName(_("First day left out"))
        last.setAccessibleName(_("Last day left out"))
        for field in (first, last):
            field.setDisplayFormat("d MMM yyyy")
            field.setMinimumWidth(112)
        inside = row(text(_("without"), "second2") if self._of_a_series else None, spacing=8)
        inside.addWidget(first, 1)
        inside.addWidget(text("–", "second2"))
        inside.addWidget(last, 1)
        inside.addWidget(
            icon_button(
                "x",
                _("Book this time too") if self._of_a_series else _("Leave these days out"),
                lambda: self._drop(line),
            )
        )
        line.setLayout(inside)
        for field in (first, last):
            field.changed.connect(lambda _day: self.changed.emit())
        self.lines.append((line, first, last))
        self._column.insertWidget(len(self.lines) - 1, line)
        self.more.setVisible(len(self.lines) < MOST)
        return first

    def _drop(self, line: QWidget) -> None:
        self.lines = [each for each in self.lines if each[0] is not line]
        line.hide()
        line.deleteLater()
        self.more.setVisible(True)
        self.changed.emit()

    @property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """First and last day of each break, in either order as typed."""
        return tuple(
            (min(first.day, last.day), max(first.day, last.day)) for _line, first, last in self.lines
        )

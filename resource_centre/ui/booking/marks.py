"""The dates of a series as a grid of small chips: free, taken, closed, skipped, moved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from resource_centre.i18n import n_
from resource_centre.ui.booking.consequences import Mark
from resource_centre.ui.booking.painted import DateMark
from resource_centre.ui.widgets.boxes import clear
from resource_centre.ui.widgets.labels import text

SHOWN = 36
ACROSS = 6


class Marks(QWidget):
    """picked(wall) when a date is clicked."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(5)
        self._grid.setVerticalSpacing(5)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """The dates and how they stand; the one that had the focus keeps it."""
        at = self.focusWidget()
        focused = at.mark.wall if isinstance(at, DateMark) and at.hasFocus() else None
        clear(self._grid)
        for n, mark in enumerate(marks[:SHOWN]):
            made = DateMark(mark)
            made.clicked.connect(lambda _checked=False, wall=mark.wall: self.picked.emit(wall))
            self._grid.addWidget(made, n // ACROSS, n % ACROSS)
            if mark.wall == focused:
                made.setFocus()
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1)
        if len(marks) > SHOWN:
            rest = len(marks) - SHOWN
            words = text(n_("and {n} more", "and {n} more", rest).format(n=rest), "second")
            self._grid.addWidget(words, SHOWN // ACROSS, 0, 1, ACROSS)

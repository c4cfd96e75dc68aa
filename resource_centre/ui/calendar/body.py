"""The calendar with its inspector: docked beside it, or in a small window a drawer above it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from resource_centre.ui.calendar.inspector import Inspector

DOCKED_FROM = 1280
NARROW_BELOW = 1366


class Body(QWidget):
    """`main` fills what the inspector leaves."""

    def __init__(self, main: QWidget, inspector: Inspector) -> None:
        super().__init__()
        self.main, self.inspector = main, inspector
        main.setParent(self)
        inspector.setParent(self)
        inspector.hide()

    @property
    def docked(self) -> bool:
        """Whether there is room for the inspector beside the calendar."""
        return self.window().width() >= DOCKED_FROM

    def show_inspector(self, shown: bool) -> None:
        """Opens or closes the inspector."""
        self.inspector.setVisible(shown)
        self.place()

    def place(self) -> None:
        """Gives both their room."""
        self.inspector.set_narrow(self.window().width() < NARROW_BELOW)
        shown, aside = self.inspector.isVisibleTo(self), self.inspector.width()
        room = self.width() - (aside if shown and self.docked else 0)
        self.main.setGeometry(0, 0, max(0, room), self.height())
        self.inspector.setGeometry(self.width() - aside, 0, aside, self.height())
        if shown:
            self.inspector.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

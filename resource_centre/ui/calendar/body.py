"""The calendar with what stands beside it: docked, or in a small window a drawer above it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from resource_centre.ui.calendar.findpanel import FindPanel
from resource_centre.ui.calendar.inspector import Inspector

DOCKED_FROM = 1280
NARROW_BELOW = 1366


class Body(QWidget):
    """`main` fills what the inspector leaves, or the search for a time, which takes its place."""

    def __init__(self, main: QWidget, inspector: Inspector) -> None:
        super().__init__()
        self.main, self.inspector = main, inspector
        self.search: FindPanel | None = None
        main.setParent(self)
        inspector.setParent(self)
        inspector.hide()
        self._inspects = False

    @property
    def docked(self) -> bool:
        """Whether there is room for the inspector beside the calendar."""
        return self.window().width() >= DOCKED_FROM

    def show_inspector(self, shown: bool) -> None:
        """Opens or closes the inspector; while a time is looked for it stays below."""
        self._inspects = shown
        self.inspector.setVisible(shown and self.search is None)
        self.place()

    def show_search(self, panel: FindPanel | None) -> None:
        """Puts the search in the inspector's place, or takes it away again."""
        if self.search is not None:
            self.search.hide()
            self.search.deleteLater()
        self.search = panel
        if panel is not None:
            panel.setParent(self)
            panel.show()
        self.show_inspector(self._inspects)

    def place(self) -> None:
        """Gives each its room."""
        beside = self.search or self.inspector
        beside.set_narrow(self.window().width() < NARROW_BELOW)
        shown, aside = beside.isVisibleTo(self), beside.width()
        room = self.width() - (aside if shown and self.docked else 0)
        self.main.setGeometry(0, 0, max(0, room), self.height())
        beside.setGeometry(self.width() - aside, 0, aside, self.height())
        if shown:
            beside.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

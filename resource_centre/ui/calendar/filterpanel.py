"""The small window under the filter button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.calendar.filters import Filters


class FilterPanel(QFrame):
    """changed(Filters) at every tick; stays open until one clicks elsewhere."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", True)
        self.filters = Filters()
        self._models: dict[int, QCheckBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(8)
        self.free = QCheckBox(_("Only what is free in the whole period"))
        self.free.toggled.connect(self._tick)
        self._column.addWidget(self.free)
        heading = QLabel(_("Equipment of these models"))
        heading.setProperty("role", "section")
        self._column.addWidget(heading)
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._column.addWidget(self._list)
        self.clear = QPushButton(_("Clear filters"))
        self.clear.clicked.connect(self._clear)
        self._column.addWidget(self.clear)

    def open(self, at: QPoint, filters: Filters, models: Iterable[tuple[int, str]]) -> None:
        """Shows the filters under a button."""
        self.filters = filters
        self.free.blockSignals(True)
        self.free.setChecked(filters.free_only)
        self.free.blockSignals(False)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._models = {}
        for key, name in models:
            box = QCheckBox(name)
            box.setChecked(key in filters.models)
            box.toggled.connect(self._tick)
            column.addWidget(box)
            self._models[key] = box
        column.addStretch(1)
        self._list.setWidget(inside)
        self._list.setFixedHeight(min(280, inside.sizeHint().height() + 4))
        self.adjustSize()
        self.move(at)
        self.show()
        self.free.setFocus()

    def _tick(self) -> None:
        chosen = frozenset(key for key, box in self._models.items() if box.isChecked())
        self.filters = replace(self.filters, models=chosen, free_only=self.free.isChecked())
        self.changed.emit(self.filters)

    def _clear(self) -> None:
        self.filters = replace(self.filters, models=frozenset(), free_only=False)
        for box in (self.free, *self._models.values()):
            box.blockSignals(True)
            box.setChecked(False)
            box.blockSignals(False)
        self.changed.emit(self.filters)

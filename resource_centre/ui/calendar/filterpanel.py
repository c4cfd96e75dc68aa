"""The small window under the filter button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.widgets.boxes import Scroll, clear
from resource_centre.ui.widgets.buttons import button, switch_off
from resource_centre.ui.widgets.fields import check, number
from resource_centre.ui.widgets.labels import text

WIDTH, TALLEST = 300, 280
MOST_PLACES = 999


class FilterPanel(QFrame):
    """changed(Filters) at every tick; stays open until one clicks elsewhere."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", "true")
        self.setFixedWidth(WIDTH)
        self.filters = Filters()
        self.models: dict[int, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        self.free = check(_("Only what is free in the whole period"))
        self.free.toggled.connect(self._tick)
        column.addWidget(self.free)
        self.coming = check(_("Only people who can come"))
        self.coming.toggled.connect(self._tick)
        column.addWidget(self.coming)
        self.places = number(0, 0, MOST_PLACES)
        self.places.setSpecialValueText(_("any"))
        self.places.setAccessibleName(_("Places in a lab, at least"))
        self.places.valueChanged.connect(lambda _value: self._tick())
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(text(_("Places in a lab, at least"), "body2", wrap=True), 1)
        line.addWidget(self.places)
        column.addLayout(line)
        self.heading = text(_("Equipment of these models"), "caption-strong")
        column.addWidget(self.heading)
        self._list = Scroll((0, 0, 0, 0), 8)
        column.addWidget(self._list)
        self.clear = button(_("Clear filters"), self._clear, small=True)
        column.addWidget(self.clear)

    def open(self, at: QPoint, filters: Filters, models: Iterable[tuple[int, str]]) -> None:
        """Shows the filters under a button."""
        self.filters = filters
        self._set(self.free, filters.free_only)
        self._set(self.coming, filters.coming_only)
        self._count(filters.places)
        clear(self._list.inside)
        self.models = {}
        for key, name in models:
            box = check(name, key in filters.models)
            box.toggled.connect(self._tick)
            self._list.inside.addWidget(box)
            self.models[key] = box
        self.heading.setVisible(bool(self.models))
        self._list.setVisible(bool(self.models))
        self._list.setFixedHeight(min(TALLEST, 26 * len(self.models)))
        self._say_clear()
        self.adjustSize()
        self.move(at)
        self.show()
        self.free.setFocus()

    def _tick(self) -> None:
        chosen = frozenset(key for key, box in self.models.items() if box.isChecked())
        self.filters = replace(
            self.filters,
            models=chosen,
            free_only=self.free.isChecked(),
            places=self.places.value(),
            coming_only=self.coming.isChecked(),
        )
        self._say_clear()
        self.changed.emit(self.filters)

    def _clear(self) -> None:
        for box in (self.free, self.coming, *self.models.values()):
            self._set(box, False)
        self._count(0)
        self._tick()

    def _say_clear(self) -> None:
        switch_off(self.clear, "" if self.filters.count else _("No filter is on."))

    def _count(self, places: int) -> None:
        self.places.blockSignals(True)
        self.places.setValue(places)
        self.places.blockSignals(False)

    @staticmethod
    def _set(box: QCheckBox, on: bool) -> None:
        box.blockSignals(True)
        box.setChecked(on)
        box.blockSignals(False)

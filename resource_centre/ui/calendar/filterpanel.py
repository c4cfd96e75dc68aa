"""The small window under the filter button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.core.context import Role
from resource_centre.i18n import N_, _
from resource_centre.schedule.rules import KIND_NAMES, ActivityKind
from resource_centre.ui.calendar.filters import PENDING, STAFF, Filters
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import Scroll, clear
from resource_centre.ui.widgets.buttons import button, switch_off
from resource_centre.ui.widgets.fields import check, number
from resource_centre.ui.widgets.labels import text

WIDTH, TALLEST = 340, 140
MOST_PLACES = 999
EDGE = 8  # pixels that stay free beside it
ROLE_WORDS = {
    str(Role.CONSULTANT): N_("Consultants"), str(Role.AMBASSADOR): N_("Ambassadors"), STAFF: N_("Other staff"),
}  # fmt: skip
HOLDING_WORDS = {**{str(kind): KIND_NAMES[kind] for kind in ActivityKind}, PENDING: N_("Awaits approval")}


class FilterPanel(QFrame):
    """changed(Filters) at every tick; stays open until one clicks elsewhere."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", "true")
        self.setMinimumWidth(look().px(WIDTH))
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
        self.roles = self._boxes(column, _("People of these roles"), ROLE_WORDS)
        self.holding = self._boxes(column, _("Only where one of these takes place"), HOLDING_WORDS)
        self.heading = text(_("Equipment of these models"), "caption-strong")
        column.addWidget(self.heading)
        self._list = Scroll((0, 0, 0, 0), 8)
        column.addWidget(self._list)
        self.clear = button(_("Clear filters"), self._clear, small=True)
        column.addWidget(self.clear)

    def _boxes(self, column: QVBoxLayout, title: str, words: dict[str, str]) -> dict[str, QCheckBox]:
        """Boxes in two columns below their title."""
        column.addWidget(text(title, "caption-strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        made = {}
        for n, (key, each) in enumerate(words.items()):
            made[key] = check(_(each))
            made[key].toggled.connect(self._tick)
            grid.addWidget(made[key], n // 2, n % 2)
        column.addLayout(grid)
        return made

    def open(self, at: QPoint, filters: Filters, models: Iterable[tuple[int, str]]) -> None:
        """Shows the filters under a button."""
        self.filters = filters
        self._set(self.free, filters.free_only)
        self._set(self.coming, filters.coming_only)
        self._count(filters.places)
        for boxes, chosen in ((self.roles, filters.roles), (self.holding, filters.holding)):
            for word, box in boxes.items():
                self._set(box, word in chosen)
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
        window = (self.parentWidget() or self).window()
        right = window.mapToGlobal(QPoint(window.width(), 0)).x()
        self.move(min(at.x(), right - self.width() - EDGE), at.y())
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
            roles=frozenset(key for key, box in self.roles.items() if box.isChecked()),
            holding=frozenset(key for key, box in self.holding.items() if box.isChecked()),
        )
        self._say_clear()
        self.changed.emit(self.filters)

    def _clear(self) -> None:
        boxes = (self.roles, self.holding, self.models)
        for box in (self.free, self.coming, *(box for each in boxes for box in each.values())):
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

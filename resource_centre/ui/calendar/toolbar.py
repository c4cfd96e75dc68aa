"""The bar above the calendar: period, view, resources, filter, book."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from resource_centre.i18n import _
from resource_centre.ui.calendar.buttons import primary_button, quiet_button, segment, segments, step_button
from resource_centre.ui.calendar.filters import KINDS, Filters
from resource_centre.ui.calendar.period import Period, Stretch


class Toolbar(QFrame):
    """stepped(±1) · today() · stretch_chosen(Stretch) · kinds_chosen(frozenset) · filter_asked(global point) · book()."""

    stepped = Signal(int)
    today = Signal()
    stretch_chosen = Signal(object)
    kinds_chosen = Signal(object)
    filter_asked = Signal(QPoint)
    book = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("toolbar", True)
        self.title = QLabel()
        self.title.setProperty("role", "object")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        self._add_steps(row)
        row.addSpacing(8)
        row.addWidget(self.title)
        row.addStretch(1)
        self._add_stretches(row)
        row.addSpacing(6)
        self._add_choices(row)
        self.setFixedHeight(48)

    def show_period(self, period: Period) -> None:
        """Names the period and marks its view."""
        self.title.setText(period.title)
        self._stretches[period.stretch].setChecked(True)

    def show_filters(self, filters: Filters) -> None:
        """Says how much is filtered."""
        names = self._kind_names()
        self.kinds.setText(names.get(filters.kinds, names[frozenset(KINDS)]))
        count = filters.count
        self.filter.setText(_("Filter · {count}").format(count=count) if count else _("Filter"))
        for kinds, action in self._actions.items():
            action.setChecked(kinds == filters.kinds)

    def _add_steps(self, row: QHBoxLayout) -> None:
        self.earlier = step_button("chevron-left", _("Earlier"))
        self.later = step_button("chevron-right", _("Later"))
        self.now = quiet_button(_("Today"))
        self.earlier.clicked.connect(lambda: self.stepped.emit(-1))
        self.later.clicked.connect(lambda: self.stepped.emit(1))
        self.now.clicked.connect(self.today)
        for widget in (self.earlier, self.now, self.later):
            row.addWidget(widget)

    def _add_stretches(self, row: QHBoxLayout) -> None:
        texts = {Stretch.DAY: _("Day"), Stretch.WEEK: _("Week"), Stretch.MONTH: _("Month")}
        self._stretches = {stretch: segment(text) for stretch, text in texts.items()}
        group = QButtonGroup(self)
        for stretch, button in self._stretches.items():
            group.addButton(button)
            button.clicked.connect(lambda _checked=False, s=stretch: self.stretch_chosen.emit(s))
        row.addWidget(segments(list(self._stretches.values())))

    def _add_choices(self, row: QHBoxLayout) -> None:
        self.kinds = quiet_button(_("All resources"), "layers")
        self.kinds.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu, group = QMenu(self.kinds), QActionGroup(self)
        self._actions: dict[frozenset[str], QAction] = {}
        for kinds, text in self._kind_names().items():
            action = menu.addAction(text)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, k=kinds: self.kinds_chosen.emit(k))
            self._actions[kinds] = action
        self.kinds.setMenu(menu)
        self.filter = quiet_button(_("Filter"), "list-filter")
        self.filter.clicked.connect(self._ask_filter)
        self.booking = primary_button(_("Book"), "plus")
        self.booking.clicked.connect(self.book)
        for widget in (self.kinds, self.filter, self.booking):
            row.addWidget(widget)

    def _ask_filter(self) -> None:
        self.filter_asked.emit(self.filter.mapToGlobal(QPoint(0, self.filter.height() + 4)))

    @staticmethod
    def _kind_names() -> dict[frozenset[str], str]:
        return {
            frozenset(KINDS): _("All resources"),
            frozenset({"lab"}): _("Labs"),
            frozenset({"unit"}): _("Equipment"),
            frozenset({"person"}): _("People"),
        }

"""The bar above the calendar: period, view, what is shown, and the one main button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from resource_centre.i18n import _, n_
from resource_centre.ui.calendar.filters import KINDS, Filters
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.widgets.buttons import Segments, button, icon_button, primary
from resource_centre.ui.widgets.labels import Elided, chip, set_role

HEIGHT = 54


class Toolbar(QFrame):
    """stepped(±1) · today() · stretch_chosen(Stretch) · kinds_chosen(frozenset) · filter_asked(global point) · time_wanted() ·
    print_wanted() · undo_wanted() · redo_wanted() · book()."""

    stepped = Signal(int)
    today = Signal()
    stretch_chosen = Signal(object)
    kinds_chosen = Signal(object)
    filter_asked = Signal(QPoint)
    time_wanted = Signal()
    print_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    book = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("toolbar", "true")
        self.setFixedHeight(HEIGHT)
        self.title = Elided("", "object")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self._add_steps(row)
        row.addSpacing(6)
        row.addWidget(self.title, 1)
        self._add_stretches(row)
        row.addSpacing(4)
        self._add_choices(row)

    def show_period(self, period: Period) -> None:
        """Names the period and marks its view."""
        self.title.set_words(period.title, period.short_title)
        self.stretches.pick(period.stretch)

    def show_filters(self, filters: Filters) -> None:
        """Says how much is filtered."""
        names = self._kind_names()
        self.kinds.setText(f" {names.get(filters.kinds, names[frozenset(KINDS)])}")
        count = filters.count
        self.count.setText(str(count))
        self.count.setVisible(bool(count))
        set_role(self.filter, menu="true" if count else "")
        self.filter.setAccessibleName(_("Filter, {count} on").format(count=count) if count else _("Filter"))
        for kinds, action in self._actions.items():
            action.setChecked(kinds == filters.kinds)

    def show_history(self, back: str, again: str) -> None:
        """What would be undone and done again; a button is there while there is something."""
        for made, keys, words in (
            (self.undo, _("Undo (Ctrl Z)"), back), (self.redo, _("Do again (Ctrl Shift Z)"), again),
        ):  # fmt: skip
            made.setVisible(bool(words))
            made.setToolTip(f"{keys}\n{words}")
            made.setAccessibleName(f"{keys}: {words}")

    def may_book(self, may: bool) -> None:
        """Takes the main button away from those who may not book."""
        self.booking.setVisible(may)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.kinds.setVisible(self.width() >= 820)

    def _add_steps(self, row: QHBoxLayout) -> None:
        self.earlier = icon_button("chevron-left", _("Earlier"), lambda: self.stepped.emit(-1), framed=True)
        self.later = icon_button("chevron-right", _("Later"), lambda: self.stepped.emit(1), framed=True)
        self.now = button(_("Today"), self.today.emit)
        for widget in (self.earlier, self.now, self.later):
            row.addWidget(widget)

    def _add_stretches(self, row: QHBoxLayout) -> None:
        words = [
            (Stretch.DAY, _("Day")),
            (Stretch.WEEK, _("Week")),
            (Stretch.FOUR_WEEKS, n_("{n} week", "{n} weeks", 4).format(n=4)),
            (Stretch.MONTH, _("Month")),
        ]
        self.stretches = Segments([(key.value, text) for key, text in words], name=_("How much is seen"))
        self.stretches.chosen.connect(lambda key: self.stretch_chosen.emit(Stretch(key)))
        row.addWidget(self.stretches)

    def _add_choices(self, row: QHBoxLayout) -> None:
        self.kinds = button(_("All resources"), symbol="layers")
        self.kinds.setProperty("menu", "true")
        menu, group = QMenu(self.kinds), QActionGroup(self)
        self._actions: dict[frozenset[str], QAction] = {}
        for kinds, words in self._kind_names().items():
            action = menu.addAction(words)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, k=kinds: self.kinds_chosen.emit(k))
            self._actions[kinds] = action
        self.kinds.setMenu(menu)
        self.filter = button(_("Filter"), self._ask_filter, symbol="list-filter")
        self.count = _badge(self.filter)
        self.finding = icon_button("calendar-search", _("Find a time"), self.time_wanted.emit, framed=True)
        self.paper = icon_button("printer", _("Print the calendar"), self.print_wanted.emit, framed=True)
        self.undo = icon_button("undo-2", _("Undo (Ctrl Z)"), self.undo_wanted.emit, framed=True)
        self.redo = icon_button("redo-2", _("Do again (Ctrl Shift Z)"), self.redo_wanted.emit, framed=True)
        self.booking = primary(_("Book"), self.book.emit, "plus")
        for widget in (self.kinds, self.filter, self.undo, self.redo, self.finding, self.paper, self.booking):
            row.addWidget(widget)
        self.show_history("", "")

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


def _badge(of: QPushButton):  # type: ignore[no-untyped-def]
    """A count in the right end of a button."""
    inside = QHBoxLayout(of)
    inside.setContentsMargins(0, 0, 8, 0)
    inside.addStretch(1)
    made = chip("", "accent")
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    made.hide()
    inside.addWidget(made)
    return made

"""The list below the field: as wide as the field, as high as its rows, with the keys at its foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.command.rows import Entry, Head, PlanRow, Row, Rows, RowsDelegate, height_of
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.labels import chip, text

PAGE = 6
EDGE = 6
FOOT = 34


class Panel(QFrame):
    """chosen(row, at once): a row was clicked. moved(row or None): another one is selected."""

    chosen = Signal(object, bool)
    moved = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._room = QSize(640, 400)
        self.setObjectName("commands")
        self.setAccessibleName(_("Results"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, EDGE, 1, 0)
        column.setSpacing(0)
        self.rows = Rows()
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowsDelegate(self.list))
        self.list.setAccessibleName(_("Results"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._click(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda _now, _old: self.moved.emit(self.current))
        self.nothing = text("", "body2", wrap=True)
        self.nothing.setContentsMargins(18, 14, 18, 14)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing)
        column.addWidget(self._foot())
        self.hide()

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("foot", "true")
        foot.setFixedHeight(look().px(FOOT))
        line = row(spacing=6)
        line.setContentsMargins(16, 0, 16, 0)
        for keys, words in (
            ("↑ ↓", _("Choose")),
            ("Enter", _("Open")),
            ("Tab", _("Complete")),
            ("Esc", _("Close")),
        ):
            line.addWidget(chip(keys))
            line.addWidget(text(words, "caption"))
            line.addSpacing(10)
        line.addStretch(1)
        self.note = text("", "caption")
        line.addWidget(self.note)
        foot.setLayout(line)
        return foot

    @property
    def current(self) -> Row | PlanRow | None:
        """The selected row."""
        entry = self.rows.entry(self.list.currentIndex())
        return None if isinstance(entry, Head) else entry

    def show_entries(self, entries: Sequence[Entry], nothing: str, keep: bool) -> None:
        """Other rows, the first of them selected; `keep` keeps the selected one where it is still there."""
        before, place = self.current, self.list.currentIndex().row()
        self.rows.show(entries)
        at = self.rows.step(-1, 1)
        if keep and before is not None:
            same = [
                n
                for n, each in enumerate(self.rows.entries)
                if not isinstance(each, Head) and each.title == before.title
            ]
            at = same[0] if same else min(max(place, at), len(self.rows.entries) - 1)
            at = at if at >= 0 and not isinstance(self.rows.entries[at], Head) else self.rows.step(-1, 1)
        self._pick(at)
        self.list.setVisible(bool(entries))
        self.nothing.setText(nothing)
        self.nothing.setVisible(not entries and bool(nothing))
        if self.isVisible():
            self.fit()

    def step(self, by: int) -> None:
        """Selects another row; past an end it begins at the other one."""
        at = self.list.currentIndex().row()
        found = self.rows.step(at, by)
        if found == at and abs(by) == 1:
            found = self.rows.step(-1 if by > 0 else len(self.rows.entries), by)
        self._pick(found)

    def to_end(self, last: bool) -> None:
        """Selects the first or the last row."""
        self._pick(self.rows.step(len(self.rows.entries), -1) if last else self.rows.step(-1, 1))

    def _pick(self, at: int) -> None:
        if 0 <= at < len(self.rows.entries):
            index = self.rows.index(at, 0)
            self.list.setCurrentIndex(index)
            if at == 1 and isinstance(self.rows.entries[0], Head):
                self.list.scrollToTop()
            else:
                self.list.scrollTo(index)

    def _click(self, at: int) -> None:
        entry = self.rows.entries[at]
        if not isinstance(entry, Head):
            self.chosen.emit(entry, False)

    def anchor(self, field: QWidget) -> None:
        """Below the field, a little wider than it."""
        window = self._window
        width = min(max(field.width() + 80, look().px(640)), window.width() - 24)
        at = field.mapTo(window, QPoint(field.width() // 2, field.height() + 7))
        left = min(max(at.x() - width // 2, 12), window.width() - width - 12)
        self._room = QSize(width, window.height() - at.y() - 40)
        self.move(left, at.y())
        self.fit()
        self.raise_()

    def fit(self) -> None:
        """As high as its rows, as far as the window goes."""
        rows = sum(height_of(entry) for entry in self.rows.entries)
        said = (
            self.nothing.heightForWidth(self._room.width() - 2)
            if not self.rows.entries and self.nothing.text()
            else 0
        )
        wanted = rows + said + EDGE + look().px(FOOT) + 8
        self.resize(self._room.width(), min(wanted, self._room.height(), look().px(560)))

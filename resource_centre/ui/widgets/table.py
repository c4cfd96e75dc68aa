"""The table: a line below each row, numbers right, the selection soft; saved as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from resource_centre.i18n import _
from resource_centre.ui.icons import pixmap
from resource_centre.ui.look import font, look
from resource_centre.ui.widgets.boxes import Empty
from resource_centre.ui.widgets.buttons import menu_of
from resource_centre.ui.widgets.columns import ROW, Column, RowsModel
from resource_centre.ui.widgets.ring import Ring

PAD = 10
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
SELECTED, HOVERED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value
CHIP_INKS = {
    "plain": ("hover", "text2"),
    "": ("hover", "text2"),
    "ok": ("ok_soft", "ok"),
    "warn": ("warn_soft", "warn"),
    "danger": ("danger_soft", "danger"),
    "accent": ("soft", "soft_text"),
}


def draw_ground(painter: QPainter, rect: QRect, *, selected: bool, hovered: bool, first: bool) -> None:
    """The ground of a row: soft and marked when selected, a line below."""
    now = look()
    if selected:
        painter.fillRect(rect, now.colour("soft"))
        if first:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), now.colour("accent"))
    elif hovered:
        painter.fillRect(rect, now.colour("hover"))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("line"))


def draw_chip(
    painter: QPainter, right_or_left: int, middle: int, words: str, tone: str, *, right: bool, room: int
) -> int:
    """A chip; answers its width."""
    now = look()
    ground, ink = CHIP_INKS.get(tone, CHIP_INKS["plain"])
    face = font(11, "strong")
    metrics = QFontMetrics(face)
    words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room - 14, 10))
    width, height = metrics.horizontalAdvance(words) + 14, metrics.height() + 5
    left = right_or_left - width if right else right_or_left
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.colour(ground))
    painter.drawRoundedRect(QRectF(left, middle - height / 2, width, height), 4, 4)
    painter.setPen(now.colour(ink))
    painter.setFont(face)
    painter.drawText(QRect(left, middle - height // 2, width, height), Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
    return width


class RowDelegate(QStyledItemDelegate):
    """Paints cells by their column. It asks the rows themselves: by way of Qt every answer takes as long as its painting."""

    def __init__(self, rows: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        at, line = index.column(), index.row()
        if line >= len(self._rows.rows):
            return
        row, column = self._rows.rows[line], self._rows.columns[at]
        state, rect = option.state.value, option.rect
        draw_ground(
            painter, rect, selected=bool(state & SELECTED), hovered=bool(state & HOVERED), first=at == 0
        )
        inner = rect.adjusted(PAD + (4 if at == 0 else 0), 0, -PAD, -1)
        words, tone = column.text(row), column.tone(row) if column.tone else ""
        if column.chip:
            if words:
                at = inner.right() if column.right else inner.left()
                draw_chip(
                    painter, at, inner.center().y() + 1, words, tone, right=column.right, room=inner.width()
                )
            return
        inner = self._lead(painter, inner, row, column)
        self._words(painter, inner, row, column, words, tone)

    def _lead(self, painter: QPainter, inner: QRect, row: Any, column: Column) -> QRect:
        middle = inner.center().y()
        if column.hue is not None and (hue := column.hue(row)):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look().tokens.hue(hue).bar))
            painter.drawRoundedRect(QRectF(inner.left(), middle - 4, 9, 9), 2, 2)
            painter.restore()
            return inner.adjusted(18, 0, 0, 0)
        if column.symbol is not None and (name := column.symbol(row)):
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(inner.left(), middle - 7, pixmap(name, 15, look().tokens.text3, ratio))
            return inner.adjusted(24, 0, 0, 0)
        return inner

    def _words(
        self, painter: QPainter, inner: QRect, row: Any, column: Column, words: str, tone: str
    ) -> None:
        now = look()
        ink = tone if tone in ("ok", "warn", "danger", "accent") else ("text3" if column.faint else "text")
        second = column.second(row) if column.second else ""
        face = font(13, "strong" if column.strong else "regular")
        painter.setFont(face)
        painter.setPen(now.colour(ink))
        fitted = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        if not second:
            painter.drawText(inner, RIGHT if column.right else LEFT, fitted)
            return
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2 + 2)
        lower = QRect(inner.left(), upper.bottom(), inner.width(), inner.bottom() - upper.bottom())
        painter.drawText(upper, int(side | Qt.AlignmentFlag.AlignBottom), fitted)
        small = font(12)
        painter.setFont(small)
        painter.setPen(now.colour("text3"))
        painter.drawText(
            lower,
            int(side | Qt.AlignmentFlag.AlignTop),
            QFontMetrics(small).elidedText(second, Qt.TextElideMode.ElideRight, inner.width()),
        )


class Table(QTableView):
    """Rows under columns. `picked(row or None)` on selection, `opened(row)` on double click or Enter."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        identity: Callable[[Any], Any] | None = None,
        dense: bool = False,
        empty: QWidget | None = None,
        actions: Callable[[Any], Sequence[Any]] | None = None,
    ) -> None:
        super().__init__()
        self._ring = Ring(self)
        self.rows = RowsModel(columns, identity)
        self._actions = actions
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self.rows, self))
        self.setAccessibleName(name)
        self._name = name
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        two_lines = any(column.second is not None for column in columns)
        height = 50 if two_lines else (29 if dense else 32)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(look().px(height))
        self.verticalHeader().setMinimumSectionSize(20)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFixedHeight(look().px(30))
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)
        head.setMinimumSectionSize(40)
        for n, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(n, mode)
            if not column.stretch:
                head.resizeSection(n, look().px(column.width))
        self._empty = empty
        if empty is not None:
            empty.setParent(self.viewport())
            over = QStackedLayout(self.viewport())
            over.addWidget(empty)
        self._show_empty()
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(lambda now, _old: self.picked.emit(now.data(ROW)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._ring.paint()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Shows other rows; selection and place stay where they can."""
        chosen, place = self.current, self.verticalScrollBar().value()
        self.blockSignals(True)
        self.selectionModel().blockSignals(True)
        self.rows.set_rows(rows)
        kept = self.rows.row_of(self.rows.identity(chosen)) if chosen is not None else -1
        if kept >= 0:
            self.selectRow(kept)
        self.selectionModel().blockSignals(False)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(place)
        self._show_empty()
        if chosen is not None:
            self.picked.emit(self.current)
        self.viewport().update()

    @property
    def current(self) -> Any:
        """The selected row, or None."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def pick(self, identity: Any) -> bool:
        """Selects a row; False when it is not there."""
        found = self.rows.row_of(identity)
        if found >= 0:
            self.selectRow(found)
            self.scrollTo(self.rows.index(found, 0))
        return found >= 0

    def fit_height(self, most: int = 12) -> None:
        """As high as its rows (a table inside a card)."""
        count = min(max(self.rows.rowCount(), 1), most)
        height = self.horizontalHeader().height() + count * self.verticalHeader().defaultSectionSize() + 2
        self.setFixedHeight(height if self.rows.rowCount() else max(height, 96))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        head = self.horizontalHeader()
        for n, column in enumerate(self.rows.columns):
            need = head.sectionSizeHint(n)
            if not column.stretch and head.sectionSize(n) < need:
                head.resizeSection(n, need)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """A column that takes what is left keeps room for its head; then the table scrolls sideways."""
        head, columns = self.horizontalHeader(), self.rows.columns
        stretch = [n for n, c in enumerate(columns) if c.stretch and not head.isSectionHidden(n)]
        others = sum(
            head.sectionSize(n)
            for n in range(len(columns))
            if n not in stretch and not head.isSectionHidden(n)
        )
        for n in stretch:
            need = head.sectionSizeHint(n)
            enough = (self.viewport().width() - others) / len(stretch) >= need
            mode = QHeaderView.ResizeMode.Stretch if enough else QHeaderView.ResizeMode.Interactive
            if head.sectionResizeMode(n) != mode:
                head.setSectionResizeMode(n, mode)
            if not enough and head.sectionSize(n) < need:
                head.resizeSection(n, need)

    def sizeHint(self) -> QSize:
        return QSize(300, 200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid():
            self.selectRow(index.row())
        row = index.data(ROW) if index.isValid() else None
        entries = list(self._actions(row)) if row is not None and self._actions is not None else []
        at = event.globalPos() if not event.pos().isNull() else self.mapToGlobal(QPoint(40, 40))
        lines = [*entries, None] if entries else []
        menu = menu_of(
            self,
            [
                *lines,
                (_("Copy rows"), self.copy, "copy"),
                (_("Save as a sheet…"), self.save_sheet, "download"),
            ],
        )
        menu.exec(at)
        menu.deleteLater()

    def cells(self) -> tuple[list[str], list[list[str]]]:
        """Headings and cells as they are seen."""
        columns = self.rows.columns
        return [c.title for c in columns], [[c.text(row) for c in columns] for row in self.rows.rows]

    def copy(self) -> None:
        """Puts every row on the clipboard, tabs between cells."""
        headings, rows = self.cells()
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in [headings, *rows]))

    def save_sheet(self) -> None:
        """Asks for a file name and writes CSV or XLSX."""
        kinds = f"{_('Excel sheet')} (*.xlsx);;{_('Comma-separated values')} (*.csv)"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save as a sheet"), f"{self._name}.xlsx", kinds)
        if chosen:
            from resource_centre.exchange.tables import write_table

            headings, rows = self.cells()
            write_table(Path(chosen), headings, rows)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.opened.emit(row)

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setVisible(not self.rows.rowCount())


def table_empty(symbol: str, words: str, action: str = "", do: Callable[[], object] | None = None) -> Empty:
    """An empty state for a table."""
    return Empty(symbol, words, action, do)

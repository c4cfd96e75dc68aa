"""The list of two-line rows under headings: inboxes, people, what needs somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from resource_centre.ui.icons import pixmap
from resource_centre.ui.look import font, look
from resource_centre.ui.widgets.entries import Entries, Index
from resource_centre.ui.widgets.labels import avatar_hue, initials
from resource_centre.ui.widgets.ring import Ring
from resource_centre.ui.widgets.table import draw_chip, draw_ground

ITEM = Qt.ItemDataRole.UserRole
AROUND_TITLE = 14 + 26 + 14 + 2  # margins and icon, in pixels


@dataclass(frozen=True)
class Head:
    """A heading between rows."""

    words: str
    note: str = ""


@dataclass(frozen=True)
class Item:
    """A row: a title with a small text right of it, a second line with another, each with a tone.

    `chip` is drawn right in the middle instead; `avatar` a person's name; `symbol` an icon; `hue` a square.
    """

    id: Any
    title: str
    second: str = ""
    right: str = ""
    below: str = ""
    tone: str = ""
    symbol: str = ""
    avatar: str = ""
    hue: str = ""
    chip: str = ""
    alert: bool = False
    row: Any = None


class ItemsModel(Entries):
    """Heads and items."""

    def is_heading(self, entry: Head | Item) -> bool:
        return isinstance(entry, Head)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words if isinstance(entry, Head) else entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if isinstance(entry, Head):
                return f"{entry.words} {entry.note}".strip()
            parts = (entry.title, entry.second, entry.right, entry.below, entry.chip)
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, Item):
            return "\n".join(part for part in (entry.title, entry.second) if part)
        return entry if role == ITEM else None


class ItemDelegate(QStyledItemDelegate):
    """Paints heads and items."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(ITEM)
        if isinstance(entry, Head):
            return QSize(100, look().px(28))
        two = bool(entry.second or entry.below)
        return QSize(100, look().px(50 if two else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, rect = index.data(ITEM), option.rect
        if isinstance(entry, Head):
            self._head(painter, rect, entry)
        elif entry is not None:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            draw_ground(painter, rect, selected=selected, hovered=hovered, first=True)
            self._item(painter, rect, entry)

    def _head(self, painter: QPainter, rect: QRect, entry: Head) -> None:
        now = look()
        painter.fillRect(rect, now.colour("page"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), now.colour("line"))
        face = font(11, "strong")
        painter.setFont(face)
        painter.setPen(now.colour("text2"))
        inner = rect.adjusted(14, 0, -14, 0)
        words = QFontMetrics(face).elidedText(entry.words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        if entry.note:
            painter.setFont(font(11))
            painter.setPen(now.colour("text3"))
            painter.drawText(
                inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), entry.note
            )

    def _item(self, painter: QPainter, rect: QRect, entry: Item) -> None:
        now = look()
        inner = self._lead(painter, rect.adjusted(14, 0, -14, -1), entry)
        if entry.chip:
            width = draw_chip(
                painter,
                inner.right(),
                inner.center().y() + 1,
                entry.chip,
                entry.tone,
                right=True,
                room=inner.width() // 2,
            )
            inner = inner.adjusted(0, 0, -width - 8, 0)
        two = bool(entry.second or entry.below)
        upper, lower = QRect(inner), QRect(inner)
        if two:
            upper.setBottom(inner.top() + inner.height() // 2 + 1)
            lower.setTop(upper.bottom())
        side = Qt.AlignmentFlag.AlignBottom if two else Qt.AlignmentFlag.AlignVCenter
        upper_tone = entry.tone if not two and not entry.chip else ""
        self._line(
            painter, upper, entry.title, entry.right, 13, "medium", "text", upper_tone or "text3", side
        )
        if two:
            tone = entry.tone if entry.tone and not entry.chip else "text3"
            self._line(
                painter,
                lower,
                entry.second,
                entry.below,
                12,
                "regular",
                "text3",
                tone if hasattr(now.tokens, tone) else "text3",
                Qt.AlignmentFlag.AlignTop,
                alert=entry.alert,
            )

    def _lead(self, painter: QPainter, inner: QRect, entry: Item) -> QRect:
        middle = inner.center().y()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if entry.avatar:
            hue = look().tokens.hue(avatar_hue(entry.avatar))
            disc = QRectF(inner.left(), middle - 13, 26, 26)
            painter.setBrush(QColor(hue.fill))
            painter.drawEllipse(disc)
            painter.setPen(QColor(hue.on))
            painter.setFont(font(9, "strong"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(entry.avatar))
            inner = inner.adjusted(36, 0, 0, 0)
        elif entry.symbol:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(inner.left(), middle - 8, pixmap(entry.symbol, 16, look().tokens.text3, ratio))
            inner = inner.adjusted(26, 0, 0, 0)
        elif entry.hue:
            painter.setBrush(QColor(look().tokens.hue(entry.hue).bar))
            painter.drawRoundedRect(QRectF(inner.left(), middle - 4, 9, 9), 2, 2)
            inner = inner.adjusted(20, 0, 0, 0)
        painter.restore()
        return inner

    def _line(
        self,
        painter: QPainter,
        rect: QRect,
        left: str,
        right: str,
        size: float,
        weight: str,
        ink: str,
        right_ink: str,
        side: Qt.AlignmentFlag,
        *,
        alert: bool = False,
    ) -> None:
        now = look()
        room = rect.width()
        if right:
            small = font(12, "strong" if right_ink not in ("text3", "text2") else "regular")
            painter.setFont(small)
            painter.setPen(now.colour(right_ink))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | side), right)
            taken = QFontMetrics(small).horizontalAdvance(right)
            if alert:
                ratio = painter.device().devicePixelRatioF()
                at = rect.right() - taken - 18
                painter.drawPixmap(
                    at, rect.top() + 3, pixmap("clock-alert", 13, now.colour(right_ink), ratio)
                )
                taken += 18
            room -= taken + 10
        face = font(size, weight)
        painter.setFont(face)
        painter.setPen(now.colour(ink))
        words = QFontMetrics(face).elidedText(left, Qt.TextElideMode.ElideRight, max(room, 20))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | side), words)


class Items(QListView):
    """The list. `picked(item or None)` on selection, `opened(item)` on double click or Enter."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, empty: QWidget | None = None) -> None:
        super().__init__()
        self._ring = Ring(self)
        self.items = ItemsModel()
        self.setModel(self.items)
        self.setItemDelegate(ItemDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self._empty = empty
        if empty is not None:
            empty.setParent(self.viewport())
            over = QStackedLayout(self.viewport())
            over.addWidget(empty)
        self._show_empty()
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(lambda now, _old: self.picked.emit(self._item(now)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._ring.paint()

    def set_entries(self, entries: Sequence[Head | Item]) -> None:
        """Shows others; selection and place stay where they can."""
        chosen, place = self.current, self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self.items.show(entries)
        kept = chosen is not None and self._select(chosen.id)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(place)
        self._show_empty()
        if chosen is not None:
            self.picked.emit(self.current if kept else None)

    @property
    def current(self) -> Item | None:
        """The selected item."""
        return self._item(self.currentIndex())

    def pick(self, identity: Any) -> bool:
        """Selects an item by its id; False when it is not there."""
        return self._select(identity)

    def pick_first(self) -> None:
        """Selects the first item, if there is one."""
        for entry in self.items.entries:
            if isinstance(entry, Item):
                self._select(entry.id)
                return

    def fit_height(self, most: int = 400) -> None:
        """As high as its entries (a list inside a card)."""
        delegate, option = self.itemDelegate(), QStyleOptionViewItem()
        heights = [
            delegate.sizeHint(option, self.items.index(n, 0)).height() for n in range(self.items.rowCount())
        ]
        self.setFixedHeight(min(sum(heights) + 1, most) if heights else 96)

    def fit_width(self, least: int, most: int) -> None:
        """As wide as its longest title (titles with an icon and nothing beside them), between these."""
        face = QFontMetrics(font(13, "medium"))
        titles = [face.horizontalAdvance(e.title) for e in self.items.entries if isinstance(e, Item)]
        self.setFixedWidth(min(max(least, max(titles, default=0) + AROUND_TITLE), most))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)

    def _select(self, identity: Any) -> bool:
        for n, entry in enumerate(self.items.entries):
            if isinstance(entry, Item) and entry.id == identity:
                self.setCurrentIndex(self.items.index(n, 0))
                return True
        return False

    def _item(self, index: Index) -> Item | None:
        found = index.data(ITEM) if index.isValid() else None
        return found if isinstance(found, Item) else None

    def _open(self, index: Index) -> None:
        found = self._item(index)
        if found is not None:
            self.opened.emit(found)

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setVisible(not self.items.rowCount())

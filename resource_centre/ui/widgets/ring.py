"""The ring around what has the focus in a list or table: around its row, or around all of it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView

from resource_centre.ui.look import look


class Ringed(QAbstractItemView):
    """To be mixed in front of a Qt view."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        index, viewport = self.currentIndex(), self.viewport().rect()
        row = self.visualRect(index) if index.isValid() else QRect()
        around = QRect(0, row.top(), viewport.width(), row.height()) if row.isValid() else viewport
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(around).adjusted(1, 1, -1, -2), 4, 4)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

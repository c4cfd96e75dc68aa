"""The ring around what has the focus in a list or table: around its row, or around all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView

from resource_centre.ui.look import look


class Ring(QObject):
    """Repaints a view when the focus comes or goes; the view calls `paint` when it is painted."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.view.viewport().update()
        return False

    def paint(self) -> None:
        """Draws the ring while the view has the focus."""
        view = self.view
        if not view.hasFocus():
            return
        index, viewport = view.currentIndex(), view.viewport().rect()
        row = view.visualRect(index) if index.isValid() else QRect()
        around = QRect(0, row.top(), viewport.width(), row.height()) if row.isValid() else viewport
        painter = QPainter(view.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(around).adjusted(1, 1, -1, -2), 4, 4)
        painter.end()

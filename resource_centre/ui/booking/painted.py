"""Small buttons that paint themselves: a weekday to switch, a date of a series."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from resource_centre.i18n import date_text
from resource_centre.ui.booking.consequences import Mark
from resource_centre.ui.icons import pixmap
from resource_centre.ui.look import font, look
from resource_centre.ui.timeline.scene import BlockKind

MARKS = {
    "ok": ("check", "ok_soft", "ok"),
    "moved": ("move", "ok_soft", "ok"),
    "danger": ("x", "danger_soft", "danger"),
    "warn": ("triangle-alert", "warn_soft", "warn"),
    "skipped": ("skip-forward", "hover", "text3"),
    "new": ("plus", "ok_soft", "ok"),
    "kept": ("equal", "hover", "text2"),
    "own": ("pin", "hover", "text2"),
    "gone": ("calendar-x", "hover", "text3"),
}


class DayToggle(QAbstractButton):
    """A weekday that is on or off."""

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(look().px(27), look().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = look(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        edge = "accent" if on or self.hasFocus() else "line2"
        painter.setPen(
            QPen(now.colour("text" if on and self.hasFocus() else edge), 2 if self.hasFocus() else 1)
        )
        painter.setBrush(now.colour("accent" if on else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.setPen(now.colour("on_accent" if on else "text2"))
        painter.setFont(font(12, "strong" if on else "medium"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class DateMark(QAbstractButton):
    """One date of a series and how it stands; a click goes to what is said about it, or skips it."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.setText(date_text(mark.day, "d MMM").rstrip("."))
        self.setToolTip(mark.words)
        self.setAccessibleName(f"{self.text()}: {mark.words}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(look().px(58), look().px(25))

    def paintEvent(self, event: QPaintEvent) -> None:
        symbol, ground, ink = MARKS[self.mark.tone]
        now, painter = look(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edged = self.mark.tone == "danger" or self.hasFocus()
        painter.setPen(QPen(now.colour(ink), 2 if self.hasFocus() else 1) if edged else Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        face = font(11, "strong")
        face.setStrikeOut(self.mark.tone in ("skipped", "gone"))
        painter.setFont(face)
        words = painter.fontMetrics().horizontalAdvance(self.text())
        with_icon = words + 14 <= self.width() - 4
        left = (self.width() - words - (14 if with_icon else 0)) // 2
        if with_icon:
            picture = pixmap(symbol, 11, now.colour(ink), self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - 11) // 2, picture)
            left += 14
        painter.setPen(now.colour(ink))
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            self.text(),
        )
        painter.end()


def hue_icon(kind: BlockKind, ratio: float = 2.0) -> QIcon:
    """The square in the hue of a kind, for a button that names it."""
    side = 14
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look().tokens.hue(kind.value).bar))
    painter.drawRoundedRect(QRectF(2, 2, 10, 10), 2, 2)
    painter.end()
    return QIcon(drawn)

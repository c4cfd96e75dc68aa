"""The line below the calendar: what the colours and patterns mean."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.look import look
from resource_centre.ui.timeline.speech import KINDS
from resource_centre.ui.widgets.labels import Drawn, HueSquare, text

EDGE = 16


class Sample(Drawn):
    """A small piece of a pattern: hatched, or dashed."""

    def __init__(self, hatched: bool) -> None:
        super().__init__(18, 10)
        self._hatched = hatched

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look().colour("text3")
        rect = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        if self._hatched:
            painter.setClipRect(rect)
            painter.setPen(QPen(ink, 1))
            for x in range(-10, self.width(), 5):
                painter.drawLine(x, self.height(), x + self.height(), 0)
            painter.setClipping(False)
        pen = QPen(ink, 1)
        if not self._hatched:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(rect, 2, 2)
        painter.end()


class Legend(QFrame):
    """Kinds on the left, patterns on the right; what has no room is left out rather than cut."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("foot", "true")
        self.setFixedHeight(28)
        self._line = QHBoxLayout(self)
        self._line.setSpacing(6)
        self._left = EDGE
        for kind, name in KINDS.items():
            self._line.addWidget(HueSquare(kind, 9))
            self._line.addWidget(text(_(name), "caption"))
            self._line.addSpacing(8)
        self._line.addStretch(1)
        self.patterns: list[tuple[QWidget, QWidget]] = []
        for hatched, words in ((True, _("Set-up, clear-down")), (False, _("Awaits approval"))):
            pattern = (Sample(hatched), text(words, "caption"))
            for each in pattern:
                self._line.addWidget(each)
            self._line.addSpacing(8)
            self.patterns.append(pattern)

    def begin_at(self, left: int) -> None:
        """Begins where the body of the calendar begins, where there is room for that."""
        self._left = left + 12
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def _arrange(self) -> None:
        """The first that fits: below the body or from the edge, with both patterns, one, or none."""
        ways = ((self._left, 2), (self._left, 1), (EDGE, 2), (EDGE, 1), (EDGE, 0))
        for left, count in ways:
            for n, pattern in enumerate(self.patterns):
                for each in pattern:
                    each.setVisible(n < count)
            self._line.setContentsMargins(left, 0, 8, 0)
            self._line.invalidate()
            if self._line.minimumSize().width() <= self.width():
                return

"""The line below the calendar: what the colours and patterns mean."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.look import look
from resource_centre.ui.timeline.speech import KINDS
from resource_centre.ui.widgets.labels import Drawn, HueSquare, text


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
    """Kinds on the left, patterns on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("foot", "true")
        self.setFixedHeight(28)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 0, 16, 0)
        self._line.setSpacing(6)
        for kind, name in KINDS.items():
            self._line.addWidget(HueSquare(kind, 9))
            self._line.addWidget(text(_(name), "caption"))
            self._line.addSpacing(8)
        self._line.addStretch(1)
        self._patterns: list[QWidget] = []
        for hatched, words in ((True, _("Set-up, clear-down")), (False, _("Awaits approval"))):
            self._patterns += [Sample(hatched), text(words, "caption")]
        for n, each in enumerate(self._patterns):
            self._line.addWidget(each)
            if n % 2:
                self._line.addSpacing(8)
        self._wide = self._line.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all of it, the patterns are left out rather than cut."""
        super().resizeEvent(event)
        for each in self._patterns:
            each.setVisible(self.width() >= self._wide)

    def begin_at(self, left: int) -> None:
        """Begins where the body of the calendar begins, where there is room for that."""
        wanted = left + 12 if self.width() - left > 700 else 16
        self._line.setContentsMargins(wanted, 0, 8, 0)

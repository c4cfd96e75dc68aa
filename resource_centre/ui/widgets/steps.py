"""The way of a thing through its states: done, now, still to come; and lists of facts and history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from resource_centre.ui.icons import pixmap
from resource_centre.ui.look import font, look
from resource_centre.ui.widgets.labels import text


@dataclass(frozen=True)
class Step:
    """One state on the way: its name, a note, and whether it is done, now or to come."""

    name: str
    note: str = ""
    when: str = "to come"


class Steps(QWidget):
    """Steps in a row. `big` has a note under each and a tick in what is done."""

    def __init__(self, steps: Sequence[Step] = (), *, big: bool = False) -> None:
        super().__init__()
        self._big = big
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Shows other steps."""
        self._steps = tuple(steps)
        self.setAccessibleName(", ".join(f"{step.name}: {step.note or step.when}" for step in self._steps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, look().px(44 if self._big else 22))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._big:
            self._paint_big(painter)
        else:
            self._paint_small(painter)
        painter.end()

    def _paint_small(self, painter: QPainter) -> None:
        now, x, middle = look(), 0.0, self.height() / 2
        for n, step in enumerate(self._steps):
            current, done = step.when == "now", step.when == "done"
            face = font(12, "strong" if current else "regular")
            painter.setPen(QPen(now.colour("accent" if current or done else "check"), 1.4))
            painter.setBrush(now.colour("accent") if current or done else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x + 5, middle), 4, 4)
            painter.setFont(face)
            painter.setPen(now.colour("text" if current else "text3"))
            width = QFontMetrics(face).horizontalAdvance(step.name)
            rect = QRectF(x + 15, 0, width + 2, self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, step.name)
            x += 15 + width + 8
            if n + 1 < len(self._steps):
                painter.setPen(QPen(now.colour("line2"), 1))
                painter.drawLine(QPointF(x, middle), QPointF(x + 24, middle))
                x += 32

    def _paint_big(self, painter: QPainter) -> None:
        now, count = look(), len(self._steps)
        strong, small = font(13, "medium"), font(11)
        widths = [
            max(QFontMetrics(strong).horizontalAdvance(s.name), QFontMetrics(small).horizontalAdvance(s.note))
            + 30
            for s in self._steps
        ]
        gap = max((self.width() - sum(widths)) / max(count - 1, 1), 12)
        x, middle = 0.0, self.height() / 2
        for n, step in enumerate(self._steps):
            done, current = step.when == "done", step.when == "now"
            disc = QRectF(x, middle - 10, 20, 20)
            painter.setPen(
                QPen(now.colour("ok" if done else "accent" if current else "check"), 2 if current else 1)
            )
            painter.setBrush(now.colour("ok") if done else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
            if done:
                ratio = self.devicePixelRatioF()
                painter.drawPixmap(
                    QPointF(x + 4, middle - 6), pixmap("check", 12, now.colour("surface"), ratio)
                )
            painter.setFont(strong)
            painter.setPen(now.colour("text" if done or current else "text2"))
            painter.drawText(QPointF(x + 28, middle - 3), step.name)
            painter.setFont(small)
            painter.setPen(now.colour("text3"))
            painter.drawText(QPointF(x + 28, middle + 13), step.note)
            if n + 1 < count and gap > 24:
                painter.setPen(QPen(now.colour("ok" if done else "line2"), 1))
                painter.drawLine(QPointF(x + widths[n] + 8, middle), QPointF(x + widths[n] + gap - 8, middle))
            x += widths[n] + gap


def facts(lines: Sequence[tuple[str, str]], *, stacked: bool = True) -> QWidget:
    """Labels with their values: above each other (inspector) or side by side."""
    made = QWidget()
    if stacked:
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for label, value in lines:
            column.addWidget(text(label, "second"))
            shown = text(value, "body", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(shown)
            column.addSpacing(6)
        return made
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for n, (label, value) in enumerate(lines):
        grid.addWidget(text(label, "second"), n, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text(value, "body", wrap=True), n, 1)
    return made


def history(lines: Sequence[tuple[str, str]]) -> QWidget:
    """When, and what happened; newest first."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(1, 1)
    for n, (when, what) in enumerate(lines):
        grid.addWidget(text(when, "second"), n, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text(what, "body", wrap=True), n, 1)
    return made

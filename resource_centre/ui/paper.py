"""Sheets of A4 across, filled from top to bottom: head, foot and page numbers; what does not fit begins a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from resource_centre.i18n import _
from resource_centre.ui.look import Look, paper_font
from resource_centre.ui.tokens import LIGHT

WIDTH, HEIGHT = 1060.0, 728.0  # of the printed part of a page, in the units of everything below
FOOT = 24.0
MARGIN = 12.0  # millimetres
LONGEST = 260.0  # what a column of words may ask for before the others
LOOK = Look(LIGHT)
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Words:
    """Text of one size, weight and colour (a token's name)."""

    size: int = 10
    weight: str = "regular"
    ink: str = "text"

    @property
    def font(self) -> QFont:
        """The font to draw with."""
        made = paper_font(self.weight)
        made.setPixelSize(self.size)
        return made

    @property
    def metrics(self) -> QFontMetricsF:
        """Its measures."""
        return QFontMetricsF(self.font)


class Paper:
    """A PDF under way. `y` is where the next thing goes; `content()` ends it and answers the bytes."""

    def __init__(self, title: str, foot: str) -> None:
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        size, turned = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape
        margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
        self._writer.setPageLayout(QPageLayout(size, turned, margins, QPageLayout.Unit.Millimeter))
        self._writer.setTitle(title)
        self.painter = QPainter(self._writer)
        self.painter.scale(self._writer.width() / WIDTH, self._writer.width() / WIDTH)
        self._foot, self.page, self.y = foot, 1, 0.0

    @property
    def room(self) -> float:
        """What is left of this page."""
        return HEIGHT - FOOT - self.y

    def need(self, height: float) -> bool:
        """Begins a new page when so much does not fit; whether it did."""
        if height <= self.room or self.y == 0:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Ends this page."""
        self._end_page()
        self._writer.newPage()
        self.page, self.y = self.page + 1, 0.0

    def write(self, words: str, kind: Words, box: QRectF, align: Qt.AlignmentFlag = LEFT) -> None:
        """One line in a box, cut where it is too long."""
        metrics = kind.metrics
        fitted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        x = box.left() if align is LEFT else box.right() - metrics.horizontalAdvance(fitted)
        self.painter.setFont(kind.font)
        self.painter.setPen(LOOK.colour(kind.ink))
        self.painter.drawText(
            QPointF(x, box.center().y() + (metrics.ascent() - metrics.descent()) / 2), fitted
        )

    def paragraph(self, words: str, kind: Words, below: float = 6.0) -> None:
        """Text over the whole width, on as many lines as it takes."""
        for line in wrapped(words, kind.metrics, WIDTH):
            self.need(kind.metrics.height())
            self.write(line, kind, QRectF(0, self.y, WIDTH, kind.metrics.height()))
            self.y += kind.metrics.height()
        self.y += below

    def rule(self, y: float, ink: str = "line", left: float = 0, width: float = WIDTH) -> None:
        """A thin line across."""
        self.painter.fillRect(QRectF(left, y - 0.4, width, 0.8), LOOK.colour(ink))

    def ground(self, box: QRectF, ink: str) -> None:
        """A filled box."""
        self.painter.fillRect(box, QColor(LOOK.colour(ink)))

    def content(self) -> bytes:
        """The finished PDF."""
        self._end_page()
        self.painter.end()
        del self.painter, self._writer  # in this order, and before the buffer that they write into
        return bytes(self._buffer.data().data())

    def _end_page(self) -> None:
        small = Words(9, ink="text3")
        box = QRectF(0, HEIGHT - 14, WIDTH, 14)
        self.rule(box.top() - 4)
        number = _("Page {number}").format(number=self.page)
        self.write(number, small, box, RIGHT)
        self.write(self._foot, small, box.adjusted(0, 0, -small.metrics.horizontalAdvance(number) - 20, 0))


def wrapped(words: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Lines that fit, broken between words; a word that is too long stands alone."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return lines


def widths(columns: Sequence[Sequence[float]], words: int, room: float) -> list[float]:
    """How wide each column is: figures as they need, the first `words` columns share what is left, by their need."""
    needs = [max(column, default=0.0) for column in columns]
    needs[:words] = [min(need, LONGEST) for need in needs[:words]]
    left = room - sum(needs[words:])
    asked = sum(needs[:words]) or 1.0
    return [need * left / asked for need in needs[:words]] + needs[words:]

"""The rail at the left: the way between pages, with what waits on each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from resource_centre.i18n import _, n_
from resource_centre.ui.icons import icon
from resource_centre.ui.look import font, look
from resource_centre.ui.pages import PageOf

WIDTH = 84


class Mark(QWidget):
    """The mark of the program: three bars of time on a petrol ground."""

    def __init__(self, side: int = 30) -> None:
        super().__init__()
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("accent"))
        painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        painter.setPen(QPen(look().colour("on_accent"), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        unit = self.width() / 30
        for left, right, y in ((8, 16, 9.5), (12, 22, 15), (8, 14, 20.5)):
            painter.drawLine(QPointF(left * unit, y * unit), QPointF(right * unit, y * unit))
        painter.end()


class RailButton(QToolButton):
    """One page of the rail, with a number painted on when something waits."""

    def __init__(self, page: PageOf) -> None:
        super().__init__()
        self.page = page
        self.waiting = 0
        self.setProperty("rail", "true")
        self.setText(_(page.name))
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIcon(icon(page.symbol, "text2", "soft_text"))
        self.setIconSize(QSize(20, 20))
        self.setFixedSize(WIDTH - 8, look().px(48))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_(page.name))
        self._fit()

    def _fit(self) -> None:
        """A long name is written smaller, and cut only when that is not enough."""
        for size in (10.5, 9.5, 9):
            metrics = QFontMetrics(font(size, "strong"))
            if metrics.horizontalAdvance(self.text()) <= WIDTH - 10:
                break
        if size < 10.5:
            self.setStyleSheet(f"font-size: {look().px(size)}px")
            self.setToolTip(self.text())
            self.setText(metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, WIDTH - 10))

    def set_waiting(self, count: int) -> None:
        """How much waits on the page."""
        self.waiting = count
        note = n_("{n} waits", "{n} wait", count).format(n=count) if count else ""
        self.setAccessibleDescription(note)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.waiting:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = str(self.waiting) if self.waiting < 100 else "99+"
        face = font(10, "strong")
        width = max(16, QFontMetrics(face).horizontalAdvance(words) + 8)
        disc = QRectF(self.width() / 2 + 6, 3, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("accent"))
        painter.drawRoundedRect(disc, 8, 8)
        painter.setFont(face)
        painter.setPen(look().colour("on_accent"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


class Rail(QWidget):
    """The pages a person may see. `chosen(key)`."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[PageOf]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Pages"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 11, 4, 6)
        column.setSpacing(4)
        column.addWidget(Mark(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, RailButton] = {}
        for page in [p for p in pages if not p.low]:
            column.addWidget(self._add(page))
        column.addStretch(1)
        for page in [p for p in pages if p.low]:
            column.addWidget(self._add(page))

    def _add(self, page: PageOf) -> RailButton:
        made = RailButton(page)
        made.clicked.connect(lambda _checked=False, key=page.key: self.chosen.emit(key))
        self._group.addButton(made)
        self.buttons[page.key] = made
        return made

    def pick(self, key: str) -> None:
        """Marks the page in sight."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def set_waiting(self, counts: dict[str, int]) -> None:
        """What waits on each page."""
        for key, made in self.buttons.items():
            made.set_waiting(counts.get(key, 0))

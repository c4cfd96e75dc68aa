"""One day, a few rows: the compact timeline of the Today page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QLine, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from resource_centre.i18n import _
from resource_centre.ui.timeline.axis import Axis
from resource_centre.ui.timeline.geometry import Band, Bands, Box, zone_of
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout, Prepared, prepare
from resource_centre.ui.timeline.looks import kit_for
from resource_centre.ui.timeline.painter import now_x, paint_now_line, state_at
from resource_centre.ui.timeline.parts import StripParts
from resource_centre.ui.timeline.scene import Block, BlockKind, Ghost, RowKind, Scene
from resource_centre.ui.timeline.speech import block_in_words
from resource_centre.ui.widgets.heard import describe, hear, prune, tell_focus

HEADER = 28
ROW = 52
NAMES = 146
PADDING = 14
BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on a row (a kit due back), with its words beside it."""

    row: int
    at: datetime
    kind: BlockKind
    text: str
    activity: int | None = None


class TimelineStrip(QWidget):
    """Shows the rows of a one-day `Scene` (groups are left out). opened(activity) on a click or Enter."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.current: Block | None = None
        self.names, self.head = NAMES, HEADER
        self._prepared: Prepared | None = None
        hear(self, StripParts(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(_("Today, resources by time"))
        self.marks: tuple[Mark, ...] = ()
        self.spots: tuple[Ghost, ...] = ()
        self._kit: Kit | None = None

    def set_scene(self, scene: Scene, marks: tuple[Mark, ...] = (), spots: tuple[Ghost, ...] = ()) -> None:
        """Shows a day. `spots` are times that are asked for: outlined where refused, filled where free."""
        self._prepared, self.marks, self.spots = prepare(scene), marks, spots
        if self.current is not None and self.current not in scene.blocks:
            self.current = None
        prune(self)
        self.updateGeometry()
        self.update()

    def top_of(self, band: Band) -> int:
        """Where a row begins."""
        return HEADER + band.top

    @property
    def layout_(self) -> Layout | None:
        """The day laid out in the present size."""
        prepared = self._prepared
        if prepared is None:
            return None
        rows = tuple(row for row in prepared.scene.rows if row.kind not in (RowKind.GROUP, RowKind.MORE))
        tall = max(26, min(ROW, (self.height() - HEADER) // max(1, len(rows))))
        bands = Bands(tuple(Band(row, i * tall, tall) for i, row in enumerate(rows)))
        zoom = prepared.fitting_zoom(max(100, self.width() - NAMES))
        return Layout(prepared, Axis(prepared.spans, zoom, ZoneInfo(prepared.scene.zone)), bands)

    def kit(self) -> Kit:
        """Colours, fonts and caches."""
        ratio = self.devicePixelRatioF()
        if self._kit is None or self._kit.ratio != ratio:
            self._kit = kit_for(ratio)
        return self._kit

    def sizeHint(self) -> QSize:
        rows = len(self._prepared.scene.rows) if self._prepared else 5
        return QSize(700, HEADER + ROW * rows)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, HEADER + 26 * 4)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._kit = None
            self.update()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, layout, kit = QPainter(self), self.layout_, self.kit()
        painter.fillRect(self.rect(), kit.inks.surface)
        if layout is not None:
            self._ground(painter, kit, layout)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for band in layout.bands.bands:
                self._row(painter, kit, layout, band)
            self._now(painter, kit, layout)
        if self.hasFocus() and self.current is None:
            painter.setPen(QPen(kit.inks.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _ground(self, painter: QPainter, kit: Kit, layout: Layout) -> None:
        axis, metrics = layout.axis, kit.fonts.second.metrics
        painter.setFont(kit.fonts.second.font)
        step = axis.hour_step(52)
        for i in range(len(axis.spans)):
            for instant, hour in axis.hours(i):
                x = NAMES + round(axis.x(instant))
                if x > self.width() - 12:
                    continue
                painter.setPen(QPen(kit.inks.line, 0))
                painter.drawLine(QLine(x, HEADER, x, self.height()))
                text = f"{hour:02d}:00"
                if hour % step == 0 and x + metrics.horizontalAdvance(text) / 2 < self.width():
                    painter.setPen(kit.inks.text3)
                    painter.drawText(QPointF(x - metrics.horizontalAdvance(text) / 2, 18), text)
        painter.setPen(QPen(kit.inks.line, 0))
        painter.drawLine(0, HEADER - 1, self.width(), HEADER - 1)
        for band in layout.bands.bands[:-1]:
            y = HEADER + band.top + band.height - 1
            painter.drawLine(0, y, self.width(), y)

    def _row(self, painter: QPainter, kit: Kit, layout: Layout, band: Band) -> None:
        middle = HEADER + band.top + band.height // 2
        painter.setFont(kit.fonts.name.font)
        painter.setPen(kit.inks.text)
        painter.drawText(PADDING, middle + 4, kit.names.lines(band.row.title, NAMES - PADDING - 12)[0])
        for box in layout.boxes(band):
            self._block(painter, kit, layout, band, box)
        for mark in self.marks:
            if mark.row == band.row.key:
                self._mark(painter, kit, NAMES + round(layout.axis.x(mark.at.timestamp())), middle, mark)
        for spot in self.spots:
            if spot.row == band.row.key:
                self._spot(painter, kit, layout, band, spot)

    def _block(self, painter: QPainter, kit: Kit, layout: Layout, band: Band, box: Box) -> None:
        block = box.block
        x, left, right = round(box.occupied_left), round(box.left), round(box.right)
        y, tall = HEADER + band.top + 4, band.height - 9
        kit.stamps.paint(
            painter,
            NAMES + x,
            y,
            block.kind,
            state_at(block, layout.scene.now),
            left - x,
            max(2, right - left),
            max(0, round(box.occupied_right) - right),
            tall,
            box.opens_left + 2 * box.opens_right,
        )
        room = int(max(box.right, box.label_end) if right - left < 60 else box.right) - left - 14
        if room >= 14:
            painter.setFont(kit.fonts.strong.font)
            painter.setPen(kit.inks.kinds[block.kind].on)
            text = kit.fonts.strong.metrics.elidedText(block.title, Qt.TextElideMode.ElideRight, room)
            painter.drawText(NAMES + left + 10, y + tall // 2 + 4, text)
        if self.hasFocus() and self.current == block:
            painter.setPen(QPen(kit.inks.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(NAMES + left - 1, y - 1, max(6, right - left) + 2, tall + 2), 5, 5)

    def _spot(self, painter: QPainter, kit: Kit, layout: Layout, band: Band, spot: Ghost) -> None:
        left = NAMES + layout.axis.x(spot.start.timestamp())
        right = NAMES + layout.axis.x(spot.end.timestamp())
        rect = QRectF(round(left), HEADER + band.top + 4, max(6, round(right - left)), band.height - 9)
        colour = kit.inks.danger if spot.refused else kit.inks.ok
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush if spot.refused else kit.inks.ok_soft)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setFont(kit.fonts.strong.font)
        painter.setPen(colour)
        room, measure = rect.width() - 6, kit.fonts.strong.metrics.horizontalAdvance
        shorter = (spot.text, spot.text.split(" ")[0])
        text = next((words for words in shorter if measure(words) <= room), "")
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _mark(self, painter: QPainter, kit: Kit, x: int, middle: int, mark: Mark) -> None:
        ink = kit.inks.kinds[mark.kind]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.bar)
        painter.drawRoundedRect(QRectF(x, middle - 5, 10, 10), 3, 3)
        painter.setFont(kit.fonts.caption.font)
        painter.setPen(ink.on)
        room = max(14, self.width() - x - 24)
        painter.drawText(x + 16, middle + 4, kit.captions.lines(mark.text, room)[0])

    def _now(self, painter: QPainter, kit: Kit, layout: Layout) -> None:
        if now_x(layout) is not None:
            painter.save()
            painter.translate(NAMES, HEADER - 4)
            paint_now_line(
                painter, kit, layout, Window(0, 0, self.width() - NAMES, self.height() - HEADER + 4)
            )
            painter.restore()

    # mouse and keys

    def block_at(self, x: float, y: float) -> Block | None:
        """The block under a point."""
        layout = self.layout_
        band = layout.bands.at(y - HEADER) if layout and x >= NAMES else None
        if layout is None or band is None:
            return None
        found = [box.block for box in layout.boxes(band) if zone_of(box, x - NAMES) is not None]
        return found[-1] if found else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        block = self.block_at(event.position().x(), event.position().y())
        if block is not None and event.button() is Qt.MouseButton.LeftButton:
            self.current = block
            self.opened.emit(block.activity)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.block_at(event.position().x(), event.position().y()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        layout = self.layout_
        blocks = layout.in_reading_order() if layout else []
        if event.key() in steps and blocks:
            place = blocks.index(self.current) + steps[Qt.Key(event.key())] if self.current in blocks else 0
            self.go_to(blocks[min(max(place, 0), len(blocks) - 1)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current.activity)
        else:
            super().keyPressEvent(event)

    def go_to(self, block: Block | None) -> None:
        """Puts the keyboard on a block, and says so."""
        self.current = block
        if block is not None and self._prepared is not None:
            describe(self, ", ".join(block_in_words(block, self._prepared.scene)))
        tell_focus(self)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        layout = self.layout_
        if self.current is None and layout is not None and event.reason() in BY_TAB:
            self.go_to(next(iter(layout.in_reading_order()), None))
        tell_focus(self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ToolTip
            and isinstance(event, QHelpEvent)
            and self._prepared is not None
        ):
            block = self.block_at(event.pos().x(), event.pos().y())
            if block is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(
                    event.globalPos(), "\n".join(block_in_words(block, self._prepared.scene)), self
                )
            return True
        return super().event(event)

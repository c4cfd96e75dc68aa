"""Hatch tiles and block stamps: painted once per device pixel ratio and used many times."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from resource_centre.ui.timeline.inks import Inks, sheer
from resource_centre.ui.timeline.scene import BlockKind, BlockState

TILE = 24
RADIUS = 4.0
BAR = 3.0
CAP = 8
CORNER = 4
WHOLE = 12
STRIP = 72
WIDE = 192
MOST = 4 * 2**20  # bytes of pictures of parts
HATCH_SHARE = 0.34
WAITING = frozenset({BlockState.PENDING, BlockState.INVITED, BlockState.CANCELLED})


def hatch_tile(colour: QColor, period: int, ratio: float, crossed: bool = False) -> QPixmap:
    """A seamless square tile of slanting lines; `period` (a divisor of 24) is their distance along x.

    The lines lie on whole device pixels and are not smoothed: thin smoothed ones would pale.
    """
    side = round(TILE * ratio)
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setPen(QPen(colour, max(1, round(ratio * 0.8))))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for n in range(-TILE // period, 2 * TILE // period + 1):
        x = round(n * period * side / TILE)
        painter.drawLine(x - 2, side + 2, x + side + 2, -2)
        if crossed:
            painter.drawLine(x - 2, -2, x + side + 2, side + 2)
    painter.end()
    tile.setDevicePixelRatio(side / TILE)
    return tile


@dataclass(frozen=True, slots=True)
class Ends:
    """A block in two copies: all that lies left of its right corner, and the corner with what lies right of it.

    `STRIP` pixels of set-up, then fill; the corner, then `STRIP` pixels of clear-down.
    """

    left: QPixmap
    right: QPixmap


class Stamps:
    """Pictures of the parts of blocks, so that a block costs a few copies and no path."""

    def __init__(self, inks: Inks, ratio: float) -> None:
        self.inks = inks
        self.ratio = ratio
        self._kept: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._held = 0
        self._strips: dict[tuple[BlockKind, bool], QPixmap] = {}
        self._tiles: dict[tuple[object, ...], QPixmap] = {}
        self._ends: dict[tuple[BlockKind, BlockState, int], Ends] = {}
        self._block_tiles = {
            (kind, past): self.tile(sheer(ink.past_bar if past else ink.bar, 0.5 if past else HATCH_SHARE), 6)
            for kind, ink in inks.kinds.items()
            for past in (False, True)
        }

    def tile(self, colour: QColor, period: int, crossed: bool = False) -> QPixmap:
        """The hatch tile of a colour."""
        key = (colour.rgba(), period, crossed)
        if key not in self._tiles:
            self._tiles[key] = hatch_tile(colour, period, self.ratio, crossed)
        return self._tiles[key]

    def ends(self, kind: BlockKind, state: BlockState, height: int) -> Ends | None:
        """The two copies that most blocks are made of: those with both ends in sight, not wider than `WIDE`."""
        key = (kind, state, height)
        known = self._ends.get(key)
        if known is None and state not in WAITING and height <= STRIP:
            left, right = self._blank(STRIP + WIDE, height), self._blank(CORNER + STRIP, height)
            for pixmap, x, before, body, after in (
                (left, 0, STRIP, WIDE + WHOLE, 0),
                (right, -WHOLE, 0, WHOLE + CORNER, STRIP),
            ):
                painter = QPainter(pixmap)
                self.paint(painter, x, 0, kind, state, before, body, after, height, 0)
                painter.end()
            known = self._ends[key] = Ends(left, right)
        return known

    def warm(self, kind: BlockKind, state: BlockState, body: int, height: int, cut: int) -> None:
        """Paints what a block will need before it is drawn."""
        if self.ends(kind, state, height) is None and body <= WIDE:
            self._part(kind, state, body, height, cut)

    def _blank(self, width: int, height: int) -> QPixmap:
        pixmap = QPixmap(max(1, round(width * self.ratio)), round(height * self.ratio))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def paint(
        self,
        painter: QPainter,
        x: int,
        y: int,
        kind: BlockKind,
        state: BlockState,
        before: int,
        body: int,
        after: int,
        height: int,
        ends: int,
    ) -> None:
        """Paints a block: hatches outside, then fill and bar, or an outline when it only waits.

        `ends`: 1 when it goes on beyond the left side, 2 beyond the right, 3 both.
        """
        past = state is BlockState.PAST
        if before:
            self._hatch(painter, x, y, before, height, kind, past)
        if after:
            self._hatch(painter, x + before + body, y, after, height, kind, past)
        left = x + before
        if body <= WHOLE or (state in WAITING and body <= WIDE):
            painter.drawPixmap(left, y, self._part(kind, state, body, height, ends))
        elif state in WAITING:
            self._outline(painter, QRectF(left, y, body, height), kind, state)
        else:
            ink = self.inks.kinds[kind]
            painter.drawPixmap(left, y, self._part(kind, state, CAP, height, ends | 2))
            painter.fillRect(left + CAP, y, body - CAP - CORNER, height, ink.past_fill if past else ink.fill)
            painter.drawPixmap(left + body - CORNER, y, self._part(kind, state, CORNER, height, ends | 1))

    def _hatch(
        self, painter: QPainter, x: int, y: int, width: int, height: int, kind: BlockKind, past: bool
    ) -> None:
        """A hatched stretch; a short one is copied from a ready strip, which costs a third of tiling."""
        if width > STRIP or height > STRIP:
            painter.drawTiledPixmap(x, y, width, height, self._block_tiles[kind, past])
            return
        ratio = self.ratio
        painter.drawPixmap(
            x, y, width, height, self._strip(kind, past), 0, 0, round(width * ratio), round(height * ratio)
        )

    def _strip(self, kind: BlockKind, past: bool) -> QPixmap:
        key = (kind, past)
        known = self._strips.get(key)
        if known is None:
            known = self._strips[key] = self._blank(STRIP, STRIP)
            painter = QPainter(known)
            painter.drawTiledPixmap(0, 0, STRIP, STRIP, self._block_tiles[key])
            painter.end()
        return known

    def _part(self, kind: BlockKind, state: BlockState, width: int, height: int, ends: int) -> QPixmap:
        key = (kind, state, width, height, ends)
        known = self._kept.get(key)
        if known is not None:
            return known
        part = self._blank(width, height)
        painter = QPainter(part)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, ink = QRectF(0, 0, width, height), self.inks.kinds[kind]
        if state in WAITING:
            self._outline(painter, rect, kind, state)
        elif state is BlockState.PAST:
            self._solid(painter, rect, ink.past_fill, ink.past_bar, ends)
        else:
            self._solid(painter, rect, ink.fill, ink.bar, ends)
        painter.end()
        self._held += _bytes(part)
        while self._kept and self._held > MOST:
            self._held -= _bytes(self._kept.popitem(last=False)[1])
        self._kept[key] = part
        return part

    def _solid(self, painter: QPainter, rect: QRectF, fill: QColor, bar: QColor, ends: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if ends & 1:
            painter.fillPath(rounded(rect, 0.0, 0.0 if ends & 2 else RADIUS), fill)
            return
        right = 0.0 if ends & 2 else RADIUS
        painter.fillPath(rounded(rect, RADIUS, right), bar)
        inner = rect.adjusted(min(BAR, rect.width()), 0, 0, 0)
        if inner.width() > 0.5:
            painter.fillPath(rounded(inner, RADIUS, right), fill)

    def _outline(self, painter: QPainter, rect: QRectF, kind: BlockKind, state: BlockState) -> None:
        pen = QPen(self.inks.kinds[kind].bar, 1.0)
        if state is BlockState.CANCELLED:
            pen = QPen(self.inks.line2, 1.0)
        elif state is BlockState.PENDING:
            pen.setDashPattern([3.5, 2.5])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.fillPath(rounded(rect, RADIUS, RADIUS), self.inks.surface)
        else:
            pen.setDashPattern([1.2, 1.6])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 0.5, RADIUS - 0.5)


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def rounded(rect: QRectF, left: float, right: float) -> QPainterPath:
    """A rectangle with its own corner radius on each side."""
    left, right = min(left, rect.width() / 2), min(right, rect.width() / 2)
    path = QPainterPath()
    path.moveTo(rect.left() + left, rect.top())
    path.lineTo(rect.right() - right, rect.top())
    path.quadTo(rect.right(), rect.top(), rect.right(), rect.top() + right)
    path.lineTo(rect.right(), rect.bottom() - right)
    path.quadTo(rect.right(), rect.bottom(), rect.right() - right, rect.bottom())
    path.lineTo(rect.left() + left, rect.bottom())
    path.quadTo(rect.left(), rect.bottom(), rect.left(), rect.bottom() - left)
    path.lineTo(rect.left(), rect.top() + left)
    path.quadTo(rect.left(), rect.top(), rect.left() + left, rect.top())
    path.closeSubpath()
    return path

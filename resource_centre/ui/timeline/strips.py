"""Finished strips of the picture, kept until what they show changes: a repaint copies them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap

from resource_centre.ui.timeline.axis import Axis
from resource_centre.ui.timeline.geometry import Band
from resource_centre.ui.timeline.ground import paint_ground
from resource_centre.ui.timeline.hatches import TILE
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.stretching import Old

SCREENS = 2  # of what is in sight: where one scrolls back to is a copy too
BESIDE = 400  # pixels downwards for what is not in sight whole, for the header and for the ground
SPARE = 4
DEPTH = 4  # bytes of a pixel
GROUND_HEIGHT = 4 * TILE


@dataclass(frozen=True)
class Strip:
    """A pixmap; `new` when it is still to be painted."""

    pixmap: QPixmap
    new: bool


def paint_ground_under(painter: QPainter, kit: Kit, band: Band, window: Window, ground: QPixmap) -> None:
    """Copies the ground under a row; it repeats every `TILE` pixels downwards."""
    ratio = int(kit.ratio)
    if ratio != kit.ratio or band.height > GROUND_HEIGHT - TILE:  # no whole pixels, or a very tall row
        place = QRect(window.left, band.top, window.width, band.height)
        painter.drawTiledPixmap(place, ground, QPoint(0, band.top % TILE))
        return
    source = QRect(0, band.top % TILE * ratio, window.width * ratio, band.height * ratio)
    painter.drawPixmap(QPoint(window.left, band.top), ground, source)


class Strips:
    """The strips used last, as many as fill what is in sight a few times. Whoever changes scene, zoom, folding or look
    clears them."""

    def __init__(self) -> None:
        self._most = self._held = 0  # bytes
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._free: dict[tuple[int, int, float], list[QPixmap]] = {}
        self._old: dict[int, Old] = {}

    def make_room(self, width: int, height: int, ratio: float) -> None:
        """Says what is in sight, which is what memory is worth spending on."""
        self._most = round(width * (SCREENS * height + BESIDE) * ratio * ratio * DEPTH)

    def clear(self, axis: Axis | None = None) -> None:
        """Forgets all; the next strips are painted over the old pixmaps, which is cheaper.

        With the axis that they were painted at, those of the rows stay as they are, to be stretched.
        """
        self._free.clear()
        old: dict[int, Old] = {}
        for key, pixmap in self._kept.items():
            if axis is not None and isinstance(key, tuple) and isinstance(key[0], int):
                old[key[0]] = Old(pixmap, axis, key[2][0])
                continue
            self._free.setdefault((pixmap.width(), pixmap.height(), pixmap.devicePixelRatio()), []).append(
                pixmap
            )
        # A frame that had no time for a row leaves the picture of the frame before.
        self._old = {**self._old, **old} if axis is not None else {}
        self._kept.clear()
        self._held = 0

    def old(self, row: int) -> Old | None:
        """The picture of a row at another zoom."""
        return self._old.get(row)

    @property
    def finished(self) -> bool:
        """Whether no row is still the stretched picture of another zoom."""
        return not self._old

    def has(self, key: Hashable) -> bool:
        """Whether there is a strip under a key."""
        return key in self._kept

    def forget_old(self) -> None:
        """Every row has been painted anew."""
        self._old.clear()

    def kept(self, key: Hashable, width: int, height: int, ratio: float) -> Strip:
        """The strip under a key, or a new one of this size."""
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return Strip(known, False)
        size = max(1, round(width * ratio)), max(1, round(height * ratio)), ratio
        self._held += size[0] * size[1] * DEPTH
        while self._kept and self._held > self._most:
            self._free_oldest()
        spare = self._free.get(size)
        if spare:
            pixmap = spare.pop()
        else:
            pixmap = QPixmap(size[0], size[1])
            pixmap.setDevicePixelRatio(ratio)
        self._kept[key] = pixmap
        return Strip(pixmap, True)

    def _free_oldest(self) -> None:
        _, pixmap = self._kept.popitem(last=False)
        self._held -= pixmap.width() * pixmap.height() * DEPTH
        size = pixmap.width(), pixmap.height(), pixmap.devicePixelRatio()
        spare = self._free.setdefault(size, [])
        if len(spare) < SPARE:
            spare.append(pixmap)

    def ground(self, kit: Kit, layout: Layout, window: Window) -> QPixmap:
        """The ground between the window's sides: alike all the way down, so a low tile is enough."""
        strip = self.kept(("ground", window.left, window.width), window.width, GROUND_HEIGHT, kit.ratio)
        if strip.new:
            painter = QPainter(strip.pixmap)
            painter.translate(-window.left, 0)
            paint_ground(painter, kit, layout, Window(window.left, 0, window.width, GROUND_HEIGHT))
            painter.end()
        return strip.pixmap

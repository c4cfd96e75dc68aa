"""A zoom in two steps: rows for which a frame has no time are last frame's picture, stretched, until the next frame."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from resource_centre.ui.timeline.axis import Axis
from resource_centre.ui.timeline.geometry import Band
from resource_centre.ui.timeline.kit import Window

BUDGET = 0.005  # seconds of a frame (a sixtieth of a second) that rows may take


@dataclass(frozen=True)
class Old:
    """The picture of a row as it was at another zoom: with its axis, and the content pixel of its left side."""

    pixmap: QPixmap
    axis: Axis
    left: int


class Patience:
    """How long rows have been painted in this frame, and how many. `late` once a row had to be stretched."""

    def __init__(self) -> None:
        self.late = False
        self.rows = 0
        self._start = perf_counter()

    @property
    def over(self) -> bool:
        """Whether the frame has no more time. One row is painted in any case, so that it comes to an end."""
        return self.rows > 0 and perf_counter() - self._start > BUDGET


def paint_stretched(painter: QPainter, axis: Axis, band: Band, window: Window, old: Old) -> None:
    """Paints a row from its old picture, day by day: each day of the axis is stretched evenly."""
    ratio = old.pixmap.devicePixelRatio()
    right = old.pixmap.width() / ratio
    for i in axis.spans_between(window.left, window.right):
        left, width = axis.lefts[i], axis.lefts[i + 1] - axis.lefts[i]
        was, was_width = old.axis.lefts[i] - old.left, old.axis.lefts[i + 1] - old.axis.lefts[i]
        first, last = max(was, 0.0), min(was + was_width, right)
        if last <= first or not was_width:
            continue
        scale = width / was_width
        to = QRectF(left + (first - was) * scale, band.top, (last - first) * scale, band.height)
        painter.drawPixmap(
            to, old.pixmap, QRectF(first * ratio, 0, (last - first) * ratio, band.height * ratio)
        )

"""Handles on the outline of what is selected: set-up and clear-down are pulled by them, also where there is none yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resource_centre.i18n import _
from resource_centre.ui.timeline.geometry import Band, Box, Zone
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.scene import Block

WIDTH, HEIGHT = 5.0, 14.0
REACH = 4.0  # pixels around a handle that belong to it
SPARE = 12


@dataclass(frozen=True, slots=True)
class Handle:
    """Where a handle is, in content pixels, and what it pulls: `SETUP` or `CLEARDOWN`."""

    zone: Zone
    rect: QRectF
    band: Band
    block: Block

    def holds(self, x: float, y: float) -> bool:
        """Whether a press at a point takes it."""
        return self.rect.adjusted(-REACH, -REACH, REACH, REACH).contains(x, y) and self._outside(x)

    def _outside(self, x: float) -> bool:
        """Its inner side is left to the edge of the body, by which the time itself is changed."""
        middle = self.rect.center().x()
        return x <= middle + WIDTH / 2 if self.zone is Zone.SETUP else x >= middle - WIDTH / 2


def handles_of(layout: Layout, activity: int | None, window: Window) -> list[Handle]:
    """Two for each row in sight that an activity holds; none at an end that is out of sight or where another begins."""
    found: list[Handle] = []
    for key in layout.rows_of(activity):
        band = layout.bands.by_key.get(key)
        if band is None or band.top > window.bottom or band.top + band.height < window.top:
            continue
        boxes = layout.boxes(band)
        own = [box for box in boxes if box.block.activity == activity and box.block.holds]
        others = [box for box in boxes if box.block.activity != activity and box.block.holds]
        for handle in (made for box in own for made in _of_box(band, box)):
            if not any(_meet(handle.rect, box) for box in others):
                found.append(handle)
    return found


def _meet(rect: QRectF, box: Box) -> bool:
    return box.occupied_left < rect.right() and rect.left() < box.occupied_right


def _of_box(band: Band, box: Box) -> list[Handle]:
    tall = min(HEIGHT, band.block_height - SPARE / 2)
    top = band.block_top + (band.block_height - tall) / 2
    found = []
    if not box.opens_left:
        left = QRectF(round(box.occupied_left) - WIDTH, top, WIDTH, tall)
        found.append(Handle(Zone.SETUP, left, band, box.block))
    if not box.opens_right and box.tail <= box.right:
        right = QRectF(round(max(box.occupied_right, box.left + 6)), top, WIDTH, tall)
        found.append(Handle(Zone.CLEARDOWN, right, band, box.block))
    return found


def paint_handles(painter: QPainter, kit: Kit, handles: Iterable[Handle]) -> None:
    """Small accent grips on the outline."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(kit.inks.surface, 1))
    painter.setBrush(kit.inks.accent)
    for handle in handles:
        painter.drawRoundedRect(handle.rect.adjusted(-0.5, -0.5, 0.5, 0.5), 2.5, 2.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def buffer_in_words(block: Block, zone: Zone) -> str:
    """What the tooltip says at the edge of set-up or clear-down."""
    setup = zone is Zone.SETUP
    length = block.start - block.occupied_start if setup else block.occupied_end - block.end
    minutes = round(length.total_seconds() / 60)
    if setup:
        return _("Set-up: {minutes} min. Pull to change it.").format(minutes=minutes)
    return _("Clear-down: {minutes} min. Pull to change it.").format(minutes=minutes)

"""Paints the body of the timeline, in this order: ground, group rows, away and out of order, selection,
blocks, overdue tails, labels, landing spots, ghost, now, card. Only what is in sight costs anything."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resource_centre.i18n import _
from resource_centre.ui.timeline.geometry import Band, Box
from resource_centre.ui.timeline.hatches import rounded
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.overlays import paint_back, paint_ghosts, paint_landings
from resource_centre.ui.timeline.rows import (
    has_blocks,
    paint_group,
    paint_row_line,
    paint_shade_words,
    paint_shades,
    paint_summed,
)
from resource_centre.ui.timeline.scene import Block, BlockState, Overlay, RowKind
from resource_centre.ui.timeline.stretching import Patience, paint_stretched
from resource_centre.ui.timeline.strips import Strips

LABELS_FROM = 8.0
LEAST_LABEL = 14
LABEL_INSET = 7
ORIGIN = 0.35


def paint_body(
    painter: QPainter, kit: Kit, layout: Layout, overlay: Overlay, window: Window, strips: Strips
) -> bool:
    """Paints what is in sight; the painter is already moved so that content pixels are its own.

    False when the frame had no time for some rows: then they are stretched, and have to be painted again.
    """
    bands = layout.bands.between(window.top, window.bottom)
    view = (window.left, window.width)
    if window.bottom > layout.bands.height:
        top = max(window.top, layout.bands.height)
        rest = Window(window.left, top, window.width, window.bottom - top)
        ground = strips.ground(kit, layout, window)
        painter.drawTiledPixmap(rest.rect, ground, QPoint(0, top % ground.height()))
    patience = Patience()
    for band in bands:
        key = (band.row.key, band.top, view, outlined(layout, overlay, band))
        old = strips.old(band.row.key)
        if old is not None and patience.over and not strips.has(key):
            patience.late = True
            paint_stretched(painter, layout.axis, band, window, old, strips.ground(kit, layout, window))
            continue
        strip = strips.kept(key, window.width, band.height, kit.ratio)
        if strip.new:
            patience.rows += 1
            inside = QPainter(strip.pixmap)
            inside.translate(-window.left, -band.top)
            _paint_row(inside, kit, layout, overlay, band, window, strips)
            inside.end()
        painter.drawPixmap(window.left, band.top, strip.pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_landings(painter, kit, layout, overlay)
    paint_ghosts(painter, kit, layout, overlay)
    paint_back(painter, kit, layout, overlay)
    if not patience.late:
        strips.forget_old()
    return not patience.late


def outlined(layout: Layout, overlay: Overlay, band: Band) -> tuple[int | None, int | None, frozenset[int]]:
    """What of the overlay shows on a row: a strip is painted again when this changes."""
    key, activities = band.row.key, layout.prepared.activities

    def here(activity: int | None) -> int | None:
        return activity if activity is not None and key in activities.get(activity, ()) else None

    return (
        here(overlay.selected),
        here(overlay.origin),
        frozenset(a for a in overlay.holders if here(a) is not None),
    )


def _paint_row(
    painter: QPainter, kit: Kit, layout: Layout, overlay: Overlay, band: Band, window: Window, strips: Strips
) -> None:
    ground = strips.ground(kit, layout, window)
    place = QRect(window.left, band.top, window.width, band.height)
    painter.drawTiledPixmap(place, ground, QPoint(0, band.top % ground.height()))
    if band.row.kind is RowKind.GROUP:
        paint_group(painter, kit, layout, band, window)
    shaded = band.row.key in layout.shades
    if shaded:
        paint_shades(painter, kit, layout, band, window)
    paint_row_line(painter, kit, band, window)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if band.row.kind is RowKind.MORE:
        paint_summed(painter, kit, layout, band)
    if not has_blocks(band):
        return
    boxes = in_sight(layout, band, window)
    _outlines(painter, kit, band, boxes, overlay)
    _blocks(painter, kit, band, boxes, layout.scene.now, overlay)
    _tails(painter, kit, band, boxes)
    if shaded:
        paint_shade_words(painter, kit, layout, band, window)
    if layout.axis.zoom >= LABELS_FROM:
        _labels(painter, kit, band, boxes, window, overlay.origin)


def paint_now_line(painter: QPainter, kit: Kit, layout: Layout, window: Window) -> None:
    """The line at the present instant, if its day is in sight."""
    x = now_x(layout)
    if x is not None:
        painter.fillRect(round(x) - 1, window.top, 2, window.height, kit.inks.now)


def now_x(layout: Layout) -> float | None:
    """Where now is, or None when the period does not hold it or the hour is folded away."""
    now = layout.scene.now.timestamp()
    inside = any(span.start <= now <= span.end for span in layout.axis.spans)
    return layout.axis.x(now) if inside else None


def in_sight(layout: Layout, band: Band, window: Window) -> list[Box]:
    """The blocks of a row of which something is between the window's sides."""
    left, right = window.left - 4, window.right + 4
    return [box for box in layout.boxes(band) if box.occupied_left <= right and box.reach >= left]


def state_at(block: Block, now: datetime) -> BlockState:
    """How a block is drawn now: what has ended is past."""
    if block.state is BlockState.CONFIRMED and block.end <= now:
        return BlockState.PAST
    return block.state


def _outlines(painter: QPainter, kit: Kit, band: Band, boxes: list[Box], overlay: Overlay) -> None:
    if overlay.selected is None and not overlay.holders:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in boxes:
        activity = box.block.activity
        if activity in overlay.holders:
            colour = kit.inks.danger
        elif activity == overlay.selected:
            colour = kit.inks.accent
        else:
            continue
        if not box.block.holds:
            continue
        painter.setPen(QPen(colour, 2))
        left, right = round(box.occupied_left), round(max(box.occupied_right, box.tail))
        rect = QRectF(left - 1, band.block_top - 1, max(6, right - left) + 1, band.block_height + 2)
        painter.drawRoundedRect(rect, 5, 5)


def _blocks(
    painter: QPainter, kit: Kit, band: Band, boxes: list[Box], now: datetime, overlay: Overlay
) -> None:
    paint, y, height = kit.stamps.paint, band.block_top, band.block_height
    for box in boxes:
        block = box.block
        x, left, right = round(box.occupied_left), round(box.left), round(box.right)
        if right - left < 3 and box.opens_left:
            continue
        before, body, after = left - x, max(2, right - left - 1), max(0, round(box.occupied_right) - right)
        ends = box.opens_left + 2 * box.opens_right
        faint = block.activity == overlay.origin
        if faint:
            painter.setOpacity(ORIGIN)
        paint(painter, x, y, block.kind, state_at(block, now), before, body, after, height, ends)
        if faint:
            painter.setOpacity(1.0)


def _tails(painter: QPainter, kit: Kit, band: Band, boxes: list[Box]) -> None:
    for box in boxes:
        if box.tail - box.right < 2:
            continue
        rect = QRectF(
            round(box.right) - 1, band.block_top, round(box.tail) - round(box.right), band.block_height
        )
        path = rounded(rect.adjusted(0.5, 0.5, -0.5, -0.5), 0, 4)
        painter.fillPath(path, kit.inks.danger_soft)
        painter.strokePath(path, QPen(kit.inks.danger, 1))
        _tail_word(painter, kit, rect)


def _tail_word(painter: QPainter, kit: Kit, rect: QRectF) -> None:
    text = _("Overdue")
    if kit.fonts.label.metrics.horizontalAdvance(text) + 10 <= rect.width():
        painter.setFont(kit.fonts.label.font)
        painter.setPen(kit.inks.danger)
        painter.drawText(round(rect.left()) + 6, round(rect.center().y()) + 4, text)
    elif rect.width() >= 18:
        picture = kit.picture("clock-alert", 14, kit.inks.danger)
        painter.drawPixmap(round(rect.center().x()) - 7, round(rect.center().y()) - 7, picture)


def _labels(
    painter: QPainter, kit: Kit, band: Band, boxes: list[Box], window: Window, origin: int | None
) -> None:
    metrics = kit.fonts.label.metrics
    pitch, ascent = round(metrics.height()), round(metrics.capHeight())
    height = band.block_height
    most = 2 if height >= 2 * pitch + 4 else 1
    baseline = band.block_top + (4 + ascent if most == 2 else (height + ascent) // 2)
    first = baseline - round(metrics.ascent())
    painter.setFont(kit.fonts.label.font)
    draw, lines_of, shaped, pen = painter.drawStaticText, kit.labels.lines, kit.labels.shaped, None
    for box in boxes:
        left = round(box.left) + LABEL_INSET
        if left < window.left + 4 and box.right > window.left + 40:
            left = window.left + 4
        end = box.right - 2 if box.tail > box.right + 2 else box.label_end
        room = int(end) - left
        if room < LEAST_LABEL:
            continue
        on = kit.inks.kinds[box.block.kind].on
        if on is not pen:
            painter.setPen(on)
            pen = on
        y = first
        if origin is not None:
            painter.setOpacity(ORIGIN if box.block.activity == origin else 1.0)
        for line in lines_of(box.block.title, room, most):
            draw(left, y, shaped(line))
            y += pitch

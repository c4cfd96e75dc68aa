"""Paints the body of the timeline, in this order: ground, group rows, away and out of order, selection,
blocks, overdue tails, labels, landing spots, ghost, now, card. Only what is in sight costs anything."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resource_centre.i18n import _
from resource_centre.ui.timeline.geometry import Band, Box
from resource_centre.ui.timeline.hatches import CAP, CORNER, STRIP, TILE, WIDE, Ends, rounded
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.overlays import paint_back, paint_ghosts, paint_landings
from resource_centre.ui.timeline.ready import Lettering, Piece, lines_in, ready_row
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
from resource_centre.ui.timeline.strips import Strips, paint_ground_under

ORIGIN = 0.35


def paint_body(
    painter: QPainter, kit: Kit, layout: Layout, overlay: Overlay, window: Window, strips: Strips
) -> bool:
    """Paints what is in sight; the painter is already moved so that content pixels are its own.

    False when the frame had no time for some rows: then they are stretched, and have to be painted again.
    """
    bands = layout.bands.between(window.top, window.bottom)
    view = (window.left, window.width)
    strips.make_room(window.width, window.height, kit.ratio)
    if window.bottom > layout.bands.height:
        top = max(window.top, layout.bands.height)
        rest = Window(window.left, top, window.width, window.bottom - top)
        ground = strips.ground(kit, layout, window)
        painter.drawTiledPixmap(rest.rect, ground, QPoint(0, top % TILE))
    patience = Patience()
    for band in bands:
        key = (band.row.key, band.top, view, outlined(layout, overlay, band))
        old = strips.old(band.row.key)
        if old is not None and patience.over and not strips.has(key):
            patience.late = True
            paint_ground_under(painter, kit, band, window, strips.ground(kit, layout, window))
            paint_stretched(painter, layout.axis, band, window, old)
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
    paint_ground_under(painter, kit, band, window, strips.ground(kit, layout, window))
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
    ready = ready_row(layout, band, window, kit.labels)
    _outlines(painter, kit, band, ready.boxes, overlay)
    _blocks(painter, kit, band, ready.pieces, overlay.origin)
    if band.row.key in layout.prepared.late:
        _tails(painter, kit, band, ready.boxes)
    if shaded:
        paint_shade_words(painter, kit, layout, band, window)
    _labels(painter, kit, band, ready.letterings, overlay.origin)


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


def _blocks(painter: QPainter, kit: Kit, band: Band, pieces: list[Piece], origin: int | None) -> None:
    stamps, y, height = kit.stamps, band.block_top, band.block_height
    draw, ratio, ready = painter.drawPixmap, kit.ratio, stamps.ends
    tall, strip = round(height * ratio), round(STRIP * ratio)
    known: dict[str, Ends | None] = {}
    for activity, look, kind, state, x, before, body, after, cut in pieces:
        if look in known:
            ends = known[look]
        else:
            ends = known[look] = ready(kind, state, height)
        narrow = CAP < body <= WIDE and before <= STRIP and after <= STRIP
        if ends is not None and narrow and not cut and activity != origin:  # most of them: two copies
            wide, rest = before + body - CORNER, CORNER + after
            skipped = strip - round(before * ratio)
            draw(x, y, wide, height, ends.left, skipped, 0, round(wide * ratio), tall)
            draw(x + wide, y, rest, height, ends.right, 0, 0, round(rest * ratio), tall)
            continue
        if activity == origin:
            painter.setOpacity(ORIGIN)
        stamps.paint(painter, x, y, kind, state, before, body, after, height, cut)
        if activity == origin:
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


def _labels(painter: QPainter, kit: Kit, band: Band, letterings: list[Lettering], origin: int | None) -> None:
    labels, kinds, height = kit.labels, kit.inks.kinds, band.block_height
    most = lines_in(band, labels)
    first = band.block_top + (4 + labels.tall if most == 2 else (height + labels.tall) // 2)
    painter.setFont(labels.font)
    draw, shaped, shape, pitch = painter.drawStaticText, labels.shaped.get, labels.shape, labels.pitch
    rise, pen = labels.rise, None
    for activity, kind, left, lines in letterings:
        if kind is not pen:
            pen = kind
            painter.setPen(kinds[kind].on)
        if origin is not None:
            painter.setOpacity(ORIGIN if activity == origin else 1.0)
        y = first
        for line in lines:
            ready = shaped(line) or shape(line)
            if ready is None:
                painter.drawText(QPointF(left, y + labels.sink), line)
            else:
                draw(left, y - rise, ready)
            y += pitch

"""What lies on one row under its blocks: group rows with their step chart, away times, outages."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resource_centre.i18n import _
from resource_centre.ui.timeline.geometry import Band
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.scene import FreeStep, RowKind, Shade, ShadeKind


def paint_row_line(painter: QPainter, kit: Kit, band: Band, window: Window) -> None:
    """The line under a row."""
    painter.fillRect(window.left, band.top + band.height - 1, window.width, 1, kit.inks.line)


def paint_group(painter: QPainter, kit: Kit, layout: Layout, band: Band, window: Window) -> None:
    """A group row: page colour, how many are free, and on the first one why the centre is closed."""
    painter.fillRect(window.left, band.top, window.width, band.height - 1, kit.inks.page)
    for step in band.row.steps:
        if band.row.total:
            _step(painter, kit, layout, band, step, window)
    if band.top == 0:
        for shade in layout.shades.get(None, ()):
            if shade.kind is ShadeKind.CLOSURE and shade.text:
                _closure_words(painter, kit, layout, band, shade, window)


def _step(painter: QPainter, kit: Kit, layout: Layout, band: Band, step: FreeStep, window: Window) -> None:
    axis, inks = layout.axis, kit.inks
    first, last = step.start.timestamp(), step.end.timestamp()
    for i in axis.spans_between(window.left, window.right):
        span = axis.spans[i]
        opens = span.opens or ((span.start, span.end),)
        start, end = max(first, opens[0][0]), min(last, opens[-1][1])
        if end <= start:
            continue
        left, right = round(axis.x(start)), round(axis.x(end)) - 1
        base = band.top + band.height - 1
        if step.free <= 0:
            painter.fillRect(left, band.top + 8, right - left, base - band.top - 8, inks.warn_soft)
        elif step.free < band.row.total:
            taken = 1 - step.free / max(band.row.total, 1)
            tall = max(2, round(taken * (band.height - 11)))
            painter.fillRect(left, base - tall, right - left, tall, inks.step)
        if axis.zoom >= 8:
            _count(painter, kit, band, step.free, left, right, step.free < band.row.total)


def _count(painter: QPainter, kit: Kit, band: Band, free: int, left: int, right: int, some: bool) -> None:
    labels, room = kit.seconds, right - left
    words = _("{count} free").format(count=free)
    text = next((text for text in (words, str(free)) if labels.width(text) + 4 <= room), "")
    if text:
        painter.setFont(labels.font)
        painter.setPen(kit.inks.warn if free <= 0 else kit.inks.text2 if some else kit.inks.text3)
        labels.draw(painter, round(left + (room - labels.width(text)) / 2), band.top + 18, text)


def _closure_words(
    painter: QPainter, kit: Kit, layout: Layout, band: Band, shade: Shade, window: Window
) -> None:
    left, right = layout.axis.x(shade.start.timestamp()), layout.axis.x(shade.end.timestamp())
    if right <= window.left or left >= window.right:
        return
    width = kit.fonts.caption.metrics.horizontalAdvance(shade.text) + 18
    at = left + 8 if right - left >= width + 16 else right - 8 - width
    at = min(max(at, window.left + 4), max(window.left + 4.0, window.right - width - 4))
    painter.fillRect(QRectF(at - 2, band.top + 3, width + 4, band.height - 7), kit.inks.page)
    painter.drawPixmap(round(at), band.top + 7, kit.picture("lock", 14, kit.inks.text2))
    painter.setFont(kit.fonts.caption.font)
    painter.setPen(kit.inks.text2)
    painter.drawText(round(at) + 18, band.top + 18, shade.text)


def paint_shades(painter: QPainter, kit: Kit, layout: Layout, band: Band, window: Window) -> None:
    """Away and closed times of one row, flat; out of order, crosshatched."""
    for shade in layout.shades.get(band.row.key, ()):
        left, right = (
            round(layout.axis.x(shade.start.timestamp())),
            round(layout.axis.x(shade.end.timestamp())),
        )
        left, right = max(left, window.left - 8), min(right, window.right + 8)
        if right <= left:
            continue
        if shade.kind is ShadeKind.OUTAGE:
            _outage(painter, kit, band, shade, left, right)
        else:
            painter.fillRect(left, band.top, right - left, band.height - 1, kit.inks.closed)


def paint_shade_words(painter: QPainter, kit: Kit, layout: Layout, band: Band, window: Window) -> None:
    """The words in away times and outages, where they fit."""
    for shade in layout.shades.get(band.row.key, ()):
        if not shade.text or layout.axis.zoom < 8:
            continue
        left, right = layout.axis.x(shade.start.timestamp()), layout.axis.x(shade.end.timestamp())
        left, right = max(left, window.left), min(right, window.right)
        outage = shade.kind is ShadeKind.OUTAGE
        room = int(right - left) - (44 if outage else 14)
        if room < 14:
            continue
        text = kit.captions.lines(shade.text, room)[0]
        baseline = band.top + band.height // 2 + 4
        painter.setFont(kit.fonts.caption.font)
        painter.setPen(kit.inks.text2 if outage else kit.inks.text3)
        if outage:
            width = kit.fonts.caption.metrics.horizontalAdvance(text)
            painter.fillRect(QRectF(left + 8, band.top + 4, width + 30, band.height - 9), kit.inks.surface)
            picture = kit.picture("wrench", 13, kit.inks.text3)
            painter.drawPixmap(round(left) + 14, band.top + band.height // 2 - 7, picture)
            painter.drawText(round(left) + 32, baseline, text)
        else:
            painter.drawText(round(left) + 8, baseline, text)


def _outage(painter: QPainter, kit: Kit, band: Band, shade: Shade, left: int, right: int) -> None:
    rect = QRect(left, band.block_top, right - left, band.block_height)
    painter.fillRect(rect, kit.inks.closed)
    painter.drawTiledPixmap(rect, kit.stamps.tile(kit.inks.hatch, 8, crossed=True))
    painter.setPen(QPen(kit.inks.line2, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def paint_summed(painter: QPainter, kit: Kit, layout: Layout, band: Band) -> None:
    """Where units of a `MORE` row are held: thin bars."""
    painter.setPen(Qt.PenStyle.NoPen)
    drawn: set[tuple[int, int]] = set()
    for box in layout.boxes(band):
        left, right = round(box.occupied_left), round(box.occupied_right)
        if (left, right) in drawn or not box.block.holds:
            continue
        drawn.add((left, right))
        painter.setBrush(kit.inks.kinds[box.block.kind].past_bar)
        painter.drawRoundedRect(QRectF(left, band.top + band.height / 2 - 3, max(3, right - left), 6), 3, 3)


def has_blocks(band: Band) -> bool:
    """Whether blocks are drawn on the row."""
    return band.row.kind not in (RowKind.GROUP, RowKind.MORE)

"""The ground under the blocks: surface, today, hour and day lines, closed hours, closures."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QLine, QRect
from PySide6.QtGui import QPainter, QPen

from resource_centre.ui.timeline.axis import Axis
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.scene import ShadeKind


def paint_ground(painter: QPainter, kit: Kit, layout: Layout, window: Window) -> None:
    """Everything that is the same on every row."""
    axis, inks = layout.axis, kit.inks
    painter.fillRect(window.rect, inks.surface)
    today = today_of(axis, layout.scene.now)
    if today is not None:
        left = round(axis.lefts[today])
        painter.fillRect(left, window.top, round(axis.lefts[today + 1]) - left, window.height, inks.tint)
    _lines(painter, kit, axis, window)
    for i in axis.spans_between(window.left, window.right):
        _closed(painter, kit, axis, i, window)
    for shade in layout.shades.get(None, ()):
        if shade.kind is ShadeKind.CLOSURE:
            left, right = round(axis.x(shade.start.timestamp())), round(axis.x(shade.end.timestamp()))
            _hatched(painter, kit, left, right, window)
    painter.setPen(QPen(inks.line2, 0))
    painter.drawLines(_day_lines(axis, window))


def today_of(axis: Axis, now: datetime) -> int | None:
    """The index of today among the days of the axis."""
    day = now.astimezone(axis.zone).date()
    return next((i for i, span in enumerate(axis.spans) if span.day == day), None)


def _lines(painter: QPainter, kit: Kit, axis: Axis, window: Window) -> None:
    if axis.zoom < 2.5:
        return
    step = axis.hour_step()
    strong, faint = [], []
    for i in axis.spans_between(window.left, window.right):
        marked = {instant for instant, _ in axis.hours(i, step)}
        for instant, _ in axis.hours(i):
            x = round(axis.x(instant))
            line = QLine(x, window.top, x, window.bottom)
            if instant in marked:
                strong.append(line)
            elif axis.zoom >= 6:
                faint.append(line)
    painter.setPen(QPen(kit.inks.faint, 0))
    painter.drawLines(faint)
    painter.setPen(QPen(kit.inks.line, 0))
    painter.drawLines(strong)


def _closed(painter: QPainter, kit: Kit, axis: Axis, i: int, window: Window) -> None:
    span = axis.spans[i]
    left, right = round(axis.lefts[i]), round(axis.lefts[i + 1])
    if not span.opens:
        _hatched(painter, kit, left, right, window)
        return
    edge = left
    for start, end in span.opens:
        painter.fillRect(edge, window.top, round(axis.x(start)) - edge, window.height, kit.inks.closed)
        edge = round(axis.x(end))
    painter.fillRect(edge, window.top, right - edge, window.height, kit.inks.closed)


def _hatched(painter: QPainter, kit: Kit, left: int, right: int, window: Window) -> None:
    left, right = max(left, window.left), min(right, window.right)
    if right <= left:
        return
    rect = QRect(left, window.top, right - left, window.height)
    painter.fillRect(rect, kit.inks.closed)
    tile = kit.stamps.tile(kit.inks.hatch, 8)
    painter.drawTiledPixmap(rect, tile, rect.topLeft())


def _day_lines(axis: Axis, window: Window) -> list[QLine]:
    return [
        QLine(round(axis.lefts[i]), window.top, round(axis.lefts[i]), window.bottom)
        for i in axis.spans_between(window.left, window.right)
    ]

"""The frozen header: days above, hours below, today and now marked, closures as bars."""

from __future__ import annotations

from PySide6.QtCore import QLine, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resource_centre.ui.timeline.axis import Axis
from resource_centre.ui.timeline.ground import today_of
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.painter import now_x
from resource_centre.ui.timeline.scene import ShadeKind

HEIGHT = 42
HOURS_FROM = 5.0


def paint_header(painter: QPainter, kit: Kit, layout: Layout, window: Window) -> None:
    """Paints the header over `window` (its top is 0); the painter is moved sideways only."""
    axis, inks = layout.axis, kit.inks
    painter.fillRect(window.left, 0, window.width, HEIGHT, inks.surface)
    today = today_of(axis, layout.scene.now)
    at_now = now_x(layout)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(inks.line2, 0))
    seen = axis.spans_between(window.left, window.right)
    tall = 24 if axis.zoom >= 2.5 else HEIGHT
    painter.drawLines([QLine(round(axis.lefts[i]), 0, round(axis.lefts[i]), tall) for i in seen])
    painter.drawLine(window.left, HEIGHT - 1, window.right, HEIGHT - 1)
    for shade in layout.shades.get(None, ()):
        if shade.kind is ShadeKind.CLOSURE:
            left, right = round(axis.x(shade.start.timestamp())), round(axis.x(shade.end.timestamp()))
            painter.fillRect(left, HEIGHT - 4, right - left, 4, inks.closure_mark)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for i in seen:
        _day(painter, kit, axis, i, i == today, window.left)
        _hours(painter, kit, axis, i, at_now)
    if at_now is not None:
        _now_pill(painter, kit, layout, at_now)


def _day(painter: QPainter, kit: Kit, axis: Axis, i: int, is_today: bool, seen_from: int) -> None:
    """The name of a day; while its beginning is out of sight, it stays at the side as long as there is room."""
    span, left, right = axis.spans[i], round(axis.lefts[i]), axis.lefts[i + 1]
    metrics = kit.fonts.heading.metrics
    if left < seen_from:
        left = min(seen_from, max(left, round(right - metrics.horizontalAdvance(span.label) - 16)))
    if span.folded or axis.zoom < HOURS_FROM or metrics.horizontalAdvance(span.label) > right - left - 12:
        _small_day(painter, kit, axis, i, is_today)
        return
    painter.setFont(kit.fonts.heading.font)
    if is_today:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kit.inks.accent)
        painter.drawRoundedRect(QRectF(left + 4, 3, metrics.horizontalAdvance(span.label) + 12, 19), 4, 4)
        painter.setPen(kit.inks.on_accent)
        painter.drawText(left + 10, 17, span.label)
    else:
        painter.setPen(kit.inks.text)
        painter.drawText(left + 8, 17, span.label)


def _small_day(painter: QPainter, kit: Kit, axis: Axis, i: int, is_today: bool) -> None:
    """A folded day, or one of a month: its number, and its weekday below where no hours stand."""
    span, left, room = axis.spans[i], round(axis.lefts[i]), axis.lefts[i + 1] - axis.lefts[i]
    month, number = axis.zoom < HOURS_FROM, str(span.day.day)
    said = (number,) if month else (span.short, number)
    words = next((each for each in said if _fits(kit, each, room)), "")
    painter.setFont(kit.fonts.hour.font)
    if is_today and words:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kit.inks.accent)
        width = kit.fonts.hour.metrics.horizontalAdvance(words) + 6
        painter.drawRoundedRect(QRectF(left + 1, 4, width, 16), 4, 4)
    open_ink = kit.inks.on_accent if is_today else kit.inks.text
    painter.setPen(open_ink if is_today or not span.folded else kit.inks.text3)
    painter.drawText(left + 4, 16, words)
    if month and not is_today and _fits(kit, span.short, room):
        painter.setPen(kit.inks.text3)
        painter.drawText(left + 4, 34, span.short)


def _fits(kit: Kit, text: str, room: float) -> bool:
    return kit.hours.width(text) <= room - 5


def _hours(painter: QPainter, kit: Kit, axis: Axis, i: int, at_now: float | None) -> None:
    if axis.zoom < HOURS_FROM:
        return
    words = kit.hours
    room = words.width("00") + 16
    painter.setFont(words.font)
    painter.setPen(kit.inks.text3)
    whole = axis.zoom >= 44
    for instant, hour in axis.hours(i, axis.hour_step(62 if whole else room)):
        x = axis.x(instant)
        text = f"{hour:02d}:00" if whole else f"{hour:02d}"
        half = words.width(text) / 2
        if x + half > axis.lefts[i + 1] - 2 and i + 1 < len(axis.spans):
            continue
        if at_now is not None and abs(x - at_now) < half + 24:
            continue
        words.draw(painter, max(x - half, axis.lefts[0] + 2), 36, text)


def _now_pill(painter: QPainter, kit: Kit, layout: Layout, x: float) -> None:
    text = layout.scene.now.astimezone(layout.axis.zone).strftime("%H:%M")
    width = kit.fonts.pill.metrics.horizontalAdvance(text) + 10
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(kit.inks.now)
    painter.drawRoundedRect(QRectF(round(x - width / 2), 25, round(width), 14), 3, 3)
    painter.setFont(kit.fonts.pill.font)
    painter.setPen(kit.inks.on_now)
    painter.drawText(round(x - width / 2) + 5, 36, text)

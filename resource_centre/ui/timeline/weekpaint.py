"""Paints a week of columns."""

from __future__ import annotations

from PySide6.QtCore import QLine, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resource_centre.ui.timeline.drag import SNAP
from resource_centre.ui.timeline.hatches import rounded
from resource_centre.ui.timeline.inks import mixed
from resource_centre.ui.timeline.kit import Kit
from resource_centre.ui.timeline.labels import Labels
from resource_centre.ui.timeline.scene import BlockState
from resource_centre.ui.timeline.week import Grid, Stroke, Week, WeekBlock, WeekDay

HEADER = 34
HOURS = 56
LINE = 14


def paint_week(
    painter: QPainter,
    kit: Kit,
    week: Week,
    grid: Grid,
    cursor: tuple[int, int] | None,
    drawn: Stroke | None = None,
) -> None:
    """Columns, hours, available times, blocks, and the cell the keyboard is on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _hours(painter, kit, grid)
    for i, day in enumerate(week.days):
        _day(painter, kit, grid, i, day)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(mixed(kit.inks.line2, kit.inks.closed, 0.35), 0))
    for minute in range(grid.first, grid.last + 1, 120):
        y = round(grid.y(minute))
        painter.drawLines(
            [QLine(round(a), y, round(b), y) for a, b in (grid.column(i) for i in range(grid.days))]
        )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for i, day in enumerate(week.days):
        _available(painter, kit, grid, i, day)
        for block in week.blocks:
            if block.day == day.day:
                _block(painter, kit, grid, i, block)
    if drawn is not None:
        _drawn(painter, kit, grid, drawn)
    if cursor is not None and cursor[0] < grid.days:
        left, right = grid.column(cursor[0])
        painter.setPen(QPen(kit.inks.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top, bottom = grid.y(cursor[1]), grid.y(cursor[1] + SNAP)
        painter.drawRoundedRect(QRectF(left + 1, top + 1, right - left - 2, bottom - top - 2), 3, 3)


def _drawn(painter: QPainter, kit: Kit, grid: Grid, stroke: Stroke) -> None:
    """A time that is being asked for, with its beginning."""
    (left, right), (start, end) = grid.column(stroke.day), stroke.span
    rect = QRectF(left + 3, grid.y(start) + 1, right - left - 6, grid.y(end) - grid.y(start) - 2)
    painter.setPen(QPen(kit.inks.accent, 2))
    painter.setBrush(kit.inks.soft)
    painter.drawRoundedRect(rect, 4, 4)
    face = kit.fonts.label
    painter.setFont(face.font)
    painter.setPen(kit.inks.text)
    painter.drawText(QPointF(left + 9, grid.y(start) + 14), f"{start // 60:02d}:{start % 60:02d}")


def _hours(painter: QPainter, kit: Kit, grid: Grid) -> None:
    face = kit.fonts.second
    painter.setFont(face.font)
    painter.setPen(kit.inks.text3)
    for minute in range(grid.first, grid.last + 1, 120):
        text = f"{minute // 60:02d}:{minute % 60:02d}"
        x = HOURS - 12 - face.metrics.horizontalAdvance(text)
        painter.drawText(QPointF(x, grid.y(minute) + 4), text)


def _day(painter: QPainter, kit: Kit, grid: Grid, i: int, day: WeekDay) -> None:
    left, right = grid.column(i)
    place = QRect(round(left), round(grid.top), round(right - left), round(grid.height))
    painter.fillRect(place, kit.inks.closed)
    face = kit.fonts.strong if day.today else kit.fonts.caption
    painter.setFont(face.font)
    painter.setPen(kit.inks.text if day.today else kit.inks.text2)
    x = (left + right - face.metrics.horizontalAdvance(day.label)) / 2
    painter.drawText(QPointF(max(left, x), grid.top - 12), day.label)
    if day.blocked:
        painter.drawTiledPixmap(place, kit.stamps.tile(kit.inks.hatch, 12))
        text = kit.captions.lines(day.blocked, max(14, place.width() - 10))[0]
        painter.setFont(kit.fonts.second.font)
        painter.setPen(kit.inks.text2)
        middle = (left + right - kit.fonts.second.metrics.horizontalAdvance(text)) / 2
        painter.drawText(QPointF(middle, grid.top + 20), text)


def _available(painter: QPainter, kit: Kit, grid: Grid, i: int, day: WeekDay) -> None:
    left, right = grid.column(i)
    painter.setPen(QPen(mixed(kit.inks.ok, kit.inks.ok_soft, 0.45), 1))
    painter.setBrush(kit.inks.ok_soft)
    for start, end in day.available:
        top, bottom = grid.y(max(start, grid.first)), grid.y(min(end, grid.last))
        if bottom > top:
            rect = QRectF(left, round(top), right - left, round(bottom) - round(top))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def _block(painter: QPainter, kit: Kit, grid: Grid, i: int, block: WeekBlock) -> None:
    left, right = grid.column(i)
    top, bottom = grid.y(max(block.start, grid.first)), grid.y(min(block.end, grid.last))
    rect = QRectF(left + 4, round(top) + 0.0, right - left - 7, round(bottom) - round(top))
    ink = kit.inks.kinds[block.kind]
    past = block.state is BlockState.PAST
    if block.state in (BlockState.INVITED, BlockState.PENDING):
        pen = QPen(ink.bar, 1)
        pen.setDashPattern([3.5, 2.5] if block.state is BlockState.PENDING else [2.5, 2.0])
        painter.setPen(pen)
        painter.setBrush(kit.inks.surface)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    else:
        painter.fillPath(rounded(rect, 4, 4), ink.past_bar if past else ink.bar)
        painter.fillPath(rounded(rect.adjusted(3, 0, 0, 0), 4, 4), ink.past_fill if past else ink.fill)
    _words(painter, kit, block, rect)


def _words(painter: QPainter, kit: Kit, block: WeekBlock, rect: QRectF) -> None:
    room = int(rect.width()) - 14
    lines = max(1, int((rect.height() - 6) // LINE))
    x, y = round(rect.left()) + 9, round(rect.top()) + 14
    painter.setPen(kit.inks.kinds[block.kind].on)
    painter.setFont(kit.fonts.label.font)
    titles = kit.labels.lines(block.title, room, min(lines, 3)) if room >= 14 else ()
    for line in titles:
        painter.drawText(x, y, line)
        y += LINE
    if block.detail and len(titles) < lines and room >= 14:
        painter.setFont(kit.fonts.second.font)
        elided = Labels(kit.fonts.second.font, kit.fonts.second.metrics).lines(block.detail, room)
        painter.drawText(x, y + 1, elided[0] if elided else "")

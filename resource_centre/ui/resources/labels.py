"""Draws labels with QR codes into a PDF."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from resource_centre.core.errors import BadInput
from resource_centre.exchange.labels import Placed
from resource_centre.i18n import _
from resource_centre.ui.background import Task
from resource_centre.ui.look import paper_font

DOTS = 300
MM = DOTS / 25.4
BLACK = QColor(0, 0, 0)


def draw_labels(task: Task, file: Path, labels: Sequence[Placed]) -> int:
    """Writes the PDF; answers how many pages. A half-written file is never left."""
    part = file.with_name(file.name + ".part")
    try:
        part.open("wb").close()
        pages = _write(task, part, labels)
        os.replace(part, file)
    except OSError as trouble:
        raise BadInput(
            _("The labels cannot be written to {file}: {why}. Choose another place.").format(
                file=file, why=trouble.strerror
            )
        ) from trouble
    finally:
        part.unlink(missing_ok=True)
    return pages


def _write(task: Task, part: Path, labels: Sequence[Placed]) -> int:
    writer = QPdfWriter(str(part))
    writer.setResolution(DOTS)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    writer.setTitle("Resource Centre")
    painter = QPainter(writer)
    page = 0
    try:
        for n, each in enumerate(labels):
            task.report(n, len(labels))
            if each.page != page:
                writer.newPage()
                page = each.page
            _draw(painter, each)
    finally:
        painter.end()
    return page + 1


def _draw(painter: QPainter, each: Placed) -> None:
    box = QRectF(each.x * MM, each.y * MM, each.width * MM, each.height * MM)
    pad = min(3.0, each.height * 0.1) * MM
    side = min(box.height() - 2 * pad, box.width() * 0.42)
    _code(painter, QRectF(box.left() + pad, box.center().y() - side / 2, side, side), each.label.code)
    left = box.left() + pad + side + 2 * MM
    _words(painter, QRectF(left, box.top() + pad, box.right() - left - pad, box.height() - 2 * pad), each)


def _code(painter: QPainter, square: QRectF, words: str) -> None:
    import segno

    matrix = [list(line) for line in segno.make(words, error="m", micro=False).matrix]
    cell = square.width() / (len(matrix) + 2)
    for y, line in enumerate(matrix, 1):
        for x, dark in enumerate(line, 1):
            if dark:
                at = QRectF(square.left() + x * cell, square.top() + y * cell, cell + 0.6, cell + 0.6)
                painter.fillRect(at, BLACK)


def _words(painter: QPainter, room: QRectF, each: Placed) -> None:
    small = each.height < 25
    head = _face(9 if small else 12, "strong")
    body, foot = _face(7 if small else 9), _face(6 if small else 7)
    painter.setPen(BLACK)
    device = painter.device()
    first, middle, last = (QFontMetricsF(face, device) for face in (head, body, foot))
    _line(painter, head, first, room.left(), room.top(), room.width(), each.label.code)
    _line(painter, foot, last, room.left(), room.bottom() - last.height(), room.width(), each.label.centre)
    top, left_over = room.top() + first.height(), room.height() - first.height() - last.height()
    for line in _wrapped(middle, each.label.name, room.width(), int(left_over // middle.height())):
        _line(painter, body, middle, room.left(), top, room.width(), line)
        top += middle.height()


def _face(points: float, weight: str = "regular") -> QFont:
    made = paper_font(weight)
    made.setPointSizeF(points)
    return made


def _line(
    painter: QPainter, face: QFont, metrics: QFontMetricsF, x: float, y: float, width: float, words: str
) -> None:
    painter.setFont(face)
    fitted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QPointF(x, y + metrics.ascent()), fitted)


def _wrapped(metrics: QFontMetricsF, words: str, width: float, most: int) -> list[str]:
    """Lines that fit, broken between words; what does not fit stands in the last one and is cut there."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (metrics.horizontalAdvance(longer) <= width or len(lines) >= max(most, 1)):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines[: max(most, 0)]

"""Draws labels with QR codes into a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from resource_centre.exchange.labels import Placed
from resource_centre.ui.background import Task

DOTS = 300


def draw_labels(task: Task, file: Path, labels: Sequence[Placed]) -> int:
    """Writes the PDF; answers how many pages. A half-written file is never left."""
    part = file.with_name(file.name + ".part")
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
    except BaseException:
        painter.end()
        part.unlink(missing_ok=True)
        raise
    painter.end()
    part.replace(file)
    return page + 1


def _draw(painter: QPainter, each: Placed) -> None:
    import segno

    dots = DOTS / 25.4
    box = QRectF(each.x * dots, each.y * dots, each.width * dots, each.height * dots)
    pad = 3 * dots
    side = min(box.height() - 2 * pad, box.width() * 0.42)
    matrix = [list(row) for row in segno.make(each.label.code, error="m", micro=False).matrix]
    cell = side / (len(matrix) + 2)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                at = QRectF(
                    box.left() + pad + (x + 1) * cell,
                    box.top() + (box.height() - side) / 2 + (y + 1) * cell,
                    cell + 0.6,
                    cell + 0.6,
                )
                painter.fillRect(at, QColor(0, 0, 0))
    left = box.left() + pad + side + 2 * dots
    words = QRectF(left, box.top() + pad, box.right() - left - pad, box.height() - 2 * pad)
    lines = (
        (each.label.code, 11.0, QFont.Weight.DemiBold),
        (each.label.name, 9.0, QFont.Weight.Normal),
        (each.label.centre, 7.0, QFont.Weight.Normal),
    )
    top = words.top()
    painter.setPen(QColor(0, 0, 0))
    for text, points, weight in lines:
        font = QFont("Inter")
        font.setPointSizeF(points)
        font.setWeight(weight)
        painter.setFont(font)
        room = QRectF(words.left(), top, words.width(), words.bottom() - top)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(
            Qt.TextFlag.TextWordWrap.value
        )
        used = painter.boundingRect(room, flags, text)
        painter.drawText(room, flags, text)
        top = used.bottom() + 1 * dots

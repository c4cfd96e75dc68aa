"""The timeline on paper: the whole period across, as many pages down as the rows need, always in light colours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QRect
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _
from resource_centre.ui.icons import pixmap
from resource_centre.ui.timeline import header, names
from resource_centre.ui.timeline.canvas import Canvas, paint_canvas
from resource_centre.ui.timeline.geometry import Bands
from resource_centre.ui.timeline.inks import fonts_of
from resource_centre.ui.timeline.kit import Kit, Window, kit_of
from resource_centre.ui.timeline.layout import Prepared, lay_out
from resource_centre.ui.timeline.looks import inks_of
from resource_centre.ui.timeline.scene import Folding, Overlay
from resource_centre.ui.timeline.strips import Strips
from resource_centre.ui.tokens import LIGHT

WIDTH, HEIGHT = 1280, 880
TITLE = 34
SHARPNESS = 2.0
MARGIN = 10.0


def pages_of(bands: Bands, room: int) -> list[tuple[int, int]]:
    """Where each page starts and ends, in pixels of the rows; no row is cut unless it is taller than a page."""
    pages, top = [], 0
    for band in bands.bands:
        bottom = band.top + band.height
        if bottom - top > room and band.top > top:
            pages.append((top, band.top))
            top = band.top
    return [*pages, (top, max(bands.height, top + 1))]


def write_sheets(file: Path, prepared: Prepared, folding: Folding, title: str) -> Iterator[int]:
    """Writes the PDF page by page, so that whoever asks can breathe between two; yields each page's number.

    A half-written file is never left.
    """
    part = file.with_name(file.name + ".part")
    try:
        part.open("wb").close()
        yield from _write(part, prepared, folding, title)
        os.replace(part, file)
    except OSError as trouble:
        words = _("The calendar cannot be written to {file}: {why}. Choose another place.")
        raise BadInput(words.format(file=file, why=trouble.strerror)) from trouble
    finally:
        part.unlink(missing_ok=True)


def _write(part: Path, prepared: Prepared, folding: Folding, title: str) -> Iterator[int]:
    writer = QPdfWriter(str(part))
    size, turned = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageLayout(QPageLayout(size, turned, margins, QPageLayout.Unit.Millimeter))
    writer.setTitle(title)
    kit = _kit()
    body = WIDTH - names.WIDTH
    layout = lay_out(prepared, folding, prepared.fitting_zoom(body))
    pages = pages_of(layout.bands, HEIGHT - TITLE - header.HEIGHT)
    painter = QPainter(writer)
    try:
        painter.scale(writer.width() / WIDTH, writer.width() / WIDTH)
        for number, (top, bottom) in enumerate(pages, 1):
            if number > 1:
                writer.newPage()
            painter.save()
            _paint_title(painter, kit, title, number, len(pages))
            painter.translate(QPoint(0, TITLE))
            window = Window(0, top, body, bottom - top)
            room = QRect(names.WIDTH, header.HEIGHT, body, bottom - top)
            canvas = Canvas(kit, layout, Overlay(), folding, None, window, room, Strips(), Strips())
            paint_canvas(painter, canvas)
            painter.restore()
            yield number
    finally:
        painter.end()


def _kit() -> Kit:
    return kit_of(inks_of(LIGHT), fonts_of(1.0), pixmap, SHARPNESS)


def _paint_title(painter: QPainter, kit: Kit, title: str, number: int, count: int) -> None:
    painter.setFont(kit.fonts.heading.font)
    painter.setPen(kit.inks.text)
    painter.drawText(0, 20, title)
    painter.setFont(kit.fonts.caption.font)
    painter.setPen(kit.inks.text2)
    words = _("Page {number} of {count}").format(number=number, count=count)
    painter.drawText(round(WIDTH - kit.fonts.caption.metrics.horizontalAdvance(words)), 20, words)

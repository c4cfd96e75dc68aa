"""The timeline on paper, always in light colours: the whole period across, or as many pages across as it is zoomed to,
and as many down as the rows need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMarginsF, QPoint, QRect
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _
from resource_centre.ui.icons import pixmap
from resource_centre.ui.timeline import header, names
from resource_centre.ui.timeline.axis import Axis
from resource_centre.ui.timeline.canvas import Canvas, paint_canvas
from resource_centre.ui.timeline.geometry import Bands
from resource_centre.ui.timeline.inks import fonts_of, greyed
from resource_centre.ui.timeline.kit import Kit, Window, kit_of
from resource_centre.ui.timeline.layout import Layout, Prepared, lay_out
from resource_centre.ui.timeline.looks import inks_of
from resource_centre.ui.timeline.scene import Folding, Overlay, RowKind
from resource_centre.ui.timeline.strips import Strips
from resource_centre.ui.tokens import LIGHT

WIDTH, HEIGHT = 1280, 880
TITLE = 34
SHARPNESS = 2.0
MARGIN = 10.0
ACROSS = 12
BODY = WIDTH - names.WIDTH


def pages_of(bands: Bands, room: int) -> list[tuple[int, int]]:
    """Where each page starts and ends, in pixels of the rows.

    No row is cut unless it is taller than a page, and no group begins with its last row on a page.
    """
    pages, top = [], 0
    for before, band in zip((None, *bands.bands), bands.bands, strict=False):
        bottom = band.top + band.height
        if bottom - top > room and band.top > top:
            alone = before is not None and before.row.kind is RowKind.GROUP and before.top > top
            end = before.top if alone and before is not None else band.top
            pages.append((top, end))
            top = end
    return [*pages, (top, max(bands.height, top + 1))]


def columns_of(axis: Axis, room: float) -> list[tuple[int, int]]:
    """Where each page starts and ends, in pixels of the axis.

    No day is cut unless it is wider than a page; then it is cut at full hours.
    """
    columns, start = [], 0.0
    for i, (left, right) in enumerate(pairwise(axis.lefts)):
        if right - start > room + 1 and left > start:
            columns.append((start, left))
            start = left
        while right - start > room + 1:
            hours = (axis.x(instant) for instant, _hour in axis.hours(i))
            end = max((x for x in hours if start < x <= start + room), default=start + room)
            columns.append((start, end))
            start = end
    return [(round(left), round(right)) for left, right in (*columns, (start, max(axis.width, start + 1)))]


class Sheet(NamedTuple):
    """What part of the content a page shows, in its pixels."""

    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True)
class Sheets:
    """The pages of one calendar. `grey` is for printers without colour; with a `zoom` (pixels an hour) in which the period
    is wider than a page, it goes on over as many as it takes, but no more than `ACROSS`."""

    prepared: Prepared
    folding: Folding
    title: str
    grey: bool = False
    zoom: float | None = None

    @cached_property
    def kit(self) -> Kit:
        """Colours and fonts, always those of the light look."""
        inks = inks_of(LIGHT)
        return kit_of(greyed(inks) if self.grey else inks, fonts_of(1.0), pixmap, SHARPNESS)

    @cached_property
    def layout(self) -> Layout:
        """The period at its zoom, or a little more, so that days fill the pages."""
        fit = self.prepared.fitting_zoom(BODY)
        zoom = min(max(fit, self.zoom or fit), fit * ACROSS)
        columns = columns_of(lay_out(self.prepared, self.folding, zoom).axis, BODY)
        widest = max(right - left for left, right in columns)
        return lay_out(
            self.prepared, self.folding, zoom * max(1.0, BODY / widest) if len(columns) > 1 else zoom
        )

    @cached_property
    def pages(self) -> list[Sheet]:
        """All rows of the first days, then of the next."""
        rows = pages_of(self.layout.bands, HEIGHT - TITLE - header.HEIGHT)
        columns = columns_of(self.layout.axis, BODY)
        return [Sheet(*column, *part) for column in columns for part in rows]

    def title_of(self, number: int) -> str:
        """The title of a page; where the period goes on over several, with the days it shows."""
        axis, sheet = self.layout.axis, self.pages[number]
        if sheet.right - sheet.left >= round(axis.width):
            return self.title
        seen = [axis.spans[i].label for i in axis.spans_between(sheet.left + 1, sheet.right - 1)]
        return f"{self.title}: {' – '.join(dict.fromkeys((seen[0], seen[-1])))}"

    def paint(self, painter: QPainter, number: int) -> None:
        """Paints a page (from 0), `WIDTH` by `HEIGHT`: title, header and names are on each."""
        left, right, top, bottom = self.pages[number]
        body = right - left
        painter.save()
        _paint_title(painter, self.kit, self.title_of(number), number + 1, len(self.pages))
        painter.translate(QPoint(0, TITLE))
        window = Window(left, top, body, bottom - top)
        room = QRect(names.WIDTH, header.HEIGHT, body, bottom - top)
        canvas = Canvas(
            self.kit, self.layout, Overlay(), self.folding, None, window, room, Strips(), Strips()
        )
        paint_canvas(painter, canvas)
        painter.restore()

    def picture(self, number: int, width: int, ratio: float) -> QImage:
        """A page as a picture so many pixels wide, to be looked at before it is printed."""
        scale = width / WIDTH * ratio
        image = QImage(round(WIDTH * scale), round(HEIGHT * scale), QImage.Format.Format_RGB32)
        image.fill(self.kit.inks.surface)
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        self.paint(painter, number)
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image


def paged(device: QPagedPaintDevice, title: str) -> None:
    """Sets a page up: A4 across, small margins."""
    size, turned = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    device.setPageLayout(QPageLayout(size, turned, margins, QPageLayout.Unit.Millimeter))
    if isinstance(device, QPdfWriter):
        device.setTitle(title)


def paint_sheets(device: QPagedPaintDevice, sheets: Sheets) -> Iterator[int]:
    """Paints page by page on a file or a printer, so that whoever asks can breathe between two; yields each page's number."""
    painter = QPainter(device)
    try:
        scale = device.width() / WIDTH
        painter.scale(scale, scale)
        for number in range(len(sheets.pages)):
            if number:
                device.newPage()
            sheets.paint(painter, number)
            yield number + 1
    finally:
        painter.end()


def write_sheets(file: Path, sheets: Sheets) -> Iterator[int]:
    """Writes a PDF page by page; a half-written file is never left."""
    part = file.with_name(file.name + ".part")
    try:
        part.open("wb").close()
        writer = QPdfWriter(str(part))
        paged(writer, sheets.title)
        yield from paint_sheets(writer, sheets)
        os.replace(part, file)
    except OSError as trouble:
        words = _("The calendar cannot be written to {file}: {why}. Choose another place.")
        raise BadInput(words.format(file=file, why=trouble.strerror)) from trouble
    finally:
        part.unlink(missing_ok=True)


def _paint_title(painter: QPainter, kit: Kit, title: str, number: int, count: int) -> None:
    painter.setFont(kit.fonts.heading.font)
    painter.setPen(kit.inks.text)
    painter.drawText(0, 20, title)
    painter.setFont(kit.fonts.caption.font)
    painter.setPen(kit.inks.text2)
    words = _("Page {number} of {count}").format(number=number, count=count)
    painter.drawText(round(WIDTH - kit.fonts.caption.metrics.horizontalAdvance(words)), 20, words)

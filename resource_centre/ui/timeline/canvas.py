"""Puts body, header and names together on the viewport."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from resource_centre.ui.timeline import header, keys, names
from resource_centre.ui.timeline.handles import Handle, paint_handles
from resource_centre.ui.timeline.hints import hints_of, paint_hints
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.overlays import paint_card
from resource_centre.ui.timeline.painter import paint_body, paint_now_line
from resource_centre.ui.timeline.scene import Block, Folding, Overlay, Row
from resource_centre.ui.timeline.strips import Strips


@dataclass(frozen=True)
class Canvas:
    """Everything one repaint needs. `focus` is given only while the widget has the keyboard.

    `sides` keeps the names, which no zoom changes; `handles` are those of what is selected.
    """

    kit: Kit
    layout: Layout
    overlay: Overlay
    folding: Folding
    focus: Block | Row | None
    window: Window
    body: QRect
    strips: Strips
    sides: Strips
    handles: tuple[Handle, ...] = ()

    @property
    def names_width(self) -> int:
        return self.body.left()


def paint_canvas(painter: QPainter, canvas: Canvas) -> bool:
    """Paints the whole viewport; False when some rows have to be painted again."""
    kit, layout, window, body = canvas.kit, canvas.layout, canvas.window, canvas.body
    painter.save()
    painter.setClipRect(body)
    painter.translate(body.left() - window.left, body.top() - window.top)
    whole = paint_body(painter, kit, layout, canvas.overlay, window, canvas.strips)
    found = layout.box_of(canvas.focus) if isinstance(canvas.focus, Block) else None
    if found is not None:
        keys.paint_focus(painter, kit, *found)
    paint_handles(painter, kit, canvas.handles)
    paint_now_line(painter, kit, layout, window)
    paint_hints(painter, kit, hints_of(kit, layout, canvas.overlay, window))
    paint_card(painter, kit, layout, canvas.overlay, window)
    painter.restore()
    painter.drawPixmap(body.left(), 0, _header(canvas))
    painter.save()
    painter.setClipRect(0, body.top(), canvas.names_width, body.height())
    painter.translate(0, body.top() - window.top)
    _paint_names(painter, canvas)
    band = layout.bands.by_key.get(canvas.focus.key) if isinstance(canvas.focus, Row) else None
    if band is not None:
        keys.paint_row_focus(painter, kit, band, canvas.names_width)
    painter.restore()
    _frame(painter, canvas)
    return whole


def _frame(painter: QPainter, canvas: Canvas) -> None:
    inks, body = canvas.kit.inks, canvas.body
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(0, 0, canvas.names_width, header.HEIGHT, inks.surface)
    painter.fillRect(0, header.HEIGHT - 1, body.right() + 1, 1, inks.line2)
    painter.fillRect(canvas.names_width - 1, 0, 1, body.bottom() + 1, inks.line2)


def _header(canvas: Canvas) -> QPixmap:
    window, kit = canvas.window, canvas.kit
    key = ("header", window.left, window.width)
    strip = canvas.strips.kept(key, window.width, header.HEIGHT, kit.ratio)
    if strip.new:
        inside = QPainter(strip.pixmap)
        inside.translate(-window.left, 0)
        header.paint_header(inside, kit, canvas.layout, window)
        inside.end()
    return strip.pixmap


def _paint_names(painter: QPainter, canvas: Canvas) -> None:
    """The names in sight, each copied from a strip that is painted anew only when what it shows changes."""
    layout, window, kit, width = canvas.layout, canvas.window, canvas.kit, canvas.names_width
    canvas.sides.make_room(width, window.height, kit.ratio)
    marked = canvas.layout.rows_of(canvas.overlay.selected)
    if isinstance(canvas.focus, Row):
        marked |= {canvas.focus.key}
    for band in layout.bands.between(window.top, window.bottom):
        chosen, changed = band.row.key in marked, names.is_changed(layout, canvas.folding, band)
        strip = canvas.sides.kept((names.seen_in_name(band), chosen, changed), width, band.height, kit.ratio)
        if strip.new:
            inside = QPainter(strip.pixmap)
            inside.translate(0, -band.top)
            names.paint_name(inside, kit, band, chosen, changed, width)
            inside.end()
        painter.drawPixmap(0, band.top, strip.pixmap)
    bottom = max(layout.bands.height, window.top)
    if bottom < window.bottom:
        painter.fillRect(0, bottom, width, window.bottom - bottom, kit.inks.surface)

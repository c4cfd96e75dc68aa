"""The frozen column of names."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resource_centre.i18n import _
from resource_centre.ui.timeline.geometry import Band
from resource_centre.ui.timeline.kit import Kit
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.scene import BlockKind, Folding, RowFlag, RowKind

WIDTH = 204
NARROW = 196
INDENT = 28
FLAGS = {RowFlag.OVERDUE: "clock-alert", RowFlag.OUT_OF_ORDER: "wrench", RowFlag.AWAY: "calendar-off"}


def paint_name(painter: QPainter, kit: Kit, band: Band, marked: bool, changed: bool, width: int) -> None:
    """The name of a row. A `marked` one is selected; `changed` are a folded group and a `MORE` row that lists all."""
    inks, group = kit.inks, band.row.kind is RowKind.GROUP
    ground = inks.page if group else inks.soft if marked else inks.surface
    painter.fillRect(0, band.top, width, band.height, ground)
    painter.setPen(QPen(inks.line, 0))
    painter.drawLine(0, band.top + band.height - 1, width, band.top + band.height - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if group:
        _group(painter, kit, band, changed, width)
    elif band.row.kind is RowKind.MORE:
        _more(painter, kit, changed, band, width)
    else:
        _bookable(painter, kit, band, width)


def seen_in_name(band: Band) -> tuple[object, ...]:
    """All that a name shows of its row: two that agree in it look alike."""
    row = band.row
    return (
        row.kind,
        row.title,
        row.subtitle,
        row.depth,
        row.avatar,
        row.tint,
        row.flags,
        row.total,
        band.height,
    )


def is_changed(layout: Layout, folding: Folding, band: Band) -> bool:
    """Whether a group is folded, or a `MORE` row has listed everything."""
    if band.row.kind is not RowKind.MORE:
        return band.row.key in folding.folded
    group = 0
    for other in layout.bands.bands:
        if other.row.kind is RowKind.GROUP and other.top < band.top:
            group = other.row.key
    return group in folding.unfolded_more


def _group(painter: QPainter, kit: Kit, band: Band, folded: bool, width: int) -> None:
    middle = band.top + band.height / 2
    painter.setPen(QPen(kit.inks.text2, 1.4))
    points = [(-2, -4), (2, 0), (-2, 4)] if folded else [(-4, -2), (0, 2), (4, -2)]
    painter.drawPolyline([QPointF(15 + x, middle + y) for x, y in points])
    painter.setFont(kit.fonts.heading.font)
    painter.setPen(kit.inks.text)
    metrics = kit.fonts.heading.metrics
    subtitle = band.row.subtitle
    aside = kit.fonts.caption.metrics.horizontalAdvance(subtitle)
    room = width - INDENT - 10 - (aside + 8 if aside else 0)
    if band.row.total and metrics.horizontalAdvance(band.row.title) > room:
        subtitle = str(band.row.total)  # how many stands there in words only where the name leaves room
        room = width - INDENT - 18 - kit.fonts.caption.metrics.horizontalAdvance(subtitle)
    title = metrics.elidedText(band.row.title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(INDENT, round(middle) + 5, title)
    painter.setFont(kit.fonts.caption.font)
    painter.setPen(kit.inks.text3)
    painter.drawText(round(INDENT + metrics.horizontalAdvance(title)) + 8, round(middle) + 5, subtitle)


def _more(painter: QPainter, kit: Kit, shown: bool, band: Band, width: int) -> None:
    text = _("Show fewer units") if shown else band.row.title
    middle = band.top + band.height // 2
    icon = "fold-vertical" if shown else "unfold-vertical"
    painter.drawPixmap(INDENT, middle - 7, kit.picture(icon, 13, kit.inks.text3))
    painter.setFont(kit.fonts.caption.font)
    painter.setPen(kit.inks.text3)
    painter.drawText(INDENT + 18, middle + 4, kit.captions.lines(text, width - INDENT - 26)[0])


def _bookable(painter: QPainter, kit: Kit, band: Band, width: int) -> None:
    row, middle = band.row, band.top + band.height // 2
    x = INDENT
    if row.depth:
        painter.fillRect(15, band.top + 8, 2, band.height - 17, kit.inks.line2)
    if row.kind is RowKind.PERSON:
        _avatar(painter, kit, row.avatar, row.tint or BlockKind.LAB, QPointF(36, middle - 0.5))
        x = 54
    room = width - x - 8
    for n, flag in enumerate(flag for flag in FLAGS if flag in row.flags):
        colour = kit.inks.danger if flag is RowFlag.OVERDUE else kit.inks.text2
        painter.drawPixmap(width - 26 - 20 * n, middle - 8, kit.picture(FLAGS[flag], 15, colour))
        room -= 22
    painter.setFont(kit.fonts.name.font)
    painter.setPen(kit.inks.text3 if RowFlag.OUT_OF_ORDER in row.flags else kit.inks.text)
    # Units of one model differ at the end of their names, so what does not fit is left out before it.
    unit = row.kind is RowKind.UNIT
    title = kit.names.middle(row.title, room) if unit else kit.names.lines(row.title, room)[0]
    two = row.kind is RowKind.LAB and row.subtitle
    kit.names.draw(painter, x, middle - 3 if two else middle + 4, title)
    if two:
        painter.setFont(kit.fonts.second.font)
        painter.setPen(kit.inks.text3)
        kit.seconds.draw(painter, x, middle + 13, kit.seconds.lines(row.subtitle, room)[0])


def _avatar(painter: QPainter, kit: Kit, initials: str, tint: BlockKind, centre: QPointF) -> None:
    ink = kit.inks.kinds[tint]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.fill)
    painter.drawEllipse(centre, 10, 10)
    painter.setFont(kit.fonts.avatar.font)
    painter.setPen(ink.on)
    box = QRectF(centre.x() - 10, centre.y() - 10, 20, 20)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials)

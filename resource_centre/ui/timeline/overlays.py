"""What follows the mouse: green landing spots, the ghost, and the card that explains a refusal."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.scene import Ghost, Landing, Overlay

CARD_WIDTH = 248
CARD_PADDING = 12
LINE = 17
BEYOND = 3


def place_of(layout: Layout, spot: Landing | Ghost) -> QRectF | None:
    """Where a landing spot or a ghost lies, if its row is on screen."""
    band = layout.bands.by_key.get(spot.row)
    if band is None:
        return None
    left, right = layout.axis.x(spot.start.timestamp()), layout.axis.x(spot.end.timestamp())
    return QRectF(round(left), band.block_top, max(4, round(right) - round(left)), band.block_height)


def paint_landings(painter: QPainter, kit: Kit, layout: Layout, overlay: Overlay) -> None:
    """Free places, on every row that each would take; the chosen one is filled."""
    for index, landing in enumerate(overlay.landings):
        chosen = index == overlay.chosen
        for row in (landing.row, *landing.also):
            rect = place_of(layout, replace(landing, row=row))
            if rect is None:
                continue
            painter.setPen(QPen(kit.inks.ok, 2))
            painter.setBrush(kit.inks.ok if chosen else kit.inks.ok_soft)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 3, 3)
            colour = kit.inks.surface if chosen else kit.inks.ok
            _marked(painter, kit, rect, landing.text, "check", colour, kit.inks.ok if chosen else None)


def landing_at(layout: Layout, overlay: Overlay, x: float, y: float) -> int | None:
    """The landing spot at a point of the content."""
    for index, landing in enumerate(overlay.landings):
        for row in (landing.row, *landing.also):
            rect = place_of(layout, replace(landing, row=row))
            if rect is not None and rect.contains(x, y):
                return index
    return None


def paint_back(painter: QPainter, kit: Kit, layout: Layout, overlay: Overlay) -> None:
    """What goes back to where it came from."""
    share = overlay.back_share
    for ghost, home in overlay.back:
        here, there = place_of(layout, ghost), place_of(layout, home)
        if here is None or there is None:
            continue
        at = QPointF(here.topLeft() * (1 - share) + there.topLeft() * share)
        size = here.size() * (1 - share) + there.size() * share
        painter.setPen(QPen(kit.inks.accent, 2))
        painter.setBrush(kit.inks.soft)
        painter.drawRoundedRect(QRectF(at, size).adjusted(1, 1, -1, -1), 3, 3)


def paint_ghosts(painter: QPainter, kit: Kit, layout: Layout, overlay: Overlay) -> None:
    """The thing being placed: red where it may not be, accent where it may."""
    for ghost in overlay.ghosts:
        rect = place_of(layout, ghost)
        if rect is None:
            continue
        _paint_around(painter, kit, layout, ghost, rect)
        if ghost.refused:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(kit.inks.danger)
            painter.drawRoundedRect(rect, 4, 4)
            _marked(painter, kit, rect, ghost.text, "ban", kit.inks.on_danger, kit.inks.danger)
        else:
            painter.setPen(QPen(kit.inks.ok if overlay.origin is not None else kit.inks.accent, 2))
            painter.setBrush(kit.inks.soft)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 3, 3)
            _marked(painter, kit, rect, ghost.text, "", kit.inks.text, kit.inks.soft)


def _paint_around(painter: QPainter, kit: Kit, layout: Layout, ghost: Ghost, rect: QRectF) -> None:
    """Set-up and clear-down of a ghost: a dashed frame of its occupied range."""
    if ghost.occupied_start is None or ghost.occupied_end is None:
        return
    left, right = (layout.axis.x(edge.timestamp()) for edge in (ghost.occupied_start, ghost.occupied_end))
    around = QRectF(round(left), rect.top(), round(right) - round(left), rect.height())
    if around.width() <= rect.width() + 1:
        return
    painter.setPen(QPen(kit.inks.danger if ghost.refused else kit.inks.ok, 1, Qt.PenStyle.DashLine))
    painter.setBrush(kit.inks.surface)
    painter.drawRoundedRect(around.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def _marked(
    painter: QPainter,
    kit: Kit,
    rect: QRectF,
    text: str,
    icon: str,
    colour: QColor,
    ground: QColor | None = None,
) -> None:
    """Words and an icon in the middle; where the words are too wide they stand on a ground, or without one go."""
    wide = kit.fonts.label.metrics.horizontalAdvance(text) + 4 > rect.width()
    face = kit.fonts.pill if wide else kit.fonts.label
    metrics, tall = face.metrics, rect.height() >= 32
    width = metrics.horizontalAdvance(text)
    beyond = width > rect.width() + BEYOND
    y = rect.top() + 14 if tall else rect.center().y() + 4
    x = rect.left() + (rect.width() - width) / 2
    if beyond and ground is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(round(x) - 3, round(y) - 11, width + 6, 15), 3, 3)
    if not beyond or ground is not None:
        painter.setFont(face.font)
        painter.setPen(colour)
        painter.drawText(round(x), round(y), text)
    elif not tall:
        picture = kit.picture(icon, 12, colour)
        painter.drawPixmap(round(rect.center().x()) - 6, round(rect.center().y()) - 6, picture)
    if icon and tall:
        top = rect.top() + 19 if not beyond or ground is not None else rect.center().y() - 7
        painter.drawPixmap(round(rect.center().x()) - 7, round(top), kit.picture(icon, 14, colour))


def paint_card(painter: QPainter, kit: Kit, layout: Layout, overlay: Overlay, window: Window) -> None:
    """The card beside the ghost, kept inside the window."""
    spot = next((place for ghost in overlay.ghosts if (place := place_of(layout, ghost)) is not None), None)
    if overlay.card is None or spot is None:
        return
    card = overlay.card
    lines = [
        line for text in card.lines for line in kit.captions.lines(text, CARD_WIDTH - 2 * CARD_PADDING, 4)
    ]
    titles = kit.names.lines(card.title, CARD_WIDTH - 2 * CARD_PADDING - 22, 3)
    remedy = kit.labels.lines(card.remedy, CARD_WIDTH - 2 * CARD_PADDING - 20, 2) if card.remedy else ()
    height = 2 * CARD_PADDING + LINE * (len(titles) + len(lines) + len(remedy)) + 4
    shown = [place for landing in overlay.landings if (place := place_of(layout, landing)) is not None]
    rect = card_place(spot, height, window, shown)
    colour = kit.inks.danger if card.refused else kit.inks.warn
    painter.setPen(QPen(colour, 1))
    painter.setBrush(kit.inks.surface)
    painter.drawRoundedRect(rect, 8, 8)
    _card_text(painter, kit, card.refused, titles, lines, remedy, rect)


def card_place(spot: QRectF, height: float, window: Window, landings: list[QRectF]) -> QRectF:
    """Beside, below or above the ghost, wherever it hides least of the landing spots; always in the window."""
    beside, before = spot.right() + 12, spot.left() - 12 - CARD_WIDTH
    below, above, level = spot.bottom() + 12, spot.top() - 12 - height, spot.top() + 6
    tries = [
        (beside, level),
        (before, level),
        (beside, below),
        (before, below),
        (beside, above),
        (before, above),
    ]
    rooms = []
    for left, top in tries:
        inside_x = min(max(left, window.left + 8.0), max(window.left + 8.0, window.right - CARD_WIDTH - 8.0))
        inside_y = min(max(top, window.top + 8.0), max(window.top + 8.0, window.bottom - height - 8.0))
        rooms.append(QRectF(round(inside_x) + 0.5, round(inside_y) + 0.5, CARD_WIDTH, height))
    hidden = [
        (4 if room.intersects(spot) else 0) + sum(room.intersects(each) for each in landings)
        for room in rooms
    ]
    return rooms[hidden.index(min(hidden))]


def _card_text(
    painter: QPainter,
    kit: Kit,
    refused: bool,
    titles: tuple[str, ...],
    lines: list[str],
    remedy: tuple[str, ...],
    rect: QRectF,
) -> None:
    colour = kit.inks.danger if refused else kit.inks.warn
    x, y = round(rect.left()) + CARD_PADDING, round(rect.top()) + CARD_PADDING
    painter.drawPixmap(x, y, kit.picture("ban" if refused else "triangle-alert", 15, colour))
    painter.setFont(kit.fonts.strong.font)
    painter.setPen(colour)
    for title in titles:
        painter.drawText(x + 22, y + 12, title)
        y += LINE
    painter.setFont(kit.fonts.caption.font)
    painter.setPen(kit.inks.text2)
    for line in lines:
        painter.drawText(x, y + 14, line)
        y += LINE
    if remedy:
        painter.drawPixmap(x, y + 4, kit.picture("check", 14, kit.inks.ok))
        painter.setFont(kit.fonts.label.font)
        painter.setPen(kit.inks.ok)
        for line in remedy:
            painter.drawText(x + 20, y + 15, line)
            y += LINE

"""Landing spots that are out of sight: small green marks at the edge of the picture, each on the side where its spot is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout
from resource_centre.ui.timeline.overlays import place_of
from resource_centre.ui.timeline.scene import Landing, Overlay

HEIGHT = 22
INSET = 6
ARROW = 16
LEAST_SEEN = 8
LONGEST = 190


@dataclass(frozen=True, slots=True)
class Hint:
    """A mark for one landing spot: where it is drawn, and in which direction (-1, 0, 1) the spot lies."""

    index: int
    rect: QRectF
    across: int
    down: int
    text: str


def hints_of(kit: Kit, layout: Layout, overlay: Overlay, window: Window) -> list[Hint]:
    """Marks of the landing spots that are out of sight; none lies on another."""
    found: list[Hint] = []
    for index, landing in enumerate(overlay.landings[:3]):
        place = _where(layout, landing)
        across, down = _beyond(place, window)
        if not across and not down:
            continue
        words = ", ".join(part for part in (landing.name, landing.text) if part)
        text = kit.labels.lines(words, LONGEST)[0]
        width = kit.fonts.label.metrics.horizontalAdvance(text) + ARROW + 14
        rect = QRectF(_beside(place, window, width), _level(place, window), width, HEIGHT)
        while any(rect.intersects(other.rect) for other in found):
            step = -HEIGHT - 3 if rect.center().y() > window.top + window.height / 2 else HEIGHT + 3
            rect.translate(0, step)
        found.append(Hint(index, rect, across, down, text))
    return found


def paint_hints(painter: QPainter, kit: Kit, hints: list[Hint]) -> None:
    """Paints them: an arrow, the resource and the time."""
    for hint in hints:
        painter.setPen(QPen(kit.inks.ok, 1))
        painter.setBrush(kit.inks.ok_soft)
        painter.drawRoundedRect(hint.rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        centre = QPointF(hint.rect.left() + 5 + ARROW / 2, hint.rect.center().y())
        painter.setPen(QPen(kit.inks.ok, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(_arrow(centre, hint.across, hint.down))
        painter.setFont(kit.fonts.label.font)
        painter.drawText(round(hint.rect.left()) + ARROW + 7, round(hint.rect.center().y()) + 4, hint.text)


def _arrow(at: QPointF, across: int, down: int) -> list[QPointF]:
    """A chevron that points to where the spot is; straight up or down before sideways."""
    if down:
        tip = 3 * down
        return [at + QPointF(-4, -tip / 2), at + QPointF(0, tip / 2), at + QPointF(4, -tip / 2)]
    tip = 3 * across
    return [at + QPointF(-tip / 2, -4), at + QPointF(tip / 2, 0), at + QPointF(-tip / 2, 4)]


def _where(layout: Layout, landing: Landing) -> QRectF:
    """The place of a spot; one whose row is folded away or filtered out lies below all rows."""
    place = place_of(layout, landing)
    if place is not None:
        return place
    left, right = layout.axis.x(landing.start.timestamp()), layout.axis.x(landing.end.timestamp())
    return QRectF(left, layout.bands.height + 1_000_000, right - left, 1)


def _beyond(place: QRectF, window: Window) -> tuple[int, int]:
    across = (place.left() > window.right - LEAST_SEEN) - (place.right() < window.left + LEAST_SEEN)
    down = (place.top() > window.bottom - LEAST_SEEN) - (place.bottom() < window.top + LEAST_SEEN)
    return int(across), int(down)


def _beside(place: QRectF, window: Window, width: float) -> float:
    last = window.right - width - INSET
    return round(
        min(max(place.center().x() - width / 2, window.left + INSET), max(last, window.left + INSET))
    )


def _level(place: QRectF, window: Window) -> float:
    last = window.bottom - HEIGHT - INSET
    return round(min(max(place.center().y() - HEIGHT / 2, window.top + INSET), max(last, window.top + INSET)))

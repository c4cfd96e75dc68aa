"""Icons: Lucide drawings whose stroke takes a colour of the look, as pixmaps for any pixel ratio."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent / "assets" / "icons"


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def svg(name: str, colour: str, stroke: float = 2.0) -> bytes:
    """The drawing in a colour, as the bytes of an SVG file."""
    text = _drawing(name).replace("currentColor", colour)
    return text.replace('stroke-width="2"', f'stroke-width="{stroke}"').encode()


@lru_cache(maxsize=2000)
def _pixmap(name: str, size: int, colour: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    tint = QColor.fromRgba(colour)
    renderer = QSvgRenderer(QByteArray(svg(name, tint.name(), 1.75 if size >= 15 else 2.0)))
    painter = QPainter(drawn)
    painter.setOpacity(tint.alphaF())
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def pixmap(name: str, size: int, colour: QColor | str, ratio: float = 1.0) -> QPixmap:
    """An icon of so many pixels in a colour; cached."""
    return _pixmap(name, size, QColor(colour).rgba(), ratio)


class _Engine(QIconEngine):
    """Draws itself at whatever size and pixel ratio is asked for."""

    def __init__(self, name: str, colour: str, checked: str, faint: str) -> None:
        super().__init__()
        self._words = (name, colour, checked, faint)

    def clone(self) -> QIconEngine:
        return _Engine(*self._words)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        name, colour, checked, faint = self._words
        if mode == QIcon.Mode.Disabled:
            colour = faint
        elif state == QIcon.State.On:
            colour = checked
        side = min(size.width(), size.height())
        drawn = QPixmap(pixmap(name, max(1, round(side / scale)), colour, scale))
        drawn.setDevicePixelRatio(scale)
        return drawn

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        size = QSize(round(rect.width() * ratio), round(rect.height() * ratio))  # type: ignore[attr-defined]
        painter.drawPixmap(rect, self.scaledPixmap(size, mode, state, ratio))  # type: ignore[call-overload]


def icon(name: str, colour: str = "text2", checked: str = "") -> QIcon:
    """An icon for buttons and menus. Colours are names of tokens (or #rrggbb)."""
    from resource_centre.ui.look import look

    tokens = look().tokens
    found = [
        value if value.startswith("#") else getattr(tokens, value) for value in (colour, checked or colour)
    ]
    return QIcon(_Engine(name, found[0], found[1], tokens.text3))

"""What every painting function is handed: colours, fonts, stamps, fitted labels, icons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPixmap

from resource_centre.ui.timeline.hatches import Stamps
from resource_centre.ui.timeline.inks import Fonts, Inks
from resource_centre.ui.timeline.labels import Labels

Icon = Callable[[str, int, QColor, float], QPixmap]


@dataclass(frozen=True)
class Kit:
    """`icon` gives a pixmap by name, size, colour and device pixel ratio."""

    inks: Inks
    fonts: Fonts
    stamps: Stamps
    labels: Labels
    captions: Labels
    names: Labels
    seconds: Labels
    hours: Labels
    icon: Icon
    ratio: float
    scale: float = 1.0

    def picture(self, name: str, size: int, colour: QColor) -> QPixmap:
        """An icon at this kit's pixel ratio."""
        return self.icon(name, size, colour, self.ratio)


def kit_of(inks: Inks, fonts: Fonts, icon: Icon, ratio: float, scale: float = 1.0) -> Kit:
    """Everything painting needs, with empty caches."""
    return Kit(
        inks,
        fonts,
        Stamps(inks, ratio),
        Labels(fonts.label.font, fonts.label.metrics),
        Labels(fonts.caption.font, fonts.caption.metrics),
        Labels(fonts.name.font, fonts.name.metrics),
        Labels(fonts.second.font, fonts.second.metrics),
        Labels(fonts.hour.font, fonts.hour.metrics),
        icon,
        ratio,
        scale,
    )


@dataclass(frozen=True)
class Window:
    """Which part of the content is in sight, in content pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def rect(self) -> QRect:
        return QRect(self.left, self.top, self.width, self.height)

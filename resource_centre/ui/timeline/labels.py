"""Text that fits: wrapped and elided once, then remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

KEPT = 20_000


class Labels:
    """Wraps text for one font. Widths are whole pixels, so that answers can be used again."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        self.metrics = metrics
        self._kept: dict[tuple[str, int, int], tuple[str, ...]] = {}

    def lines(self, text: str, width: int, most: int = 1) -> tuple[str, ...]:
        """At most `most` lines no wider than `width`; what does not fit ends in an ellipsis."""
        key = (text, width, most)
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) > KEPT:
                self._kept.clear()
            known = self._kept[key] = tuple(self._wrapped(text, width, most))
        return known

    def _wrapped(self, text: str, width: int, most: int) -> list[str]:
        measure = self.metrics.horizontalAdvance
        if measure(text) <= width:
            return [text]
        lines: list[str] = []
        words = text.split()
        while words and len(lines) < most - 1:
            taken = 1
            while taken < len(words) and measure(" ".join(words[: taken + 1])) <= width:
                taken += 1
            lines.append(self._elided(" ".join(words[:taken]), width))
            words = words[taken:]
        if words:
            lines.append(self._elided(" ".join(words), width))
        return [line for line in lines if line]

    def _elided(self, text: str, width: int) -> str:
        if self.metrics.horizontalAdvance(text) <= width:
            return text
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

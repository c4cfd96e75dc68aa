"""Text that fits: wrapped and elided once, then remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTransform

KEPT = 20_000


class Labels:
    """Wraps text for one font. Widths are whole pixels, so that answers can be used again."""

    def __init__(self, font: QFont, metrics: QFontMetricsF) -> None:
        self.font = font
        self.metrics = metrics
        self._kept: dict[tuple[str, int, int], tuple[str, ...]] = {}
        self._widths: dict[str, float] = {}
        self._shaped: dict[str, QStaticText] = {}

    def lines(self, text: str, width: int, most: int = 1) -> tuple[str, ...]:
        """At most `most` lines no wider than `width`; what does not fit ends in an ellipsis."""
        whole = self._widths.get(text)
        if whole is None:
            whole = self._widths[text] = self.metrics.horizontalAdvance(text)
        if whole <= width:
            return (text,)
        key = (text, width, most)
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) > KEPT:
                self._kept.clear()
                self._widths.clear()
            known = self._kept[key] = _worth_reading(self._wrapped(text, width, most))
        return known

    def shaped(self, line: str) -> QStaticText:
        """The line with its glyphs laid out: half the cost of drawText."""
        known = self._shaped.get(line)
        if known is None:
            if len(self._shaped) > KEPT // 4:
                self._shaped.clear()
            known = self._shaped[line] = QStaticText(line)
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            known.prepare(QTransform(), self.font)
        return known

    def _wrapped(self, text: str, width: int, most: int) -> list[str]:
        measure = self.metrics.horizontalAdvance
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


def _worth_reading(lines: list[str]) -> tuple[str, ...]:
    """The lines, or none where nothing but an ellipsis has room; a last line of that kind is left out."""
    while lines and len(lines[-1]) < 2:
        lines = lines[:-1]
    return tuple(lines) if lines and len(lines[0].rstrip("…")) > 1 else ("",)

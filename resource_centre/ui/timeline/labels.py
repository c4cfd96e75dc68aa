"""Text that fits: wrapped and elided once, then remembered.

Widths are sums of the widths of characters: a tenth of the cost of measuring, and a pixel or two too wide rather than
too narrow (pairs are set closer than their characters).
"""

from __future__ import annotations

from unicodedata import combining

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTransform

KEPT = 20_000
ELLIPSIS = "…"
ONLY_DRAWN = 2
LETTERS = "".join(map(chr, (*range(32, 127), *range(0x410, 0x450)))) + "…–—«»№ЁёӘәҒғҚқҢңӨөҰұҮүҺһІі"


class Labels:
    """Wraps text for one font. Widths are whole pixels, so that answers can be used again."""

    def __init__(self, font: QFont, metrics: QFontMetricsF) -> None:
        self.font = font
        self.metrics = metrics
        self._kept: dict[tuple[str, int, int], tuple[str, ...]] = {}
        self._middles: dict[tuple[str, int], str] = {}
        self._widths: dict[str, float] = {}
        self._advances: dict[str, float] = {}
        self._drawn: dict[str, int] = {}
        self.shaped: dict[str, QStaticText] = {}
        self.pitch = round(metrics.height())
        self.tall = round(metrics.capHeight())
        self.rise = round(metrics.ascent())
        self.sink = metrics.ascent() - self.rise

    def learn(self, letters: str = LETTERS) -> None:
        """Measures letters beforehand, in the window's thread, where alone it may be done."""
        if letters[-1] not in self._advances:
            self._measured(letters)

    def knows(self, text: str) -> bool:
        """Whether the text can be fitted in any thread."""
        return text in self._widths or all(each in self._advances for each in text)

    def width(self, text: str) -> float:
        """How wide a text is, in pixels."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) > KEPT:
                self._widths.clear()
            known = self._widths[text] = self._measured(text)
        return known

    def lines(self, text: str, width: int, most: int = 1) -> tuple[str, ...]:
        """At most `most` lines no wider than `width`; what does not fit ends in an ellipsis."""
        whole = self._widths.get(text)
        if (whole if whole is not None else self.width(text)) <= width:
            return (text,)
        key = (text, width, most)
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) > KEPT:
                self._kept.clear()
            known = self._kept[key] = _worth_reading(self._wrapped(text, width, most))
        return known

    def middle(self, text: str, width: int) -> str:
        """The text no wider than `width`, an ellipsis in its middle: for names that differ at their ends."""
        if self.width(text) <= width:
            return text
        key = (text, width)
        known = self._middles.get(key)
        if known is None:
            if len(self._middles) > KEPT:
                self._middles.clear()
            known = self._middles[key] = self.metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
        return known

    def draw(self, painter: QPainter, x: float, baseline: int, line: str) -> None:
        """Draws a line in the painter's colour; the painter has this font."""
        ready = self.shaped.get(line) or self.shape(line)
        if ready is None:
            painter.drawText(QPointF(x, baseline), line)
        else:
            painter.drawStaticText(QPointF(x, baseline - self.rise - self.sink), ready)

    def shape(self, line: str) -> QStaticText | None:
        """The line with its glyphs laid out, once it has been drawn a few times.

        That costs as much as drawing the text three times, and saves two thirds of each time after.
        """
        times = self._drawn.get(line, 0)
        if times < ONLY_DRAWN:
            if len(self._drawn) > KEPT:
                self._drawn.clear()
            self._drawn[line] = times + 1
            return None
        return self.warm(line)

    def warm(self, line: str) -> QStaticText:
        """The line with its glyphs laid out, whether or not it was drawn before."""
        known = self.shaped.get(line)
        if known is not None:
            return known
        if len(self.shaped) > KEPT // 4:
            self.shaped.clear()
        known = self.shaped[line] = QStaticText(line)
        known.setTextFormat(Qt.TextFormat.PlainText)
        known.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        known.prepare(QTransform(), self.font)
        return known

    def _measured(self, text: str) -> float:
        advances = self._advances
        try:
            return sum([advances[each] for each in text])
        except KeyError:
            for each in text:
                if each not in advances:
                    advances[each] = self.metrics.horizontalAdvance(each)
            return sum([advances[each] for each in text])

    def _wrapped(self, text: str, width: int, most: int) -> list[str]:
        measure = self._measured
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
        if self._measured(text) <= width:
            return text
        room = width - self._measured(ELLIPSIS)
        advances = self._advances
        for n, each in enumerate(text):
            room -= advances[each]
            if room < 0:
                while n and combining(text[n]):
                    n -= 1
                return text[:n] + ELLIPSIS
        return text


def _worth_reading(lines: list[str]) -> tuple[str, ...]:
    """The lines, or none where nothing but an ellipsis has room; a last line of that kind is left out."""
    while lines and len(lines[-1]) < 2:
        lines = lines[:-1]
    return tuple(lines) if lines and len(lines[0].rstrip("…")) > 1 else ("",)

"""The two charts, painted from the tokens: thirteen months, and lab use by hour; on the page and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resource_centre.i18n import _, date_text
from resource_centre.reports.charts import Heat, Trend
from resource_centre.ui.look import Look, look
from resource_centre.ui.words import capital, number_words

MONDAY = date(2026, 11, 23)  # any Monday, for the names of the days


class TrendChart(QWidget):
    """Participations of thirteen months: this one in the accent, the same month last year tinted."""

    def __init__(self) -> None:
        super().__init__()
        self.trend: Sequence[Trend] = ()
        self.setMinimumHeight(170)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_trend(self, trend: Sequence[Trend]) -> None:
        """Shows months."""
        self.trend = trend
        self.setAccessibleName(", ".join(f"{each.month}: {each.participations}" for each in trend))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_trend(painter, self.width(), self.height(), self.trend, look())
        painter.end()


def paint_trend(painter: QPainter, width: float, height: float, trend: Sequence[Trend], now: Look) -> None:
    """The bars of thirteen months, from the painter's origin."""
    if not trend:
        return
    most = max(max(each.participations for each in trend), 1)
    step = _step(most)
    top = step * -(-most // step)
    left, bottom, room = 44.0, height - 22.0, height - 42.0
    painter.setFont(now.font(11))
    for mark in range(0, int(top) + 1, int(step)):
        y = bottom - room * mark / top
        painter.fillRect(QRectF(left, y, width - left, 1), now.colour("line"))
        painter.setPen(now.colour("text3"))
        painter.drawText(
            QRectF(0, y - 9, left - 8, 18),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            number_words(mark),
        )
    wide = (width - left) / len(trend)
    for n, each in enumerate(trend):
        high = room * each.participations / top
        bar = QRectF(left + wide * (n + 0.18), bottom - high, wide * 0.64, high)
        last, year_ago = n + 1 == len(trend), n + 13 == len(trend)
        ink = QColor(now.colour("accent" if last or year_ago else "line2"))
        if year_ago:
            ink.setAlphaF(0.4)
        painter.fillRect(bar, ink)
        painter.setPen(now.colour("text" if last else "text3"))
        painter.setFont(now.font(11, "strong" if last else "regular"))
        name = capital(date_text(each.month.first_day, "LLL"))[:3]
        painter.drawText(
            QRectF(left + wide * n - 6, bottom + 3, wide + 12, 18), Qt.AlignmentFlag.AlignCenter, name
        )
        if last:
            painter.drawText(
                QRectF(bar.left() - 20, bar.top() - 17, bar.width() + 40, 16),
                Qt.AlignmentFlag.AlignCenter,
                number_words(each.participations),
            )


def _step(most: int) -> int:
    """A round step that gives two to four marks."""
    step = 1
    while most / step > 4:
        for factor in (2, 2.5, 2):
            step = int(step * factor) or 1
            if most / step <= 4:
                break
    return max(step, 1)


class HeatChart(QWidget):
    """How much of each open hour the labs were booked, in per cent."""

    def __init__(self) -> None:
        super().__init__()
        self.heat: Sequence[Heat] = ()
        self.setMinimumHeight(170)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_heat(self, heat: Sequence[Heat]) -> None:
        """Shows the week."""
        self.heat = heat
        self.setAccessibleName(_("Lab use by hour, in per cent"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_heat(painter, self.width(), self.height(), self.heat, look())
        painter.end()


def paint_heat(painter: QPainter, width: float, height: float, heat: Sequence[Heat], now: Look) -> None:
    """The week by hours, from the painter's origin; nothing where no hour was open."""
    known = [each for each in heat if each.percent is not None]
    if not known:
        return
    cells = {(each.weekday, each.hour): each.percent for each in heat}
    days = sorted({each.weekday for each in known})
    hours = range(min(e.hour for e in known), max(e.hour for e in known) + 1)
    left, bottom = 46.0, height - 20.0
    wide, high = (width - left) / len(hours), bottom / len(days)
    painter.setFont(now.font(11))
    for row, weekday in enumerate(days):
        painter.setPen(now.colour("text2"))
        name = capital(date_text(MONDAY + timedelta(days=weekday), "EEE"))
        painter.drawText(QRectF(0, row * high, left - 8, high), Qt.AlignmentFlag.AlignVCenter, name)
        for column, hour in enumerate(hours):
            percent = cells.get((weekday, hour))
            cell = QRectF(left + column * wide, row * high, wide - 2, high - 2)
            if percent is None:
                painter.fillRect(cell, now.colour("sunken"))
                continue
            ink = QColor(now.colour("accent"))
            ink.setAlphaF(0.08 + 0.52 * min(percent, 100) / 100)
            painter.fillRect(cell, ink)
            painter.setPen(now.colour("text"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, f"{percent:.0f}")
    painter.setPen(now.colour("text3"))
    for column, hour in enumerate(hours):
        painter.drawText(
            QRectF(left + column * wide, bottom, wide, 20), Qt.AlignmentFlag.AlignCenter, f"{hour:02}"
        )

"""The parts of the Today page: needs with their buttons, figures, the next days, news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from resource_centre.centres.queries import ClosedRange
from resource_centre.i18n import _, date_text
from resource_centre.overview.day import Coming, Figures, News
from resource_centre.overview.need import Need
from resource_centre.ui.look import look
from resource_centre.ui.today.wording import figure_cells, news_words, said
from resource_centre.ui.widgets.boxes import Card, Empty, clear, column, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.labels import Elided, HueSquare, IconLabel, Link, text
from resource_centre.ui.words import capital, moment_words

GROUNDS = {"danger": "danger_soft", "warn": "warn_soft", "accent": "soft", "ok": "ok_soft"}
SHOWN = 6


class NeedsCard(Card):
    """What needs the person. asked(need, other): the main action, or the other one."""

    asked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__(_("Needs you now"), "")
        self.head.addWidget(text(_("Most urgent first"), "second"))
        self.head.addWidget(IconLabel("arrow-down-wide-narrow", 14))
        self._all = False
        self._needs: Sequence[Need] = ()

    def show_needs(self, needs: Sequence[Need], zone: ZoneInfo, now: datetime) -> None:
        """Shows them, the first six unless all were asked for."""
        self._needs = needs
        clear(self.body)
        self.set_count(len(needs))
        if not needs:
            self.body.addWidget(
                Empty("circle-check", _("Nothing waits for you. New requests and returns appear here."))
            )
            return
        shown = needs if self._all else needs[:SHOWN]
        for n, need in enumerate(shown):
            self.body.addWidget(self._row(need, zone, now, first=n == 0, last=n + 1 == len(shown)))
        if len(shown) < len(needs):
            more = button(
                _("Show all {n}").format(n=len(needs)), lambda: self._show_all(zone, now), kind="link"
            )
            below = row(more, 1)
            below.setContentsMargins(8, 4, 14, 8)
            self.body.addLayout(below)

    def _show_all(self, zone: ZoneInfo, now: datetime) -> None:
        self._all = True
        self.show_needs(self._needs, zone, now)

    def _row(self, need: Need, zone: ZoneInfo, now: datetime, *, first: bool, last: bool) -> QWidget:
        words = said(need, zone, now)
        frame = QFrame()
        frame.setProperty("section", "false" if last else "true")
        frame.setFixedHeight(56)
        line = QHBoxLayout(frame)
        line.setContentsMargins(14, 0, 14, 0)
        line.setSpacing(12)
        line.addWidget(IconLabel(words.symbol, 16, words.tone, GROUNDS[words.tone]))
        line.addLayout(column(Elided(words.title, "medium"), Elided(words.second, "second"), spacing=1), 1)
        if words.other:
            line.addWidget(button(words.other, lambda: self.asked.emit(need, True), kind="quiet", small=True))
        made = button(
            words.action, lambda: self.asked.emit(need, False), kind="primary" if first else "", small=True
        )
        made.setMinimumWidth(104)
        line.addWidget(made)
        return frame


class FiguresCard(Card):
    """Four figures in a square."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        self.body.addLayout(self._grid)

    def show_figures(self, figures: Figures) -> None:
        """Shows them."""
        clear(self._grid)
        for n, (label, figure, note) in enumerate(figure_cells(figures)):
            cell = QFrame()
            cell.setProperty("figurecell", "true")
            inside = QVBoxLayout(cell)
            inside.setContentsMargins(14, 10, 10, 10)
            inside.setSpacing(2)
            inside.addWidget(Elided(label, "second"))
            inside.addWidget(text(figure, "figure"))
            inside.addWidget(Elided(note, "caption"))
            self._grid.addWidget(cell, n // 2, n % 2)
            self._grid.setColumnStretch(n % 2, 1)


class DaysCard(Card):
    """The next days. opened(activity)."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Next days"))

    def show_days(
        self, days: Sequence[tuple[date, Sequence[Coming], Sequence[ClosedRange]]], zone: ZoneInfo
    ) -> None:
        """Shows a few things of each day."""
        clear(self.body)
        if not days:
            self.body.addWidget(Empty("calendar-days", _("Nothing is planned for the next two weeks.")))
        for n, (day, rows, closed) in enumerate(days):
            frame = QFrame()
            frame.setProperty("section", "false" if n + 1 == len(days) else "true")
            line = QHBoxLayout(frame)
            line.setContentsMargins(12, 8, 14, 8)
            line.setSpacing(12)
            labels = text(capital(date_text(day, "EEE")), "caption"), text(str(day.day), "object")
            for label in labels:
                label.setFixedWidth(max(look().px(28), label.sizeHint().width()))
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            name = column(*labels, 1, spacing=0)
            line.addLayout(name)
            grid = QGridLayout()
            grid.setHorizontalSpacing(9)
            grid.setVerticalSpacing(7)
            grid.setColumnStretch(2, 3)
            grid.setColumnStretch(3, 2)
            for at, coming in enumerate(rows):
                self._line(
                    grid,
                    at,
                    coming.kind,
                    f"{coming.start.astimezone(zone):%H:%M}",
                    coming.title,
                    coming.place,
                    coming.activity_id,
                )
            for at, range_ in enumerate(closed, len(rows)):
                start = f"{range_.range.start.astimezone(zone):%H:%M}"
                self._line(grid, at, "maintenance", start, _("Closed"), range_.title, None)
            line.addLayout(grid, 1)
            self.body.addWidget(frame)

    def _line(
        self, grid: QGridLayout, at: int, kind: str, time: str, title: str, place: str, activity: int | None
    ) -> None:
        grid.addWidget(HueSquare(kind), at, 0)
        grid.addWidget(text(time, "second"), at, 1)
        if activity is None:
            grid.addWidget(Elided(title, "medium"), at, 2)
        else:
            made = Link(title, lambda: self.opened.emit(activity))
            grid.addWidget(made, at, 2)
        where = Elided(place, "second")
        where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(where, at, 3)


class NewsCard(Card):
    """What happened since yesterday."""

    def __init__(self) -> None:
        super().__init__(margins=(14, 10, 14, 12))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_news(self, news: Sequence[News], zone: ZoneInfo, now: datetime) -> None:
        """Newest first."""
        clear(self.body)
        self.body.addWidget(text(_("Since yesterday"), "section"))
        self.body.addSpacing(6)
        if not news:
            self.body.addWidget(text(_("Quiet so far."), "second"))
        for each in news:
            symbol, ink, words = news_words(each)
            line = QHBoxLayout()
            line.setSpacing(9)
            line.addWidget(IconLabel(symbol, 14, ink))
            line.addWidget(Elided(words, "body"), 1)
            line.addWidget(
                text(
                    moment_words(each.at, zone, now).removeprefix(_("Today {time}").format(time="")), "second"
                )
            )
            self.body.addLayout(line)
            self.body.addSpacing(5)

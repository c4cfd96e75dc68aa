"""The cards on the right of the booking dialog: why a date cannot be taken, and what can be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.i18n import _
from resource_centre.ui.booking.daypicture import DayPicture
from resource_centre.ui.booking.flow import Flow
from resource_centre.ui.booking.problems import Problem
from resource_centre.ui.timeline.strip import HEADER, TimelineStrip
from resource_centre.ui.widgets.boxes import column, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.labels import IconLabel, text

STRIP_ROW = 31


class ProblemCard(QFrame):
    """One date. taken(Way) · skipped() · moving() · more() · overriding(); `chosen` is "", "skip", or a way's words."""

    taken = Signal(object)
    skipped = Signal()
    moving = Signal()
    more = Signal()
    overriding = Signal()

    def __init__(
        self, problem: Problem, *, series: bool, may_override: bool, chosen: str = "", more: bool = True
    ) -> None:
        super().__init__()
        self.problem = problem
        settled = bool(chosen)
        self.setProperty("card", "true" if settled else "danger" if problem.hard else "warn")
        self.setAccessibleName(problem.title)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(15, 12, 15, 12)
        outer.setSpacing(10)
        symbol = "circle-check" if settled else "ban" if problem.hard else "triangle-alert"
        ink = "ok" if settled else "danger" if problem.hard else "warn"
        outer.addLayout(column(IconLabel(symbol, 16, ink), 1))
        inside = QVBoxLayout()
        inside.setSpacing(3)
        outer.addLayout(inside, 1)
        inside.addWidget(text(problem.title, "strong", wrap=True))
        for words, role in problem.lines:
            inside.addWidget(text(words, role, wrap=True))
        if problem.picture is not None and not settled:
            inside.addSpacing(4)
            inside.addWidget(picture_of(problem.picture))
        self.ways: list[QWidget] = []
        inside.addSpacing(5)
        if problem.ways:
            inside.addWidget(text(_("Nearest that work"), "caption-strong"))
        inside.addWidget(self._options(problem, series, may_override, chosen, more))

    def focus_on(self, words: str) -> None:
        """Gives the focus to the button with these words."""
        for each in self.findChildren(QAbstractButton):
            if each.text() == words:
                each.setFocus()

    def _options(
        self, problem: Problem, series: bool, may_override: bool, chosen: str, more: bool
    ) -> QWidget:
        holder = QWidget()
        flow = Flow(holder, 6)
        for way in problem.ways:
            made = button(
                way.words, partial(self.taken.emit, way), kind="option", symbol=way.symbol, small=True
            )
            made.setCheckable(True)
            made.setChecked(chosen == way.words)
            self.ways.append(made)
            flow.addWidget(made)
        if more:
            flow.addWidget(button(_("More…"), self.more.emit, symbol="calendar-search", small=True))
        if series:
            words = _("Leave it as it is") if problem.stands else _("Skip this date")
            skip = button(words, self.skipped.emit, kind="option", symbol="skip-forward", small=True)
            skip.setCheckable(True)
            skip.setChecked(chosen == "skip")
            flow.addWidget(skip)
            flow.addWidget(button(_("Move to…"), self.moving.emit, symbol="move", small=True))
        if may_override and not problem.hard:
            flow.addWidget(button(_("Override…"), self.overriding.emit, kind="quiet", small=True))
        return holder


def picture_of(picture: DayPicture) -> TimelineStrip:
    """The day as a small strip."""
    made = TimelineStrip()
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAccessibleName(_("The day, by resource"))
    made.set_scene(picture.scene, spots=picture.spots)
    made.setFixedHeight(HEADER + STRIP_ROW * max(1, len(picture.scene.rows)) + 1)
    made.setMinimumWidth(100)
    return made


class TitleRow(QWidget):
    """What the consequences come to, and how long ago they were found."""

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self.note = text(note, "second")
        self.setLayout(row(text(title, "section"), 1, self.note))

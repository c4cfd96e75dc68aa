"""The panel beside the calendar that finds a time: what is needed, within which days and hours, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from resource_centre.core.times import TimeRange, days_range
from resource_centre.i18n import _, n_
from resource_centre.overview.times import Found, Wish
from resource_centre.ui.booking.choices import Choices
from resource_centre.ui.booking.needs import NeedsField
from resource_centre.ui.calendar.details import joined
from resource_centre.ui.calendar.wanted import WEEKS_AHEAD, Wanted
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import Section, banner, clear, row
from resource_centre.ui.widgets.buttons import icon_button, primary, switch_off
from resource_centre.ui.widgets.fields import Choice, DayField, Finder, Minutes
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.widgets.lists import Head, Item, Items
from resource_centre.ui.words import long_day

LENGTHS = (30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480)
WIDTH, NARROW = 312, 284
REST = 200
LONGEST = 400


class FindPanel(QFrame):
    """wanted() when the form has changed; chosen(number) when a time is looked at; taken(number); closed()."""

    wanted = Signal()
    chosen = Signal(int)
    taken = Signal(int)
    closed = Signal()

    def __init__(self, choices: Choices, begin: Wanted, today: date, zone: ZoneInfo) -> None:
        super().__init__()
        self.choices, self.begin, self._zone = choices, begin, zone
        self.found: tuple[Found, ...] = ()
        self._people = {row.id for row in choices.bookables if row.kind == "person"}
        self.setProperty("inspector", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Find a time"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._form(today))
        self._answer = QVBoxLayout()
        self._answer.setContentsMargins(0, 8, 0, 0)
        self._answer.setSpacing(4)
        column.addLayout(self._answer, 1)
        self.list = Items(_("Free times"))
        self.list.picked.connect(lambda item: self.chosen.emit(item.id) if item is not None else None)
        self.list.opened.connect(lambda item: self.taken.emit(item.id))
        column.addWidget(self._foot())
        self.set_narrow(False)
        self.say(_("Name what is needed; the times at which all of it is free appear here."))

    def set_narrow(self, narrow: bool) -> None:
        """Narrower in small windows."""
        self.setFixedWidth(look().px(NARROW if narrow else WIDTH))

    def _head(self) -> QWidget:
        section = Section(line=False)
        close = icon_button("x", _("Close the search"), self.closed.emit)
        section.body.addLayout(row(text(_("Find a time"), "object"), 1, close))
        if self.begin.title:
            section.body.addWidget(text(self.begin.title, "second2", wrap=True))
        return section

    def _form(self, today: date) -> QWidget:
        begin = self.begin
        first = begin.first or today
        self.needs = NeedsField(self.choices)
        self.needs.put(begin.bookables, begin.units)
        self.needs.put_people(begin.people)
        self.length = Minutes(begin.minutes, LENGTHS)
        self.first = DayField(first)
        self.last = DayField(begin.last or first + timedelta(days=WEEKS_AHEAD))
        for field in (self.first, self.last):
            field.setDisplayFormat("dd.MM.yyyy")
        self.school = Finder(
            [Choice(each.id, each.name) for each in self.choices.schools], hint=_("any hours")
        )
        self.school.choose(begin.school_id)
        form = Form(10)
        form.add("bookables", _("All of this, together"), self.needs)
        form.add_row(("first", _("From"), self.first), ("last", _("Until"), self.last))
        form.add_row(("length", _("How long"), self.length), ("school", _("In the lessons of"), self.school))
        self.form = form
        section = Section()
        section.body.addWidget(form)
        self.needs.changed.connect(self._rest.start)
        self.length.changed.connect(self._rest.start)
        self.first.changed.connect(lambda _day: self._rest.start())
        self.last.changed.connect(lambda _day: self._rest.start())
        self.school.changed.connect(lambda _value: self._rest.start())
        return section

    def _foot(self) -> QWidget:
        foot = Section(line=False)
        self.before = icon_button("chevron-left", _("Earlier free time"), lambda: self.step(-1), framed=True)
        self.after = icon_button("chevron-right", _("Later free time"), lambda: self.step(1), framed=True)
        self.ok = primary(_("Take this time"), self._take)
        foot.body.addLayout(row(self.before, self.after, self.ok))
        self.ok.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return foot

    def wish(self, centre_id: int) -> Wish | None:
        """What the form says; None when nothing is named or the days make no sense, which is said."""
        days = (self.last.day - self.first.day).days + 1
        if not (self.needs.bookables or self.needs.units or self.needs.people):
            self.say(_("Name what is needed; the times at which all of it is free appear here."))
            return None
        if not 0 < days <= LONGEST:
            self.say(_("Choose a last day after the first, within a year."))
            return None
        begin, window = self.begin, days_range(self.first.day, days, self._zone)
        preferred = tuple(each for each in begin.preferred if each.overlaps(window))
        return Wish(
            centre_id, window, self.length.minutes, self.needs.bookables, self.needs.units, self.needs.people, begin.kind,
            begin.person_id, self.school.value, preferred, True, begin.setup, begin.cleardown, begin.without,
        )  # fmt: skip

    def say(self, words: str, tone: str = "") -> None:
        """A sentence instead of times."""
        self.found = ()
        self._clear()
        self._answer.addLayout(_padded(banner(words, tone) if tone else text(words, "body2", wrap=True)))
        self._answer.addStretch(1)
        self._allow()

    def show_found(self, found: tuple[Found, ...], names: dict[int, str]) -> None:
        """Lists times, with what would be taken beyond what was named."""
        if not found:
            self.say(_("Nothing is free together in these days. Take a later last day, or less."))
            return
        kept = self.current
        was = self.found[kept].time.start if kept is not None and kept < len(self.found) else None
        self.found = found
        self._clear()
        count = n_("{n} free time", "{n} free times", len(found)).format(n=len(found))
        self._answer.addLayout(_padded(text(count, "section")))
        self.list.set_entries(self._entries(found, names))
        self._answer.addWidget(self.list, 1)
        self.list.show()
        self._allow()
        self.list.pick(next((n for n, each in enumerate(found) if each.time.start == was), 0))

    def _entries(self, found: Sequence[Found], names: dict[int, str]) -> list[Head | Item]:
        entries: list[Head | Item] = []
        day = None
        for n, each in enumerate(found):
            begin, end = (at.astimezone(self._zone) for at in (each.time.start, each.time.end))
            if begin.date() != day:
                day = begin.date()
                entries.append(Head(long_day(day)))
            picked = [
                names[key] for key in each.time.bookables if key not in self.needs.bookables and key in names
            ]
            chip = _("preferred") if each.preferred else ""
            entries.append(
                Item(n, f"{begin:%H:%M}–{end:%H:%M}", joined(picked), symbol="clock", chip=chip, tone="ok")
            )
        return entries

    @property
    def current(self) -> int | None:
        """The number of the time that is looked at."""
        return self.list.current.id if self.found and self.list.current is not None else None

    def step(self, steps: int) -> None:
        """The next or previous time."""
        if self.current is not None:
            self.list.pick(min(max(self.current + steps, 0), len(self.found) - 1))

    def _take(self) -> None:
        if self.current is not None:
            self.taken.emit(self.current)

    def _allow(self) -> None:
        reason = "" if self.found else _("There is no free time to take.")
        for each in (self.before, self.after, self.ok):
            switch_off(each, reason)

    def _clear(self) -> None:
        self._answer.removeWidget(self.list)
        self.list.setParent(self)
        self.list.hide()
        clear(self._answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


def _padded(inside: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(16, 0, 16, 4)
    column.addWidget(inside)
    return column


def spans_of(found: Sequence[Found], window: TimeRange) -> list[int]:
    """The numbers of the times that lie in a window."""
    return [
        n for n, each in enumerate(found) if each.time.start < window.end and each.time.end > window.start
    ]

"""The form of the booking dialog: its fields, and what they say as a draft."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _, n_
from resource_centre.schedule.rules import ActivityKind
from resource_centre.schools.times import breaks_of
from resource_centre.ui.booking.books import BooksField
from resource_centre.ui.booking.choices import Choices
from resource_centre.ui.booking.draft import Draft, Whom
from resource_centre.ui.booking.holidays import Span
from resource_centre.ui.booking.repeat import RepeatBox
from resource_centre.ui.widgets.boxes import column, row
from resource_centre.ui.widgets.fields import (
    Choice,
    ClockField,
    DayField,
    Finder,
    Minutes,
    length_words,
    line,
)
from resource_centre.ui.widgets.form import Form
from resource_centre.ui.widgets.labels import rule, text


class BookingFields(Form):
    """retimed() when something changed that has to be judged again. `fixed` when it cannot become a series."""

    retimed = Signal()
    fixed = False

    def __init__(self, choices: Choices, draft: Draft) -> None:
        super().__init__(9)
        self._choices = choices
        self._holidays: tuple[Span, ...] = ()
        self._touched = [draft.setup is not None, draft.clear is not None]
        self.kind = draft.kind
        self.override = draft.override
        self.caption = line(draft.title, _("What takes place"), 300)
        self.add("title", _("Title"), self.caption)
        self.books = BooksField(choices)
        self.add("bookables", _("Books together"), self.books)
        self._add_when(draft)
        self._add_around(draft)
        self.whom = Finder(whom_choices(choices), hint=_("A school or a person; empty: for yourself"))
        self.whom_cell = self._boxed("for", _("For"), self.whom)
        self.put(self.whom_cell)
        self.whom_cell.setVisible(choices.staff)
        self.line = rule()
        self.put(self.line)
        self.repeat = RepeatBox(draft.day)
        self.add("repeat", "", self.repeat)
        self.note = line(draft.note, "", 5000)
        self.add("note", _("Note for the lab assistant"), self.note)
        self.end()
        self.books.put(draft.bookables, draft.units)
        self.whom.choose(draft.whom)
        if draft.repeat is not None:
            self.repeat.put(draft.repeat)
        self._show_own_buffers()
        self._say_lengths()
        self._wire()

    def _boxed(self, name: str, label: str, field: QWidget) -> QWidget:
        holder = QWidget()
        holder.setLayout(self._cell(name, label, field))
        return holder

    def _add_when(self, draft: Draft) -> None:
        self.day, self.start = DayField(draft.day), ClockField(draft.start)
        self.until, self.finish = DayField(draft.last_day), ClockField(draft.end)
        for field, least in ((self.day, 152), (self.start, 74), (self.finish, 74)):
            field.setMinimumWidth(least)
        for each in (self.day, self.until):
            each.setFixedHeight(self.start.sizeHint().height())
        when = row(spacing=8)
        when.addWidget(self._boxed("day", _("Date"), self.day), 5)
        when.addWidget(self._boxed("start", _("From"), self.start), 3)
        self.until_cell = self._boxed("until", _("Until"), self.until)
        self.to_cell = self._boxed("end", _("To"), self.finish)
        self.length = text("", "second2")
        self.length.setMinimumHeight(self.finish.sizeHint().height())
        self.length_cell = QWidget()
        self.length_cell.setLayout(column(text("", "label"), self.length))
        when.addWidget(self.to_cell, 3)
        when.addWidget(self.length_cell)
        for cell in (when.itemAt(n) for n in range(when.count())):
            if cell is not None:
                cell.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._when = when
        self.put(when)
        self._until_row = row()
        self._until_row.addWidget(self.until_cell, 5)
        self._until_row.addStretch(3)
        self.put(self._until_row)

    def _add_around(self, draft: Draft) -> None:
        self.setup, self.clear = Minutes(draft.setup or 0), Minutes(draft.clear or 0)
        for each in (self.setup, self.clear):
            each.setMinimumWidth(80)
        self.takes = text("", "body")
        self.takes.setMinimumHeight(self.setup.sizeHint().height())
        around = row(spacing=8)
        self.setup_cell = self._boxed("setup_minutes", _("Set-up"), self.setup)
        self.clear_cell = self._boxed("cleardown_minutes", _("Clear-down"), self.clear)
        self.takes_cell = QWidget()
        self.takes_label = text("", "label")
        self.takes_cell.setLayout(column(self.takes_label, self.takes))
        around.addWidget(self.setup_cell, 3)
        around.addWidget(self.clear_cell, 3)
        around.addWidget(self.takes_cell, 3)
        self.around = QWidget()
        self.around.setLayout(around)
        self.put(self.around)

    def _wire(self) -> None:
        self.books.changed.connect(self._books_changed)
        self.day.changed.connect(self._day_changed)
        self._length = self._minutes()
        self.start.changed.connect(self._start_changed)
        self.finish.changed.connect(self._time_changed)
        self.until.changed.connect(lambda _day: self._time_changed())
        self.setup.changed.connect(lambda: self._buffer_changed(0))
        self.clear.changed.connect(lambda: self._buffer_changed(1))
        self.whom.changed.connect(lambda _value: self._whom_changed())
        self.repeat.changed.connect(self.retimed)

    def know_holidays(self, spans: tuple[Span, ...]) -> None:
        """School holidays that series have left out before; those of the school itself go before them."""
        self._holidays = spans
        self._offer_holidays()

    def _offer_holidays(self) -> None:
        kind, key = self.whom.value or ("", 0)
        school = next((row for row in self._choices.schools if kind == "school" and row.id == key), None)
        own = breaks_of(school.breaks) if school is not None else ()
        self.repeat.offer_holidays(own or self._holidays)

    def _whom_changed(self) -> None:
        self._offer_holidays()
        self.retimed.emit()

    def set_kind(self, kind: ActivityKind) -> None:
        """A loan lasts days and has no set-up; only a lab booking repeats."""
        self.kind = kind
        long = kind is not ActivityKind.LAB_BOOKING or self.until.day != self.day.day
        self.until_cell.setVisible(long)
        for line_ in (self._when, self._until_row):
            line_.removeWidget(self.to_cell)
            line_.removeWidget(self.length_cell)
        line_, place = (self._until_row, 1) if long else (self._when, 2)
        line_.insertWidget(place, self.to_cell, 3, Qt.AlignmentFlag.AlignTop)
        line_.insertWidget(place + 1, self.length_cell, 0, Qt.AlignmentFlag.AlignTop)
        self.caption.setPlaceholderText(
            _("Empty: what is lent") if kind is ActivityKind.LOAN else _("What takes place")
        )
        self.around.setVisible(kind is not ActivityKind.LOAN)
        once = kind is ActivityKind.LOAN
        self.repeat.setVisible(not once and not self.fixed)
        self.line.setVisible(not once and not self.fixed)
        if once:
            self.repeat.on.setChecked(False)
        self._say_lengths()

    def fix_series(self, fixed: bool) -> None:
        """Whether the repetition cannot be changed here."""
        self.fixed = fixed

    def take(self, start: datetime, bookables: tuple[int, ...] | None) -> None:
        """Another time of the same length, or other bookables."""
        if bookables is not None:
            self.books.put(bookables, self.books.units)
        wall = start.replace(tzinfo=None)
        end = wall + timedelta(minutes=self._minutes())
        for field in (self.day, self.until):
            field.blockSignals(True)
        self.day.set_day(wall.date())
        self.until.set_day(end.date())
        for field in (self.day, self.until):
            field.blockSignals(False)
        self.repeat.set_day(wall.date())
        self.start.set_time(wall.time())
        self.finish.set_time(end.time())
        self._say_lengths()
        self.retimed.emit()

    @property
    def draft(self) -> Draft:
        """What the form says; `BadInput` when a time is none."""
        try:
            start = self.start.time
        except BadInput as trouble:
            raise BadInput(str(trouble), "start") from None
        try:
            end = self.finish.time
        except BadInput as trouble:
            raise BadInput(str(trouble), "end") from None
        until = self.until.day if self.until_cell.isVisibleTo(self) else None
        loan = self.kind is ActivityKind.LOAN
        return Draft(
            self.day.day,
            start,
            end,
            until if until != self.day.day else None,
            self.kind,
            " ".join(self.caption.text().split()),
            self.books.bookables,
            self.books.units,
            self.setup.minutes if self._touched[0] and not loan else None,
            self.clear.minutes if self._touched[1] and not loan else None,
            self.picked_whom,
            self.note.text().strip(),
            self.repeat.repeat if not self.fixed else None,
            self.override,
        )

    @property
    def picked_whom(self) -> Whom:
        """The school or person; `BadInput` for words that are none."""
        if self._choices.staff and self.whom.unknown:
            words = _("“{words}” is no school or person here. Pick one of the list.")
            raise BadInput(words.format(words=self.whom.unknown), "for")
        found: Whom = self.whom.value
        return found

    def _minutes(self) -> int:
        try:
            first = datetime.combine(self.day.day, self.start.time)
            last = self.until.day if self.until_cell.isVisibleTo(self) else self.day.day
            return int((datetime.combine(last, self.finish.time) - first).total_seconds() // 60)
        except BadInput:
            return 60

    def _books_changed(self) -> None:
        self._show_own_buffers()
        self._say_lengths()
        self.retimed.emit()

    def _day_changed(self, day) -> None:  # type: ignore[no-untyped-def]
        self.repeat.set_day(day)
        if self.until.day < day or not self.until_cell.isVisibleTo(self):
            self.until.blockSignals(True)
            self.until.set_day(day)
            self.until.blockSignals(False)
        self._time_changed()

    def _start_changed(self) -> None:
        """The end goes along with the start, as long as both are times."""
        try:
            begin = datetime.combine(self.day.day, self.start.time)
        except BadInput:
            return
        end = begin + timedelta(minutes=max(self._length, 15))
        if self._length > 0 and end.date() == begin.date() and not self.until_cell.isVisibleTo(self):
            self.finish.set_time(end.time())
        self._time_changed()

    def _time_changed(self) -> None:
        self._length = self._minutes()
        self._say_lengths()
        self.retimed.emit()

    def _buffer_changed(self, which: int) -> None:
        self._touched[which] = True
        self._say_lengths()
        self.retimed.emit()

    def _show_own_buffers(self) -> None:
        own = self._choices.buffers(self.books.bookables, self.books.units)
        for touched, field, minutes in zip(self._touched, (self.setup, self.clear), own, strict=True):
            if not touched:
                field.set_minutes(minutes)

    def _say_lengths(self) -> None:
        minutes = self._minutes()
        days = minutes // 1440
        length = length_words(minutes) if 0 < minutes < 1440 else ""
        length = n_("{n} day", "{n} days", days).format(n=days) if days > 0 else length
        self.length.setText(length)
        self.length_cell.setVisible(bool(length))
        labs = any(
            self._choices.by_id[key].kind == "lab"
            for key in self.books.bookables
            if key in self._choices.by_id
        )
        self.takes_label.setText(_("Takes the lab") if labs else _("Takes"))
        try:
            begin = datetime.combine(self.day.day, self.start.time) - timedelta(minutes=self.setup.minutes)
            end = datetime.combine(self.day.day, self.finish.time) + timedelta(minutes=self.clear.minutes)
        except BadInput:
            return
        self.takes.setText(f"{begin:%H:%M}–{end:%H:%M}")


def whom_choices(choices: Choices) -> list[Choice]:
    """Schools, then people."""
    found = [Choice(("school", row.id), row.name, "school", row.city) for row in choices.schools]
    for person in choices.people:
        words = f"{person.name}, {person.school}" if person.school else person.name
        found.append(Choice(("person", person.id), words, "user"))
    return found

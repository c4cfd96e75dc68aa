"""The part of the form that repeats a booking, with its dates below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.core.recurrence import DAYS
from resource_centre.core.spoken import describe
from resource_centre.i18n import _, date_text, n_
from resource_centre.ui.booking.breaks import Breaks
from resource_centre.ui.booking.consequences import Mark
from resource_centre.ui.booking.draft import WAYS, Repeat, rule_of
from resource_centre.ui.booking.holidays import Span, span_text, within
from resource_centre.ui.booking.marks import Marks
from resource_centre.ui.booking.painted import DayToggle
from resource_centre.ui.calendar.period import capital, day_short
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.fields import DayField, Pick, check, line, number
from resource_centre.ui.widgets.labels import text

MONDAY = date(2024, 1, 1)
WRITTEN = -1


class RepeatBox(QWidget):
    """changed() when the person changes it; date_picked(wall) when a date is clicked."""

    changed = Signal()
    date_picked = Signal(str)

    def __init__(self, day: date) -> None:
        super().__init__()
        self._day = day
        self._before: Repeat | None = None
        self.on = check(_("Repeat"))
        self.on.setProperty("weight", "strong")
        self.note = text("", "second")
        self._make_fields(day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row(self.on, 1, self.note))
        self.details = QWidget()
        inside = QVBoxLayout(self.details)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        first = row(spacing=3)
        first.addWidget(self.every, 1)
        first.addSpacing(4)
        for toggle in self.days.values():
            first.addWidget(toggle)
        inside.addLayout(first)
        ends = row()
        ends.addWidget(self.ends, 2)
        ends.addWidget(self.count, 1)
        ends.addWidget(self.until, 2)
        inside.addLayout(ends)
        inside.addWidget(self.rule)
        inside.addWidget(self.said)
        self.marks = Marks()
        self.marks.picked.connect(self.date_picked)
        inside.addWidget(self.marks)
        inside.addWidget(self.holidays)
        inside.addWidget(self.breaks)
        column.addWidget(self.details)
        self.details.hide()
        self._wire()

    def _make_fields(self, day: date) -> None:
        words = (
            _("Every day"), _("Every 2 days"), _("Every week"), _("Every 2 weeks"), _("Every 3 weeks"), _("Every 4 weeks"),
            _("Every month, same day"), _("Every month, same weekday"), _("Every 2 months"), _("Every 3 months"),
            _("Every year"),
        )  # fmt: skip
        ways = [*enumerate(words), (WRITTEN, _("By a written rule…"))]
        self.every = Pick(ways, WAYS.index(("WEEKLY", 1, False)))
        self.every.setAccessibleName(_("How often"))
        self.every.setMinimumWidth(90)
        self.rule = line("", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=6", 2000)
        self.rule.setAccessibleName(_("The rule (RFC 5545)"))
        self.rule.setToolTip(
            _(
                "A rule of RFC 5545, as other calendars write it. RDATE:… adds dates, EXDATE:… leaves dates out."
            )
        )
        self.rule.hide()
        self.said = text("", "second2", wrap=True)
        self.days = {}
        for n, code in enumerate(DAYS):
            each = MONDAY + timedelta(days=n)
            self.days[code] = DayToggle(day_short(each), capital(date_text(each, "EEEE")))
        self.days[DAYS[day.weekday()]].setChecked(True)
        self.ends = Pick(
            [("count", _("Ends after")), ("until", _("Ends on")), ("never", _("Never ends"))], "count"
        )
        self.ends.setAccessibleName(_("How it ends"))
        self.ends.setMinimumWidth(90)
        self.count = number(12, 1, 500, " " + _("times"))
        self.count.setAccessibleName(_("How many times"))
        self.count.setFixedHeight(self.ends.sizeHint().height())
        self.until = DayField(day + timedelta(weeks=12))
        self.until.setAccessibleName(_("Last day"))
        self.until.setMinimumWidth(120)
        self.until.setFixedHeight(self.ends.sizeHint().height())
        self.until.hide()
        self.holidays = check("")
        self.holidays.hide()
        self._known: tuple[Span, ...] = ()
        self._offered: tuple[Span, ...] = ()
        self.breaks = Breaks()
        self.breaks.set_day(day)

    def _wire(self) -> None:
        self.on.toggled.connect(self._show_details)
        self.every.changed.connect(self._show_days)
        self.rule.textChanged.connect(lambda _words: self.changed.emit())
        self.changed.connect(self._describe)
        self.ends.changed.connect(self._show_end)
        for toggle in self.days.values():
            toggle.clicked.connect(lambda _checked=False: self.changed.emit())
        self.count.valueChanged.connect(lambda _value: self.changed.emit())
        self.until.changed.connect(lambda _day: self.changed.emit())
        self.breaks.changed.connect(self.changed)
        self.holidays.toggled.connect(lambda _on: self.changed.emit())

    def set_day(self, day: date) -> None:
        """The first day has changed: its weekday goes along while it is the only one."""
        picked = [code for code, toggle in self.days.items() if toggle.isChecked()]
        if picked == [DAYS[self._day.weekday()]]:
            self.days[picked[0]].setChecked(False)
            self.days[DAYS[day.weekday()]].setChecked(True)
        self._day = day
        self.breaks.set_day(day)

    def offer_holidays(self, spans: tuple[Span, ...]) -> None:
        """School holidays that are known: where a series meets them they can be skipped at once."""
        self._known = spans

    def _offer(self, first: date, last: date) -> None:
        if not self.holidays.isChecked():
            self._offered = within(self._known, first, last)
        words = ", ".join(span_text(span) for span in self._offered)
        self.holidays.setText(_("Skip school holidays too ({days})").format(days=words))
        self.holidays.setVisible(bool(self._offered))
        self.breaks.setVisible(not self._offered)

    @property
    def _left_out(self) -> tuple[Span, ...]:
        return (*self.breaks.spans, *(self._offered if self.holidays.isChecked() else ()))

    @property
    def repeat(self) -> Repeat | None:
        """What it says; None when nothing repeats."""
        if not self.on.isChecked():
            return None
        if self.every.value == WRITTEN:
            return Repeat(written=self.rule.text(), breaks=self._left_out)
        frequency, interval, same = WAYS[self.every.value]
        days = tuple(code for code, toggle in self.days.items() if toggle.isChecked())
        return Repeat(
            frequency,
            interval,
            days,
            same,
            self.count.value() if self.ends.value == "count" else None,
            self.until.day if self.ends.value == "until" else None,
            self._left_out,
        )

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """The dates and how they stand."""
        self.marks.show_marks(marks)
        if not marks:
            self.note.setText("")
            return
        self._offer(self._day, marks[-1].day)
        last = date_text(marks[-1].day, "d MMMM")
        words = n_("{n} date, {day}", "{n} dates, until {day}", len(marks))
        self.note.setText(words.format(n=len(marks), day=last))

    def _show_details(self, on: bool) -> None:
        self.details.setVisible(on)
        self.note.setText("")
        self.changed.emit()

    def put(self, repeat: Repeat | None) -> None:
        """Shows another repetition; tells nobody."""
        self.blockSignals(True)
        self.on.setChecked(repeat is not None)
        if repeat is not None:
            way = (repeat.frequency, repeat.interval, repeat.same_weekday)
            self.every.choose(WAYS.index(way) if repeat.written is None else WRITTEN)
            self.rule.setText((repeat.written or "").replace("\n", " "))
            for code, toggle in self.days.items():
                toggle.setChecked(code in (repeat.days or (DAYS[self._day.weekday()],)))
            self.ends.choose("count" if repeat.count else "until" if repeat.until else "never")
            self.count.setValue(repeat.count or self.count.value())
            if repeat.until is not None:
                self.until.set_day(repeat.until)
        self._arrange()
        self.details.setVisible(repeat is not None)
        self.blockSignals(False)
        self._describe()

    def _arrange(self) -> None:
        """What belongs to the way that is picked."""
        written = self.every.value == WRITTEN
        for toggle in self.days.values():
            toggle.setVisible(not written and WAYS[self.every.value][0] == "WEEKLY")
        self.ends.setVisible(not written)
        self.count.setVisible(not written and self.ends.value == "count")
        self.until.setVisible(not written and self.ends.value == "until")
        self.rule.setVisible(written)

    def _show_days(self) -> None:
        """A rule that is to be written begins with what was picked."""
        if self.every.value == WRITTEN and not self.rule.text() and self._before is not None:
            self.rule.setText(rule_of(self._before, self._day).replace("\n", " "))
        self._arrange()
        self.changed.emit()

    def _show_end(self) -> None:
        self._arrange()
        self.changed.emit()

    def _describe(self) -> None:
        """The rule in words, unless the fields say it themselves."""
        found = self.repeat
        if found is not None and found.written is None:
            self._before = found
        try:
            words = describe(rule_of(found, self._day)) if found is not None else ""
        except BadInput as trouble:
            words = str(trouble)
        self.said.setText(capital(words))
        self.said.setVisible(bool(words) and found is not None and found.written is not None)

"""The week editor: opening times of each weekday, with a second one where the day has a break."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _, date_text
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import clear
from resource_centre.ui.widgets.buttons import icon_button
from resource_centre.ui.widgets.fields import ClockField, check, read_clock
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.words import capital

Span = tuple[int, int, int]
MONDAY = date(2026, 11, 23)
DAY_END = 24 * 60
OFFICE = (9 * 60, 18 * 60)


def clock_of(minute: int) -> str:
    """Minutes after midnight as people write them; the end of the day is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(words: str, *, end: bool) -> int:
    """What was typed, as minutes after midnight; as an end, midnight is the end of the day."""
    if end and words.strip() in ("24", "24:00", "24.00", "2400"):
        return DAY_END
    found = read_clock(words)
    minute = found.hour * 60 + found.minute
    return DAY_END if end and minute == 0 else minute


class DayLine(QWidget):
    """One weekday: open or not, and when."""

    def __init__(self, weekday: int) -> None:
        super().__init__()
        self.name = capital(date_text(date.fromordinal(MONDAY.toordinal() + weekday), "EEEE"))
        self.weekday = weekday
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        self.open = check(self.name)
        self.open.setMinimumWidth(look().px(118))
        inside.addWidget(self.open)
        self.times = QHBoxLayout()
        self.times.setSpacing(6)
        inside.addLayout(self.times)
        inside.addStretch(1)
        self.fields: list[tuple[ClockField, ClockField]] = []
        self.open.toggled.connect(self._toggle)

    def set_spans(self, spans: Iterable[tuple[int, int]]) -> None:
        """Shows opening times; none is closed."""
        wanted = list(spans)
        self.open.blockSignals(True)
        self.open.setChecked(bool(wanted))
        self.open.blockSignals(False)
        self._show(wanted)

    def spans(self) -> list[Span]:
        """The opening times; `BadInput` says which day cannot be read."""
        if not self.open.isChecked():
            return []
        found: list[Span] = []
        for first, last in self.fields:
            try:
                start, end = (minute_of(f.currentText(), end=f is last) for f in (first, last))
            except BadInput as trouble:
                raise BadInput(f"{self.name}: {trouble}", "hours") from trouble
            if end <= start:
                raise BadInput(
                    _("{day}: the centre closes before it opens. Choose a later end.").format(day=self.name),
                    "hours",
                )
            found.append((self.weekday, start, end))
        found.sort()
        if any(later[1] < earlier[2] for earlier, later in itertools.pairwise(found)):
            raise BadInput(_("{day}: two opening times overlap. Join them.").format(day=self.name), "hours")
        return found

    def _toggle(self, on: bool) -> None:
        self._show([OFFICE] if on else [])

    def _show(self, spans: list[tuple[int, int]]) -> None:
        clear(self.times)
        self.fields = []
        for n, span in enumerate(spans):
            first, last = ClockField(first=0, last=23), ClockField(first=0, last=23)
            last.addItem(clock_of(DAY_END))
            for field, minute, name in (
                (first, span[0], _("{day}, from")),
                (last, span[1], _("{day}, to")),
            ):
                field.setCurrentText(clock_of(minute))
                field.setFixedWidth(look().px(84))
                field.setAccessibleName(name.format(day=self.name))
            self.fields.append((first, last))
            if n:
                self.times.addSpacing(6)
                self.times.addWidget(text(_("and"), "second"))
            for part in (first, text("–", "second"), last):
                self.times.addWidget(part)
        if len(spans) == 1:
            self.times.addWidget(
                icon_button("plus", _("A break: open a second time on this day"), self._part)
            )
        elif spans:
            self.times.addWidget(icon_button("x", _("No break on this day"), self._join))
        else:
            self.times.addWidget(text(_("closed"), "second"))

    def _now(self) -> list[tuple[int, int]]:
        found = []
        for first, last in self.fields:
            try:
                found.append(
                    (minute_of(first.currentText(), end=False), minute_of(last.currentText(), end=True))
                )
            except BadInput:
                found.append(OFFICE)
        return found

    def _part(self) -> None:
        start, end = self._now()[0]
        noon = min(max(start + 60, 13 * 60), max(end - 120, start + 15))
        self._show([(start, noon), (min(noon + 60, end - 15), end)])

    def _join(self) -> None:
        spans = self._now()
        self._show([(spans[0][0], spans[-1][1])])


class WeekEditor(QWidget):
    """Seven days."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.days = [DayLine(weekday) for weekday in range(7)]
        for day in self.days:
            column.addWidget(day)

    def set_hours(self, hours: Iterable[Span]) -> None:
        """Shows (weekday, from, to) in minutes."""
        spans = sorted(hours)
        for day in self.days:
            day.set_spans((start, end) for weekday, start, end in spans if weekday == day.weekday)

    def hours(self) -> tuple[Span, ...]:
        """What is shown; `BadInput` with the field "hours" when a day cannot be."""
        return tuple(span for day in self.days for span in day.spans())

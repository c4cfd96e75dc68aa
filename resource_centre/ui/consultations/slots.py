"""Two or three preferred times: as fields, and drawn in a week that shows when the centre is open and has a room free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from resource_centre.core.errors import BadInput
from resource_centre.core.times import TimeRange, to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.ui.calendar.reading import CalendarRows, read_calendar
from resource_centre.ui.calendar.turning import WeekTurner
from resource_centre.ui.calendar.weekly import some_room_free, week_of
from resource_centre.ui.consultations.wording import rank_words
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline.scene import BlockKind, BlockState
from resource_centre.ui.timeline.week import WeekBlock
from resource_centre.ui.timeline.weekgrid import WeekGrid
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.fields import ClockField, DayField, Minutes, check
from resource_centre.ui.widgets.labels import Elided, text

HOURS = (10, 14, 11)
LENGTHS = (30, 45, 60, 90, 120)
ASKED = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """One preferred time: a box to tick, a day, a time."""

    on: QCheckBox
    day: DayField
    clock: ClockField


class Slots(QWidget):
    """The fields, and how long it takes. changed() when any of them does."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.slots: list[Slot] = []
        day = today + timedelta(days=2)
        for n, hour in enumerate(HOURS):
            while day.weekday() > 4:
                day += timedelta(days=1)
            self.slots.append(self._make(column, n, day, hour))
            day += timedelta(days=1)
        self.length = Minutes(60, LENGTHS)
        self.length.setAccessibleName(_("How long"))
        self.length.changed.connect(lambda *_args: self.changed.emit())
        line = row(text(_("How long"), "label"))
        line.addWidget(self.length, 1)
        column.addLayout(line)

    def _make(self, column: QVBoxLayout, n: int, day: date, hour: int) -> Slot:
        words = rank_words(n + 1)
        made = Slot(check(words, n < ASKED), DayField(day), ClockField(time(hour)))
        for field in (made.day, made.clock):
            made.on.toggled.connect(field.setEnabled)
            field.setEnabled(n < ASKED)
            field.changed.connect(lambda *_args: self.changed.emit())
        made.on.toggled.connect(lambda _on: self.changed.emit())
        made.day.setAccessibleName(_("{what}, day").format(what=words))
        made.clock.setAccessibleName(_("{what}, time").format(what=words))
        column.addWidget(made.on)
        line = row()
        line.setContentsMargins(24, 0, 0, 0)
        line.addWidget(made.day, 2)
        line.addWidget(made.clock, 1)
        column.addLayout(line)
        return made

    def ask(self, day: date, start: int, end: int) -> bool:
        """Puts a drawn time into the first choice that is not made yet; False when all three are."""
        free = next((slot for slot in self.slots if not slot.on.isChecked()), None)
        if free is None:
            return False
        self.blockSignals(True)
        free.on.setChecked(True)
        free.day.set_day(day)
        free.clock.setCurrentText(f"{start // 60:02d}:{start % 60:02d}")
        self.length.set_minutes(end - start)
        self.blockSignals(False)
        self.changed.emit()
        return True

    def drop(self, rank: int) -> None:
        """Takes a choice back."""
        self.slots[rank - 1].on.setChecked(False)

    def ranges(self, zone: ZoneInfo) -> tuple[TimeRange, ...]:
        """The chosen times in order; `BadInput` for a time that cannot be read or is skipped by the clock."""
        found = []
        for slot in self.slots:
            if slot.on.isChecked():
                start = to_instant(datetime.combine(slot.day.day, slot.clock.time), zone).instant
                found.append(TimeRange(start, start + timedelta(minutes=self.length.minutes)))
        return tuple(found)


class SlotChooser(QWidget):
    """The week beside the fields: what is drawn becomes a choice, Enter or a click on a choice takes it back."""

    def __init__(self, desk: Desk, slots: Slots) -> None:
        super().__init__()
        self.desk, self.slots = desk, slots
        self.rows: CalendarRows | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.turner = WeekTurner(desk.wall_now().date())
        self.turner.go_to(slots.slots[0].day.day)
        self.turner.turned.connect(lambda _period: self.read())
        head = row()
        head.addWidget(Elided(_("When the centre has a room free"), "section"), 1)
        head.addWidget(self.turner)
        column.addLayout(head)
        self.hint = text("", "second", wrap=True)
        column.addWidget(self.hint)
        self.grid = WeekGrid(draws=True)
        self.grid.setMinimumHeight(380)
        self.grid.paged.connect(self.turner.turn)
        self.grid.drawn.connect(self._drawn)
        self.grid.opened.connect(lambda number: self.slots.drop(-number))
        column.addWidget(self.grid, 1)
        slots.changed.connect(self._draw)
        self._say(True)
        self.read()

    def read(self) -> None:
        """Reads the week in sight."""
        centre_id, period = self.desk.centre_id, self.turner.period

        def read(unit: Unit) -> CalendarRows:
            return read_calendar(unit, centre_id, period, movable=False)

        self.desk.read(self, read, self._show, key="slots")

    def _show(self, rows: CalendarRows) -> None:
        self.rows = rows
        self._draw()

    def _draw(self) -> None:
        self.grid.length = self.slots.length.minutes
        if self.rows is not None:
            free = [span for span in some_room_free(self.rows) if span.end > self.rows.now]
            self.grid.set_week(week_of(self.rows, free, (), self._chosen(self.rows)))

    def _chosen(self, rows: CalendarRows) -> list[WeekBlock]:
        shown = {day.day for day in rows.days}
        found = []
        for n, slot in enumerate(self.slots.slots, 1):
            if not slot.on.isChecked() or slot.day.day not in shown:
                continue
            try:
                at = slot.clock.time
            except BadInput:
                continue
            start = at.hour * 60 + at.minute
            end = min(start + self.slots.length.minutes, 24 * 60)
            kind, state = BlockKind.APPOINTMENT, BlockState.PENDING
            found.append(WeekBlock(-n, slot.day.day, start, end, kind, state, rank_words(n), f"{at:%H:%M}"))
        return found

    def _drawn(self, day: date, start: int, end: int) -> None:
        self._say(self.slots.ask(day, start, end))

    def _say(self, room: bool) -> None:
        self.hint.setText(
            _(
                "Draw two or three times that would suit, or use the arrows and Space. Click one to take it back."
            )
            if room
            else _("Three times are enough. Click one to take it back, then draw another.")
        )

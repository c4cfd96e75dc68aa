"""A consultant's week: meetings, free hours, the times that the chosen request prefers; what is drawn is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resource_centre.consultations.choices import ConsultantRow
from resource_centre.consultations.queries import RequestDetail, SlotRow
from resource_centre.core.ranges import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.ui.calendar.reading import CalendarRows, read_calendar
from resource_centre.ui.calendar.turning import WeekTurner
from resource_centre.ui.calendar.weekly import free_of, open_hours, pieces, span_of, week_of
from resource_centre.ui.consultations.wording import rank_words
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline.scene import BlockKind, BlockState
from resource_centre.ui.timeline.week import WeekBlock
from resource_centre.ui.timeline.weekgrid import WeekGrid
from resource_centre.ui.widgets.fields import Choice, Pick
from resource_centre.ui.widgets.labels import Elided, text


@dataclass(frozen=True, slots=True)
class Wish:
    """A request with the times that it prefers."""

    title: str
    slots: Sequence[SlotRow]


def preferred_blocks(wish: Wish | None, zone: ZoneInfo) -> list[WeekBlock]:
    """The preferred times of a request, dashed: they hold nothing. Their number is minus their rank."""
    if wish is None:
        return []
    return [
        WeekBlock(
            -slot.rank,
            day,
            start,
            end,
            BlockKind.APPOINTMENT,
            BlockState.PENDING,
            rank_words(slot.rank),
            wish.title,
        )
        for slot in wish.slots
        for day, start, end in pieces(TimeRange(slot.start, slot.end), zone)
    ]


class ConsultantWeek(QWidget):
    """proposed(start, end, consultant): a time for the chosen request · opened(activity)."""

    proposed = Signal(object, object, object)
    opened = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.wish: Wish | None = None
        self.rows: CalendarRows | None = None
        self._people: Sequence[ConsultantRow] = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        self.who = Pick()
        self.who.setMinimumContentsLength(22)
        self.who.setAccessibleName(_("Whose week"))
        self.who.changed.connect(lambda _value: self._draw())
        self.turner = WeekTurner(desk.wall_now().date())
        self.turner.turned.connect(lambda _period: self.read())
        head = QHBoxLayout()
        head.addWidget(text(_("Week of"), "section"))
        head.addWidget(self.who)
        head.addStretch(1)
        head.addWidget(self.turner)
        outer.addLayout(head)
        self.note = Elided("", "second2")
        outer.addWidget(self.note)
        self.grid = WeekGrid(draws=True)
        self.grid.paged.connect(self.turner.turn)
        self.grid.drawn.connect(self._drawn)
        self.grid.opened.connect(self._opened)
        outer.addWidget(self.grid, 1)

    def show_people(self, people: Sequence[ConsultantRow]) -> None:
        """Whose week can be shown; one's own first."""
        if [p.person_id for p in people] == [p.person_id for p in self._people]:
            return
        self._people = people
        mine = self.desk.actor.person_id
        chosen = next((p.person_id for p in people if p.person_id == mine), None)
        choices = [Choice(p.person_id, p.name, "user") for p in people]
        self.who.set_choices(
            choices, chosen if chosen is not None else (people[0].person_id if people else None)
        )
        self._draw()

    def show_request(self, detail: RequestDetail) -> None:
        """The request that a drawn time is for: its preferred times are shown, in their week."""
        open_ = any(step.name in ("schedule", "reschedule") for step in detail.steps)
        self.wish = Wish(detail.row.title, detail.preferred) if open_ else None
        words = _("Draw a time for “{title}”, or press Enter on a preferred one.").format(
            title=detail.row.title
        )
        self.note.set_words(
            words if open_ else _("“{title}” needs no time now.").format(title=detail.row.title)
        )
        self.grid.editable = open_
        ahead = [slot.start for slot in detail.preferred if slot.start > self.desk.now()]
        if open_ and ahead:
            self.turner.go_to(min(ahead).astimezone(self.desk.zone).date())
        self.read()

    def read(self) -> None:
        """Reads the week in sight."""
        centre_id, period = self.desk.centre_id, self.turner.period

        def read(unit: Unit) -> CalendarRows:
            return _of_people(read_calendar(unit, centre_id, period, movable=False))

        self.desk.read(self, read, self._show, key="consultants")

    def _show(self, rows: CalendarRows) -> None:
        self.rows = rows
        self._draw()

    def _draw(self) -> None:
        if self.rows is None:
            return
        zone, person = self.desk.zone, self.who.value
        time_of = next((p.bookable_id for p in self._people if p.person_id == person), None)
        wishes = preferred_blocks(self.wish, zone)
        shown = {day.day for day in self.rows.days}
        free = free_of(self.rows, time_of) if time_of is not None else open_hours(self.rows)
        taken = {time_of} if time_of is not None else set()
        self.grid.set_week(week_of(self.rows, free, taken, [w for w in wishes if w.day in shown]))

    def _drawn(self, day: date, start: int, end: int) -> None:
        first, last = span_of(day, start, end, self.desk.zone)
        self.proposed.emit(first, last, self.who.value)

    def _opened(self, activity: int) -> None:
        if activity >= 0:
            self.opened.emit(activity)
            return
        slot = next((s for s in self.wish.slots if s.rank == -activity), None) if self.wish else None
        if slot is not None:
            self.proposed.emit(slot.start, slot.end, self.who.value)


def _of_people(rows: CalendarRows) -> CalendarRows:
    """What is kept for the week of one or the other: not the thousands of bookings of labs and equipment."""
    people = {row.id for row in rows.bookables if row.kind == "person"}
    return replace(rows, blocks=tuple(block for block in rows.blocks if block.bookable_id in people))

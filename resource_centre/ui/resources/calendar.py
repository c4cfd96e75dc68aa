"""The week of one lab or unit: what takes it, and booking what is drawn on its free time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.changes import Topic
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.ui.booking.dialog import open_booking
from resource_centre.ui.booking.start import Start
from resource_centre.ui.calendar.reading import CalendarRows, read_calendar
from resource_centre.ui.calendar.turning import WeekTurner
from resource_centre.ui.calendar.weekly import free_of, span_of, week_of
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline.weekgrid import WeekGrid
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import text

TOPICS = frozenset({Topic.SCHEDULE, Topic.RESOURCES, Topic.CENTRES, Topic.LOANS})


class ResourceWeek(Dialog):
    """Seven days of one bookable. A click or Enter on a booking shows it in the calendar."""

    def __init__(self, desk: Desk, parent: QWidget, bookable: int, name: str) -> None:
        title = _("Week of {name}").format(name=name)
        super().__init__(desk, parent, title, _("Close"), size=QSize(980, 680))
        self.cancel.hide()
        self.bookable = bookable
        self.turner = WeekTurner(desk.wall_now().date())
        self.turner.turned.connect(lambda _period: self.read())
        self.head.insertWidget(1, self.turner)
        self.head.insertStretch(1, 1)
        may = desk.may(Data.BOOKINGS, Right.OWN)
        self.grid = WeekGrid(editable=may, draws=True)
        self.grid.setMinimumHeight(420)
        self.grid.paged.connect(self.turner.turn)
        self.grid.drawn.connect(self._book)
        self.grid.opened.connect(self._show_activity)
        self.form.put(self.grid)
        if may:
            self.form.put(text(_("Draw a time to book it, or use the arrows and Space."), "second"))
        self.desk.hub.changed.connect(self._on_change)
        self.read()

    def read(self) -> None:
        """Reads the week in sight."""
        centre_id, period = self.desk.centre_id, self.turner.period

        def read(unit: Unit) -> CalendarRows:
            return read_calendar(unit, centre_id, period, movable=False)

        self.desk.read(self, read, self._show, key="week")

    def _show(self, rows: CalendarRows) -> None:
        self.grid.set_week(week_of(rows, free_of(rows, self.bookable), {self.bookable}))

    def _on_change(self, topics: object) -> None:
        if isinstance(topics, frozenset) and topics & TOPICS:
            self.read()

    def _book(self, day: date, start: int, end: int) -> None:
        first, last = span_of(day, start, end, self.desk.zone)
        open_booking(
            self.desk, self, Start(bookables=(self.bookable,), start=first, end=last), lambda *_made: None
        )

    def _show_activity(self, activity: int) -> None:
        self.accept()
        self.desk.open("calendar", activity=activity)

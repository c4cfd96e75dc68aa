"""When can we do this? Names what is needed and how long; answers the times at which all of it is free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.core.times import TimeRange, days_range
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.resources import queries as resources
from resource_centre.schedule import queries as schedule
from resource_centre.schedule.rules import ActivityKind, Alternative, Hold
from resource_centre.ui.booking.books import BooksField
from resource_centre.ui.booking.choices import Choices, read_choices
from resource_centre.ui.booking.dialog import open_booking
from resource_centre.ui.booking.start import Start
from resource_centre.ui.calendar.details import joined
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.widgets.boxes import banner, clear
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import DayField, Minutes
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.widgets.lists import Head, Item, Items
from resource_centre.ui.words import long_day

LENGTHS = (30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480)
LIMIT = 60
REST = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What is needed together, how long (minutes), from which day on."""

    bookables: tuple[int, ...] = ()
    units: tuple[tuple[int, int], ...] = ()
    minutes: int = 120
    first: date | None = None
    setup: int | None = None
    clear: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time, with the names of the units that would be taken."""

    start: datetime
    end: datetime
    names: str


def open_when(desk: Desk, parent: QWidget, first: date, then: Callable[..., object]) -> None:
    """Opens the search; a time that is picked opens the booking dialog."""
    centre_id = desk.centre_id

    def ready(choices: Choices) -> None:
        def picked(start: datetime, end: datetime) -> None:
            wish = dialog.wish
            begin = Start(bookables=wish.bookables, units=wish.units, start=start, end=end)
            open_booking(desk, parent, begin, then)

        dialog = WhenDialog(desk, parent, choices, Wish(first=first), picked)
        dialog.open()

    desk.read(parent, lambda unit: read_choices(unit, centre_id), ready, key="booking")


def read_slots(unit: Unit, hold: Hold, window: TimeRange) -> list[Slot]:
    """The free times in the window, with what would be taken at each."""
    found = schedule.free_slots(unit, hold, window, LIMIT)
    return [Slot(each.start, each.end, _names(unit, hold, each)) for each in found]


def _names(unit: Unit, hold: Hold, each: Alternative) -> str:
    picked = [key for key in each.bookables if key not in hold.bookables]
    rows = resources.bookables_by_id(unit, picked) if picked else {}
    return joined([rows[key].name for key in picked]) if picked else ""


class WhenDialog(Dialog):
    """`wish` is what is asked for; a slot that is picked closes it."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        choices: Choices,
        wish: Wish,
        picked: Callable[[datetime, datetime], object],
    ) -> None:
        super().__init__(
            desk, parent, _("When can we do this?"), _("Take this time"), wide=True, size=QSize(940, 600)
        )
        self._picked, self._around = picked, (wish.setup, wish.clear)
        self._slots: list[Slot] = []
        self.choices = choices
        first = wish.first or desk.wall_now().date()
        self.books = BooksField(choices)
        self.books.put(wish.bookables, wish.units)
        self.length = Minutes(wish.minutes, LENGTHS)
        self.first, self.last = DayField(first), DayField(first + timedelta(days=14))
        self.form.add("bookables", _("All of this, together"), self.books)
        self.form.add("length", _("How long"), self.length)
        self.form.add_row(("first", _("From"), self.first), ("last", _("Until"), self.last))
        self.form.end()
        self.list = Items(_("Free times"))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.search)
        self.books.changed.connect(self._rest.start)
        self.length.changed.connect(self._rest.start)
        self.first.changed.connect(lambda _day: self._rest.start())
        self.last.changed.connect(lambda _day: self._rest.start())
        self.list.opened.connect(lambda _item: self._go())
        self.search()

    @property
    def wish(self) -> Wish:
        """What the form says."""
        return Wish(
            self.books.bookables, self.books.units, self.length.minutes, self.first.day, *self._around
        )

    def search(self) -> None:
        """Looks for free times in the background."""
        wish = self.wish
        if not (wish.bookables or wish.units):
            self._say(_("Name what is needed; the times at which all of it is free appear here."))
            return
        days = (self.last.day - self.first.day).days + 1
        if not 0 < days <= 400:
            self._say(_("Choose a last day after the first, within a year."))
            return
        window = days_range(self.first.day, days, self.desk.zone)
        window = TimeRange(
            max(window.start, self.desk.now()), max(window.end, self.desk.now() + timedelta(minutes=1))
        )
        hold = Hold(
            self.desk.centre_id, ActivityKind.LAB_BOOKING, "–", window.start,
            window.start + timedelta(minutes=wish.minutes), wish.bookables, wish.units,
            setup_minutes=wish.setup, cleardown_minutes=wish.clear,
        )  # fmt: skip
        self.desk.read(
            self, lambda unit: read_slots(unit, hold, window), self._show, self._cannot, key="slots"
        )

    def _cannot(self, trouble: BaseException) -> None:
        self._say(sentence(trouble), "danger")

    def _say(self, words: str, tone: str = "") -> None:
        self._clear()
        self._slots = []
        assert self.side is not None
        self.side.inside.addWidget(text(_("Free times"), "section"))
        self.side.inside.addWidget(banner(words, tone) if tone else text(words, "body2", wrap=True))
        self.side.inside.addStretch(1)

    def _clear(self) -> None:
        assert self.side is not None
        self.list.setParent(self)
        self.list.hide()
        clear(self.side.inside)

    def _show(self, slots: list[Slot]) -> None:
        if not slots:
            self._say(_("Nothing is free together in these days. Take a later last day, or less."))
            return
        self._clear()
        self._slots = slots
        assert self.side is not None
        count = n_("{n} free time", "{n} free times", len(slots)).format(n=len(slots))
        self.side.inside.addWidget(text(count, "section"))
        entries: list[Head | Item] = []
        day = None
        for n, slot in enumerate(slots):
            begin, end = (at.astimezone(self.desk.zone) for at in (slot.start, slot.end))
            if begin.date() != day:
                day = begin.date()
                entries.append(Head(long_day(day)))
            entries.append(Item(n, f"{begin:%H:%M}–{end:%H:%M}", slot.names, symbol="clock"))
        self.list.set_entries(entries)
        self.side.inside.addWidget(self.list, 1)
        self.list.show()
        self.list.pick(0)

    def confirm(self) -> None:
        number = self.list.current.id if self.list.current is not None else None
        if number is None or not self._slots:
            raise BadInput(_("Pick one of the free times first."), "bookables")
        slot = self._slots[number]
        self.accept()
        self._picked(slot.start, slot.end)

    def done(self, result: int) -> None:
        self._rest.stop()
        super().done(result)

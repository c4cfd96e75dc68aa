"""When an ambassador can come, painted by dragging or by keys: one week, or every week; each stroke can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from resource_centre.ambassadors import queries, service
from resource_centre.ambassadors.queries import AmbassadorDetail, AssignmentRow
from resource_centre.ambassadors.rules import AssignmentState, Exceptional, Weekly
from resource_centre.core.errors import BadInput
from resource_centre.core.ranges import TimeRange
from resource_centre.core.times import lenient_instant, to_wall
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, date_text
from resource_centre.ui.ambassadors.dialogs import ExceptionDialog
from resource_centre.ui.calendar.period import day_label
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.timeline.scene import BlockKind, BlockState
from resource_centre.ui.timeline.week import Week, WeekBlock, WeekDay, painted
from resource_centre.ui.timeline.weekgrid import WeekGrid
from resource_centre.ui.widgets.boxes import Card, row
from resource_centre.ui.widgets.buttons import Segments, button, icon_button, switch_off
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import Drawn, Elided, text
from resource_centre.ui.words import capital

A = AssignmentState
SHOWN = (A.ACCEPTED, A.INVITED, A.OFFERED, A.ATTENDED, A.HOURS_APPROVED)
Shape = tuple[Exceptional, ...] | tuple[Weekly, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One thing that was painted, as what it changed: exceptions of a week, or the pattern of every week."""

    before: Shape
    after: Shape
    weekly: bool

    @property
    def back(self) -> Stroke:
        """What undoes it."""
        return replace(self, before=self.after, after=self.before)


def week_of(
    detail: AmbassadorDetail | None,
    work: Sequence[AssignmentRow],
    monday: date,
    zone: ZoneInfo,
    now: datetime,
) -> Week:
    """One week: the pattern, plus and less the exceptions; what is accepted, invited and offered."""
    today = to_wall(now, zone).date()
    days = []
    for n in range(7):
        day = monday + timedelta(days=n)
        spans, blocked = _pattern_of(detail, n), ""
        for away in detail.exceptions if detail else ():
            first, last = to_wall(away.start, zone), to_wall(away.end, zone)
            if first.date() <= day <= last.date():
                start = first.hour * 60 + first.minute if first.date() == day else 0
                end = last.hour * 60 + last.minute if last.date() == day else 1440
                if end > start:
                    spans = painted(spans, (start, end), away.available)
                    blocked = blocked or ("" if away.available or spans else away.note or _("Away"))
        days.append(WeekDay(day, day_label(day), spans, "" if spans else blocked, day == today))
    found = (_block(each, zone) for each in work if each.state in SHOWN)
    blocks = tuple(b for b in found if monday <= b.day < monday + timedelta(days=7))
    return Week(tuple(days), blocks).roomy()


def every_week_of(detail: AmbassadorDetail | None, monday: date) -> Week:
    """The pattern alone, weekday by weekday."""
    days = [monday + timedelta(days=n) for n in range(7)]
    names = [capital(date_text(day, "EEE")) for day in days]
    found = (
        WeekDay(day, name, _pattern_of(detail, day.weekday())) for day, name in zip(days, names, strict=True)
    )
    return Week(tuple(found)).roomy()


def _pattern_of(detail: AmbassadorDetail | None, weekday: int) -> tuple[tuple[int, int], ...]:
    weekly = detail.weekly if detail else ()
    return tuple((w.from_minute, w.to_minute) for w in weekly if w.weekday == weekday)


def _block(each: AssignmentRow, zone: ZoneInfo) -> WeekBlock:
    first, last = to_wall(each.start, zone), to_wall(each.end, zone)
    end = last.hour * 60 + last.minute if last.date() == first.date() else 1440
    state = BlockState.INVITED if each.state in (A.INVITED, A.OFFERED) else BlockState.CONFIRMED
    words = {A.INVITED: _("invited"), A.OFFERED: _("offered")}.get(each.state, f"{first:%H:%M}")
    start = first.hour * 60 + first.minute
    return WeekBlock(each.activity_id, first.date(), start, end, BlockKind.EVENT, state, each.title, words)


class Swatch(Drawn):
    """A small piece of what the legend explains."""

    def __init__(self, ground: str, edge: str) -> None:
        super().__init__(16, 10)
        self._inks = ground, edge

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), look()
        painter.setPen(now.colour(self._inks[1]))
        painter.setBrush(now.colour(self._inks[0]))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 2, 2)
        painter.end()


class AvailabilityCard(Card):
    """The week of one ambassador. `changed()` after each stroke that is written."""

    changed = Signal()

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(title)
        self.desk = desk
        self.detail: AmbassadorDetail | None = None
        self.work: Sequence[AssignmentRow] = ()
        today = desk.wall_now().date()
        self.monday = today - timedelta(days=today.weekday())
        self.done: list[Stroke] = []
        self.undone: list[Stroke] = []
        self.earlier = icon_button("chevron-left", _("Week before"), lambda: self.turn(-1))
        self.later = icon_button("chevron-right", _("Week after"), lambda: self.turn(1))
        self.which = Segments(
            [("week", _("This week")), ("every", _("Every week"))], "week", _("Which weeks")
        )
        self.which.chosen.connect(lambda _key: self._show())
        self.back = icon_button("undo-2", _("Undo (Ctrl Z)"), self.undo)
        self.exception = button(_("Add exception"), self._exception, small=True, symbol="calendar-x")
        self.exception_only = icon_button("calendar-x", _("Add exception"), self._exception, framed=True)
        self.exception_only.setVisible(False)
        for part in (self.earlier, self.later, self.back, self.which, self.exception, self.exception_only):
            self.head.addWidget(part)
        self.grid = WeekGrid()
        self.grid.setMinimumHeight(400)
        self.grid.availability_painted.connect(self.paint)
        self.grid.opened.connect(self._open)
        self.grid.paged.connect(self.turn)
        self.body.addWidget(self.grid, 1)
        legend = row(Swatch("ok_soft", "ok"), text(_("can come"), "second"))
        legend.addSpacing(8)
        legend.addWidget(Swatch("closed", "line2"))
        legend.addWidget(text(_("cannot"), "second"))
        legend.addSpacing(8)
        words = _("Drag to change, or use the arrows and Space. Saved at once, coordinators see it.")
        legend.addWidget(Elided(words, "second"), 1)
        legend.setContentsMargins(14, 6, 14, 8)
        self.body.addLayout(legend)
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo), ("Ctrl+Y", self.redo)):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(820)
        self.exception.setVisible(not narrow)
        self.exception_only.setVisible(narrow)

    def show_person(self, detail: AmbassadorDetail | None, work: Sequence[AssignmentRow]) -> None:
        """Shows somebody; strokes of somebody else can no longer be undone here."""
        if self.detail is None or detail is None or detail.row.id != self.detail.row.id:
            self.done, self.undone = [], []
        self.detail, self.work = detail, work
        self._show()

    def turn(self, by: int) -> None:
        """Goes weeks on or back; 0 is this week."""
        today = self.desk.wall_now().date()
        self.monday = self.monday + timedelta(days=7 * by) if by else today - timedelta(days=today.weekday())
        self._show()

    def _show(self) -> None:
        every = self.which.current == "every"
        for part in (self.earlier, self.later):
            part.setVisible(not every)
        switch_off(self.back, "" if self.done else _("Nothing to undo."))
        if every:
            self.note.setText("")
            self.grid.set_week(every_week_of(self.detail, self.monday))
            return
        sunday = self.monday + timedelta(days=6)
        month = "" if sunday.month == self.monday.month else f" {date_text(self.monday, 'MMM')}"
        self.note.setText(f"{self.monday.day}{month} – {date_text(sunday, 'd MMM')}")
        self.grid.set_week(week_of(self.detail, self.work, self.monday, self.desk.zone, self.desk.now()))

    # painting

    def paint(self, day: date, start: int, end: int, available: bool) -> None:
        """Writes one stroke: minutes of a day, of this week or of every week."""
        if self.detail is None:
            return
        person, every = self.detail.row.person_id, self.which.current == "every"
        if every:
            before = self.detail.weekly
            spans = painted(_pattern_of(self.detail, day.weekday()), (start, end), available)
            others = [w for w in before if w.weekday != day.weekday()]
            after = tuple(sorted([*others, *(Weekly(day.weekday(), *span) for span in spans)], key=_order))
            stroke = Stroke(before, after, True)
            self._write(lambda unit: _carry_out(unit, person, stroke), self._painted)
        else:
            zone = self.desk.zone
            midnight = datetime(day.year, day.month, day.day)
            first, last = (
                lenient_instant(midnight + timedelta(minutes=minute), zone) for minute in (start, end)
            )
            if first >= last:
                return  # an hour that the clock skips

            def command(unit: Unit) -> Stroke:
                return Stroke(*service.paint(unit, person, TimeRange(first, last), available), False)

            self._write(command, self._painted)

    def undo(self) -> None:
        """Takes the last stroke back."""
        if self.done and self.detail is not None:
            stroke, person = self.done[-1], self.detail.row.person_id
            self._write(lambda unit: _carry_out(unit, person, stroke.back), lambda _done: self._undone())

    def redo(self) -> None:
        """Does what was undone last again."""
        if self.undone and self.detail is not None:
            stroke, person = self.undone[-1], self.detail.row.person_id
            self._write(lambda unit: _carry_out(unit, person, stroke), lambda _done: self._redone())

    def _write(self, command: Callable[[Unit], Stroke], then: Callable[[Stroke], object]) -> None:
        def told(stroke: Stroke) -> None:
            then(stroke)
            self.changed.emit()

        self.desk.write(self, command, told, said=_("Saved; coordinators see it."))

    def _painted(self, stroke: Stroke) -> None:
        if stroke.before == stroke.after:
            return  # it was so already
        self.done.append(stroke)
        self.undone = []

    def _undone(self) -> None:
        self.undone.append(self.done.pop())

    def _redone(self) -> None:
        self.done.append(self.undone.pop())

    def _exception(self) -> None:
        if self.detail is not None:
            ExceptionDialog(self.desk, self, self.detail.row.person_id).open()

    def _open(self, activity: int) -> None:
        event = next((each.event_id for each in self.work if each.activity_id == activity), None)
        if event is not None:
            self.desk.open("events", id=event)


class AvailabilityDialog(Dialog):
    """The week of an ambassador, for the centre's staff."""

    def __init__(self, desk: Desk, parent: QWidget, ambassador_id: int, name: str) -> None:
        title = _("When {name} can come").format(name=name)
        super().__init__(desk, parent, title, _("Close"), size=QSize(980, 640))
        self.cancel.hide()
        self._ambassador = ambassador_id
        self.card = AvailabilityCard(desk, _("Week"))
        self.card.changed.connect(self.read)
        self.form.put(self.card)
        self.read()

    def read(self) -> None:
        """Reads the person again."""
        number = self._ambassador

        def show(detail: AmbassadorDetail) -> None:
            self.card.show_person(detail, detail.assignments)

        self.desk.read(self, lambda unit: queries.ambassador(unit, number), show, key="week")


def _order(one: Weekly) -> tuple[int, int]:
    return one.weekday, one.from_minute


def _carry_out(unit: Unit, person: int, stroke: Stroke) -> Stroke:
    """Writes what a stroke says, unless what it starts from no longer holds."""
    if stroke.weekly:
        if queries.weekly(unit, person) != stroke.before:
            raise BadInput(_("These times have been changed meanwhile. What is shown now is what holds."))
        service.set_availability(unit, person, [w for w in stroke.after if isinstance(w, Weekly)])
    else:
        old, new = (
            tuple(e for e in shape if isinstance(e, Exceptional)) for shape in (stroke.before, stroke.after)
        )
        service.replace_exceptions(unit, person, old, new)
    return stroke

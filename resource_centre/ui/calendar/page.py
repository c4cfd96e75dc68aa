"""The calendar: a centre's labs, equipment and people by time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from resource_centre.core.changes import Topic
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.schedule import queries as schedule
from resource_centre.settings import CALENDAR
from resource_centre.ui.booking.dialog import open_booking
from resource_centre.ui.booking.start import Start
from resource_centre.ui.calendar import actions, printing
from resource_centre.ui.calendar.ahead import Ahead
from resource_centre.ui.calendar.body import Body
from resource_centre.ui.calendar.details import Details
from resource_centre.ui.calendar.filterpanel import FilterPanel
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.finding import Finding
from resource_centre.ui.calendar.inspector import Inspector
from resource_centre.ui.calendar.kept import Kept, of_owner, owner
from resource_centre.ui.calendar.legend import Legend
from resource_centre.ui.calendar.moves import Moves
from resource_centre.ui.calendar.period import Period, Stretch
from resource_centre.ui.calendar.shown import Shown, drawn, find_details, read_shown
from resource_centre.ui.calendar.toolbar import Toolbar
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.desk import Desk
from resource_centre.ui.page import Page
from resource_centre.ui.timeline import keys
from resource_centre.ui.timeline.layout import Prepared
from resource_centre.ui.timeline.scene import Row, RowKind, group_of
from resource_centre.ui.timeline.sheets import Sheets
from resource_centre.ui.timeline.view import TimelineView
from resource_centre.ui.widgets.boxes import Banner, Empty
from resource_centre.ui.widgets.fields import Search

CLOCK = 30_000
BOOKABLE = (RowKind.LAB, RowKind.UNIT, RowKind.PERSON)


class CalendarPage(Page):
    """One centre and period; what is selected is told in the inspector."""

    topics = frozenset(
        {Topic.SCHEDULE, Topic.RESOURCES, Topic.CENTRES, Topic.LOANS, Topic.EVENTS, Topic.AMBASSADORS}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        kept = of_owner(desk.settings.get(CALENDAR), self._owner)
        self.period = Period(kept.stretch, desk.wall_now().date())
        self.filters = kept.filters
        self.inspector_wanted = kept.inspector
        self.selected: int | None = None
        self.shown: Shown | None = None
        self._wanted: tuple[str, int] | None = None
        self._told: Details | None = None
        self._build()
        self.moves = Moves(desk, self, self.view, lambda activity: self.show_where(activity=activity))
        self.finding = Finding(self)
        self.ahead = Ahead(desk, self, lambda shown, sight: self.view.warming.take(shown.prepared, sight))
        self._wire()
        self.view.set_folding(kept.folding)
        self.view.folding_changed.connect(self._keep)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK)
        self._clock.timeout.connect(lambda: self.view.set_now(self.desk.now()))

    def _build(self) -> None:
        self.toolbar = Toolbar()
        self.toolbar.may_book(self.desk.may(Data.BOOKINGS, Right.OWN))
        self.toolbar.show_filters(self.filters)
        self.toolbar.show_period(self.period)
        self.panel = FilterPanel(self)
        self.view = TimelineView()
        self.search = Search(_("Find a resource"))
        self.view.set_corner(self.search)
        self.legend = Legend()
        self.note = Banner()
        main = QWidget()
        inside = QVBoxLayout(main)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        inside.addWidget(self.note)
        inside.addWidget(self.stack, 1)
        inside.addWidget(self.legend)
        self.inspector = Inspector()
        self.body = Body(main, self.inspector)
        self.column.addWidget(self.toolbar)
        self.column.addWidget(self.body, 1)
        self.empty: Empty | None = None
        self.setFocusProxy(self.view)

    def _wire(self) -> None:
        bar, view = self.toolbar, self.view
        bar.stepped.connect(self._step)
        bar.today.connect(lambda: self.go_to(self.desk.wall_now().date()))
        bar.stretch_chosen.connect(self.show_stretch)
        bar.kinds_chosen.connect(lambda kinds: self.filter_by(replace(self.filters, kinds=kinds)))
        bar.filter_asked.connect(self._open_filters)
        bar.time_wanted.connect(lambda: self.find_time())
        bar.print_wanted.connect(self.print)
        bar.undo_wanted.connect(self.moves.take_back)
        bar.redo_wanted.connect(self.moves.do_again)
        self.moves.history.told = lambda: bar.show_history(*self.moves.history.next_words)
        bar.book.connect(lambda: self.book())
        self.panel.changed.connect(lambda found: self.filter_by(replace(found, text=self.filters.text)))
        self.search.searched.connect(lambda words: self.filter_by(self.filters.with_text(words)))
        self.search.returnPressed.connect(lambda: self.view.setFocus())
        view.selected.connect(self._select)
        view.let_go.connect(self._show_told)
        view.opened.connect(lambda activity: self.act("open", activity))
        view.cancel_requested.connect(lambda activity: self.act("cancel", activity))
        view.context_requested.connect(self._pop_up)
        view.create_requested.connect(self.book_at)
        view.view_requested.connect(lambda key: self.show_stretch(Stretch(key)))
        view.today_requested.connect(lambda: self.go_to(self.desk.wall_now().date()))
        view.paged.connect(self._step)
        view.resource_opened.connect(self._open_resource)
        self.inspector.asked.connect(self.act)
        self.inspector.closed.connect(lambda: self.view.focus(None))

    # what is shown

    def load(self) -> None:
        centre_id, period, filters, selected = self.desk.centre_id, self.period, self._in_force, self.selected

        sight = self.view.sight

        def read(unit: Unit) -> Shown:
            return read_shown(unit, centre_id, period, filters, selected, sight)

        self.toolbar.may_book(self.desk.may(Data.BOOKINGS, Right.OWN))
        self.toolbar.show_period(period)
        self.desk.read(self, read, self._show_fresh, key="calendar")

    def reload(self) -> None:
        self.ahead.forget()
        super().reload()

    def _show_fresh(self, shown: Shown) -> None:
        """What was read just now; where it is what was read beforehand, it is in sight already."""
        waits = self._wanted is not None or self.view.hand.waiting
        if waits or self.shown is None or not shown.says_the_same(self.shown):
            self._show(shown)
        elif shown.details is not None and shown.asked == self.selected:
            self._show_details(shown.details)
        self.ahead.look(self.period, self._in_force, self.view.sight)

    def on_centre(self) -> None:
        self.finding.stop()
        self.view.focus(None)
        super().on_centre()

    def _show(self, shown: Shown) -> None:
        before, self.shown = self.selected, shown
        self.moves.known = shown.known
        self._show_scene(shown.prepared)
        if before is not None and before == self.selected == shown.asked:
            self._show_details(shown.details)

    def _show_scene(self, prepared: Prepared) -> None:
        assert self.shown is not None
        prepared = prepared.at(self.desk.now())
        self.view.set_scene(prepared.scene, prepared)
        self._say_empty(prepared)
        self._go_where_wanted()
        self.finding.put()
        self.legend.begin_at(self.view.names_width)

    def _say_empty(self, prepared: Prepared) -> None:
        nothing = self.shown is None or not self.shown.rows.bookables
        if nothing and self.empty is None:
            self.empty = self._make_empty()
            self.stack.addWidget(self.empty)
        self.stack.setCurrentWidget(self.empty if nothing and self.empty is not None else self.view)
        self.legend.setVisible(not nothing)
        if not nothing and not prepared.scene.rows:
            self.note.say(_("Nothing matches the filters."), "info", _("Clear filters"), self._clear_filters)
        else:
            self.note.say("")

    def _make_empty(self) -> Empty:
        may = self.desk.may(Data.RESOURCES, Right.WRITE)
        words = (
            _("There is nothing to book yet. Add the first lab, and its time is here.")
            if may
            else _("There is nothing to book yet. The coordinator adds labs and equipment.")
        )
        return Empty(
            "calendar-days", words, _("Add a lab") if may else "", lambda: self.desk.open("resources")
        )

    def _keep(self) -> None:
        kept = Kept(
            self.period.stretch, replace(self.filters, text=""), self.view.folding, self.inspector_wanted
        )
        everybody: dict[str, Any] = self.desk.settings.get(CALENDAR)
        self.desk.keep(CALENDAR, {**everybody, self._owner: kept.as_setting()})

    @property
    def _owner(self) -> str:
        return owner(self.desk.app.engine.url.render_as_string(), self.desk.actor.login)

    # the period and the filters

    def go_to(self, day: date) -> None:
        """Shows the period that holds a day."""
        self._show_period(replace(self.period, day=day))

    def show_stretch(self, stretch: Stretch) -> None:
        """Shows a day, a week or a month."""
        day = (
            self.desk.wall_now().date()
            if self.desk.wall_now().date() in self.period.days
            else self.period.day
        )
        self.view.fit()
        self._show_period(Period(stretch, day))
        self._keep()

    def _step(self, steps: int) -> None:
        self._show_period(self.period.shift(steps))

    def _show_period(self, period: Period) -> None:
        self.period = period
        self.toolbar.show_period(period)
        ready = self.ahead.of(period, self._in_force)
        self.reload()
        if ready is not None:
            self._show(ready)

    def filter_by(self, filters: Filters) -> None:
        """Shows the same time with other filters."""
        if filters == self.filters:
            return
        self.filters = filters
        self.toolbar.show_filters(filters)
        self._keep()
        self.redraw()

    @property
    def _in_force(self) -> Filters:
        return replace(self.filters, only=self.finding.rows)

    def redraw(self) -> None:
        """Draws what was read again, after other filters."""
        if self.shown is None:
            return
        rows, filters, sight = self.shown.rows, self._in_force, self.view.sight
        self.desk.background.run(
            lambda _task: drawn(rows, filters, sight), self._show_scene, self.desk.show_failure, self, "scene"
        )

    def _clear_filters(self) -> None:
        self.search.clear()
        self.filter_by(Filters())

    def _open_filters(self, at: QPoint) -> None:
        self.panel.open(at, self.filters, self.shown.models if self.shown else [])

    # the selection

    def _select(self, activity: int | None) -> None:
        self.selected = activity
        if activity is None:
            self.body.show_inspector(False)
            return
        self.desk.read(self, lambda unit: find_details(unit, activity), self._show_details, key="details")

    def _show_details(self, details: Details | None) -> None:
        if details is None:
            self.view.focus(None)
            self.view.select(None)
            self.selected = None
            self.body.show_inspector(False)
            return
        if self.view.hand.busy:
            self._told = details
        elif details.activity.id == self.selected:
            self.inspector.show_details(details)
            hidden = not self.inspector.isVisible()
            self.body.show_inspector(self.inspector_wanted)
            if hidden and self.inspector_wanted:
                self.view.show_focus()

    def _show_told(self) -> None:
        """The inspector came while something was in the hand; it would have pushed the calendar aside."""
        told, self._told = self._told, None
        if told is not None:
            self._show_details(told)

    def toggle_inspector(self) -> None:
        """Hides the inspector until it is wanted again, or shows it."""
        self.inspector_wanted = not self.inspector_wanted
        self.body.show_inspector(self.inspector_wanted and self.selected is not None)
        self._keep()

    def act(self, action: str, activity: int) -> None:
        """Does something with an activity; a booking is opened in its own dialog."""

        def ready(details: Details | None) -> None:
            if details is None:
                return
            wanted = action
            if action == "open" and "open" not in details.actions:
                wanted = "edit"
            actions.do(self.desk, self, wanted, details, self.moves)

        self.desk.read(self, lambda unit: find_details(unit, activity), ready, key="act")

    def _pop_up(self, activity: int, at: QPoint) -> None:
        def ready(details: Details | None) -> None:
            if details is not None and details.actions:
                menu = self.inspector.menu(self, details)
                menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                menu.popup(at)

        self.desk.read(self, lambda unit: find_details(unit, activity), ready, key="menu")

    def _open_resource(self, key: int) -> None:
        if self.desk.may(Data.RESOURCES, Right.WRITE):
            self.desk.open_row("bookable", key)

    # booking

    def book(self, start: Start | None = None) -> None:
        """A new booking: as it was asked for elsewhere, of the resource that the keyboard is on, or of nothing yet."""
        focus = self.view.focus_on
        on = (
            (focus.key,) if isinstance(focus, Row) and focus.kind in BOOKABLE and self.view.hasFocus() else ()
        )
        begin = start or Start(bookables=on, day=self._day_in_sight())
        open_booking(self.desk, self, begin, self.moves.made)

    def book_at(self, key: int, start: datetime, end: datetime) -> None:
        """A new booking of what was drawn on."""
        if self.desk.may(Data.BOOKINGS, Right.OWN):
            open_booking(self.desk, self, Start(bookables=(key,), start=start, end=end), self.moves.made)

    def find_time(self) -> None:
        """When can we do this? What is selected by its name is named at once."""
        row = self.view.focus_on
        named = (row.key,) if isinstance(row, Row) and row.key > 0 else ()
        self.finding.start(Wanted(bookables=named, first=self._day_in_sight()))

    def _day_in_sight(self) -> date:
        today = self.desk.wall_now().date()
        return today if today in self.period.days else max(self.period.first, today)

    def print(self) -> None:
        """Shows what is seen as it would be on paper."""
        if self.view.prepared is not None:
            zoom = self.view.sight.zoom
            sheets = Sheets(self.view.prepared, self.view.folding, self.title_on_paper, zoom=zoom)
            printing.PaperDialog(self.desk, self, sheets).open()

    @property
    def title_on_paper(self) -> str:
        """The centre and the period."""
        name = self.desk.centre.name if self.desk.centre else ""
        return ", ".join(part for part in (name, self.period.title) if part)

    # places

    def show_where(self, **where: Any) -> None:
        if where.get("day") is not None:
            self.go_to(where["day"])
        if where.get("bookable") is not None:
            self._wanted = ("row", int(where["bookable"]))
            self._show_all_of(int(where["bookable"]))
        if where.get("activity") is not None:
            self._find(int(where["activity"]))
            if where.get("do"):
                self.act(str(where["do"]), int(where["activity"]))
        if where.get("made") is not None:
            self.moves.did(where["made"])
        if where.get("book"):
            self.book(where["book"] if isinstance(where["book"], Start) else None)
        if isinstance(where.get("find"), Wanted):
            self.finding.start(where["find"])
        elif where.get("find"):
            self.find_time()
        if where.get("print"):
            self.print()

    def _find(self, activity: int) -> None:
        def ready(when: datetime) -> None:
            self._wanted = ("activity", activity)
            day = when.astimezone(self.desk.zone).date()
            if day not in self.period.days:
                self.period = replace(self.period, day=day)
            self.reload()

        self.desk.read(self, lambda unit: schedule.activity(unit, activity).start, ready, key="find")

    def _show_all_of(self, bookable: int) -> None:
        self.search.clear()
        if self.filters != Filters():
            self.filters = Filters()
            self.toolbar.show_filters(self.filters)
        self.reload()

    def _go_where_wanted(self) -> None:
        if self._wanted is None or self.view.scene is None or self.view.layout_ is None:
            return
        what, key = self._wanted
        self._wanted = None
        if what == "row":
            self._go_to_row(key)
            return
        blocks = self.view.scene.blocks
        seen = [block for block in self.view.layout_.in_reading_order() if block.activity == key]
        found = seen[0] if seen else next((block for block in blocks if block.activity == key), None)
        if found is not None:
            self.view.focus(found)
        else:
            self._select(key)

    def _go_to_row(self, key: int) -> None:
        scene, folding = self.view.scene, self.view.folding
        assert scene is not None
        group = group_of(scene.rows, key)
        if group is None:
            return
        self.view.set_folding(
            replace(
                folding,
                folded=folding.folded - {group.key},
                unfolded_more=folding.unfolded_more | {group.key},
            )
        )
        self.view.focus(next(row for row in scene.rows if row.key == key))

    # keys and the clock

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        if typing or not (self._press(event) or keys.press(self.view, event)):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        plain: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Slash: self.search.setFocus,
            Qt.Key.Key_B: lambda: self.book(),
            **self._while_finding(),
            Qt.Key.Key_A: lambda: self._ask_selected("approve"),
            Qt.Key.Key_X: lambda: self._ask_selected("decline"),
        }
        again = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        with_control: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_I: self.toggle_inspector,
            Qt.Key.Key_Z: self.moves.do_again if again else self.moves.take_back,
            Qt.Key.Key_Y: self.moves.do_again,
            Qt.Key.Key_P: self.print,
            Qt.Key.Key_F: self.find_time,
        }
        do = (with_control if control else plain).get(Qt.Key(key))
        if do is None:
            return False
        do()
        event.accept()
        return True

    def _while_finding(self) -> dict[Qt.Key, Callable[[], object]]:
        if not self.finding.active:
            return {}
        return {
            Qt.Key.Key_Return: self.finding.take_current,
            Qt.Key.Key_Enter: self.finding.take_current,
            Qt.Key.Key_Escape: self.finding.stop,
            Qt.Key.Key_BracketLeft: lambda: self.finding.step(-1),
            Qt.Key.Key_BracketRight: lambda: self.finding.step(1),
        }

    def _ask_selected(self, action: str) -> None:
        if self.selected is not None:
            self.act(action, self.selected)

    def showEvent(self, event: QShowEvent) -> None:
        stays = self.shown is not None and not self._stale
        super().showEvent(event)
        self._clock.start()
        if stays:  # else it is read again, and its neighbours after it
            self.ahead.look(self.period, self._in_force, self.view.sight)

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        self.ahead.let_go()  # of a large centre five megabytes a week, for a page that nobody turns
        super().hideEvent(event)

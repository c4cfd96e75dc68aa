"""An event in the calendar: its sessions on every row they hold, dragged or carried by keys with all of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from resource_centre.db.unit import Unit
from resource_centre.events.queries import EventDetail
from resource_centre.events.rules import PLANNING, SessionState
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.schedule import queries as schedule
from resource_centre.schedule.queries import ActivityDetail
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.moves import Moves
from resource_centre.ui.calendar.picture import scene_of
from resource_centre.ui.calendar.placing import Known, known
from resource_centre.ui.calendar.reading import CalendarRows, read_calendar
from resource_centre.ui.calendar.turning import WeekTurner
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.drag import Answer, Lift, Place
from resource_centre.ui.timeline.scene import Block, Row, RowKind, Scene
from resource_centre.ui.timeline.scene import Card as Explained
from resource_centre.ui.timeline.view import TimelineView
from resource_centre.ui.widgets.boxes import Card, row
from resource_centre.ui.widgets.labels import Elided

LOWEST, HIGHEST = 180, 420


def rows_of(scene: Scene, wanted: frozenset[int]) -> tuple[Row, ...]:
    """The rows of these bookables, each under its group."""
    found: list[Row] = []
    group: Row | None = None
    for each in scene.rows:
        if each.kind is RowKind.GROUP:
            group = each
        elif each.key in wanted:
            if group is not None:
                found.append(replace(group, steps=(), subtitle=""))
                group = None
            found.append(replace(each, extra=False))
    return tuple(found)


def scene_of_event(rows: CalendarRows, wanted: frozenset[int]) -> Scene:
    """A week of what an event holds, with whatever else takes place on those rows."""
    whole = scene_of(rows, Filters())
    kept = rows_of(whole, wanted)
    keys = {each.key for each in kept}
    return replace(
        whole,
        rows=kept,
        blocks=tuple(block for block in whole.blocks if block.bookable in keys),
        shades=tuple(shade for shade in whole.shades if shade.row is None or shade.row in keys),
    )


class EventCalendar(Card):
    """The week of an event. What is let go of elsewhere is moved with everything it holds, or not at all."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("In the calendar"))
        self.desk = desk
        self.detail: EventDetail | None = None
        self.turner = WeekTurner(desk.wall_now().date())
        self.turner.turned.connect(lambda _period: self.read())
        self.head.addWidget(self.turner)
        self.view = TimelineView()
        self.view.setFixedHeight(LOWEST)
        self.moves = Moves(desk, self, self.view, self._go_to, self.is_ours)
        self.view.hand.judge = self.judge
        self.view.paged.connect(self.turner.turn)
        self.view.today_requested.connect(lambda: self.turner.turn(0))
        self.view.opened.connect(lambda activity: desk.open("calendar", activity=activity))
        self.body.addWidget(self.view)
        words = _("Drag a session to move it with everything it holds, or press G and use the arrows.")
        self.hint = Elided(words, "second")
        foot = row()
        foot.addWidget(self.hint, 1)
        foot.setContentsMargins(14, 6, 14, 8)
        self.body.addLayout(foot)
        back, again = self.moves.take_back, self.moves.do_again
        for keys, act in (("Ctrl+Z", back), ("Ctrl+Shift+Z", again), ("Ctrl+Y", again)):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    def show_event(self, detail: EventDetail) -> None:
        """Shows the sessions of an event, in the week of the first one ahead."""
        other = self.detail is None or self.detail.row.id != detail.row.id
        self.detail = detail
        live = [s for s in detail.sessions if s.state is not SessionState.CANCELLED]
        self.setVisible(bool(live) and detail.staff)
        if other:
            self.moves.history.forget()
        if other and live:
            ahead = [s.start for s in live if s.end > self.desk.now()]
            first = min(ahead) if ahead else live[-1].start
            self.turner.go_to(first.astimezone(self.desk.zone).date())
        self.hint.setVisible(self._writes())
        if live and detail.staff:
            self.read()

    def read(self) -> None:
        """Reads the week in sight."""
        centre_id, period = self.desk.centre_id, self.turner.period
        wanted = self._held()

        def read(unit: Unit) -> tuple[Known, Scene]:
            rows = read_calendar(unit, centre_id, period)
            return known(rows), scene_of_event(rows, wanted)

        self.desk.read(self, read, self._show, key="event-week")

    def _show(self, found: tuple[Known, Scene]) -> None:
        self.moves.known, scene = found
        self.view.set_scene(scene)
        layout = self.view.layout_
        tall = header.HEIGHT + (layout.bands.height if layout else 0) + 14
        self.view.setFixedHeight(min(max(tall, LOWEST), HIGHEST))

    def _held(self) -> frozenset[int]:
        blocks = self.detail.blocks if self.detail is not None else ()
        return frozenset(h.bookable_id for block in blocks if block.held for h in block.holds if h.live)

    def _writes(self) -> bool:
        planning = self.detail is not None and self.detail.row.state in PLANNING
        return planning and self.desk.may(Data.EVENTS, Right.WRITE)

    def _block_id(self, activity: int) -> int | None:
        blocks = self.detail.blocks if self.detail is not None else ()
        return next((b.id for b in blocks if b.held and b.activity_id == activity), None)

    def is_ours(self, block: Block) -> bool:
        """Only the event's own holds are moved here."""
        return self._writes() and self._block_id(block.activity) is not None

    def judge(self, place: Place, lift: Lift | None) -> Answer:
        """What the rules say to a move; sessions are not drawn here."""
        if lift is None:
            return Answer(
                (), (), frozenset(), Explained(_("Sessions are added with the button above the list")), True
            )
        return self.moves.judge(place, lift)

    def _go_to(self, activity: int) -> None:
        """Shows the week of what was moved."""

        def ready(found: ActivityDetail) -> None:
            day = found.start.astimezone(self.desk.zone).date()
            if day not in self.turner.period.days:
                self.turner.go_to(day)
            self.read()

        self.desk.read(self, lambda unit: schedule.activity(unit, activity), ready, key="moved")

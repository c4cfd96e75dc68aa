"""An event in the calendar: its sessions on every row they hold, dragged or carried by keys with all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from resource_centre.core.errors import Refused
from resource_centre.db.unit import Unit
from resource_centre.events.queries import EventDetail
from resource_centre.events.rules import PLANNING, SessionState
from resource_centre.events.sessions import BlockShape, block_shape, reshape_block
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.calendar import answers
from resource_centre.ui.calendar.filters import Filters
from resource_centre.ui.calendar.picture import scene_of
from resource_centre.ui.calendar.placing import Known, asked, known
from resource_centre.ui.calendar.reading import CalendarRows, read_calendar
from resource_centre.ui.calendar.turning import WeekTurner
from resource_centre.ui.desk import Desk
from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.drag import Answer, Grip, Lift, Place
from resource_centre.ui.timeline.scene import Block, Row, RowKind, Scene
from resource_centre.ui.timeline.scene import Card as Explained
from resource_centre.ui.timeline.view import TimelineView
from resource_centre.ui.widgets.boxes import Card, row
from resource_centre.ui.widgets.labels import Elided

LOWEST, HIGHEST = 180, 420


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of a hold: how it stood, and how it stands."""

    block_id: int
    was: BlockShape
    now: BlockShape

    @property
    def back(self) -> Moved:
        """What undoes it."""
        return replace(self, was=self.now, now=self.was)


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
        self.known: Known | None = None
        self.done: list[Moved] = []
        self.undone: list[Moved] = []
        self.turner = WeekTurner(desk.wall_now().date())
        self.turner.turned.connect(lambda _period: self.read())
        self.head.addWidget(self.turner)
        self.view = TimelineView()
        self.view.setFixedHeight(LOWEST)
        self.view.hand.judge = self.judge
        self.view.hand.may_lift = self.may_lift
        self.view.dropped.connect(self.drop)
        self.view.drop_refused.connect(self._say_refused)
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
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo), ("Ctrl+Y", self.redo)):
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
            self.done, self.undone = [], []
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
        self.known, scene = found
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

    # while dragging

    def may_lift(self, block: Block) -> bool:
        """Only the event's own holds are moved here."""
        return self._writes() and block.holds and self._block_id(block.activity) is not None

    def judge(self, place: Place, lift: Lift | None) -> Answer:
        """What the rules say, of rows that are loaded; what cannot be changed here says where it can."""
        assert self.known is not None
        against = self._not_here(place, lift)
        found = answers.answer(self.known, place, lift)
        if not against:
            return found
        ghosts = tuple(replace(ghost, refused=True) for ghost in found.ghosts)
        return Answer(ghosts, (), frozenset(), Explained(against), True)

    def _not_here(self, place: Place, lift: Lift | None) -> str:
        assert self.known is not None
        if lift is None or place.activity is None:
            return _("Sessions are added with the button above the list")
        here = self.known.bookables.get(lift.block.bookable)
        if here is not None and here.kind == "person" and place.row != lift.block.bookable:
            return _("People are exchanged in the session itself")
        if lift.grip in (Grip.SETUP, Grip.CLEARDOWN):
            return _("Set-up and clear-down are changed in the session itself")
        sessions = [s for s in self.detail.sessions if s.activity_id == place.activity] if self.detail else []
        planned = [s for s in sessions if s.state is SessionState.PLANNED]
        if lift.grip is not Grip.WHOLE and len(planned) != 1:
            return _("This hold has several sessions. Change the times of each in the list")
        return ""

    # on the drop, and back

    def drop(self, place: Place, lift: Lift) -> None:
        """Writes a move."""
        block_id = self._block_id(lift.block.activity)
        if block_id is None or self.known is None:
            self.view.hand.give_up()
            return
        self._move(block_id, place, lift, self.known)

    def _move(self, block_id: int, place: Place, lift: Lift, here: Known, override: str = "") -> None:
        home, kinds = lift.home, {key: each.kind for key, each in here.bookables.items()}
        elsewhere = place.row != home.row
        wanted = asked(here, place, lift.block.bookable)
        things = tuple(sorted(key for key in wanted if kinds.get(key) != "person"))

        def command(unit: Unit) -> Moved:
            stands = block_shape(unit, block_id)
            was = replace(stands, start=home.start, end=home.end)
            new = BlockShape(place.start, place.end, things if elsewhere else stands.things)
            return Moved(block_id, was, reshape_block(unit, block_id, was, new, override))

        def failed(trouble: BaseException) -> None:
            rule = isinstance(trouble, Refused) and all(v.overridable for v in trouble.violations)
            if not rule:
                self.view.hand.give_up()
                self.desk.show_failure(trouble)
                return

            def again(words: str) -> None:
                self._move(block_id, place, lift, here, words)

            dialog = Override(self.desk, self, "", again)
            dialog.rejected.connect(self.view.hand.give_up)
            dialog.open()

        said = _("Moved: {title}. Ctrl Z takes it back.").format(title=lift.block.title)
        self.desk.write(self, command, self._moved, failed, said)

    def _moved(self, move: Moved) -> None:
        self.done.append(move)
        self.undone = []
        self._go_to(move)

    def undo(self) -> None:
        """Takes the last move back, unless the hold was changed meanwhile or its place is taken."""
        self._revert(self.done, self.undone, lambda move: move.back, _("Undone. Ctrl Shift Z does it again."))

    def redo(self) -> None:
        """Does what was undone last again."""
        self._revert(self.undone, self.done, lambda move: move, _("Done again."))

    def _revert(
        self, source: list[Moved], target: list[Moved], turned: Callable[[Moved], Moved], said: str
    ) -> None:
        if not source:
            self.desk.said.emit(_("There is nothing to undo."))
            return
        move = turned(source[-1])

        def command(unit: Unit) -> BlockShape:
            return reshape_block(unit, move.block_id, move.was, move.now)

        def done(_shape: BlockShape) -> None:
            target.append(source.pop())
            self._go_to(move)

        self.desk.write(self, command, done, said=said)

    def _go_to(self, move: Moved) -> None:
        day: date = move.now.start.astimezone(self.desk.zone).date()
        if day not in self.turner.period.days:
            self.turner.go_to(day)
            self.read()

    def _say_refused(self, card: Explained | None) -> None:
        if card is None:
            self.desk.said.emit(_("This cannot be moved here. Its time is changed on its own page."))
        else:
            self.desk.said.emit(_("Not moved. {why}.").format(why=card.title))

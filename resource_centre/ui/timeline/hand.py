"""The hand on the timeline: presses, moves and releases of mouse or keys become ghosts, and one drop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.drag import (
    FINE_SNAP,
    SNAP,
    Answer,
    Grip,
    Judge,
    Lift,
    Place,
    dragged,
    lifted,
    next_row,
    stepped,
)
from resource_centre.ui.timeline.dropback import DropBack, Ways, ways_back
from resource_centre.ui.timeline.geometry import Hit, Zone
from resource_centre.ui.timeline.scene import Block, Ghost, Landing, shown_rows
from resource_centre.ui.timeline.speech import hand_in_words
from resource_centre.ui.timeline.strokes import clicked_time, drawn_ghost
from resource_centre.ui.widgets.heard import announce, describe

if TYPE_CHECKING:
    from resource_centre.ui.timeline.view import TimelineView

DRAG_FROM = 5
EDGE = 32
TICK = 30
FASTEST = 18


class Hand(QObject):
    """What is in the hand of one view. `judge` says what a place would mean, `may_lift` what can be moved at all."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self.view = view
        self.judge: Judge = self._unjudged
        self.may_lift = _holds
        self.lift: Lift | None = None
        self.place: Place | None = None
        self.answer: Answer | None = None
        self.by_key = False
        self.waiting = False
        self._pressed: tuple[QPoint, Hit] | None = None
        self._last: tuple[QPoint, bool] | None = None
        self._dropped: tuple[Place, Lift] | None = None
        self.back = DropBack(view)
        self._roll = QTimer(self)
        self._roll.setInterval(TICK)
        self._roll.timeout.connect(self._scroll)

    @property
    def busy(self) -> bool:
        """Whether something is pressed or in the hand."""
        return self._pressed is not None or self.lift is not None

    @property
    def drawing(self) -> bool:
        """Whether a drag is under way."""
        return self.place is not None

    # the mouse

    def press(self, point: QPoint, hit: Hit) -> None:
        """A press on a block or on empty space may become a drag, unless a drop is being written."""
        if self.waiting:
            return
        self.back.stop()
        if hit.zone is Zone.EMPTY or (hit.block is not None and self.may_lift(hit.block)):
            self._pressed = (point, hit)

    def move(self, point: QPoint, fine: bool) -> None:
        """The pointer has moved while a button is down."""
        if self._pressed is None:
            return
        if not self.drawing and (point - self._pressed[0]).manhattanLength() < DRAG_FROM:
            return
        self._last = (point, fine)
        self._follow()
        self._roll.start() if self._at_edge(point) != (0, 0) else self._roll.stop()

    def release(self) -> None:
        """Lets go: a drop, or a click on empty space."""
        pressed, place, answer = self._pressed, self.place, self.answer
        axis = self.view.layout_.axis if self.view.layout_ else None
        if pressed is None or axis is None:
            return
        if pressed[1].zone is Zone.EMPTY:
            self.give_up()
            row = pressed[1].row
            assert row is not None
            start, end = (place.start, place.end) if place else clicked_time(axis, pressed[1])
            self.view.create_requested.emit(row.key, start, end)
        elif place is not None and answer is not None:
            self.drop()
        else:
            self.give_up()

    def _follow(self) -> None:
        assert self._pressed is not None and self._last is not None and self.view.layout_ is not None
        (_at, hit), (point, fine), layout = self._pressed, self._last, self.view.layout_
        x = self.view.content_x(point.x())
        if hit.block is None:
            ghost = drawn_ghost(layout.axis, hit, x, fine)
            self._put(Place(None, ghost.row, ghost.start, ghost.end))
            return
        self.lift = self.lift or lifted(hit)
        assert self.lift is not None
        band = layout.bands.at(self.view.content_y(point.y()))
        home = layout.bands.by_key.get(self.lift.block.bookable)
        alike = band is not None and home is not None and band.row.kind is home.row.kind
        over = band.row if band is not None and alike else None
        self._put(dragged(layout.axis, self.lift, layout.axis.x(hit.instant), x, over, fine))

    def _at_edge(self, point: QPoint) -> tuple[int, int]:
        body = self.view.body
        across = _push(point.x() - body.left(), body.right() - point.x())
        down = _push(point.y() - header.HEIGHT, body.bottom() - point.y())
        return across, down

    def _scroll(self) -> None:
        if self._last is None or not self.drawing:
            self._roll.stop()
            return
        across, down = self._at_edge(self._last[0])
        view = self.view
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + across)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + down)
        self._follow()

    # the keys

    def take(self, block: Block) -> bool:
        """Picks a block up by keyboard; False when it cannot be moved."""
        if not self.may_lift(block) or self.waiting:
            self.view.drop_refused.emit(None)
            return False
        self.lift, self.by_key = Lift(block, Grip.WHOLE), True
        self._put(self.lift.home)
        self._say()
        return True

    def step(self, across: int, down: int, fine: bool) -> None:
        """An arrow key: the thing in the hand goes a quarter of an hour, or to the next row."""
        if self.lift is None or self.place is None or self.view.scene is None:
            return
        if across:
            self._put(stepped(self.lift, self.place, across, FINE_SNAP if fine else SNAP))
        elif self.lift.grip is Grip.WHOLE:
            rows = shown_rows(self.view.scene.rows, self.view.folding)
            self._put(replace(self.place, row=next_row(rows, self.place.row, down)))
        self.view.show_place(self.place)
        self._say()

    def next_grip(self, step: int) -> None:
        """Tab: arrows then act on all of it, its start, its end, its set-up, its clear-down."""
        if self.lift is None:
            return
        grips = list(Grip)
        self.lift = replace(self.lift, grip=grips[(grips.index(self.lift.grip) + step) % len(grips)])
        if self.place is not None:
            self._put(self.place, again=True)
        self._say()

    # both

    def drop(self) -> None:
        """Lets go of what is in the hand: the view tells where, unless it is where it was."""
        lift, place, answer = self.lift, self.place, self.answer
        if lift is None or place is None or answer is None or place == lift.home:
            self.give_up()
            return
        if answer.blocked:
            self.give_up()
            self.view.drop_refused.emit(answer.card)
            return
        self._let_go()
        self._dropped = place, lift
        self.waiting = True
        self.view.let_go.emit()
        self.view.set_overlay(replace(self.view.overlay, landings=(), card=None, holders=frozenset()))
        self.view.dropped.emit(place, lift)

    def offer(self, landings: tuple[Landing, ...]) -> None:
        """Free places to click on; they stay until something else is in the hand."""
        self.view.set_overlay(replace(self.view.overlay, landings=landings, chosen=None))

    def give_up(self) -> bool:
        """Everything goes back to where it was; False when nothing was in the hand."""
        return self._end(self._ways_back())

    def done(self) -> None:
        """What was dropped is where it was dropped."""
        self._end(())

    def _end(self, ways: Ways) -> bool:
        under_way = self.busy or self.waiting
        origin = self.view.overlay.origin
        self._let_go()
        self.waiting, self._dropped = False, None
        if under_way:
            bare = replace(
                self.view.overlay, ghosts=(), landings=(), holders=frozenset(), card=None, origin=None
            )
            self.view.set_overlay(bare)
            self.back.start(ways, origin, self._home)
            self.view.let_go.emit()
        return under_way

    def _ways_back(self) -> Ways:
        layout = self.view.layout_
        moved = (self.place, self.lift) if self.place and self.lift else self._dropped
        if layout is None or moved is None or moved[0] is None or moved[1] is None:
            return ()
        place, lift = moved
        return ways_back(self.view.overlay.ghosts, lift, place.row, layout.rows_of(place.activity))

    def _home(self) -> None:
        self.view.set_overlay(replace(self.view.overlay, back=(), origin=None))

    def _let_go(self) -> None:
        self._roll.stop()
        self.lift = self.place = self.answer = self._pressed = self._last = None
        self.by_key = False

    def _put(self, place: Place, again: bool = False) -> None:
        if place == self.place and not again:
            return
        self.back.stop()
        answer = self.judge(place, self.lift)
        self.place, self.answer = place, answer
        origin = self.lift.block.activity if self.lift is not None else None
        self.view.set_overlay(
            replace(
                self.view.overlay,
                origin=origin,
                ghosts=answer.ghosts,
                landings=answer.landings,
                holders=answer.holders,
                card=answer.card,
            )
        )

    def _say(self) -> None:
        layout = self.view.layout_
        if self.lift is None or self.place is None or layout is None:
            return
        band = layout.bands.by_key.get(self.place.row)
        row, card = band.row if band else None, self.view.overlay.card
        words = hand_in_words(self.lift, self.place, row, card, layout.scene)
        describe(self.view, words)
        announce(self.view, words)

    def _unjudged(self, place: Place, lift: Lift | None) -> Answer:
        """Without rules everything is allowed: a ghost on every row that is held."""
        layout = self.view.layout_
        assert layout is not None
        rows = set(layout.rows_of(place.activity)) or {place.row}
        if lift is not None:
            rows = (rows - {lift.block.bookable}) | {place.row}
        text = place.start.astimezone(layout.axis.zone).strftime("%H:%M")
        return Answer(tuple(Ghost(row, place.start, place.end, text) for row in sorted(rows)))


def _holds(block: Block) -> bool:
    return block.holds


def _push(before: int, after: int) -> int:
    """Pixels to scroll, more the nearer the pointer is to an edge (or beyond)."""
    if before < EDGE:
        return -min(FASTEST, 2 + (EDGE - before) // 2)
    if after < EDGE:
        return min(FASTEST, 2 + (EDGE - after) // 2)
    return 0

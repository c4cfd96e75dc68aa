"""What is dropped on the calendar is written here, and taken back and done again in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput, Refused
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.schedule.rules import ActivityKind, Alternative
from resource_centre.schedule.series import Scope
from resource_centre.schedule.service import Changes
from resource_centre.ui.booking import undo
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.booking.scope import ScopePick
from resource_centre.ui.booking.undo import History, Step, Undo
from resource_centre.ui.calendar import answers
from resource_centre.ui.calendar.placing import Known, asked
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.timeline.drag import Answer, Grip, Lift, Place
from resource_centre.ui.timeline.scene import Block, Card
from resource_centre.ui.timeline.view import TimelineView
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import text

OWN_KINDS = frozenset({ActivityKind.LAB_BOOKING, ActivityKind.MAINTENANCE})


class Moves:
    """The hand's rules and writes for one calendar. `known` is what is loaded now."""

    def __init__(
        self, desk: Desk, parent: QWidget, view: TimelineView, show: Callable[[int], object]
    ) -> None:
        self.desk, self.parent, self.view, self._show = desk, parent, view, show
        self.known: Known | None = None
        self.history = History()
        self._offered: tuple[tuple[Place, ...], Lift] | None = None
        view.hand.judge = self.judge
        view.hand.may_lift = self.may_lift
        view.dropped.connect(self.drop)
        view.drop_refused.connect(self._say_refused)
        view.landing_chosen.connect(self._take_offered)

    # while dragging

    def judge(self, place: Place, lift: Lift | None) -> Answer:
        """What the rules say, of rows that are loaded."""
        assert self.known is not None
        return answers.answer(self.known, place, lift)

    def may_lift(self, block: Block) -> bool:
        """What an event, a request or a course holds is moved on its own page."""
        rows = self.known.held.get(block.activity, []) if self.known is not None else []
        if not rows or not block.holds or rows[0].kind not in OWN_KINDS:
            return False
        mine = rows[0].person_id is not None and rows[0].person_id == self.desk.actor.person_id
        return mine or self.desk.may(Data.BOOKINGS, Right.WRITE)

    # on the drop

    def drop(self, place: Place, lift: Lift) -> None:
        """Writes a move; of a series it asks how far it goes."""
        self._offered = None
        if self.known is None or place.activity is None:
            self.view.hand.give_up()
            return
        rows = self.known.held.get(place.activity, [])
        changes = changes_of(self.known, place, lift)
        if rows and rows[0].series_id is not None:
            dialog = HowFar(self.desk, self.parent, lambda scope: self._write(lift, changes, scope))
            dialog.rejected.connect(self.view.hand.give_up)
            dialog.open()
        else:
            self._write(lift, changes, Scope.THIS)

    def _write(self, lift: Lift, changes: Changes, scope: Scope, override: str = "") -> None:
        block = lift.block

        def command(unit: Unit) -> Step:
            now = undo.shape_of(unit, block.activity)
            if (now.start, now.end) != (block.start, block.end):
                raise BadInput(
                    _("Somebody else has moved “{title}” meanwhile. It is where they put it.").format(
                        title=block.title
                    )
                )
            return undo.changed(unit, block.activity, changes, scope, override)

        def failed(trouble: BaseException) -> None:
            self._not_written(trouble, lift, changes, scope)

        whole = lift.grip is Grip.WHOLE
        said = (
            _("Moved: {title}. Ctrl Z takes it back.")
            if whole
            else _("Changed: {title}. Ctrl Z takes it back.")
        )
        self.desk.write(self.parent, command, self._written, failed, said.format(title=block.title))

    def _written(self, step: Step) -> None:
        self.history.push(step)
        self._show(step.activities[0])

    def _not_written(self, trouble: BaseException, lift: Lift, changes: Changes, scope: Scope) -> None:
        rule = isinstance(trouble, Refused) and all(v.overridable for v in trouble.violations)
        if rule and self.desk.may(Data.BOOKINGS, Right.WRITE):
            dialog = Override(
                self.desk, self.parent, "", lambda words: self._write(lift, changes, scope, words)
            )
            dialog.rejected.connect(self.view.hand.give_up)
            dialog.open()
            return
        self.view.hand.give_up()
        if isinstance(trouble, Refused) and self.known is not None:
            self._offer(self.known, trouble.alternatives, lift)
            words = _("Somebody was quicker. {why} It is back where it was.")
            self.desk.failed.emit(words.format(why=sentence(trouble)))
        else:
            self.desk.show_failure(trouble)

    def _offer(self, here: Known, instead: Iterable[Alternative], lift: Lift) -> None:
        """What would work instead of a lost place, to click on. It is what the service said, just now."""
        home = lift.home
        held = {block.bookable_id for block in here.held.get(lift.block.activity, ())}
        spots = tuple(
            spot
            for spot in instead
            if spot.bookables and not (spot.start == home.start and held.issuperset(spot.bookables))
        )
        rows = (next((key for key in spot.bookables if key not in held), home.row) for spot in spots)
        places = tuple(
            Place(home.activity, row, spot.start, spot.end) for row, spot in zip(rows, spots, strict=True)
        )
        self._offered = places, lift
        self.view.hand.offer(answers.offered(here, spots))

    def _take_offered(self, number: int) -> None:
        offered, self._offered = self._offered, None
        if offered is None or number >= len(offered[0]):
            return
        self.view.hand.offer(())
        self.drop(offered[0][number], offered[1])

    def _say_refused(self, card: Card | None) -> None:
        if card is None:
            self.desk.said.emit(_("This cannot be moved here. Its time is changed on its own page."))
        else:
            self.desk.said.emit(_("Not moved. {why}.").format(why=card.title))

    # undo and redo

    def made(self, activity: int, before: Undo | None = None) -> None:
        """A dialog has booked something new."""
        self.desk.read(self.parent, lambda unit: undo.made(unit, activity), self.history.push, key="made")
        self._show(activity)

    def changed(self, activity: int, before: Undo | None = None) -> None:
        """A dialog has changed something; `before` is given when it can be taken back."""
        if before is not None:
            self.desk.read(self.parent, lambda unit: undo.moved(unit, before), self.history.push, key="made")
        self._show(activity)

    def take_back(self) -> None:
        """Undoes the last step. One that cannot be undone any more says why and is gone."""
        step = self.history.take_back()
        if step is None:
            self.desk.said.emit(_("There is nothing to undo."))
            return
        self.desk.write(
            self.parent,
            lambda unit: undo.take_back(unit, step),
            self._back,
            said=_("Undone: {title}. Ctrl Shift Z does it again.").format(title=step.title),
        )

    def do_again(self) -> None:
        """Does what was undone last again."""
        step = self.history.do_again()
        if step is None:
            self.desk.said.emit(_("There is nothing to do again."))
            return
        said = _("Done again: {title}").format(title=step.title)
        self.desk.write(self.parent, lambda unit: undo.do_again(unit, step), self._on, said=said)

    def _back(self, step: Step) -> None:
        self.history.went_back(step)
        if step.kind is not undo.Kind.MADE:
            self._show(step.activities[0])

    def _on(self, step: Step) -> None:
        self.history.went_on(step)
        if step.kind is not undo.Kind.CANCELLED:
            self._show(step.activities[0])


class HowFar(Dialog):
    """Asks how much of a series moves; `then` gets the scope."""

    def __init__(self, desk: Desk, parent: QWidget, then: Callable[[Scope], object]) -> None:
        super().__init__(desk, parent, _("Change a series"), _("Change"))
        self._then = then
        words = _("It is one of a series. Dates that were changed by themselves keep what is their own.")
        self.form.put(text(words, "body2", wrap=True))
        self.scope = ScopePick(_("Change"))
        self.form.put(self.scope)
        self.form.end()

    def confirm(self) -> None:
        self.accept()
        self._then(self.scope.scope)


def changes_of(here: Known, place: Place, lift: Lift) -> Changes:
    """What a drop changes; only what differs from where it was."""
    home = lift.home
    timed = (place.start, place.end) != (home.start, home.end)
    lifted = lift.block.bookable
    elsewhere = place.row != home.row and asked(here, place, lifted) != asked(here, home, lifted)
    return Changes(
        start=place.start if timed else None,
        end=place.end if timed else None,
        bookables=asked(here, place, lifted) if elsewhere else None,
        setup_minutes=place.setup,
        cleardown_minutes=place.cleardown,
    )

"""What is dropped on the calendar is written here, and taken back and done again in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import DatabaseTrouble, Refused
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.rules import ActivityKind, Alternative
from resource_centre.schedule.service import Changes
from resource_centre.schedule.shape import Standing
from resource_centre.ui.booking import commands, undo
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.booking.reshape import ReshapeDialog
from resource_centre.ui.booking.undo import History, Step
from resource_centre.ui.calendar import answers
from resource_centre.ui.calendar.owned import move_owned
from resource_centre.ui.calendar.placing import Known, asked
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.timeline.drag import Answer, Grip, Lift, Place
from resource_centre.ui.timeline.scene import Block, Card
from resource_centre.ui.timeline.view import TimelineView
from resource_centre.ui.words import span_words

OWN_KINDS = frozenset({ActivityKind.LAB_BOOKING, ActivityKind.MAINTENANCE})


class Moves:
    """The hand's rules and writes for one calendar. `known` is what is loaded now, `only` what is moved there at all."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        view: TimelineView,
        show: Callable[[int], object],
        only: Callable[[Block], bool] = lambda _block: True,
    ) -> None:
        self.desk, self.parent, self.view, self._show, self._only = desk, parent, view, show, only
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
        """Whatever is known here is taken up; what may not be moved says why while it is in the hand."""
        rows = self.known.held.of(block.activity) if self.known is not None else []
        if not rows or not block.holds or not self._only(block):
            return False
        if rows[0].kind not in OWN_KINDS:
            return self._standing(block.activity) is not None
        mine = rows[0].person_id is not None and rows[0].person_id == self.desk.actor.person_id
        return mine or self.desk.may(Data.BOOKINGS, Right.WRITE)

    def _standing(self, activity: int) -> Standing | None:
        return self.known.rows.standings.get(activity) if self.known is not None else None

    # on the drop

    def drop(self, place: Place, lift: Lift) -> None:
        """Writes a move; of a series it asks how far it goes."""
        self._offered = None
        if self.known is None or place.activity is None:
            self.view.hand.give_up()
            return
        rows = self.known.held.of(place.activity)
        changes = changes_of(self.known, place, lift)
        if rows and rows[0].series_id is not None:
            self._ask_how_far(place.activity, lift, changes)
        else:
            self._write(lift, changes)

    def _ask_how_far(self, activity: int, lift: Lift, changes: Changes) -> None:
        block = lift.block
        start, end = changes.start or block.start, changes.end or block.end
        was, will = (span_words(*span, self.desk.zone) for span in ((block.start, block.end), (start, end)))
        what = (block.title, f"{was} → {will}" if was != will else was)
        dialog = ReshapeDialog(
            self.desk, self.parent, activity, (block.start, block.end), changes, what, self._written
        )
        dialog.rejected.connect(self.view.hand.give_up)
        dialog.open()

    def _write(self, lift: Lift, changes: Changes, override: str = "") -> None:
        block, wish = lift.block, Reshape(changes, override_reason=override)
        standing = self._standing(block.activity)
        before = asked(self.known, lift.home, block.bookable) if self.known is not None else ()

        def command(unit: Unit) -> Step:
            if standing is not None:
                seen = block.activity, block.start, block.end
                return move_owned(unit, standing, block.title, seen, before, changes, override)
            commands.insist_it_is_there(unit, block.activity, (block.start, block.end))
            return commands.change(unit, block.activity, wish)

        def failed(trouble: BaseException) -> None:
            self._not_written(trouble, lift, changes)

        whole = lift.grip is Grip.WHOLE
        said = (
            _("Moved: {title}. Ctrl Z takes it back.")
            if whole
            else _("Changed: {title}. Ctrl Z takes it back.")
        )
        said = said.format(title=block.title)
        if standing is not None and standing.told:
            said += " " + standing.told
        self.desk.write(self.parent, command, self._written, failed, said)

    def _written(self, step: Step) -> None:
        self.history.push(step)
        self._show(step.activity)

    def _not_written(self, trouble: BaseException, lift: Lift, changes: Changes) -> None:
        rule = isinstance(trouble, Refused) and all(v.overridable for v in trouble.violations)
        if rule and self.desk.may(Data.BOOKINGS, Right.WRITE):
            dialog = Override(self.desk, self.parent, "", lambda words: self._write(lift, changes, words))
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
        held = {block.bookable_id for block in here.held.of(lift.block.activity)}
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

    def made(self, activity: int, step: Step | None = None) -> None:
        """A dialog has booked or changed something."""
        if step is not None:
            self.history.push(step)
        self._show(activity)

    def did(self, step: Step) -> None:
        """Something was done from the inspector."""
        self.made(step.activity, step)

    def take_back(self) -> None:
        """Undoes the last step. One that cannot be undone any more says why and is gone."""
        step = self.history.take_back()
        if step is None:
            self.desk.said.emit(_("There is nothing to undo."))
            return
        said = _("Undone. {what}. Ctrl Shift Z does it again.").format(what=step.words)
        self._revert(step, undo.take_back, self.history.went_back, self.history.went_on, said)

    def do_again(self) -> None:
        """Does what was undone last again."""
        step = self.history.do_again()
        if step is None:
            self.desk.said.emit(_("There is nothing to do again."))
            return
        said = _("Done again. {what}").format(what=step.words)
        self._revert(step, undo.do_again, self.history.went_on, self.history.went_back, said)

    def _revert(
        self,
        step: Step,
        carry_out: Callable[[Unit, Step], Step],
        stands: Callable[[Step], object],
        stays: Callable[[Step], object],
        said: str,
    ) -> None:
        """Only one that could be tried again later (the database is away) stays in the history."""

        def done(after: Step) -> None:
            stands(after)
            self._show_again(after)

        def failed(trouble: BaseException) -> None:
            if isinstance(trouble, DatabaseTrouble):
                stays(step)
            self.desk.show_failure(trouble)

        self.desk.write(self.parent, lambda unit: carry_out(unit, step), done, failed, said)

    def _show_again(self, step: Step) -> None:
        """Goes to what it is about, unless it is not there any more."""

        def ready(live: bool) -> None:
            if live:
                self._show(step.activity)

        self.desk.read(self.parent, lambda unit: commands.is_live(unit, step.activity), ready, key="undone")


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

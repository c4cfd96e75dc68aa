"""What can be done with an activity from the calendar: each action by its name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.schedule import series
from resource_centre.schedule.series import Scope
from resource_centre.ui.booking import commands
from resource_centre.ui.booking.dialog import open_booking
from resource_centre.ui.booking.scope import ScopePick
from resource_centre.ui.booking.start import Mode, Start
from resource_centre.ui.booking.undo import Step
from resource_centre.ui.calendar.details import Details
from resource_centre.ui.calendar.moves import Moves
from resource_centre.ui.calendar.owned import OwnedDialog
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.dialog import Reason
from resource_centre.ui.widgets.labels import text

MODES = {"edit": Mode.EDIT, "move": Mode.MOVE, "copy": Mode.COPY}


def do(desk: Desk, parent: QWidget, action: str, details: Details, moves: Moves) -> None:
    """Does what was asked for; `moves` is told what was written, so that it can be taken back."""
    number, title = details.activity.id, details.activity.title
    if action not in details.actions:
        return
    if action == "open" and details.owner is not None:
        desk.open_row(*details.owner)
    elif action in ("move", "copy") and details.standing is not None:
        OwnedDialog(desk, parent, details, moves.did, copying=action == "copy").open()
    elif action in MODES:
        open_booking(desk, parent, Start(MODES[action], number), moves.made)
    elif action == "approve":
        said = _("Approved: {title}").format(title=title)

        desk.write(parent, lambda unit: commands.approve(unit, number), moves.did, said=said)
    elif action == "decline":
        what = _("“{title}” is declined and its time is free again. Whoever asked is told your reason.")
        Reason(
            desk, parent, _("Decline the request"), _("Decline"), what.format(title=title),
            lambda unit, words: commands.decline(unit, number, words), then=moves.history.push,
            said=_("Declined: {title}").format(title=title),
        ).open()  # fmt: skip
    elif action == "cancel":
        Cancel(desk, parent, details, moves).open()


class Cancel(Reason):
    """Asks why, and of a series how many of its dates."""

    def __init__(self, desk: Desk, parent: QWidget, details: Details, moves: Moves) -> None:
        number, title, standing = details.activity.id, details.activity.title, details.standing

        def cancel(unit: Unit, words: str) -> Step:
            if standing is not None:
                return commands.drop(unit, title, standing.feature, standing.ref, words)
            return commands.cancel(unit, number, words, scope)

        scope = Scope.THIS

        def choose(chosen: Scope) -> None:
            nonlocal scope
            scope = chosen

        what = _("“{title}”, {when}. Everything it holds is free again; it keeps its place in the history.")
        if standing is not None:
            what += " " + _("Whoever takes part is told at once, so it cannot be taken back.")
        heading, verb = _("Cancel the booking"), _("Cancel booking")
        if standing is not None:
            heading, verb = _("Cancel: {kind}").format(kind=details.kind_name), _("Cancel it")
        super().__init__(
            desk, parent, heading, verb,
            what.format(title=details.activity.title, when=details.when), cancel,
            then=moves.history.push, said=_("Cancelled: {title}").format(title=details.activity.title),
        )  # fmt: skip
        self.cancel.setText(_("Keep it"))
        self.scope = ScopePick(_("Cancel"))
        self.scope.changed.connect(choose)
        self.form.column.insertWidget(1, self.scope)
        self.scope.setVisible(details.activity.series_id is not None)
        self.count = text("", "second2", wrap=True)
        self.form.column.insertWidget(2, self.count)
        self.count.hide()
        self.scope.changed.connect(lambda chosen: self._count(number, chosen))

    def _count(self, number: int, scope: Scope) -> None:
        """Says how many dates it is about, before it is done."""

        def say(found: tuple[int, ...]) -> None:
            words = n_(
                "{n} date is cancelled; those that are over stay.",
                "{n} dates are cancelled; those that are over stay.",
                len(found),
            )
            self.count.setText(words.format(n=len(found)))
            self.count.setVisible(scope is not Scope.THIS)

        self.desk.read(self, lambda unit: series.would_release(unit, number, scope), say, key="count")

"""Moves or copies what an event, a request, a course or a loan holds, by typing: what it would mean stands on the right."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.moving import service as moving
from resource_centre.schedule import service as schedule
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.service import Changes
from resource_centre.schedule.shape import Shape, Standing
from resource_centre.ui.booking import commands
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.booking.consequences import Ask, Consequences, judge, judge_change
from resource_centre.ui.booking.panel import Panel
from resource_centre.ui.booking.problems import Way
from resource_centre.ui.booking.undo import Step
from resource_centre.ui.calendar.details import Details
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.look import look
from resource_centre.ui.widgets.buttons import switch_off
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import MomentField
from resource_centre.ui.widgets.labels import text


class OwnedDialog(Dialog):
    """`then` gets the step that was written. With `copying` the same is planned again at another time."""

    def __init__(
        self, desk: Desk, parent: QWidget, details: Details, then: Callable[[Step], object], *, copying: bool
    ) -> None:
        verb = _("Copy") if copying else _("Move")
        title = _("Copy to another time") if copying else _("Move to another time")
        super().__init__(desk, parent, title, verb, wide=True, size=QSize(look().px(900), look().px(520)))
        assert details.standing is not None
        self.details, self.standing, self.copying, self._then = details, details.standing, copying, then
        found = details.activity
        self._length, self.override = found.end - found.start, ""
        self._bookables: tuple[int, ...] | None = None
        self.form.put(text(found.title, "strong", wrap=True))
        self.form.put(text(f"{details.kind_name}. {details.when}", "body2", wrap=True))
        self.start, self.end = (MomentField(self._wall(at)) for at in (found.start, found.end))
        self.form.add("start", _("Begins"), self.start)
        self.form.add("end", _("Ends"), self.end)
        self._fix(self.start, "" if copying else self.standing.start)
        self._fix(self.end, "" if copying else self.standing.length)
        if self.standing.told and not copying:
            self.form.put(text(self.standing.told, "second2", wrap=True))
        self.form.end()
        self.panel = Panel(self)
        self.panel.way_taken.connect(self._take)
        self.panel.override_wanted.connect(lambda: Override(desk, self, self.override, self._override).open())
        self.panel.override_dropped.connect(lambda: self._override(""))
        self.start.changed.connect(self._keep_length)
        self.end.changed.connect(self._measure)
        self.say_promise(_("All of it is taken together, or nothing."))
        self.check()

    def _wall(self, at: datetime) -> datetime:
        return at.astimezone(self.desk.zone).replace(tzinfo=None)

    def _fix(self, field: MomentField, why: str) -> None:
        """A time that stays as it is says why."""
        if why:
            field.setEnabled(False)
            self.form.put(text(f"{why}.", "second2", wrap=True))

    @property
    def wanted(self) -> Changes:
        """What is asked for; `BadInput` for a time that is none."""
        start, end = (to_instant(field.wall, self.desk.zone).instant for field in (self.start, self.end))
        if end <= start:
            raise BadInput(_("The end lies before the start. Choose an end after the start."), "end")
        return Changes(start=start, end=end, bookables=self._bookables)

    def check(self) -> None:
        """Judges it in the background."""
        self.form.forgive()
        try:
            changes = self.wanted
        except BadInput as trouble:
            self._cannot(trouble)
            return
        number, wish, copying = (
            self.details.activity.id,
            Reshape(changes, override_reason=self.override),
            self.copying,
        )

        def read(unit: Unit) -> Consequences:
            if not copying:
                return judge_change(unit, number, wish)
            hold = schedule.hold_after(unit, number, wish.changes, wish.override_reason)
            return judge(unit, Ask(replace(hold, uid=None)))

        self.desk.read(self, read, self._show, self._cannot, key="check")

    def _show(self, found: Consequences) -> None:
        self.banner.say("")
        self.panel.show(found, self.override)
        blocked = _("This time cannot be taken. Choose what works on the right.")
        switch_off(self.ok, blocked if found.open_count else "")

    def _cannot(self, trouble: BaseException) -> None:
        self.panel.hint(sentence(trouble), "danger")
        switch_off(self.ok, sentence(trouble))

    def _keep_length(self) -> None:
        """Another start takes the end along."""
        with suppress(BadInput):
            self._put(self.end, self.start.wall + self._length)
        self.check()

    def _measure(self) -> None:
        with suppress(BadInput):
            self._length = max(self.end.wall - self.start.wall, self._length * 0) or self._length
        self.check()

    def _put(self, field: MomentField, wall: datetime) -> None:
        field.blockSignals(True)
        field.set_wall(wall)
        field.blockSignals(False)

    def _take(self, way: Way) -> None:
        self._put(self.start, self._wall(way.start))
        self._put(self.end, self._wall(way.start) + self._length)
        self._bookables = way.bookables if way.bookables is not None else self._bookables
        self.check()

    def _override(self, words: str) -> None:
        self.override = words
        self.check()

    def confirm(self) -> None:
        changes, standing, why, copying = self.wanted, self.standing, self.override, self.copying
        seen, title = self.details.activity, self.details.activity.title

        def command(unit: Unit) -> Step:
            lies = moving.shape(unit, standing.feature, standing.ref)
            asked = tuple(schedule.asked_by(unit, seen.id))
            if copying:
                wanted = replace(shape_after(lies, asked, changes), agreed=False)
                return commands.copy(unit, title, standing.feature, standing.ref, wanted, why)
            return move_owned(unit, standing, title, (seen.id, seen.start, seen.end), asked, changes, why)

        words = (
            _("Copied: {title}. Ctrl Z takes it back.")
            if copying
            else _("Moved: {title}. Ctrl Z takes it back.")
        )
        self.save(command, self._then, words.format(title=title))


def move_owned(
    unit: Unit,
    standing: Standing,
    title: str,
    seen: tuple[int, datetime, datetime],
    before: tuple[int, ...],
    changes: Changes,
    override: str,
) -> Step:
    """Moves what a feature owns, if it is still where it was `seen` (activity, start, end), asking for `before`."""
    feature, ref = standing.feature, standing.ref
    lies = moving.shape(unit, feature, ref)
    if (moving.activity_of(unit, feature, ref), lies.start, lies.end) != seen:
        words = _("Somebody else has moved “{title}” meanwhile. It is where they put it.")
        raise BadInput(words.format(title=title))
    return commands.move(unit, title, feature, ref, lies, shape_after(lies, before, changes), override)


def shape_after(lies: Shape, before: tuple[int, ...], changes: Changes) -> Shape:
    """How something would lie after the changes; another time has to be agreed on anew."""
    start = changes.start or lies.start
    end = changes.end or start + (lies.end - lies.start)
    things = set(lies.bookables)
    if changes.bookables is not None:
        gone, new = set(before) - set(changes.bookables), set(changes.bookables) - set(before)
        things = (things - gone) | new
    return Shape(
        start, end, tuple(sorted(things)),
        lies.setup if changes.setup_minutes is None else changes.setup_minutes,
        lies.cleardown if changes.cleardown_minutes is None else changes.cleardown_minutes,
        lies.agreed and (start, end) == (lies.start, lies.end),
    )  # fmt: skip

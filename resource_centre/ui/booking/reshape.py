"""Asks how far a change of one date of a series goes, and shows what it would mean before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import Refused
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.schedule import queries as schedule
from resource_centre.schedule.queries import ActivityDetail
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.rules import ActivityKind, Alternative
from resource_centre.schedule.series import Choice, Scope
from resource_centre.schedule.service import Changes
from resource_centre.ui.booking import commands
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.booking.consequences import Consequences, judge_change
from resource_centre.ui.booking.marks import Marks
from resource_centre.ui.booking.panel import Panel
from resource_centre.ui.booking.problems import Problem, Way
from resource_centre.ui.booking.scope import ScopePick
from resource_centre.ui.booking.undo import Step
from resource_centre.ui.calendar.aside import find_for
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.look import look
from resource_centre.ui.widgets.buttons import switch_off
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import text


class ReshapeDialog(Dialog):
    """`then` gets the step that was written; rejected() when everything stays where it was."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        activity: int,
        seen: tuple[datetime, datetime],
        changes: Changes,
        what: tuple[str, ...],
        then: Callable[[Step], object],
    ) -> None:
        size = QSize(look().px(960), look().px(600))
        super().__init__(desk, parent, _("Change a series"), _("Change"), wide=True, size=size)
        self.activity, self.changes, self.override = activity, changes, ""
        self._seen, self._then = seen, then
        for n, words in enumerate(what):
            self.form.put(text(words, "body2" if n else "strong", wrap=True))
        self.scope = ScopePick(_("Change"))
        self.form.put(self.scope)
        words = _("Dates that were changed by themselves keep what is their own.")
        self.form.put(text(words, "second2", wrap=True))
        self.marks = Marks()
        self.form.put(self.marks)
        self.form.end()
        self.panel = Panel(self, self._find_more)
        self.panel.chosen.connect(self.check)
        self.panel.way_taken.connect(self._take)
        self.panel.override_wanted.connect(self._ask_why)
        self.panel.override_dropped.connect(lambda: self._override_with(""))
        self.marks.picked.connect(self.panel.pick)
        self.scope.changed.connect(lambda _scope: self._anew())
        self.say_promise(_("All of it is changed together, or nothing."))
        self.check()

    @property
    def wish(self) -> Reshape:
        """What is asked for."""
        return Reshape(self.changes, self.scope.scope, "", dict(self.panel.decided), self.override)

    def check(self) -> None:
        """Judges it in the background."""
        activity, wish = self.activity, self.wish
        self.desk.read(
            self, lambda unit: judge_change(unit, activity, wish), self._show, self._cannot, key="check"
        )

    def _anew(self) -> None:
        self.panel.forget_all()
        self.check()

    def _cannot(self, trouble: BaseException) -> None:
        self.panel.hint(sentence(trouble), "danger")
        self.marks.show_marks(())

    def _show(self, found: Consequences) -> None:
        self.banner.say("")
        self.panel.show(found, self.override)
        self.marks.show_marks(found.marks)
        words = n_("Change {n} date", "Change {n} dates", found.count).format(n=found.count)
        self.ok.setText(words if found.marks and found.count else _("Change"))
        in_the_way = _("This time cannot be taken. Choose what works on the right.")
        if found.marks:
            in_the_way = n_(
                "{n} date is in the way. Take another time for it, or skip it.",
                "{n} dates are in the way. Take other times for them, or skip them.",
                found.open_count,
            ).format(n=found.open_count)
        switch_off(self.ok, in_the_way if found.open_count else "")

    def _take(self, way: Way) -> None:
        length = (self.changes.end or self._seen[1]) - (self.changes.start or self._seen[0])
        self.changes = replace(self.changes, start=way.start, end=way.start + length)
        if way.bookables is not None:
            self.changes = replace(self.changes, bookables=way.bookables)
        self.check()

    def _find_more(self, problem: Problem) -> None:
        """Looks for another time of one date on the calendar; the dialog comes back with it."""
        number, changes = self.activity, self.changes
        start = changes.start or self._seen[0]
        length = (changes.end or start + (self._seen[1] - self._seen[0])) - start

        def look_for(found: ActivityDetail) -> None:
            asked = tuple(dict.fromkeys(hold.asked_id for hold in found.holds if hold.live))
            begin = Wanted(
                changes.bookables or asked, minutes=int(length.total_seconds() // 60),
                first=(problem.start or start).astimezone(self.desk.zone).date(), kind=ActivityKind(found.kind),
                without=(number,), setup=found.setup_minutes, cleardown=found.cleardown_minutes, title=found.title,
            )  # fmt: skip
            find_for(self, begin, picked)

        def picked(time: Alternative) -> None:
            if problem.wall:
                self.panel.decide(problem.wall, Choice(start=time.start))
            else:
                self._take(Way("", "", time.start))

        self.desk.read(self, lambda unit: schedule.activity(unit, number), look_for, key="more")

    def _ask_why(self) -> None:
        Override(self.desk, self, self.override, self._override_with).open()

    def _override_with(self, words: str) -> None:
        self.override = words
        self.check()

    def confirm(self) -> None:
        activity, wish, seen = self.activity, self.wish, self._seen

        def command(unit: Unit) -> Step:
            commands.insist_it_is_there(unit, activity, seen)
            return commands.change(unit, activity, wish)

        self.save(
            command,
            self._then,
            "" if wish.scope is Scope.THIS else _("The series is changed. Ctrl Z takes it back."),
        )

    def show_refusal(self, trouble: Refused) -> None:
        """Somebody was faster: what stands against it is shown anew, under its sentence."""
        words = sentence(trouble)
        activity, wish = self.activity, self.wish

        def show(found: Consequences) -> None:
            self._show(found)
            self.banner.say(words, "danger")

        self.desk.read(self, lambda unit: judge_change(unit, activity, wish), show, self._cannot, key="check")

"""The booking dialog: the form on the left, what it would mean on the right, live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput, ChangedMeanwhile, FieldChange, Refused
from resource_centre.i18n import N_, _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.rules import ActivityKind, Alternative, Hold
from resource_centre.schedule.series import Choice, Scope
from resource_centre.schedule.service import Changes
from resource_centre.settings import SCHOOL_HOLIDAYS
from resource_centre.ui.booking import commands
from resource_centre.ui.booking.asking import Override
from resource_centre.ui.booking.cards import ProblemCard
from resource_centre.ui.booking.choices import Choices, read_choices
from resource_centre.ui.booking.consequences import Ask, Consequences, judge
from resource_centre.ui.booking.draft import (
    Draft,
    Repeat,
    changes_of,
    first_draft,
    hold_of,
    notes_of,
    repeat_of,
    rule_of,
)
from resource_centre.ui.booking.fields import BookingFields
from resource_centre.ui.booking.holidays import remembered, with_more
from resource_centre.ui.booking.painted import hue_icon
from resource_centre.ui.booking.panel import Panel
from resource_centre.ui.booking.problems import Problem, Way
from resource_centre.ui.booking.scope import ScopePick
from resource_centre.ui.booking.start import Mode, Start
from resource_centre.ui.booking.undo import Step
from resource_centre.ui.booking.versions import PARTS, Parts, part_words, parts_compared, parts_of
from resource_centre.ui.calendar.aside import find_for
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.look import look
from resource_centre.ui.timeline.scene import BlockKind
from resource_centre.ui.widgets.buttons import Segments, switch_off
from resource_centre.ui.widgets.changing import OF_TIME, ChangeDialog
from resource_centre.ui.words import moment_words

REST = 200
TITLES = {
    Mode.NEW: (N_("New booking"), N_("Book")),
    Mode.EDIT: (N_("Edit booking"), N_("Save")),
    Mode.MOVE: (N_("Move booking"), N_("Move")),
    Mode.COPY: (N_("Copy booking"), N_("Book")),
}
KINDS = {
    ActivityKind.LAB_BOOKING: (N_("Lab"), BlockKind.LAB),
    ActivityKind.LOAN: (N_("Loan"), BlockKind.LOAN),
    ActivityKind.MAINTENANCE: (N_("Maintenance"), BlockKind.MAINTENANCE),
}


def open_booking(desk: Desk, parent: QWidget, start: Start, then: Callable[..., object]) -> None:
    """Reads what can be booked and opens the dialog. `then` is told the activity, and the step that takes it back."""
    centre_id = desk.centre_id
    desk.read(
        parent,
        lambda unit: read_choices(unit, centre_id, start.activity),
        lambda choices: BookingDialog(desk, parent, start, choices, then).open(),
        key="booking",
    )


class BookingDialog(ChangeDialog):
    """Books, edits, moves or copies; nothing that was typed is lost by a refusal."""

    def __init__(
        self, desk: Desk, parent: QWidget, start: Start, choices: Choices, then: Callable[..., object]
    ) -> None:
        title, verb = TITLES[start.mode]
        super().__init__(
            desk, parent, _(title), _(verb), wide=True, size=QSize(look().px(1032), look().px(736))
        )
        self.start, self.choices, self._then = start, choices, then
        self.first = first_draft(start, choices, desk.wall_now(), desk.zone)
        self.may_override = desk.may(Data.BOOKINGS, Right.WRITE)
        detail = choices.detail
        self.version = detail.version if detail is not None else None
        self.before = Changes(bookables=self.first.bookables, units=self.first.units)
        if detail is not None and start.mode.changes:
            self.watch("activity", detail.id)
        self._series_rule = ""
        self._series_repeat: Repeat | None = None
        self._add_panel()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.check)
        self._add_kinds()
        self._add_form()
        self._say_promise()
        self.check()

    @property
    def found(self) -> Consequences | None:
        """What was found last; None while something is missing."""
        return self.panel.found

    @property
    def cards(self) -> dict[str, ProblemCard]:
        """What is said about single dates, by wall time."""
        return self.panel.cards

    def _add_panel(self) -> None:
        self.panel = Panel(self, self._find_more)
        self.panel.chosen.connect(self.check)
        self.panel.way_taken.connect(self._take)
        self.panel.override_wanted.connect(self._ask_why)
        self.panel.override_dropped.connect(lambda: self._override_with(""))

    def _add_kinds(self) -> None:
        self.kinds = Segments([(key.value, _(words)) for key, (words, _hue) in KINDS.items()], name=_("Kind"))
        for key, (_words, hue) in KINDS.items():
            self.kinds.buttons[key.value].setIcon(hue_icon(hue))
            self.kinds.buttons[key.value].setIconSize(QSize(14, 14))
        self.kinds.pick(self.first.kind)
        self.kinds.chosen.connect(self._set_kind)
        self.head.insertWidget(1, self.kinds)
        self.kinds.setVisible(self.choices.staff and self.start.mode is Mode.NEW)

    def _add_form(self) -> None:
        self.left.inside.removeWidget(self.form)
        self.form.deleteLater()
        self.fields = BookingFields(self.choices, self.first)
        self.form = self.fields
        self.left.inside.addWidget(self.fields)
        self.scope = ScopePick(_("Change"))
        detail = self.choices.detail
        if self.start.mode.changes and detail is not None:
            self.fields.column.insertWidget(0, self.scope)
            self.scope.setVisible(detail.series_id is not None)
            self.scope.changed.connect(lambda _scope: self._show_scope())
            self.fields.repeat.breaks.setParent(self)  # a date that is there is cancelled, not left out
            self.fields.repeat.breaks.hide()
            self._show_scope()
        else:
            self.scope.setParent(self)
            self.scope.hide()
            known = self.desk.settings.get(SCHOOL_HOLIDAYS)
            self.fields.know_holidays(remembered(known, self.choices.centre_id))
        self.fields.set_kind(self.first.kind)
        self.fields.retimed.connect(self._retimed)
        self.fields.repeat.date_picked.connect(self.panel.pick)

    def _show_scope(self) -> None:
        """One date of a series does not repeat by itself; of more of them the repetition can be changed."""
        detail, scope = self.choices.detail, self.scope.scope
        assert detail is not None
        rules = {Scope.FOLLOWING: self.choices.rule_from_here, Scope.ALL: self.choices.rule_of_all}
        in_series = detail.series_id is not None
        self._series_rule = rules.get(scope, "") if in_series else ""
        self.fields.fix_series(in_series and not self._series_rule)
        day = self.fields.day.day
        self._series_repeat = repeat_of(self._series_rule, day) if self._series_rule else None
        self.fields.repeat.put(self._series_repeat)
        self._series_repeat = self.fields.repeat.repeat
        self.fields.set_kind(self.fields.kind)
        self._retimed()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self.start.mode is Mode.MOVE:
            self.fields.day.setFocus()

    def _set_kind(self, key: str) -> None:
        self.fields.set_kind(ActivityKind(key))
        self._retimed()
        self._say_promise()

    def _say_promise(self) -> None:
        if not self.choices.staff:
            self.say_promise(
                _("The centre approves it first. The time is held for you until then."), "hourglass"
            )
        elif self.fields.kind is ActivityKind.LOAN:
            self.say_promise(_("All units are reserved together, or none."))
        else:
            self.say_promise(_("Everything is taken together, for all dates or none."))

    # judging

    def _retimed(self) -> None:
        self.panel.forget_all()
        self._rest.start()

    def check(self) -> None:
        """Judges what the form says, in the background."""
        self._rest.stop()
        try:
            ask = self._ask(self.fields.draft)
        except BadInput as trouble:
            self._show_hint(str(trouble))
            return
        self.desk.read(self, lambda unit: judge(unit, ask), self._show, self._cannot, key="check")

    def _ask(self, draft: Draft) -> Ask:
        hold = hold_of(draft, self.choices, self.desk.zone, self._uid)
        rule = rule_of(draft.repeat, draft.day) if draft.repeat is not None else ""
        detail = self.choices.detail if self.start.mode.changes else None
        same = detail is not None and (detail.start, detail.end) == (hold.start, hold.end)
        notes = notes_of(draft, self.desk.zone) if draft.repeat is None else ()
        breaks = draft.repeat.breaks if draft.repeat is not None else ()
        wish = self._wish(draft, hold, rule) if detail is not None else None
        several = wish is not None and (wish.rule or wish.scope is not Scope.THIS)
        return Ask(
            hold, rule, dict(self.panel.decided), detail.id if detail else None, same, breaks, notes,
            wish if several else None,
        )  # fmt: skip

    def _wish(self, draft: Draft, hold: Hold, rule: str) -> Reshape:
        """What is to become of the booking, or of more of its series."""
        detail = self.choices.detail
        assert detail is not None
        changes = changes_of(detail, self.first, draft, hold)
        if detail.series_id is None:
            scope = Scope.ALL if rule else Scope.THIS
        else:
            scope = self.scope.scope
            rule = rule if draft.repeat != self._series_repeat else ""
        return Reshape(changes, scope, rule, dict(self.panel.decided), draft.override)

    def _cannot(self, trouble: BaseException) -> None:
        self._show_hint(sentence(trouble), "danger")

    def _show_hint(self, words: str, tone: str = "") -> None:
        self.panel.hint(words, tone)
        self.fields.repeat.show_marks(())
        switch_off(self.ok, "")
        self._say_verb(1)

    def _show(self, found: Consequences) -> None:
        self.banner.say("")
        self.panel.show(found, self.fields.override)
        self.fields.repeat.show_marks(found.marks)
        self._say_verb(found.count)
        self._say_in_the_way(found)

    def _say_verb(self, count: int) -> None:
        mode = self.start.mode
        if mode.changes and self.found is not None and self.found.marks and count:
            words = n_("Change {n} date", "Change {n} dates", count)
            self.ok.setText(words.format(n=count))
        elif mode.changes:
            self.ok.setText(_(TITLES[mode][1]))
        elif self.fields.repeat.on.isChecked() and count:
            words = n_("Book {n} date", "Book {n} dates", count) if self.choices.staff else n_(
                "Ask for {n} date", "Ask for {n} dates", count
            )  # fmt: skip
            self.ok.setText(words.format(n=count))
        elif self.fields.kind is ActivityKind.LOAN:
            self.ok.setText(_("Reserve"))
        else:
            self.ok.setText(_("Book") if self.choices.staff else _("Ask for it"))

    def _say_in_the_way(self, found: Consequences) -> None:
        if not found.open_count:
            switch_off(self.ok, "")
            return
        if found.marks:
            words = n_(
                "{n} date is in the way. Take another time for it, or skip it.",
                "{n} dates are in the way. Take other times for them, or skip them.",
                found.open_count,
            )
            switch_off(self.ok, words.format(n=found.open_count))
        else:
            switch_off(self.ok, _("This time cannot be taken. Choose what works on the right."))

    def _take(self, way: Way) -> None:
        self.fields.take(way.start.astimezone(self.desk.zone), way.bookables)
        self.check()

    def _find_more(self, problem: Problem) -> None:
        """Looks for another time on the calendar; the dialog comes back with it."""
        draft = self.fields.draft
        first = problem.start.astimezone(self.desk.zone).date() if problem.start else draft.day
        moved = (self.start.activity,) if self.start.mode.changes and self.start.activity is not None else ()
        begin = Wanted(
            draft.bookables, draft.units, minutes=draft.minutes, first=first, kind=draft.kind, without=moved,
            setup=draft.setup, cleardown=draft.clear, title=draft.title,
        )  # fmt: skip

        def picked(time: Alternative) -> None:
            if problem.wall:
                self.panel.decide(problem.wall, Choice(start=time.start))
            else:
                self._take(Way("", "", time.start))

        find_for(self, begin, picked)

    def _ask_why(self) -> None:
        Override(self.desk, self, self.fields.override, self._override_with).open()

    def _override_with(self, words: str) -> None:
        self.fields.override = words
        self.check()

    # saving

    def confirm(self) -> None:
        self._rest.stop()
        draft = self.fields.draft
        if draft.kind is not ActivityKind.LOAN:
            self.fields.require("title", draft.title, _("Give the booking a title."))
        elif draft.whom is None:
            raise BadInput(_("Say who borrows it: a school or a person."), "for")
        ask = self._ask(draft)
        if self.start.mode.changes:
            self._save_changes(draft, ask)
            return
        said = _("Booked: {title}").format(title=draft.title or self.fields.books.words())
        self.save(lambda unit: commands.book(unit, ask), lambda step: self._booked(step, ask), said)

    def _booked(self, step: Step, ask: Ask) -> None:
        if ask.breaks:
            today = self.desk.wall_now().date()
            known = self.desk.settings.get(SCHOOL_HOLIDAYS)
            self.desk.keep(SCHOOL_HOLIDAYS, with_more(known, self.choices.centre_id, ask.breaks, today))
        self._tell(step)

    def _save_changes(self, draft: Draft, ask: Ask) -> None:
        detail = self.choices.detail
        assert detail is not None
        rule = rule_of(draft.repeat, draft.day) if draft.repeat is not None else ""
        wish, version = self._wish(draft, ask.hold, rule), self.version or detail.version
        said = _("Moved: {title}") if self.start.mode is Mode.MOVE else _("Saved: {title}")
        self.version = version
        self.save_change(
            wish.changes,
            lambda unit, chosen, at: commands.change(unit, detail.id, replace(wish, changes=chosen), at),
            self._tell,
            said.format(title=draft.title),
        )

    def words_of(self, column: str) -> str:
        return _(OF_TIME[column]) if column in OF_TIME else ""

    def say_value(self, field: str, value: Any) -> str:
        if isinstance(value, datetime):
            return moment_words(value, self.desk.zone, self.desk.now())
        if field in PARTS:
            holds = self.choices.detail.holds if self.choices.detail is not None else ()
            return part_words(field, value, self.choices, {hold.asked_id: hold.name for hold in holds})
        return super().say_value(field, value)

    def fields_of(self, draft: Changes) -> dict[str, Any]:
        return super().fields_of(draft) | (
            self._parts_of(draft).fields() if draft.bookables is not None else {}
        )

    def compared(self, trouble: ChangedMeanwhile, draft: Changes) -> list[FieldChange]:
        found = []
        for change in super().compared(trouble, draft):
            if change.field == "bookables":
                theirs = parts_of(change.theirs, (), self.choices)
                found += parts_compared(self._parts_of(draft), theirs)
            else:
                found.append(change)
        return found

    def with_theirs(self, draft: Changes, taken: Mapping[str, Any]) -> Changes:
        plain = {name: value for name, value in taken.items() if name not in PARTS}
        if len(plain) < len(taken):
            parts = self._parts_of(draft).with_theirs(taken)
            plain |= {"bookables": parts.bookables, "units": parts.units}
        return replace(draft, **plain)

    def _parts_of(self, draft: Changes) -> Parts:
        return parts_of(draft.bookables or (), draft.units or (), self.choices)

    def _tell(self, step: Step) -> None:
        self._then(step.activity, step)

    def show_refusal(self, trouble: Refused) -> None:
        """Somebody was faster, or a rule stands against it: everything stays, and what works is shown."""
        self.check_again(trouble)

    def check_again(self, trouble: Refused) -> None:
        """Judges anew; the sentence of the refusal stays above the buttons until something changes."""
        words = sentence(trouble)
        try:
            ask = self._ask(self.fields.draft)
        except BadInput:
            return

        def show(found: Consequences) -> None:
            self._show(found)
            self.banner.say(words, "danger")

        self.desk.read(self, lambda unit: judge(unit, ask), show, self._cannot, key="check")

    def done(self, result: int) -> None:
        self._rest.stop()
        super().done(result)

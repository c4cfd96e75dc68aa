"""The booking dialog: the form on the left, what it would mean on the right, live."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput, Refused
from resource_centre.i18n import N_, _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.schedule.rules import ActivityKind
from resource_centre.schedule.series import Choice, Scope
from resource_centre.ui.booking import commands
from resource_centre.ui.booking.asking import MoveDate, Override
from resource_centre.ui.booking.cards import ProblemCard, title_row
from resource_centre.ui.booking.choices import Choices, read_choices
from resource_centre.ui.booking.consequences import Ask, Consequences, Problem, Way, judge
from resource_centre.ui.booking.draft import Draft, asked, changes_of, first_draft, hold_of, notes_of, rule_of
from resource_centre.ui.booking.fields import BookingFields
from resource_centre.ui.booking.painted import hue_icon
from resource_centre.ui.booking.scope import ScopePick
from resource_centre.ui.booking.start import Mode, Start
from resource_centre.ui.booking.undo import Undo
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.look import look
from resource_centre.ui.timeline.scene import BlockKind
from resource_centre.ui.widgets.boxes import banner, clear
from resource_centre.ui.widgets.buttons import Segments, button, switch_off
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import text

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
    """Reads what can be booked and opens the dialog. `then` is told the activity, and how a move is taken back."""
    centre_id = desk.centre_id
    desk.read(
        parent,
        lambda unit: read_choices(unit, centre_id, start.activity),
        lambda choices: BookingDialog(desk, parent, start, choices, then).open(),
        key="booking",
    )


class BookingDialog(Dialog):
    """Books, edits, moves or copies; nothing that was typed is lost by a refusal."""

    def __init__(
        self, desk: Desk, parent: QWidget, start: Start, choices: Choices, then: Callable[..., object]
    ) -> None:
        title, verb = TITLES[start.mode]
        super().__init__(
            desk, parent, _(title), _(verb), wide=True, size=QSize(look().px(1032), look().px(736))
        )
        self.start, self.choices, self._then = start, choices, then
        self._uid = str(uuid4())
        self.first = first_draft(start, choices, desk.wall_now(), desk.zone)
        self.may_override = desk.may(Data.BOOKINGS, Right.WRITE)
        detail = choices.detail
        self.version = detail.version if detail is not None else None
        self.found: Consequences | None = None
        self.decided: dict[str, Choice] = {}
        self._seen: dict[str, Problem] = {}
        self._words: dict[str, str] = {}
        self.cards: dict[str, ProblemCard] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.check)
        self._add_kinds()
        self._add_form()
        self._say_promise()
        self.check()

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
        if self.start.mode.changes:
            self.fields.fix_series()
            in_series = detail is not None and detail.series_id is not None
            self.fields.column.insertWidget(0, self.scope)
            self.scope.setVisible(in_series)
            self.scope.changed.connect(lambda _scope: self._rest.start())
        else:
            self.scope.setParent(self)
            self.scope.hide()
        self.fields.set_kind(self.first.kind)
        self.fields.retimed.connect(self._retimed)
        self.fields.repeat.date_picked.connect(self._pick_date)

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
        self.decided.clear()
        self._seen.clear()
        self._words.clear()
        self._rest.start()

    def check(self) -> None:
        """Judges what the form says, in the background."""
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
        return Ask(hold, rule, dict(self.decided), detail.id if detail else None, same, breaks, notes)

    def _cannot(self, trouble: BaseException) -> None:
        self._show_hint(sentence(trouble), "danger")

    def _show_hint(self, words: str, tone: str = "") -> None:
        assert self.side is not None
        self.found = None
        self.cards = {}
        clear(self.side.inside)
        self.fields.repeat.show_marks(())
        self.side.inside.addWidget(text(_("What this would mean"), "section"))
        self.side.inside.addWidget(banner(words, "danger") if tone else text(words, "body2", wrap=True))
        self.side.inside.addStretch(1)
        switch_off(self.ok, "")
        self._say_verb(1)

    def _show(self, found: Consequences) -> None:
        assert self.side is not None
        self.found = found
        self.banner.say("")
        place = self.side.verticalScrollBar().value()
        inside = self.side.inside
        clear(inside)
        inside.addWidget(title_row(found.title, self._note()))
        for words in found.notes:
            inside.addWidget(text(words, "second2", wrap=True))
        self._add_cards(found)
        inside.addStretch(1)
        if found.sentence:
            inside.addWidget(banner(found.sentence, "ok"))
        self.fields.repeat.show_marks(found.marks)
        self._say_verb(found.count)
        self._say_in_the_way(found)
        bar = self.side.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(place))

    def _note(self) -> str:
        if self.start.mode.changes and self.scope.scope is not Scope.THIS:
            return _("this date; the others are judged when you save")
        return _("checked {time}").format(time=f"{self.desk.wall_now():%H:%M}")

    def _add_cards(self, found: Consequences) -> None:
        assert self.side is not None
        problems = {problem.wall: problem for problem in found.problems}
        for wall in self.decided:
            if wall not in problems and wall in self._seen:
                problems[wall] = self._seen[wall]
        self._seen.update({problem.wall: problem for problem in found.problems})
        self.cards = {}
        blocked = set(found.walls_in_the_way)
        for wall, problem in sorted(problems.items()):
            chosen = self._words.get(wall, "") if wall not in blocked else ""
            if wall not in blocked and not chosen and self.fields.override:
                chosen = "override"
            card = ProblemCard(
                problem, series=bool(found.marks), may_override=self.may_override, chosen=chosen
            )
            card.taken.connect(lambda way, w=wall: self._take(w, way))
            card.skipped.connect(lambda w=wall: self._skip(w))
            card.moving.connect(lambda p=problem: self._ask_where(p))
            card.more.connect(lambda p=problem: self._find_more(p))
            card.overriding.connect(self._ask_why)
            self.cards[wall] = card
            self.side.inside.addWidget(card)
        if found.unexplained:
            words = n_("{n} more date is in the way.", "{n} more dates are in the way.", found.unexplained)
            self.side.inside.addWidget(text(words.format(n=found.unexplained), "body2"))
        if len(found.walls_in_the_way) > 1:
            count = len(found.walls_in_the_way)
            words = n_("Skip {n} date that is in the way", "Skip all {n} dates that are in the way", count)
            self.side.inside.addWidget(
                button(words.format(n=count), self._skip_all, symbol="skip-forward", small=True)
            )
        if self.fields.override:
            self.side.inside.addWidget(
                banner(
                    _("Overridden: {reason}").format(reason=self.fields.override),
                    "warn",
                    _("Take it back"),
                    lambda: self._override_with(""),
                )
            )

    def _say_verb(self, count: int) -> None:
        mode = self.start.mode
        if mode.changes:
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

    # choices for single dates

    def _take(self, wall: str, way: Way) -> None:
        if not wall:
            self.fields.take(way.start.astimezone(self.desk.zone), way.bookables)
            self._rest.stop()
            self.check()
            return
        if self._words.get(wall) == way.words:
            self._forget(wall)
            return
        choice = Choice(bookables=way.bookables) if way.bookables is not None else Choice(start=way.start)
        self._decide(wall, choice, way.words)

    def _skip(self, wall: str) -> None:
        if self._words.get(wall) == "skip":
            self._forget(wall)
        else:
            self._decide(wall, Choice(skip=True), "skip")

    def _skip_all(self) -> None:
        if self.found is not None:
            for wall in self.found.walls_in_the_way:
                self.decided[wall], self._words[wall] = Choice(skip=True), "skip"
            self.check()

    def _decide(self, wall: str, choice: Choice, words: str) -> None:
        self.decided[wall], self._words[wall] = choice, words
        self.check()

    def _forget(self, wall: str) -> None:
        self.decided.pop(wall, None)
        self._words.pop(wall, None)
        self.check()

    def _ask_where(self, problem: Problem) -> None:
        start = problem.start
        if start is None:
            wall = datetime.fromisoformat(problem.wall)
            start = (wall + timedelta(hours=2)).replace(tzinfo=self.desk.zone)
        MoveDate(
            self.desk, self, start, lambda at: self._decide(problem.wall, Choice(start=at), "moved")
        ).open()

    def _find_more(self, problem: Problem) -> None:
        from resource_centre.ui.booking.when import WhenDialog, Wish

        draft = self.fields.draft
        first = problem.start.astimezone(self.desk.zone).date() if problem.start else draft.day
        wish = Wish(draft.bookables, draft.units, draft.minutes, first, draft.setup, draft.clear)

        def picked(start: datetime) -> None:
            if problem.wall:
                self._decide(problem.wall, Choice(start=start), "moved")
            else:
                self._take("", Way("", "", start))

        WhenDialog(self.desk, self, self.choices, wish, lambda start, _end: picked(start)).open()

    def _ask_why(self) -> None:
        Override(self.desk, self, self.fields.override, self._override_with).open()

    def _override_with(self, words: str) -> None:
        self.fields.override = words
        self.check()

    def _pick_date(self, wall: str) -> None:
        """Goes to what is said about a date; one about which nothing is said is skipped, or booked again."""
        card = self.cards.get(wall)
        if card is not None and self.side is not None:
            self.side.ensureWidgetVisible(card, 0, 40)
            first = next(iter(card.ways), None)
            if first is not None:
                first.setFocus()
        elif wall in self.decided:
            self._forget(wall)
        elif self.found is not None:
            tone = next((mark.tone for mark in self.found.marks if mark.wall == wall), "")
            self._decide(wall, Choice(skip=tone != "skipped"), "skip" if tone != "skipped" else "")

    # saving

    def confirm(self) -> None:
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
        self.save(lambda unit: commands.book(unit, ask), lambda number: self._then(number), said)

    def _save_changes(self, draft: Draft, ask: Ask) -> None:
        detail = self.choices.detail
        assert detail is not None
        changes = changes_of(detail, self.first, draft, ask.hold)
        scope, version = self.scope.scope, self.version or detail.version
        before = None
        if scope is Scope.THIS and (changes.start is not None or changes.bookables is not None):
            before = Undo(detail.id, detail.start, detail.end, asked(detail))
        said = _("Moved: {title}") if self.start.mode is Mode.MOVE else _("Saved: {title}")
        self.save(
            lambda unit: commands.change(unit, detail.id, changes, scope, version, draft.override),
            lambda number: self._then(number, before) if before else self._then(number),
            said.format(title=draft.title),
        )

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

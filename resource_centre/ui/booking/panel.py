"""The right side of a dialog that books or changes: what it would mean, and what is chosen for single dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.schedule.series import Choice
from resource_centre.ui.booking.asking import MoveDate
from resource_centre.ui.booking.cards import ProblemCard, TitleRow
from resource_centre.ui.booking.consequences import Consequences
from resource_centre.ui.booking.problems import Problem, Way
from resource_centre.ui.widgets.boxes import Scroll, banner, clear
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.labels import text

SKIP = "skip"
MOVED = "moved"


class Panel(QObject):
    """`decided` is what was chosen, by wall time. chosen() when that changes, and everything is to be judged again ·
    way_taken(Way) for a booking without a series · override_wanted() · override_dropped()."""

    chosen = Signal()
    way_taken = Signal(object)
    override_wanted = Signal()
    override_dropped = Signal()

    def __init__(self, dialog: Dialog, find_more: Callable[[Problem], object] | None = None) -> None:
        super().__init__(dialog)
        assert dialog.side is not None
        self._dialog, self._side, self._find_more = dialog, dialog.side, find_more
        self._may_override = dialog.desk.may(Data.BOOKINGS, Right.WRITE)
        self._title: TitleRow | None = None
        self._since = QElapsedTimer()
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._say_since)
        dialog.finished.connect(lambda _result: self._clock.stop())
        self.found: Consequences | None = None
        self.decided: dict[str, Choice] = {}
        self.cards: dict[str, ProblemCard] = {}
        self._seen: dict[str, Problem] = {}
        self._words: dict[str, str] = {}

    @property
    def side(self) -> Scroll:
        """The column that it fills."""
        return self._side

    def forget_all(self) -> None:
        """The dates are others now: what was chosen for them means nothing any more."""
        for known in (self.decided, self._seen, self._words):
            known.clear()

    def hint(self, words: str, tone: str = "") -> None:
        """Says what is missing before anything can be judged."""
        self.found, self.cards, self._title = None, {}, None
        self._clock.stop()
        clear(self._side.inside)
        self._side.inside.addWidget(text(_("What this would mean"), "section"))
        self._side.inside.addWidget(banner(words, "danger") if tone else text(words, "body2", wrap=True))
        self._side.inside.addStretch(1)

    def show(self, found: Consequences, override: str = "") -> None:
        """Shows what was found; where the person has scrolled to stays in sight."""
        self.found = found
        bar = self._side.verticalScrollBar()
        place, inside = bar.value(), self._side.inside
        focus = self._focused()
        clear(inside)
        self._title = TitleRow(found.title, "")
        inside.addWidget(self._title)
        self._since.start()
        self._say_since()
        self._clock.start()
        for words in found.notes:
            inside.addWidget(text(words, "second2", wrap=True))
        self._add_cards(found, override)
        inside.addStretch(1)
        if found.sentence:
            inside.addWidget(banner(found.sentence, "ok"))
        self._focus_again(focus)
        QTimer.singleShot(0, bar, lambda: bar.setValue(place))

    def _say_since(self) -> None:
        """Checked 2 s ago: others book too."""
        seconds = self._since.elapsed() // 1000
        if self._title is not None:
            ago = _("checked {n} s ago").format(n=seconds)
            late = _("checked {n} min ago").format(n=seconds // 60)
            self._title.note.setText(_("checked just now") if not seconds else ago if seconds < 60 else late)

    def _focused(self) -> tuple[str, str] | None:
        """The button that has the focus, by its card and its words: it is made anew."""
        at = self._dialog.focusWidget()
        for wall, card in self.cards.items():
            if at is not None and card.isAncestorOf(at):
                return wall, at.property("text") or ""
        return None

    def _focus_again(self, focus: tuple[str, str] | None) -> None:
        card = self.cards.get(focus[0]) if focus is not None else None
        if card is not None and focus is not None:
            card.focus_on(focus[1])

    def _add_cards(self, found: Consequences, override: str) -> None:
        problems = {problem.wall: problem for problem in found.problems}
        for wall in self.decided:
            if wall not in problems and wall in self._seen:
                problems[wall] = self._seen[wall]
        self._seen.update({problem.wall: problem for problem in found.problems})
        self.cards = {}
        blocked = set(found.walls_in_the_way)
        for wall, problem in sorted(problems.items()):
            chosen = self._words.get(wall, "") if wall not in blocked else ""
            if wall not in blocked and not chosen and override:
                chosen = "override"
            self.cards[wall] = self._card(problem, bool(found.marks), chosen)
            self._side.inside.addWidget(self.cards[wall])
        if found.unexplained:
            words = n_("{n} more date is in the way.", "{n} more dates are in the way.", found.unexplained)
            self._side.inside.addWidget(text(words.format(n=found.unexplained), "body2"))
        if len(found.walls_in_the_way) > 1:
            count = len(found.walls_in_the_way)
            words = n_("Skip {n} date that is in the way", "Skip all {n} dates that are in the way", count)
            skip = button(words.format(n=count), self._skip_all, symbol="skip-forward", small=True)
            self._side.inside.addWidget(skip)
        if override:
            said = _("Overridden: {reason}").format(reason=override)
            drop = banner(said, "warn", _("Take it back"), self.override_dropped.emit)
            self._side.inside.addWidget(drop)

    def _card(self, problem: Problem, series: bool, chosen: str) -> ProblemCard:
        card = ProblemCard(
            problem,
            series=series,
            may_override=self._may_override,
            chosen=chosen,
            more=self._find_more is not None,
        )
        wall = problem.wall
        card.taken.connect(partial(self._take, wall))
        card.skipped.connect(lambda: self._skip(wall))
        card.moving.connect(lambda: self._ask_where(problem))
        card.overriding.connect(self.override_wanted)
        if self._find_more is not None:
            find = self._find_more
            card.more.connect(lambda: find(problem))
        return card

    # choices for single dates

    def _take(self, wall: str, way: Way) -> None:
        if not wall:
            self.way_taken.emit(way)
        elif self._words.get(wall) == way.words:
            self.forget(wall)
        else:
            choice = Choice(bookables=way.bookables) if way.bookables is not None else Choice(start=way.start)
            self.decide(wall, choice, way.words)

    def _skip(self, wall: str) -> None:
        if self._words.get(wall) == SKIP:
            self.forget(wall)
        else:
            self.decide(wall, Choice(skip=True), SKIP)

    def _skip_all(self) -> None:
        if self.found is not None:
            for wall in self.found.walls_in_the_way:
                self.decided[wall], self._words[wall] = Choice(skip=True), SKIP
            self.chosen.emit()

    def decide(self, wall: str, choice: Choice, words: str = MOVED) -> None:
        """Another time or other things for one date, or none of it."""
        self.decided[wall], self._words[wall] = choice, words
        self.chosen.emit()

    def forget(self, wall: str) -> None:
        """One date goes with the others again."""
        self.decided.pop(wall, None)
        self._words.pop(wall, None)
        self.chosen.emit()

    def _ask_where(self, problem: Problem) -> None:
        desk, start = self._dialog.desk, problem.start
        if start is None:
            wall = datetime.fromisoformat(problem.wall)
            start = (wall + timedelta(hours=2)).replace(tzinfo=desk.zone)
        MoveDate(desk, self._dialog, start, lambda at: self.decide(problem.wall, Choice(start=at))).open()

    def pick(self, wall: str) -> None:
        """Goes to what is said about a date; one about which nothing is said is skipped, or taken again."""
        card = self.cards.get(wall)
        if card is not None:
            self._side.ensureWidgetVisible(card, 0, 40)
            first = next(iter(card.ways), None)
            if first is not None:
                first.setFocus()
        elif wall in self.decided:
            self.forget(wall)
        elif self.found is not None:
            tone = next((mark.tone for mark in self.found.marks if mark.wall == wall), "")
            self.decide(wall, Choice(skip=tone != "skipped"), SKIP if tone != "skipped" else "")

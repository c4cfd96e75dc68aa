"""Field and list together: asks in the background, shows the answer, does what is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from resource_centre.finding.queries import dated
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.phrases.shelf import Entry
from resource_centre.settings import COMMAND
from resource_centre.ui.command import deeds, habits
from resource_centre.ui.command.answering import Answer, Question, Rights, answer, with_older
from resource_centre.ui.command.deeds import Deed
from resource_centre.ui.command.doing import Doing
from resource_centre.ui.command.library import Library
from resource_centre.ui.command.line import CommandLine
from resource_centre.ui.command.listing import Listing
from resource_centre.ui.command.panel import PAGE, Panel
from resource_centre.ui.command.preview import Judged, Plan, judged
from resource_centre.ui.command.rows import PlanRow, Row, spoken
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence

REST = 140  # ms of no typing after which the rules are asked
WIDE = 640
COMING = 0.03  # by which an event that is still to come goes before a past one
AGAIN = "\0"  # nobody types it: what is asked now is asked anew


class Palette(QObject):
    """One per window. `all_deeds` answers what can be done from here; `pages` are the keys of the pages there are."""

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        line: CommandLine,
        all_deeds: Callable[[], list[Deed]],
        pages: set[str],
    ) -> None:
        super().__init__(window)
        self.desk, self.window, self.line = desk, window, line
        self._all_deeds = all_deeds
        self.doing = Doing(desk, pages)
        self.listing = Listing(self.doing, ())
        self._shelf = deeds.shelf_of([])
        self.panel = Panel(window)
        self.library = Library(desk, self)
        self.habits = habits.Habits()
        self.answer = Answer("")
        self.found: dict[int, Judged] = {}
        self._asked = ""
        self._waiting: str = ""
        self._before: QWidget | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._judge)
        line.textChanged.connect(lambda _words: self._search())
        line.pressed.connect(self._press)
        line.left.connect(self.close)
        self.panel.chosen.connect(self._run)
        self.panel.moved.connect(self._say_selected)
        self.library.fresh.connect(self._on_fresh)
        window.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether the list is in sight."""
        return self.panel.isVisible()

    def open(self) -> None:
        """Puts the cursor into the field and shows the list."""
        if not self.is_open:
            focused = QApplication.focusWidget()
            self._before = focused if focused is not self.line else None
        self.line.setFocus()
        self.line.selectAll()
        self._show()

    def close(self) -> None:
        """Hides the list, forgets what was typed."""
        if not self.is_open:
            return
        self._rest.stop()
        self.panel.hide()
        self.library.rest()
        self._waiting = ""
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self.line.hint.show()
        self.line.widen(0)

    def _show(self) -> None:
        if not self.is_open:
            self.habits = habits.habits_from(self.desk.settings.get(COMMAND), self._whose)
            self.listing = Listing(self.doing, self._all_deeds())
            self._shelf = deeds.shelf_of(self.listing.deeds)
            self.library.wake()
            self._make_room()
            self.panel.show()
            self._asked = AGAIN
        self.panel.anchor(self.line)
        self._search()

    def _make_room(self) -> None:
        room = self.window.width() - 84 - 2 * 260
        self.line.widen(max(min(WIDE, room), 1))
        parent = self.line.parentWidget()
        around = parent.layout() if parent is not None else None
        if around is not None:
            around.activate()

    def be_asked(self) -> None:
        """Somebody clicked on the field, or typed into it."""
        if not self.is_open:
            self._before = None
        self._show()

    @property
    def _whose(self) -> str:
        return f"{self.desk.app.engine.url.render_as_string()}|{self.desk.actor.login}"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window and event.type() == QEvent.Type.Resize and self.is_open:
            QTimer.singleShot(0, self.panel, lambda: self.panel.anchor(self.line) if self.is_open else None)
        return super().eventFilter(watched, event)

    # asking

    def _question(self, typed: str) -> Question:
        desk, today, remembered = self.desk, self.desk.wall_now().date(), self.habits
        rights = Rights(
            desk.may(Data.BOOKINGS, Right.OWN) and "calendar" in self.doing.pages,
            desk.may(Data.BOOKINGS, Right.WRITE) and "calendar" in self.doing.pages,
            desk.may(Data.FREE_BUSY) and "calendar" in self.doing.pages,
            desk.may(Data.BOOKINGS, Right.WRITE),
        )
        known, now = self.listing.deeds, int(desk.now().timestamp())

        def lift(entry: Entry) -> float:
            key = known[entry.key].key if entry.kind in (deeds.DO, deeds.GO) else entry.key
            coming = COMING if entry.kind == "event" and entry.at >= now else 0.0
            return coming + remembered.lift((entry.kind, key), typed, today)

        return Question(
            typed, self.library.shelves, self._shelf, desk.wall_now(), desk.zone, desk.centre_id, desk.actor, rights, lift,
            self.doing.uid, self.doing.kinds,
        )  # fmt: skip

    def _search(self) -> None:
        if not self.is_open or self._asked == self.line.text():
            return
        typed = self._asked = self.line.text()
        self._rest.stop()
        self.found = {}
        if not typed.strip():
            self.answer = Answer(typed)
            self.line.mark(())
            self._fill(keep=False)
            return
        question = self._question(typed)
        self.desk.background.run(
            lambda _task: answer(question), self._take, self.desk.show_failure, self, "command"
        )

    def _on_fresh(self) -> None:
        if self.is_open:
            self._asked = AGAIN
            self._search()

    def _take(self, found: Answer) -> None:
        if not self.is_open or found.typed != self.line.text():
            return
        same = found.typed == self.answer.typed
        self.answer = found
        self.line.mark(found.heard)
        self._fill(keep=same)
        if any(plan.ask is not None for plan in found.plans):
            self._rest.start()
        waiting, self._waiting = self._waiting, ""
        if waiting:
            self._press(waiting)
        elif found.titles:
            self._look_up(found)

    def _look_up(self, found: Answer) -> None:
        """Other dates of what fits: long ago, far ahead, cancelled. They come below what is there already."""
        centre_id, reach = self.desk.centre_id, self.library.shelves.reach
        named = [hit.entry.title for hit in found.titles]

        def show(entries: list[Entry]) -> None:
            if self.is_open and self.answer is found:
                self.answer = with_older(found, entries)
                self._fill(keep=True)

        def missed(_trouble: BaseException) -> None:
            """What is known already stays; the pages say what the trouble is."""

        self.desk.read(self, lambda unit: dated(unit, centre_id, named, reach), show, missed, "older")

    def _judge(self) -> None:
        typed = self.answer.typed
        for n, plan in enumerate(self.answer.plans):
            if plan.ask is not None:
                self._ask_rules(typed, n, plan)

    def _ask_rules(self, typed: str, n: int, plan: Plan) -> None:
        zone = self.desk.zone

        def failed(trouble: BaseException) -> None:
            self._say_judged(typed, n, Judged("danger", sentence(trouble)))

        self.desk.read(
            self,
            lambda unit: judged(unit, plan, zone),
            lambda found: self._say_judged(typed, n, found),
            failed,
            f"judge{n}",
        )

    def _say_judged(self, typed: str, n: int, found: Judged) -> None:
        if self.is_open and typed == self.line.text() == self.answer.typed:
            self.found[n] = found
            self._fill(keep=True)
            if self._waiting == "now" and not self._is_judging(self.panel.current):
                self._waiting = ""
                self._press("now")

    # showing

    def _fill(self, keep: bool) -> None:
        typed = self.line.text().strip()
        rows = self.listing
        if typed:
            entries = rows.of(self.answer, self.found)
        else:
            entries = rows.at_first(self.habits, self.library.shelves, self._type)
        nothing = (
            _("Nothing is called like that here.") if self.library.complete else _("Reading what there is…")
        )
        self.panel.note.setText("" if self.library.complete else _("Still reading…"))
        self.panel.show_entries(entries, nothing if typed else "", keep)

    def _say_selected(self, row: object) -> None:
        """A screen reader hears of the field alone: it says which row is selected."""
        self.line.setAccessibleDescription(spoken(row) if isinstance(row, Row | PlanRow) else "")

    # doing

    def _press(self, key: str) -> None:
        if not self.is_open and key != "close":
            if key in ("down", "run"):
                self.be_asked()
            return
        steps = {"down": 1, "up": -1, "page_down": PAGE, "page_up": -PAGE}
        if key in steps:
            self.panel.step(steps[key])
        elif key in ("first", "last"):
            self.panel.to_end(key == "last")
        elif key == "complete":
            self._complete()
        elif key == "close":
            self._leave()
        elif self.answer.typed != self.line.text():
            self._waiting = key  # the answer to what was typed is still on its way
        elif key == "now" and self._is_judging(self.panel.current):
            self._waiting = key
            self._rest.stop()
            self._judge()
        else:
            self._run(self.panel.current, key == "now")

    def _is_judging(self, row: object) -> bool:
        """Whether the rules still have to be heard about a plan."""
        if not isinstance(row, PlanRow) or row.plan is None or row.plan.ask is None:
            return False
        return self.answer.plans.index(row.plan) not in self.found

    def _run(self, row: object, now: bool) -> None:
        if not isinstance(row, Row | PlanRow):
            return
        if isinstance(row, Row) and row.stays:
            row.do(now)
            return
        if row.habit is not None:
            self.habits.note(row.habit, self.line.text(), self.desk.wall_now().date())
            self.desk.keep(COMMAND, habits.keep(self.desk.settings.get(COMMAND), self._whose, self.habits))
        self._leave()
        row.do(now)

    def _leave(self) -> None:
        before, self._before = self._before, None
        self.close()
        if before is not None and before.isVisible():
            before.setFocus()
        else:
            self.line.clearFocus()

    def _complete(self) -> None:
        row = self.panel.current
        if row is not None and row.tab and row.tab != self.line.text():
            self._type(row.tab)

    def _type(self, words: str) -> None:
        self.line.setText(words)
        self.line.setFocus()

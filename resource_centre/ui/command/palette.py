"""Field and list together: asks in the background, shows the answer, does what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.phrases import lexicon
from resource_centre.phrases.shelf import Entry, Hit
from resource_centre.settings import COMMAND
from resource_centre.ui.booking import commands
from resource_centre.ui.booking.consequences import Ask
from resource_centre.ui.booking.start import Start
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.command import deeds, habits
from resource_centre.ui.command.answering import Answer, Question, Rights, answer
from resource_centre.ui.command.deeds import Deed
from resource_centre.ui.command.library import Library
from resource_centre.ui.command.line import CommandLine
from resource_centre.ui.command.panel import PAGE, Panel
from resource_centre.ui.command.preview import Judged, Plan, Way, judged
from resource_centre.ui.command.rows import Entry as ListEntry
from resource_centre.ui.command.rows import Head, PlanRow, Row, spoken
from resource_centre.ui.desk import Desk
from resource_centre.ui.failures import sentence
from resource_centre.ui.words import long_day, moment_words

REST = 140  # ms of no typing after which the rules are asked
WIDE = 640
RECENT = 6
COMING = 0.03  # by which an event that is still to come goes before a past one
OFTEN = ("book", "when", "lend", "request", "event")
SYMBOLS = {
    "lab": "door-open", "unit": "package", "model": "boxes", "school": "school", "request": "message-square",
    "event": "flag", "course": "graduation-cap",
}  # fmt: skip
HUES = {
    "lab_booking": "lab", "loan": "loan", "appointment": "appointment", "event_session": "event",
    "training_session": "course", "maintenance": "maintenance",
}  # fmt: skip
# The pages on which each kind can be opened, the best first.
OPENED_ON = {
    "lab": ("resources", "calendar"), "unit": ("resources", "calendar"), "model": ("resources",), "school": ("schools",),
    "person": ("settings", "schools", "calendar"), "ambassador": ("ambassadors",), "request": ("consultations",),
    "event": ("events",), "course": ("courses",), "activity": ("calendar",), "loan": ("loans", "calendar"),
}  # fmt: skip


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
        self.desk, self.window, self.line, self.pages = desk, window, line, pages
        self._all_deeds = all_deeds
        self.deeds: list[Deed] = []
        self.panel = Panel(window)
        self.library = Library(desk, self)
        self.habits = habits.Habits()
        self.answer = Answer("")
        self.found: dict[int, Judged] = {}
        self._asked = self._judged_for = ""
        self._uid = str(uuid4())
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
            self.deeds = self._all_deeds()
            self._shelf = deeds.shelf_of(self.deeds)
            self.library.wake()
            self._make_room()
            self.panel.show()
            self._asked = "\0"
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
            desk.may(Data.BOOKINGS, Right.OWN) and "calendar" in self.pages,
            desk.may(Data.BOOKINGS, Right.WRITE) and "calendar" in self.pages,
            desk.may(Data.FREE_BUSY) and "calendar" in self.pages,
            desk.may(Data.BOOKINGS, Right.WRITE),
        )
        known, kinds, now = self.deeds, self._kinds, int(desk.now().timestamp())

        def lift(entry: Entry) -> float:
            key = known[entry.key].key if entry.kind in (deeds.DO, deeds.GO) else entry.key
            coming = COMING if entry.kind == "event" and entry.at >= now else 0.0
            return coming + remembered.lift((entry.kind, key), typed, today)

        return Question(
            typed, self.library.shelves, self._shelf, desk.wall_now(), desk.zone, desk.centre_id, desk.actor, rights, lift,
            self._uid, kinds,
        )  # fmt: skip

    @property
    def _kinds(self) -> frozenset[str]:
        """What can be opened on the pages there are."""
        return frozenset(kind for kind, pages in OPENED_ON.items() if self.pages & set(pages))

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
            self._asked = "\0"
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
            if self._waiting == "now":
                self._waiting = ""
                self._press("now")

    # showing

    def _fill(self, keep: bool) -> None:
        typed = self.line.text().strip()
        entries = self._of_answer() if typed else self._at_first()
        nothing = (
            _("Nothing is called like that here.") if self.library.complete else _("Reading what there is…")
        )
        self.panel.note.setText("" if self.library.complete else _("Still reading…"))
        self.panel.show_entries(entries, nothing if typed else "", keep)

    def _at_first(self) -> list[ListEntry]:
        """What was chosen last, what is often done, and an example of a command."""
        entries: list[ListEntry] = []
        known = {habits.named((deed.kind, deed.key)): deed for deed in self.deeds}
        names = self.habits.latest(3 * RECENT)
        things = {
            f"{each.kind}:{each.key}": each
            for each in self.library.shelves.entries(n for n in names if n not in known)
        }
        recent: list[ListEntry] = []
        for name in names:
            if name in known:
                recent.append(self._deed_row(known[name]))
            elif name in things:
                recent.append(self._hit_row(Hit(things[name], 0.0)))
        if recent:
            entries += [Head(_("Chosen lately")), *recent[:RECENT]]
        shown = set(names[:RECENT])
        doing = [d for d in self.deeds if d.key in OFTEN and f"{d.kind}:{d.key}" not in shown]
        if doing:
            entries += [Head(_("Do")), *(self._deed_row(deed) for deed in doing)]
        going = [d for d in self.deeds if d.kind == deeds.GO and d.keys and f"{d.kind}:{d.key}" not in shown]
        if going:
            entries += [Head(_("Go to")), *(self._deed_row(deed) for deed in going)]
        example = self._example()
        if example:
            entries.insert(
                0,
                Row(
                    example,
                    lambda _now: self._type(example),
                    _("Type a sentence"),
                    symbol="sparkles",
                    tab=example,
                    stays=True,
                ),
            )
            entries.insert(0, Head(_("For example")))
        return entries

    def _example(self) -> str:
        """A sentence that works here, with a lab of this centre."""
        lab = next((each.name for each in self.library.shelves.things.named if each.kind == "lab"), "")
        if not lab or not self.desk.may(Data.BOOKINGS, Right.OWN) or "calendar" not in self.pages:
            return ""
        return _("book {lab} tomorrow 14-16").format(lab=lab)

    def _of_answer(self) -> list[ListEntry]:
        found = self.answer
        plans: list[ListEntry] = []
        for n, plan in enumerate(found.plans):
            plans += self._plan_rows(n, plan)
        entries: list[ListEntry] = [] if not plans else [Head(_("As a command")), *plans]
        if found.deed:
            deed = next((each for each in self.deeds if each.key == found.deed), None)
            entries += [Head(_("Do")), self._deed_row(deed)] if deed is not None else []
        if found.day is not None and "calendar" in self.pages:
            words = _("Calendar, {day}").format(day=long_day(found.day))
            go = partial(self.desk.open, "calendar", day=found.day)
            entries += [Head(_("Go to")), Row(words, lambda _now: go(), symbol="calendar-days")]
        for name, hits in found.groups:
            rows = [self._hit_row(hit) for hit in hits]
            entries += [Head(_("Cancel") if found.cancels else _(name)), *rows]
        return entries

    def _plan_rows(self, n: int, plan: Plan) -> list[ListEntry]:
        said = self.found.get(n)
        tone, words, second, keys = "", _("Looking whether it is free…"), "", "Enter"
        if plan.trouble:
            tone, words = "danger", plan.trouble
        elif plan.ask is None:
            tone, words = "", plan.hint
        elif said is not None:
            tone, words, second = said.tone, said.words, said.second
            keys = "Enter  Ctrl Enter" if said.clear and plan.verb != lexicon.FREE else "Enter"
        do = partial(self._do_plan, n, plan)
        rows: list[ListEntry] = [PlanRow(plan.title, do, plan.symbol, plan.parts, tone, words, second, keys)]
        return rows + [self._way_row(way) for way in (said.ways if said is not None else ())]

    def _way_row(self, way: Way) -> Row:
        return Row(way.words, lambda _now: self._book(way.start), symbol=way.symbol, tone="ok", inset=True)

    def _deed_row(self, deed: Deed) -> Row:
        return Row(
            deed.title,
            lambda _now: deed.do(),
            keys=deed.keys,
            symbol=deed.symbol,
            habit=(deed.kind, deed.key),
            tab=deed.title,
        )

    def _hit_row(self, hit: Hit) -> Row:
        entry = hit.entry
        if entry.kind in (deeds.DO, deeds.GO):
            deed = self.deeds[entry.key]
            made = self._deed_row(deed)
            return Row(
                made.title,
                made.do,
                keys=made.keys,
                symbol=made.symbol,
                title_spans=hit.title_spans,
                habit=made.habit,
                tab=made.tab,
            )
        person = entry.kind in ("person", "ambassador")
        timed = entry.kind in ("activity", "loan")
        right = self._when(entry.at) if entry.at else ""
        act = partial(self._cancel if self.answer.cancels else self._open, entry)
        return Row(
            entry.title, lambda _now: act(), entry.second, right, symbol="" if timed else SYMBOLS.get(entry.kind, ""),
            hue=HUES.get(entry.note, "lab") if timed else "", avatar=entry.title if person else "",
            title_spans=hit.title_spans, second_spans=hit.second_spans, habit=(entry.kind, entry.key), tab=entry.title,
        )  # fmt: skip

    def _when(self, at: int) -> str:
        instant = datetime.fromtimestamp(at, self.desk.zone)
        return moment_words(instant, self.desk.zone, self.desk.now())

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
        plans = [
            plan
            for plan in self.answer.plans
            if plan.title == getattr(row, "title", "") and plan.ask is not None
        ]
        return isinstance(row, PlanRow) and bool(plans) and len(self.found) < len(self._judgeable)

    @property
    def _judgeable(self) -> list[int]:
        return [n for n, plan in enumerate(self.answer.plans) if plan.ask is not None]

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

    def _open(self, entry: Entry) -> None:
        """Goes to the thing itself."""
        page = next(each for each in OPENED_ON[entry.kind] if each in self.pages)
        if entry.kind == "person":
            self._open_person(entry)
        elif page == "calendar":
            self.desk.open(page, **{"bookable" if entry.kind in ("lab", "unit") else "activity": entry.key})
        else:
            self.desk.open(page, **{"model" if entry.kind == "model" else "id": entry.key})

    def _open_person(self, entry: Entry) -> None:
        """In the register of people; who may not see that goes to their school, or to their time."""
        what, _colon, key = entry.note.partition(":")
        if self.desk.may(Data.PEOPLE):
            self.desk.open("settings", id=entry.key)
        elif what == "school" and "schools" in self.pages:
            self.desk.open("schools", id=int(key))
        elif what == "bookable":
            self.desk.open("calendar", bookable=int(key))

    def _cancel(self, entry: Entry) -> None:
        self.desk.open("calendar", activity=entry.key, do="cancel")

    def _book(self, start: Start) -> None:
        self.desk.open("calendar", book=start)

    def _do_plan(self, n: int, plan: Plan, now: bool) -> None:
        said = self.found.get(n)
        if plan.verb == lexicon.FREE:
            first = plan.reading.day or self.desk.wall_now().date()
            start, reading = plan.start, plan.reading
            wanted = Wanted(
                start.bookables, start.units, minutes=reading.minutes, first=first, last=reading.last_day
            )
            self.desk.open("calendar", find=wanted)
        elif now and said is not None and said.clear and plan.ask is not None:
            self._write(plan.ask)
        else:
            self._book(plan.start)

    def _write(self, ask: Ask) -> None:
        """Books at once; the calendar shows it and can take it back."""
        said = _("Booked: {title}. Ctrl Z takes it back.").format(title=ask.hold.title)
        self._uid = str(uuid4())
        self.desk.write(
            None,
            lambda unit: commands.book(unit, ask),
            lambda made: self.desk.open("calendar", made=made),
            said=said,
        )

"""The courses page: the list by state, and one course with its sessions, people and what trainers owe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from resource_centre.core.changes import Topic
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.training import queries, service
from resource_centre.training.queries import CourseDetail, CourseRow, EnrolmentRow
from resource_centre.training.rules import COURSE_NAMES, COURSES, CommitmentState, CourseState, EnrolmentState
from resource_centre.ui.courses.asking import (
    ask_cancel,
    ask_certify,
    ask_drop,
    ask_finish,
    ask_withdraw,
    reason_of,
)
from resource_centre.ui.courses.cards import commitments_card, mine_card, sessions_card
from resource_centre.ui.courses.dialogs import (
    AttendanceDialog,
    CourseDialog,
    CourseSessionDialog,
    DeliveredDialog,
    EnrolDialog,
)
from resource_centre.ui.courses.people import PeopleCard
from resource_centre.ui.courses.wording import COURSE_STEPS, COURSE_TONES, REASONED, seats_words
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.page import Page
from resource_centre.ui.widgets.boxes import Empty, Scroll, Toolbar, clear, row
from resource_centre.ui.widgets.buttons import button, menu_button, primary
from resource_centre.ui.widgets.labels import Elided, chip, rule, text
from resource_centre.ui.widgets.lists import Head, Item, Items
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.words import day_words

C, E, D = CourseState, EnrolmentState, CommitmentState
ORDER = (C.RUNNING, C.OPEN, C.PLANNED, C.FINISHED, C.CANCELLED)


class CoursesPage(Page):
    """Staff run courses; who is on one sees their own."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.TRAINING, Topic.SCHEDULE})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.TRAINING, Right.WRITE)
        self._wanted: int | None = None
        self._person: int | None = None
        self.detail: CourseDetail | None = None
        self.bar = Toolbar(_("Courses"))
        if self.writes:
            self.bar.add(primary(_("New course"), self.plan, symbol="plus"))
        self.column.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        words = (
            _("No course yet. Plan the first one.")
            if self.writes
            else _("No course yet. Those you can apply for appear here.")
        )
        empty = Empty("graduation-cap", words, _("New course") if self.writes else "", self.plan)
        self.list = Items(_("Courses"), empty)
        self.list.picked.connect(self._picked)
        body.addWidget(self.list)
        body.addWidget(rule(vertical=True))
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())
        self.stack.addWidget(self._make_detail())
        body.addWidget(self.stack, 1)

    def _make_detail(self) -> QWidget:
        made = QFrame()
        outer = QVBoxLayout(made)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.rolling = Scroll((20, 14, 20, 18), 14)
        outer.addWidget(self.rolling)
        self.head, self.above, self.below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self.head.setSpacing(8)
        self.people = PeopleCard(self.desk, self.writes)
        self.people.stepped.connect(self._step)
        self.people.enrolling.connect(lambda: self._open(EnrolDialog))
        self.people.certifying.connect(self._certify)
        inside = self.rolling.inside
        for part in (self.head, self.above):
            inside.addLayout(part)
        inside.addWidget(self.people)
        inside.addLayout(self.below)
        inside.addStretch(1)
        return made

    def load(self) -> None:
        key = self.desk.centre_id
        self.desk.read(self, lambda unit: queries.courses(unit, key), self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if where.get("new") and self.writes:
            self.plan()
        if "enrolment" in where:
            key = int(where["enrolment"])
            self._person = key
            self.desk.read(self, lambda unit: queries.course_of(unit, key), self._go, key="where")
        elif "id" in where:
            self._go(int(where["id"]))

    def plan(self) -> None:
        """The form of a new course; it is shown when it is made."""
        CourseDialog(self.desk, self, None, self._go).open()

    def on_centre(self) -> None:
        self.writes = self.desk.may(Data.TRAINING, Right.WRITE)
        self.people.writes = self.writes
        super().on_centre()

    def _go(self, course_id: int) -> None:
        self._wanted = course_id
        self.reload()

    def _show(self, rows: list[CourseRow]) -> None:
        entries: list[Head | Item] = []
        for state in ORDER:
            ours = [r for r in rows if r.state is state]
            if ours:
                entries.append(Head(_(COURSE_NAMES[state]), str(len(ours))))
                entries += [self._item(r) for r in ours]
        self.list.set_entries(entries)
        self.bar.note.setText(n_("{n} course", "{n} courses", len(rows)).format(n=len(rows)) if rows else "")
        wanted, self._wanted = self._wanted, None
        shown = self.list.current
        if wanted is not None and (shown is None or shown.id != wanted):
            self.list.pick(wanted)
        elif shown is None and rows:
            self.list.pick_first()
        else:
            self._picked(shown)

    def _item(self, found: CourseRow) -> Item:
        zone = self.desk.zone
        first = day_words(found.first.astimezone(zone).date()) if found.first else ""
        last = day_words(found.last.astimezone(zone).date()) if found.last else ""
        when = (first if first == last else f"{first} – {last}") or _("no session yet")
        waiting = ""
        if found.waiting and found.state in (C.PLANNED, C.OPEN, C.RUNNING):
            waiting = n_("{n} waiting", "{n} waiting", found.waiting).format(n=found.waiting)
        second = f"{_('tier {n}').format(n=found.tier)} · {when}"
        return Item(found.id, found.title, second, seats_words(found), waiting, row=found)

    def _picked(self, item: Any) -> None:
        if item is None:
            self.stack.setCurrentIndex(0)
            return
        key = item.id
        self.desk.read(self, lambda unit: queries.course(unit, key), self._show_detail, key="detail")

    def _show_detail(self, detail: CourseDetail) -> None:
        if self.detail is None or self.detail.row.id != detail.row.id:
            self.rolling.verticalScrollBar().setValue(0)
        self.detail = detail
        self._show_head(detail)
        steps = standing_still(self.rolling, self.rolling, self._parts(detail, self._person))
        self._person = None
        self.desk.background.in_slices(steps, self, "parts")
        self.stack.setCurrentIndex(1)

    def _parts(self, detail: CourseDetail, person: int | None) -> Iterator[Callable[[], object]]:
        """What stands below the head, each part a slice of the window's time."""
        yield lambda: self._show_sessions(detail)
        self.people.setVisible(detail.staff)
        if detail.staff:
            yield lambda: self.people.show_detail(detail, person)
        yield lambda: self._show_commitments(detail)

    def _show_sessions(self, detail: CourseDetail) -> None:
        clear(self.above)
        if not detail.staff:
            self.above.addWidget(mine_card(self.desk, detail, self._step))
            self.above.addSpacing(14)
        self.above.addWidget(
            sessions_card(
                self.desk, detail, writes=self.writes, add=lambda: self._open(CourseSessionDialog),
                attend=lambda s: AttendanceDialog(self.desk, self, detail, s).open(), drop=lambda s: ask_drop(self.desk, self, s),
            )
        )  # fmt: skip

    def _show_commitments(self, detail: CourseDetail) -> None:
        clear(self.below)
        if detail.commitments:
            self.below.addWidget(
                commitments_card(
                    detail, writes=self.writes, deliver=lambda c: DeliveredDialog(self.desk, self, c).open(),
                    verify=lambda c: self._do(lambda u: service.set_commitment(u, c.id, D.VERIFIED), _("Recorded.")),
                )
            )  # fmt: skip

    def _show_head(self, detail: CourseDetail) -> None:
        clear(self.head)
        found = detail.row
        line = row(spacing=10)
        line.addWidget(Elided(found.title, "object"), 1)
        line.addWidget(chip(_(COURSE_NAMES[found.state]), COURSE_TONES.get(found.state, "plain")))
        for part in self._actions(detail):
            line.addWidget(part)
        self.head.addLayout(line)
        told = [_("tier {n}").format(n=found.tier)]
        if found.lead:
            told.append(_("led by {name}").format(name=found.lead))
        if self.desk.may(Data.TRAINING):  # others see their own place only, and would count wrongly
            told.append(_("{n} places taken").format(n=seats_words(found)))
        elif found.capacity is not None:
            told.append(n_("{n} place", "{n} places", found.capacity).format(n=found.capacity))
        if found.qualification:
            told.append(_("a certificate grants {training}").format(training=found.qualification))
        self.head.addWidget(Elided(" · ".join(told), "second2"))
        if found.summary:
            self.head.addWidget(text(found.summary, "body2", wrap=True))

    def _actions(self, detail: CourseDetail) -> list[QWidget]:
        found = detail.row
        if not self.writes:
            mine = any(e.person_id == self.desk.actor.person_id for e in detail.enrolments)
            may = found.state is C.OPEN and not mine and not detail.staff
            apply = lambda: self._do(lambda u: service.enrol(u, found.id), _("You have applied."))  # noqa: E731
            return [primary(_("Apply"), apply)] if may else []
        made: list[QWidget] = []
        if COURSES.may(found.state, C.CANCELLED):
            edit = lambda: CourseDialog(self.desk, self, detail).open()  # noqa: E731
            entries = [(_("Cancel the course…"), lambda: ask_cancel(self.desk, self, detail), "x")]
            made = [button(_("Edit…"), edit, symbol="pencil"), menu_button(_("More"), entries)]
        following = next((s for s in (C.OPEN, C.RUNNING, C.FINISHED) if COURSES.may(found.state, s)), None)
        if following is not None:
            made.append(primary(_(COURSE_STEPS[following]), lambda: self._follow(detail, following)))
        return made

    def _follow(self, detail: CourseDetail, state: CourseState) -> None:
        key = detail.row.id
        if state is C.FINISHED:
            ask_finish(self.desk, self, detail)
            return
        said = _("Open for applications.") if state is C.OPEN else _("The course has begun.")
        self._do(lambda u: service.set_course_state(u, key, state), said)

    def _open(self, dialog: Callable[[Desk, QWidget, CourseDetail], Any]) -> None:
        if self.detail is not None:
            dialog(self.desk, self, self.detail).open()

    def _step(self, found: EnrolmentRow, state: EnrolmentState) -> None:
        own = found.person_id == self.desk.actor.person_id
        if own and state is E.WITHDRAWN:
            ask_withdraw(self.desk, self, found)
        elif state in REASONED:
            reason_of(self.desk, self, found, state)
        elif state is E.CERTIFIED:
            self._certify([found])
        else:
            self._do(
                lambda u: service.set_enrolment(u, found.id, state, version=found.version), _("Recorded.")
            )

    def _certify(self, people: list[EnrolmentRow]) -> None:
        if self.detail is not None:
            ask_certify(self.desk, self, self.detail, people)

    def _do(self, command: Callable[[Unit], Any], said: str) -> None:
        self.desk.write(self, command, said=said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(1250)
        self.list.setFixedWidth(look().px(290 if narrow else 350))
        self.people.table.setColumnHidden(1, narrow)

"""The courses page: the list, and one course with its sessions and people."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from resource_centre.core.changes import Topic
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.training import queries, service
from resource_centre.training.queries import CourseDetail, CourseRow, CourseSessionRow, EnrolmentRow
from resource_centre.training.rules import (
    COMMITMENT_NAMES,
    COURSE_NAMES,
    COURSES,
    ENROLMENT_NAMES,
    ENROLMENTS,
    CommitmentState,
    CourseState,
    EnrolmentState,
)
from resource_centre.ui.courses.dialogs import (
    AttendanceDialog,
    CourseDialog,
    CourseSessionDialog,
    DeliveredDialog,
    EnrolDialog,
)
from resource_centre.ui.desk import Desk
from resource_centre.ui.page import Page
from resource_centre.ui.widgets.boxes import Card, Empty, Scroll, Toolbar, clear, row
from resource_centre.ui.widgets.buttons import button, menu_button, primary
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Reason
from resource_centre.ui.widgets.labels import Elided, chip, rule, text
from resource_centre.ui.widgets.lists import Head, Item, Items
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import day_words, number_words, span_words

C, E, D = CourseState, EnrolmentState, CommitmentState
TONES = {C.OPEN: "ok", C.RUNNING: "accent", C.CANCELLED: "danger"}
PEOPLE_TONES = {
    E.ENROLLED: "ok", E.IN_PROGRESS: "accent", E.COMPLETED: "ok", E.CERTIFIED: "ok", E.APPLIED: "warn", E.WAITLISTED: "warn",
    E.REJECTED: "danger", E.NO_SHOW: "danger", E.NOT_COMPLETED: "danger",
}  # fmt: skip


class CoursesPage(Page):
    """Staff run courses; who is on one sees their own."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.TRAINING, Topic.SCHEDULE})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.TRAINING, Right.WRITE)
        self._wanted: int | None = None
        self.bar = Toolbar(_("Courses"))
        if self.writes:
            self.bar.add(primary(_("New course"), lambda: CourseDialog(desk, self).open(), symbol="plus"))
        self.column.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        self.list = Items(
            _("Courses"),
            Empty(
                "graduation-cap",
                _("No course yet. Plan the first one."),
                _("New course"),
                lambda: CourseDialog(desk, self).open(),
            ),
        )
        self.list.setFixedWidth(360)
        self.list.picked.connect(self._picked)
        body.addWidget(self.list)
        body.addWidget(rule(vertical=True))
        self.stack = QStackedWidget()
        self.stack.addWidget(Empty("graduation-cap", _("Choose a course on the left.")))
        self.scroll = Scroll((20, 14, 20, 18), 14)
        self.stack.addWidget(self.scroll)
        body.addWidget(self.stack, 1)
        self.detail: CourseDetail | None = None

    def load(self) -> None:
        key = self.desk.centre_id
        self.desk.read(self, lambda unit: queries.courses(unit, key), self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if "id" in where:
            self._wanted = int(where["id"])
            self.reload()

    def _show(self, rows: list[CourseRow]) -> None:
        entries: list[Head | Item] = []
        for state in (C.RUNNING, C.OPEN, C.PLANNED, C.FINISHED, C.CANCELLED):
            ours = [r for r in rows if r.state is state]
            if ours:
                entries.append(Head(_(COURSE_NAMES[state]), str(len(ours))))
                entries += [self._item(r) for r in ours]
        self.list.set_entries(entries)
        self.bar.note.setText(n_("{n} course", "{n} courses", len(rows)).format(n=len(rows)))
        if self._wanted is not None:
            self.list.pick(self._wanted)
            self._wanted = None
        elif self.list.current is None and rows:
            self.list.pick_first()

    def _item(self, found: CourseRow) -> Item:
        when = (
            day_words(found.first.astimezone(self.desk.zone).date()) if found.first else _("no session yet")
        )
        seats = f"{found.seated} / {found.capacity}" if found.capacity else str(found.seated)
        return Item(found.id, found.title, f"{when} · {_('tier {n}').format(n=found.tier)}", seats, row=found)

    def _picked(self, item: Any) -> None:
        if item is None:
            self.stack.setCurrentIndex(0)
            return
        key = item.id
        self.desk.read(self, lambda unit: queries.course(unit, key), self._show_detail, key="detail")

    def _show_detail(self, detail: CourseDetail) -> None:
        self.detail = detail
        inside, found = self.scroll.inside, detail.row
        clear(inside)
        line = row(
            text(found.title, "object"),
            chip(_(COURSE_NAMES[found.state]), TONES.get(found.state, "plain")),
            spacing=10,
        )
        told = [_("tier {n}").format(n=found.tier), found.lead]
        if found.qualification:
            told.append(_("grants {training}").format(training=found.qualification))
        line.addWidget(Elided(" · ".join(part for part in told if part), "body2"), 1)
        self._actions(detail, line)
        inside.addLayout(line)
        if found.summary:
            inside.addWidget(text(found.summary, "body2", wrap=True))
        self._show_sessions(detail)
        self._show_people(detail)
        if detail.commitments:
            self._show_commitments(detail)
        inside.addStretch(1)
        self.stack.setCurrentIndex(1)

    def _actions(self, detail: CourseDetail, line: Any) -> None:
        found = detail.row
        mine = any(e.person_id == self.desk.actor.person_id for e in detail.enrolments)
        if not self.writes:
            if found.state is C.OPEN and not mine:
                line.addWidget(
                    primary(
                        _("Apply"),
                        lambda: self._do(lambda u: service.enrol(u, found.id), _("You have applied.")),
                    )
                )
            return
        names = {
            C.OPEN: _("Open for applications"),
            C.RUNNING: _("Begin"),
            C.FINISHED: _("Finish"),
            C.CANCELLED: _("Cancel the course…"),
        }
        following = [state for state in (C.OPEN, C.RUNNING, C.FINISHED) if COURSES.may(found.state, state)]
        entries: list[Any] = [(_("Edit…"), lambda: CourseDialog(self.desk, self, detail).open(), "pencil")]
        if COURSES.may(found.state, C.CANCELLED):
            entries.append((names[C.CANCELLED], lambda: self._cancel(found), "x"))
        line.addWidget(menu_button("…", entries))
        for state in following[:1]:
            line.addWidget(
                primary(
                    names[state],
                    lambda s=state: self._do(lambda u: service.set_course_state(u, found.id, s), _("Done.")),
                )
            )

    def _show_sessions(self, detail: CourseDetail) -> None:
        card = Card(_("Sessions"))
        if self.writes and detail.row.state in (C.PLANNED, C.OPEN, C.RUNNING):
            card.head.addWidget(
                button(
                    _("Add session"),
                    lambda: CourseSessionDialog(self.desk, self, detail).open(),
                    small=True,
                    symbol="plus",
                )
            )
        zone, now = self.desk.zone, self.desk.now()
        names = {"planned": _("planned"), "delivered": _("delivered"), "cancelled": _("cancelled")}
        for each in detail.sessions:
            line = row(spacing=12)
            when = text(span_words(each.start, each.end, zone), "medium")
            when.setMinimumWidth(190)
            line.addWidget(when)
            line.addWidget(Elided(each.title, "body"), 1)
            line.addWidget(text(each.place, "second2"))
            line.addWidget(
                chip(
                    names.get(each.state, each.state),
                    {"delivered": "ok", "cancelled": "danger"}.get(each.state, "plain"),
                )
            )
            if self.writes and each.state != "cancelled" and each.start <= now:
                line.addWidget(
                    button(
                        _("Who was there…"),
                        lambda s=each: AttendanceDialog(self.desk, self, detail, s).open(),
                        small=True,
                    )
                )
            elif self.writes and each.state == "planned":
                line.addWidget(button(_("Cancel…"), lambda s=each: self._drop(s), kind="danger", small=True))
            line.setContentsMargins(14, 6, 12, 6)
            card.body.addLayout(line)
        if not detail.sessions:
            card.body.addWidget(
                Empty("calendar-days", _("No session yet. Each takes its lab and lead together."))
            )
        self.scroll.inside.addWidget(card)

    def _show_people(self, detail: CourseDetail) -> None:
        seats = (
            f"{detail.row.seated} / {detail.row.capacity}" if detail.row.capacity else str(detail.row.seated)
        )
        card = Card(_("People"), _("{n} places taken").format(n=seats) if detail.staff else "")
        if self.writes and detail.row.state in (C.PLANNED, C.OPEN, C.RUNNING):
            card.head.addWidget(
                button(
                    _("Enrol somebody…"),
                    lambda: EnrolDialog(self.desk, self, detail).open(),
                    small=True,
                    symbol="user-plus",
                )
            )
        columns = [
            Column(_("Name"), lambda e: e.person, 220, stretch=True, strong=True),
            Column(_("School"), lambda e: e.school, 200),
            Column(
                _("Hours"),
                lambda e: number_words(e.minutes / 60, 1) if e.minutes else "",
                80,
                right=True,
                key=lambda e: e.minutes,
            ),
            Column(
                _("State"),
                lambda e: _(ENROLMENT_NAMES[e.state]),
                170,
                chip=True,
                tone=lambda e: PEOPLE_TONES.get(e.state, "plain"),
            ),
        ]
        table = Table(
            columns,
            _("People of the course"),
            actions=self._steps,
            empty=Empty("users", _("Nobody is enrolled yet.")),
        )
        table.set_rows(detail.enrolments)
        table.fit_height(14)
        card.body.addWidget(table)
        if self.writes and detail.enrolments:
            hint = row(
                text(_("Right click, or the menu key, on a name: the steps that are possible."), "second"), 1
            )
            hint.setContentsMargins(14, 6, 14, 8)
            card.body.addLayout(hint)
        self.scroll.inside.addWidget(card)

    def _steps(self, found: EnrolmentRow) -> list[Any]:
        own = found.person_id == self.desk.actor.person_id
        possible = [state for state in E if ENROLMENTS.may(found.state, state)]
        if not self.writes:
            possible = [state for state in possible if own and state is E.WITHDRAWN]
        do = lambda s: self._do(
            lambda u: service.set_enrolment(u, found.id, s, version=found.version), _("Recorded.")
        )
        return [(_(ENROLMENT_NAMES[state]), lambda s=state: do(s)) for state in possible]

    def _show_commitments(self, detail: CourseDetail) -> None:
        card = Card(_("What trainers owe"), _("a certified trainer passes the course on"))
        for each in detail.commitments:
            line = row(spacing=10)
            line.addWidget(Elided(each.person, "medium"), 1)
            words = (
                _("{n} trained").format(n=each.trainees)
                if each.trainees
                else _("by {day}").format(day=day_words(each.due_on, year=True))
            )
            line.addWidget(text(words, "second2"))
            tone = {D.VERIFIED: "ok", D.DELIVERED: "accent", D.LAPSED: "danger"}.get(each.state, "plain")
            line.addWidget(chip(_(COMMITMENT_NAMES[each.state]), tone))
            if self.writes and each.state in (D.PLANNED, D.LAPSED):
                line.addWidget(
                    button(
                        _("Delivered…"), lambda c=each: DeliveredDialog(self.desk, self, c).open(), small=True
                    )
                )
            elif self.writes and each.state is D.DELIVERED:
                line.addWidget(
                    button(
                        _("Verified"),
                        lambda c=each: self._do(
                            lambda u: service.set_commitment(u, c.id, D.VERIFIED), _("Recorded.")
                        ),
                        small=True,
                    )
                )
            line.setContentsMargins(14, 6, 12, 6)
            card.body.addLayout(line)
        self.scroll.inside.addWidget(card)

    def _drop(self, session: CourseSessionRow) -> None:
        Reason(
            self.desk, self, _("Cancel the session"), _("Cancel the session"), _("What it holds is free again."),
            lambda unit, why: service.drop_session(unit, session.id, why),
        ).open()  # fmt: skip

    def _cancel(self, found: CourseRow) -> None:
        Reason(
            self.desk, self, _("Cancel the course"), _("Cancel the course"), _("Every session is released; everyone on the course is told."),
            lambda unit, why: service.set_course_state(unit, found.id, C.CANCELLED, why),
        ).open()  # fmt: skip

    def _do(self, command: Any, said: str) -> None:
        self.desk.write(self, command, said=said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.setFixedWidth(300 if self.width() < 1200 else 360)

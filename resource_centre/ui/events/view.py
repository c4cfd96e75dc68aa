"""One event: its way, sessions, what is held, schools, attendance; ambassadors at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from resource_centre.core.context import Role
from resource_centre.core.states import Step as Doable
from resource_centre.db.unit import Unit
from resource_centre.events import recording, registration, service, sessions
from resource_centre.events.queries import EventDetail, SessionRow
from resource_centre.events.rules import PLANNING, RUNNING, SESSION_NAMES, EventState, SessionState
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.ui.desk import Desk
from resource_centre.ui.events.attendance import AttendanceGrid
from resource_centre.ui.events.calendar import EventCalendar
from resource_centre.ui.events.dialogs import (
    EventDialog,
    MoveDialog,
    NeedDialog,
    RegisterDialog,
)
from resource_centre.ui.events.session import SessionDialog
from resource_centre.ui.events.staff import StaffCard
from resource_centre.ui.events.wording import (
    TONES,
    head_words,
    history_lines,
    hold_rows,
    places_words,
    way,
)
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import Banner, Card, Scroll, clear, column, row
from resource_centre.ui.widgets.buttons import button, icon_button, more_button, primary, switch_off
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Ask, Reason
from resource_centre.ui.widgets.labels import Elided, IconLabel, chip, text
from resource_centre.ui.widgets.steps import Steps, history
from resource_centre.ui.widgets.still import standing_still
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import clock_words, day_words, number_words

SIDE = 420
NARROW = 1180


class EventView(QWidget):
    """back() to the list."""

    back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.detail: EventDetail | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = QFrame()
        self.head.setProperty("toolbar", "true")
        self._head = QVBoxLayout(self.head)
        self._head.setContentsMargins(16, 10, 16, 10)
        self._head.setSpacing(3)
        outer.addWidget(self.head)
        self.scroller = Scroll((16, 14, 16, 16), 14)
        outer.addWidget(self.scroller, 1)
        self.banner = Banner()
        self.steps = Steps(big=True)
        way_ = Card(margins=(16, 8, 16, 8))
        way_.body.addWidget(self.steps)
        way_.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        zone = lambda: desk.zone  # noqa: E731
        self.sessions = Card(_("Sessions"))
        self.add = button(_("Add session"), lambda: self._session(None), small=True, symbol="plus")
        self.sessions.head.addWidget(self.add)
        self.table = Table(
            [
                Column(_("Time"), lambda s: f"{clock_words(s.start, zone())}–{clock_words(s.end, zone())}", 110, strong=True, key=lambda s: s.start),
                Column(_("Day"), lambda s: day_words(s.start.astimezone(zone()).date()), 100, key=lambda s: s.start),
                Column(_("Session"), lambda s: s.title, 180, stretch=True),
                Column(_("Where"), lambda s: s.where, 150),
                Column(_("Places"), lambda s: str(s.places or "–"), 66, right=True, key=lambda s: s.places or 0),
                Column(_("Leads"), lambda s: s.lead, 130),
                Column(_("State"), lambda s: _(SESSION_NAMES[s.state]), 104, chip=True, tone=lambda s: "ok" if s.state is SessionState.DELIVERED else "plain"),
            ],
            _("Sessions"),
            actions=self._session_actions,
        )  # fmt: skip
        self.table.opened.connect(self._session)
        self.sessions.body.addWidget(self.table)
        self.about = Card(_("What happens there"), margins=(14, 10, 14, 12))
        self.summary = text("", "body2", wrap=True)
        self.about.body.addWidget(self.summary)
        self.calendar = EventCalendar(desk)
        self.holds = Card(_("Holds"))
        self.schools = Card(_("Schools"))
        self.attendance = Card(_("Attendance"))
        self.grid = AttendanceGrid()
        self.grid.changed.connect(self._count)
        self.attendance.body.addWidget(self.grid)
        foot = QFrame()
        foot.setProperty("foot", "true")
        self.total = text("", "body2")
        self.save = button(_("Save attendance"), self._save_attendance)
        line = QHBoxLayout(foot)
        line.setContentsMargins(14, 9, 12, 9)
        line.addWidget(self.total, 1)
        line.addWidget(self.save)
        self.attendance.body.addWidget(foot)
        self.past = Card(_("History"), margins=(14, 10, 14, 12))
        self.staff = StaffCard(desk)
        self.staff.need.connect(self._need)
        self.scroller.inside.addWidget(self.banner)
        self.scroller.inside.addWidget(way_)
        self._body = QHBoxLayout()
        self._body.setSpacing(14)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side in (self._left, self._right):
            side.setSpacing(14)
        for card in (self.about, self.sessions, self.calendar, self.holds, self.schools, self.attendance):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self._left.addWidget(card)
        self._left.addStretch(1)
        self._right.addWidget(self.staff)
        self._right.addWidget(self.past)
        self._right.addStretch(1)
        self.side = QWidget()
        self.side.setLayout(self._right)
        self._right.setContentsMargins(0, 0, 0, 0)
        self.side.setFixedWidth(SIDE)
        self._body.addLayout(self._left, 1)
        self._body.addWidget(self.side)
        self.scroller.inside.addLayout(self._body)

    def show_event(self, detail: EventDetail) -> None:
        """Shows an event; attendance that was typed for it and is not saved stays."""
        self.detail = detail
        self._show_head(detail)
        steps = standing_still(self, self.scroller, self._parts(detail))
        self.desk.background.in_slices(steps, self, "parts")

    def _parts(self, detail: EventDetail) -> Iterator[Callable[[], object]]:
        """What stands below the head, each part a slice of the window's time."""
        live = [s for s in detail.sessions if s.state is not SessionState.CANCELLED]
        yield lambda: self._show_sessions(detail, live)
        yield lambda: self.calendar.show_event(detail)
        yield lambda: self._show_holds(detail)
        yield lambda: self._show_schools(detail)
        yield lambda: self._show_attendance(detail, live)
        yield self._count
        yield lambda: self._show_past(detail)
        yield lambda: self._show_staff(detail)

    def _show_sessions(self, detail: EventDetail, live: list[SessionRow]) -> None:
        writes = self.desk.may(Data.EVENTS, Right.WRITE)
        self.steps.set_steps(way(detail, self.desk.zone, self.desk.now()))
        self._show_gates(detail)
        self.summary.setText(detail.summary)
        self.about.setVisible(detail.summary.strip() not in ("", detail.row.title))
        planning = detail.row.state in PLANNING
        blocks = [b for b in detail.blocks if b.held]
        self.sessions.note.setText(
            n_("{n}, in {m} hold", "{n}, in {m} holds", len(blocks)).format(n=len(live), m=len(blocks))
            if live and detail.staff
            else ""
        )
        self.add.setVisible(writes and planning)
        self.table.set_rows(detail.sessions)
        self.table.fit_height()
        self.table.setColumnHidden(
            1, len({s.start.astimezone(self.desk.zone).date() for s in detail.sessions}) < 2
        )

    def _show_past(self, detail: EventDetail) -> None:
        clear(self.past.body)
        self.past.setVisible(detail.staff)
        self.past.body.addWidget(history(history_lines(detail, self.desk.zone, self.desk.now())[:12]))

    def _show_staff(self, detail: EventDetail) -> None:
        self.staff.show_event(detail)
        comes = Role.AMBASSADOR in self.desk.actor.roles_at(detail.row.centre_id)
        beside = detail.staff or (comes and bool(detail.requirements))
        self.staff.setVisible(beside)
        self.side.setVisible(beside)

    def _show_attendance(self, detail: EventDetail, live: list[SessionRow]) -> None:
        begun = any(s.start <= self.desk.now() for s in live)
        counts, running = self.desk.may(Data.HEADCOUNTS, Right.WRITE), detail.row.state in RUNNING
        self.attendance.setVisible(bool(live) and ((detail.staff and running) or bool(detail.attendance)))
        self.grid.show_event(detail, writes=counts and begun and running)
        first = min((s.start for s in live), default=None)
        words = _("fill in who came; unknown stays visible")
        if not begun and first is not None:
            words = _("opens with the first session, {time}").format(time=clock_words(first, self.desk.zone))
        self.attendance.note.setText(words)
        self.save.setVisible(counts)
        switch_off(self.save, "" if begun else _("Attendance is recorded once the session has begun."))

    def _show_head(self, detail: EventDetail) -> None:
        clear(self._head)
        back = button(_("Events"), self.back.emit, kind="link")
        crumbs = row(
            back,
            IconLabel("chevron-right", 12),
            text(_("Event {n}").format(n=detail.row.number), "second"),
            1,
            spacing=5,
        )
        self._head.addLayout(crumbs)
        line = row(
            text(detail.row.title, "title"),
            chip(detail.row.state_name, TONES.get(detail.row.state, "plain")),
            spacing=10,
        )
        line.addWidget(Elided(head_words(detail, self.desk.zone), "body2"), 1)
        steps = list(detail.steps)
        main = next(
            (s for s in steps if not s.destructive and s.name not in ("waive", "postpone", "return")), None
        )
        entries: list[Any] = []
        if self.desk.may(Data.EVENTS, Right.WRITE):
            if detail.row.state in PLANNING:
                entries.append((_("Edit…"), lambda: EventDialog(self.desk, self, detail).open(), "pencil"))
                if detail.sessions:
                    entries.append((_("Move…"), lambda: MoveDialog(self.desk, self, detail).open(), "move"))
            risk = detail.risk_done_at is None
            entries.append(
                (
                    _("Risk assessment is done") if risk else _("Risk assessment is not done"),
                    lambda: self._mark(recording.risk_done, risk),
                    "shield-check",
                )
            )
            done = detail.evaluation_done_at is None
            entries.append(
                (
                    _("Evaluation is done") if done else _("Evaluation is not done"),
                    lambda: self._mark(recording.evaluation_done, done),
                    "list-checks",
                )
            )
        if self._own_opens(detail):
            own = next((s for s in detail.schools if s.school_id == self.desk.actor.school_id), None)
            words = _("Register my school") if own is None else _("Change our numbers")
            register = lambda: RegisterDialog(self.desk, self, detail, own).open()  # noqa: E731
            line.addWidget(primary(words, register) if own is None else button(words, register))
        entries += [(s.label + "…", lambda step=s: self._ask(step)) for s in steps if s is not main]
        if entries:
            line.addWidget(more_button(entries))
        if main is not None:
            made = primary(main.label, lambda: self._ask(main))
            switch_off(made, " ".join(main.missing))
            line.addWidget(made)
        self._head.addLayout(line)

    def _own_opens(self, detail: EventDetail) -> bool:
        """Whether somebody of a school may register it now."""
        row, actor = detail.row, self.desk.actor
        if detail.staff or actor.school_id is None or not self.desk.may(Data.EVENTS, Right.OWN):
            return False
        return row.state is EventState.PUBLISHED and (row.ends_at is None or row.ends_at > self.desk.now())

    def _show_gates(self, detail: EventDetail) -> None:
        following = {
            EventState.APPROVED: "publish",
            EventState.PUBLISHED: "",
            EventState.DELIVERED: "close",
        }.get(detail.row.state, "")
        missing = [gate.missing for gate in detail.gates if gate.step == following and gate.missing]
        if not missing:
            self.banner.say("")
            return
        words = (
            _("Before it can be published: {what}")
            if following == "publish"
            else _("Before it can be closed: {what}")
        )
        self.banner.say(words.format(what=" ".join(missing)), "warn")

    def _show_holds(self, detail: EventDetail) -> None:
        clear(self.holds.body)
        zone = self.desk.zone
        found = 0
        for block in detail.blocks:
            if not block.held:
                continue
            live = [h for h in block.holds if h.live]
            for symbol, name, note in hold_rows(block.holds):
                found += 1
                spans = [h for h in live if h.kind == "lab" or h.kind == "unit"]
                span = (
                    f"{clock_words(min(h.occupied_from for h in spans), zone)}–{clock_words(max(h.occupied_to for h in spans), zone)}"
                    if spans
                    else ""
                )
                frame = QFrame()
                frame.setProperty("section", "true")
                line = row(IconLabel(symbol, 15), text(name, "medium"), spacing=9)
                line.addWidget(Elided(note, "second"), 1)
                line.addWidget(text(span, "second2"))
                line.addWidget(IconLabel("check", 14, "ok"))
                line.setContentsMargins(14, 7, 14, 7)
                frame.setLayout(line)
                self.holds.body.addWidget(frame)
        buffers = {(b.setup_minutes, b.cleardown_minutes) for b in detail.blocks if b.held}
        note = ""
        if len(buffers) == 1:
            before, after = next(iter(buffers))
            if before or after:
                note = _("taken together, {before} min set-up, {after} min clear-down").format(
                    before=before or 0, after=after or 0
                )
        self.holds.note.setText(note or (_("taken together") if found else ""))
        self.holds.setVisible(bool(found))

    def _show_schools(self, detail: EventDetail) -> None:
        clear(self.schools.body)
        writes = self.desk.may(Data.EVENTS, Right.WRITE)
        self.schools.set_count(len(detail.schools) or None)
        self.schools.note.setText(places_words(detail))
        own = self._own_opens(detail)
        for school in detail.schools:
            words = n_("{n} pupil", "{n} pupils", school.expected_pupils).format(n=school.expected_pupils)
            words += ", " + n_("{n} teacher", "{n} teachers", school.expected_teachers).format(
                n=school.expected_teachers
            )
            line = row(IconLabel("school", 15), spacing=9)
            line.addLayout(
                column(
                    Elided(school.school, "medium"),
                    Elided(school.contact, "second") if school.contact else None,
                    spacing=0,
                ),
                1,
            )
            line.addWidget(text(words, "second2"))
            line.addWidget(chip(_("has a place"), "ok") if school.has_place else chip(_("waits"), "warn"))
            if (writes and detail.row.state in PLANNING) or own:
                line.addWidget(
                    icon_button(
                        "x",
                        _("Withdraw {school}").format(school=school.school),
                        partial(self._withdraw, school),
                        size=14,
                    )
                )
            line.setContentsMargins(14, 6, 14, 6)
            self.schools.body.addLayout(line)
        if writes and detail.row.state in PLANNING | {EventState.DELIVERED}:
            line = row(
                button(
                    _("Register a school…"),
                    lambda: RegisterDialog(self.desk, self, detail).open(),
                    small=True,
                    symbol="plus",
                ),
                1,
            )
            line.setContentsMargins(14, 6, 14, 8)
            self.schools.body.addLayout(line)

    def _count(self) -> None:
        detail = self.detail
        if detail is None:
            return
        total = self.grid.total() if self.grid.typed else detail.totals.participations
        hours = (
            number_words(detail.totals.contact_hours, 1) if hasattr(detail.totals, "contact_hours") else ""
        )
        words = n_("{n} participation", "{n} participations", total).format(n=total)
        self.total.setText(
            f"{words}, {_('{h} contact hours').format(h=hours)}" if hours and not self.grid.typed else words
        )
        self.save.setProperty("kind", "primary" if self.grid.typed else "")
        self.save.style().polish(self.save)

    def _save_attendance(self) -> None:
        detail = self.detail
        if detail is None:
            return
        now = self.desk.now()
        cells = self.grid.cells()
        versions = {
            s.id: s.version
            for s in detail.sessions
            if s.start <= now and s.state is not SessionState.CANCELLED
        }
        wanted = {
            key: rows
            for key, rows in cells.items()
            if key in versions and (key in self.grid.typed or not self.grid.typed)
        }

        def command(unit: Unit) -> None:
            for key, rows in wanted.items():
                recording.record_attendance(unit, key, rows, versions[key], whole=True)

        self.desk.write(self, command, lambda _done: self.grid.saved(), said=_("The attendance is saved."))

    def _session(self, found: SessionRow | None) -> None:
        detail = self.detail
        if detail is None or not self.desk.may(Data.EVENTS, Right.WRITE):
            return
        if found is None or (found.state is SessionState.PLANNED and detail.row.state in PLANNING):
            SessionDialog(self.desk, self, detail, found).open()

    def _session_actions(self, found: SessionRow) -> list[Any]:
        detail = self.detail
        if (
            detail is None
            or found.state is not SessionState.PLANNED
            or not self.desk.may(Data.EVENTS, Right.WRITE)
        ):
            return []
        return [
            (_("Edit…"), lambda: self._session(found), "pencil"),
            (_("Take out…"), lambda: self._drop(found), "trash-2"),
        ]

    def _drop(self, found: SessionRow) -> None:
        Reason(
            self.desk, self, _("Take the session out"), _("Take out"),
            _("Everything that only this session holds is free again."),
            lambda unit, why: sessions.drop_session(unit, found.id, why, found.version),
        ).open()  # fmt: skip

    def _withdraw(self, school: Any) -> None:
        detail = self.detail
        if detail is None:
            return
        Reason(
            self.desk, self, _("Withdraw {school}").format(school=school.school), _("Withdraw"), _("Who waits moves up."),
            lambda unit, why: registration.withdraw_school(unit, detail.row.id, school.school_id, why), optional=True,
        ).open()  # fmt: skip

    def _need(self) -> None:
        if self.detail is not None:
            NeedDialog(self.desk, self, self.detail).open()

    def _mark(self, command: Any, done: bool) -> None:
        if self.detail is not None:
            key = self.detail.row.id
            self.desk.write(self, lambda unit: command(unit, key, done), said=_("Recorded."))

    def _ask(self, step: Doable) -> None:
        detail = self.detail
        if detail is None:
            return
        key, version = detail.row.id, detail.row.version
        plain: dict[str, Any] = {
            "submit": service.submit, "approve": service.approve, "publish": service.publish, "deliver": service.deliver, "close": service.close,
        }  # fmt: skip
        if step.name in plain:
            self.desk.write(
                self,
                lambda unit: plain[step.name](unit, key, version),
                said=_("Done: {step}.").format(step=step.label),
            )
        elif step.name == "resume":
            words = _(
                "Labs, kits and people are taken again at the same times, if they are still free. Move the event first when they are not."
            )

            def again() -> None:
                self.desk.write(
                    self, lambda unit: service.resume(unit, key, version=version), said=_("Planned again.")
                )

            Ask(self.desk, self, step.label, step.label, words, again).open()
        else:
            commands: dict[str, Any] = {
                "return": service.return_event, "reject": service.reject, "waive": service.waive, "postpone": service.postpone, "cancel": service.cancel,
            }  # fmt: skip
            told = {
                "postpone": _("Every hold is released; schools and ambassadors are told."),
                "cancel": _(
                    "Every hold is released; schools and ambassadors are told. The event keeps its history."
                ),
            }.get(step.name, _("The reason is kept in the history."))
            Reason(
                self.desk,
                self,
                step.label,
                step.label,
                told,
                lambda unit, why: commands[step.name](unit, key, why, version),
            ).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(NARROW)
        self.side.setFixedWidth(look().px(330 if narrow else SIDE))
        for at in (3, 5):
            self.table.setColumnHidden(at, narrow)

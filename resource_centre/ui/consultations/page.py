"""The consultations page: the list by promise, one request, who asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from resource_centre.consultations import appointments, choices, queries, service, triage
from resource_centre.consultations.appointments import MeetingDraft
from resource_centre.consultations.choices import TimeChoice
from resource_centre.consultations.queries import Filter, RequestDetail, RequestRow
from resource_centre.core.changes import Topic
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.ui.consultations.detail import RequestView
from resource_centre.ui.consultations.dialogs import (
    DuplicateDialog,
    MeetingDialog,
    OutcomeDialog,
    RateDialog,
    RequestDialog,
)
from resource_centre.ui.consultations.side import RequestSide
from resource_centre.ui.consultations.week import ConsultantWeek
from resource_centre.ui.consultations.wording import entries
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.page import Page
from resource_centre.ui.widgets.boxes import Empty, Toolbar
from resource_centre.ui.widgets.buttons import Segments, primary
from resource_centre.ui.widgets.dialog import Reason
from resource_centre.ui.widgets.fields import Search
from resource_centre.ui.widgets.labels import rule
from resource_centre.ui.widgets.lists import Items

LIST = 392
NARROW = 1180
WIDE = 1320


class ConsultationsPage(Page):
    """Staff see the centre's requests, teachers their own."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CONSULTATIONS, Topic.SCHEDULE})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.staff = desk.may(Data.REQUESTS, Right.READ)
        self.which = Filter.ACTIVE if self.staff else Filter.ALL
        self._wanted: int | None = None
        self._for_week: tuple[RequestDetail, Any] | None = None
        self.rows: list[RequestRow] = []
        self.bar = Toolbar(_("Consultations") if self.staff else _("My questions"))
        self.search = Search(_("Find a request"))
        self.search.setFixedWidth(190)
        self.search.searched.connect(lambda _words: self.reload())
        self.segments = Segments(
            [("active", _("Triage")), ("mine", _("Mine")), ("all", _("All"))], "active", _("Which requests")
        )
        self.segments.chosen.connect(self._choose)
        self.how = Segments(
            [("request", _("Request")), ("week", _("Week"))], "request", _("What is shown beside the list")
        )
        self.how.chosen.connect(lambda _key: self._show_how())
        self.bar.add(self.search, self.how, self.segments)
        self.how.setVisible(self.staff)
        self.segments.setVisible(self.staff)
        if desk.may(Data.REQUESTS, Right.OWN):
            self.bar.add(primary(_("New request"), self.new_request, symbol="plus"))
        self.column.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        words = (
            _("Nobody asks anything now.")
            if self.staff
            else _("Ask the centre for advice, a visit or equipment.")
        )
        self.empty = Empty("messages-square", words, _("New request"), self.new_request)
        self.list = Items(_("Requests"), self.empty)
        self.list.setFixedWidth(LIST)
        self.list.picked.connect(self._picked)
        body.addWidget(self.list)
        body.addWidget(rule(vertical=True))
        self.stack = QStackedWidget()
        self.view, self.side = RequestView(desk), RequestSide()
        self.stack.addWidget(
            Empty("message-square", _("Choose a request on the left to read and answer it."))
        )
        self.stack.addWidget(self.view)
        body.addWidget(self.stack, 1)
        body.addWidget(self.side)
        self.side.hide()
        self.view.asked.connect(self._ask)
        self.view.written.connect(self._write)
        self.view.find_time.connect(lambda: self._meeting(None))
        self.side.opened.connect(lambda number: self.show_where(id=number))
        self.side.assign.connect(self._assign)

    @cached_property
    def week(self) -> ConsultantWeek:
        """The week of a consultant, made when it is asked for."""
        made = ConsultantWeek(self.desk)
        made.proposed.connect(self._propose_at)
        made.opened.connect(lambda activity: self.desk.open("calendar", activity=activity))
        self.stack.addWidget(made)
        return made

    def unsaved(self) -> bool:
        return self.view.unsent()

    def load(self) -> None:
        which, words, centre_id = self.which, self.search.text().strip(), self.desk.centre_id
        here = centre_id if self.staff else None

        def read(unit: Unit) -> tuple[list[RequestRow], int]:
            rows = queries.requests(unit, here, which, words, None if words else 400)
            return rows, sum(1 for row in rows if row.overdue)

        self.desk.read(self, read, self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if where.get("new"):
            self.new_request()
        if "id" in where:
            self._wanted = int(where["id"])
            if self.staff and not self.list.pick(self._wanted):
                self.which = Filter.ALL
                self.segments.pick("all")
                self.reload()
            self._open(self._wanted)

    def new_request(self) -> None:
        """The form of a new question."""
        RequestDialog(self.desk, self, lambda number: self.show_where(id=number)).open()

    def _choose(self, key: str) -> None:
        self.which = Filter(key)
        self.reload()

    def _show(self, found: tuple[list[RequestRow], int]) -> None:
        self.rows, late = found
        self.empty.search(bool(self.search.text().strip()), self.search.clear)
        zone, now = self.desk.zone, self.desk.now()
        self.list.set_entries(entries(self.rows, zone, now, by_requester=not self.staff))
        open_ = sum(1 for row in self.rows if row.state.value in ("new", "assigned", "awaiting", "scheduled"))
        note = n_("{n} open", "{n} open", open_).format(n=open_)
        soon = sum(
            1
            for r in self.rows
            if r.left is not None and timedelta() <= r.left < timedelta(hours=3) and not r.waits
        )
        if late:
            note += ", " + n_("{n} overdue", "{n} overdue", late).format(n=late)
        if soon:
            note += ", " + n_("{n} due in under 3 hours", "{n} due in under 3 hours", soon).format(n=soon)
        self.bar.note.setText(note)
        if self._wanted is not None:
            self.list.pick(self._wanted)
            self._wanted = None
        elif self.list.current is None and self.rows:
            self.list.pick_first()
        elif not self.rows:
            self.stack.setCurrentIndex(0)
            self.side.hide()

    def _picked(self, item: Any) -> None:
        if item is None:
            self.stack.setCurrentIndex(0)
            if self.how.current == "week":
                self.stack.setCurrentWidget(self.week)
            self.side.hide()
        else:
            self._open(item.id)

    def _open(self, number: int) -> None:
        centre_id, staff = self.desk.centre_id, self.staff

        def read(unit: Unit) -> tuple[RequestDetail, Any, Any]:
            detail = queries.request(unit, number)
            doable = any(step.name in ("schedule", "reschedule") for step in detail.steps)
            times = choices.time_choices(unit, number) if staff and doable else ()
            people = choices.consultants(unit, centre_id) if staff else ()
            return detail, times, people

        self.desk.read(self, read, self._show_detail, key="detail")

    def _show_detail(self, found: tuple[RequestDetail, Any, Any]) -> None:
        detail, times, people = found
        self.view.show_request(detail, times)
        self.side.show_request(self.desk, detail, people)
        self._for_week = (detail, people)
        self._show_how()

    def show_week(self) -> None:
        """The consultant's week instead of the request."""
        self.how.pick("week")
        self._show_how()

    def _show_how(self) -> None:
        if self.how.current == "week":
            self._fill_week()
            self.stack.setCurrentWidget(self.week)
        else:
            self.stack.setCurrentIndex(1 if self.view.detail is not None else 0)
        self.side.setVisible(self.width() >= look().px(NARROW) and self.stack.currentIndex() == 1)

    def _fill_week(self) -> None:
        told, self._for_week = self._for_week, None
        if told is not None:
            self.week.show_people(told[1])
            self.week.show_request(told[0])
        elif self.week.rows is None:
            self.week.read()

    def _propose_at(self, start: datetime, end: datetime, consultant: int | None) -> None:
        """A time that was drawn in the week, for the request that is chosen."""
        detail = self.view.detail
        if detail is None:
            return
        moving = not any(step.name == "schedule" for step in detail.steps)
        minutes = round((end - start).total_seconds() / 60)
        MeetingDialog(self.desk, self, detail, start, minutes, consultant=consultant, moving=moving).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setVisible(self.width() >= look().px(NARROW) and self.stack.currentIndex() == 1)
        self.list.setFixedWidth(look().px(LIST if self.width() >= look().px(WIDE) else 330))

    def _write(self, words: str, internal: bool) -> None:
        detail = self.view.detail
        if detail is None:
            return
        number = detail.row.id
        awaiting = (
            detail.row.state.value == "awaiting" and detail.row.requester_id == self.desk.actor.person_id
        )

        def command(unit: Unit) -> object:
            return (
                service.answer(unit, number, words)
                if awaiting
                else service.add_note(unit, number, words, internal)
            )

        said = _("The note is kept.") if internal else _("The message is sent.")
        self.desk.write(self, command, lambda _made: self.view.sent(number), None, said)

    def _assign(self, person: int) -> None:
        detail = self.view.detail
        if detail is not None:
            number, version = detail.row.id, detail.row.version
            self.desk.write(
                self, lambda unit: triage.assign(unit, number, person, "", version), said=_("Assigned.")
            )

    def _meeting(self, choice: TimeChoice | None, moving: bool = False) -> None:
        detail = self.view.detail
        if detail is None:
            return
        start = choice.start if choice else self.desk.now().replace(minute=0) + timedelta(days=1)
        minutes = int((choice.end - choice.start).total_seconds() // 60) if choice else 60
        room = self.view.room_of(choice) if choice else None
        who = self.view.consultant_of(detail, choice) if choice else None
        wanted = room.bookable_id if room and room.free and detail.row.channel == "at_centre" else None
        MeetingDialog(
            self.desk,
            self,
            detail,
            start,
            minutes,
            consultant=who.person_id if who else None,
            room=wanted,
            moving=moving,
        ).open()

    def _ask(self, step: str, choice: TimeChoice | None) -> None:
        detail = self.view.detail
        if detail is None:
            return
        number, version = detail.row.id, detail.row.version
        if step == "schedule" and choice is not None and choice.possible:
            self._propose(detail, choice)
        elif step in ("schedule", "reschedule"):
            self._meeting(choice, step == "reschedule")
        elif step in ("hold", "resolve"):
            OutcomeDialog(
                self.desk, self, detail, met=step == "hold", words=self.view.write.toPlainText()
            ).open()
        elif step == "rate":
            RateDialog(self.desk, self, number).open()
        elif step == "duplicate":
            others = [(row.id, f"№ {row.number} {row.title}") for row in self.rows]
            DuplicateDialog(self.desk, self, detail, others).open()
        elif step in ("assign", "reassign"):
            self._choose_consultant(detail)
        elif step in ("confirm", "close", "submit", "no_show"):
            plain = {
                "confirm": (appointments.confirm, _("The time is confirmed.")),
                "close": (service.close, _("Closed.")),
                "submit": (service.submit, _("The request is sent.")),
            }
            if step == "no_show":
                self.desk.write(
                    self, lambda unit: appointments.no_show(unit, number, "", version), said=_("Recorded.")
                )
            else:
                command, said = plain[step]
                self.desk.write(self, lambda unit: command(unit, number, version), said=said)
        else:
            self._with_reason(detail, step)

    def _propose(self, detail: RequestDetail, choice: TimeChoice) -> None:
        room, who = self.view.room_of(choice), self.view.consultant_of(detail, choice)
        at_centre = detail.row.channel == "at_centre"
        meeting = MeetingDraft(
            choice.start, choice.end, room.bookable_id if room and room.free and at_centre else None,
            who.person_id if who else None, uid=new_uid(),
        )  # fmt: skip
        number, version = detail.row.id, detail.row.version
        self.desk.write(
            self,
            lambda unit: appointments.schedule(unit, number, meeting, version),
            said=_("The time is proposed."),
        )

    def _choose_consultant(self, detail: RequestDetail) -> None:
        from resource_centre.ui.consultations.assigning import AssignDialog

        AssignDialog(self.desk, self, detail).open()

    def _with_reason(self, detail: RequestDetail, step: str) -> None:
        number, version, who = detail.row.id, detail.row.version, detail.row.requester
        told = _("{who} reads what you write.").format(who=who if self.staff else _("The centre"))
        commands: dict[str, tuple[str, str, Any]] = {
            "decline": (_("Decline the request"), _("Decline"), service.decline),
            "cancel": (_("Cancel the request"), _("Cancel the request"), service.cancel),
            "withdraw": (_("Withdraw the request"), _("Withdraw"), service.withdraw),
            "reopen": (_("Reopen the request"), _("Reopen"), service.reopen),
            "ask": (_("Ask the requester"), _("Send the question"), service.ask),
            "answer": (_("Answer the question"), _("Send the answer"), service.answer),
            "cancel_appointment": (
                _("Cancel the meeting"),
                _("Cancel the meeting"),
                appointments.cancel_appointment,
            ),
        }
        if step not in commands:
            return
        title, verb, command = commands[step]
        label = {"ask": _("Your question"), "answer": _("The answer")}.get(step, "")
        Reason(
            self.desk, self, title, verb, told, lambda unit, why: command(unit, number, why, version),
            optional=step == "withdraw", label=label,
        ).open()  # fmt: skip

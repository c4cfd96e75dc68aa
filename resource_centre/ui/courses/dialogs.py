"""Dialogs of courses: a course, a session, somebody enrolled, who was there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from resource_centre.core.errors import BadInput, Refused
from resource_centre.core.times import to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people import queries as people
from resource_centre.resources import queries as resources
from resource_centre.schedule import service as schedule
from resource_centre.schedule.rules import ActivityKind, Hold, Verdict
from resource_centre.training import service
from resource_centre.training.queries import CommitmentRow, CourseDetail, CourseSessionRow
from resource_centre.training.rules import SEATED, CommitmentState, EnrolmentState
from resource_centre.training.service import CourseDraft
from resource_centre.ui.desk import Desk
from resource_centre.ui.events.who import staff_of
from resource_centre.ui.failures import sentence
from resource_centre.ui.widgets.boxes import Card, banner, clear, row
from resource_centre.ui.widgets.buttons import button, switch_off
from resource_centre.ui.widgets.changing import ChangeDialog
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import (
    Choice,
    ClockField,
    Count,
    DayField,
    Finder,
    Pick,
    area,
    check,
    line,
    number,
)
from resource_centre.ui.widgets.labels import IconLabel, text
from resource_centre.ui.words import span_words


class CourseDialog(ChangeDialog):
    """A course: new, or changed."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        detail: CourseDetail | None = None,
        then: Callable[[int], Any] | None = None,
    ) -> None:
        super().__init__(
            desk,
            parent,
            _("Edit the course") if detail else _("New course"),
            _("Save") if detail else _("Plan the course"),
        )
        self.detail, self._then = detail, then
        was = detail.row if detail else None
        self.name = line(was.title if was else "", _("Python for teachers"), 300)
        self.form.add("title", _("Title"), self.name)
        self.tier = number(was.tier if was else 1, 1, 5)
        self.capacity = number((was.capacity or 0) if was else 12, 0, 1000)
        self.capacity.setSpecialValueText(_("no limit"))
        self.form.add_row(("tier", _("Tier"), self.tier), ("capacity", _("Places"), self.capacity))
        self.lead, self.grants = Finder(), Pick([(None, _("none"))])
        self.form.add_row(
            ("lead", _("Lead"), self.lead), ("qualification", _("A certificate grants"), self.grants)
        )
        self.summary = area(detail.row.summary if detail else "", lines=3)
        self.form.add("summary", _("What is learnt"), self.summary)
        self.form.end()
        if was is not None:
            self.version = was.version
            self.names = {"lead_id": _("Lead"), "qualification_id": _("A certificate grants")}
            self.before = CourseDraft(
                was.title, was.summary, was.tier, was.capacity, was.lead_id, was.qualification_id
            )
            self.watch("course", was.id)
        key = desk.centre_id

        def read(unit: Unit) -> Any:
            return staff_of(unit, key), people.qualifications(unit, key)

        def fill(found: Any) -> None:
            self.lead.set_choices(
                [Choice(p.id, p.name, "user") for p in found[0]], was.lead_id if was else desk.actor.person_id
            )
            self.grants.set_choices(
                [(None, _("none")), *[(q.id, q.name) for q in found[1]]],
                was.qualification_id if was else None,
            )

        desk.read(self, read, fill)

    def confirm(self) -> None:
        title = self.form.require("title", self.name.text(), _("Give the course a title."))
        draft = CourseDraft(
            title,
            self.summary.toPlainText(),
            self.tier.value(),
            self.capacity.value() or None,
            self.lead.value,
            self.grants.value,
        )
        detail, key = self.detail, self.desk.centre_id
        if detail is not None:
            self.save_change(
                draft,
                lambda unit, chosen, version: service.change_course(unit, detail.row.id, chosen, version),
                None,
                _("Saved."),
            )
        else:
            self.save(
                lambda unit: service.add_course(unit, key, replace(draft, uid=self._uid)),
                self._then,
                _("The course is planned."),
            )

    def say_value(self, field: str, value: Any) -> str:
        if field == "lead_id":
            return self.lead.words_of(value) or "–"
        if field == "qualification_id":
            at = self.grants.findData(value)
            return self.grants.itemText(at) if at >= 0 else "–"
        return super().say_value(field, value)


class CourseSessionDialog(Dialog):
    """A session of a course: lab and lead are taken together; says at once whether both are free."""

    def __init__(self, desk: Desk, parent: QWidget, detail: CourseDetail) -> None:
        super().__init__(desk, parent, _("Add a session"), _("Add and hold"), wide=True, size=QSize(860, 520))
        self.detail = detail
        row_ = detail.row
        self.form.put(text(row_.title, "strong", wrap=True))
        last = max(detail.sessions, key=lambda s: s.start, default=None)
        day, start, end = self._proposed(last)
        self.day, self.start, self.end = DayField(day), ClockField(start), ClockField(end)
        self.lab = Pick()
        self.form.add("day", _("Date"), self.day)
        self.form.add_row(("start", _("From"), self.start), ("end", _("To"), self.end))
        self.form.add("bookables", _("Lab"), self.lab)
        self.name = line(hint=f"{row_.title}, {len(detail.sessions) + 1}", most=200)
        self.form.add("title", _("Name of the session (if it has its own)"), self.name)
        self.override = line(most=300)
        self.form.add("override", _("Reason to override a rule"), self.override)
        self.form.end()
        self.say_promise(_("Lab and lead are taken together, or neither."))
        for signal in (self.day.changed, self.start.changed, self.end.changed, self.lab.changed):
            signal.connect(lambda *_args: self._look())
        key, lead = desk.centre_id, row_.lead_id
        self._lead: int | None = None

        def read(unit: Unit) -> Any:
            labs = resources.bookables(unit, key, "lab")
            return labs, resources.bookable_of_person(unit, lead) if lead else None

        def fill(found: Any) -> None:
            labs, self._lead = found
            same = next((b.id for b in labs if last is not None and b.name == last.place), None)
            self.lab.set_choices(
                [*[Choice(b.id, b.name, "door-open") for b in labs], Choice(0, _("None of ours"))],
                same or (labs[0].id if labs else 0),
            )
            self._look()

        desk.read(self, read, fill, key="choices")

    def _proposed(self, last: CourseSessionRow | None) -> tuple[date, time, time]:
        zone = self.desk.zone
        if last is None:
            return (self.desk.wall_now() + timedelta(days=7)).date(), time(14), time(17)
        start, end = last.start.astimezone(zone), last.end.astimezone(zone)
        return max(start, self.desk.wall_now()).date() + timedelta(days=7), start.time(), end.time()

    def _range(self) -> tuple[datetime, datetime]:
        zone = self.desk.zone
        start = to_instant(datetime.combine(self.day.day, self.start.time), zone).instant
        end = to_instant(datetime.combine(self.day.day, self.end.time), zone).instant
        if end <= start:
            raise BadInput(_("The end lies before the start. Choose an end after the start."), "end")
        return start, end

    def _takes(self) -> list[int]:
        """Lab and lead; a session in none of our labs takes nothing."""
        return [b for b in (self.lab.value, self._lead) if b]

    def _look(self) -> None:
        try:
            start, end = self._range()
        except BadInput as trouble:
            self._say(None, str(trouble))
            return
        takes = self._takes()
        if not takes:
            self._say(None, _("Nothing of ours is taken. The session stands in the course only."))
            return
        hold = Hold(
            self.desk.centre_id, ActivityKind.TRAINING_SESSION, "?", start, end, tuple(takes),
            person_id=self.detail.row.lead_id,
        )  # fmt: skip
        self.desk.read(
            self,
            lambda unit: schedule.check(unit, hold),
            self._say,
            lambda trouble: self._say(None, sentence(trouble)),
            key="look",
        )

    def _say(self, verdict: Verdict | None, words: str = "") -> None:
        assert self.side is not None
        inside = self.side.inside
        clear(inside)
        inside.addWidget(text(_("What it takes"), "caption-strong"))
        if verdict is None:
            inside.addWidget(text(words, "body2", wrap=True))
        elif not verdict.violations:
            lead = self.detail.row.lead if self._lead else ""
            free = " + ".join(
                part for part in (self.lab.currentText() if self.lab.value else "", lead) if part
            )
            inside.addWidget(banner(_("{what}: free for the whole time.").format(what=free), "ok"))
        else:
            for violation in verdict.violations:
                card = Card(margins=(12, 10, 12, 10))
                tone = "warn" if violation.overridable else "danger"
                card.setProperty("card", tone)
                head = row(IconLabel("triangle-alert" if violation.overridable else "ban", 15, tone))
                head.addWidget(text(violation.message, "body", wrap=True), 1)
                card.body.addLayout(head)
                card.body.addWidget(text(violation.fix, "second", wrap=True))
                inside.addWidget(card)
            if verdict.alternatives:
                inside.addWidget(text(_("Nearest that work"), "caption-strong"))
            for other in verdict.alternatives:
                when = span_words(other.start, other.end, self.desk.zone)
                inside.addWidget(button(when, partial(self._take, other.start, other.end), symbol="calendar"))
        inside.addStretch(1)

    def _take(self, start: datetime, end: datetime) -> None:
        first, last = (each.astimezone(self.desk.zone) for each in (start, end))
        self.day.set_day(first.date())
        self.start.set_time(first.time())
        self.end.set_time(last.time())
        self._look()

    def confirm(self) -> None:
        start, end = self._range()
        takes = self._takes()
        key, title, why = self.detail.row.id, self.name.text().strip(), self.override.text().strip()
        self.save(
            lambda unit: service.add_session(unit, key, start, end, takes, title, why),
            None,
            _("The session is held."),
        )

    def show_refusal(self, trouble: Refused) -> None:
        self._say(Verdict(trouble.violations, trouble.alternatives))


class EnrolDialog(Dialog):
    """Somebody gets a place, or a place on the waiting list."""

    def __init__(self, desk: Desk, parent: QWidget, detail: CourseDetail) -> None:
        super().__init__(desk, parent, _("Enrol somebody"), _("Enrol"))
        self.detail = detail
        found = detail.row
        self.form.put(text(found.title, "strong", wrap=True))
        self.person = Finder(hint=_("Type a part of the name or of the school"))
        self.form.add("person", _("Who"), self.person)
        free = found.capacity - found.seated if found.capacity is not None else None
        if free is None:
            words, tone = _("The course has no limit of places."), "ok"
        elif free > 0:
            words, tone = n_("{n} place is free.", "{n} places are free.", free).format(n=free), "ok"
        else:
            words, tone = (
                _("All {n} places are taken: they go on the waiting list.").format(n=found.capacity),
                "warn",
            )
        self.form.put(banner(words, tone))
        self.form.end()
        self.say_promise(_("They are told at once."), "mail")
        key, there = desk.centre_id, {e.person_id for e in detail.enrolments}

        def fill(rows: list[people.PersonRow]) -> None:
            self.person.set_choices(
                [Choice(p.id, p.name, "user", p.school) for p in rows if p.id not in there]
            )

        desk.read(self, lambda unit: people.people(unit, key), fill)

    def confirm(self) -> None:
        if self.person.value is None:
            raise BadInput(_("Choose who is enrolled from the list."), "person")
        key, person, name = self.detail.row.id, self.person.value, self.person.text()

        def then(state: EnrolmentState) -> None:
            words = (
                _("{name} has a place.")
                if state is EnrolmentState.ENROLLED
                else _("{name} is on the waiting list.")
            )
            self.desk.said.emit(words.format(name=name))

        self.save(lambda unit: service.enrol(unit, key, person), then)


class AttendanceDialog(Dialog):
    """How long everyone was at a session."""

    def __init__(self, desk: Desk, parent: QWidget, detail: CourseDetail, session: CourseSessionRow) -> None:
        super().__init__(desk, parent, _("Who was there"), _("Save attendance"), size=QSize(540, 0))
        self.session = session
        self.form.put(text(session.title, "strong", wrap=True))
        self.form.put(text(span_words(session.start, session.end, desk.zone), "body2"))
        self.longest = int((session.end - session.start).total_seconds() // 60)
        self.fields: dict[int, Count] = {}
        self.boxes: dict[int, QCheckBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        ours = [e for e in detail.enrolments if e.state in SEATED]
        for n, each in enumerate(ours):
            minutes = detail.attended.get(
                (session.id, each.id), 0 if session.state == "delivered" else self.longest
            )
            box, field = check(each.person, minutes > 0), Count(minutes)
            field.setFixedWidth(64)
            field.setAccessibleName(_("{name}, minutes").format(name=each.person))
            box.clicked.connect(lambda on=False, key=each.id: self._ticked(key, on))
            field.counted.connect(lambda minutes, key=each.id: self._counted(key, minutes))
            grid.addWidget(box, n, 0)
            grid.addWidget(field, n, 1)
            grid.addWidget(text(_("of {n} min").format(n=self.longest), "second"), n, 2)
            self.boxes[each.id], self.fields[each.id] = box, field
        self.form.put(grid)
        if not ours:
            self.form.put(text(_("Nobody has a place on this course yet."), "body2", wrap=True))
        self.form.end()
        self._sum()
        switch_off(self.ok, "" if ours else _("Nobody has a place on this course yet."))

    def _ticked(self, enrolment: int, on: bool) -> None:
        self.fields[enrolment].setText(str(self.longest if on else 0))
        self._sum()

    def _counted(self, enrolment: int, minutes: int) -> None:
        self.boxes[enrolment].setChecked(minutes > 0)
        self._sum()

    def _sum(self) -> None:
        came = sum(1 for field in self.fields.values() if field.value())
        self.say_promise(_("{n} of {of} came").format(n=came, of=len(self.fields)), "users")

    def confirm(self) -> None:
        minutes, key = {enrolment: field.value() for enrolment, field in self.fields.items()}, self.session.id
        if any(value > self.longest for value in minutes.values()):
            raise BadInput(
                _("Nobody can be there for more than {n} minutes: the session was no longer.").format(
                    n=self.longest
                )
            )
        self.save(
            lambda unit: service.record_attendance(unit, key, minutes), None, _("The attendance is saved.")
        )


class DeliveredDialog(Dialog):
    """A trainer passed the course on."""

    def __init__(self, desk: Desk, parent: QWidget, found: CommitmentRow) -> None:
        super().__init__(
            desk, parent, _("{name} passed the course on").format(name=found.person), _("Record")
        )
        self.found = found
        self.trainees, self.day = number(10, 1, 1000), DayField(desk.wall_now().date())
        self.form.add_row(
            ("trainees", _("How many were trained"), self.trainees), ("day", _("When"), self.day)
        )
        self.form.end()

    def confirm(self) -> None:
        key, count, day = self.found.id, self.trainees.value(), self.day.day
        self.save(
            lambda unit: service.set_commitment(unit, key, CommitmentState.DELIVERED, count, day),
            None,
            _("Recorded."),
        )

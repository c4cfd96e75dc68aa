"""Dialogs of courses: a course, a session, somebody enrolled, who was there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.core.times import to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people import queries as people
from resource_centre.resources import queries as resources
from resource_centre.training import service
from resource_centre.training.queries import CommitmentRow, CourseDetail, CourseSessionRow
from resource_centre.training.rules import SEATED, CommitmentState
from resource_centre.training.service import CourseDraft
from resource_centre.ui.desk import Desk
from resource_centre.ui.events.dialogs import staff_of
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import (
    Choice,
    ClockField,
    Count,
    DayField,
    Finder,
    Pick,
    area,
    line,
    number,
)
from resource_centre.ui.widgets.labels import Elided, text
from resource_centre.ui.words import span_words


class CourseDialog(Dialog):
    """A course: new, or changed."""

    def __init__(self, desk: Desk, parent: QWidget, detail: CourseDetail | None = None) -> None:
        super().__init__(
            desk,
            parent,
            _("Edit the course") if detail else _("New course"),
            _("Save") if detail else _("Plan the course"),
        )
        self.detail = detail
        was = detail.row if detail else None
        self.name = line(was.title if was else "", _("Python for teachers"), 300)
        self.form.add("title", _("Title"), self.name)
        self.tier, self.capacity = (
            number(was.tier if was else 1, 1, 5),
            number(was.capacity or 12 if was else 12, 1, 1000),
        )
        self.form.add_row(("tier", _("Tier"), self.tier), ("capacity", _("Places"), self.capacity))
        self.lead, self.grants = Finder(), Pick([(None, _("none"))])
        self.form.add_row(
            ("lead", _("Lead"), self.lead), ("qualification", _("A certificate grants"), self.grants)
        )
        self.summary = area(detail.row.summary if detail else "", lines=3)
        self.form.add("summary", _("What is learnt"), self.summary)
        self.form.end()
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
            self.capacity.value(),
            self.lead.value,
            self.grants.value,
        )
        detail, key = self.detail, self.desk.centre_id
        if detail is not None:
            self.save(
                lambda unit: service.change_course(unit, detail.row.id, draft, detail.row.version),
                None,
                _("Saved."),
            )
        else:
            self.save(lambda unit: service.add_course(unit, key, draft), None, _("The course is planned."))


class CourseSessionDialog(Dialog):
    """A session of a course: lab and lead are taken together."""

    def __init__(self, desk: Desk, parent: QWidget, detail: CourseDetail) -> None:
        super().__init__(desk, parent, _("Add a session"), _("Add and hold"))
        self.detail = detail
        last = max((s.start for s in detail.sessions), default=desk.now())
        wall = (last + timedelta(days=7)).astimezone(desk.zone)
        self.name = line(hint=f"{detail.row.title}, {len(detail.sessions) + 1}", most=200)
        self.day, self.start, self.end = DayField(wall.date()), ClockField(time(14)), ClockField(time(17))
        self.lab = Pick()
        self.form.add("title", _("Session"), self.name)
        self.form.add_row(
            ("day", _("Date"), self.day, 3),
            ("start", _("From"), self.start, 2),
            ("end", _("To"), self.end, 2),
        )
        self.form.add("bookables", _("Lab"), self.lab)
        self.override = line(most=300)
        self.form.add(
            "override", _("Reason to override a rule (only when one stands against it)"), self.override
        )
        self.form.end()
        self.say_promise(_("Lab and lead are taken together, or neither."))
        key, lead = desk.centre_id, detail.row.lead_id
        self._lead: int | None = None

        def read(unit: Unit) -> Any:
            return resources.bookables(unit, key, "lab"), resources.bookable_of_person(
                unit, lead
            ) if lead else None

        def fill(found: Any) -> None:
            self._lead = found[1]
            self.lab.set_choices(
                [Choice(None, _("None of ours")), *[Choice(b.id, b.name, "door-open") for b in found[0]]],
                found[0][0].id if found[0] else None,
            )

        desk.read(self, read, fill)

    def confirm(self) -> None:
        zone = self.desk.zone
        start = to_instant(datetime.combine(self.day.day, self.start.time), zone).instant
        end = to_instant(datetime.combine(self.day.day, self.end.time), zone).instant
        if end <= start:
            raise BadInput(_("The end lies before the start. Choose an end after the start."), "end")
        takes = [b for b in (self.lab.value, self._lead) if b is not None]
        key, title, why = self.detail.row.id, self.name.text().strip(), self.override.text().strip()
        self.save(
            lambda unit: service.add_session(unit, key, start, end, takes, title, why),
            None,
            _("The session is held."),
        )


class EnrolDialog(Dialog):
    """Somebody gets a place, or a place on the waiting list."""

    def __init__(self, desk: Desk, parent: QWidget, detail: CourseDetail) -> None:
        super().__init__(desk, parent, _("Enrol somebody"), _("Enrol"))
        self.detail = detail
        self.person = Finder()
        self.form.add("person", _("Who"), self.person)
        self.form.put(
            text(
                _("Without a free place they go on the waiting list, and move up by themselves."),
                "second",
                wrap=True,
            )
        )
        self.form.end()
        key = desk.centre_id
        desk.read(
            self,
            lambda unit: people.people(unit, key),
            lambda rows: self.person.set_choices([Choice(p.id, p.name, "user", p.school) for p in rows]),
        )

    def confirm(self) -> None:
        if self.person.value is None:
            raise BadInput(_("Choose who is enrolled from the list."), "person")
        key, person = self.detail.row.id, self.person.value
        self.save(lambda unit: service.enrol(unit, key, person), None, _("Enrolled."))


class AttendanceDialog(Dialog):
    """How long everyone was at a session."""

    def __init__(self, desk: Desk, parent: QWidget, detail: CourseDetail, session: CourseSessionRow) -> None:
        super().__init__(desk, parent, _("Who was there"), _("Save attendance"))
        self.session = session
        self.form.put(text(span_words(session.start, session.end, desk.zone), "body2"))
        longest = int((session.end - session.start).total_seconds() // 60)
        self.fields: dict[int, Count] = {}
        for each in detail.enrolments:
            if each.state not in SEATED:
                continue
            field = Count(detail.attended.get((session.id, each.id), longest))
            field.setFixedWidth(70)
            field.setAccessibleName(_("{name}, minutes").format(name=each.person))
            line_ = row(spacing=10)
            line_.addWidget(Elided(each.person), 1)
            line_.addWidget(field)
            line_.addWidget(text(_("of {n} min").format(n=longest), "second"))
            self.form.put(line_)
            self.fields[each.id] = field
        self.form.end()

    def confirm(self) -> None:
        minutes, key = {enrolment: field.value() for enrolment, field in self.fields.items()}, self.session.id
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

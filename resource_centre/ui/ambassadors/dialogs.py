"""Dialogs of ambassadors: profile, clearance, weekly pattern, exception, hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from PySide6.QtWidgets import QWidget

from resource_centre.ambassadors import service
from resource_centre.ambassadors.queries import AmbassadorDetail
from resource_centre.ambassadors.rules import CLEARANCE_KINDS, HOUR_KINDS
from resource_centre.ambassadors.service import ClearanceDraft, HoursDraft, ProfileDraft
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput
from resource_centre.core.ranges import TimeRange
from resource_centre.core.times import to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.queries import people
from resource_centre.people.service import PersonDraft, add_person
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import row
from resource_centre.ui.widgets.changing import ChangeDialog
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import (
    Choice,
    DayField,
    Finder,
    MomentField,
    Pick,
    area,
    check,
    line,
    number,
)
from resource_centre.ui.widgets.labels import text

TONGUES = (("kk", "Қазақша"), ("ru", "Русский"), ("en", "English"), ("fi", "Suomi"), ("de", "Deutsch"))


class ProfileDialog(ChangeDialog):
    """An ambassador: new (from a person, or a new one), or changed."""

    def __init__(self, desk: Desk, parent: QWidget, detail: AmbassadorDetail | None = None) -> None:
        title = _("Profile of {name}").format(name=detail.row.name) if detail else _("New ambassador")
        super().__init__(desk, parent, title, _("Save") if detail else _("Add the ambassador"))
        self.detail = detail
        was = detail.row if detail else None
        self.person, self.name, self.login = Finder(), line(most=200), line(most=60)
        if detail is None:
            self.form.add("person", _("Somebody who is known already"), self.person)
            self.form.add_row(
                ("name", _("or a new person"), self.name, 2), ("login", _("Login"), self.login, 1)
            )
            centre_id = desk.centre_id
            desk.read(
                self,
                lambda unit: people(unit, centre_id),
                lambda rows: self.person.set_choices([Choice(p.id, p.name, "user") for p in rows]),
            )
        self.study = line(was.study if was else "", _("Physics, year 3"), 200)
        self.home = line(was.home_area if was else "", most=200)
        self.form.add_row(
            ("study", _("Studies or work"), self.study), ("home_area", _("Home area"), self.home)
        )
        self.skills = line(", ".join(was.skills) if was else "", _("robotics, python"), 400)
        self.form.add("skills", _("Skills, with commas between"), self.skills)
        self.tongues = {
            code: check(name, was is not None and code in was.languages) for code, name in TONGUES
        }
        self.form.put(text(_("Languages"), "label"))
        self.form.put(row(*self.tongues.values(), 1))
        self.notes = area(was.notes if was else "", lines=2)
        self.form.add("notes", _("Notes"), self.notes)
        self.form.end()
        if was is not None:
            self.version, self.names = was.version, {"languages": _("Languages"), "skills": _("Skills")}
            self.before = ProfileDraft(
                was.study, was.home_area, tuple(was.languages), tuple(was.skills), was.notes, was.left_on
            )
            self.watch("ambassador", was.id)

    def confirm(self) -> None:
        skills = tuple(part.strip() for part in self.skills.text().split(",") if part.strip())
        tongues = tuple(code for code, box in self.tongues.items() if box.isChecked())
        detail, centre_id = self.detail, self.desk.centre_id
        left = detail.row.left_on if detail else None
        draft = ProfileDraft(
            self.study.text(), self.home.text(), tongues, skills, self.notes.toPlainText(), left
        )
        if detail is not None:
            self.save_change(
                draft,
                lambda unit, chosen, version: service.change_profile(unit, detail.row.id, chosen, version),
                None,
                _("Saved."),
            )
            return
        who, name, login = self.person.value, self.name.text().strip(), self.login.text().strip()
        if who is None and not name:
            raise BadInput(_("Choose a person, or write the name of a new one."), "person")
        language, uid = self.desk.centre.language, self._uid

        def command(unit: Unit) -> int:
            number = (
                who
                or add_person(
                    unit,
                    PersonDraft(name, login or None, language=language, uid=uid),
                    [(Role.AMBASSADOR, centre_id)],
                ).id
            )
            return service.add_ambassador(unit, centre_id, number, draft)

        self.save(command, None, _("Added."))


class ClearanceDialog(Dialog):
    """A clearance on record: type, issuer, dates; never the certificate."""

    def __init__(self, desk: Desk, parent: QWidget, detail: AmbassadorDetail) -> None:
        super().__init__(desk, parent, _("Record a clearance"), _("Record"))
        self.detail = detail
        today = desk.wall_now().date()
        self.kind = Pick([Choice(key, _(name)) for key, name in CLEARANCE_KINDS.items()])
        self.issuer = line(most=200)
        self.issued, self.expires = DayField(today), DayField(today + timedelta(days=730))
        self.form.add("kind", _("Kind"), self.kind)
        self.form.add("issuer", _("Issued by"), self.issuer)
        self.form.add_row(
            ("issued_on", _("Issued on"), self.issued), ("expires_on", _("Last day"), self.expires)
        )
        self.form.end()
        self.say_promise(_("Only type, issuer and dates are kept, never the certificate."))

    def confirm(self) -> None:
        draft = ClearanceDraft(self.kind.value, self.issuer.text(), self.issued.day, self.expires.day)
        person = self.detail.row.person_id
        self.save(lambda unit: service.add_clearance(unit, person, draft), None, _("Recorded."))


class ExceptionDialog(Dialog):
    """A time in which the week is different."""

    def __init__(self, desk: Desk, parent: QWidget, person_id: int) -> None:
        super().__init__(desk, parent, _("Add an exception"), _("Save"))
        self._person = person_id
        day = desk.wall_now().date() + timedelta(days=1)
        self.away = Pick([(False, _("I cannot come")), (True, _("I can come all the same"))])
        self.start, self.end = (
            MomentField(datetime.combine(day, time(9))),
            MomentField(datetime.combine(day, time(18))),
        )
        self.note = line(hint=_("Exams"), most=200)
        self.form.add("available", _("What is different"), self.away)
        self.form.add("start", _("From"), self.start)
        self.form.add("end", _("To"), self.end)
        self.form.add("note", _("Why (if you like)"), self.note)
        self.form.end()

    def confirm(self) -> None:
        start, end = (to_instant(field.wall, self.desk.zone).instant for field in (self.start, self.end))
        span, available, note, person = (
            TimeRange(start, end),
            bool(self.away.value),
            self.note.text(),
            self._person,
        )
        self.save(
            lambda unit: service.add_exception(unit, person, span, available, note),
            None,
            _("Saved; coordinators see it."),
        )


class HoursDialog(Dialog):
    """Hours that were given."""

    def __init__(
        self, desk: Desk, parent: QWidget, person_id: int, coming: list[tuple[int, str]] | None = None
    ) -> None:
        super().__init__(desk, parent, _("Log hours"), _("Log the hours"))
        self._person = person_id
        self.kind = Pick([Choice(key, _(name)) for key, name in HOUR_KINDS.items()])
        self.day = DayField(desk.wall_now().date())
        self.hours, self.minutes = number(2, 0, 24, " h"), number(0, 0, 59, " min")
        self.about = Pick([(None, _("Nothing in particular")), *(coming or [])])
        self.note = line(most=300)
        self.form.add_row(("kind", _("For"), self.kind), ("day", _("Day"), self.day))
        self.form.add_row(("minutes", _("Hours"), self.hours), ("rest", _("Minutes"), self.minutes))
        if coming:
            self.form.add("assignment", _("Session"), self.about)
        self.form.add("note", _("Note"), self.note)
        self.form.end()
        self.say_promise(_("A coordinator approves them; then they count."), "info")

    def confirm(self) -> None:
        minutes = self.hours.value() * 60 + self.minutes.value()
        draft = HoursDraft(
            self.kind.value, self.day.day, minutes, self.note.text(), self.about.value, self._uid
        )
        person = self._person
        self.save(lambda unit: service.log_hours(unit, draft, person), None, _("The hours are logged."))

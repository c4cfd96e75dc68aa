"""Dialogs of events: an event, a school that takes part, ambassadors needed, another time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput
from resource_centre.events import registration, requirements, service, sessions
from resource_centre.events.queries import EventDetail, SchoolRow
from resource_centre.events.requirements import RequirementDraft
from resource_centre.events.rules import AUDIENCES, KINDS, MODES
from resource_centre.events.service import EventDraft
from resource_centre.i18n import LANGUAGES, _
from resource_centre.schools import queries as schools
from resource_centre.ui.desk import Desk
from resource_centre.ui.events.who import staff_of
from resource_centre.ui.widgets.changing import ChangeDialog
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import (
    Choice,
    ClockField,
    DayField,
    Finder,
    Pick,
    area,
    check,
    line,
    number,
)
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.words import span_words


class EventDialog(ChangeDialog):
    """An event: new, or its particulars changed."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        detail: EventDetail | None = None,
        then: Callable[[int], Any] | None = None,
    ) -> None:
        title = _("Edit the event") if detail else _("New event")
        super().__init__(
            desk, parent, title, _("Save") if detail else _("Make the draft"), size=QSize(600, 0)
        )
        self.detail, self._then = detail, then
        self.version = detail.row.version if detail else None
        was = detail.row if detail else None
        self.name = line(was.title if was else "", _("Robot maze day"), 200)
        self.form.add("title", _("Title"), self.name)
        self.kind = Pick(
            [Choice(key, _(name)) for key, name in KINDS.items()], was.kind if was else "workshop"
        )
        self.mode = Pick(
            [Choice(key, _(name)) for key, name in MODES.items()], was.mode if was else "at_centre"
        )
        self.form.add_row(("kind", _("Kind"), self.kind), ("mode", _("Where it takes place"), self.mode))
        self.audience = Pick(
            [Choice(key, _(name)) for key, name in AUDIENCES.items()], was.audience if was else "pupils"
        )
        self.grade = line(was.grade if was else "", "7", 20)
        self.capacity = number(detail.capacity or 0 if detail else 24, 0, 10_000)
        self.capacity.setSpecialValueText(_("as sessions"))
        self.form.add_row(
            ("audience", _("Audience"), self.audience, 2),
            ("grade", _("Class (year)"), self.grade, 1),
            ("capacity", _("Places"), self.capacity, 1),
        )
        self.lead = Finder()
        self.language = Pick(
            [Choice(code, name) for code, name in LANGUAGES.items()],
            was.language if was else desk.centre.language,
        )
        self.form.add_row(("lead", _("Lead"), self.lead, 2), ("language", _("Language"), self.language, 1))
        self.venue = line(was.venue if was else "", _("The lab that is held counts as venue"), 200)
        self.form.add("venue", _("Venue (when it is elsewhere)"), self.venue)
        self.summary = area(detail.summary if detail else "", lines=3)
        self.form.add("summary", _("What happens there"), self.summary)
        self.form.end()
        if detail is not None and was is not None:
            self.names = {"lead_id": _("Lead")}
            self.before = EventDraft(
                was.centre_id, was.title, was.kind, was.mode, was.audience, detail.summary, was.grade, was.language,
                detail.capacity, was.venue, was.lead_id, self._uid,
            )  # fmt: skip
            self.watch("event", was.id)
        self.say_promise(_("A draft holds nothing yet. Sessions take labs, kits and people."), "info")
        centre_id = desk.centre_id
        lead = was.lead_id if was else desk.actor.person_id
        desk.read(
            self,
            lambda unit: staff_of(unit, centre_id),
            lambda rows: self.lead.set_choices([Choice(p.id, p.name, "user") for p in rows], lead),
        )

    def _draft(self) -> EventDraft:
        title = self.form.require("title", self.name.text(), _("Give the event a title."))
        return EventDraft(
            self.desk.centre_id, title, self.kind.value, self.mode.value, self.audience.value, self.summary.toPlainText().strip(),
            self.grade.text().strip(), self.language.value, self.capacity.value() or None, self.venue.text().strip(), self.lead.value, self._uid,
        )  # fmt: skip

    def confirm(self) -> None:
        draft = self._draft()
        if self.detail is not None:
            key = self.detail.row.id
            self.save_change(
                draft,
                lambda unit, chosen, version: service.edit(unit, key, chosen, version),
                None,
                _("Saved."),
            )
            return
        self.save(
            lambda unit: service.create(unit, draft),
            lambda made: self._then(made.id) if self._then else None,
            _("The draft is made."),
        )

    def say_value(self, name: str, value: Any) -> str:
        """A value of the form in words."""
        if name == "lead_id":
            return self.lead.words_of(value)
        codes = {"kind": KINDS, "mode": MODES, "audience": AUDIENCES}.get(name, {})
        return _(codes[value]) if value in codes else LANGUAGES.get(value, str(value or "–"))


class RegisterDialog(Dialog):
    """A school takes part, or comes with other numbers. Who is not staff registers their own school."""

    def __init__(
        self, desk: Desk, parent: QWidget, detail: EventDetail, school: SchoolRow | None = None
    ) -> None:
        title = (
            _("Change the numbers: {school}").format(school=school.school)
            if school
            else _("Register a school")
        )
        super().__init__(desk, parent, title, _("Save") if school else _("Register"))
        self.detail = detail
        self._known = {each.school_id: each for each in detail.schools}
        own = None if detail.staff else desk.actor.school_id
        self._fixed = school.school_id if school else own
        self.school = Finder()
        if self._fixed is None:
            self.form.add("school", _("School"), self.school)
        self.pupils, self.teachers = number(24, 0, 2000), number(2, 0, 200)
        self.form.add_row(
            ("pupils", _("Pupils expected"), self.pupils), ("teachers", _("Teachers expected"), self.teachers)
        )
        self.form.end()
        if self._fixed is not None:
            self._show_numbers(self._fixed)
            return
        self.school.changed.connect(self._show_numbers)
        centre_id = desk.centre_id
        desk.read(
            self,
            lambda unit: schools.schools(unit, centre_id),
            lambda rows: self.school.set_choices([Choice(s.id, s.name, "school", s.city) for s in rows]),
        )

    def _show_numbers(self, school_id: int | None) -> None:
        """The numbers of a school that is registered already."""
        known = self._known.get(school_id or 0)
        if known is not None:
            self.pupils.setValue(known.expected_pupils)
            self.teachers.setValue(known.expected_teachers)
        self.ok.setText(_("Save") if known is not None else _("Register"))

    def confirm(self) -> None:
        school = self._fixed or self.school.value
        if school is None:
            raise BadInput(_("Choose the school from the list. New ones are added under Schools."), "school")
        event_id, pupils, teachers = self.detail.row.id, self.pupils.value(), self.teachers.value()
        self.save(
            lambda unit: registration.register_school(unit, event_id, school, pupils, teachers),
            None,
            _("Registered."),
        )


class NeedDialog(Dialog):
    """How many ambassadors a hold of the event needs."""

    def __init__(self, desk: Desk, parent: QWidget, detail: EventDetail) -> None:
        super().__init__(desk, parent, _("Ambassadors needed"), _("Save"))
        zone = desk.zone
        held = [b for b in detail.blocks if b.held] or list(detail.blocks)
        self.block = Pick([Choice(b.id, span_words(b.start, b.end, zone)) for b in held])
        self.needed = number(2, 1, 100)
        self.language = Pick(
            [Choice(None, _("Any")), *[Choice(code, name) for code, name in LANGUAGES.items()]]
        )
        self.skills = line(hint=_("robotics, python"), most=200)
        self.cleared = check(_("A valid clearance is needed"), True)
        self.form.add("block", _("For"), self.block)
        self.form.add_row(("needed", _("How many"), self.needed), ("language", _("Speaks"), self.language))
        self.form.add("skills", _("Skills, with commas between (if any are needed)"), self.skills)
        self.form.put(self.cleared)
        self.form.end()

    def confirm(self) -> None:
        if self.block.value is None:
            raise BadInput(_("Add a session first; ambassadors come to a session."), "block")
        skills = tuple(word.strip().lower() for word in self.skills.text().split(",") if word.strip())
        draft = RequirementDraft(
            self.needed.value(), "assistant", skills, self.language.value, self.cleared.isChecked()
        )
        block = self.block.value
        self.save(lambda unit: requirements.require_ambassadors(unit, block, draft), None, _("Saved."))


class MoveDialog(Dialog):
    """All sessions of an event by the same step."""

    def __init__(self, desk: Desk, parent: QWidget, detail: EventDetail) -> None:
        super().__init__(desk, parent, _("Move the event"), _("Move everything"))
        self.detail = detail
        first = detail.sessions[0].start.astimezone(desk.zone)
        self.was = first.replace(tzinfo=None)
        self.form.put(
            text(
                _("Every session, lab, kit and person moves by the same step, or nothing moves."),
                "body2",
                wrap=True,
            )
        )
        self.day, self.start = DayField(first.date()), ClockField(first.time())
        self.form.add_row(("day", _("The first session on"), self.day, 3), ("start", _("at"), self.start, 2))
        self.override = line(most=300)
        self.form.add(
            "override", _("Reason to override a rule (only when one stands against it)"), self.override
        )
        self.form.end()

    def confirm(self) -> None:
        by = datetime.combine(self.day.day, self.start.time) - self.was.replace(second=0, microsecond=0)
        event_id, why = self.detail.row.id, self.override.text().strip()
        self.save(lambda unit: sessions.move_event(unit, event_id, by, why), None, _("The event is moved."))

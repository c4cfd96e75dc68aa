"""Dialogs of events: an event, a session with everything it holds, a school, ambassadors needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, Refused
from resource_centre.core.times import to_instant
from resource_centre.db.base import new_uid
from resource_centre.db.unit import Unit
from resource_centre.events import registration, requirements, service, sessions
from resource_centre.events.queries import EventDetail, SessionRow
from resource_centre.events.requirements import RequirementDraft
from resource_centre.events.rules import AUDIENCES, KINDS, MODES
from resource_centre.events.service import EventDraft
from resource_centre.events.sessions import SessionChanges, SessionDraft
from resource_centre.i18n import LANGUAGES, _
from resource_centre.people.queries import people_with
from resource_centre.resources import queries as resources
from resource_centre.schedule import service as schedule
from resource_centre.schedule.rules import ActivityKind, Hold, Verdict
from resource_centre.schools import queries as schools
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import Card, banner, clear, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.dialog import Dialog
from resource_centre.ui.widgets.fields import (
    Choice,
    ClockField,
    DayField,
    Finder,
    Minutes,
    Pick,
    area,
    check,
    line,
    number,
)
from resource_centre.ui.widgets.labels import IconLabel, text
from resource_centre.ui.words import span_words


def staff_of(unit: Unit, centre_id: int) -> list[Any]:
    """Coordinators and consultants, each once."""
    found = {
        p.id: p for role in (Role.COORDINATOR, Role.CONSULTANT) for p in people_with(unit, role, centre_id)
    }
    return sorted(found.values(), key=lambda person: person.name)


class EventDialog(Dialog):
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
        self.detail, self._then, self._uid = detail, then, new_uid()
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
        self.capacity = number(was.places or 24 if was else 24, 0, 10_000)
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
        self.say_promise(_("A draft holds nothing yet. Sessions take labs, kits and people."), "info")
        centre_id = desk.centre_id
        lead = was.lead_id if was else desk.actor.person_id
        desk.read(
            self,
            lambda unit: staff_of(unit, centre_id),
            lambda rows: self.lead.set_choices([Choice(p.id, p.name, "user") for p in rows], lead),
        )

    def confirm(self) -> None:
        title = self.form.require("title", self.name.text(), _("Give the event a title."))
        draft = EventDraft(
            self.desk.centre_id, title, self.kind.value, self.mode.value, self.audience.value, self.summary.toPlainText().strip(),
            self.grade.text().strip(), self.language.value, self.capacity.value() or None, self.venue.text().strip(), self.lead.value, self._uid,
        )  # fmt: skip
        detail = self.detail
        if detail is not None:
            self.save(
                lambda unit: service.edit(unit, detail.row.id, draft, detail.row.version), None, _("Saved.")
            )
        else:
            self.save(
                lambda unit: service.create(unit, draft),
                lambda made: self._then(made.id) if self._then else None,
                _("The draft is made."),
            )


class SessionDialog(Dialog):
    """A session with lab, kits and people: everything is taken together, and the right side says whether it can be."""

    def __init__(
        self, desk: Desk, parent: QWidget, detail: EventDetail, found: SessionRow | None = None
    ) -> None:
        title = _("Edit the session") if found else _("Add a session")
        super().__init__(
            desk, parent, title, _("Save") if found else _("Add and hold"), wide=True, size=QSize(960, 620)
        )
        self.detail, self.found, self._uid = detail, found, new_uid()
        zone = desk.zone
        last = max((s.end for s in detail.sessions), default=None)
        begin = found.start if found else last or (desk.now() + timedelta(days=7)).replace(minute=0, second=0)
        wall = begin.astimezone(zone).replace(tzinfo=None)
        if found is None and last is None:
            wall = datetime.combine(wall.date(), time(13))
        until = found.end.astimezone(zone).replace(tzinfo=None) if found else wall + timedelta(minutes=60)
        self.name = line(found.title if found else "", _("Build the robot"), 200)
        self.form.add("title", _("Session"), self.name)
        self.day, self.start, self.end = (
            DayField(wall.date()),
            ClockField(wall.time()),
            ClockField(until.time()),
        )
        self.form.add_row(
            ("day", _("Date"), self.day, 3),
            ("start", _("From"), self.start, 2),
            ("end", _("To"), self.end, 2),
        )
        self.places = number(found.places or 24 if found else detail.row.places or 24, 1, 5000)
        self.lead = Finder()
        self.form.add_row(("lead", _("Leads"), self.lead, 2), ("places", _("Places"), self.places, 1))
        block = next((b for b in detail.blocks if found and b.id == found.block_id), None)
        held = [h for h in block.holds if h.live] if block else []
        self.lab = Pick()
        self.form.add("bookables", _("Lab"), self.lab)
        self.model, self.count = Pick(), number(0, 0, 200)
        self.form.add_row(("units", _("Equipment"), self.model, 3), ("count", _("How many"), self.count, 1))
        self.setup, self.clear = (
            Minutes(block.setup_minutes or 30 if block else 30),
            Minutes(block.cleardown_minutes or 30 if block else 30),
        )
        self.form.add_row(
            ("setup_minutes", _("Set-up"), self.setup), ("cleardown_minutes", _("Clear-down"), self.clear)
        )
        self.override = line(most=300)
        self.form.add(
            "override", _("Reason to override a rule (only when one stands against it)"), self.override
        )
        self.form.end()
        self.say_promise(_("Lab, kits and people are taken together, or none of them."))
        self._held = held
        self._block = block
        for signal in (
            self.day.changed,
            self.start.changed,
            self.end.changed,
            self.lab.changed,
            self.model.changed,
            self.setup.changed,
            self.clear.changed,
        ):
            signal.connect(lambda *_args: self._look())
        self.count.valueChanged.connect(lambda _n: self._look())
        centre_id = desk.centre_id

        def read(unit: Unit) -> Any:
            return (
                resources.bookables(unit, centre_id, "lab"),
                resources.models(unit, centre_id),
                staff_of(unit, centre_id),
            )

        desk.read(self, read, self._fill)

    def _fill(self, found: Any) -> None:
        labs, models, people = found
        lab = next(
            (h.bookable_id for h in self._held if h.kind == "lab" and h.asked_id == h.bookable_id), None
        )
        first = (
            labs[0].id
            if labs and self.detail.row.mode in ("at_centre", "hybrid") and self.found is None
            else None
        )
        self.lab.set_choices(
            [Choice(None, _("None of ours")), *[Choice(b.id, b.name, "door-open") for b in labs]],
            lab or first,
        )
        names = {m.name: m.id for m in models}
        of_model = [h.model for h in self._held if h.kind == "unit"]
        model = names.get(of_model[0]) if of_model else None
        self.model.set_choices(
            [Choice(None, _("Nothing")), *[Choice(m.id, m.name, "package") for m in models]], model
        )
        if of_model:
            self.count.setValue(sum(1 for name in of_model if name == of_model[0]))
        lead = self.found.lead_id if self.found else self.detail.row.lead_id
        self.lead.set_choices([Choice(p.id, p.name, "user") for p in people], lead)
        self._look()

    def _times(self) -> tuple[datetime, datetime]:
        zone = self.desk.zone
        start = to_instant(datetime.combine(self.day.day, self.start.time), zone).instant
        end = to_instant(datetime.combine(self.day.day, self.end.time), zone).instant
        if end <= start:
            raise BadInput(_("The end lies before the start. Choose an end after the start."), "end")
        return start, end

    def _wanted(self) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
        bookables = (self.lab.value,) if self.lab.value is not None else ()
        units = (
            ((self.model.value, self.count.value()),)
            if self.model.value is not None and self.count.value()
            else ()
        )
        return bookables, units

    def _look(self) -> None:
        try:
            start, end = self._times()
        except BadInput:
            return
        bookables, units = self._wanted()
        if not bookables and not units:
            self._say(None)
            return
        hold = Hold(
            self.desk.centre_id, ActivityKind.EVENT_SESSION, "?", start, end, bookables, units,
            setup_minutes=self.setup.minutes, cleardown_minutes=self.clear.minutes,
        )  # fmt: skip
        moving = self._block.activity_id if self._block else None
        if moving is None:
            inside = next(
                (b.activity_id for b in self.detail.blocks if b.held and b.start <= start and end <= b.end),
                None,
            )
            moving = inside
        self.desk.read(
            self,
            lambda unit: schedule.check(unit, hold, moving),
            self._say,
            lambda _trouble: None,
            key="look",
        )

    def _say(self, verdict: Verdict | None) -> None:
        assert self.side is not None
        inside = self.side.inside
        clear(inside)
        if verdict is None:
            inside.addWidget(
                text(
                    _("Nothing of the centre is held. Choose a lab or equipment to see whether it is free."),
                    "body2",
                    wrap=True,
                )
            )
        elif not verdict.violations:
            inside.addWidget(banner(_("Everything is free, set-up and clear-down included."), "ok"))
        else:
            for violation in verdict.violations:
                card = Card(margins=(12, 10, 12, 10))
                card.setProperty("card", "warn" if violation.overridable else "danger")
                ink = "warn" if violation.overridable else "danger"
                head = row(IconLabel("triangle-alert" if violation.overridable else "ban", 15, ink))
                head.addWidget(text(violation.message, "body", wrap=True), 1)
                card.body.addLayout(head)
                card.body.addWidget(text(violation.fix, "second", wrap=True))
                inside.addWidget(card)
            if verdict.alternatives:
                inside.addWidget(text(_("Nearest that work"), "caption-strong"))
            for other in verdict.alternatives:
                words = span_words(other.start, other.end, self.desk.zone)
                inside.addWidget(button(words, lambda o=other: self._take(o), symbol="calendar"))
        inside.addStretch(1)

    def _take(self, other: Any) -> None:
        zone = self.desk.zone
        start, end = other.start.astimezone(zone), other.end.astimezone(zone)
        self.day.set_day(start.date())
        self.start.set_time(start.time())
        self.end.set_time(end.time())
        labs = [b for b in other.bookables if self.lab.findData(b) >= 0]
        if labs:
            self.lab.choose(labs[0])
        self._look()

    def confirm(self) -> None:
        title = self.form.require("title", self.name.text(), _("Say what happens in this session."))
        start, end = self._times()
        bookables, units = self._wanted()
        why = self.override.text().strip()
        found, event_id = self.found, self.detail.row.id
        if found is not None:
            changes = SessionChanges(
                title, start, end, bookables, units, None, self.places.value(), self.lead.value,
                self.setup.minutes, self.clear.minutes, why,
            )  # fmt: skip
            self.save(
                lambda unit: sessions.change_session(unit, found.id, changes, found.version),
                None,
                _("The session is saved."),
            )
            return
        draft = SessionDraft(
            title, start, end, bookables, units, (), self.places.value(), self.lead.value, self.setup.minutes,
            self.clear.minutes, why, None, self._uid,
        )  # fmt: skip
        self.save(lambda unit: sessions.add_session(unit, event_id, draft), None, _("The session is held."))

    def show_refusal(self, trouble: Refused) -> None:
        self._say(Verdict(trouble.violations, trouble.alternatives))


class RegisterDialog(Dialog):
    """A school takes part."""

    def __init__(self, desk: Desk, parent: QWidget, detail: EventDetail) -> None:
        super().__init__(desk, parent, _("Register a school"), _("Register"))
        self.detail = detail
        self.school = Finder()
        self.pupils, self.teachers = number(24, 0, 2000), number(2, 0, 200)
        self.form.add("school", _("School"), self.school)
        self.form.add_row(
            ("pupils", _("Pupils expected"), self.pupils), ("teachers", _("Teachers expected"), self.teachers)
        )
        self.form.end()
        own, centre_id = desk.actor.school_id, desk.centre_id
        desk.read(
            self,
            lambda unit: schools.schools(unit, centre_id),
            lambda rows: self.school.set_choices([Choice(s.id, s.name, "school", s.city) for s in rows], own),
        )

    def confirm(self) -> None:
        if self.school.value is None:
            raise BadInput(_("Choose the school from the list. New ones are added under Schools."), "school")
        event_id, school, pupils, teachers = (
            self.detail.row.id,
            self.school.value,
            self.pupils.value(),
            self.teachers.value(),
        )
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

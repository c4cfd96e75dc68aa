"""The dialog of a session: what happens when, and everything that is taken for it in one hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.core.errors import BadInput, ChangedMeanwhile, FieldChange, Refused
from resource_centre.core.times import to_instant
from resource_centre.db.unit import Unit
from resource_centre.events import sessions
from resource_centre.events.queries import BlockRow, EventDetail, SessionRow
from resource_centre.events.rules import SessionState
from resource_centre.events.sessions import SessionChanges, SessionDraft
from resource_centre.i18n import _
from resource_centre.resources.queries import BookableRow
from resource_centre.schedule import service as schedule
from resource_centre.schedule.rules import ActivityKind, Alternative, Hold, Verdict
from resource_centre.ui.booking.books import BooksField
from resource_centre.ui.booking.choices import Choices, read_choices
from resource_centre.ui.booking.versions import PARTS, Parts, part_words, parts_compared, parts_of
from resource_centre.ui.calendar.aside import find_for
from resource_centre.ui.calendar.wanted import Wanted as Find
from resource_centre.ui.desk import Desk
from resource_centre.ui.events.judging import show_verdict
from resource_centre.ui.events.who import staff_of
from resource_centre.ui.events.wording import block_words
from resource_centre.ui.failures import sentence
from resource_centre.ui.widgets.boxes import banner, clear
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.changing import OF_TIME, ChangeDialog
from resource_centre.ui.widgets.fields import (
    Choice,
    ClockField,
    DayField,
    Finder,
    Minutes,
    Pick,
    line,
    number,
)
from resource_centre.ui.widgets.labels import text
from resource_centre.ui.words import moment_words, span_words

LONGEST_NIGHT = timedelta(hours=14)
ALONE = "alone"


@dataclass(frozen=True)
class Wanted:
    """What the form says: instants, labs and units, counted models, people, and what is to be known about the times."""

    start: datetime
    end: datetime
    bookables: tuple[int, ...]
    units: tuple[tuple[int, int], ...]
    people: tuple[int, ...]
    notes: tuple[str, ...] = ()


class SessionDialog(ChangeDialog):
    """A session with labs, kits and people: taken together, and the right side says whether they can be."""

    def __init__(
        self, desk: Desk, parent: QWidget, detail: EventDetail, found: SessionRow | None = None
    ) -> None:
        title = _("Edit the session") if found else _("Add a session")
        verb = _("Save") if found else _("Add and hold")
        super().__init__(desk, parent, title, verb, wide=True, size=QSize(980, 640))
        self.detail, self.found = detail, found
        self.blocks = [block for block in detail.blocks if block.held]
        self.version = found.version if found else None
        if found is not None:
            self.before = SessionChanges(
                found.title, found.start, found.end, places=found.places, lead_id=found.lead_id
            )
            self.watch("event_session", found.id)
        self._chose_hold = False
        self._asked = 0
        self._before: Wanted | None = None
        self._people: dict[int, BookableRow] = {}
        self.books: BooksField | None = None
        self._choices: Choices | None = None
        self._theirs: tuple[int, ...] = ()
        self.finding = button(_("Find a time…"), self._find, symbol="calendar-search", small=True)
        self.finding.setParent(self)
        self.finding.hide()
        self._make_times(found)
        self._make_who(found)
        block = self._own_block
        offered = [Choice(b.id, block_words(b, desk.zone)) for b in self.blocks]
        self.hold = Pick([*offered, Choice(ALONE, _("A hold of its own"))])
        if found is None and self.blocks:
            self.form.add("block", _("Belongs to"), self.hold)
        else:
            self.hold.setParent(self)
            self.hold.hide()
        self.place = QWidget()
        self.form.put(self.place)
        self.setup = Minutes(block.setup_minutes if block and block.setup_minutes is not None else 30)
        self.clear = Minutes(block.cleardown_minutes if block and block.cleardown_minutes is not None else 30)
        self.override = line(most=300)
        self.say_promise(_("Labs, kits and people are taken together, or none of them."))
        self.hold.changed.connect(lambda _value: self._choose_hold())
        centre_id = desk.centre_id

        def read(unit: Unit) -> tuple[Choices, list[Any]]:
            return read_choices(unit, centre_id), staff_of(unit, centre_id)

        desk.read(self, read, self._fill)

    def _make_times(self, found: SessionRow | None) -> None:
        zone, ended = self.desk.zone, [s.end for s in self.detail.sessions if s.state is SessionState.PLANNED]
        begin = found.start if found else max(ended, default=None)
        if begin is None:
            day = (self.desk.wall_now() + timedelta(days=7)).date()
            wall = datetime.combine(day, time(13))
        else:
            wall = begin.astimezone(zone).replace(tzinfo=None)
        until = found.end.astimezone(zone).replace(tzinfo=None) if found else wall + timedelta(minutes=60)
        self.name = line(found.title if found else "", _("Build the robot"), 200)
        self.form.add("title", _("Session"), self.name)
        self.day, self.start = DayField(wall.date()), ClockField(wall.time())
        self.end = ClockField(until.time())
        self.form.add_row(
            ("day", _("Date"), self.day, 3),
            ("start", _("From"), self.start, 2),
            ("end", _("To"), self.end, 2),
        )
        for field in (self.day, self.start, self.end):
            field.changed.connect(lambda *_args: self._retimed())
        self._length = until - wall
        self.start.activated.connect(lambda _index: self._keep_length())
        self.start.line.editingFinished.connect(self._keep_length)
        self.end.activated.connect(lambda _index: self._measure())
        self.end.line.editingFinished.connect(self._measure)

    def _keep_length(self) -> None:
        """Another start moves the end with it."""
        try:
            end = (datetime.combine(self.day.day, self.start.time) + self._length).time()
        except BadInput:
            return
        if end != self.end.time:
            self.end.set_time(end)
            self._retimed()

    def _measure(self) -> None:
        try:
            start, end = (datetime.combine(self.day.day, at) for at in (self.start.time, self.end.time))
        except BadInput:
            return
        self._length = end - start if end > start else end - start + timedelta(days=1)

    def _make_who(self, found: SessionRow | None) -> None:
        places = (found.places if found else self.detail.row.places) or 24
        self.lead, self.places = Finder(), number(places, 1, 5000)
        self.form.add_row(("lead", _("Leads"), self.lead, 2), ("places", _("Places"), self.places, 1))

    def _fill(self, read: tuple[Choices, list[Any]]) -> None:
        choices, staff = read
        known = {person.id for person in staff}
        rows = [row for row in choices.bookables if row.kind != "person" or row.person_id in known]
        choices = replace(choices, bookables=tuple(rows))
        self._people = {row.id: row for row in rows if row.kind == "person"}
        self.lead.set_choices(
            [Choice(p.id, p.name, "user") for p in staff],
            self.found.lead_id if self.found else self.detail.row.lead_id,
        )
        self.books, self._choices = BooksField(choices), choices
        self.form.column.removeWidget(self.place)
        self.place.deleteLater()
        self.form.add("bookables", _("Held together"), self.books)
        self.form.put(self.finding)
        self.form.add_row(
            ("setup_minutes", _("Set-up"), self.setup), ("cleardown_minutes", _("Clear-down"), self.clear)
        )
        self.form.add(
            "override", _("Reason to override a rule (only when one stands against it)"), self.override
        )
        self.form.end()
        self.books.put(*self._held(choices))
        for signal in (self.books.changed, self.setup.changed, self.clear.changed):
            signal.connect(lambda *_args: self._look())
        try:
            self._before = self._wanted()
        except BadInput:
            self._before = None
        was = self._before
        if self.before is not None and was is not None:
            self.before = replace(self.before, bookables=was.bookables, units=was.units, people=was.people)
        self._retimed()

    def _held(self, choices: Choices) -> tuple[list[int], list[tuple[int, int]]]:
        """What the session holds, units counted by their model; of a new one, a lab that is large enough."""
        block = self._own_block
        if block is None:
            labs = [row for row in choices.bookables if row.kind == "lab"]
            if self.found is not None or not labs or self.detail.row.mode not in ("at_centre", "hybrid"):
                return [], []
            large = [row for row in labs if (row.capacity or 0) >= self.places.value()]
            return [min(large, key=lambda row: row.capacity or 0).id if large else labs[0].id], []
        asked = list(dict.fromkeys(h.asked_id for h in block.holds if h.live))
        rows = [choices.by_id[key] for key in asked if key in choices.by_id]
        counts: dict[int, int] = {}
        single = []
        for row in rows:
            if row.kind == "unit" and row.model_id in choices.model_by_id:
                assert row.model_id is not None
                counts[row.model_id] = counts.get(row.model_id, 0) + 1
            else:
                single.append(row.id)
        return single, list(counts.items())

    # another time

    def _find(self) -> None:
        """Looks on the calendar for a time at which all of it is free; the first school's lessons count."""
        assert self.books is not None
        block, schools = self._own_block, self.detail.schools
        begin = Find(
            self.books.bookables, self.books.units, minutes=max(15, int(self._length.total_seconds() // 60)),
            first=min(self.day.day, self.desk.wall_now().date()) if self.found is None else self.day.day,
            school_id=schools[0].school_id if schools else None, without=(block.activity_id,) if block else (),
            kind=ActivityKind.EVENT_SESSION, setup=self.setup.minutes, cleardown=self.clear.minutes,
            title=self.detail.row.title,
        )  # fmt: skip
        find_for(self, begin, self._move_to)

    def _move_to(self, found: Alternative) -> None:
        assert self.books is not None
        start, end = (at.astimezone(self.desk.zone) for at in (found.start, found.end))
        more = [key for key in found.bookables if key in self._people and key not in self.books.bookables]
        if more:
            self.books.put((*self.books.bookables, *more), self.books.units)
        self.day.set_day(start.date())
        self.start.set_time(start.time())
        self.end.set_time(end.time())
        self._measure()
        self._retimed()

    # which hold

    @property
    def _own_block(self) -> BlockRow | None:
        return next((b for b in self.detail.blocks if self.found and b.id == self.found.block_id), None)

    @property
    def joined(self) -> BlockRow | None:
        """The hold of other sessions that a new session joins."""
        if self.found is not None:
            return None
        return next((b for b in self.blocks if b.id == self.hold.value), None)

    def _choose_hold(self) -> None:
        self._chose_hold = True
        self._show_hold()

    def _retimed(self) -> None:
        """A new session joins what is held on its day, unless somebody has chosen otherwise."""
        if not self._chose_hold:
            zone = self.desk.zone
            same = [b for b in self.blocks if b.start.astimezone(zone).date() == self.day.day]
            self.hold.choose(same[-1].id if same else ALONE)
        self._show_hold()

    def _show_hold(self) -> None:
        for name in ("bookables", "setup_minutes", "cleardown_minutes"):
            self.form.show_field(name, self.joined is None)
        self.finding.setVisible(self.joined is None and self.books is not None)
        self._look()

    # what it says, and whether it can be

    def _wanted(self) -> Wanted:
        zone = self.desk.zone
        day, from_, to = self.day.day, self.start.time, self.end.time
        start = to_instant(datetime.combine(day, from_), zone)
        later = day if to > from_ else day + timedelta(days=1)
        try:
            end = to_instant(datetime.combine(later, to), zone)
        except BadInput as trouble:
            raise BadInput(str(trouble), "end") from None
        if end.instant - start.instant > LONGEST_NIGHT and later != day:
            raise BadInput(_("The end lies before the start. Choose an end after the start."), "end")
        chosen = self.books.bookables if self.books else ()
        people = tuple(self._people[key].person_id or 0 for key in chosen if key in self._people)
        notes = [note for note in (start.note, end.note) if note]
        if later != day:
            notes.append(_("It goes on until the next day."))
        return Wanted(
            start.instant, end.instant, tuple(key for key in chosen if key not in self._people),
            self.books.units if self.books else (), people, tuple(notes),
        )  # fmt: skip

    def _hold(self, wanted: Wanted) -> tuple[Hold, int | None]:
        """The hold as it would be, with the other sessions of it, and the activity that changes."""
        block = self.joined or self._own_block
        mine = self.found.id if self.found else None
        others = [
            s for s in self.detail.sessions
            if block and s.block_id == block.id and s.id != mine and s.state is SessionState.PLANNED
        ]  # fmt: skip
        start = min([wanted.start, *(s.start for s in others)])
        end = max([wanted.end, *(s.end for s in others)])
        hold = Hold(self.desk.centre_id, ActivityKind.EVENT_SESSION, "?", start, end)
        if self.joined is not None:
            asked = tuple(dict.fromkeys(h.asked_id for h in self.joined.holds if h.live))
            hold = replace(
                hold, bookables=asked, setup_minutes=self.joined.setup_minutes, cleardown_minutes=self.joined.cleardown_minutes
            )  # fmt: skip
        else:
            people = tuple(key for key, row in self._people.items() if row.person_id in wanted.people)
            hold = replace(
                hold, bookables=wanted.bookables + people, units=wanted.units,
                setup_minutes=self.setup.minutes, cleardown_minutes=self.clear.minutes,
            )  # fmt: skip
        return hold, block.activity_id if block and block.held else None

    def _look(self) -> None:
        if self.books is None:
            return
        self._asked += 1
        asked = self._asked
        try:
            wanted = self._wanted()
        except BadInput as trouble:
            self._say(str(trouble))
            return
        hold, moving = self._hold(wanted)
        if not hold.bookables and not hold.units:
            words = _(
                "Nothing of the centre is held. Add a lab, equipment or people to see whether they are free."
            )
            self._say(" ".join([words, *wanted.notes]))
            return
        self.desk.read(
            self,
            lambda unit: schedule.check(unit, hold, moving),
            lambda verdict: self._judge(verdict, hold, wanted.notes) if asked == self._asked else None,
            lambda trouble: self._say(sentence(trouble)) if asked == self._asked else None,
            key="look",
        )

    def _say(self, words: str) -> None:
        assert self.side is not None
        clear(self.side.inside)
        self.side.inside.addWidget(text(words, "body2", wrap=True))
        self.side.inside.addStretch(1)

    def _judge(self, verdict: Verdict, hold: Hold, notes: tuple[str, ...]) -> None:
        assert self.side is not None
        inside = self.side.inside
        names = {row.id: row.name for row in self._people.values()}
        names |= {h.bookable_id: h.name for block in self.detail.blocks for h in block.holds}
        if self.books is not None:
            names |= self.books.names
        show_verdict(
            inside, verdict, hold, names, self.desk.zone, self._take if self.joined is None else None
        )
        for note in notes:
            inside.insertWidget(0, banner(note, "info"))
        if not verdict.violations:
            words = _("{when}: everything is free, set-up and clear-down included.")
            when = span_words(hold.start, hold.end, self.desk.zone)
            inside.insertWidget(0, banner(words.format(when=when), "ok"))

    def _take(self, other: Any) -> None:
        zone = self.desk.zone
        start, end = other.start.astimezone(zone), other.end.astimezone(zone)
        self.day.set_day(start.date())
        self.start.set_time(start.time())
        self.end.set_time(end.time())
        if self.books is not None and other.bookables:
            units = self.books.units
            counted = sum(count for _model, count in units)
            single = other.bookables if not counted else other.bookables[: len(self.books.bookables)]
            self.books.put(single, units)
        self._look()

    # saving

    def confirm(self) -> None:
        title = self.form.require("title", self.name.text(), _("Say what happens in this session."))
        if self.books is None:
            return
        wanted, why, places, lead = (
            self._wanted(),
            self.override.text().strip(),
            self.places.value(),
            self.lead.value,
        )
        event_id, found, joined = self.detail.row.id, self.found, self.joined
        if found is not None:
            changes = self._changes(title, wanted, why)
            self.save_change(
                changes,
                lambda unit, chosen, at: sessions.change_session(unit, found.id, chosen, at),
                None,
                _("The session is saved."),
            )
            return
        draft = SessionDraft(
            title, wanted.start, wanted.end, wanted.bookables, wanted.units, wanted.people, places, lead,
            self.setup.minutes, self.clear.minutes, why, joined.id if joined else None, self._uid,
        )  # fmt: skip
        self.save(lambda unit: sessions.add_session(unit, event_id, draft), None, _("The session is held."))

    def words_of(self, column: str) -> str:
        return _("Lead") if column == "lead_id" else _(OF_TIME[column]) if column in OF_TIME else ""

    def say_value(self, field: str, value: Any) -> str:
        if isinstance(value, datetime):
            return moment_words(value, self.desk.zone, self.desk.now())
        if field == "lead_id":
            return self.lead.words_of(value) or "–"
        if field in PARTS and self._choices is not None:
            block = self._own_block
            return part_words(
                field,
                value,
                self._choices,
                {hold.asked_id: hold.name for hold in block.holds} if block else {},
            )
        return super().say_value(field, value)

    def fields_of(self, draft: SessionChanges) -> dict[str, Any]:
        found, parts = super().fields_of(draft), self._parts_of(draft).fields()
        left = (() if draft.bookables is not None else ("labs", "equipment")) + (
            () if draft.people is not None else ("people",)
        )
        return found | {name: value for name, value in parts.items() if name not in left}

    def compared(self, trouble: ChangedMeanwhile, draft: SessionChanges) -> list[FieldChange]:
        plain = [
            change
            for change in super().compared(trouble, draft)
            if change.field not in ("bookables", "people")
        ]
        held = {change.field: change.theirs for change in trouble.changes}
        self._theirs = held.get("bookables", ())
        theirs = replace(
            draft,
            **{name: held[name] for name in ("bookables", "people") if name in held},
            units=() if "bookables" in held else draft.units,
        )
        return plain + parts_compared(self._parts_of(draft), self._parts_of(theirs))

    def with_theirs(self, draft: SessionChanges, taken: Mapping[str, Any]) -> SessionChanges:
        plain = {name: value for name, value in taken.items() if name not in PARTS}
        parts = self._parts_of(draft).with_theirs(taken)
        if {"labs", "equipment"} & taken.keys():
            same = "equipment" in taken  # the very same units, then, and not as many of their model
            units = self._units_among(self._theirs) if same else parts.equipment[0]
            plain |= {"bookables": (*parts.labs, *units), "units": () if same else parts.units}
        if "people" in taken:
            plain["people"] = tuple(self._people[key].person_id or 0 for key in parts.people)
        return replace(draft, **plain)

    def _units_among(self, bookables: tuple[int, ...]) -> tuple[int, ...]:
        assert self._choices is not None
        known = self._choices.by_id
        return tuple(key for key in bookables if key not in known or known[key].kind == "unit")

    def _parts_of(self, draft: SessionChanges) -> Parts:
        """Units are counted by their model in this form."""
        assert self._choices is not None
        times = tuple(key for key, row in self._people.items() if row.person_id in (draft.people or ()))
        return parts_of((*(draft.bookables or ()), *times), draft.units or (), self._choices, counting=True)

    def _changes(self, title: str, wanted: Wanted, why: str) -> SessionChanges:
        """Only what was changed of the hold, so that everything else stays with the very same units."""
        was, block = self._before, self._own_block
        things = was is None or (was.bookables, was.units) != (wanted.bookables, wanted.units)
        setup, cleardown = self.setup.minutes, self.clear.minutes
        same = block is not None and block.setup_minutes is None and block.cleardown_minutes is None
        return SessionChanges(
            title, wanted.start, wanted.end, wanted.bookables if things else None, wanted.units if things else None,
            wanted.people if was is None or was.people != wanted.people else None, self.places.value(), self.lead.value,
            None if same and setup == 30 else setup, None if same and cleardown == 30 else cleardown, why,
        )  # fmt: skip

    def show_refusal(self, trouble: Refused) -> None:
        try:
            hold, _moving = self._hold(self._wanted())
        except BadInput:
            return
        self._judge(Verdict(trouble.violations, trouble.alternatives), hold, ())

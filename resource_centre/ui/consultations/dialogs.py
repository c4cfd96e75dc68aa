"""Dialogs of consultations: a new request, a meeting, an outcome, a rating."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from resource_centre.consultations import appointments, service
from resource_centre.consultations.appointments import MeetingDraft
from resource_centre.consultations.choices import Choice as Free
from resource_centre.consultations.choices import at_times
from resource_centre.consultations.queries import RequestDetail
from resource_centre.consultations.rules import CHANNELS, TOPICS
from resource_centre.consultations.service import RequestDraft
from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, Refused
from resource_centre.core.times import TimeRange, to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import LANGUAGES, _
from resource_centre.people.queries import people_with
from resource_centre.people.roles import Data, Right
from resource_centre.schedule.rules import ActivityKind, Alternative
from resource_centre.ui.calendar.aside import find_for
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.consultations.slots import SlotChooser, Slots
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.boxes import banner, clear, row
from resource_centre.ui.widgets.buttons import Segments, button
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


class RequestDialog(Dialog):
    """A question to the centre: by the teacher, or by staff on a teacher's behalf."""

    def __init__(self, desk: Desk, parent: QWidget, then: Callable[[int], object] | None = None) -> None:
        super().__init__(
            desk, parent, _("New request"), _("Send the request"), wide=True, size=QSize(1080, 690)
        )
        self._then = then
        self.on_behalf = desk.may(Data.REQUESTS, Right.WRITE)
        form = self.form
        self.requester = Finder()
        if self.on_behalf:
            form.add("requester", _("For whom"), self.requester)
        else:
            self.requester.setParent(self)
            self.requester.hide()
        self.heading = line(hint=_("What is it about, in a few words"), most=200)
        form.add("title", _("Question"), self.heading)
        self.question = area(hint=_("What do you want to do, what have you got, what is missing?"), lines=4)
        form.add("question", _("More about it"), self.question)
        self.topic = Pick([Choice(key, _(name)) for key, name in TOPICS.items()])
        self.channel = Pick([Choice(key, _(name)) for key, name in CHANNELS.items()])
        form.add_row(("topic", _("Topic"), self.topic), ("channel", _("How shall we meet?"), self.channel))
        self.grade = line(hint="8", most=20)
        self.pupils = number(24, 0, 500)
        self.language = Pick([Choice(code, name) for code, name in LANGUAGES.items()], desk.actor.language)
        form.add_row(
            ("grade", _("Class (year)"), self.grade),
            ("pupils", _("Pupils"), self.pupils),
            ("language", _("Language"), self.language),
        )
        self.slots = Slots(desk.wall_now().date())
        form.add("slots", _("When would it suit?"), self.slots)
        self.chooser = SlotChooser(desk, self.slots)
        assert self.side is not None
        self.side.inside.addWidget(self.chooser)
        form.end()
        self.say_promise(_("You see at any time what happens next and by when."), "info")
        if self.on_behalf:
            centre_id = desk.centre_id
            desk.read(self, lambda unit: people_with(unit, Role.TEACHER, centre_id), self._fill)

    def _fill(self, people) -> None:  # type: ignore[no-untyped-def]
        self.requester.set_choices(
            [Choice(p.id, f"{p.name}, {p.school}" if p.school else p.name, "user") for p in people]
        )

    def confirm(self) -> None:
        if self.on_behalf and self.requester.value is None:
            raise BadInput(_("Choose who asks. Teachers are added under Settings, People."), "requester")
        title = self.form.require("title", self.heading.text(), _("Write in a few words what it is about."))
        draft = RequestDraft(
            self.desk.centre_id, title, self.topic.value, self.question.toPlainText(), self.channel.value, self.grade.text(),
            self.pupils.value() or None, self.language.value, self.slots.ranges(self.desk.zone), self.requester.value, None, self._uid,
        )  # fmt: skip
        self.save(
            lambda unit: service.ask_new(unit, draft),
            lambda made: self._then(made.id) if self._then else None,
            _("The request is sent."),
        )


class MeetingDialog(Dialog):
    """Proposes a meeting, or moves one: room and consultant are taken together."""

    def __init__(
        self, desk: Desk, parent: QWidget, detail: RequestDetail, start: datetime, minutes: int = 60, *,
        consultant: int | None = None, room: int | None = None, moving: bool = False,
    ) -> None:  # fmt: skip
        verb = _("Move the meeting") if moving else _("Propose this time")
        super().__init__(desk, parent, verb, verb, wide=True, size=QSize(860, 520))
        self.detail, self.moving, self.version = detail, moving, detail.row.version
        self.watch("request", detail.row.id)
        wall = start.astimezone(desk.zone)
        self.day, self.clock, self.length = (
            DayField(wall.date()),
            ClockField(wall.time()),
            Minutes(minutes, (30, 45, 60, 90, 120)),
        )
        self.form.add_row(
            ("day", _("Date"), self.day, 3),
            ("start", _("From"), self.clock, 2),
            ("length", _("How long"), self.length, 2),
        )
        self.form.put(button(_("Find a time…"), self._find, symbol="calendar-search", small=True))
        self.consultant, self.room = Pick(), Pick()
        self.form.add("consultant", _("Consultant"), self.consultant)
        self.form.add("room", _("Room"), self.room)
        self.note = area(lines=2)
        self.form.add("note", _("Note"), self.note)
        self.confirmed = check(_("Agreed with {who} already").format(who=detail.row.requester))
        self.form.put(self.confirmed)
        self.override = line(most=300)
        self.form.add(
            "override", _("Reason to override a rule (only when one stands against it)"), self.override
        )
        self.form.end()
        self.say_promise(_("Room and consultant are taken together, or neither."))
        self._wanted = (consultant or detail.row.consultant_id, room)
        self._first = True
        for signal in (self.day.changed, self.clock.changed, self.length.changed):
            signal.connect(lambda *_args: self._look())
        for pick in (self.consultant, self.room):
            pick.changed.connect(lambda _value: self._say())
        self._rooms: tuple[Free, ...] = ()
        self._people: tuple[Free, ...] = ()
        self._look()

    def _span(self) -> TimeRange:
        start = to_instant(datetime.combine(self.day.day, self.clock.time), self.desk.zone).instant
        return TimeRange(start, start + timedelta(minutes=self.length.minutes))

    def _look(self) -> None:
        try:
            span = self._span()
        except BadInput as trouble:
            self.form.blame("start", str(trouble))
            return
        self.form.forgive()
        centre_id, requester = self.desk.centre_id, self.detail.row.requester_id
        moved = self._moved
        self.desk.read(
            self, lambda unit: at_times(unit, centre_id, [span], requester, moved)[0], self._fill, key="look"
        )

    @property
    def _moved(self) -> list[int]:
        """The meetings that this one replaces."""
        live = (a.activity_id for a in self.detail.appointments if a.state.value in ("proposed", "confirmed"))
        return list(live) if self.moving else []

    def _find(self) -> None:
        """Looks on the calendar for a time of room and consultant, those that the requester prefers first."""
        row = self.detail.row
        who = next((c.bookable_id for c in self._people if c.person_id == self.consultant.value), None)
        named = tuple(key for key in (self.room.value, who) if key is not None)
        begin = Wanted(
            named, people=() if who is not None else ((Role.CONSULTANT, 1),), minutes=self.length.minutes,
            first=min(self.desk.wall_now().date(), self.day.day), school_id=row.school_id,
            preferred=tuple(TimeRange(each.start, each.end) for each in self.detail.preferred),
            without=tuple(self._moved), kind=ActivityKind.APPOINTMENT, title=_(TOPICS[row.topic]),
        )  # fmt: skip
        find_for(self, begin, self._take)

    def _take(self, found: Alternative) -> None:
        wall = found.start.astimezone(self.desk.zone)
        people = {c.bookable_id: c.person_id for c in self._people}
        who = next((people[key] for key in found.bookables if key in people), None)
        if who is not None:
            self.consultant.choose(who)
        self.day.set_day(wall.date())
        self.clock.set_time(wall.time())
        self._look()

    def _fill(self, found: tuple[tuple[Free, ...], tuple[Free, ...]]) -> None:
        self._rooms, self._people = found
        at_centre = self.detail.row.channel == "at_centre"
        rooms = [Choice(None, _("None of ours"))] + [
            Choice(r.bookable_id, r.name if r.free else _("{room} (taken)").format(room=r.name), "door-open")
            for r in self._rooms
        ]
        people = [
            Choice(c.person_id, c.name if c.free else _("{who} (not free)").format(who=c.name), "user")
            for c in self._people
        ]
        who, room = self._wanted if self._first else (self.consultant.value, self.room.value)
        free_people = [c.person_id for c in self._people if c.free]
        free_rooms = [r.bookable_id for r in self._rooms if r.free]
        self.consultant.set_choices(people, who or (free_people[0] if free_people else None))
        self.room.set_choices(
            rooms,
            room
            if room is not None
            else (free_rooms[0] if at_centre and free_rooms and self._first else room),
        )
        self._first = False
        self._say()

    def _say(self) -> None:
        assert self.side is not None
        inside = self.side.inside
        clear(inside)
        span = self._span()
        inside.addWidget(text(span_words(span.start, span.end, self.desk.zone), "object"))
        chosen = [next((c for c in self._people if c.person_id == self.consultant.value), None)]
        chosen.append(
            next(
                (r for r in self._rooms if r.bookable_id == self.room.value and self.room.value is not None),
                None,
            )
        )
        against = [c for c in chosen if c is not None and not c.free]
        for c in chosen:
            if c is not None:
                inside.addLayout(
                    row(
                        IconLabel("check" if c.free else "x", 15, "ok" if c.free else "danger"),
                        text(c.name),
                        1,
                    )
                )
        for c in against:
            inside.addWidget(banner(c.why, "warn" if c.overridable else "danger"))
        if not against:
            inside.addWidget(
                banner(_("Both are free. {who} is told at once.").format(who=self.detail.row.requester), "ok")
            )
        free = [r.name for r in self._rooms if r.free]
        inside.addWidget(
            text(_("Free then: {rooms}").format(rooms=", ".join(free) or "–"), "second", wrap=True)
        )
        inside.addStretch(1)

    def confirm(self) -> None:
        span = self._span()
        meeting = MeetingDraft(
            span.start, span.end, self.room.value, self.consultant.value, self.note.toPlainText().strip(),
            self.override.text().strip(), self.confirmed.isChecked(), self._uid,
        )  # fmt: skip
        number, version = self.detail.row.id, self.version

        def command(unit: Unit) -> object:
            if self.moving:
                return appointments.reschedule(unit, number, meeting, meeting.note, version)
            return appointments.schedule(unit, number, meeting, version)

        self.save(command, None, _("The meeting is moved.") if self.moving else _("The time is proposed."))

    def show_refusal(self, trouble: Refused) -> None:
        self._look()


class OutcomeDialog(Dialog):
    """What came of it: after a meeting, or without one."""

    def __init__(
        self, desk: Desk, parent: QWidget, detail: RequestDetail, *, met: bool, words: str = ""
    ) -> None:
        title = _("How did it go?") if met else _("Answer without meeting")
        super().__init__(
            desk, parent, title, _("Save the outcome") if met else _("Send the answer"), size=QSize(560, 0)
        )
        self.detail, self.met, self.version = detail, met, detail.row.version
        self.watch("request", detail.row.id)
        self.outcome = area(words, lines=5)
        self.form.add("outcome", _("Outcome") if met else _("Answer"), self.outcome)
        self.minutes = number(60, 5, 600, " min")
        if met:
            meeting = detail.appointments[-1]
            self.minutes.setValue(int((meeting.end - meeting.start).total_seconds() // 60))
            self.form.add("minutes", _("It took"), self.minutes)
        self.follow = line(most=300)
        self.form.add("follow_up", _("What is still to be done (if anything)"), self.follow)
        self.form.end()
        self.outcome.setFocus()

    def confirm(self) -> None:
        words = self.form.require(
            "outcome",
            self.outcome.toPlainText(),
            _("Write what came of it; {who} reads it.").format(who=self.detail.row.requester),
        )
        number, version, follow, minutes = (
            self.detail.row.id,
            self.version,
            self.follow.text().strip(),
            self.minutes.value(),
        )
        if self.met:
            self.save(
                lambda unit: appointments.hold_outcome(unit, number, words, minutes, follow, version),
                None,
                _("The outcome is saved."),
            )
        else:
            self.save(
                lambda unit: service.resolve(unit, number, words, follow, version),
                None,
                _("The answer is sent."),
            )


class RateDialog(Dialog):
    """One to five, and a word."""

    def __init__(self, desk: Desk, parent: QWidget, number: int) -> None:
        super().__init__(desk, parent, _("How was it?"), _("Send the rating"))
        self._number = number
        self.score = Segments([(str(n), "★" * n) for n in range(1, 6)], "5", _("Rating"))
        self.form.put(row(self.score, 1))
        self.comment = area(lines=3)
        self.form.add("comment", _("A word about it (if you like)"), self.comment)
        self.form.end()

    def confirm(self) -> None:
        number, score, words = self._number, int(self.score.current), self.comment.toPlainText().strip()
        self.save(lambda unit: service.rate(unit, number, score, words), None, _("Thank you."))


class DuplicateDialog(Dialog):
    """Which request it repeats."""

    def __init__(
        self, desk: Desk, parent: QWidget, detail: RequestDetail, others: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(desk, parent, _("Mark as duplicate"), _("Mark as duplicate"))
        self._number = detail.row.id
        self.of = Finder([(key, words) for key, words in others if key != detail.row.id])
        self.form.put(
            text(
                _("{who} is told which request has the answer.").format(who=detail.row.requester),
                "body2",
                wrap=True,
            )
        )
        self.form.add("of", _("The same question as"), self.of)
        self.form.end()

    def confirm(self) -> None:
        if self.of.value is None:
            raise BadInput(_("Choose the request that asks the same."), "of")
        number, of = self._number, self.of.value
        self.save(lambda unit: service.duplicate(unit, number, of))

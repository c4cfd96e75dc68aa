"""People of one centre who do whatever their roles let them do, at random, through a year."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from resource_centre.ambassadors import service as ambassadors
from resource_centre.ambassadors.rules import AssignmentState, Weekly
from resource_centre.ambassadors.service import HoursDraft, ProfileDraft
from resource_centre.bookings import service as bookings
from resource_centre.consultations import appointments, rules, triage
from resource_centre.consultations import service as consultations
from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.core.errors import BadInput as Bad
from resource_centre.core.errors import ChangedMeanwhile, NotFound, NotPermitted, Refused
from resource_centre.core.ranges import TimeRange
from resource_centre.events import service as events
from resource_centre.events.service import Cell, EventDraft, RequirementDraft, SessionDraft
from resource_centre.schedule import series
from resource_centre.schedule import service as schedule
from resource_centre.schedule.rules import ActivityKind, Hold
from resource_centre.training import service as training
from resource_centre.training.rules import CourseState, EnrolmentState
from resource_centre.training.service import CourseDraft
from tests.db.conftest import World

Does = Callable[[], Any]
START = datetime(2026, 1, 5, 9, 0)
HALF_HOUR = timedelta(minutes=30)


class Year:
    """The world, who is in it, and one random thing after another. `counts` says what was done and what was refused."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice, self.counts = world, random.Random(seed), Counter[str]()
        world.clock.instant = START.replace(tzinfo=world.tz).astimezone(world.clock.now().tzinfo)
        self.coordinator = world.coordinator
        self.consultants = [world.person(f"consultant{n}", Role.CONSULTANT) for n in range(2)]
        self.teachers = [
            world.person(f"teacher{n}", Role.TEACHER, school_id=world.school(f"School {n}")) for n in range(3)
        ]
        self.ambassadors = [world.person(f"ambassador{n}", Role.AMBASSADOR) for n in range(4)]
        self.manager = world.person("manager", Role.MANAGER)
        self.administrator = world.person("administrator", Role.ADMINISTRATOR)
        for one in self.ambassadors:
            world.write(
                lambda u, a=one: ambassadors.add_ambassador(
                    u, world.centre_id, a.person_id, ProfileDraft("Physics")
                ),
                SYSTEM,
            )
            week = [Weekly(day, 540, 1080) for day in range(7)]
            world.write(lambda u, a=one, w=week: ambassadors.set_availability(u, a.person_id, w), one)
        self.labs = [world.lab(f"LAB{n}") for n in range(3)]
        self.model = world.model("SPIKE kit")
        self.kits = world.units(self.model, 4)

    # choosing

    def ids(self, query: str) -> list[int]:
        """The numbers that a query finds."""
        return list(self.world.read(lambda u: u.session.scalars(text(query)).all(), SYSTEM))

    def one(self, query: str) -> int:
        """One of them, mostly a late one; nothing to do when there is none."""
        found = self.ids(f"{query} order by id")
        if not found:
            raise NotFound("nothing of the kind is there")
        return self.dice.choice(found[-5:] if self.dice.random() < 0.8 else found)

    def soon(self, days: int = 25) -> datetime:
        """A working time within the next days."""
        wall = self.world.clock.now().astimezone(self.world.tz) + timedelta(days=self.dice.randint(0, days))
        wall = wall.replace(hour=9, minute=0, second=0, microsecond=0) + self.dice.randrange(16) * HALF_HOUR
        return wall.astimezone(self.world.clock.now().tzinfo)

    def length(self) -> timedelta:
        """Half an hour to three hours."""
        return self.dice.randint(1, 6) * HALF_HOUR

    def write(self, command: Callable[[Any], Any], as_: Actor | None = None) -> Any:
        """As somebody, else the coordinator."""
        return self.world.write(command, as_ or self.coordinator)

    # doing

    def step(self) -> None:
        """A while goes by, and somebody does something."""
        does = self.dice.choice(self.everything())
        try:
            does()
            self.counts[does.__name__] += 1
        except (Refused, Bad, NotPermitted, ChangedMeanwhile):
            self.counts[f"{does.__name__} refused"] += 1

    def everything(self) -> Sequence[Does]:
        """What there is to do, the usual things more often."""
        return [
            self.book, self.book, self.book_series, self.move, self.cancel, self.lend, self.loan_step, self.loan_step,
            self.ask, self.ask, self.handle, self.handle, self.handle, self.handle, self.teacher_step, self.teacher_step,
            self.event, self.event_step, self.event_step, self.event_step, self.session, self.attend, self.attend, self.need,
            self.invite, self.answer, self.answer, self.mark, self.log_hours, self.decide_hours, self.course, self.course_step,
            self.enrol, self.enrolment_step, self.somebody_else,
        ]  # fmt: skip

    def hold(self) -> Hold:
        start = self.soon()
        labs = tuple(self.dice.sample(self.labs, self.dice.choice((1, 1, 2))))
        units = ((self.model, self.dice.randint(1, 2)),) if self.dice.random() < 0.3 else ()
        return Hold(
            self.world.centre_id, ActivityKind.LAB_BOOKING, "Club", start, start + self.length(), labs, units
        )

    def book(self) -> None:
        wish = self.hold()
        self.write(lambda u: schedule.hold(u, wish))

    def book_series(self) -> None:
        wish = self.hold()
        self.write(lambda u: series.hold_series(u, wish, f"FREQ=WEEKLY;COUNT={self.dice.randint(2, 6)}"))

    def a_booking(self) -> int:
        return self.one("select id from activity where kind = 'lab_booking'")

    def move(self) -> None:
        key, wish = self.a_booking(), self.hold()
        changes = schedule.Changes(start=wish.start, end=wish.end, bookables=wish.bookables)
        self.write(lambda u: schedule.change(u, key, changes))

    def cancel(self) -> None:
        key, scope = self.a_booking(), self.dice.choice(list(series.Scope))
        self.write(lambda u: series.release(u, key, "not needed", scope))

    def lend(self) -> None:
        start = self.soon()
        draft = bookings.LoanDraft(
            self.world.centre_id, start, start + timedelta(days=self.dice.randint(1, 7)),
            tuple(self.dice.sample(self.kits, self.dice.randint(1, 2))), borrower_id=self.dice.choice(self.teachers).person_id,
        )  # fmt: skip
        self.write(lambda u: bookings.reserve(u, draft))

    def loan_step(self) -> None:
        key = self.one("select id from activity where kind = 'loan'")
        step = self.dice.choice([
            lambda u: bookings.check_out(u, key, bookings.CheckOut()), lambda u: bookings.check_in(u, key, bookings.CheckIn()),
            lambda u: bookings.make_ready(u, key), lambda u: bookings.extend(u, key, self.soon()), lambda u: bookings.cancel(u, key, "no"),
        ])  # fmt: skip
        self.write(step)

    def ask(self) -> None:
        start = self.soon()
        draft = consultations.RequestDraft(
            self.world.centre_id, "Which sensors?", self.dice.choice(list(rules.TOPICS)), "For year 7", slots=(TimeRange(start, start + HALF_HOUR),),
        )  # fmt: skip
        self.write(lambda u: consultations.ask_new(u, draft), self.dice.choice(self.teachers))

    def a_request(self) -> int:
        return self.one("select id from request")

    def handle(self) -> None:
        key, start = self.a_request(), self.soon(10)
        meeting = appointments.MeetingDraft(start, start + HALF_HOUR, self.dice.choice([None, *self.labs]), self.dice.choice(self.consultants).person_id, confirmed=self.dice.random() < 0.5)  # fmt: skip
        step = self.dice.choice([
            lambda u: triage.assign(u, key, self.dice.choice(self.consultants).person_id), lambda u: appointments.schedule(u, key, meeting),
            lambda u: appointments.schedule(u, key, meeting), lambda u: appointments.reschedule(u, key, meeting),
            lambda u: appointments.hold_outcome(u, key, "They chose"), lambda u: appointments.hold_outcome(u, key, "They chose"),
            lambda u: appointments.no_show(u, key), lambda u: appointments.cancel_appointment(u, key, "ill"),
            lambda u: consultations.resolve(u, key, "Answered by mail"), lambda u: consultations.decline(u, key, "no"),
            lambda u: consultations.ask(u, key, "Which class?"), lambda u: consultations.answer(u, key, "Year 7"),
            lambda u: consultations.duplicate(u, key, self.a_request()), lambda u: consultations.cancel(u, key, "no"),
        ])  # fmt: skip
        self.write(step)

    def teacher_step(self) -> None:
        key = self.a_request()
        step = self.dice.choice([
            lambda u: appointments.confirm(u, key), lambda u: consultations.close(u, key), lambda u: consultations.reopen(u, key, "again"),
            lambda u: consultations.withdraw(u, key), lambda u: consultations.answer(u, key, "Year 7"),
            lambda u: consultations.rate(u, key, self.dice.randint(1, 5)),
        ])  # fmt: skip
        self.write(step, self.dice.choice(self.teachers))

    def event(self) -> None:
        draft = EventDraft(
            self.world.centre_id, "Robot day", lead_id=self.coordinator.person_id, venue="Lab", capacity=200
        )
        made = self.write(lambda u: events.create(u, draft))
        self._session_of(made.id)
        if self.dice.random() < 0.7:  # most go straight to being published
            self.write(lambda u: events.submit(u, made.id))
            self.write(lambda u: events.approve(u, made.id), self.manager)
            self.write(lambda u: events.risk_done(u, made.id))
            self.write(lambda u: events.publish(u, made.id))

    def an_event(self) -> int:
        return self.one("select id from event")

    def _session_of(self, key: int) -> None:
        start = self.soon()
        draft = SessionDraft("Build", start, start + self.length(), tuple(self.dice.sample(self.labs, 1)))
        self.write(lambda u: events.add_session(u, key, draft))

    def session(self) -> None:
        self._session_of(self.an_event())

    def event_step(self) -> None:
        key, manager = self.an_event(), self.dice.random() < 0.5
        step = self.dice.choice([
            lambda u: events.submit(u, key), lambda u: events.approve(u, key), lambda u: events.return_event(u, key, "more"),
            lambda u: events.reject(u, key, "no"), lambda u: events.publish(u, key), lambda u: events.deliver(u, key), lambda u: events.deliver(u, key),
            lambda u: events.close(u, key), lambda u: events.waive(u, key, "lost"), lambda u: events.postpone(u, key, "snow"),
            lambda u: events.resume(u, key, timedelta(days=7)), lambda u: events.cancel(u, key, "ill"), lambda u: events.risk_done(u, key),
            lambda u: events.evaluation_done(u, key), lambda u: events.register_school(u, key, self.one("select id from school"), 20, 1),
        ])  # fmt: skip
        self.write(step, self.manager if manager else self.coordinator)

    def attend(self) -> None:
        key = self.one(
            f"select id from event_session where state <> 'cancelled' and starts_at < {self._now()}"
        )
        cells = [
            Cell(
                self.dice.choice(["pupils", "teachers"]),
                self.dice.randint(0, 30),
                self.dice.choice(["female", "male", "not_recorded"]),
            )
        ]
        self.write(lambda u: events.record_attendance(u, key, cells))

    def _now(self) -> str:
        now = self.world.clock.now()
        return f"'{now:%Y-%m-%d %H:%M:%S}'" + ("" if self.world.app.file else "::timestamptz")

    def need(self) -> None:
        block = self.one("select id from event_block")
        self.write(lambda u: events.require_ambassadors(u, block, RequirementDraft(self.dice.randint(1, 2))))

    def invite(self) -> None:
        key, people = (
            self.one("select id from requirement"),
            [a.person_id for a in self.dice.sample(self.ambassadors, 2)],
        )
        self.write(lambda u: ambassadors.invite(u, key, people))

    def answer(self) -> None:
        key, who = self.one("select id from assignment"), self.dice.choice(self.ambassadors)
        step = self.dice.choice([
            lambda u: ambassadors.accept(u, key), lambda u: ambassadors.accept(u, key), lambda u: ambassadors.decline(u, key),
            lambda u: ambassadors.withdraw(u, key, "ill"), lambda u: ambassadors.volunteer(u, self.one("select id from requirement")),
        ])  # fmt: skip
        self.write(step, who)

    def mark(self) -> None:
        key = self.one("select id from assignment where state = 'accepted'")
        state = self.dice.choice([AssignmentState.ATTENDED, AssignmentState.NO_SHOW, AssignmentState.EXCUSED])
        self.write(lambda u: ambassadors.mark(u, key, state))

    def log_hours(self) -> None:
        day = self.world.clock.now().astimezone(self.world.tz).date() - timedelta(
            days=self.dice.randint(0, 5)
        )
        draft = HoursDraft("preparation", max(day, date(2026, 1, 1)), self.dice.randint(10, 300))
        self.write(lambda u: ambassadors.log_hours(u, draft), self.dice.choice(self.ambassadors))

    def decide_hours(self) -> None:
        key = self.one("select id from volunteer_hours")
        self.write(lambda u: ambassadors.decide_hours(u, [key], self.dice.random() < 0.8, "checked"))

    def course(self) -> None:
        made = self.write(
            lambda u: training.add_course(u, self.world.centre_id, CourseDraft("Arduino", capacity=2))
        )
        start = self.soon()
        self.write(
            lambda u: training.add_session(
                u, made, start, start + self.length(), [self.dice.choice(self.labs)]
            )
        )

    def course_step(self) -> None:
        key, state = self.one("select id from course"), self.dice.choice(list(CourseState))
        self.write(lambda u: training.set_course_state(u, key, state, "so"))

    def enrol(self) -> None:
        key, who = self.one("select id from course"), self.dice.choice(self.teachers)
        self.write(lambda u: training.enrol(u, key, who.person_id))

    def enrolment_step(self) -> None:
        key, state = self.one("select id from enrolment"), self.dice.choice(list(EnrolmentState))
        self.write(lambda u: training.set_enrolment(u, key, state, "so"))

    def somebody_else(self) -> None:
        """Somebody tries what is not theirs to do."""
        who = self.dice.choice([*self.teachers, *self.ambassadors, self.manager, self.administrator])
        wish, key = self.hold(), self.one("select id from activity where kind <> 'loan'")
        step = self.dice.choice(
            [lambda u: schedule.hold(u, wish), lambda u: schedule.release(u, key, "mine")]
        )
        self.write(step, who)

"""One thing of every feature that holds time: a published event, a meeting, a course session, a loan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from resource_centre.bookings import service as loans
from resource_centre.bookings.service import LoanDraft
from resource_centre.consultations import service as consultations
from resource_centre.consultations.service import MeetingDraft, RequestDraft
from resource_centre.core.context import Actor, Role
from resource_centre.events import service as events
from resource_centre.events.service import EventDraft, SessionDraft
from resource_centre.moving import service as moving
from resource_centre.schedule import queries as schedule
from resource_centre.training import service as courses
from resource_centre.training.rules import CourseState
from resource_centre.training.service import CourseDraft


@dataclass
class Things:
    """The world with something of every feature, on Friday 27 November. `refs` by feature."""

    world: Any
    lab: int
    other: int
    kits: list[int]
    model: int
    teacher: Actor
    consultant: Actor
    refs: dict[str, int]

    def shape(self, feature: str) -> Any:
        return self.world.read(lambda u: moving.shape(u, feature, self.refs[feature]))

    def activity(self, feature: str) -> int:
        found: int = self.world.read(lambda u: moving.activity_of(u, feature, self.refs[feature]))
        return found

    def do(self, command: Any, *values: Any) -> Any:
        """What the coordinator does."""
        return self.world.write(lambda u: command(u, *values))

    def seen(self, activity: int) -> Any:
        """One activity as it stands."""
        return self.world.read(lambda u: schedule.activity(u, activity))

    def reshape(self, feature: str, was: Any, wanted: Any, as_: Actor | None = None, why: str = "") -> Any:
        ref = self.refs[feature]
        return self.world.write(lambda u: moving.reshape(u, feature, ref, was, wanted, why), as_)


@pytest.fixture
def things(world: Any) -> Things:
    """Each in the morning, apart from each other."""
    lab, other = world.lab("LAB1"), world.lab("LAB2")
    model = world.model("SPIKE kit")
    kits = world.units(model, 3, "KIT")
    teacher = world.person("nurlan", Role.TEACHER, school_id=world.school())
    consultant = world.person("zarina", Role.CONSULTANT)
    made = Things(world, lab, other, kits, model, teacher, consultant, {})
    made.refs = {
        "event": _event(made), "consultation": _meeting(made), "course": _course(made), "loan": _loan(made),
    }  # fmt: skip
    return made


def _event(t: Things) -> int:
    w = t.world
    key: int = w.write(lambda u: events.create(u, EventDraft(w.centre_id, "Robot day"))).id
    wish = SessionDraft("Build", w.at("2026-11-27 09:00"), w.at("2026-11-27 10:00"), (t.lab, t.kits[0]))
    block: int = w.write(lambda u: events.add_session(u, key, wish)).block_id
    return block


def _meeting(t: Things) -> int:
    w = t.world
    draft = RequestDraft(w.centre_id, "Sensors", "sensors")
    key: int = w.write(lambda u: consultations.ask_new(u, draft), t.teacher).id
    w.write(lambda u: consultations.assign(u, key, t.consultant.person_id))
    wish = MeetingDraft(w.at("2026-11-27 10:00"), w.at("2026-11-27 11:00"), t.lab)
    w.write(lambda u: consultations.schedule(u, key, wish))
    w.write(lambda u: consultations.confirm(u, key), t.teacher)
    return key


def _course(t: Things) -> int:
    w = t.world
    key: int = w.write(lambda u: courses.add_course(u, w.centre_id, CourseDraft("Python")))
    w.write(lambda u: courses.set_course_state(u, key, CourseState.OPEN))
    w.write(lambda u: courses.enrol(u, key, t.teacher.person_id))
    start, end = w.at("2026-11-27 11:00"), w.at("2026-11-27 12:00")
    session: int = w.write(lambda u: courses.add_session(u, key, start, end, (t.lab,)))
    return session


def _loan(t: Things) -> int:
    w = t.world
    draft = LoanDraft(
        w.centre_id, w.at("2026-11-27 12:00"), w.at("2026-11-28 12:00"), (t.kits[1],),
        borrower_id=t.teacher.person_id,
    )  # fmt: skip
    found: int = w.write(lambda u: loans.reserve(u, draft)).row.activity_id
    return found

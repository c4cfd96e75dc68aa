"""An event with a lab, kits and a consultant, and people around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from resource_centre.ambassadors.model import Assignment
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.ranges import TimeRange
from resource_centre.db.base import new_uid
from resource_centre.events import queries, service
from resource_centre.events.service import Cell, EventDraft, RequirementDraft, SessionDraft
from resource_centre.outbox.queries import my_messages
from resource_centre.schedule.queries import blocks
from resource_centre.schedule.service import add_bookables

START, END = "2026-12-02 13:00", "2026-12-02 16:00"


@dataclass
class Stage:
    """A world with what an event needs."""

    world: Any
    lab: int
    model: int
    kits: list[int]
    consultant: Any
    manager: Any

    def write(self, command, as_=None):
        """Runs a command as the coordinator (or somebody else)."""
        return self.world.write(command, as_)

    def read(self, query, as_=None):
        """Runs a query as the coordinator (or somebody else)."""
        return self.world.read(query, as_)

    def draft(self, **more):
        """What a form says about an event."""
        more = {"lead_id": self.world.coordinator.person_id, "venue": "Robotics lab", **more}
        return EventDraft(self.world.centre_id, more.pop("title", "Robot maze day"), **more)

    def event(self, **more) -> int:
        """A draft."""
        return self.write(lambda u: service.create(u, self.draft(**more))).id

    def wish(self, start=START, end=END, **more):
        """A session in wall time with the lab, two kits and the consultant."""
        more = {
            "bookables": (self.lab,),
            "units": ((self.model, 2),),
            "people": (self.consultant.person_id,),
            **more,
        }
        title = more.pop("title", "Build the robot")
        return SessionDraft(title, self.world.at(start), self.world.at(end), **more)

    def session(self, event, start=START, end=END, **more):
        """Adds a session."""
        return self.write(lambda u: service.add_session(u, event, self.wish(start, end, **more)))

    def approved(self, **more) -> int:
        """An event with one session that the manager has approved."""
        key = self.event(**more)
        self.session(key)
        self.write(lambda u: service.submit(u, key))
        self.write(lambda u: service.approve(u, key), self.manager)
        return key

    def published(self, **more) -> int:
        """An event that everyone sees."""
        key = self.approved(**more)
        self.write(lambda u: service.risk_done(u, key))
        self.write(lambda u: service.publish(u, key))
        return key

    def delivered(self) -> int:
        """An event that is over."""
        key = self.published()
        self.world.clock.instant = self.world.at(END)
        self.write(lambda u: service.deliver(u, key))
        return key

    def detail(self, key, as_=None):
        """Everything about an event."""
        return self.read(lambda u: queries.event(u, key), as_)

    def row(self, key, as_=None):
        """The event in the list."""
        return self.read(lambda u: queries.event_row(u, key), as_)

    def taken(self, *bookables, day="2026-12-02"):
        """Starts of what holds these bookables on a day, in wall time."""
        window = TimeRange(self.world.at(f"{day} 00:00"), self.world.at(f"{day} 23:59"))
        found = self.read(lambda u: blocks(u, None, window, bookables), SYSTEM)
        return [f"{b.start.astimezone(self.world.tz):%H:%M}" for b in found]

    def attendance(self, key, *cells: Cell, **more):
        """Records attendance of the first session."""
        session = self.detail(key).sessions[0].id
        return self.write(lambda u: service.record_attendance(u, session, cells, **more))

    def ambassador(self, key, login="zhanel", state="accepted"):
        """An ambassador who was asked for the first block; one who accepted holds their time."""
        who = self.world.person(login, Role.AMBASSADOR)
        block = self.detail(key).blocks[0]
        requirement = self.write(lambda u: service.require_ambassadors(u, block.id, RequirementDraft(2)))

        def answer(u):
            u.add(
                Assignment(
                    uid=new_uid(), centre_id=self.world.centre_id, requirement_id=requirement,
                    person_id=who.person_id, state=state, created_at=u.now,
                )
            )  # fmt: skip
            if state == "accepted":
                add_bookables(u, block.activity_id, [self.world.time_of(who)])

        self.write(answer, SYSTEM)
        return who

    def subjects(self, person):
        """What a person was told, newest first."""
        return [m.subject for m in self.read(my_messages, person)]


@pytest.fixture
def stage(world):
    """The stage in a fresh database."""
    model = world.model()
    return Stage(
        world, world.lab(), model, world.units(model, 3), world.person("zarina", Role.CONSULTANT),
        world.person("boss", Role.MANAGER),
    )  # fmt: skip

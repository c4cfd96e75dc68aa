"""A session that needs ambassadors, and two who could come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from resource_centre.ambassadors import service
from resource_centre.ambassadors.rules import Weekly
from resource_centre.ambassadors.service import ClearanceDraft, ProfileDraft
from resource_centre.core.context import SYSTEM, Actor, Role
from resource_centre.events.requirements import RequirementDraft, require_ambassadors
from resource_centre.events.service import EventDraft, create
from resource_centre.events.sessions import SessionDraft, add_session


@dataclass
class Staffed:
    world: object
    activity: int
    requirement: int
    zhanel: Actor
    arman: Actor
    lab: int


@pytest.fixture
def staffed(world) -> Staffed:
    people = []
    for login in ("zhanel", "arman"):
        actor = world.person(login, Role.AMBASSADOR)
        world.write(
            lambda u, a=actor: service.add_ambassador(
                u, world.centre_id, a.person_id, ProfileDraft("Physics")
            ),
            SYSTEM,
        )
        pattern = [Weekly(day, 540, 1140) for day in range(7)]
        world.write(lambda u, a=actor, p=pattern: service.set_availability(u, a.person_id, p), actor)
        paper = ClearanceDraft("background_check", "Police", date(2026, 1, 1), date(2027, 6, 1))
        world.write(lambda u, a=actor, p=paper: service.add_clearance(u, a.person_id, p), SYSTEM)
        people.append(actor)
    lab = world.lab()
    event = world.write(lambda u: create(u, EventDraft(world.centre_id, "Robot maze day")))
    start = world.at("2026-11-30 13:00")
    draft = SessionDraft("Build the robot", start, start + timedelta(hours=2), (lab,))
    session = world.write(lambda u: add_session(u, event.id, draft))
    requirement = world.write(lambda u: require_ambassadors(u, session.block_id, RequirementDraft(1)))
    return Staffed(world, session.activity_id, requirement, people[0], people[1], lab)

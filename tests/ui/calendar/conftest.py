"""A small world to look at: a lab in two halves, three kits, people, a booking, a closure, an outage."""

from __future__ import annotations

import pytest

from resource_centre.centres.service import add_closure
from resource_centre.core.context import Role
from resource_centre.resources import service as resources
from tests.db.conftest import World


@pytest.fixture
def centre(world: World) -> World:
    """The same with something in it."""
    world.robotics = world.lab("ROB", name="Robotics lab", capacity=24)  # type: ignore[attr-defined]
    world.maker = world.lab("MAK", name="Maker space", capacity=16)  # type: ignore[attr-defined]
    world.model_of_kits = world.model("SPIKE kit")  # type: ignore[attr-defined]
    world.kits = world.units(world.model_of_kits, 3, "SPIKE kit")  # type: ignore[attr-defined]
    world.ambassador = world.person("zhanel", Role.AMBASSADOR, name="Zhanel Akhmetova")  # type: ignore[attr-defined]
    world.maze = world.book(  # type: ignore[attr-defined]
        "2026-11-25T13:00", "2026-11-25T16:30", world.robotics, *world.kits[:2],  # type: ignore[attr-defined]
        title="Robot maze day", setup_minutes=30, cleardown_minutes=30,
    )  # fmt: skip
    world.write(
        lambda u: add_closure(
            u, world.centre_id, "power works", world.at("2026-11-26T15:00"), world.at("2026-11-26T18:00")
        )
    )
    world.write(
        lambda u: resources.add_outage(u, world.kits[2], "nozzle", world.at("2026-11-24T09:00"), None)
    )  # type: ignore[attr-defined]
    return world

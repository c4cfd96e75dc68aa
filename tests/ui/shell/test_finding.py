"""Ctrl K finds things by a part of their name, for each role only what it may read."""

from __future__ import annotations

from resource_centre.core.context import Role
from resource_centre.ui.shell.finding import find_everywhere
from tests.db.conftest import World


def test_each_role_finds_what_it_may_read(world: World) -> None:
    world.lab("ROB", name="Робототехника")
    world.school("Школа робототехники № 7")
    everyone = [world.person(f"a-{role}", role) for role in Role]
    for person in [world.coordinator, *everyone]:
        found = world.read(lambda u: find_everywhere(u, world.centre_id, "РОБОТОТЕХ"), person)
        pages = {each.page for each in found}
        assert pages <= {"resources", "schools"}
        if person is world.coordinator:
            assert [each.title for each in found] == ["Робототехника", "Школа робототехники № 7"]
    assert world.read(lambda u: find_everywhere(u, world.centre_id, "совсем другое")) == ()

"""Moving and editing: everything an activity holds moves, or nothing."""

from __future__ import annotations

import pytest

from resource_centre.core.errors import BadInput, ChangedMeanwhile, Refused
from resource_centre.schedule import queries, service
from resource_centre.schedule.service import Changes


def test_a_move_takes_every_hold_along(world) -> None:
    lab, units = world.lab(), world.units(world.model(), 2)
    held = world.book("2026-11-26 10:00", "2026-11-26 11:00", lab, *units)
    moved = world.write(
        lambda u: service.change(u, held.activity_id, Changes(start=world.at("2026-11-27 14:00")))
    )
    assert {item.occupied_from for item in moved.allocations} == {world.at("2026-11-27 14:00")}
    assert moved.end == world.at("2026-11-27 15:00")


def test_a_move_onto_somebody_else_leaves_everything_where_it_was(world) -> None:
    lab, other = world.lab("A"), world.lab("B")
    held = world.book("2026-11-26 10:00", "2026-11-26 11:00", lab, other)
    world.book("2026-11-27 10:00", "2026-11-27 11:00", other)
    with pytest.raises(Refused):
        world.write(
            lambda u: service.change(u, held.activity_id, Changes(start=world.at("2026-11-27 10:00")))
        )
    found = world.read(lambda u: queries.activity(u, held.activity_id))
    assert found.start == world.at("2026-11-26 10:00")
    assert all(hold.live for hold in found.holds)


def test_an_activity_does_not_clash_with_itself(world) -> None:
    held = world.book("2026-11-26 10:00", "2026-11-26 12:00", world.lab())
    moved = world.write(
        lambda u: service.change(u, held.activity_id, Changes(start=world.at("2026-11-26 11:00")))
    )
    assert moved.start == world.at("2026-11-26 11:00")


def test_who_edits_an_old_version_is_told_what_changed(world) -> None:
    held = world.book("2026-11-26 10:00", "2026-11-26 12:00", world.lab(), title="Club")
    version = world.read(lambda u: queries.activity(u, held.activity_id)).version
    world.write(lambda u: service.change(u, held.activity_id, Changes(title="Club 7A"), version))
    with pytest.raises(ChangedMeanwhile) as caught:
        world.write(lambda u: service.change(u, held.activity_id, Changes(title="Club 7B"), version))
    assert [(c.field, c.mine, c.theirs) for c in caught.value.changes] == [("title", "Club 7B", "Club 7A")]


def test_what_is_cancelled_is_not_changed(world) -> None:
    held = world.book("2026-11-26 10:00", "2026-11-26 12:00", world.lab())
    world.write(lambda u: service.release(u, held.activity_id, "ill"))
    with pytest.raises(BadInput):
        world.write(lambda u: service.change(u, held.activity_id, Changes(title="again")))

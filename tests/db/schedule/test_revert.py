"""Putting things back to how they stood, on both engines: what undo and redo write."""

from __future__ import annotations

import pytest

from resource_centre.core.context import Role
from resource_centre.core.errors import BadInput, Refused
from resource_centre.outbox.queries import my_messages
from resource_centre.schedule import queries, reshaping, revert, series, service
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.series import Scope
from resource_centre.schedule.service import Changes


def state(world, ids):
    return world.read(lambda u: revert.state_of(u, ids))


def put_back(world, before, after, as_=None):
    was, is_now = revert.difference(before, after)
    return world.write(lambda u: revert.put_back(u, is_now, was, "Taken back."), as_)


def test_a_changed_series_goes_back_whole(world) -> None:
    lab, other = world.lab(), world.lab("LAB2")
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", lab)
    ids = [
        h.activity_id for h in world.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=4"))[0]
    ]
    before = state(world, ids)
    changes = Changes(
        start=world.at("2026-12-04 15:00"), bookables=(other,), title="Elsewhere", setup_minutes=10
    )
    world.write(lambda u: reshaping.change(u, ids[1], Reshape(changes, Scope.FOLLOWING)))
    put_back(world, before, state(world, ids))
    assert state(world, ids) == before


def test_dates_that_swapped_places_go_back_together(world) -> None:
    lab = world.lab()
    one = world.book("2026-11-26 10:00", "2026-11-26 11:00", lab).activity_id
    two = world.book("2026-11-26 12:00", "2026-11-26 13:00", lab).activity_id
    before = state(world, [one, two])
    for number, start in ((one, "15:00"), (two, "10:00"), (one, "12:00")):
        hour = int(start[:2])
        moved = Changes(start=world.at(f"2026-11-26 {start}"), end=world.at(f"2026-11-26 {hour + 1}:00"))
        world.write(lambda u, n=number, c=moved: service.change(u, n, c))
    put_back(world, before, state(world, [one, two]))
    assert state(world, [one, two]) == before


def test_a_decision_that_is_taken_back_is_told(world) -> None:
    teacher = world.person("tea", Role.TEACHER)
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", world.lab(), person_id=teacher.person_id)
    number = world.write(lambda u: service.hold(u, wish), as_=teacher).activity_id
    before = state(world, [number])
    world.write(lambda u: service.approve(u, number))
    put_back(world, before, state(world, [number]))
    assert state(world, [number]) == before
    told = [m.subject for m in world.read(my_messages, teacher)]
    assert [words.split(":")[0] for words in reversed(told)] == ["Approved", "Waits for a decision again"]


def test_who_was_declined_is_told_why(world) -> None:
    teacher = world.person("tea", Role.TEACHER)
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", world.lab(), person_id=teacher.person_id)
    number = world.write(lambda u: service.hold(u, wish), as_=teacher).activity_id
    world.write(lambda u: service.decline(u, number, "The lab is painted"))
    (message,) = world.read(my_messages, teacher)
    assert (
        message.subject.startswith("Declined: Club, Thu 26 Nov 2026") and message.body == "The lab is painted"
    )


def test_nothing_of_it_goes_back_when_one_place_is_taken(world) -> None:
    lab = world.lab()
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", lab)
    ids = [
        h.activity_id for h in world.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=3"))[0]
    ]
    before = state(world, ids)
    world.write(lambda u: series.release(u, ids[0], "ill", Scope.ALL))
    after = state(world, ids)
    world.book("2026-12-03 10:30", "2026-12-03 11:30", lab, title="Chess")
    with pytest.raises(Refused, match="Chess"):
        put_back(world, before, after)
    assert state(world, ids) == after


def test_a_teacher_is_held_to_the_rules_when_they_go_back(world) -> None:
    teacher = world.person("tea", Role.TEACHER)
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", world.lab(), person_id=teacher.person_id)
    number = world.write(lambda u: service.hold(u, wish), as_=teacher).activity_id
    before = state(world, [number])
    later = Changes(start=world.at("2026-11-26 12:00"), end=world.at("2026-11-26 13:00"))
    world.write(lambda u: service.change(u, number, later), as_=teacher)
    put_back(world, before, state(world, [number]), teacher)
    assert state(world, [number]) == before


def test_what_somebody_else_has_changed_stays(world) -> None:
    number = world.book("2026-11-26 10:00", "2026-11-26 11:00", world.lab()).activity_id
    before = state(world, [number])
    world.write(lambda u: service.change(u, number, Changes(title="Chess")))
    after = state(world, [number])
    world.write(lambda u: service.change(u, number, Changes(title="Go")))
    with pytest.raises(BadInput, match="its title"):
        put_back(world, before, after)
    assert world.read(lambda u: queries.activity(u, number)).title == "Go"

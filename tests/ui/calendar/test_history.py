"""Undo and redo against the database: after any walk it is what was done and not undone."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from resource_centre.core.context import Actor, Role
from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.schedule import queries, revert, service
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.series import Choice, Scope
from resource_centre.schedule.service import Changes
from resource_centre.ui.booking import commands, undo
from resource_centre.ui.booking.consequences import Ask
from resource_centre.ui.booking.undo import History, Kind, Step

STEPS = 60


def stands(centre: Any, ids: list[int]) -> dict[int, tuple[Any, ...] | None]:
    """When each is and what it holds; None when it is cancelled."""
    found = centre.read(lambda u: [queries.activity(u, i) for i in ids])
    return {
        a.id: None
        if a.state == "cancelled"
        else (a.start, a.end, a.title, a.setup_minutes, frozenset(h.bookable_id for h in a.holds if h.live))
        for a in found
    }


def changed(centre: Any, number: int, changes: Changes, scope: Scope = Scope.THIS, **more: Any) -> Step:
    return centre.write(lambda u: commands.change(u, number, Reshape(changes, scope, **more)))  # type: ignore[no-any-return]


def weekly(centre: Any, rule: str = "FREQ=WEEKLY;COUNT=4") -> Step:
    wish = centre.wish("2026-11-27T14:00", "2026-11-27T15:00", centre.maker, title="Club")
    return centre.write(lambda u: commands.book(u, Ask(wish, rule)))  # type: ignore[no-any-return]


def test_a_long_walk_of_changes_undo_and_redo_ends_where_the_model_is(centre: Any) -> None:
    chance, history = random.Random(4), History()
    ids = [
        int(centre.book(f"2026-11-27T{hour:02}:00", f"2026-11-27T{hour + 1:02}:00", lab).activity_id)
        for hour, lab in ((9, centre.robotics), (12, centre.robotics), (10, centre.maker))
    ]
    ids += weekly(centre).activities
    trail, ahead = [stands(centre, ids)], []
    for _step in range(STEPS):
        what = chance.choice(("move", "move", "series", "title", "back", "back", "again", "cancel"))
        number = chance.choice(ids)
        shape = trail[-1][number]
        if what == "back":
            step = history.take_back()
            if step is not None:
                history.went_back(centre.write(lambda u, s=step: undo.take_back(u, s)))
                ahead.append(trail.pop())
        elif what == "again":
            step = history.do_again()
            if step is not None:
                history.went_on(centre.write(lambda u, s=step: undo.do_again(u, s)))
                trail.append(ahead.pop())
        elif shape is not None and (what != "cancel" or chance.random() < 0.4):
            by = timedelta(minutes=15 * chance.randint(-6, 6))
            scope = Scope.THIS if what == "move" else chance.choice(list(Scope))
            try:
                if what == "cancel":
                    step = centre.write(lambda u, n=number, s=scope: commands.cancel(u, n, "ill", s))
                elif what == "title":
                    step = changed(centre, number, Changes(title=f"Title {_step}"), scope)
                else:
                    step = changed(centre, number, Changes(start=shape[0] + by, end=shape[1] + by), scope)
            except Refused:
                assert stands(centre, ids) == trail[-1]
                continue
            history.push(step)
            if step.activities:
                trail.append(stands(centre, ids))
                ahead = []
        assert stands(centre, ids) == trail[-1]
    assert len(trail) > 5


def test_what_was_moved_since_is_not_undone_and_it_is_said_by_whom(centre: Any) -> None:
    number = centre.maze.activity_id
    step = changed(centre, number, Changes(start=centre.at("2026-11-25T14:00")))
    other = centre.person("daniyar", Role.COORDINATOR, name="D. Ospanov")
    later = Changes(start=centre.at("2026-11-25T14:15"))
    centre.write(lambda u: service.change(u, number, later), as_=other)
    with pytest.raises(BadInput, match=r"moved to Wed 25 Nov 2026, 14:15 by D. Ospanov meanwhile"):
        centre.write(lambda u: undo.take_back(u, step))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(title="Finals"), "its title"),
        (Changes(note="Hubs"), "its note"),
        (Changes(setup_minutes=5), "its set-up"),
    ],
)
def test_what_was_changed_since_is_named(centre: Any, changes: Changes, words: str) -> None:
    number = centre.maze.activity_id
    step = changed(centre, number, Changes(start=centre.at("2026-11-25T14:00")))
    centre.write(lambda u: service.change(u, number, changes))
    with pytest.raises(BadInput, match=words):
        centre.write(lambda u: undo.take_back(u, step))


def test_a_place_that_somebody_has_taken_is_not_taken_back(centre: Any) -> None:
    number = centre.maze.activity_id
    step = changed(
        centre, number, Changes(start=centre.at("2026-11-27T13:00"), end=centre.at("2026-11-27T16:30"))
    )
    centre.book("2026-11-25T13:00", "2026-11-25T14:00", centre.robotics, title="Chess")
    with pytest.raises(Refused, match=r"can no longer be undone.*Chess"):
        centre.write(lambda u: undo.take_back(u, step))
    assert centre.read(lambda u: queries.activity(u, number)).start == centre.at("2026-11-27T13:00")


def test_everything_of_a_change_is_taken_back(centre: Any) -> None:
    number = centre.maze.activity_id
    before = centre.read(lambda u: revert.state_of(u, [number]))
    changes = Changes(
        title="Finals", note="Hubs", bookables=(centre.maker,), setup_minutes=0, cleardown_minutes=-1
    )
    step = changed(centre, number, changes)
    centre.write(lambda u: undo.take_back(u, step))
    assert centre.read(lambda u: revert.state_of(u, [number])) == before


@pytest.mark.parametrize("scope", list(Scope))
def test_a_changed_series_is_what_it_was(centre: Any, scope: Scope) -> None:
    ids = list(weekly(centre).activities)
    before = centre.read(lambda u: revert.state_of(u, ids))
    step = changed(centre, ids[1], Changes(start=centre.at("2026-12-04T16:00")), scope)
    done = centre.read(lambda u: revert.state_of(u, ids))
    back = centre.write(lambda u: undo.take_back(u, step))
    after = centre.read(lambda u: revert.state_of(u, ids))
    assert after == before
    centre.write(lambda u: undo.do_again(u, back))
    assert centre.read(lambda u: revert.state_of(u, ids)) == done


def test_a_new_rule_is_taken_back_and_done_again(centre: Any) -> None:
    ids = list(weekly(centre).activities)
    before = centre.read(lambda u: revert.state_of(u, ids)).activities
    step = changed(
        centre, ids[0], Changes(), Scope.ALL, rule="FREQ=WEEKLY;BYDAY=MO,FR;COUNT=6",
        choices={"2026-12-04T14:00:00": Choice(skip=True)},
    )  # fmt: skip
    done = stands(centre, list(step.activities))
    back = centre.write(lambda u: undo.take_back(u, step))
    now = centre.read(lambda u: revert.state_of(u, ids)).activities
    assert {i: now[i] for i in ids} == before
    assert [i for i, s in now.items() if s and s.live] == ids
    centre.write(lambda u: undo.do_again(u, back))
    assert stands(centre, list(step.activities)) == done


def test_a_series_that_was_booked_goes_as_one(centre: Any) -> None:
    step = weekly(centre)
    ids = list(step.activities)
    back = centre.write(lambda u: undo.take_back(u, step))
    assert list(stands(centre, ids).values()) == [None] * 4
    centre.write(lambda u: undo.do_again(u, back))
    assert None not in stands(centre, ids).values()


def test_an_approval_is_taken_back_to_a_request(centre: Any) -> None:
    number = asked(centre)
    step = centre.write(lambda u: commands.approve(u, number))
    centre.write(lambda u: undo.take_back(u, step))
    found = centre.read(lambda u: queries.activity(u, number))
    assert (found.state, found.expires_at is not None) == ("pending", True)


def test_a_declined_request_takes_its_time_again(centre: Any) -> None:
    number = asked(centre)
    step = centre.write(lambda u: commands.decline(u, number, "no"))
    centre.write(lambda u: undo.take_back(u, step))
    found = centre.read(lambda u: queries.activity(u, number))
    assert (found.state, [h.live for h in found.holds]) == ("pending", [True])


def test_a_request_that_would_have_run_out_does_not_come_back(centre: Any) -> None:
    number = asked(centre)
    step = centre.write(lambda u: commands.decline(u, number, "no"))
    centre.clock.instant += timedelta(hours=60)
    with pytest.raises(BadInput, match="run out meanwhile"):
        centre.write(lambda u: undo.take_back(u, step))


def asked(centre: Any, teacher: Actor | None = None) -> int:
    """A teacher's request that waits for approval."""
    teacher = teacher or centre.person("tea", Role.TEACHER)
    wish = centre.wish(
        "2026-11-30T14:00", "2026-11-30T15:00", centre.maker, person_id=teacher.person_id, title="Club"
    )
    return int(centre.write(lambda u: service.hold(u, wish), as_=teacher).activity_id)


def test_a_request_does_not_come_back_without_a_decision(centre: Any) -> None:
    teacher: Actor = centre.person("tea", Role.TEACHER)
    number = asked(centre, teacher)
    step = centre.write(lambda u: commands.cancel(u, number, "ill", Scope.THIS), as_=teacher)
    with pytest.raises(NotPermitted):
        centre.write(lambda u: undo.take_back(u, step), as_=teacher)


def test_nothing_is_deleted_by_an_undo(centre: Any) -> None:
    step = weekly(centre)
    centre.write(lambda u: undo.take_back(u, step))
    found = [centre.read(lambda u, i=i: queries.activity(u, i)) for i in step.activities]
    assert {a.state for a in found} == {"cancelled"}
    assert {a.cancel_reason for a in found} == {"Taken back."}
    series_id = found[0].series_id
    assert len(centre.read(lambda u: queries.series_activities(u, series_id))) == 4


def test_something_new_forgets_what_was_undone() -> None:
    history = History()
    step = Step(Kind.MADE, "Club", 1, revert.State({1: None}), revert.State({1: None}))
    history.push(step)
    assert history.take_back() is step
    history.went_back(step)
    history.push(step)
    assert history.do_again() is None

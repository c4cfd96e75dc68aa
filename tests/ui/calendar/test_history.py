"""Undo and redo against the database: after any walk it is what was done and not undone."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from resource_centre.core.context import Actor, Role
from resource_centre.core.errors import BadInput, NotPermitted, Refused
from resource_centre.schedule import queries, series, service
from resource_centre.schedule.series import Scope
from resource_centre.schedule.service import Changes
from resource_centre.ui.booking import undo
from resource_centre.ui.booking.undo import History, Kind, Shape, Step

STEPS = 150


def stands(centre: Any, activity: int) -> Shape | None:
    """Its shape, or None when it is cancelled."""
    live = centre.read(lambda u: queries.activity(u, activity)).state != "cancelled"
    return centre.read(lambda u: undo.shape_of(u, activity)) if live else None


def test_a_long_walk_of_drags_undo_and_redo_ends_where_the_model_is(centre: Any) -> None:
    chance, history = random.Random(4), History()
    ids = [
        int(centre.book(f"2026-11-27T{hour:02}:00", f"2026-11-27T{hour + 1:02}:00", lab).activity_id)
        for hour, lab in ((9, centre.robotics), (12, centre.robotics), (10, centre.maker))
    ]
    model: dict[int, Shape | None] = {i: stands(centre, i) for i in ids}
    trail: list[dict[int, Shape | None]] = [dict(model)]
    ahead: list[dict[int, Shape | None]] = []
    for _step in range(STEPS):
        what = chance.choice(("move", "move", "resize", "back", "back", "again", "cancel"))
        number = chance.choice(ids)
        shape = model[number]
        if what == "back" and (step := history.take_back()):
            centre.write(lambda u, s=step: undo.take_back(u, s))
            history.went_back(step)
            ahead.append(trail.pop())
        elif what == "again" and (step := history.do_again()):
            centre.write(lambda u, s=step: undo.do_again(u, s))
            history.went_on(step)
            trail.append(ahead.pop())
        elif what == "cancel" and shape is not None and chance.random() < 0.3:
            centre.write(lambda u, n=number: service.release(u, n, "ill"))
            history.push(Step(Kind.CANCELLED, "", (number,)))
            trail.append({**model, number: None})
            ahead = []
        elif what in ("move", "resize") and shape is not None:
            by = timedelta(minutes=15 * chance.randint(-6, 6))
            changes = Changes(start=shape.start + (by if what == "move" else timedelta()), end=shape.end + by)
            if not changes.start or not changes.end or changes.end <= changes.start:
                continue
            try:
                done = centre.write(lambda u, n=number, c=changes: undo.changed(u, n, c, Scope.THIS, ""))
            except Refused:
                continue
            history.push(done)
            trail.append({**model, number: done.after})
            ahead = []
        model = trail[-1]
        assert {i: stands(centre, i) for i in ids} == model


def test_what_was_changed_since_is_not_undone(centre: Any) -> None:
    number = centre.maze.activity_id
    later = Changes(start=centre.at("2026-11-25T14:00"))
    step = centre.write(lambda u: undo.changed(u, number, later, Scope.THIS, ""))
    centre.write(lambda u: service.change(u, number, Changes(start=centre.at("2026-11-25T14:15"))))
    with pytest.raises(BadInput, match="changed since"):
        centre.write(lambda u: undo.take_back(u, step))


def test_a_series_that_was_booked_goes_as_one(centre: Any) -> None:
    wish = centre.wish("2026-11-27T14:00", "2026-11-27T15:00", centre.maker, title="Club")
    first = centre.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=3"))[0][0]
    step = centre.read(lambda u: undo.made(u, first.activity_id))
    centre.write(lambda u: undo.take_back(u, step))
    assert [stands(centre, i) for i in step.activities] == [None, None, None]
    centre.write(lambda u: undo.do_again(u, step))
    assert None not in [stands(centre, i) for i in step.activities]


def test_a_request_does_not_come_back_without_a_decision(centre: Any) -> None:
    teacher: Actor = centre.person("tea", Role.TEACHER)
    wish = centre.wish(
        "2026-11-27T14:00", "2026-11-27T15:00", centre.maker, person_id=teacher.person_id, title="Club"
    )
    held = centre.write(lambda u: service.hold(u, wish), as_=teacher)
    step = Step(Kind.CANCELLED, "Club", (held.activity_id,))
    centre.write(lambda u: service.release(u, held.activity_id, "ill"), as_=teacher)
    with pytest.raises(NotPermitted):
        centre.write(lambda u: undo.take_back(u, step), as_=teacher)


def test_something_new_forgets_what_was_undone() -> None:
    history, step = History(), Step(Kind.MADE, "Club", (1,))
    history.push(step)
    assert history.take_back() is step
    history.went_back(step)
    history.push(Step(Kind.MADE, "Chess", (2,)))
    assert history.do_again() is None

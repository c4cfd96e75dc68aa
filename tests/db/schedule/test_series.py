"""Series: all or nothing, or by choice for each date; this, this and following, all."""

from __future__ import annotations

import pytest

from resource_centre.core.errors import Refused
from resource_centre.core.times import to_wall
from resource_centre.schedule import queries, reshaping, series
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.series import Choice, Scope
from resource_centre.schedule.service import Changes

RULE = "FREQ=WEEKLY;COUNT=5"


def book(world, lab: int, rule: str = RULE, choices=None, **more) -> list:
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", lab, **more)
    return world.write(lambda unit: series.hold_series(unit, wish, rule, choices or {}))[0]


def walls(world, ids) -> list[str]:
    found = [world.read(lambda u, i=i: queries.activity(u, i)) for i in ids]
    return [f"{to_wall(a.start, world.tz):%m-%d %H:%M}" for a in found]


def test_a_series_is_all_or_nothing(world) -> None:
    lab = world.lab()
    world.book("2026-12-10 10:30", "2026-12-10 12:00", lab)
    with pytest.raises(Refused) as caught:
        book(world, lab)
    assert "4 of 5" in str(caught.value)


def test_a_date_can_be_skipped_or_moved(world) -> None:
    lab = world.lab()
    world.book("2026-12-10 10:30", "2026-12-10 12:00", lab)
    choices = {
        "2026-12-10T10:00:00": Choice(start=world.at("2026-12-11 10:00")),
        "2026-12-17T10:00:00": Choice(skip=True),
    }
    held = book(world, lab, choices=choices)
    assert walls(world, [h.activity_id for h in held]) == [
        "11-26 10:00", "12-03 10:00", "12-11 10:00", "12-24 10:00",
    ]  # fmt: skip


def test_the_preview_says_of_every_date_whether_it_is_free(world) -> None:
    lab = world.lab()
    world.book("2026-12-10 10:30", "2026-12-10 12:00", lab, title="Open day")
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", lab)
    found = world.read(lambda unit: series.preview(unit, wish, RULE)).occurrences
    assert [o.free for o in found] == [True, True, False, True, True]
    assert "Open day" in found[2].violations[0].held_by
    assert found[2].alternatives


def test_moving_this_and_the_following_keeps_the_earlier_ones(world) -> None:
    ids = [h.activity_id for h in book(world, world.lab())]
    changes = Changes(start=world.at("2026-12-10 14:00"), end=world.at("2026-12-10 15:00"))
    world.write(lambda u: reshaping.change(u, ids[2], Reshape(changes, Scope.FOLLOWING)))
    assert walls(world, ids) == ["11-26 10:00", "12-03 10:00", "12-10 14:00", "12-17 14:00", "12-24 14:00"]


def test_an_exception_survives_a_change_of_all(world) -> None:
    ids = [h.activity_id for h in book(world, world.lab())]
    moved = Changes(start=world.at("2026-12-11 16:00"), end=world.at("2026-12-11 17:00"))
    world.write(lambda u: reshaping.change(u, ids[2], Reshape(moved, Scope.THIS)))
    later = Changes(start=world.at("2026-12-03 12:00"), end=world.at("2026-12-03 13:00"))
    world.write(lambda u: reshaping.change(u, ids[1], Reshape(later, Scope.ALL)))
    assert walls(world, ids) == ["11-26 12:00", "12-03 12:00", "12-11 16:00", "12-17 12:00", "12-24 12:00"]


def test_a_series_may_move_into_its_own_old_places(world) -> None:
    ids = [h.activity_id for h in book(world, world.lab(), "FREQ=DAILY;COUNT=2")]
    changes = Changes(start=world.at("2026-11-27 10:00"), end=world.at("2026-11-27 11:00"))
    world.write(lambda u: reshaping.change(u, ids[0], Reshape(changes, Scope.ALL)))
    assert walls(world, ids) == ["11-27 10:00", "11-28 10:00"]


def test_cancelling_the_following_leaves_the_earlier_ones(world) -> None:
    ids = [h.activity_id for h in book(world, world.lab())]
    cancelled = world.write(lambda u: series.release(u, ids[3], "Term is over", Scope.FOLLOWING))
    assert cancelled == ids[3:]


def test_a_series_keeps_wall_time_in_a_zone_with_daylight_saving(world) -> None:
    from dataclasses import replace

    from resource_centre.centres.service import CentreDraft, add_centre
    from resource_centre.core.context import SYSTEM
    from resource_centre.core.times import zone
    from resource_centre.resources.service import LabDraft, add_lab

    draft = CentreDraft("OUL", "Oulu", "Europe/Helsinki", "FI", observes_holidays=False)
    centre = world.write(lambda u: add_centre(u, draft), SYSTEM)
    lab = world.write(lambda u: add_lab(u, centre.id, LabDraft("O1", "Oulu lab")), SYSTEM)
    tz = zone("Europe/Helsinki")
    wish = replace(world.wish("2027-03-22 15:00", "2027-03-22 16:00", lab), centre_id=centre.id)
    held, _notes = world.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=3"), SYSTEM)
    assert {to_wall(h.start, tz).hour for h in held} == {12}
    assert len({h.start.hour for h in held}) == 2

"""Changing a series: what goes along, what stays, and what is said about each date before anything is written."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from resource_centre.core.context import Role
from resource_centre.core.errors import NotPermitted, Refused
from resource_centre.core.times import to_wall
from resource_centre.schedule import queries, reshaping, series, service
from resource_centre.schedule.model import Series
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.series import Choice, Fate, Scope
from resource_centre.schedule.service import Changes

RULE = "FREQ=WEEKLY;COUNT=5"


@pytest.fixture
def lab(world) -> int:
    return world.lab()


@pytest.fixture
def ids(world, lab) -> list[int]:
    """Five Thursdays at ten."""
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", lab)
    return [h.activity_id for h in world.write(lambda u: series.hold_series(u, wish, RULE))[0]]


def at(world, text: str, hours: int = 1) -> Changes:
    start = world.at(text)
    return Changes(start=start, end=start + timedelta(hours=hours))


def change(world, number: int, *wish, **more) -> list[int]:
    return [h.activity_id for h in world.write(lambda u: reshaping.change(u, number, Reshape(*wish, **more)))]


def shown(world, number: int, *wish, **more):
    return world.read(lambda u: reshaping.preview(u, number, Reshape(*wish, **more))).occurrences


def walls(world, ids) -> list[str]:
    found = [world.read(lambda u, i=i: queries.activity(u, i)) for i in ids]
    return [f"{to_wall(a.start, world.tz):%m-%d %H:%M}" if a.state == "booked" else a.state for a in found]


def rule_of(world, number: int) -> str:
    return world.read(lambda u: queries.activity(u, number)).rule


def test_a_preview_says_what_is_in_the_way_of_each_date(world, lab, ids) -> None:
    world.book("2026-12-10 15:00", "2026-12-10 16:00", lab, title="Open day")
    found = shown(world, ids[0], at(world, "2026-11-26 15:00"), Scope.ALL)
    assert [each.free for each in found] == [True, True, False, True, True]
    assert "Open day" in found[2].violations[0].held_by
    assert walls(world, ids[:1]) == ["11-26 10:00"]


def test_one_date_in_the_way_keeps_all_where_they_are(world, lab, ids) -> None:
    world.book("2026-12-10 15:00", "2026-12-10 16:00", lab)
    with pytest.raises(Refused, match="4 of 5"):
        change(world, ids[0], at(world, "2026-11-26 15:00"), Scope.ALL)
    assert walls(world, ids[:2]) == ["11-26 10:00", "12-03 10:00"]


def test_a_date_in_the_way_is_left_or_goes_elsewhere(world, lab, ids) -> None:
    other = world.lab("LAB2")
    for day in ("10", "17"):
        world.book(f"2026-12-{day} 15:00", f"2026-12-{day} 16:00", lab)
    choices = {"2026-12-10T15:00:00": Choice(skip=True), "2026-12-17T15:00:00": Choice(bookables=(other,))}
    change(world, ids[0], at(world, "2026-11-26 15:00"), Scope.ALL, choices=choices)
    assert walls(world, ids) == ["11-26 15:00", "12-03 15:00", "12-10 10:00", "12-17 15:00", "12-24 15:00"]
    assert [h.bookable_id for h in world.read(lambda u: queries.activity(u, ids[3])).holds if h.live] == [
        other
    ]


def test_what_was_left_alone_stays_its_own(world, lab, ids) -> None:
    choices = {"2026-12-10T15:00:00": Choice(skip=True)}
    change(world, ids[0], at(world, "2026-11-26 15:00"), Scope.ALL, choices=choices)
    change(world, ids[0], at(world, "2026-11-26 12:00"), Scope.ALL)
    assert walls(world, ids[:3]) == ["11-26 12:00", "12-03 12:00", "12-10 10:00"]


def test_a_date_that_was_moved_when_it_was_booked_is_an_exception_too(world, lab) -> None:
    wish = world.wish("2026-11-26 10:00", "2026-11-26 11:00", lab)
    moved = {"2026-12-03T10:00:00": Choice(start=world.at("2026-12-04 16:00"))}
    ids = [h.activity_id for h in world.write(lambda u: series.hold_series(u, wish, RULE, moved))[0]]
    change(world, ids[0], at(world, "2026-11-26 12:00"), Scope.ALL)
    assert walls(world, ids[:3]) == ["11-26 12:00", "12-04 16:00", "12-10 12:00"]


def test_only_the_changed_fields_go_along(world, lab, ids) -> None:
    change(world, ids[2], Changes(title="Finals"), Scope.THIS)
    change(world, ids[0], Changes(note="Bring the hubs", title="Club"), Scope.ALL)
    found = [world.read(lambda u, i=i: queries.activity(u, i)) for i in ids[1:4]]
    assert [(a.title, a.note) for a in found] == [
        ("Club", "Bring the hubs"), ("Finals", "Bring the hubs"), ("Club", "Bring the hubs"),
    ]  # fmt: skip


def test_set_up_and_units_go_along(world, ids, lab) -> None:
    model = world.model()
    kits = world.units(model, 3)
    change(world, ids[1], Changes(bookables=(lab,), units=((model, 2),), setup_minutes=30), Scope.FOLLOWING)
    found = [world.read(lambda u, i=i: queries.activity(u, i)) for i in ids]
    assert [len([h for h in a.holds if h.live]) for a in found] == [1, 3, 3, 3, 3]
    assert [a.setup_minutes for a in found] == [None, 30, 30, 30, 30]
    assert {h.bookable_id for h in found[2].holds} == {lab, *kits[:2]}


def test_a_split_keeps_the_numbers_that_calendars_know(world, ids) -> None:
    before = [world.read(lambda u, i=i: queries.activity(u, i)).uid for i in ids]
    change(world, ids[2], at(world, "2026-12-10 14:00"), Scope.FOLLOWING)
    after = [world.read(lambda u, i=i: queries.activity(u, i)) for i in ids]
    assert [a.uid for a in after] == before
    assert (after[0].rule, after[2].rule) == ("FREQ=WEEKLY;COUNT=2", "FREQ=WEEKLY;COUNT=3")
    assert after[0].series_id != after[2].series_id


def test_a_moved_series_can_be_parted_where_it_is_now(world, ids) -> None:
    change(world, ids[0], at(world, "2026-11-27 10:00"), Scope.ALL)
    change(world, ids[3], at(world, "2026-12-18 16:00"), Scope.FOLLOWING)
    assert walls(world, ids) == ["11-27 10:00", "12-04 10:00", "12-11 10:00", "12-18 16:00", "12-25 16:00"]
    new = world.read(lambda u: u.get(Series, queries.activity(u, ids[3]).series_id))
    assert (new.starts_wall, new.rule) == ("2026-12-18T16:00:00", "FREQ=WEEKLY;COUNT=2")


def test_another_weekday_moves_the_dates_there_are(world, ids) -> None:
    change(world, ids[0], scope=Scope.ALL, rule="FREQ=WEEKLY;BYDAY=FR;COUNT=5")
    assert walls(world, ids) == ["11-27 10:00", "12-04 10:00", "12-11 10:00", "12-18 10:00", "12-25 10:00"]
    assert rule_of(world, ids[0]) == "FREQ=WEEKLY;BYDAY=FR;COUNT=5"


def test_a_second_weekday_books_only_what_is_missing(world, ids) -> None:
    held = change(world, ids[0], scope=Scope.ALL, rule="FREQ=WEEKLY;BYDAY=MO,TH;COUNT=10")
    new = [i for i in held if i not in ids]
    assert walls(world, ids) == ["11-26 10:00", "12-03 10:00", "12-10 10:00", "12-17 10:00", "12-24 10:00"]
    assert walls(world, new) == ["11-30 10:00", "12-07 10:00", "12-14 10:00", "12-21 10:00", "12-28 10:00"]


def test_a_shorter_series_cancels_only_what_is_too_much(world, ids) -> None:
    fates = [each.fate for each in shown(world, ids[0], scope=Scope.ALL, rule="FREQ=WEEKLY;COUNT=3")]
    assert fates == [Fate.KEPT, Fate.KEPT, Fate.KEPT, Fate.GONE, Fate.GONE]
    change(world, ids[0], scope=Scope.ALL, rule="FREQ=WEEKLY;COUNT=3")
    assert walls(world, ids) == ["11-26 10:00", "12-03 10:00", "12-10 10:00", "cancelled", "cancelled"]


def test_a_cancelled_date_is_not_booked_again_by_a_new_rule(world, ids) -> None:
    world.write(lambda u: service.release(u, ids[2], "ill"))
    held = change(world, ids[0], scope=Scope.ALL, rule="FREQ=WEEKLY;COUNT=6")
    assert walls(world, ids)[2] == "cancelled"
    assert walls(world, [i for i in held if i not in ids]) == ["12-31 10:00"]


def test_exceptions_survive_a_new_rule(world, ids) -> None:
    change(world, ids[2], at(world, "2026-12-11 16:00"), Scope.THIS)
    change(world, ids[0], scope=Scope.ALL, rule="FREQ=WEEKLY;INTERVAL=2;COUNT=5")
    assert walls(world, ids)[2] == "12-11 16:00"


def test_a_new_rule_from_here_on_leaves_the_earlier_dates(world, ids) -> None:
    change(world, ids[2], scope=Scope.FOLLOWING, rule="FREQ=DAILY;COUNT=3")
    assert walls(world, ids) == ["11-26 10:00", "12-03 10:00", "12-10 10:00", "12-11 10:00", "12-12 10:00"]
    assert rule_of(world, ids[0]) == "FREQ=WEEKLY;COUNT=2"


def test_one_booking_becomes_a_series(world, lab) -> None:
    number = world.book("2026-11-26 10:00", "2026-11-26 11:00", lab).activity_id
    held = change(world, number, scope=Scope.ALL, rule="FREQ=WEEKLY;COUNT=3")
    assert walls(world, [number, *held]) == ["11-26 10:00", "12-03 10:00", "12-10 10:00"]
    assert rule_of(world, number) == "FREQ=WEEKLY;COUNT=3"


def test_what_is_over_stays_where_it_was(world, ids) -> None:
    world.clock.instant = world.at("2026-12-04 09:00")
    change(world, ids[3], at(world, "2026-12-17 14:00"), Scope.ALL)
    assert walls(world, ids) == ["11-26 10:00", "12-03 10:00", "12-10 14:00", "12-17 14:00", "12-24 14:00"]
    assert rule_of(world, ids[0]) == "FREQ=WEEKLY;COUNT=2"


def test_dates_of_one_series_do_not_lie_on_each_other(world, ids) -> None:
    change(world, ids[0], at(world, "2026-11-26 10:00", 24 * 6), Scope.THIS, override_reason="long")
    with pytest.raises(Refused):
        change(world, ids[1], at(world, "2026-12-01 10:00"), Scope.FOLLOWING)


def test_a_night_without_an_hour_is_said(world) -> None:
    from dataclasses import replace

    from resource_centre.centres.service import CentreDraft, add_centre
    from resource_centre.core.context import SYSTEM
    from resource_centre.core.times import zone
    from resource_centre.resources.service import LabDraft, add_lab

    draft = CentreDraft("OUL", "Oulu", "Europe/Helsinki", "FI", observes_holidays=False)
    centre = world.write(lambda u: add_centre(u, draft), SYSTEM)
    lab = world.write(lambda u: add_lab(u, centre.id, LabDraft("O1", "Oulu lab")), SYSTEM)
    tz = zone("Europe/Helsinki")
    wish = replace(
        world.wish("2027-03-21 15:00", "2027-03-21 16:00", lab), centre_id=centre.id, override_reason="Sunday"
    )
    ids = [
        h.activity_id
        for h in world.write(lambda u: series.hold_series(u, wish, "FREQ=WEEKLY;COUNT=2"), SYSTEM)[0]
    ]
    night = datetime(2027, 3, 21, 3, 30, tzinfo=tz)
    moved = Changes(start=night, end=night + timedelta(minutes=30))
    found = world.read(lambda u: reshaping.preview(u, ids[0], Reshape(moved, Scope.ALL)), SYSTEM).occurrences
    assert [bool(each.problem) for each in found] == [False, True]


def test_nobody_changes_the_series_of_others(world, lab, ids) -> None:
    teacher = world.person("tea", Role.TEACHER)
    with pytest.raises(NotPermitted):
        world.write(
            lambda u: reshaping.change(u, ids[0], Reshape(Changes(title="Mine"), Scope.ALL)), as_=teacher
        )

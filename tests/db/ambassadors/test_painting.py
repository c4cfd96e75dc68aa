"""Availability that is painted is written span by span, on both engines, and taken back honestly."""

from __future__ import annotations

from typing import Any

import pytest

from resource_centre.ambassadors import queries, service
from resource_centre.ambassadors.rules import Exceptional
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.core.times import TimeRange


def span(world: Any, start: str, end: str) -> TimeRange:
    return TimeRange(world.at(f"2026-11-30 {start}"), world.at(f"2026-11-30 {end}"))


def said(staffed: Any) -> list[tuple[int, int, bool]]:
    world, who = staffed.world, staffed.zhanel.person_id
    rows = world.read(lambda u: queries.exceptions(u, who), staffed.zhanel)
    return [(e.start.astimezone(world.tz).hour, e.end.astimezone(world.tz).hour, e.available) for e in rows]


def paint(staffed: Any, start: str, end: str, available: bool) -> tuple[Any, Any]:
    world, who = staffed.world, staffed.zhanel.person_id
    return world.write(  # type: ignore[no-any-return]
        lambda u: service.paint(u, who, span(world, start, end), available), staffed.zhanel
    )


def test_a_stroke_over_another_leaves_what_was_painted_last(staffed: Any) -> None:
    paint(staffed, "10:00", "14:00", False)
    paint(staffed, "12:00", "13:00", True)
    assert said(staffed) == [(10, 12, False), (13, 14, False)]


def test_a_stroke_is_taken_back_and_done_again(staffed: Any) -> None:
    who = staffed.zhanel.person_id
    paint(staffed, "10:00", "12:00", False)
    before, after = paint(staffed, "11:00", "13:00", False)
    assert said(staffed) == [(10, 13, False)]
    staffed.world.write(lambda u: service.replace_exceptions(u, who, after, before), staffed.zhanel)
    assert said(staffed) == [(10, 12, False)]
    staffed.world.write(lambda u: service.replace_exceptions(u, who, before, after), staffed.zhanel)
    assert said(staffed) == [(10, 13, False)]


def test_what_was_changed_meanwhile_is_not_taken_back(staffed: Any) -> None:
    who = staffed.zhanel.person_id
    before, after = paint(staffed, "10:00", "12:00", False)
    paint(staffed, "11:00", "12:00", True)
    with pytest.raises(BadInput, match="changed meanwhile"):
        staffed.world.write(lambda u: service.replace_exceptions(u, who, after, before), staffed.zhanel)
    assert said(staffed) == [(10, 11, False)]


def test_nobody_paints_the_week_of_another_ambassador(staffed: Any) -> None:
    who, when = staffed.zhanel.person_id, span(staffed.world, "10:00", "12:00")
    with pytest.raises(NotPermitted):
        staffed.world.write(lambda u: service.paint(u, who, when, True), staffed.arman)


def test_exceptions_that_are_stated_keep_their_reason(staffed: Any) -> None:
    world, who = staffed.world, staffed.zhanel.person_id
    trip = span(world, "09:00", "15:00")
    world.write(lambda u: service.add_exception(u, who, trip, False, "Trip"), staffed.zhanel)
    _before, after = paint(staffed, "11:00", "12:00", True)
    assert after == (
        Exceptional(span(world, "09:00", "11:00"), False, "Trip"),
        Exceptional(span(world, "12:00", "15:00"), False, "Trip"),
    )

"""Rows, boxes and what lies under a point."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.ui.timeline.axis import Axis, spans_of
from resource_centre.ui.timeline.geometry import Box, Zone, bands_of, boxes_of, hit, in_order, timed, zone_of
from resource_centre.ui.timeline.scene import Block, BlockKind, BlockState, DayWindow, Row, RowKind

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def block(start: float, end: float, before: float = 0, after: float = 0) -> Block:
    return Block(
        1,
        1,
        BlockKind.LAB,
        BlockState.CONFIRMED,
        "Optics",
        at(start),
        at(end),
        at(start - before),
        at(end + after),
    )


def axis(zoom: float = 20.0) -> Axis:
    day = DayWindow(date(2026, 11, 23), ((at(9), at(18)),), "Mon 23", "Mon")
    return Axis(spans_of([day], (), ZoneInfo("UTC")), zoom, ZoneInfo("UTC"))


def boxes(*blocks: Block) -> tuple[Box, ...]:
    return boxes_of(axis(), in_order(timed(each) for each in blocks))


ROWS = (
    Row(-1, RowKind.GROUP, "Labs"),
    Row(1, RowKind.LAB, "Robotics"),
    Row(2, RowKind.UNIT, "Kit"),
    Row(3, RowKind.PERSON, "Zhanel"),
)


@pytest.mark.parametrize(("compact", "heights"), [(False, [28, 46, 30, 32]), (True, [28, 42, 28, 30])])
def test_rows_are_as_tall_as_their_kind(compact: bool, heights: list[int]) -> None:
    assert [band.height for band in bands_of(ROWS, compact).bands] == heights


@given(st.integers(0, 135))
def test_the_row_at_a_height_holds_that_height(y: int) -> None:
    band = bands_of(ROWS).at(y)
    assert band is not None and band.top <= y < band.top + band.height


def test_there_is_no_row_below_the_last() -> None:
    assert bands_of(ROWS).at(136) is None


@given(st.integers(0, 200), st.integers(1, 200))
def test_rows_in_sight_are_those_that_overlap_the_window(top: int, height: int) -> None:
    found = bands_of(ROWS)
    overlapping = tuple(b for b in found.bands if b.top < top + height and b.top + b.height > top)
    assert set(overlapping) <= set(found.between(top, top + height))


def test_a_label_stops_before_the_next_occupied_range() -> None:
    first, second = boxes(block(9, 10), block(12, 13, before=0.5))
    assert first.label_end == second.occupied_left - 4


def test_the_last_label_may_run_to_the_end_of_the_axis() -> None:
    assert boxes(block(9, 10))[0].label_end == axis().width


def test_boxes_come_left_to_right() -> None:
    assert [box.left for box in boxes(block(15, 16), block(9, 10))] == [10.0, 130.0]


def test_what_began_before_the_period_goes_on_to_the_left() -> None:
    (box,) = boxes(block(-20, 12))
    assert (box.opens_left, box.left) == (True, 0.0)


WIDE = block(10, 14, before=1, after=1)


@pytest.mark.parametrize(
    ("x", "zone"),
    [
        (9.0, None),
        (11.0, Zone.SETUP),
        (20.0, Zone.BODY),
        (31.0, Zone.START),
        (60.0, Zone.BODY),
        (109.0, Zone.END),
        (115.0, Zone.BODY),
        (129.0, Zone.CLEARDOWN),
        (131.0, None),
    ],
)
def test_each_part_of_a_block_has_its_zone(x: float, zone: Zone | None) -> None:
    assert zone_of(boxes(WIDE)[0], x) is zone


def test_a_narrow_block_is_all_body() -> None:
    (box,) = boxes(block(10, 11))
    assert {zone_of(box, x) for x in (30, 33, 40, 50)} == {Zone.BODY}


def test_empty_space_names_row_and_instant() -> None:
    band = bands_of(ROWS).at(40)
    found = hit(axis(), band, (), 10.0)
    assert (found.zone, found.row, found.instant) == (Zone.EMPTY, ROWS[1], at(9).timestamp())


def test_a_press_on_a_group_is_about_the_group() -> None:
    assert hit(axis(), bands_of(ROWS).at(5), (), 10.0).zone is Zone.GROUP


def test_beside_the_axis_there_is_nothing() -> None:
    assert hit(axis(), bands_of(ROWS).at(40), (), 5000.0).zone is Zone.NOTHING

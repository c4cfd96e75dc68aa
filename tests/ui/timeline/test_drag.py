"""A drag as values: snapping, edges, rows, and steps of a key."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from resource_centre.ui.timeline.axis import Axis
from resource_centre.ui.timeline.drag import Grip, Lift, Place, dragged, lifted, next_row, stepped
from resource_centre.ui.timeline.geometry import Hit, Zone, bands_of
from resource_centre.ui.timeline.layout import Layout, lay_out, prepare
from resource_centre.ui.timeline.scene import Block, Folding, Row, RowKind
from resource_centre.ui.timeline.sheets import Sheets, columns_of, pages_of
from tests.ui.timeline import sample

LAYOUT: Layout = lay_out(prepare(sample.scene()), Folding(), 40.0)
AXIS: Axis = LAYOUT.axis
MAZE: Block = next(b for b in LAYOUT.scene.blocks if b.activity == sample.MAZE and b.bookable == 1)
ROWS = {band.row.key: band.row for band in LAYOUT.bands.bands}
HOUR = timedelta(hours=1)


def pulled(grip: Grip, hours: float, row: int = 1, fine: bool = False) -> Place:
    lift = Lift(MAZE, grip)
    x = AXIS.x(MAZE.start.timestamp())
    return dragged(AXIS, lift, x, x + hours * AXIS.zoom, ROWS[row], fine)


def test_a_block_goes_as_far_as_the_pointer() -> None:
    place = pulled(Grip.WHOLE, 1)
    assert (place.start, place.end) == (MAZE.start + HOUR, MAZE.end + HOUR)


@pytest.mark.parametrize(("fine", "minutes"), [(False, 15), (True, 10)])
def test_it_snaps_to_quarters_or_finely_to_five_minutes(fine: bool, minutes: int) -> None:
    place = pulled(Grip.WHOLE, 11 / 60, fine=fine)
    assert place.start - MAZE.start == timedelta(minutes=minutes)


def test_straight_down_keeps_the_time_even_off_the_grid() -> None:
    assert pulled(Grip.WHOLE, 0.05, row=2) == Place(MAZE.activity, 2, MAZE.start, MAZE.end)


def test_a_group_takes_nothing() -> None:
    group = next(row.key for row in ROWS.values() if row.kind is RowKind.GROUP)
    assert pulled(Grip.WHOLE, 1, row=group).row == 1


def test_an_edge_stops_before_the_other_one() -> None:
    assert pulled(Grip.END, -12).end == MAZE.start + timedelta(minutes=15)
    assert pulled(Grip.START, 12).start == MAZE.end - timedelta(minutes=15)


@pytest.mark.parametrize(("grip", "hours", "setup", "cleardown"), [
    (Grip.SETUP, -0.5, 60, None), (Grip.SETUP, 3, 0, None), (Grip.CLEARDOWN, 0.25, None, 45),
])  # fmt: skip
def test_the_edge_of_a_hatch_changes_only_its_minutes(
    grip: Grip, hours: float, setup: int | None, cleardown: int | None
) -> None:
    assert (MAZE.start - MAZE.occupied_start, MAZE.occupied_end - MAZE.end) == (HOUR / 2, HOUR / 2)
    assert pulled(grip, hours) == Place(MAZE.activity, 1, MAZE.start, MAZE.end, setup, cleardown)


def test_steps_of_a_key_add_up_and_come_back() -> None:
    lift = Lift(MAZE, Grip.WHOLE)
    there = stepped(lift, stepped(lift, lift.home, 1, 15), 3, 15)
    assert there.start == MAZE.start + HOUR
    assert stepped(lift, there, -4, 15) == lift.home


def test_rows_of_another_kind_are_skipped_and_the_last_one_stays() -> None:
    rows = LAYOUT.scene.rows
    labs = [row.key for row in rows if row.kind is RowKind.LAB]
    assert [next_row(rows, key, 1) for key in labs] == [*labs[1:], labs[-1]]


def test_empty_space_picks_nothing_up() -> None:
    assert lifted(Hit(Zone.EMPTY, ROWS[1], None, datetime.now().timestamp())) is None


def test_pages_cut_no_row() -> None:
    pages = pages_of(LAYOUT.bands, 200)
    assert [top for top, _bottom in pages[1:]] == [bottom for _top, bottom in pages[:-1]]
    assert {top for top, _bottom in pages} <= {band.top for band in LAYOUT.bands.bands}
    assert all(bottom - top <= 200 for top, bottom in pages)


def test_no_page_ends_with_the_name_of_a_group() -> None:
    rows = [
        Row(-1, RowKind.GROUP, "Labs"),
        Row(1, RowKind.LAB, "A"),
        Row(-2, RowKind.GROUP, "Kits"),
        Row(2, RowKind.UNIT, "B"),
    ]
    bands = bands_of(rows)
    assert pages_of(bands, 28 + 46 + 28) == [(0, 74), (74, 132)]


def test_a_zoomed_print_goes_on_over_pages_without_cutting_days() -> None:
    prepared = prepare(sample.scene())
    sheets = Sheets(prepared, Folding(), "Almaty", zoom=40.0)
    edges = {round(left) for left in sheets.layout.axis.lefts}
    columns = dict.fromkeys((page.left, page.right) for page in sheets.pages)
    assert len(columns) > 1
    assert {edge for column in columns for edge in column} <= edges
    assert [left for left, _right in columns][1:] == [right for _left, right in columns][:-1]
    assert all(right - left <= 1076 for left, right in columns)
    assert sheets.title_of(0) == "Almaty: Mon 23 – Tue 24"


def test_a_day_wider_than_a_page_is_cut_at_full_hours() -> None:
    axis = lay_out(prepare(sample.scene()), Folding(), 160.0).axis
    hours = {round(axis.x(instant)) for i in range(len(axis.spans)) for instant, _hour in axis.hours(i)}
    columns = columns_of(axis, 1076)
    assert {right for _left, right in columns} <= hours | {round(left) for left in axis.lefts}
    assert columns[-1][1] == round(axis.width)


def test_a_print_that_is_not_zoomed_is_one_page_across() -> None:
    sheets = Sheets(prepare(sample.scene()), Folding(), "Almaty")
    assert {(page.left, page.right) for page in sheets.pages} == {(0, 1076)}
    assert sheets.title_of(0) == "Almaty"

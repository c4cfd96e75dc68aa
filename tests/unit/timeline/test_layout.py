"""Folding, sums of unlisted units, and the way of the keyboard."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from resource_centre.ui.timeline.layout import Layout, lay_out, prepare
from resource_centre.ui.timeline.scene import (
    Block,
    BlockKind,
    BlockState,
    DayWindow,
    Folding,
    Row,
    RowKind,
    Scene,
    group_of,
    shown_rows,
)

DAY = datetime(2026, 11, 23, tzinfo=UTC)
ROWS = (
    Row(-1, RowKind.GROUP, "Labs"),
    Row(1, RowKind.LAB, "Robotics"),
    Row(2, RowKind.LAB, "Empty"),
    Row(-2, RowKind.GROUP, "Kits"),
    Row(11, RowKind.UNIT, "Kit 1"),
    Row(12, RowKind.UNIT, "Kit 2", extra=True),
    Row(-20, RowKind.MORE, "1 more unit"),
)


def block(activity: int, row: int, hour: int, state: BlockState = BlockState.CONFIRMED) -> Block:
    start, end = DAY + timedelta(hours=hour), DAY + timedelta(hours=hour + 1)
    return Block(activity, row, BlockKind.LAB, state, "Optics", start, end, start, end)


BLOCKS = (
    block(1, 1, 9),
    block(2, 1, 12),
    block(2, 11, 12),
    block(3, 12, 15),
    block(4, 1, 15, BlockState.INVITED),
)


def layout(folding: Folding | None = None) -> Layout:
    day = DayWindow(
        date(2026, 11, 23), ((DAY + timedelta(hours=9), DAY + timedelta(hours=18)),), "Mon 23", "Mon"
    )
    scene = Scene("UTC", DAY, (day,), ROWS, BLOCKS)
    return lay_out(prepare(scene), folding or Folding(), 20.0)


def keys(folding: Folding) -> list[int]:
    return [row.key for row in shown_rows(ROWS, folding)]


def test_extra_units_are_not_listed() -> None:
    assert keys(Folding()) == [-1, 1, 2, -2, 11, -20]


def test_an_unfolded_group_lists_every_unit() -> None:
    assert keys(Folding(unfolded_more=frozenset({-2}))) == [-1, 1, 2, -2, 11, 12, -20]


def test_a_folded_group_hides_its_rows() -> None:
    assert keys(Folding(folded=frozenset({-1}))) == [-1, -2, 11, -20]


def test_a_row_knows_its_group() -> None:
    assert group_of(ROWS, 12) is ROWS[3]


def test_the_more_row_sums_up_unlisted_units() -> None:
    found = layout()
    assert [box.block.activity for box in found.boxes(found.bands.by_key[-20])] == [3]


def test_every_row_of_an_activity_is_known() -> None:
    assert layout().rows_of(2) == {1, 11}


def test_an_invitation_holds_no_row() -> None:
    assert layout().rows_of(4) == frozenset()


def test_the_next_block_of_a_row_is_beside() -> None:
    assert layout().beside(BLOCKS[0], 1) == BLOCKS[1]


def test_nothing_is_beside_the_last_block() -> None:
    assert layout().beside(BLOCKS[4], 1) is None


def test_down_stops_at_a_row_without_anything() -> None:
    found = layout()
    assert found.across(found.bands.by_key[1].top, 0, 1) == ROWS[2]


def test_down_goes_to_the_next_group() -> None:
    found = layout()
    assert found.across(found.bands.by_key[2].top, 0, 1) == ROWS[3]


def test_down_from_a_group_goes_to_the_block_nearest_in_time() -> None:
    found = layout()
    assert found.across(found.bands.by_key[-1].top, 70, 1) == BLOCKS[1]


def test_blocks_are_read_row_by_row() -> None:
    assert [b.activity for b in layout().in_reading_order()] == [1, 2, 4, 2]

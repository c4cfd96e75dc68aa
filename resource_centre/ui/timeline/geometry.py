"""Where rows and blocks lie, and what lies under a point. Pure: pixels in, values out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from resource_centre.ui.timeline.axis import Axis
from resource_centre.ui.timeline.scene import Block, Row, RowKind

HEIGHTS = {RowKind.GROUP: 28, RowKind.LAB: 46, RowKind.UNIT: 30, RowKind.PERSON: 32, RowKind.MORE: 24}
COMPACT = {RowKind.GROUP: 28, RowKind.LAB: 42, RowKind.UNIT: 28, RowKind.PERSON: 30, RowKind.MORE: 24}
EDGE = 6.0
HATCH_EDGE = 4.0
RESIZABLE = 24.0
GAP = 4.0


class Band(NamedTuple):
    """A row with its place. A tuple: a large centre has thousands."""

    row: Row
    top: int
    height: int

    @property
    def block_top(self) -> int:
        """Where its blocks start."""
        return self.top + 3

    @property
    def block_height(self) -> int:
        """How tall they are: three pixels free above and below, and the line."""
        return self.height - 7


@dataclass(frozen=True)
class Bands:
    """All rows on screen, top to bottom, whether in sight or not."""

    bands: tuple[Band, ...]

    @cached_property
    def _tops(self) -> list[int]:
        return [band.top for band in self.bands]

    @cached_property
    def by_key(self) -> dict[int, Band]:
        """Each row's place by its key."""
        return {band.row.key: band for band in self.bands}

    @property
    def height(self) -> int:
        """Pixels of all rows."""
        return self.bands[-1].top + self.bands[-1].height if self.bands else 0

    def between(self, top: float, bottom: float) -> tuple[Band, ...]:
        """The rows of which something is seen between two heights."""
        first = max(0, bisect_right(self._tops, top) - 1)
        return self.bands[first : bisect_left(self._tops, bottom)]

    def at(self, y: float) -> Band | None:
        """The row at a height."""
        if y < 0 or y >= self.height:
            return None
        return self.bands[bisect_right(self._tops, y) - 1]


def bands_of(rows: Iterable[Row], compact: bool = False, scale: float = 1.0) -> Bands:
    """Stacks rows; `compact` is for windows narrower than 1366, `scale` the person's text size."""
    heights = {kind: round(height * scale) for kind, height in (COMPACT if compact else HEIGHTS).items()}
    bands, top = [], 0
    for row in rows:
        bands.append(Band(row, top, heights[row.kind]))
        top += heights[row.kind]
    return Bands(tuple(bands))


class Box(NamedTuple):
    """A block in pixels of the axis: occupied from/to, booked left/right, and how far its label may run.

    A tuple: each step of a zoom makes hundreds.
    """

    block: Block
    occupied_left: float
    left: float
    right: float
    occupied_right: float
    tail: float
    label_end: float
    opens_left: bool
    opens_right: bool

    @property
    def reach(self) -> float:
        """The rightmost pixel of anything drawn for it."""
        return max(self.occupied_right, self.tail, self.label_end)


class Timed(NamedTuple):
    """A block with its instants as seconds since the epoch."""

    block: Block
    occupied_start: float
    start: float
    end: float
    occupied_end: float
    tail: float


def timed(block: Block) -> Timed:
    """Its seconds."""
    start, end = block.start.timestamp(), block.end.timestamp()
    return Timed(
        block,
        block.occupied_start.timestamp() if block.occupied_start is not block.start else start,
        start,
        end,
        block.occupied_end.timestamp() if block.occupied_end is not block.end else end,
        block.overdue_until.timestamp() if block.overdue_until else end,
    )


def in_order(blocks: Iterable[Timed]) -> tuple[Timed, ...]:
    """As `boxes_of` wants them: the last occupied range first."""
    return tuple(sorted(blocks, key=_occupied_start, reverse=True))


def boxes_of(axis: Axis, blocks: Iterable[Timed]) -> tuple[Box, ...]:
    """The blocks of one row (in that order) in pixels, left to right. A label stops before the next occupied range."""
    x, place, boxes = axis.x, axis.place, []
    first = axis.spans[0].start if axis.spans else 0.0
    last = axis.spans[-1].end if axis.spans else 0.0
    next_left = axis.width + GAP
    for block, from_, start, end, until, tail in blocks:
        inside = place(from_, until)
        if inside is None:
            occupied_left, occupied_right, left, right = x(from_), x(until), x(start), x(end)
        else:  # within one day, as nearly all are: no more searching
            zero, rate = inside
            occupied_left, occupied_right = zero + from_ * rate, zero + until * rate
            left, right = zero + start * rate, zero + end * rate
        limit = next_left - GAP
        if limit < left:
            limit = left
        late = x(tail) if tail > end else right
        boxes.append(
            Box(block, occupied_left, left, right, occupied_right, late, limit, start < first, end > last)
        )
        if occupied_right > occupied_left:
            next_left = occupied_left
    boxes.reverse()
    return tuple(boxes)


def _occupied_start(each: Timed) -> float:
    return each.occupied_start


class Zone(Enum):
    """What a press at a point is about."""

    NOTHING = auto()
    GROUP = auto()
    MORE = auto()
    NAME = auto()
    EMPTY = auto()
    BODY = auto()
    START = auto()
    END = auto()
    SETUP = auto()
    CLEARDOWN = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point: the zone, the row, the block if any, and the instant (unsnapped seconds)."""

    zone: Zone
    row: Row | None = None
    block: Block | None = None
    instant: float = 0.0


def hit(axis: Axis, band: Band | None, boxes: Iterable[Box], x: float) -> Hit:
    """What lies at `x` of a row. The topmost block wins, which is the one drawn last."""
    if band is None:
        return Hit(Zone.NOTHING, instant=axis.at(x))
    row, instant = band.row, axis.at(x)
    if row.kind is RowKind.GROUP:
        return Hit(Zone.GROUP, row, None, instant)
    if row.kind is RowKind.MORE:
        return Hit(Zone.MORE, row, None, instant)
    found = None
    for box in boxes:
        zone = zone_of(box, x)
        if zone is not None:
            found = Hit(zone, row, box.block, instant)
    if found is not None:
        return found
    return Hit(Zone.EMPTY if 0 <= x <= axis.width else Zone.NOTHING, row, None, instant)


def zone_of(box: Box, x: float) -> Zone | None:
    """The part of a block at `x`, or None beside it. Narrow blocks are all body; so are cut-off ends."""
    if not min(box.occupied_left, box.left) <= x <= max(box.occupied_right, box.tail, box.left + GAP):
        return None
    if box.left - box.occupied_left >= HATCH_EDGE and x <= box.occupied_left + HATCH_EDGE:
        return Zone.SETUP
    if (
        box.occupied_right - box.right >= HATCH_EDGE
        and box.occupied_right - HATCH_EDGE <= x <= box.occupied_right
    ):
        return Zone.CLEARDOWN
    if box.right - box.left >= RESIZABLE:
        if box.left <= x < box.left + EDGE and not box.opens_left:
            return Zone.START
        if box.right - EDGE < x <= box.right and not box.opens_right:
            return Zone.END
    return Zone.BODY

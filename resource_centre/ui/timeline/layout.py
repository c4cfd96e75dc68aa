"""A scene laid out at a zoom: which boxes a row has, what lies under a point, which block is next. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from resource_centre.ui.timeline.axis import Axis, Span, fitting_zoom, spans_of
from resource_centre.ui.timeline.geometry import (
    Band,
    Bands,
    Box,
    Hit,
    Timed,
    bands_of,
    boxes_of,
    hit,
    in_order,
    timed,
)
from resource_centre.ui.timeline.scene import Block, Folding, Row, RowKind, Scene, Shade, shown_rows


class Reach(NamedTuple):
    """An occupied range in seconds since the epoch."""

    occupied_start: float
    occupied_end: float


@dataclass(frozen=True)
class Prepared:
    """A scene sorted for drawing: spans of its days, blocks and shades by row, rows by activity.

    `late` rows have something overdue. `summed` are the rows of units that each `MORE` row stands for. What only
    rows in sight need is worked out when they are first seen.
    """

    scene: Scene
    spans: tuple[Span, ...]
    blocks: dict[int, list[Block]]
    shades: dict[int | None, list[Shade]]
    summed: dict[int, tuple[int, ...]]
    activities: dict[int, tuple[int, ...]]
    late: frozenset[int] = frozenset()
    _timed: dict[int, tuple[Timed, ...]] = field(default_factory=dict, compare=False)
    _bands: dict[tuple[Folding, bool, float], Bands] = field(default_factory=dict, compare=False)
    _layouts: dict[tuple[Folding, float, bool, float], Layout] = field(default_factory=dict, compare=False)

    def at(self, now: datetime) -> Prepared:
        """The same at another instant: what is overdue is so until then. What is worked out and stays is kept."""
        late = {
            row: [
                each._replace(overdue_until=now) if each.overdue_until else each for each in self.blocks[row]
            ]
            for row in self.late
        }
        kept = {row: each for row, each in self._timed.items() if row not in late}
        moved = replace(
            self,
            scene=replace(self.scene, now=now),
            blocks={**self.blocks, **late},
            _timed=kept,
            _layouts={},
        )
        for key, layout in self._layouts.items():
            moved._layouts[key] = layout.at(moved)
        return moved

    def let_go(self) -> None:
        """Nobody will draw this: it refers to its layouts and they to it, and would wait for the collector of such."""
        self._layouts.clear()

    def timed(self, row: Row) -> tuple[Timed, ...]:
        """The blocks of a row with their seconds, the last first; those of a `MORE` row once for each time."""
        known = self._timed.get(row.key)
        if known is None:
            if row.kind is RowKind.MORE:
                every = (block for key in self.summed.get(row.key, ()) for block in self.blocks.get(key, ()))
                alike = {(block.occupied_start, block.occupied_end): block for block in every if block.holds}
                blocks: Iterable[Block] = alike.values()
            else:
                blocks = self.blocks.get(row.key, ())
            known = self._timed[row.key] = in_order(timed(block) for block in blocks)
        return known

    def bands(self, folding: Folding, compact: bool, scale: float) -> Bands:
        """The rows that are on screen, stacked; the same at every zoom."""
        key = (folding, compact, scale)
        known = self._bands.get(key)
        if known is None:
            self._bands.clear()
            known = self._bands[key] = bands_of(shown_rows(self.scene.rows, folding), compact, scale)
        return known

    def fitting_zoom(self, width: float) -> float:
        """The zoom at which the whole period is in sight."""
        return fitting_zoom(self.spans, width)


@dataclass
class Layout:
    """Boxes are worked out row by row, when a row is first seen, and kept as long as the zoom is.

    `ready` is what painting keeps of rows.
    """

    prepared: Prepared
    axis: Axis
    bands: Bands
    ready: dict[int, object] = field(default_factory=dict)
    _boxes: dict[int, tuple[Box, ...]] = field(default_factory=dict)

    @property
    def scene(self) -> Scene:
        return self.prepared.scene

    def at(self, prepared: Prepared) -> Layout:
        """The same of a scene of which only the instant differs: rows on which nothing ends until then stay ready."""
        early, late = sorted((self.scene.now, prepared.scene.now))
        boxes = {row: each for row, each in self._boxes.items() if row not in prepared.late}
        ready = {
            row: each
            for row, each in self.ready.items()
            if row in boxes and not any(early < block.end <= late for block in prepared.blocks.get(row, ()))
        }
        return Layout(prepared, self.axis, self.bands, ready, boxes)

    @property
    def shades(self) -> dict[int | None, list[Shade]]:
        return self.prepared.shades

    def boxes(self, band: Band) -> tuple[Box, ...]:
        """The boxes of a row; of a `MORE` row, those of the units it stands for."""
        key = band.row.key
        known = self._boxes.get(key)
        if known is None:
            known = self._boxes[key] = boxes_of(self.axis, self.prepared.timed(band.row))
        return known

    def hit(self, x: float, y: float) -> Hit:
        """What lies at a point of the content."""
        band = self.bands.at(y)
        return hit(self.axis, band, self.boxes(band) if band else (), x)

    def box_of(self, block: Block) -> tuple[Band, Box] | None:
        """Where a block lies, if its row is on screen."""
        band = self.bands.by_key.get(block.bookable)
        if band is None:
            return None
        return next(((band, box) for box in self.boxes(band) if box.block == block), None)

    def rows_of(self, activity: int | None) -> frozenset[int]:
        """Every row on which an activity holds something."""
        return frozenset(self.prepared.activities.get(activity, ())) if activity is not None else frozenset()

    def in_reading_order(self) -> list[Block]:
        """All blocks on screen rows, top to bottom and left to right."""
        return [box.block for band in self.bands.bands if _has_blocks(band) for box in self.boxes(band)]

    def beside(self, block: Block, step: int) -> Block | None:
        """The next (+1) or previous (-1) block of the same row."""
        found = self.box_of(block)
        if found is None:
            return None
        boxes = [box.block for box in self.boxes(found[0])]
        place = boxes.index(block) + step
        return boxes[place] if 0 <= place < len(boxes) else None

    def across(self, y: float, x: float, step: int) -> Block | Row | None:
        """From a height, the next (+1) or previous (-1) stop: the block nearest to `x`, or a row without any."""
        bands = self.bands.bands
        here = self.bands.at(y)
        place = bands.index(here) + step if here else (0 if step > 0 else len(bands) - 1)
        if not 0 <= place < len(bands):
            return None
        band = bands[place]
        boxes = self.boxes(band) if _has_blocks(band) else ()
        return min(boxes, key=lambda box: abs(box.left - x)).block if boxes else band.row


def _has_blocks(band: Band) -> bool:
    return band.row.kind not in (RowKind.GROUP, RowKind.MORE)


def lay_out(
    prepared: Prepared, folding: Folding, zoom: float, *, compact: bool = False, scale: float = 1.0
) -> Layout:
    """Lays a prepared scene out at `zoom` pixels an hour; the last one that was asked for is kept."""
    key = (folding, zoom, compact, scale)
    known = prepared._layouts.get(key)
    if known is None:
        axis = Axis(prepared.spans, zoom, ZoneInfo(prepared.scene.zone))
        known = Layout(prepared, axis, prepared.bands(folding, compact, scale))
        prepared._layouts.clear()
        prepared._layouts[key] = known
    return known


def prepare(scene: Scene) -> Prepared:
    """What does not depend on zoom or folding: milliseconds for thousands of blocks, so not on the window's
    thread."""
    blocks: dict[int, list[Block]] = {}
    activities: dict[int, tuple[int, ...]] = {}
    ones: dict[int, tuple[int, ...]] = {}  # most activities take one row; the rows are few
    alone = ones.setdefault
    reached: set[tuple[float, float]] = set()
    late: set[int] = set()
    for block in scene.blocks:
        row, activity = block.bookable, block.activity
        known = blocks.get(row)
        if known is None:
            blocks[row] = [block]
        else:
            known.append(block)
        if block.holds:
            activities[activity] = (
                (*activities[activity], row) if activity in activities else alone(row, (row,))
            )
        if block.overdue_until is not None:
            late.add(row)
        reached.add((block.occupied_start.timestamp(), block.occupied_end.timestamp()))
    shades: dict[int | None, list[Shade]] = {}
    for shade in scene.shades:
        shades.setdefault(shade.row, []).append(shade)
    spans = spans_of(scene.days, map(Reach._make, reached), ZoneInfo(scene.zone))
    return Prepared(scene, spans, blocks, shades, _summed(scene.rows), activities, frozenset(late))


def _summed(rows: Iterable[Row]) -> dict[int, tuple[int, ...]]:
    """The unlisted units of each group, under the key of its `MORE` row."""
    summed: dict[int, tuple[int, ...]] = {}
    waiting: list[int] = []
    for row in rows:
        if row.kind is RowKind.GROUP:
            waiting = []
        elif row.extra and row.kind is not RowKind.MORE:
            waiting.append(row.key)
        elif row.kind is RowKind.MORE:
            summed[row.key] = tuple(waiting)
    return summed

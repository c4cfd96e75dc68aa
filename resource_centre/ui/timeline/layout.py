"""A scene laid out at a zoom: which boxes a row has, what lies under a point, which block is next. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from resource_centre.ui.timeline.axis import Axis, Span, fitting_zoom, spans_of
from resource_centre.ui.timeline.geometry import Band, Bands, Box, Hit, Timed, bands_of, boxes_of, by_row, hit
from resource_centre.ui.timeline.scene import Block, Folding, Row, RowKind, Scene, Shade, shown_rows


@dataclass(frozen=True)
class Prepared:
    """A scene sorted for drawing: spans of its days, blocks and shades by row, rows by activity."""

    scene: Scene
    spans: tuple[Span, ...]
    blocks: dict[int, list[Timed]]
    shades: dict[int | None, list[Shade]]
    summed: dict[int, list[Timed]]
    activities: dict[int, set[int]]

    def at(self, now: datetime) -> Prepared:
        """The same at another instant: what is overdue is so until then."""
        late = {
            row: [
                each._replace(tail=now.timestamp()) if each.block.overdue_until is not None else each
                for each in blocks
            ]
            for row, blocks in self.blocks.items()
            if any(each.block.overdue_until is not None for each in blocks)
        }
        return replace(self, scene=replace(self.scene, now=now), blocks={**self.blocks, **late})

    def fitting_zoom(self, width: float) -> float:
        """The zoom at which the whole period is in sight."""
        return fitting_zoom(self.spans, width)


@dataclass
class Layout:
    """Boxes are worked out row by row, when a row is first seen, and kept as long as the zoom is."""

    prepared: Prepared
    axis: Axis
    bands: Bands
    _boxes: dict[int, tuple[Box, ...]] = field(default_factory=dict)

    @property
    def scene(self) -> Scene:
        return self.prepared.scene

    @property
    def shades(self) -> dict[int | None, list[Shade]]:
        return self.prepared.shades

    def boxes(self, band: Band) -> tuple[Box, ...]:
        """The boxes of a row; of a `MORE` row, those of the units it stands for."""
        key = band.row.key
        known = self._boxes.get(key)
        if known is None:
            prepared = self.prepared
            source = prepared.summed if band.row.kind is RowKind.MORE else prepared.blocks
            known = self._boxes[key] = boxes_of(self.axis, source.get(key, ()))
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
    """Lays a prepared scene out at `zoom` pixels an hour."""
    rows = shown_rows(prepared.scene.rows, folding)
    axis = Axis(prepared.spans, zoom, ZoneInfo(prepared.scene.zone))
    return Layout(prepared, axis, bands_of(rows, compact, scale))


def prepare(scene: Scene) -> Prepared:
    """What does not depend on zoom or folding: milliseconds for thousands of blocks, so not on the window's
    thread."""
    blocks = by_row(scene.blocks)
    shades: dict[int | None, list[Shade]] = {}
    for shade in scene.shades:
        shades.setdefault(shade.row, []).append(shade)
    activities: dict[int, set[int]] = {}
    for block in scene.blocks:
        if block.holds:
            activities.setdefault(block.activity, set()).add(block.bookable)
    spans = spans_of(scene.days, (each for row in blocks.values() for each in row), ZoneInfo(scene.zone))
    return Prepared(scene, spans, blocks, shades, _summed(scene, blocks), activities)


def _summed(scene: Scene, blocks: dict[int, list[Timed]]) -> dict[int, list[Timed]]:
    """The blocks of the unlisted units of each group, under the key of its `MORE` row."""
    summed: dict[int, list[Timed]] = {}
    waiting: list[Timed] = []
    for row in scene.rows:
        if row.kind is RowKind.GROUP:
            waiting = []
        elif row.extra and row.kind is not RowKind.MORE:
            waiting.extend(blocks.get(row.key, ()))
        elif row.kind is RowKind.MORE:
            summed[row.key] = waiting
    return summed

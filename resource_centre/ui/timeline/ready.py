"""What can be worked out of a row before it is painted: whole pixels of its blocks, lines of its labels.

No Qt object is made here, so it is done off the window's thread for the rows that will be in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from resource_centre.ui.timeline.geometry import Band, Box
from resource_centre.ui.timeline.kit import Window
from resource_centre.ui.timeline.labels import Labels
from resource_centre.ui.timeline.layout import Layout, Prepared, lay_out
from resource_centre.ui.timeline.scene import BlockKind, BlockState, Folding, RowKind

LABELS_FROM = 8.0
LEAST_LABEL = 14
LABEL_INSET = 7
CONFIRMED, PAST = BlockState.CONFIRMED, BlockState.PAST


class Piece(NamedTuple):
    """A block in whole pixels: where it begins, then set-up, body and clear-down. `ends`: 1 cut left, 2 right.

    `look` is kind and state as a plain word, by which pictures are found sooner than by members of enumerations.
    """

    activity: int
    look: str
    kind: BlockKind
    state: BlockState
    x: int
    before: int
    body: int
    after: int
    ends: int


class Lettering(NamedTuple):
    """The lines of a label, and where they begin."""

    activity: int
    kind: BlockKind
    left: int
    lines: tuple[str, ...]


class ReadyRow(NamedTuple):
    """A row between the sides of a window."""

    left: int
    width: int
    boxes: list[Box]
    pieces: list[Piece]
    letterings: list[Lettering]


@dataclass(frozen=True, slots=True)
class Sight:
    """How a view shows scenes now. Without a `zoom` the whole period is in sight."""

    folding: Folding
    compact: bool
    scale: float
    zoom: float | None
    window: Window
    labels: Labels


def make_ready(prepared: Prepared, sight: Sight) -> None:
    """Works everything out that the first paint of a scene needs, if it is shown as the last one is."""
    window, layout = sight.window, laid_out(prepared, sight)
    for band in layout.bands.between(window.top, window.bottom):
        titles = (each.block.title for each in prepared.timed(band.row))
        if band.row.kind not in (RowKind.GROUP, RowKind.MORE) and all(map(sight.labels.knows, titles)):
            ready_row(layout, band, window, sight.labels)


def laid_out(prepared: Prepared, sight: Sight) -> Layout:
    """A scene as it would be laid out."""
    zoom = sight.zoom if sight.zoom is not None else prepared.fitting_zoom(sight.window.width)
    return lay_out(prepared, sight.folding, zoom, compact=sight.compact, scale=sight.scale)


def ready_row(layout: Layout, band: Band, window: Window, labels: Labels) -> ReadyRow:
    """The row between the window's sides; kept as long as those and the zoom stay."""
    known = layout.ready.get(band.row.key)
    if isinstance(known, ReadyRow) and known.left == window.left and known.width == window.width:
        return known
    boxes = in_sight(layout, band, window)
    letterings = _letterings(boxes, band, window, labels) if layout.axis.zoom >= LABELS_FROM else []
    found = ReadyRow(window.left, window.width, boxes, _pieces(layout, boxes), letterings)
    layout.ready[band.row.key] = found
    return found


def in_sight(layout: Layout, band: Band, window: Window) -> list[Box]:
    """The blocks of a row of which something is between the window's sides."""
    left, right = window.left - 4, window.right + 4
    return [box for box in layout.boxes(band) if box.occupied_left <= right and box.reach >= left]


def _pieces(layout: Layout, boxes: list[Box]) -> list[Piece]:
    now, found = layout.scene.now, []
    for block, occupied_left, left_, right_, occupied_right, _tail, _label, opens_left, opens_right in boxes:
        x, left, right = round(occupied_left), round(left_), round(right_)
        if right - left < 3 and opens_left:
            continue
        state = block.state
        if state is CONFIRMED and block.end <= now:
            state = PAST
        found.append(
            Piece(
                block.activity,
                block.kind + state,
                block.kind,
                state,
                x,
                left - x,
                max(2, right - left - 1),
                max(0, round(occupied_right) - right),
                opens_left + 2 * opens_right,
            )
        )
    return found


def _letterings(boxes: list[Box], band: Band, window: Window, labels: Labels) -> list[Lettering]:
    """Labels may run on into free time; one whose beginning is out of sight stays at the side."""
    most, lines_of, side = lines_in(band, labels), labels.lines, window.left + 4
    found = []
    for block, _from, left_, right, _until, tail, end, _left, _right in boxes:
        left = round(left_) + LABEL_INSET
        if left < side and right > window.left + 40:
            left = side
        room = int(right - 2 if tail > right + 2 else end) - left
        if room < LEAST_LABEL:
            continue
        lines = lines_of(block.title, room, most)
        if lines[0]:
            found.append(Lettering(block.activity, block.kind, left, lines))
    return found


def lines_in(band: Band, labels: Labels) -> int:
    """How many lines of a label a row has room for."""
    return 2 if band.block_height >= 2 * labels.pitch + 4 else 1

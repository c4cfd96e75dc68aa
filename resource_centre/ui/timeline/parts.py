"""What a screen reader finds in the timeline: rows, and in each row what takes place there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect

from resource_centre.i18n import n_
from resource_centre.ui.timeline import header
from resource_centre.ui.timeline.geometry import Band, Box
from resource_centre.ui.timeline.scene import Block, Row, RowKind
from resource_centre.ui.timeline.speech import details_in_words, name_in_words, row_in_words
from resource_centre.ui.widgets.heard import Key, Role, Said

if TYPE_CHECKING:
    from resource_centre.ui.timeline.strip import TimelineStrip
    from resource_centre.ui.timeline.view import TimelineView

RowKey = tuple[int]
BlockKey = tuple[int, int, int]


def key_of(part: Block | Row | None) -> Key | None:
    """The key of a row, or of a block on its own row."""
    if part is None:
        return None
    return (part.bookable, part.activity, part.bookable) if isinstance(part, Block) else (part.key,)


class TimelineParts:
    """A `(row,)` is a row; a `(row, activity, bookable)` is a block in it."""

    def __init__(self, view: TimelineView) -> None:
        self.view = view

    def under(self, key: Key | None) -> Sequence[Key]:
        layout = self.view.layout_
        if layout is None:
            return []
        if key is None:
            return [(band.row.key,) for band in layout.bands.bands]
        band = self._band(key)
        if band is None or len(cast(tuple[int, ...], key)) > 1 or band.row.kind is RowKind.GROUP:
            return []
        row = band.row.key
        return [(row, box.block.activity, box.block.bookable) for box in layout.boxes(band)]

    def above(self, key: Key) -> Key | None:
        numbers = cast(tuple[int, ...], key)
        return (numbers[0],) if len(numbers) > 1 else None

    def said(self, key: Key) -> Said | None:
        band, layout = self._band(key), self.view.layout_
        if band is None or layout is None:
            return None
        if len(cast(tuple[int, ...], key)) == 1:
            return self._row(band)
        box = self._box(key)
        if box is None:
            return None
        return Said(
            name_in_words(box.block, band.row, layout.scene),
            Role.ListItem,
            ", ".join(details_in_words(box.block, layout.scene)),
            selected=self._chosen(box.block.activity),
        )

    def rect(self, key: Key) -> QRect:
        band, view = self._band(key), self.view
        if band is None:
            return QRect()
        top = band.top + header.HEIGHT - view.verticalScrollBar().value()
        frame = view.viewport().pos()
        box = self._box(key) if len(cast(tuple[int, ...], key)) > 1 else None
        if box is None:
            return QRect(frame.x(), frame.y() + top, view.viewport().width(), band.height)
        left = round(box.occupied_left) + view.names_width - view.horizontalScrollBar().value()
        wide = max(6, round(max(box.occupied_right, box.tail) - box.occupied_left))
        return QRect(frame.x() + left, frame.y() + top, wide, band.height)

    def at(self, point: QPoint) -> Key | None:
        found = self.view.hit_at(point - self.view.viewport().pos())
        if found.row is None:
            return None
        return (
            (found.row.key, found.block.activity, found.block.bookable) if found.block else (found.row.key,)
        )

    def focused(self) -> Key | None:
        return key_of(self.view.focus_on)

    def go_to(self, key: Key) -> None:
        box, band = self._box(key), self._band(key)
        self.view.setFocus()
        if box is not None:
            self.view.focus(box.block)
        elif band is not None:
            self.view.focus(band.row)

    def press(self, key: Key) -> None:
        box, band = self._box(key), self._band(key)
        if box is not None:
            self.view.opened.emit(box.block.activity)
        elif band is not None:
            self.view.press(band.row)

    def _chosen(self, activity: int) -> bool:
        return self.view.overlay.selected == activity

    def _row(self, band: Band) -> Said:
        row, folding = band.row, self.view.folding
        group = row.kind is RowKind.GROUP
        held = "" if group else _bookings(len(self.under((row.key,))))
        return Said(
            ", ".join(row_in_words(row)),
            Role.ListItem,
            value=held,
            unfolded=row.key not in folding.folded if group else None,
        )

    def _band(self, key: Key) -> Band | None:
        layout = self.view.layout_
        return layout.bands.by_key.get(cast(tuple[int, ...], key)[0]) if layout else None

    def _box(self, key: Key) -> Box | None:
        numbers, band, layout = cast(tuple[int, ...], key), self._band(key), self.view.layout_
        if len(numbers) == 1 or band is None or layout is None:
            return None
        wanted = numbers[1:]
        return next((b for b in layout.boxes(band) if (b.block.activity, b.block.bookable) == wanted), None)


def _bookings(count: int) -> str:
    return n_("{n} booking", "{n} bookings", count).format(n=count)


class StripParts(TimelineParts):
    """The same for one day and a few rows, none of which can be folded or chosen."""

    def __init__(self, strip: TimelineStrip) -> None:
        self.view = strip  # type: ignore[assignment]
        self.strip = strip

    def rect(self, key: Key) -> QRect:
        band, box = self._band(key), self._box(key)
        if band is None:
            return QRect()
        top = self.strip.top_of(band)
        if box is None:
            return QRect(0, top, self.strip.width(), band.height)
        left, wide = round(box.occupied_left), max(6, round(box.occupied_right - box.occupied_left))
        return QRect(self.strip.names + left, top, wide, band.height)

    def at(self, point: QPoint) -> Key | None:
        layout, block = self.strip.layout_, self.strip.block_at(point.x(), point.y())
        band = layout.bands.at(point.y() - self.strip.head) if layout else None
        if band is None:
            return None
        return (band.row.key, block.activity, block.bookable) if block else (band.row.key,)

    def focused(self) -> Key | None:
        return key_of(self.strip.current)

    def go_to(self, key: Key) -> None:
        box = self._box(key)
        self.strip.setFocus()
        if box is not None:
            self.strip.go_to(box.block)

    def press(self, key: Key) -> None:
        box = self._box(key)
        if box is not None:
            self.strip.opened.emit(box.block.activity)

    def _chosen(self, activity: int) -> bool:
        return self.strip.current is not None and self.strip.current.activity == activity

    def _row(self, band: Band) -> Said:
        held = _bookings(len(self.under((band.row.key,))))
        return Said(", ".join(row_in_words(band.row)), Role.ListItem, value=held)

"""What keys do on the timeline, and how the focus is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen

from resource_centre.ui.timeline.geometry import Band, Box
from resource_centre.ui.timeline.kit import Kit
from resource_centre.ui.timeline.scene import Block, Row, RowKind

if TYPE_CHECKING:
    from resource_centre.ui.timeline.view import TimelineView

Key = Qt.Key
VIEWS = {Key.Key_D: "day", Key.Key_W: "week", Key.Key_F: "four_weeks", Key.Key_M: "month"}
ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}


def press(view: TimelineView, event: QKeyEvent) -> bool:
    """Does what a key means here; False when it means nothing."""
    key = Key(event.key())
    if view.hand.by_key:
        if not _in_hand(view, key, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)):
            return False
        event.accept()
        return True
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return _zoom(view, key)
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return False
    if key in ARROWS:
        _arrow(view, *ARROWS[key])
    elif key in (Key.Key_Return, Key.Key_Enter) and view.overlay.chosen is not None:
        view.landing_chosen.emit(view.overlay.chosen)
    elif key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space):
        _enter(view, key)
    elif key in VIEWS:
        view.view_requested.emit(VIEWS[key])
    elif key is Key.Key_T:
        view.today_requested.emit()
    elif key in (Key.Key_PageUp, Key.Key_PageDown):
        view.paged.emit(-1 if key is Key.Key_PageUp else 1)
    elif key is Key.Key_Delete and isinstance(view.focus_on, Block):
        view.cancel_requested.emit(view.focus_on.activity)
    elif key is Key.Key_G and isinstance(view.focus_on, Block):
        view.hand.take(view.focus_on)
    elif key is Key.Key_Escape and view.hand.give_up():
        pass
    elif key is Key.Key_Escape and view.focus_on is not None:
        view.focus(None)
    else:
        return False
    event.accept()
    return True


def _in_hand(view: TimelineView, key: Key, fine: bool) -> bool:
    """What a key does while something is moved by keyboard: it goes on, is dropped, or goes back."""
    if key in ARROWS:
        view.hand.step(*ARROWS[key], fine)
    elif key in (Key.Key_Return, Key.Key_Enter):
        view.hand.drop()
    elif key is Key.Key_Escape:
        view.hand.give_up()
    else:
        return False
    return True


def tab(view: TimelineView, step: int) -> bool:
    """Goes to the next or previous block in reading order; False at the end, where the focus leaves."""
    if view.hand.by_key:
        view.hand.next_grip(step)
        return True
    if view.layout_ is None:
        return False
    blocks = view.layout_.in_reading_order()
    if not isinstance(view.focus_on, Block) or view.focus_on not in blocks:
        return False
    place = blocks.index(view.focus_on) + step
    if not 0 <= place < len(blocks):
        return False
    view.focus(blocks[place])
    return True


def _zoom(view: TimelineView, key: Key) -> bool:
    if key in (Key.Key_Plus, Key.Key_Equal):
        view.zoom_to(view.zoom * 1.25)
    elif key is Key.Key_Minus:
        view.zoom_to(view.zoom / 1.25)
    elif key is Key.Key_0:
        view.fit()
    else:
        return False
    return True


def _arrow(view: TimelineView, across: int, down: int) -> None:
    layout, here = view.layout_, view.focus_on
    if layout is None:
        return
    if here is None:
        target: Block | Row | None = next(iter(layout.in_reading_order()), None)
    elif across:
        target = layout.beside(here, across) if isinstance(here, Block) else None
        if isinstance(here, Row):
            _fold(view, here, across)
    else:
        key = here.bookable if isinstance(here, Block) else here.key
        band = layout.bands.by_key.get(key)
        found = layout.box_of(here) if isinstance(here, Block) else None
        if found is not None:
            view.column = found[1].left
        target = layout.across(band.top if band else -1, view.column, down)
    if target is not None:
        view.focus(target)


def _fold(view: TimelineView, row: Row, across: int) -> None:
    """Left folds a group and Right unfolds it, as in a tree."""
    if row.kind is RowKind.GROUP and (row.key in view.folding.folded) is (across > 0):
        view.toggle(row)


def _enter(view: TimelineView, key: Key) -> None:
    if isinstance(view.focus_on, Row):
        view.press(view.focus_on)
    elif isinstance(view.focus_on, Block) and key is not Key.Key_Space:
        view.opened.emit(view.focus_on.activity)


def paint_focus(painter: QPainter, kit: Kit, band: Band, box: Box) -> None:
    """A ring around the focused block: the one that keys act on, among all that are outlined."""
    left, right = round(box.left), max(round(box.right), round(box.left) + 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(kit.inks.accent, 2))
    painter.drawRoundedRect(
        QRectF(left + 1, band.block_top + 1, right - left - 3, band.block_height - 2), 3, 3
    )


def paint_whole_focus(painter: QPainter, kit: Kit, around: QRect) -> None:
    """A ring around the whole calendar, while nothing in it has the focus yet."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(kit.inks.accent, 2))
    painter.drawRect(QRectF(around).adjusted(1, 1, -1, -1))


def paint_row_focus(painter: QPainter, kit: Kit, band: Band, width: int) -> None:
    """A ring around the name of the focused group."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(kit.inks.accent, 2))
    painter.drawRoundedRect(QRectF(2, band.top + 2, width - 5, band.height - 5), 4, 4)

"""The timeline widget: header and names stay, the body scrolls both ways and answers mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from resource_centre.i18n import _
from resource_centre.ui.timeline import header, keys, names
from resource_centre.ui.timeline.axis import MAX_ZOOM, MIN_ZOOM
from resource_centre.ui.timeline.canvas import Canvas, paint_canvas
from resource_centre.ui.timeline.drag import Place
from resource_centre.ui.timeline.geometry import Band, Hit, Zone
from resource_centre.ui.timeline.hand import Hand
from resource_centre.ui.timeline.handles import Handle, buffer_in_words, handles_of
from resource_centre.ui.timeline.hints import hints_of
from resource_centre.ui.timeline.kit import Kit, Window
from resource_centre.ui.timeline.layout import Layout, Prepared, lay_out, prepare
from resource_centre.ui.timeline.looks import kit_for
from resource_centre.ui.timeline.overlays import landing_at
from resource_centre.ui.timeline.parts import TimelineParts
from resource_centre.ui.timeline.ready import Sight
from resource_centre.ui.timeline.scene import Block, Folding, Overlay, Row, RowKind, Scene, group_of
from resource_centre.ui.timeline.speech import block_in_words, focus_in_words, row_in_words
from resource_centre.ui.timeline.strips import Strips
from resource_centre.ui.timeline.warming import Warming
from resource_centre.ui.widgets.heard import describe, hear, prune, tell_focus

CURSORS = {
    Zone.START: Qt.CursorShape.SizeHorCursor,
    Zone.END: Qt.CursorShape.SizeHorCursor,
    Zone.SETUP: Qt.CursorShape.SplitHCursor,
    Zone.CLEARDOWN: Qt.CursorShape.SplitHCursor,
    Zone.EMPTY: Qt.CursorShape.ArrowCursor,
    Zone.NOTHING: Qt.CursorShape.ArrowCursor,
}


class TimelineView(QAbstractScrollArea):
    """Shows a scene. What a person does leaves as signals; nothing here reads or writes the database.

    create_requested(row key, start, end) · dropped(Place, Lift): something is let go of elsewhere, and `hand` waits
    until `set_scene` or `hand.give_up` · drop_refused(Card, or None when it cannot be moved at all) · let_go() · selected(activity or None) · opened(activity) ·
    resource_opened(row key) · context_requested(activity, global point) · cancel_requested(activity) · landing_chosen(its number among those of the overlay) ·
    view_requested("day"|"week"|"four_weeks"|"month") · today_requested() · paged(±1) · folding_changed() · zoom_changed().
    """

    create_requested = Signal(int, object, object)
    dropped = Signal(object, object)
    drop_refused = Signal(object)
    let_go = Signal()
    selected = Signal(object)
    opened = Signal(int)
    resource_opened = Signal(int)
    context_requested = Signal(int, QPoint)
    landing_chosen = Signal(int)
    cancel_requested = Signal(int)
    view_requested = Signal(str)
    today_requested = Signal()
    paged = Signal(int)
    folding_changed = Signal()
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_: Layout | None = None
        self.focus_on: Block | Row | None = None
        hear(self, TimelineParts(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("Calendar, resources by time"))
        self.scene: Scene | None = None
        self.folding = Folding()
        self.overlay = Overlay()
        self.column = 0.0
        self._zoom: float | None = None
        self._kit: Kit | None = None
        self._prepared: Prepared | None = None
        self._strips, self._sides = Strips(), Strips()
        self._corner: QWidget | None = None
        self.hand = Hand(self)
        self.warming = Warming(self)
        self._again_soon = QTimer(self)
        self._again_soon.setSingleShot(True)
        self._again_soon.timeout.connect(self.viewport().update)

    # what is shown

    def set_scene(self, scene: Scene, prepared: Prepared | None = None) -> None:
        """Shows a scene. Selection, zoom, folding and (within the same days) the place are kept.

        `prepared` is `layout.prepare(scene)`, when it was done beforehand.
        """
        same = self.scene is not None and [d.day for d in self.scene.days] == [d.day for d in scene.days]
        self.scene = scene
        self._prepared = prepared if prepared is not None else prepare(scene)
        if isinstance(self.focus_on, Block):
            self.focus_on = self._again(self.focus_on)
        self._lay_out()
        if self.hand.waiting or not same:
            self.hand.done()
        prune(self)
        if not same:
            self.horizontalScrollBar().setValue(0)

    def set_now(self, now: datetime) -> None:
        """Moves the now-line."""
        if self.scene is not None and self._prepared is not None and now != self.scene.now:
            prepared = self._prepared.at(now)
            self.set_scene(prepared.scene, prepared)

    def set_overlay(self, overlay: Overlay) -> None:
        """Puts landing spots, ghosts, outlined holders and the card above the scene."""
        self.overlay = overlay
        self.viewport().update()

    def set_folding(self, folding: Folding) -> None:
        """Folds and unfolds groups."""
        self.folding = folding
        self._lay_out()
        self.folding_changed.emit()

    def set_corner(self, widget: QWidget) -> None:
        """Puts a widget above the names, such as the field that finds a resource."""
        self._corner = widget
        widget.setParent(self.viewport())
        widget.show()
        self._place_corner()

    def select(self, activity: int | None) -> None:
        """Outlines an activity on every row that it holds; tells nobody."""
        self.overlay = replace(self.overlay, selected=activity)
        self.viewport().update()

    def fit(self) -> None:
        """The whole period in sight."""
        self._zoom = None
        self._lay_out()
        self.zoom_changed.emit()

    @property
    def prepared(self) -> Prepared | None:
        """What is shown, sorted for drawing."""
        return self._prepared

    @property
    def sight(self) -> Sight:
        """How scenes are shown now: for `make_ready`, off the window's thread."""
        kit = self.kit()
        kit.labels.learn()
        return Sight(self.folding, self.compact, kit.scale, self._zoom, self.window_of_body(), kit.labels)

    @property
    def zoom(self) -> float:
        """Pixels an hour."""
        return self.layout_.axis.zoom if self.layout_ else MIN_ZOOM

    def zoom_to(self, zoom: float, about: float | None = None) -> None:
        """Zooms so that what lies at `about` (pixels of the viewport) stays there."""
        if self.layout_ is None:
            return
        about = about if about is not None else self.names_width + self.body.width() / 2
        instant = self.layout_.axis.at(self.content_x(about))
        self._zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        self._lay_out(zoomed=True)
        self.horizontalScrollBar().setValue(round(self.layout_.axis.x(instant) - (about - self.names_width)))
        self.zoom_changed.emit()

    # geometry

    @property
    def compact(self) -> bool:
        """Whether the window is narrow."""
        return self.window().width() < 1366

    @property
    def names_width(self) -> int:
        return names.NARROW if self.compact else names.WIDTH

    @property
    def body(self) -> QRect:
        """Where the rows are, in the viewport."""
        view = self.viewport().rect()
        return view.adjusted(self.names_width, header.HEIGHT, 0, 0)

    def content_x(self, x: float) -> float:
        """A pixel of the viewport as one of the content."""
        return x - self.names_width + self.horizontalScrollBar().value()

    def content_y(self, y: float) -> float:
        """The same downwards."""
        return y - header.HEIGHT + self.verticalScrollBar().value()

    def _lay_out(self, zoomed: bool = False) -> None:
        if self._prepared is None:
            return
        kit = self.kit()
        self._strips.clear(self.layout_.axis if zoomed and self.layout_ is not None else None)
        zoom = self._zoom if self._zoom is not None else self._prepared.fitting_zoom(self.body.width())
        self.layout_ = lay_out(self._prepared, self.folding, zoom, compact=self.compact, scale=kit.scale)
        body = self.body.size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setPageStep(body.width())
        across.setSingleStep(40)
        across.setRange(0, max(0, int(self.layout_.axis.width) - body.width()))
        down.setPageStep(body.height())
        down.setSingleStep(30)
        down.setRange(0, max(0, self.layout_.bands.height - body.height()))
        self.viewport().update()

    def forget_strips(self) -> None:
        """Paints everything anew next time."""
        self._strips.clear()
        self._sides.clear()
        self.viewport().update()

    def kit(self) -> Kit:
        """Colours, fonts and caches, made anew when the look or the screen changes."""
        ratio = self.devicePixelRatioF()
        if self._kit is None or self._kit.ratio != ratio:
            self._kit = kit_for(ratio)
            self._strips.clear()
            self._sides.clear()
        return self._kit

    def _again(self, block: Block) -> Block | None:
        assert self.scene is not None
        same = [b for b in self.scene.blocks if b.activity == block.activity]
        return next((b for b in same if b.bookable == block.bookable), same[0] if same else None)

    def _place_corner(self) -> None:
        if self._corner is not None:
            self._corner.setGeometry(8, 6, self.names_width - 16, header.HEIGHT - 12)

    # painting

    def window_of_body(self) -> Window:
        """What part of the content is in sight."""
        body = self.body
        return Window(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value(), body.width(), body.height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, kit = QPainter(self.viewport()), self.kit()
        if self.layout_ is None:
            painter.fillRect(self.viewport().rect(), kit.inks.surface)
            painter.end()
            return
        focus = self.focus_on if self.hasFocus() else None
        window, body = self.window_of_body(), self.body
        canvas = Canvas(
            kit,
            self.layout_,
            self.overlay,
            self.folding,
            focus,
            window,
            body,
            self._strips,
            self._sides,
            tuple(self._handles()),
        )
        if not paint_canvas(painter, canvas):
            self._again_soon.start()
        if self.hasFocus() and focus is None:
            keys.paint_whole_focus(painter, kit, self.viewport().rect())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corner()
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._strips, self._sides = Strips(), Strips()  # megabytes that a first paint makes again at once

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._kit = None
            self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(900, 600)

    # the mouse

    def hit_at(self, point: QPoint) -> Hit:
        """What lies under a point of the viewport; names count as their row."""
        if self.layout_ is None or point.y() < header.HEIGHT:
            return Hit(Zone.NOTHING)
        x, y = self.content_x(point.x()), self.content_y(point.y())
        if self.body.contains(point):
            for handle in self._handles():
                if handle.holds(x, y):
                    return Hit(handle.zone, handle.band.row, handle.block, self.layout_.axis.at(x))
        found = self.layout_.hit(x, y)
        if point.x() < self.names_width and found.zone not in (Zone.GROUP, Zone.MORE):
            return Hit(Zone.NAME, found.row) if found.row else Hit(Zone.NOTHING)
        return found

    def _handles(self) -> list[Handle]:
        """Those of what is selected, while it lies still and may be changed."""
        overlay = self.overlay
        if self.layout_ is None or overlay.selected is None or overlay.origin is not None or overlay.back:
            return []
        found = handles_of(self.layout_, overlay.selected, self.window_of_body())
        return found if found and self.hand.may_lift(found[0].block) else []

    def landing_at(self, point: QPoint) -> int | None:
        """The landing spot under a point of the viewport, or the mark of one that is out of sight."""
        if self.layout_ is None or not self.body.contains(point):
            return None
        x, y = self.content_x(point.x()), self.content_y(point.y())
        for hint in hints_of(self.kit(), self.layout_, self.overlay, self.window_of_body()):
            if hint.rect.contains(x, y):
                return hint.index
        return landing_at(self.layout_, self.overlay, x, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        found = self.hit_at(point)
        spot = self.landing_at(point) if event.button() is Qt.MouseButton.LeftButton else None
        if spot is not None:
            self.landing_chosen.emit(spot)
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            if found.block is not None:
                self.focus(found.block)
            return
        if found.zone in (Zone.GROUP, Zone.MORE) and found.row is not None:
            self.press(found.row)
        elif found.block is not None:
            self.focus(found.block)
            self.hand.press(point, found)
        elif found.zone is Zone.NAME and found.row is not None:
            self.focus(found.row)
        elif found.zone is Zone.EMPTY:
            self.hand.press(point, found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self.hand.busy:
            self.hand.move(point, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            return
        found = self.hit_at(point)
        if self.overlay.landings and self.landing_at(point) is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            return
        edge = found.block is None or self.hand.may_lift(found.block)
        hand = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(CURSORS.get(found.zone, hand) if edge else hand)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.hand.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self.hit_at(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if found.block is not None:
            self.opened.emit(found.block.activity)
        elif found.zone is Zone.NAME and found.row is not None:
            self.resource_opened.emit(found.row.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        block = self.hit_at(event.pos()).block
        if event.reason() is QContextMenuEvent.Reason.Keyboard and isinstance(self.focus_on, Block):
            block = self.focus_on
        if block is not None:
            self.context_requested.emit(block.activity, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.zoom_to(self.zoom * 1.2**steps, event.position().x())
            event.accept()
        else:
            super().wheelEvent(event)

    # keys and focus

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        tell_focus(self)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not keys.press(self, event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if (self.hand.by_key or self.hasFocus()) and keys.tab(self, 1 if forward else -1):
            return True
        return super().focusNextPrevChild(forward)

    def focus(self, target: Block | Row | None) -> None:
        """Moves the focus to a block (which selects its activity) or a row, and says so."""
        self.focus_on = target
        activity = target.activity if isinstance(target, Block) else None
        if activity != self.overlay.selected and not isinstance(target, Row):
            self.select(activity)
            self.selected.emit(activity)
        self.show_focus()
        row = (
            self.layout_.bands.by_key.get(target.bookable)
            if isinstance(target, Block) and self.layout_
            else None
        )
        if self.scene is not None:
            folded = isinstance(target, Row) and target.key in self.folding.folded
            words = focus_in_words(target, row.row if row else None, self.scene, folded)
            describe(self, words)
            tell_focus(self)
        self.viewport().update()

    def show_focus(self) -> None:
        """Scrolls so that what is focused is in sight."""
        layout, window = self.layout_, self.window_of_body()
        if layout is None or self.focus_on is None:
            return
        key = self.focus_on.bookable if isinstance(self.focus_on, Block) else self.focus_on.key
        band = layout.bands.by_key.get(key)
        if band is None:
            return
        self._show_band(band, window)
        found = layout.box_of(self.focus_on) if isinstance(self.focus_on, Block) else None
        if found is not None and not window.left <= found[1].occupied_left <= window.right - 40:
            self.horizontalScrollBar().setValue(int(found[1].occupied_left) - 40)

    def show_place(self, place: Place | None) -> None:
        """Scrolls so that a place is in sight."""
        layout, window = self.layout_, self.window_of_body()
        band = layout.bands.by_key.get(place.row) if layout and place else None
        if layout is None or place is None or band is None:
            return
        self._show_band(band, window)
        left, right = layout.axis.x(place.start.timestamp()), layout.axis.x(place.end.timestamp())
        if left < window.left or right > window.right:
            self.horizontalScrollBar().setValue(int(left) - 40)

    def _show_band(self, band: Band, window: Window) -> None:
        if band.top < window.top:
            self.verticalScrollBar().setValue(band.top)
        elif band.top + band.height > window.bottom:
            self.verticalScrollBar().setValue(band.top + band.height - window.height)

    def press(self, row: Row) -> None:
        """What a click on a name or Enter does: a group folds, a resource is opened."""
        if row.kind in (RowKind.GROUP, RowKind.MORE):
            self.toggle(row)
        else:
            self.resource_opened.emit(row.key)

    def toggle(self, row: Row) -> None:
        """Folds or unfolds a group, or lists all its units."""
        if self.scene is None:
            return
        if row.kind is RowKind.GROUP:
            self.set_folding(replace(self.folding, folded=self.folding.folded ^ {row.key}))
        else:
            group = group_of(self.scene.rows, row.key)
            if group is not None:
                self.set_folding(
                    replace(self.folding, unfolded_more=self.folding.unfolded_more ^ {group.key})
                )

    def tip_at(self, point: QPoint) -> str:
        """What the tooltip says at a point: the block, or why a day is closed."""
        if self.scene is None or self.layout_ is None:
            return ""
        if point.y() < header.HEIGHT and point.x() >= self.names_width:
            return self.layout_.axis.spans[self.layout_.axis.span_at(self.content_x(point.x()))].note
        found = self.hit_at(point)
        if found.block is not None and found.zone in (Zone.SETUP, Zone.CLEARDOWN):
            return buffer_in_words(found.block, found.zone)
        if found.zone is Zone.NAME and found.row is not None:
            return "\n".join(row_in_words(found.row))
        return "\n".join(block_in_words(found.block, self.scene)) if found.block else ""

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.tip_at(event.pos())
            if words:
                QToolTip.showText(event.globalPos(), words, self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

"""A week as columns: when somebody can come, what they are expected at, and painting of both by dragging."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resource_centre.i18n import _
from resource_centre.ui.timeline.drag import SNAP
from resource_centre.ui.timeline.kit import Kit
from resource_centre.ui.timeline.looks import kit_for
from resource_centre.ui.timeline.week import Grid, Stroke, Week, WeekBlock, is_available, painted
from resource_centre.ui.timeline.weekpaint import HEADER, HOURS, paint_week
from resource_centre.ui.timeline.weekparts import WeekParts, clock_of, step_in_words
from resource_centre.ui.widgets.heard import announce, describe, hear, prune, tell_focus

ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class WeekGrid(QWidget):
    """Shows a `Week`. Days are dates, times minutes after midnight.

    availability_painted(day, from, to, available) once a stroke ends; when it `draws`, drawn(day, from, to) instead:
    a time that is asked for (of `length` minutes by a mere click). opened(activity) on a click on a block or Enter ·
    paged(±1).
    """

    availability_painted = Signal(object, int, int, bool)
    drawn = Signal(object, int, int)
    opened = Signal(int)
    paged = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, editable: bool = True, draws: bool = False) -> None:
        super().__init__(parent)
        self.week = Week(())
        self.editable = editable
        self.draws = draws
        self.length = 60
        self.stroke: Stroke | None = None
        self.cell: tuple[int, int] | None = None
        self._kit: Kit | None = None
        hear(self, WeekParts(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Week, days by time"))

    def set_week(self, week: Week) -> None:
        """Shows a week; the keyboard stays where it was."""
        self.week = week
        if self.cell is not None and not (
            self.cell[0] < len(week.days) and week.first <= self.cell[1] < week.last
        ):
            self.cell = None
        prune(self)
        self.update()

    @property
    def grid(self) -> Grid:
        """Where days and minutes lie now."""
        return Grid(
            HOURS,
            HEADER,
            self.width() - HOURS - 14,
            self.height() - HEADER - 10,
            len(self.week.days),
            self.week.first,
            self.week.last,
        )

    def shown(self) -> Week:
        """The week with the stroke that is being painted."""
        stroke = self.stroke
        if stroke is None or stroke.drawn:
            return self.week
        days = list(self.week.days)
        day = days[stroke.day]
        days[stroke.day] = replace(day, available=painted(day.available, stroke.span, stroke.available))
        return replace(self.week, days=tuple(days))

    def kit(self) -> Kit:
        """Colours, fonts and caches."""
        ratio = self.devicePixelRatioF()
        if self._kit is None or self._kit.ratio != ratio:
            self._kit = kit_for(ratio)
        return self._kit

    def sizeHint(self) -> QSize:
        return QSize(760, 520)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        cursor = self.cell if self.hasFocus() else None
        painter.fillRect(self.rect(), self.kit().inks.surface)
        drawn = self.stroke if self.stroke is not None and self.stroke.drawn else None
        paint_week(painter, self.kit(), self.shown(), self.grid, cursor, drawn)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._kit = None
            self.update()

    def block_at(self, x: float, y: float) -> WeekBlock | None:
        """The block under a point."""
        grid = self.grid
        i = grid.day(x)
        if i is None:
            return None
        day = self.week.days[i].day
        found = [b for b in self.week.blocks if b.day == day and grid.y(b.start) <= y <= grid.y(b.end)]
        return found[-1] if found else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x, y = event.position().x(), event.position().y()
        block = self.block_at(x, y)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if block is not None:
            self.opened.emit(block.activity)
            return
        grid = self.grid
        i = grid.day(x)
        if self.editable and i is not None and y >= grid.top:
            minute = grid.minute(y)
            self.cell = (i, minute)
            self._begin()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.stroke is not None:
            self.stroke = replace(self.stroke, now=self.grid.minute(event.position().y()))
            self.update()
            return
        over = self.block_at(event.position().x(), event.position().y()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS and self.week.days:
            self._move(*ARROWS[key], bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key is Qt.Key.Key_Space and self.cell is not None and self.editable:
            if self.stroke is None:
                self._begin()
            self._finish()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (block := self._under_cursor()) is not None:
            self.opened.emit(block.activity)
        elif key is Qt.Key.Key_Escape and self.stroke is not None:
            self.stroke = None
            self.update()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.paged.emit(-1 if key is Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        assert self.cell is not None
        i, minute = self.cell
        free = is_available(self.week.days[i], minute)
        self.stroke = Stroke(i, minute, minute, self.draws or not free, self.draws)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.cell is None and self.week.days and event.reason() in BY_TAB:
            self.cell = (next((i for i, day in enumerate(self.week.days) if day.today), 0), self.week.first)
        tell_focus(self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def press(self) -> None:
        """What Enter does on the step that the keyboard is on: opens a block, else paints or draws."""
        block = self._under_cursor()
        if block is not None:
            self.opened.emit(block.activity)
        elif self.editable and self.cell is not None:
            self._begin()
            self._finish()

    def _finish(self) -> None:
        stroke, self.stroke = self.stroke, None
        if stroke is not None and stroke.drawn:
            start, end = stroke.span
            if stroke.began == stroke.now:
                end = min(start + self.length, self.week.last)
            self.drawn.emit(self.week.days[stroke.day].day, start, end)
        elif stroke is not None:
            start, end = stroke.span
            self.availability_painted.emit(self.week.days[stroke.day].day, start, end, stroke.available)
        self.update()

    def _under_cursor(self) -> WeekBlock | None:
        return self.block_on(*self.cell) if self.cell is not None else None

    def block_on(self, i: int, minute: int) -> WeekBlock | None:
        """The block that holds a step of a day."""
        day = self.week.days[i].day
        return next((b for b in self.week.blocks if b.day == day and b.start <= minute < b.end), None)

    def _move(self, across: int, down: int, painting: bool) -> None:
        i, minute = self.cell or (0, self.week.first - SNAP if down > 0 else self.week.first)
        if painting and across == 0 and self.editable and self.cell is not None and self.stroke is None:
            self._begin()
        i = min(max(i + across, 0), len(self.week.days) - 1)
        minute = min(max(minute + down * SNAP, self.week.first), self.week.last - SNAP)
        self.cell = (i, minute)
        if self.stroke is not None:
            self.stroke = replace(self.stroke, now=minute) if painting and across == 0 else None
        self._say(i, minute)
        self.update()

    def _say(self, i: int, minute: int) -> None:
        words = step_in_words(self, i, minute)
        if self.stroke is not None:
            start, end = self.stroke.span
            words = f"{self.week.days[i].label}, {clock_of(start)}–{clock_of(end)}"
            announce(self, words)
        describe(self, words)
        tell_focus(self)

"""Python's full collection of cyclic rubbish stops the whole program, for half a second with thousands of bookings in
sight. It waits here until nobody has touched the window for a while; the small collections, which cost nothing, go on."""

from __future__ import annotations

import gc
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from resource_centre.core.memory import give_back
from resource_centre.ui.background import Background

YOUNG, MIDDLE, WHOLE = 2_000, 5, 1_000_000
LOOK = 2_000  # milliseconds between two looks
QUIET = 5.0  # seconds without a key or the mouse
WORTH = 100  # collections of the middle generation that make a full one worth its time
INPUT = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.Enter,
    }
)  # fmt: skip


class Resting(QObject):
    """Of one window that is shown; its program's rubbish is collected while it rests."""

    def __init__(self, window: QWidget, background: Background) -> None:
        super().__init__(window)
        gc.set_threshold(YOUNG, MIDDLE, WHOLE)
        gc.unfreeze()  # what an earlier window has left there is rubbish now
        self.background = background
        self.collected = 0
        self._touched = monotonic()
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._look = QTimer(self)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self.look)
        self._look.start()

    def look(self, now: float | None = None) -> bool:
        """Collects when nobody works; answers whether it did. `now` is in seconds of the monotonic clock."""
        gc.enable()  # it is off while the window opens
        now = monotonic() if now is None else now
        busy = not self.background.is_idle() or QApplication.activeModalWidget() is not None
        if busy or now - self._touched < QUIET or gc.get_count()[2] < WORTH:
            return False
        gc.collect()
        give_back()
        self.collected += 1
        return True

    def settle(self) -> None:
        """What is there now stays as long as the window: a collection looks only at what came later, and is short."""
        gc.freeze()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT:
            self._touched = monotonic()
        return False

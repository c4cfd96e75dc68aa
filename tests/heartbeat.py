"""Whether a window answers: its thread has to come by every few milliseconds."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer


class Heartbeat:
    """Notes the longest time in which the window did not answer."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now = time.monotonic()
        self.worst = max(self.worst, now - self._last)
        self._last = now

    def stop(self) -> float:
        """Stops; answers the longest time in seconds."""
        self._timer.stop()
        return self.worst

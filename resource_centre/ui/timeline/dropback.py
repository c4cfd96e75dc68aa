"""The way back of what was in the hand: a tenth of a second in which it is seen where it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QStyle

from resource_centre.ui.timeline.drag import Lift
from resource_centre.ui.timeline.scene import Ghost

if TYPE_CHECKING:
    from resource_centre.ui.timeline.view import TimelineView

MILLISECONDS = 120
Ways = tuple[tuple[Ghost, Ghost], ...]


class DropBack(QObject):
    """Moves ghosts of one view to where they came from; at once when motion is not wanted."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self.view = view
        self._then: Callable[[], object] | None = None
        self._run = QVariantAnimation(self)
        self._run.setDuration(MILLISECONDS)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._run.valueChanged.connect(self._step)
        self._run.finished.connect(self.stop)

    @property
    def running(self) -> bool:
        """Whether something is on its way."""
        return self._then is not None

    def start(self, ways: Ways, origin: int | None, then: Callable[[], object]) -> None:
        """Sends ghosts home; `origin` stays faint until they are there, and `then` is called."""
        wanted = self.view.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        if not ways or not wanted or not self.view.isVisible():
            then()
            return
        self._then = then
        self.view.set_overlay(replace(self.view.overlay, back=ways, back_share=0.0, origin=origin))
        self._run.start()

    def stop(self) -> None:
        """Everything is home."""
        self._run.stop()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _step(self, share: float) -> None:
        if self._then is not None:
            self.view.set_overlay(replace(self.view.overlay, back_share=float(share)))


def ways_back(ghosts: Iterable[Ghost], lift: Lift, row: int, held: frozenset[int]) -> Ways:
    """Each ghost with the place that it came from: the one on `row` from that of the lift, others from their own row."""
    block = lift.block

    def home(ghost: Ghost) -> Ghost | None:
        key = block.bookable if ghost.row == row else ghost.row
        return replace(ghost, row=key, start=block.start, end=block.end) if key in held else None

    pairs = ((replace(ghost, occupied_start=None, occupied_end=None), home(ghost)) for ghost in ghosts)
    return tuple((ghost, there) for ghost, there in pairs if there is not None)

"""While a part of the window is filled anew in slices it stands still: what was seen there changes at once, not bit by bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid


@dataclass(frozen=True, eq=False)
class _Held:
    down: int


_held: WeakKeyDictionary[QWidget, _Held] = WeakKeyDictionary()


def standing_still(
    part: QWidget, area: QScrollArea, steps: Iterable[Callable[[], object]]
) -> Iterator[Callable[[], object]]:
    """The steps, for `Background.in_slices`; `part` is painted again after the last, `area` in it scrolled as it was.

    When it is filled once more meanwhile, it stands still until that is done.
    """
    before = _held.get(part)
    mine = _held[part] = _Held(before.down if before is not None else area.verticalScrollBar().value())

    def put() -> None:
        area.verticalScrollBar().setValue(mine.down)

    part.setUpdatesEnabled(False)
    try:
        yield from steps
    finally:
        if _held.get(part) is mine:
            del _held[part]
            if isValid(part) and isValid(area):
                put()
                QTimer.singleShot(0, area, put)  # once the layout has given everything its height
                part.setUpdatesEnabled(True)

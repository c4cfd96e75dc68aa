"""Where a person is on a part of a page that is built anew: selections, scrolling, the focus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from resource_centre.ui.widgets.table import Table


@dataclass(frozen=True, slots=True)
class _Place:
    row: Any
    down: int
    focus: bool


class Places:
    """Remembers the tables inside a scrolled part by their names; `restore` after they were made again."""

    def __init__(self, area: QScrollArea) -> None:
        self._area = area
        self._down = area.verticalScrollBar().value()
        self._tables = {
            table.accessibleName(): _Place(
                None if table.current is None else table.rows.identity(table.current),
                table.verticalScrollBar().value(),
                table.hasFocus(),
            )
            for table in area.findChildren(Table)
        }

    def restore(self) -> None:
        """Selects and scrolls as it was; again once the layout has given everything its height."""
        self._put()
        QTimer.singleShot(0, self._area, self._put)

    def _put(self) -> None:
        for table in self._area.findChildren(Table):
            kept = self._tables.get(table.accessibleName())
            if kept is None or not _is_live(table):
                continue
            found = -1 if kept.row is None else table.rows.row_of(kept.row)
            if found >= 0 and table.current is None:
                table.blockSignals(True)
                table.selectRow(found)
                table.blockSignals(False)
            if kept.focus and not table.hasFocus():
                table.setFocus()
            table.verticalScrollBar().setValue(kept.down)
        self._area.verticalScrollBar().setValue(self._down)


def _is_live(widget: QWidget) -> bool:
    """Not one of those that are on their way out."""
    return widget.parent() is not None and widget.isVisibleTo(widget.window())

"""Columns of tables: what a cell says, how it stands, and what it weighs in sorting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Column:
    """One column. `text(row)` is what is seen and exported; `key(row)` sorts; `tone(row)` colours; `chip` draws a chip.

    `width` in pixels; `stretch` takes what is left. `second(row)` is a second, smaller line.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 120
    stretch: bool = False
    right: bool = False
    strong: bool = False
    faint: bool = False
    chip: bool = False
    key: Callable[[Any], Any] | None = None
    tone: Callable[[Any], str] | None = None
    second: Callable[[Any], str] | None = None
    symbol: Callable[[Any], str] | None = None
    hue: Callable[[Any], str] | None = None


class RowsModel(QAbstractTableModel):
    """Frozen rows under columns. `identity(row)` keeps the selection across loads (a row's `id` by default)."""

    def __init__(self, columns: Sequence[Column], identity: Callable[[Any], Any] | None = None) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self.identity = identity or (lambda row: row.id)
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Shows other rows, in the order that was chosen by a click on a heading."""
        self.beginResetModel()
        self.rows = list(rows)
        self._order()
        self.endResetModel()

    def row_of(self, identity: Any) -> int:
        """Where a row stands; -1 when it is not there."""
        return next((n for n, row in enumerate(self.rows) if self.identity(row) == identity), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            second = column.second(row) if column.second else ""
            return f"{column.text(row)}, {second}" if second else column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return row if role == ROW else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = {id(row): n for n, row in enumerate(self.rows)}
        kept = self.persistentIndexList()
        held = [(index, self.rows[index.row()]) for index in kept]
        self._order()
        after = {id(row): n for n, row in enumerate(self.rows)}
        if before != after:
            moved = [self.index(after[id(row)], index.column()) for index, row in held]
            self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _order(self) -> None:
        if self._sorted is None:
            return
        column = self.columns[self._sorted[0]]
        weigh = column.key or (lambda row: column.text(row).casefold())

        def key(row: Any) -> tuple[bool, Any]:
            found = weigh(row)
            return (found is None, 0 if found is None else found)

        self.rows.sort(key=key, reverse=self._sorted[1] == Qt.SortOrder.DescendingOrder)

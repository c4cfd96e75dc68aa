"""A list of entries for a view: replaced as a whole, headings among them that cannot be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Entries(QAbstractListModel):
    """The entries, which are values; who inherits says in `data` what is shown of one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Any, ...] = ()

    def show(self, entries: Iterable[Any]) -> None:
        """Others."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def entry(self, index: Index) -> Any:
        """The entry at an index; None where there is none."""
        return self.entries[index.row()] if index.isValid() and index.row() < len(self.entries) else None

    def is_heading(self, entry: Any) -> bool:
        """Whether an entry is only read."""
        return False

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = self.entry(index)
        if entry is not None and self.is_heading(entry):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

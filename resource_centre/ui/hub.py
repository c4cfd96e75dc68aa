"""Tells pages that something changed: the topics of what was written, once for each write."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal

from resource_centre.core.changes import Topic


class Hub(QObject):
    """`changed` carries a frozenset of topics. `heard` may be emitted in any thread: what others changed."""

    changed = Signal(object)
    heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard.connect(self.tell, Qt.ConnectionType.QueuedConnection)

    def tell(self, topics: Iterable[Topic]) -> None:
        """Says that these changed."""
        told = frozenset(topics)
        if told:
            self.changed.emit(told)

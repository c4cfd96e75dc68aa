"""Tells pages that something changed: the topics of what was written, once for each write."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from resource_centre.core.changes import Topic


class Hub(QObject):
    """`changed` carries a frozenset of topics."""

    changed = Signal(object)

    def tell(self, topics: Iterable[Topic]) -> None:
        """Says that these changed."""
        told = frozenset(topics)
        if told:
            self.changed.emit(told)

"""A page of the shell: made when first shown, loaded again when what it watches changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resource_centre.core.changes import Topic
from resource_centre.ui.desk import Desk


class Page(QWidget):
    """Override `load` (start the reads) and, where it has places, `show_where`.

    A change of a watched topic, or of the centre, loads it again: at once when it is in sight, else when
    it is next shown. `load` must keep selection, scrolling and what is being typed.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("ground", "page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._load_if_shown)
        desk.hub.changed.connect(self._on_change)
        desk.centre_changed.connect(self.on_centre)

    def load(self) -> None:
        """Reads what the page shows."""

    def build_ahead(self) -> Iterator[Callable[[], object]]:
        """Steps that build what a click on the page will need; they are taken while nobody waits."""
        yield from ()

    def show_where(self, **where: Any) -> None:
        """Goes to a place of the page, such as id=7."""

    def unsaved(self) -> bool:
        """Whether something is typed on the page that closing the window would lose."""
        return False

    def at_start(self) -> None:
        """Goes back to where the page begins: it was chosen in the rail while it was in sight."""

    def on_centre(self) -> None:
        """Another centre is in sight."""
        self.reload()

    def reload(self) -> None:
        """Loads soon: at once when in sight."""
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _on_change(self, topics: object) -> None:
        if isinstance(topics, frozenset) and topics & self.topics:
            self.reload()

    def _load_if_shown(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load_if_shown()

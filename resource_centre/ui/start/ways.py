"""Ways to go on, and the pages that they lead to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from resource_centre.ui.widgets.boxes import Card, column, row
from resource_centre.ui.widgets.labels import IconLabel, text


class Stage(QWidget):
    """A page on the way: Enter in one of its fields presses its main button, which `main` names."""

    main: QPushButton | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.main is not None:
            self.main.click()
            return
        super().keyPressEvent(event)


def way(symbol: str, title: str, words: str, act: QPushButton) -> Card:
    """What it is, and its button."""
    card = Card(margins=(14, 12, 14, 12))
    inside = row(IconLabel(symbol, 20, "accent", "soft"), spacing=14)
    inside.addLayout(column(text(title, "section"), text(words, "second2", wrap=True), spacing=2), 1)
    act.setAutoDefault(True)  # Enter presses the one that has the focus
    inside.addWidget(act)
    card.body.addLayout(inside)
    return card

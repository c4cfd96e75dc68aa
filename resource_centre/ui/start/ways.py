"""One of several ways to go on."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from resource_centre.ui.widgets.boxes import Card, column, row
from resource_centre.ui.widgets.labels import IconLabel, text


def way(symbol: str, title: str, words: str, act: QPushButton) -> Card:
    """What it is, and its button."""
    card = Card(margins=(14, 12, 14, 12))
    inside = row(IconLabel(symbol, 20, "accent", "soft"), spacing=14)
    inside.addLayout(column(text(title, "section"), text(words, "second2", wrap=True), spacing=2), 1)
    act.setAutoDefault(True)  # Enter presses the one that has the focus
    inside.addWidget(act)
    card.body.addLayout(inside)
    return card

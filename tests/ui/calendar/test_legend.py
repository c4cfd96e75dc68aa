"""What the colours mean is never cut."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from resource_centre.ui.calendar.legend import Legend


@pytest.mark.parametrize(("width", "patterns"), [(1200, 2), (800, 2), (700, 1), (560, 0)])
def test_what_has_no_room_in_the_legend_is_left_out_rather_than_cut(
    qtbot: QtBot, width: int, patterns: int
) -> None:
    around, legend = QWidget(), Legend()
    qtbot.addWidget(around)
    around.resize(1300, 40)
    legend.setParent(around)
    legend.setGeometry(0, 0, width, 28)
    around.show()
    legend.begin_at(196)
    seen = [each for each in legend.findChildren(QLabel) if each.isVisible()]
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in seen))
    assert sum(pattern[1].isVisible() for pattern in legend.patterns) == patterns

"""What each state of a drag looks like: a picture of each goes into a temporary folder, with the ink that it has to have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resource_centre.ui.calendar.page import CalendarPage
from resource_centre.ui.calendar.period import Stretch
from resource_centre.ui.look import look
from resource_centre.ui.shell.window import MainWindow
from tests.ui.calendar.test_dragging import LEFT, PLAIN, point, pull
from tests.ui.windowed import settle, window_of


@pytest.fixture
def window(centre: Any, qapp: QApplication) -> Iterator[MainWindow]:
    centre.optics = centre.book(
        "2026-11-25T09:00", "2026-11-25T10:30", centre.robotics, title="Optics"
    ).activity_id
    with window_of(centre) as made:
        page = made.made["calendar"]
        assert isinstance(page, CalendarPage)
        page.show_stretch(Stretch.DAY)
        settle(made)
        yield made


def inked(image: QImage, name: str) -> int:
    """How many pixels have exactly a colour of the look."""
    wanted = QColor(look().colour(name)).rgb()
    shot = image.convertToFormat(QImage.Format.Format_RGB32)
    return bytes(shot.constBits()).count(wanted.to_bytes(4, "little"))


def test_each_state_of_a_drag_has_its_look(
    qtbot: QtBot, window: MainWindow, centre: Any, tmp_path: Path
) -> None:
    page = window.made["calendar"]
    assert isinstance(page, CalendarPage)
    view = page.view

    def at(when: str, row: int = centre.robotics, dx: int = 0) -> QPoint:
        return point(page, centre, row, f"2026-11-25T{when}", dx)

    def picture(name: str, start: QPoint | None = None, end: QPoint | None = None) -> QImage:
        if start is not None and end is not None:
            pull(qtbot, page, start, end)
        image = view.grab().toImage()
        assert image.save(str(tmp_path / f"{name}.png"))
        if end is not None:
            qtbot.keyClick(view, Qt.Key.Key_Escape)
            qtbot.mouseRelease(view.viewport(), LEFT, PLAIN, end)
            settle(window)
        return image

    resting = picture("resting")
    states = {
        "accepted": picture("accepted", at("09:45"), at("11:15")),
        "elsewhere": picture("elsewhere", at("09:45"), at("09:45", centre.maker)),
        "refused": picture("refused", at("09:45"), at("14:00")),
        "longer": picture("longer", at("10:30", dx=-3), at("11:30", dx=-3)),
        "set-up": picture("set-up", at("12:30", dx=2), at("11:45", dx=2)),
        "drawn": picture("drawn", at("11:00", centre.maker), at("12:30", centre.maker)),
    }
    assert len({bytes(image.constBits()) for image in [resting, *states.values()]}) == 7
    danger, ok = inked(resting, "danger"), inked(resting, "ok")
    assert inked(states["refused"], "danger") > danger + 300
    assert inked(states["refused"], "ok_soft") > inked(resting, "ok_soft")  # the landing spots
    for name in ("accepted", "elsewhere", "longer"):
        assert inked(states[name], "ok") > ok and inked(states[name], "danger") == danger, name
    assert (view.overlay.ghosts, view.overlay.landings, view.overlay.card) == ((), (), None)
    assert len(list(tmp_path.glob("*.png"))) == 7
